//! An import from outside: the mapping that it suggests and the register to which it writes.

use super::*;

const LIST: &str = "Einrichtung;Art;Straße;PLZ;Ort\nHaus Möwe;Pflegeheim;Weg 3;19370;Parchim\n";

/// A clerk has spent an hour on the mapping, and calls the first command again.
#[test]
fn an_import_that_suggests_a_mapping_never_overwrites_a_file() {
    let folder = Folder::new("suggest-out");
    let file = folder.write("liste.csv", LIST);
    let call = |lang: &str| folder.import(&file, &["--suggest", "--out", "liste.toml", "--lang", lang]);
    call("de").ok();
    let written = std::fs::read_to_string(folder.0.join("liste.toml")).unwrap();
    assert!(written.contains("[columns]"), "{written}");
    folder.write("liste.toml", "# my own work\n");
    call("de").fails_with(
        1,
        &["liste.toml gibt es schon", "Änderungen", "--out", "--mapping liste.toml ohne --suggest"],
    );
    call("en").fails_with(1, &["liste.toml exists", "your changes", "--out", "--mapping liste.toml"]);
    assert_eq!(std::fs::read_to_string(folder.0.join("liste.toml")).unwrap(), "# my own work\n");
    // A folder that is not there is another fault.
    folder
        .import(&file, &["--suggest", "--out", "none/liste.toml", "--lang", "de"])
        .fails_with(1, &["lässt sich nicht nach none/liste.toml schreiben"]);
}

#[test]
fn the_report_of_an_import_ends_with_the_register_to_which_it_wrote() {
    let folder = Folder::new("register-place");
    let file = folder.write("list.csv", list(&[HOME]));
    let data = folder.0.canonicalize().unwrap().join("data");
    let german = |more: &[&str]| folder.import(&file, &[&["--lang", "de"], more].concat()).ok().out;
    assert!(!german(&["--dry-run"]).contains(&format!("Verzeichnis: {}", data.display())));
    let first = german(&[]);
    assert!(first.ends_with(&format!("\nVerzeichnis: {} (neu angelegt)\n", data.display())), "{first}");
    let second = german(&[]);
    assert!(second.ends_with(&format!("\nVerzeichnis: {}\n", data.display())), "{second}");
    let english = folder.import(&file, &[]).ok().out;
    assert!(english.ends_with(&format!("\nRegister: {}\n", data.display())), "{english}");
    let json = folder.import(&file, &["--json", "--data-dir", "other"]).ok();
    let report: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(report["register"]["created"], true);
    assert_eq!(report["register"]["folder"], data.with_file_name("other").to_string_lossy().as_ref());
    assert_eq!(report["totals"]["accepted"], 1, "the report stands beside it");
}
