//! Tables: real ones, whose headings are marked and repeated on each page, with columns as wide as what they hold.

use super::text::{TEXT_WIDTH, caption, escaped, notes, paragraph, run};
use crate::plan::document::Table;

/// A table with more columns has smaller letters.
const COLUMNS_OF_NORMAL_SIZE: usize = 6;
/// A table of at most so many rows stands on one page, if a page has room for it.
const ROWS_ON_ONE_PAGE: usize = 12;
/// What stands left and right of the words of a cell, in twentieths of a point.
const CELL_MARGINS: usize = 140;
/// The mean width of a letter in twentieths of a point, at 9 and at 7.5 points.
const LETTER: usize = 100;
const SMALL_LETTER: usize = 84;
/// An office without Calibri shows wider letters: a year must not break in them.
const SPARE_LETTERS: usize = 1;
/// No column is narrower, as far as there is room for so many.
const NARROWEST: usize = 400;
/// The share of a column of figures or short words in what is left, in letters.
const SHORT_SHARE: usize = 5;
/// A column of words has room for at least so many letters, if it holds so many, and its share grows up to so many.
const FEWEST_LETTERS: usize = 12;
const MOST_LETTERS: usize = 70;

/// A table with its caption and its notes.
pub(super) fn table(of: &Table) -> String {
    let is_small = of.headings.len() > COLUMNS_OF_NORMAL_SIZE;
    let [text, head] = match is_small {
        false => ["TableText", "TableHead"],
        true => ["TableTextSmall", "TableHeadSmall"],
    };
    let widths = widths(of, if is_small { SMALL_LETTER } else { LETTER });
    let cell = |at: usize, style: &str, words: &str, keep: &str| {
        let aligned = if of.numeric.get(at) == Some(&true) { "<w:jc w:val=\"right\"/>" } else { "" };
        let width = widths.get(at).copied().unwrap_or_default();
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>",
            paragraph(style, &format!("{keep}{aligned}"), &run(words))
        )
    };
    let row = |properties: &str, cells: String| {
        format!("<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>")
    };
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    // The style of the headings keeps them with the first row.
    let headings = of.headings.iter().enumerate().map(|(at, words)| cell(at, head, words, "")).collect();
    let last = of.rows.len().saturating_sub(1);
    let rows: String = of
        .rows
        .iter()
        .enumerate()
        .map(|(number, cells)| {
            // The first row is not alone at the foot of a page, nor the notes at the head of the next one.
            let is_kept = of.rows.len() <= ROWS_ON_ONE_PAGE || number == 0 || number == last;
            let keep = if is_kept { "<w:keepNext/>" } else { "" };
            row("", cells.iter().enumerate().map(|(at, it)| cell(at, text, &it.text, keep)).collect())
        })
        .collect();
    format!(
        "{}<w:tbl><w:tblPr><w:tblStyle w:val=\"PlanTable\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>\
         <w:tblLook w:val=\"06A0\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"1\" \
         w:noVBand=\"1\"/><w:tblCaption w:val=\"{}\"/><w:tblDescription w:val=\"Spalten: {}\"/></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>{}{rows}</w:tbl>{}",
        caption("Tabelle", &of.number, &of.caption),
        widths.iter().sum::<usize>(),
        escaped(&of.caption),
        escaped(&of.headings.join(", ")),
        row("<w:tblHeader/>", headings),
        notes(of.note.as_deref(), &of.source)
    )
}

/// The widths of the columns: figures and short words get what they need, columns of words share most of the rest by how
/// much they hold. Where the needs alone are too wide, all become narrower.
fn widths(of: &Table, letter: usize) -> Vec<usize> {
    let cells = |at: usize| of.rows.iter().filter_map(move |row| row.get(at)).map(|cell| cell.text.as_str());
    let heading = |at: usize| of.headings.get(at).map_or("", String::as_str);
    let longest_word = |text: &str| text.split([' ', '-']).map(letters).max().unwrap_or_default();
    let count = of.headings.len();
    let narrowest = NARROWEST.min(TEXT_WIDTH / count.max(1));
    let mut fixed = Vec::new();
    let mut shares = Vec::new();
    for at in 0..count {
        let longest = cells(at).map(letters).max().unwrap_or_default();
        let word = cells(at).chain([heading(at)]).map(longest_word).max().unwrap_or_default();
        let is_short = of.numeric.get(at) == Some(&true) || (at > 0 && longest <= FEWEST_LETTERS);
        let need = if is_short {
            longest.max(longest_word(heading(at))) + SPARE_LETTERS
        } else {
            word.max(longest.min(FEWEST_LETTERS))
        };
        fixed.push((need * letter + CELL_MARGINS).max(narrowest));
        shares.push(if is_short { SHORT_SHARE } else { longest.clamp(FEWEST_LETTERS, MOST_LETTERS) });
    }
    let needed: usize = fixed.iter().sum();
    if needed >= TEXT_WIDTH {
        let (least, beyond) = (narrowest * count, (needed - narrowest * count).max(1));
        let narrower = |width: usize| narrowest + (width - narrowest) * (TEXT_WIDTH - least) / beyond;
        return fixed.into_iter().map(narrower).collect();
    }
    let all: usize = shares.iter().sum();
    let rest = TEXT_WIDTH - needed;
    fixed.into_iter().zip(shares).map(|(width, share)| width + rest * share / all.max(1)).collect()
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::document::Cell;

    proptest! {
        #[test]
        fn columns_fit_between_the_margins_and_none_is_without_width(
            rows in proptest::collection::vec(proptest::collection::vec("[a-z ]{0,90}", 4), 0..6),
            headings in proptest::collection::vec("[A-Za-z-]{0,40}", 4..5),
            numeric in proptest::collection::vec(any::<bool>(), 4..5),
        ) {
            let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
            let mut of = Table::new("a", &headings, "b");
            of.numeric = numeric;
            for cells in rows {
                of.row("x", cells.into_iter().skip(1).map(Cell::text));
            }
            for letter in [LETTER, SMALL_LETTER] {
                let widths = widths(&of, letter);
                prop_assert_eq!(widths.len(), 4);
                prop_assert!(widths.iter().sum::<usize>() <= TEXT_WIDTH, "{:?}", widths);
                prop_assert!(widths.iter().all(|width| *width >= NARROWEST), "{:?}", widths);
            }
        }
    }

    #[test]
    fn a_column_of_sentences_is_wider_than_one_of_figures() {
        let mut of = Table::new("a", &["Kreis", "Wert", "Bemerkung"], "b");
        of.numeric = vec![false, true, false];
        of.row("Rostock", [Cell::text("1.234"), Cell::text("Ein Satz, der viel länger ist als eine Zahl.")]);
        let widths = widths(&of, LETTER);
        assert!(widths[2] > 2 * widths[1] && widths[2] > widths[0], "{widths:?}");
        assert!(widths.iter().sum::<usize>() > TEXT_WIDTH - 10, "{widths:?}");
    }
}
