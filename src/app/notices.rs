//! What answers say beside their figures.

use crate::units::Lang;

/// What every page and answer says while the register holds invented facilities.
pub fn example_notice(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "Beispieldaten: Einrichtungen mit example = true sind erfunden.",
        Lang::En => "Example data: facilities with example = true are invented.",
    }
}
