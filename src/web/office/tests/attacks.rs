//! What an attacker tries: forged forms, fixed sessions, guessing, foreign fields, large bodies, script.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::test::TestRequest;
use chrono::{TimeDelta, Utc};

use super::{Answer, Browser, Office, PASSWORD};
use crate::accounts::{MOST_FAILURES, Role, Token};
use crate::app::office::accounts;
use crate::app::office::session::find;
use crate::store::Account;
use crate::web::Site;

async fn sign_in(office: &Office, browser: &mut Browser, name: &str, password: &str) -> Answer {
    office.post(browser, "/amt/anmelden", &[("name", name), ("passwort", password)]).await
}

#[actix_web::test]
async fn signing_in_gives_a_new_session_whatever_cookie_was_sent() {
    let office = Office::new();
    office.set_password(Role::Editor);
    let fixed = Token::random().unwrap().reveal().to_owned();
    let mut browser = Browser { cookies: vec![("pflegeplan-amt".to_owned(), fixed.clone())] };
    let answer = sign_in(&office, &mut browser, " Editor ", PASSWORD).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/amt"));
    let cookie = answer.cookies().into_iter().find(|cookie| cookie.starts_with("pflegeplan-amt=")).unwrap();
    assert!(!cookie.contains(&fixed));
    assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    assert!(office.get(&mut browser, "/amt").await.html.contains("Abmelden"));
    let before = browser.clone();
    office.post(&mut browser, "/amt/abmelden", &[]).await;
    let answer = office.get(&mut before.clone(), "/amt").await;
    assert_eq!(answer.location(), "/amt/anmelden", "the old cookie is of no use any more");
}

#[actix_web::test]
async fn over_https_cookies_are_secure_and_bound_to_the_host() {
    let site = Site {
        office_open: true,
        public_url: Some("https://pflege.example.org".to_owned()),
        ..Site::default()
    };
    let office = Office::of(site);
    let answer = office.get(&mut Browser::default(), "/amt/anmelden").await;
    let cookies = answer.cookies();
    assert!(cookies.iter().all(|cookie| cookie.starts_with("__Host-") && cookie.ends_with("; Secure")));
    assert_eq!(cookies.len(), 1);
}

#[actix_web::test]
async fn a_form_needs_the_token_of_its_own_session_and_our_origin() {
    let office = Office::new();
    let mut editor = office.signed_in(Role::Administrator);
    let mut other = office.signed_in(Role::Administrator);
    let foreign = office.get(&mut other, "/amt/konto").await.token().to_owned();
    let fields = [("name", "neu-1"), ("rolle", "reader")];
    for token in ["", "00", foreign.as_str()] {
        let answer = office.post_with(&mut editor, "/amt/konten", token, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{token}");
    }
    let token = office.get(&mut editor, "/amt/konto").await.token().to_owned();
    let again = office.get(&mut editor, "/amt/konto").await.token().to_owned();
    assert_ne!(token, again, "a page never shows the same text of the token twice");
    for (name, value) in
        [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
    {
        let request = TestRequest::post()
            .uri("/amt/konten")
            .insert_header((name, value))
            .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
            .set_payload(format!("formular={token}&name=neu-1&rolle=reader"));
        assert_eq!(office.send(&mut editor, request).await.status, StatusCode::FORBIDDEN, "{name} {value}");
    }
    assert!(office.state.database.account_named("neu-1").unwrap().is_none());
    let answer = office.post_with(&mut editor, "/amt/konten", &token, &fields).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(office.state.database.account_named("neu-1").unwrap().is_some());
}

#[actix_web::test]
async fn fields_that_a_form_does_not_have_are_refused() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Administrator);
    for extra in ["id", "disabled", "password_hash", "rolle"] {
        let fields = [("name", "neu-1"), ("rolle", "reader"), (extra, "administrator")];
        let answer = office.post(&mut browser, "/amt/konten", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{extra}");
    }
    assert!(office.state.database.account_named("neu-1").unwrap().is_none());
}

#[actix_web::test]
async fn large_bodies_and_other_forms_of_body_are_refused() {
    let office = Office::new();
    let mut browser = office.signed_in(Role::Editor);
    let large = "x".repeat(200_000);
    let answer = office.post(&mut browser, "/amt/konto/passwort", &[("alt", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let request = TestRequest::post().uri("/amt/konto/passwort").set_json(["alt"]);
    assert_eq!(office.send(&mut browser, request).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[actix_web::test]
async fn guessing_a_password_locks_the_name_for_a_while_whether_there_is_such_an_account_or_not() {
    let office = Office::new();
    office.set_password(Role::Editor);
    for name in ["editor", "nobody-has-it"] {
        for _ in 0..MOST_FAILURES {
            let answer = sign_in(&office, &mut Browser::default(), name, "falsch").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            assert!(answer.html.contains("Name oder Passwort stimmt nicht."));
        }
        let answer = sign_in(&office, &mut Browser::default(), name, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{name}");
    }
    let answer = sign_in(&office, &mut Browser::default(), "reader", "falsch").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "another name is not locked");
}

#[actix_web::test]
async fn a_session_ends_when_it_is_idle_and_after_its_longest_time() {
    let office = Office::new();
    let browser = office.signed_in(Role::Reader);
    let token = Token::read(&browser.cookies[0].1).unwrap();
    let (database, now) = (&office.state.database, Utc::now().naive_utc());
    let at = |minutes| find(database, &token, now + TimeDelta::minutes(minutes)).unwrap().is_some();
    assert!(at(59) && at(118) && !at(180), "an hour without a request ends it");
    let browser = office.signed_in(Role::Reader);
    let token = Token::read(&browser.cookies[0].1).unwrap();
    let at = |minutes| find(database, &token, now + TimeDelta::minutes(minutes)).unwrap().is_some();
    assert!((1..=14).all(|step| at(step * 50)) && !at(725), "12 hours end it, however it is used");
}

#[actix_web::test]
async fn a_one_time_link_sets_a_password_once() {
    let office = Office::new();
    let (account, _) = office.state.database.account_named("planner").unwrap().unwrap();
    let (database, now) = (&office.state.database, Utc::now().naive_utc());
    let link = accounts::invite(database, account.id, None, now).unwrap();
    let mut browser = Browser::default();
    let page = office.get(&mut browser, &format!("/amt/einladung?schluessel={}", link.reveal())).await;
    assert!(page.html.contains("planner"), "{}", page.html);
    let post = async |password: &str, again: &str| {
        let fields = [("schluessel", link.reveal()), ("passwort", password), ("nochmal", again)];
        office.post(&mut browser.clone(), "/amt/einladung", &fields).await
    };
    assert!(post(PASSWORD, "anders").await.html.contains("nicht gleich"));
    assert!(post("kurz", "kurz").await.html.contains("zu kurz"));
    assert_eq!(post(PASSWORD, PASSWORD).await.location(), "/amt");
    assert_eq!(post(PASSWORD, PASSWORD).await.status, StatusCode::NOT_FOUND);
    let answer = sign_in(&office, &mut Browser::default(), "planner", PASSWORD).await;
    assert_eq!(answer.location(), "/amt");
    let late = accounts::invite(database, account.id, None, now - TimeDelta::days(8)).unwrap();
    let answer =
        office.get(&mut Browser::default(), &format!("/amt/einladung?schluessel={}", late.reveal())).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_changed_password_and_signing_out_everywhere_end_the_other_sessions() {
    let office = Office::new();
    office.set_password(Role::Editor);
    let (mut here, mut there) = (office.signed_in(Role::Editor), office.signed_in(Role::Editor));
    let new = "ganz anderer Satz 9";
    let fields = [("alt", "falsch"), ("passwort", new), ("nochmal", new)];
    assert_eq!(office.post(&mut here, "/amt/konto/passwort", &fields).await.status, StatusCode::BAD_REQUEST);
    let fields = [("alt", PASSWORD), ("passwort", new), ("nochmal", new)];
    let answer = office.post(&mut here, "/amt/konto/passwort", &fields).await;
    assert_eq!(answer.location(), "/amt/konto?geaendert=1");
    assert_eq!(office.get(&mut there, "/amt").await.location(), "/amt/anmelden");
    assert_eq!(office.get(&mut here, "/amt").await.status, StatusCode::OK, "this session goes on");
    let mut there = office.signed_in(Role::Editor);
    office.post(&mut here, "/amt/konto/abmelden", &[]).await;
    assert_eq!(office.get(&mut there, "/amt").await.location(), "/amt/anmelden");
}

#[actix_web::test]
async fn the_last_administrator_stays_and_a_closed_account_is_out_at_once() {
    let office = Office::new();
    office.set_password(Role::Administrator);
    let database = &office.state.database;
    let named = |name: &str| database.account_named(name).unwrap().unwrap().0;
    let mut browser = office.signed_in(Role::Administrator);
    let path = format!("/amt/konten/{}", named("administrator").id);
    for fields in
        [[("rolle", "reader"), ("geschlossen", "")], [("rolle", "administrator"), ("geschlossen", "ja")]]
    {
        let answer = office.post(&mut browser, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
    assert_eq!(named("administrator").role, Role::Administrator);
    let mut editor = office.signed_in(Role::Editor);
    let closed = Account { disabled: true, ..named("editor") };
    assert!(database.change_account(&closed, None, Utc::now().naive_utc()).unwrap());
    assert_eq!(office.get(&mut editor, "/amt").await.location(), "/amt/anmelden");
}

#[actix_web::test]
async fn secrets_lie_in_the_database_as_hashes_only_and_script_is_text() {
    let office = Office::new();
    office.set_password(Role::Editor);
    let browser = office.signed_in(Role::Administrator);
    let token = browser.cookies[0].1.clone();
    let name = "<script>alert(1)</script>";
    let fields = [("name", "neu-2"), ("anzeige", name), ("rolle", "reader")];
    let page = office.post(&mut browser.clone(), "/amt/konten", &fields).await;
    assert!(!page.html.contains(name) && page.html.contains("&lt;script&gt;"), "{}", page.html);
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(&office.folder.0).unwrap() {
        let path = entry.unwrap().path();
        bytes.extend(std::fs::read(path).unwrap());
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("argon2id$") && !holds(PASSWORD) && !holds(&token));
}
