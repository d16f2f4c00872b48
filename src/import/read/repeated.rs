//! Names of columns that stand in a list once more, as page breaks, and rows of their numbers.

use super::super::text::word_key;
use super::table::Row;
use crate::import::notes::Sentence;

/// A row of so few names could be a facility.
const FEWEST_NAMES: usize = 2;

/// A row of so few numbers could be a facility.
const FEWEST_NUMBERS: usize = 5;

/// Takes out of the rows below a header those that repeat a row of it, and the first where it numbers the columns.
/// They are no facilities that could be wrong, and would keep a complete list from being complete.
pub(super) fn take_out(rows: &mut Vec<Row>, header: &[Vec<String>]) -> Option<Sentence> {
    let header: Vec<Vec<String>> = header.iter().map(|cells| keys(cells)).collect();
    let mut lines = Vec::new();
    let mut is_first = true;
    rows.retain(|row| {
        let is_repeated =
            header.iter().any(|names| repeats(&row.cells, names)) || (is_first && is_numbering(&row.cells));
        is_first = false;
        if is_repeated {
            lines.push(row.line.to_string());
        }
        !is_repeated
    });
    said(&lines)
}

fn keys(cells: &[String]) -> Vec<String> {
    cells.iter().map(|cell| word_key(cell)).collect()
}

fn repeats(cells: &[String], names: &[String]) -> bool {
    let is_filled = names.iter().filter(|name| !name.is_empty()).count() >= FEWEST_NAMES;
    let width = cells.len().max(names.len());
    let same = |column: usize| {
        let name = names.get(column).map_or("", String::as_str);
        cells.get(column).map_or(name.is_empty(), |cell| word_key(cell) == name)
    };
    is_filled && (0..width).all(same)
}

/// "1", "2", "3" and so on, also in brackets.
fn is_numbering(cells: &[String]) -> bool {
    let filled = cells.iter().map(|cell| cell.trim()).take_while(|cell| !cell.is_empty()).count();
    let rest_is_empty = cells.iter().skip(filled).all(|cell| cell.trim().is_empty());
    let counts = |(column, cell): (usize, &String)| {
        cell.trim().trim_matches(['(', ')', '.']).parse() == Ok(column + 1)
    };
    filled >= FEWEST_NUMBERS && rest_is_empty && cells.iter().take(filled).enumerate().all(counts)
}

fn said(lines: &[String]) -> Option<Sentence> {
    const SHOWN: usize = 10;
    let more = lines.len().saturating_sub(SHOWN);
    let shown = lines.get(..SHOWN.min(lines.len()))?.join(", ");
    let (en_more, de_more) = match more {
        0 => (String::new(), String::new()),
        _ => (format!(" and {more} more"), format!(" und {more} weitere")),
    };
    let (en, de) = match lines.len() {
        0 => return None,
        1 => (
            format!("line {shown} repeats or numbers the columns and was passed over"),
            format!("Zeile {shown} wiederholt oder zählt nur die Spalten und wurde übergangen."),
        ),
        _ => (
            format!("lines {shown}{en_more} repeat or number the columns and were passed over"),
            format!(
                "Die Zeilen {shown}{de_more} wiederholen oder zählen nur die Spalten und wurden übergangen."
            ),
        ),
    };
    Some((en, de).into())
}
