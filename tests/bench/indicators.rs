//! `scripts/bench indicators`: every indicator of the catalogue for every municipality over 15 years, with invented
//! figures for every measure, so that no formula ends early because something is missing.
//!
//! Prints the seconds of the evaluation alone, the number of values, how many of them have a number, and the seconds
//! it took to lay the figures out and to withhold small counts.

use std::error::Error;
use std::time::Instant;

use pflegeplan::indicators::base::{Frame, OwnFiles};
use pflegeplan::indicators::formula::Ages;
use pflegeplan::indicators::{AreaLevel, Base, Cell, Fact, FactList, Measure, Origin, Slot};
use pflegeplan::service::reference_data;
use pflegeplan::units::Sex;

const FIRST: i32 = 2011;
const LAST: i32 = 2025;

/// Between 3 and 1003, the same in every run: the fractional part of a multiple of the golden ratio.
fn scatter(number: usize) -> f64 {
    (3.0 + 1_000.0 * (number as f64 * 0.618_033_988_749_894_9).fract()).round()
}

/// Measures that formulas tell apart by age and sex.
const AGED: [&str; 8] = [
    "N",
    "P",
    "staff_services",
    "staff_homes",
    "severely_disabled",
    "residents_in_reach",
    "dementia_rate",
    "help_need_rate",
];
/// The type that a formula tells apart by age too: people in homes.
const AGED_TYPE: u8 = 2;

/// All types; and for some measures under 15, five-year groups to 89, and 90 and older, also of women, and grades.
fn slots(measure: &Measure) -> Vec<Slot> {
    let types = u8::try_from(measure.types.len()).unwrap_or(u8::MAX);
    let mut slots = vec![Slot::default()];
    slots.extend((0..types).map(|kind| Slot { kind: Some(kind), ..Slot::default() }));
    if AGED.contains(&measure.id.as_str()) {
        let mut ages = vec![Ages { from: 0, to: Some(14) }];
        ages.extend((15..90).step_by(5).map(|from| Ages { from, to: Some(from + 4) }));
        ages.push(Ages { from: 90, to: None });
        slots.push(Slot { sex: Some(Sex::Female), ..Slot::default() });
        for kind in std::iter::once(None)
            .chain((0..types).map(Some))
            .filter(|kind| kind.is_none() || measure.id != "P" || *kind == Some(AGED_TYPE))
        {
            slots.extend(ages.iter().map(|ages| Slot { ages: Some(*ages), kind, ..Slot::default() }));
        }
        let women = |ages: &Ages| Slot { ages: Some(*ages), sex: Some(Sex::Female), ..Slot::default() };
        slots.extend(ages.iter().map(women));
        slots.extend((1..=5).map(|grade| Slot { grade: Some(grade), ..Slot::default() }));
    }
    slots
}

fn figures(frame: &Frame) -> FactList {
    let mut list = FactList::default();
    let origin = list.origin(Origin {
        key: "BENCH".into(),
        title: "invented".into(),
        table: String::new(),
        licence: String::new(),
    });
    let areas: Vec<usize> = frame.tree.level(AreaLevel::Municipality).collect();
    for (measure, of) in frame.catalogue.measures.iter().enumerate() {
        let slots = slots(of);
        let state = [frame.tree.state()];
        let (areas, last) = if of.parameter { (&state[..], FIRST) } else { (&areas[..], LAST) };
        for area in areas {
            for year in FIRST..=last {
                for (at, slot) in slots.iter().enumerate() {
                    let cell = Cell::Value(scatter(measure * 7 + area * 31 + at * 3 + year as usize));
                    list.facts.push(Fact { measure, area: *area, year, slot: *slot, cell, origin });
                }
            }
        }
    }
    list
}

fn main() -> Result<(), Box<dyn Error>> {
    let reference = reference_data()?;
    let frame = Frame::load(&reference.areas, &OwnFiles::default(), 2026)?;
    let list = figures(&frame);
    let count = list.facts.len();
    let start = Instant::now();
    let base = Base::new(frame, list);
    let laid_out = start.elapsed();
    let evaluator = base.evaluator();
    let areas: Vec<usize> = base.frame.tree.level(AreaLevel::Municipality).collect();
    let start = Instant::now();
    let (mut values, mut numbers, mut sum) = (0_usize, 0_usize, 0.0);
    for indicator in 0..base.frame.catalogue.indicators.len() {
        for year in FIRST..=LAST {
            for cell in evaluator.cells(indicator, &areas, year) {
                values += 1;
                if let Some(number) = cell.number() {
                    numbers += 1;
                    sum += number;
                }
            }
        }
    }
    let took = start.elapsed();
    println!(
        "{:.3} s for {values} values ({} indicators, {} municipalities, {} years), {numbers} with a number, sum {sum:.0}",
        took.as_secs_f64(),
        base.frame.catalogue.indicators.len(),
        areas.len(),
        LAST - FIRST + 1
    );
    println!("{:.1} s to lay out {count} figures", laid_out.as_secs_f64());
    Ok(())
}
