//! `plan.toml`: approval, imprint, actions and target values, and what each of them must say.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{NUMBERS, title_of};
use crate::units::words;

/// The content of `plan.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlanSettings {
    /// Whether the plan has been approved; otherwise it is a draft.
    pub approved: bool,
    /// The key of the area that the texts belong to; an archive of texts says it, so that they do not come into the plan of
    /// another area by mistake.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The number of the approved version of the texts that were the plan before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_version: Option<u32>,
    /// The body that decided on it and when, such as "Kreistag, Beschluss 12/2024 vom 27.03.2025".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// Who is responsible and who took part: label and text.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub imprint: BTreeMap<String, String>,
    /// Actions that were decided or are proposed.
    #[serde(rename = "action", skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<PlannedAction>,
    /// Target values of offers.
    #[serde(rename = "target", skip_serializing_if = "Vec::is_empty")]
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
    /// Names the action as long as it stands in the plan, such as "m1"; given when the file is read, if it has none.
    #[serde(default)]
    pub id: String,
    /// What is to be done.
    pub title: String,
    /// The chapter or section whose finding it answers, such as "7.5".
    pub chapter: String,
    /// Who does it.
    pub responsible: String,
    /// Until when.
    #[serde(deserialize_with = "day", serialize_with = "toml_day")]
    pub deadline: NaiveDate,
    /// Id of the indicator that shows its effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// The value that the indicator is to reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    /// The year at whose end it is to have reached it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_year: Option<i32>,
    /// When it is looked at again.
    #[serde(
        default,
        deserialize_with = "some_day",
        serialize_with = "some_toml_day",
        skip_serializing_if = "Option::is_none"
    )]
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

fn toml_day<S: Serializer>(day: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
    let day: toml::value::Datetime = day.to_string().parse().map_err(S::Error::custom)?;
    day.serialize(to)
}

fn some_toml_day<S: Serializer>(day: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => toml_day(day, to),
        None => to.serialize_none(),
    }
}

fn planned() -> ActionState {
    ActionState::Planned
}

/// A target value of an offer (Bedarfs- und Zielwert).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetValue {
    /// Names the target value as long as it stands in the plan, such as "z1"; given when the file is read, if it has none.
    #[serde(default)]
    pub id: String,
    /// residential | day_care | short_term | advice_centre
    pub kind: String,
    /// How it was found.
    pub method: TargetMethod,
    /// Places per 100 residents from `age` on (ratio), minutes (catchment), or places (waiting list, survey).
    pub value: f64,
    /// The age from which residents count; for ratios.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<usize>,
    /// Where it comes from.
    pub source: String,
    /// When it was found or decided.
    #[serde(deserialize_with = "day", serialize_with = "toml_day")]
    pub date: NaiveDate,
    /// Who decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// The kinds of places that have target values: as measures begin, and in German.
pub const KINDS_OF_PLACES: [(&str, &str); 3] = [
    ("residential", "Heimplätze"),
    ("day_care", "Tagespflegeplätze"),
    ("short_term", "Kurzzeitpflegeplätze"),
];

/// What has target values beside places: the slug of the category, and the German name.
pub const ADVICE_CENTRES: (&str, &str) = ("advice_centre", "Pflegestützpunkte");

/// What can have a target value: as it stands in `plan.toml`, and in German.
pub fn kinds_of_targets() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS_OF_PLACES.into_iter().chain([ADVICE_CENTRES])
}

/// The German name of what has a target value; empty for an unknown kind.
pub fn name_of_kind(kind: &str) -> &'static str {
    kinds_of_targets().find(|(known, _)| *known == kind).map_or("", |(_, name)| name)
}

/// The ages from which a ratio may count residents.
pub const AGES: RangeInclusive<usize> = 50..=95;

/// The years in which the target of an indicator can be reached.
pub const YEARS: RangeInclusive<i32> = 2000..=2100;

/// What is wrong with an action or a target value; [`field`](Self::field) says where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum EntryFault {
    #[error("{0} must not be empty")]
    Empty(&'static str),
    #[error("\"{0}\" is no chapter; hint: 7.5, for instance")]
    Chapter(String),
    #[error("kind is none of residential, day_care, short_term, advice_centre")]
    Kind,
    #[error("value must be a number from 0 on")]
    Value,
    #[error("target must be a number")]
    Target,
    #[error("target_year must be a year from {} to {}", YEARS.start(), YEARS.end())]
    TargetYear,
    #[error("a ratio needs an age from {} to {}, such as age = 80", AGES.start(), AGES.end())]
    Age,
}

impl EntryFault {
    /// The field of `plan.toml` that is wrong.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Empty(field) => field,
            Self::Chapter(_) => "chapter",
            Self::Kind => "kind",
            Self::Value => "value",
            Self::Target => "target",
            Self::TargetYear => "target_year",
            Self::Age => "age",
        }
    }

    /// The sentence for people, in German.
    pub fn german(&self) -> String {
        match self {
            Self::Empty(_) => "Bitte ausfüllen.".to_owned(),
            Self::Chapter(number) if number.is_empty() => "Bitte ein Kapitel wählen.".to_owned(),
            Self::Chapter(number) => format!("Ein Kapitel „{number}“ hat der Plan nicht."),
            Self::Kind => "Bitte ein Angebot wählen.".to_owned(),
            Self::Value | Self::Target => "Bitte eine Zahl eintragen, zum Beispiel 4,5.".to_owned(),
            Self::TargetYear => format!(
                "Bitte das Jahr eintragen, in dem der Zielwert erreicht sein soll: {} bis {}, zum Beispiel 2030.",
                YEARS.start(),
                YEARS.end()
            ),
            Self::Age => format!(
                "Ein Richtwert braucht das Alter, ab dem Menschen zählen: {} bis {} Jahre, zum Beispiel 80.",
                AGES.start(),
                AGES.end()
            ),
        }
    }
}

impl PlanSettings {
    /// Reads `plan.toml`.
    ///
    /// # Errors
    /// A sentence with the line, or with the number of the measure or target value.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut settings: Self = toml::from_str(text).map_err(|error| error.to_string().trim().to_owned())?;
        for (at, action) in settings.actions.iter().enumerate() {
            if let Some(fault) = action.faults().first() {
                return Err(format!("action {}: {fault}", at + 1));
            }
        }
        for (at, target) in settings.targets.iter().enumerate() {
            if let Some(fault) = target.faults().first() {
                return Err(format!("target {}: {fault}", at + 1));
            }
        }
        name_entries("m", settings.actions.iter_mut().map(|action| &mut action.id).collect())
            .map_err(|id| format!("two actions have the id \"{id}\""))?;
        name_entries("z", settings.targets.iter_mut().map(|target| &mut target.id).collect())
            .map_err(|id| format!("two target values have the id \"{id}\""))?;
        Ok(settings)
    }

    /// Writes `plan.toml`.
    ///
    /// # Errors
    /// What the writer says; it does not happen for settings that were read.
    pub fn write(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }

    /// An id that no action and no target value has: `prefix` and the next number.
    pub fn next_id(&self, prefix: &str) -> String {
        let ids = self.actions.iter().map(|it| &it.id).chain(self.targets.iter().map(|it| &it.id));
        let numbers = ids.filter_map(|id| id.strip_prefix(prefix)?.parse::<u32>().ok());
        format!("{prefix}{}", numbers.max().unwrap_or_default().saturating_add(1))
    }
}

/// Gives ids to entries without one: the prefix and the first number that is free. `Err` is an id that two have.
fn name_entries(prefix: &str, mut ids: Vec<&mut String>) -> Result<(), String> {
    let mut taken = BTreeSet::new();
    for id in ids.iter().filter(|id| !id.is_empty()) {
        if !taken.insert((**id).clone()) {
            return Err((**id).clone());
        }
    }
    let mut number = 0;
    for id in ids.iter_mut().filter(|id| id.is_empty()) {
        while id.is_empty() {
            number += 1;
            let free = format!("{prefix}{number}");
            if taken.insert(free.clone()) {
                **id = free;
            }
        }
    }
    Ok(())
}

impl PlannedAction {
    /// What is wrong with it, field by field.
    pub fn faults(&self) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        if self.title.trim().is_empty() {
            faults.push(EntryFault::Empty("title"));
        }
        if !NUMBERS.iter().any(|(known, _)| *known == self.chapter) {
            faults.push(EntryFault::Chapter(self.chapter.clone()));
        }
        if self.responsible.trim().is_empty() {
            faults.push(EntryFault::Empty("responsible"));
        }
        if self.target.is_some_and(|target| !target.is_finite()) {
            faults.push(EntryFault::Target);
        }
        if self.target_year.is_some_and(|year| !YEARS.contains(&year)) {
            faults.push(EntryFault::TargetYear);
        }
        faults
    }

    /// What it says, a line a field, in German.
    pub fn german_lines(&self) -> Vec<String> {
        let day = |day: NaiveDate| day.format("%d.%m.%Y").to_string();
        let mut lines = vec![
            self.title.clone(),
            format!("zu: {} {}", self.chapter, title_of(&self.chapter)),
            format!("verantwortlich: {}", self.responsible),
            format!("Frist: {}", day(self.deadline)),
            format!("Stand: {}", self.state.german()),
        ];
        lines.extend(self.indicator.as_ref().map(|id| format!("Indikator: {id}")));
        let by = self.target_year.map(|year| format!(" bis {year}")).unwrap_or_default();
        lines.extend(self.target.map(|target| format!("Zielwert: {}{by}", german_number(target))));
        lines.extend(self.review.map(|review| format!("Prüfung: {}", day(review))));
        lines
    }
}

impl TargetValue {
    /// What is wrong with it, field by field.
    pub fn faults(&self) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        if name_of_kind(&self.kind).is_empty() {
            faults.push(EntryFault::Kind);
        }
        if !self.value.is_finite() || self.value < 0.0 {
            faults.push(EntryFault::Value);
        }
        if self.method == TargetMethod::Ratio && !self.age.is_some_and(|age| AGES.contains(&age)) {
            faults.push(EntryFault::Age);
        }
        if self.source.trim().is_empty() {
            faults.push(EntryFault::Empty("source"));
        }
        faults
    }

    /// What it says, a line a field, in German.
    pub fn german_lines(&self) -> Vec<String> {
        let mut lines = vec![
            name_of_kind(&self.kind).to_owned(),
            format!("Methode: {}", self.method.german()),
            format!("Zielwert: {}", self.german_value()),
            format!("Quelle: {}, {}", self.source, self.date.format("%d.%m.%Y")),
        ];
        lines.extend(self.decision.as_ref().map(|text| format!("Beschluss: {text}")));
        lines
    }

    /// "15 je 100 Menschen ab 80", "höchstens 20 Minuten", "40 Plätze"
    pub fn german_value(&self) -> String {
        let number = german_number(self.value);
        match (self.method, self.age) {
            (TargetMethod::Ratio, Some(age)) => format!("{number} je 100 Menschen ab {age}"),
            (TargetMethod::Catchment, _) => format!("höchstens {number} Minuten"),
            _ if self.kind == ADVICE_CENTRES.0 => format!("{number} Standorte"),
            _ => format!("{number} Plätze"),
        }
    }
}

/// A number as somebody has typed it, with a comma: 4.5 -> "4,5".
fn german_number(value: f64) -> String {
    value.to_string().replace('.', ",")
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
    use proptest::prelude::*;

    use super::*;

    fn date() -> impl Strategy<Value = NaiveDate> {
        (2000_i32..2100, 1_u32..13, 1_u32..29)
            .prop_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap())
    }

    fn action() -> impl Strategy<Value = PlannedAction> {
        let words = "[ -~äöüß\"\\\\\n]{0,20}x";
        let optional = (proptest::option::of("[A-Z][0-9]{2}"), proptest::option::of(-1e6_f64..1e6));
        (words, 0..NUMBERS.len(), words, date(), optional, proptest::option::of(date()), 0_usize..4).prop_map(
            |(title, chapter, responsible, deadline, (indicator, target), review, state)| PlannedAction {
                id: String::new(),
                title,
                chapter: NUMBERS[chapter].0.to_owned(),
                responsible,
                deadline,
                indicator,
                target,
                target_year: target.map(|_| 2030),
                review,
                state: ActionState::ALL[state],
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            actions in proptest::collection::vec(action(), 0..4),
            imprint in proptest::collection::btree_map("\\PC{1,12}", "\\PC{0,30}", 0..4),
            approved: bool,
            date in date(),
        ) {
            let target = TargetValue {
                id: String::new(), kind: "day_care".into(), method: TargetMethod::Ratio, value: 4.5, age: Some(80),
                source: "Pflegekonferenz \"Süd\"".into(), date, decision: None,
            };
            let mut settings = PlanSettings {
                approved, area: Some("13076".into()), before_version: Some(3), decision: None, imprint, actions,
                targets: vec![target],
            };
            for (at, action) in settings.actions.iter_mut().enumerate() {
                action.id = format!("m{}", at + 1);
            }
            settings.targets[0].id = "z1".into();
            let text = settings.write().unwrap();
            prop_assert_eq!(PlanSettings::read(&text).unwrap(), settings, "{}", text);
        }
    }

    #[test]
    fn entries_without_an_id_get_one_that_is_free_and_the_same_each_time() {
        let action = |id: &str| {
            format!(
                "[[action]]\n{id}title = \"a\"\nchapter = \"7.5\"\nresponsible = \"b\"\ndeadline = 2027-06-30\n"
            )
        };
        let text = [action(""), action("id = \"m1\"\n"), action("")].concat();
        let ids: Vec<String> =
            PlanSettings::read(&text).unwrap().actions.into_iter().map(|action| action.id).collect();
        assert_eq!(ids, ["m2", "m1", "m3"]);
        let twice = action("id = \"m1\"\n").repeat(2);
        assert_eq!(PlanSettings::read(&twice).unwrap_err(), "two actions have the id \"m1\"");
        assert_eq!(PlanSettings::read(&text).unwrap().next_id("m"), "m4");
    }
}
