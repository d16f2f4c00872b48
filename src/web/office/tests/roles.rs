//! The role table: every route, every role.

use actix_web::http::StatusCode;

use super::{Browser, Office};
use crate::accounts::Role;
use crate::web::office::routes::{Method, PLAN_ROUTES, ROUTES};

/// Who may use each route, exactly: guest, then the roles in their order. `+` may, `-` may not.
const TABLE: &[(&str, &str, &str)] = &[
    // guest reader adviser planner editor releaser administrator provider
    ("GET", "", "- + + + + + + +"),
    ("GET", "/", "- + + + + + + +"),
    ("GET", "/anmelden", "+ + + + + + + +"),
    ("POST", "/anmelden", "+ + + + + + + +"),
    ("POST", "/abmelden", "- + + + + + + +"),
    ("GET", "/einladung", "+ + + + + + + +"),
    ("POST", "/einladung", "+ + + + + + + +"),
    ("GET", "/konto", "- + + + + + + +"),
    ("POST", "/konto/passwort", "- + + + + + + +"),
    ("POST", "/konto/abmelden", "- + + + + + + +"),
    ("GET", "/konten", "- - - - - - + -"),
    ("POST", "/konten", "- - - - - - + -"),
    ("POST", "/konten/{id}", "- - - - - - + -"),
    ("POST", "/konten/{id}/einladung", "- - - - - - + -"),
    ("GET", "/neu", "- - - - + + + -"),
    ("POST", "/neu", "- - - - + + + -"),
    ("GET", "/einrichtungen/{id}", "- - - - + + + -"),
    ("POST", "/einrichtungen/{id}", "- - - - + + + -"),
    ("GET", "/einrichtungen/{id}/verlauf", "- + + + + + + -"),
    ("POST", "/verlauf/{id}/zuruecknehmen", "- - - - + + + -"),
    ("GET", "/listen", "- - - - - + + -"),
    ("POST", "/listen", "- - - - - + + -"),
    ("POST", "/listen/vorschau", "- - - - - + + -"),
    ("POST", "/listen/freigeben", "- - - - - + + -"),
    ("GET", "/listen/{id}", "- - - - - + + -"),
    ("POST", "/listen/{id}/zuruecknehmen", "- - - - - + + -"),
    ("GET", "/plaene", "- - - + - - + -"),
    ("GET", "/plaetze", "- - - - + + + +"),
    ("POST", "/plaetze/{id}", "- - - - + + + +"),
];

/// The same of the pages on which a plan is written, all of them for those who write plans.
const OF_PLANS: &str = "- - - + - - + -";

#[test]
fn the_table_names_every_route_once() {
    let word = |method| if method == Method::Get { "GET" } else { "POST" };
    let routes: Vec<(&str, &str)> = ROUTES.iter().map(|route| (word(route.method), route.path)).collect();
    let listed: Vec<(&str, &str)> = TABLE.iter().map(|(method, path, _)| (*method, *path)).collect();
    assert_eq!(routes, listed);
}

#[actix_web::test]
async fn every_role_may_do_exactly_what_the_table_says() {
    let office = Office::new();
    let people = [None].into_iter().chain(Role::ALL.map(Some));
    let word = |method| if method == Method::Get { "GET" } else { "POST" };
    let of_office = TABLE.iter().map(|(method, path, row)| (*method, format!("/amt{path}"), *row));
    let plans = PLAN_ROUTES
        .iter()
        .map(|route| (word(route.method), format!("/planung/plan/13076{}", route.path), OF_PLANS));
    let table: Vec<(&str, String, &str)> = of_office.chain(plans).collect();
    for (column, role) in people.enumerate() {
        for (method, path, row) in &table {
            let allowed = row.split(' ').nth(column) == Some("+");
            let mut browser = role.map_or_else(Browser::default, |role| office.signed_in(role));
            let path = path.replace("{id}", "a-1");
            let answer = match *method {
                "GET" => office.get(&mut browser, &path).await,
                _ => office.post(&mut browser, &path, &[]).await,
            };
            let refused = match role {
                // A sign-in without a name is refused by the form, not by the route.
                None => {
                    answer.status == StatusCode::SEE_OTHER && answer.location().starts_with("/amt/anmelden")
                }
                Some(_) => answer.html.contains("Das darf dieses Konto nicht"),
            };
            assert_eq!(!refused, allowed, "{method} {path} as {role:?}: {}", answer.status);
            if refused && role.is_some() {
                assert_eq!(answer.status, StatusCode::FORBIDDEN);
            }
        }
    }
}

#[actix_web::test]
async fn without_an_account_or_with_the_setting_off_there_is_no_office() {
    let closed = Office::of(crate::web::Site::default());
    let answer = closed.get(&mut Browser::default(), "/amt/anmelden").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
