//! 10: forecasts under several assumptions, and what they mean for places.

use super::{
    CARE, Reading, cell, chart_point, computed_from, derived, head, indicators, own_text, places_of,
    year_headings,
};
use crate::charts::{
    BalanceChart, Chart, Point as ChartPoint, Series, Size, Stroke, TimeChart, Tone, Unit, finding,
};
use crate::plan::document::{Cell, Chapter, Table};
use crate::plan::inputs::{Inputs, STATUS_QUO};
use crate::plan::sentences;
use crate::plan::texts::{ADVICE_CENTRES, KINDS_OF_PLACES, TargetMethod, TargetValue, name_of_kind};
use crate::units::Year;

pub(super) fn chapter(inputs: &Inputs) -> Chapter {
    let mut chapter = super::chapter("10");
    chapter.heading("10.1", "Szenarien");
    chapter.paragraph(
        "Niemand kennt die Zukunft. Deshalb stehen hier mehrere Annahmen über Geburten, Lebenserwartung und Wanderung \
         nebeneinander.",
    );
    scenarios(&mut chapter, inputs);
    chapter.heading("10.2", "Plätze");
    balances(&mut chapter, inputs);
    targets(&mut chapter, inputs);
    chapter.heading("10.3", "Indikatoren");
    let ids = ["X01", "X02", "X03", "X04", "X05", "X06", "X07"];
    indicators::table(&mut chapter, inputs, "Indikatoren der Prognose", &ids);
    // The last section, so that no number is skipped where there are no planning areas.
    if inputs.inside.len() > 1 {
        chapter.heading("10.4", if inputs.is_state() { "In den Kreisen" } else { "In den Planungsräumen" });
        inside(&mut chapter, inputs);
    }
    own_text(&mut chapter, inputs, "10");
    chapter
}

fn scenarios(chapter: &mut Chapter, inputs: &Inputs) {
    let area = inputs.area.key.as_str();
    let last = |scenario: &str, measure: &str| {
        inputs.series(area, scenario, measure).find(|row| row.year == inputs.last_year).map(|row| row.value)
    };
    let known: Vec<(&str, &str, f64)> = inputs
        .scenarios
        .iter()
        .filter_map(|(id, title)| Some((id.as_str(), title.as_str(), last(id, "people_in_need")?)))
        .collect();
    let least = known.iter().copied().reduce(|best, one| if one.2 < best.2 { one } else { best });
    let most = known.iter().copied().reduce(|best, one| if one.2 > best.2 { one } else { best });
    if let (Some(least), Some(most)) = (least, most)
        && known.len() > 1
    {
        let number = crate::charts::numbers::computed;
        chapter.finding(Some(format!(
            "Je nach Annahme sind {} zwischen rund {} („{}“) und rund {} Menschen („{}“) pflegebedürftig.",
            inputs.last_year,
            number(least.2),
            least.1,
            number(most.2),
            most.1
        )));
    }
    if let (Some(least), Some(most)) = (least, most) {
        let number = crate::charts::numbers::computed;
        let title = format!(
            "{}: {} bis {} Pflegebedürftige je nach Annahme",
            inputs.last_year,
            number(least.2),
            number(most.2)
        );
        chapter.figure(scenario_chart(inputs, title));
    }
    scenario_tables(chapter, inputs);
}

fn scenario_tables(chapter: &mut Chapter, inputs: &Inputs) {
    let area = inputs.area.key.as_str();
    let headings = year_headings(inputs, "Annahme");
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    for (caption, measure, reading) in [
        ("Menschen je nach Annahme", "population", Reading::Computed),
        ("Pflegebedürftige je nach Annahme", "people_in_need", Reading::Computed),
        ("Saldo der Heimplätze je nach Annahme", "residential_places_balance", Reading::Balance),
    ] {
        let mut table = Table::new(caption, &headings, &computed_from(inputs, CARE));
        for (id, title) in &inputs.scenarios {
            let cells: Vec<Cell> = inputs
                .shown_years()
                .into_iter()
                .map(|year| cell(inputs.series(area, id, measure).find(|row| row.year == year), reading))
                .collect();
            if cells.iter().any(|cell| cell.value.is_some()) {
                table.row(title.clone(), cells);
            }
        }
        chapter.table(table);
    }
}

/// The scenarios as lines, the middle one with its fan.
fn scenario_chart(inputs: &Inputs, title: String) -> Chart {
    let area = inputs.area.key.as_str();
    let strokes = [Stroke::Dotted, Stroke::Main, Stroke::Dashed, Stroke::Thin];
    let series: Vec<Series> = inputs
        .scenarios
        .iter()
        .zip(strokes.iter().cycle())
        .filter_map(|((id, title), stroke)| {
            let is_main = id == STATUS_QUO;
            let points: Vec<ChartPoint> = inputs
                .series(area, id, "people_in_need")
                .map(|row| if is_main { chart_point(row) } else { ChartPoint::computed(row.year, row.value) })
                .collect();
            let (tone, stroke) =
                if is_main { (Tone::Need, Stroke::Main) } else { (Tone::Comparison, *stroke) };
            (!points.is_empty()).then(|| Series::new(title, tone, stroke, points))
        })
        .collect();
    let subtitle = "Pflegebedürftige am Jahresende; Fläche: 8 von 10 Zukünften der mittleren Annahme";
    let head = head("k10-szenarien", title, subtitle, &computed_from(inputs, CARE), Size::SHEET);
    TimeChart::new(head, Unit::Count, series).draw()
}

fn balances(chapter: &mut Chapter, inputs: &Inputs) {
    let points = |measure: &str| -> Vec<ChartPoint> {
        let of = |year: i32| inputs.total(measure, year).map(|row| ChartPoint::computed(year, row.value));
        inputs.shown_years().into_iter().filter_map(of).collect()
    };
    let series = Series::new("Heimplätze", Tone::Supply, Stroke::Main, points("residential_places_balance"));
    if let Some(last) = places_of(inputs, "residential", inputs.last_year) {
        let title = finding::lack("Heimplätze", Year(last.year), last.judged, last.needed);
        let subtitle = "Plätze minus Bedarf am Jahresende, unter null fehlen Plätze";
        let head =
            head("k10-saldo", title, subtitle, &computed_from(inputs, CARE), Size::SHEET.with_height(240.0));
        chapter.figure(BalanceChart { head, unit: Unit::Count, series: vec![series] }.draw());
    }
    let headings = year_headings(inputs, "Plätze");
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Saldo der Plätze", &headings, &computed_from(inputs, CARE))
        .with_note("Plätze minus Bedarf; unter null fehlen Plätze.");
    for (kind, name) in KINDS_OF_PLACES {
        let measure = format!("{kind}_places_balance");
        let cells: Vec<Cell> = inputs
            .shown_years()
            .into_iter()
            .map(|year| cell(inputs.total(&measure, year), Reading::Balance))
            .collect();
        if cells.iter().any(|cell| cell.value.is_some()) {
            table.row(name, cells);
        }
    }
    chapter.table(table);
}

/// Target values of the planner beside the computed need.
fn targets(chapter: &mut Chapter, inputs: &Inputs) {
    // Those of advice stand in chapter 13.
    let of_places = inputs.texts.settings.targets.iter().filter(|target| target.kind != ADVICE_CENTRES.0);
    let targets: Vec<&TargetValue> = of_places.collect();
    if targets.is_empty() {
        chapter.gap(
            "Bedarfs- und Zielwerte",
            "Der Kreis hat noch keine Zielwerte festgelegt. Der Bedarf in diesem Kapitel ist der rechnerische nach heutiger Inanspruchnahme.",
            "Zielwerte des Kreises mit Methode, Quelle und Beschluss",
        );
        return;
    }
    let years = inputs.shown_years();
    let (base, last) = (years.first().copied().unwrap_or_default(), inputs.last_year);
    let headings = [
        "Angebot".to_owned(),
        "Methode".to_owned(),
        "Zielwert".to_owned(),
        format!("Plätze nach Zielwert {base}"),
        last.to_string(),
        format!("Bedarf nach Inanspruchnahme {last}"),
        format!("Bestand {last}"),
        "Quelle".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Zielwerte, Bedarf und Bestand", &headings, &computed_from(inputs, CARE));
    for at in [1, 2, 7] {
        table.numeric[at] = false;
    }
    for target in targets {
        let name = name_of_kind(&target.kind);
        let of = |measure: &str| inputs.total(&format!("{}_places_{measure}", target.kind), last);
        let by_target = |year: i32| match (target.method, target.age) {
            (TargetMethod::Ratio, Some(age)) => inputs
                .residents(&inputs.area.key, None, (age, 200), year)
                .map(|old| old * target.value / 100.0),
            (TargetMethod::Catchment, _) => None,
            _ => Some(target.value),
        };
        let decision = target.decision.as_ref().map(|text| format!("; {text}")).unwrap_or_default();
        table.row(
            name,
            [
                Cell::text(target.method.german()),
                Cell::text(target.german_value()),
                derived(by_target(base), Reading::Computed),
                derived(by_target(last), Reading::Computed),
                cell(of("needed"), Reading::Computed),
                cell(of("supply"), Reading::Counted),
                Cell::text(format!("{}, {}{decision}", target.source, target.date.format("%d.%m.%Y"))),
            ],
        );
    }
    chapter.table(table);
}

fn inside(chapter: &mut Chapter, inputs: &Inputs) {
    let (base, last) = (inputs.base_year, inputs.last_year);
    let need = |area: &str, year| inputs.of(area, "people_in_need", year);
    let growth = inputs.inside.iter().filter_map(|area| {
        Some((area.name.as_str(), need(&area.key, last)?.value - need(&area.key, base)?.value))
    });
    chapter.finding(sentences::growth(growth.collect(), last).filter(|_| !inputs.is_state()));
    let headings = [
        "Gebiet".to_owned(),
        format!("Pflegebedürftige {base}"),
        last.to_string(),
        format!("Saldo Heimplätze {last}"),
        "Tagespflege".to_owned(),
        "Kurzzeitpflege".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let source = computed_from(inputs, if inputs.is_state() { CARE } else { super::REGISTER });
    let mut table = Table::new("Pflegebedürftige und Plätze in den Gebieten", &headings, &source)
        .with_note("Saldo: Plätze minus Bedarf. Menschen nutzen auch Plätze in Nachbarorten.");
    for area in &inputs.inside {
        let mut cells = vec![
            cell(need(&area.key, base), Reading::Computed),
            cell(need(&area.key, last), Reading::Computed),
        ];
        cells.extend(KINDS_OF_PLACES.map(|(kind, _)| {
            cell(inputs.of(&area.key, &format!("{kind}_places_balance"), last), Reading::Balance)
        }));
        table.row(area.name.clone(), cells);
    }
    chapter.table(table);
}
