//! JSON bodies. What cannot be read is reported as one wrong value: the path of the field, what was expected there and
//! what was found, in words that need no knowledge of the program.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::problem::ApiError;
use crate::app::error::excerpt;
use crate::app::read_error::{Fault, plain, plain_sentence};

/// The name of the body as a whole.
const BODY: &str = "body";

/// Reads a JSON body.
///
/// # Errors
/// A text that is no JSON, with its line and column; else the first field that is unknown, missing, given twice or of
/// another kind than expected, with its path, such as `changes[0].add.lat`.
pub fn read_body<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let error = match serde_json::from_slice(body) {
        Ok(request) => return Ok(request),
        Err(error) => error,
    };
    if body.trim_ascii().is_empty() {
        return Err(ApiError::field(BODY, "is empty; expected a JSON object"));
    }
    // Errors of the text name no path, and call a wrong kind of value wrong JSON. Those of the value do neither.
    match serde_json::from_slice::<Value>(body) {
        Err(error) => Err(ApiError::field(BODY, not_json(&error))),
        Ok(value) => Err(match serde_path_to_error::deserialize::<_, T>(&value) {
            Err(found) => wrong_field(found.path(), &found.inner().to_string()),
            // A value holds each field once: only the text shows that one was given twice.
            Ok(_) => ApiError::field(BODY, plain_sentence(&without_position(&error))),
        }),
    }
}

fn not_json(error: &serde_json::Error) -> String {
    let message = without_position(error);
    let reason = if error.is_eof() { "it ends too early" } else { &message };
    format!("is not valid JSON at line {}, column {}: {reason}", error.line(), error.column())
}

/// The sentence of an error without " at line 1 column 2" at its end.
fn without_position(error: &serde_json::Error) -> String {
    let sentence = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    sentence.strip_suffix(&position).unwrap_or(&sentence).to_owned()
}

fn wrong_field(path: &Path, message: &str) -> ApiError {
    let (fault, sentence) = plain(message);
    let mut field = written(path);
    if let Fault::Unknown(name) | Fault::Missing(name) | Fault::Twice(name) = fault
        && !ends_with(path, &name)
    {
        push_name(&mut field, &name);
    }
    ApiError::field(if field.is_empty() { BODY } else { &field }, sentence)
}

/// The path as other errors write it: `housing[0].groups[1].share`.
fn written(path: &Path) -> String {
    let mut field = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => field.push_str(&format!("[{index}]")),
            Segment::Map { key: name } | Segment::Enum { variant: name } => {
                push_name(&mut field, &excerpt(name));
            }
            Segment::Unknown => {}
        }
    }
    field
}

fn push_name(field: &mut String, name: &str) {
    if !field.is_empty() {
        field.push('.');
    }
    field.push_str(name);
}

/// Whether the path leads to the field of this name and not to the object around it.
fn ends_with(path: &Path, name: &str) -> bool {
    matches!(path.iter().next_back(), Some(Segment::Map { key }) if excerpt(key) == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::forecast::ForecastRequest;
    use crate::app::reach::WhatIfRequest;
    use crate::app::travel::{RouteRequest, TravelTimesRequest};

    fn error<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> (String, String) {
        let ApiError::BadInput(errors) = read_body::<T>(body.as_bytes()).unwrap_err() else {
            panic!("{body}")
        };
        let [error] = &errors[..] else { panic!("{errors:?}") };
        (error.field.clone(), error.message.clone())
    }

    #[test]
    fn a_wrong_value_is_named_with_its_path() {
        for (body, field, message) in [
            ("5", "body", "expected an object, found the number 5"),
            (r#"{"area": 13}"#, "area", "expected a text, found the number 13"),
            (r#"{"by": "sex"}"#, "by", "expected a list, found the text \"sex\""),
            (r#"{"by": ["sex", 3]}"#, "by[1]", "found the number 3"),
            (r#"{"housing": [{"year": 2030, "persons": 1}]}"#, "housing[0].area", "is missing"),
            (
                r#"{"assumptions": {"tfrr": {}}}"#,
                "assumptions.tfrr",
                "is not a known field; expected tfr, life_expectancy_male",
            ),
            (
                r#"{"questions": [{}, {"age_from": 6.5}]}"#,
                "questions[1].age_from",
                "expected a whole number that is not negative, found the number 6.5",
            ),
            (r#"{"area": "13", "area": "13"}"#, "body", "area was given twice"),
        ] {
            let (found, sentence) = error::<ForecastRequest>(body);
            assert_eq!(found, field, "{body}: {sentence}");
            assert!(sentence.contains(message), "{body}: {sentence}");
        }
        let (field, sentence) = error::<WhatIfRequest>(r#"{"category": "day_care", "changes": [7]}"#);
        assert_eq!((field.as_str(), sentence.contains("an object with one field")), ("changes[0]", true));
        let (field, _) = error::<WhatIfRequest>(r#"{"category": "x", "changes": [{"add": {"lat": 1}}]}"#);
        assert_eq!(field, "changes[0].add.lon");
        let (field, _) = error::<RouteRequest>(r#"{"from": {"lat": 53.0, "lng": 11.0}}"#);
        assert_eq!(field, "from.lng");
        let (field, _) = error::<TravelTimesRequest>(r#"{"origins": [{"lat": "53", "lon": 11}]}"#);
        assert_eq!(field, "origins[0].lat");
    }

    #[test]
    fn a_text_that_is_no_json_is_named_with_line_and_column() {
        for (body, message) in [
            ("", "is empty"),
            (" \n", "is empty"),
            ("{\"area\":", "at line 1, column 8: it ends too early"),
            ("{\"area\": 1,\n}", "at line 2, column 1: trailing comma"),
            ("area=13", "at line 1, column 1: expected value"),
        ] {
            let (field, sentence) = error::<ForecastRequest>(body);
            assert_eq!(field, "body");
            assert!(sentence.contains(message), "{body}: {sentence}");
        }
    }
}
