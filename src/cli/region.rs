//! `pflegeplan region EXTRACT.osm.pbf`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use indicatif::{ProgressBar, ProgressStyle};

use super::Outcome;
use crate::app::region::{self, Made, Part, RegionReport, RegionRequest, Step};
use crate::config::Config;
use crate::osm_offers::MappedOffers;
use crate::service::setup;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The extract: a file .osm.pbf, such as those of Geofabrik
    extract: PathBuf,
    /// Make these parts only; without it all
    #[arg(long, value_name = "PART", value_delimiter = ',', value_parser = part())]
    only: Vec<Part>,
    /// Make parts anew that were made of the same extract already
    #[arg(long)]
    anew: bool,
}

fn part() -> impl TypedValueParser<Value = Part> {
    PossibleValuesParser::new(Part::WORDS)
        .try_map(|word| Part::from_word(&word).ok_or_else(|| format!("expected {}", Part::known())))
}

/// Makes the parts of a region in the data folder. A running service takes them up by itself.
pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let reference = setup::reference_data()?;
    let folder = region::folder(&config.data_dir);
    let parts = if arguments.only.is_empty() { Part::ALL.to_vec() } else { arguments.only.clone() };
    let request =
        RegionRequest { extract: &arguments.extract, folder: &folder, parts: &parts, anew: arguments.anew };
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {percent}% {elapsed}") {
        bar.set_style(style);
    }
    let report = region::make(&request, &reference, |step| show(&bar, step));
    bar.finish_and_clear();
    say(&report?);
    Ok(())
}

fn show(bar: &ProgressBar, step: Step) {
    let (message, done, total) = match step {
        Step::Checksum(done, total) => ("checksum".to_owned(), done, total),
        Step::Reading(done, total) => ("reading".to_owned(), done, total),
        Step::Making(part) => (format!("making {}", part.word()), 1, 1),
    };
    if bar.message() != message {
        bar.set_message(message);
    }
    bar.set_length(total);
    bar.set_position(done);
}

/// What was found, and how it is compared with the register. Nothing of it is in the register yet.
fn say_care(found: &MappedOffers, path: &str) {
    let kinds: Vec<String> =
        found.by_category.iter().map(|(category, count)| format!("{count} {category}")).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    eprintln!("care: {} offers{kinds}, in {path}", found.offers.len());
    let MappedOffers { other, nameless, repeated, .. } = found;
    eprintln!(
        "{other} objects are of other kinds, {nameless} have no name, {repeated} are drawn twice; none of these is in the list"
    );
    eprintln!("hint: pflegeplan import register {path} --dry-run says which of them the register has");
}

fn say(report: &RegionReport) {
    let date = report.stamp.date.map_or_else(|| "of an unknown day".to_owned(), |date| format!("of {date}"));
    eprintln!("extract {date}, SHA-256 {}", report.stamp.sha256);
    for (part, path, made) in &report.made {
        let path = path.display();
        match made {
            Made::Already => {
                eprintln!("{}: made of this extract already (--anew makes it again), {path}", part.word());
            }
            Made::Care(found) => say_care(found, &path.to_string()),
            Made::Addresses(built) => {
                eprintln!("addresses: {} houses on {} streets, in {path}", built.houses, built.streets);
                if built.left_out > 0 {
                    eprintln!("{} numbers say nothing and were left out", built.left_out);
                }
            }
        }
    }
    if report.without_position > 0 {
        eprintln!("{} objects lie outside of the extract and were left out", report.without_position);
    }
    eprintln!("© OpenStreetMap contributors, ODbL");
}
