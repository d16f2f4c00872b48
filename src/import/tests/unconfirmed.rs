//! Entries that no office has confirmed beside those of offices: never merged, never shown twice.

use super::super::{NoteKind, Outcome, Plan};
use super::fixture::*;
use crate::register::Facility;

const HEAD: &str =
    "source,source_id,name,category,street,house_number,postcode,place,lat,lon,phone,confirmed\n";
/// A home in Ludwigslust, as an office lists it.
const OFFICE: &str =
    "amt,1,Haus am See,residential_care,Seestraße,4,19288,Ludwigslust,53.3249,11.4957,03874 1234,\n";

fn read(rows: &str, existing: &[Facility]) -> Plan {
    import(&format!("{HEAD}{rows}"), existing)
}

fn open(register: &[Facility]) -> Vec<&str> {
    let today = context().today;
    register.iter().filter(|it| it.is_valid_on(today)).map(|it| it.id.as_str()).collect()
}

fn kinds(plan: &Plan) -> Vec<NoteKind> {
    plan.report.rows.iter().flat_map(|row| &row.notes).map(|note| note.kind).collect()
}

/// The same home as a map may have it: the name alone, another name at the same place, the address alone.
const ON_THE_MAP: [&str; 3] = [
    "osm,node-1,Haus am See,residential_care,,,,,53.3251,11.4958,,no\n",
    "osm,node-1,Seniorenresidenz,residential_care,,,,,53.3252,11.4958,,no\n",
    "osm,node-1,Seniorenheim,residential_care,Seestraße,4,19288,Ludwigslust,53.3290,11.4957,03874 1234,no\n",
];

#[test]
fn a_row_that_nobody_confirmed_is_left_to_the_entry_of_an_office() {
    let register = read(OFFICE, &[]).insert;
    assert_eq!(register[0].confirmed, None);
    for row in ON_THE_MAP {
        let second = read(row, &register);
        assert!(second.insert.is_empty() && second.update.is_empty(), "{row}{}", second.report);
        assert_eq!(second.report.rows[0].outcome, Outcome::Unchanged);
        assert_eq!(second.report.rows[0].facility.as_deref(), Some("amt-1"));
        assert!(kinds(&second).contains(&NoteKind::Kept), "{}", second.report);
    }
}

#[test]
fn what_is_elsewhere_or_of_another_kind_is_new_and_not_confirmed() {
    let register = read(OFFICE, &[]).insert;
    for row in [
        "osm,node-2,Haus am Wald,residential_care,,,,,53.3349,11.4957,,no\n",
        "osm,node-2,Apotheke am See,pharmacy,,,,,53.3250,11.4957,,no\n",
    ] {
        let second = read(row, &register);
        assert_eq!(second.insert.len(), 1, "{row}{}", second.report);
        assert_eq!(second.insert[0].confirmed, Some(false));
        let again = read(row, &applied(&register, &second));
        assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
    }
}

#[test]
fn the_list_of_an_office_takes_the_place_of_what_nobody_confirmed() {
    for row in ON_THE_MAP {
        let map = read(row, &[]).insert;
        assert_eq!(open(&map), ["osm-node-1"]);
        let second = read(OFFICE, &map);
        let register = applied(&map, &second);
        assert_eq!(open(&register), ["amt-1"], "{row}{}", second.report);
        let office = register.iter().find(|it| it.id == "amt-1").unwrap();
        assert_eq!((office.confirmed, office.offers.len()), (None, 1));
        assert_eq!((second.report.facilities.new, second.report.facilities.changed), (1, 1));
        for list in [OFFICE, row] {
            let again = read(list, &register);
            assert!(again.insert.is_empty() && again.update.is_empty(), "{list}{}", again.report);
        }
    }
}

/// The office typed the home into the register itself, so no list of it was compared with the map.
#[test]
fn an_unconfirmed_entry_is_closed_by_its_own_list_once_an_office_has_the_facility() {
    let mut register = read(ON_THE_MAP[0], &[]).insert;
    register.extend(read(OFFICE, &[]).insert);
    assert_eq!(open(&register), ["osm-node-1", "amt-1"]);
    let second = read(ON_THE_MAP[0], &register);
    assert_eq!(open(&applied(&register, &second)), ["amt-1"], "{}", second.report);
}

#[test]
fn an_office_that_confirms_an_entry_keeps_it() {
    let map = read(ON_THE_MAP[0], &[]).insert;
    let confirmed = read(&ON_THE_MAP[0].replace(",no\n", ",yes\n"), &map);
    assert_eq!(confirmed.update.len(), 1, "{}", confirmed.report);
    assert_eq!(confirmed.update[0].confirmed, Some(true));
    let register = applied(&map, &confirmed);
    let again = read(ON_THE_MAP[0], &register);
    assert_eq!(open(&applied(&register, &again)), ["osm-node-1"], "its own row, not one beside it");
}
