//! The basket of the planner's workspace: what its address names is what it shows, in all forms.

use super::planning::figures;
use super::*;

const PIECES: &str = "stueck=plaetze:13076&stueck=plaetze:13004&stueck=rang:V04&stueck=zusammenhang:P02:V04";

/// All values of an attribute.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(&format!(" {attribute}=\"")).skip(1).map(|part| part.split('"').next().unwrap()).collect()
}

#[actix_web::test]
async fn a_basket_shows_its_pieces_in_their_order_and_no_id_twice() {
    let service = Service::whole("basket-pieces");
    for path in ["/planung/korb", "/planung/korb/handzettel", "/planung/korb/folien"] {
        let (status, html) = service.page(&format!("{path}?{PIECES}&draws=0")).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let mut ids = values(&html, "id");
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{path} has an id twice");
        for named in values(&html, "aria-labelledby").into_iter().chain(values(&html, "aria-describedby")) {
            assert!(ids.binary_search(&named).is_ok(), "{path}: nothing has the id {named}");
        }
        let place = |about: &str| {
            let as_head = html.find(&format!("<strong>{about}</strong>"));
            as_head
                .or_else(|| html.find(&format!("\"slide-about\">{about}<")))
                .unwrap_or_else(|| panic!("{path}: {about}"))
        };
        let places = ["Ludwigslust-Parchim", "Schwerin", "Kreise im Vergleich"].map(place);
        assert!(places.is_sorted(), "{path}: {places:?}");
    }
}

#[actix_web::test]
async fn figures_of_a_basket_are_those_of_the_pages_they_come_from() {
    let service = Service::whole("basket-figures");
    let of = |html: &str, area: &str| -> Vec<(String, i64, String)> {
        let shown = figures(html).into_iter().filter(|figure| figure.area == area);
        let mut all: Vec<_> = shown.map(|it| (it.measure, it.year, it.value.to_string())).collect();
        all.sort();
        all.dedup();
        all
    };
    let (_, basket) = service.page("/planung/korb?stueck=plaetze:13076&scenario=low&draws=20").await;
    let (_, overview) = service.page("/planung/gebiet/13076?scenario=low&draws=20").await;
    let (basket, overview) = (of(&basket, "13076"), of(&overview, "13076"));
    assert!(basket.len() > 20 && basket.iter().all(|figure| overview.contains(figure)));
}

#[actix_web::test]
async fn a_form_adds_a_piece_once_and_what_shows_nothing_is_named() {
    let service = Service::whole("basket-add");
    for (query, expected) in [
        ("bild=bedarf&gebiet=13", "stueck=bedarf%3A13"),
        ("stueck=bedarf:13&bild=bedarf&gebiet=13", "stueck=bedarf%3A13"),
        ("stueck=rang:V04&bild=reihe&indikator=D06", "stueck=rang%3AV04&stueck=reihe%3AD06"),
    ] {
        let request = TestRequest::get().uri(&format!("/planung/korb?{query}"));
        let (status, headers, _) = service.send(request).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{query}");
        let to = headers.get(header::LOCATION).unwrap().to_str().unwrap();
        assert_eq!(to, format!("/planung/korb?{expected}"), "{query}");
    }
    let (status, html) = service
        .page("/planung/korb?stueck=rang:ZZZ&stueck=bedarf:99999&stueck=%3Cb%3E&stueck=kreise:form&draws=0")
        .await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Korb mit 1 Bild") && html.contains("Dazu gibt es kein Bild"), "{html}");
    assert!(html.contains("rang:ZZZ") && html.contains("bedarf:99999") && !html.contains("<b>"));
    let (_, empty) = service.page("/planung/korb").await;
    assert!(empty.contains("Der Korb ist leer"));
}

#[actix_web::test]
async fn a_page_of_paper_has_four_pieces_or_a_profile() {
    let service = Service::whole("basket-paper");
    let five = format!("{PIECES}&stueck=reihe:D06&titel=Was%20fehlt%3F&text=Ein%20Satz.&draws=0");
    let (_, html) = service.page(&format!("/planung/korb/handzettel?{five}")).await;
    assert_eq!(html.matches("class=\"planning-card planning-card-").count(), 4);
    assert!(
        html.contains("<h1>Was fehlt?</h1>") && html.contains("Ein Satz.") && html.contains("Nicht gezeigt")
    );
    let (_, html) = service.page("/planung/korb/handzettel?stueck=profil:13076&stueck=rang:V04").await;
    assert_eq!(html.matches("class=\"planning-card planning-card-").count(), 1);
    let (_, slides) = service.page(&format!("/planung/korb/folien?{five}")).await;
    assert_eq!(slides.matches("class=\"slide\"").count(), 5);
}

#[actix_web::test]
async fn a_single_chart_may_be_framed_and_leads_to_no_page_that_may_not() {
    let mut service = Service::whole("basket-embed");
    let path = "/eingebettet/planung/bild?stueck=bedarf:13076&draws=0";
    let (status, headers, body) = service.send(TestRequest::get().uri(path)).await;
    assert_eq!(status, StatusCode::OK);
    let policy = headers.get("content-security-policy").unwrap().to_str().unwrap();
    assert!(policy.contains("frame-ancestors *"), "{policy}");
    let html = String::from_utf8(body).unwrap();
    assert!(html.contains("<svg") && html.contains("Quelle: ") && html.contains("Ludwigslust-Parchim"));
    for link in html.split("<a ").skip(1).map(|part| part.split('>').next().unwrap()) {
        let stays = link.contains("href=\"#") || link.contains("href=\"/eingebettet");
        assert!(stays || link.contains("target=\"_blank\""), "{link} stays in the frame");
    }
    for path in ["/eingebettet/planung/bild", "/eingebettet/planung/bild?stueck=nichts:13"] {
        assert_eq!(service.page(path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    service.planning_open = false;
    assert_eq!(service.page(path).await.0, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn charts_of_own_values_and_named_runs_keep_them_in_the_basket() {
    let service = Service::whole("basket-runs");
    let run = "new_places=60&new_places_in=13076&new_places_year=2028";
    let page = format!(
        "/planung/szenarien?area=13076&compare=13004&draws=20&scenarios=status-quo&{run}&lauf=name%3DMehr+Kinder%26tfr%3D1.6"
    );
    let (status, html) = service.page(&page).await;
    assert_eq!(status, StatusCode::OK);
    let of_page = figures(&html);
    let html = html.replace("&#x2f;", "/").replace("&amp;", "&");
    for card in ["verlauf-bedarf", "verlauf-plaetze", "sicherheit"] {
        let link =
            values(&html, "href").into_iter().find(|href| href.contains(&format!("stueck={card}%3A13076")));
        let link = link.unwrap_or_else(|| panic!("{card} can be put into the basket"));
        assert!(!link.contains("13004"), "another area is no part of the chart: {link}");
        let (status, basket) = service.page(&format!("{link}&draws=20")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(basket.contains("Korb mit 1 Bild"), "{card}");
        assert!(
            basket.contains("60 Heimplätze 2028: +60 Heimplätze in Ludwigslust-Parchim ab Ende 2028."),
            "{card}"
        );
        assert!(basket.contains("Mehr Kinder: Kinder je Frau 1,6"), "{card}");
        let shown = figures(&basket);
        assert!(card == "sicherheit" || shown.len() >= 10, "{card}: {}", shown.len());
        for figure in shown {
            let same = of_page
                .iter()
                .any(|it| (&it.measure, it.year, &it.text) == (&figure.measure, figure.year, &figure.text));
            assert!(same, "{card}: {figure:?}");
        }
    }
    let (status, html) = service.page("/planung/korb?stueck=verlauf-bedarf:13076?tfr%3D99&draws=20").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Dazu gibt es kein Bild"), "a run that cannot be");
}

#[actix_web::test]
async fn a_basket_computes_a_bounded_number_of_own_runs() {
    let service = Service::new("basket-most-runs");
    let piece = |at: usize| format!("stueck=sicherheit:13004?scenarios%3Dstatus-quo%26tfr%3D1.{}", at + 20);
    let pieces: Vec<String> = (0..12).map(piece).collect();
    let (status, html) = service.page(&format!("/planung/korb?{}&draws=1", pieces.join("&"))).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Korb mit 4 Bildern") && html.contains("zu viele eigene Läufe"), "{html}");
}
