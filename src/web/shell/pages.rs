//! The templates, compiled once for each edition, and the frame around every page.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use fluent_bundle::{FluentArgs, FluentValue};
use minijinja::value::{Kwargs, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::answer::{self, PageError};
use super::assets::{AssetError, AssetNames};
use super::base_map::BaseMapView;
use super::brand::{Brand, BrandError};
use super::edition::Edition;
use super::icons::Icons;
use super::paper::Paper;
use super::site::Site;
use super::templates::TEMPLATES;
use crate::search::Snapshot;
use crate::tiles::BaseMap;
use crate::web::text::messages::{Messages, MessagesError};

/// Plain German. "simple" is the registered subtag for a simplified form of a language.
const PLAIN_GERMAN: &str = "de-simple";

/// The name of the template with the longer texts of a language.
const PROSE: &str = "prose.html";

/// Prefix of the messages that the scripts of every page need.
const CLIENT_TEXTS: &str = "client-";

/// Why the pages cannot be served.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum PagesError {
    #[error("a page template is wrong: {0}")]
    Template(#[from] minijinja::Error),
    #[error(transparent)]
    Messages(#[from] MessagesError),
    #[error(transparent)]
    Assets(#[from] AssetError),
    #[error(transparent)]
    Brand(#[from] BrandError),
}

/// The values of a page and the template that renders them.
pub(crate) trait View: Serialize {
    fn template(&self) -> &'static str;

    /// The title, as tabs and bookmarks show it.
    fn title(&self, messages: &Messages) -> String;

    /// What search engines and other sites show of the page; `None` for pages that they leave out.
    fn description(&self, _: &Messages) -> Option<String> {
        None
    }

    /// The query with which the page is printed and passed on. It never holds where somebody lives.
    fn shared_query(&self) -> String {
        String::new()
    }

    /// Whether it is written in plain German, which has no counterpart in other editions.
    fn is_easy(&self) -> bool {
        false
    }

    /// Whether other languages have the same page.
    fn has_counterpart(&self) -> bool {
        !self.is_easy()
    }
}

/// One edition: its messages and its templates.
#[derive(Debug)]
struct LocalizedTemplates {
    edition: Edition,
    messages: Arc<Messages>,
    templates: Environment<'static>,
    /// The messages of the scripts, as JSON.
    client_words: String,
    /// For links from other languages.
    language_name: String,
    this_page: String,
}

/// Templates, messages and the names of the built scripts and styles; built once, shared by all workers.
#[derive(Debug)]
pub struct Pages {
    /// One for each edition.
    editions: Vec<LocalizedTemplates>,
    assets: AssetNames,
    site: Site,
    /// The stylesheet of the county's own colour.
    colours: Option<String>,
    base_map: Option<Arc<BaseMap>>,
}

/// Which facilities of the register are examples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Examples {
    None,
    Some,
    All,
}

/// The same page in another language.
#[derive(Serialize)]
struct Counterpart<'a> {
    lang: &'static str,
    href: String,
    /// The name of the language, and "this page in English", as its readers write them.
    name: &'a str,
    label: &'a str,
    /// The whole address, where the operator has named the public one and both pages say the same.
    address: Option<String>,
}

#[derive(Serialize)]
struct Frame<'a> {
    title: String,
    description: Option<String>,
    lang: &'static str,
    others: Vec<Counterpart<'a>>,
    examples: Examples,
    assets: &'a AssetNames,
    client_words: &'a str,
    site: &'a Site,
    /// Name and region of the site.
    name: &'a str,
    region: &'a str,
    /// The address of the logo and that of the stylesheet with the county's colour.
    logo: Option<String>,
    colours: Option<String>,
    base_map: Option<BaseMapView<'a>>,
    /// The public address of the page without a query, if the operator has named the public address.
    canonical: Option<String>,
    paper: Paper,
}

#[derive(Serialize)]
struct Framed<'a, V> {
    frame: Frame<'a>,
    page: &'a V,
}

impl LocalizedTemplates {
    fn new(edition: Edition, icons: &Arc<Icons>) -> Result<Self, PagesError> {
        let messages = Arc::new(Messages::read(edition.language)?);
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.set_trim_blocks(true);
        templates.set_lstrip_blocks(true);
        templates.add_global("base", Value::from_safe_string(edition.base()));
        let alone = edition.alone().base();
        templates.add_global("alone", Value::from_safe_string(alone));
        templates.add_global("embedded", edition.embedded);
        let texts = messages.clone();
        templates.add_function("t", move |id: &str, values: Kwargs| format_in_template(&texts, id, &values));
        let icons = icons.clone();
        templates.add_function("icon", move |name: &str| icon(&icons, name));
        let prose = [(PROSE, edition.language.prose)];
        for (name, source) in TEMPLATES.iter().chain(&prose).chain(edition.language.plain_prose) {
            templates.add_template(name, source)?;
        }
        let client_words = messages.for_scripts(CLIENT_TEXTS);
        let (language_name, this_page) =
            (messages.text("language-name"), messages.text("language-this-page"));
        Ok(Self { edition, messages, templates, client_words, language_name, this_page })
    }
}

/// `t("shown", shown="20", total="57")` in a template.
fn format_in_template(messages: &Messages, id: &str, values: &Kwargs) -> Result<String, Error> {
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
    messages.find(id, Some(&args)).ok_or_else(missing)
}

/// `icon("phone")` in a template.
fn icon(icons: &Icons, name: &str) -> Result<Value, Error> {
    let missing = || Error::new(ErrorKind::InvalidOperation, format!("there is no sign \"{name}\""));
    icons.svg(name).map(Value::from_safe_string).ok_or_else(missing)
}

impl Pages {
    /// Reads all messages and compiles all templates.
    pub fn new(site: Site) -> Result<Self, PagesError> {
        let icons = Arc::new(Icons::read()?);
        let brand = Brand::read(site.colour.as_deref(), site.dark_colour.as_deref())?;
        let editions = Edition::all().map(|edition| LocalizedTemplates::new(edition, &icons));
        Ok(Self {
            editions: editions.collect::<Result<_, _>>()?,
            assets: AssetNames::read()?,
            site,
            colours: brand.map(|brand| brand.stylesheet()),
            base_map: None,
        })
    }

    /// Shows a base map below outlines and markers.
    pub fn with_base_map(mut self, base_map: BaseMap) -> Self {
        self.base_map = Some(Arc::new(base_map));
        self
    }

    pub(crate) fn base_map(&self) -> Option<Arc<BaseMap>> {
        self.base_map.clone()
    }

    fn localized(&self, edition: Edition) -> &LocalizedTemplates {
        let found = self.editions.iter().find(|localized| localized.edition == edition);
        // invariant: `new` made one for each edition that there is
        found.expect("every edition has its templates")
    }

    pub(crate) fn messages(&self, edition: Edition) -> &Messages {
        &self.localized(edition).messages
    }

    pub(crate) fn shared_messages(&self, edition: Edition) -> Arc<Messages> {
        self.localized(edition).messages.clone()
    }

    pub(crate) fn assets(&self) -> &AssetNames {
        &self.assets
    }

    /// Name and region of the site in a language.
    pub(crate) fn names(&self, messages: &Messages) -> (String, String) {
        let name = self.site.name.clone().unwrap_or_else(|| messages.text("site-name"));
        (name, self.site.region.clone().unwrap_or_else(|| messages.text("site-region")))
    }

    /// The stylesheet of the county's own colour, if it has one.
    pub(crate) fn colours(&self) -> Option<&str> {
        self.colours.as_deref()
    }

    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// The whole address of a page of an edition as it stands alone.
    fn address(&self, edition: Edition, path: &str) -> Option<String> {
        Some(format!("{}{}{path}", self.site.public_url.as_ref()?, edition.alone().base()))
    }

    /// The foot of the printed page, with the public address or else the one under which it was asked for.
    fn paper(
        &self,
        request: &HttpRequest,
        (edition, path): (Edition, &str),
        snapshot: &Snapshot,
        query: &str,
    ) -> Paper {
        let address = self.address(edition, path).unwrap_or_else(|| {
            let connection = request.connection_info();
            format!("{}://{}{}{path}", connection.scheme(), connection.host(), edition.alone().base())
        });
        let address = if query.is_empty() { address } else { format!("{address}?{query}") };
        Paper::new(edition.language, snapshot.today(), Some(&address))
    }

    /// The same page in the other languages. What has no counterpart leads to their first pages.
    fn counterparts(&self, edition: Edition, path: &str, query: &str, has_any: bool) -> Vec<Counterpart<'_>> {
        let rest = match (has_any, query) {
            (false, _) => "/".to_owned(),
            (true, "") => path.to_owned(),
            (true, query) => format!("{path}?{query}"),
        };
        let counterpart = |other: Edition| {
            let localized = self.localized(other);
            Counterpart {
                lang: other.tag(),
                href: format!("{}{rest}", other.base()),
                name: &localized.language_name,
                label: &localized.this_page,
                address: self.address(other, path).filter(|_| has_any),
            }
        };
        edition.others().map(counterpart).collect()
    }

    /// Renders a page, or answers with 304 if the client has it already.
    pub(crate) fn answer<V: View>(
        &self,
        request: &HttpRequest,
        status: StatusCode,
        snapshot: &Snapshot,
        view: &V,
    ) -> Result<HttpResponse, PageError> {
        let (edition, path) = Edition::of(request);
        let localized = self.localized(edition);
        let (name, region) = self.names(&localized.messages);
        let frame = Frame {
            title: view.title(&localized.messages),
            description: view.description(&localized.messages),
            lang: if view.is_easy() { PLAIN_GERMAN } else { edition.tag() },
            others: self.counterparts(edition, path, request.query_string(), view.has_counterpart()),
            examples: examples(snapshot),
            assets: &self.assets,
            client_words: &localized.client_words,
            site: &self.site,
            name: &name,
            region: &region,
            logo: self.site.logo.as_ref().map(|logo| format!("/logo?{}", logo.version())),
            colours: self
                .colours
                .as_ref()
                .map(|css| format!("/farben.css?{}", answer::hex(&Sha256::digest(css)))),
            base_map: self.base_map.as_deref().map(BaseMapView::new),
            canonical: self.address(edition, path),
            paper: self.paper(request, (edition, path), snapshot, &view.shared_query()),
        };
        let html = localized.templates.get_template(view.template())?.render(Framed { frame, page: view })?;
        Ok(answer::html(request, status, html, edition.embedded))
    }

    /// Renders a part of a page, which a script inserts.
    pub(crate) fn part<V: View>(
        &self,
        request: &HttpRequest,
        status: StatusCode,
        view: &V,
    ) -> Result<HttpResponse, PageError> {
        let html = self.unframed(Edition::of(request).0, view.template(), view)?;
        Ok(answer::html(request, status, html, false))
    }

    /// Renders a template without the frame of a page.
    pub(crate) fn unframed(
        &self,
        edition: Edition,
        template: &str,
        view: &impl Serialize,
    ) -> Result<String, PageError> {
        let localized = self.localized(edition);
        Ok(localized.templates.get_template(template)?.render(Unframed { page: view })?)
    }
}

/// The values of a part of a page, which has no frame.
#[derive(Serialize)]
struct Unframed<'a, V> {
    page: &'a V,
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
