//! Where rows stand, in words.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::units::Lang;

/// More rows or sheets than this are counted and not named.
const MOST_NAMED: usize = 5;

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RowPlace {
    /// The sheet, where several were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Line of the text, row of the sheet or number of the feature.
    pub line: usize,
}

impl RowPlace {
    /// The places of rows, each once, by sheet and line.
    pub(super) fn all(rows: impl Iterator<Item = (usize, usize)>, sheets: &[String]) -> Vec<Self> {
        let rows: BTreeSet<(usize, usize)> = rows.collect();
        rows.into_iter().map(|(sheet, line)| Self::new(sheet, line, sheets)).collect()
    }

    pub(super) fn new(sheet: usize, line: usize, sheets: &[String]) -> Self {
        Self { sheet: sheet_name(sheets, sheet), line }
    }

    /// What stands behind "line": "9", or "9 (sheet B)".
    pub(super) fn in_language(&self, lang: Lang) -> String {
        let line = self.line;
        match (&self.sheet, lang) {
            (None, _) => line.to_string(),
            (Some(sheet), Lang::En) => format!("{line} (sheet {sheet})"),
            (Some(sheet), Lang::De) => format!("{line} (Blatt {sheet})"),
        }
    }
}

/// "9", "9 and 12", "9, 12 and 14", "9, 12, 14, 15, 16 and 7 others".
pub(super) fn listed(words: impl ExactSizeIterator<Item = String>, lang: Lang) -> String {
    let (and, others) = if lang == Lang::De { ("und", "weitere") } else { ("and", "others") };
    let count = words.len();
    let mut named: Vec<String> = words.take(MOST_NAMED).collect();
    let last =
        if count > MOST_NAMED { Some(format!("{} {others}", count - MOST_NAMED)) } else { named.pop() };
    match (named.is_empty(), last) {
        (_, None) => String::new(),
        (true, Some(last)) => last,
        (false, Some(last)) => format!("{} {and} {last}", named.join(", ")),
    }
}

/// The name of a sheet, where several were read.
pub(super) fn sheet_name(sheets: &[String], sheet: usize) -> Option<String> {
    if sheets.len() > 1 { sheets.get(sheet).cloned() } else { None }
}
