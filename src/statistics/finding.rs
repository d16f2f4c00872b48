//! What a report says about the figures of a file.

/// A figure that cannot be true or looks wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What is found, a sentence in English.
    pub sentence: String,
}

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

impl Finding {
    pub(super) fn error(sentence: String) -> Self {
        Self { severity: Severity::Error, sentence }
    }

    pub(super) fn contradiction(sentence: String) -> Self {
        Self { severity: Severity::Contradiction, sentence }
    }

    pub(super) fn warning(sentence: String) -> Self {
        Self { severity: Severity::Warning, sentence }
    }

    pub(super) fn note(sentence: String) -> Self {
        Self { severity: Severity::Note, sentence }
    }
}

/// What is wrong with a row; a file with any is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// What is wrong, a sentence in English.
    pub sentence: String,
}
