//! Numbers as readers write them, in German unless a language is named. One function a rule, used by title, chart, table and
//! text alike, so that a figure is rounded once and in the same way everywhere.

use super::words::Words;
use crate::units::Lang;

/// Behind a number and before its unit or percent sign.
const NO_BREAK: char = '\u{a0}';
const MINUS: char = '−';
const PERCENT: &str = "\u{a0}%";

/// Whether a figure comes from a count or from a calculation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Comes from a count and is shown as exact as it is.
    Counted,
    /// Comes from a calculation and is rounded.
    Computed,
}

/// What a figure counts, and with that its rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// People, places, staff: exact where counted, to the nearest ten where computed (whole below 100).
    Count,
    /// A share in percent, 0 to 100: one decimal.
    Share,
    /// A rate, an index, a ratio: one decimal, no sign behind it.
    Rate,
    /// A probability in percent, 0 to 100: whole, and never certain.
    Probability,
}

impl Unit {
    /// The unit of an indicator by its English words, such as `percent` or `places per 100 persons`. What grows with the
    /// size of an area is a count; areas cannot be compared by it.
    pub fn of_indicator(words: &str) -> Self {
        match words {
            "percent" => Self::Share,
            words if words.contains(" per ") || matches!(words, "ratio" | "index" | "euros" | "metres") => {
                Self::Rate
            }
            _ => Self::Count,
        }
    }

    /// The figure as it is written.
    pub fn text(self, value: f64, basis: Basis) -> String {
        self.text_in(Lang::De, value, basis)
    }

    /// The same in a language.
    pub fn text_in(self, lang: Lang, value: f64, basis: Basis) -> String {
        match self {
            Self::Count if basis == Basis::Counted => grouped_in(lang, value, 0),
            Self::Count => grouped_in(lang, rounded(value), 0),
            Self::Share => grouped_in(lang, value, 1) + percent_sign(lang),
            Self::Rate => grouped_in(lang, value, 1),
            Self::Probability => probability_in(lang, value),
        }
    }

    /// A balance or a change: with its sign.
    pub fn signed(self, value: f64, basis: Basis) -> String {
        self.signed_in(Lang::De, value, basis)
    }

    /// The same in a language.
    pub fn signed_in(self, lang: Lang, value: f64, basis: Basis) -> String {
        signed(self.rounded(value, basis), |value| match self {
            Self::Count | Self::Rate | Self::Share => self.text_in(lang, value, basis),
            Self::Probability => grouped_in(lang, value, 0) + percent_sign(lang),
        })
    }

    /// The difference of two figures of the unit in German, with its sign. That of two shares is in percentage points: read as
    /// percent it would be a part of the first of them.
    pub fn difference(self, value: f64, basis: Basis) -> String {
        match self {
            Self::Share | Self::Probability => {
                let decimals = usize::from(self == Self::Share);
                let number = signed(self.rounded(value, basis), |value| grouped(value, decimals));
                let word =
                    if matches!(&*number, "+1" | "−1" | "+1,0" | "−1,0") { "punkt" } else { "punkte" };
                format!("{number}{NO_BREAK}Prozent{word}")
            }
            Self::Count | Self::Rate => self.signed(value, basis),
        }
    }

    /// Two ends of a span, the unit once.
    pub fn range(self, low: f64, high: f64, basis: Basis) -> String {
        self.range_in(Lang::De, low, high, basis)
    }

    /// The same in a language.
    pub fn range_in(self, lang: Lang, low: f64, high: f64, basis: Basis) -> String {
        let (low, high) = (self.text_in(lang, low, basis), self.text_in(lang, high, basis));
        format!("{} {} {high}", low.strip_suffix(percent_sign(lang)).unwrap_or(&low), Words::of(lang).to)
    }

    /// The value as it is written, as a number.
    pub fn rounded(self, value: f64, basis: Basis) -> f64 {
        match self {
            Self::Count if basis == Basis::Counted => value.round(),
            Self::Count => rounded(value),
            Self::Share | Self::Rate => (value * 10.0).round() / 10.0,
            Self::Probability => value.round(),
        }
    }

    /// A number at an axis whose marks are `step` apart.
    pub fn tick(self, value: f64, step: f64) -> String {
        self.tick_in(Lang::De, value, step)
    }

    /// The same in a language.
    pub fn tick_in(self, lang: Lang, value: f64, step: f64) -> String {
        let percent = if matches!(self, Self::Share | Self::Probability) { percent_sign(lang) } else { "" };
        let [millions, milliards] = Words::of(lang).millions;
        for (size, word) in [(1e9, milliards), (1e6, millions)] {
            if step >= size / 10.0 && value.abs() >= size {
                let number = grouped_in(lang, value / size, decimals(step / size));
                return format!("{number}{NO_BREAK}{word}{percent}");
            }
        }
        grouped_in(lang, value, decimals(step)) + percent
    }
}

/// Decimals that tell numbers apart that are `step` apart.
fn decimals(step: f64) -> usize {
    (0..6)
        .find(|places| {
            let scaled = step * 10f64.powi(*places);
            (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1e-9)
        })
        .map_or(6, |places| places as usize)
}

/// 1234.5 -> "1.234,5"; a minus is U+2212.
pub fn grouped(value: f64, decimals: usize) -> String {
    grouped_in(Lang::De, value, decimals)
}

/// The same in a language: in English "1,234.5".
pub fn grouped_in(lang: Lang, value: f64, decimals: usize) -> String {
    let (thousands_mark, decimal_mark) = if lang == Lang::De { ('.', ',') } else { (',', '.') };
    let written = format!("{:.decimals$}", value.abs());
    let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
    let mut text = String::with_capacity(written.len() + written.len() / 3 + 3);
    if value < 0.0 && written.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        text.push(MINUS);
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(thousands_mark);
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push(decimal_mark);
        text.push_str(part);
    }
    text
}

/// As computed figures are written: to the nearest ten, and to the nearest whole number below 100, where ten would be a
/// large part of the figure.
fn rounded(value: f64) -> f64 {
    if value.abs() < 100.0 { value.round() } else { (value / 10.0).round() * 10.0 }
}

/// A count, exact: "17.457".
pub fn counted(value: f64) -> String {
    grouped(value, 0)
}

/// A computed figure, to the nearest ten, or whole below 100: "20.220", "17".
pub fn computed(value: f64) -> String {
    grouped(rounded(value), 0)
}

/// A share in percent with one decimal: "38,2 %".
pub fn share(percent: f64) -> String {
    grouped(percent, 1) + PERCENT
}

/// A rate with one decimal: "14,7".
pub fn rate(value: f64) -> String {
    grouped(value, 1)
}

/// A probability in whole percent; no draw proves that something never or always happens: "unter 1 %", "über 99 %".
pub fn probability(percent: f64) -> String {
    probability_in(Lang::De, percent)
}

fn probability_in(lang: Lang, percent: f64) -> String {
    let ([under, over], sign) = (Words::of(lang).nearly, percent_sign(lang));
    if percent < 1.0 {
        format!("{under} 1{sign}")
    } else if percent > 99.0 {
        format!("{over} 99{sign}")
    } else {
        grouped_in(lang, percent, 0) + sign
    }
}

/// The percent sign with what stands before it.
fn percent_sign(lang: Lang) -> &'static str {
    if lang == Lang::De { PERCENT } else { "%" }
}

/// A change in percent for a sentence, whole: "13 Prozent".
pub fn percent_in_words(percent: f64) -> String {
    format!("{}{NO_BREAK}Prozent", grouped(percent, 0))
}

fn signed(rounded: f64, text: impl Fn(f64) -> String) -> String {
    if rounded > 0.0 {
        format!("+{}", text(rounded))
    } else if rounded < 0.0 {
        text(rounded)
    } else {
        format!("±{}", text(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_german_readers_write_them() {
        assert_eq!(grouped(1234.5, 1), "1.234,5");
        assert_eq!(grouped(-1_234_567.0, 0), "−1.234.567");
        assert_eq!(grouped(-0.04, 1), "0,0");
        assert_eq!(share(38.24), "38,2\u{a0}%");
        assert_eq!(rate(14.66), "14,7");
        assert_eq!(counted(17_457.0), "17.457");
        assert_eq!(percent_in_words(13.2), "13\u{a0}Prozent");
    }

    #[test]
    fn english_readers_write_marks_and_words_the_other_way() {
        assert_eq!(grouped_in(Lang::En, -1_234_567.5, 1), "−1,234,567.5");
        let text = |unit: Unit, value| unit.text_in(Lang::En, value, Basis::Computed);
        assert_eq!(text(Unit::Count, 20_223.7), "20,220");
        assert_eq!(text(Unit::Share, 38.24), "38.2%");
        assert_eq!([text(Unit::Probability, 0.5), text(Unit::Probability, 99.5)], ["under 1%", "over 99%"]);
        assert_eq!(Unit::Share.range_in(Lang::En, 7.0, 9.5, Basis::Counted), "7.0 to 9.5%");
        assert_eq!(Unit::Count.signed_in(Lang::En, 1_234.0, Basis::Computed), "+1,230");
        assert_eq!(Unit::Count.tick_in(Lang::En, 1_500_000.0, 500_000.0), "1.5\u{a0}m");
    }

    #[test]
    fn computed_figures_go_to_the_nearest_ten_from_100_on_and_counts_stay_exact() {
        assert_eq!(Unit::Count.text(20_223.7, Basis::Computed), "20.220");
        assert_eq!(Unit::Count.text(20_225.0, Basis::Computed), "20.230");
        assert_eq!(Unit::Count.text(2_399.0, Basis::Counted), "2.399");
        assert_eq!(Unit::Count.text(104.9, Basis::Computed), "100");
        assert_eq!(Unit::Count.text(99.6, Basis::Computed), "100");
        assert_eq!(Unit::Count.text(15.4, Basis::Computed), "15");
        assert_eq!(Unit::Count.text(-4.0, Basis::Computed), "−4");
        assert_eq!(Unit::Count.text(-0.4, Basis::Computed), "0");
    }

    #[test]
    fn a_balance_has_its_sign_and_a_rounded_zero_has_both() {
        assert_eq!(Unit::Count.signed(-391.0, Basis::Computed), "−390");
        assert_eq!(Unit::Count.signed(18.0, Basis::Computed), "+18");
        assert_eq!(Unit::Count.signed(-0.3, Basis::Computed), "±0");
        assert_eq!(Unit::Share.signed(1.26, Basis::Counted), "+1,3\u{a0}%");
        assert_eq!(Unit::Probability.signed(-0.2, Basis::Computed), "±0\u{a0}%");
    }

    #[test]
    fn shares_differ_by_percentage_points_and_other_figures_by_their_own_unit() {
        let share = |value| Unit::Share.difference(value, Basis::Counted);
        assert_eq!([share(1.4), share(-1.44)], ["+1,4\u{a0}Prozentpunkte", "−1,4\u{a0}Prozentpunkte"]);
        assert_eq!([share(1.0), share(0.04)], ["+1,0\u{a0}Prozentpunkt", "±0,0\u{a0}Prozentpunkte"]);
        assert_eq!(Unit::Probability.difference(12.4, Basis::Computed), "+12\u{a0}Prozentpunkte");
        assert_eq!(Unit::Rate.difference(-0.26, Basis::Counted), "−0,3");
        assert_eq!(Unit::Count.difference(1_234.0, Basis::Counted), "+1.234");
    }

    #[test]
    fn no_probability_is_certain() {
        let text = |percent| Unit::Probability.text(percent, Basis::Computed);
        assert_eq!(text(0.0), "unter 1\u{a0}%");
        assert_eq!(text(0.99), "unter 1\u{a0}%");
        assert_eq!(text(1.0), "1\u{a0}%");
        assert_eq!(text(92.6), "93\u{a0}%");
        assert_eq!(text(99.0), "99\u{a0}%");
        assert_eq!(text(99.2), "über 99\u{a0}%");
        assert_eq!(text(100.0), "über 99\u{a0}%");
    }

    #[test]
    fn a_span_names_its_unit_once() {
        assert_eq!(Unit::Count.range(193.0, 577.0, Basis::Computed), "190 bis 580");
        assert_eq!(Unit::Share.range(7.0, 9.5, Basis::Counted), "7,0 bis 9,5\u{a0}%");
    }

    #[test]
    fn marks_of_an_axis_have_as_many_decimals_as_their_step_needs() {
        assert_eq!(Unit::Count.tick(2_500.0, 500.0), "2.500");
        assert_eq!(Unit::Rate.tick(0.25, 0.25), "0,25");
        assert_eq!(Unit::Rate.tick(7.5, 2.5), "7,5");
        assert_eq!(Unit::Probability.tick(75.0, 25.0), "75\u{a0}%");
        assert_eq!(Unit::Count.tick(1_500_000.0, 500_000.0), "1,5\u{a0}Mio.");
        assert_eq!(Unit::Count.tick(0.0, 500_000.0), "0");
    }
}
