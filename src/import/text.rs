//! Texts as the comparison of words and names needs them, and as facilities carry them.

use unicode_normalization::UnicodeNormalization;

/// A text with its blanks in order, and what had to be done for it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Clean {
    pub text: String,
    /// Outer blanks were cut, or runs of blanks, tabs and line breaks made one.
    pub blanks: bool,
    /// Control characters and invisible marks were removed.
    pub controls: bool,
}

/// Trims a cell, makes every run of white space one blank, removes what cannot be seen and composes letters with their
/// accents (Unicode NFC), so that texts that look the same are the same.
pub(super) fn clean(raw: &str) -> Clean {
    let is_unseen = |c: char| !c.is_whitespace() && (c.is_control() || is_invisible(c));
    let controls = raw.contains(is_unseen);
    let visible: String = raw.chars().filter(|c| !is_unseen(*c)).collect();
    let joined = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = if joined.is_ascii() { joined.clone() } else { joined.nfc().collect() };
    Clean { blanks: joined != visible, controls, text }
}

/// Soft hyphen, zero-width marks, direction marks, byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// A word of a list or the name of a column: equal whatever its case and blanks.
pub(super) fn word_key(text: &str) -> String {
    clean(text).text.to_lowercase()
}

/// A name or an address: equal whatever its case, blanks and punctuation.
pub(super) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The candidate most like a word, if one is alike enough to be meant.
pub(super) fn did_you_mean<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const ALIKE: f64 = 0.8;
    candidates
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(score, _)| *score >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_tabs_line_breaks_and_no_break_spaces_become_one_blank() {
        let cleaned = clean("  Haus\u{A0} am\r\n\tSee ");
        assert_eq!(cleaned, Clean { text: "Haus am See".into(), blanks: true, controls: false });
        assert_eq!(
            clean("Haus am See"),
            Clean { text: "Haus am See".into(), blanks: false, controls: false }
        );
    }

    #[test]
    fn what_cannot_be_seen_is_removed_and_said() {
        let cleaned = clean("Pfle\u{AD}ge\u{7}heim\u{FEFF}");
        assert_eq!(cleaned, Clean { text: "Pflegeheim".into(), blanks: false, controls: true });
    }

    #[test]
    fn names_are_alike_whatever_their_case_blanks_and_punctuation() {
        assert_eq!(fold("Haus \"Am See\" e.V."), fold("HAUS AM SEE EV"));
        assert_ne!(fold("Haus 1"), fold("Haus 2"));
        assert_eq!(word_key(" Tages-\nPflege "), "tages- pflege");
    }

    #[test]
    fn a_typing_error_is_guessed_and_another_word_is_not() {
        let words = ["tagespflege", "kurzzeitpflege"];
        assert_eq!(did_you_mean("tagespfelge", words.into_iter()), Some("tagespflege"));
        assert_eq!(did_you_mean("apotheke", words.into_iter()), None);
    }
}
