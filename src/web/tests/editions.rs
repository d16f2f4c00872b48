//! Pages in several languages, in the frame of another site, and who answers for them.

use super::*;

#[actix_web::test]
async fn every_page_names_its_language_and_links_to_the_others() {
    for (path, rest, edition) in every_page() {
        let page = get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        // Plain German leads to the first pages of the other languages.
        let easy = path.starts_with("/leicht");
        let lang = if easy { "de-simple" } else { edition.tag() };
        assert!(page.html.contains(&format!("<html lang=\"{lang}\"")), "{path}");
        for other in edition.others() {
            let (tag, rest) = (other.tag(), if easy { "/" } else { rest });
            let link = format!("<a href=\"{}{rest}\" lang=\"{tag}\" hreflang=\"{tag}\"", other.base());
            assert!(page.html.contains(&link), "{path}: {link}");
        }
    }
}

#[actix_web::test]
async fn a_prefix_without_its_slash_leads_to_the_same_search() {
    for (asked, expected) in [
        ("/en", "/en/"),
        ("/en?category=day_care&radius_km=20", "/en/?category=day_care&radius_km=20"),
        ("/eingebettet?district=13076", "/eingebettet/?district=13076"),
        ("/en/eingebettet?near=Parchim", "/en/eingebettet/?near=Parchim"),
    ] {
        let redirect = get(asked).await;
        assert_eq!(redirect.status, StatusCode::PERMANENT_REDIRECT, "{asked}");
        assert_eq!(redirect.header(header::LOCATION), expected);
    }
}

#[actix_web::test]
async fn a_search_has_the_same_address_in_english() {
    let query = format!("{CENTRE}&category=day_care&radius_km=20");
    let page = get(&format!("/en/?{query}")).await;
    let visible = page.visible_text();
    assert!(visible.contains("2 day care services within 20 km of the chosen point"), "{visible}");
    assert!(
        visible.contains("4 min 1.0 km") && visible.contains("Travel times by car are estimates"),
        "{visible}"
    );
    assert!(visible.contains("No place free reported yesterday"), "{visible}");
    assert!(page.html.contains("<a href=\"/en/einrichtung/b-2?"), "{}", page.html);
    assert!(page.html.contains(&format!("<a href=\"/?{}\" lang=\"de\"", query.replace('&', "&amp;"))));
    let facility = get("/en/einrichtung/c-3").await.visible_text();
    assert!(facility.contains("You live in the home and are cared for there day and night."), "{facility}");
    assert!(facility.contains("Legal basis: § 43 SGB XI"), "{facility}");
    let wrong = get("/en/?radius_km=900").await.visible_text();
    assert!(wrong.contains("Please choose a distance above 0 and at most 200 km."), "{wrong}");
    assert!(get("/en/nowhere").await.visible_text().contains("This page does not exist"));
}

#[actix_web::test]
async fn the_imprint_names_the_operator_or_that_it_is_missing() {
    let missing = get("/impressum").await.visible_text();
    assert!(missing.contains("Der Betreiber hat seinen Namen und seine Anschrift noch nicht eingetragen."));
    let operator = Operator {
        name: Some("Landkreis <Beispiel>".into()),
        address: vec!["Am Markt 1".into(), "19288 Ludwigslust".into()],
        represented_by: Some("die Landrätin".into()),
        email: Some("pflege@example.org".into()),
        phone: Some("030 23125000".into()),
    };
    let site = Site { public_url: Some("https://pflege.example.org".into()), operator, ..Site::default() };
    let page = ask_of(site.clone(), facilities(), TestRequest::get().uri("/impressum")).await;
    assert!(
        page.html.contains("Landkreis &lt;Beispiel&gt;<br>Am Markt 1<br>19288 Ludwigslust"),
        "{}",
        page.html
    );
    assert!(
        page.html.contains("<link rel=\"canonical\" href=\"https://pflege.example.org/impressum\">"),
        "{}",
        page.html
    );
    for path in ["/barrierefreiheit", "/en/barrierefreiheit", "/leicht/barrierefreiheit"] {
        let page = ask_of(site.clone(), facilities(), TestRequest::get().uri(path)).await;
        assert!(page.html.contains("mailto:pflege@example.org"), "{path}");
    }
}

#[actix_web::test]
async fn only_embedded_pages_can_be_framed_by_other_sites() {
    for (path, ancestors) in [
        ("/", "frame-ancestors 'self'"),
        ("/en/merkliste", "frame-ancestors 'self'"),
        ("/eingebettet/", "frame-ancestors *"),
        ("/en/eingebettet/?category=day_care", "frame-ancestors *"),
        ("/eingebettet/einrichtung/a-1", "frame-ancestors *"),
    ] {
        let page = get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.header(header::CONTENT_SECURITY_POLICY).ends_with(ancestors), "{path}");
    }
    let list = get("/eingebettet/?category=day_care").await;
    assert!(list.html.contains("href=\"/eingebettet/einrichtung/a-1?"), "{}", list.html);
    assert!(!list.html.contains("data-keep") && !list.html.contains("/eingebettet/merkliste"));
    assert_eq!(get("/eingebettet/impressum").await.status, StatusCode::NOT_FOUND);
    let script = get("/einbetten.js").await;
    assert_eq!(script.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(script.header(header::CACHE_CONTROL), "public, max-age=3600");
    assert!(script.html.contains("pflegekarte-suche"));
    assert!(!get("/").await.headers.contains_key("access-control-allow-origin"));
}
