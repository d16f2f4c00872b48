//! Which column holds the names of the facilities, and which their ids.

use super::profile::Profile;
use super::{Certainty, MappingGuess, Sentence};
use crate::import::vocabulary;
use crate::register::Field;

/// The columns of the name, how sure they are, why, and what stands between several.
struct NameGuess {
    columns: Vec<usize>,
    certainty: Certainty,
    why: Sentence,
    kind: Option<&'static str>,
}

impl MappingGuess<'_> {
    /// The name is the column that is called so, or after a kind of care, else the open one with most different texts;
    /// an id is unique.
    pub(super) fn name_and_id(&mut self) {
        let found = self.called_name().or_else(|| self.named_by_kind()).or_else(|| self.said_name());
        let found = found.or_else(|| self.most_different());
        let id = self.id();
        if let Some(NameGuess { columns, certainty, why, kind }) = found {
            let is_joined = columns.len() > 1;
            columns.into_iter().for_each(|column| self.guess(Field::Name, column, certainty, why.clone()));
            if let Some(guess) = self.fields.get_mut(&Field::Name).filter(|_| is_joined) {
                guess.join = Some(" ");
            }
            self.kind_of_name = kind;
        }
        if let Some(index) = id.filter(|index| !self.used.contains(index)) {
            let why = ("a different value in every row", "in jeder Zeile ein anderer Wert");
            self.guess(Field::Id, index, Certainty::Likely, Sentence::from(why));
        }
    }

    fn open_texts(&self) -> impl Iterator<Item = &Profile> {
        let open = self.profiles.iter().filter(|profile| !self.used.contains(&profile.index));
        open.filter(|profile| profile.is_text())
    }

    /// A column whose name is a word for names; "Name 1" and "Name 2" together.
    fn called_name(&self) -> Option<NameGuess> {
        let called: Vec<&Profile> = self
            .open_texts()
            .filter(|profile| vocabulary::field(&profile.name) == Some(Field::Name))
            .collect();
        let first = called.first()?;
        let is_numbered = |profile: &&&Profile| vocabulary::is_numbered(&profile.name);
        let numbered: Vec<usize> = called.iter().filter(is_numbered).map(|profile| profile.index).collect();
        let why = Sentence::from(("the name of the column", "Name der Spalte"));
        if numbered.len() > 1 && is_numbered(&first) {
            return Some(NameGuess { columns: numbered, certainty: Certainty::Likely, why, kind: None });
        }
        Some(NameGuess { columns: vec![first.index], certainty: Certainty::Sure, why, kind: None })
    }

    /// A column that is named by a kind of care and holds names: "Tagespflege" above "Tagespflege Am Ryck".
    fn named_by_kind(&self) -> Option<NameGuess> {
        let rows = self.table.rows.len();
        let found = self.open_texts().filter(|profile| profile.is_words()).find_map(|profile| {
            let (kind, is_exact) = vocabulary::category_of_header(&profile.name)?;
            let is_filled = profile.cells.len() * 10 >= rows * 9;
            let holds_names = profile.words().len() * 4 >= profile.cells.len() * 3 && !profile.is_kinds();
            (is_exact && is_filled && holds_names && !profile.is_count_or_mark())
                .then_some((profile.index, kind))
        });
        let (index, kind) = found?;
        let why = Sentence::from((
            "the column is named by a kind of care and holds names",
            "Die Spalte heißt nach einem Angebot und enthält Namen",
        ));
        Some(NameGuess { columns: vec![index], certainty: Certainty::Likely, why, kind: Some(kind) })
    }

    /// A column whose longer name speaks of names: "Name Ihrer Einrichtung".
    fn said_name(&self) -> Option<NameGuess> {
        let says_name = |profile: &&Profile| {
            !vocabulary::is_no_name(&profile.name)
                && !vocabulary::is_category(&profile.name)
                && vocabulary::likely_field(&profile.name) == Some(Field::Name)
                && !profile.is_kinds()
        };
        let index = self.open_texts().find(says_name)?.index;
        let why = Sentence::from(("part of the name of the column", "Teil des Spaltennamens"));
        Some(NameGuess { columns: vec![index], certainty: Certainty::Likely, why, kind: None })
    }

    fn most_different(&self) -> Option<NameGuess> {
        let rows = self.table.rows.len();
        let fits = |profile: &&Profile| {
            !vocabulary::is_category(&profile.name)
                && !vocabulary::is_no_name(&profile.name)
                && vocabulary::likely_field(&profile.name).is_none_or(|field| field == Field::Name)
                && profile.cells.len() * 10 >= rows * 9
                && profile.is_words()
                && !profile.is_kinds()
        };
        let index = self.open_texts().filter(fits).max_by_key(|profile| profile.words().len())?.index;
        let why = ("the column with most different texts", "Spalte mit den meisten verschiedenen Texten");
        let why = Sentence::from(why);
        Some(NameGuess { columns: vec![index], certainty: Certainty::Guess, why, kind: None })
    }

    /// The list's own number comes before one that a GIS program gives.
    fn id(&self) -> Option<usize> {
        let rows = self.table.rows.len();
        let open = self.profiles.iter().filter(|profile| !self.used.contains(&profile.index));
        let ids = open
            .filter(|profile| vocabulary::field(&profile.name) == Some(Field::Id) && profile.is_unique(rows));
        ids.min_by_key(|profile| vocabulary::is_feature_id(&profile.name)).map(|profile| profile.index)
    }
}
