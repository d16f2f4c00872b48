//! The key pages of the workspace in English: the same figures as in German, and no German word besides names.

use std::collections::BTreeSet;

use pflegeplan::areas::Level;

use super::planning::figures;
use super::*;

const GERMAN: &str = include_str!("../../src/web/text/de.ftl");
const ENGLISH: &str = include_str!("../../src/web/text/en.ftl");
/// Words of drawings, which are no messages of the pages.
const OF_CHARTS: &str = "gerechnet gezählt gesperrt Schätzung Gebiete Klassen natürliche niedrigsten höchsten Mitte Bruch \
                         Altersjahr stärkste Zukünften Achse älter bis von";
/// Names that English texts keep, besides those of areas.
const NAMES: &str = "Mecklenburg Vorpommern Landkreis Amt Ämter Deutsch";

/// The words of a text in small letters; what is shorter than three letters tells no language.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2);
    words.map(str::to_lowercase).collect()
}

/// The messages of a language without their names.
fn texts(messages: &str) -> String {
    messages
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(_, text)| text)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What people read or hear of a page, without what is marked as German.
fn said(html: &str) -> String {
    let body = html.split("<body").nth(1).unwrap();
    let mut text = String::new();
    for part in body.split('<') {
        let (tag, rest) = part.split_once('>').unwrap_or(("", part));
        for name in ["aria-label", "title", "placeholder", "alt"] {
            if let Some(value) = tag.split(&format!(" {name}=\"")).nth(1)
                && !tag.contains(" lang=\"de\"")
            {
                text.push_str(value.split('"').next().unwrap());
                text.push('\n');
            }
        }
        if !tag.contains(" lang=\"de\"") && !tag.starts_with("style") && !tag.starts_with("script") {
            text.push_str(rest);
            text.push('\n');
        }
    }
    let text =
        text.replace("&#x2f;", "/").replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&");
    // The address that is printed on paper is no text.
    let words = text.split_whitespace().filter(|word| !word.contains("/planung"));
    words.collect::<Vec<_>>().join(" ").replace('\u{ad}', "")
}

/// The words that say that a text is German: those of the German pages that no English page has and no area is named after.
fn german_words(service: &Service) -> BTreeSet<String> {
    let mut german = words(&texts(GERMAN));
    german.extend(words(OF_CHARTS));
    let mut known = words(&texts(ENGLISH));
    known.extend(words(NAMES));
    for level in [Level::District, Level::Amt, Level::Municipality] {
        known.extend(service.state.reference.areas.level(level).flat_map(|area| words(&area.name)));
    }
    german.retain(|word| !known.contains(word));
    german
}

#[actix_web::test]
async fn key_pages_are_english_throughout_and_have_the_figures_of_the_german_ones() {
    let service = Service::new("english");
    let folder = service.folder.join("planning_areas");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "[[area]]\nkey = \"PR-01\"\nname = \"Elde\"\nmembers = [\"13076090\", \"13076108\"]\n";
    std::fs::write(folder.join("areas.toml"), text).unwrap();
    pflegeplan::service::renew_indicators(&service.state, &service.folder).unwrap();
    let german = german_words(&service);
    assert!(german.len() > 500 && german.contains("pflegebedürftige") && !german.contains("lübz"));
    for path in [
        "/planung",
        "/planung?q=Ludwigslsut",
        "/planung/gebiet/13?draws=20",
        "/planung/gebiet/13076?draws=20&scenario=high&new_places=60&new_places_in=13076&new_places_year=2028",
        "/planung/gebiet/13004?draws=0&prevalence=rising&care_form=home-based",
        "/planung/gebiet/130765654",
        "/planung/gebiet/13076090",
        "/planung/gebiet/13073088?scenario=low",
        "/planung/gebiet/PR-01",
    ] {
        let (status, html) = service.page(&format!("/en{path}")).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(html.contains("<html lang=\"en\""), "{path}");
        let found: Vec<String> = words(&said(&html)).intersection(&german).cloned().collect();
        assert!(found.is_empty(), "{path} has the German words {found:?}");
        let (_, in_german) = service.page(path).await;
        let back = |html: &str, tag: &str| {
            let links = html.replace("&#x2f;", "/").replace("&amp;", "&");
            links.contains(&format!("lang=\"{tag}\" hreflang=\"{tag}\""))
        };
        assert!(back(&html, "de") && back(&in_german, "en"), "{path} leads to the other language");
        let (shown, expected) = (figures(&html), figures(&in_german));
        assert_eq!(shown.len(), expected.len(), "{path}");
        for (english, german) in shown.iter().zip(&expected) {
            let same = english.value.to_bits() == german.value.to_bits() && english.measure == german.measure;
            assert!(
                same && english.area == german.area && english.year == german.year,
                "{english:?} {german:?}"
            );
            let marks = german.text.replace('.', "\u{1}").replace(',', ".").replace('\u{1}', ",");
            assert_eq!(english.text, marks, "{path}");
        }
    }
}

/// Model sets have German titles only.
#[test]
fn every_scenario_has_an_english_title() {
    let all = pflegeplan::app::forecast::ScenarioResponse::all(&MODEL);
    let titles = all.iter().map(|one| format!("\nscenario-{}-{} = ", one.axis, one.id));
    let missing: Vec<String> = titles.filter(|title| !ENGLISH.contains(title)).collect();
    assert!(missing.is_empty() && all.len() > 8, "{missing:?}");
}

#[actix_web::test]
async fn english_pages_lead_to_english_ones_where_there_are_any() {
    let service = Service::new("english-links");
    let (_, html) = service.page("/en/planung/gebiet/13076?draws=0").await;
    let html = html.replace("&#x2f;", "/").replace("&amp;", "&");
    for href in [
        "/en/planung/gebiet/130765654?draws=0",
        "/en/planung/gebiet/13?draws=0",
        "/en/planung/bild/bedarf.svg?draws=0&area=13076",
        "/planung/szenarien?draws=0&area=13076\" hreflang=\"de",
        "/planung/gebiet/13076?draws=0\" lang=\"de\" hreflang=\"de",
    ] {
        assert!(html.contains(&format!("href=\"{href}\"")), "{href}\n{html}");
    }
    let (status, svg) = service.page("/en/planung/bild/bedarf.svg?area=13076&draws=0").await;
    assert_eq!(status, StatusCode::OK);
    assert!(svg.contains("people in need of care") && !svg.contains("Pflegebedürftige"), "{svg}");
    let request = TestRequest::get().uri("/en/planung?q=Parchim").insert_header(("accept", "text/html"));
    let (status, headers, _) = service.send(request).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(
        headers.get("location").unwrap().to_str().unwrap().starts_with("/en/planung/gebiet/"),
        "{headers:?}"
    );
    let (status, html) = service.page("/en/planung/gebiet/99999").await;
    assert!(status == StatusCode::NOT_FOUND && html.contains("Page not found"), "{html}");
    let (status, html) = service.page("/en/planung/gebiet/13076?tfr=99").await;
    assert!(status == StatusCode::BAD_REQUEST && html.contains("There is a problem"), "{html}");
    assert_eq!(service.page("/en/planung/szenarien").await.0, StatusCode::NOT_FOUND);
}
