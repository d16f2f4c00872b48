//! 11 and 12: what is missing by the forecast, what is to be done, and who took part.

use super::{Reading, computed_from, derived, own_text, places_of, staff_of};
use crate::charts::finding::{Adequacy, NOTHING};
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::Inputs;
use crate::plan::sentences::{Supply, indicator_number};
use crate::plan::texts::{ActionState, KINDS_OF_PLACES, PlannedAction, TextKind};

/// Behind a lack of the middle of all draws, where the band leaves open whether any is missing.
const OPEN: &str = " (offen)";

/// 11: deficits, aims and actions.
pub(super) fn chapter(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("11");
    chapter.heading("11.1", "Was rechnerisch fehlt");
    chapter.paragraph(
        "Die Tabelle nennt, wo nach der Vorausberechnung in den gezeigten Jahren etwas fehlt. Sie wertet nicht und \
         schlägt nichts vor.",
    );
    deficits(&mut chapter, inputs);
    chapter.heading("11.2", "Ziele und Maßnahmen");
    let actions = &inputs.texts.settings.actions;
    if actions.is_empty() {
        chapter.gap(
            "Maßnahmen",
            "Der Kreis hat noch keine Maßnahmen festgelegt.",
            "Maßnahmen des Kreises mit Verantwortlichen, Frist und Indikator",
        );
    } else {
        table_of_actions(&mut chapter, inputs, actions);
    }
    super::before::section(&mut chapter, inputs);
    own_text(&mut chapter, inputs, "11");
    chapter
}

fn deficits(chapter: &mut Chapter, inputs: &Inputs) {
    let years = inputs.shown_years();
    let headings: Vec<String> =
        std::iter::once("Es fehlen".to_owned()).chain(years.iter().map(ToString::to_string)).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Rechnerische Defizite", &headings, &computed_from(inputs, super::CARE));
    let places = KINDS_OF_PLACES
        .map(|(kind, name)| (name, years.iter().map(|year| places_of(inputs, kind, *year)).collect()));
    let staff = ("Beschäftigte in der Pflege", years.iter().map(|year| staff_of(inputs, *year)).collect());
    for (name, supplies) in places.into_iter().chain([staff]) {
        let supplies: Vec<Option<Supply>> = supplies;
        let cells: Vec<Cell> =
            supplies.into_iter().map(|supply| supply.map_or_else(Cell::missing, lack)).collect();
        if cells.iter().any(|cell| cell.value.is_some()) {
            table.row(name, cells);
        }
    }
    if table.rows.iter().flatten().any(|cell| cell.text.ends_with(OPEN)) {
        table.note = Some(
            "offen: Mindestens eine von zehn Zukünften kommt ohne Mangel aus; die Zahl ist die der mittleren Rechnung."
                .to_owned(),
        );
    }
    if table.rows.is_empty() {
        chapter.paragraph("In den gezeigten Jahren fehlt rechnerisch nichts.");
    }
    chapter.table(table);
}

/// What lacks, and whether that is open.
fn lack(supply: Supply) -> Cell {
    let missing = supply.missing;
    match supply.judged {
        Adequacy::Lacks(_) => derived(Some(missing), Reading::Computed),
        Adequacy::Open if missing >= NOTHING => {
            let text = Reading::Computed.text(missing) + OPEN;
            Cell { text, ..derived(Some(missing), Reading::Computed) }
        }
        _ => Cell::missing(),
    }
}

fn table_of_actions(chapter: &mut Chapter, inputs: &Inputs, actions: &[PlannedAction]) {
    let headings =
        ["Maßnahme", "zu", "verantwortlich", "Frist", "Stand", "Indikator heute", "Ziel", "Prüfung"];
    let mut table = Table::new("Maßnahmen", &headings, "Quelle: Festlegungen des Kreises.").of_words();
    for action in actions {
        let indicator = action.indicator.as_deref().and_then(|id| inputs.indicator(id));
        let now = indicator.and_then(|it| Some((it, it.of(&inputs.area.key)?.value?)));
        let now = now.map(|(it, value)| {
            format!("{} {}: {} {} ({})", it.id, it.name, indicator_number(value, it.kind), it.unit, it.year)
        });
        let by = action.target_year.map(|year| format!(" bis {year}")).unwrap_or_default();
        let goal = action.target.map(|target| match indicator {
            Some(it) => format!("{} {}{by}", indicator_number(target, it.kind), it.unit),
            None => format!("{}{by}", crate::charts::numbers::grouped(target, 1)),
        });
        let date = |day: chrono::NaiveDate| day.format("%d.%m.%Y").to_string();
        let is_open = matches!(action.state, ActionState::Planned | ActionState::Running);
        let is_late = is_open && action.deadline < inputs.today;
        let deadline = date(action.deadline) + if is_late { " (überschritten)" } else { "" };
        let unknown = action.indicator.clone().filter(|_| indicator.is_none());
        table.row(
            action.title.clone(),
            [
                Cell::text(action.chapter.clone()),
                Cell::text(action.responsible.clone()),
                Cell::text(deadline),
                Cell::text(action.state.german()),
                Cell::text(
                    now.or(unknown.map(|id| format!("{id}: kein solcher Indikator")))
                        .unwrap_or("–".to_owned()),
                ),
                Cell::text(goal.unwrap_or("–".to_owned())),
                Cell::text(action.review.map_or("–".to_owned(), date)),
            ],
        );
    }
    chapter.table(table);
}

/// 12: who took part.
pub(super) fn participation(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("12");
    let has_text = |kind| inputs.texts.by_number.contains_key(&("12".to_owned(), kind));
    if TextKind::ALL.into_iter().any(has_text) {
        own_text(&mut chapter, inputs, "12");
    } else {
        chapter.gap(
            "Veranstaltungen, Befragungen und Stellungnahmen",
            "Der Kreis hat noch nichts über die Beteiligung geschrieben.",
            "ein Text des Kreises über die Beteiligung",
        );
    }
    chapter
}
