//! 5 and 6: people in need of care, dementia, and everything together.

use super::{
    CARE, POPULATION, Reading, cell, cell_with_band, computed_from, course, derived, head, indicators,
    own_text, year_headings,
};
use crate::charts::{
    AreaValue, Basis, Break, Layer, Pattern, Point as ChartPoint, RankingChart, Series, Size, StackedChart,
    Stroke, Tone, Unit,
};
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::{Inputs, OBSERVED, Row, STATE, STATUS_QUO};
use crate::plan::sentences;
use crate::units::Year;

/// Forms of care from the foot of the chart to the top: id, name, colour and pattern.
const LAYERS: [(&str, &str, Tone, Option<Pattern>); 4] = [
    ("residential", "im Heim", Tone::Home, Some(Pattern::Dots)),
    ("home_care", "mit Pflegedienst", Tone::Service, Some(Pattern::Diagonals)),
    ("allowance_only", "nur Pflegegeld", Tone::Allowance, None),
    ("grade1_without_services", "Grad 1 ohne Dienst", Tone::Grade1, Some(Pattern::Horizontals)),
];
/// A form that is too small for the chart.
const DAY_CARE_GRADE1: (&str, &str) = ("day_care_grade1", "Grad 1 in Tagespflege");
/// The care statistics are taken every second year.
const SURVEY_STEP: usize = 2;

/// 5: stock and structure.
pub(super) fn chapter(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("5");
    let surveys: Vec<&Row> = inputs.of_type(&inputs.area.key, OBSERVED, None).collect();
    if let (Some(first), Some(last)) = (surveys.first(), surveys.last()) {
        let ends = ((first.year, first.value), (last.year, last.value));
        chapter.finding(sentences::counted_change("Die Zahl der Pflegebedürftigen", ends.0, ends.1));
        chapter.paragraph(
            "2017 wurde der Begriff der Pflegebedürftigkeit weiter gefasst, seit 2019 zählen auch Menschen mit Pflegegrad 1 \
             ohne Leistungen der Dienste mit. Ein Teil des Anstiegs kommt daher.",
        );
    }
    course(&mut chapter, inputs, "Die Zahl der Pflegebedürftigen", "people_in_need");
    chapter.heading("5.1", "Nach Versorgungsform");
    stacked(&mut chapter, inputs, &surveys);
    counted(&mut chapter, inputs, &surveys);
    chapter.heading("5.2", "Nach Pflegegrad");
    grades(&mut chapter, inputs);
    chapter.heading("5.3", "Im Vergleich");
    indicators::findings(&mut chapter, inputs, &["P02", "P04", "P09", "P10"]);
    ranking(&mut chapter, inputs);
    let ids = [
        "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P11", "P12", "P13", "P14",
        "P15", "P16", "P17",
    ];
    indicators::table(&mut chapter, inputs, "Indikatoren der Pflegebedürftigkeit", &ids);
    own_text(&mut chapter, inputs, "5");
    chapter
}

fn stacked(chapter: &mut Chapter, inputs: &Inputs, surveys: &[&Row]) {
    let area = inputs.area.key.as_str();
    let ends = surveys.first().zip(surveys.last()).map(|(first, last)| (first.year, last.year));
    let years: Vec<i32> =
        ends.map(|(first, last)| (first..=last).step_by(SURVEY_STEP).collect()).unwrap_or_default();
    let points = |care_type: Option<&str>, computed: Vec<ChartPoint>| -> Vec<ChartPoint> {
        let of_survey = |year: &i32| {
            let found = inputs.of_type(area, OBSERVED, care_type).find(|row| row.year == *year);
            found.map_or(ChartPoint::missing(*year), |row| ChartPoint::counted(*year, row.value))
        };
        years.iter().map(of_survey).chain(computed).collect()
    };
    let layers: Vec<Layer> = LAYERS
        .iter()
        .map(|(id, name, tone, pattern)| {
            let computed = inputs.of_type(area, STATUS_QUO, Some(id)).map(super::chart_point).collect();
            Layer {
                series: Series::new(name, *tone, Stroke::Main, points(Some(id), computed)),
                pattern: *pattern,
            }
        })
        .collect();
    let totals = inputs.series(area, STATUS_QUO, "people_in_need").map(super::chart_point).collect();
    let total = Series::new("zusammen", Tone::Ink, Stroke::Main, points(None, totals));
    let (from, to) = (Year(inputs.base_year), Year(inputs.last_year));
    let Some(title) = crate::charts::finding::change("Pflegebedürftige", &total, from, to) else { return };
    let breaks = [(2017, "neuer Pflegebegriff"), (2019, "Grad 1 zählt mit")]
        .into_iter()
        .filter(|(year, _)| years.first().is_some_and(|first| first < year))
        .map(|(year, note)| Break { from: Year(year), note: note.to_owned() })
        .collect();
    let subtitle = "Pflegebedürftige nach Versorgungsform, Menschen am Jahresende";
    let head =
        head("k5-formen", title, subtitle, &computed_from(inputs, CARE), Size::SHEET.with_height(360.0));
    chapter.figure(StackedChart { head, unit: Unit::Count, layers, total, breaks }.draw());
}

/// The surveys as they were counted, and the computed years.
fn counted(chapter: &mut Chapter, inputs: &Inputs, surveys: &[&Row]) {
    let area = inputs.area.key.as_str();
    let counted: Vec<i32> = surveys.iter().map(|row| row.year).collect();
    let forms = || LAYERS.iter().map(|(id, name, ..)| (*id, *name)).chain([DAY_CARE_GRADE1]);
    let computed = inputs.shown_years();
    let by_form = |caption: &str, years: &[i32], scenario: &str, reading: Reading, source: &str| {
        let headings: Vec<String> = std::iter::once("Versorgungsform".to_owned())
            .chain(years.iter().map(ToString::to_string))
            .collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new(caption, &headings, source);
        for (id, name) in forms() {
            let cells: Vec<Cell> = years
                .iter()
                .map(|year| {
                    cell(inputs.of_type(area, scenario, Some(id)).find(|row| row.year == *year), reading)
                })
                .collect();
            if cells.iter().any(|cell| cell.value.is_some_and(|value| value >= 0.05)) {
                table.row(name, cells);
            }
        }
        let total = |year: &i32| match scenario {
            OBSERVED => cell(inputs.of_type(area, OBSERVED, None).find(|row| row.year == *year), reading),
            _ => cell(inputs.total("people_in_need", *year), reading),
        };
        table.row("zusammen", years.iter().map(total).collect::<Vec<Cell>>());
        table
    };
    if counted.is_empty() {
        chapter.gap(
            "Gezählte Pflegebedürftige",
            "Für dieses Gebiet ist keine Pflegestatistik hinterlegt.",
            "Pflegestatistik der Statistischen Ämter",
        );
    } else {
        let source = format!("Quelle: {CARE}.");
        chapter.table(by_form("Gezählte Pflegebedürftige", &counted, OBSERVED, Reading::Counted, &source));
    }
    let source = computed_from(inputs, CARE);
    let caption = "Vorausberechnete Pflegebedürftige";
    chapter.table(by_form(caption, &computed, STATUS_QUO, Reading::Computed, &source));
}

fn grades(chapter: &mut Chapter, inputs: &Inputs) {
    let headings = year_headings(inputs, "Pflegegrad");
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Pflegebedürftige nach Pflegegrad", &headings, &computed_from(inputs, CARE));
    for grade in 1..=5 {
        let cells = inputs
            .shown_years()
            .into_iter()
            .map(|year| cell(inputs.of_grade(grade, year), Reading::Computed));
        table.row(format!("Pflegegrad {grade}"), cells.collect::<Vec<Cell>>());
    }
    chapter.table(table);
}

fn ranking(chapter: &mut Chapter, inputs: &Inputs) {
    let Some(rate) = inputs.indicator("P02") else { return };
    let areas: Vec<AreaValue> = inputs
        .districts
        .iter()
        .map(|(key, name)| AreaValue {
            name: name.clone(),
            value: rate.of(key).and_then(|value| value.value),
            is_own: *key == inputs.area.key,
        })
        .collect();
    let known = areas.iter().filter_map(|area| Some((area.name.as_str(), area.value?)));
    let Some((highest, value)) = known.reduce(|best, one| if one.1 > best.1 { one } else { best }) else {
        return;
    };
    let title = format!("Die höchste Pflegequote hat {highest} mit {}", crate::charts::numbers::share(value));
    let subtitle = format!("Pflegebedürftige je 100 Menschen, {}", rate.year);
    let chart = RankingChart {
        head: head(
            "k5-rang",
            title,
            &subtitle,
            &format!("Quelle: {}.", rate.source),
            Size::SHEET.with_height(270.0),
        ),
        unit: Unit::Share,
        basis: Basis::Counted,
        areas,
        whole: rate.of(STATE).and_then(|value| value.value).map(|value| ("Land".to_owned(), value)),
    };
    chapter.figure(chart.draw());
}

/// 6: dementia, help before care, and everything together.
pub(super) fn further(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("6");
    course(&mut chapter, inputs, "Die Zahl der Menschen mit Demenz", "people_with_dementia");
    chapter.paragraph(
        "Wie viele Menschen eine Demenz haben, zählt niemand. Die Zahl ist aus dem Anteil je Altersgruppe geschätzt, den \
         Studien gefunden haben.",
    );
    course(
        &mut chapter,
        inputs,
        "Die Zahl der Menschen, denen zu Hause der Entlastungsbetrag zusteht,",
        "people_entitled_to_relief",
    );
    let headings = year_headings(inputs, "Jahresende");
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let source = computed_from(inputs, &format!("{POPULATION}; {CARE}"));
    let mut table = Table::new("Gesamtschau", &headings, &source)
        .with_note(
            "Die Zeilen überschneiden sich: Viele Menschen mit Demenz sind auch pflegebedürftig. In Klammern: Grenzen, zwischen \
             denen der Wert in 8 von 10 Zukünften liegt.",
        );
    for (name, measure, reading) in [
        ("Pflegebedürftige", "people_in_need", Reading::Computed),
        ("davon mit Leistungen", "people_in_need_with_services", Reading::Computed),
        ("Menschen mit Demenz (geschätzt)", "people_with_dementia", Reading::Computed),
        ("Anspruch auf den Entlastungsbetrag", "people_entitled_to_relief", Reading::Computed),
    ] {
        let of_year = |year: i32| {
            let row = inputs.total(measure, year);
            if year == inputs.last_year { cell_with_band(row, reading) } else { cell(row, reading) }
        };
        let cells: Vec<Cell> = inputs.shown_years().into_iter().map(of_year).collect();
        if cells.iter().any(|cell| cell.value.is_some()) {
            table.row(name, cells);
        }
    }
    let potential = inputs.shown_years().into_iter().map(|year| {
        let row = inputs.total("informal_potential_per_100", year);
        row.map_or_else(Cell::missing, |row| Cell {
            text: crate::charts::numbers::grouped(row.value, 0),
            ..derived(Some(row.value), Reading::Counted)
        })
    });
    let potential: Vec<Cell> = potential.collect();
    if potential.iter().any(|cell| cell.value.is_some()) {
        table.row("45- bis 64-Jährige je 100 Menschen ab 75", potential);
    }
    chapter.table(table);
    indicators::table(&mut chapter, inputs, "Indikatoren", &["G01", "N05", "X08", "X09"]);
    own_text(&mut chapter, inputs, "6");
    chapter
}
