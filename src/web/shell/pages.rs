//! The templates, read once for each edition, and the frame every page has around it.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use fluent_bundle::{FluentArgs, FluentValue};
use minijinja::value::{Kwargs, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use super::answer::{self, PageError};
use super::assets::{AssetError, AssetNames};
use super::base_map::BaseMapView;
use super::edition::Edition;
use super::site::Site;
use crate::search::Snapshot;
use crate::tiles::BaseMap;
use crate::units::Lang;
use crate::web::text::words::{Words, WordsError};

/// Templates without a word of their own.
const TEMPLATES: [(&str, &str); 15] = [
    ("base.html", include_str!("../templates/base.html")),
    ("macros.html", include_str!("../templates/macros.html")),
    ("search_macros.html", include_str!("../templates/search_macros.html")),
    ("search.html", include_str!("../templates/search.html")),
    ("results.html", include_str!("../templates/results.html")),
    ("facility.html", include_str!("../templates/facility.html")),
    ("journey.html", include_str!("../templates/journey.html")),
    ("paper_map.html", include_str!("../templates/paper_map.html")),
    ("paper_map.xml", include_str!("../templates/paper_map.xml")),
    ("paper_map.css", include_str!("../client/paper_map.css")),
    ("kept.html", include_str!("../templates/kept.html")),
    ("compare.html", include_str!("../templates/compare.html")),
    ("advice.html", include_str!("../templates/advice.html")),
    ("advice_search.html", include_str!("../templates/advice_search.html")),
    ("not_found.html", include_str!("../templates/not_found.html")),
];

/// Whole pages of text.
const GERMAN: [(&str, &str); 11] = [
    ("checklist.html", include_str!("../text/de/checklist.html")),
    ("sources.html", include_str!("../text/de/sources.html")),
    ("privacy.html", include_str!("../text/de/privacy.html")),
    ("imprint.html", include_str!("../text/de/imprint.html")),
    ("accessibility.html", include_str!("../text/de/accessibility.html")),
    ("easy_start.html", include_str!("../text/leicht/start.html")),
    ("easy_search.html", include_str!("../text/leicht/search.html")),
    ("easy_care.html", include_str!("../text/leicht/care.html")),
    ("easy_privacy.html", include_str!("../text/leicht/privacy.html")),
    ("easy_accessibility.html", include_str!("../text/leicht/accessibility.html")),
    ("easy_more.html", include_str!("../text/leicht/more.html")),
];

const ENGLISH: [(&str, &str); 5] = [
    ("checklist.html", include_str!("../text/en/checklist.html")),
    ("sources.html", include_str!("../text/en/sources.html")),
    ("privacy.html", include_str!("../text/en/privacy.html")),
    ("imprint.html", include_str!("../text/en/imprint.html")),
    ("accessibility.html", include_str!("../text/en/accessibility.html")),
];

/// Plain German. "simple" is the registered subtag for a simplified form of a language.
const PLAIN_GERMAN: &str = "de-simple";

/// The beginning of the names of those texts that the scripts of every page need.
const CLIENT_TEXTS: &str = "client-";

/// Why the pages cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    #[error("a page template is wrong: {0}")]
    Template(#[from] minijinja::Error),
    #[error(transparent)]
    Words(#[from] WordsError),
    #[error(transparent)]
    Assets(#[from] AssetError),
}

/// What a page says, and the template that writes it.
pub(crate) trait View: Serialize {
    fn template(&self) -> &'static str;

    /// The name of the page, as tabs and bookmarks show it.
    fn title(&self, words: &Words) -> String;

    /// Whether it is written in plain German, which has no counterpart in other editions.
    fn is_easy(&self) -> bool {
        false
    }
}

/// One edition: its words and its templates.
#[derive(Debug)]
struct Shelf {
    edition: Edition,
    words: Arc<Words>,
    templates: Environment<'static>,
    /// The words of the scripts, as JSON.
    client_words: String,
}

/// Templates, words and the names of the built scripts and styles; built once, shared by all workers.
#[derive(Debug)]
pub struct Pages {
    german: Shelf,
    english: Shelf,
    german_embedded: Shelf,
    english_embedded: Shelf,
    assets: AssetNames,
    site: Site,
    base_map: Option<Arc<BaseMap>>,
}

/// How much of the register is invented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Examples {
    None,
    Some,
    All,
}

/// A page in another language.
#[derive(Serialize)]
struct Counterpart {
    lang: &'static str,
    href: String,
}

#[derive(Serialize)]
struct Frame<'a> {
    title: String,
    lang: &'static str,
    other: Counterpart,
    examples: Examples,
    assets: &'a AssetNames,
    client_words: &'a str,
    site: &'a Site,
    base_map: Option<BaseMapView<'a>>,
    /// The address of the page without a query; where the operator has named the public address.
    canonical: Option<String>,
    /// The same in the other language.
    alternate: Option<String>,
}

#[derive(Serialize)]
struct Framed<'a, V> {
    frame: Frame<'a>,
    page: &'a V,
}

impl Shelf {
    fn new(edition: Edition, texts: &[(&'static str, &'static str)]) -> Result<Self, PagesError> {
        let words = Arc::new(Words::read(edition.lang)?);
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.set_trim_blocks(true);
        templates.set_lstrip_blocks(true);
        templates.add_global("base", Value::from_safe_string(edition.base().to_owned()));
        let spoken = words.clone();
        let alone = edition.alone().base().to_owned();
        templates.add_global("alone", Value::from_safe_string(alone));
        templates.add_global("embedded", edition.embedded);
        templates.add_function("t", move |id: &str, values: Kwargs| say(&spoken, id, &values));
        for (name, source) in TEMPLATES.iter().chain(texts) {
            templates.add_template(name, source)?;
        }
        let client_words = words.for_scripts(CLIENT_TEXTS);
        Ok(Self { edition, words, templates, client_words })
    }
}

/// `t("shown", shown="20", total="57")` in a template.
fn say(words: &Words, id: &str, values: &Kwargs) -> Result<String, Error> {
    let mut args = FluentArgs::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        let value = match i64::try_from(value.clone()) {
            Ok(number) => FluentValue::from(number),
            Err(_) => FluentValue::from(value.to_string()),
        };
        args.set(name.to_owned(), value);
    }
    let missing = || Error::new(ErrorKind::InvalidOperation, format!("there is no text \"{id}\""));
    words.find(id, Some(&args)).ok_or_else(missing)
}

impl Pages {
    pub fn new(site: Site) -> Result<Self, PagesError> {
        let [german, english] = Edition::ALL;
        let [german_embedded, english_embedded] = Edition::EMBEDDED;
        Ok(Self {
            german: Shelf::new(german, &GERMAN)?,
            english: Shelf::new(english, &ENGLISH)?,
            german_embedded: Shelf::new(german_embedded, &GERMAN)?,
            english_embedded: Shelf::new(english_embedded, &ENGLISH)?,
            assets: AssetNames::read()?,
            site,
            base_map: None,
        })
    }

    /// Puts a base map below outlines and markers.
    pub fn with_base_map(mut self, base_map: BaseMap) -> Self {
        self.base_map = Some(Arc::new(base_map));
        self
    }

    pub(crate) fn base_map(&self) -> Option<Arc<BaseMap>> {
        self.base_map.clone()
    }

    fn shelf(&self, edition: Edition) -> &Shelf {
        match (edition.lang, edition.embedded) {
            (Lang::De, false) => &self.german,
            (Lang::En, false) => &self.english,
            (Lang::De, true) => &self.german_embedded,
            (Lang::En, true) => &self.english_embedded,
        }
    }

    /// The words in which the answer to a request is written.
    pub(crate) fn words(&self, request: &HttpRequest) -> &Words {
        self.words_of(Edition::of(request).0)
    }

    pub(crate) fn words_of(&self, edition: Edition) -> &Words {
        &self.shelf(edition).words
    }

    pub(crate) fn assets(&self) -> &AssetNames {
        &self.assets
    }

    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Writes a page and answers with it, or with 304 if the reader has it already.
    pub(crate) fn answer<V: View>(
        &self,
        request: &HttpRequest,
        status: StatusCode,
        snapshot: &Snapshot,
        view: &V,
    ) -> Result<HttpResponse, PageError> {
        let (edition, path) = Edition::of(request);
        let shelf = self.shelf(edition);
        let address =
            |edition: Edition| Some(format!("{}{}{path}", self.site.public_url.as_ref()?, edition.base()));
        let frame = Frame {
            title: view.title(&shelf.words),
            lang: if view.is_easy() { PLAIN_GERMAN } else { edition.tag() },
            other: counterpart(shelf.edition.other(), path, request.query_string(), view.is_easy()),
            examples: examples(snapshot),
            assets: &self.assets,
            client_words: &shelf.client_words,
            site: &self.site,
            base_map: self.base_map.as_deref().map(BaseMapView::new),
            canonical: address(edition.alone()),
            alternate: address(edition.alone().other()).filter(|_| !view.is_easy()),
        };
        let html = shelf.templates.get_template(view.template())?.render(Framed { frame, page: view })?;
        Ok(answer::html(request, status, html, edition.embedded))
    }

    /// Writes a part of a page, for a script that puts it in its place.
    pub(crate) fn part<V: View>(
        &self,
        request: &HttpRequest,
        status: StatusCode,
        view: &V,
    ) -> Result<HttpResponse, PageError> {
        let html = self.unframed(request, view.template(), view)?;
        Ok(answer::html(request, status, html, false))
    }

    /// What a template writes without a page around it.
    pub(crate) fn unframed(
        &self,
        request: &HttpRequest,
        template: &str,
        view: &impl Serialize,
    ) -> Result<String, PageError> {
        let shelf = self.shelf(Edition::of(request).0);
        Ok(shelf.templates.get_template(template)?.render(Unframed { page: view })?)
    }
}

/// What a part of a page says; it has no frame.
#[derive(Serialize)]
struct Unframed<'a, V> {
    page: &'a V,
}

/// The same page in another edition; plain German leads to its first page.
fn counterpart(edition: Edition, path: &str, query: &str, easy: bool) -> Counterpart {
    let page = if easy { "/".to_owned() } else { path.to_owned() };
    let mark = if query.is_empty() || easy { "" } else { "?" };
    let query = if easy { "" } else { query };
    Counterpart { lang: edition.tag(), href: format!("{}{page}{mark}{query}", edition.base()) }
}

fn examples(snapshot: &Snapshot) -> Examples {
    if !snapshot.has_examples() {
        Examples::None
    } else if snapshot.facilities().iter().all(|facility| facility.example) {
        Examples::All
    } else {
        Examples::Some
    }
}
