//! The templates, read once, and the frame every page has around it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::answer::{self, PageError};
use super::assets::{AssetError, AssetNames};
use crate::search::Snapshot;

const TEMPLATES: [(&str, &str); 8] = [
    ("base.html", include_str!("templates/base.html")),
    ("macros.html", include_str!("templates/macros.html")),
    ("search.html", include_str!("templates/search.html")),
    ("results.html", include_str!("templates/results.html")),
    ("facility.html", include_str!("templates/facility.html")),
    ("sources.html", include_str!("templates/sources.html")),
    ("privacy.html", include_str!("templates/privacy.html")),
    ("not_found.html", include_str!("templates/not_found.html")),
];

/// Why the pages cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    #[error("a page template is wrong: {0}")]
    Template(#[from] minijinja::Error),
    #[error(transparent)]
    Assets(#[from] AssetError),
}

/// What a page says, and the template that writes it.
pub(super) trait View: Serialize {
    const TEMPLATE: &'static str;

    /// The name of the page, as tabs and bookmarks show it.
    fn title(&self) -> String;
}

/// Templates and the names of the built scripts and styles; built once and shared by all workers.
#[derive(Debug)]
pub struct Pages {
    templates: Environment<'static>,
    assets: AssetNames,
}

/// How much of the register is invented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Examples {
    None,
    Some,
    All,
}

#[derive(Serialize)]
struct Frame<'a> {
    title: String,
    examples: Examples,
    assets: &'a AssetNames,
}

#[derive(Serialize)]
struct Framed<'a, V> {
    frame: Frame<'a>,
    page: &'a V,
}

impl Pages {
    pub fn new() -> Result<Self, PagesError> {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.set_trim_blocks(true);
        templates.set_lstrip_blocks(true);
        for (name, source) in TEMPLATES {
            templates.add_template(name, source)?;
        }
        Ok(Self { templates, assets: AssetNames::read()? })
    }

    /// Writes a page and answers with it, or with 304 if the reader has it already.
    pub(super) fn answer<V: View>(
        &self,
        request: &HttpRequest,
        status: StatusCode,
        snapshot: &Snapshot,
        view: &V,
    ) -> Result<HttpResponse, PageError> {
        let frame = Frame { title: view.title(), examples: examples(snapshot), assets: &self.assets };
        let html = self.templates.get_template(V::TEMPLATE)?.render(Framed { frame, page: view })?;
        Ok(answer::html(request, status, html))
    }
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
