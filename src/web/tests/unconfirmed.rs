//! Entries that no office has confirmed say so wherever they are shown.

use super::*;
use crate::register::OPENSTREETMAP;

/// The first day care is of OpenStreetMap, the second of a list for which no office answers.
fn unconfirmed() -> Vec<Facility> {
    let mut all = facilities();
    all[0].confirmed = Some(false);
    all[0].source = SourceRef { source: OPENSTREETMAP.into(), id: "node-17".into() };
    all[1].confirmed = Some(false);
    all[2].confirmed = Some(true);
    all
}

const SENTENCE: &str = "aus OpenStreetMap, amtlich nicht bestätigt";

#[actix_web::test]
async fn every_page_says_of_an_entry_that_no_office_has_confirmed_it() {
    for path in [
        "/?category=day_care",
        "/einrichtung/a-1",
        "/einrichtung/b-2",
        "/merkliste?id=a-1",
        "/vergleich?id=a-1&id=c-3",
        "/merkliste.csv?id=a-1",
        "/einrichtung/a-1.vcf",
        "/pflege/ludwigslust/tagespflege",
    ] {
        let page = ask(unconfirmed(), TestRequest::get().uri(path)).await;
        // Lines of a vCard are folded.
        let text = page.html.replace("\r\n ", "");
        let text = if path.ends_with(".vcf") { text.replace('\\', "") } else { text };
        // A sentence begins with it on its own page.
        assert!(
            text.contains(SENTENCE) || text.contains("Aus OpenStreetMap, amtlich nicht bestätigt"),
            "{path}: {text}"
        );
    }
    let page = ask(unconfirmed(), TestRequest::get().uri("/en/einrichtung/a-1")).await;
    let text = page.visible_text();
    assert!(text.contains("From OpenStreetMap, not officially confirmed."), "{text}");
    assert!(text.contains("Source: © OpenStreetMap contributors, licence ODbL."), "{text}");
}

#[actix_web::test]
async fn the_licence_is_named_and_a_confirmed_entry_has_no_mark() {
    let page = ask(unconfirmed(), TestRequest::get().uri("/einrichtung/a-1")).await;
    let text = page.visible_text();
    assert!(text.contains("Quelle: © OpenStreetMap-Mitwirkende, Lizenz ODbL."), "{text}");
    assert!(page.html.contains("content=\"noindex\"") && !page.html.contains("application/ld+json"));
    let page = ask(unconfirmed(), TestRequest::get().uri("/einrichtung/c-3")).await;
    let (text, own) = (page.visible_text(), "Haus am See");
    assert!(text.contains(own) && !page.html.contains("data-unconfirmed"), "{text}");
    assert!(!page.html.contains("content=\"noindex\"") && page.html.contains("application/ld+json"));
    let list = ask(unconfirmed(), TestRequest::get().uri("/?category=residential_care")).await;
    assert!(!list.visible_text().contains("nicht bestätigt"), "{}", list.visible_text());
}

#[actix_web::test]
async fn the_page_of_sources_names_the_licence_once() {
    let page = ask(unconfirmed(), TestRequest::get().uri("/datenquellen")).await;
    let named = "OpenStreetMap, amtlich nicht bestätigt (© OpenStreetMap-Mitwirkende, Open Database License 1.0): 1 Einrichtung";
    assert!(page.visible_text().contains(named), "{}", page.visible_text());
    assert!(!get("/datenquellen").await.visible_text().contains("amtlich nicht bestätigt"));
}
