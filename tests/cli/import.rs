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

const PLAIN: &str = "name = \"l\"\ntitle = \"L\"\nsource = \"l\"\nrecognise = [\"Haus\"]\n[columns]\nname = \"Haus\"\nprovider = \"Träger\"\npostcode = \"PLZ\"\nplace = \"Ort\"\nplaces = \"Plätze\"\n";

/// Of a kind: lists of one kind. What holds for all rows stands in no column of them.
#[test]
fn a_list_of_one_kind_is_imported_by_flags() {
    let folder = Folder::new("one-kind");
    let file = folder.write(
        "l.csv",
        "Haus;Träger;PLZ;Ort;Plätze\nHaus Anker;Verein;19370;Parchim;12\nHaus Boje;;19288;Ludwigslust;\n",
    );
    let mapping = folder.write("l.toml", PLAIN);
    let import = |more: &[&str]| folder.import(&file, &[&["--mapping", &mapping], more].concat());
    import(&[]).fails_with(1, &["l.toml", "the column of the category, or a constant category"]);
    let flags = [
        "--category",
        "day_care",
        "--provider-kind",
        "non_profit",
        "--source",
        "kreis",
        "--date",
        "2025-12-31",
    ];
    let replaced = |at: usize, word: &str| {
        let mut flags = flags.map(str::to_owned);
        flags[at] = word.to_owned();
        import(&flags.each_ref().map(String::as_str))
    };
    for (at, word, said) in [
        (1, "daycare", "did you mean \"day_care\"?"),
        (3, "church", "not a kind of provider"),
        (5, "Land-Kreis", "not a short name"),
        (7, "gestern", "not a date"),
        (7, "2025-13-01", "not a date"),
    ] {
        replaced(at, word).fails_with(1, &[word, said]);
    }
    assert!(!folder.0.join("data").exists(), "a wrong word writes nothing");
    import(&flags).ok();
    let service = Service::start(&folder, &[]);
    let answer = service.get("/api/v1/facilities?q=Haus").unwrap();
    let list: serde_json::Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(list["total"], 2, "{list}");
    let items = list["items"].as_array().unwrap();
    let anker = items.iter().find(|item| item["name"] == "Haus Anker").unwrap();
    assert!(anker["id"].as_str().unwrap().starts_with("kreis-"), "{anker}");
    assert_eq!(anker["provider"]["kind"], "non_profit", "{anker}");
    let offer = &anker["offers"][0];
    assert_eq!(
        (&offer["category"], &offer["places"], &offer["places_on"]),
        (&"day_care".into(), &12.into(), &"2025-12-31".into())
    );
    assert!(items.iter().all(|item| item["categories"][0] == "day_care"), "{list}");
}

/// Of a kind: encodings without plausibility.
#[test]
fn a_list_in_an_encoding_that_is_named_has_its_names_in_the_register() {
    let folder = Folder::new("encodings");
    let mapping = folder.write("l.toml", PLAIN);
    let bytes = |text: &str, letters: &[(char, &[u8])]| -> Vec<u8> {
        let of = |c: char| letters.iter().find(|(letter, _)| *letter == c).map(|(_, bytes)| bytes.to_vec());
        text.chars().flat_map(|c| of(c).unwrap_or_else(|| c.to_string().into_bytes())).collect()
    };
    let list = |name: &str| format!("Haus;Träger;PLZ;Ort;Plätze\n{name};Träger Süd;19386;Lübz;12\n");
    // ä, ö and ü of each encoding; the last is UTF-8 that was read as Windows-1252 and written as UTF-8 again.
    let encodings: [(&str, &str, [&[u8]; 3]); 3] = [
        ("cp850", "Haus Möwe", [b"\x84", b"\x94", b"\x81"]),
        ("macintosh", "Haus Käuzchen", [b"\x8A", b"\x9A", b"\x9F"]),
        ("utf-8-twice", "Haus Grünspecht", ["Ã¤".as_bytes(), "Ã¶".as_bytes(), "Ã¼".as_bytes()]),
    ];
    for (encoding, name, [a, o, u]) in encodings {
        let file =
            folder.write(&format!("{encoding}.csv"), bytes(&list(name), &[('ä', a), ('ö', o), ('ü', u)]));
        let call = ["--mapping", &mapping, "--category", "day_care", "--encoding", encoding];
        folder.import(&file, &call).ok();
    }
    let file = folder.write("l.csv", list("Haus Anker"));
    folder
        .import(&file, &["--mapping", &mapping, "--category", "day_care", "--encoding", "ebcdic"])
        .fails_with(2, &["cp850"]);
    let service = Service::start(&folder, &[]);
    let answer = service.get("/api/v1/facilities?q=Haus").unwrap();
    for name in ["Haus Möwe", "Haus Käuzchen", "Haus Grünspecht"] {
        assert!(answer.contains(name), "{name} is missing in {answer}");
    }
    assert!(answer.contains("Träger Süd") && answer.contains("Lübz"), "{answer}");
}
