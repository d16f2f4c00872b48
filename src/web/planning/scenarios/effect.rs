//! What a run changes in the last year against the scenario from which it starts, in a sentence.

use crate::app::forecast::STATUS_QUO;
use crate::app::planning::Figures;
use crate::app::planning::run::LAST_YEAR;
use crate::app::planning::scenarios::{Case, Comparison};
use crate::web::planning::findings::{balances, difference};
use crate::web::planning::labels::place_kind;

/// "2040 mit „60 Heimplätze 2028“ statt „Status quo“: gleich viele Pflegebedürftige; es fehlen 330 statt 390 Heimplätze; es fehlen
/// weiter 1.440 Pflegekräfte". `None` for a scenario, and where none stands beside the run.
pub(super) fn of(found: &Comparison, titles: &[&str], at: usize) -> Option<String> {
    let case = found.cases.get(at).filter(|case| case.scenario.is_none())?;
    let base = base_of(found, case)?;
    let figures = found.figures.first()?;
    let (own, without) = (figures.get(at)?, figures.get(base)?);
    let kind = case.run.new_places.as_ref().map_or("residential", |new| new.kind.as_str());
    let parts = parts(kind, own, without);
    (!parts.is_empty())
        .then(|| format!("{LAST_YEAR} mit „{}“ statt „{}“: {}", titles[at], titles[base], parts.join("; ")))
}

/// The scenario from which a run starts, or else the first that is shown.
fn base_of(found: &Comparison, case: &Case) -> Option<usize> {
    let start = case.run.scenario.as_deref().unwrap_or(STATUS_QUO);
    let own = found.cases.iter().position(|one| one.scenario.as_deref() == Some(start));
    own.or_else(|| found.cases.iter().position(|one| one.scenario.is_some()))
}

fn parts(kind: &str, own: &Figures, without: &Figures) -> Vec<String> {
    let both = |measure: &str| {
        let last = |figures: &Figures| figures.of(measure, LAST_YEAR).map(|row| row.value);
        last(own).zip(last(without))
    };
    let need = both("people_in_need").map(|of| difference("Pflegebedürftige", of));
    let places = both(&format!("{kind}_places_balance"));
    let places = places.map(|of| format!("es {}", balances("", place_kind(kind), of)));
    let staff = both("staff_gap_heads").map(|(own, without)| (-own, -without));
    let staff = staff.map(|of| format!("es {}", balances("", "Pflegekräfte", of)));
    [need, places, staff].into_iter().flatten().collect()
}
