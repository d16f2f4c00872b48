//! The planner's own part of a plan: assessments as Markdown, actions and target values as a table. They lie in a folder,
//! one file a chapter, and are never mixed with generated sentences.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::rich::{self, Rich, RichError};
use crate::units::words;

/// The name of the file with actions, target values and imprint.
pub const SETTINGS_FILE: &str = "plan.toml";

/// What the planner has written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanTexts {
    /// Approval, imprint, actions and target values.
    pub settings: PlanSettings,
    /// Texts by the number of the chapter or section that they belong to, such as "7.5".
    pub by_number: BTreeMap<String, Vec<Rich>>,
    /// The greeting before the first chapter.
    pub foreword: Vec<Rich>,
}

/// The content of `plan.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlanSettings {
    /// Whether the plan has been approved; otherwise it is a draft.
    pub approved: bool,
    /// The body that decided on it and when, such as "Kreistag, Beschluss 12/2024 vom 27.03.2025".
    pub decision: Option<String>,
    /// Who is responsible and who took part: label and text.
    pub imprint: BTreeMap<String, String>,
    /// Actions that were decided or are proposed.
    #[serde(rename = "action")]
    pub actions: Vec<PlannedAction>,
    /// Target values of offers.
    #[serde(rename = "target")]
    pub targets: Vec<TargetValue>,
}

words! {
    /// How far an action has come.
    pub enum ActionState {
        /// geplant
        Planned = "planned",
        /// läuft
        Running = "running",
        /// erledigt
        Done = "done",
        /// verworfen
        Dropped = "dropped",
    }
}

words! {
    /// How a target value was found.
    pub enum TargetMethod {
        /// So many places for so many residents of an age.
        Ratio = "ratio",
        /// So many minutes to the next offer.
        Catchment = "catchment",
        /// From waiting lists.
        WaitingList = "waiting_list",
        /// From a survey.
        Survey = "survey",
    }
}

/// An action of the plan (Maßnahme).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedAction {
    /// What is to be done.
    pub title: String,
    /// The chapter or section whose finding it answers, such as "7.5".
    pub chapter: String,
    /// Who does it.
    pub responsible: String,
    /// Until when.
    #[serde(deserialize_with = "day")]
    pub deadline: NaiveDate,
    /// Id of the indicator that shows its effect.
    #[serde(default)]
    pub indicator: Option<String>,
    /// The value that the indicator is to reach.
    #[serde(default)]
    pub target: Option<f64>,
    /// When it is looked at again.
    #[serde(default, deserialize_with = "some_day")]
    pub review: Option<NaiveDate>,
    /// How far it has come.
    #[serde(default = "planned")]
    pub state: ActionState,
}

/// A date as TOML has it, or in quotation marks.
#[derive(Deserialize)]
#[serde(untagged)]
enum Day {
    Toml(toml::value::Datetime),
    Text(String),
}

fn day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let text = match Day::deserialize(from)? {
        Day::Toml(day) => day.to_string(),
        Day::Text(text) => text,
    };
    let wrong = |_| D::Error::custom(format!("\"{text}\" is no date; hint: 2027-06-30, for instance"));
    text.parse().map_err(wrong)
}

fn some_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    day(from).map(Some)
}

fn planned() -> ActionState {
    ActionState::Planned
}

/// A target value of an offer (Bedarfs- und Zielwert).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetValue {
    /// residential | day_care | short_term
    pub kind: String,
    /// How it was found.
    pub method: TargetMethod,
    /// Places per 100 residents from `age` on (ratio), minutes (catchment), or places (waiting list, survey).
    pub value: f64,
    /// The age from which residents count; for ratios.
    #[serde(default)]
    pub age: Option<usize>,
    /// Where it comes from.
    pub source: String,
    /// When it was found or decided.
    #[serde(deserialize_with = "day")]
    pub date: NaiveDate,
    /// Who decided it.
    #[serde(default)]
    pub decision: Option<String>,
}

/// Why a text of the planner is refused.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum TextsError {
    #[error("{file}: {error}")]
    Rich { file: String, error: RichError },
    #[error("{file}: {message}")]
    Settings { file: String, message: String },
    #[error(
        "{file} belongs to no chapter; hint: names are those of chapters and sections, such as 7.5.md, or foreword.md"
    )]
    UnknownFile { file: String },
    #[error("{file} is not UTF-8")]
    Encoding { file: String },
}

/// The chapters and sections to which the planner can write, with their titles.
pub const NUMBERS: [(&str, &str); 22] = [
    ("0", "Zusammenfassung"),
    ("1", "Anlass, Rechtsgrundlagen und Ziele"),
    ("2", "Methodik, Datenbasis und Planungsräume"),
    ("3", "Rahmenbedingungen"),
    ("4", "Bevölkerung und Vorausberechnung"),
    ("5", "Pflegebedürftigkeit: Bestand und Struktur"),
    ("6", "Demenz, Hilfebedarf und Gesamtschau"),
    ("7", "Versorgungsstruktur"),
    ("7.1", "Beratung"),
    ("7.2", "Begegnung und Unterstützung im Alltag"),
    ("7.3", "Wohnen im Alter"),
    ("7.4", "Ambulante Dienste"),
    ("7.5", "Tages- und Nachtpflege"),
    ("7.6", "Kurzzeitpflege"),
    ("7.7", "Vollstationäre Pflege"),
    ("7.8", "Gesundheit, Palliativversorgung und Hospiz"),
    ("7.9", "Versorgung im überregionalen Vergleich"),
    ("8", "Personal und Ausbildung"),
    ("9", "Sozialhilfe und Finanzierung"),
    ("10", "Prognose und Bedarf"),
    ("11", "Defizite, Ziele und Maßnahmen"),
    ("12", "Beteiligung"),
];

/// The title of a chapter or section.
pub fn title_of(number: &str) -> &'static str {
    NUMBERS.iter().find(|(known, _)| *known == number).map_or("", |(_, title)| title)
}

/// The name of the file with the greeting, without its ending.
const FOREWORD: &str = "foreword";

impl PlanTexts {
    /// Whether a file of this name belongs to a plan, before it is read.
    ///
    /// # Errors
    /// [`TextsError::UnknownFile`] for any other name.
    pub fn check_name(name: &str) -> Result<(), TextsError> {
        let number = name.strip_suffix(".md");
        let is_known = |number| number == FOREWORD || NUMBERS.iter().any(|(known, _)| *known == number);
        match name == SETTINGS_FILE || number.is_some_and(is_known) {
            true => Ok(()),
            false => Err(TextsError::UnknownFile { file: name.to_owned() }),
        }
    }

    /// Reads the files of a folder: name and content of each.
    ///
    /// # Errors
    /// The first file that is not understood, with its line. Nothing is left out in silence.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Self, TextsError> {
        let mut texts = Self::default();
        for (name, bytes) in files {
            let file = || name.to_owned();
            let text = std::str::from_utf8(bytes).map_err(|_| TextsError::Encoding { file: file() })?;
            let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
            if name == SETTINGS_FILE {
                texts.settings = PlanSettings::read(text)
                    .map_err(|message| TextsError::Settings { file: file(), message })?;
                continue;
            }
            Self::check_name(name)?;
            let content = rich::read(text).map_err(|error| TextsError::Rich { file: file(), error })?;
            let number = name.strip_suffix(".md").unwrap_or(name);
            if number == FOREWORD {
                texts.foreword = content;
            } else {
                texts.by_number.insert(number.to_owned(), content);
            }
        }
        Ok(texts)
    }
}

impl PlanSettings {
    /// Reads `plan.toml`.
    ///
    /// # Errors
    /// A sentence with the line, or with the number of the measure or target value.
    pub fn read(text: &str) -> Result<Self, String> {
        let settings: Self = toml::from_str(text).map_err(|error| error.to_string().trim().to_owned())?;
        for (at, action) in settings.actions.iter().enumerate() {
            if !NUMBERS.iter().any(|(known, _)| *known == action.chapter) {
                return Err(format!(
                    "action {}: \"{}\" is no chapter; hint: 7.5, for instance",
                    at + 1,
                    action.chapter
                ));
            }
            if action.title.trim().is_empty() || action.responsible.trim().is_empty() {
                return Err(format!("action {}: title and responsible must not be empty", at + 1));
            }
        }
        for (at, target) in settings.targets.iter().enumerate() {
            target.check().map_err(|message| format!("target {}: {message}", at + 1))?;
        }
        Ok(settings)
    }
}

impl TargetValue {
    fn check(&self) -> Result<(), String> {
        if !["residential", "day_care", "short_term"].contains(&self.kind.as_str()) {
            return Err("kind is none of residential, day_care, short_term".to_owned());
        }
        if !self.value.is_finite() || self.value < 0.0 {
            return Err("value must be a number from 0 on".to_owned());
        }
        if self.method == TargetMethod::Ratio && !self.age.is_some_and(|age| (50..=95).contains(&age)) {
            return Err("a ratio needs an age from 50 to 95, such as age = 80".to_owned());
        }
        Ok(())
    }
}

impl ActionState {
    /// In German.
    pub fn german(self) -> &'static str {
        match self {
            Self::Planned => "geplant",
            Self::Running => "läuft",
            Self::Done => "erledigt",
            Self::Dropped => "verworfen",
        }
    }
}

impl TargetMethod {
    /// In German.
    pub fn german(self) -> &'static str {
        match self {
            Self::Ratio => "Richtwert je Einwohner",
            Self::Catchment => "Erreichbarkeit",
            Self::WaitingList => "Wartelisten",
            Self::Survey => "Befragung",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTION: &str = "[[action]]\ntitle = \"Tagespflege im Amt Grabow\"\nchapter = \"7.5\"\n\
        responsible = \"Fachdienst Soziales\"\ndeadline = 2027-06-30\nindicator = \"T03\"\ntarget = 4.5\n";

    #[test]
    fn texts_belong_to_chapters_and_actions_have_a_deadline() {
        let files: [(&str, &[u8]); 3] =
            [("7.5.md", b"Gut."), ("plan.toml", ACTION.as_bytes()), ("foreword.md", b"Liebe Leserinnen")];
        let texts = PlanTexts::read(files).unwrap();
        assert!(texts.by_number.contains_key("7.5") && !texts.foreword.is_empty());
        let action = &texts.settings.actions[0];
        assert_eq!((action.state, action.target), (ActionState::Planned, Some(4.5)));
        assert_eq!(action.deadline, NaiveDate::from_ymd_opt(2027, 6, 30).unwrap());
    }

    #[test]
    fn each_fault_names_its_file_and_what_is_wrong() {
        let said = |name: &str, text: &[u8]| PlanTexts::read([(name, text)]).unwrap_err().to_string();
        assert!(said("99.md", b"x").starts_with("99.md belongs to no chapter"));
        assert!(said("notes.txt", b"x").starts_with("notes.txt belongs to no chapter"));
        assert!(said("4.md", b"\xff").contains("not UTF-8"));
        assert!(said("4.md", b"a\n\n<b>x</b>").starts_with("4.md: line 3: HTML"));
        assert!(said("plan.toml", b"aproved = true").contains("unknown field"));
        let wrong = ACTION.replace("7.5", "7.55");
        assert!(said("plan.toml", wrong.as_bytes()).contains("action 1: \"7.55\" is no chapter"));
        let target = "[[target]]\nkind = \"day_care\"\nmethod = \"ratio\"\nvalue = 4\nsource = \"x\"\ndate = 2024-01-01\n";
        assert!(said("plan.toml", target.as_bytes()).contains("target 1: a ratio needs an age"));
        let target = target.replace("day_care", "home");
        assert!(said("plan.toml", target.as_bytes()).contains("kind is none of"));
    }
}
