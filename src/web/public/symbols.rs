//! The icons of features; those of categories stand in the category tree.

use crate::register::Feature;

/// Its name in `client/icons.json`.
pub(crate) fn feature(feature: Feature) -> &'static str {
    match feature {
        Feature::BarrierFree | Feature::LowBarrier | Feature::Disability => "accessibility",
        Feature::Dementia => "brain",
        Feature::Ventilation => "wind",
        Feature::VegetativeState => "heart-pulse",
        Feature::Palliative => "hand-heart",
        Feature::SingleRoom => "bed-single",
        Feature::Pets => "paw-print",
        Feature::TransportService => "bus",
        Feature::Garden => "trees",
        Feature::YoungPatients => "user-round",
        Feature::MentalIllness => "smile",
    }
}
