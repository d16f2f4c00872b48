//! The model as it is, and small ones made by hand.

mod counts;
#[cfg(feature = "shared-data")]
mod germany;
mod golden;
mod places;
mod properties;
mod scenarios;

use crate::care::*;
use crate::model::Model;
use crate::model::load::{CURRENT, load};
use crate::projection::{Projection, Request, project};
use crate::units::{Ags, Year};

fn model() -> Model {
    load(CURRENT).unwrap().model
}

fn key(text: &str) -> Ags {
    Ags::parse(text).unwrap()
}

fn projected(model: &Model, scenario: &str, to: i32) -> Projection {
    project(model, &Request::new(scenario, Year(to))).unwrap()
}

fn request(prevalence: &str, form: &str) -> CareRequest {
    CareRequest { prevalence: prevalence.to_owned(), form: form.to_owned(), own: Own::default() }
}
