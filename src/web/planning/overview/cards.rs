//! Key figures, need, places and staff.

use super::charts;
use super::shown::Shown;
use crate::app::forecast::RowResponse;
use crate::app::planning::run::LAST_YEAR;
use crate::web::planning::findings;
use crate::web::planning::labels::{PLACE_KINDS, place_kind_name};
use crate::web::planning::numbers::Numbers;
use crate::web::planning::table::{Card, Cell, Figure, Line, Reading, Table};

/// The message that names the care statistics.
const STATISTICS: &str = "planning-statistics-care";
/// Everybody from 80 on.
const FROM_80: (usize, usize) = (80, 200);

/// The forms of care.
const TYPES: [&str; 5] =
    ["residential", "home_care", "allowance_only", "grade1_without_services", "day_care_grade1"];

/// Residents, need, places and staff at a glance.
pub(super) fn key_figures(shown: Shown<'_>) -> Card {
    let residents = if shown.found.area.is_whole() { Reading::Counted } else { Reading::Computed };
    let messages = shown.messages;
    let text = |id: &str| messages.text(id);
    let mut lines = vec![
        residents_line(shown, residents),
        old_line(shown),
        totals_line(shown, text("planning-in-need"), "people_in_need", Reading::Computed)
            .with_note(&text("planning-all-grades")),
    ];
    for kind in PLACE_KINDS {
        let measure = format!("{kind}_places_balance");
        lines.push(totals_line(shown, place_kind_name(messages, kind), &measure, Reading::Balance));
    }
    lines.push(totals_line(shown, text("planning-staff"), "staff_gap_heads", Reading::Gap));
    lines.retain(|line| line.cells.iter().any(|cell| cell.figure.is_some()));
    let ends = |measure| shown.ends(measure).unwrap_or_default();
    let has_band = shown.found.request.draws.is_some();
    Card {
        id: "kennzahlen",
        title: findings::people_and_need(messages, ends("population"), ends("people_in_need")),
        subtitle: messages.format(
            if has_band { "planning-key-with-range" } else { "planning-key-rounded" },
            [
                ("year", (shown.found.base_year + 1).to_string().into()),
                ("last", LAST_YEAR.to_string().into()),
            ],
        ),
        drawing: None,
        tables: vec![Table::new(&text("planning-key-figures"), &shown.year_headings(), lines)],
        source: shown.source("planning-statistics-both"),
        links: Vec::new(),
    }
}

/// The figures of a measure in the years of the tables; the band stands at the last one only.
fn totals_line(shown: Shown<'_>, head: String, measure: &str, reading: Reading) -> Line {
    let cell = |year: i32| {
        let mut cell = Cell::of(shown.found.totals.of(measure, year), reading, shown.written());
        if let Some(figure) = cell.figure.as_mut().filter(|_| year != LAST_YEAR) {
            figure.band = None;
        }
        cell
    };
    Line::new(head, shown.years.map(cell).into())
}

/// Residents of the base year are counted; all later ones are computed.
fn residents_line(shown: Shown<'_>, base: Reading) -> Line {
    let mut line =
        totals_line(shown, shown.messages.text("planning-residents"), "population", Reading::Computed);
    if let Some(first) = line.cells.first_mut() {
        *first = Cell::of(shown.found.totals.of("population", shown.found.base_year), base, shown.written());
        first.figure.iter_mut().for_each(|figure| figure.band = None);
    }
    line
}

/// Residents from 80 on: the sum of the rows by single age.
fn old_line(shown: Shown<'_>) -> Line {
    let cell = |year: i32| Cell {
        figure: Some(Figure::sum(
            shown.lang(),
            shown.found.residents.residents(None, FROM_80, year),
            (&shown.found.area.key, "population from 80", year),
        )),
        text: None,
    };
    Line::new(shown.messages.text("planning-from-80"), shown.years.map(cell).into())
}

/// People in need by form of care and by grade.
pub(super) fn need(shown: Shown<'_>) -> Card {
    let base = shown.found.base_year;
    let counted = shown.found.types.of_type(None, true).map(|row| row.year).max();
    let mut years: Vec<(i32, bool)> = counted.map(|year| (year, true)).into_iter().collect();
    years.extend(shown.years.map(|year| (year, false)));
    let years = &years;
    let cells = |care_type: Option<&str>| -> Vec<Cell> {
        let row = |(year, is_counted): &(i32, bool)| {
            let found = || shown.found.types.of_type(care_type, *is_counted).find(|row| row.year == *year);
            match (is_counted, care_type) {
                (true, _) => counted_cell(shown, found()),
                (false, Some(_)) => Cell::of(found(), Reading::Computed, shown.written()),
                (false, None) => Cell::of(
                    shown.found.totals.of("people_in_need", *year),
                    Reading::Computed,
                    shown.written(),
                )
                .bare(),
            }
        };
        years.iter().map(row).collect()
    };
    let messages = shown.messages;
    let line = |id: &&str| Line::new(messages.text(&format!("planning-form-{id}")), cells(Some(id)));
    let mut lines: Vec<Line> = TYPES.iter().map(line).collect();
    lines
        .retain(|line| line.cells.iter().any(|cell| cell.figure.as_ref().is_some_and(|it| it.value >= 0.05)));
    lines.push(Line::new(messages.text("planning-together"), cells(None)));
    let heading = |(year, is_counted): &(i32, bool)| match is_counted {
        true => shown.of_year("planning-counted-in", *year),
        false => year.to_string(),
    };
    let headings: Vec<String> = std::iter::once(String::new()).chain(years.iter().map(heading)).collect();
    let card = Card {
        id: "bedarf",
        title: findings::need(messages, (base, LAST_YEAR), shown.ends("people_in_need").unwrap_or_default()),
        subtitle: messages.text("planning-need-subtitle"),
        drawing: None,
        tables: vec![Table::new(&messages.text("planning-by-form"), &headings, lines), grades(shown)],
        source: shown.source(STATISTICS),
        links: Vec::new(),
    };
    card.with_drawing(|words| charts::need(shown, words))
}

/// A counted figure is not explained: it is what was published.
fn counted_cell(shown: Shown<'_>, row: Option<&RowResponse>) -> Cell {
    let Some(row) = row else { return Cell::text("–") };
    let figure = Figure::sum(shown.lang(), row.value, (&row.area, "observed", row.year));
    let text = Numbers::of(shown.messages).counted(row.value);
    Cell { figure: Some(Figure { text, ..figure }), text: None }
}

fn grades(shown: Shown<'_>) -> Table {
    let cell = |grade: u8, year: i32| {
        let row = shown.found.grades.of_grade(grade).find(|row| row.year == year);
        Cell::of(row, Reading::Computed, shown.written())
    };
    let line = |grade: u8| {
        let name = shown.messages.format("planning-grade", [("grade", grade.to_string().into())]);
        Line::new(name, shown.years.map(|year| cell(grade, year)).into())
    };
    let caption = shown.messages.text("planning-by-grade");
    Table::new(&caption, &shown.year_headings(), (1..=5).map(line).collect())
}

/// A line a year with need, what there is, and the balance, each with the message that heads it.
fn balance_table(shown: Shown<'_>, caption: &str, measures: [(&str, &str, Reading); 3]) -> Table {
    let headings = measures.map(|(heading, ..)| shown.messages.text(heading));
    let headings: Vec<String> = std::iter::once(String::new()).chain(headings).collect();
    let line = |year: i32| {
        let cell = |(_, measure, reading): (&str, &str, Reading)| {
            Cell::of(shown.found.totals.of(measure, year), reading, shown.written())
        };
        let mut cells: Vec<Cell> = measures.map(cell).into();
        // The band of the balance says the same as that of the need.
        cells
            .iter_mut()
            .take(2)
            .filter_map(|cell| cell.figure.as_mut())
            .for_each(|figure| figure.band = None);
        Line::new(year.to_string(), cells)
    };
    Table::new(caption, &headings, shown.years.map(line).into())
}

/// Places against need; `None` where no places are known.
pub(super) fn places(shown: Shown<'_>) -> Option<Card> {
    let judged = shown.places("residential");
    if judged.is_empty() {
        return None;
    }
    let messages = shown.messages;
    let table = |kind: &str| {
        let [needed, supply, balance] =
            ["needed", "supply", "balance"].map(|of| format!("{kind}_places_{of}"));
        balance_table(
            shown,
            &place_kind_name(messages, kind),
            [
                ("planning-need-heading", &needed, Reading::Computed),
                ("planning-places-heading", &supply, Reading::Computed),
                ("planning-balance-heading", &balance, Reading::Balance),
            ],
        )
    };
    let card = Card {
        id: "plaetze",
        title: findings::places(messages, &judged),
        subtitle: messages.text("planning-places-subtitle"),
        drawing: None,
        tables: PLACE_KINDS.map(table).into(),
        source: shown.source(if shown.found.area.is_whole() {
            STATISTICS
        } else {
            "planning-statistics-register"
        }),
        links: Vec::new(),
    };
    Some(card.with_drawing(|words| charts::places(shown, words)))
}

/// Staff needed and available; `None` where it is not known.
pub(super) fn staff(shown: Shown<'_>) -> Option<Card> {
    let (needed, judged) = shown.staff()?;
    let messages = shown.messages;
    let table = balance_table(
        shown,
        &messages.text("planning-staff"),
        [
            ("planning-needed", "staff_needed_heads", Reading::Computed),
            ("planning-available", "staff_available_heads", Reading::Computed),
            ("planning-balance-heading", "staff_gap_heads", Reading::Gap),
        ],
    );
    let card = Card {
        id: "personal",
        title: findings::staff(messages, LAST_YEAR, needed, judged),
        subtitle: messages.text("planning-staff-subtitle"),
        drawing: None,
        tables: vec![table],
        source: shown.source(STATISTICS),
        links: Vec::new(),
    };
    Some(card.with_drawing(|words| charts::staff(shown, words)))
}
