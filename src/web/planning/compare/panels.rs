//! The districts beside each other on one scale: people in need, or their forms of care, to the last year.

use super::cards::card;
use crate::app::forecast::RowResponse;
use crate::app::planning::NamedArea;
use crate::app::planning::compare::DistrictForecasts;
use crate::app::planning::run::LAST_YEAR;
use crate::charts::{Layer, Panel, PanelsChart, Pattern, Series, Size, Stroke, Tone, Unit};
use crate::units::Lang;
use crate::web::planning::choice::Choice;
use crate::web::planning::drawing::{Drawing, head, line, point};
use crate::web::planning::table::{Card, Cell, Line, Reading, Table};
use crate::web::planning::{address, numbers};
use crate::web::shell::query_string::QueryString;

const WIDE: Size = Size { width: 860.0, height: 0.0 };

/// What the panels show: its word in an address, its name, the measure, and whether it is divided by form of care.
struct Subject {
    word: &'static str,
    name: &'static str,
    measure: &'static str,
    by_type: bool,
}

const fn subject(word: &'static str, name: &'static str, measure: &'static str, by_type: bool) -> Subject {
    Subject { word, name, measure, by_type }
}

const SUBJECTS: [Subject; 4] = [
    subject("bedarf", "Pflegebedürftige", "people_in_need", false),
    subject("form", "Pflegebedürftige nach Versorgungsform", "people_in_need", true),
    subject("heimplaetze", "Bedarf an Heimplätzen", "residential_places_needed", false),
    subject("personal", "Bedarf an Pflegekräften", "staff_needed_heads", false),
];

/// Forms of care from the foot to the top.
const LAYERS: [(&str, &str, Tone, Option<Pattern>); 4] = [
    ("residential", "im Heim", Tone::Home, Some(Pattern::Dots)),
    ("home_care", "Pflegedienst", Tone::Service, Some(Pattern::Diagonals)),
    ("allowance_only", "Pflegegeld", Tone::Allowance, None),
    ("grade1_without_services", "Grad 1 ohne Dienst", Tone::Grade1, Some(Pattern::Horizontals)),
];

fn chosen(word: Option<&str>) -> &'static Subject {
    SUBJECTS.iter().find(|one| Some(one.word) == word).unwrap_or(&SUBJECTS[0])
}

pub(super) fn choices(word: Option<&str>) -> Vec<Choice> {
    let chosen = chosen(word);
    SUBJECTS.iter().map(|one| Choice::new(one.word, one.name, one.word == chosen.word)).collect()
}

pub(super) fn cards(found: &DistrictForecasts, word: Option<&str>, run: &QueryString) -> Vec<Card> {
    let subject = chosen(word);
    let subtitle = format!(
        "{}, {} bis {LAST_YEAR}, alle Kreise auf einer Skala{}",
        subject.name,
        found.base_year,
        if subject.by_type { "" } else { "; Fläche: 8 von 10 Zukünften" }
    );
    let source = format!(
        "Quelle: Pflegestatistik (Statistische Ämter, dl-de/by-2-0); eigene Berechnung, Modell {}.",
        found.model
    );
    let mut panels = card("kreise", finding(found, subject), subtitle, source);
    panels.tables = vec![table(found, subject, run)];
    let drawn: Vec<Panel> = found.districts.iter().map(|area| panel(found, area, subject)).collect();
    vec![panels.with_drawing(|words| {
        Drawing::sized("kreise", [WIDE, Size::PHONE], |id, size| {
            PanelsChart { head: head(Lang::De, id, size, words), unit: Unit::Count, panels: drawn.clone() }
                .draw()
        })
    })]
}

/// The undivided figures of a district, in the order of years.
fn totals<'a>(
    found: &'a DistrictForecasts,
    (area, subject): (&'a NamedArea, &'a Subject),
) -> impl Iterator<Item = &'a RowResponse> {
    found.totals.series(subject.measure).filter(|row| row.area == area.key)
}

/// The figures of a form of care in a district.
fn of_type<'a>(
    found: &'a DistrictForecasts,
    (area, id): (&'a NamedArea, &'a str),
) -> impl Iterator<Item = &'a RowResponse> {
    found.types.of_type(Some(id), false).filter(|row| row.area == area.key)
}

fn panel(found: &DistrictForecasts, area: &NamedArea, subject: &'static Subject) -> Panel {
    let total = line(&area.name, (Tone::Need, Stroke::Main), totals(found, (area, subject)));
    let layer = |(id, name, tone, pattern): (&'static str, &str, Tone, Option<Pattern>)| Layer {
        series: Series::new(name, tone, Stroke::Main, of_type(found, (area, id)).map(point).collect()),
        pattern,
    };
    let layers = if subject.by_type { LAYERS.map(layer).into() } else { Vec::new() };
    Panel { name: area.name.clone(), total, layers }
}

/// The first and the last value of each district.
fn ends<'a>(found: &'a DistrictForecasts, subject: &Subject) -> Vec<(&'a str, f64, f64)> {
    let of = |area: &'a NamedArea| {
        let at = |year| found.totals.of_area(&area.key, subject.measure, year);
        Some((area.name.as_str(), at(found.base_year)?.value, at(LAST_YEAR)?.value))
    };
    found.districts.iter().filter_map(of).collect()
}

/// "Bis 2040 mehr in allen 8 Kreisen, am stärksten in Rostock (+18 Prozent)"
fn finding(found: &DistrictForecasts, subject: &Subject) -> String {
    let changes: Vec<(&str, f64)> = ends(found, subject)
        .into_iter()
        .filter(|(_, from, _)| *from > 0.0)
        .map(|(name, from, to)| (name, to / from - 1.0))
        .collect();
    let Some((name, most)) = changes.iter().max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return subject.name.to_owned();
    };
    let more = changes.iter().filter(|(_, change)| *change > 0.0).count();
    let all = changes.len();
    let where_ =
        if more == all { format!("allen {all} Kreisen") } else { format!("{more} von {all} Kreisen") };
    let place = if name.starts_with("Landkreis") { format!("im {name}") } else { format!("in {name}") };
    format!("Bis {LAST_YEAR} mehr in {where_}, am stärksten {place} (+{} Prozent)", numbers::percent(*most))
}

fn table(found: &DistrictForecasts, subject: &Subject, run: &QueryString) -> Table {
    let years = [found.base_year, 2030, 2035, LAST_YEAR];
    let line = |area: &NamedArea| {
        let cell = |row| Cell::of(row, Reading::Computed, (Lang::De, run));
        let last = |id| of_type(found, (area, id)).find(|row| row.year == LAST_YEAR);
        let at = |year| found.totals.of_area(&area.key, subject.measure, year);
        let cells = match subject.by_type {
            true => LAYERS.iter().map(|(id, ..)| cell(last(id))).collect(),
            false => years.iter().map(|year| cell(at(*year))).collect(),
        };
        Line::new(&area.name, cells).with_link(address::area(&area.key, run))
    };
    let lines = found.districts.iter().map(line).collect();
    if subject.by_type {
        let headings: Vec<&str> =
            std::iter::once("Kreis").chain(LAYERS.iter().map(|(_, name, ..)| *name)).collect();
        return Table::new(&format!("Pflegebedürftige {LAST_YEAR} nach Versorgungsform"), &headings, lines);
    }
    let texts = years.map(|year| year.to_string());
    let headings = ["Kreis", &texts[0], &texts[1], &texts[2], &texts[3]];
    Table::new(subject.name, &headings, lines)
}
