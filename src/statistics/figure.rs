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
    /// The area did not exist on the date, so `-` is not nothing.
    NoArea,
    /// The column is not asked on the date, so `-` is not nothing.
    NotAsked,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 10] = [
        Self::Plain,
        Self::Nothing,
        Self::RoundedToZero,
        Self::Unknown,
        Self::Later,
        Self::Unreliable,
        Self::Pointless,
        Self::Uncertain,
        Self::NoArea,
        Self::NotAsked,
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
            Self::NoArea => "no_area",
            Self::NotAsked => "not_asked",
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

/// Why a cell is no figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum NoFigure {
    #[error("the cell is empty; hint: a table says - for nothing and . for unknown")]
    Empty,
    #[error(
        "\"{text}\" is not a number and none of the signs - 0 . ... / x ( ){}",
        if *.is_grouped { "; hint: a mapping says thousands = \" \" if the digits are grouped like this" } else { "" }
    )]
    NoNumber { text: String, is_grouped: bool },
}

/// The separators of numbers as a mapping states them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NumberForm {
    /// Between thousands; `None` where the mapping does not say.
    pub thousands: Option<char>,
    /// Before decimals; `None` where the mapping does not say.
    pub decimal: Option<char>,
}

impl NumberForm {
    /// The form of a file: what its mapping states, and else the decimal sign that its cells use. `Err` with two cells
    /// if they use both.
    pub fn of<'a>(self, cells: impl Iterator<Item = &'a str>) -> Result<Self, (String, String)> {
        if self.decimal.is_some() || self.thousands.is_some() {
            let other = if self.thousands == Some(',') { '.' } else { ',' };
            return Ok(Self { decimal: self.decimal.or(Some(other)), ..self });
        }
        let (mut comma, mut point) = (None, None);
        for cell in cells {
            let is_number = cell.bytes().any(|byte| byte.is_ascii_digit());
            if is_number && comma.is_none() && cell.contains(',') {
                comma = Some(cell.to_owned());
            }
            if is_number && point.is_none() && cell.contains('.') {
                point = Some(cell.to_owned());
            }
        }
        match (comma, point) {
            (Some(comma), Some(point)) => Err((comma, point)),
            (Some(_), None) => Ok(Self { decimal: Some(','), ..self }),
            (None, _) => Ok(Self { decimal: Some('.'), ..self }),
        }
    }
}

/// Whether groups of three digits follow one to three, all with the same sign between them: `207.160`, `1 234 567`.
pub fn looks_grouped(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(['-', '(']).trim_end_matches(')');
    let Some(sign) = digits.chars().find(|c| !c.is_ascii_digit()) else { return false };
    let mut groups = digits.split(sign);
    let all_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|group| matches!(group.len(), 1..=3) && all_digits(group));
    // 0,980 is a decimal whatever it counts.
    let is_count = !digits.starts_with('0');
    let is_sign = matches!(sign, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'');
    is_sign && first && is_count && groups.all(|group| group.len() == 3 && all_digits(group))
}

impl Figure {
    /// Reads a cell. `quality` is what stands in the column of quality letters.
    ///
    /// # Errors
    ///
    /// [`NoFigure`] with the cell where it is neither a number nor a sign.
    pub fn parse(text: &str, quality: &str, form: NumberForm) -> Result<Self, NoFigure> {
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
            "" => return Err(NoFigure::Empty),
            _ => {}
        }
        let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        let number = number(inner.unwrap_or(text).trim(), form)?;
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
            Sign::NoArea => Cell::Missing(Reason::NoArea),
            Sign::NotAsked => Cell::Missing(Reason::NotAsked),
        }
    }
}

fn number(text: &str, form: NumberForm) -> Result<f64, NoFigure> {
    let shown: String = text.chars().take(40).collect();
    let wrong = || NoFigure::NoNumber { text: shown.clone(), is_grouped: looks_grouped(text) };
    let plain = match form.thousands {
        Some(sign) if looks_grouped(text.split(form.decimal.unwrap_or(',')).next().unwrap_or(text)) => {
            text.replace(sign, "")
        }
        Some(sign) if text.contains(sign) => return Err(wrong()),
        _ => text.to_owned(),
    };
    let plain = if form.decimal == Some(',') { plain.replace(',', ".") } else { plain };
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.parse().ok().filter(|number: &f64| is_plain && number.is_finite()).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: NumberForm = NumberForm { thousands: None, decimal: Some(',') };
    const POINT: NumberForm = NumberForm { thousands: None, decimal: Some('.') };

    #[test]
    fn every_sign_is_a_state_of_its_own() {
        let read = |text| Figure::parse(text, "", COMMA).unwrap();
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
        let read = |text, quality| Figure::parse(text, quality, POINT).unwrap();
        assert_eq!(read("5", "e").quality, Some('e'));
        assert_eq!(read("5", "p").cell(), Cell::Value(5.0));
        assert_eq!(read("5", "s").cell(), Cell::Estimated(5.0));
        assert_eq!(read("5", "()").sign, Sign::Uncertain);
    }

    #[test]
    fn the_decimal_sign_is_that_of_the_whole_file_and_two_are_refused() {
        let of = |cells: &[&str]| NumberForm::default().of(cells.iter().copied());
        assert_eq!(of(&["1", "2,5", "."]), Ok(COMMA));
        assert_eq!(of(&["1", "2.5", "..."]), Ok(POINT));
        assert!(of(&["1,5", "2.5"]).is_err());
        assert!(Figure::parse("1.5", "", COMMA).is_ok_and(|figure| figure.number == Some(1.5)));
        for wrong in ["abc", "1,2", "1e5", "NaN", "inf", "", "--1", "1.2.3", "207 160", "1'000"] {
            assert!(Figure::parse(wrong, "", POINT).is_err(), "{wrong}");
        }
    }

    #[test]
    fn digits_are_grouped_by_the_sign_that_a_mapping_states() {
        for (thousands, text, number) in [
            ('.', "207.160", 207_160.0),
            ('.', "1.234.567,5", 1_234_567.5),
            (' ', "98 596", 98_596.0),
            ('\'', "1'000", 1_000.0),
            (',', "1,234.5", 1_234.5),
            ('.', "950", 950.0),
        ] {
            let form = NumberForm { thousands: Some(thousands), decimal: None }.of([].into_iter()).unwrap();
            assert_eq!(Figure::parse(text, "", form).unwrap().number, Some(number), "{text}");
        }
        for text in ["207.160", "1 234 567", "98,596", "(1.234)", "-1.234"] {
            assert!(looks_grouped(text), "{text}");
        }
        for text in ["207160", "0,980", "12.5", "1.2345", "1.234,567", "x", "1234.567"] {
            assert!(!looks_grouped(text), "{text}");
        }
    }
}
