//! One change of one place of the texts: a chapter, the greeting, the imprint, an action or a target value.

use std::collections::BTreeMap;

use super::{WritingError, as_draft, put_settings, settings};
use crate::plan::PlanBefore;
use crate::plan::texts::{
    BEFORE_FILE, FOREWORD_FILE, PlanSettings, PlannedAction, TargetValue, TextFiles, TextKind, TextsError,
    title_of,
};
use crate::plan_texts::{Added, Change, NewVersion, TextStore};
use crate::store::Author;

/// So often a change is tried again behind a version that somebody else has made at the same moment.
const TRIES: usize = 5;

/// A place of the texts that is written by itself. Two people can write at different places at the same time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The greeting.
    Foreword,
    /// A chapter or section by its number.
    Chapter(String),
    /// Who is responsible, who took part, and the decision.
    Imprint,
    /// An action by its id.
    Action(String),
    /// A target value by its id.
    Target(String),
    /// The plan before as a file, which comes in with an archive.
    Before,
}

impl Place {
    /// What people call it.
    pub fn german(&self) -> String {
        match self {
            Self::Foreword => "Grußwort".to_owned(),
            Self::Chapter(number) => format!("{number} {}", title_of(number)),
            Self::Imprint => "Impressum und Beschluss".to_owned(),
            Self::Action(_) => "Maßnahme".to_owned(),
            Self::Target(_) => "Zielwert".to_owned(),
            Self::Before => "Plan davor".to_owned(),
        }
    }

    /// What stands at the place, in lines for people; empty if nothing does.
    ///
    /// # Errors
    /// [`TextsError::Settings`] if `plan.toml` cannot be read, for places in it.
    pub fn text(&self, files: &TextFiles) -> Result<String, TextsError> {
        let file = |name: &str| files.get(name).map_or("", String::as_str);
        Ok(match self {
            Self::Foreword => file(FOREWORD_FILE).to_owned(),
            Self::Chapter(number) => {
                let of = |kind: TextKind| match file(&kind.file_name(number)) {
                    "" => String::new(),
                    text => format!("{}:\n{}\n", kind.german(), text.trim_end()),
                };
                TextKind::ALL.map(of).concat()
            }
            Self::Before => {
                let read = files.get(BEFORE_FILE).map(|text| PlanBefore::read(text));
                let fault = |message| TextsError::Settings { file: BEFORE_FILE.to_owned(), message };
                let before = read.transpose().map_err(fault)?;
                before.map(|before| before.german() + "\n").unwrap_or_default()
            }
            Self::Imprint => {
                let settings = settings(files)?;
                let lines = settings.imprint.iter().map(|(label, text)| format!("{label}: {text}\n"));
                let decision = settings.decision.iter().map(|text| format!("Beschluss: {text}\n"));
                let before =
                    settings.before_version.iter().map(|number| format!("Plan davor: Fassung {number}\n"));
                lines.chain(decision).chain(before).collect()
            }
            Self::Action(id) => {
                let actions = settings(files)?.actions;
                lines(actions.iter().find(|action| action.id == *id).map(PlannedAction::german_lines))
            }
            Self::Target(id) => {
                let targets = settings(files)?.targets;
                lines(targets.iter().find(|target| target.id == *id).map(TargetValue::german_lines))
            }
        })
    }
}

fn lines(of: Option<Vec<String>>) -> String {
    of.into_iter().flatten().map(|line| line + "\n").collect()
}

/// A change of one place.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// The texts about a chapter or section, as Markdown.
    Chapter {
        /// Its number.
        number: String,
        /// Assessment and recommendation.
        texts: BTreeMap<TextKind, String>,
    },
    /// The greeting, as Markdown.
    Foreword(String),
    /// The imprint.
    Imprint {
        /// The body that decided, and when.
        decision: Option<String>,
        /// Label and text.
        lines: BTreeMap<String, String>,
        /// The approved version that was the plan before.
        before: Option<u32>,
    },
    /// An action in the place of that with the id, which is empty for a new one; `None` removes it.
    Action(String, Option<PlannedAction>),
    /// A target value in the place of that with the id, which is empty for a new one; `None` removes it.
    Target(String, Option<TargetValue>),
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It is kept, with this version.
    Done(u32),
    /// The texts say this already.
    Unchanged,
    /// Somebody else has written at this place since the version that was seen; the newest is this one.
    Conflict(u32),
}

impl Edit {
    /// Where it changes something.
    pub fn place(&self) -> Place {
        match self {
            Self::Chapter { number, .. } => Place::Chapter(number.clone()),
            Self::Foreword(_) => Place::Foreword,
            Self::Imprint { .. } => Place::Imprint,
            Self::Action(id, _) => Place::Action(id.clone()),
            Self::Target(id, _) => Place::Target(id.clone()),
        }
    }

    /// What would stand at its place, in lines for people.
    ///
    /// # Errors
    /// [`WritingError`], which does not happen for what was typed into a form.
    pub fn text(&self) -> Result<String, WritingError> {
        let named = |settings: PlanSettings| -> Result<TextFiles, WritingError> {
            let mut files = TextFiles::new();
            put_settings(&mut files, &settings)?;
            Ok(files)
        };
        let files = match self {
            Self::Action(id, to) => named(PlanSettings {
                actions: to.iter().map(|action| PlannedAction { id: id.clone(), ..action.clone() }).collect(),
                ..PlanSettings::default()
            })?,
            Self::Target(id, to) => named(PlanSettings {
                targets: to.iter().map(|target| TargetValue { id: id.clone(), ..target.clone() }).collect(),
                ..PlanSettings::default()
            })?,
            _ => self.apply(&TextFiles::new())?,
        };
        Ok(self.place().text(&files)?)
    }

    /// The files with the change.
    fn apply(&self, files: &TextFiles) -> Result<TextFiles, WritingError> {
        let mut files = as_draft(files.clone())?;
        match self {
            Self::Chapter { number, texts } => {
                texts.iter().for_each(|(kind, text)| put_text(&mut files, kind.file_name(number), text));
            }
            Self::Foreword(text) => put_text(&mut files, FOREWORD_FILE.to_owned(), text),
            Self::Imprint { decision, lines, before } => {
                let mut settings = settings(&files)?;
                settings.before_version = *before;
                settings.decision.clone_from(decision);
                settings.imprint.clone_from(lines);
                put_settings(&mut files, &settings)?;
            }
            Self::Action(id, to) => {
                let mut settings = settings(&files)?;
                let new_id = settings.next_id("m");
                let of =
                    |action: &PlannedAction, id: &str| PlannedAction { id: id.to_owned(), ..action.clone() };
                let known = |action: &PlannedAction| action.id == *id && !id.is_empty();
                match (settings.actions.iter().position(known), to) {
                    (Some(at), Some(to)) => settings.actions[at] = of(to, id),
                    (Some(at), None) => drop(settings.actions.remove(at)),
                    (None, Some(to)) => settings.actions.push(of(to, &new_id)),
                    (None, None) => {}
                }
                put_settings(&mut files, &settings)?;
            }
            Self::Target(id, to) => {
                let mut settings = settings(&files)?;
                let new_id = settings.next_id("z");
                let of = |target: &TargetValue, id: &str| TargetValue { id: id.to_owned(), ..target.clone() };
                let known = |target: &TargetValue| target.id == *id && !id.is_empty();
                match (settings.targets.iter().position(known), to) {
                    (Some(at), Some(to)) => settings.targets[at] = of(to, id),
                    (Some(at), None) => drop(settings.targets.remove(at)),
                    (None, Some(to)) => settings.targets.push(of(to, &new_id)),
                    (None, None) => {}
                }
                put_settings(&mut files, &settings)?;
            }
        }
        Ok(files)
    }
}

/// A text as it is kept: lines end as on Linux, and a text of blanks is none.
fn put_text(files: &mut TextFiles, name: String, text: &str) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    match text.trim_end() {
        "" => drop(files.remove(&name)),
        text => drop(files.insert(name, format!("{text}\n"))),
    }
}

/// Keeps a change, unless somebody has written at the same place since version `seen`, which is 0 where there was none.
///
/// # Errors
/// [`WritingError`] if texts cannot be read or written; then nothing is kept.
pub fn save(
    store: &dyn TextStore,
    area: &str,
    seen: u32,
    edit: &Edit,
    author: &Author,
) -> Result<Saved, WritingError> {
    let files = |number: u32| match number {
        0 => Ok(TextFiles::new()),
        number => store.files(area, number),
    };
    let new = NewVersion { change: Change::Written, of: None, author: author.clone() };
    let mut newest = 0;
    for _ in 0..TRIES {
        newest = store.numbers(area)?.last().copied().unwrap_or_default();
        let current = files(newest)?;
        let place = edit.place();
        if seen != newest && place.text(&files(seen)?)? != place.text(&current)? {
            return Ok(Saved::Conflict(newest));
        }
        let changed = edit.apply(&current)?;
        if place.text(&changed)? == place.text(&current)? && !is_new(edit) {
            return Ok(Saved::Unchanged);
        }
        if let Added::Done(number) = store.add(area, newest, &new, &changed)? {
            return Ok(Saved::Done(number));
        }
    }
    Ok(Saved::Conflict(newest))
}

/// Whether it adds an entry, which has no place yet.
fn is_new(edit: &Edit) -> bool {
    match edit {
        Edit::Action(id, to) => id.is_empty() && to.is_some(),
        Edit::Target(id, to) => id.is_empty() && to.is_some(),
        _ => false,
    }
}
