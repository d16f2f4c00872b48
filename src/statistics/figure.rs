//! A cell of an official table: a number, or the sign that stands for why there is none.

use crate::indicators::{Cell, Reason};

/// The signs of German official statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// A number.
    Plain,
    /// `-`: exactly nothing.
    Nothing,
    /// `0`: more than nothing, but less than half of the last digit.
    RoundedToZero,
    /// `.`: unknown or secret.
    Unknown,
    /// `...`: comes later.
    Later,
    /// `/`: not reliable enough.
    Unreliable,
    /// `x`: makes no sense here.
    Pointless,
    /// `(12)`: a number of limited worth.
    Uncertain,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 8] = [
        Self::Plain,
        Self::Nothing,
        Self::RoundedToZero,
        Self::Unknown,
        Self::Later,
        Self::Unreliable,
        Self::Pointless,
        Self::Uncertain,
    ];

    /// The word in the database and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Nothing => "nothing",
            Self::RoundedToZero => "rounded_to_zero",
            Self::Unknown => "unknown",
            Self::Later => "later",
            Self::Unreliable => "unreliable",
            Self::Pointless => "pointless",
            Self::Uncertain => "uncertain",
        }
    }

    /// The sign of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.word() == word)
    }
}

/// What a cell says, and the letter that says how good it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The sign of the cell.
    pub sign: Sign,
    /// With [`Sign::Plain`], [`Sign::Uncertain`] and as 0 with [`Sign::RoundedToZero`].
    pub number: Option<f64>,
    /// `e` final, `p` provisional, `r` revised, `s` estimated.
    pub quality: Option<char>,
}

/// The decimal sign of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// `,`
    Comma,
    /// `.`
    Point,
}

impl Decimal {
    /// The one that the cells of a file use. `Err` with two cells if it uses both.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Result<Self, (String, String)> {
        let (mut comma, mut point) = (None, None);
        for cell in cells {
            let is_number = cell.bytes().any(|byte| byte.is_ascii_digit());
            if is_number && cell.contains(',') {
                comma.get_or_insert(cell);
            }
            if is_number && cell.contains('.') {
                point.get_or_insert(cell);
            }
        }
        match (comma, point) {
            (Some(comma), Some(point)) => Err((comma.to_owned(), point.to_owned())),
            (Some(_), None) => Ok(Self::Comma),
            (None, _) => Ok(Self::Point),
        }
    }
}

impl Figure {
    /// Reads a cell. `quality` is what stands in the column of quality letters.
    pub fn parse(text: &str, quality: &str, decimal: Decimal) -> Result<Self, String> {
        let text = text.trim();
        let marks = quality.trim();
        let letter = marks.chars().find(char::is_ascii_lowercase);
        let without = |sign| Ok(Self { sign, number: None, quality: letter });
        match text {
            "-" | "–" => return without(Sign::Nothing),
            "." => return without(Sign::Unknown),
            "..." | "…" => return without(Sign::Later),
            "/" => return without(Sign::Unreliable),
            "x" | "X" => return without(Sign::Pointless),
            "()" => return without(Sign::Unreliable),
            "" => {
                return Err(
                    "the cell is empty; hint: a table says - for nothing and . for unknown".to_owned()
                );
            }
            _ => {}
        }
        let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        let number = number(inner.unwrap_or(text).trim(), decimal)?;
        let sign = if inner.is_some() || marks.contains('(') {
            Sign::Uncertain
        } else if number == 0.0 {
            Sign::RoundedToZero
        } else {
            Sign::Plain
        };
        Ok(Self { sign, number: Some(number), quality: letter })
    }

    /// The figure as the catalogue's formulas take it.
    pub fn cell(self) -> Cell {
        let number = self.number.unwrap_or_default();
        match self.sign {
            Sign::Plain | Sign::RoundedToZero if self.quality == Some('s') => Cell::Estimated(number),
            Sign::Plain | Sign::RoundedToZero => Cell::Value(number),
            Sign::Uncertain => Cell::Estimated(number),
            Sign::Nothing => Cell::Zero,
            Sign::Unknown => Cell::Suppressed,
            Sign::Later => Cell::Missing(Reason::NotYetPublished),
            Sign::Unreliable => Cell::Missing(Reason::Unreliable),
            Sign::Pointless => Cell::Missing(Reason::Pointless),
        }
    }
}

fn number(text: &str, decimal: Decimal) -> Result<f64, String> {
    let wrong = || {
        let shown: String = text.chars().take(40).collect();
        format!("\"{shown}\" is no number and none of the signs - 0 . ... / x ( )")
    };
    let plain = match decimal {
        Decimal::Comma => text.replace(',', "."),
        Decimal::Point => text.to_owned(),
    };
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.parse().ok().filter(|number: &f64| is_plain && number.is_finite()).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_a_state_of_its_own() {
        let read = |text| Figure::parse(text, "", Decimal::Comma).unwrap();
        for (text, sign, number) in [
            ("-", Sign::Nothing, None),
            ("0", Sign::RoundedToZero, Some(0.0)),
            (".", Sign::Unknown, None),
            ("...", Sign::Later, None),
            ("/", Sign::Unreliable, None),
            ("x", Sign::Pointless, None),
            ("(12,5)", Sign::Uncertain, Some(12.5)),
            ("1234,5", Sign::Plain, Some(1234.5)),
            ("-3", Sign::Plain, Some(-3.0)),
        ] {
            assert_eq!((read(text).sign, read(text).number), (sign, number), "{text}");
        }
        let cells: Vec<Cell> =
            ["-", "0", ".", "...", "/", "x", "(1)", "1"].map(|text| read(text).cell()).into();
        let mut seen: Vec<String> = cells.iter().map(|cell| format!("{cell:?}")).collect();
        seen.dedup();
        assert_eq!(seen.len(), cells.len(), "{seen:?}");
    }

    #[test]
    fn quality_letters_are_kept_and_an_estimate_stays_one() {
        let read = |text, quality| Figure::parse(text, quality, Decimal::Point).unwrap();
        assert_eq!(read("5", "e").quality, Some('e'));
        assert_eq!(read("5", "p").cell(), Cell::Value(5.0));
        assert_eq!(read("5", "s").cell(), Cell::Estimated(5.0));
        assert_eq!(read("5", "()").sign, Sign::Uncertain);
    }

    #[test]
    fn the_decimal_sign_is_that_of_the_whole_file_and_two_are_refused() {
        assert_eq!(Decimal::of(["1", "2,5", "."].into_iter()), Ok(Decimal::Comma));
        assert_eq!(Decimal::of(["1", "2.5", "..."].into_iter()), Ok(Decimal::Point));
        assert!(Decimal::of(["1,5", "2.5"].into_iter()).is_err());
        assert!(Figure::parse("1.5", "", Decimal::Comma).is_ok_and(|figure| figure.number == Some(1.5)));
        for wrong in ["abc", "1,2", "1e5", "NaN", "inf", "", "--1", "1.2.3"] {
            assert!(Figure::parse(wrong, "", Decimal::Point).is_err(), "{wrong}");
        }
    }
}
