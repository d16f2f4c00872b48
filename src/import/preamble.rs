//! The lines above a header: the days that stand in them, and which of the lines a mapping uses.

use chrono::NaiveDate;

use super::layout::Layout;
use super::notes::Sentence;
use super::{values, vocabulary};
use crate::register::Field;

/// The days in a line such as "Pflegeheime im Kreis, Stand: 30.11.2026", as they are written; behind "Stand" also a month, a
/// quarter or a year, which stands for its last day.
pub(super) fn days(line: &str) -> Vec<(String, NaiveDate)> {
    let words = line.split(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '(' | ')'));
    let written: Vec<_> = words.filter_map(|word| Some((word.to_owned(), values::date(word)?))).collect();
    if written.is_empty() { span(line).into_iter().collect() } else { written }
}

/// The last day of the month, quarter or year behind "Stand".
fn span(line: &str) -> Option<(String, NaiveDate)> {
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | ';' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    let at = words.iter().position(|word| word.eq_ignore_ascii_case("stand"))?;
    let behind = words.get(at + 1..)?;
    (1..=behind.len().min(MOST_WORDS)).rev().find_map(|count| {
        let found = values::day_or_year_in(&format!("Stand {}", behind.get(..count)?.join(" ")))?;
        Some((found.value.to_string(), found.value))
    })
}

/// "4. Quartal 2025"
const MOST_WORDS: usize = 3;

/// What the report says of the lines above the header that nothing is taken from.
pub(super) fn remark(preamble: &[String], layout: &Layout) -> Option<Sentence> {
    let unread = preamble.iter().filter(|line| !is_used(line, layout)).map(String::as_str);
    let titles: String = unread.collect::<Vec<_>>().join(" | ").chars().take(300).collect();
    (!titles.is_empty()).then(|| {
        let de = format!("Über der Kopfzeile steht, ungelesen: {titles}");
        (format!("above the header, not read: {titles}"), de).into()
    })
}

/// Whether the mapping says what a line says: the title of the list, the day of its numbers, or its one kind of care.
fn is_used(line: &str, layout: &Layout) -> bool {
    let constant = |field| layout.constants.get(&field).map(String::as_str);
    let day = constant(Field::PlacesOn).and_then(values::date_or_year);
    let has_day = day.is_some_and(|day| days(line).iter().any(|(_, found)| *found == day));
    let kinds = vocabulary::categories_in(line);
    let category = constant(Field::Category);
    let has_kind = category.is_some_and(|slug| !kinds.is_empty() && kinds.iter().all(|kind| *kind == slug));
    // --suggest makes the title of the first line, as far as a title is long.
    let is_title = layout.title == line.chars().take(TITLE_CHARS).collect::<String>();
    has_day || has_kind || is_title
}

/// A title that is made of a line above the header is not longer.
pub(super) const TITLE_CHARS: usize = 120;
