//! Files exactly as the databases give them, in both layouts: `tests/fixtures/statistics/genesis`.

use super::*;
use crate::statistics::Figure;

fn download(name: &str) -> Result<Intake, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/statistics/genesis/");
    take_with(name, std::fs::read(format!("{folder}{name}")).unwrap(), &world().layouts)
}

/// The figures as `measure area year sex ages grade type = number or sign`.
fn figures(found: &Intake) -> Vec<String> {
    let number =
        |figure: Figure| figure.number.map_or(figure.sign.word().to_owned(), |number| number.to_string());
    found.facts.iter().map(|fact| format!("{} = {}", fact.key, number(fact.figure))).collect()
}

#[test]
fn real_headers_of_flat_files_are_read() {
    let found = download("12411-0018_flatfile.csv").unwrap();
    assert_eq!(
        figures(&found),
        [
            "N of 13004 in 2024, men, aged 75 and over = 5100",
            "N of 13076 in 2024, men, aged 75 and over = 9700",
            "N of 13076 in 2024, women, aged 0 to 2 = 2100",
        ]
    );
    assert_eq!(found.left_out[&LeftOut::Dissolved].named["13054"], 1);
    assert_eq!(figures(&download("12613-0010_flatfile.csv").unwrap()), ["deaths of 13 in 2014 = 18918"]);
    assert_eq!(
        figures(&download("22411-0010_flatfile.csv").unwrap()),
        [
            "P of 13 in 2023, home_care = 35282",
            "services of 13 in 2023 = 522",
            "services of 13 in 2023, non_profit = 188",
        ]
    );
    assert_eq!(
        figures(&download("22411-0013_flatfile.csv").unwrap()),
        ["staff_services of 13 in 2023 = 13080"]
    );
    assert_eq!(
        figures(&download("22421-0011_flatfile.csv").unwrap()),
        ["P of 13 in 2023 = 139872", "P of 13 in 2023, care grade 1 = 22099"]
    );
    assert_eq!(
        figures(&download("22131-0003_flatfile.csv").unwrap()),
        ["care_assistance of 13 in 2019 = 8100"]
    );
}

#[test]
fn what_no_measure_takes_is_named_with_its_code() {
    let left = |name: &str, reason: LeftOut| {
        let found = download(name).unwrap();
        assert!(found.facts.is_empty(), "{name}: {:?}", found.facts);
        found.left_out[&reason].named.keys().map(|name| name.english().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(left("12612-0104_flatfile.csv", LeftOut::OtherValue), ["BEV066"]);
    assert_eq!(left("12711-0020_flatfile.csv", LeftOut::OtherValue), ["BEV013", "BEV015"]);
    assert_eq!(left("22421-0012_flatfile.csv", LeftOut::OtherValue), ["PFL002"]);
    let error = download("12421-0003_flatfile.csv").unwrap_err();
    assert!(error.contains("statistic 12421, for which there is no layout"), "{error}");
}

/// Of a kind: tables with lines above the header.
#[test]
fn tables_with_title_lines_are_read_as_they_are_downloaded() {
    let found = download("12411-01-01-5_table.csv").unwrap();
    let all = figures(&found);
    for expected in [
        "N of 13 in 2011 = 1606899",
        "N of 13 in 2010, women = 829044",
        "N of 13003 in 2010, men = 99673",
        "N of 13076 in 2011 = 213000",
        "N of 13076 in 2010 = 216000",
        "N of 13076 in 2010, men = 108000",
        "N of 13071 in 2010 = no_area",
        "N of 13075005 in 2010 = no_area",
    ] {
        assert!(all.iter().any(|figure| figure == expected), "{expected}: {all:#?}");
    }
    assert_eq!(found.form.label(), "table of a GENESIS database with title lines");
    assert_eq!(
        figures(&download("12411-02-03-4_table.csv").unwrap()),
        [
            "N of 13004 in 2015 = 96800",
            "N of 13004 in 2015, aged 0 to 2 = 2600",
            "N of 13004 in 2015, aged 75 and over = 12000",
            "N of 13004 in 2015, men = 47028",
            "N of 13004 in 2015, men, aged 0 to 2 = 1300",
            "N of 13004 in 2015, men, aged 75 and over = 4500",
            "N of 13004 in 2015, women = 49772",
            "N of 13004 in 2015, women, aged 0 to 2 = 1300",
            "N of 13004 in 2015, women, aged 75 and over = 7500",
        ]
    );
    let moves = figures(&download("12711-04-02-4_table.csv").unwrap());
    assert!(moves.contains(&"arrivals of 13004 in 2015, women = 2900".to_owned()), "{moves:?}");
    assert!(moves.contains(&"departures of 13004 in 2015, men, aged 0 to 17 = 500".to_owned()), "{moves:?}");
    assert_eq!(
        figures(&download("22411-01-01-4_table.csv").unwrap()),
        [
            "home_places of 13004 in 2015 = 1585",
            "home_places of 13004 in 2015, permanent_care = 1457",
            "homes of 13004 in 2015 = 21",
            "services of 13004 in 2015 = 23",
            "staff_homes of 13004 in 2015 = 1059",
            "staff_services of 13004 in 2015 = 581",
        ]
    );
    let assistance = download("22131-01-02-4_table.csv").unwrap();
    assert_eq!(figures(&assistance), ["care_assistance of 13004 in 2015 = 645"]);
    assert!(assistance.left_out[&LeftOut::OtherValue].named.len() >= 2, "{:?}", assistance.left_out);
}

/// Of a kind: tables with lines above the header.
#[test]
fn tables_of_ones_own_may_have_title_lines_and_columns_found_are_listed() {
    let layout = |rest: &str| {
        mapping(&format!(
            "statistic = \"12411-tabelle\"\ntitle = \"t\"\npublisher = \"p\"\nlicence = \"l\"\n{rest}"
        ))
        .unwrap()
    };
    let by_date =
        layout("areas = [\"AGS\"]\nyear = 2018\n[[value]]\ncode = \"31.12.2018\"\nmeasure = \"N\"\n");
    let text = "GENESIS-Tabelle: 99999-0001\nErfundene Tabelle;;\n;;31.12.2018\n13004;Schwerin;95000\n13076;LUP;212000\n";
    let found = take_with("t.csv", text.as_bytes().to_vec(), std::slice::from_ref(&by_date)).unwrap();
    assert_eq!(figures(&found), ["N of 13004 in 2018 = 95000", "N of 13076 in 2018 = 212000"]);
    // A cover line and a blank one above named columns, notes below.
    let named = layout(
        "areas = [\"Schlüssel\"]\nyear_column = \"Jahr\"\n[[value]]\ncode = \"Personen\"\nmeasure = \"N\"\n",
    );
    let text = "Landkreis, Auswertung vom 3. März\n\nName;Schlüssel;Jahr;Personen\nParchim;13076108;2023;17500\nQuelle: Melderegister\n";
    let found = take_with("t.csv", text.as_bytes().to_vec(), std::slice::from_ref(&named)).unwrap();
    assert_eq!(figures(&found), ["N of 13076108 in 2023 = 17500"]);
    let error =
        take_with("t.csv", b"Titel;;\nGebiet;Jahr;Personen\n13004;2023;5\n".to_vec(), &[named]).unwrap_err();
    assert!(
        error.contains("line 2: there is no column \"Schlüssel\"")
            && error.contains("\"Gebiet\", \"Jahr\", \"Personen\""),
        "{error}"
    );
}

/// The tables of the companion folder, whole, as they were downloaded.
#[cfg(feature = "shared-data")]
#[test]
fn the_tables_of_2015_are_read_whole() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/regionaldatenbank_2015/");
    let shared = |name: &str| {
        take_with(name, std::fs::read(format!("{folder}{name}")).unwrap(), &world().layouts)
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let of = |found: &Intake, what: &str| figures(found).contains(&what.to_owned());
    let population = shared("mv_12411-01-01-5.csv");
    assert!(
        of(&population, "N of 13 in 2015 = 1612362") && of(&population, "N of 13003 in 2010, women = 103062")
    );
    assert!(of(&population, "N of 13071 in 2010 = no_area"));
    let by_age = shared("mv_12411-02-03-5.csv");
    assert!(
        of(&by_age, "N of 13 in 2015, aged 75 and over = 198969"),
        "{:?}",
        figures(&by_age).iter().take(20).collect::<Vec<_>>()
    );
    assert!(of(&shared("mv_12411-04-02-4.csv"), "N of 13 in 2015, men, aged 1 to 1 = 6771"));
    assert!(of(&shared("mv_12612-01-01-4.csv"), "births of 13004 in 2015 = 884"));
    assert!(of(&shared("mv_12613-01-01-4.csv"), "deaths of 13003 in 2015, women = 1143"));
    assert!(of(&shared("mv_12613-02-02-4.csv"), "deaths of 13 in 2015, men, aged 1 to 4 = 4"));
    assert!(of(&shared("mv_12711-04-02-4.csv"), "arrivals of 13 in 2015, men, aged 0 to 17 = 9105"));
    assert!(of(&shared("mv_12711-05-02-4.csv"), "arrivals of 13 in 2015 = 91639"));
    assert!(of(&shared("mv_22131-01-02-4.csv"), "care_assistance of 13004 in 2015 = 645"));
    assert!(of(&shared("mv_22411-01-01-4.csv"), "home_places of 13 in 2015, permanent_care = 19490"));
    let care = shared("mv_22411-02-02-4.csv");
    assert!(
        of(&care, "P of 13 in 2015 = 79145") && of(&care, "P of 13 in 2015, allowance_only, women = 22769")
    );
}

/// The municipalities of 2015 in the boundaries of 2022, worked out by others: every group of every municipality.
#[cfg(feature = "shared-data")]
#[test]
fn municipalities_of_2015_come_out_in_the_boundaries_of_today() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/regionaldatenbank_2015/");
    let read = |name: &str| std::fs::read(format!("{folder}{name}")).unwrap();
    let name = "mv_12411-02-03-5.csv";
    let found = take_with(name, read(name), &world().layouts).unwrap();
    let facts: std::collections::HashMap<&FactKey, Option<f64>> =
        found.facts.iter().map(|fact| (&fact.key, fact.figure.number)).collect();
    let expected = read("mv_municipalities_2022borders_age_sex_2015.csv");
    let mut compared = 0;
    for row in csv::Reader::from_reader(&expected[..]).records() {
        let row = row.unwrap();
        let ages = Ages { from: row[3].parse().unwrap(), to: row[4].parse().ok() };
        let sex = if &row[2] == "m" { Sex::Male } else { Sex::Female };
        let key = FactKey {
            measure: "N".into(),
            // The table has the two cities as districts.
            area: row[0].strip_suffix("000").unwrap_or(&row[0]).to_owned(),
            year: 2015,
            sex: Some(sex),
            ages: Some(ages),
            grade: None,
            kind: None,
        };
        let number = facts.get(&key).unwrap_or_else(|| panic!("{key}")).unwrap_or_default();
        assert_eq!(number, row[5].parse::<f64>().unwrap(), "{key}");
        compared += 1;
    }
    assert!(compared > 20_000, "{compared}");
}
