//! What answers say beside their figures.

use crate::units::Lang;

/// What every page and answer says while the register holds invented facilities.
pub fn example_notice(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "Beispieldaten: Einrichtungen mit example = true sind erfunden.",
        Lang::En => "Example data: facilities with example = true are invented.",
    }
}

/// What every answer says while the register holds entries of OpenStreetMap, whose licence asks for it.
pub fn openstreetmap_attribution(lang: Lang) -> &'static str {
    match lang {
        Lang::De => {
            "Einrichtungen der Liste osm: © OpenStreetMap-Mitwirkende, Open Database License (ODbL) 1.0, amtlich nicht bestätigt."
        }
        Lang::En => {
            "Facilities of the list osm: © OpenStreetMap contributors, Open Database License (ODbL) 1.0, not officially confirmed."
        }
    }
}
