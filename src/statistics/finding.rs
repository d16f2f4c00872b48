//! What a report says about the figures of a file.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::mem::{Discriminant, discriminant};

use super::fact::FactKey;

/// So many findings of a kind are kept word for word; more are counted.
const KEPT: usize = 1_000;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Cannot be true: the file is not kept.
    Error,
    /// Contradicts what counts now: the file is kept, but released only by its own command.
    Contradiction,
    /// Looks wrong; the file is kept.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// What the report calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Contradiction => "contradiction",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Figures that are not in the file as they are said: made of others, or missing with a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// Sums of municipalities that became one.
    Joined,
    /// Sums of all districts before a reform.
    Summed,
    /// Missing, because the districts before a reform do not make up the area.
    Partial,
    /// Missing, because an area without residents did not exist.
    NoArea,
    /// Missing, because the column was not asked.
    NotAsked,
}

/// An area or a column, and a year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InYear {
    /// The key of the area, or the measure with its type.
    pub name: String,
    /// The year of the figure.
    pub year: i32,
}

/// Names of which the first are written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names<T> {
    /// The first of them.
    pub first: Vec<T>,
    /// How many more there are.
    pub more: usize,
}

/// A figure that cannot be true or looks wrong.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the sentence of each variant says what its values are")]
pub enum Finding {
    /// A count or a share below zero.
    Negative { line: usize, key: FactKey, number: f64, is_share: bool },
    /// A share above the whole.
    AboveBound { line: usize, key: FactKey, number: f64, upper: f64 },
    /// A part that is more than its whole, which is in the file or counts now.
    PartAboveWhole { key: FactKey, part: f64, whole_key: FactKey, whole: f64, counts_now: bool },
    /// A figure far from the one that counts now.
    Contradiction { key: FactKey, number: f64, before: f64, source: String },
    /// Men and women who do not add up to both.
    Sexes { key: FactKey, total: f64, sum: f64 },
    /// Parts of an area that do not add up to it.
    Parts { key: FactKey, total: f64, sum: f64 },
    /// Districts before a reform that do not add up to the area of today.
    Predecessors { key: FactKey, whole: f64, sum: f64 },
    /// Figures that should be rounded and are not.
    Rounding { figures: usize, measure: String, year: i32, multiple: u32 },
    /// A large change against another year.
    Jump { key: FactKey, after: f64, year: i32, before: f64 },
    /// Rows that are there twice.
    Repeated { rows: usize },
    /// Figures made of others, or missing with a reason.
    Made { figures: usize, how: Made, names: Names<InYear> },
    /// Keys of this state that no area has, in English and in German.
    UnknownKeys(Names<(String, String)>),
    /// Days on which a measure is not counted, in English and in German.
    OtherDates(Names<(String, String)>),
}

impl Finding {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Negative { .. } | Self::AboveBound { .. } | Self::PartAboveWhole { .. } => Severity::Error,
            Self::Contradiction { .. } => Severity::Contradiction,
            Self::Sexes { .. }
            | Self::Parts { .. }
            | Self::Predecessors { .. }
            | Self::Rounding { .. }
            | Self::UnknownKeys(_)
            | Self::OtherDates(_) => Severity::Warning,
            Self::Jump { .. } | Self::Repeated { .. } | Self::Made { .. } => Severity::Note,
        }
    }
}

/// The sentence in English.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Negative { line, key, number, is_share } => {
                let what = if *is_share { "share" } else { "count" };
                write!(f, "line {line}: {key} is {number}, but a {what} is never negative")
            }
            Self::AboveBound { line, key, number, upper } => {
                write!(f, "line {line}: {key} is {number}, but a share is at most {upper}")
            }
            Self::PartAboveWhole { key, part, whole_key, whole, counts_now } => {
                let (place, hint) = match counts_now {
                    false => ("", ""),
                    true => (" that counts now", "; hint: import the whole first, or correct one of them"),
                };
                write!(f, "{key} is {part}, more than {whole_key} with {whole}{place}{hint}")
            }
            Self::Contradiction { key, number, before, source } => write!(
                f,
                "{key} is {number}, but {before} counts now ({source}); hint: look whether a digit or the area is wrong"
            ),
            Self::Sexes { key, total, sum } => write!(f, "{key} is {total}, but men and women are {sum}"),
            Self::Parts { key, total, sum } => write!(f, "{key} is {total}, but its parts add up to {sum}"),
            Self::Predecessors { key, whole, sum } => {
                write!(f, "{key} is {whole}, but the districts before the reform add up to {sum}")
            }
            Self::Rounding { figures, measure, year, multiple } => write!(
                f,
                "{figures} figures of {measure} in {year} are no multiples of {multiple}, to which they should be rounded"
            ),
            Self::Jump { key, after, year, before } => {
                let percent = 100.0 * (after / before - 1.0);
                write!(f, "{key} is {after}, {percent:+.0} % against {year}")
            }
            Self::Repeated { rows } => {
                write!(f, "{rows} rows appear twice with the same figure and count once")
            }
            Self::Made { figures, how, names } => {
                let names = names.joined(|it| format!("{} in {}", it.name, it.year), "and", "more");
                write!(f, "{figures} figures are {how}: {names}")
            }
            Self::UnknownKeys(names) => {
                let names = names.joined(|(en, _)| en.clone(), "and", "more");
                write!(f, "keys of this state that no area has: {names}")
            }
            Self::OtherDates(names) => {
                let names = names.joined(|(en, _)| en.clone(), "and", "more");
                write!(f, "days on which a measure is not counted: {names}")
            }
        }
    }
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Joined => {
                "sums of the municipalities that became one, or missing where one of them is not there"
            }
            Self::Summed => "sums of all the districts before the reform of 4 September 2011",
            Self::Partial => {
                "missing, because the districts before the reform of 4 September 2011 do not make up the area or are not all there"
            }
            Self::NoArea => "missing, because an area without residents did not exist",
            Self::NotAsked => "missing, because the column is empty for all areas and so was not asked",
        })
    }
}

impl<T> Names<T> {
    /// The names with commas, and how many more there are: `13054, 13060 and 3 more`.
    pub(super) fn joined(&self, name: impl Fn(&T) -> String, and: &str, more: &str) -> String {
        let names: Vec<String> = self.first.iter().map(name).collect();
        match self.more {
            0 => names.join(", "),
            further => format!("{} {and} {further} {more}", names.join(", ")),
        }
    }
}

/// The findings of a file. All are counted; of each kind the first are kept, so that a file in which every figure is odd
/// takes no more memory than its figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    of_kind: HashMap<Discriminant<Finding>, usize>,
    of_severity: BTreeMap<Severity, usize>,
}

impl Findings {
    /// Counts a finding, and keeps it if it is one of the first of its kind.
    pub fn push(&mut self, finding: Finding) {
        *self.of_severity.entry(finding.severity()).or_default() += 1;
        let of_kind = self.of_kind.entry(discriminant(&finding)).or_default();
        *of_kind += 1;
        if *of_kind <= KEPT {
            self.kept.push(finding);
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.of_severity.values().sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many there are of a severity.
    pub fn of(&self, severity: Severity) -> usize {
        self.of_severity.get(&severity).copied().unwrap_or_default()
    }

    /// Those that are kept, the worst first.
    pub fn worst_first(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.kept.iter().collect();
        findings.sort_by_key(|finding| finding.severity());
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_findings_are_all_counted_and_a_bounded_number_is_kept() {
        let mut findings = Findings::default();
        assert!(findings.is_empty());
        for rows in 0..5_000 {
            findings.push(Finding::Repeated { rows });
        }
        findings.push(Finding::UnknownKeys(Names { first: Vec::new(), more: 0 }));
        assert_eq!((findings.len(), findings.of(Severity::Note)), (5_001, 5_000));
        assert_eq!((findings.of(Severity::Warning), findings.of(Severity::Error)), (1, 0));
        let kept = findings.worst_first();
        assert_eq!(kept.len(), KEPT + 1);
        assert_eq!(kept[0].severity(), Severity::Warning, "a later kind is not crowded out");
    }
}
