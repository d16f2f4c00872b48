//! `scripts/bench projection`: synthetic areas, 20 years, and the quantiles of 43 groups a year.
//!
//! `projection AREAS DRAWS THREADS` prints the seconds of the run alone, the peak of memory, and the
//! total of the central run, in persons, after the last year. tests/bench/projection.py computes the
//! same step with numpy and with numba on the same areas.

use std::collections::BTreeMap;
use std::error::Error;
use std::num::NonZeroUsize;
use std::time::Instant;

use pflegeplan::model::*;
use pflegeplan::projection::{Draws, Group, Request, project};
use pflegeplan::units::{Ags, Year};

const BASE: i32 = 2025;
const YEARS: i32 = 20;

/// Between 0 and 1, the same in both languages: the fractional part of a multiple of the golden ratio.
fn scatter(number: usize) -> f64 {
    (number as f64 * 0.618_033_988_749_894_9).fract()
}

fn residents(area: usize) -> BySexAge {
    let size = 300.0 + 4_000.0 * scatter(area);
    let shape = |sex: usize, age: usize| {
        let age = age as f64;
        let wave = 1.0 + 0.4 * (age / 17.0 + 6.0 * scatter(area + 7)).sin();
        size / 170.0 * wave / (1.0 + ((age - 84.0 - 3.0 * sex as f64) / 5.0).exp())
    };
    std::array::from_fn(|sex| std::array::from_fn(|age| shape(sex, age)))
}

/// The young leave (a share of the residents), families and the retired come (persons).
fn net_moves(residents: &BySexAge) -> BySexAge {
    let bump = |age: usize, centre: f64, width: f64| (-0.5 * ((age as f64 - centre) / width).powi(2)).exp();
    residents.map(|row| {
        std::array::from_fn(|age| {
            row[age]
                * (0.03 * bump(age, 34.0, 6.0) + 0.01 * bump(age, 66.0, 5.0) - 0.08 * bump(age, 20.0, 2.5))
        })
    })
}

fn qx(level: f64) -> [f64; AGES] {
    let hazard = |age: usize| level * (0.0003 + 2.2e-5 * (0.1 * age as f64).exp());
    let mut qx: [f64; AGES] = std::array::from_fn(|age| 1.0 - (-hazard(age)).exp());
    qx[0] = 0.003;
    qx[OPEN_AGE] = 1.0;
    qx
}

fn pattern() -> [f64; AGES] {
    let bell = |age: usize| (-0.5 * ((age as f64 - 30.5) / 5.0).powi(2)).exp();
    let raw: [f64; AGES] = std::array::from_fn(|age| if FERTILE.contains(&age) { bell(age) } else { 0.0 });
    let sum: f64 = raw.iter().sum();
    raw.map(|rate| rate / sum)
}

fn scenario() -> Scenario {
    let target = |value| Target { value, year: Year(BASE + 15) };
    Scenario {
        id: "bench".to_owned(),
        title: "bench".to_owned(),
        text: String::new(),
        tfr: target(1.5),
        e0: [target(79.0), target(84.5)],
        external_migration: target(1.0),
        internal_migration: target(1.0),
        control_totals: BTreeMap::new(),
    }
}

fn uncertainty() -> Uncertainty {
    Uncertainty {
        tfr_ar: 0.9,
        tfr_sd: 0.03,
        e0_sd: 0.15,
        e0_correlation: 0.8,
        migration_ar: 0.7,
        migration_sd: 0.002,
        migration_correlation: 0.5,
        deviations: None,
        note: BTreeMap::new(),
        source: BTreeMap::new(),
    }
}

fn model(areas: usize) -> Result<Model, Box<dyn Error>> {
    let population: Vec<BySexAge> = (0..areas).map(residents).collect();
    let key = |area: usize| Ags::parse(&format!("13{area:06}"));
    let districts = (0..areas)
        .map(|area| Ok(District { key: key(area)?, name: format!("Area {area}") }))
        .collect::<Result<_, Box<dyn Error>>>()?;
    Ok(Model {
        id: "bench".to_owned(),
        title: "Synthetic areas".to_owned(),
        checksum: String::new(),
        base_year: Year(BASE),
        last_year: Year(BASE + YEARS),
        sources: Vec::new(),
        districts,
        male_births: 0.513,
        male_births_source: String::new(),
        fertility: Fertility {
            pattern: pattern(),
            tfr: 1.35,
            level: (0..areas).map(|area| 0.9 + 0.2 * scatter(area + 1)).collect(),
        },
        mortality: Mortality {
            qx: [qx(1.5), qx(0.9)],
            e0: [76.9, 83.3],
            level: (0..areas)
                .map(|area| [0.95 + 0.1 * scatter(area + 2), 0.95 + 0.1 * scatter(area + 3)])
                .collect(),
        },
        migration: Migration {
            external_counts: population.iter().map(net_moves).collect(),
            internal_counts: vec![[[0.0; AGES]; 2]; areas],
        },
        population,
        uncertainty: uncertainty(),
        scenarios: vec![scenario()],
        history: Vec::new(),
        municipalities: Vec::new(),
        municipal_ages: None,
        cells: None,
        guard: Guard { grey_below: 5_000, warn_below: 8_000 },
        care: Default::default(),
        cited: Default::default(),
    })
}

fn draws_of(draws: usize, threads: usize) -> Result<Draws, Box<dyn Error>> {
    let mut groups = Group::care_grid();
    groups.extend([Group::ALL, Group::new(None, 65..=OPEN_AGE), Group::new(None, 80..=OPEN_AGE)]);
    Ok(Draws {
        seed: 20_251_231,
        count: draws,
        quantiles: vec![0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975],
        groups,
        together: false,
        questions: Vec::new(),
        sums: Vec::new(),
        need: None,
        samples: Vec::new(),
        threads: NonZeroUsize::new(threads).ok_or("at least one thread is needed")?,
    })
}

/// The peak of resident memory in MB, as Linux knows it.
fn peak_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kb| kb / 1024.0)
}

fn main() -> Result<(), Box<dyn Error>> {
    let numbers = std::env::args().skip(1).map(|text| text.parse()).collect::<Result<Vec<usize>, _>>()?;
    let [areas, draws, threads] = numbers[..] else {
        return Err("call it as: projection AREAS DRAWS THREADS".into());
    };
    let model = model(areas)?;
    let mut request = Request::new("bench", Year(BASE + YEARS));
    if draws > 0 {
        request.draws = Some(draws_of(draws, threads)?);
    }
    let started = Instant::now();
    let projection = project(&model, &request)?;
    let seconds = started.elapsed().as_secs_f64();
    let last = projection.years.last().ok_or("no year was projected")?;
    let total: f64 = last.population.iter().map(|table| Group::ALL.sum(table)).sum();
    let median =
        projection.bands.as_ref().and_then(|bands| bands.of(0, last.year, &Group::ALL)).map(|q| q[3]);
    println!(
        "areas {areas} draws {draws} threads {threads} seconds {seconds:.4} peak_mb {:.0} total {total:.6} median_of_first {:.3}",
        peak_mb().unwrap_or(f64::NAN),
        median.unwrap_or(f64::NAN),
    );
    Ok(())
}
