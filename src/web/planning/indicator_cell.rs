//! The value of an indicator as a cell of a table.

use super::table::{Cell, Figure};
use crate::app::indicators::response::ValueResponse;
use crate::charts::{Basis, Unit};
use crate::units::Lang;

/// The value with the number that the API gives, or why there is none: withheld or missing.
pub(super) fn of(unit: Unit, value: &ValueResponse) -> Cell {
    match (value.value, value.status) {
        (Some(number), status) => Cell {
            figure: Some(Figure {
                text: unit.text(number, Basis::Counted),
                is_vague: status == "estimated",
                ..Figure::sum(Lang::De, number, (&value.area, &value.id, value.year))
            }),
            text: None,
        },
        (None, "suppressed") => Cell::text("geheim zu halten"),
        (None, _) => Cell::text("keine Angabe"),
    }
}
