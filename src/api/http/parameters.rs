//! Query strings of the smaller operations: only known parameters, each at most once.

use actix_web::HttpRequest;
use serde::de::DeserializeOwned;

use super::problem::{ApiError, FieldError};
use crate::app::error::Error;
use crate::app::parameters::{Declared, Fields, Given};

/// The values of the query string of an operation with declared parameters.
pub fn given<D: Declared>(request: &HttpRequest) -> Result<Given, ApiError> {
    Ok(D::parameters().read_query(request.query_string()).map_err(Error::BadInput)?)
}

/// The request that values make.
pub fn of_given<T: Fields + DeserializeOwned>(given: &Given) -> Result<T, ApiError> {
    Ok(given.request().map_err(Error::BadInput)?)
}

/// The request of an operation whose query string is one request.
pub fn query<D: Declared, T: Fields + DeserializeOwned>(request: &HttpRequest) -> Result<T, ApiError> {
    of_given(&given::<D>(request)?)
}

/// The parameters of a query string, none unknown and none twice.
#[derive(Debug)]
pub struct Parameters(Vec<(String, String)>);

/// Reads a query string that may hold the parameters `known`. An unknown or repeated one is an error that names it.
pub fn read(raw: &str, known: &[&str]) -> Result<Parameters, ApiError> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut errors = Vec::new();
    for (field, value) in form_urlencoded::parse(raw.as_bytes()) {
        let shown: String = field.chars().take(60).collect();
        if !known.contains(&field.as_ref()) {
            let hint = match known {
                [] => "this call takes none".to_owned(),
                known => format!("known are {}", known.join(", ")),
            };
            errors.push(FieldError::new(&shown, format!("unknown parameter; hint: {hint}")));
        } else if pairs.iter().any(|(name, _)| *name == field) {
            errors.push(FieldError::new(&shown, "was given twice; it can be given once"));
        } else {
            pairs.push((field.into_owned(), value.into_owned()));
        }
    }
    if errors.is_empty() { Ok(Parameters(pairs)) } else { Err(ApiError::BadInput(errors)) }
}

/// Checks the query string of an operation without parameters.
pub fn none(raw: &str) -> Result<(), ApiError> {
    read(raw, &[]).map(|_| ())
}

impl Parameters {
    /// The value of a parameter, if it was given.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// A whole number from `least` to `most`, if it was given.
    pub fn number(&self, field: &str, least: u64, most: u64) -> Result<Option<u64>, ApiError> {
        let Some(text) = self.text(field) else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        let shown: String = text.chars().take(60).collect();
        let message = || format!("\"{shown}\" is not a whole number from {least} to {most}");
        number.map(Some).ok_or_else(|| ApiError::field(field, message()))
    }
}
