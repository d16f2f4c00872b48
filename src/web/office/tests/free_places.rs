//! Reports of free places by those who run a facility.

use actix_web::http::StatusCode;

use super::Office;
use crate::accounts::Role;

#[actix_web::test]
async fn a_provider_reports_free_places_of_its_own_facility_and_of_no_other() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Provider);
    let page = office.get(&mut browser, "/amt/plaetze").await;
    assert!(page.html.contains("Tagespflege Nord") && !page.html.contains("Haus am See"), "{}", page.html);
    for wrong in ["15", "-1", "zwei", "1.5"] {
        let answer = office.post(&mut browser, "/amt/plaetze/a-1", &[("frei.day_care", wrong)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.html.contains(&format!("value=\"{wrong}\"")), "what was typed stays");
    }
    let answer = office.post(&mut browser, "/amt/plaetze/a-1", &[("frei.day_care", "3")]).await;
    assert_eq!(answer.location(), "/amt/plaetze?gespeichert=1");
    let saved = office.state.database.load().unwrap().0.into_iter().find(|it| it.id == "a-1").unwrap();
    let today = office.state.snapshot().today();
    assert_eq!((saved.offers[0].free_places, saved.offers[0].counted_on), (Some(3), Some(today)));
    let entry = &office.state.database.history("a-1", 1).unwrap()[0];
    assert_eq!(entry.author.name, Role::Provider.german());
    assert!(entry.changes.iter().any(|change| change.key == "day_care.free_places"));
    for (path, field) in [("c-3", "frei.residential_care"), ("nirgends", "frei.day_care")] {
        let answer = office.post(&mut browser, &format!("/amt/plaetze/{path}"), &[(field, "1")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let answer = office.post(&mut browser, "/amt/plaetze/a-1", &[("frei.pharmacy", "1")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
