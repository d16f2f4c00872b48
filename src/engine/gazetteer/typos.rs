//! How many typos apart two folded texts are.
//!
//! A typo is a letter too many, a letter missing, a wrong letter, or two neighbours swapped: the
//! Damerau-Levenshtein distance in its restricted form, the optimal string alignment, in which no
//! letter is edited twice. Only distances up to [`MOST`] are distinguished, so only the diagonal band of
//! the table that can hold them is computed.

/// The most typos that are ever forgiven.
pub(super) const MOST: usize = 2;

/// Any distance above [`MOST`].
const BEYOND: u8 = MOST as u8 + 1;

/// The offsets `j - i` from `-MOST` to `MOST`.
const BAND: usize = 2 * MOST + 1;

/// Distances from a query; `None` if there are more typos than [`MOST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typos {
    /// To the whole name.
    pub whole: Option<u8>,
    /// To that beginning of the name which is nearest; never more than `whole`.
    pub beginning: Option<u8>,
}

/// Compares a query with a name, both folded.
pub fn typos(query: &[u8], name: &[u8]) -> Typos {
    const FAR: Typos = Typos { whole: None, beginning: None };
    if query.len() > name.len() + MOST {
        return FAR;
    }
    let mut before = [BEYOND; BAND];
    let mut previous = first_row();
    for (i, letter) in query.iter().enumerate() {
        let current = next_row(i + 1, *letter, query, name, &previous, &before);
        if current.iter().all(|distance| *distance == BEYOND) {
            return FAR;
        }
        before = previous;
        previous = current;
    }
    let known = |distance: u8| (distance < BEYOND).then_some(distance);
    let beginning = previous.iter().copied().min().and_then(known);
    let end = (name.len() + MOST).checked_sub(query.len());
    let whole = end.and_then(|offset| previous.get(offset).copied()).and_then(known);
    Typos { whole, beginning }
}

/// The name's letters that a cell stands for; `None` left of the table.
fn column(row: usize, offset: usize) -> Option<usize> {
    (row + offset).checked_sub(MOST)
}

/// From nothing to the first `j` letters: `j` typos.
fn first_row() -> [u8; BAND] {
    let mut row = [BEYOND; BAND];
    for (offset, cell) in row.iter_mut().enumerate().skip(MOST) {
        *cell = (offset - MOST) as u8;
    }
    row
}

/// In the band the cell above is one offset further, the cell to the left one offset back, and the
/// diagonals keep the offset.
fn next_row(
    i: usize,
    letter: u8,
    query: &[u8],
    name: &[u8],
    previous: &[u8; BAND],
    before: &[u8; BAND],
) -> [u8; BAND] {
    let mut row = [BEYOND; BAND];
    for offset in 0..BAND {
        let Some(j) = column(i, offset).filter(|j| *j <= name.len()) else { continue };
        let too_many = previous.get(offset + 1).map_or(BEYOND, |cell| cell + 1);
        let missing = if offset > 0 { row[offset - 1] + 1 } else { BEYOND };
        let mut best = too_many.min(missing);
        if let Some(meant) = j.checked_sub(1).and_then(|j| name.get(j)) {
            best = best.min(previous[offset] + u8::from(*meant != letter));
            if i > 1 && j > 1 && query.get(i - 2) == Some(meant) && name.get(j - 2) == Some(&letter) {
                best = best.min(before[offset] + 1);
            }
        }
        row[offset] = best.min(BEYOND);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The optimal string alignment by the textbook, with the whole table: entry (i, j) is the
    /// distance from the first i letters of one text to the first j letters of the other.
    fn textbook(query: &[u8], name: &[u8]) -> Vec<Vec<usize>> {
        let mut table = vec![vec![0; name.len() + 1]; query.len() + 1];
        for i in 0..=query.len() {
            for j in 0..=name.len() {
                if i == 0 || j == 0 {
                    table[i][j] = i + j;
                    continue;
                }
                let cost = usize::from(query[i - 1] != name[j - 1]);
                let mut best = (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + cost);
                if i > 1 && j > 1 && query[i - 1] == name[j - 2] && query[i - 2] == name[j - 1] {
                    best = best.min(table[i - 2][j - 2] + 1);
                }
                table[i][j] = best;
            }
        }
        table
    }

    fn expected(query: &[u8], name: &[u8]) -> Typos {
        let table = textbook(query, name);
        let row = table.last().unwrap();
        let near = |distance: usize| (distance <= MOST).then_some(distance as u8);
        Typos { whole: near(*row.last().unwrap()), beginning: near(*row.iter().min().unwrap()) }
    }

    fn whole(query: &str, name: &str) -> Option<u8> {
        typos(query.as_bytes(), name.as_bytes()).whole
    }

    fn beginning(query: &str, name: &str) -> Option<u8> {
        typos(query.as_bytes(), name.as_bytes()).beginning
    }

    #[test]
    fn each_kind_of_typo_counts_one() {
        assert_eq!(whole("wismar", "wismar"), Some(0));
        assert_eq!(whole("wsmar", "wismar"), Some(1));
        assert_eq!(whole("wissmar", "wismar"), Some(1));
        assert_eq!(whole("wosmar", "wismar"), Some(1));
        assert_eq!(whole("wimsar", "wismar"), Some(1));
        assert_eq!(whole("iwsmra", "wismar"), Some(2));
        assert_eq!(whole("wismar", "weimar"), Some(2));
        assert_eq!(whole("wismar", "rostock"), None);
        // No letter is edited twice: "ca" becomes "ac", then "abc" would need a second edit there.
        assert_eq!(whole("caxx", "abcxx"), None);
    }

    #[test]
    fn a_beginning_may_hold_typos_too() {
        assert_eq!(beginning("ludwgi", "ludwigslust"), Some(1));
        assert_eq!(whole("ludwgi", "ludwigslust"), None);
        assert_eq!(beginning("ludwigslustx", "ludwigslust"), Some(1));
        assert_eq!(beginning("", "ludwigslust"), Some(0));
        assert_eq!(beginning("rostock", ""), None);
    }

    proptest! {
        #[test]
        fn the_band_agrees_with_the_textbook(query in "[abc]{0,9}", name in "[abc]{0,9}") {
            let (query, name) = (query.as_bytes(), name.as_bytes());
            prop_assert_eq!(typos(query, name), expected(query, name));
        }
    }
}
