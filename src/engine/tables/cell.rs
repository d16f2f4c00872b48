//! One cell of a table.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;

use crate::units::Lang;

/// A value with its kind, so that a form can decide how to write it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Text, and whatever looks like a number but is a name: keys, postcodes, ids.
    Text(Cow<'a, str>),
    /// A calendar year, written without separators.
    Year(i32),
    /// A whole number.
    Count(u64),
    /// A number with so many decimals, or as many as it takes to read it back unchanged.
    Number {
        /// The number before it is rounded.
        value: f64,
        /// Decimals to round to; `None` writes the shortest exact form.
        decimals: Option<usize>,
    },
    /// A number that was already written by a room that has its own rule for it, such as an amount of money.
    Written(String, f64),
    /// A share of one, shown to people in percent with one decimal.
    Percent(f64),
    /// A day: ISO 8601 for programs, a date of the spreadsheet and the day of the language for people.
    Date(NaiveDate),
    /// Text that leads to another sheet of the workbook; in forms with one table it is text.
    Link {
        /// What stands in the cell.
        text: String,
        /// The name of the sheet.
        sheet: String,
    },
    /// Unknown or without meaning here: an empty cell.
    Missing,
}

impl<'a> Cell<'a> {
    /// Text, borrowed or owned.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// A number with a fixed count of decimals.
    pub fn decimal(value: f64, decimals: usize) -> Self {
        Self::Number { value, decimals: Some(decimals) }
    }

    /// A number with all its digits.
    pub fn exact(value: f64) -> Self {
        Self::Number { value, decimals: None }
    }

    /// A number out of its text; text where it is none.
    pub fn written(text: String) -> Self {
        match text.parse() {
            Ok(value) => Self::Written(text, value),
            Err(_) => Self::text(text),
        }
    }

    /// The cell of a value that may be missing.
    pub fn of<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Missing, cell)
    }

    /// As people of a language write it: German with a decimal comma and days like 31.12.2025.
    pub fn localized(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Date(day), Lang::De) => day.format("%d.%m.%Y").to_string(),
            (Self::Number { .. } | Self::Written(..) | Self::Percent(_), Lang::De) => {
                self.to_string().replace('.', ",")
            }
            _ => self.to_string(),
        }
    }

    /// What a spreadsheet calculates with: the number as it is shown.
    pub(in crate::tables) fn number(&self) -> Option<f64> {
        match self {
            Self::Text(_) | Self::Date(_) | Self::Link { .. } | Self::Missing => None,
            Self::Year(year) => Some(f64::from(*year)),
            Self::Number { value, decimals: None } | Self::Written(_, value) | Self::Percent(value) => {
                Some(*value)
            }
            Self::Count(_) | Self::Number { .. } => self.to_string().parse().ok(),
        }
    }
}

impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Year(year) => write!(f, "{year}"),
            Self::Count(count) => write!(f, "{count}"),
            Self::Number { value, decimals: Some(decimals) } => {
                f.write_str(&unsigned_zero(format!("{value:.decimals$}")))
            }
            Self::Number { value, decimals: None } => f.write_str(&unsigned_zero(value.to_string())),
            Self::Written(text, _) => f.write_str(text),
            Self::Percent(share) => write!(f, "{} %", unsigned_zero(format!("{:.1}", share * 100.0))),
            Self::Date(day) => write!(f, "{day}"),
            Self::Link { text, .. } => f.write_str(text),
            Self::Missing => Ok(()),
        }
    }
}

/// A number that is nothing after rounding stands without a minus.
fn unsigned_zero(text: String) -> String {
    match text.strip_prefix('-') {
        Some(number) if number.bytes().all(|byte| matches!(byte, b'0' | b'.')) => number.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_minus() {
        let texts = |cells: &[Cell]| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
        let nothing =
            [Cell::decimal(-0.04, 1), Cell::exact(-0.0), Cell::Percent(-0.0004), Cell::decimal(-0.4, 0)];
        assert_eq!(texts(&nothing), ["0.0", "0", "0.0 %", "0"]);
        let less =
            [Cell::decimal(-0.05001, 1), Cell::exact(-10.0), Cell::Percent(-0.1), Cell::decimal(-0.6, 0)];
        assert_eq!(texts(&less), ["-0.1", "-10", "-10.0 %", "-1"]);
    }
}
