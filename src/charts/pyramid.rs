//! The population pyramid then and now: single years of age, men left, women right, on one scale.

use super::canvas::{Anchor, Block, Canvas, Style, Text, polygon, polyline};
use super::data::{Band, Chart, DataCell, DataTable, Head, Tone};
use super::numbers::{Basis, Unit};
use super::scale::{Baseline, Scale, Ticks};
use super::words::Words;
use crate::units::{Lang, Year};

/// Half the width of the column with the ages.
const HALF_MIDDLE: f64 = 15.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 20.0;
/// From this age on the base is darker and summed up.
const OLD: usize = 80;

/// The residents of a year by single age, from 0; the last is the open group.
#[derive(Debug, Clone, PartialEq)]
pub struct Ages {
    /// The year whose end the residents are counted at.
    pub year: Year,
    /// Whether they were counted or computed.
    pub basis: Basis,
    /// Men by age.
    pub men: Vec<f64>,
    /// Women by age.
    pub women: Vec<f64>,
    /// By age as above, men and women; empty without draws.
    pub bands: [Vec<Band>; 2],
}

impl Ages {
    fn side(&self, women: bool) -> &[f64] {
        if women { &self.women } else { &self.men }
    }

    fn from(&self, age: usize) -> f64 {
        [&self.men, &self.women]
            .into_iter()
            .flat_map(|ages| ages.iter().skip(age))
            .filter(|it| it.is_finite())
            .sum()
    }
}

/// Residents by single age then, as bars, and later, as a line with its fan.
#[derive(Debug, Clone, PartialEq)]
pub struct PyramidChart {
    /// Title, source and size.
    pub head: Head,
    /// The residents drawn as bars.
    pub base: Ages,
    /// The later residents, drawn as a line.
    pub target: Option<Ages>,
}

/// The two sides on the drawing.
struct Sides {
    middle: f64,
    reach: Scale,
    ages: Scale,
    ticks: Ticks,
}

impl Sides {
    fn x(&self, women: bool, value: f64) -> f64 {
        let away = HALF_MIDDLE + self.reach.at(value.max(0.0));
        if women { self.middle + away } else { self.middle - away }
    }

    fn y(&self, age: usize) -> f64 {
        self.ages.at(age as f64)
    }

    /// The outline of a side: two corners for each age.
    fn steps(&self, women: bool, values: impl Iterator<Item = f64>) -> Vec<[f64; 2]> {
        let corners = |(age, value): (usize, f64)| {
            let x = self.x(women, if value.is_finite() { value } else { 0.0 });
            [[x, self.y(age)], [x, self.y(age + 1)]]
        };
        values.enumerate().flat_map(corners).collect()
    }
}

impl PyramidChart {
    /// Draws the chart.
    pub fn draw(&self) -> Chart {
        let (subtitle, age) = (&self.head.subtitle, self.open_age());
        let subtitle = match self.head.lang {
            Lang::De => format!("{subtitle}; oben: {age} und älter"),
            Lang::En => format!("{subtitle}; top: {age} and over"),
        };
        let chart = self.head.chart(&self.drawing(), self.description(), self.table());
        Chart { subtitle, ..chart }
    }

    /// The first age of the open group.
    fn open_age(&self) -> usize {
        self.base.men.len().max(self.base.women.len()).saturating_sub(1)
    }

    fn description(&self) -> String {
        let all = [Some(&self.base), self.target.as_ref()].into_iter().flatten();
        let lang = self.head.lang;
        let sentence = |ages: &Ages| {
            let text = |value| Unit::Count.text_in(lang, value, ages.basis);
            let largest =
                (0..=self.open_age()).max_by(|a, b| both(ages, *a).total_cmp(&both(ages, *b))).unwrap_or(0);
            let share = 100.0 * ages.from(OLD) / ages.from(0).max(1.0);
            let (year, all, old, most) =
                (ages.year.0, text(ages.from(0)), text(ages.from(OLD)), text(both(ages, largest)));
            let share = Unit::Share.text_in(lang, share, ages.basis);
            match lang {
                Lang::De => format!(
                    "{year}: {all} Menschen, davon {old} ab {OLD} ({share}); das stärkste Altersjahr ist {largest} mit {most}."
                ),
                Lang::En => format!(
                    "{year}: {all} people, {old} of them aged {OLD} and over ({share}); the largest single year of age is {largest} with {most}."
                ),
            }
        };
        all.map(sentence).collect::<Vec<_>>().join(" ")
    }

    fn sides(&self) -> Sides {
        let size = self.head.size;
        let targets = self.target.iter();
        let values =
            targets.clone().chain([&self.base]).flat_map(|ages| ages.men.iter().chain(&ages.women).copied());
        let bands = targets.flat_map(|ages| ages.bands.iter().flatten().map(|band| band.high));
        let highest = values.chain(bands).filter(|it| it.is_finite()).fold(0.0, f64::max);
        let half = (size.width / 2.0 - HALF_MIDDLE - 4.0).max(1.0);
        let ticks = Ticks::new(0.0, highest, Baseline::Zero, if half > 130.0 { 3 } else { 2 }, 1.0);
        let reach = Scale::new([0.0, ticks.ends[1]], [0.0, half]);
        let ages = Scale::new([0.0, (self.open_age() + 1) as f64], [size.height - BOTTOM, TOP]);
        Sides { middle: size.width / 2.0, reach, ages, ticks }
    }

    pub(super) fn drawing(&self) -> Canvas {
        let mut canvas = Canvas::new(&self.head);
        let sides = self.sides();
        let bottom = sides.y(0);
        for women in [false, true] {
            for value in &sides.ticks.values {
                let x = sides.x(women, *value);
                canvas.line(if *value == 0.0 { "axis" } else { "grid" }, [x, TOP], [x, bottom]);
                if *value == 0.0 {
                    continue;
                }
                let text = Unit::Count.tick_in(self.head.lang, *value, sides.ticks.step);
                let half = Style::Axis.width(&text) / 2.0;
                let x = x.clamp(half, (canvas.size.width - half).max(half));
                canvas.text(&Text::new(Style::Axis, &text, x, bottom + 15.0).anchor(Anchor::Middle));
            }
            self.base_of(&mut canvas, &sides, women);
            self.target_of(&mut canvas, &sides, women);
        }
        for age in (0..=self.open_age()).step_by(10) {
            let y = sides.y(age) - (sides.y(age) - sides.y(age + 1)) / 2.0 + 4.2;
            let text = age.to_string();
            canvas.text(&Text::new(Style::Axis, &text, sides.middle, y.min(bottom)).anchor(Anchor::Middle));
        }
        self.words(&mut canvas, &sides);
        self.points(&mut canvas, &sides);
        canvas
    }

    fn base_of(&self, canvas: &mut Canvas, sides: &Sides, women: bool) {
        let corners = sides.steps(women, self.base.side(women).iter().copied());
        let zero = sides.x(women, 0.0);
        for (class, part) in [("fill c-comparison", 0..2 * OLD), ("fill old", 2 * OLD..usize::MAX)] {
            let part = corners.get(part.start..part.end.min(corners.len())).unwrap_or_default();
            if let [first, .., last] = part {
                canvas.path(
                    class,
                    &polygon(
                        [[zero, first[1]]].into_iter().chain(part.iter().copied()).chain([[zero, last[1]]]),
                    ),
                );
            }
        }
    }

    fn target_of(&self, canvas: &mut Canvas, sides: &Sides, women: bool) {
        let Some(target) = &self.target else { return };
        let bands = &target.bands[usize::from(women)];
        let ends = |end: fn(&Band) -> f64| sides.steps(women, bands.iter().map(end));
        let fan = polygon(ends(|band| band.high).into_iter().chain(ends(|band| band.low).into_iter().rev()));
        canvas.path("fan c-need", &fan);
        let line = sides.steps(women, target.side(women).iter().copied());
        if line.len() > 1 {
            canvas.path("casing slim", &polyline(&line));
            canvas.path("line thin c-need", &polyline(&line));
        }
    }

    fn words(&self, canvas: &mut Canvas, sides: &Sides) {
        let words = Words::of(self.head.lang);
        let right = canvas.size.width - 2.0;
        canvas.text(&Text::new(Style::Label, words.men, 2.0, 12.0));
        canvas.text(&Text::new(Style::Label, words.women, right, 12.0).anchor(Anchor::End));
        let old = sides.y(OLD);
        if self.open_age() >= OLD {
            for women in [false, true] {
                let ends = [sides.x(women, 0.0), if women { right } else { 2.0 }];
                canvas.line("marker", [ends[0], old], [ends[1], old]);
            }
            let and_over = self.and_over(OLD);
            canvas.text(&Text::new(Style::Note, &and_over, 2.0, old - 5.0).tone(Tone::Ink).halo());
            let figure = |ages: &Ages| {
                format!(
                    "{}: {}",
                    ages.year.0,
                    Unit::Count.text_in(self.head.lang, ages.from(OLD), ages.basis)
                )
            };
            let texts = [Some((&self.base, Tone::Ink)), self.target.as_ref().map(|it| (it, Tone::Need))];
            for (at, (ages, tone)) in texts.into_iter().flatten().enumerate() {
                let y = old - 5.0 - if at == 0 && self.target.is_some() { 14.0 } else { 0.0 };
                canvas.text(
                    &Text::new(Style::Label, &figure(ages), right, y).anchor(Anchor::End).tone(tone).halo(),
                );
            }
        }
        let start = if self.base.basis == Basis::Counted { words.counted } else { words.computed_start };
        let y = sides.y(0) - 38.0;
        let year = self.base.year.0.to_string();
        canvas.text(&Text::new(Style::Label, &year, 2.0, y).halo());
        canvas.text(&Text::new(Style::Note, start, 2.0, y + 14.0).halo());
        if let Some(target) = &self.target {
            let basis = if target.basis == Basis::Counted { words.counted } else { words.computed };
            let name = format!("{} {basis}", target.year.0);
            canvas
                .text(&Text::new(Style::Label, &name, right, y).anchor(Anchor::End).tone(Tone::Need).halo());
            if target.bands.iter().any(|bands| !bands.is_empty()) {
                for (at, line) in words.edge.iter().enumerate() {
                    let y = y + 14.0 * (at + 1) as f64;
                    canvas.text(&Text::new(Style::Note, line, right, y).anchor(Anchor::End).halo());
                }
            }
        }
    }

    /// First and last age of each five-year group; the open group is the last.
    fn groups(&self) -> Vec<(usize, usize)> {
        let open = self.open_age();
        (0..=open).step_by(5).map(|from| (from, if from + 5 > open { open } else { from + 4 })).collect()
    }

    fn group_name(&self, (from, to): (usize, usize)) -> String {
        if to == self.open_age() {
            return self.and_over(from);
        }
        format!("{from} {} {to}", Words::of(self.head.lang).to)
    }

    /// "80 und älter"
    fn and_over(&self, age: usize) -> String {
        match self.head.lang {
            Lang::De => format!("{age} und älter"),
            Lang::En => format!("{age} and over"),
        }
    }

    fn points(&self, canvas: &mut Canvas, sides: &Sides) {
        for women in [false, true] {
            let words = Words::of(self.head.lang);
            let sex = if women { words.women } else { words.men };
            for group in self.groups() {
                let all = [Some(&self.base), self.target.as_ref()].into_iter().flatten();
                let figure = |ages: &Ages| {
                    format!(
                        "{} {}",
                        ages.year.0,
                        Unit::Count.text_in(self.head.lang, sum(ages.side(women), group), ages.basis)
                    )
                };
                let figures: Vec<String> = all.map(figure).collect();
                let name = format!("{sex}, {}: {}", self.group_name(group), figures.join(", "));
                let ends = [sides.x(women, 0.0), sides.x(women, sides.ticks.ends[1])];
                let block = Block {
                    left: ends[0].min(ends[1]),
                    top: sides.y(group.1 + 1),
                    right: ends[0].max(ends[1]),
                    bottom: sides.y(group.0),
                };
                canvas.bar_point(usize::from(women), &name, block);
            }
        }
    }

    fn table(&self) -> DataTable {
        let (lang, words) = (self.head.lang, Words::of(self.head.lang));
        let mut headings = vec![words.age.to_owned()];
        let all: Vec<&Ages> = [Some(&self.base), self.target.as_ref()].into_iter().flatten().collect();
        for ages in &all {
            headings.extend([words.men, words.women].map(|sex| format!("{sex} {}", ages.year.0)));
        }
        let row = |group: (usize, usize)| {
            let mut cells = vec![DataCell::text(self.group_name(group))];
            for ages in &all {
                let figure =
                    |women| DataCell::figure(lang, Unit::Count, sum(ages.side(women), group), ages.basis);
                cells.extend([figure(false), figure(true)]);
            }
            cells
        };
        DataTable { headings, rows: self.groups().into_iter().map(row).collect() }
    }
}

fn both(ages: &Ages, age: usize) -> f64 {
    [&ages.men, &ages.women].into_iter().filter_map(|side| side.get(age)).filter(|it| it.is_finite()).sum()
}

fn sum(values: &[f64], (from, to): (usize, usize)) -> f64 {
    values.iter().take(to + 1).skip(from).filter(|value| value.is_finite()).sum()
}
