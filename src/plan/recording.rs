//! Takes out of a plan, or out of the texts of one, what the next plan compares itself with.

use chrono::NaiveDate;

use super::document::WrittenText;
use super::inputs::{Inputs, STATUS_QUO};
use super::record::{PlanBefore, PlanRecord, Recommendation, RecordedAction, RecordedForecast};
use super::rich;
use super::texts::{NUMBERS, PlanTexts, PlannedAction, TextKind, title_of};

/// The measures whose forecasts are kept, as the API names them.
const MEASURES: [&str; 6] = [
    "population",
    "people_in_need",
    "residential_places_needed",
    "day_care_places_needed",
    "short_term_places_needed",
    "staff_needed_heads",
];

/// What a plan leaves.
pub(super) fn record(inputs: &Inputs) -> PlanRecord {
    let value = |action: &PlannedAction| {
        let indicator = inputs.indicator(action.indicator.as_deref()?)?;
        Some((indicator.of(&inputs.area.key)?.value?, indicator.year))
    };
    let forecasts = MEASURES.iter().flat_map(|measure| {
        inputs.series(&inputs.area.key, STATUS_QUO, measure).map(|row| RecordedForecast {
            measure: row.measure.to_owned(),
            year: row.year,
            value: row.value,
            band: row.band,
        })
    });
    PlanRecord { forecasts: forecasts.collect(), ..record_of_texts(&inputs.texts, value) }
}

/// What the texts of a plan leave; they hold no forecasts.
fn record_of_texts(texts: &PlanTexts, value: impl Fn(&PlannedAction) -> Option<(f64, i32)>) -> PlanRecord {
    let action = |action: &PlannedAction| RecordedAction {
        id: action.id.clone(),
        title: action.title.clone(),
        chapter: action.chapter.clone(),
        responsible: action.responsible.clone(),
        deadline: action.deadline,
        state: action.state,
        indicator: action.indicator.clone(),
        target: action.target,
        then: value(action),
    };
    let recommendations = texts.by_number.iter().filter(|((_, kind), _)| *kind == TextKind::Recommendation);
    PlanRecord {
        actions: texts.settings.actions.iter().map(action).collect(),
        recommendations: recommendations
            .map(|((chapter, _), content)| Recommendation {
                chapter: chapter.clone(),
                text: rich::plain(content),
            })
            .collect(),
        forecasts: Vec::new(),
    }
}

/// The planner's own part in the order of the plan: texts by chapter, then actions and target values.
pub(super) fn written(texts: &PlanTexts) -> Vec<WrittenText> {
    let of = |number: &str, kind: &str, text: String| WrittenText {
        number: number.to_owned(),
        title: title_of(number).to_owned(),
        kind: kind.to_owned(),
        text,
    };
    let foreword = (!texts.foreword.is_empty()).then(|| of("", "Grußwort", rich::plain(&texts.foreword)));
    let of_chapters = NUMBERS.iter().flat_map(|(number, _)| {
        TextKind::ALL.into_iter().filter_map(|kind| {
            let content = texts.by_number.get(&((*number).to_owned(), kind))?;
            Some(of(number, kind.german(), rich::plain(content)))
        })
    });
    let settings = &texts.settings;
    let actions = settings.actions.iter().map(|it| of(&it.chapter, "Maßnahme", it.german_lines().join("; ")));
    let targets = settings.targets.iter().map(|it| of("10", "Zielwert", it.german_lines().join("; ")));
    foreword.into_iter().chain(of_chapters).chain(actions).chain(targets).collect()
}

/// The plan before from its approved texts. They say what was recommended, and not what was forecast.
pub fn before_of_texts(texts: &PlanTexts, approved_on: NaiveDate) -> PlanBefore {
    let record = record_of_texts(texts, |_| None);
    PlanBefore { area: None, reference_date: None, written_on: approved_on, record }
}
