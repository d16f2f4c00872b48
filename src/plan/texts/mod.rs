//! The planner's own part of a plan: assessments as Markdown, actions and target values as a table. They lie in a folder,
//! one file a chapter, and are never mixed with generated sentences.

use std::collections::BTreeMap;

use super::record::PlanBefore;
use super::rich::{self, Rich, RichError};
use crate::units::words;

mod settings;

pub use settings::{
    ADVICE_CENTRES, ActionState, EntryFault, KINDS_OF_PLACES, PlanSettings, PlannedAction, TargetMethod,
    TargetValue, YEARS, kinds_of_targets, name_of_kind,
};

/// The name of the file with actions, target values and imprint.
pub const SETTINGS_FILE: &str = "plan.toml";

/// The files of a plan's texts by their names.
pub type TextFiles = BTreeMap<String, String>;

words! {
    /// What the planner says in a text about a chapter.
    pub enum TextKind {
        /// How the planner judges what the chapter shows.
        Assessment = "assessment",
        /// What the planner recommends because of it.
        Recommendation = "recommendation",
    }
}

impl TextKind {
    /// The label of the text in a plan.
    pub fn german(self) -> &'static str {
        match self {
            Self::Assessment => "Einschätzung",
            Self::Recommendation => "Empfehlung",
        }
    }

    /// The name of the file with this text about a chapter or section: `7.5.md`, `7.5-recommendation.md`.
    pub fn file_name(self, number: &str) -> String {
        match self {
            Self::Assessment => format!("{number}.md"),
            Self::Recommendation => format!("{number}{RECOMMENDATION}.md"),
        }
    }
}

/// What the names of files with recommendations end in.
const RECOMMENDATION: &str = "-recommendation";

/// What the planner has written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanTexts {
    /// Approval, imprint, actions and target values.
    pub settings: PlanSettings,
    /// Assessments and recommendations by the number of the chapter or section that they belong to, such as "7.5".
    pub by_number: BTreeMap<(String, TextKind), Vec<Rich>>,
    /// The greeting before the first chapter.
    pub foreword: Vec<Rich>,
    /// The plan before this one.
    pub before: Option<PlanBefore>,
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
        "{file} belongs to no chapter; hint: names are those of chapters and sections, such as 7.5.md or 7.5-recommendation.md, or foreword.md"
    )]
    UnknownFile { file: String },
    #[error("{file} is not UTF-8")]
    Encoding { file: String },
}

/// The chapters and sections to which the planner can write, with their titles.
pub const NUMBERS: [(&str, &str); 23] = [
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
    ("13", "Beratungslandschaft nach dem WoftG M-V"),
];

/// The title of a chapter or section.
pub fn title_of(number: &str) -> &'static str {
    NUMBERS.iter().find(|(known, _)| *known == number).map_or("", |(_, title)| title)
}

/// The name of the file with the plan before, as `pflegeplan plan --out plan.json` has written it.
pub const BEFORE_FILE: &str = "before.json";

/// The name of the file with the greeting.
pub const FOREWORD_FILE: &str = "foreword.md";

impl TextsError {
    /// The sentence for people, in German. What is wrong in `plan.toml` is said as the reader of TOML says it.
    pub fn german(&self) -> String {
        match self {
            Self::Rich { file, error } => format!("{file}: {}", error.german()),
            Self::Settings { file, message } => format!("{file} lässt sich nicht lesen: {message}"),
            Self::UnknownFile { file } => {
                format!(
                    "{file} gehört zu keinem Kapitel. Namen sind zum Beispiel 7.5.md, 7.5-recommendation.md oder {FOREWORD_FILE}."
                )
            }
            Self::Encoding { file } => format!("{file} ist kein Text in UTF-8."),
        }
    }
}

/// The chapter or section and the kind of text that a file name stands for.
fn parsed_name(name: &str) -> Option<(&str, TextKind)> {
    let stem = name.strip_suffix(".md")?;
    let (number, kind) = match stem.strip_suffix(RECOMMENDATION) {
        Some(number) => (number, TextKind::Recommendation),
        None => (stem, TextKind::Assessment),
    };
    NUMBERS.iter().any(|(known, _)| *known == number).then_some((number, kind))
}

impl PlanTexts {
    /// Whether a file of this name belongs to a plan, before it is read.
    ///
    /// # Errors
    /// [`TextsError::UnknownFile`] for any other name.
    pub fn check_name(name: &str) -> Result<(), TextsError> {
        let is_known =
            [SETTINGS_FILE, FOREWORD_FILE, BEFORE_FILE].contains(&name) || parsed_name(name).is_some();
        match is_known {
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
            if name == BEFORE_FILE {
                let before = PlanBefore::read(text);
                texts.before =
                    Some(before.map_err(|message| TextsError::Settings { file: file(), message })?);
                continue;
            }
            Self::check_name(name)?;
            let content = rich::read(text).map_err(|error| TextsError::Rich { file: file(), error })?;
            match parsed_name(name) {
                Some((number, kind)) => drop(texts.by_number.insert((number.to_owned(), kind), content)),
                None => texts.foreword = content,
            }
        }
        Ok(texts)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    const ACTION: &str = "[[action]]\ntitle = \"Tagespflege im Amt Grabow\"\nchapter = \"7.5\"\n\
        responsible = \"Fachdienst Soziales\"\ndeadline = 2027-06-30\nindicator = \"T03\"\ntarget = 4.5\n";

    #[test]
    fn texts_belong_to_chapters_and_actions_have_a_deadline() {
        let files: [(&str, &[u8]); 4] = [
            ("7.5.md", b"Gut."),
            ("7.5-recommendation.md", b"Mehr davon."),
            ("plan.toml", ACTION.as_bytes()),
            ("foreword.md", b"Liebe Leserinnen"),
        ];
        let texts = PlanTexts::read(files).unwrap();
        let of = |kind| texts.by_number.contains_key(&("7.5".to_owned(), kind));
        assert!(of(TextKind::Assessment) && of(TextKind::Recommendation) && !texts.foreword.is_empty());
        let action = &texts.settings.actions[0];
        assert_eq!((action.state, action.target), (ActionState::Planned, Some(4.5)));
        assert_eq!(action.deadline, NaiveDate::from_ymd_opt(2027, 6, 30).unwrap());
    }

    #[test]
    fn each_fault_names_its_file_and_what_is_wrong() {
        let said = |name: &str, text: &[u8]| PlanTexts::read([(name, text)]).unwrap_err().to_string();
        assert!(said("99.md", b"x").starts_with("99.md belongs to no chapter"));
        assert!(said("99-recommendation.md", b"x").starts_with("99-recommendation.md belongs to no chapter"));
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
