//! What was typed, read as an address in every way that makes sense: street, number, place.

use super::number::HouseNumber;

/// Longer texts are cut.
const MOST_CHARACTERS: usize = 200;
/// Words beyond these are not looked at: no address has so many.
const MOST_WORDS: usize = 14;
const POSTCODE_DIGITS: usize = 5;

/// Words that say what follows or nothing: "OT Slate", "Hausnummer 5", "Deutschland".
const SILENT: [&str; 11] = [
    "ot",
    "ortsteil",
    "stadtteil",
    "nr",
    "nr.",
    "hausnummer",
    "hausnr.",
    "hausnr",
    "deutschland",
    "germany",
    "mv",
];

/// One way to read an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub street: String,
    pub number: Option<HouseNumber>,
    /// The number as it was typed.
    pub number_text: String,
    /// Empty where none is named.
    pub place: String,
    /// Whether the last word of the text, which may not be finished, belongs to the street or to the place.
    pub ends_in: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Street,
    Number,
    Place,
}

/// A text with its readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub postcode: Option<String>,
    /// Those that keep what commas part.
    pub by_commas: Vec<Reading>,
    /// All others.
    pub freely: Vec<Reading>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    /// How many commas stand before it.
    part: usize,
}

impl Typed {
    pub fn parse(text: &str) -> Self {
        let mut words = words(text);
        let postcode = take_postcode(&mut words);
        words.retain(|word| !SILENT.contains(&word.text.to_lowercase().as_str()));
        join_numbers(&mut words);
        words.truncate(MOST_WORDS);
        let readings = Readings { words: &words };
        let mut by_commas = Vec::new();
        if words.first().map(|word| word.part) != words.last().map(|word| word.part) {
            by_commas = readings.by_commas();
        }
        let mut freely = readings.freely();
        freely.retain(|reading| !by_commas.contains(reading));
        Self { postcode, by_commas, freely }
    }
}

fn words(text: &str) -> Vec<Word> {
    let cut: String = text.chars().take(MOST_CHARACTERS).collect();
    let mut words = Vec::new();
    for (part, section) in cut.split([',', ';', '\n', '|']).enumerate() {
        for word in section.split_whitespace() {
            let mut rest = word;
            // "Str.5" and "Dorfstraße5" are two words.
            if let Some(at) = glued_number(word)
                && let Some((before, number)) = word.split_at_checked(at)
            {
                words.push(Word { text: before.to_owned(), part });
                rest = number;
            }
            words.push(Word { text: rest.to_owned(), part });
        }
    }
    words
}

/// Where digits begin that stand right behind at least three letters, or behind a dot.
fn glued_number(word: &str) -> Option<usize> {
    let at = word.find(|c: char| c.is_ascii_digit())?;
    let before = word.get(..at)?;
    let letters = before.chars().filter(|c| c.is_alphabetic()).count();
    let is_word = before.chars().all(|c| c.is_alphabetic() || c == '.' || c == '-');
    let is_number = HouseNumber::parse(word.get(at..)?).is_some_and(|it| it.number > 0 && it.tail.len() <= 4);
    (letters >= 3 && is_word && !before.ends_with('-') && is_number).then_some(at)
}

/// Takes five digits out, with the "D-" before them.
fn take_postcode(words: &mut Vec<Word>) -> Option<String> {
    let digits = |word: &Word| {
        let text = word.text.trim_start_matches(['D', 'E', 'd', 'e']).trim_start_matches('-');
        let is_postcode = text.len() == POSTCODE_DIGITS && text.bytes().all(|digit| digit.is_ascii_digit());
        is_postcode.then(|| text.to_owned())
    };
    let (at, postcode) = words.iter().enumerate().find_map(|(at, word)| Some((at, digits(word)?)))?;
    words.remove(at);
    Some(postcode)
}

/// "5 a" and "2 - 4" are one number.
fn join_numbers(words: &mut Vec<Word>) {
    let mut joined: Vec<Word> = Vec::new();
    for word in words.drain(..) {
        let is_dash = |text: &str| matches!(text, "-" | "–" | "/" | "+");
        let is_letter = word.text.chars().count() == 1 && word.text.chars().all(char::is_alphabetic);
        match joined.last_mut() {
            Some(last) if last.part == word.part && is_plain_number(&last.text) && is_letter => {
                last.text.push_str(&word.text);
            }
            Some(last) if last.part == word.part && is_plain_number(&last.text) && is_dash(&word.text) => {
                last.text.push_str(&word.text);
            }
            Some(last) if last.part == word.part && ends_in_dash(&last.text) && is_number(&word.text) => {
                last.text.push_str(&word.text);
            }
            _ => joined.push(word),
        }
    }
    *words = joined;
}

fn is_plain_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit())
}

fn ends_in_dash(text: &str) -> bool {
    let number = text.trim_end_matches(['-', '–', '/', '+']);
    number.len() < text.len() && is_plain_number(number)
}

fn is_number(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let tail = text.get(digits..).unwrap_or_default();
    let may_follow = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '/' | '+');
    let letters = tail.chars().filter(|c| c.is_alphabetic()).count();
    (1..=4).contains(&digits) && tail.chars().count() <= 6 && tail.chars().all(may_follow) && letters <= 2
}

struct Readings<'w> {
    words: &'w [Word],
}

impl Readings<'_> {
    /// Each part as the street; a part with a number alone may be it, where there is one.
    fn by_commas(&self) -> Vec<Reading> {
        let last = self.words.last().map_or(0, |word| word.part);
        let mut readings = Vec::new();
        for part in 0..=last {
            let start = self.words.partition_point(|word| word.part < part);
            let end = self.words.partition_point(|word| word.part <= part);
            for number in (start + 1..end).rev().filter(|at| self.is_number_at(*at)) {
                readings.extend(self.reading(start, number, Some(number)));
            }
            readings.extend(self.reading(start, end, None));
        }
        // A number tells where the street is: what lacks it reads worse.
        readings.sort_by_key(|reading| reading.number.is_none());
        readings
    }

    /// Every run of words as the street: before each number, or at the beginning or end of the text.
    fn freely(&self) -> Vec<Reading> {
        let count = self.words.len();
        let mut readings = Vec::new();
        for number in (1..count).rev().filter(|at| self.is_number_at(*at)) {
            readings.extend((0..number).filter_map(|start| self.reading(start, number, Some(number))));
        }
        readings.extend((1..=count).rev().filter_map(|end| self.reading(0, end, None)));
        readings.extend((1..count).filter_map(|start| self.reading(start, count, None)));
        readings
    }

    /// "17." before a word is no house number but a day: "Straße des 17. Juni".
    fn is_number_at(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| {
            is_number(&word.text)
                || word.text.strip_suffix('.').is_some_and(is_number) && at + 1 == self.words.len()
        })
    }

    fn reading(&self, start: usize, end: usize, number: Option<usize>) -> Option<Reading> {
        let text = |words: &[Word]| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let street = text(self.words.get(start..end)?);
        let behind = number.map_or(end, |at| at + 1);
        let place = [self.words.get(..start)?, self.words.get(behind..)?].concat();
        let number_text =
            number.and_then(|at| self.words.get(at)).map(|word| word.text.trim_end_matches('.').to_owned());
        let ends_in = if behind < self.words.len() {
            End::Place
        } else if number.is_some() {
            End::Number
        } else {
            End::Street
        };
        (!street.is_empty()).then(|| Reading {
            street,
            number: number_text.as_deref().and_then(HouseNumber::parse),
            number_text: number_text.unwrap_or_default(),
            place: text(&place),
            ends_in,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> (Option<String>, String, String, String) {
        let typed = Typed::parse(text);
        let reading = typed.by_commas.first().or(typed.freely.first()).cloned().unwrap();
        (typed.postcode, reading.street, reading.number_text, reading.place)
    }

    fn of(
        postcode: &str,
        street: &str,
        number: &str,
        place: &str,
    ) -> (Option<String>, String, String, String) {
        let postcode = (!postcode.is_empty()).then(|| postcode.to_owned());
        (postcode, street.to_owned(), number.to_owned(), place.to_owned())
    }

    #[test]
    fn commas_part_street_and_place_in_either_order() {
        assert_eq!(first("Am Markt 1, Parchim"), of("", "Am Markt", "1", "Parchim"));
        assert_eq!(first("19370 Parchim, Lange Str. 5"), of("19370", "Lange Str.", "5", "Parchim"));
        assert_eq!(first("Lange Straße 5 a, D-18055 Rostock"), of("18055", "Lange Straße", "5a", "Rostock"));
        assert_eq!(first("Dorfstr.7, Parchim OT Slate"), of("", "Dorfstr.", "7", "Parchim Slate"));
        assert_eq!(first("Straße des 17. Juni 4, Waren"), of("", "Straße des 17. Juni", "4", "Waren"));
        assert_eq!(first("Hauptstr. 2 - 4, Binz"), of("", "Hauptstr.", "2-4", "Binz"));
    }

    #[test]
    fn without_commas_every_split_is_a_reading() {
        let has = |text: &str, street: &str, number: &str, place: &str| {
            let typed = Typed::parse(text);
            typed.freely.iter().any(|it| {
                (it.street.as_str(), it.number_text.as_str(), it.place.as_str()) == (street, number, place)
            })
        };
        assert!(has("Lange Str 5a Rostock", "Lange Str", "5a", "Rostock"));
        assert!(has("Rostock Lange Str 5a", "Lange Str", "5a", "Rostock"));
        assert!(has("Lange Straße Rostock", "Lange Straße", "", "Rostock"));
        assert!(has("Rostock Lange Straße", "Lange Straße", "", "Rostock"));
        assert!(has("Platz des 8. Mai Waren", "Platz des 8. Mai", "", "Waren"));
    }

    #[test]
    fn any_text_gives_few_readings() {
        for text in
            ["", " ,,, ", "5", "5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5", &"a ".repeat(500), "\u{1F600},\u{0}"]
        {
            let typed = Typed::parse(text);
            assert!(typed.by_commas.len() + typed.freely.len() <= 200, "{text}");
        }
    }
}
