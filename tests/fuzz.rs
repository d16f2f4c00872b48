//! Fuzzing of every parser that reads files of strangers or of operators: no input may make it panic or run on for
//! long. Inputs are good files, damaged at random; the generator is seeded, so that every run tests the same ones.
//!
//! * `cargo test --test fuzz` tests a fixed number of inputs a parser, as `scripts/test` and CI do.
//! * `PFLEGEPLAN_FUZZ_SECONDS=3600 cargo test --test fuzz -- --test-threads 1` goes on for an hour a parser, with new
//!   inputs (`scripts/check --long` uses this). An input that takes longer than five seconds is then a failure too.
//!
//! An input that fails is written to `target/fuzz/`, and the message names the file.

#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

#[path = "fuzz/corpus.rs"]
mod corpus;
#[path = "fuzz/mutate.rs"]
mod mutate;
#[path = "fuzz/run.rs"]
mod run;
#[path = "register_formats/writers.rs"]
mod writers;

use chrono::NaiveDate;
use pflegeplan::areas::{Areas, Level};
use pflegeplan::config::Partial;
use pflegeplan::gazetteer::{Gazetteer, Tables};
use pflegeplan::import::read::{Limits, read_bytes};
use pflegeplan::import::{Context, Layout, plan};
use pflegeplan::indicators::base::{Frame, OwnFiles};
use pflegeplan::indicators::{Catalogue, Text};
use pflegeplan::model;
use pflegeplan::register::CategoryTree;
use pflegeplan::statistics::{self, Known, Reforms, Rows};
use pflegeplan::tiles::{Archive, TileAddress};

use corpus::Seed;
use run::fuzz;

struct Ground {
    categories: CategoryTree,
    areas: Areas,
    gazetteer: Gazetteer,
}

impl Ground {
    fn new() -> Self {
        let text = |path| model::text(path).unwrap();
        let outlines = [
            (Level::District, text("areas/districts.geojson")),
            (Level::Amt, text("areas/amter.geojson")),
            (Level::Municipality, text("areas/municipalities.geojson")),
        ];
        let outlines: Vec<(Level, &str)> =
            outlines.iter().map(|(level, text)| (*level, text.as_str())).collect();
        let areas = Areas::from_texts(&text("areas/areas.csv"), &outlines).unwrap();
        let gazetteer = Gazetteer::from_tables(&Tables::read(model::text).unwrap(), &areas).unwrap();
        Self { categories: CategoryTree::from_toml(&text("categories.toml")).unwrap(), areas, gazetteer }
    }

    fn context(&self) -> Context<'_> {
        Context {
            categories: &self.categories,
            areas: &self.areas,
            gazetteer: &self.gazetteer,
            addresses: None,
            today: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        }
    }

    fn frame(&self) -> Frame {
        Frame::load(&self.areas, &OwnFiles::default(), 2026).unwrap()
    }
}

/// As small as lists of counties are, so that a case that reaches a limit does not take long.
fn limits() -> Limits {
    Limits { file_bytes: 4 << 20, ..Limits::default() }
}

#[test]
fn register_files() {
    let ground = Ground::new();
    let layout = |path: &str| Layout::from_toml(path, &ground.categories).unwrap();
    let layouts = [
        layout(&model::text("import/pflegeplan.toml").unwrap()),
        layout(&corpus::text("import/musterliste.toml")),
        layout(&corpus::text("import/heime.toml")),
    ];
    fuzz("register_files", &corpus::register_files(), |bytes| {
        let Ok(table) = read_bytes("upload", bytes.to_vec(), None, &limits()) else { return false };
        let Ok(known) = Layout::recognise(&layouts, &table) else { return false };
        plan(&table, known, &[], &ground.context()).is_ok()
    });
}

#[test]
fn register_mappings() {
    let ground = Ground::new();
    let list = std::fs::read(corpus::path("import/musterliste.csv")).unwrap();
    let table = read_bytes("list.csv", list, None, &limits()).unwrap();
    fuzz("register_mappings", &corpus::mappings(), |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        let Ok(layout) = Layout::from_toml(text, &ground.categories) else { return false };
        let _ = plan(&table, &layout, &[], &ground.context());
        true
    });
}

#[test]
fn statistics_files() {
    let ground = Ground::new();
    let frame = ground.frame();
    let layouts = statistics::layout::Layout::all(&frame.catalogue).unwrap();
    let (reforms, known) = (Reforms::load().unwrap(), Known::default());
    let context = statistics::Context {
        catalogue: &frame.catalogue,
        tree: &frame.tree,
        areas: &ground.areas,
        reforms: &reforms,
        known: &known,
        today: NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(),
    };
    fuzz("statistics_files", &corpus::statistics_files(), |bytes| {
        let Ok(rows) = Rows::read("upload", bytes.to_vec(), &limits()) else { return false };
        statistics::intake(&rows, &layouts, context).is_ok()
    });
}

#[test]
fn statistics_mappings() {
    let ground = Ground::new();
    let frame = ground.frame();
    let list = std::fs::read(corpus::path("statistics/pflege-ergaenzung.csv")).unwrap();
    let rows = Rows::read("list.csv", list, &limits()).unwrap();
    let (reforms, known) = (Reforms::load().unwrap(), Known::default());
    let context = statistics::Context {
        catalogue: &frame.catalogue,
        tree: &frame.tree,
        areas: &ground.areas,
        reforms: &reforms,
        known: &known,
        today: NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(),
    };
    fuzz("statistics_mappings", &corpus::statistics_mappings(), |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        let Ok(layout) = statistics::layout::Layout::from_toml("m.toml", text, &frame.catalogue) else {
            return false;
        };
        statistics::intake(&rows, &[layout], context).is_ok()
    });
}

#[test]
fn indicator_files() {
    fuzz("indicator_files", &corpus::indicators(), |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        Catalogue::load(&[Text { path: "own.toml".to_owned(), text: text.to_owned() }]).is_ok()
    });
}

#[test]
fn planning_areas() {
    let ground = Ground::new();
    fuzz("planning_areas", &corpus::planning_areas(), |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        let mut frame = ground.frame();
        frame.tree.add_planning_areas("own.toml", text, &ground.areas).is_ok()
    });
}

#[test]
fn settings() {
    fuzz("settings", &corpus::settings(), |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        Partial::from_toml("pflegeplan.toml", text).is_ok()
    });
}

#[test]
fn base_maps() {
    let folder = run::scratch("base_maps");
    let file = folder.join("map.pmtiles");
    fuzz("base_maps", &corpus::base_maps(), |bytes| {
        std::fs::write(&file, bytes).unwrap();
        let Ok(archive) = Archive::open(&file) else { return false };
        let tile = |(z, x, y)| TileAddress::new(z, x, y).is_some_and(|address| archive.tile(address).is_ok());
        [(6, 33, 20), (9, 273, 165), (14, 8700, 5290)].map(tile)[0]
    });
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn searches_for_localities() {
    let ground = Ground::new();
    fuzz("searches_for_localities", &corpus::localities(), |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let text: String = text.chars().take(200).collect();
        let _ = ground.gazetteer.resolve(&text);
        !ground.gazetteer.suggest(&text, 10).is_empty()
    });
}

/// The checks of the runner itself: it must find what it is made to find.
mod runner {
    use super::*;

    #[test]
    fn a_parser_that_panics_is_found_and_its_input_kept() {
        let seed = [Seed::text("a,b\n1,2\n")];
        let outcome = std::panic::catch_unwind(|| {
            fuzz("runner_panics", &seed, |bytes| {
                assert!(bytes.len() != 3, "three bytes");
                true
            });
        });
        let message = *outcome.unwrap_err().downcast::<String>().unwrap();
        let file = message.split_once("target/fuzz/").unwrap().1.split_whitespace().next().unwrap();
        let kept = std::fs::read(run::folder().join(file)).unwrap();
        assert_eq!(kept.len(), 3, "{message}");
        std::fs::remove_file(run::folder().join(file)).unwrap();
    }

    #[test]
    fn the_same_seed_gives_the_same_inputs() {
        let seeds = [Seed::text("x = 1\ny = \"two\"\n"), Seed::zip(&[("a.xml", b"<a><b>1</b></a>")])];
        let inputs = |_| {
            let mut mutator = mutate::Mutator::new("same", &seeds, 0);
            (0..200).map(|_| mutator.next_input()).collect::<Vec<_>>()
        };
        let (first, second) = (inputs(()), inputs(()));
        assert_eq!(first, second);
        let distinct: std::collections::BTreeSet<_> = first.iter().collect();
        assert!(distinct.len() > 150, "only {} different inputs of 200", distinct.len());
    }
}
