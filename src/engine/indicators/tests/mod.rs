//! The catalogue, values and secrecy together.

mod catalogue;
mod secrecy;
mod secrecy_over_time;
mod values;

use std::sync::OnceLock;

use crate::areas::Areas;
use crate::indicators::base::{Frame, OwnFiles};
use crate::indicators::pattern::Patterns;
use crate::indicators::{Base, Cell, Fact, FactList, Origin, Slot, Text};

fn areas() -> &'static Areas {
    static AREAS: OnceLock<Areas> = OnceLock::new();
    AREAS.get_or_init(|| Areas::of_models().unwrap())
}

fn frame(own: &OwnFiles) -> Frame {
    Frame::load(areas(), own, 2026).unwrap()
}

fn text(name: &str, text: &str) -> Text {
    Text { path: name.to_owned(), text: text.to_owned() }
}

/// Figures by measure, area, year and slot.
fn base(own: &OwnFiles, figures: &[(&str, &str, i32, Slot, Cell)]) -> Base {
    base_after(own, figures, &Patterns::default()).0
}

/// The same after what was shown before.
fn base_after(
    own: &OwnFiles,
    figures: &[(&str, &str, i32, Slot, Cell)],
    past: &Patterns,
) -> (Base, Patterns) {
    let frame = frame(own);
    let mut list = FactList::default();
    let origin = list.origin(Origin {
        key: "TEST".into(),
        title: "invented".into(),
        table: String::new(),
        licence: String::new(),
    });
    for (measure, area, year, slot, cell) in figures {
        list.facts.push(Fact {
            measure: frame.catalogue.measure(measure).unwrap(),
            area: frame.tree.get(area).unwrap(),
            year: *year,
            slot: *slot,
            cell: *cell,
            origin,
        });
    }
    Base::after(frame, list, past)
}

fn value(base: &Base, id: &str, area: &str, year: i32) -> Cell {
    let indicator = base.frame.catalogue.position(id).unwrap();
    base.evaluator().value(indicator, base.frame.tree.get(area).unwrap(), year).cell
}
