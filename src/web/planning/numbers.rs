//! Numbers as the workspace writes them: by the functions of the charts, so that text, table and drawing agree.

use crate::charts::numbers::{grouped, grouped_in};
use crate::charts::{Basis, Unit};

pub(super) use crate::charts::numbers::{computed, counted, probability, rate, share};
use crate::units::Lang;
use crate::web::text::messages::Messages;

/// The same numbers in the language of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers(Lang);

impl Numbers {
    pub fn of(messages: &Messages) -> Self {
        Self(messages.lang().nearest())
    }

    /// Exact: "17.457".
    pub fn counted(self, value: f64) -> String {
        Unit::Count.text_in(self.0, value, Basis::Counted)
    }

    /// To the nearest ten, or whole below 100.
    pub fn computed(self, value: f64) -> String {
        Unit::Count.text_in(self.0, value, Basis::Computed)
    }

    /// The same with its sign.
    pub fn balance(self, value: f64) -> String {
        Unit::Count.signed_in(self.0, value, Basis::Computed)
    }

    /// A given number with its sign, as it is: 60.0 -> "+60".
    pub fn with_sign(self, value: f64) -> String {
        Unit::Count.signed_in(self.0, value, Basis::Counted)
    }

    /// 0.1296 -> "13", for "13 Prozent" in a sentence.
    pub fn percent(self, share: f64) -> String {
        grouped_in(self.0, 100.0 * share, 0)
    }

    /// A change in a table: 0.1296 -> "+13 %", in English "+13%".
    pub fn change(self, share: f64) -> String {
        let sign = if share > 0.0 { "+" } else { "" };
        let before = if self.0 == Lang::De { "\u{202f}" } else { "" };
        format!("{sign}{}{before}%", self.percent(share))
    }
}

/// A balance or a change in German, rounded as computed figures are, with its sign: -391.0 -> "−390"; a rounded zero is "±0".
pub(super) fn balance(value: f64) -> String {
    Unit::Count.signed(value, Basis::Computed)
}

/// 0.1296 -> "13", for "13 Prozent" in a sentence.
pub(super) fn percent(share: f64) -> String {
    grouped(100.0 * share, 0)
}

/// A number that somebody gave, with its sign and as it is: 60.0 -> "+60".
pub(super) fn with_sign(value: f64) -> String {
    Unit::Count.signed(value, Basis::Counted)
}

/// A number in a field of a form, without needless decimals: 1.35 -> "1,35", 98.0 -> "98".
pub(super) fn in_field(value: f64) -> String {
    let text = grouped(value, 2);
    text.trim_end_matches('0').trim_end_matches(',').replace('−', "-").replace('.', "")
}
