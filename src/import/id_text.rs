//! The readable part of a facility's id.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest readable part of an id.
pub(super) const LONGEST: usize = 60;

/// A text in what an id may have, small letters, digits and hyphens: "Pflege Łódź & Möwe" becomes "pflege-lodz-moewe".
///
/// Letters with marks come apart by Unicode's own decomposition, which never changes for a letter that it has, so that
/// the id of a row is the same in every version of the program.
pub(super) fn id_text(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    // Composed first: `o` with two dots of their own is the German letter too.
    for letter in text.nfc().flat_map(char::to_lowercase) {
        match written_out(letter) {
            Some(letters) => id.push_str(letters),
            None => std::iter::once(letter).nfkd().for_each(|part| push(&mut id, part)),
        }
    }
    // All characters are ASCII, of one byte each.
    id.truncate(LONGEST);
    id.truncate(id.trim_end_matches('-').len());
    id
}

fn push(id: &mut String, part: char) {
    // Compatible forms such as the sign for "No" decompose to capitals.
    let small = part.to_ascii_lowercase();
    match written_out(small) {
        Some(letters) => id.push_str(letters),
        None if small.is_ascii_lowercase() || small.is_ascii_digit() => id.push(small),
        None if is_combining_mark(small) || matches!(small, '\'' | '’') => {}
        None if id.is_empty() || id.ends_with('-') => {}
        None => id.push('-'),
    }
}

/// Letters that are written with others in German, and those that have no decomposition.
fn written_out(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' | 'æ' => "ae",
        'ö' | 'ø' | 'œ' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_with_accents_and_letters_of_neighbours_are_read_as_the_letters_below() {
        for (text, id) in [
            ("Möwe-Süd", "moewe-sued"),
            ("STRAßE 5", "strasse-5"),
            ("GROẞ", "gross"),
            ("Café Renée", "cafe-renee"),
            ("Łódź", "lodz"),
            ("Świnoujście", "swinoujscie"),
            ("Ørsted Åse", "oersted-ase"),
            ("Đorđe Šarić", "dorde-saric"),
            ("Yıldız İnci Çağ Şule", "yildiz-inci-cag-sule"),
            ("Þór Æsir Œuvre", "thor-aesir-oeuvre"),
            ("Ștefan Țepeș", "stefan-tepes"),
            ("Nguyễn Thị", "nguyen-thi"),
            ("d’Été", "dete"),
            ("№ 12 ﬁt ²", "no-12-fit-2"),
            ("  (A) / B__C  ", "a-b-c"),
            ("Росток", ""),
            ("", ""),
        ] {
            assert_eq!(id_text(text), id, "{text}");
        }
    }

    #[test]
    fn marks_of_their_own_give_the_same_id() {
        for text in ["Möwe", "Äpfel", "Řízek", "Łódź", "İnci", "Nguyễn", "Ångström", "Ǖ"] {
            let apart: String = text.nfd().collect();
            assert_eq!(id_text(&apart), id_text(text), "{text}");
        }
    }

    #[test]
    fn a_long_text_ends_with_a_letter() {
        assert_eq!(id_text(&"ß".repeat(31)), "s".repeat(60));
        assert_eq!(id_text(&format!("{} b", "a".repeat(59))), "a".repeat(59));
    }

    proptest! {
        #[test]
        fn any_text_gives_an_id_of_small_letters_digits_and_single_hyphens(text in "\\PC{0,80}") {
            let id = id_text(&text);
            let is_allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            prop_assert!(id.len() <= LONGEST && id.bytes().all(is_allowed), "{}", id);
            prop_assert!(!id.contains("--") && !id.starts_with('-') && !id.ends_with('-'), "{}", id);
            let apart: String = text.nfd().collect();
            prop_assert_eq!(id_text(&apart), id_text(&text));
            // An id is its own text.
            prop_assert_eq!(id_text(&id), id);
        }
    }
}
