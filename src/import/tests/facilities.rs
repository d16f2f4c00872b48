//! Rules for facilities: which rows make one, which one of the register it is, what an import may
//! overwrite, what is missing.

use super::super::{Change, Missing, NoteKind, Outcome, Plan, plan};
use super::fixture::*;
use crate::register::{Facility, Feature};
use Outcome::*;

const HEADER: &str = "source_id;name;provider;category;street;house_number;postcode;place;lat;lon;places;places_on;phone;features";

/// One row at the town hall of Ludwigslust, or `north` metres north of it.
fn line(id: &str, name: &str, category: &str, north: f64, rest: &str) -> String {
    let lat = 53.3249 + north / 111_300.0;
    format!("{id};{name};Träger;{category};Weg;1;19288;Ludwigslust;{lat:.7};11.4957;{rest}\n")
}

fn list(lines: &[String]) -> String {
    format!("{HEADER}\n{}", lines.concat())
}

fn offers(facility: &Facility) -> Vec<(&str, Option<u32>, &str)> {
    facility
        .offers
        .iter()
        .map(|offer| (offer.category.as_str(), offer.places, offer.source_id.as_str()))
        .collect()
}

fn change(field: &str, from: Option<&str>, to: Option<&str>) -> Change {
    Change { field: field.into(), from: from.map(str::to_owned), to: to.map(str::to_owned) }
}

/// The register after a list.
fn register(text: &str) -> Vec<Facility> {
    applied(&[], &import(text, &[]))
}

#[test]
fn rows_of_one_house_are_one_facility_led_by_residential_care() {
    let plan = import(
        &list(&[
            line("9", "haus \"am see\"", "short_term_care_embedded", 200.0, "4;2025;;pets"),
            line("4", "Haus Am See", "residential_care", 0.0, "60;2025;;garden"),
            line("7", "Haus Am  See", "day_care", 100.0, "12;2025;03874 1;"),
        ]),
        &[],
    );
    assert_eq!(outcomes(&plan), [Merged, Accepted, Merged], "{}", plan.report);
    let home = only(&plan);
    assert_eq!(
        (home.id.as_str(), home.name.as_str(), home.source.id.as_str()),
        ("pflegeplan-4", "Haus Am See", "4")
    );
    let expected = [
        ("residential_care", Some(60), "4"),
        ("day_care", Some(12), "7"),
        ("short_term_care_embedded", Some(4), "9"),
    ];
    assert_eq!(offers(home), expected);
    assert_eq!(home.features, [Feature::Pets, Feature::Garden]);
    assert_eq!(home.contact.phone.as_deref(), Some("03874 1"));
    let joined: Vec<(usize, &str)> = plan
        .report
        .rows
        .iter()
        .flat_map(|row| row.notes.iter().map(|note| (row.line, note)))
        .filter(|(_, note)| note.kind == NoteKind::Joined)
        .map(|(line, note)| (line, note.text.as_str()))
        .collect();
    let expected =
        [(2, "name \"haus \"am see\"\" is not that of line 3, which leads"), (3, "phone taken from line 4")];
    assert_eq!(joined, expected);
}

#[test]
fn another_name_provider_address_or_site_is_another_facility() {
    let base = line("1", "Haus A", "residential_care", 0.0, "60;2025;;");
    let others = [
        line("2", "Haus B", "day_care", 0.0, "9;2025;;"),
        line("2", "Haus A", "day_care", 0.0, "9;2025;;").replace("Träger", "Anderer"),
        line("2", "Haus A", "day_care", 0.0, "9;2025;;").replace("Weg;1", "Weg;2"),
        line("2", "Haus A", "day_care", 0.0, "9;2025;;").replace("19288", "19289"),
        line("2", "Haus A", "day_care", 251.0, "9;2025;;"),
    ];
    for other in others {
        let plan = import(&list(&[base.clone(), other.clone()]), &[]);
        assert_eq!(outcomes(&plan), [Accepted, Accepted], "{other}");
    }
    let near = import(&list(&[base, line("2", "Haus A", "day_care", 249.0, "9;2025;;")]), &[]);
    assert_eq!(outcomes(&near), [Accepted, Merged]);
}

#[test]
fn a_second_row_of_a_category_is_merged_if_it_says_the_same_and_else_rejected() {
    let one = line("1", "Haus A", "day_care", 0.0, "9;2025;;");
    let same = line("2", "Haus A", "day_care", 5.0, "9;2025;;");
    let plan = import(&list(&[one.clone(), same]), &[]);
    assert_eq!(outcomes(&plan), [Accepted, Merged]);
    assert_eq!(offers(only(&plan)), [("day_care", Some(9), "1")]);
    let note = row(&plan, 3).notes.last().unwrap();
    assert_eq!((note.kind, note.text.as_str()), (NoteKind::Repeated, "says the same as line 2"));
    let other = line("2", "Haus A", "day_care", 5.0, "10;2025;03874 1;");
    let plan = import(&list(&[one, other]), &[]);
    let expected = "line 2 has another day_care of the same facility that differs in phone, places; hint: make one row of the two";
    assert!(reason(&plan, 3).contains(expected), "{}", plan.report);
    assert_eq!(only(&plan).contact.phone, None, "a rejected row says nothing about the facility");
}

#[test]
fn an_id_stands_once() {
    let plan = import(
        &list(&[
            line("1", "Haus A", "day_care", 0.0, "9;2025;;"),
            line("1", "Haus B", "day_care", 0.0, "9;2025;;"),
        ]),
        &[],
    );
    assert_eq!(reason(&plan, 3), "the id \"1\" stands on line 2 already");
    let without = |name: &str, places: u32| line("", name, "day_care", 0.0, &format!("{places};2025;;"));
    let plan = import(&list(&[without("Haus A", 9), without("Haus A", 9), without("HAUS A", 10)]), &[]);
    assert_eq!(outcomes(&plan), [Accepted, Merged, Rejected]);
    assert!(
        reason(&plan, 4)
            .starts_with("line 2 has the same name, address and category, but the rows have no ids")
    );
    let known = applied(&[], &plan);
    let again = import(&list(&[without("Haus A", 9), without("Haus A", 9), without("HAUS A", 10)]), &known);
    assert_eq!(outcomes(&again), [Unchanged, Unchanged, Rejected]);
}

#[test]
fn ids_that_look_alike_stay_apart() {
    let ids = ["a/1", "a.1", "A-1", "a-1"];
    let lines = ids.iter().enumerate();
    let lines: Vec<String> =
        lines.map(|(number, id)| line(id, &format!("Haus {number}"), "day_care", 0.0, ";;;")).collect();
    let plan = import(&list(&lines), &[]);
    let mut found: Vec<&str> = plan.insert.iter().map(|facility| facility.id.as_str()).collect();
    assert_eq!(found[3], "pflegeplan-a-1");
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(
        found.iter().all(|id| id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
    );
}

#[test]
fn an_id_of_other_letters_stays_readable_and_the_same_in_every_form_of_unicode() {
    let id = |id: &str| only(&import(&list(&[line(id, "Haus", "day_care", 0.0, ";;;")]), &[])).id.clone();
    for (row, readable) in [
        ("Möwe", "pflegeplan-moewe-"),
        ("Mo\u{308}we", "pflegeplan-moewe-"),
        ("Straße 5", "pflegeplan-strasse-5-"),
        ("Renée", "pflegeplan-renee-"),
        ("Rene\u{301}e", "pflegeplan-renee-"),
        ("Łódź", "pflegeplan-lodz-"),
        ("Ørsted", "pflegeplan-oersted-"),
        ("Yıldız", "pflegeplan-yildiz-"),
        ("İnci", "pflegeplan-inci-"),
        ("Росток", "pflegeplan-"),
    ] {
        let found = id(row);
        let hash = found.strip_prefix(readable).unwrap_or_else(|| panic!("{row}: {found}"));
        assert!(hash.len() == 6 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{row}: {found}");
    }
    assert_eq!((id("Mo\u{308}we"), id("Rene\u{301}e")), (id("Möwe"), id("Renée")));
    assert_ne!(id("Rostock-Ä"), id("Rostock-Ae"));
}

#[test]
fn rows_that_name_a_facility_belong_to_it_wherever_they_lie() {
    let text = "facility_id;source_id;name;category;place;lat;lon\n\
                haus;1;Haus A;residential_care;Ludwigslust;53.3249;11.4957\n\
                haus;2;Haus A, Nebenhaus;day_care;Ludwigslust;53.3349;11.4957\n";
    let plan = import(text, &[]);
    assert_eq!(outcomes(&plan), [Accepted, Merged]);
    assert_eq!(only(&plan).id, "haus");
    assert!(
        row(&plan, 3)
            .notes
            .iter()
            .any(|note| note.text.starts_with("name \"Haus A, Nebenhaus\" is not that of line 2"))
    );
}

#[test]
fn a_row_that_names_a_facility_has_the_better_claim_than_the_facilitys_own_row() {
    let header = "facility_id;source_id;name;category;place;lat;lon\n";
    let row = |facility: &str, id: u8, name: &str, category: &str| {
        format!("{facility};{id};{name};{category};Ludwigslust;53.3249;11.4957\n")
    };
    let register = register(&format!("{header}{}", row("haus", 1, "Haus A", "day_care")));
    let list =
        format!("{header}{}{}", row("", 1, "Haus B", "night_care"), row("haus", 2, "Haus A", "day_care"));
    let plan = import(&list, &register);
    assert_eq!(outcomes(&plan), [Accepted, Changed], "{}", plan.report);
    let ids: Vec<String> = applied(&register, &plan).into_iter().map(|facility| facility.id).collect();
    assert_eq!(ids, ["haus", "pflegeplan-1"]);
}

#[test]
fn a_newer_file_shows_the_difference_field_by_field() {
    let old = list(&[
        line("1", "Haus A", "residential_care", 0.0, "60;2024;03874 1;"),
        line("2", "Haus A", "day_care", 0.0, "9;2024;03874 1;"),
        line("3", "Haus B", "day_care", 0.0, "12;2024;;"),
    ]);
    let register = register(&old);
    let new = list(&[
        line("1", "Haus A", "residential_care", 0.0, "60;2024;03874 2;"),
        line("2", "Haus A", "day_care", 0.0, "10;2025;03874 2;"),
        line("3", "Haus B", "day_care", 0.0, "12;2024;;"),
        line("4", "Haus A", "night_care", 0.0, "2;2025;03874 2;"),
    ]);
    let plan = import(&new, &register);
    assert_eq!(outcomes(&plan), [Changed, Changed, Unchanged, Merged], "{}", plan.report);
    assert_eq!(row(&plan, 2).changes, [change("phone", Some("03874 1"), Some("03874 2"))]);
    let expected = [
        change("places", Some("9"), Some("10")),
        change("places_on", Some("2024-12-31"), Some("2025-12-31")),
    ];
    assert_eq!(row(&plan, 3).changes, expected);
    assert_eq!((plan.insert.len(), plan.update.len()), (0, 1));
    assert_eq!(offers(&plan.update[0]).len(), 3);
    assert_eq!(plan.report.facilities, super::super::FacilityTotals { new: 0, changed: 1, unchanged: 1 });
    let after = applied(&register, &plan);
    assert_eq!(outcomes(&import(&new, &after)), [Unchanged; 4]);
    let text = plan.report.to_string();
    assert!(
        text.contains(
            "  line 2, id in the list 1, in the register pflegeplan-1, residential_care\n    phone: \"03874 1\" -> \"03874 2\"\n"
        ),
        "{text}"
    );
    assert!(
        text.contains("Total: 4 rows: 0 accepted, 1 merged, 2 changed, 1 unchanged, 0 rejected\n"),
        "{text}"
    );
}

#[test]
fn what_the_list_has_no_column_for_stays_as_the_register_has_it() {
    let text = "source_id;name;category;place;lat;lon\n1;Haus A;day_care;Ludwigslust;53.3249;11.4957\n";
    let mut register = register(text);
    let known = &mut register[0];
    known.contact.email = Some("haus@example.org".into());
    known.opening_hours = Some("Mo-Fr 08:00-16:00".into());
    known.features = vec![Feature::Garden];
    known.offers[0].free_places = Some(2);
    known.offers[0].counted_on = Some(day("2026-03-01"));
    known.example = true;
    let plan = import(text, &register);
    assert_eq!(outcomes(&plan), [Unchanged], "{}", plan.report);
    let renamed = import(&text.replace("Haus A", "Haus B"), &register);
    assert_eq!(renamed.update[0], Facility { name: "Haus B".into(), ..register[0].clone() });
}

#[test]
fn an_empty_cell_of_a_mapped_column_clears_the_field() {
    let register = register(&list(&[line("1", "Haus A", "day_care", 0.0, "9;2025;03874 1;garden")]));
    let plan = import(&list(&[line("1", "Haus A", "day_care", 0.0, ";;;")]), &register);
    let expected = [
        change("phone", Some("03874 1"), None),
        change("features", Some("garden"), None),
        change("places", Some("9"), None),
        change("places_on", Some("2025-12-31"), None),
    ];
    assert_eq!(row(&plan, 2).changes, expected);
}

#[test]
fn a_count_never_gives_way_to_an_older_one() {
    let header = "source_id;name;category;place;lat;lon;places;places_on;free_places;counted_on\n";
    let list = |counts: &str| format!("{header}1;Haus A;day_care;Ludwigslust;53.3249;11.4957;{counts}\n");
    let register = register(&list("12;2025;3;2026-02-20"));
    let older = import(&list("9;2024;1;2026-02-19"), &register);
    assert_eq!(outcomes(&older), [Unchanged], "{}", older.report);
    let notes: Vec<&str> = row(&older, 2).notes.iter().map(|note| note.text.as_str()).collect();
    let expected = [
        "places: the register's count of 2025-12-31 (12) is newer",
        "free places: the register's count of 2026-02-20 (3) is newer",
    ];
    assert_eq!(notes, expected);
    let none = import(&list("12;2025;;"), &register);
    assert_eq!(outcomes(&none), [Unchanged], "no count is no news");
    let newer = import(&list("13;2026-01-31;0;2026-02-21"), &register);
    assert_eq!(outcomes(&newer), [Changed]);
    assert_eq!(
        (newer.update[0].offers[0].places, newer.update[0].offers[0].free_places),
        (Some(13), Some(0))
    );
}

#[test]
fn a_better_position_of_the_same_address_is_not_given_up() {
    let with = "source_id;name;category;postcode;place;lat;lon\n1;Haus A;day_care;19288;Ludwigslust;53.3249;11.4957\n";
    let without = with.replace("53.3249;11.4957", ";");
    let register = register(with);
    let found = world().gazetteer.locate_address(Some("19288"), "Ludwigslust", None);
    let plan = import(&without, &register);
    if found.is_ok() {
        assert_eq!(outcomes(&plan), [Unchanged], "{}", plan.report);
        assert!(row(&plan, 2).notes.iter().any(|note| note.kind == NoteKind::Kept));
    } else {
        assert_eq!(outcomes(&plan), [Rejected]);
    }
}

#[test]
fn what_a_list_lacks_is_listed_and_not_removed() {
    let all = [
        line("1", "Haus A", "residential_care", 0.0, "60;2025;;"),
        line("2", "Haus A", "day_care", 0.0, "9;2025;;"),
        line("3", "Haus B", "day_care", 0.0, "12;2025;;"),
    ];
    let register = register(&list(&all));
    let plan = import(&list(&all[..1]), &register);
    assert_eq!((outcomes(&plan), plan.update.len()), (vec![Unchanged], 0), "{}", plan.report);
    let expected = "Missing: in the register, but not in the file (2)\n  \
        pflegeplan-1, Haus A: in the file, but without day_care (id 2)\n  \
        pflegeplan-3, Haus B: not in the file any more; it has day_care (id 3)\n";
    let text = plan.report.to_string();
    assert!(text.contains(expected), "{text}");
    let closed: Vec<Facility> = register
        .into_iter()
        .map(|facility| Facility { valid_to: Some(day("2026-03-01")), ..facility })
        .collect();
    let plan = import(&list(&all[..1]), &closed);
    assert_eq!(plan.report.missing, Vec::<Missing>::new(), "what is closed is not missing");
    let reopened = row(&plan, 2).notes.iter().find(|note| note.kind == NoteKind::Reopened).unwrap();
    assert_eq!(
        reopened.text,
        "it was closed in the register with 2026-03-01 and stands in the list again: reopened"
    );
    assert_eq!(plan.update[0].valid_to, None);
}

#[test]
fn what_a_rejected_row_is_about_is_not_missing() {
    let all = [
        line("1", "Haus A", "residential_care", 0.0, "60;2025;;"),
        line("2", "Haus A", "day_care", 0.0, "9;2025;;"),
    ];
    let register = register(&list(&all));
    let faulty =
        [all[0].clone(), line("2", "Haus A", "day_care", 0.0, "9;2025;;").replace("day_care", "kegelbahn")];
    let plan = import(&list(&faulty), &register);
    assert_eq!((outcomes(&plan), plan.update.len()), (vec![Unchanged, Rejected], 0));
    assert_eq!(plan.report.missing, Vec::<Missing>::new());
    let both = list(&[line("1", "Haus A", "kino", 0.0, ";;;"), line("2", "Haus A", "kegelbahn", 0.0, ";;;")]);
    assert_eq!(import(&both, &register).report.missing, Vec::<Missing>::new());
}

#[test]
fn a_facility_keeps_its_id_as_long_as_one_of_its_rows_is_there() {
    let all = [
        line("1", "Haus A", "residential_care", 0.0, "60;2025;;"),
        line("2", "Haus A", "day_care", 0.0, "9;2025;;"),
    ];
    let register = register(&list(&all));
    let plan = import(&list(&all[1..]), &register);
    assert_eq!(row(&plan, 2).facility.as_deref(), Some("pflegeplan-1"));
    assert_eq!((plan.insert.len(), plan.update.len()), (0, 0));
    let renamed = import(
        &list(&[all[0].replace("Haus A", "Haus Neu"), all[1].replace("Haus A", "Haus Neu")]),
        &register,
    );
    assert_eq!(outcomes(&renamed), [Changed, Unchanged]);
    assert_eq!(renamed.update[0].id, "pflegeplan-1");
}

#[test]
fn a_row_that_moves_away_leaves_its_facility() {
    let all = [
        line("1", "Haus A", "residential_care", 0.0, "60;2025;;"),
        line("2", "Haus A", "day_care", 0.0, "9;2025;;"),
    ];
    let register = register(&list(&all));
    let moved = list(&[all[0].clone(), all[1].replace("Weg;1", "Weg;5")]);
    let plan = import(&moved, &register);
    assert_eq!(outcomes(&plan), [Changed, Accepted], "{}", plan.report);
    assert_eq!(row(&plan, 2).changes, [change("offer", Some("day_care (id 2)"), None)]);
    assert_eq!(only(&plan).id, "pflegeplan-2");
    let after = applied(&register, &plan);
    assert_eq!(after.iter().map(|facility| facility.offers.len()).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(outcomes(&import(&moved, &after)), [Unchanged, Unchanged]);
}

#[test]
fn a_row_that_comes_to_repeat_another_leaves_its_facility_too() {
    let all = [
        line("1", "Haus A", "residential_care", 0.0, "60;2025;;"),
        line("2", "Haus B", "day_care", 0.0, "9;2025;;"),
        line("3", "Haus A", "home_care_service", 0.0, ";;;"),
    ];
    let register = register(&list(&all));
    let repeated = list(&[all[0].clone(), all[1].clone(), all[1].replacen('2', "3", 1)]);
    let plan = import(&repeated, &register);
    assert_eq!(outcomes(&plan), [Changed, Unchanged, Unchanged], "{}", plan.report);
    assert_eq!(row(&plan, 2).changes, [change("offer", Some("home_care_service (id 3)"), None)]);
    let again = import(&repeated, &applied(&register, &plan));
    assert_eq!(outcomes(&again), [Unchanged; 3], "{}", again.report);
}

#[test]
fn facilities_once_distinct_stay_so_when_their_rows_grow_alike() {
    let apart = list(&[
        line("1", "Haus A", "residential_care", 0.0, "60;2025;;"),
        line("2", "Haus B", "day_care", 0.0, "9;2025;;"),
    ]);
    let register = register(&apart);
    let alike = apart.replace("Haus B", "Haus A");
    let plan = import(&alike, &register);
    assert_eq!(outcomes(&plan), [Unchanged, Changed]);
    assert_eq!(
        plan.report.rows.iter().map(|row| row.facility.as_deref()).collect::<Vec<_>>(),
        [Some("pflegeplan-1"), Some("pflegeplan-2")]
    );
}

#[test]
fn a_row_that_changes_its_category_replaces_its_offer() {
    let register = register(&list(&[line("1", "Haus A", "day_care", 0.0, "9;2025;;")]));
    let plan = import(&list(&[line("1", "Haus A", "night_care", 0.0, "9;2025;;")]), &register);
    assert_eq!(row(&plan, 2).changes, [change("category", Some("day_care"), Some("night_care"))]);
    assert_eq!(offers(&plan.update[0]), [("night_care", Some(9), "1")]);
}

#[test]
fn a_list_may_speak_for_several_sources() {
    let text = "source;source_id;name;category;place;lat;lon\n\
                lup;1;Haus A;day_care;Ludwigslust;53.3249;11.4957\n\
                ;1;Haus A;day_care;Ludwigslust;53.3249;11.4957\n";
    let table = table(text);
    let layout = shipped("pflegeplan");
    let sources: Vec<String> = super::super::sources(&table, layout).unwrap().into_iter().collect();
    assert_eq!(sources, ["lup", "pflegeplan"]);
    let plan: Plan = plan(&table, layout, &[], &context()).unwrap();
    assert_eq!(
        plan.insert.iter().map(|facility| facility.id.as_str()).collect::<Vec<_>>(),
        ["lup-1", "pflegeplan-1"]
    );
}

#[test]
fn the_report_speaks_json() {
    let plan = import(
        &list(&[line("1", "Haus A", "day_care", 0.0, "9;2025;;"), line("2", "Haus B", "Kino", 0.0, ";;;")]),
        &[],
    );
    let json = serde_json::to_value(&plan.report).unwrap();
    assert_eq!(json["totals"]["accepted"], 1);
    assert_eq!(json["rows"][0]["outcome"], "accepted");
    assert_eq!(json["rows"][1]["line"], 3);
    assert!(json["rows"][1]["reason"].as_str().unwrap().contains("Kino"));
    assert_eq!(json["by_category"][0]["category"], "day_care");
    assert_eq!(json["by_category"][1]["category"], serde_json::Value::Null);
    assert_eq!(json["file"]["layout"], "pflegeplan");
}
