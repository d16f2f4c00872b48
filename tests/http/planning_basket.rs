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
        ("stueck=bedarf:13&bild=bedarf&gebiet=13", "stueck=bedarf%3A13&doppelt=ja"),
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

/// The titles of the cards that a page offers to the basket, with the link.
fn offered(html: &str) -> Vec<(String, String)> {
    let html = html.replace("&#x2f;", "/").replace("&amp;", "&").replace("&#x27;", "'");
    let sections = html.split("<section class=\"planning-card").skip(1);
    let card = |section: &str| {
        let section = section.split("</section>").next().unwrap();
        let title = section.split("-titel\">").nth(2)?.split('<').next()?.to_owned();
        let link = values(section, "href").into_iter().find(|href| href.starts_with("/planung/korb?stueck="));
        Some((title, link.unwrap_or_default().to_owned()))
    };
    sections.filter_map(card).collect()
}

#[actix_web::test]
async fn every_card_of_every_page_can_be_put_into_the_basket_and_is_the_same_there() {
    let service = Service::whole("basket-everything");
    for path in [
        "/planung?scenario=low",
        "/planung/gebiet/13076?draws=5",
        "/planung/szenarien?area=13004&compare=13&scenarios=low,high&draws=5&tfr=1,5",
        "/planung/standorte?area=13076&category=day_care&minutes=15&year=2028&at=Crivitz",
        "/planung/indikatoren/V04?level=amt&within=13076",
        "/planung/indikatoren/D06",
        "/planung/vergleich/profil?area=13076",
        "/planung/vergleich/raenge?theme=Demografie&level=district",
        "/planung/vergleich/zusammenhang?level=amt",
        "/planung/vergleich/kreise?zeigen=form&scenario=high&draws=5",
        "/planung/vergleich/index?area=13004&gewicht.P02=2",
        "/planung/daten",
    ] {
        let (status, html) = service.page(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let cards = offered(&html);
        // What the assumptions of own runs are is said beside each of their charts.
        let cards: Vec<_> = cards.into_iter().filter(|(title, _)| !title.starts_with("2040 mit „")).collect();
        assert!(!cards.is_empty(), "{path}");
        for (title, link) in &cards {
            assert!(!link.is_empty(), "{path}: „{title}“ cannot be put into the basket");
        }
        // At most so many fit; a basket shows each as the page does.
        for some in cards.chunks(6) {
            let fields: Vec<&str> = some.iter().map(|(_, link)| link.split_once('?').unwrap().1).collect();
            let (status, basket) = service.page(&format!("/planung/korb?{}&draws=5", fields.join("&"))).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            let basket = basket.replace("&#x2f;", "/").replace("&amp;", "&").replace("&#x27;", "'");
            assert!(!basket.contains("Dazu gibt es kein Bild"), "{path}: {fields:?}");
            for (title, _) in some {
                assert!(basket.contains(&format!("-titel\">{title}</h2>")), "{path}: „{title}“ is another");
            }
        }
    }
}

#[actix_web::test]
async fn a_piece_that_is_there_again_stands_once_and_the_page_says_so() {
    let service = Service::whole("basket-again");
    let twice =
        "stueck=standorte:ohne?area%3D13076%26minutes%3D15&stueck=standorte:ohne?minutes%3D15%26area%3D13076";
    let (status, html) = service.page(&format!("/planung/korb?{twice}")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Korb mit 1 Bild") && html.contains("ist schon im Korb"), "{html}");
    let (_, once) = service.page("/planung/korb?stueck=bedarf:13&draws=0").await;
    assert!(!once.contains("ist schon im Korb"));
    let request = TestRequest::get().uri("/planung/korb?stueck=bedarf:13&bild=bedarf&gebiet=13&draws=0");
    let (_, headers, _) = service.send(request).await;
    let to = headers.get(header::LOCATION).unwrap().to_str().unwrap().to_owned();
    assert!(service.page(&to).await.1.contains("ist schon im Korb"), "{to}");
}

#[actix_web::test]
async fn a_hand_out_says_what_its_figures_rest_on_and_no_more() {
    let service = Service::whole("basket-notes");
    let handout = |pieces: &str| format!("/planung/korb/handzettel?{pieces}");
    let (_, html) = service.page(&handout("stueck=bedarf:13076&draws=20")).await;
    assert!(html.contains("Beispieldaten:") && html.contains("erfundene Einrichtungen"));
    assert!(html.contains("Berechnet aus 20 möglichen Zukünften") && html.contains("In 8 von 10 Zukünften"));
    let title = html.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap();
    assert_eq!(title.matches(": ").count(), 1, "{title}");
    // Without draws there is no band to explain, and counted values of indicators assume nothing.
    let (_, html) = service.page(&handout("stueck=bedarf:13076&draws=0")).await;
    assert!(!html.contains("möglichen Zukünften") && html.contains("auf Zehner gerundet"));
    let (_, html) = service.page(&handout("stueck=rang:V04")).await;
    assert!(!html.contains("möglichen Zukünften") && !html.contains("auf Zehner gerundet"));
    // A long list is cut, and says so.
    let list = "stueck=standorte:ohne?area%3D13076%26minutes%3D5";
    let (_, html) = service.page(&handout(list)).await;
    assert!(html.contains("gezeigt sind die ersten 20 von"), "{html}");
}
