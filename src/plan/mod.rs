//! The five-year care plan of § 5 LPflegeG M-V: figures, generated findings and the planner's own texts, put together once
//! as a [`Plan`], from which every form of output is written.
//!
//! The structure is that of `chapters/`: a file a chapter. A chapter whose input is missing says what is missing, why, and
//! what would fill it. Generated sentences (`sentences.rs`) are true for their figures and never advise.

mod arms;
mod chapters;
mod document;
mod docx;
mod form;
pub mod html;
mod inputs;
mod law;
mod record;
mod recording;
pub mod rich;
mod sentences;
pub mod texts;
mod workbook;

pub use arms::{ArmsFault, ArmsFormat, CoatOfArms, CoverArms, MAX_ARMS_BYTES};
pub use chapters::{map_frame, supply_sections};
pub use document::{Block, Cell, Chapter, Figure, FigureKey, Gap, Plan, Table, WrittenText};
pub use docx::{Drawing, Fineness};
pub use form::{FormError, PlanForm};
pub use inputs::{
    AdviceReach, Indicator, IndicatorValue, InnerArea, Inputs, OBSERVED, OfferLine, PlanArea, ReachLine, Row,
    STATE, STATUS_QUO,
};
pub use law::{due_date, is_reference_date, reference_dates};
pub use record::{PlanBefore, PlanRecord, Recommendation, RecordedAction, RecordedForecast};
pub use recording::before_of_texts;

/// Puts the plan together.
pub fn write(inputs: &Inputs) -> Plan {
    let name = inputs.full_name();
    let from = inputs.base_year + 1;
    let title = if inputs.is_state() {
        format!("Pflegeplanung im Vergleich der Kreise: {name}")
    } else {
        format!("Pflegeplan {}", chapters::of_area(inputs))
    };
    let settings = &inputs.texts.settings;
    let mut imprint: Vec<(String, String)> =
        settings.imprint.iter().map(|(label, text)| (label.clone(), text.clone())).collect();
    imprint.extend(settings.decision.iter().map(|text| ("Beschluss".to_owned(), text.clone())));
    Plan {
        title,
        subtitle: format!("Planungszeitraum {from} bis {}", inputs.last_year),
        area: inputs.area.key.clone(),
        area_name: name,
        reference_date: inputs.reference_date,
        due: due_date(inputs.reference_date),
        written_on: inputs.today,
        is_approved: settings.approved,
        has_examples: inputs.has_examples,
        imprint,
        arms: inputs.arms.clone(),
        chapters: chapters::all(inputs),
        record: recording::record(inputs),
        written: recording::written(&inputs.texts),
        model: inputs.model.0.clone(),
        checksum: inputs.model.1.clone(),
    }
    .numbered()
}

#[cfg(test)]
mod tests;
