//! What somebody typed, taken apart: a postcode, a title such as "Hansestadt", and a name.

use super::fold::{Umlauts, Word, fold_words, is_connective, join};
use super::typos;

/// Longer texts are cut: no name of the state comes near to it.
const MOST_CHARACTERS: usize = 100;

const POSTCODE_DIGITS: usize = 5;

/// A part of a text with fewer letters names no place.
const FEWEST_LETTERS: usize = 4;

/// A folded text and the letters in it.
#[derive(Debug, Clone)]
pub(super) struct Needle {
    pub text: String,
    pub letters: Letters,
}

impl Needle {
    pub fn new(text: String) -> Self {
        Self { letters: Letters::of(&text), text }
    }
}

/// The set of letters of a folded text, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters(u64);

impl Letters {
    /// The letters of a text.
    pub fn of(folded: &str) -> Self {
        Self(folded.bytes().fold(0, |set, letter| set | 1 << Self::bit(letter)))
    }

    fn bit(letter: u8) -> u8 {
        match letter {
            b'a'..=b'z' => letter - b'a',
            b'0'..=b'9' => 26 + letter - b'0',
            b' ' => 36,
            _ => 37,
        }
    }

    /// How many of these letters the other text lacks. Each of them is at least one typo.
    pub fn missing_in(self, other: Letters) -> u32 {
        (self.0 & !other.0).count_ones()
    }
}

/// The name in a query, in both forms of umlauts.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub expanded: Needle,
    pub bare: Needle,
    /// One from four letters on, two from seven on.
    pub typos_forgiven: usize,
}

impl Name {
    fn new(words: &[Word]) -> Option<Self> {
        let (expanded, bare) = (join(words, Umlauts::Expanded), join(words, Umlauts::Bare));
        let letters = bare.bytes().filter(|letter| *letter != b' ').count();
        let typos_forgiven = match letters {
            0..=3 => 0,
            4..=6 => 1,
            _ => typos::MOST,
        };
        let name = Self { expanded: Needle::new(expanded), bare: Needle::new(bare), typos_forgiven };
        (!words.is_empty()).then_some(name)
    }

    /// Whether the two forms differ, that is, whether an umlaut was typed.
    pub fn has_umlaut(&self) -> bool {
        self.expanded.text != self.bare.text
    }
}

fn words(text: &str) -> Vec<Word> {
    let cut: String = text.chars().take(MOST_CHARACTERS).collect();
    fold_words(&cut)
}

/// The words that may stand before a municipality's name: Stadt, Hansestadt, Ostseebad, …
#[derive(Debug)]
pub(super) struct Titles(Vec<Vec<Word>>);

impl Titles {
    /// From designations such as "Ostseebad, Stadt", each part of which is a title too.
    pub fn new<'a>(designations: impl Iterator<Item = &'a str>) -> Self {
        let mut titles: Vec<Vec<Word>> =
            designations.flat_map(|text| text.split(',').chain([text])).map(words).collect();
        // The longest first, so that "Hanse- und Universitätsstadt" goes as a whole.
        titles.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| text(a).cmp(&text(b))));
        titles.dedup_by_key(|title| text(title));
        Self(titles)
    }

    /// The words behind a title.
    fn strip<'w>(&self, query: &'w [Word]) -> Option<&'w [Word]> {
        let is = |title: &[Word], typed: &[Word]| {
            title.iter().zip(typed).all(|(a, b)| a.expanded == b.expanded || a.bare == b.bare)
        };
        self.0
            .iter()
            .filter(|title| !title.is_empty() && title.len() < query.len())
            .find_map(|title| query.split_at_checked(title.len()).filter(|(typed, _)| is(title, typed)))
            .map(|(_, rest)| rest)
    }
}

fn text(title: &[Word]) -> String {
    join(title, Umlauts::Expanded)
}

#[derive(Debug, Clone)]
pub(super) struct Query {
    /// A postcode or the beginning of one.
    pub postcode: Option<String>,
    /// Without the words that only join others.
    pub name: Option<Name>,
    /// With these words: what stands beside a mistyped one counts for recognizing it.
    pub joined: Option<Name>,
    /// The name without the title before it; only municipalities and places bear titles.
    pub untitled: Option<Name>,
    /// That title, folded.
    pub title: Option<String>,
    /// The words of the name, for its parts.
    words: Vec<Word>,
    /// Whether it begins with "Gemeinde": then the municipality is meant as an area.
    pub says_municipality: bool,
}

impl Query {
    pub fn parse(text: &str, titles: &Titles) -> Self {
        let mut words = words(text);
        let postcode = take_postcode(&mut words);
        let joined = words.iter().any(|word| word.joins).then(|| Name::new(&words)).flatten();
        words.retain(|word| !word.joins);
        drop_part_words(&mut words);
        // "Krakow am" is the beginning of "Krakow am See", whose folded form has no "am". A single
        // letter may begin a word of its own.
        while words.len() > 1 && words.last().is_some_and(is_joint_to_come) {
            words.pop();
        }
        let rest = titles.strip(&words);
        let untitled = rest.and_then(Name::new);
        let title = rest.and_then(|rest| words.get(..words.len() - rest.len()));
        let title = title.map(|title| join(title, Umlauts::Expanded));
        let says_municipality = words.first().is_some_and(|word| word.expanded == "gemeinde");
        Self { postcode, name: Name::new(&words), joined, untitled, title, says_municipality, words }
    }

    /// Beginnings and ends of the name by whole words, the longest first, each with what remains. Words that only announce
    /// a part ("OT", "Ortsteil") belong to neither; a part of few letters names nothing.
    pub fn parts(&self) -> Vec<(Self, Option<Self>)> {
        const ANNOUNCING: [&str; 4] = ["ot", "ortsteil", "stadtteil", "gemeinde"];
        let is_name = |word: &&Word| !ANNOUNCING.contains(&word.expanded.as_str());
        let words: Vec<Word> = self.words.iter().filter(is_name).cloned().collect();
        let of = |words: &[Word]| Self {
            postcode: None,
            name: Name::new(words),
            joined: None,
            untitled: None,
            title: None,
            says_municipality: false,
            words: words.to_vec(),
        };
        let mut parts = Vec::new();
        for length in (1..=words.len().saturating_sub(1)).rev() {
            for (part, rest) in [words.split_at(length), swap(words.split_at(words.len() - length))] {
                let letters =
                    part.iter().flat_map(|word| word.bare.bytes()).filter(u8::is_ascii_alphabetic).count();
                if letters >= FEWEST_LETTERS {
                    parts.push((of(part), Some(of(rest))));
                }
            }
        }
        // Only announcing words were left out: "Gemeinde Pampow".
        if words.len() < self.words.len() && !words.is_empty() {
            parts.insert(0, (of(&words), None));
        }
        parts
    }

    /// How many words its name has.
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The same beside a postcode.
    pub fn within(&self, postcode: Option<&str>) -> Self {
        Self { postcode: postcode.map(str::to_owned), ..self.clone() }
    }

    /// The postcode, if all of its digits are there.
    pub fn full_postcode(&self) -> Option<&str> {
        self.postcode.as_deref().filter(|digits| digits.len() == POSTCODE_DIGITS)
    }
}

fn swap<T>((before, behind): (T, T)) -> (T, T) {
    (behind, before)
}

/// "OT Slate" and "Parchim, OT Slate" are Slate: the word only says that it is a part of a municipality.
fn drop_part_words(words: &mut Vec<Word>) {
    let says_part = |word: &Word| matches!(word.expanded.as_str(), "ot" | "ortsteil" | "stadtteil");
    if words.iter().any(|word| !says_part(word)) {
        words.retain(|word| !says_part(word));
    }
}

fn is_joint_to_come(word: &Word) -> bool {
    word.expanded.len() > 1 && is_connective(&word.expanded)
}

/// Takes the first word of five digits, wherever it stands, or one to four digits that come first,
/// together with the "D" or "DE" before them.
fn take_postcode(words: &mut Vec<Word>) -> Option<String> {
    let full = words.iter().position(|word| digits(word).is_some_and(|d| d.len() == POSTCODE_DIGITS));
    let begun = || {
        let first = words.iter().position(|word| !is_country(word))?;
        let is_begun = digits(words.get(first)?)?.len() < POSTCODE_DIGITS;
        (is_begun && first <= 1).then_some(first)
    };
    let at = full.or_else(begun)?;
    let postcode = digits(words.get(at)?)?.to_owned();
    words.remove(at);
    if at > 0 && words.get(at - 1).is_some_and(is_country) {
        words.remove(at - 1);
    }
    Some(postcode)
}

fn is_country(word: &Word) -> bool {
    matches!(word.expanded.as_str(), "d" | "de")
}

/// The digits of "19288", "d19288" and "de19288".
fn digits(word: &Word) -> Option<&str> {
    let text = word.expanded.as_str();
    let digits = text.strip_prefix("de").or_else(|| text.strip_prefix('d')).unwrap_or(text);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Option<String>, Option<String>, Option<String>) {
        let titles = Titles::new(["Stadt", "Hanse- und Universitätsstadt", "Ostseebad, Stadt"].into_iter());
        let query = Query::parse(text, &titles);
        let text = |name: Option<Name>| name.map(|name| name.expanded.text);
        (query.postcode, text(query.name), text(query.untitled))
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_postcode_stands_before_or_behind_the_name_with_or_without_the_country() {
        for text in ["19288 Ludwigslust", "Ludwigslust 19288", "D-19288 Ludwigslust", "Ludwigslust, D-19288"]
        {
            assert_eq!(parse(text), (some("19288"), some("ludwigslust"), None), "{text}");
        }
        for text in ["19288", " D-19288 ", "d19288", "DE-19288", "D 19288"] {
            assert_eq!(parse(text), (some("19288"), None, None), "{text}");
        }
        assert_eq!(parse("D-192"), (some("192"), None, None));
        assert_eq!(parse("192 Lud"), (some("192"), some("lud"), None));
    }

    #[test]
    fn other_numbers_are_no_postcodes() {
        assert_eq!(parse("192881"), (None, some("192881"), None));
        assert_eq!(parse("Schlossstraße 1"), (None, some("schlossstrasse 1"), None));
        assert_eq!(parse("D"), (None, some("d"), None));
    }

    #[test]
    fn a_title_is_taken_off_and_the_whole_name_is_kept() {
        let name = "hanse und universitaetsstadt rostock";
        assert_eq!(parse("Hanse- und Universitätsstadt Rostock"), (None, some(name), some("rostock")));
        assert_eq!(parse("Stadt Bützow").2, some("buetzow"));
        assert_eq!(parse("Ostseebad Binz").2, some("binz"));
        assert_eq!(parse("19288 Stadt Ludwigslust").2, some("ludwigslust"));
        assert_eq!(parse("Stadt").2, None);
    }

    #[test]
    fn a_word_that_says_part_of_a_municipality_is_dropped() {
        assert_eq!(parse("OT Slate").1, some("slate"));
        assert_eq!(parse("19370 Parchim, OT Slate").1, some("parchim slate"));
        assert_eq!(parse("Schwerin Stadtteil Lankow").1, some("schwerin lankow"));
        assert_eq!(parse("Ortsteil").1, some("ortsteil"));
    }

    #[test]
    fn a_joining_word_at_the_end_is_not_yet_part_of_the_name() {
        assert_eq!(parse("Krakow am").1, some("krakow"));
        assert_eq!(parse("Waren an der").1, some("waren"));
        assert_eq!(parse("Neuendorf A").1, some("neuendorf a"));
        assert_eq!(parse("Am").1, some("am"));
    }

    #[test]
    fn typos_are_forgiven_by_letters_not_by_transcription() {
        let forgiven = |text: &str| {
            let name = Query::parse(text, &Titles::new([].into_iter())).name.unwrap();
            name.typos_forgiven
        };
        assert_eq!(forgiven("Rüg"), 0);
        assert_eq!(forgiven("Binz"), 1);
        assert_eq!(forgiven("B nz 1"), 1);
        assert_eq!(forgiven("Röbelx"), 1);
        assert_eq!(forgiven("Wismarx"), 2);
    }

    #[test]
    fn letters_the_other_text_lacks_are_counted() {
        let missing = |a: &str, b: &str| Letters::of(a).missing_in(Letters::of(b));
        assert_eq!(missing("wismar", "waren"), 3);
        assert_eq!(missing("waren", "waren mueritz"), 0);
        assert_eq!(missing("19288", "192"), 1);
    }
}
