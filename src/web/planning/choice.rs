//! Options of the workspace's forms.

use serde::Serialize;

/// A box or an option.
#[derive(Debug, Serialize)]
pub(super) struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>, is_chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), is_chosen }
    }
}
