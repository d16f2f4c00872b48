//! What a planner asks next: areas and scenarios side by side, questions about measures, plans, and inputs without effect.

use super::*;

/// Value of a measure in a CSV of rows, without further breakdown.
fn value(csv: &str, area: &str, year: u32, measure: &str) -> Option<f64> {
    let start = format!("{area},{year},");
    let line =
        csv.lines().find(|line| line.starts_with(&start) && line.contains(&format!(",{measure},,,,,,")))?;
    line.split(',').nth(9)?.parse().ok()
}

/// Of a kind: questions.
#[test]
fn questions_are_about_any_measure_and_about_two_of_them() {
    let folder = Folder::new("questions");
    let ask = |question: &str| {
        let call = ["forecast", "--area", "13076", "--to", "2035", "--draws", "200", "--question", question];
        folder.run(&[&call[..], &["--format", "csv"]].concat())
    };
    let both = "residential_places_needed > residential_places_supply in 2035,residential_places_balance < 0";
    let answer = ask(both).ok();
    let shares: Vec<&str> =
        answer.err.lines().filter_map(|line| line.strip_prefix("in ")?.split(" of 100").next()).collect();
    assert_eq!(shares.len(), 2, "{}", answer.err);
    assert_eq!(shares[0], shares[1], "more is needed than there is where the balance is below zero");
    assert!(
        answer
            .err
            .contains("births, deaths, migration and rates of need are drawn, staff and places are not"),
        "{}",
        answer.err
    );
    // Half of the draws lie above the median.
    let needed =
        answer.out.lines().find(|line| line.starts_with("13076,2035,status-quo,people_in_need,")).unwrap();
    let median = needed.split(',').nth(13).unwrap();
    let half = ask(&format!("people_in_need > {median}")).ok().err;
    assert!(half.contains("in 50 of 100") || half.contains("in 49 of 100"), "{half}");
    let certain = ask("staff_needed_heads > staff_available_heads in 2026,population < 300000").ok().err;
    assert!(certain.contains("in 100 of 100 draws the number of residents is below 300,000"), "{certain}");
    ask("births > 100").fails_with(1, &["births", "no distribution", "people_in_need"]);
    ask("people_in_need = 100").fails_with(1, &["is not a question", "> or <"]);
    ask("residential_places_supply > 100").fails_with(1, &["residential_places_supply", "no distribution"]);
    ask("beds > 100").fails_with(1, &["\"beds\" is not a measure"]);
}

/// Of a kind: what every planner does next.
#[test]
fn several_areas_and_scenarios_stand_side_by_side() {
    use calamine::{Data, Reader, Xlsx};
    let folder = Folder::new("side-by-side");
    let call =
        ["forecast", "--area", "13076,13074,130765656", "--scenario", "status-quo,high", "--to", "2030"];
    let table = folder.run(&call).ok().out;
    assert!(
        table.contains("13076 Ludwigslust-Parchim") && table.contains("13074 Nordwestmecklenburg"),
        "{table}"
    );
    assert!(table.contains("13076 status-quo") && table.contains("13074 high"), "{table}");
    let csv = folder.run(&[&call[..], &["--format", "csv"]].concat()).ok().out;
    let row = csv.lines().find(|line| line.starts_with("13074,2030,high,population,")).unwrap();
    assert!(row.ends_with(",Nordwestmecklenburg"), "{row}");
    let book = folder.command().args(call).args(["--format", "xlsx"]).output().unwrap();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(book.stdout)).unwrap();
    let sheet = book.worksheet_range("Überblick").unwrap();
    let heading = |column| sheet.get((0, column)).unwrap().to_string();
    assert_eq!([0, 1, 2].map(heading), ["Messgröße", "Einheit", "Jahr"]);
    assert_eq!(heading(3), "Ludwigslust-Parchim (13076), status-quo");
    assert_eq!(sheet.get((1, 0)).unwrap().to_string(), "Bevölkerung am 31. Dezember");
    assert_eq!(sheet.get((1, 3)), Some(&Data::Float(207_160.0)));
    assert_eq!(book.sheet_names(), ["Überblick", "Alle Werte", "Hinweise"]);
    let state = folder.run(&["forecast", "--area", "13", "--to", "2026", "--format", "csv"]).ok().out;
    assert!(state.lines().nth(1).unwrap().ends_with(",Mecklenburg-Vorpommern"), "{state}");
    folder.run(&["forecast", "--area", "13076,13076"]).fails_with(1, &["13076", "twice"]);
    folder.run(&["forecast", "--area", "13076,13074", "--explain", "2030"]).fails_with(1, &["one area"]);
}

/// Of a kind: input without effect, or counted twice.
#[test]
fn places_planned_in_the_past_or_after_the_last_year_are_refused() {
    let folder = Folder::new("planned");
    let plan = |year: i32, more: &str| {
        let text = format!(
            "area = \"13076\"\n{more}[[care.planned_places]]\narea = \"13076\"\nyear = {year}\nkind = \"residential\"\nplaces = 60\n"
        );
        let file = folder.write("plan.toml", text);
        folder.run(&["forecast", "--request", &file])
    };
    plan(2020, "").fails_with(1, &["care.planned_places", "2020", "2024", "2040"]);
    plan(2023, "").fails_with(1, &["2023"]);
    plan(2036, "to = 2035\n").fails_with(1, &["2036", "2035"]);
    plan(2024, "").ok();
}

/// Of a kind: input without effect, or counted twice.
#[test]
fn places_of_a_plan_that_the_register_announces_are_named() {
    let folder = Folder::new("planned-twice");
    let header =
        "source_id,name,category,street,house_number,postcode,place,lat,lon,places,valid_from,valid_to";
    let rows = [
        "1,Haus Alt,residential_care,Weg,1,19288,Ludwigslust,53.3249,11.4957,400,,",
        "2,Haus Neu,residential_care,Weg,2,19370,Parchim,53.4264,11.8482,60,2028-07-01,",
        "3,Haus Zu,residential_care,Weg,3,19370,Parchim,53.4264,11.8492,40,,2030-12-31",
    ];
    let file = folder.write("dated.csv", format!("{header}\n{}\n", rows.join("\n")));
    folder.import(&file, &[]).ok();
    let plan = |area: &str, year: i32, kind: &str, places: i32| {
        let text = format!(
            "area = \"13076\"\nsupply = \"register\"\n[[care.planned_places]]\narea = \"{area}\"\nyear = {year}\nkind = \"{kind}\"\nplaces = {places}\n"
        );
        let file = folder.write("plan.toml", text);
        folder.run(&["forecast", "--request", &file, "--format", "csv"]).ok()
    };
    let opening = plan("13076", 2028, "residential", 60);
    assert!(
        opening.err.contains("\"Haus Neu\" opens 60 places on 2028-07-01")
            && opening.err.contains("both are counted"),
        "{}",
        opening.err
    );
    assert_eq!(value(&opening.out, "13076", 2029, "residential_places_supply"), Some(560.0));
    assert!(plan("13076", 2031, "residential", -40).err.contains("\"Haus Zu\" closes 40 places"));
    for (area, year, kind) in [("13076", 2028, "day_care"), ("13076", 2035, "residential")] {
        let other = plan(area, year, kind, 20);
        assert!(!other.err.contains("both are counted"), "{}", other.err);
    }
    let elsewhere = plan("13004", 2028, "residential", 60);
    assert!(elsewhere.err.contains("13004 in 2028 changes no row"), "{}", elsewhere.err);
}

#[test]
fn inputs_without_effect_are_refused_or_noted() {
    let folder = Folder::new("no-effect");
    let request = |text: &str| {
        let file = folder.write("run.toml", format!("area = \"13076\"\nto = 2026\n{text}"));
        folder.run(&["forecast", "--request", &file])
    };
    request("[care]\nrise = 0.2\n").fails_with(1, &["care.rise", "no effect", "rising"]);
    request("[care]\ncompression = 0.5\n").fails_with(1, &["care.compression", "no effect"]);
    request("prevalence = \"rising\"\n[care]\nrise = 0.2\n").ok();
    assert!(request("seed = 7\n").ok().err.contains("the seed has no effect without draws"));
    let empty = folder.write("empty.csv", "municipality,year,sex,age_from,persons\n");
    let counts = |path: &str| {
        folder.run(&["forecast", "--area", "13076", "--level", "municipality", "--counts", path])
    };
    counts(&empty).fails_with(1, &["empty.csv", "holds no counts"]);
    counts(folder.0.to_str().unwrap()).fails_with(1, &["is a folder"]);
    counts(&folder.write("nothing.csv", "")).fails_with(1, &["nothing.csv"]);
}

#[test]
fn an_assumption_out_of_bounds_is_refused_with_unit_and_range() {
    let folder = Folder::new("bounds");
    for (text, wanted) in [
        (
            "[assumptions]\ntfr = {value = 14, year = 2035}\n",
            ["tfr is 14", "0.7 to 2.5", "children per woman"],
        ),
        ("[assumptions]\nlife_expectancy_male = {value = 7, year = 2035}\n", ["is 7", "70 to 95", "years"]),
        ("[care]\nfte_per_head = 12\n", ["fte_per_head is 12", "0.1 to 1", "full-time equivalents per head"]),
        (
            "[care]\nday_care_per_100_from_75 = 90\n",
            ["is 90", "0 to 50", "places per 100 residents of 75 and older"],
        ),
    ] {
        let file = folder.write("run.toml", format!("area = \"13076\"\n{text}"));
        folder.run(&["forecast", "--request", &file]).fails_with(1, &wanted);
    }
}

/// Of a kind: notes wider than what is left out.
#[test]
fn notes_say_exactly_what_is_left_out_inside_a_district() {
    let folder = Folder::new("left-out");
    for area in ["130765656", "13076090"] {
        let run = folder.run(&["forecast", "--area", area, "--to", "2026", "--format", "csv"]).ok();
        assert!(
            run.out.contains("staff_needed_heads") && !run.out.contains("staff_available_heads"),
            "{}",
            run.out
        );
        assert!(
            run.err.contains("staff needed there follows")
                && run.err.contains("the staff available is known of whole districts only"),
            "{}",
            run.err
        );
    }
    let district = folder.run(&["forecast", "--area", "13004", "--to", "2026", "--format", "csv"]).ok();
    assert!(
        district.out.contains("staff_available_heads") && !district.err.contains("whole districts only"),
        "{}",
        district.err
    );
}

/// Of a kind: breakdowns that change over time.
#[test]
fn care_types_add_up_to_all_in_every_year() {
    let folder = Folder::new("care-types");
    for area in ["13", "13076", "13003"] {
        let call = [
            "forecast",
            "--area",
            area,
            "--from",
            "2023",
            "--to",
            "2026",
            "--by",
            "care_type",
            "--format",
            "csv",
        ];
        let csv = folder.run(&call).ok().out;
        let whole = ["forecast", "--area", area, "--from", "2023", "--to", "2026", "--format", "csv"];
        let whole = folder.run(&whole).ok().out;
        for year in [2023, 2025, 2026] {
            let start = format!("{area},{year},");
            let types: Vec<f64> = csv
                .lines()
                .filter(|line| {
                    line.starts_with(&start)
                        && line.contains(",people_in_need,,,,,")
                        && line.split(',').nth(8) != Some("")
                })
                .map(|line| line.split(',').nth(9).unwrap().parse().unwrap())
                .collect();
            let all = value(&whole, area, year, "people_in_need").unwrap();
            assert_eq!(types.len(), 5, "{area} {year}");
            assert!((types.iter().sum::<f64>() - all).abs() < 0.5, "{area} {year}: {types:?} of {all}");
        }
    }
}

/// Of a kind: negative zero.
#[test]
fn reach_is_asked_of_one_area_and_has_no_negative_zero() {
    let folder = Folder::new("reach-area");
    let file = folder.write("list.csv", list(&[HOME, DAY_CARE]));
    folder.import(&file, &[]).ok();
    let reach = |more: &[&str]| {
        folder
            .run(&[&["reach", "--category", "day_care", "--minutes", "15", "--format", "csv"], more].concat())
    };
    let rows = |csv: &str| csv.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let district = rows(&reach(&["--area", "13076"]).ok().out);
    assert_eq!(district.len(), 3);
    assert!(
        district[0].starts_with("13076,day_care,car,15,all,207160,")
            && district[0].ends_with(",Ludwigslust-Parchim"),
        "{}",
        district[0]
    );
    let amter = rows(&reach(&["--area", "13076", "--level", "amt"]).ok().out);
    assert_eq!(amter.len(), 3 * 20);
    let all = reach(&["--level", "municipality"]).ok().out;
    assert!(!all.contains(",-0"), "a share of nobody has no minus");
    assert!(rows(&all).len() == 3 * 726 && rows(&all).iter().all(|row| !row.ends_with(',')));
    reach(&["--area", "13076090", "--level", "district"])
        .fails_with(1, &["--level", "Ludwigslust (13076090)"]);
    reach(&["--area", "99"]).fails_with(1, &["--area", "\"99\""]);
}

/// Of a kind: indicators that cannot have a value.
#[test]
fn indicators_of_the_future_have_values_or_the_right_reason() {
    let folder = Folder::new("future-indicators");
    let csv = |area: &str| {
        let call =
            ["indicators", "--area", area, "--id", "X01,X02,X06,X08", "--year", "2035", "--format", "csv"];
        folder.run(&call).ok().out
    };
    let of = |csv: &str, id: &str| -> String {
        csv.lines().find(|line| line.starts_with(id)).unwrap_or_else(|| panic!("{id} in {csv}")).to_owned()
    };
    for area in ["13076", "13004", "13"] {
        let csv = csv(area);
        for id in ["X02", "X06", "X08"] {
            assert!(of(&csv, id).contains("estimated"), "{}", of(&csv, id));
        }
        // They are those of the forecast, in tens.
        let number = |id: &str| -> f64 { of(&csv, id).split(',').nth(3).unwrap().parse().unwrap() };
        let run = |more: &[&str]| {
            let call = ["forecast", "--area", area, "--to", "2035", "--format", "csv"];
            folder.run(&[&call[..], more].concat()).ok().out
        };
        let (usual, rising) = (run(&[]), run(&["--prevalence", "rising"]));
        let of_run = |csv: &str, measure: &str| value(csv, area, 2035, measure).unwrap();
        let balance =
            of_run(&usual, "residential_places_supply") - of_run(&usual, "residential_places_needed");
        assert!((number("X06") - balance).abs() <= 5.0, "{area}: {balance}\n{csv}");
        let need = of_run(&rising, "people_in_need");
        assert!((number("X02") - need).abs() <= 5.0, "{area}: {need}\n{csv}");
        assert!(need > of_run(&usual, "people_in_need") + 5.0, "{area}: another assumption, another number");
        let dementia = of_run(&usual, "people_with_dementia");
        assert!((number("X08") - dementia).abs() <= 5.0, "{area}: {dementia}\n{csv}");
        let earlier = value(&usual, area, 2030, "people_with_dementia").unwrap();
        assert!((dementia - earlier).abs() > 10.0, "{area}: the year that was asked for, {earlier} in 2030");
    }
    let inside = csv("13076090");
    assert!(of(&inside, "X06").contains("missing"), "{inside}");
    let call = ["indicators", "--area", "13076090", "--id", "X06", "--year", "2035", "--format", "json"];
    let reason = folder.run(&call).ok().out;
    assert!(
        reason.contains("in Gemeinden und Ämtern zählen die der Versorgungsdatei, sobald die Heime des Kreises eingelesen sind"),
        "{reason}"
    );
}

/// Of a kind: two doors of one program that know different things.
#[test]
fn municipalities_have_the_indicators_of_the_future_that_their_forecast_has() {
    let folder = Folder::new("future-municipality");
    let of = |csv: &str, id: &str| -> String {
        csv.lines().find(|line| line.starts_with(id)).unwrap_or_else(|| panic!("{id} in {csv}")).to_owned()
    };
    let call = ["indicators", "--area", "13076090", "--id", "X01,X02,X03,X04,X05,X08,R12", "--year", "2035"];
    let inside = folder.run(&[&call[..], &["--format", "csv"]].concat()).ok().out;
    let run = |more: &[&str]| {
        let call = ["forecast", "--area", "13076090", "--to", "2035", "--format", "csv"];
        folder.run(&[&call[..], more].concat()).ok().out
    };
    let (usual, rising) = (run(&[]), run(&["--prevalence", "rising"]));
    for (id, csv, measure) in [
        ("X01", &usual, "people_in_need"),
        ("X02", &rising, "people_in_need"),
        ("X04", &usual, "residential_places_needed"),
        ("X05", &usual, "day_care_places_needed"),
        ("X08", &usual, "people_with_dementia"),
        ("R12", &usual, "staff_needed_heads"),
    ] {
        let row = of(&inside, id);
        let number: f64 = row.split(',').nth(3).unwrap().parse().unwrap_or_else(|_| panic!("{row}"));
        let forecast = value(csv, "13076090", 2035, measure).unwrap();
        assert!((number - forecast).abs() <= 5.0 && row.contains("estimated"), "{row}: {forecast}");
    }
    assert!(of(&inside, "X03").contains("estimated"), "{inside}");
    // Of today, where no year is asked: the last that is over, although a town of its own has figures of an earlier one.
    let call = ["indicators", "--area", "13076090", "--id", "G01,X08", "--format", "csv"];
    let today = folder.run(&call).ok().out;
    for id in ["G01", "X08"] {
        let row = of(&today, id);
        assert!(row.starts_with(&format!("{id},13076090,2025,")) && row.contains("estimated"), "{row}");
    }
}

/// Of a kind: bands without what matters most.
#[test]
fn a_probability_says_what_it_leaves_out_also_in_the_first_year() {
    let folder = Folder::new("first-year");
    let questions = "residential_places_balance < 0 in 2026,residential_places_balance < 0 in 2027";
    for (model, drawn, band) in [
        (
            "mv-2026-1",
            "births, deaths, migration and rates of need are drawn, staff and places are not",
            "that supply, or staff for each person in need, comes out otherwise is not in them",
        ),
        (
            "mv-2025-1",
            "only births, deaths and migration are drawn, not rates of need, staff or places",
            "that rates of need, staff or supply come out otherwise is not in them",
        ),
    ] {
        let call = ["forecast", "--model", model, "--area", "13076", "--to", "2027", "--draws", "100"];
        let asked = folder.run(&[&call[..], &["--question", questions, "--format", "csv"]].concat()).ok();
        let said: Vec<&str> = asked.err.lines().filter(|line| line.starts_with("in ")).collect();
        assert_eq!(said.len(), 2, "{model}: {}", asked.err);
        for (line, year) in said.iter().zip(["2026", "2027"]) {
            assert!(
                line.contains(&format!("at the end of {year}")) && line.ends_with(drawn),
                "{model}: {line}"
            );
        }
        assert!(asked.err.contains(band), "{model}: {}", asked.err);
    }
}
