//! A search from an address: it is answered in place, and nothing that a browser keeps or sends on holds the address.

use std::io::Cursor;

use super::*;
use crate::addresses::build;
use crate::extract::{self, fixture::Pbf};

/// Words of the address that no link may hold.
const SECRETS: [&str; 3] = ["Kirchgasse", "kirchgasse", "Kirchgaſſe"];

/// Two invented streets beside the town hall, one of which is also in Parchim.
fn region() -> Vec<u8> {
    let mut pbf = Pbf::default();
    pbf.node(53.3249, 11.4957, &[("place", "town"), ("name", "Ludwigslust")]);
    for number in [1, 2, 4, 8] {
        let east = f64::from(number) * 0.0002;
        pbf.house(53.3250, 11.4960 + east, "Kirchgasse", &number.to_string(), "19288", "Ludwigslust");
        pbf.house(53.3270, 11.4960 + east, "Dorfstraße", &number.to_string(), "19288", "Ludwigslust");
        pbf.house(53.4250, 11.8480 + east, "Dorfstraße", &number.to_string(), "19370", "Parchim");
    }
    let bytes = pbf.bytes();
    let extract = extract::read(|| Ok(Cursor::new(bytes.clone())), |_| {}).unwrap();
    build(&extract, &reference().areas, &"ab".repeat(32)).0.to_bytes()
}

async fn post(path: &str, body: &str) -> Answer {
    let folder = Folder::new();
    std::fs::create_dir_all(&folder.0).unwrap();
    let file = folder.0.join("addresses.bin");
    std::fs::write(&file, region()).unwrap();
    let set_up = move |state: &State| drop(state.addresses.refresh(&file).unwrap().unwrap());
    let request = TestRequest::post().uri(path).set_payload(body.to_owned());
    ask_prepared(Pages::new(Site::default()).unwrap(), facilities(), request, set_up).await
}

/// All that a browser may keep, follow or send on by itself: links, targets of forms, the title, and headers.
fn kept(answer: &Answer) -> Vec<String> {
    let attributes = ["href=\"", "action=\"", "formaction=\"", "src=\"", "data-shared=\"", "data-address=\""];
    let mut kept: Vec<String> = Vec::new();
    for attribute in attributes {
        let values = answer.html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
        kept.extend(values.map(str::to_owned));
    }
    kept.extend(
        answer
            .html
            .split("name=\"query\" value=\"")
            .skip(1)
            .filter_map(|it| it.split('"').next())
            .map(str::to_owned),
    );
    kept.extend(
        answer
            .html
            .split("<title>")
            .skip(1)
            .filter_map(|rest| rest.split("</title>").next())
            .map(str::to_owned),
    );
    kept.extend(answer.headers.iter().map(|(_, value)| value.to_str().unwrap().to_owned()));
    kept
}

#[actix_web::test]
async fn an_address_is_answered_in_place_and_stands_in_no_link() {
    for base in ["", "/en", "/eingebettet"] {
        let page =
            post(&format!("{base}/"), "near=Kirchgasse+4%2C+Ludwigslust&category=day_care&within=20&unit=km")
                .await;
        assert_eq!((page.status, page.header("location")), (StatusCode::OK, ""), "{base}");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.visible_text().contains("Kirchgasse 4, 19288 Ludwigslust"), "{}", page.visible_text());
        assert!(page.visible_text().contains("© OpenStreetMap-Mitwirkende (ODbL)"));
        for text in kept(&page) {
            assert!(!SECRETS.iter().any(|secret| text.contains(secret)), "{text}");
        }
        // The link to share names the town.
        assert!(page.html.contains("near=Ludwigslust"), "{}", page.html);
    }
}

#[actix_web::test]
async fn a_button_of_the_results_keeps_the_address_and_changes_the_rest() {
    let near = "near=Kirchgasse+4%2C+Ludwigslust";
    let first = post("/", &format!("{near}&radius_km=20")).await;
    let sorted = "<button type=\"submit\" form=\"again\" name=\"query\" value=\"radius_km=20&amp;sort=name\"";
    assert!(first.html.contains(sorted), "{}", first.html);
    assert!(first.html.contains("<input type=\"hidden\" name=\"near\" value=\"Kirchgasse 4, Ludwigslust\">"));
    let second = post("/", &format!("{near}&query=radius_km%3D20%26sort%3Dname")).await;
    assert!(
        second.visible_text().contains("um Kirchgasse 4, 19288 Ludwigslust"),
        "{}",
        second.visible_text()
    );
    let paged = post("/", &format!("{near}&query=radius_km%3D20%26limit%3D1")).await;
    assert!(paged.html.contains("value=\"radius_km=20&amp;limit=1&amp;cursor="), "{}", paged.html);
}

#[actix_web::test]
async fn what_names_a_locality_leads_on_to_its_link() {
    for (body, link) in [
        ("near=Ludwigslust&within=20&unit=km", "/?near=Ludwigslust&radius_km=20"),
        ("category=day_care", "/?category=day_care"),
        ("", "/"),
        ("near=Kirchgasse+4&query=near%3DParchim", "/?near=Parchim"),
    ] {
        let page = post("/", body).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, link), "{body}");
    }
}

#[actix_web::test]
async fn an_address_that_is_not_beyond_doubt_is_asked_and_stands_in_no_link_either() {
    let open = post("/", "near=Dorfstr.+4").await;
    for choice in ["Dorfstraße 4, 19288 Ludwigslust", "Dorfstraße 4, 19370 Parchim"] {
        assert!(open.visible_text().contains(choice), "{}", open.visible_text());
    }
    assert!(!open.html.contains("href=\"/?near=Dorf"), "{}", open.html);
    let unknown = post("/", "near=Kirchgasse+4%2C+Xyzzyq").await;
    assert!(kept(&unknown).iter().all(|text| !text.contains("Kirchgasse")), "{}", unknown.html);
    let part = post("/", "near=Geheimweg+4%2C+Ludwigslust").await;
    assert!(part.visible_text().contains("kennen wir nur"), "{}", part.visible_text());
    assert!(kept(&part).iter().all(|text| !text.contains("Geheimweg")), "{:?}", kept(&part));
}

#[actix_web::test]
async fn a_point_that_is_not_the_house_says_so() {
    let note = async |near: &str| post("/", &format!("near={near}")).await.visible_text();
    assert!(note("Kirchgasse+6+Ludwigslust").await.contains("zwischen ihren Nachbarn"));
    assert!(note("Kirchgasse+99+Ludwigslust").await.contains("ab der Mitte der Straße"));
    assert!(note("Kirchgasse+Ludwigslust").await.contains("Mit der Hausnummer wird es genauer"));
}

#[actix_web::test]
async fn an_adviser_searches_from_the_town_of_an_address() {
    for path in ["/beratung", "/beratung/suche"] {
        let page = post(path, "near=Kirchgasse+4%2C+Ludwigslust&category=day_care").await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(
            page.visible_text().contains("Adressen werden in Beratungsfällen nicht gespeichert"),
            "{path}"
        );
        assert!(!page.html.contains("Kirchgasse"), "{path}");
    }
}

#[actix_web::test]
async fn the_way_to_a_facility_begins_at_an_address() {
    let page = post("/einrichtung/a-1", "from=Kirchgasse+4%2C+Ludwigslust").await;
    assert!(page.visible_text().contains("Kirchgasse 4, 19288 Ludwigslust"), "{}", page.visible_text());
    assert!(kept(&page).iter().all(|text| !text.contains("Kirchgasse")));
    let open = post("/einrichtung/a-1", "from=Dorfstr.+4").await;
    assert!(open.html.contains("name=\"instead\" value=\"Dorfstraße 4, 19370 Parchim\""), "{}", open.html);
}
