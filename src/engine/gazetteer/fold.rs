//! One spelling for all the ways a German place name is typed.
//!
//! A folded text is ASCII: small letters, digits and single blanks. Umlauts have two folded forms,
//! because both are typed: `ö` is `oe` ([`Umlauts::Expanded`]) or `o` ([`Umlauts::Bare`]). An `oe` that is
//! written out stays as it is in both, so nothing is lost in names such as Neuendorf or Ueckermünde:
//! whoever compares expanded with expanded and bare with bare finds Röbel as `Röbel`, `Roebel` and `Robel`.

/// What becomes of ä, ö and ü.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Umlauts {
    /// ae, oe, ue
    Expanded,
    /// a, o, u
    Bare,
}

/// Stands for a letter of another script, which no name of the state contains.
const FOREIGN: char = '?';

/// Words between the parts of a name that are often abbreviated, left out or written as a slash.
/// Between other words they do not count: `Born a. Darß` is `Born am Darß`.
const CONNECTIVES: [&str; 12] = ["a", "am", "an", "auf", "b", "bei", "d", "der", "dem", "im", "in", "i"];

/// One word in both folded forms.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub expanded: String,
    pub bare: String,
    /// It only joins the words around it and does not count.
    pub joins: bool,
}

impl Word {
    pub fn form(&self, umlauts: Umlauts) -> &str {
        match umlauts {
            Umlauts::Expanded => &self.expanded,
            Umlauts::Bare => &self.bare,
        }
    }
}

/// A text folded, without the words that only join others.
pub(super) fn fold(text: &str, umlauts: Umlauts) -> String {
    join(fold_words(text).iter().filter(|word| !word.joins), umlauts)
}

/// Words of one form with blanks between them.
pub(super) fn join<'w>(words: impl IntoIterator<Item = &'w Word>, umlauts: Umlauts) -> String {
    words.into_iter().map(|word| word.form(umlauts)).collect::<Vec<_>>().join(" ")
}

/// The folded words of a text.
pub(super) fn fold_words(text: &str) -> Vec<Word> {
    let (expanded, bare) = (to_ascii(text, Umlauts::Expanded), to_ascii(text, Umlauts::Bare));
    let parts = |text| str::split(text, ' ').filter(|word| !word.trim_end_matches('.').is_empty());
    let last = parts(&expanded).count().saturating_sub(1);
    parts(&expanded)
        .zip(parts(&bare))
        .enumerate()
        .map(|(at, (long, short))| {
            let sure = at < last || long.ends_with('.');
            let (expanded, bare) = (long.trim_end_matches('.'), short.trim_end_matches('.'));
            Word {
                expanded: written_out(expanded, sure).to_owned(),
                bare: written_out(bare, sure).to_owned(),
                joins: at > 0 && at < last && is_connective(expanded),
            }
        })
        .collect()
}

/// Whether a word only joins the parts of a name, such as "am" in "Plau am See".
pub(super) fn is_connective(word: &str) -> bool {
    CONNECTIVES.contains(&word)
}

/// An abbreviation is sure only with its dot or before another word: a bare "st" may become Stralsund.
fn written_out(word: &str, sure: bool) -> &str {
    match word {
        "st" if sure => "sankt",
        "gr" if sure => "gross",
        "kl" if sure => "klein",
        _ => word,
    }
}

fn to_ascii(text: &str, umlauts: Umlauts) -> String {
    let mut ascii = String::with_capacity(text.len() + 8);
    for letter in text.chars().flat_map(char::to_lowercase) {
        push(&mut ascii, letter, umlauts);
    }
    ascii
}

fn push(ascii: &mut String, letter: char, umlauts: Umlauts) {
    let (plain, is_umlaut) = match letter {
        'a'..='z' | '0'..='9' => (letter, false),
        'ä' | 'æ' => ('a', true),
        'ö' | 'œ' | 'ø' => ('o', true),
        'ü' => ('u', true),
        'ß' => return ascii.push_str("ss"),
        // Two dots as a mark of their own, as file systems and some phones write umlauts.
        '\u{308}' if umlauts == Umlauts::Expanded && ascii.ends_with(['a', 'o', 'u']) => ('e', false),
        // Other marks, apostrophes and characters without width are no letters and part no words.
        '\u{300}'..='\u{36f}' | '\'' | '’' | '`' | '´' => return,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => return,
        // The end of an abbreviation, also in "a.d. Uecker".
        '.' => return ascii.push_str(". "),
        _ => (without_accent(letter), false),
    };
    ascii.push(plain);
    if is_umlaut && umlauts == Umlauts::Expanded {
        ascii.push('e');
    }
}

/// The letter below an accent of the Latin script; a blank for punctuation.
fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' => 's',
        'ţ' | 'ť' => 't',
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other if other.is_alphanumeric() => FOREIGN,
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn expanded(text: &str) -> String {
        fold(text, Umlauts::Expanded)
    }

    fn bare(text: &str) -> String {
        fold(text, Umlauts::Bare)
    }

    #[test]
    fn umlauts_and_their_transcriptions_are_one() {
        assert_eq!(expanded("Röbel/Müritz"), "roebel mueritz");
        assert_eq!(expanded("ROEBEL  Mueritz"), "roebel mueritz");
        assert_eq!(bare("Röbel/Müritz"), "robel muritz");
        assert_eq!(expanded("Ro\u{308}bel"), "roebel");
        assert_eq!(bare("Ro\u{308}bel"), "robel");
        assert_eq!(expanded("Straße"), expanded("STRASSE"));
        assert_eq!(expanded("Groẞ Laasch"), "gross laasch");
    }

    #[test]
    fn vowels_that_only_look_like_a_transcription_stay() {
        for name in ["neuendorf", "zierow", "samtens", "soest", "bruel", "rogeez"] {
            assert_eq!((expanded(name), bare(name)), (name.to_owned(), name.to_owned()));
        }
        assert_eq!(expanded("Ueckermünde"), "ueckermuende");
        assert_eq!(bare("Ueckermünde"), "ueckermunde");
        // What has been typed so far is a beginning of the name.
        assert!(expanded("Neuendorf").starts_with(&expanded("Neu")));
    }

    #[test]
    fn joining_words_and_abbreviations_have_one_form() {
        for text in ["Born a. Darß", "Born a.Darß", "Born am Darß", "born darss", "Born/Darß"] {
            assert_eq!(expanded(text), "born darss", "{text}");
        }
        for text in ["Hammer a.d. Uecker", "Hammer an der Uecker", "Hammer a. d. Uecker"] {
            assert_eq!(expanded(text), "hammer uecker", "{text}");
        }
        assert_eq!(expanded("Tessin b. Boizenburg"), expanded("Tessin bei Boizenburg"));
        assert_eq!(expanded("St. Georg"), expanded("Sankt Georg"));
        assert_eq!(expanded("St Georg"), expanded("Sankt Georg"));
        assert_eq!(expanded("Kl. Rogahn"), expanded("Klein Rogahn"));
        assert_eq!(expanded("Gr. Laasch"), expanded("Groß Laasch"));
        assert_eq!(expanded("St"), "st");
        assert_eq!(expanded("Neuendorf A"), "neuendorf a");
        assert_eq!(expanded("Am Salzhaff"), "am salzhaff");
    }

    #[test]
    fn what_is_no_letter_parts_words_and_what_has_no_width_does_not() {
        assert_eq!(expanded("  Waren\t(Müritz)\u{0}🎉 "), "waren mueritz");
        assert_eq!(expanded("Lud\u{ad}wigs\u{200b}lust"), "ludwigslust");
        assert_eq!(expanded("Café d’Été"), "cafe dete");
        assert_eq!(expanded("Росток"), "??????");
        assert_eq!(expanded(" .,- \u{202e}"), "");
    }

    #[test]
    fn the_expanded_form_tells_whether_a_word_only_joins() {
        assert_eq!(expanded("Haus Ä Dorf"), "haus ae dorf");
        assert_eq!(bare("Haus Ä Dorf"), "haus a dorf");
    }

    proptest! {
        #[test]
        fn folded_text_is_ascii_and_both_forms_have_the_same_words(text in any::<String>()) {
            let (long, short) = (expanded(&text), bare(&text));
            prop_assert!(long.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b' ' || b == b'?'));
            prop_assert!(!long.contains("  ") && long.trim() == long);
            prop_assert_eq!(long.split(' ').count(), short.split(' ').count());
            prop_assert!(short.len() <= long.len());
        }

        #[test]
        fn folding_is_the_same_in_capitals(text in "[A-Za-zäöüÄÖÜß .-]{0,30}") {
            prop_assert_eq!(expanded(&text), expanded(&text.to_uppercase()));
        }
    }
}
