//! What a county sets for the look of its pages, and the style guide.

use super::*;
use crate::web::Logo;

fn county() -> Site {
    Site {
        name: Some("Pflege <Nord>".into()),
        region: Some("Landkreis Beispiel".into()),
        start_text: Some("Ein Satz des Kreises.".into()),
        colour: Some("#7a1f3d".into()),
        logo: Some(Logo::new(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec()).unwrap()),
        ..Site::default()
    }
}

async fn of_county(path: &str) -> Answer {
    ask_of(county(), facilities(), TestRequest::get().uri(path)).await
}

#[actix_web::test]
async fn a_county_has_its_own_name_colour_logo_and_text() {
    let page = of_county("/").await;
    assert!(page.html.contains("– Pflege &lt;Nord&gt;</title>"), "{}", page.html);
    for text in ["Pflege &lt;Nord&gt;</span>", "Landkreis Beispiel</span>", "Ein Satz des Kreises."] {
        assert!(page.html.contains(text), "{text}: {}", page.html);
    }
    assert!(page.html.contains("class=\"site-logo\"") && !page.html.contains("site-mark"));
    // The text of the county is German.
    assert!(!of_county("/en/").await.html.contains("Ein Satz des Kreises."));
    let css = of_county("/farben.css").await;
    assert_eq!(css.header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert!(css.html.starts_with(":root{--brand:#7a1f3d;"), "{}", css.html);
    let logo = of_county("/logo").await;
    assert_eq!(logo.header(header::CONTENT_TYPE), "image/svg+xml");
    assert!(logo.header(header::CONTENT_SECURITY_POLICY).starts_with("default-src 'none'"));
    let manifest = of_county("/site.webmanifest").await.html;
    assert!(
        manifest.contains("\"theme_color\":\"#7a1f3d\"")
            && manifest.contains("Pflege <Nord> Landkreis Beispiel")
    );
}

#[actix_web::test]
async fn without_settings_there_are_no_files_of_a_county() {
    for path in ["/farben.css", "/logo"] {
        assert_eq!(get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = get("/").await;
    assert!(!page.html.contains("farben.css") && page.html.contains("site-mark"));
}

#[test]
fn a_colour_that_cannot_be_read_stops_the_start() {
    let site = Site { colour: Some("#ffcc00".into()), ..Site::default() };
    let error = Pages::new(site).unwrap_err().to_string();
    assert!(error.contains("site_colour is \"#ffcc00\"") && error.contains("hint: #"), "{error}");
}

#[actix_web::test]
async fn the_style_guide_shows_every_component_and_is_not_indexed() {
    let page = get("/stil").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("<meta name=\"robots\" content=\"noindex\">"));
    for part in [
        "button-quiet",
        "aria-invalid",
        "chip-on",
        "pin-free",
        "pin-unknown",
        "notice",
        "badge",
        "class=\"chart\"",
    ] {
        assert!(page.html.contains(part), "{part}");
    }
    assert!(page.visible_text().contains("Alle Kontraste genügen WCAG 2.2 AA"));
    assert!(!get("/sitemap.xml").await.html.contains("/stil"));
}
