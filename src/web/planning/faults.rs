//! What is wrong with a value of a form or an address.

use serde::Serialize;

use super::labels::label_and_unit;
use super::numbers::in_field;
use crate::app::error::{Code, FieldError};
use crate::app::planning::scenarios::{RUN, RUN_NAME};
use crate::units::Lang;

/// The labels of the fields that are no assumptions, by their names in an address.
const FIELDS: [(&str, &str); 24] = [
    ("area", "Gebiet"),
    ("at", "Gemeinde des neuen Angebots"),
    ("care_form", "Versorgung"),
    ("category", "Angebot"),
    ("compare", "Gebiet daneben"),
    ("draws", "Zahl der Ziehungen"),
    (RUN, "Gemerkter Lauf"),
    (RUN_NAME, "Name des Laufs"),
    ("level", "Gebiete"),
    ("measure", "Kennzahl"),
    ("minutes", "Minuten"),
    ("mode", "Verkehrsmittel"),
    ("new_places", "Neue Plätze"),
    ("new_places_in", "Kreis der neuen Plätze"),
    ("new_places_kind", "Art der neuen Plätze"),
    ("new_places_year", "Jahr der neuen Plätze"),
    ("own_year", "Jahr der eigenen Werte"),
    ("places", "Plätze"),
    ("prevalence", "Pflegequoten"),
    ("scenario", "Szenario"),
    ("scenarios", "Szenarien"),
    ("texts", "Texte des Plans"),
    ("within", "Kreis"),
    ("year", "Jahr"),
];

/// A wrong value.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Fault {
    /// The label of the field, or its name where it has none.
    label: String,
    /// The name of the field in the address.
    field: String,
    text: String,
    /// The language of the text, where it is not that of the page.
    lang: Option<&'static str>,
}

impl Fault {
    /// In English the sentence of the rule itself, with the name that the field has in an address.
    pub fn new(error: &FieldError, lang: Lang) -> Self {
        if lang == Lang::En {
            let (label, field) = (error.field.clone(), error.field.clone());
            return Self { label, field, text: error.code.to_string(), lang: None };
        }
        let (text, lang) = match german(&error.code) {
            Some(text) => (text, None),
            None => (error.code.to_string(), Some("en")),
        };
        Self { label: label(&error.field).to_owned(), field: error.field.clone(), text, lang }
    }
}

fn label(field: &str) -> &str {
    let known = FIELDS.iter().find(|(name, _)| *name == field);
    known.map(|(_, label)| *label).or_else(|| Some(label_and_unit(field)?.0)).unwrap_or(field)
}

/// The sentence behind the label of a field; `None` for a rule that a core room states in English.
fn german(code: &Code) -> Option<String> {
    Some(match code {
        Code::Sentence { german, .. } => german.clone(),
        Code::Empty => "fehlt.".to_owned(),
        Code::GivenTwice => "steht doppelt da.".to_owned(),
        Code::GivenTooOften { most } => format!("steht mehr als {most}-mal da."),
        Code::NotText => "enthält Zeichen, die sich nicht lesen lassen.".to_owned(),
        Code::TooLong { most } => format!("ist länger als {most} Zeichen."),
        Code::NotDecimal { given } => format!("„{given}“ ist keine Zahl wie 53,3."),
        Code::NotWhole { given, least, most } => {
            format!("„{given}“ ist keine ganze Zahl von {least} bis {most}.")
        }
        Code::OutOfRange { low, high } => {
            format!("Erlaubt sind Werte von {} bis {}.", in_field(*low), in_field(*high))
        }
        Code::NotAYear => "ist keine Jahreszahl wie 2023.".to_owned(),
        Code::NotAScenario { given } => format!("„{given}“ ist kein Szenario, das wir kennen."),
        Code::NotOneOf { given, known } => format!("„{given}“ gibt es nicht. Möglich: {}.", known.join(", ")),
        Code::NoneOf { known } => format!("Das gibt es nicht. Möglich: {}.", known.join(", ")),
        Code::NoAreasInside => "Darin liegen keine Gebiete dieser Art.".to_owned(),
        Code::UnknownArea | Code::NoSuchArea { .. } | Code::Key(_) => {
            "Dieses Gebiet kennen wir nicht.".to_owned()
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(field: &str, code: Code) -> Fault {
        Fault::new(&FieldError::new(field, code), Lang::De)
    }

    #[test]
    fn a_fault_is_told_in_german_with_the_label_of_its_field() {
        let own = fault("tfr", Code::OutOfRange { low: 0.5, high: 4.0 });
        assert_eq!((own.label.as_str(), own.lang), ("Kinder je Frau", None));
        assert_eq!(own.text, "Erlaubt sind Werte von 0,5 bis 4.");
        let draws = fault("draws", Code::NotWhole { given: "viele".into(), least: 0, most: 1000 });
        assert_eq!(draws.text, "„viele“ ist keine ganze Zahl von 0 bis 1000.");
        let kind = fault("new_places_kind", Code::NoneOf { known: vec!["residential".into()] });
        assert_eq!(
            (kind.label.as_str(), kind.text.as_str()),
            ("Art der neuen Plätze", "Das gibt es nicht. Möglich: residential.")
        );
    }

    #[test]
    fn a_rule_of_the_core_keeps_its_sentence_and_is_marked_as_english() {
        let rule = Fault::new(&FieldError::rule("housing[0].year", "is before the base year"), Lang::De);
        assert_eq!(rule.label, "housing[0].year");
        assert_eq!((rule.text.as_str(), rule.lang), ("is before the base year", Some("en")));
    }
}
