//! The folded spellings of a street or place, as they are compared: without blanks and hyphens, "Str." written out, with
//! umlauts as two letters and as their bare letter.

use crate::gazetteer::{Letters, folded_name, typos};

/// Ends of street names that say little: a name has so many letters as stand before them.
const ENDS: [&str; 12] =
    ["strasse", "weg", "platz", "allee", "gasse", "ring", "damm", "chaussee", "ufer", "stieg", "berg", "hof"];

/// Letters below which no typo is forgiven, and from which on two are.
const FEWEST_FOR_ONE: usize = 4;
const FEWEST_FOR_TWO: usize = 8;

/// A name as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    /// Umlauts as two letters, words parted by blanks.
    words: String,
    /// The same without blanks.
    expanded: String,
    /// Umlauts as their bare letters; empty where there are none.
    bare: String,
    letters: Letters,
}

/// How near a typed name comes to a listed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Nearness {
    pub typos: u8,
    /// What was typed is a beginning, or stands for a longer name.
    pub is_part: bool,
    /// Found by taking an umlaut for its bare vowel.
    pub is_bare: bool,
}

/// How a name is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tolerance {
    pub typos: bool,
    /// Whether it may be typed to its middle only.
    pub beginnings: bool,
}

impl Spelling {
    pub fn of_street(name: &str) -> Self {
        Self::of(name, written_out)
    }

    pub fn of_place(name: &str) -> Self {
        Self::of(name, str::to_owned)
    }

    fn of(name: &str, word: fn(&str) -> String) -> Self {
        let [words, bare] =
            folded_name(name).map(|form| form.split(' ').map(word).collect::<Vec<_>>().join(" "));
        let (expanded, bare) = (without_blanks(&words), without_blanks(&bare));
        let bare = if bare == expanded { String::new() } else { bare };
        Self { letters: Letters::of(&expanded), words, expanded, bare }
    }

    /// With blanks, umlauts as two letters.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Without blanks, in one or two forms.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.expanded.as_str()).chain((!self.bare.is_empty()).then_some(self.bare.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.expanded.is_empty()
    }

    /// How many letters it has without blanks.
    pub fn length(&self) -> usize {
        self.expanded.len()
    }

    /// How many typos are forgiven: by the letters that set the name apart from others.
    fn forgiven(&self) -> u8 {
        let stem = ENDS.iter().find_map(|end| self.expanded.strip_suffix(end)).unwrap_or(&self.expanded);
        match stem.len() {
            FEWEST_FOR_TWO.. => 2,
            FEWEST_FOR_ONE.. => 1,
            _ => 0,
        }
    }

    /// Whether this, as it was typed, names another.
    pub fn names(&self, listed: &Self, tolerance: Tolerance) -> Option<Nearness> {
        let exact = |is_bare| Nearness { typos: 0, is_part: false, is_bare };
        if self.expanded == listed.expanded {
            return Some(exact(false));
        }
        // "Muhlenweg" and "Mühlenweg", each typed for the other; "Mühlenweg" for "Muehlenweg" is the first case.
        let (own, other) = (self.bare_form(), listed.bare_form());
        if own == listed.expanded || self.expanded == other || own == other {
            return Some(exact(true));
        }
        if tolerance.beginnings && listed.forms().any(|form| form.starts_with(&self.expanded)) {
            return Some(Nearness { typos: 0, is_part: true, is_bare: false });
        }
        if tolerance.typos { self.near(listed, tolerance.beginnings) } else { None }
    }

    fn bare_form(&self) -> &str {
        if self.bare.is_empty() { &self.expanded } else { &self.bare }
    }

    fn near(&self, listed: &Self, beginnings: bool) -> Option<Nearness> {
        let forgiven = self.forgiven();
        // Cheap and without loss: most names end here.
        let is_too_long =
            !beginnings && listed.expanded.len() > self.expanded.len() + 2 * usize::from(forgiven);
        if forgiven == 0 || is_too_long || self.letters.missing_in(listed.letters) > u32::from(forgiven) {
            return None;
        }
        let compare = |form: &str, is_bare: bool| {
            let distance = typos(self.expanded.as_bytes(), form.as_bytes());
            let of = |typos: Option<u8>, is_part: bool| {
                let typos = typos.filter(|typos| *typos <= forgiven)?;
                Some(Nearness { typos, is_part, is_bare })
            };
            let beginning = of(distance.beginning, true).filter(|_| beginnings);
            of(distance.whole, false).into_iter().chain(beginning).min()
        };
        let bare = (!listed.bare.is_empty()).then(|| compare(&listed.bare, true)).flatten();
        compare(&listed.expanded, false).into_iter().chain(bare).min()
    }

    /// Whether single letters stand for the words that begin with them: "E.-Thälmann-Str.".
    pub fn abbreviates(&self, listed: &Self) -> bool {
        let (own, other) = (self.words.split(' '), listed.words.split(' '));
        let fits = |(own, other): (&str, &str)| own == other || (own.len() == 1 && other.starts_with(own));
        self.has_initial() && own.clone().count() == other.clone().count() && own.zip(other).all(fits)
    }

    fn has_initial(&self) -> bool {
        self.words
            .split(' ')
            .any(|word| word.len() == 1 && word.bytes().all(|letter| letter.is_ascii_alphabetic()))
    }

    /// Whether this is the first words of another: "Lauf" of "Lauf an der Pegnitz".
    pub fn begins(&self, listed: &Self) -> bool {
        listed.words.strip_prefix(&self.words).is_some_and(|rest| rest.starts_with(' '))
    }
}

fn without_blanks(text: &str) -> String {
    text.split(' ').collect()
}

/// "str" is "strasse", also at the end of a word: no German word ends in "str".
fn written_out(word: &str) -> String {
    match word {
        "str" => "strasse".to_owned(),
        "pl" => "platz".to_owned(),
        _ => match word.strip_suffix("str") {
            Some(stem) if stem.len() > 1 => format!("{stem}strasse"),
            _ => word.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXACT: Tolerance = Tolerance { typos: false, beginnings: false };
    const TYPOS: Tolerance = Tolerance { typos: true, beginnings: false };
    const TYPING: Tolerance = Tolerance { typos: false, beginnings: true };

    fn near(typed: &str, listed: &str, tolerance: Tolerance) -> Option<(u8, bool)> {
        let found = Spelling::of_street(typed).names(&Spelling::of_street(listed), tolerance)?;
        Some((found.typos, found.is_part))
    }

    #[test]
    fn one_street_is_written_in_many_ways() {
        let ways = ["Lange Straße", "Lange Str.", "lange str", "Langestraße", "LANGE STRASSE", "Lange-Str."];
        for typed in ways {
            assert_eq!(near(typed, "Lange Straße", EXACT), Some((0, false)), "{typed}");
        }
        for typed in ["Mühlenweg", "Muehlenweg", "Muhlenweg"] {
            assert_eq!(near(typed, "Mühlenweg", EXACT), Some((0, false)), "{typed}");
        }
        assert_eq!(near("Str. der Jugend", "Straße der Jugend", EXACT), Some((0, false)));
        assert_eq!(near("Alter Pl.", "Alter Platz", EXACT), Some((0, false)));
        assert_eq!(near("Lange", "Lange Straße", EXACT), None);
        assert_eq!(near("Rosenstr", "Rosenstraße", TYPING), Some((0, false)));
        assert_eq!(near("Rosen", "Rosenstraße", TYPING), Some((0, true)));
    }

    #[test]
    fn typos_are_forgiven_by_the_letters_that_set_a_name_apart() {
        assert_eq!(near("Wismasche Straße", "Wismarsche Straße", TYPOS), Some((1, false)));
        assert_eq!(near("Wsimarsche Strasse", "Wismarsche Straße", TYPOS), Some((1, false)));
        assert_eq!(
            near("Rosenstraße", "Roggenstraße", TYPOS),
            None,
            "two typos in five letters are another name"
        );
        assert_eq!(near("Am See", "Am Weg", TYPOS), None);
    }

    #[test]
    fn initials_stand_for_words() {
        let abbreviates =
            |typed, listed| Spelling::of_street(typed).abbreviates(&Spelling::of_street(listed));
        assert!(abbreviates("E.-Thälmann-Str.", "Ernst-Thälmann-Straße"));
        assert!(abbreviates("J. S. Bach Str.", "Johann-Sebastian-Bach-Straße"));
        assert!(!abbreviates("E.-Thälmann-Str.", "Karl-Thälmann-Straße"));
        assert!(!abbreviates("Lange Straße", "Lange Straße"));
    }
}
