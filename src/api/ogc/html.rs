//! The same documents as pages for people: plain, without scripts, readable with large text and in the dark.

use std::fmt::Write;

use super::call::{DEFAULT_LIMIT, Form, MAX_LIMIT};
use super::crs::SYSTEMS;
use super::documents::{CONFORMANCE, DESCRIPTION, TITLE};
use crate::opendata::{Collection, Items, Page, Value};

const STYLE: &str = ":root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}\
    body{max-width:75rem;margin:0 auto;padding:1rem}h1{line-height:1.2}\
    table{border-collapse:collapse}th,td{border:1px solid #8888;padding:.25rem .5rem;text-align:left;vertical-align:top}\
    .wide{overflow-x:auto}code{overflow-wrap:anywhere}dt{font-weight:600}dd{margin:0 0 .5rem}";

/// What a page of items leads to.
pub(super) struct Around {
    pub json: String,
    pub next: Option<String>,
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            sign => safe.push(sign),
        }
    }
    safe
}

fn anchor(href: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escaped(href), escaped(text))
}

/// A page with the way that leads to it.
fn page(title: &str, way: &[(String, &str)], body: &str) -> String {
    let title = escaped(title);
    let way: Vec<String> = way.iter().map(|(href, text)| anchor(href, text)).collect();
    let way = way.join(" › ");
    format!(
        "<!DOCTYPE html><html lang=\"de\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><nav aria-label=\"Pfad\">{way}</nav>\
         <main><h1>{title}</h1>{body}</main></body></html>"
    )
}

/// An address of a form of a document.
fn form(address: &str, form: Form) -> String {
    format!("{address}?f={}", if form == Form::Html { "html" } else { "json" })
}

fn way(base: &str, of: Option<&Collection>) -> Vec<(String, &'static str)> {
    let mut way = vec![
        (form(base, Form::Html), "Geodaten"),
        (form(&format!("{base}/collections"), Form::Html), "Datensätze"),
    ];
    way.extend(of.map(|of| (form(&format!("{base}/collections/{}", of.id), Form::Html), "Datensatz")));
    way
}

pub(super) fn landing_page(base: &str) -> String {
    let link = |path: &str, text: &str| {
        format!("<li>{}</li>", anchor(&form(&format!("{base}/{path}"), Form::Html), text))
    };
    let body = format!(
        "<p>{}</p><ul>{}{}{}</ul><p>Für QGIS: Layer hinzufügen, „WFS / OGC-API-Features“, neue Verbindung mit der Adresse <code>{}</code>.</p>",
        escaped(DESCRIPTION),
        link("collections", "Datensätze"),
        link("api", "Wie man fragt: Adressen und Parameter"),
        link("conformance", "Erfüllte Standards"),
        escaped(base),
    );
    page(TITLE, &[("/".to_owned(), "Startseite")], &body)
}

pub(super) fn conformance(base: &str) -> String {
    let items: String =
        CONFORMANCE.iter().map(|class| format!("<li><code>{}</code></li>", escaped(class))).collect();
    let way = [(form(base, Form::Html), "Geodaten")];
    page("Erfüllte Standards", &way, &format!("<ul>{items}</ul>"))
}

/// How the service is asked, in words; the definition itself is JSON.
pub(super) fn definition(base: &str) -> String {
    let rows: String = [
        ("limit", format!("Objekte je Seite, ohne Angabe {DEFAULT_LIMIT}, höchstens {MAX_LIMIT}")),
        ("bbox", "Kartenausschnitt: West, Süd, Ost, Nord, mit Komma getrennt".to_owned()),
        (
            "bbox-crs, crs, filter-crs",
            "Koordinatensystem des Ausschnitts, der Antwort, des Filters".to_owned(),
        ),
        ("datetime", "Tag oder Zeitraum, zum Beispiel 2030-01-01/2030-12-31".to_owned()),
        ("filter", "Filter in CQL2, zum Beispiel category = 'day_care' AND places > 10".to_owned()),
        ("f", "Form: json oder html".to_owned()),
        ("cursor", "Beginn der nächsten Seite; steht in den Links der Antwort".to_owned()),
        ("Name einer Eigenschaft", "nur Objekte mit diesem Wert, zum Beispiel district=Rostock".to_owned()),
    ]
    .iter()
    .map(|(name, text)| {
        format!("<tr><th scope=\"row\"><code>{name}</code></th><td>{}</td></tr>", escaped(text))
    })
    .collect();
    let systems: String =
        SYSTEMS.iter().map(|(uri, _)| format!("<li><code>{}</code></li>", escaped(uri))).collect();
    let body = format!(
        "<p>Die Objekte eines Datensatzes stehen unter <code>{}/collections/…/items</code>. Die vollständige Beschreibung für Programme (OpenAPI 3.0): {}.</p>\
         <h2>Parameter</h2><table><tbody>{rows}</tbody></table><h2>Koordinatensysteme</h2><ul>{systems}</ul>",
        escaped(base),
        anchor(&form(&format!("{base}/api"), Form::Json), "Definition als JSON"),
    );
    page("Wie man fragt", &[(form(base, Form::Html), "Geodaten")], &body)
}

pub(super) fn collections(base: &str, all: &[Collection]) -> String {
    let one = |of: &Collection| {
        let address = form(&format!("{base}/collections/{}", of.id), Form::Html);
        format!("<li>{}<br>{}</li>", anchor(&address, &of.title_de), escaped(&of.description_de))
    };
    let items: String = all.iter().map(one).collect();
    page("Datensätze", &[(form(base, Form::Html), "Geodaten")], &format!("<ul>{items}</ul>"))
}

pub(super) fn collection(base: &str, of: &Collection) -> String {
    let address = format!("{base}/collections/{}", of.id);
    let mut facts = String::new();
    let mut fact = |name: &str, text: String| {
        // Writing to a String cannot fail.
        let _ = write!(facts, "<dt>{name}</dt><dd>{text}</dd>");
    };
    fact("Kennung", format!("<code>{}</code>", escaped(&of.id)));
    fact("Quelle", escaped(&of.attribution));
    if let Some([west, south, east, north]) = of.bounds {
        let [west, south, east, north] =
            [west, south, east, north].map(|degrees| format!("{degrees:.4}").replace('.', ","));
        fact("Ausdehnung", format!("{west} bis {east} Grad Ost, {south} bis {north} Grad Nord"));
    }
    if let Some(period) = of.period {
        let day = |day: Option<chrono::NaiveDate>| {
            day.map_or("offen".to_owned(), |day| day.format("%d.%m.%Y").to_string())
        };
        fact("Zeitraum", format!("{} bis {}", day(period.from), day(period.to)));
    }
    let body = format!(
        "<p>{}</p><p lang=\"en\">{}</p><dl>{facts}</dl><ul><li>{}</li><li>{}</li><li>{}</li></ul>",
        escaped(&of.description_de),
        escaped(&of.description_en),
        anchor(&form(&format!("{address}/items"), Form::Html), "Objekte als Tabelle"),
        anchor(&form(&format!("{address}/items"), Form::Json), "Objekte als GeoJSON"),
        anchor(&form(&format!("{address}/queryables"), Form::Html), "Eigenschaften"),
    );
    let ways = way(base, None);
    page(&of.title_de, &ways, &body)
}

pub(super) fn queryables(base: &str, of: &Collection) -> String {
    let row = |property: &crate::opendata::Property| {
        format!(
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td lang=\"en\">{}</td><td lang=\"en\">{}</td></tr>",
            escaped(&property.name),
            escaped(&property.de),
            escaped(&property.en),
            property.kind.word(),
        )
    };
    let rows: String = of.properties.iter().map(row).collect();
    let body = format!(
        "<div class=\"wide\" role=\"region\" aria-label=\"Tabelle\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Bedeutung</th>\
         <th scope=\"col\">Auf Englisch</th><th scope=\"col\">Art</th></tr></thead><tbody>{rows}</tbody></table></div>"
    );
    page(&format!("{}: Eigenschaften", of.title_de), &way(base, Some(of)), &body)
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Text(text) => escaped(text),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => number.to_string().replace('.', ","),
        Value::Date(day) => day.format("%d.%m.%Y").to_string(),
        Value::YesNo(true) => "ja".to_owned(),
        Value::YesNo(false) => "nein".to_owned(),
    }
}

pub(super) fn items(
    base: &str,
    of: &Collection,
    (items, page_of): (&dyn Items, &Page),
    around: &Around,
) -> String {
    let mut body = format!(
        "<p>{} von {} Objekten. {}</p><div class=\"wide\" role=\"region\" aria-label=\"Tabelle\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">Objekt</th>",
        page_of.items.len(),
        page_of.matched,
        anchor(&around.json, "Dasselbe als GeoJSON"),
    );
    for property in &of.properties {
        let _ = write!(body, "<th scope=\"col\">{}</th>", escaped(&property.de));
    }
    body.push_str("</tr></thead><tbody>");
    for item in &page_of.items {
        let id = items.id(*item);
        let address = format!("{base}/collections/{}/items/{}", of.id, encoded(&id));
        let _ = write!(body, "<tr><th scope=\"row\">{}</th>", anchor(&form(&address, Form::Html), &id));
        for at in 0..of.properties.len() {
            let _ = write!(body, "<td>{}</td>", shown(&items.value(*item, at)));
        }
        body.push_str("</tr>");
    }
    body.push_str("</tbody></table></div>");
    if let Some(next) = &around.next {
        let _ = write!(body, "<p>{}</p>", anchor(next, "Nächste Seite"));
    }
    page(&of.title_de, &way(base, Some(of)), &body)
}

/// An id in a path.
fn encoded(id: &str) -> String {
    let keeps = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.,~".contains(byte);
    let byte = |byte: u8| if keeps(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    id.bytes().map(byte).collect()
}

pub(super) fn item(base: &str, of: &Collection, (items, item): (&dyn Items, usize), json: &str) -> String {
    let mut body = format!("<p>{}</p><dl>", anchor(json, "Als GeoJSON"));
    for (at, property) in of.properties.iter().enumerate() {
        let value = shown(&items.value(item, at));
        if !value.is_empty() {
            let _ = write!(body, "<dt>{}</dt><dd>{value}</dd>", escaped(&property.de));
        }
    }
    body.push_str("</dl>");
    page(&items.id(item), &way(base, Some(of)), &body)
}
