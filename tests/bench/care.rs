//! `scripts/bench care`: need, places and staff on the model set, without and with draws.
//!
//! Prints the least, the median and the greatest milliseconds of the rounds. The model is read before.

use std::error::Error;
use std::time::Instant;

use pflegeplan::care::{CareRequest, Own, Survey};
use pflegeplan::forecast::{ForecastSpec, forecast};
use pflegeplan::model::load::{CURRENT, load};
use pflegeplan::projection::{Request, project};
use pflegeplan::units::{AreaKey, Year};

const ROUNDS: usize = 21;
const LAST: Year = Year(2040);

/// Runs a job again and again; what it gives is printed, so that nothing is left out.
fn measure(name: &str, job: impl Fn() -> Result<f64, Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::with_capacity(ROUNDS);
    let mut result = 0.0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        result = job()?;
        times.push(1e3 * start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let (least, median, greatest) = (times[0], times[ROUNDS / 2], times[ROUNDS - 1]);
    println!("{name:<60} {least:>8.1} {median:>8.1} {greatest:>8.1}   {result:.1}");
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let model = load(CURRENT)?.model;
    println!("{:<60} {:>8} {:>8} {:>8}   check", "milliseconds", "least", "median", "greatest");
    measure("rates of all districts brought to their counts", || {
        Ok(Survey::new(&model)?.districts.iter().map(|district| district.odds_factor).sum())
    })?;
    measure("8 districts, 18 combinations, need, places, staff to 2040", || {
        let survey = Survey::new(&model)?;
        let mut sum = 0.0;
        for scenario in ["status-quo", "high"] {
            let projection = project(&model, &Request::new(scenario, LAST))?;
            for prevalence in ["status-quo", "rising", "compression"] {
                for form in ["status-quo", "formal", "home-based"] {
                    let request = CareRequest {
                        prevalence: prevalence.to_owned(),
                        form: form.to_owned(),
                        own: Own::default(),
                    };
                    let forecast = survey.forecast(&model, &projection, &request)?;
                    let last = forecast.years.last().ok_or("no years")?;
                    sum += last.areas.iter().map(|area| area.need.people_in_need()).sum::<f64>();
                }
            }
        }
        Ok(sum)
    })?;
    for draws in [0, 1_000] {
        let area = AreaKey::parse("13076")?;
        let request = ForecastSpec { draws, to: LAST, ..ForecastSpec::new(area, &model) };
        measure(&format!("rows of one district to 2040, {draws} draws"), || {
            let rows = forecast(&model, &request)?.rows;
            Ok(rows.iter().map(|row| row.value).sum())
        })?;
    }
    Ok(())
}
