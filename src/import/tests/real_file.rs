//! The real register of Ludwigslust-Parchim of January 2016, which lies beside the project. Only
//! counts and ids stand here; they were counted in the file apart from this program.

#![cfg(feature = "shared-data")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::super::read::Table;
use super::super::{Layout, NoteKind, Plan, Totals, plan};
use super::fixture::*;
use crate::register::Facility;

/// The county's list, beside the repository.
fn register() -> Table {
    read_path(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/register/lup_2016.csv"))
        .unwrap()
}

fn planned(table: &Table, existing: &[Facility]) -> Plan {
    let layout = Layout::recognise(&world().layouts, table).unwrap();
    assert_eq!(layout.name, "lup-2016");
    plan(table, layout, existing, &context()).unwrap()
}

const BY_CATEGORY: [(&str, usize); 15] = [
    ("home_care_service", 63),
    ("pharmacy", 48),
    ("assisted_living", 46),
    ("residential_care", 37),
    ("low_barrier_housing", 24),
    ("day_care", 22),
    ("barrier_free_housing", 21),
    ("short_term_care_embedded", 17),
    ("shared_flat", 9),
    ("hospital", 6),
    ("psychiatric_day_clinic", 4),
    ("rehabilitation", 4),
    ("hospice_outpatient", 3),
    ("short_term_care", 2),
    ("palliative_team", 1),
];

#[test]
fn all_307_rows_are_accounted_for_by_category() {
    let table = register();
    assert_eq!((table.details.en.as_str(), table.rows.len()), ("UTF-8, delimiter ,", 307));
    let report = planned(&table, &[]).report;
    assert_eq!(report.totals, Totals { accepted: 290, merged: 17, ..Totals::default() });
    assert_eq!(report.file.unread_columns, Vec::<String>::new());
    assert_eq!(report.file.absent_columns, Vec::<String>::new());
    let mut counted: Vec<(&str, usize)> = report
        .by_category
        .iter()
        .map(|category| (category.category.as_deref().unwrap(), category.totals.imported()))
        .collect();
    counted.sort_by_key(|(category, rows)| {
        (std::cmp::Reverse(*rows), BY_CATEGORY.iter().position(|(slug, _)| slug == category))
    });
    assert_eq!(counted, BY_CATEGORY);
}

/// The 17 rows of embedded short-term places join the home they lie in; every other row leads a
/// facility of its own: 307 - 17 = 290.
#[test]
fn embedded_places_join_their_home_and_are_not_added_to_it() {
    let table = register();
    let facilities = planned(&table, &[]).insert;
    assert_eq!(facilities.len(), 290);
    let joined: Vec<&Facility> = facilities.iter().filter(|facility| facility.offers.len() > 1).collect();
    assert_eq!(joined.len(), 17);
    for facility in joined {
        let categories: Vec<&str> = facility.offers.iter().map(|offer| offer.category.as_str()).collect();
        assert_eq!(categories, ["residential_care", "short_term_care_embedded"]);
        assert_eq!(facility.id, format!("lup-{}", facility.offers[0].source_id));
    }
    let mut places: BTreeMap<&str, u32> = BTreeMap::new();
    for offer in facilities.iter().flat_map(|facility| &facility.offers) {
        *places.entry(offer.category.as_str()).or_default() += offer.places.unwrap_or(0);
    }
    let expected = [
        ("assisted_living", 1_486),
        ("residential_care", 2_410),
        ("short_term_care_embedded", 40),
        ("day_care", 364),
    ];
    for (category, number) in expected {
        assert_eq!(places[category], number, "{category}");
    }
    for category in ["home_care_service", "pharmacy", "hospice_outpatient", "palliative_team"] {
        assert_eq!(places[category], 0, "{category}");
    }
}

#[test]
fn dissolved_keys_are_resolved_by_the_point_and_every_note_is_counted() {
    let table = register();
    let Plan { insert, report, .. } = planned(&table, &[]);
    let dissolved: Vec<&str> = report
        .rows
        .iter()
        .filter(|row| row.notes.iter().any(|note| note.kind == NoteKind::OldMunicipality))
        .filter_map(|row| row.source_id.as_deref())
        .collect();
    assert_eq!(dissolved.len(), 4);
    for id in dissolved {
        let facility = insert.iter().find(|facility| facility.source.id == id).unwrap();
        assert_eq!(facility.municipality.as_str(), "13076168", "Ruhner Berge");
    }
    assert!(insert.iter().all(|facility| facility.district().as_str() == "13076"));
    let notes: Vec<(NoteKind, usize)> = report.notes.iter().map(|note| (note.kind, note.rows)).collect();
    let expected = [
        // Housing without a provider, run by its owner.
        (NoteKind::OtherColumn, 46),
        // Owners beside a provider.
        (NoteKind::NotUsed, 11),
        // 61 services, 48 pharmacies, 3 hospices and a palliative team with a 1; 2 houses with a 0.
        (NoteKind::Placeholder, 115),
        (NoteKind::WebsiteScheme, 149),
        // Associations of hospitals whose provider is not named.
        (NoteKind::LeftOut, 12),
        // Eldena, whose postcode 19294 was written 19249.
        (NoteKind::AddressContradictsPoint, 1),
        (NoteKind::OldMunicipality, 4),
        (NoteKind::OtherMunicipality, 2),
        (NoteKind::WordsToNote, 11),
        (NoteKind::Joined, 1),
    ];
    assert_eq!(notes, expected);
}

#[test]
fn a_second_import_changes_nothing() {
    let table = register();
    let first = planned(&table, &[]);
    let second = planned(&table, &first.insert);
    assert_eq!((second.insert.len(), second.update.len()), (0, 0));
    assert_eq!(second.report.totals, Totals { unchanged: 307, ..Totals::default() });
    assert_eq!(second.report.missing, []);
}
