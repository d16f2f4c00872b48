//! What search engines may visit: the site map and robots.txt.

use super::prose;
use crate::search::Snapshot;
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
pub(crate) fn sitemap(site: &Site, snapshot: &Snapshot) -> Option<String> {
    let url = site.public_url.as_deref()?;
    let own = ["/", "/datenquellen"].into_iter().chain(prose::PAGES.map(|page| page.path)).map(str::to_owned);
    let real = snapshot.facilities().iter().filter(|facility| !facility.example);
    let paths: Vec<String> =
        own.chain(real.map(|facility| format!("/einrichtung/{}", facility.id))).collect();
    let editions = paths
        .iter()
        .flat_map(|path| Edition::standing_alone().map(move |edition| format!("{}{path}", edition.base())));
    let easy = prose::EASY_PAGES.map(|page| page.path.to_owned());
    // Ids are letters, digits and hyphens, so nothing here needs escaping.
    let entries = easy.into_iter().chain(editions).take(MOST_ADDRESSES);
    let entries: String = entries.map(|path| format!("<url><loc>{url}{path}</loc></url>\n")).collect();
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</urlset>\n"
    ))
}
