//! An input of a form, as the macro `field` of the office draws it.

use serde::Serialize;

/// A value to choose.
#[derive(Debug, Serialize)]
pub(super) struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

/// One input.
#[derive(Debug, Default, Serialize)]
pub(super) struct Input {
    pub name: String,
    pub label: String,
    /// `text`, `long`, `number`, `decimal`, `date` or `choice`.
    pub kind: &'static str,
    pub value: String,
    pub choices: Vec<Choice>,
    pub longest: usize,
    pub hint: &'static str,
    /// Nothing is kept without it; its label says so.
    pub is_required: bool,
    pub fault: Option<String>,
}
