//! What somebody typed about an action, a target value or the imprint, read with a German sentence for each field that
//! cannot be taken.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Edit;
use crate::import::{TYPED_DAY_FORMS, TypedDay, typed_day};
use crate::plan::texts::{ActionState, EntryFault, PlannedAction, TargetMethod, TargetValue, YEARS};

/// The fields of the form of an action.
pub const ACTION_FIELDS: [&str; 9] =
    ["title", "chapter", "responsible", "deadline", "indicator", "target", "target_year", "review", "state"];
/// The fields of the form of a target value.
pub const TARGET_FIELDS: [&str; 7] = ["kind", "method", "value", "age", "source", "date", "decision"];
/// The most characters of a line of text.
pub const LONGEST_LINE: usize = 300;
/// The most lines of the imprint.
pub const IMPRINT_LINES: usize = 12;

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The name of the field.
    pub field: String,
    /// What is wrong and what would be right, in German.
    pub text: String,
}

impl From<EntryFault> for FieldFault {
    fn from(fault: EntryFault) -> Self {
        Self { field: fault.field().to_owned(), text: fault.german() }
    }
}

/// The values of a form, and what was found wrong with them.
#[derive(Debug, Default)]
pub struct Typed<'a> {
    values: BTreeMap<&'a str, &'a str>,
    faults: Vec<FieldFault>,
}

impl<'a> Typed<'a> {
    /// The values of a form by the names of its fields.
    pub fn new(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let values: BTreeMap<&str, &str> =
            values.into_iter().map(|(name, value)| (name, value.trim())).collect();
        let is_long = |(_, value): &(&&str, &&str)| value.chars().count() > LONGEST_LINE;
        let fault = |(name, _): (&&str, &&str)| FieldFault {
            field: (*name).to_owned(),
            text: format!("Das ist zu lang: höchstens {LONGEST_LINE} Zeichen."),
        };
        let faults = values.iter().filter(is_long).map(fault).collect();
        Self { values, faults }
    }

    fn get(&self, name: &str) -> &'a str {
        self.values.get(name).copied().unwrap_or_default()
    }

    fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    fn fault(&mut self, field: &str, text: impl Into<String>) {
        self.faults.push(FieldFault { field: field.to_owned(), text: text.into() });
    }

    /// A day; a fault if it is none, and `None` if the field is empty.
    fn day(&mut self, name: &str, kind: TypedDay) -> Option<NaiveDate> {
        let text = self.some(name)?;
        let day = typed_day(&text, kind);
        if day.is_none() {
            let forms =
                TYPED_DAY_FORMS.iter().find(|(known, _)| *known == kind).map_or("", |(_, forms)| forms);
            self.fault(
                name,
                format!("„{text}“ ist kein Tag, den wir lesen können. Bitte so schreiben: {forms}."),
            );
        }
        day
    }

    /// The year of a target, which is asked for as soon as there is one.
    fn target_year(&mut self, target: Option<f64>) -> Option<i32> {
        let Some(text) = self.some("target_year") else {
            if target.is_some() {
                self.fault("target_year", EntryFault::TargetYear.german());
            }
            return None;
        };
        let year = text.parse().ok().filter(|year| YEARS.contains(year));
        if year.is_none() {
            self.fault("target_year", EntryFault::TargetYear.german());
        } else if self.get("target").is_empty() {
            self.fault("target", "Zu diesem Jahr fehlt der Zielwert. Bitte eintragen, zum Beispiel 4,5.");
        }
        year
    }

    /// A number; a fault if it is none, and `None` if the field is empty.
    fn number(&mut self, name: &str) -> Option<f64> {
        let text = self.some(name)?;
        // A point before three digits may part thousands or be a decimal point.
        let is_german = text.contains(',');
        let plain = if is_german { text.replace('.', "").replace(',', ".") } else { text.clone() };
        let digits = plain.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
        let number: Option<f64> = plain.parse().ok().filter(|number: &f64| digits && number.is_finite());
        if number.is_none() {
            self.fault(name, format!("„{text}“ ist keine Zahl. Bitte so schreiben: 4,5."));
        }
        number
    }

    /// An action, or what is wrong with the fields. `indicators` are the ids that there are, if that is known.
    pub fn action(mut self, indicators: Option<&[String]>) -> Result<PlannedAction, Vec<FieldFault>> {
        let deadline = self.day("deadline", TypedDay::Deadline);
        if self.get("deadline").is_empty() {
            self.fault(
                "deadline",
                "Bitte den Tag eintragen, bis zu dem das getan ist, zum Beispiel 30.06.2027.",
            );
        }
        let (review, target) = (self.day("review", TypedDay::Deadline), self.number("target"));
        let target_year = self.target_year(target);
        let indicator = self.some("indicator");
        if let (Some(id), Some(known)) = (&indicator, indicators)
            && !known.contains(id)
        {
            self.fault("indicator", format!("Einen Indikator „{id}“ gibt es nicht."));
        }
        let state = ActionState::from_word(self.get("state"));
        if state.is_none() {
            self.fault("state", "Bitte wählen, wie weit die Maßnahme ist.");
        }
        let action = PlannedAction {
            id: String::new(),
            title: self.get("title").to_owned(),
            chapter: self.get("chapter").to_owned(),
            responsible: self.get("responsible").to_owned(),
            deadline: deadline.unwrap_or_default(),
            indicator,
            target,
            target_year,
            review,
            state: state.unwrap_or(ActionState::Planned),
        };
        self.faults.extend(action.faults().into_iter().map(FieldFault::from));
        if self.faults.is_empty() { Ok(action) } else { Err(self.faults) }
    }

    /// A target value, or what is wrong with the fields.
    pub fn target(mut self) -> Result<TargetValue, Vec<FieldFault>> {
        let value = self.number("value");
        if self.get("value").is_empty() {
            self.fault("value", "Bitte eine Zahl eintragen, zum Beispiel 4,5.");
        }
        let date = self.day("date", TypedDay::Exact);
        if self.get("date").is_empty() {
            self.fault("date", "Bitte den Tag eintragen, von dem der Zielwert ist, zum Beispiel 14.05.2024.");
        }
        let method = TargetMethod::from_word(self.get("method"));
        if method.is_none() {
            self.fault("method", "Bitte eine Methode wählen.");
        }
        let age = self.number("age");
        let whole = |age: f64| (age.fract() == 0.0 && (0.0..=200.0).contains(&age)).then_some(age as usize);
        let target = TargetValue {
            id: String::new(),
            kind: self.get("kind").to_owned(),
            method: method.unwrap_or(TargetMethod::Survey),
            value: value.unwrap_or_default(),
            // An age says something for a ratio only.
            age: age.and_then(whole).filter(|_| method == Some(TargetMethod::Ratio)),
            source: self.get("source").to_owned(),
            date: date.unwrap_or_default(),
            decision: self.some("decision"),
        };
        let known = self.faults.clone();
        let is_new = |fault: &FieldFault| !known.iter().any(|known| known.field == fault.field);
        self.faults.extend(target.faults().into_iter().map(FieldFault::from).filter(is_new));
        if self.faults.is_empty() { Ok(target) } else { Err(self.faults) }
    }

    /// The imprint, or what is wrong with the fields `decision`, `before`, `label-1`, `text-1`, … `versions` are the numbers of
    /// the approved versions that can be the plan before.
    pub fn imprint(mut self, versions: &[u32]) -> Result<Edit, Vec<FieldFault>> {
        let before = self.get("before");
        let number = before.parse().ok().filter(|number| versions.contains(number));
        if !before.is_empty() && number.is_none() {
            self.fault("before", "Bitte eine freigegebene Fassung wählen.");
        }
        let mut lines = BTreeMap::new();
        for at in 1..=IMPRINT_LINES {
            let (label, text) = (self.get(&format!("label-{at}")), self.get(&format!("text-{at}")));
            match (label, text) {
                ("", "") => {}
                ("", _) => self.fault(
                    &format!("label-{at}"),
                    "Bitte sagen, was diese Zeile nennt, zum Beispiel Leitung.",
                ),
                (_, "") => self.fault(&format!("text-{at}"), "Bitte ausfüllen oder die Bezeichnung leeren."),
                (label, text) => {
                    if lines.insert(label.to_owned(), text.to_owned()).is_some() {
                        self.fault(&format!("label-{at}"), format!("„{label}“ steht schon weiter oben."));
                    }
                }
            }
        }
        match self.faults.is_empty() {
            true => Ok(Edit::Imprint { decision: self.some("decision"), lines, before: number }),
            false => Err(self.faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_of_an_indicator_is_asked_for_its_year() {
        let of = |target, year| {
            let values = [
                ("title", "a"),
                ("chapter", "7.5"),
                ("responsible", "b"),
                ("deadline", "12/2027"),
                ("state", "planned"),
                ("target", target),
                ("target_year", year),
            ];
            Typed::new(values).action(None)
        };
        let field = |target, year| of(target, year).unwrap_err()[0].field.clone();
        assert_eq!(
            [field("4,5", ""), field("4,5", "bald"), field("4,5", "30"), field("", "2030")],
            ["target_year", "target_year", "target_year", "target"]
        );
        let action = of("4,5", "2030").unwrap();
        assert_eq!(
            (action.target, action.target_year, action.deadline.to_string().as_str()),
            (Some(4.5), Some(2030), "2027-12-31")
        );
        assert!(of("", "").unwrap().target_year.is_none());
    }
}
