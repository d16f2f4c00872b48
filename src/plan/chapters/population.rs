//! 4: residents now and in the years to come.

use super::{
    POPULATION, Reading, cell, cell_with_band, change, computed_from, course, derived, head, indicators,
    own_text, year_headings,
};
use crate::charts::{
    Ages, Band, Basis, Point as ChartPoint, PyramidChart, Series, Size, Stroke, TimeChart, Tone, Unit,
};
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::{Inputs, Row, STATUS_QUO};
use crate::plan::sentences;
use crate::units::Year;

/// Groups of ages: name, first and last age.
const GROUPS: [(&str, (usize, usize)); 5] = [
    ("unter 20", (0, 19)),
    ("20 bis 64", (20, 64)),
    ("65 bis 79", (65, 79)),
    ("80 bis 89", (80, 89)),
    ("ab 90", (90, 200)),
];
const FROM_80: (usize, usize) = (80, 200);

pub(super) fn chapter(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("4");
    course(&mut chapter, inputs, "Die Zahl der Menschen", "population");
    let old = |year| inputs.residents(&inputs.area.key, None, FROM_80, year);
    if let (Some(now), Some(then)) = (old(inputs.base_year), old(inputs.last_year)) {
        let subject = "Die Zahl der Menschen ab 80 Jahren";
        let (start, end) = ((inputs.base_year, now), (inputs.last_year, then));
        chapter.finding(change(inputs, subject, (start, end), None));
    }
    chapter.heading("4.1", "Altersaufbau");
    pyramid(&mut chapter, inputs);
    groups(&mut chapter, inputs);
    chapter.heading("4.2", "Alte Menschen über die Jahre");
    old_people(&mut chapter, inputs);
    chapter.heading("4.3", "Geburten, Sterbefälle und Wanderung");
    components(&mut chapter, inputs);
    chapter.heading("4.4", "Indikatoren");
    let ids = ["D01", "D03", "D04", "D05", "D06", "D07", "D09", "D10", "D11", "D12", "D13"];
    indicators::table(&mut chapter, inputs, "Indikatoren der Bevölkerung", &ids);
    // The last section, so that no number is skipped where there are no planning areas.
    if inputs.inside.len() > 1 {
        chapter.heading("4.5", if inputs.is_state() { "In den Kreisen" } else { "In den Planungsräumen" });
        inside(&mut chapter, inputs);
    }
    own_text(&mut chapter, inputs, "4");
    chapter
}

fn source(inputs: &Inputs) -> String {
    computed_from(inputs, POPULATION)
}

fn pyramid(chapter: &mut Chapter, inputs: &Inputs) {
    let of = |year: i32, basis: Basis| {
        let sides = ["m", "f"].map(|sex| inputs.by_age(sex, year));
        let values = |side: &[&Row]| side.iter().map(|row| row.value).collect();
        let bands = |side: &[&Row]| {
            side.iter().filter_map(|row| row.band.map(|(low, high)| Band { low, high })).collect()
        };
        let [men, women] = &sides;
        let bands = [bands(men), bands(women)];
        Ages { year: Year(year), basis, men: values(men), women: values(women), bands }
    };
    let base = of(inputs.base_year, Basis::Computed);
    if base.men.is_empty() {
        return;
    }
    let old = |year| inputs.residents(&inputs.area.key, None, FROM_80, year).unwrap_or_default();
    let all = |year| inputs.total("population", year).map_or(0.0, |row| row.value);
    let share = |year: i32| crate::charts::numbers::share(100.0 * old(year) / all(year).max(1.0));
    let title = format!(
        "Ab 80 Jahre: {} aller Menschen {}, {} im Jahr {}",
        share(inputs.base_year),
        inputs.base_year,
        share(inputs.last_year),
        inputs.last_year
    );
    let subtitle = format!(
        "Menschen je Altersjahr, Ende {} (Flächen) und {} (Linie)",
        inputs.base_year, inputs.last_year
    );
    let chart = PyramidChart {
        head: head("k4-alter", title, &subtitle, &source(inputs), Size::SHEET.with_height(420.0)),
        base,
        target: Some(of(inputs.last_year, Basis::Computed)),
    };
    chapter.figure(chart.draw());
}

fn groups(chapter: &mut Chapter, inputs: &Inputs) {
    let headings = year_headings(inputs, "Alter");
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    for (caption, sex) in
        [("Menschen nach Alter", None), ("Frauen nach Alter", Some("f")), ("Männer nach Alter", Some("m"))]
    {
        let mut table = Table::new(caption, &headings, &source(inputs));
        for (name, ages) in GROUPS {
            let cells = inputs
                .shown_years()
                .into_iter()
                .map(|year| derived(inputs.residents(&inputs.area.key, sex, ages, year), Reading::Computed));
            table.row(name, cells.collect::<Vec<Cell>>());
        }
        let total = inputs.shown_years().into_iter().map(|year| match sex {
            None if year == inputs.last_year => {
                cell_with_band(inputs.total("population", year), Reading::Computed)
            }
            None => cell(inputs.total("population", year), Reading::Computed),
            Some(_) => derived(inputs.residents(&inputs.area.key, sex, (0, 200), year), Reading::Computed),
        });
        table.row("zusammen", total.collect::<Vec<Cell>>());
        if sex.is_none() {
            table.note =
                Some("In Klammern: Grenzen, zwischen denen der Wert in 8 von 10 Zukünften liegt.".to_owned());
        }
        chapter.table(table);
    }
}

fn old_people(chapter: &mut Chapter, inputs: &Inputs) {
    let years = inputs.base_year..=inputs.last_year;
    let series = |name: &str, (tone, stroke), ages| {
        let points = years
            .clone()
            .filter_map(|year| {
                let value = inputs.residents(&inputs.area.key, None, ages, year)?;
                Some(ChartPoint::computed(year, value))
            })
            .collect();
        Series::new(name, tone, stroke, points)
    };
    let younger = series("65 bis 79", (Tone::Comparison, Stroke::Dashed), (65, 79));
    let older = series("ab 80", (Tone::Need, Stroke::Main), FROM_80);
    let (from, to) = (Year(inputs.base_year), Year(inputs.last_year));
    let Some(title) = crate::charts::finding::change("Menschen ab 80", &older, from, to) else { return };
    let head = head("k4-alte", title, "Menschen am Jahresende", &source(inputs), Size::SHEET);
    chapter.figure(TimeChart::new(head, Unit::Count, vec![older, younger]).from_zero().draw());
}

fn components(chapter: &mut Chapter, inputs: &Inputs) {
    const LINES: [(&str, &str, Reading); 3] = [
        ("Geborene", "births", Reading::Computed),
        ("Gestorbene", "deaths", Reading::Computed),
        ("Wanderungssaldo", "net_migration", Reading::Balance),
    ];
    let years: Vec<i32> = inputs.shown_years().into_iter().filter(|year| *year > inputs.base_year).collect();
    let (first, last) = (inputs.base_year + 1, inputs.last_year);
    let mut headings: Vec<String> =
        std::iter::once("Im Jahr".to_owned()).chain(years.iter().map(ToString::to_string)).collect();
    headings.push(format!("{first} bis {last}"));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Was die Zahl der Menschen ändert", &headings, &source(inputs));
    let sum = |measure: &str| -> f64 {
        inputs.series(&inputs.area.key, STATUS_QUO, measure).map(|row| row.value).sum()
    };
    let natural = sum("births") - sum("deaths");
    for (name, measure, reading) in LINES {
        let cells = years.iter().map(|year| cell(inputs.total(measure, *year), reading));
        let cells: Vec<Cell> = cells.chain([derived(Some(sum(measure)), reading)]).collect();
        table.row(name, cells);
    }
    let of_year = |year: &i32| {
        let [births, deaths] = ["births", "deaths"].map(|measure| inputs.total(measure, *year));
        derived(births.zip(deaths).map(|(births, deaths)| births.value - deaths.value), Reading::Balance)
    };
    let cells = years.iter().map(of_year).chain([derived(Some(natural), Reading::Balance)]);
    table.row("Geborene minus Gestorbene", cells.collect::<Vec<Cell>>());
    chapter.table(table);
    chapter.finding(Some(sentences::components((first, last), natural, sum("net_migration"))));
}

fn inside(chapter: &mut Chapter, inputs: &Inputs) {
    let (base, last) = (inputs.base_year, inputs.last_year);
    let headings = [
        "Gebiet".to_owned(),
        format!("Menschen {base}"),
        last.to_string(),
        "Veränderung".to_owned(),
        format!("ab 80 {base}"),
        format!("ab 80 {last}"),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Menschen in den Gebieten", &headings, &source(inputs));
    for area in &inputs.inside {
        let of = |year| inputs.of(&area.key, "population", year);
        let old = |year| derived(inputs.residents(&area.key, None, FROM_80, year), Reading::Computed);
        let change = of(base).zip(of(last)).filter(|(from, _)| from.value > 0.0);
        let change = change.map(|(from, to)| 100.0 * (to.value / from.value - 1.0));
        let change = change.map_or_else(Cell::missing, |change| Cell {
            text: Unit::Share.signed(change, Basis::Computed),
            value: Some(change),
            of: None,
        });
        table.row(
            area.name.clone(),
            [
                cell(of(base), Reading::Computed),
                cell(of(last), Reading::Computed),
                change,
                old(base),
                old(last),
            ],
        );
    }
    chapter.table(table);
}
