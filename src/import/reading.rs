//! What the layouts at hand say about how a file is to be read.

use super::layout::Layout;
use super::read::Options;

/// Where the header and the sheets of a list stand, if one layout is meant; of several, the columns by which each knows
/// its header.
pub fn reading_options(layouts: &[Layout]) -> Options<'_> {
    let known_columns = layouts.iter().map(|layout| layout.recognise.as_slice()).collect();
    let column_names = layouts.iter().flat_map(Layout::column_names).collect();
    let options = Options { known_columns, column_names, ..Options::default() };
    match layouts {
        [only] => Options { sheets: only.sheets.clone(), header_row: only.header_row, ..options },
        _ => options,
    }
}
