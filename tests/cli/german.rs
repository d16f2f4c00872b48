//! An import in German: nothing of it is in English but the names of options and fields.

use super::*;

/// Of a kind: a file that does not fit any layout, or not the one that was named.
#[test]
fn a_file_that_does_not_fit_is_refused_in_the_language_that_was_asked_for() {
    let folder = Folder::new("german");
    let mapping = "name = \"m\"\ntitle = \"Liste\"\nsource = \"m\"\nrecognise = [\"Haus\"]\n[columns]\nname = \"Haus\"\nplace = \"Ort\"\nstreet = \"Gasse\"\n[constants]\ncategory = \"day_care\"\n";
    let mapping = folder.write("m.toml", mapping);
    let cases: [(&str, &[&str], [&str; 2]); 4] = [
        ("Bezeichnung;Ort\nA;Parchim\n", &[], ["Keine bekannte Zuordnung passt", "no known layout fits"]),
        (
            "Bezeichnung;Ort\nA;Parchim\n",
            &["--mapping", &mapping],
            ["fehlen Spalten der Zuordnung „m“: Haus", "lacks the columns Haus of the layout \"m\""],
        ),
        (
            "Haus;Gasse;Haus\nA;Weg;B\n",
            &["--mapping", &mapping],
            ["Die Spalte „Haus“ gibt es in der Datei zweimal", "\"Haus\" appears twice"],
        ),
        (
            "Haus;Gasse\nA;Weg\n",
            &["--mapping", &mapping],
            ["weder Koordinaten noch Ort", "maps neither coordinates nor a place"],
        ),
    ];
    for (text, more, [german, english]) in cases {
        let file = folder.write("list.csv", text);
        for (lang, said, other) in [("de", german, english), ("en", english, german)] {
            let call = [more, &["--dry-run", "--lang", lang]].concat();
            let outcome = folder.import(&file, &call);
            assert!(!outcome.err.contains(other), "{lang}: {}", outcome.err);
            outcome.fails_with(1, &[said]);
        }
    }
}

#[test]
fn a_report_in_german_names_format_delimiter_and_layout_in_german() {
    let folder = Folder::new("german-report");
    for (delimiter, name) in
        [(";", "Trennzeichen ;"), (",", "Trennzeichen ,"), ("\t", "Trennzeichen Tabulator")]
    {
        let row = "1,Haus Anker,day_care,Weg,1,19288,Ludwigslust,,,9";
        let file = folder.write("list.csv", list(&[row]).replace(',', delimiter));
        let outcome = folder.import(&file, &["--dry-run", "--lang", "de"]).ok();
        assert!(outcome.out.contains(name), "{}", outcome.out);
        assert!(outcome.out.contains("1 Zeile: 1 neu"), "{}", outcome.out);
        assert!(outcome.err.contains("Zuordnung: pflegeplan"), "{}", outcome.err);
        for english in ["delimiter", "layout", "rows", "dry run"] {
            assert!(!outcome.out.contains(english) && !outcome.err.contains(english), "{english}");
        }
    }
}
