//! What the layouts at hand say about how a file is to be read.

use super::layout::Layout;
use super::read::Options;

/// Where the header and the sheets of a list stand, if one layout is meant; of several, the columns by which each knows
/// its header.
pub fn reading_options(layouts: &[Layout]) -> Options<'_> {
    let known_columns = layouts.iter().map(|layout| layout.recognise.as_slice()).collect();
    match layouts {
        [only] => Options { sheets: only.sheets.clone(), header_row: only.header_row, known_columns },
        _ => Options { known_columns, ..Options::default() },
    }
}
