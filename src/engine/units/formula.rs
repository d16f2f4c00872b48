//! Texts that a spreadsheet would take for a formula, and how they are kept from being one.

use std::borrow::Cow;

/// Stands before a text that must not become a formula; spreadsheets take what follows for text.
const TEXT_MARK: char = '\'';

/// Whether a spreadsheet would take a text for a formula. A number with its sign and a telephone number are none.
pub fn is_formula(text: &str) -> bool {
    let text = text.trim_start();
    let is_number = |rest: &str| rest.chars().all(|c| c.is_ascii_digit() || " ()/.,-–".contains(c));
    match text.chars().next() {
        Some('=' | '@') => text.chars().count() > 1,
        Some('+' | '-') => {
            text.chars().nth(1).is_some_and(|c| !c.is_whitespace())
                && !is_number(text.get(1..).unwrap_or_default())
        }
        _ => false,
    }
}

/// A text for a table: one that would be a formula stands behind an apostrophe.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("{TEXT_MARK}{text}")) } else { Cow::Borrowed(text) }
}

/// The same for a table that is opened by double click, where also a telephone number with a plus sign would be
/// calculated with.
pub fn neutral_strictly(text: &str) -> Cow<'_, str> {
    let is_read = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']);
    if is_read { Cow::Owned(format!("{TEXT_MARK}{text}")) } else { Cow::Borrowed(text) }
}

/// A text out of a table that was written by [`neutral`]: without the apostrophe before a formula.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix(TEXT_MARK).filter(|rest| is_formula(rest)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_stand_behind_an_apostrophe_and_numbers_do_not() {
        for formula in [
            "=1+1",
            "@SUM(A1)",
            "+Straße",
            "-cmd|x",
            "+SUM(A1)",
            "-cmd|' /C calc'!A0",
            "\t=1",
            " =HYPERLINK(\"x\")",
        ] {
            assert_eq!(neutral(formula), format!("'{formula}"));
            assert_eq!(without_mark(&neutral(formula)), formula);
            assert!(neutral_strictly(formula).starts_with('\''), "{formula}");
        }
        for text in [
            "+49 385 12-0",
            "+49 3871 1-0",
            "-5",
            "- ruhig",
            "=",
            "Haus A",
            "- nicht bekannt",
            "'n Döner",
            "",
            "Haus = Heim",
            "-",
        ] {
            assert_eq!(neutral(text), text);
            assert_eq!(without_mark(text), text);
        }
        assert_eq!(neutral_strictly("+49 385 12"), "'+49 385 12");
        assert_eq!(neutral_strictly("Haus 3"), "Haus 3");
    }
}
