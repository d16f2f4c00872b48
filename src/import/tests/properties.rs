//! What holds for every file: no bytes panic or grow beyond the limits, the order of rows does not
//! matter, every row has one outcome, a second import changes nothing.

use proptest::prelude::*;

use super::super::read::{Limits, Table, read_bytes};
use super::super::{Outcome, Plan, plan};
use super::files::{ods, ods_text_row, xlsx_by_hand};
use super::fixture::*;
use crate::register::Facility;

/// Small limits, so that files of a test can exceed them.
fn small() -> Limits {
    Limits { rows: 20, columns: 8, cells: 100, cell_chars: 30, unpacked_bytes: 20_000, ..Limits::default() }
}

fn within(table: &Table, limits: &Limits) -> bool {
    let rows = || std::iter::once(&table.header).chain(table.rows.iter().map(|row| &row.cells));
    table.rows.len() <= limits.rows
        && rows().all(|cells| cells.len() <= limits.columns)
        && rows().map(Vec::len).sum::<usize>() <= limits.cells + table.header.len()
        && rows().flatten().all(|cell| cell.chars().count() <= limits.cell_chars)
}

/// A good file of each format, to be damaged.
fn good_files() -> Vec<Vec<u8>> {
    let rows = [ods_text_row(&["name", "category", "place"]), ods_text_row(&["Haus", "day_care", "Plau"])];
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>\
        <row><c><v>1.5</v></c><c t=\"inlineStr\"><is><t>x</t></is></c></row>";
    let strings = "<sst uniqueCount=\"2\"><si><t>name</t></si><si><r><t>category</t></r></si></sst>";
    let geojson = "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"name\": \"A\", \
        \"l\": [1, \"b\"]}, \"geometry\": {\"type\": \"Point\", \"coordinates\": [11.5, 53.3]}}]}";
    vec![
        b"name;category;place\n\"Haus \"\"A\"\"\";day_care;Plau\n;;\n\"x\ny\";z;\n".to_vec(),
        geojson.as_bytes().to_vec(),
        ods(&rows.concat()),
        xlsx_by_hand(sheet, strings),
    ]
}

/// Rows of the exchange layout: few names, places and categories, so that rows meet; one in six or so
/// is faulty.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let name = prop_oneof![20 => "Haus A|HAUS  A", 10 => "Haus B", 1 => Just(String::new())];
    let category = prop_oneof![
        20 => "residential_care|day_care|short_term_care_embedded|night_care|home_care_service",
        1 => Just("Kino".to_owned()),
    ];
    let lat = prop_oneof![30 => "53\\.32[4-5][0-9]", 1 => Just("99".to_owned()), 1 => Just(String::new())];
    let counts = prop_oneof![
        20 => "(|12);(|2024|2025);(;|[0-3];2026-03-01|[0-3];2026-02-01)",
        1 => "(1|-1);2025;(;|[0-3];|3;2027-01-01)",
    ];
    let line = (name, category, "Weg|weg|Gasse", lat, counts, "(|03874 1);(|garden|pets|Bahn)");
    let line = line.prop_map(|(name, category, street, lat, counts, rest)| {
        format!("{name};{category};{street};1;Ludwigslust;{lat};11.4957;{counts};{rest}")
    });
    proptest::collection::vec(line, 0..12)
}

const HEADER: &str = "source_id;name;category;street;house_number;place;lat;lon;places;places_on;free_places;counted_on;phone;features";

fn list(lines: &[(usize, String)]) -> String {
    let rows: String = lines.iter().map(|(id, line)| format!("{id};{line}\n")).collect();
    format!("{HEADER}\n{rows}")
}

fn by_id(mut facilities: Vec<Facility>) -> Vec<Facility> {
    facilities.sort_by(|a, b| a.id.cmp(&b.id));
    facilities
}

/// Lines numbered, and without a second row of a category in one facility, which of two is rejected
/// being a matter of their order.
fn without_conflicts(lines: Vec<String>) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = lines.into_iter().enumerate().collect();
    loop {
        let plan = import(&list(&lines), &[]);
        let second = |row: &&super::super::RowReport| {
            row.notes.iter().any(|note| note.text.starts_with("says the same"))
                || row.reason.as_ref().is_some_and(|reason| reason.contains("of the same facility"))
        };
        let doubles: Vec<&str> =
            plan.report.rows.iter().filter(second).filter_map(|row| row.source_id.as_deref()).collect();
        if doubles.is_empty() {
            return lines;
        }
        lines.retain(|(id, _)| !doubles.contains(&id.to_string().as_str()));
    }
}

fn assert_sums(plan: &Plan, rows: usize) -> Result<(), TestCaseError> {
    let report = &plan.report;
    prop_assert_eq!(report.rows.len(), rows);
    prop_assert_eq!(report.totals.rows(), rows);
    let by_category: usize = report.by_category.iter().map(|category| category.totals.rows()).sum();
    prop_assert_eq!(by_category, rows);
    for outcome in Outcome::ALL {
        let counted = report.rows.iter().filter(|row| row.outcome == outcome).count();
        let total = match outcome {
            Outcome::Accepted => report.totals.accepted,
            Outcome::Merged => report.totals.merged,
            Outcome::Changed => report.totals.changed,
            Outcome::Unchanged => report.totals.unchanged,
            Outcome::Rejected => report.totals.rejected,
            Outcome::Ignored => report.totals.ignored,
        };
        prop_assert_eq!(counted, total);
    }
    for row in &report.rows {
        prop_assert_eq!(row.outcome == Outcome::Rejected, row.reason.is_some(), "{:?}", row);
        prop_assert_eq!(row.outcome == Outcome::Rejected, row.facility.is_none(), "{:?}", row);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_give_a_bounded_table_or_a_sentence(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(table) = read_bytes("list", bytes, None, &small()) {
            prop_assert!(within(&table, &small()), "{:?}", table);
        }
    }

    #[test]
    fn any_text_gives_a_bounded_table_or_a_sentence(text in "[a-zä;,\"\n\r\t |={}:\\[\\]0-9]{0,300}") {
        if let Ok(table) = read_bytes("list", text.into_bytes(), None, &small()) {
            prop_assert!(within(&table, &small()), "{:?}", table);
        }
    }

    #[test]
    fn a_damaged_file_gives_a_bounded_table_or_a_sentence(
        format in 0..4_usize,
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..6),
        cut in proptest::option::of(any::<proptest::sample::Index>()),
    ) {
        let mut bytes = good_files().remove(format);
        for (place, byte) in damage {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(table) = read_bytes("list", bytes, None, &small()) {
            prop_assert!(within(&table, &small()), "{:?}", table);
        }
    }

    #[test]
    fn a_damaged_sheet_gives_a_bounded_table_or_a_sentence(
        rows in "(<row>|</row>|<c>|</c>|<v>|</v>|<c r=\"[A-Z]{1,4}[0-9]{0,3}\" t=\"(s|b|str|inlineStr)\" s=\"1\">|<is><t>a</t></is>|[0-9]){0,30}",
        table_rows in "(<table:table-row>|</table:table-row>|<table:table-cell table:number-columns-repeated=\"[0-9]{0,12}\">|</table:table-cell>|<text:p>|</text:p>|x|<office:annotation/>){0,30}",
    ) {
        for bytes in [xlsx_by_hand(&rows, "<sst><si><t>a</t></si></sst>"), ods(&table_rows)] {
            if let Ok(table) = read_bytes("list", bytes, None, &small()) {
                prop_assert!(within(&table, &small()), "{:?}", table);
            }
        }
    }

    #[test]
    fn every_row_has_one_outcome_and_a_second_import_changes_nothing(lines in lines()) {
        let lines: Vec<(usize, String)> = lines.into_iter().enumerate().collect();
        let first = import(&list(&lines), &[]);
        assert_sums(&first, lines.len())?;
        let register = applied(&[], &first);
        let second = import(&list(&lines), &register);
        assert_sums(&second, lines.len())?;
        prop_assert_eq!((second.insert.len(), second.update.len()), (0, 0), "{}", second.report);
        prop_assert_eq!(second.report.totals.rejected, first.report.totals.rejected);
        prop_assert_eq!(second.report.missing.len(), 0);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(lines in lines().prop_map(without_conflicts), seed in any::<u64>()) {
        let mut shuffled = lines.clone();
        shuffled.sort_by_key(|(id, _)| seed.rotate_left(u32::try_from(*id).unwrap() * 7).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let plain = import(&list(&lines), &[]);
        let other = import(&list(&shuffled), &[]);
        prop_assert_eq!(by_id(plain.insert), by_id(other.insert));
        prop_assert_eq!(plain.report.totals, other.report.totals);
    }

    /// A second list over a first: applied, it leaves nothing to do, and no offer is there twice.
    #[test]
    fn an_applied_plan_leaves_nothing_to_do(before in lines(), after in lines()) {
        let numbered = |lines: Vec<String>| lines.into_iter().enumerate().collect::<Vec<_>>();
        let (before, after) = (numbered(before), numbered(after));
        let register = applied(&[], &import(&list(&before), &[]));
        let update = import(&list(&after), &register);
        assert_sums(&update, after.len())?;
        let updated = applied(&register, &update);
        for facility in &updated {
            let mut categories: Vec<_> = facility.offers.iter().map(|offer| &offer.category).collect();
            categories.sort();
            categories.dedup();
            prop_assert_eq!(categories.len(), facility.offers.len(), "{:?}", facility);
            prop_assert!(!facility.offers.is_empty());
        }
        let again = plan(&table(&list(&after)), shipped("pflegeplan"), &updated, &context()).unwrap();
        prop_assert_eq!((again.insert, again.update), (vec![], vec![]), "{}\n{}", update.report, again.report);
    }
}
