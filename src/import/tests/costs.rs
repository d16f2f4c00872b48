//! What offers cost: what is read, what is refused, and what an older list cannot overwrite.

use super::super::Outcome::{Accepted, Changed, Unchanged};
use super::super::{Layout, NoteKind, Plan, plan};
use super::fixture::*;
use crate::register::{CostKind, CostPer, Costs, Facility};

const HEADER: &str = "source_id;name;category;place;lat;lon;own_share_eur;care_share_eur;board_and_lodging_eur;investment_eur;price_eur;costs_per;costs_on";

/// One row in the exchange layout.
fn list(category: &str, cells: &str) -> String {
    format!("{HEADER}\n1;Haus A;{category};Ludwigslust;53.3249;11.4957;{cells}\n")
}

fn one(category: &str, cells: &str) -> Plan {
    import(&list(category, cells), &[])
}

fn costs(plan: &Plan) -> &Costs {
    only(plan).offers[0].costs.as_ref().unwrap()
}

#[test]
fn amounts_are_kept_to_the_cent_and_what_is_empty_is_not_known() {
    let plan = one("residential_care", "2.410,00;1472.62;873;0;;month;1.10.2025");
    assert_eq!(outcomes(&plan), [Accepted], "{}", plan.report);
    let sheet = costs(&plan);
    assert_eq!((sheet.per, sheet.on), (CostPer::Month, day("2025-10-01")));
    let amounts: Vec<(CostKind, u32)> = sheet.lines().map(|(kind, cents)| (kind, cents.get())).collect();
    use CostKind::{BoardAndLodging, CareShare, Investment, OwnShare};
    assert_eq!(
        amounts,
        [(OwnShare, 241_000), (CareShare, 147_262), (BoardAndLodging, 87_300), (Investment, 0)]
    );
    assert!(row(&plan, 2).notes.is_empty());
    assert_eq!(only(&one("day_care", ";;;;;;")).offers[0].costs, None);
    // The day of a list may stand on rows that give no amount.
    assert_eq!(only(&one("day_care", ";;;;;;2025-10-01")).offers[0].costs, None);
}

#[test]
fn costs_that_cannot_be_are_left_empty_with_value_and_reason() {
    let refused = |category: &str, cells: &str, sentence: &str| {
        let plan = one(category, cells);
        assert_eq!(outcomes(&plan), [Accepted], "{}", plan.report);
        assert!(row(&plan, 2).notes.iter().any(|note| note.text.contains(sentence)), "{}", plan.report);
        assert_eq!(only(&plan).offers[0].costs, None);
    };
    let per_day = |amount: &str| format!(";;;;{amount};day;2025-10-01");
    refused("day_care", &per_day("1.450"), "price_eur \"1.450\" is not an amount in euro; expected 1450.00");
    refused("day_care", &per_day("78,365"), "is not an amount in euro");
    refused("day_care", &per_day("ab 70"), "is not an amount in euro");
    refused("day_care", &per_day("-5"), "is not an amount in euro");
    refused("day_care", &per_day("20000,01"), "at most 20000");
    refused(
        "day_care",
        ";;;;78,36;day;",
        "costs without the day from which they hold say nothing; hint: fill in costs_on",
    );
    refused("day_care", ";;;;78,36;;2025-10-01", "hint: fill in costs_per with month, day, hour or meal");
    refused("day_care", ";;;;78,36;Tag;2025-10-01", "costs_per \"Tag\" is not a span of a cost");
    refused("day_care", ";;;;78,36;day;2025", "costs_on \"2025\" is not a date");
    refused(
        "day_care",
        ";48,41;;;;day;2025-10-01",
        "care_share_eur is the uniform care share of residential care",
    );
}

#[test]
fn an_own_share_below_its_parts_is_noted() {
    let plan = one("residential_care", "2000;1472,62;873;199,56;;month;2025-10-01");
    let notes: Vec<_> = row(&plan, 2).notes.iter().map(|note| (note.kind, note.text.as_str())).collect();
    let text = "the own share of 2000.00 euro is less than its parts, which are 2545.18";
    assert_eq!(notes, [(NoteKind::Suspicious, text)]);
    assert_eq!(outcomes(&plan), [Accepted]);
}

fn register(cells: &str) -> Vec<Facility> {
    one("day_care", cells).insert
}

#[test]
fn a_changed_cost_is_a_change_and_an_older_sheet_is_not() {
    let known = register(";;17,64;;78,36;day;2025-10-01");
    let same = import(&list("day_care", ";;17.64;;78.36;day;01.10.2025"), &known);
    assert_eq!(outcomes(&same), [Unchanged], "{}", same.report);
    let dearer = import(&list("day_care", ";;17,64;;80;day;2026-01-01"), &known);
    assert_eq!(outcomes(&dearer), [Changed]);
    let changes: Vec<_> =
        row(&dearer, 2).changes.iter().map(|it| (it.field.as_str(), it.to.as_deref())).collect();
    assert_eq!(changes, [("costs_on", Some("2026-01-01")), ("price", Some("80.00 euro"))]);
    let older = import(&list("day_care", ";;16;;70;day;2024-10-01"), &known);
    assert_eq!(outcomes(&older), [Unchanged], "{}", older.report);
    let note = &row(&older, 2).notes[0];
    let text = "costs: those of 2025-10-01 in the register are newer than those of 2024-10-01";
    assert_eq!((note.kind, note.text.as_str()), (NoteKind::Kept, text));
}

#[test]
fn a_list_without_costs_leaves_them_and_an_empty_cell_clears_them() {
    let known = register(";;17,64;;78,36;day;2025-10-01");
    let without = "source_id;name;category;place;lat;lon\n1;Haus A;day_care;Ludwigslust;53.3249;11.4957\n";
    assert_eq!(outcomes(&import(without, &known)), [Unchanged]);
    let cleared = import(&list("day_care", ";;;;;;"), &known);
    assert_eq!(outcomes(&cleared), [Changed]);
    assert_eq!(cleared.update[0].offers[0].costs, None);
}

const MAPPED: &str = r#"
name = "mapped"
title = "A list"
source = "mapped"
recognise = ["Name"]
[columns]
name = "Name"
place = "Ort"
care_share_eur = "EEE"
costs_on = "Stand"
[category]
columns = "Art"
[costs]
per = "month"
"#;

#[test]
fn a_mapping_says_what_all_amounts_are_paid_for() {
    let text = "Name;Ort;Art;EEE;Stand\nHaus A;Ludwigslust;residential_care;1.472,62 €;1.10.2025\n";
    let plan = plan(&table(text), &layout(MAPPED), &[], &context()).unwrap();
    assert_eq!(costs(&plan).per, CostPer::Month, "{}", plan.report);
    let with_words = MAPPED.replace("[category]", "costs_per = \"Je\"\n[category]")
        + "[costs.words]\n\"Pflegetag\" = \"day\"\n";
    let text = text.replace("Stand", "Stand;Je").replace("1.10.2025", "1.10.2025;pflegetag");
    let plan = super::super::plan(&table(&text), &layout(&with_words), &[], &context()).unwrap();
    assert_eq!(costs(&plan).per, CostPer::Day, "a cell says more than the layout");
}

#[test]
fn a_mapping_with_amounts_names_their_day_and_what_they_are_paid_for() {
    let fault = |text: &str| Layout::from_toml(text, &world().categories).unwrap_err().to_string();
    assert!(fault(&MAPPED.replace("costs_on = \"Stand\"\n", "")).contains("(costs_on)"));
    assert!(fault(&MAPPED.replace("per = \"month\"\n", "")).contains("(costs_per, or per in [costs])"));
    let wrong = fault(&MAPPED.replace("\"month\"", "\"Monat\""));
    assert!(wrong.contains("[costs] \"per\" stands for \"Monat\""), "{wrong}");
}
