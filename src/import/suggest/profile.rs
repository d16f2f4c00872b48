//! What stands in a column, as far as it says what the column means.

use crate::import::address_text::postcode_at;
use crate::import::kinds::SEPARATORS;
use crate::import::read::Table;
use crate::import::text::clean;
use crate::import::values;
use crate::import::vocabulary;

/// Rows that are looked at; lists are alike from top to bottom.
const SAMPLE: usize = 2_000;

/// One column of a table.
#[derive(Debug)]
pub(super) struct Profile {
    pub index: usize,
    pub name: String,
    /// The cleaned texts of its filled cells, with the number of their row.
    pub cells: Vec<(usize, String)>,
}

impl Profile {
    /// Every column that has a name.
    pub fn of(table: &Table) -> Vec<Self> {
        let columns = table.header.iter().enumerate().filter(|(_, name)| !name.trim().is_empty());
        let profile = |(index, name): (usize, &String)| {
            let cell = |(row, cells): (usize, &crate::import::read::Row)| {
                let text = clean(cells.cells.get(index)?).text;
                (!text.is_empty()).then_some((row, text))
            };
            let cells = table.rows.iter().take(SAMPLE).enumerate().filter_map(cell).collect();
            Self { index, name: clean(name).text, cells }
        };
        columns.map(profile).collect()
    }

    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|(_, text)| text.as_str())
    }

    /// The share of filled cells that pass a test.
    pub fn share(&self, test: impl Fn(&str) -> bool) -> f64 {
        // Counts of rows are small.
        self.texts().filter(|text| test(text)).count() as f64 / self.cells.len().max(1) as f64
    }

    /// The different texts, each with the number of its rows, in the order of the file.
    pub fn words(&self) -> Vec<(String, usize)> {
        let mut words: Vec<(String, usize)> = Vec::new();
        for text in self.texts() {
            match words.iter_mut().find(|(word, _)| word == text) {
                Some((_, rows)) => *rows += 1,
                None => words.push((text.to_owned(), 1)),
            }
        }
        words
    }

    pub fn is_unique(&self, rows: usize) -> bool {
        let words: std::collections::BTreeSet<&str> = self.texts().collect();
        self.cells.len() == rows && words.len() == rows
    }

    /// Whether its cells are numbers of places, also within words ("ca. 55"), or marks for yes and no.
    pub fn is_count_or_mark(&self) -> bool {
        self.counts_or_marks() >= 0.8
    }

    /// The share of its cells that are numbers of places or marks.
    pub fn counts_or_marks(&self) -> f64 {
        const MARKS: [&str; 12] = ["x", "ja", "nein", "-", "–", "k. a.", "k.a.", "yes", "no", "j", "n", "✓"];
        let is_one = |text: &str| {
            values::places_in(text).is_some_and(|found| found.value < 1_000)
                || MARKS.contains(&text.to_lowercase().as_str())
        };
        self.share(is_one)
    }

    /// Whether letters stand in its cells.
    pub fn is_text(&self) -> bool {
        self.share(|text| text.chars().any(char::is_alphabetic)) > 0.8
    }

    /// Whether its cells are words, and not numbers with a unit.
    pub fn is_words(&self) -> bool {
        let has_word =
            |text: &str| text.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > 2);
        self.is_text() && self.share(|text| has_word(text) || text.chars().count() < 3) > 0.5
    }

    /// Whether its cells name kinds of care and nothing else.
    pub fn is_kinds(&self) -> bool {
        let is_one = |text: &str| {
            let mut parts = vec![text];
            for separator in SEPARATORS {
                parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
            }
            let parts = parts.into_iter().map(str::trim);
            let mut parts = parts.filter(|part| !part.is_empty()).peekable();
            let exact = |part: &str| vocabulary::category(part).is_some_and(|(_, is_exact)| is_exact);
            parts.peek().is_some() && parts.all(exact)
        };
        self.share(is_one) >= 0.5
    }

    /// Whether a postcode and a place stand in each cell together.
    pub fn is_postcode_with_place(&self) -> bool {
        let is_both = |text: &str| {
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            letters > 2 && postcode_at(text).is_some()
        };
        self.share(is_both) >= 0.5
    }

    pub fn is_house_number(&self) -> bool {
        const LONGEST: usize = 10;
        let is_one = |text: &str| text.len() <= LONGEST && text.starts_with(|c: char| c.is_ascii_digit());
        self.share(is_one) >= 0.8
    }

    pub fn is_postcode(&self) -> bool {
        self.share(|text| {
            text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with("00")
        }) >= 0.8
    }

    pub fn is_email(&self) -> bool {
        self.share(values::is_email) >= 0.7
    }

    pub fn is_website(&self) -> bool {
        let is_one = |text: &str| text.starts_with("http") || text.starts_with("www.");
        self.share(is_one) >= 0.7
    }

    pub fn is_date(&self) -> bool {
        self.share(|text| values::day_or_year_in(text).is_some()) >= 0.6
    }

    /// Its cells as numbers, by row.
    pub fn numbers(&self) -> Vec<(usize, f64)> {
        self.cells.iter().filter_map(|(row, text)| Some((*row, values::coordinate_in(text)?.0))).collect()
    }
}
