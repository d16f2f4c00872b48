//! The rules of the house, each a function from files to sentences about what breaks it.

use std::collections::BTreeSet;

use crate::map::Map;
use crate::source::{Path, Source};

/// The rooms around the core. Every other room is core: plain values in, plain values out, with no web, no database, no
/// clock and no environment. A new room is core until it is named here.
const OUTER: [&str; 7] = ["main", "cli", "config", "service", "store", "api", "web"];

/// Rooms of the core whose requests are documented from their declaration.
const DOCUMENTS_REQUESTS: [&str; 1] = ["app"];

/// Each of them parses, calls `app` and translates; none names another.
const EDGES: [&str; 3] = ["api", "web", "cli"];

/// The rooms that put the program together, each with the edges it names.
const COMPOSES: [(&str, &[&str]); 2] = [("service", &["api", "web"]), ("main", &["cli"])];

/// Rooms that may read the environment; all others are handed their settings.
const READS_ENVIRONMENT: [&str; 3] = ["main", "cli", "config"];

const CLOCKS: [[&str; 2]; 4] = [["Utc", "now"], ["Local", "now"], ["SystemTime", "now"], ["Instant", "now"]];

const ENVIRONMENT: [[&str; 2]; 4] = [["env", "var"], ["env", "var_os"], ["env", "vars"], ["env", "vars_os"]];

/// The package of the rooms that are slow without optimization, as a folder. Their names are the same in both packages.
pub const ENGINE: &str = "src/engine/";

/// One file below `src/` and the room it belongs to.
pub struct File {
    /// `src/search/index.rs`
    pub path: String,
    /// `["search", "index"]`; a `mod.rs` stands for its folder.
    pub module: Vec<String>,
    pub source: Source,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        let inner = path
            .trim_start_matches(ENGINE)
            .trim_start_matches("src/")
            .trim_end_matches(".rs")
            .trim_end_matches("/mod");
        let module = inner.split('/').map(str::to_owned).collect();
        Self { path: path.to_owned(), module, source: Source::parse(text) }
    }

    pub fn room(&self) -> &str {
        &self.module[0]
    }

    /// The name right below the crate's root that a path leads to, if it leaves the file that way.
    fn room_named<'a>(&self, path: &'a Path) -> Option<&'a str> {
        let segments = path.segments.as_slice();
        let supers = segments.iter().take_while(|segment| *segment == "super").count();
        let leads_to_root = match segments.first()?.as_str() {
            "crate" | "pflegeplan" | "pflegeplan_engine" => 1,
            "super" if supers >= self.module.len() + path.inline_modules => supers,
            _ => return None,
        };
        segments.get(leads_to_root).map(String::as_str)
    }
}

/// The files without those that exist in test builds only.
pub fn product_code(files: Vec<File>) -> Vec<File> {
    let test_modules: BTreeSet<Vec<String>> = files
        .iter()
        .flat_map(|file| {
            file.source
                .test_modules
                .iter()
                .map(|name| [&file.module[..], std::slice::from_ref(name)].concat())
        })
        .collect();
    let is_test = |file: &File| (1..=file.module.len()).any(|end| test_modules.contains(&file.module[..end]));
    files.into_iter().filter(|file| !is_test(file)).collect()
}

/// A room names another only where the map draws an arrow.
pub fn arrows(files: &[File], map: &Map) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let from = file.room();
        for path in file.source.paths() {
            let Some(to) = file.room_named(&path).filter(|to| !map.allows(from, to)) else { continue };
            let place = format!("{}:{}", file.path, path.line);
            faults.push(if map.rooms.contains(to) {
                format!("{place}: {from} names {to}, but src/README.md draws no arrow from {from} to {to}")
            } else {
                format!("{place}: {from} names crate::{to}, which is no room; name the room itself")
            });
        }
    }
    faults
}

/// Only the rooms that put the program together name edges, and each names its own, whatever the map says. So no edge
/// names another, no core room names an edge, and the API and the pages know nothing of the room that composes them.
pub fn edges(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let from = file.room();
        let composed = COMPOSES.iter().find(|(room, _)| *room == from).map_or(&[][..], |(_, edges)| *edges);
        let composing = |to: &str| COMPOSES.iter().any(|(room, edges)| *room == to && edges.contains(&from));
        for path in file.source.paths() {
            let Some(to) = file.room_named(&path).filter(|to| *to != from) else { continue };
            let place = format!("{}:{}", file.path, path.line);
            if EDGES.contains(&to) && !composed.contains(&to) {
                faults.push(format!(
                    "{place}: {from} names the edge {to}; edges use app, and only service composes"
                ));
            } else if composing(to) {
                faults.push(format!("{place}: {from} names {to}, which composes it"));
            }
        }
    }
    faults
}

/// The core names no web framework, no database and no clock; only the outermost rooms read the
/// environment.
pub fn core(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let room = file.room();
        for path in file.source.paths() {
            let calls = |names: &[[&str; 2]]| {
                names.iter().any(|name| path.segments.windows(2).any(|pair| pair == name))
            };
            let is_edge_crate = |name: &String| {
                let documents = DOCUMENTS_REQUESTS.contains(&room) && name == "utoipa";
                !documents && ["actix", "diesel", "utoipa"].iter().any(|edge| name.starts_with(edge))
            };
            let is_core = !OUTER.contains(&room);
            let what = if is_core && path.segments.first().is_some_and(is_edge_crate) {
                "the core knows no web framework and no database"
            } else if is_core && calls(&CLOCKS) {
                "the core has no clock; hand the time in"
            } else if !READS_ENVIRONMENT.contains(&room) && calls(&ENVIRONMENT) {
                "only config reads the environment; hand the setting in"
            } else {
                continue;
            };
            let name = path.segments.join("::");
            faults.push(format!("{}:{}: {room} names {name}, but {what}", file.path, path.line));
        }
    }
    faults
}

/// Code that serves people does not panic on purpose. An invariant that the types cannot carry is
/// accepted with its reason: `// invariant: why` above an `expect` or `unreachable!`.
pub fn panics(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let tokens = &file.source.tokens;
        for (index, token) in tokens.iter().enumerate() {
            let near = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
            let is_method = matches!(near(index.wrapping_sub(1)), "." | "::");
            let is_macro = near(index + 1) == "!";
            let hint = match token.text.as_str() {
                "unsafe" => "this house has none",
                "unwrap" | "unwrap_err" if is_method => "return an error, or say why in an expect",
                "panic" | "todo" | "unimplemented" if is_macro => "return an error",
                "expect" | "expect_err" if is_method && !file.source.is_explained(index) => {
                    "return an error, or write `// invariant: why` above it"
                }
                "unreachable" if is_macro && !file.source.is_explained(index) => {
                    "return an error, or write `// invariant: why` above it"
                }
                _ => continue,
            };
            faults
                .push(format!("{}:{}: {} stands in product code; {hint}", file.path, token.line, token.text));
        }
    }
    faults
}
