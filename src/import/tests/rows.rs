//! Rules for single rows: what is rejected, what is noted, how positions and municipalities are found.

use std::io::Cursor;

use super::super::{NoteKind, Outcome, Plan, RowReport, plan};
use super::fixture::*;
use crate::addresses::{AddressIndex, build};
use crate::extract::{self, fixture::Pbf};
use crate::gazetteer::{Gazetteer, Tables};
use crate::register::PositionSource;

/// The plan for one row of the exchange layout at the town hall of Ludwigslust: `fields` are columns
/// and values that come on top or stand in for these.
fn one(fields: &[(&str, &str)]) -> Plan {
    let base = [
        ("source_id", "1"),
        ("name", "Haus A"),
        ("category", "day_care"),
        ("place", "Ludwigslust"),
        ("lat", "53.3249"),
        ("lon", "11.4957"),
    ];
    let is_given = |name: &str| fields.iter().any(|(field, _)| *field == name);
    let all: Vec<(&str, &str)> =
        base.into_iter().filter(|(name, _)| !is_given(name)).chain(fields.iter().copied()).collect();
    let line = |of: fn(&(&str, &str)) -> String| all.iter().map(of).collect::<Vec<_>>().join(";");
    let header = line(|(name, _)| (*name).to_owned());
    let cells = line(|(_, value)| format!("\"{}\"", value.replace('"', "\"\"")));
    import(&format!("{header}\n{cells}\n"), &[])
}

#[track_caller]
fn assert_rejected(fields: &[(&str, &str)], sentence: &str) {
    let plan = one(fields);
    let found = reason(&plan, 2);
    assert!(found.contains(sentence), "{found}");
    assert!(plan.insert.is_empty() && plan.update.is_empty());
}

fn notes(row: &RowReport) -> Vec<(NoteKind, &str)> {
    row.notes.iter().map(|note| (note.kind, note.text.as_str())).collect()
}

#[track_caller]
fn assert_noted(fields: &[(&str, &str)], expected: &[(NoteKind, &str)]) -> Plan {
    let plan = one(fields);
    assert_eq!(row(&plan, 2).outcome, Outcome::Accepted, "{}", plan.report);
    assert_eq!(notes(row(&plan, 2)), expected);
    plan
}

#[test]
fn a_plain_row_needs_no_note() {
    let plan = assert_noted(&[], &[]);
    let facility = only(&plan);
    assert_eq!((facility.id.as_str(), facility.municipality.as_str()), ("pflegeplan-1", "13076090"));
    assert_eq!(facility.position_source, PositionSource::Source);
}

#[test]
fn impossible_values_reject_the_row_with_a_sentence() {
    assert_rejected(&[("name", " ")], "the column name is empty");
    assert_rejected(&[("category", "")], "the column category is empty");
    assert_rejected(
        &[("category", "day-care")],
        "\"day-care\" is not a category of this list; hint: did you mean \"day_care\"?",
    );
    assert_rejected(&[("category", "Kino")], "hint: add it to [category.words] of the layout \"pflegeplan\"");
    assert_rejected(
        &[("valid_from", "2026-02-01"), ("valid_to", "2026-01-01")],
        "it is valid from 2026-02-01 to 2026-01-01",
    );
    assert_rejected(
        &[("facility_valid_from", "2026-02-01"), ("facility_valid_to", "2026-01-01")],
        "before it begins",
    );
    assert_rejected(&[("facility_id", "Haus A")], "is not an id of lower-case letters, digits and hyphens");
    assert_rejected(&[("source", "Haus-A")], "is not a source; expected lower-case letters and digits");
}

/// The row is accepted, the cell left empty, and a note says which and why.
#[track_caller]
fn assert_left_empty(fields: &[(&str, &str)], sentence: &str) -> Plan {
    let plan = one(fields);
    assert_eq!(row(&plan, 2).outcome, Outcome::Accepted, "{}", plan.report);
    assert!(row(&plan, 2).notes.iter().any(|note| note.text.contains(sentence)), "{}", plan.report);
    plan
}

#[test]
fn an_unreadable_cell_is_left_empty_and_the_rest_of_the_row_stays() {
    let offer = |plan: &Plan| only(plan).offers[0].clone();
    for text in ["60+5", "-3 Plätze", "19288000", "viele", "60-65"] {
        let plan = assert_left_empty(
            &[("places", text), ("phone", "0385 1")],
            "is not a whole number from 0 to 100000",
        );
        assert_eq!(
            (offer(&plan).places, only(&plan).contact.phone.as_deref()),
            (None, Some("0385 1")),
            "{text}"
        );
    }
    let sentence =
        "places_on \"im Januar\" is not a date; expected 2025-12-31, 31.12.2025 or a year; left empty";
    assert_left_empty(&[("places", "3"), ("places_on", "im Januar")], sentence);
    let counted = [("places", "3"), ("free_places", "4"), ("counted_on", "2026-03-01")];
    let plan = assert_left_empty(&counted, "4 free places are more than the 3 places there are");
    assert_eq!(
        (offer(&plan).places, offer(&plan).free_places, offer(&plan).counted_on),
        (Some(3), None, None)
    );
    let sentence = "4 free places say nothing without the day on which they were counted; left empty; hint: fill in counted_on";
    assert_left_empty(&[("free_places", "4"), ("counted_on", "")], sentence);
    let sentence = "counted_on \"2026-03-03\" is not a date of the past";
    assert_left_empty(&[("free_places", "4"), ("counted_on", "2026-03-03")], sentence);
    assert_left_empty(
        &[("free_places", "ja"), ("counted_on", "2026-03-01")],
        "free_places \"ja\" is not a whole number",
    );
    assert_left_empty(
        &[("valid_to", "2026")],
        "valid_to \"2026\" is not a date; expected 2025-12-31 or 31.12.2025",
    );
    let plan = assert_left_empty(
        &[("phone", "#REF!"), ("street", "#NV")],
        "phone holds the spreadsheet error #REF!",
    );
    assert_eq!((only(&plan).contact.phone.as_deref(), only(&plan).address.street.as_deref()), (None, None));
    assert_left_empty(&[("position_source", "map")], "is not a source or gazetteer");
    assert_left_empty(&[("street", "k. A.")], "street \"k. A.\" read as not known");
    assert_left_empty(&[("phone", "3.87E+09")], "has lost digits to a spreadsheet");
}

#[test]
fn a_value_is_read_out_of_its_words_with_a_note() {
    let offer = |fields: &[(&str, &str)]| {
        let plan = assert_left_empty(fields, "\" read as ");
        only(&plan).offers[0].clone()
    };
    assert_eq!(offer(&[("places", "60 (davon 5 KZP)")]).places, Some(60));
    assert_eq!(offer(&[("places", "ca. 18 Plätze")]).places, Some(18));
    assert_eq!(offer(&[("places", "12"), ("places_on", "Dez 2025")]).places_on, Some(day("2025-12-31")));
    assert_eq!(
        offer(&[("free_places", "2"), ("counted_on", "Februar 2026")]).counted_on,
        Some(day("2026-02-01"))
    );
    let plan = assert_left_empty(&[("phone", "385123456")], "kept as 0385123456");
    assert_eq!(only(&plan).contact.phone.as_deref(), Some("0385123456"));
    let plan = assert_left_empty(&[("name", "Haus &bdquo;M&ouml;we&ldquo;")], "holds HTML entities");
    assert_eq!(only(&plan).name, "Haus „Möwe“");
    assert_left_empty(&[("name", "Haus JÃ¼rgen")], "name looks garbled");
    assert_left_empty(&[("note", "=HYPERLINK(1)")], "note begins like a formula");
}

#[test]
fn coordinates_that_say_nothing_leave_it_to_the_address() {
    let placed = |fields: &[(&str, &str)], sentence: &str| {
        let plan = assert_left_empty(fields, sentence);
        assert_eq!(only(&plan).position_source, PositionSource::Gazetteer, "{fields:?}");
    };
    placed(&[("lat", "")], "only one of the two coordinates is there; the address decides");
    placed(&[("lat", "53 Grad")], "is not a coordinate; expected a number such as 53.3249 or 53,3249");
    placed(&[("lat", "0"), ("lon", "0")], "are not in Germany");
    placed(&[("lat", "534263"), ("lon", "118488")], "no point on the Earth in EPSG:4326: latitude 534263");
}

#[test]
fn coordinates_are_read_with_their_axes_and_in_degrees_and_minutes() {
    let read = |fields: &[(&str, &str)]| {
        let plan = one(fields);
        assert_eq!(row(&plan, 2).outcome, Outcome::Accepted, "{}", plan.report);
        let point = only(&plan).point;
        assert!((point.lat - 53.3249).abs() < 1e-3 && (point.lon - 11.4957).abs() < 1e-3, "{point:?}");
        assert_eq!(only(&plan).position_source, PositionSource::Source);
        plan
    };
    let plan = read(&[("lat", "11.4957"), ("lon", "53.3249")]);
    assert_eq!(notes(row(&plan, 2))[0].0, NoteKind::AxesSwapped);
    read(&[("lat", "53° 19' 29.6\" N"), ("lon", "11° 29' 44.5\" O")]);
    read(&[("lat", "11.4957 E"), ("lon", "53.3249 N")]);
}

#[test]
fn positions_outside_of_the_state_reject_the_row() {
    // Hamburg: a good point, but far off.
    assert_rejected(&[("lat", "53.55"), ("lon", "9.99")], "lies far from Mecklenburg-Vorpommern");
    // Lüneburg: near enough that the axes are right, but in another state.
    assert_rejected(
        &[("lat", "53.2494"), ("lon", "10.4079")],
        "lies outside of Mecklenburg-Vorpommern, more than 1 km",
    );
}

#[test]
fn texts_are_put_in_order_with_a_note() {
    let fields = [("name", "  Haus\u{A0}\n A "), ("street", "Weg\u{AD}e"), ("phone", "03874 1\t")];
    let plan = assert_noted(
        &fields,
        &[
            (NoteKind::Blanks, "blanks put in order in name, phone"),
            (NoteKind::InvisibleCharacters, "invisible characters removed from street"),
        ],
    );
    let facility = only(&plan);
    assert_eq!((facility.name.as_str(), facility.address.street.as_deref()), ("Haus A", Some("Wege")));
    assert_eq!(facility.contact.phone.as_deref(), Some("03874 1"));
}

#[test]
fn a_number_where_nothing_is_counted_is_no_capacity() {
    let note = "places \"20\" is not a capacity: home_care_service counts nothing";
    let plan = assert_noted(
        &[("category", "home_care_service"), ("places", "20")],
        &[(NoteKind::NotACapacity, note)],
    );
    assert_eq!(only(&plan).offers[0].places, None);
    let note = "places \"viele\" is not a capacity: pharmacy counts nothing";
    assert_noted(&[("category", "pharmacy"), ("places", "viele")], &[(NoteKind::NotACapacity, note)]);
    let plan = assert_noted(&[("category", "hospital"), ("places", "1"), ("places_on", "2024")], &[]);
    assert_eq!(only(&plan).offers[0].places, Some(1));
}

#[test]
fn websites_and_mail_addresses_that_are_none_are_left_out_and_said() {
    let fields = [("website", "javascript:alert(1)"), ("email", "kein")];
    let plan = assert_noted(
        &fields,
        &[
            (NoteKind::LeftOut, "\"kein\" is not an e-mail address"),
            (NoteKind::LeftOut, "\"javascript:alert(1)\" is not an address of a website"),
        ],
    );
    assert_eq!((&only(&plan).contact.website, &only(&plan).contact.email), (&None, &None));
    assert_noted(
        &[("website", "www.example.org")],
        &[(NoteKind::WebsiteScheme, "\"www.example.org\" kept as http://www.example.org")],
    );
}

#[test]
fn what_looks_wrong_is_kept_and_said() {
    assert_noted(
        &[("postcode", "1234")],
        &[(NoteKind::Suspicious, "postcode \"1234\" has 4 digits, a leading zero may be lost")],
    );
    assert_noted(
        &[("postcode", "D-19288")],
        &[(NoteKind::Suspicious, "postcode \"D-19288\" is not a German postcode of 5 digits")],
    );
    assert_noted(
        &[("house_number", "2026-03-01")],
        &[(
            NoteKind::Suspicious,
            "house number \"2026-03-01\" is a date, a spreadsheet may have made it of 1-3",
        )],
    );
    assert_noted(
        &[("places", "9"), ("places_on", "2026")],
        &[(NoteKind::Suspicious, "the reference date 2026-12-31 of the places is still to come")],
    );
    assert_noted(
        &[("counted_on", "2026-03-01")],
        &[(NoteKind::LeftOut, "counted on 2026-03-01, but no number of free places")],
    );
}

#[test]
fn a_provider_needs_a_name_and_an_unknown_kind_is_said() {
    let note = "\"private\" says something about a provider that has no name";
    let plan = assert_noted(&[("provider_kind", "private")], &[(NoteKind::LeftOut, note)]);
    assert_eq!(only(&plan).provider, None);
    let note = "\"Verein\" is not a kind of provider known here";
    assert_noted(&[("provider", "T"), ("provider_kind", "Verein")], &[(NoteKind::UnknownProviderKind, note)]);
}

#[test]
fn words_that_are_no_feature_become_a_note_of_the_offer() {
    let fields = [("features", "garden | pets|Kegelbahn|garden"), ("note", "Neu")];
    let plan = assert_noted(&fields, &[(NoteKind::WordsToNote, "\"Kegelbahn\" kept as a note")]);
    let facility = only(&plan);
    assert_eq!(
        facility.features.iter().map(|feature| feature.word()).collect::<Vec<_>>(),
        ["pets", "garden"]
    );
    assert_eq!(facility.offers[0].note.as_deref(), Some("Neu; Kegelbahn"));
}

#[test]
fn the_point_decides_about_the_municipality() {
    assert_noted(&[("municipality_ags", "13076090")], &[]);
    assert_noted(&[("municipality_ags", "13076")], &[]);
    let old = "municipality key 13076095 is not a current one; the point lies in 13076090";
    assert_noted(&[("municipality_ags", "13076095")], &[(NoteKind::OldMunicipality, old)]);
    let other = "municipality key 13076108 is not that of the point, which is 13076090";
    assert_noted(&[("municipality_ags", "13076108")], &[(NoteKind::OtherMunicipality, other)]);
}

#[test]
fn a_point_just_off_the_shore_belongs_to_the_municipality_nearby() {
    // 500 m north of the northernmost corner of all outlines.
    let corners = world().areas.level(crate::areas::Level::Municipality);
    let (key, top) = corners
        .map(|area| (area.key.as_str(), area.bounds().1.lat))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap();
    let outline = &world().areas.get(key).unwrap().outline;
    let corner =
        outline.iter().flat_map(|polygon| polygon.exterior().coords()).find(|at| at.y == top).unwrap();
    let (lat, lon) = ((top + 0.0045).to_string(), corner.x.to_string());
    let plan = one(&[("lat", &lat), ("lon", &lon)]);
    assert_eq!(only(&plan).municipality.as_str(), key);
    let note = &row(&plan, 2).notes[0];
    assert_eq!(
        (note.kind, note.text.as_str()),
        (NoteKind::NearBorder, format!("the point lies 501 m outside of {key}").as_str())
    );
}

#[test]
fn a_missing_place_is_named_by_the_point() {
    let note = "no place given; Ludwigslust is where the point lies";
    let plan = assert_noted(&[("place", "")], &[(NoteKind::OtherColumn, note)]);
    assert_eq!(only(&plan).address.place, "Ludwigslust");
}

/// Houses of an invented street beside the town hall.
fn addresses() -> AddressIndex {
    let mut pbf = Pbf::default();
    for number in ["1", "3", "7"] {
        let east = number.parse::<f64>().unwrap() * 0.0002;
        pbf.house(53.3250, 11.4960 + east, "Kirchgasse", number, "19288", "Ludwigslust");
    }
    let bytes = pbf.bytes();
    let extract = extract::read(|| Ok(Cursor::new(bytes.clone())), |_| {}).unwrap();
    build(&extract, &world().areas, "").0
}

#[test]
fn a_row_without_coordinates_is_placed_by_its_address_and_says_how() {
    let index = addresses();
    let context = super::super::Context { addresses: Some(&index), ..context() };
    for (address, source, note) in [
        ("Kirchgasse,3", "source", "placed at the house: Kirchgasse 3, 19288 Ludwigslust"),
        ("Kirchgasse,5", "gazetteer", "placed between its neighbours: Kirchgasse 5, 19288 Ludwigslust"),
        (
            "Kirchgasse,99",
            "gazetteer",
            "placed in the middle of the street: Kirchgasse 99, 19288 Ludwigslust",
        ),
        ("Kirchgase,3", "gazetteer", "placed at the house: Kirchgasse 3, 19288 Ludwigslust"),
        ("Seegasse,3", "gazetteer", "placed at 19288 Ludwigslust"),
    ] {
        let head = "name,category,street,house_number,postcode,place\n";
        let table = table(&format!("{head}A,day_care,{address},19288,Ludwigslust\n"));
        let plan = plan(&table, shipped("pflegeplan"), &[], &context).unwrap();
        assert_eq!(only(&plan).position_source.word(), source, "{address}");
        assert!(plan.report.to_string().contains(note), "{address}: {}", plan.report);
    }
    // Rows at one point stay there, and what was imported is imported again without a change.
    let list = "name,category,street,house_number,postcode,place\n\
         A,day_care,Kirchgasse,3,19288,Ludwigslust\nB,day_care,Kirchgasse,3,19288,Ludwigslust\n";
    let first = plan(&table(list), shipped("pflegeplan"), &[], &context).unwrap();
    assert_eq!(first.insert[0].point, first.insert[1].point);
    let again = plan(&table(list), shipped("pflegeplan"), &first.insert, &context).unwrap();
    assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
}

/// Whatever the gazetteer at hand knows: what it finds is used and said, what it does not find
/// rejects the row.
#[test]
fn a_row_without_coordinates_is_placed_by_the_gazetteer_or_rejected() {
    for (postcode, place) in [("19288", "Ludwigslust"), ("00000", "Nirgendsdorf")] {
        let plan = one(&[("lat", ""), ("lon", ""), ("postcode", postcode), ("place", place)]);
        match world().gazetteer.locate_address(Some(postcode), place, None) {
            Ok(found) => {
                let (found, facility) = (found.candidate, only(&plan));
                assert_eq!(
                    (facility.point, facility.position_source),
                    (found.point, PositionSource::Gazetteer)
                );
                let note = &row(&plan, 2).notes[0];
                assert_eq!(note.text, format!("without coordinates; placed at {}", found.label));
                assert_eq!(note.kind, NoteKind::Gazetteer);
            }
            Err(_) => {
                let expected = format!("the gazetteer does not know the place \"{postcode} {place}\"");
                assert!(reason(&plan, 2).contains(&expected), "{}", plan.report);
            }
        }
    }
    let empty = Gazetteer::from_tables(&Tables::default(), &world().areas);
    if let Ok(gazetteer) = empty {
        let context = super::super::Context { gazetteer: &gazetteer, ..context() };
        let table = table("name,category,place,lat\nA,day_care,Nirgendsdorf,\n");
        let plan = plan(&table, shipped("pflegeplan"), &[], &context).unwrap();
        assert!(reason(&plan, 2).contains("hint: check place and postcode, or add coordinates"));
    }
}

#[test]
fn ragged_rows_are_rejected_with_their_line_and_the_others_are_not() {
    let plan = import(
        "name,category,place,lat,lon\nA,day_care,X\nB,day_care,Y,53.3249,11.4957,,\nC,day_care,Y,53.3249,11.4957,,z\n",
        &[],
    );
    assert!(
        reason(&plan, 2)
            .contains("it has 3 cells, the header has 5 columns; hint: a delimiter or line break")
    );
    assert_eq!(row(&plan, 3).outcome, Outcome::Accepted);
    assert!(reason(&plan, 4).contains("it has 7 cells"));
}

#[test]
fn a_row_without_id_gets_the_same_id_every_time() {
    let list = |street: &str| {
        format!(
            "source_id;name;category;street;place;lat;lon\n;Haus A;day_care;{street};Ludwigslust;53.3249;11.4957\n"
        )
    };
    let first = import(&list("Weg 1"), &[]);
    let id = only(&first).source.id.clone();
    assert!(id.len() == 12 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{id}");
    assert_eq!(only(&first).id, format!("pflegeplan-{id}"));
    assert_eq!(row(&first, 2).notes[0].kind, NoteKind::MadeId);
    assert_eq!(only(&import(&list("WEG  1"), &[])).source.id, id);
    assert_ne!(only(&import(&list("Weg 2"), &[])).source.id, id);
}

/// What lists write for a district is what people may search for.
#[test]
fn registration_marks_of_lists_are_names_of_the_gazetteer_too() {
    use crate::gazetteer::Resolution;
    for (key, mark) in super::super::position::MARKS {
        match world().gazetteer.resolve(mark) {
            Resolution::Found(meaning) => {
                assert!(meaning.candidate.key.starts_with(key), "{mark}: {:?}", meaning.candidate);
            }
            other => panic!("{mark}: {other:?}"),
        }
    }
}
