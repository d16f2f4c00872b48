//! What was changed in the register, when and by whom.

use chrono::NaiveDateTime;

/// How a facility changed with a version of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It has other values.
    Changed,
    /// It is gone.
    Removed,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Added, Self::Changed, Self::Removed];

    /// The word in the database and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// Who changes the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The account; `None` for the command line.
    pub account: Option<i32>,
    /// The name as the history shows it.
    pub name: String,
    /// The request or the run, the same for all facilities that it changes.
    pub request_id: String,
    /// When, in UTC.
    pub at: NaiveDateTime,
}

impl Author {
    /// What the history calls a change that nobody has signed in for.
    pub const COMMAND_LINE: &'static str = "Befehlszeile";

    /// A command of the command line.
    pub fn command_line(run: impl Into<String>, at: NaiveDateTime) -> Self {
        Self { account: None, name: Self::COMMAND_LINE.to_owned(), request_id: run.into(), at }
    }
}

/// A value that changed; `key` as `ValueKey` writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChange {
    /// `name`, or `day_care.places`.
    pub key: String,
    /// As it was; `None` is "nothing known".
    pub before: Option<String>,
    /// As it is.
    pub after: Option<String>,
}

/// How one facility changed with one version of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its number.
    pub id: i32,
    /// The version of the register that it came with.
    pub version: u64,
    /// The id of the facility.
    pub facility_id: String,
    /// New, changed or gone.
    pub kind: ChangeKind,
    /// Who did it.
    pub author: Author,
    /// The values that changed, in the order of the fields.
    pub changes: Vec<StoredChange>,
}
