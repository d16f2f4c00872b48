//! What search engines may visit: the site map and robots.txt.

use chrono::NaiveDate;

use super::prose;
use crate::app::ReferenceData;
use crate::register::{Facility, Offer};
use crate::search::Snapshot;
use crate::web::public::town::slugs::Towns;
use crate::web::shell::edition::Edition;
use crate::web::shell::site::Site;

/// The limit of the sitemap protocol for one file.
const MOST_ADDRESSES: usize = 50_000;

/// Searches are endless and not worth indexing; facility pages are.
pub(crate) fn robots(site: &Site) -> String {
    let rules = "User-agent: *\nDisallow: /api/\nDisallow: /*?\n";
    match &site.public_url {
        Some(url) => format!("{rules}Sitemap: {url}/sitemap.xml\n"),
        None => rules.to_owned(),
    }
}

/// The pages to index, without examples; `None` if the public address is not known, because a site map needs
/// absolute addresses.
pub(crate) fn sitemap(site: &Site, snapshot: &Snapshot, reference: &ReferenceData) -> Option<String> {
    let url = site.public_url.as_deref()?;
    let own = ["/", "/datenquellen"].into_iter().chain(prose::PAGES.map(|page| page.path));
    let own = own.map(|path| (path.to_owned(), None));
    let real = snapshot.facilities().iter().filter(|facility| facility.counts());
    let facilities = real.map(|it| (format!("/einrichtung/{}", it.id), last_change(it, snapshot.today())));
    let real = snapshot.facilities().iter().filter(|facility| facility.counts());
    let towns = Towns::of(&reference.areas).paths(real, &reference.categories);
    let towns = towns.into_iter().map(|path| (path, None));
    let paths: Vec<(String, Option<NaiveDate>)> = own.chain(towns).chain(facilities).collect();
    let in_editions = |(path, day): &(String, Option<NaiveDate>)| {
        let (path, day) = (path.clone(), *day);
        Edition::standing_alone().map(move |edition| (format!("{}{path}", edition.base()), day))
    };
    let easy = prose::EASY_PAGES.map(|page| (page.path.to_owned(), None));
    let entries = easy.into_iter().chain(paths.iter().flat_map(in_editions)).take(MOST_ADDRESSES);
    // Ids are letters, digits and hyphens, so nothing here needs escaping.
    let entry = |(path, day): (String, Option<NaiveDate>)| {
        let changed = day.map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        format!("<url><loc>{url}{path}</loc>{changed}</url>\n")
    };
    let entries: String = entries.map(entry).collect();
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</urlset>\n"
    ))
}

/// The latest day that a figure of the page is from; the register notes no other change.
fn last_change(facility: &Facility, today: NaiveDate) -> Option<NaiveDate> {
    let of_offer = |offer: &Offer| [offer.counted_on, offer.places_on, offer.costs.as_ref().map(|it| it.on)];
    facility.offers.iter().flat_map(of_offer).flatten().filter(|day| *day <= today).max()
}
