//! The marks of lists.

use super::{HEAD, WORDS};

/// Levels of a list in Word.
const LEVELS: usize = 9;
/// The number of the one list with bullets; numbered lists have those behind it.
const BULLETS: usize = 1;

/// Which mark a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Bullets.
    Bullet,
    /// Numbers; the list by its place among the numbered ones, from one.
    Number(usize),
}

/// The mark of an item of a list that stands in so many others.
pub(super) fn mark(mark: Mark, depth: usize) -> String {
    let list = match mark {
        Mark::Bullet => BULLETS,
        Mark::Number(number) => BULLETS + number,
    };
    format!("<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{list}\"/></w:numPr>", depth.min(LEVELS - 1))
}

/// How far the words of an item stand from the margin.
pub(super) fn indent(depth: usize) -> usize {
    540 + depth.min(LEVELS - 1) * 360
}

/// `word/numbering.xml`: bullets, and numbers that start from one in each list.
pub(super) fn part(numbered_lists: usize) -> String {
    let level = |at: usize, form: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{form}\"/><w:lvlText w:val=\"{text}\"/>\
             <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:hanging=\"340\"/></w:pPr></w:lvl>",
            indent(at)
        )
    };
    let bullets: String = (0..LEVELS).map(|at| level(at, "bullet", "–")).collect();
    let numbers: String = (0..LEVELS).map(|at| level(at, "decimal", &format!("%{}.", at + 1))).collect();
    let kind = |id: usize, levels: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"multilevel\"/>{levels}</w:abstractNum>"
        )
    };
    let starts: String = (0..LEVELS)
        .map(|at| format!("<w:lvlOverride w:ilvl=\"{at}\"><w:startOverride w:val=\"1\"/></w:lvlOverride>"))
        .collect();
    let lists: String = (1..=numbered_lists)
        .map(|number| {
            let id = BULLETS + number;
            format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"2\"/>{starts}</w:num>")
        })
        .collect();
    format!(
        "{HEAD}<w:numbering {WORDS}>{}{}<w:num w:numId=\"{BULLETS}\"><w:abstractNumId w:val=\"1\"/></w:num>{lists}</w:numbering>",
        kind(1, &bullets),
        kind(2, &numbers)
    )
}
