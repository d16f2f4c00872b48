//! The four facts that decide, below the state of a facility: places, costs, and what it has.

use chrono::NaiveDate;
use serde::Serialize;

use crate::register::{Category, Facility, Feature, Offer};
use crate::web::public::{costs, symbols};
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

/// How many fit in one line.
const MOST: usize = 4;

/// What families ask for most stands first.
const BY_WEIGHT: [Feature; 13] = [
    Feature::TransportService,
    Feature::BarrierFree,
    Feature::Dementia,
    Feature::SingleRoom,
    Feature::Garden,
    Feature::Pets,
    Feature::LowBarrier,
    Feature::Palliative,
    Feature::Ventilation,
    Feature::VegetativeState,
    Feature::YoungPatients,
    Feature::Disability,
    Feature::MentalIllness,
];

/// A fact with its icon.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct KeyFact {
    icon: &'static str,
    title: String,
    note: Option<String>,
}

/// At most four facts, and the features for which there was no room.
pub(crate) fn key_facts(
    messages: &Messages,
    facility: &Facility,
    (offer, category): (&Offer, &Category),
    today: NaiveDate,
) -> (Vec<KeyFact>, Vec<String>) {
    let mut facts: Vec<KeyFact> =
        [places(messages, offer, category), price(messages, offer, today)].into_iter().flatten().collect();
    let room = MOST - facts.len();
    let named: Vec<Feature> = BY_WEIGHT.into_iter().filter(|it| facility.features.contains(it)).collect();
    let (shown, rest) = named.split_at(named.len().min(room));
    facts.extend(shown.iter().map(|it| of_feature(messages, *it)));
    (facts, rest.iter().map(|it| phrases::feature(messages, *it)).collect())
}

fn places(messages: &Messages, offer: &Offer, category: &Category) -> Option<KeyFact> {
    let title = phrases::places(messages, category.counts, offer.places?)?;
    let note = offer
        .places_on
        .map(|day| messages.format("fact-as-of", [("date", format::date(messages.lang(), day).into())]));
    Some(KeyFact { icon: "users", title, note })
}

fn price(messages: &Messages, offer: &Offer, today: NaiveDate) -> Option<KeyFact> {
    let sheet = offer.costs.as_ref().filter(|sheet| !sheet.are_old(today) && sheet.on <= today)?;
    let (kind, title, per) = costs::headline(messages, sheet)?;
    let note = messages.text(&format!("fact-{}-{}", kind.word(), per.word()));
    Some(KeyFact { icon: "euro", title, note: Some(note) })
}

fn of_feature(messages: &Messages, feature: Feature) -> KeyFact {
    KeyFact {
        icon: symbols::feature(feature),
        title: sentence(&phrases::feature(messages, feature)),
        note: None,
    }
}

/// "barrierefrei" -> "Barrierefrei"
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_its_weight() {
        for feature in Feature::ALL {
            assert!(BY_WEIGHT.contains(&feature), "{}", feature.word());
        }
    }

    #[test]
    fn a_fact_begins_with_a_capital() {
        assert_eq!(sentence("für Menschen"), "Für Menschen");
        assert_eq!(sentence("ökologisch"), "Ökologisch");
        assert_eq!(sentence(""), "");
    }
}
