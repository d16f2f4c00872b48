//! Files as offices have them: each test is named after a kind of mistake, with several examples of it.

use super::*;

/// A row of a flat file: statistic, date, area variable, area, further variables with their codes, value, unit, code.
type FlatRow<'a> = (&'a str, &'a str, &'a str, &'a str, &'a [(&'a str, &'a str)], &'a str, &'a str);

fn flat(rows: &[FlatRow]) -> String {
    let groups = rows.iter().map(|row| row.4.len()).max().unwrap_or(0);
    let mut header = "statistics_code;statistics_label;time_code;time_label;time".to_owned();
    for number in 1..=groups + 1 {
        header += &format!(
            ";{number}_variable_code;{number}_variable_label;{number}_variable_attribute_code;{number}_variable_attribute_label"
        );
    }
    let mut text = header + ";value;value_unit;value_variable_code;value_variable_label\n";
    for (statistic, time, variable, area, groups, value, code) in rows {
        text += &format!("{statistic};Label;STAG;Stichtag;{time};{variable};Gebiet;{area};Name");
        for (variable, attribute) in *groups {
            text += &format!(";{variable};Merkmal;{attribute};Wort");
        }
        text += &format!(";{value};Anzahl;{code};Wert\n");
    }
    text
}

/// Population of districts by date.
fn population(rows: &[(&str, &str, &str)]) -> String {
    let rows: Vec<FlatRow> = rows
        .iter()
        .map(|(time, area, value)| ("12411", *time, "KREISE", *area, &[][..], *value, "BEVSTD"))
        .collect();
    flat(&rows)
}

fn figure(found: &Intake, area: &str, year: i32) -> Option<(Sign, Option<f64>)> {
    let mut facts = found.facts.iter().filter(|fact| fact.key.area == area && fact.key.year == year);
    facts.next().map(|fact| (fact.figure.sign, fact.figure.number))
}

fn plain(number: f64) -> Option<(Sign, Option<f64>)> {
    Some((Sign::Plain, Some(number)))
}

const NO_AREA: Option<(Sign, Option<f64>)> = Some((Sign::NoArea, None));

fn says(found: &Intake, part: &str) -> bool {
    found.findings.worst_first().iter().any(|finding| finding.to_string().contains(part))
}

/// Of a kind: territorial reforms.
#[test]
fn territorial_reforms_sum_all_predecessors_and_double_nothing() {
    let found = take(population(&[
        ("2010-12-31", "13054", "121000"),
        ("2010-12-31", "13060", "95000"),
        ("2010-12-31", "13076", "-"),
        ("2011-12-31", "13054", "-"),
        ("2011-12-31", "13060", "-"),
        ("2011-12-31", "13076", "213000"),
    ]))
    .unwrap();
    assert_eq!(
        (figure(&found, "13076", 2010), figure(&found, "13076", 2011)),
        (plain(216_000.0), plain(213_000.0))
    );
    assert_eq!(found.facts.len(), 2);
    assert_eq!(found.left_out[&LeftOut::Dissolved].rows, 2);
    // A city that became part of a district, on the last day of the old and the first of the new boundaries.
    let found = take(population(&[
        ("1999-12-31", "13006", "47000"),
        ("1999-12-31", "13058", "120500"),
        ("2011-12-31", "13074", "157000"),
    ]))
    .unwrap();
    assert_eq!(figure(&found, "13074", 1999), plain(167_500.0));
    // Figures that the publisher has worked out for the boundaries of today are taken as they are.
    let found =
        take(population(&[("2005-12-31", "13072", "219000"), ("2005-12-31", "13003", "199000")])).unwrap();
    assert_eq!(
        (figure(&found, "13072", 2005), figure(&found, "13003", 2005)),
        (plain(219_000.0), plain(199_000.0))
    );
    let contradicts = take(population(&[
        ("2005-12-31", "13076", "300000"),
        ("2005-12-31", "13054", "125000"),
        ("2005-12-31", "13060", "100000"),
    ]))
    .unwrap();
    assert!(says(&contradicts, "add up to 225000"), "{:?}", contradicts.findings);
}

/// Of a kind: `-` taken for nothing.
#[test]
fn a_dash_of_an_area_or_column_that_does_not_exist_is_missing_and_not_zero() {
    let found = take(population(&[("2010-12-31", "13076", "-"), ("2011-12-31", "13076", "213000")])).unwrap();
    assert_eq!((figure(&found, "13076", 2010), figure(&found, "13076", 2011)), (NO_AREA, plain(213_000.0)));
    // A municipality that was formed later, and one in a district that was.
    let rows: [FlatRow; 4] = [
        ("12411", "2015-12-31", "GEMEIND", "13076167", &[], "-", "BEVSTD"),
        ("12411", "2016-12-31", "GEMEIND", "13076167", &[], "1100", "BEVSTD"),
        ("12411", "2010-12-31", "GEMEIND", "13075005", &[], "-", "BEVSTD"),
        ("12411", "2010-12-31", "GEMEIND", "13003000", &[], "202735", "BEVSTD"),
    ];
    let found = take(flat(&rows)).unwrap();
    assert_eq!((figure(&found, "13076167", 2015), figure(&found, "13075005", 2010)), (NO_AREA, NO_AREA));
    // Day care was counted apart from 2009 on only; the column is empty before.
    let rows: [FlatRow; 4] = [
        ("22411", "2007-12-15", "KREISE", "13003", &[], "-", "PFL013"),
        ("22411", "2007-12-15", "KREISE", "13004", &[], "-", "PFL013"),
        ("22411", "2007-12-15", "KREISE", "13003", &[], "5400", "PFL001"),
        ("22411", "2019-12-15", "KREISE", "13003", &[], "380", "PFL013"),
    ];
    let found = take(flat(&rows)).unwrap();
    let users =
        found.facts.iter().filter(|fact| fact.key.measure == "day_care_users" && fact.key.year == 2007);
    assert!(users.clone().count() == 2 && users.into_iter().all(|fact| fact.figure.sign == Sign::NotAsked));
    // Nothing of one district beside something of another is nothing.
    let rows: [FlatRow; 2] = [
        ("22411", "2019-12-15", "KREISE", "13003", &[], "-", "PFL012"),
        ("22411", "2019-12-15", "KREISE", "13004", &[], "12", "PFL012"),
    ];
    let found = take(flat(&rows)).unwrap();
    assert_eq!(figure(&found, "13003", 2019), Some((Sign::Nothing, None)));
}

/// Of a kind: partial sums.
#[test]
fn a_sum_of_some_parts_is_never_shown_as_the_whole() {
    let found = take(population(&[
        ("2010-12-31", "13002", "65000"),
        ("2010-12-31", "13052", "80000"),
        ("2010-12-31", "13055", "77000"),
        ("2010-12-31", "13056", "64000"),
    ]))
    .unwrap();
    assert_eq!((figure(&found, "13071", 2010), figure(&found, "13075", 2010)), (NO_AREA, NO_AREA));
    assert!(says(&found, "13071 in 2010"), "{:?}", found.findings);
    // One of two predecessors is not in the file, or secret.
    let found = take(population(&[("2009-12-31", "13054", "123000")])).unwrap();
    assert_eq!(figure(&found, "13076", 2009), NO_AREA);
    let found = take(population(&[("2009-12-31", "13051", "117000"), ("2009-12-31", "13053", ".")])).unwrap();
    assert_eq!(figure(&found, "13072", 2009), Some((Sign::Unknown, None)));
}

/// Of a kind: partial sums.
#[test]
fn municipalities_that_became_one_are_summed_if_all_are_there() {
    let of = |rows: &[(&str, &str, &str)]| {
        let rows: Vec<FlatRow> = rows
            .iter()
            .map(|(time, area, value)| ("12411", *time, "GEMEIND", *area, &[][..], *value, "BEVSTD"))
            .collect();
        take(flat(&rows)).unwrap()
    };
    // Duckow became part of Malchin; Toddin and Setzin became the new Toddin.
    let found = of(&[("2015-12-31", "13071030", "229"), ("2015-12-31", "13071092", "7614")]);
    assert_eq!(figure(&found, "13071092", 2015), plain(7_843.0));
    let found = of(&[
        ("2015-12-31", "13076139", "400"),
        ("2015-12-31", "13076123", "500"),
        ("2015-12-31", "13076169", "-"),
    ]);
    assert_eq!(figure(&found, "13076169", 2015), plain(900.0));
    let found = of(&[("2015-12-31", "13076139", "400"), ("2015-12-31", "13076169", "-")]);
    assert_eq!(figure(&found, "13076169", 2015), NO_AREA, "one of two is not there");
    let later = of(&[("2023-12-31", "13071030", "-"), ("2023-12-31", "13071092", "7400")]);
    assert_eq!(figure(&later, "13071092", 2023), plain(7_400.0));
    let merged = of(&[("2018-12-31", "13071030", "-"), ("2018-12-31", "13071092", "7500")]);
    assert_eq!(figure(&merged, "13071092", 2018), plain(7_500.0));
}

fn own(statistic: &str, rest: &str) -> Result<Layout, String> {
    let text = format!(
        "statistic = \"{statistic}\"\ntitle = \"t\"\npublisher = \"p\"\nlicence = \"l\"\nareas = [\"AGS\"]\n{rest}"
    );
    mapping(&text)
}

const RESIDENTS: &str = "year_column = \"Jahr\"\n[[value]]\ncode = \"Einwohner\"\nmeasure = \"N\"\n";

fn take_own(layout: &Layout, text: &str) -> Result<Intake, String> {
    take_with("own.csv", text.as_bytes().to_vec(), std::slice::from_ref(layout))
}

/// Of a kind: German numbers.
#[test]
fn separators_of_german_numbers_are_asked_for_and_counts_are_whole() {
    let asks = own("eigene-zaehlung", RESIDENTS).unwrap();
    for cell in ["207.160", "98.596", "1.234.567", "207 160", "5.000", "207,160"] {
        let error = take_own(&asks, &format!("AGS;Jahr;Einwohner\n13076;2024;{cell}\n")).unwrap_err();
        assert!(error.contains(&format!("\"{cell}\"")) && error.contains("thousands = "), "{cell}: {error}");
    }
    for (form, cell, number) in [
        ("thousands = \".\"\n", "207.160", 207_160.0),
        ("thousands = \" \"\n", "1 234 567", 1_234_567.0),
        ("thousands = \"'\"\n", "98'596", 98_596.0),
        ("thousands = \",\"\n", "98,596", 98_596.0),
        ("thousands = \".\"\n", "950", 950.0),
    ] {
        let layout = own("eigene-zaehlung", &format!("{form}{RESIDENTS}")).unwrap();
        let found = take_own(&layout, &format!("AGS;Jahr;Einwohner\n13076;2024;{cell}\n")).unwrap();
        assert_eq!(figure(&found, "13076", 2024), plain(number), "{cell}");
    }
    let decimal = own("eigene-zaehlung", &format!("decimal = \".\"\n{RESIDENTS}")).unwrap();
    for cell in ["207.160", "12.5", "0.25"] {
        let error = take_own(&decimal, &format!("AGS;Jahr;Einwohner\n13076;2024;{cell}\n")).unwrap_err();
        assert!(error.contains("is not a whole number, but N is counted"), "{error}");
    }
    assert!(take(population(&[("2024-12-31", "13076", "207.160")])).is_err());
    for wrong in ["thousands = \"x\"\n", "thousands = \".\"\ndecimal = \".\"\n"] {
        assert!(own("eigene-zaehlung", &format!("{wrong}{RESIDENTS}")).is_err(), "{wrong}");
    }
}

/// Of a kind: plausibility.
#[test]
fn figures_are_compared_with_those_that_count_now_built_in_ones_included() {
    let beside = |text: String| take_beside("table.csv", text.into_bytes(), &world().layouts, &world().known);
    let contradicts = |found: &Intake| found.findings.of(Severity::Contradiction);
    let found = beside(population(&[("2024-12-31", "13076", "108092")])).unwrap();
    assert!(contradicts(&found) == 1 && says(&found, "counts now"), "{:?}", found.findings);
    // Two digits changed places; another district's figure.
    for value in ["270160", "98092"] {
        let found = beside(population(&[("2024-12-31", "13076", value)])).unwrap();
        assert_eq!(contradicts(&found), 1, "{value}: {:?}", found.findings);
    }
    let right = beside(population(&[("2024-12-31", "13076", "207200")])).unwrap();
    assert!(right.findings.is_empty(), "{:?}", right.findings);
    // The year before counts as well.
    let jump = beside(population(&[("2026-01-31", "13076", "1")]));
    assert!(jump.is_ok(), "{jump:?}");
    let rows: [FlatRow; 1] = [("22411", "2023-12-15", "KREISE", "13003", &[], "1457", "PFL001")];
    assert_eq!(contradicts(&beside(flat(&rows)).unwrap()), 1);
}

/// Of a kind: reference dates.
#[test]
fn reference_dates_are_kept_and_those_that_a_measure_does_not_have_are_refused() {
    let found =
        take(population(&[("2025-01-01", "13076", "208000"), ("2024-12-31", "13076", "207900")])).unwrap();
    assert_eq!(found.facts.len(), 1);
    assert_eq!(found.facts[0].date, chrono::NaiveDate::from_ymd_opt(2024, 12, 31));
    assert!(says(&found, "01.01.2025 (N is counted on 31.12.)"), "{:?}", found.findings);
    for date in ["2025-01-01", "30.06.2025", "2025-12-30"] {
        assert_eq!(take(population(&[(date, "13076", "208000")])).unwrap().facts.len(), 0, "{date}");
    }
    // The Pflegestatistik is of December of odd years.
    let care = |date: &'static str| {
        let rows: [FlatRow; 1] = [("22411", date, "KREISE", "13003", &[], "300", "PFL001")];
        take(flat(&rows)).unwrap().facts.len()
    };
    let kept = ["2023-12-15", "2021-12-31", "2022-12-15", "2023-06-30"].map(care);
    assert_eq!(kept, [1, 1, 0, 0]);
    for date in ["2099-12-31", "31.12.2027", "2026-12-31"] {
        let error = take(population(&[(date, "13076", "208000")])).unwrap_err();
        assert!(error.contains("has not come yet"), "{date}: {error}");
    }
    let layout = own("eigene-zaehlung", RESIDENTS).unwrap();
    for (year, part) in
        [("2099", "has not come yet"), ("30.06.2025", "is not counted on 30.06.2025 but on 31.12.")]
    {
        let error = take_own(&layout, &format!("AGS;Jahr;Einwohner\n13076;{year};208000\n")).unwrap_err();
        assert!(error.contains(part), "{year}: {error}");
    }
    // A measure without days of its own keeps the date of the file.
    let helpers = RESIDENTS.replace("\"N\"", "\"neighbour_helpers\"");
    let layout = own("helfende", &helpers).unwrap();
    let found = take_own(&layout, "AGS;Jahr;Einwohner\n13076;30.06.2025;40\n").unwrap();
    assert_eq!(found.facts[0].date, chrono::NaiveDate::from_ymd_opt(2025, 6, 30));
    let two =
        take_own(&layout, "AGS;Jahr;Einwohner\n13076;01.01.2025;40\n13076;31.12.2025;44\n").unwrap_err();
    assert!(two.contains("appears twice, on 01.01.2025 in line 2 and on 31.12.2025"), "{two}");
}

const REQUESTS: &str = "year = 2025\n[[value]]\ncode = \"Anfragen\"\nmeasure = \"requests\"\n[[value]]\ncode = \"abgelehnt\"\nmeasure = \"requests\"\ntype = \"declined\"\n";

/// Of a kind: rows of one key.
#[test]
fn rows_of_one_key_are_summed_where_the_mapping_says_so_and_else_refused() {
    let text = "Dienst;AGS;Anfragen;abgelehnt\nA;13076;40;10\nB;13076;40;10\nC;13004;12;3\n";
    let refused = take_own(&own("befragung", REQUESTS).unwrap(), text).unwrap_err();
    assert!(
        refused.contains("line 3: requests of 13076 in 2025") && refused.contains("equal_rows = \"sum\""),
        "{refused}"
    );
    let summing = own("befragung", &format!("equal_rows = \"sum\"\n{REQUESTS}")).unwrap();
    let found = take_own(&summing, text).unwrap();
    let numbers = |found: &Intake| found.facts.iter().map(|fact| fact.figure.number).collect::<Vec<_>>();
    assert_eq!(numbers(&found), [Some(12.0), Some(3.0), Some(80.0), Some(20.0)]);
    // Three rows with different figures; what is unknown in one is unknown in the sum.
    let found = take_own(&summing, "AGS;Anfragen;abgelehnt\n13004;5;1\n13004;7;.\n13004;-;-\n").unwrap();
    assert_eq!(numbers(&found), [Some(12.0), None]);
    let rate = RESIDENTS.replace("\"N\"", "\"poverty_rate_65_plus\"");
    let rate = own("armut", &format!("equal_rows = \"sum\"\n{rate}")).unwrap();
    let error = take_own(&rate, "AGS;Jahr;Einwohner\n13004;2024;12\n13004;2024;14\n").unwrap_err();
    assert!(error.contains("do not add up"), "{error}");
    // A flat file that repeats a row says so.
    let twice =
        take(population(&[("2024-12-31", "13076", "207160"), ("2024-12-31", "13076", "207160")])).unwrap();
    assert!(twice.facts.len() == 1 && says(&twice, "1 rows appear twice"), "{:?}", twice.findings);
}

/// Of a kind: reasons that are not theirs.
#[test]
fn age_variables_are_known_by_their_codes_and_a_reason_names_variable_and_code() {
    let with = |variable: &str, codes: &[&str]| {
        let groups: Vec<[(&str, &str); 1]> = codes.iter().map(|code| [(variable, *code)]).collect();
        let rows: Vec<FlatRow> = groups
            .iter()
            .map(|group| ("12411", "2019-12-31", "DLAND", "13", &group[..], "21000", "BEVSTD"))
            .collect();
        take(flat(&rows))
    };
    for (variable, codes) in [
        ("ALT103", vec!["ALT080", "ALT081"]),
        ("ALT013", vec!["ALT000", "ALT085UM"]),
        ("ALTX20", vec!["ALT000B03", "ALT075UM"]),
        ("ALT061", vec!["ALT095UM"]),
    ] {
        assert_eq!(with(variable, &codes).unwrap().facts.len(), codes.len(), "{variable}");
    }
    for (variable, code) in [("ALT103", "MITTEL"), ("ALTX20", "ALTERSGR-1")] {
        let error = with(variable, &[code]).unwrap_err();
        assert!(
            error.contains(variable) && error.contains(code) && error.contains("[[dimension]]"),
            "{error}"
        );
    }
    let other = with("NAT", &["NATD"]).unwrap();
    assert_eq!(other.left_out[&LeftOut::OtherGroup].named["NAT NATD"], 1);
}

/// Of a kind: keys.
#[test]
fn unknown_keys_of_the_state_are_named_and_keys_of_every_length_are_known() {
    let rows: [FlatRow; 4] = [
        ("12411", "2024-12-31", "GEMEIND", "13076999", &[], "400", "BEVSTD"),
        ("12411", "2024-12-31", "KREISE", "130740000000", &[], "160000", "BEVSTD"),
        ("12411", "2024-12-31", "KREISE", "09162", &[], "1500000", "BEVSTD"),
        ("12411", "2024-12-31", "KREISE", "13076", &[], "208000", "BEVSTD"),
    ];
    let found = take(flat(&rows)).unwrap();
    assert_eq!(
        (figure(&found, "13074", 2024), figure(&found, "13076", 2024)),
        (plain(160_000.0), plain(208_000.0))
    );
    assert!(says(&found, "13076999") && !says(&found, "09162"), "{:?}", found.findings);
    for (key, area) in [
        ("13", "13"),
        ("130000000000", "13"),
        ("13076000", "13076"),
        ("130760000000", "13076"),
        ("130765656", "130765656"),
        ("130765656000", "130765656"),
        ("13076090", "13076090"),
        ("130760090090", "13076090"),
    ] {
        let rows: [FlatRow; 1] = [("12411", "2024-12-31", "GEODL1", key, &[], "4000", "BEVSTD")];
        assert_eq!(figure(&take(flat(&rows)).unwrap(), area, 2024), plain(4_000.0), "{key}");
    }
    // A municipality that is a district of its own is one or the other by its variable.
    let of = |variable| {
        let rows: [FlatRow; 1] = [("12411", "2024-12-31", variable, "13004000", &[], "98000", "BEVSTD")];
        take(flat(&rows)).unwrap().facts[0].key.area.clone()
    };
    assert_eq!((of("KREISE"), of("GEMEIND")), ("13004".to_owned(), "13004000".to_owned()));
    let layout = own("eigene-zaehlung", RESIDENTS).unwrap();
    for key in ["1307609", "13099", "Parchim", "9162", "130769999999"] {
        let found =
            take_own(&layout, &format!("AGS;Jahr;Einwohner\n{key};2024;400\n13004;2024;98000\n")).unwrap();
        assert!(found.left_out[&LeftOut::UnknownKey].named.contains_key(key) && says(&found, key), "{key}");
    }
}

/// Of a kind: bounds.
#[test]
fn parts_above_their_whole_and_shares_beyond_their_bounds_are_errors() {
    let errors = |found: &Intake| found.findings.of(Severity::Error);
    let layout = own("befragung", REQUESTS).unwrap();
    let found = take_own(&layout, "AGS;Anfragen;abgelehnt\n13076;40;60\n").unwrap();
    assert!(errors(&found) == 1 && says(&found, "more than"), "{:?}", found.findings);
    assert_eq!(errors(&take_own(&layout, "AGS;Anfragen;abgelehnt\n13076;40;40\n").unwrap()), 0);
    // The whole is one that counts already.
    let mut known = Known::default();
    known.add("import 1", &take_own(&layout, "AGS;Anfragen;abgelehnt\n13004;12;3\n").unwrap().facts);
    let only = own("befragung", REQUESTS.split_once("[[value]]\ncode = \"abgelehnt\"").unwrap().0).unwrap();
    let parts = REQUESTS.replacen("[[value]]\ncode = \"Anfragen\"\nmeasure = \"requests\"\n", "", 1);
    let parts = own("befragung", &parts).unwrap();
    let bytes = b"AGS;abgelehnt\n13004;13\n".to_vec();
    let found = take_beside("own.csv", bytes, &[parts], &known).unwrap();
    assert!(errors(&found) == 1 && says(&found, "that counts now"), "{:?}", found.findings);
    assert_eq!(errors(&take_own(&only, "AGS;Anfragen\n13004;13\n").unwrap()), 0);
    let rate = own("armut", &RESIDENTS.replace("\"N\"", "\"poverty_rate_65_plus\"")).unwrap();
    for (value, count) in [("101,5", 1), ("-1", 1), ("100", 0), ("0", 0)] {
        let found = take_own(&rate, &format!("AGS;Jahr;Einwohner\n13004;2024;{value}\n")).unwrap();
        assert_eq!(errors(&found), count, "{value}: {:?}", found.findings);
    }
    // More women than residents.
    let rows: [FlatRow; 2] = [
        ("12411", "2024-12-31", "KREISE", "13004", &[("GES", "GESW")], "98500", "BEVSTD"),
        ("12411", "2024-12-31", "KREISE", "13004", &[("GES", "")], "98000", "BEVSTD"),
    ];
    assert_eq!(errors(&take(flat(&rows)).unwrap()), 1);
}

/// Of a kind: names.
#[test]
fn own_names_cannot_take_an_official_code() {
    for name in ["12411", "99999", "22411-01-01-4", "12411-0018", "12411_1", "\u{ff11}\u{ff12}411"] {
        let error = own(name, RESIDENTS).unwrap_err();
        assert!(error.contains("official statistic") || error.contains("m.toml:1"), "{name}: {error}");
    }
    for name in ["eigene-12411", "12411-tabelle", "anbieterbefragung-2025", "1241"] {
        assert!(own(name, RESIDENTS).is_ok(), "{name}");
    }
    // A mapping for flat files names the file's own statistic.
    let text = "statistic = \"12411\"\ntitle = \"t\"\npublisher = \"p\"\nlicence = \"l\"\nareas = [\"KREISE\"]\n[[value]]\ncode = \"PFL001\"\nmeasure = \"P\"\n";
    let layout = mapping(text).unwrap();
    let rows: [FlatRow; 1] = [("22411", "2023-12-15", "KREISE", "13076", &[], "300", "PFL001")];
    let error = take_with("t.csv", flat(&rows).into_bytes(), std::slice::from_ref(&layout)).unwrap_err();
    assert!(error.contains("for statistic 12411, but the file is of 22411"), "{error}");
}
