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

/// A text whose characters are written as in HTML (`&ouml;`, `&#246;`), with the characters themselves; `None` if it has
/// none.
pub(super) fn html_entities(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut rest = text;
    let mut is_changed = false;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let end = after.char_indices().take(10).find(|(_, c)| *c == ';').map(|(at, _)| at);
        let entity = end.and_then(|end| Some((entity(after.get(..end)?)?, after.get(end + 1..)?)));
        match entity {
            Some((c, behind)) => {
                decoded.push(c);
                is_changed = true;
                rest = behind;
            }
            None => {
                decoded.push('&');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    is_changed.then_some(decoded)
}

fn entity(name: &str) -> Option<char> {
    const NAMED: [(&str, char); 38] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("Auml", 'Ä'),
        ("Ouml", 'Ö'),
        ("Uuml", 'Ü'),
        ("szlig", 'ß'),
        ("bdquo", '„'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("sbquo", '‚'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("euro", '€'),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("agrave", 'à'),
        ("aacute", 'á'),
        ("ccedil", 'ç'),
        ("ecirc", 'ê'),
        ("oacute", 'ó'),
        ("sect", '§'),
        ("middot", '·'),
        ("bull", '•'),
        ("copy", '©'),
        ("reg", '®'),
        ("deg", '°'),
    ];
    let code = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => digits.parse().ok()?,
        },
        None => return NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
    };
    char::from_u32(code).filter(|c| !c.is_control())
}

/// Whether a text looks as if it was written in one encoding and read in another: UTF-8 as Windows-1252 ("TrÃ¤ger"),
/// DOS or Mac as Windows-1252 ("Tr„ger", "TrŠger"), or characters that a program could not read.
pub(super) fn is_garbled(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    if text.contains(['\u{FFFD}', '\u{80}', '\u{9F}']) || text.contains("ï»¿") || text.contains("â€") {
        return true;
    }
    let chars: Vec<char> = text.chars().collect();
    let is_continued = |c: char| matches!(c, '\u{80}'..='\u{BF}' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ÿ' | 'Ž' | 'ž' | 'ƒ' | 'ˆ' | '˜' | '–'..='›' | '€' | '™');
    let is_twice = |pair: &[char]| matches!(pair, [lead @ ('Ã' | 'Â'), next] if is_continued(*next) && !(*lead == 'Â' && next.is_whitespace()));
    let is_single = |three: &[char]| matches!(three, [a, '„' | '”' | 'Š' | 'Ÿ' | '§' | '™' | '†', b] if a.is_alphabetic() && b.is_lowercase());
    chars.windows(2).any(is_twice) || chars.windows(3).any(is_single)
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
    fn html_entities_become_their_characters_and_nothing_else_does() {
        let decoded = |text: &str| html_entities(text);
        assert_eq!(decoded("&bdquo;M&ouml;we&ldquo; &amp; Co.").as_deref(), Some("„Möwe“ & Co."));
        assert_eq!(decoded("Stra&#223;e &#x41;").as_deref(), Some("Straße A"));
        for plain in ["Muster & Söhne", "a & b; c", "&unbekannt;", "&", "&#7;", "&;", "&#xFFFFFFFF;"] {
            assert_eq!(decoded(plain), None, "{plain}");
        }
    }

    #[test]
    fn a_text_in_a_wrong_encoding_is_seen_and_a_right_one_is_not() {
        for garbled in [
            "TrÃ¤ger",
            "StraÃŸe",
            "Haus â€“ Nord",
            "Tr„ger",
            "Pl„tze",
            "M”we",
            "TrŠger",
            "Gro§er",
            "Caf\u{FFFD}",
        ] {
            assert!(is_garbled(garbled), "{garbled}");
        }
        for right in [
            "Träger",
            "Haus „Möwe“ GmbH",
            "Århus",
            "Saõ Paulo",
            "„Am See”",
            "§ 71",
            "Šibenik",
            "Haus Â",
            "Œuvre",
        ] {
            assert!(!is_garbled(right), "{right}");
        }
    }

    #[test]
    fn a_typing_error_is_guessed_and_another_word_is_not() {
        let words = ["tagespflege", "kurzzeitpflege"];
        assert_eq!(did_you_mean("tagespfelge", words.into_iter()), Some("tagespflege"));
        assert_eq!(did_you_mean("apotheke", words.into_iter()), None);
    }
}
