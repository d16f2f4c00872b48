//! Answers that many operations have, each described once. An operation names them in its `responses`, beside those that
//! are its own.

use std::collections::BTreeMap;

use utoipa::IntoResponses;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};

/// A problem of a status has the form of all errors; 304 has no body.
fn described(status: u16, description: &str) -> BTreeMap<String, RefOr<Response>> {
    let response = ResponseBuilder::new().description(description);
    let response = if status < 400 {
        response
    } else {
        let problem = Content::new(Some(Ref::from_schema_name("Problem")));
        response.content("application/problem+json", problem)
    };
    BTreeMap::from([(status.to_string(), response.build().into())])
}

macro_rules! responses {
    ($($(#[doc = $doc:literal])+ $name:ident: $status:literal $description:literal;)+) => {$(
        $(#[doc = $doc])+
        pub struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                described($status, $description)
            }
        }
    )+};
}

responses! {
    /// Of calls with a validator.
    Unchanged: 304 "The caller holds this answer already";
    /// Of calls with parameters.
    WrongParameters: 400 "Wrong parameters";
    /// Of calls without parameters, which refuse every one.
    NoParameters: 400 "Parameters, which this call does not take";
    /// Of calls for an area.
    NoSuchArea: 404 "No such area";
    /// Of calls for an indicator.
    NoSuchIndicator: 404 "No such indicator";
    /// Of calls with a body.
    TooLarge: 413 "More than a megabyte";
    /// Of calls behind the gate.
    Busy: 503 "Too much is being computed; `Retry-After` says when to come again";
    /// Of calls behind the gate that need the indicators.
    NotReadyOrBusy: 503 "The figures are being put together, right after the start, or too much is being computed; `Retry-After` says when to come again";
}
