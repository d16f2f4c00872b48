//! The open data of Rostock, in the columns of its data model of 2026 and of the older one. All rows are invented.

use super::super::{Layout, NoteKind, plan};
use super::fixture::*;

const HEAD: &str = "latitude,longitude,uuid,kreis_name,kreis_schluessel,gemeindeverband_name,gemeindeverband_schluessel,gemeinde_name,gemeinde_schluessel,gemeindeteil_name,gemeindeteil_schluessel,strasse_name,strasse_schluessel,hausnummer,hausnummer_zusatz,postleitzahl,art,bezeichnung";
const PLACE: &str = "Rostock,130030000000,,,\"Rostock, Hanse- und Universitätsstadt\",130030000000";

fn read(text: &str) -> super::super::Plan {
    let table = table(text);
    let layout = Layout::recognise(&world().layouts, &table).unwrap();
    assert_eq!(layout.name, "rostock");
    plan(&table, layout, &[], &context()).unwrap()
}

#[test]
fn the_columns_of_the_portal_are_read_whole() {
    let text = format!(
        "{HEAD},betreiber,plaetze,telefon_festnetz,telefon_mobil,email,website\n\
         54.0924,12.0991,u-1,{PLACE},Stadtmitte,1300300000013,Ahornallee,08240,7,a,18055,Pflegeheim,Haus Kormoran,Erfunden gGmbH,48,0381 11,,haus@kormoran.example,kormoran.example\n\
         54.0924,12.0991,u-2,{PLACE},Stadtmitte,1300300000013,Ahornallee,08240,7,b,18055,Tagespflege,Haus Kormoran,Erfunden gGmbH,12,,0170 22,,\n"
    );
    let plan = read(&text);
    assert_eq!((plan.insert.len(), plan.report.totals.rejected), (2, 0), "{}", plan.report);
    let [home, day] = &plan.insert[..] else { panic!("{}", plan.report) };
    assert_eq!((home.id.as_str(), home.municipality.as_str()), ("hro-u-1", "13003000"));
    assert_eq!(home.address.house_number.as_deref(), Some("7a"));
    assert_eq!(home.address.locality.as_deref(), Some("Stadtmitte"));
    assert_eq!(home.provider.as_ref().unwrap().name, "Erfunden gGmbH");
    assert_eq!(day.contact.phone.as_deref(), Some("0170 22"));
    let strange = [NoteKind::OldMunicipality, NoteKind::OtherMunicipality, NoteKind::OtherDistrict];
    let notes = plan.report.notes.iter().map(|note| note.kind);
    assert!(notes.clone().all(|kind| !strange.contains(&kind)), "{}", plan.report);
}

#[test]
fn the_older_columns_and_a_wrong_district_are_read_and_said() {
    let text = format!(
        "{HEAD},traeger_bezeichnung,traeger_art,plaetze,telefon,fax,email,website\n\
         54.0924,12.0991,u-1,Landkreis Rostock,130720000000,,,Rostock,130030000000,,,Ahornallee,,9,,18055,Ambulanter Pflegedienst,Dienst Kiebitz,Kiebitz GmbH,privat,,0381 33,0381 34,,\n\
         54.0924,12.0991,u-2,{PLACE},,,Ahornallee,,11,,18055,Tierpension,Haus Katz,,,,,,,\n"
    );
    let plan = read(&text);
    let kinds: Vec<NoteKind> = row(&plan, 2).notes.iter().map(|note| note.kind).collect();
    assert!(kinds.contains(&NoteKind::OtherDistrict), "{}", plan.report);
    assert_eq!(plan.insert[0].contact.phone.as_deref(), Some("0381 33"));
    assert!(reason(&plan, 3).contains("\"Tierpension\" is not a category"), "{}", plan.report);
    assert!(plan.report.file.unread_columns.contains(&"fax".to_owned()), "what is not used is said");
}
