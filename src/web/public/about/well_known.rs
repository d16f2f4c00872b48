//! Files that programs look for under fixed names: whom to tell of a weakness (RFC 9116), and how the site is put on the
//! first screen of a phone (W3C, Web Application Manifest).

use chrono::{Days, NaiveDate};
use serde_json::json;

use crate::web::shell::edition::Edition;
use crate::web::shell::site::Site;
use crate::web::text::messages::Messages;

/// RFC 9116 asks for less than a year.
const VALID_DAYS: Days = Days::new(180);

/// Whom to tell of a weakness; `None` if the operator has named no address.
pub(crate) fn security(site: &Site, today: NaiveDate) -> Option<String> {
    let email = site.operator.email.as_ref()?;
    let expires = today.checked_add_days(VALID_DAYS)?;
    let mut text =
        format!("Contact: mailto:{email}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: de, en\n");
    if let Some(url) = &site.public_url {
        text.push_str(&format!("Canonical: {url}/.well-known/security.txt\n"));
    }
    Some(text)
}

/// How a phone names and shows the site.
pub(crate) fn manifest(
    messages: &Messages,
    edition: Edition,
    site: &Site,
    (name, region): (&str, &str),
) -> String {
    let start = format!("{}/", edition.base());
    json!({
        "id": start,
        "name": format!("{name} {region}"),
        "short_name": name,
        "description": messages.text("search-title"),
        "lang": edition.tag(),
        "start_url": start,
        "scope": "/",
        "display": "minimal-ui",
        // The paper of the pages, and their blue (client/tokens.css).
        "background_color": "#faf8f3",
        "theme_color": site.colour.as_deref().unwrap_or("#0e4c6b"),
        "icons": [{"src": "/favicon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::shell::site::Operator;

    #[test]
    fn the_contact_for_weaknesses_has_an_end_within_a_year() {
        let today = "2026-11-25".parse().unwrap();
        assert_eq!(security(&Site::default(), today), None);
        let operator = Operator { email: Some("pflege@example.org".into()), ..Operator::default() };
        let site =
            Site { operator, public_url: Some("https://pflege.example.org".into()), ..Site::default() };
        assert_eq!(
            security(&site, today).unwrap(),
            "Contact: mailto:pflege@example.org\nExpires: 2027-05-24T00:00:00Z\nPreferred-Languages: de, en\n\
             Canonical: https://pflege.example.org/.well-known/security.txt\n"
        );
    }
}
