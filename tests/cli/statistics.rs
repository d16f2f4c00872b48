//! Statistics files as offices have them, from the command line to the indicators.

use super::*;

const HEADER: &str = "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label;value_q";

fn population(rows: &[(&str, &str, &str)]) -> String {
    let row = |(time, area, value): &(&str, &str, &str)| {
        format!("12411;x;STAG;x;{time};KREISE;x;{area};x;{value};Anzahl;BEVSTD;x;e\n")
    };
    rows.iter().map(row).fold(format!("{HEADER}\n"), |text, row| text + &row)
}

fn release(folder: &Folder, name: &str, text: &str) -> Outcome {
    let file = folder.write(name, text);
    folder.run(&["import", "statistics", &file, "--release"]).ok()
}

/// Residents as the indicator D01 shows them.
fn residents(folder: &Folder, area: &str, year: &str) -> String {
    let out = folder
        .run(&["indicators", "--area", area, "--id", "D01", "--year", year, "--format", "csv"])
        .ok()
        .out;
    out.lines().nth(1).unwrap_or_default().to_owned()
}

/// Of a kind: replacement in silence.
#[test]
fn a_second_file_completes_the_first_and_what_stops_counting_is_listed() {
    let folder = Folder::new("second-file");
    release(
        &folder,
        "1.csv",
        &population(&[("2012-12-31", "13076", "212000"), ("2013-12-31", "13076", "211000")]),
    );
    let second = release(&folder, "2.csv", &population(&[("2014-12-31", "13076", "210000")]));
    assert!(second.out.contains("2 others of the statistic go on counting"), "{second:#?}");
    for (year, number) in [("2012", "212000"), ("2013", "211000"), ("2014", "210000")] {
        assert!(
            residents(&folder, "13076", year).contains(number),
            "{year}: {}",
            residents(&folder, "13076", year)
        );
    }
    // A revision of one year, and another district of the same year.
    let third = release(
        &folder,
        "3.csv",
        &population(&[("2013-12-31", "13076", "211500"), ("2013-12-31", "13074", "156000")]),
    );
    assert!(third.out.contains("stops counting: N of 13076 in 2013: 211000 -> 211500"), "{third:#?}");
    assert!(residents(&folder, "13076", "2013").contains("211500"));
    assert!(residents(&folder, "13076", "2012").contains("212000"));
    // One import alone is taken back.
    folder.run(&["statistics", "rollback", "--import", "1"]).ok();
    assert!(!residents(&folder, "13076", "2012").contains("212000"));
    assert!(residents(&folder, "13076", "2014").contains("210000"));
    folder.run(&["statistics", "rollback", "--import", "1"]).fails_with(1, &["import 1 is not released"]);
    folder.run(&["statistics", "rollback", "--import", "9"]).fails_with(1, &["no import 9"]);
    folder.run(&["statistics", "rollback"]).fails_with(2, &["STATISTIC"]);
}

/// Of a kind: plausibility.
#[test]
fn a_file_that_contradicts_what_counts_is_kept_but_not_released() {
    let folder = Folder::new("contradiction");
    let file = folder.write("typo.csv", population(&[("2024-12-31", "13076", "108092")]));
    let outcome = folder.run(&["import", "statistics", &file, "--release"]).ok();
    assert!(outcome.out.contains("contradiction: N of 13076 in 2024 is 108092"), "{outcome:#?}");
    assert!(outcome.err.contains("not released") && outcome.err.contains("release 1"), "{outcome:#?}");
    assert!(!residents(&folder, "13076", "2024").contains("108092"));
    folder.run(&["statistics", "release", "1"]).ok();
    assert!(residents(&folder, "13076", "2024").contains("108092"));
}

/// Of a kind: territorial reforms.
#[test]
fn an_area_that_did_not_exist_is_missing_with_the_reason() {
    let folder = Folder::new("reform");
    release(
        &folder,
        "1.csv",
        &population(&[("1999-12-31", "13075", "-"), ("2011-12-31", "13075", "240971")]),
    );
    let call = ["indicators", "--area", "13075", "--id", "D01", "--year", "1999", "--format", "json"];
    let out = folder.run(&call).ok().out;
    assert!(out.contains("missing") && out.contains("Dieses Gebiet gab es damals nicht"), "{out}");
}

/// Of a kind: reference dates.
#[test]
fn dates_that_have_not_come_and_rows_that_no_measure_takes_are_refused() {
    let folder = Folder::new("dates");
    let future = folder.write("future.csv", population(&[("2099-12-31", "13076", "208000")]));
    folder.run(&["import", "statistics", &future]).fails_with(1, &["line 2: 31.12.2099 has not come yet"]);
    let new_year = folder.write("new-year.csv", population(&[("2025-01-01", "13076", "208000")]));
    let outcome = folder.run(&["import", "statistics", &new_year]);
    assert!(outcome.out.contains("01.01.2025 (N is counted on 31.12.)"), "{outcome:#?}");
    outcome.fails_with(1, &["no row could be taken"]);
    assert!(!folder.0.join("data").exists());
}

/// Five municipalities with helpers; the county draws planning areas afterwards, changes them, and takes them away.
#[test]
fn planning_areas_do_not_free_what_was_withheld() {
    let folder = Folder::new("pattern");
    let counts = "AGS;Helfende\n13076032;2\n13076048;14\n13076096;6\n13076104;5\n13076135;9\n";
    let mapping = "statistic = \"helfende-2025\"\ntitle = \"t\"\npublisher = \"p\"\nlicence = \"l\"\nareas = [\"AGS\"]\nyear = 2025\n[[value]]\ncode = \"Helfende\"\nmeasure = \"neighbour_helpers\"\n";
    let (file, mapping) = (folder.write("h.csv", counts), folder.write("h.toml", mapping));
    folder.run(&["import", "statistics", &file, "--mapping", &mapping, "--release"]).ok();
    std::fs::create_dir_all(folder.0.join("data/indicators")).unwrap();
    std::fs::create_dir_all(folder.0.join("data/planning_areas")).unwrap();
    let own = std::fs::read_to_string(fixture("eigene-indikatoren.toml")).unwrap();
    let own = own.split("[[indicator]]").take(2).collect::<Vec<_>>().join("[[indicator]]");
    let own = own
        .replace("K01_all_residential", "HELP")
        .replace("100 * P[type residential] / P", "neighbour_helpers")
        .replace("\"percent\"", "\"persons\"")
        .replace(
            "[\"state\", \"district\"]",
            "[\"state\", \"district\", \"amt\", \"municipality\", \"planning_area\"]",
        );
    folder.write("data/indicators/own.toml", &own);
    let municipalities = ["13076032", "13076048", "13076096", "13076104", "13076135"];
    let states = |areas: &str| {
        let out = folder
            .run(&["indicators", "--area", areas, "--id", "HELP", "--year", "2025", "--format", "csv"])
            .ok()
            .out;
        let state = |line: &str| line.split(',').nth(4).unwrap_or_default().to_owned();
        out.lines().skip(1).map(state).collect::<Vec<_>>()
    };
    let first = states(&municipalities.join(","));
    assert!(first.iter().filter(|state| *state == "suppressed").count() >= 2, "{first:?}");
    let area = |key: &str, members: &[&str]| {
        format!("[[area]]\nkey = \"{key}\"\nname = \"n\"\nmembers = {members:?}\n")
    };
    for areas in [
        area("PR-01", &municipalities[1..])
            + &area("PR-02", &municipalities[..2])
            + &area("PR-03", &municipalities[1..4]),
        area("PR-02", &[municipalities[0], municipalities[2]]),
        String::new(),
    ] {
        let path = folder.0.join("data/planning_areas/own.toml");
        if areas.is_empty() {
            std::fs::remove_file(path).unwrap()
        } else {
            std::fs::write(path, &areas).unwrap()
        }
        assert_eq!(states(&municipalities.join(",")), first, "{areas}");
    }
}

/// Of a kind: `-` taken for nothing.
#[test]
fn a_column_that_was_not_asked_is_missing_with_the_reason() {
    let folder = Folder::new("not-asked");
    let row = |year: &str, area: &str, value: &str, code: &str| {
        format!("22411;x;STAG;x;{year}-12-15;KREISE;x;{area};x;{value};Anzahl;{code};x;e\n")
    };
    let rows = [
        row("2007", "13003", "-", "PFL013"),
        row("2007", "13004", "-", "PFL013"),
        row("2007", "13003", "5400", "PFL001"),
        row("2019", "13003", "380", "PFL013"),
    ];
    let outcome = release(&folder, "1.csv", &format!("{HEADER}\n{}", rows.concat()));
    assert!(outcome.out.contains("so was not asked: day_care_users in 2007"), "{outcome:#?}");
    for area in ["13003", "13004"] {
        let call = ["indicators", "--area", area, "--id", "T04", "--year", "2007", "--format", "json"];
        let out = folder.run(&call).ok().out;
        assert!(
            out.contains("missing") && out.contains("Die Statistik fragt in diesem Jahr nicht danach"),
            "{out}"
        );
    }
}

/// Of a kind: secrecy over time. Rates, shares and counts of areas without rest on what is withheld, and say no more of it.
#[cfg(feature = "shared-data")]
#[test]
fn what_rests_on_withheld_counts_stays_the_same_when_areas_come_change_and_go() {
    let folder = Folder::new("pattern-rates");
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/field/statistics");
    let read = |ending: &str| {
        std::fs::read_to_string(case.join(format!("secrecy_changes_with_areas.{ending}"))).unwrap()
    };
    let (file, mapping) = (folder.write("h.csv", read("csv")), folder.write("h.toml", read("toml")));
    folder.run(&["import", "statistics", &file, "--mapping", &mapping, "--release"]).ok();
    for sub in ["data/indicators", "data/planning_areas"] {
        std::fs::create_dir_all(folder.0.join(sub)).unwrap();
    }
    folder.write("data/indicators/own.toml", read("indicator.toml"));
    let shown = || {
        let call = |area: &str, ids: &str| {
            let call = ["indicators", "--area", area, "--id", ids, "--year", "2025", "--format", "csv"];
            folder.run(&call).ok().out
        };
        let municipalities = "13076032,13076048,13076096,13076104,13076135";
        call(municipalities, "LUP01,LUP02,LUP03") + &call("13076", "LUP01,LUP02,LUP03,LUP04")
    };
    let first = shown();
    for id in ["LUP01", "LUP02"] {
        let withheld =
            first.lines().filter(|line| line.starts_with(id) && line.contains(",suppressed,")).count();
        assert!(withheld >= 2, "{id}: one alone could be worked out\n{first}");
    }
    // Not all municipalities of the district were counted, so what rests on its sum is not known at all.
    let rests_on_sum = |line: &&str| line.starts_with("LUP03") || line.starts_with("LUP04");
    let known = |line: &&str| !line.contains(",missing,") && !line.contains(",suppressed,");
    assert_eq!(first.lines().filter(rests_on_sum).filter(known).count(), 0, "{first}");
    let secret = first.lines().find(|line| line.starts_with("LUP01,13076032,2025,")).unwrap();
    assert!(secret.contains(",suppressed,") && !secret.contains(",2,"), "{secret}");
    let areas = read("planning_areas.toml");
    let fewer = areas.split("[[area]]").take(2).collect::<Vec<_>>().join("[[area]]");
    let path = folder.0.join("data/planning_areas/own.toml");
    for text in [areas.as_str(), &fewer, &areas] {
        std::fs::write(&path, text).unwrap();
        assert_eq!(shown(), first, "{text}");
    }
    std::fs::remove_file(path).unwrap();
    assert_eq!(shown(), first, "without planning areas again");
}
