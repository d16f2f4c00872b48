//! Editing: what is typed is saved, said or refused, and nothing of it is lost.

use actix_web::http::StatusCode;

use super::{Answer, Browser, Office};
use crate::accounts::Role;
use crate::register::Facility;

/// The fields of the form of a page, as a browser would send them.
pub(super) fn fields(page: &Answer) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let decoded = |text: &str| {
        let text = text.replace("&#x27;", "'").replace("&quot;", "\"");
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    };
    let form = page.html.split_once("name=\"stand\"").map_or("", |(before, _)| before).len();
    let html = page.html.get(form.saturating_sub(100)..).unwrap_or_default();
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        rest.split('"').next().map(decoded)
    };
    for (at, _) in html.match_indices('<') {
        let rest = html.get(at + 1..).unwrap();
        let tag = rest.split('>').next().unwrap();
        let Some(name) = attribute(tag, "name") else { continue };
        if tag.starts_with("input") {
            let is_off = tag.contains("type=\"checkbox\"") && !tag.contains(" checked");
            if !is_off {
                fields.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        } else if tag.starts_with("textarea") {
            let text = rest.split_once('>').unwrap().1.split("</textarea>").next().unwrap();
            fields.push((name, decoded(text)));
        } else if tag.starts_with("select") {
            let options = rest.split("</select>").next().unwrap();
            let chosen = options.split("<option").find(|option| option.contains(" selected"));
            fields.push((name, chosen.and_then(|tag| attribute(tag, "value")).unwrap_or_default()));
        }
    }
    fields.retain(|(name, _)| name != "formular");
    fields
}

pub(super) fn with(mut fields: Vec<(String, String)>, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

impl Office {
    pub(super) async fn send_form(
        &self,
        browser: &mut Browser,
        path: &str,
        form: &[(String, String)],
    ) -> Answer {
        let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        self.post(browser, path, &form).await
    }

    fn facility(&self, id: &str) -> Option<Facility> {
        self.state.database.load().unwrap().0.into_iter().find(|facility| facility.id == id)
    }
}

const PATH: &str = "/amt/einrichtungen/a-1";

#[actix_web::test]
async fn a_form_that_is_sent_back_as_it_came_changes_nothing() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Editor);
    for id in ["a-1", "b-2", "c-3"] {
        let before = office.facility(id).unwrap();
        let page = office.get(&mut browser, &format!("/amt/einrichtungen/{id}")).await;
        let path = format!("/amt/einrichtungen/{id}");
        let answer = office.send_form(&mut browser, &path, &fields(&page)).await;
        assert_eq!(answer.location(), path, "{}", answer.html);
        assert_eq!(office.facility(id).unwrap(), before);
    }
    assert_eq!(office.state.database.version().unwrap(), 1);
}

#[actix_web::test]
async fn a_change_is_found_by_searches_at_once_and_stands_in_the_history() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Editor);
    let page = office.get(&mut browser, PATH).await;
    let changes = [
        ("name", "Tagespflege <b>Nordwind</b>"),
        ("day_care.places", "16"),
        ("day_care.costs_per", "day"),
        ("day_care.costs_on", "1.1.2026"),
        ("day_care.price_eur", "78,36"),
        ("facility_valid_to", "31.12.2027"),
    ];
    let answer = office.send_form(&mut browser, PATH, &with(fields(&page), &changes)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
    let saved = office.facility("a-1").unwrap();
    assert_eq!((saved.name.as_str(), saved.offers[0].places), ("Tagespflege <b>Nordwind</b>", Some(16)));
    assert_eq!(saved.valid_to.unwrap().to_string(), "2027-12-31");
    let snapshot = office.state.snapshot();
    assert!(snapshot.facilities().iter().any(|facility| facility.name == saved.name));
    let history = office.get(&mut browser, &format!("{PATH}/verlauf")).await;
    for text in ["Bearbeitung", "Plätze (Tagespflege)", "14", "16", "78,36 €", "31.12.2027"] {
        assert!(history.html.contains(text), "{text}: {}", history.html);
    }
    assert!(!history.html.contains("<b>Nordwind"), "script and markup are text");
}

#[actix_web::test]
async fn what_cannot_be_read_is_said_beside_its_field_and_everything_typed_stays() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Editor);
    let page = office.get(&mut browser, PATH).await;
    let wrong = [
        ("facility_valid_to", "irgendwann"),
        ("day_care.places", "viele"),
        ("day_care.price_eur", "ungefähr 30"),
        ("y", "nördlich"),
        ("name", ""),
        ("provider", &"lang ".repeat(80)),
        ("postcode", "99999"),
        ("day_care.valid_from", "2027-01-01"),
    ];
    for (name, value) in wrong {
        let mut changes = vec![(name, value), ("note", "x"), ("phone", "0385 / 77 88")];
        changes.retain(|(field, _)| *field != "note");
        if name == "postcode" {
            changes.extend([("x", ""), ("y", ""), ("place", "Gibtsnichthausen")]);
        }
        if name == "day_care.valid_from" {
            changes.push(("day_care.valid_to", "2026-01-01"));
        }
        let answer = office.send_form(&mut browser, PATH, &with(fields(&page), &changes)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.html);
        assert!(answer.html.contains("aria-invalid=\"true\""), "{name}: {}", answer.html);
        for (field, value) in changes {
            let sent = fields(&answer).into_iter().find(|(known, _)| known == field).unwrap().1;
            assert_eq!(sent.trim(), value.trim(), "{field} stays as it was typed");
        }
    }
    assert_eq!(office.state.database.version().unwrap(), 1, "nothing was written");
}

#[actix_web::test]
async fn of_two_editors_the_second_sees_what_the_first_has_saved() {
    let office = Office::new();
    let (mut one, mut two) = (office.signed_in(Role::Editor), office.signed_in(Role::Releaser));
    let (page_one, page_two) = (office.get(&mut one, PATH).await, office.get(&mut two, PATH).await);
    let saved = with(fields(&page_one), &[("phone", "0385 11")]);
    assert_eq!(office.send_form(&mut one, PATH, &saved).await.status, StatusCode::SEE_OTHER);
    let typed = with(fields(&page_two), &[("phone", "0385 22")]);
    let conflict = office.send_form(&mut two, PATH, &typed).await;
    assert_eq!(conflict.status, StatusCode::PRECONDITION_FAILED);
    assert!(conflict.html.contains("0385 11") && conflict.html.contains("0385 22"), "both stand there");
    assert_eq!(office.facility("a-1").unwrap().contact.phone.as_deref(), Some("0385 11"));
    let decided = office.send_form(&mut two, PATH, &fields(&conflict)).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER);
    assert_eq!(office.facility("a-1").unwrap().contact.phone.as_deref(), Some("0385 22"));
}

#[actix_web::test]
async fn taking_back_is_a_change_of_its_own_and_never_loses_a_later_one() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Editor);
    let original = office.facility("a-1").unwrap();
    let mut change = async |name: &str, value: &str| {
        let page = office.get(&mut browser.clone(), PATH).await;
        office.send_form(&mut browser, PATH, &with(fields(&page), &[(name, value)])).await
    };
    change("phone", "0385 11").await;
    change("provider", "Anderer Träger").await;
    let history = office.state.database.history("a-1", 10).unwrap();
    assert_eq!(history.len(), 2);
    change("phone", "0385 33").await;
    let path = |number: i32| format!("/amt/verlauf/{number}/zuruecknehmen");
    let refused = office.post(&mut browser, &path(history[1].id), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.html.contains("Telefon"), "{}", refused.html);
    for _ in 0..2 {
        let newest = office.state.database.history("a-1", 10).unwrap();
        let of_phone = newest.iter().find(|it| it.changes[0].after.as_deref() == Some("0385 33"));
        if let Some(entry) = of_phone {
            office.post(&mut browser, &path(entry.id), &[]).await;
        }
    }
    assert_eq!(office.facility("a-1").unwrap().contact.phone.as_deref(), Some("0385 11"));
    for number in [history[0].id, history[1].id] {
        assert_eq!(office.post(&mut browser, &path(number), &[]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(office.facility("a-1").unwrap(), original);
}

#[actix_web::test]
async fn a_new_home_is_placed_by_its_address_and_a_likely_double_is_asked_about() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Editor);
    let page = office.get(&mut browser, "/amt/neu").await;
    let empty = office.send_form(&mut browser, "/amt/neu", &fields(&page)).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let typed = [
        ("name", "Haus Lindengarten"),
        ("street", "Lindenstraße"),
        ("house_number", "7"),
        ("postcode", "19288"),
        ("place", "Ludwigslust"),
        ("phone", "03874 55 66"),
        ("merkmal.garden", "ja"),
        ("angebot-dazu", "day_care"),
    ];
    let shown = with(with(fields(&page), &typed), &[("tun", "angebot-dazu")]);
    let page = office.send_form(&mut browser, "/amt/neu", &shown).await;
    assert!(page.html.contains("name=\"day_care.places\""), "{}", page.html);
    let filled =
        with(fields(&page), &[("day_care.places", "12"), ("tun", "speichern"), ("angebot-dazu", "")]);
    let answer = office.send_form(&mut browser, "/amt/neu", &filled).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
    let made = office.state.database.load().unwrap().0;
    let made = made.iter().find(|facility| facility.name == "Haus Lindengarten").unwrap();
    assert_eq!(made.municipality.as_str(), "13076090");
    assert_eq!(made.offers[0].places, Some(12));
    let again = office.send_form(&mut browser, "/amt/neu", &filled).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.html.contains(&made.id) && again.html.contains("Anschrift"), "{}", again.html);
    let sure = with(filled, &[("andere", "ja"), ("name", "Haus Lindengarten 2")]);
    assert_eq!(office.send_form(&mut browser, "/amt/neu", &sure).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn fields_of_the_database_that_the_form_does_not_have_are_refused() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Editor);
    let page = office.get(&mut browser, PATH).await;
    for name in
        ["facility_id", "source", "id", "example", "municipality_ags", "day_care.id", "nothing.places"]
    {
        let form = with(fields(&page), &[(name, "x")]);
        let answer = office.send_form(&mut browser, PATH, &form).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}");
    }
    assert_eq!(office.state.database.version().unwrap(), 1);
}
