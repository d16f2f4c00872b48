//! The section of chapter 11 about the plan before: what it recommended, what became of it, and whether what it forecast came.

use super::{Reading, derived, head_date};
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::{Inputs, OBSERVED, Row};
use crate::plan::record::{PlanBefore, RecordedAction, RecordedForecast};
use crate::plan::sentences::{self, indicator_number};
use crate::plan::texts::{ActionState, title_of};

/// Measures that are forecast and later counted: name for a table, subject of a sentence with its article.
const COUNTED: [(&str, &str, &str); 2] =
    [("population", "Menschen", "Menschen"), ("people_in_need", "Pflegebedürftige", "Pflegebedürftige")];
/// What would fill the gap of a plan without another before it. The guide says how it is given.
const FILL: &str = "der vorige Pflegeplan dieses Gebiets";

pub(super) fn section(chapter: &mut Chapter, inputs: &Inputs) {
    chapter.heading("11.3", "Vergleich mit dem Plan davor");
    let Some(before) = &inputs.texts.before else {
        chapter.gap("Vergleich mit dem Plan davor", "Es ist kein Plan davor angegeben.", FILL);
        return;
    };
    let of = before.reference_date.map(|day| format!(" zum Stichtag {}", head_date(day))).unwrap_or_default();
    chapter.paragraph(format!(
        "Verglichen wird mit dem Plan{of} vom {}. Was er empfohlen hat, steht hier, wie es dort stand.",
        head_date(before.written_on)
    ));
    actions(chapter, inputs, before);
    recommendations(chapter, before);
    forecasts(chapter, inputs, before);
}

/// The source line of what is taken from the plan before.
fn source(before: &PlanBefore) -> String {
    format!("Quelle: Plan vom {}; Festlegungen des Kreises.", head_date(before.written_on))
}

fn actions(chapter: &mut Chapter, inputs: &Inputs, before: &PlanBefore) {
    let all = &before.record.actions;
    if all.is_empty() {
        chapter.paragraph("Der Plan davor nennt keine Maßnahmen.");
        return;
    }
    let states: Vec<Option<ActionState>> = all.iter().map(|action| state_today(inputs, action)).collect();
    chapter.finding(sentences::outcome(&states));
    let headings =
        ["Maßnahme", "zu", "Frist", "Stand damals", "Stand heute", "Indikator", "damals", "Ziel", "heute"];
    let mut table = Table::new("Maßnahmen des Plans davor", &headings, &source(before)).of_words();
    for (action, state) in all.iter().zip(states) {
        let indicator = action.indicator.as_deref().and_then(|id| inputs.indicator(id));
        let number = |value: f64| match indicator {
            Some(it) => indicator_number(value, it.kind),
            None => crate::charts::numbers::grouped(value, 1),
        };
        let now = indicator.and_then(|it| Some((it.of(&inputs.area.key)?.value?, it.year)));
        let of_year = |(value, year): (f64, i32)| format!("{} ({year})", number(value));
        let text = |text: Option<String>| text.map_or_else(Cell::missing, Cell::text);
        table.row(
            action.title.clone(),
            [
                Cell::text(action.chapter.clone()),
                Cell::text(head_date(action.deadline)),
                Cell::text(action.state.german()),
                Cell::text(state.map_or("nicht mehr genannt", ActionState::german)),
                text(indicator.map(|it| format!("{} {}", it.id, it.name)).or(action.indicator.clone())),
                text(action.then.map(of_year)),
                text(action.target.map(number)),
                text(now.map(of_year)),
            ],
        );
    }
    chapter.table(table);
}

/// How far an action of the plan before has come: that of the action with the same title, or else with the same id and chapter.
/// An id alone is no proof, because a plan that was begun anew counts from one again.
fn state_today(inputs: &Inputs, before: &RecordedAction) -> Option<ActionState> {
    let all = &inputs.texts.settings.actions;
    let same_title = all.iter().find(|action| action.title.trim() == before.title.trim());
    let same_id = all.iter().find(|action| action.id == before.id && action.chapter == before.chapter);
    same_title.or(same_id).map(|action| action.state)
}

fn recommendations(chapter: &mut Chapter, before: &PlanBefore) {
    let all = &before.record.recommendations;
    if all.is_empty() {
        return;
    }
    chapter.paragraph("Empfehlungen des Plans davor:");
    chapter.list(
        all.iter().map(|it| format!("{} {}: {}", it.chapter, title_of(&it.chapter), it.text)).collect(),
    );
}

/// What was counted of a measure, by year.
fn counts<'a>(inputs: &'a Inputs, measure: &'a str) -> impl Iterator<Item = &'a Row> {
    let key = inputs.area.key.as_str();
    let seen = match measure {
        "people_in_need" => inputs.of_type(key, OBSERVED, None).collect::<Vec<_>>(),
        _ => inputs.series(key, OBSERVED, measure).collect(),
    };
    // Residents of the base year are counted; people in need of that year are computed.
    let base = inputs.total(measure, inputs.base_year).filter(|_| measure == "population");
    seen.into_iter().chain(base)
}

fn forecasts(chapter: &mut Chapter, inputs: &Inputs, before: &PlanBefore) {
    let all = &before.record.forecasts;
    if all.is_empty() {
        chapter.gap(
            "Vergleich der Vorausberechnung mit dem, was kam",
            "Vom Plan davor liegen nur die Texte vor, nicht die vorausberechneten Zahlen.",
            "der vorige Pflegeplan dieses Gebiets mit seinen Zahlen",
        );
        return;
    }
    let mut table = Table::new(
        "Was der Plan davor vorausberechnet hat, und was gezählt wurde",
        &["Zahl", "Jahr", "vorausberechnet", "gezählt", "Unterschied"],
        &format!("{} {}", source(before), format_args!("Gezählt: {}; {}.", super::POPULATION, super::CARE)),
    )
    .with_note("Unterschied: gezählt minus vorausberechnet, in Prozent der Vorausberechnung.");
    for (measure, name, subject) in COUNTED {
        let first = first_year(all, measure);
        let pairs: Vec<(&RecordedForecast, &Row)> = counts(inputs, measure)
            .filter(|row| first.is_some_and(|first| row.year > first))
            .filter_map(|row| Some((of(all, measure, row.year)?, row)))
            .collect();
        if let Some((forecast, row)) = pairs.last() {
            let value = (forecast.value, forecast.band);
            chapter.finding(sentences::came_true(subject, row.year, value, row.value));
        }
        for (forecast, row) in pairs {
            table.row(name, line(forecast, row));
        }
    }
    if table.rows.is_empty() {
        chapter.gap(
            "Vergleich der Vorausberechnung mit dem, was kam",
            "Seit dem Ausgangsjahr des Plans davor ist noch nichts gezählt worden, was er vorausberechnet hat.",
            "die nächste Bevölkerungsfortschreibung und die nächste Pflegestatistik",
        );
    } else {
        chapter.paragraph(
            "Der Bedarf an Plätzen und Personal wird nicht gezählt; deshalb stehen hier nur Menschen und Pflegebedürftige.",
        );
    }
    chapter.table(table);
    revised(chapter, inputs, before);
}

/// The base year of the forecasts that were made.
fn first_year(all: &[RecordedForecast], measure: &str) -> Option<i32> {
    all.iter().filter(|one| one.measure == measure).map(|one| one.year).min()
}

fn of<'a>(all: &'a [RecordedForecast], measure: &str, year: i32) -> Option<&'a RecordedForecast> {
    all.iter().find(|one| one.measure == measure && one.year == year)
}

fn line(forecast: &RecordedForecast, row: &Row) -> [Cell; 4] {
    let difference = (forecast.value > 0.0).then(|| 100.0 * (row.value / forecast.value - 1.0));
    let text = |value| crate::charts::Unit::Share.signed(value, crate::charts::Basis::Computed);
    [
        Cell::text(row.year.to_string()),
        derived(Some(forecast.value), Reading::Computed),
        super::cell(Some(row), Reading::Counted),
        difference.map_or_else(Cell::missing, |value| Cell {
            text: text(value),
            value: Some(value),
            of: None,
        }),
    ]
}

/// What is expected of the same years then and now.
fn revised(chapter: &mut Chapter, inputs: &Inputs, before: &PlanBefore) {
    let headings = ["Zahl", "Jahr", "damals", "heute", "Unterschied"];
    let mut table = Table::new("Die Vorausberechnung damals und heute", &headings, &source(before));
    let years = inputs.shown_years().into_iter().filter(|year| *year > inputs.base_year);
    let years: Vec<i32> = years.collect();
    for (measure, name, _) in COUNTED {
        for year in &years {
            let pair = of(&before.record.forecasts, measure, *year).zip(inputs.total(measure, *year));
            let Some((then, now)) = pair else { continue };
            table.row(
                name,
                [
                    Cell::text(year.to_string()),
                    derived(Some(then.value), Reading::Computed),
                    super::cell(Some(now), Reading::Computed),
                    derived(Some(now.value - then.value), Reading::Balance),
                ],
            );
        }
    }
    chapter.table(table);
}
