//! What an import does, row by row and in sums, to be read by people and by programs.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::compare::Change;
use super::matching::Agreement;
use super::notes::{Note, NoteKind, Rejection, RejectionKind};
use super::row_place::RowPlace;
use crate::register::{CategoryTree, Facility};

/// What becomes of a row. Every row has exactly one outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// New; it leads a facility.
    Accepted,
    /// New; it joins a facility that another row leads, or that the register has.
    Merged,
    /// The register has the offer, with other values.
    Changed,
    /// The register has the offer with the same values.
    Unchanged,
    /// The row cannot be imported.
    Rejected,
    /// Left out on purpose, as the mapping says.
    Ignored,
}

impl Outcome {
    /// Every outcome, in the order of the report.
    pub const ALL: [Self; 6] =
        [Self::Accepted, Self::Merged, Self::Changed, Self::Unchanged, Self::Rejected, Self::Ignored];
}

/// What became of one row, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowReport {
    /// Line of the text, row of the sheet or number of the feature.
    pub line: usize,
    /// The sheet, where several were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row's id in its list.
    pub source_id: Option<String>,
    /// The facility the row belongs to; `None` if it was rejected.
    pub facility: Option<String>,
    /// The slug of its category, if it was understood.
    pub category: Option<String>,
    /// What becomes of the row.
    pub outcome: Outcome,
    /// Why it was rejected: the first of `reasons`; or the word for which it is left out on purpose.
    pub reason: Option<String>,
    /// All that is wrong with a rejected row.
    pub reasons: Vec<Reason>,
    /// The fields that change.
    pub changes: Vec<Change>,
    /// What was done to the row, or is to be looked at.
    pub notes: Vec<Note>,
}

/// One fault for which a row was rejected.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The kind of fault, for programs.
    pub kind: RejectionKind,
    /// The fault in an English sentence.
    pub text: String,
    /// The same in German.
    pub text_de: String,
}

impl Reason {
    pub(super) fn new(rejection: &Rejection) -> Self {
        Self { kind: rejection.kind(), text: rejection.to_string(), text_de: rejection.german() }
    }
}

/// One side of a match.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchedEntry {
    /// The id of the row, or of the facility in the register.
    pub id: String,
    /// The list that leads it.
    pub source: String,
    /// The name of the facility.
    pub name: String,
    /// In one line.
    pub address: String,
    /// The telephone number, if it is known.
    pub phone: Option<String>,
}

impl MatchedEntry {
    pub(super) fn new(facility: &Facility, id: String) -> Self {
        let address = &facility.address;
        let words = |parts: &[Option<&str>]| parts.iter().flatten().copied().collect::<Vec<_>>().join(" ");
        let street = words(&[address.street.as_deref(), address.house_number.as_deref()]);
        let town = words(&[address.postcode.as_deref(), Some(&address.place)]);
        let parts: Vec<String> = [street, town].into_iter().filter(|part| !part.is_empty()).collect();
        Self {
            id,
            source: facility.source.source.to_string(),
            name: facility.name.clone(),
            address: parts.join(", "),
            phone: facility.contact.phone.as_deref().map(str::to_owned),
        }
    }
}

/// A row without a known id whose contents make it, or may make it, a facility of the register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchReport {
    /// The line of the row, from 1.
    pub line: usize,
    /// The two became one; else a person should look.
    pub certain: bool,
    /// Of 100.
    pub score: u32,
    /// The list lacks the entry of the register, which is not closed before somebody has decided.
    pub missing: bool,
    /// What the two have in common.
    pub agrees: Vec<Agreement>,
    /// The entry of the list.
    pub listed: MatchedEntry,
    /// The entry of the register.
    pub known: MatchedEntry,
}

/// Two rows of the list that are likely one facility. They stay two.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DoubletReport {
    /// Where the two stand.
    pub rows: Vec<RowPlace>,
    /// Of 100.
    pub score: u32,
    /// What the two have in common.
    pub agrees: Vec<Agreement>,
    /// What the two say.
    pub entries: Vec<MatchedEntry>,
    /// What is to be done.
    pub text: String,
    /// The same in German.
    pub text_de: String,
}

/// An offer of the register whose row the list does not have any more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MissingOffer {
    /// The slug of its category.
    pub category: String,
    /// The id of its row in the list.
    pub source_id: String,
    /// The row is there, but belongs to another facility now.
    pub moved: bool,
}

/// A facility of the register that the list lacks, in whole or in part. Nothing is removed by an
/// import; the caller decides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Missing {
    /// The id of the facility.
    pub facility: String,
    /// The name of the facility.
    pub name: String,
    /// None of its rows makes it up any more.
    pub whole: bool,
    /// The day with which it was closed, because the list is complete for its source.
    pub closed: Option<NaiveDate>,
    /// Somebody named it to be closed.
    pub decided: bool,
    /// The row of the list that likely speaks of it and is left out; with a word that the mapping does not list, the facility
    /// stays open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOutRow>,
    /// The facility of the list that it may be under another name or at another address; it is not closed then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
    /// Its offers that the list no longer has.
    pub offers: Vec<MissingOffer>,
}

impl Missing {
    /// Whether a row speaks of it with a word that the mapping does not list.
    pub fn is_unread(&self) -> bool {
        self.left_out.as_ref().is_some_and(|row| !row.listed)
    }
}

/// A row that is left out for a word, as a whole or with one of its offers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LeftOutRow {
    /// Where it stands.
    #[serde(flatten)]
    pub row: RowPlace,
    /// The word for which it is left out.
    pub word: String,
    /// Whether the mapping lists the word; else it leaves out all words that it does not list.
    pub listed: bool,
}

/// What stays open although a complete list lacks it, because the list was not read as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptOpen {
    /// The ids of the facilities.
    pub facilities: Vec<String>,
    /// The rows that were rejected.
    pub rejected_rows: Vec<RowPlace>,
    /// The sheets or layers that were not read.
    pub unread_sheets: Vec<String>,
    /// How many there are, why they stay open, and what to do.
    pub text: String,
    /// The same in German.
    pub text_de: String,
}

/// What was read, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// The format of the file.
    pub format: String,
    /// The same in German.
    #[serde(skip)]
    pub format_de: &'static str,
    /// Encoding and delimiter, or the sheets that were read.
    pub details: String,
    /// The same in German.
    pub details_de: String,
    /// The layout by which it was read.
    pub layout: String,
    /// Rows without any text.
    pub blank_rows: usize,
    /// Rows that sum up others, such as "Summe": they are no facilities and are left out.
    pub sum_rows: Vec<RowPlace>,
    /// What was left out or changed while reading, a sentence each.
    pub remarks: Vec<String>,
    /// The same in German.
    pub remarks_de: Vec<String>,
    /// Columns of the file that the layout does not use.
    pub unread_columns: Vec<String>,
    /// Columns of the layout that the file does not have: their fields stay as the register has them.
    pub absent_columns: Vec<String>,
}

/// Rows by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    /// Rows that were understood.
    pub accepted: usize,
    /// Rows that became an offer of a facility together with others.
    pub merged: usize,
    /// Rows whose offer or facility changes.
    pub changed: usize,
    /// Rows that say what the register knows.
    pub unchanged: usize,
    /// Rows that cannot be imported.
    pub rejected: usize,
    /// Left out on purpose, as the mapping says.
    pub ignored: usize,
}

impl Totals {
    fn count(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::Accepted => &mut self.accepted,
            Outcome::Merged => &mut self.merged,
            Outcome::Changed => &mut self.changed,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Rejected => &mut self.rejected,
            Outcome::Ignored => &mut self.ignored,
        } += 1;
    }

    /// All rows.
    pub fn rows(&self) -> usize {
        self.imported() + self.rejected + self.ignored
    }

    /// Rows that are in the register afterwards.
    pub fn imported(&self) -> usize {
        self.accepted + self.merged + self.changed + self.unchanged
    }
}

/// Rows of one category by outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryTotals {
    /// `None` for rows whose category is not known.
    pub category: Option<String>,
    /// Its rows.
    #[serde(flatten)]
    pub totals: Totals,
}

/// Rows that are left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IgnoredTotals {
    /// The word for which they are left out.
    pub word: String,
    /// How many rows have the word.
    pub rows: usize,
}

/// How often a kind of note occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NoteTotals {
    /// The sort of remark.
    pub kind: NoteKind,
    /// How many rows have it.
    pub rows: usize,
}

/// Facilities, not rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct FacilityTotals {
    /// Facilities that are added.
    pub new: usize,
    /// Facilities that change.
    pub changed: usize,
    /// Facilities that stay as they are.
    pub unchanged: usize,
}

/// The report on a whole file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What is known of the file.
    pub file: FileReport,
    /// One entry a row, in the order of the file.
    pub rows: Vec<RowReport>,
    /// What the register has from this list and the file no longer.
    pub missing: Vec<Missing>,
    /// What of it stays open although the list is complete for its source; `None` if nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_open: Option<KeptOpen>,
    /// How many facilities change.
    pub facilities: FacilityTotals,
    /// How many rows change.
    pub totals: Totals,
    /// In the order of the category tree.
    pub by_category: Vec<CategoryTotals>,
    /// Rows that the mapping leaves out on purpose, by the word for which it does, the most frequent first.
    pub ignored: Vec<IgnoredTotals>,
    /// How many notes there are of each kind.
    pub notes: Vec<NoteTotals>,
    /// Rows that were found, or may be found, in the register by their contents.
    pub matches: Vec<MatchReport>,
    /// Rows of the list that are likely one facility.
    pub doublets: Vec<DoubletReport>,
    /// Names of the categories, for the German text.
    #[serde(skip)]
    pub(super) german_names: BTreeMap<String, String>,
}

impl Report {
    pub(super) fn new(
        file: FileReport,
        rows: Vec<RowReport>,
        missing: Vec<Missing>,
        facilities: FacilityTotals,
        categories: &CategoryTree,
    ) -> Self {
        let mut totals = Totals::default();
        let mut by_category: BTreeMap<Option<&str>, Totals> = BTreeMap::new();
        let mut kinds: BTreeMap<NoteKind, usize> = BTreeMap::new();
        let mut ignored: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &rows {
            totals.count(row.outcome);
            if row.outcome == Outcome::Ignored {
                *ignored.entry(row.reason.as_deref().unwrap_or_default()).or_default() += 1;
                continue;
            }
            by_category.entry(row.category.as_deref()).or_default().count(row.outcome);
            for note in &row.notes {
                *kinds.entry(note.kind).or_default() += 1;
            }
        }
        let mut ignored: Vec<IgnoredTotals> =
            ignored.into_iter().map(|(word, rows)| IgnoredTotals { word: word.to_owned(), rows }).collect();
        ignored.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.word.cmp(&b.word)));
        let slugs = categories.categories().map(|category| Some(category.slug.as_str())).chain([None]);
        let by_category = slugs
            .filter_map(|slug| {
                let totals = *by_category.get(&slug)?;
                Some(CategoryTotals { category: slug.map(str::to_owned), totals })
            })
            .collect();
        let notes = kinds.into_iter().map(|(kind, rows)| NoteTotals { kind, rows }).collect();
        let names =
            categories.categories().map(|category| (category.slug.to_string(), category.names.de.clone()));
        let german_names = names.collect();
        let matches = Vec::new();
        Self {
            file,
            rows,
            missing,
            kept_open: None,
            facilities,
            totals,
            by_category,
            ignored,
            notes,
            matches,
            doublets: Vec::new(),
            german_names,
        }
    }
}
