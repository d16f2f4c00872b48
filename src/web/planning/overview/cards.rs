//! Key figures, need, places and staff.

use super::charts;
use super::shown::Shown;
use crate::app::forecast::RowResponse;
use crate::app::planning::run::LAST_YEAR;
use crate::web::planning::findings;
use crate::web::planning::labels::PLACE_KINDS;
use crate::web::planning::table::{Card, Cell, Figure, Line, Reading, Table};

const STATISTICS: &str = "Pflegestatistik (Statistische Ämter, dl-de/by-2-0)";
/// Everybody from 80 on.
const FROM_80: (usize, usize) = (80, 200);

/// The forms of care, from the least to the most support, with their names.
const TYPES: [(&str, &str); 5] = [
    ("residential", "im Heim"),
    ("home_care", "mit Pflegedienst"),
    ("allowance_only", "nur Pflegegeld"),
    ("grade1_without_services", "Grad 1 ohne Dienst"),
    ("day_care_grade1", "Grad 1 in Tagespflege"),
];

/// Residents, need, places and staff at a glance.
pub(super) fn key_figures(shown: Shown<'_>) -> Card {
    let residents = if shown.found.area.is_whole() { Reading::Counted } else { Reading::Computed };
    let mut lines = vec![
        residents_line(shown, residents),
        old_line(shown),
        totals_line(shown, ("Pflegebedürftige", "alle Grade"), "people_in_need", Reading::Computed),
    ];
    for (kind, name) in PLACE_KINDS {
        let measure = format!("{kind}_places_balance");
        lines.push(totals_line(shown, (name, "Plätze − Bedarf"), &measure, Reading::Balance));
    }
    lines.push(totals_line(shown, ("Pflegepersonal", "Köpfe − Bedarf"), "staff_gap_heads", Reading::Gap));
    lines.retain(|line| line.cells.iter().any(|cell| cell.figure.is_some()));
    let years = shown.years.map(|year| year.to_string());
    let headings = ["", &years[0], &years[1], &years[2], &years[3]];
    let ends = |measure| shown.ends(measure).unwrap_or_default();
    let has_band = shown.found.request.draws.is_some();
    Card {
        id: "kennzahlen",
        title: findings::people_and_need(ends("population"), ends("people_in_need")),
        subtitle: match has_band {
            true => format!(
                "Ab {} gerechnet; {LAST_YEAR} mit der Spanne von 8 von 10 Zukünften",
                shown.found.base_year + 1
            ),
            false => format!(
                "Ab {} gerechnet, auf Zehner gerundet (unter 100 auf ganze Zahlen), Differenzen vor dem Runden",
                shown.found.base_year + 1
            ),
        },
        drawing: None,
        tables: vec![Table::new("Kennzahlen", &headings, lines)],
        source: shown.source("Bevölkerungsfortschreibung, Pflegestatistik"),
        links: Vec::new(),
    }
}

/// The figures of a measure in the years of the tables; the band stands at the last one only.
fn totals_line(shown: Shown<'_>, (head, note): (&str, &str), measure: &str, reading: Reading) -> Line {
    let cell = |year: i32| {
        let mut cell = Cell::of(shown.found.totals.of(measure, year), reading, shown.fields);
        if let Some(figure) = cell.figure.as_mut().filter(|_| year != LAST_YEAR) {
            figure.band = None;
        }
        cell
    };
    Line::new(head, shown.years.map(cell).into()).with_note(note)
}

/// Residents of the base year are counted; all later ones are computed.
fn residents_line(shown: Shown<'_>, base: Reading) -> Line {
    let mut line = totals_line(shown, ("Menschen", ""), "population", Reading::Computed);
    line.note = None;
    if let Some(first) = line.cells.first_mut() {
        *first = Cell::of(shown.found.totals.of("population", shown.found.base_year), base, shown.fields);
        first.figure.iter_mut().for_each(|figure| figure.band = None);
    }
    line
}

/// Residents from 80 on: the sum of the rows by single age.
fn old_line(shown: Shown<'_>) -> Line {
    let cell = |year: i32| Cell {
        figure: Some(Figure::sum(
            shown.found.residents.residents(None, FROM_80, year),
            (&shown.found.area.key, "population from 80", year),
        )),
        text: None,
    };
    Line::new("davon ab 80", shown.years.map(cell).into())
}

/// People in need by form of care and by grade.
pub(super) fn need(shown: Shown<'_>) -> Card {
    let (from, to) = shown.ends("people_in_need").unwrap_or_default();
    let base = shown.found.base_year;
    let counted = shown.found.types.of_type(None, true).map(|row| row.year).max();
    let mut years: Vec<(i32, bool)> = counted.map(|year| (year, true)).into_iter().collect();
    years.extend(shown.years.map(|year| (year, false)));
    let years = &years;
    let cells = |care_type: Option<&str>| -> Vec<Cell> {
        let row = |(year, is_counted): &(i32, bool)| {
            let found = || shown.found.types.of_type(care_type, *is_counted).find(|row| row.year == *year);
            match (is_counted, care_type) {
                (true, _) => counted_cell(found()),
                (false, Some(_)) => Cell::of(found(), Reading::Computed, shown.fields),
                (false, None) => {
                    Cell::of(shown.found.totals.of("people_in_need", *year), Reading::Computed, shown.fields)
                        .bare()
                }
            }
        };
        years.iter().map(row).collect()
    };
    let mut lines: Vec<Line> = TYPES.iter().map(|(id, name)| Line::new(*name, cells(Some(id)))).collect();
    lines
        .retain(|line| line.cells.iter().any(|cell| cell.figure.as_ref().is_some_and(|it| it.value >= 0.05)));
    lines.push(Line::new("zusammen", cells(None)));
    let heads: Vec<String> = years
        .iter()
        .map(|(year, is_counted)| if *is_counted { format!("{year} gezählt") } else { year.to_string() })
        .collect();
    let headings: Vec<&str> = std::iter::once("").chain(heads.iter().map(String::as_str)).collect();
    let card = Card {
        id: "bedarf",
        title: findings::need((base, from), (LAST_YEAR, to)),
        subtitle: "Pflegebedürftige nach Versorgungsform und Pflegegrad, Menschen am Jahresende".to_owned(),
        drawing: None,
        tables: vec![Table::new("Nach Versorgungsform", &headings, lines), grades(shown)],
        source: shown.source(STATISTICS),
        links: Vec::new(),
    };
    card.with_drawing(|words| charts::need(shown, words))
}

/// A counted figure is not explained: it is what was published.
fn counted_cell(row: Option<&RowResponse>) -> Cell {
    let Some(row) = row else { return Cell::text("–") };
    let figure = Figure::sum(row.value, (&row.area, "observed", row.year));
    Cell {
        figure: Some(Figure { text: crate::web::planning::numbers::counted(row.value), ..figure }),
        text: None,
    }
}

fn grades(shown: Shown<'_>) -> Table {
    let years = shown.years.map(|year| year.to_string());
    let cell = |grade: u8, year: i32| {
        let row = shown.found.grades.of_grade(grade).find(|row| row.year == year);
        Cell::of(row, Reading::Computed, shown.fields)
    };
    let line = |grade: u8| {
        Line::new(format!("Pflegegrad {grade}"), shown.years.map(|year| cell(grade, year)).into())
    };
    Table::new(
        "Nach Pflegegrad",
        &["", &years[0], &years[1], &years[2], &years[3]],
        (1..=5).map(line).collect(),
    )
}

/// A line a year with need, what there is, and the balance.
fn balance_table(shown: Shown<'_>, caption: &str, measures: [(&str, &str, Reading); 3]) -> Table {
    let headings = ["", measures[0].0, measures[1].0, measures[2].0];
    let line = |year: i32| {
        let cell = |(_, measure, reading): (&str, &str, Reading)| {
            Cell::of(shown.found.totals.of(measure, year), reading, shown.fields)
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
    let balance: Vec<findings::Point> =
        shown.found.totals.series("residential_places_balance").map(|row| (row.year, row.value)).collect();
    if balance.is_empty() {
        return None;
    }
    let table = |(kind, name): (&str, &str)| {
        let [needed, supply, balance] =
            ["needed", "supply", "balance"].map(|of| format!("{kind}_places_{of}"));
        balance_table(
            shown,
            name,
            [
                ("Bedarf", &needed, Reading::Computed),
                ("Plätze", &supply, Reading::Computed),
                ("Saldo", &balance, Reading::Balance),
            ],
        )
    };
    let card = Card {
        id: "plaetze",
        title: findings::places(&balance),
        subtitle: "Plätze am Jahresende und Bedarf bei planmäßiger Belegung".to_owned(),
        drawing: None,
        tables: PLACE_KINDS.map(table).into(),
        source: shown.source(if shown.found.area.is_whole() {
            STATISTICS
        } else {
            "Verzeichnis der Einrichtungen"
        }),
        links: Vec::new(),
    };
    Some(card.with_drawing(|words| charts::places(shown, words)))
}

/// Staff needed and available; `None` where it is not known.
pub(super) fn staff(shown: Shown<'_>) -> Option<Card> {
    let last = |measure| shown.found.totals.of(measure, LAST_YEAR).map(|row| row.value);
    let (needed, gap) = (last("staff_needed_heads")?, last("staff_gap_heads")?);
    let table = balance_table(
        shown,
        "Pflegepersonal",
        [
            ("gebraucht", "staff_needed_heads", Reading::Computed),
            ("verfügbar", "staff_available_heads", Reading::Computed),
            ("Saldo", "staff_gap_heads", Reading::Gap),
        ],
    );
    let card = Card {
        id: "personal",
        title: findings::staff(LAST_YEAR, needed, gap),
        subtitle: "Pflegepersonal in Heimen und Diensten, Köpfe; verfügbar nach eigenen Annahmen".to_owned(),
        drawing: None,
        tables: vec![table],
        source: shown.source(STATISTICS),
        links: Vec::new(),
    };
    Some(card.with_drawing(|words| charts::staff(shown, words)))
}
