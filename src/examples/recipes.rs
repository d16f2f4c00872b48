//! What an example of each category looks like. Nothing here is a fact about real facilities: sizes,
//! features, hours and shares are chosen to look plausible.

use crate::register::{CategoryTree, Feature};

use super::ExamplesError;

/// How examples of one category are made.
pub(super) struct Recipe {
    pub category: &'static str,
    /// What such a facility is called, after "Beispiel-".
    pub title: &'static str,
    /// One facility for so many residents of the district; `None` where official figures decide.
    pub residents_each: Option<u32>,
    /// Fewest and most places or dwellings; `None` where the category counts nothing.
    pub size: Option<(u32, u32)>,
    /// Stands in places with at least so many residents, where the district has one.
    pub smallest_place: u32,
    /// Weights of 0, 1, 2, … free places; empty where nobody counts them.
    pub free_places: &'static [u32],
    pub manner: &'static Manner,
}

/// What several categories have in common.
pub(super) struct Manner {
    /// One of these, in the syntax of OpenStreetMap; none are known if empty.
    pub hours: &'static [&'static str],
    /// How many facilities of 100 have the feature.
    pub features: &'static [(Feature, u32)],
    /// Weights of public, non-profit and private providers.
    pub providers: [u32; 3],
}

static HOME: Manner = Manner {
    hours: &["24/7"],
    features: &[
        (Feature::BarrierFree, 85),
        (Feature::SingleRoom, 70),
        (Feature::Dementia, 55),
        (Feature::Garden, 50),
        (Feature::Palliative, 35),
        (Feature::Pets, 25),
        (Feature::MentalIllness, 6),
        (Feature::Disability, 6),
        (Feature::YoungPatients, 4),
        (Feature::Ventilation, 4),
        (Feature::VegetativeState, 3),
    ],
    providers: [5, 57, 38],
};

static DAY: Manner = Manner {
    hours: &["Mo-Fr 08:00-16:00", "Mo-Fr 07:30-16:30", "Mo-Sa 08:00-16:00"],
    features: &[
        (Feature::TransportService, 90),
        (Feature::BarrierFree, 85),
        (Feature::Dementia, 60),
        (Feature::Garden, 40),
    ],
    providers: [3, 52, 45],
};

static SERVICE: Manner = Manner {
    hours: &["Mo-Fr 08:00-15:00", "Mo-Fr 07:30-16:00"],
    features: &[
        (Feature::Dementia, 35),
        (Feature::Palliative, 25),
        (Feature::Ventilation, 5),
        (Feature::MentalIllness, 5),
    ],
    providers: [2, 33, 65],
};

static NIGHT: Manner = Manner {
    hours: &["Mo-Su 18:00-08:00"],
    features: &[(Feature::BarrierFree, 90), (Feature::Dementia, 70), (Feature::TransportService, 50)],
    providers: [5, 60, 35],
};

static HOUSING: Manner = Manner {
    hours: &[],
    features: &[(Feature::BarrierFree, 60), (Feature::Garden, 50), (Feature::Pets, 45)],
    providers: [25, 40, 35],
};

static BARRIER_FREE: Manner = Manner {
    hours: &[],
    features: &[(Feature::BarrierFree, 100), (Feature::Pets, 45), (Feature::Garden, 40)],
    providers: [40, 25, 35],
};

static LOW_BARRIER: Manner = Manner {
    hours: &[],
    features: &[(Feature::LowBarrier, 100), (Feature::Pets, 50), (Feature::Garden, 40)],
    providers: [40, 25, 35],
};

static ADVICE: Manner = Manner {
    hours: &["Mo-Th 09:00-15:00; Fr 09:00-12:00", "Mo,Tu,Th 09:00-12:00; Tu,Th 13:00-17:00"],
    features: &[(Feature::BarrierFree, 90)],
    providers: [70, 30, 0],
};

static COMPANY: Manner = Manner {
    hours: &["Mo-Fr 10:00-16:00", "Tu-Th 14:00-17:00", "We 15:00-18:00"],
    features: &[(Feature::BarrierFree, 65), (Feature::Garden, 25)],
    providers: [20, 75, 5],
};

static DEMENTIA: Manner = Manner {
    hours: &["Tu 14:00-17:00", "Mo,We 10:00-13:00"],
    features: &[(Feature::Dementia, 100), (Feature::BarrierFree, 70), (Feature::Garden, 25)],
    providers: [15, 80, 5],
};

static HOSPICE: Manner = Manner {
    hours: &[],
    features: &[(Feature::Palliative, 100), (Feature::BarrierFree, 70)],
    providers: [5, 85, 10],
};

static CLINIC: Manner = Manner {
    hours: &["24/7"],
    features: &[(Feature::BarrierFree, 100), (Feature::Palliative, 20)],
    providers: [25, 35, 40],
};

static DAY_CLINIC: Manner = Manner {
    hours: &["Mo-Fr 08:00-16:00"],
    features: &[(Feature::BarrierFree, 90), (Feature::MentalIllness, 100)],
    providers: [35, 35, 30],
};

static RETAIL: Manner = Manner {
    hours: &["Mo-Fr 08:00-18:00; Sa 08:00-12:00", "Mo-Fr 08:30-18:30; Sa 09:00-13:00"],
    features: &[(Feature::BarrierFree, 75)],
    providers: [0, 0, 100],
};

pub(super) static RESIDENTIAL_CARE: Recipe = Recipe {
    category: "residential_care",
    title: "Pflegeheim",
    residents_each: None,
    size: Some((20, 130)),
    smallest_place: 700,
    free_places: &[62, 20, 11, 5, 2],
    manner: &HOME,
};

/// Lies inside residential places: never an offer of its own.
pub(super) static SHORT_TERM_CARE_EMBEDDED: Recipe = Recipe {
    category: "short_term_care_embedded",
    title: "Pflegeheim",
    residents_each: None,
    size: Some((1, 6)),
    smallest_place: 700,
    free_places: &[60, 30, 10],
    manner: &HOME,
};

pub(super) static DAY_CARE: Recipe = Recipe {
    category: "day_care",
    title: "Tagespflege",
    residents_each: None,
    size: Some((10, 25)),
    smallest_place: 400,
    free_places: &[40, 24, 18, 12, 6],
    manner: &DAY,
};

pub(super) static SHORT_TERM_CARE: Recipe = Recipe {
    category: "short_term_care",
    title: "Kurzzeitpflege",
    residents_each: None,
    size: Some((8, 20)),
    smallest_place: 2_000,
    free_places: &[55, 25, 15, 5],
    manner: &HOME,
};

pub(super) static NIGHT_CARE: Recipe = Recipe {
    category: "night_care",
    title: "Nachtpflege",
    residents_each: None,
    size: Some((4, 10)),
    smallest_place: 5_000,
    free_places: &[35, 30, 25, 10],
    manner: &NIGHT,
};

pub(super) static HOME_CARE_SERVICE: Recipe = Recipe {
    category: "home_care_service",
    title: "Pflegedienst",
    residents_each: None,
    size: None,
    smallest_place: 300,
    free_places: &[],
    manner: &SERVICE,
};

/// A category without official figures: its number of facilities is invented.
const fn invented(
    category: &'static str,
    title: &'static str,
    residents_each: u32,
    size: Option<(u32, u32)>,
    smallest_place: u32,
    manner: &'static Manner,
) -> Recipe {
    let residents_each = Some(residents_each);
    Recipe { category, title, residents_each, size, smallest_place, free_places: &[], manner }
}

/// In the order of the category tree.
pub(super) static INVENTED: [Recipe; 20] = [
    invented("advice_centre", "Pflegestützpunkt", 80_000, None, 5_000, &ADVICE),
    invented("housing_advice", "Wohnberatung", 120_000, None, 5_000, &ADVICE),
    invented("everyday_support", "Alltagshilfe", 10_000, None, 500, &SERVICE),
    invented("neighbourhood_help", "Nachbarschaftshilfe", 20_000, None, 0, &COMPANY),
    invented("meal_service", "Mahlzeitendienst", 15_000, None, 1_000, &SERVICE),
    invented("emergency_call", "Hausnotruf", 40_000, None, 5_000, &SERVICE),
    invented("assisted_living", "Seniorenwohnen", 8_000, Some((8, 70)), 1_000, &HOUSING),
    invented("shared_flat", "Wohngemeinschaft", 15_000, Some((6, 12)), 500, &HOUSING),
    invented("barrier_free_housing", "Wohnhaus", 12_000, Some((2, 30)), 1_000, &BARRIER_FREE),
    invented("low_barrier_housing", "Wohnanlage", 9_000, Some((4, 60)), 500, &LOW_BARRIER),
    invented("meeting_place", "Begegnungsstätte", 9_000, None, 0, &COMPANY),
    invented("self_help", "Selbsthilfegruppe", 15_000, None, 1_000, &COMPANY),
    invented("dementia_offer", "Demenztreff", 25_000, None, 1_000, &DEMENTIA),
    invented("hospice_inpatient", "Hospiz", 150_000, Some((8, 16)), 5_000, &HOSPICE),
    invented("hospice_outpatient", "Hospizdienst", 80_000, None, 2_000, &HOSPICE),
    invented("palliative_team", "Palliativteam", 120_000, None, 5_000, &HOSPICE),
    invented("rehabilitation", "Rehaklinik", 45_000, Some((40, 260)), 1_000, &CLINIC),
    invented("hospital", "Krankenhaus", 45_000, Some((80, 400)), 5_000, &CLINIC),
    invented("psychiatric_day_clinic", "Tagesklinik", 60_000, Some((12, 24)), 5_000, &DAY_CLINIC),
    invented("pharmacy", "Apotheke", 4_500, None, 1_500, &RETAIL),
];

fn all() -> impl Iterator<Item = &'static Recipe> {
    let official = [
        &RESIDENTIAL_CARE,
        &SHORT_TERM_CARE_EMBEDDED,
        &DAY_CARE,
        &SHORT_TERM_CARE,
        &NIGHT_CARE,
        &HOME_CARE_SERVICE,
    ];
    official.into_iter().chain(&INVENTED)
}

/// Whether the recipes and the category tree speak of the same categories, and agree which of them
/// count something.
pub(super) fn check(categories: &CategoryTree) -> Result<(), ExamplesError> {
    for category in categories.categories() {
        let slug = category.slug.as_str();
        let recipe = all()
            .find(|recipe| recipe.category == slug)
            .ok_or_else(|| ExamplesError::NoRecipe(category.slug.clone()))?;
        if recipe.size.is_some() != category.counts_places() {
            return Err(ExamplesError::Counts(category.slug.clone()));
        }
    }
    match all().find(|recipe| categories.get(recipe.category).is_none()) {
        Some(recipe) => Err(ExamplesError::UnknownCategory(recipe.category)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_shares_and_weights_can_be_drawn_from() {
        for recipe in all() {
            assert!(recipe.size.is_none_or(|(from, to)| 0 < from && from <= to), "{}", recipe.category);
            assert!(recipe.residents_each.is_none_or(|each| each > 0), "{}", recipe.category);
            assert!(recipe.manner.providers.iter().sum::<u32>() > 0, "{}", recipe.category);
            assert!(recipe.manner.features.iter().all(|(_, share)| *share <= 100), "{}", recipe.category);
        }
    }

    #[test]
    fn a_category_without_a_recipe_or_a_recipe_without_a_category_is_refused() {
        let file = include_str!("../../models/categories.toml");
        let check = |text: &str| check(&CategoryTree::from_toml(text).unwrap());
        assert!(check(file).is_ok());
        let renamed = file.replace("slug = \"pharmacy\"", "slug = \"chemist\"");
        assert!(check(&renamed).unwrap_err().to_string().contains("\"chemist\""));
        let shorter = file.split("[[category]]\nslug = \"pharmacy\"").next().unwrap();
        assert!(check(shorter).unwrap_err().to_string().contains("\"pharmacy\""));
        let counted = file.replace("inside = \"residential_care\"", "").replacen(
            "Hier bekommen Sie kostenlos Rat zur Pflege.\"\ncounts = \"none\"",
            "\"\ncounts = \"places\"",
            1,
        );
        assert!(check(&counted).unwrap_err().to_string().contains("\"advice_centre\""));
    }
}
