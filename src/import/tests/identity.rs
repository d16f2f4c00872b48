//! Which facility of the register a row is, by its contents, and what becomes of what a list lacks.

use super::super::{NoteKind, Plan, plan};
use super::fixture::*;
use crate::register::Facility;

const MAPPING: &str = r#"
name = "t"
title = "A list"
source = "t"
recognise = ["Name"]
[columns]
name = "Name"
street = "Straße"
house_number = "Nr"
postcode = "PLZ"
place = "Ort"
phone = "Telefon"
[category]
columns = "Art"
[category.words]
"Pflegeheim" = "residential_care"
"Tagespflege" = "day_care"
"#;

const HEAD: &str = "Name;Art;Straße;Nr;PLZ;Ort;Telefon\n";

fn read(rows: &str, existing: &[Facility]) -> Plan {
    plan(&table(&format!("{HEAD}{rows}")), &layout(MAPPING), existing, &context()).unwrap()
}

fn kinds(plan: &Plan) -> Vec<NoteKind> {
    plan.report.rows.iter().flat_map(|row| &row.notes).map(|note| note.kind).collect()
}

/// One file a kind: the day care of the second file joins the home of the first.
#[test]
fn a_second_list_joins_the_same_home() {
    let first =
        read("Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\nHaus Eule;Pflegeheim;Weg;5;19370;Parchim;\n", &[]);
    let second = read("Haus Möwe;Tagespflege;Weg;3;19370;Parchim;\n", &first.insert);
    assert_eq!((second.insert.len(), second.update.len()), (0, 1), "{}", second.report);
    let offers: Vec<&str> = second.update[0].offers.iter().map(|offer| offer.category.as_str()).collect();
    assert_eq!(offers, ["residential_care", "day_care"]);
    assert!(kinds(&second).contains(&NoteKind::Matched));
    let register = applied(&first.insert, &second);
    let again = read("Haus Möwe;Tagespflege;Weg;3;19370;Parchim;\n", &register);
    assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
}

/// Of a kind: identity by text only; nothing leaves the register.
#[test]
fn a_corrected_name_or_a_moved_house_number_does_not_double_a_home() {
    let first = read("Haus Mowe am See;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n", &[]);
    for row in [
        "Haus Möwe am See;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n",
        "Haus Mowe am See;Pflegeheim;Am Markt 3;;19370;Parchim;03871 123456\n",
        "Haus Mowe am See;Pflegeheim;Am Markt;3-5;19370;Parchim;+49 3871 123456\n",
    ] {
        let second = read(row, &first.insert);
        assert!(second.insert.is_empty(), "{row}{}", second.report);
        assert!(second.report.missing.is_empty(), "{row}{}", second.report);
        assert!(second.update.iter().all(|facility| facility.id == first.insert[0].id));
    }
}

#[test]
fn what_may_be_the_same_is_proposed_and_not_forced() {
    let first = read("Haus Möwe;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n", &[]);
    let other_name =
        read("Residenz Zander;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n", &first.insert);
    assert_eq!(other_name.insert.len(), 1, "{}", other_name.report);
    assert!(kinds(&other_name).contains(&NoteKind::LikelySame));
    assert_eq!(other_name.report.missing.len(), 1, "the old entry does not disappear in silence");
    let unlike = read("Haus Zander;Pflegeheim;Weg;9;19370;Parchim;\n", &first.insert);
    assert!(!kinds(&unlike).contains(&NoteKind::LikelySame), "{}", unlike.report);
    let numbered = read("Haus 1;Pflegeheim;Allee;1;19370;Parchim;\n", &[]);
    let second = read("Haus 2;Pflegeheim;Allee;2;19370;Parchim;\n", &numbered.insert);
    assert_eq!(second.insert.len(), 1, "numbers in names tell homes apart: {}", second.report);
}

/// Of a kind: identity by text only; nothing leaves the register.
#[test]
fn what_a_complete_list_lacks_is_closed_with_the_day() {
    let both = "Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\nHaus Eule;Pflegeheim;Weg;5;19370;Parchim;\n";
    let first = read(both, &[]);
    let shorter = table(&format!("{HEAD}Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\n"));
    let open = plan(&shorter, &layout(MAPPING), &first.insert, &context()).unwrap();
    assert!(open.update.is_empty(), "without the word nothing is closed: {}", open.report);
    let text = MAPPING.replace("[columns]", "complete = true\n[columns]");
    let complete = layout(&text);
    let closed = plan(&shorter, &complete, &first.insert, &context()).unwrap();
    assert_eq!(closed.update.len(), 1, "{}", closed.report);
    let (eule, today) = (&closed.update[0], context().today);
    assert_eq!((&*eule.name, eule.valid_to), ("Haus Eule", Some(today)));
    assert_eq!(closed.report.missing[0].closed, Some(today));
    let register = applied(&first.insert, &closed);
    let again = plan(&shorter, &complete, &register, &context()).unwrap();
    assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
    let faulty = table(&format!(
        "{HEAD}Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\nHaus Eule;Kino;Weg;5;19370;Parchim;\n"
    ));
    let cautious = plan(&faulty, &complete, &first.insert, &context()).unwrap();
    assert!(cautious.update.is_empty(), "a rejected row may be about it: {}", cautious.report);
}

/// A mapping of another list for the same columns.
fn other_list(complete: bool) -> String {
    let text = MAPPING.replace("source = \"t\"", "source = \"u\"");
    if complete { text.replace("[columns]", "complete = true\n[columns]") } else { text }
}

fn read_other(rows: &str, existing: &[Facility], complete: bool) -> Plan {
    plan(&table(&format!("{HEAD}{rows}")), &layout(&other_list(complete)), existing, &context()).unwrap()
}

/// Two offices, one home: the list of the day care joins the home of the list of residential care, and each list closes
/// what is its own alone.
#[test]
fn a_list_of_another_source_joins_the_home_and_closes_only_its_own_offers() {
    let first = read("Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;03871 1234\n", &[]);
    let second = read_other("Haus Möwe;Tagespflege;Weg;3;19370;Parchim;03871 9999\n", &first.insert, true);
    assert_eq!((second.insert.len(), second.update.len()), (0, 1), "{}", second.report);
    let joined = &second.update[0];
    assert_eq!((joined.id.as_str(), joined.source.source.as_str()), (first.insert[0].id.as_str(), "t"));
    assert_eq!(joined.contact.phone.as_deref(), Some("03871 1234"), "the list that leads keeps its word");
    assert!(kinds(&second).contains(&NoteKind::Joined), "and the other number is said: {}", second.report);
    let sources: Vec<Option<&str>> = joined.offers.iter().map(|offer| offer.source.as_deref()).collect();
    assert_eq!(sources, [None, Some("u")]);
    let register = applied(&first.insert, &second);
    let again = read_other("Haus Möwe;Tagespflege;Weg;3;19370;Parchim;03871 9999\n", &register, true);
    assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);

    let complete = MAPPING.replace("[columns]", "complete = true\n[columns]");
    let own = |rows: &str, register: &[Facility]| {
        plan(&table(&format!("{HEAD}{rows}")), &layout(&complete), register, &context()).unwrap()
    };
    let unchanged = own("Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;03871 1234\n", &register);
    assert!(unchanged.update.is_empty() && unchanged.report.missing.is_empty(), "{}", unchanged.report);
    let moved = own("Haus Eule;Pflegeheim;Allee;5;19370;Parchim;\n", &register);
    let closed = moved.update.iter().find(|facility| facility.id == joined.id).unwrap();
    let days: Vec<Option<chrono::NaiveDate>> = closed.offers.iter().map(|offer| offer.valid_to).collect();
    assert_eq!((closed.valid_to, days), (None, vec![Some(context().today), None]), "{}", moved.report);
    assert_eq!(moved.report.missing.len(), 1);
    let emptied = read_other("Haus Eule;Tagespflege;Allee;5;19370;Parchim;\n", &register, true);
    let closed = emptied.update.iter().find(|facility| facility.id == joined.id).unwrap();
    let days: Vec<bool> = closed.offers.iter().map(|offer| offer.valid_to.is_some()).collect();
    assert_eq!(days, [false, true], "{}", emptied.report);
}

#[test]
fn two_lists_that_name_the_same_offer_do_not_overwrite_each_other() {
    let first = read("Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\n", &[]);
    let second = read_other("Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\n", &first.insert, false);
    assert_eq!((second.insert.len(), second.update.len()), (0, 0), "{}", second.report);
    assert!(kinds(&second).contains(&NoteKind::Kept), "{}", second.report);
    // Under one roof with one telephone, but another name: proposed and not joined.
    let known = read("Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;03871 123456\n", &[]);
    let other = read_other(
        "Sozialstation Zander;Tagespflege;Weg;3;19370;Parchim;03871 123456\n",
        &known.insert,
        false,
    );
    assert_eq!(other.insert.len(), 1, "{}", other.report);
    assert!(kinds(&other).contains(&NoteKind::LikelySame));
    let [found] = &other.report.matches[..] else { panic!("{}", other.report) };
    assert!(!found.certain && found.known.name == "Haus Möwe", "{found:?}");
    let text = other.report.matches_text(crate::units::Lang::De);
    assert!(text.contains("Vielleicht dieselbe Einrichtung; bleibt getrennt (1)"), "{text}");
    assert!(text.contains("gleich: Anschrift, Telefon"), "{text}");
}

#[test]
fn what_was_closed_and_stands_in_the_list_again_is_open_with_a_line_in_the_report() {
    let both = "Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\nHaus Eule;Pflegeheim;Weg;5;19370;Parchim;\n";
    let complete = layout(&MAPPING.replace("[columns]", "complete = true\n[columns]"));
    let import = |rows: &str, register: &[Facility]| {
        plan(&table(&format!("{HEAD}{rows}")), &complete, register, &context()).unwrap()
    };
    let first = import(both, &[]);
    let closed = import("Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\n", &first.insert);
    let register = applied(&first.insert, &closed);
    assert!(register.iter().any(|facility| facility.valid_to.is_some()));
    let again = import(both, &register);
    assert!(kinds(&again).contains(&NoteKind::Reopened), "{}", again.report);
    assert!(applied(&register, &again).iter().all(|facility| facility.valid_to.is_none()));
    let text = again.report.text(crate::units::Lang::De);
    assert!(text.contains("Hinweis: wieder geöffnet (1)\n"), "{text}");
    // The same for one offer of a home that stays.
    let two = "Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\nHaus Möwe;Tagespflege;Weg;3;19370;Parchim;\n";
    let first = import(two, &[]);
    let register =
        applied(&first.insert, &import("Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;\n", &first.insert));
    assert!(register[0].offers[1].valid_to.is_some());
    let register = applied(&register, &import(two, &register));
    assert!(register[0].offers[1].valid_to.is_none());
}

fn complete(rows: &str, existing: &[Facility], close: &[&str]) -> Plan {
    let mut layout = layout(&MAPPING.replace("[columns]", "complete = true\n[columns]"));
    layout.closes = close.iter().map(|id| (*id).to_owned()).collect();
    plan(&table(&format!("{HEAD}{rows}")), &layout, existing, &context()).unwrap()
}

fn open_names(register: &[Facility]) -> Vec<&str> {
    let open = register.iter().filter(|facility| facility.valid_to.is_none());
    let mut names: Vec<&str> = open.map(|facility| &*facility.name).collect();
    names.sort_unstable();
    names
}

/// A new operator gives the home a new name: at the same address with another number, or with the number at a new address.
#[test]
fn a_renamed_home_of_a_complete_list_is_proposed_and_closed_only_by_the_clerk() {
    let neighbour = "Haus Eule;Pflegeheim;Allee;5;19370;Parchim;03871 999999\n";
    for (old, new, score, same) in [
        (
            "Seniorenresidenz Am Park;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n",
            "Haus Abendsonne;Pflegeheim;Am Markt;3;19370;Parchim;03871 777777\n",
            55,
            "gleich: Anschrift",
        ),
        (
            "Pflegeheim Krause;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n",
            "Kursana Domizil;Pflegeheim;Ringstraße;12;19370;Parchim;03871 123456\n",
            45,
            "gleich: Telefon",
        ),
        // It moved, and kept name and number.
        (
            "Haus Möwe;Pflegeheim;Am Markt;3;19370;Parchim;03871 123456\n",
            "Haus Möwe;Pflegeheim;Ringstraße;12;19370;Parchim;03871 123456\n",
            60,
            "gleich: Name, Telefon",
        ),
    ] {
        let first = complete(&format!("{old}{neighbour}"), &[], &[]);
        let id = first.insert.iter().find(|facility| *facility.name != *"Haus Eule").unwrap().id.clone();
        let second = complete(&format!("{new}{neighbour}"), &first.insert, &[]);
        assert_eq!((second.insert.len(), second.update.len()), (1, 0), "{}", second.report);
        let [found] = &second.report.matches[..] else { panic!("{}", second.report) };
        assert_eq!((found.certain, found.missing, found.score), (false, true, score), "{found:?}");
        let [missing] = &second.report.missing[..] else { panic!("{}", second.report) };
        assert_eq!((missing.closed, &missing.facility), (None, &id));
        assert_eq!(missing.successor.as_ref(), Some(&second.insert[0].id));
        let review = second.report.matches_text(crate::units::Lang::De);
        assert!(review.contains(same) && review.contains("--close"), "{review}");
        let text = second.report.text(crate::units::Lang::De);
        assert!(text.contains("deshalb nicht geschlossen (1)"), "{text}");
        // The same list again changes nothing, and asks again.
        let register = applied(&first.insert, &second);
        let again = complete(&format!("{new}{neighbour}"), &register, &[]);
        assert!(again.insert.is_empty() && again.update.is_empty(), "{}", again.report);
        assert_eq!(again.report.missing.len(), 1, "{}", again.report);
        // Only a person closes it.
        let decided = complete(&format!("{new}{neighbour}"), &register, &[&id]);
        let closed: Vec<&str> = decided.update.iter().map(|facility| facility.id.as_str()).collect();
        assert_eq!(closed, [id.as_str()], "{}", decided.report);
        let open = applied(&register, &decided);
        assert_eq!(open_names(&open).len(), 2, "{}", decided.report);
        assert_eq!(decided.report.missing[0].closed, Some(context().today));
    }
}

#[test]
fn two_homes_at_one_address_stay_two_and_a_shared_number_proposes_nothing() {
    let both = "Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;03871 1234\nHaus Eule;Pflegeheim;Weg;3;19370;Parchim;03871 9999\n";
    let first = complete(both, &[], &[]);
    let again = complete(both, &first.insert, &[]);
    assert!(again.report.matches.is_empty() && again.report.missing.is_empty(), "{}", again.report);
    assert_eq!(again.insert.len() + again.update.len(), 0);
    // Another kind of care under the same roof is no successor: what is gone is closed.
    let kinds =
        "Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;03871 1234\nTagestreff;Tagespflege;Weg;3;19370;Parchim;\n";
    let first = complete(kinds, &[], &[]);
    let second = complete("Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;03871 1234\n", &first.insert, &[]);
    assert_eq!(open_names(&applied(&first.insert, &second)), ["Haus Möwe"], "{}", second.report);
    // Three houses of a provider have its number.
    let house =
        |name: &str, street: &str| format!("{name};Pflegeheim;{street};1;19370;Parchim;03871 555555\n");
    let three = [house("Anker", "Allee"), house("Boje", "Ring"), house("Leuchtturm", "Weg")];
    let first = complete(&three.concat(), &[], &[]);
    let second = complete(&three[..2].concat(), &first.insert, &[]);
    assert_eq!(open_names(&applied(&first.insert, &second)), ["Anker", "Boje"], "{}", second.report);
}

#[test]
fn an_id_to_be_closed_that_the_list_does_not_lack_is_said() {
    let row = "Haus Möwe;Pflegeheim;Weg;3;19370;Parchim;03871 1234\n";
    let first = complete(row, &[], &[]);
    let second = complete(row, &first.insert, &["t-99"]);
    assert!(second.update.is_empty());
    assert!(second.report.file.remarks[0].starts_with("t-99 was to be closed"), "{}", second.report);
    // Who says by id that they are one is asked no more: the double is closed and the home keeps its id.
    let text = MAPPING.replace("[columns]", "complete = true\n[columns]\nfacility_id = \"Kennung\"");
    let renamed = complete("Haus Zander;Pflegeheim;Weg;3;19370;Parchim;03871 7777\n", &first.insert, &[]);
    let register = applied(&first.insert, &renamed);
    let id = &first.insert[0].id;
    let list = format!(
        "Name;Art;Straße;Nr;PLZ;Ort;Telefon;Kennung\nHaus Zander;Pflegeheim;Weg;3;19370;Parchim;03871 7777;{id}\n"
    );
    let stated = plan(&table(&list), &layout(&text), &register, &context()).unwrap();
    let after = applied(&register, &stated);
    let open: Vec<&Facility> = after.iter().filter(|facility| facility.valid_to.is_none()).collect();
    assert_eq!(open.len(), 1, "{}", stated.report);
    assert_eq!((&open[0].id, &*open[0].name), (id, "Haus Zander"));
}
