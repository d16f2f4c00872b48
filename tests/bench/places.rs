//! `scripts/bench places`: a made-up state of 700,000 addresses. Time to make, write and read the index, what it takes of
//! memory, how long suggestions and whole addresses take, an import of 10,000 rows without coordinates, and tiles of the map.
//! Each line has its aim beside it; a missed one is named, and the program ends with 1 then.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

use std::collections::BTreeMap;
use std::process::{Command, ExitCode};
use std::time::Instant;

use pflegeplan::addresses::{AddressIndex, AddressOutcome, build};
use pflegeplan::app::ReferenceData;
use pflegeplan::areas::Level;
use pflegeplan::basemap::{Reserved, View};
use pflegeplan::extract::{Extract, House, PlaceNode};
use pflegeplan::import::read::{Limits, read_bytes};
use pflegeplan::import::{self, Context, Layout};
use pflegeplan::model;
use pflegeplan::register::PositionSource;
use pflegeplan::service::reference_data;
use pflegeplan::tiles::{Archive, TileAddress};
use pflegeplan::units::GeoPoint;
use rand::{RngExt, SeedableRng};

#[path = "../../src/tiles/fixture.rs"]
mod fixture;

const HOUSES: usize = 700_000;
const QUESTIONS: usize = 2_000;
const ROWS: usize = 10_000;
/// Tiles of the archive: about those of the state to the largest zoom of the map.
const TILES: u32 = 160;
const TILE_BYTES: usize = 30_000;

/// The aims of the issue that asked for the map: suggestions, memory, tiles. That of the import is ours.
const SUGGESTION_MS: f64 = 30.0;
const MEMORY_MB: f64 = 150.0;
const IMPORT_SECONDS: f64 = 60.0;
const TILE_MS: f64 = 10.0;

/// What was measured, beside what it should be at most.
#[derive(Default)]
struct Aims {
    missed: usize,
}

impl Aims {
    fn line(&mut self, what: &str, measured: f64, aim: f64, unit: &str) {
        let is_missed = measured > aim;
        self.missed += usize::from(is_missed);
        let word = if is_missed { "MISSED" } else { "met" };
        println!("{what}: {measured:.2} {unit} (aim: at most {aim} {unit}, {word})");
    }
}

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
fn state(reference: &ReferenceData, random: &mut impl RngExt) -> Extract {
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

/// Suggestions while one types, and whole addresses.
fn questions(aims: &mut Aims, extract: &Extract, index: &AddressIndex, reference: &ReferenceData) {
    let mut random = rand_pcg::Pcg64::seed_from_u64(19);
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
            "{what}: suggestions median {:.1} ms; whole addresses median {:.1} ms, p95 {:.1} ms, {:.1} % found or offered",
            percentile(&mut typing, 0.5),
            percentile(&mut whole, 0.5),
            percentile(&mut whole, 0.95),
            found as f64 * 100.0 / QUESTIONS as f64,
        );
        aims.line(&format!("suggestions {what}, p95"), percentile(&mut typing, 0.95), SUGGESTION_MS, "ms");
    }
}

/// A list with addresses and no coordinates, as the import places it: reading, placing and comparing with an empty register.
fn geocoding(aims: &mut Aims, extract: &Extract, index: &AddressIndex, reference: &ReferenceData) {
    let mut random = rand_pcg::Pcg64::seed_from_u64(20);
    let text = |number| extract.names.text(number);
    let mut list = String::from("name;category;street;house_number;postcode;place\n");
    for row in 0..ROWS {
        let house = extract.houses[random.random_range(0..extract.houses.len())];
        let [street, number, postcode, city] =
            [house.street, house.number, house.postcode, house.city].map(text);
        list.push_str(&format!("Haus {row};day_care;{street};{number};{postcode};\"{city}\"\n"));
    }
    let mapping = model::text("import/pflegeplan.toml").unwrap();
    let layout = Layout::from_toml(&mapping, &reference.categories).unwrap();
    let context = Context {
        categories: &reference.categories,
        areas: &reference.areas,
        gazetteer: &reference.gazetteer,
        addresses: Some(index),
        today: "2026-12-01".parse().unwrap(),
    };
    let started = Instant::now();
    let table = read_bytes("list.csv", list.into_bytes(), None, &Limits::default()).unwrap();
    let plan = import::plan(&table, &layout, &[], &context).unwrap();
    let seconds = started.elapsed().as_secs_f64();
    let exact = plan.insert.iter().filter(|it| it.position_source == PositionSource::Source).count();
    println!(
        "of {ROWS} rows {exact} placed at their house, {} otherwise, {} rejected",
        plan.insert.len() - exact,
        plan.report.totals.rejected
    );
    aims.line(&format!("import of {ROWS} rows without coordinates"), seconds, IMPORT_SECONDS, "s");
}

/// Tiles of a made-up archive, in no order, and views of the built-in layer as the interactive map asks for them.
fn tiles(aims: &mut Aims, reference: &ReferenceData) {
    let mut random = rand_pcg::Pcg64::seed_from_u64(21);
    let addresses: Vec<TileAddress> = (0..TILES)
        .flat_map(|x| (0..TILES).map(move |y| (x, y)))
        .filter_map(|(x, y)| TileAddress::new(14, 8_640 + x, 5_230 + y))
        .collect();
    let picture = |number: u64| {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        bytes.extend(number.to_le_bytes());
        bytes.resize(TILE_BYTES, 0);
        bytes
    };
    let all: BTreeMap<u64, Vec<u8>> =
        addresses.iter().map(|address| (address.number(), picture(address.number()))).collect();
    let writing = fixture::Writing { gzip: true, leaf: 4_096 };
    let path = std::env::temp_dir().join(format!("pflegeplan-bench-{}.pmtiles", std::process::id()));
    std::fs::write(&path, fixture::archive(&all, 14, writing)).unwrap();
    drop(all);
    let archive = Archive::open(&path).unwrap();
    let mut times = Vec::new();
    for _ in 0..QUESTIONS {
        let address = addresses[random.random_range(0..addresses.len())];
        let started = Instant::now();
        archive.tile(address).unwrap();
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    drop(archive);
    std::fs::remove_file(&path).unwrap();
    println!("tiles of a file of {} tiles: median {:.3} ms", addresses.len(), percentile(&mut times, 0.5));
    aims.line("tiles of a file, p95", percentile(&mut times, 0.95), TILE_MS, "ms");

    let places: Vec<GeoPoint> = reference.gazetteer.entries().map(|entry| entry.point).collect();
    for zoom in [8.0, 11.0, 14.0] {
        let mut times = Vec::new();
        for _ in 0..200 {
            let view = View::around(places[random.random_range(0..places.len())], zoom, 1_280.0, 768.0);
            let started = Instant::now();
            reference.base_layer.draw(&view, &Reserved::default()).svg();
            times.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        println!(
            "view of 15 tiles of the built-in layer at zoom {zoom}: median {:.1} ms, p95 {:.1} ms",
            percentile(&mut times, 0.5),
            percentile(&mut times, 0.95)
        );
    }
}

/// What an index takes in megabytes, in a process of its own: in this one it would fill what making it has left free.
fn memory_of_index(bytes: &[u8]) -> f64 {
    let path = std::env::temp_dir().join(format!("pflegeplan-bench-{}.bin", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let output = Command::new(std::env::current_exe().unwrap()).arg(&path).output().unwrap();
    std::fs::remove_file(&path).unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

/// The other process.
fn print_memory_of_index(path: &str) -> ExitCode {
    let bytes = std::fs::read(path).unwrap();
    let before = memory_mb();
    let index = AddressIndex::from_bytes(&bytes).unwrap();
    println!("{}", memory_mb() - before);
    drop(index);
    ExitCode::SUCCESS
}

fn main() -> ExitCode {
    if let Some(path) = std::env::args().nth(1) {
        return print_memory_of_index(&path);
    }
    let mut aims = Aims::default();
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
    let started = Instant::now();
    let index = AddressIndex::from_bytes(&bytes).unwrap();
    let seconds = started.elapsed().as_secs_f64();
    println!("file of {:.1} MB read in {seconds:.2} s", bytes.len() as f64 / 1e6);
    aims.line("memory of the index", memory_of_index(&bytes), MEMORY_MB, "MB");
    questions(&mut aims, &extract, &index, &reference);
    geocoding(&mut aims, &extract, &index, &reference);
    tiles(&mut aims, &reference);
    println!("{} aims missed", aims.missed);
    ExitCode::from(u8::from(aims.missed > 0))
}
