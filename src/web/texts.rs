//! German words for what the domain names in English.

use crate::register::{Counts, Feature, Offer, PlaceStatus, ProviderKind};
use crate::routing::Mode;
use crate::search::{Radius, Sort};

use super::format::{counted, date, decimal};

pub(super) const STATE: &str = "Mecklenburg-Vorpommern";
pub(super) const NO_RECENT_COUNT: &str = "keine aktuelle Angabe";
pub(super) const UNKNOWN_PLACE: &str = "Diesen Ort haben wir nicht gefunden.";

pub(super) fn provider_kind(kind: ProviderKind) -> Option<&'static str> {
    match kind {
        ProviderKind::Public => Some("öffentlicher Träger"),
        ProviderKind::NonProfit => Some("freigemeinnütziger Träger"),
        ProviderKind::Private => Some("privater Träger"),
        ProviderKind::Unknown => None,
    }
}

pub(super) fn feature(feature: Feature) -> &'static str {
    match feature {
        Feature::BarrierFree => "barrierefrei",
        Feature::LowBarrier => "barrierearm",
        Feature::Dementia => "für Menschen mit Demenz",
        Feature::Ventilation => "Pflege bei Beatmung",
        Feature::VegetativeState => "Pflege im Wachkoma",
        Feature::Palliative => "palliative Pflege",
        Feature::SingleRoom => "Einzelzimmer",
        Feature::Pets => "Haustiere möglich",
        Feature::TransportService => "Fahrdienst",
        Feature::Garden => "Garten",
        Feature::YoungPatients => "für jüngere Menschen",
        Feature::Disability => "für Menschen mit Behinderung",
        Feature::MentalIllness => "für Menschen mit psychischer Erkrankung",
    }
}

pub(super) fn by(mode: Mode) -> &'static str {
    match mode {
        Mode::Car => "mit dem Auto",
        Mode::Bicycle => "mit dem Fahrrad",
        Mode::Foot => "zu Fuß",
    }
}

pub(super) fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Distance => "Entfernung",
        Sort::TravelTime => "Fahrzeit",
        Sort::Name => "Name",
        Sort::FreePlaces => "freie Plätze",
    }
}

/// "14 Plätze", "1 Wohnung"; `None` where the category counts nothing.
pub(super) fn places(counts: Counts, number: u32) -> Option<String> {
    match counts {
        Counts::Places => Some(counted(number as usize, "Platz", "Plätze")),
        Counts::Dwellings => Some(counted(number as usize, "Wohnung", "Wohnungen")),
        Counts::Nothing => None,
    }
}

/// What is known about free places: "2 freie Plätze, Stand 3.10.2026".
pub(super) fn free_places(offer: &Offer, counts: Counts, status: PlaceStatus) -> String {
    let counted_on = offer.counted_on.map(date).unwrap_or_default();
    match (status, counts) {
        (PlaceStatus::Free, Counts::Dwellings) => {
            let free = counted(offer.free_places.unwrap_or(0) as usize, "freie Wohnung", "freie Wohnungen");
            format!("{free}, Stand {counted_on}")
        }
        (PlaceStatus::Free, _) => {
            let free = counted(offer.free_places.unwrap_or(0) as usize, "freier Platz", "freie Plätze");
            format!("{free}, Stand {counted_on}")
        }
        (PlaceStatus::Full, Counts::Dwellings) => format!("keine freie Wohnung, Stand {counted_on}"),
        (PlaceStatus::Full, _) => format!("kein freier Platz, Stand {counted_on}"),
        (PlaceStatus::OnRequest, _) => "auf Anfrage".to_owned(),
        (PlaceStatus::Unknown, _) if offer.counted_on.is_some() => {
            format!("{NO_RECENT_COUNT} (zuletzt am {counted_on})")
        }
        (PlaceStatus::Unknown, _) => NO_RECENT_COUNT.to_owned(),
    }
}

/// What is wrong with a field of the search form, for the person who filled it in.
pub(super) fn form_problem(field: &str) -> String {
    match field {
        "near" => {
            "Bitte geben Sie einen Ort oder eine Postleitzahl mit höchstens 100 Zeichen ein.".to_owned()
        }
        "category" => {
            "Diese Art von Angebot kennen wir nicht. Bitte wählen Sie eine aus der Liste.".to_owned()
        }
        "radius_km" => {
            format!("Bitte wählen Sie einen Umkreis über 0 und höchstens {} km.", decimal(Radius::MAX_KM))
        }
        "sort" => "So lässt sich nicht sortieren. Bitte wählen Sie eine Sortierung aus der Liste.".to_owned(),
        "free_places" => "Bitte geben Sie für freie Plätze eine ganze Zahl an.".to_owned(),
        other => format!("Die Angabe „{other}“ in der Adresse ist unbekannt oder nicht lesbar."),
    }
}
