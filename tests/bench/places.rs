//! `scripts/bench places`: a made-up state of 700,000 addresses. Time to make, write and read the index, what it takes of
//! memory, and how long suggestions and whole addresses take.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

use std::time::Instant;

use pflegeplan::addresses::{AddressIndex, AddressOutcome, build};
use pflegeplan::areas::Level;
use pflegeplan::extract::{Extract, House, PlaceNode};
use pflegeplan::service::reference_data;
use pflegeplan::units::GeoPoint;
use rand::{RngExt, SeedableRng};

const HOUSES: usize = 700_000;
const QUESTIONS: usize = 2_000;

const STEMS: [&str; 40] = [
    "Linden",
    "Birken",
    "Eichen",
    "Buchen",
    "Kastanien",
    "Ahorn",
    "Rosen",
    "Tulpen",
    "Garten",
    "Wiesen",
    "Feld",
    "Wald",
    "See",
    "Berg",
    "Tal",
    "Mühlen",
    "Kirch",
    "Schul",
    "Bahnhof",
    "Markt",
    "Schloss",
    "Post",
    "Ost",
    "West",
    "Nord",
    "Süd",
    "Neue ",
    "Alte ",
    "Lange ",
    "Kurze ",
    "Schweriner ",
    "Rostocker ",
    "Wismarsche ",
    "Güstrower ",
    "Goldberger ",
    "Ernst-Thälmann-",
    "Karl-Marx-",
    "Goethe",
    "Schiller",
    "Fritz-Reuter-",
];
const ENDS: [&str; 12] = [
    "straße", "weg", "allee", "platz", "ring", "gasse", "damm", "chaussee", "stieg", "ufer", "winkel", "hof",
];

/// Memory of the process that is in RAM, in megabytes.
fn memory_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1000.0
}

fn percentile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share) as usize]
}

/// Houses in each municipality by its residents, on streets of made-up names; some names are those of one town only.
fn state(reference: &pflegeplan::app::ReferenceData, random: &mut impl RngExt) -> Extract {
    let mut extract = Extract::default();
    let entries: Vec<_> = reference.gazetteer.entries().collect();
    let residents: f64 =
        reference.areas.level(Level::Municipality).map(|area| f64::from(area.population)).sum();
    for area in reference.areas.level(Level::Municipality) {
        let Some(entry) = entries.iter().find(|entry| entry.municipality.as_str() == area.key) else {
            continue;
        };
        let count = (HOUSES as f64 * f64::from(area.population) / residents).ceil() as usize;
        let name = extract.names.number(&area.name);
        extract.places.push(PlaceNode { name, is_settlement: true, position: entry.point.into() });
        for street in 0..count.div_ceil(20) {
            let stem = STEMS[random.random_range(0..STEMS.len())];
            let end = ENDS[random.random_range(0..ENDS.len())];
            let own = if street % 3 == 0 { format!("Am {} ", &area.name) } else { String::new() };
            let text = format!("{own}{stem}{end}");
            let middle = GeoPoint {
                lon: entry.point.lon + random.random_range(-0.03..0.03),
                lat: entry.point.lat + random.random_range(-0.02..0.02),
            };
            for number in 0..20 {
                let at = GeoPoint { lon: middle.lon + f64::from(number) * 0.0002, lat: middle.lat };
                extract.houses.push(House {
                    position: at.into(),
                    street: extract.names.number(&text),
                    number: extract.names.number(&(number + 1).to_string()),
                    postcode: extract.names.number(entry.postcodes().next().unwrap_or("19055")),
                    city: name,
                    part: 0,
                });
            }
        }
    }
    extract
}

fn misspelt(text: &str, random: &mut impl RngExt) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = random.random_range(0..letters.len() - 1);
    match random.random_range(0..3) {
        0 => drop(letters.remove(at)),
        1 => letters.swap(at, at + 1),
        _ => letters[at] = 'x',
    }
    letters.into_iter().collect()
}

fn main() {
    let reference = reference_data().unwrap();
    let mut random = rand_pcg::Pcg64::seed_from_u64(18);
    let extract = state(&reference, &mut random);
    let started = Instant::now();
    let (index, report) = build(&extract, &reference.areas, "made up");
    println!(
        "{} houses on {} streets made in {:.1} s",
        report.houses,
        report.streets,
        started.elapsed().as_secs_f64()
    );
    let bytes = index.to_bytes();
    drop(index);
    let before = memory_mb();
    let started = Instant::now();
    let index = AddressIndex::from_bytes(&bytes).unwrap();
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "file of {:.1} MB read in {seconds:.2} s, {:.0} MB of memory",
        bytes.len() as f64 / 1e6,
        memory_mb() - before
    );
    let text = |number| extract.names.text(number);
    for (what, wrong) in [("as listed", false), ("with a typo in the street", true)] {
        let (mut typing, mut whole, mut found) = (Vec::new(), Vec::new(), 0);
        for _ in 0..QUESTIONS {
            let house = extract.houses[random.random_range(0..extract.houses.len())];
            let street = text(house.street);
            let street = if wrong { misspelt(street, &mut random) } else { street.to_owned() };
            let asked =
                format!("{street} {}, {} {}", text(house.number), text(house.postcode), text(house.city));
            let so_far: String = asked.chars().take(random.random_range(3..=asked.chars().count())).collect();
            let started = Instant::now();
            index.suggest(&so_far, &reference.gazetteer, 8);
            typing.push(started.elapsed().as_secs_f64() * 1000.0);
            let started = Instant::now();
            let outcome = index.locate(&asked, &reference.gazetteer);
            whole.push(started.elapsed().as_secs_f64() * 1000.0);
            let here = GeoPoint::from(house.position);
            found += usize::from(match outcome {
                AddressOutcome::Found(hit) => hit.point.geodesic_to(here).0 < 5.0,
                AddressOutcome::Open(hits) => hits.iter().any(|hit| hit.point.geodesic_to(here).0 < 5.0),
                AddressOutcome::Unknown => false,
            });
        }
        println!(
            "{what}: suggestions median {:.1} ms, p95 {:.1} ms; whole addresses median {:.1} ms, p95 {:.1} ms, {:.1} % found or offered",
            percentile(&mut typing, 0.5),
            percentile(&mut typing, 0.95),
            percentile(&mut whole, 0.5),
            percentile(&mut whole, 0.95),
            found as f64 * 100.0 / QUESTIONS as f64,
        );
    }
}
