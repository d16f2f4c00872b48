//! Takes out of a plan, or out of the texts of one, what the next plan compares itself with.

use chrono::NaiveDate;

use super::inputs::{Inputs, STATUS_QUO};
use super::record::{PlanBefore, PlanRecord, Recommendation, RecordedAction, RecordedForecast};
use super::rich;
use super::texts::{PlanTexts, PlannedAction, TextKind};

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

/// The plan before from its approved texts. They say what was recommended, and not what was forecast.
pub fn before_of_texts(texts: &PlanTexts, approved_on: NaiveDate) -> PlanBefore {
    let record = record_of_texts(texts, |_| None);
    PlanBefore { area: None, reference_date: None, written_on: approved_on, record }
}
