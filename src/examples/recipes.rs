//! What an example of each category looks like. Nothing here is a fact about real facilities: sizes,
//! features, hours and shares are chosen to look plausible.

use crate::register::{Category, CategoryTree, ExampleRule, Feature};

use super::ExamplesError;

/// How examples of one category are made.
pub(super) struct Recipe<'a> {
    pub category: &'a str,
    /// What such a facility is called, after "Beispiel-".
    pub title: &'a str,
    /// Residents of the district per facility; `None` where official figures decide the number.
    pub residents_each: Option<u32>,
    /// Fewest and most places or dwellings; `None` where the category counts nothing.
    pub size: Option<(u32, u32)>,
    /// Stands in localities with at least this many residents, if the district has any.
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

/// Uses residential places, so it is never an offer by itself.
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

/// The categories for which official figures decide how many examples there are.
static OFFICIAL: [&Recipe; 6] = [
    &RESIDENTIAL_CARE,
    &SHORT_TERM_CARE_EMBEDDED,
    &DAY_CARE,
    &SHORT_TERM_CARE,
    &NIGHT_CARE,
    &HOME_CARE_SERVICE,
];

/// The manners that `models/categories.toml` may name.
const MANNERS: [(&str, &Manner); 11] = [
    ("service", &SERVICE),
    ("housing", &HOUSING),
    ("barrier_free", &BARRIER_FREE),
    ("low_barrier", &LOW_BARRIER),
    ("advice", &ADVICE),
    ("company", &COMPANY),
    ("dementia", &DEMENTIA),
    ("hospice", &HOSPICE),
    ("clinic", &CLINIC),
    ("day_clinic", &DAY_CLINIC),
    ("retail", &RETAIL),
];

/// The categories without official figures, in the order of the tree: their number of facilities is invented as
/// the tree says. Refuses a tree whose categories do not fit the recipes.
pub(super) fn invented(categories: &CategoryTree) -> Result<Vec<Recipe<'_>>, ExamplesError> {
    let mut recipes = Vec::new();
    for category in categories.categories() {
        let slug = category.slug.as_str();
        let size = match (&category.example, OFFICIAL.iter().find(|recipe| recipe.category == slug)) {
            (None, Some(official)) => official.size,
            (Some(rule), None) => {
                recipes.push(recipe(category, rule)?);
                rule.size
            }
            (None, None) | (Some(_), Some(_)) => return Err(ExamplesError::Rule(category.slug.clone())),
        };
        if size.is_some() != category.counts_places() {
            return Err(ExamplesError::Counts(category.slug.clone()));
        }
    }
    match OFFICIAL.iter().find(|recipe| categories.get(recipe.category).is_none()) {
        Some(recipe) => Err(ExamplesError::UnknownCategory(recipe.category)),
        None => Ok(recipes),
    }
}

fn recipe<'a>(category: &'a Category, rule: &'a ExampleRule) -> Result<Recipe<'a>, ExamplesError> {
    let impossible = |why: String| ExamplesError::BadRule { category: category.slug.clone(), why };
    let manner = MANNERS.iter().find(|(name, _)| *name == rule.manner);
    let (_, manner) =
        manner.ok_or_else(|| impossible(format!("its manner \"{}\" is not known", rule.manner)))?;
    if rule.residents_each == 0 || rule.size.is_some_and(|(from, to)| from == 0 || from > to) {
        return Err(impossible("it needs residents for each facility and a size from 1 upwards".to_owned()));
    }
    Ok(Recipe {
        category: category.slug.as_str(),
        title: &rule.title,
        residents_each: Some(rule.residents_each),
        size: rule.size,
        smallest_place: rule.smallest_locality,
        free_places: &[],
        manner,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../models/categories.toml");

    #[test]
    fn limits_shares_and_weights_can_be_drawn_from() {
        let tree = CategoryTree::from_toml(FILE).unwrap();
        let invented = invented(&tree).unwrap();
        assert_eq!(invented.len(), 20);
        for recipe in OFFICIAL.into_iter().chain(&invented) {
            assert!(recipe.size.is_none_or(|(from, to)| 0 < from && from <= to), "{}", recipe.category);
            assert!(recipe.residents_each.is_none_or(|each| each > 0), "{}", recipe.category);
            assert!(recipe.manner.providers.iter().sum::<u32>() > 0, "{}", recipe.category);
            assert!(recipe.manner.features.iter().all(|(_, share)| *share <= 100), "{}", recipe.category);
        }
    }

    #[test]
    fn a_category_without_a_recipe_or_a_recipe_without_a_category_is_refused() {
        let error = |text: &str| {
            let tree = CategoryTree::from_toml(text).unwrap();
            invented(&tree).map(|recipes| recipes.len()).unwrap_err().to_string()
        };
        let pharmacy = FILE.split("title = \"Apotheke\"").next().unwrap();
        let pharmacy = pharmacy.trim_end().trim_end_matches("example = {");
        assert!(error(pharmacy).contains("\"pharmacy\""));
        let renamed = FILE.replace("slug = \"night_care\"", "slug = \"evening_care\"");
        assert!(error(&renamed).contains("\"evening_care\""));
        let (before, night) = FILE.split_once("[[category]]\nslug = \"night_care\"").unwrap();
        let (_, after) = night.split_once("[[category]]").unwrap();
        assert!(error(&format!("{before}[[category]]{after}")).contains("\"night_care\""));
        // The first value of its kind behind the slug is that of the category.
        let (before, advice) = FILE.split_once("slug = \"advice_centre\"").unwrap();
        let advice = advice.replacen("counts = \"none\"", "counts = \"places\"", 1);
        let counted = format!("{before}slug = \"advice_centre\"{advice}");
        assert!(error(&counted).contains("\"advice_centre\""));
        assert!(error(&FILE.replace("manner = \"retail\"", "manner = \"odd\"")).contains("\"odd\""));
        assert!(error(&FILE.replace("size = [8, 16]", "size = [16, 8]")).contains("\"hospice_inpatient\""));
    }
}
