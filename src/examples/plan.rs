//! Which facilities each district gets, with which offers and how many places, before anything about
//! them is invented that does not count: the official sums are met here.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::apportion::{by_largest_remainder, sizes};
use super::ground::District;
use super::recipes::{
    DAY_CARE, HOME_CARE_SERVICE, NIGHT_CARE, RESIDENTIAL_CARE, Recipe, SHORT_TERM_CARE,
    SHORT_TERM_CARE_EMBEDDED,
};
use super::{DistrictFigures, ExamplesError};

/// A planned offer.
#[derive(Clone, Copy)]
pub(super) struct Planned<'a> {
    pub recipe: &'a Recipe<'a>,
    pub places: Option<u32>,
}

/// A planned facility, named after its first offer.
#[derive(Clone)]
pub(super) struct Blueprint<'d> {
    pub district: &'d District<'d>,
    pub offers: Vec<Planned<'d>>,
}

/// The facilities of all districts: homes, home-care services, then all that is invented.
pub(super) fn plan<'d>(
    districts: &'d [District<'d>],
    home_care_services: u32,
    recipes: &'d [Recipe<'d>],
    rng: &mut Pcg64,
) -> Result<Vec<Blueprint<'d>>, ExamplesError> {
    let people: Vec<u32> = districts.iter().map(|district| district.figures.people_with_home_care).collect();
    let services = by_largest_remainder(home_care_services, &people)
        .ok_or(ExamplesError::NobodyCaredFor(home_care_services))?;
    let mut plan = Vec::new();
    for (district, services) in districts.iter().zip(services) {
        let homes = homes(district.figures, rng)
            .ok_or_else(|| ExamplesError::Impossible(district.key.clone(), district.figures.clone()))?;
        plan.extend(homes.into_iter().map(|offers| Blueprint { district, offers }));
        let service = Planned { recipe: &HOME_CARE_SERVICE, places: None };
        plan.extend((0..services).map(|_| Blueprint { district, offers: vec![service] }));
        plan.extend(invented(district, recipes, rng));
    }
    Ok(plan)
}

fn invented<'d>(
    district: &'d District<'d>,
    recipes: &'d [Recipe<'d>],
    rng: &mut Pcg64,
) -> Vec<Blueprint<'d>> {
    let mut plan = Vec::new();
    for recipe in recipes {
        let each = recipe.residents_each.unwrap_or(u32::MAX);
        for _ in 0..nearest_quotient(district.population, each).max(1) {
            let places = recipe.size.map(|(from, to)| rng.random_range(from..=to));
            plan.push(Blueprint { district, offers: vec![Planned { recipe, places }] });
        }
    }
    plan
}

/// Average sizes that the register of one district showed in 2016: 65 places a residential home, 16
/// a day-care facility. They only say where the choice starts.
const USUAL_RESIDENTIAL: u32 = 65;
const USUAL_OTHER: u32 = 16;

/// With averages within these limits, the limits of day, short-term and night care can be kept.
const OTHER_AVERAGE: (u32, u32) = (10, 20);

/// The share of homes with places for short-term care inside their residential places.
const EMBEDDED_PERCENT: u32 = 45;

/// The homes of a district: exactly as many, and exactly as many places, as the figures say. `None`
/// if no plausible homes can do that.
fn homes(figures: &DistrictFigures, rng: &mut Pcg64) -> Option<Vec<Vec<Planned<'static>>>> {
    let (residential, others) = numbers(figures)?;
    let mut homes: Vec<Vec<Planned<'static>>> =
        offers(&RESIDENTIAL_CARE, residential, figures.residential_places, rng)?;
    let mut others = other_offers(others, figures.places.checked_sub(figures.residential_places)?, rng)?;
    // Offers beyond the number of homes are second offers of residential homes.
    let shared = (homes.len() + others.len()).checked_sub(usize::try_from(figures.care_homes).ok()?)?;
    let alone = others.split_off(shared);
    homes.iter_mut().zip(others).for_each(|(home, other)| home.push(other));
    homes.iter_mut().for_each(|home| embed(home, rng));
    homes.extend(alone.into_iter().map(|other| vec![other]));
    Some(homes)
}

/// How many offers of residential care, and how many of the other kinds, the homes have together.
/// Every home has one of the first or one of the second or one of each.
fn numbers(figures: &DistrictFigures) -> Option<(u32, u32)> {
    let others = figures.places.checked_sub(figures.residential_places)?;
    let limits = RESIDENTIAL_CARE.size?;
    let residential = Number::of(figures.residential_places, limits, USUAL_RESIDENTIAL, figures.care_homes)?;
    let other = Number::of(others, OTHER_AVERAGE, USUAL_OTHER, figures.care_homes)?;
    let missing = figures.care_homes.saturating_sub(residential.usual.saturating_add(other.usual));
    let room = [residential.most - residential.usual, other.most - other.usual];
    if u64::from(missing) > room.iter().map(|room| u64::from(*room)).sum() {
        return None;
    }
    let more = by_largest_remainder(missing, &room)?;
    Some((residential.usual + more.first()?, other.usual + more.get(1)?))
}

/// How many offers may share a number of places.
struct Number {
    usual: u32,
    most: u32,
}

impl Number {
    fn of(places: u32, (from, to): (u32, u32), usual: u32, homes: u32) -> Option<Self> {
        let least = places.div_ceil(to);
        let most = (places / from).min(homes);
        (least <= most).then(|| Self { usual: nearest_quotient(places, usual).clamp(least, most), most })
    }
}

fn nearest_quotient(number: u32, by: u32) -> u32 {
    number.saturating_add(by / 2) / by
}

fn offers(
    recipe: &'static Recipe,
    count: u32,
    places: u32,
    rng: &mut Pcg64,
) -> Option<Vec<Vec<Planned<'static>>>> {
    let limits = vec![recipe.size?; usize::try_from(count).ok()?];
    let sizes = sizes(places, &limits, rng)?;
    Some(sizes.into_iter().map(|places| vec![Planned { recipe, places: Some(places) }]).collect())
}

/// Night care first, because it hardly ever stands alone; then short-term and day care mixed.
fn other_offers(count: u32, places: u32, rng: &mut Pcg64) -> Option<Vec<Planned<'static>>> {
    let night = u32::from(count >= 8);
    let short_term = nearest_quotient(count, 8);
    let recipes: Vec<&'static Recipe> = (0..count)
        .map(|index| match index {
            index if index < night => &NIGHT_CARE,
            index if index < night + short_term => &SHORT_TERM_CARE,
            _ => &DAY_CARE,
        })
        .collect();
    let limits: Vec<(u32, u32)> = recipes.iter().map(|recipe| recipe.size).collect::<Option<_>>()?;
    let sizes = sizes(places, &limits, rng)?;
    let mut offers: Vec<Planned> = recipes
        .into_iter()
        .zip(sizes)
        .map(|(recipe, places)| Planned { recipe, places: Some(places) })
        .collect();
    offers.get_mut(usize::try_from(night).ok()?..)?.shuffle(rng);
    Some(offers)
}

/// Some homes keep places for short stays among their residential ones.
fn embed(home: &mut Vec<Planned<'_>>, rng: &mut Pcg64) {
    let dedicated = home.iter().any(|offer| offer.recipe.category == SHORT_TERM_CARE.category);
    let wanted = rng.random_ratio(EMBEDDED_PERCENT, 100);
    let places = SHORT_TERM_CARE_EMBEDDED.size.map(|(from, to)| rng.random_range(from..=to));
    if wanted && !dedicated {
        home.push(Planned { recipe: &SHORT_TERM_CARE_EMBEDDED, places });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;

    use super::*;

    fn figures(care_homes: u32, places: u32, residential_places: u32) -> DistrictFigures {
        DistrictFigures { care_homes, places, residential_places, people_with_home_care: 1 }
    }

    fn planned(figures: &DistrictFigures, seed: u64) -> Option<Vec<Vec<Planned<'static>>>> {
        homes(figures, &mut Pcg64::seed_from_u64(seed))
    }

    fn sum(homes: &[Vec<Planned>], counts: impl Fn(&str) -> bool) -> u32 {
        let offers = homes.iter().flatten().filter(|offer| counts(offer.recipe.category));
        offers.filter_map(|offer| offer.places).sum()
    }

    /// Schwerin: 1943 / 65 = 29.9 residential offers and 298 / 16 = 18.6 others make 49 offers in 32
    /// homes, so that 17 homes have both.
    #[test]
    fn schwerin_has_30_residential_offers_and_19_others() {
        assert_eq!(numbers(&figures(32, 2_241, 1_943)), Some((30, 19)));
    }

    /// 10 homes for 130 + 40 places: usual are 2 and 3 offers, at most 6 and 4 are possible.
    #[test]
    fn many_small_homes_are_reached_by_raising_both_numbers() {
        let (residential, others) = numbers(&figures(10, 170, 130)).unwrap();
        assert_eq!(residential + others, 10);
        assert_eq!(numbers(&figures(11, 170, 130)), None);
    }

    #[test]
    fn figures_that_no_plausible_homes_can_meet_are_refused() {
        assert!(planned(&figures(10, 600, 700), 1).is_none(), "fewer places than residential places");
        assert!(planned(&figures(10, 1_400, 1_400), 1).is_none(), "140 places a home");
        assert!(planned(&figures(100, 1_000, 900), 1).is_none(), "10 places a home");
        assert!(planned(&figures(0, 50, 50), 1).is_none(), "places without a home");
        assert!(planned(&figures(0, 0, 0), 1).is_some_and(|homes| homes.is_empty()));
    }

    proptest! {
        /// Whatever the figures are: where the numbers of offers exist, the homes add up.
        #[test]
        fn homes_add_up_for_all_figures_that_allow_it(
            residential in 0u32..80,
            residential_size in 20u32..=130,
            others in 0u32..80,
            other_size in 10u32..=20,
            shared in 0u32..80,
            seed: u64,
        ) {
            let (inside, outside) = (residential * residential_size, others * other_size);
            let shared = shared.min(residential).min(others);
            let figures = figures(residential + others - shared, inside + outside, inside);
            let homes = planned(&figures, seed).unwrap();
            prop_assert_eq!(homes.len(), usize::try_from(figures.care_homes).unwrap());
            prop_assert_eq!(sum(&homes, |slug| slug == "residential_care"), inside);
            prop_assert_eq!(sum(&homes, |slug| slug != "short_term_care_embedded"), inside + outside);
            for offer in homes.iter().flatten() {
                let (from, to) = offer.recipe.size.unwrap();
                prop_assert!((from..=to).contains(&offer.places.unwrap()));
            }
        }
    }
}
