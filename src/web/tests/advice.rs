//! The adviser's page, and the part of it that scripts fetch for each case.

use super::*;

async fn post(path: &str, body: &'static str) -> Answer {
    ask(facilities(), TestRequest::post().uri(path).set_payload(body)).await
}

/// The rows of the list, as a reader sees them.
fn rows(answer: &Answer) -> Vec<String> {
    answer.html.split("<tr role=\"row\">").skip(2).map(visible_text).collect()
}

#[actix_web::test]
async fn a_row_shows_address_distance_free_places_and_phone() {
    let page = get(&format!("/beratung?{CENTRE}&category=day_care")).await;
    assert_eq!(page.status, StatusCode::OK);
    let rows = rows(&page);
    assert_eq!(rows.len(), 2);
    for text in [
        "Tagespflege <b>Mitte</b>".replace('<', "&lt;").replace('>', "&gt;").as_str(),
        "Ludwigslust",
        "Luftlinie: 1,0 km",
        "Zeit mit dem Auto: 4 Min.",
        "Größe: 12 Plätze",
        "Kein Platz frei",
        "Gemeldet: 2.10.2026",
        "Telefon: (03874) 12 34",
    ] {
        assert!(rows[0].contains(text), "{text:?} is missing in {}", rows[0]);
    }
    assert!(rows[1].contains("2 Plätze frei Gemeldet: 1.10.2026"), "{}", rows[1]);
    // Who follows the link leaves no place in the address.
    assert!(page.html.contains("<a href=\"/einrichtung/b-2\">"), "{}", page.html);
}

#[actix_web::test]
async fn a_row_shows_requested_offers_in_full_and_others_by_name() {
    let asked = rows(&get("/beratung?category=living_in_care&category=day_care&q=See").await);
    assert!(asked[0].contains("Größe: 1.080 Plätze 5 Plätze frei Gemeldet: 1.10.2026"), "{}", asked[0]);
    assert!(asked[0].contains("außerdem Kurzzeitpflege"), "{}", asked[0]);
    let all = rows(&get("/beratung?q=See").await);
    assert!(!all[0].contains("außerdem"), "{}", all[0]);
}

#[actix_web::test]
async fn a_list_has_a_hundred_rows_or_the_requested_number() {
    let many: Vec<Facility> = (0..130)
        .map(|at| facility(&format!("h-{at}"), "Haus", 1.0, vec![offer("day_care", None, None)]))
        .collect();
    let list = |path: &'static str| ask(many.clone(), TestRequest::get().uri(path));
    let usual = list("/beratung?category=day_care").await;
    assert_eq!(rows(&usual).len(), 100);
    assert!(usual.html.contains("<option value=\"100\" selected>"));
    assert!(usual.html.contains("href=\"/beratung?category=day_care&amp;limit=100&amp;cursor="));
    assert_eq!(rows(&list("/beratung?category=day_care&limit=200").await).len(), 130);
    let wrong = list("/beratung?category=day_care&limit=900").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.visible_text().contains("Die Angabe „limit“"), "{}", wrong.visible_text());
}

#[actix_web::test]
async fn every_link_of_a_search_stays_on_the_advice_page() {
    let meant = get("/beratung?near=Ludwigslsut&category=day_care").await;
    assert!(meant.html.contains("href=\"/beratung?category=day_care&amp;limit=100&amp;near=Ludwigslust"));
    let wider = get(&format!("/beratung?{CENTRE}&category=residential_care&radius_km=5")).await;
    assert!(wider.html.contains("radius_km=50#ergebnisse\">im Umkreis von 50 km suchen (1)"));
    let settled = get("/beratung?near=Ludwigslust&within=20&unit=km").await;
    assert_eq!(settled.header(header::LOCATION), "/beratung?near=Ludwigslust&radius_km=20");
    let lost = get("/en/beratung?category=day_care&cursor=7a7a").await;
    assert!(lost.html.contains("href=\"/en/beratung?category=day_care"), "{}", lost.html);
    for page in [meant, wider, lost] {
        let (_, rest) = page.html.split_once("<main").unwrap();
        let (main, _) = rest.split_once("</main>").unwrap();
        assert!(!main.contains("href=\"/?") && !main.contains("href=\"/en/?"), "{main}");
    }
}

#[actix_web::test]
async fn the_search_of_a_case_is_posted_and_not_stored() {
    let part = post("/beratung/suche", "near=Ludwigslust&category=day_care&radius_km=20").await;
    assert_eq!(part.status, StatusCode::OK);
    assert!(
        part.visible_text().contains("2 Tagespflegen im Umkreis von 20 km um Ludwigslust"),
        "{}",
        part.visible_text()
    );
    assert_eq!(part.header(header::CACHE_CONTROL), "no-store");
    assert!(!part.headers.contains_key(header::ETAG));
    assert!(!part.html.contains("<html") && !part.html.contains("<h1"), "a part has no frame");
    let empty = post("/en/beratung/suche", "").await;
    assert_eq!((empty.status, empty.html.contains("id=\"ergebnisse\"")), (StatusCode::OK, false));
    assert!(empty.visible_text().contains("Town or postcode"), "{}", empty.visible_text());
    let wrong = post("/beratung/suche", "within=900&unit=km").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.html.contains("aria-invalid=\"true\" aria-describedby=\"within-error\""));
    let minutes = post("/beratung/suche", "near=Ludwigslust&max_minutes=30&mode=bicycle").await;
    assert!(
        minutes.visible_text().contains("in höchstens 30 Minuten mit dem Fahrrad"),
        "{}",
        minutes.visible_text()
    );
    assert!(minutes.visible_text().contains("Zeit mit dem Fahrrad: "), "{}", minutes.visible_text());
    let endless = TestRequest::post().uri("/beratung/suche").set_payload("near=".repeat(4_000));
    assert_eq!(ask(facilities(), endless).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[actix_web::test]
async fn questions_for_the_kind_of_care_are_open_and_the_others_closed() {
    let open = |page: &Answer| {
        let sections = page.html.split("<details class=\"wishes\" data-group=\"").skip(1);
        sections
            .filter_map(|section| section.split_once("\" open>").filter(|(group, _)| group.len() < 20))
            .map(|(group, _)| group.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(open(&get("/beratung?category=day_care").await), ["day_and_short_term"]);
    assert_eq!(open(&get("/beratung?category=living_in_care").await), ["living_in_care"]);
    assert!(open(&get("/beratung").await).is_empty());
    assert!(get("/en/beratung").await.visible_text().contains("Is there a care grade?"));
}

#[actix_web::test]
async fn messages_of_the_advice_scripts_are_on_this_page_only() {
    let attribute = |page: &Answer, before: &str| {
        let (_, rest) = page.html.split_once(&format!("{before} data-words=\"")).unwrap();
        let json = rest.split_once('"').unwrap().0.replace("&quot;", "\"").replace("&#x27;", "'");
        serde_json::from_str::<serde_json::Value>(&json).unwrap()
    };
    let page = get("/beratung").await;
    assert_eq!(attribute(&page, "data-advice")["case"], "Fall {number}");
    assert!(page.html.contains("<noscript>"));
    let first = get("/").await;
    assert!(!first.html.contains("Fall {number}"));
    assert!(first.html.contains("<a href=\"/beratung\">Für die Beratung</a>"));
    assert!(!get("/eingebettet/").await.html.contains("/beratung"));
}
