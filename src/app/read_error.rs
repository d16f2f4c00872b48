//! Plain sentences for what serde says of a request that it cannot read. Its own sentences name types of the program, as
//! in "invalid type: null, expected struct ForecastRequest".

use super::error::excerpt;
use crate::units::one_of;

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The field of this name does not exist.
    Unknown(String),
    /// The field of this name must be given.
    Missing(String),
    /// The field of this name was given twice.
    Twice(String),
    /// The value of the field that was being read.
    Value,
}

/// The fault and the predicate of its sentence, such as "is missing". Texts of the caller are shortened to 60 characters.
///
/// `message` is what serde says, without a position in the text.
pub fn plain(message: &str) -> (Fault, String) {
    if let Some((name, known)) = named(message, "unknown field `") {
        let sentence = match known.as_str() {
            "" => "is not a known field; there are none here".to_owned(),
            known => format!("is not a known field; expected {known}"),
        };
        return (Fault::Unknown(name), sentence);
    }
    if let Some((name, _)) = named(message, "missing field `") {
        return (Fault::Missing(name), "is missing".to_owned());
    }
    if let Some((name, _)) = named(message, "duplicate field `") {
        return (Fault::Twice(name), "was given twice; it can be given once".to_owned());
    }
    if let Some((word, known)) = named(message, "unknown variant `") {
        return (Fault::Value, format!("expected {known}, found \"{word}\""));
    }
    let found = ["invalid type: ", "invalid value: "].iter().find_map(|start| message.strip_prefix(start));
    if let Some((found, expected)) = found.and_then(|rest| rest.rsplit_once(", expected ")) {
        return (Fault::Value, format!("expected {}, found {}", kind(expected), value(found)));
    }
    if let Some((count, expected)) =
        message.strip_prefix("invalid length ").and_then(|rest| rest.split_once(", expected "))
    {
        return (Fault::Value, format!("expected {}, found a list of {count} values", kind(expected)));
    }
    (Fault::Value, message.to_owned())
}

/// The same as one sentence, for a reader who is shown the line of the file.
pub fn plain_sentence(message: &str) -> String {
    match plain(message) {
        (Fault::Unknown(name) | Fault::Missing(name) | Fault::Twice(name), predicate) => {
            format!("{name} {predicate}")
        }
        (Fault::Value, sentence) => sentence,
    }
}

/// The name in backticks behind `start`, and the names that are expected instead.
fn named(message: &str, start: &str) -> Option<(String, String)> {
    let rest = message.strip_prefix(start)?;
    let (name, known) = match rest.rsplit_once("`, ") {
        // The list of known names has the same end of a name in it, so the first one counts.
        Some(_) if rest.contains("`, expected ") => rest.split_once("`, expected ")?,
        Some((name, _)) => (name, ""),
        None => (rest.trim_end_matches('`'), ""),
    };
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    Some((excerpt(name), one_of(&known)))
}

/// What serde expects, as a caller knows it.
fn kind(expected: &str) -> &str {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number that is not negative",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a string" | "string" | "str" => "a text",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "unit" => "the word alone",
        "string or map" | "map with a single key" | "newtype variant" => {
            "an object with one field, whose name says what it is"
        }
        other if other == "a map" || other.starts_with("struct ") => "an object",
        other if other.starts_with("variant of ") || other.starts_with("enum ") => "a word",
        other => other,
    }
}

/// What came, as a caller knows it.
fn value(found: &str) -> String {
    let quoted = |start: &str| found.strip_prefix(start).map(|rest| rest.trim_matches('`'));
    if let Some(text) = found.strip_prefix("string ") {
        return format!("the text \"{}\"", excerpt(text.trim_matches('"')));
    }
    if let Some(number) = quoted("integer ").or_else(|| quoted("floating point ")) {
        return format!("the number {}", excerpt(number));
    }
    if let Some(truth) = quoted("boolean ") {
        return truth.to_owned();
    }
    match found {
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        "unit variant" => "a word".to_owned(),
        other => excerpt(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_sentence_is_put_into_plain_words() {
        let long = "x".repeat(100);
        for (message, fault, sentence) in [
            (
                "unknown field `colour`, expected one of `area`, `to`, `by`",
                Fault::Unknown("colour".into()),
                "is not a known field; expected area, to or by",
            ),
            (
                "unknown field `x`, expected `id`",
                Fault::Unknown("x".into()),
                "is not a known field; expected id",
            ),
            (
                "unknown field `x`, there are no fields",
                Fault::Unknown("x".into()),
                "is not a known field; there are none here",
            ),
            ("missing field `lat`", Fault::Missing("lat".into()), "is missing"),
            ("duplicate field `lat`", Fault::Twice("lat".into()), "was given twice; it can be given once"),
            (
                "unknown variant `boat`, expected one of `car`, `bicycle`, `foot`",
                Fault::Value,
                "expected car, bicycle or foot, found \"boat\"",
            ),
            (
                "invalid type: null, expected struct ForecastRequest",
                Fault::Value,
                "expected an object, found null",
            ),
            (
                "invalid type: string \"a, expected b\", expected f64",
                Fault::Value,
                "expected a number, found the text \"a, expected b\"",
            ),
            (
                "invalid value: integer `-1`, expected usize",
                Fault::Value,
                "expected a whole number that is not negative, found the number -1",
            ),
            (
                "invalid type: boolean `true`, expected a sequence",
                Fault::Value,
                "expected a list, found true",
            ),
            (
                "invalid type: unit variant, expected newtype variant",
                Fault::Value,
                "expected an object with one field, whose name says what it is, found a word",
            ),
            (
                "invalid length 1, expected struct PointRequest with 2 elements",
                Fault::Value,
                "expected an object, found a list of 1 values",
            ),
            (
                &format!("invalid type: string \"{long}\", expected i32"),
                Fault::Value,
                &format!("expected a whole number, found the text \"{}\"", "x".repeat(60)),
            ),
        ] {
            assert_eq!(plain(message), (fault, sentence.to_owned()), "{message}");
        }
    }
}
