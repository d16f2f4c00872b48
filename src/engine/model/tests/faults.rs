//! Faulty texts: each sentence names file, line and value.

use super::{FIRST, after, files};
use crate::model::load;

#[test]
fn a_negative_count_is_refused() {
    let said = after("population.csv", "13003,m,0,640,", "13003,m,0,-640,");
    assert_eq!(
        said,
        "models/mv-2025-1/population.csv:2: the number of persons is \"-640\", but must be a whole number from 0 to 10000000"
    );
}

#[test]
fn a_missing_age_is_refused() {
    let text = files().remove("population.csv").unwrap();
    let row = text.lines().find(|line| line.starts_with("13004,f,57,")).unwrap();
    let said = after("population.csv", &format!("{row}\n"), "");
    assert_eq!(
        said,
        "models/mv-2025-1/population.csv:1616: the table ends without persons of 13004 for women, age 57"
    );
}

#[test]
fn a_doubled_cell_is_refused() {
    let said = after("population.csv", "13003,m,1,", "13003,m,0,");
    assert!(said.starts_with("models/mv-2025-1/population.csv:3: \"13003,m,0,640,"), "{said}");
    assert!(said.ends_with("stands for a cell that already has the value 640"), "{said}");
    for (file, from, to) in [
        ("fertility.csv", "pattern,,16,", "pattern,,15,"),
        ("fertility.csv", "level,13004,", "level,13003,"),
        ("mortality.csv", "e0,,f,", "e0,,m,"),
        ("mortality.csv", "level,13003,f,", "level,13003,m,"),
        ("migration.csv", "13076,f,7,", "13076,f,6,"),
    ] {
        let said = after(file, from, to);
        assert!(said.contains("already has the value"), "{said}");
    }
}

#[test]
fn a_rate_above_its_bound_is_refused() {
    let said = after("mortality.csv", "qx,,m,0,0.00303608", "qx,,m,0,1.00303608");
    assert_eq!(
        said,
        "models/mv-2025-1/mortality.csv:2: the probability of dying is \"1.00303608\", but must be a number from 0 to 1"
    );
    for (file, from, to, wanted) in [
        (
            "fertility.csv",
            "tfr,,,1.35",
            "tfr,,,13.5",
            "fertility.csv:37: the total fertility rate is \"13.5\"",
        ),
        ("fertility.csv", "tfr,,,1.35", "tfr,,,NaN", "\"NaN\""),
        ("migration.csv", "13003,m,0,6.63", "13003,m,0,inf", "migration.csv:2: net migration"),
        ("model.toml", "share = 0.5147", "share = 51.47", "model.toml:9: the share of boys is 51.47"),
        ("uncertainty.toml", "value = 0.9", "value = 1.0", "uncertainty.toml:4: tfr_ar is 1, but"),
        ("uncertainty.toml", "value = 0.9", "value = nan", "tfr_ar is NaN"),
    ] {
        let said = after(file, from, to);
        assert!(said.contains(wanted), "{said}");
    }
}

#[test]
fn unknown_columns_and_keys_are_refused() {
    let said = after("population.csv", "persons,source", "people,source");
    assert_eq!(
        said,
        "models/mv-2025-1/population.csv:1: the columns are \"district,sex,age,people,source\", but must be \"district,sex,age,persons,source\""
    );
    let said = after("scenarios/low.toml", "[tfr]", "[tfr]\ncolour = 7");
    assert!(said.starts_with("models/mv-2025-1/scenarios/low.toml:"), "{said}");
    assert!(said.contains("unknown field `colour`"), "{said}");
    assert!(after("uncertainty.toml", "[e0_sd]", "[e0_sdd]").contains("unknown field `e0_sdd`"));
    assert!(after("model.toml", "open_age", "opened").contains("unknown field `opened`"));
}

#[test]
fn cells_that_say_nothing_known_are_refused() {
    for (file, from, to, wanted) in [
        ("population.csv", "13003,m,0,", "13003,x,0,", "the sex is \"x\""),
        ("population.csv", "13003,m,0,", "13999,m,0,", "the district \"13999\" is not in model.toml"),
        ("population.csv", "13003,m,0,", "13003,m,101,", "the age is \"101\""),
        ("population.csv", "13003,m,0,640,", "13003,m,0,640.5,", "\"640.5\""),
        ("population.csv", "13003,m,0,640,", "13003,m,640,", "has 4 cells, but must have 5"),
        ("fertility.csv", "pattern,,15,", "pattern,,14,", "the age is \"14\""),
        ("fertility.csv", "tfr,,,", "tfr,13003,,", "the district is \"13003\", but must be empty"),
        ("fertility.csv", "tfr,,,", "rate,,,", "the quantity is \"rate\""),
        ("mortality.csv", "e0,,m,,", "e0,,m,0,", "the age is \"0\", but must be empty"),
        ("observed.csv", "13,2011,m,0,4,", "13,2011,m,5,4,", "is a group that ends before it begins"),
        ("observed.csv", "33033,2011,", "33033,2012,", "the census is 2012"),
        ("observed.csv", "13,2011,m,0,", "1,2011,m,0,", "\"1\" is not an official key"),
    ] {
        let said = after(file, from, to);
        assert!(said.contains(wanted), "{said}");
        assert!(said.contains(&format!("{file}:")), "{said}");
    }
}

#[test]
fn a_figure_without_a_source_is_refused() {
    let wanted = "the source is empty, but every figure needs one";
    let said = after("fertility.csv", "0.0018298,HFD", "0.0018298,");
    assert_eq!(said, format!("models/mv-2025-1/fertility.csv:2: {wanted}"));
    for (file, source) in [
        ("model.toml", "\"CITY-PRACTICE\""),
        ("uncertainty.toml", "\"PFLEGEPLAN HFD\""),
        ("scenarios/low.toml", "\"PFLEGEPLAN\""),
    ] {
        let said = after(file, source, "\"\"");
        assert!(said.contains(wanted) && said.contains(file), "{said}");
    }
}

#[test]
fn a_head_that_contradicts_itself_is_refused() {
    for (from, to, wanted) in [
        ("id = \"mv-2025-1\"", "id = \"mv-2025-2\"", "the id is \"mv-2025-2\""),
        ("2025-12-31", "2025-12-30", "model.toml:3: the base date is \"2025-12-30\""),
        ("last_year = 2060", "last_year = 2025", "model.toml:4: the last year is 2025"),
        ("open_age = 100", "open_age = 95", "the open age is 95"),
        ("key = \"13004\"", "key = \"13002\"", "\"13002\" does not follow \"13003\""),
        ("key = \"13004\"", "key = \"13003\"", "does not follow"),
        ("key = \"13003\"", "key = \"13\"", "not a key of a district"),
        ("key = \"HFD\"", "key = \"LP5\"", "the source \"LP5\" appears twice"),
        ("key = \"HFD\"", "key = \"H FD\"", "\"H FD\" is not a key of a source"),
    ] {
        let said = after("model.toml", from, to);
        assert!(said.contains(wanted), "{said}");
    }
}

#[test]
fn a_scenario_that_contradicts_itself_is_refused() {
    let file = "scenarios/landesprognose-5.toml";
    for (from, to, wanted) in [
        ("id = \"landesprognose-5\"", "id = \"other\"", ":1: the id is \"other\""),
        (
            "district = \"13004\"",
            "district = \"13003\"",
            "the control total of \"13003\" in 2040 appears twice",
        ),
        ("district = \"13004\"", "district = \"99\"", "the district \"99\" is not in model.toml"),
        ("persons = 98863", "persons = -1", "the control total is -1"),
        ("value = 1.6", "value = \"1,6\"", "invalid type: string \"1,6\""),
    ] {
        let said = after(file, from, to);
        assert!(said.contains(wanted) && said.contains(file), "{said}");
    }
}

#[test]
fn a_back_test_that_cannot_be_read_is_refused() {
    for (file, from, to, wanted) in [
        ("backtest/2015.toml", "id = \"2015\"", "id = \"2016\"", ":1: the id is \"2016\""),
        ("backtest/2015.toml", "year = 2015", "year = 15", ":2: the year is 15, but must be from 1990"),
        ("backtest/2015.toml", "value = 1.562", "value = 15.62", "the total fertility rate is 15.62"),
        ("backtest/2015.toml", "male = 76.5", "male = 7.65", "life expectancy at birth of men is 7.65"),
        ("backtest/2015.toml", "female = 82.9", "female = nan", "life expectancy at birth of women is NaN"),
        ("backtest/2015.toml", "share = 0.234", "share = 0.3", "sum to 1.066, but must sum to 1"),
        ("backtest/2015.toml", "b = 4.043", "b = 0.4", "the parameter b of a curve is 0.4"),
        ("backtest/2015.toml", "c = 23.754", "c = 2.3", "the parameter c of a curve is 2.3"),
        ("backtest/2015.toml", "id = \"moves-before\"", "id = \"no-moves\"", "\"no-moves\" appears twice"),
        ("backtest/2015.toml", "to = 2014", "to = 2011", "the last year is 2011, but must be from 2012"),
        ("backtest/2015.toml", "source = \"NNN-2016\"", "source = \"\"", "the source is empty"),
        ("backtest/2015.toml", "title =", "tittle =", "unknown field `tittle`"),
        ("official_projection.toml", "\"13004\"", "\"13999\"", "\"13999\" is not in model.toml"),
        (
            "official_projection.toml",
            "= 33.0",
            "= 133.0",
            "the first share is 133, but must be from 0 to 100",
        ),
        ("official_projection.toml", "= 498000", "= -1", "aged 65 and over is -1"),
        ("official_projection.toml", "last_year = 2040", "last_year = 2017", "the last year is 2017"),
        ("official_projection.toml", "source = \"LP5\"", "source = \"\"", "the source is empty"),
        ("vital_statistics.csv", "2017,13086", "2017,-1", "csv:3: the number of births is \"-1\""),
        (
            "vital_statistics.csv",
            "2017,13086",
            "2016,13086",
            "csv:3: 2016 does not follow the year in the row above",
        ),
        ("vital_statistics.csv", "20742,WELT-2018", "20742,", "csv:3: the source is empty"),
        ("vital_statistics.csv", "births", "born", "the columns are \"year,born,deaths,source\""),
    ] {
        let said = after(file, from, to);
        assert!(said.contains(wanted) && said.contains(file), "{said}");
    }
}

#[test]
fn a_missing_file_and_an_unknown_set_are_named() {
    let mut files = files();
    files.remove("mortality.csv");
    let said = load::from_files(FIRST, &files).unwrap_err().to_string();
    assert!(said.contains("models/mv-2025-1/mortality.csv"), "{said}");
    let said = load::load("mv-1990-1").unwrap_err().to_string();
    assert!(said.contains("\"mv-1990-1\"") && said.contains("mv-2025-1"), "{said}");
}

#[test]
fn a_municipality_out_of_its_place_is_refused() {
    let faults = [
        ("13071001,", "13004000,", "\"13004000\" does not follow \"13004000\""),
        ("13071001,", "1307100,", "1307100"),
        (
            "13071001,Alt Schwerin,130715154",
            "13071001,Alt Schwerin,130725154",
            "not a key of an Amt in 13071",
        ),
        (
            "13071001,Alt Schwerin,130715154,Malchow,528,46.8,34.3",
            "13071001,Alt Schwerin,130715154,Malchow,528,46.8,46.9",
            "46.9",
        ),
        (
            "13071001,Alt Schwerin,130715154,Malchow,528,46.8,34.3",
            "13071001,Alt Schwerin,130715154,Malchow,528,46.8,",
            "67",
        ),
        (
            "13071001,Alt Schwerin,130715154,Malchow,528",
            "13071001,Alt Schwerin,130715154,Malchow,-528",
            "\"-528\"",
        ),
    ];
    for (from, to, wanted) in faults {
        let said = after("municipalities.csv", from, to);
        assert!(said.starts_with("models/mv-2025-1/municipalities.csv:4: "), "{said}");
        assert!(said.contains(wanted), "{said}");
    }
}

/// One change in a file of mv-2026-1 is refused with a sentence that names the file.
#[track_caller]
fn refused(file: &str, (from, to): (&str, &str), wanted: &str) {
    let folder = "mv-2026-1/";
    let mut files: std::collections::BTreeMap<String, String> = crate::model::paths(folder)
        .iter()
        .filter(|path| !path.ends_with(".md"))
        .map(|path| (path.strip_prefix(folder).unwrap().to_owned(), crate::model::text(path).unwrap()))
        .collect();
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(from), "{from}");
    *text = text.replacen(from, to, 1);
    let found = load::from_files("mv-2026-1", &files).unwrap_err().to_string();
    assert!(found.contains(wanted) && found.contains(file), "{found}");
}

/// What back-tests know of mortality by district, of the pace of life expectancy, and of moves, each time with one fault.
#[test]
fn what_back_tests_take_from_the_forecast_is_refused_where_it_cannot_be() {
    for (file, from, to, wanted) in [
        ("district_deaths.csv", "13003,2014,2138", "13003,2014,-1", "csv:2: the number of deaths is \"-1\""),
        ("district_deaths.csv", "13003,2015,", "13003,2014,", "csv:3: 13003 appears twice in 2014"),
        ("district_deaths.csv", "13003,2014,", "13999,2014,", "\"13999\" is not in model.toml"),
        ("district_deaths.csv", "13003,2014,", "13003,20140,", "the year is \"20140\""),
        ("district_deaths.csv", "2138,STATA-WEEKLY", "2138,", "csv:2: the source is empty"),
        ("district_deaths.csv", "deaths,source", "died,source", "the columns are"),
        ("backtest/2015.toml", "male = 73.84", "male = 7.384", "life expectancy at birth of men is 7.384"),
        ("backtest/2015.toml", "year = 2004", "year = 20", "the year of life expectancy is 20"),
        ("model.toml", "level = 0.75", "level = 1.75", "the share of the level of moves is 1.75"),
        ("model.toml", "below = 65", "below = 0", "the age below which the level is a share is 0"),
        ("model.toml", "below = 65", "under = 65", "unknown field `under`"),
    ] {
        refused(file, (from, to), wanted);
    }
}

/// The deviations of mv-2026-1, each time with one fault.
#[test]
fn deviations_that_contradict_themselves_are_refused() {
    let faults = [
        ("from = 65\nsd", "from = 66\nsd", "people from 66 on are known, but no age group begins at 66"),
        ("from = 10\n", "from = 11\n", "the group from 11 to 19 must begin at age 10"),
        ("to = 100\n", "to = 99\n", "the last group ends at 99, but must end at 100"),
        ("[population.all]\nsd = 0.", "[population.all]\nsd = 9.", "the standard deviation is 9."),
        ("[population.all]", "[population.everybody]", "unknown field `everybody`"),
    ];
    for (from, to, wanted) in faults {
        refused(crate::model::deviations::FILE, (from, to), wanted);
    }
}

/// The cells of mv-2026-1, each time with one fault.
#[test]
fn cells_that_cannot_be_are_refused() {
    let faults = [
        (
            "cells.csv",
            "540537 120842 3;",
            "540537 120842;",
            "the cell \"540537 120842\" has not three or four numbers",
        ),
        ("cells.csv", "540537 120842 3;", "540537 120842 0;", "has no residents"),
        ("cells.csv", "540537 120842 3;", "540537 120842 -3;", "has no residents"),
        (
            "cells.csv",
            "540537 120842 3;",
            "540537 120842 3 4;",
            "has more people aged 80 and over than residents",
        ),
        ("cells.csv", "540537 120842 3;", "940537 120842 3;", "lies nowhere on the Earth"),
        ("cells.csv", "540537 120842 3;", "540537 x 3;", "is no list of numbers"),
        ("cells.csv", "13003000,", "1300300,", "1300300"),
        ("cells.csv", "\n13004000,", "\n13003000,", "\"13003000\" does not follow \"13003000\""),
        ("cells.csv", "municipality,cells,source", "municipality,cell,source", "the columns are"),
        ("model.toml", "[cells]\nresidents = 1599692\naged_80 = 67764\n", "", "no [cells] with its sums"),
        ("model.toml", "aged_80 = 67764", "aged_80 = -1", "invalid value"),
    ];
    for (file, from, to, wanted) in faults {
        refused(file, (from, to), wanted);
    }
}

/// The ages and moves of municipalities of mv-2026-1, each time with one fault.
#[test]
fn municipal_ages_that_cannot_be_are_refused() {
    let (ages, moves) = ("municipal_ages.csv", "municipal_moves.csv");
    let faults = [
        (ages, "municipality,men,women,source", "municipality,male,female,source", "the columns are"),
        (ages, "13003000,", "1300300,", "1300300"),
        (ages, "\n13004000,", "\n13003000,", "\"13003000\" does not follow \"13003000\""),
        (ages, "13003000,2875 2631", "13003000,2631", "but must be 17 whole numbers with a space between"),
        (ages, "13003000,2875 2631", "13003000,-2875 2631", "the men are \"-2875"),
        (ages, ",2855 2490", ",2855 2490.5", "the women are \"2855 2490.5"),
        (moves, "0,17,18806", "1,17,18806", "the ages are 1 to 17, but must begin at 0"),
        (moves, "18,24,20389", "18,23,20389", "the ages 18 to 23 are not whole groups"),
        (moves, "65,,7332,RDB-12711-01\n", "", "the ages end at 64, but must end open"),
        (moves, "65,,7332", "65,,many", "the number of moves is \"many\""),
        (
            "model.toml",
            "census = \"2022-05-15\"",
            "census = \"15.05.2022\"",
            "the day of the census is \"15.05.2022\"",
        ),
        ("model.toml", "census = \"2022-05-15\"", "census = \"2026-05-15\"", "not after the base date"),
        ("model.toml", "year = 2015\ncensus", "year = 2022\ncensus", "the year of the ages is 2022"),
        ("model.toml", "from = [0, 3,", "from = [3, 0,", "must begin at 0, rise"),
        ("model.toml", "floor = 0.01", "floor = 0.0", "the share of all residents is 0"),
    ];
    for (file, from, to, wanted) in faults {
        refused(file, (from, to), wanted);
    }
    let row = "[municipal_ages]\nyear = 2015\ncensus = \"2022-05-15\"\nfrom = [0, 3, 6, 10, 15, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 75]\nfloor = 0.01\nsource = \"PFLEGEPLAN\"\n";
    refused("model.toml", (row, ""), "there is a municipal_ages.csv, but no [municipal_ages]");
}
