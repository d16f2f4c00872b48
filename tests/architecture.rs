//! Reads the sources and compares them with the map in `src/README.md`: which rooms there are, which
//! may name which, and what the core must not know. The rules hold for product code; a test may
//! fetch its fixtures from any room.

#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

#[path = "architecture/inside.rs"]
mod inside;
#[path = "architecture/map.rs"]
mod map;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/source.rs"]
mod source;
#[path = "architecture/words.rs"]
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use map::Map;
use rules::File;

/// Not rooms: the declarations of the rooms, and the build scripts.
const NO_ROOMS: [&str; 4] = ["src/lib.rs", "src/engine/lib.rs", "src/build.rs", "src/engine/build.rs"];

fn house() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn map() -> Map {
    Map::parse(&fs::read_to_string(house().join("src/README.md")).unwrap())
}

/// Every `.rs` file below a folder, without the folders of the web client's tools and the program for the PDF, which has
/// no rooms.
fn rust_files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("src/pdf") {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path.strip_prefix(house()).unwrap().to_str().unwrap().to_owned());
        }
    }
}

fn files() -> Vec<File> {
    let mut paths = Vec::new();
    rust_files(&house().join("src"), &mut paths);
    paths.sort();
    let read = |path: &String| File::new(path, &fs::read_to_string(house().join(path)).unwrap());
    paths.iter().filter(|path| !NO_ROOMS.contains(&path.as_str())).map(read).collect()
}

#[track_caller]
fn assert_no_faults(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_map_names_every_room_and_no_other() {
    let existing: BTreeSet<String> = files().iter().map(|file| file.room().to_owned()).collect();
    assert_no_faults(&map().faults(&existing));
}

#[test]
fn rooms_name_only_rooms_to_which_an_arrow_leads() {
    assert_no_faults(&rules::arrows(&rules::product_code(files()), &map()));
}

#[test]
fn only_the_composing_rooms_name_edges() {
    assert_no_faults(&rules::edges(&rules::product_code(files())));
}

#[test]
fn the_core_knows_no_web_no_database_no_clock_and_no_environment() {
    assert_no_faults(&rules::core(&rules::product_code(files())));
}

#[test]
fn the_files_of_a_room_do_not_name_each_other_in_a_circle() {
    assert_no_faults(&inside::circles(&rules::product_code(files())));
}

#[test]
fn functions_are_short() {
    assert_no_faults(&inside::long_functions(&rules::product_code(files())));
}

#[test]
fn product_code_does_not_panic_on_purpose() {
    assert_no_faults(&rules::panics(&rules::product_code(files())));
}

/// Files that a retired name is searched in: sources, documents, the contract, scripts, texts of pages.
fn texts(folder: &Path, found: &mut Vec<String>) {
    const READ: [&str; 14] =
        ["rs", "md", "toml", "ts", "mjs", "json", "html", "xml", "ftl", "css", "yml", "yaml", "py", "lua"];
    const SKIPPED: [&str; 6] = ["node_modules", "target", ".git", "dist", "data", "mv-2025-1"];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !SKIPPED.contains(&name) {
            texts(&path, found);
        } else if path.extension().is_some_and(|ending| READ.contains(&ending.to_str().unwrap()))
            || path.parent().is_some_and(|parent| parent.ends_with("scripts") && path.is_file())
        {
            found.push(path.strip_prefix(house()).unwrap().to_str().unwrap().to_owned());
        }
    }
}

#[test]
fn no_retired_name_of_the_glossary_is_used() {
    const GLOSSARY: &str = "src/GLOSSARY.md";
    let retired = words::retired(&fs::read_to_string(house().join(GLOSSARY)).unwrap());
    assert!(retired.len() > 30, "the glossary has only {} retired names", retired.len());
    let mut paths = Vec::new();
    texts(house(), &mut paths);
    // Both name what is no longer written.
    const OLD_NAMES: [&str; 2] = [GLOSSARY, "tests/answers/changes.toml"];
    let own = |path: &String| !OLD_NAMES.contains(&path.as_str()) && !path.ends_with("package-lock.json");
    let faults: Vec<String> = paths
        .iter()
        .filter(|path| own(path))
        .flat_map(|path| words::faults(path, &fs::read_to_string(house().join(path)).unwrap(), &retired))
        .collect();
    assert_no_faults(&faults);
}

/// A re-export at a root would let a room pass by its arrows, except that of the rooms in the package of the engine under
/// their own names.
#[test]
fn the_roots_of_the_libraries_declare_rooms_and_nothing_else() {
    let items = |root: &str| {
        let source = source::Source::parse(&fs::read_to_string(house().join(root)).unwrap());
        let code = source.tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>();
        let items = code.split(|token| *token == ";").filter(|item| !item.is_empty());
        items.map(|item| item.join(" ")).filter(|item| !item.contains("pub mod ")).collect::<Vec<_>>()
    };
    assert_eq!(items("src/engine/lib.rs"), [""; 0], "src/engine/lib.rs holds more than `pub mod`");
    let engine: BTreeSet<String> = files()
        .iter()
        .filter(|file| file.path.starts_with(rules::ENGINE))
        .map(|file| file.room().to_owned())
        .collect();
    let engine: Vec<String> = engine.into_iter().collect();
    let re_export = format!("pub use pflegeplan_engine :: {{ {} }}", engine.join(" , "));
    // A list over several lines ends with a comma.
    let others = items("src/lib.rs").into_iter().map(|item| item.replace(" , }", " }"));
    let others: Vec<_> = others.filter(|item| *item != re_export).collect();
    assert!(others.is_empty(), "src/lib.rs holds more than `pub mod` and `{re_export}`: {others:?}");
}

/// The test of the test: small faulty sources that must be caught, and good ones that must not.
mod faulty_sources {
    use super::*;

    const README: &str = "\
## Rooms

| room | what is inside |
| --- | --- |
| `main.rs`, `cli.rs` | the commands |
| `db/` | rows |
| `search/` | door |
| `units.rs` | measures |

## Arrows

```text
main       -> cli
cli        -> db, search
db, search -> units
```
";

    fn arrows(path: &str, text: &str) -> Vec<String> {
        rules::arrows(&[File::new(path, text)], &Map::parse(README))
    }

    fn edges(path: &str, text: &str) -> Vec<String> {
        rules::edges(&[File::new(path, text)])
    }

    fn core(path: &str, text: &str) -> Vec<String> {
        rules::core(&[File::new(path, text)])
    }

    fn panics(text: &str) -> Vec<String> {
        rules::panics(&[File::new("src/search/mod.rs", text)])
    }

    #[test]
    fn an_arrow_that_is_not_drawn_is_caught_in_every_spelling() {
        let no_arrow =
            "src/search/mod.rs:1: search names db, but src/README.md draws no arrow from search to db";
        for text in [
            "use crate::db;",
            "use crate::{units, db::Pool};",
            "use crate::{units::{self, Metres}, db};",
            "fn find() { crate::db::read() }",
            "use super::db::Pool;",
            "mod inner { use super::super::db; }",
            "pub use pflegeplan::db as store;",
            "macro_rules! read { () => { $crate::db::read() } }",
            "fn find<'a>(quote: char) -> bool { quote == '\"' && crate::db::read('\\'') }",
        ] {
            assert_eq!(arrows("src/search/mod.rs", text), [no_arrow], "{text}");
        }
        assert_eq!(arrows("src/search/index.rs", "\nuse super::super::db;").len(), 1);
        assert_eq!(arrows("src/main.rs", "use pflegeplan::{cli, db};").len(), 1);
    }

    #[test]
    fn drawn_arrows_and_the_inside_of_a_room_are_fine() {
        for text in [
            "use crate::units::Metres; use crate::search::index;",
            "use super::units;",
            "mod inner { use super::db; } pub(crate) fn find() {}",
            "// crate::db\n/* crate::db /* nested */ crate::db */ /// [`crate::db`]",
            "const TEXT: &str = \"crate::db \\\" crate::db\"; const RAW: &str = r#\"\"crate::db\"#;",
            "#[cfg(test)] mod tests { use crate::db; }",
            "#[cfg(test)] pub(crate) use crate::{db, db::Pool};",
            "#[test] fn find() { crate::db::read(); }",
        ] {
            assert_eq!(arrows("src/search/mod.rs", text), [""; 0], "{text}");
        }
        assert_eq!(
            arrows("src/search/index.rs", "use super::db; mod inner { use super::super::db; }"),
            [""; 0]
        );
    }

    #[test]
    fn code_after_a_test_module_is_product_code_again() {
        let text = "#[cfg(test)]\n#[allow(x)]\nmod tests { fn a() {} }\nuse crate::db;";
        assert_eq!(arrows("src/search/mod.rs", text).len(), 1);
        assert_eq!(arrows("src/search/mod.rs", "#[cfg(not(test))]\nuse crate::db;").len(), 1);
    }

    #[test]
    fn a_test_module_in_a_file_of_its_own_is_no_product_code() {
        let files = vec![
            File::new("src/search/mod.rs", "#[cfg(test)]\nmod tests;"),
            File::new("src/search/tests/near.rs", "use crate::db;"),
            File::new("src/search/index.rs", "use crate::db;"),
        ];
        let paths: Vec<String> = rules::product_code(files).into_iter().map(|file| file.path).collect();
        assert_eq!(paths, ["src/search/mod.rs", "src/search/index.rs"]);
    }

    #[test]
    fn names_at_the_root_that_are_no_rooms_are_caught() {
        for text in ["use crate::*;", "use crate::Metres;", "use crate::{self as root};"] {
            assert!(arrows("src/search/mod.rs", text)[0].contains("which is no room"), "{text}");
        }
    }

    #[test]
    fn a_map_that_differs_from_the_house_is_caught() {
        let rooms = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let all = ["main", "cli", "db", "search", "units"];
        assert_eq!(Map::parse(README).faults(&rooms(&all)), [""; 0]);
        assert!(Map::parse(README).faults(&rooms(&all[1..]))[0].contains("main, which does not exist"));
        let more = [&all[..], &["report"]].concat();
        assert!(Map::parse(README).faults(&rooms(&more))[0].contains("src/report exists"));
        let fault =
            |from: &str, to: &str| Map::parse(&README.replace(from, to)).faults(&rooms(&all)).join(" ");
        assert!(fault("-> cli", "-> cli, web").contains("name web, which is not in the table"));
        assert!(fault("main       -> cli", "").contains("room main stands in the table"));
        assert!(fault("-> units", "-> units, cli").contains("back to it"));
    }

    #[test]
    fn a_wrong_arrow_at_an_edge_is_caught_in_each_direction() {
        const EDGES: [&str; 3] = ["api", "web", "cli"];
        let between = EDGES.iter().flat_map(|from| EDGES.iter().map(move |to| (*from, *to)));
        let wrong = between.filter(|(from, to)| from != to).chain([
            ("service", "cli"),
            ("api", "service"),
            ("web", "service"),
            ("main", "api"),
            ("main", "web"),
            ("cli", "main"),
            ("app", "api"),
            ("search", "web"),
            ("config", "cli"),
            ("store", "api"),
        ]);
        for (from, to) in wrong {
            let path = format!("src/{from}/inner.rs");
            assert_eq!(edges(&path, &format!("use crate::{to}::Pages;")).len(), 1, "{from} to {to}");
            assert_eq!(edges(&path, &format!("fn f() {{ crate::{to}::run() }}")).len(), 1, "{from} to {to}");
        }
    }

    #[test]
    fn an_edge_uses_app_and_the_composing_rooms_name_their_edges() {
        assert_eq!(edges("src/web/mod.rs", "use crate::{app::State, web::text};"), [""; 0]);
        assert_eq!(edges("src/main.rs", "use pflegeplan::cli;"), [""; 0]);
        assert_eq!(
            edges("src/service/mod.rs", "use crate::{api::Rendering, web::Pages, app::State};"),
            [""; 0]
        );
        assert_eq!(edges("src/cli/mod.rs", "use crate::service;"), [""; 0]);
    }

    #[test]
    fn the_core_is_held_away_from_web_database_clock_and_environment() {
        for text in [
            "use actix_web::HttpResponse;",
            "use diesel::prelude::*;",
            "#[derive(utoipa::ToSchema)] struct Found;",
            "use utoipa::ToSchema;",
            "fn f() { chrono::Utc::now(); }",
            "fn f() { Local::now(); }",
            "fn f() { std::time::SystemTime::now(); }",
            "fn f() { Instant::now(); }",
            "fn f() { std::env::var(\"HOME\"); }",
            "use std::{env::{self, var_os}, fmt};",
        ] {
            assert_eq!(core("src/search/mod.rs", text).len(), 1, "{text}");
        }
        assert_eq!(core("src/app/find.rs", "use actix_web::web; fn f() { Utc::now(); }").len(), 2);
        assert_eq!(core("src/app/find.rs", "use diesel::prelude::*;").len(), 1);
        assert_eq!(core("src/app/find.rs", "use utoipa::ToSchema;"), [""; 0]);
        assert_eq!(core("src/app/find.rs", "use utoipa_actix_web::scope;").len(), 1);
        assert_eq!(core("src/api/mod.rs", "use actix_web::web; fn f() { Utc::now(); }"), [""; 0]);
        assert_eq!(core("src/config.rs", "fn f() { std::env::var(\"HOME\"); }"), [""; 0]);
        assert_eq!(core("src/api/mod.rs", "fn f() { std::env::var(\"HOME\"); }").len(), 1);
        assert_eq!(core("src/search/mod.rs", "const ROOT: &str = env!(\"CARGO_MANIFEST_DIR\");"), [""; 0]);
    }

    #[test]
    fn a_retired_name_is_caught_where_it_is_searched_and_only_as_a_whole_word() {
        let glossary = "## Retired names\n| retired | where | instead |\n| --- | --- | --- |\n\
            | `Trip` | code | `OneToMany` |\n| old words | text | new words |\n";
        let retired = words::retired(glossary);
        let count = |path: &str, text: &str| words::faults(path, text, &retired).len();
        assert_eq!(retired.len(), 2);
        assert_eq!(count("src/a.rs", "struct Trip; #[test] fn f() { Trip }"), 2);
        assert_eq!(count("src/a.rs", "// a Trip to Rome\nstruct Trips; const T: &str = \"Trip\";"), 0);
        assert_eq!(count("src/web/client/a.ts", "const trip = new Trip();"), 1);
        assert_eq!(count("README.md", "A Trip. Those are old words."), 1);
        assert_eq!(count("src/a.rs", "/// old words, older old wordsmiths"), 1);
    }

    #[test]
    fn panics_in_product_code_are_caught() {
        for text in [
            "fn f() { x.unwrap(); }",
            "fn f() { x.map(Result::unwrap); }",
            "fn f() { x.expect(\"y\"); }",
            "fn f() { panic!(\"y\"); }",
            "fn f() { todo!() }",
            "fn f() { unimplemented!() }",
            "fn f() { unreachable!() }",
            "// invariant: never for these\nunsafe fn f() {}",
            "// invariant:\nfn f() { x.expect(\"no reason\"); }",
            "fn f() {\n    let y = 1; // invariant: behind code\n    x.expect(\"y\");\n}",
            "fn f() {\n    // invariant: of the line below only\n    let y = 1;\n    x.expect(\"y\");\n}",
        ] {
            assert_eq!(panics(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn explained_invariants_and_tests_may_panic() {
        for text in [
            "fn f() {\n    // invariant: checked above\n    x.expect(\"y\");\n}",
            "fn f() {\n    // invariant: checked above,\n    // by the caller\n    let z = x\n        .y()\n        .expect(\"y\");\n}",
            "fn f() {\n    match x {\n        // invariant: two cases only\n        _ => unreachable!(),\n    }\n}",
            "#[expect(dead_code, reason = \"y\")] fn f() { x.unwrap_or(1); }",
            "#[cfg(test)] mod tests { fn f() { x.unwrap(); panic!(); } }",
        ] {
            assert_eq!(panics(text), [""; 0], "{text}");
        }
    }

    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<File> = files.iter().map(|(path, text)| File::new(path, text)).collect();
        inside::circles(&files)
    }

    #[test]
    fn files_of_a_room_that_name_each_other_are_caught_in_every_spelling() {
        for (index, rank) in [
            ("use super::rank::Rank;", "use super::index::Index;"),
            ("use crate::search::rank;", "fn f() { super::index::read() }"),
            ("use crate::search::{rank::Rank, Query};", "mod inner { use super::super::index::Index; }"),
            ("use super::Rank;", "use super::index::Index;"),
        ] {
            let door = ("src/search/mod.rs", "mod index; mod rank; pub use rank::Rank;");
            let files = [door, ("src/search/index.rs", index), ("src/search/rank.rs", rank)];
            assert_eq!(circles(&files).len(), 1, "{index} {rank}");
        }
        let three = [
            ("src/search/a.rs", "use super::b::B;"),
            ("src/search/b.rs", "use super::c::C;"),
            ("src/search/c.rs", "use super::a::A;"),
        ];
        assert!(
            circles(&three)[0].ends_with("a.rs -> src/search/b.rs -> src/search/c.rs -> src/search/a.rs")
        );
    }

    #[test]
    fn nested_modules_and_re_exports_are_no_circles() {
        let nested = [
            (
                "src/search/mod.rs",
                "mod index; pub use index::Index; pub struct Query; fn f() { index::read() }",
            ),
            ("src/search/index.rs", "use super::Query;"),
            ("src/search/rank.rs", "use super::Index;"),
        ];
        assert_eq!(circles(&nested), [""; 0]);
        let rooms = [("src/search/mod.rs", "use crate::db;"), ("src/db/mod.rs", "use crate::search;")];
        assert_eq!(circles(&rooms), [""; 0], "arrows between rooms have a rule of their own");
        let tests = [
            ("src/search/a.rs", "use super::b::B;"),
            ("src/search/b.rs", "#[cfg(test)] mod tests { use super::super::a::A; }"),
        ];
        assert_eq!(circles(&tests), [""; 0]);
    }

    #[test]
    fn functions_of_more_than_sixty_lines_are_caught() {
        let long = |lines: usize| {
            let body = "    call();\n".repeat(lines - 3);
            inside::long_functions(&[File::new("src/search/mod.rs", &format!("fn f(\n) {{\n{body}}}\n"))])
        };
        assert_eq!(long(60), [""; 0], "with its first and last line");
        assert_eq!(long(61).len(), 1);
        let declaration = "trait Find { fn find(&self) -> [u8; 4]; }\nstruct Other {\n}\n";
        assert_eq!(inside::long_functions(&[File::new("src/search/mod.rs", declaration)]), [""; 0]);
        let test = format!("#[cfg(test)] mod tests {{ fn f() {{\n{}}} }}", "call();\n".repeat(70));
        assert_eq!(inside::long_functions(&[File::new("src/search/mod.rs", &test)]), [""; 0]);
    }

    #[test]
    fn a_new_room_is_core() {
        assert_eq!(core("src/plan/mod.rs", "fn f() { Utc::now(); }").len(), 1);
    }
}
