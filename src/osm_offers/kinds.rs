//! Which tags of OpenStreetMap are which kind of care: one table. What is not in it is no offer of the register: food banks,
//! workshops, shelters, job centres, doctors.

use crate::extract::CareObject;

/// What an object must say beside a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    Always,
    /// It does not say that it is for other people than older ones.
    NotForOthers,
    /// It says that it is for older people.
    ForSeniors,
    /// It says so, and its name has one of these words.
    ForSeniorsNamed(&'static [&'static str]),
    /// It says so, and its name has none of these words.
    ForSeniorsNotNamed(&'static [&'static str]),
    /// It says so, or its name has one of these words.
    ForSeniorsOrNamed(&'static [&'static str]),
    /// Its name has one of these words.
    Named(&'static [&'static str]),
    /// Its name has none of these words.
    NotNamed(&'static [&'static str]),
}

/// A line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The key and one of its values; an object may have several, parted by semicolons.
    pub tag: (&'static str, &'static str),
    /// What else must hold.
    pub condition: Condition,
    /// The slug of the category.
    pub category: &'static str,
}

/// Words in the names of homes, in lower case.
const HOME: &[&str] = &["pflege", "seniorenheim", "seniorenzentrum", "altenheim", "altenzentrum"];
const DAY_CARE: &[&str] = &["tagespflege"];
const OUTPATIENT: &[&str] = &["ambulant", "hospizdienst", "hospizverein", "hospizgruppe"];
const ADVICE: &[&str] = &["pflegestützpunkt"];
const MEETING: &[&str] = &["begegnung"];

const fn kind(key: &'static str, value: &'static str, condition: Condition, category: &'static str) -> Kind {
    Kind { tag: (key, value), condition, category }
}

use Condition::{
    Always, ForSeniors, ForSeniorsNamed, ForSeniorsNotNamed, ForSeniorsOrNamed, Named, NotForOthers, NotNamed,
};

/// The table.
pub const KINDS: &[Kind] = &[
    kind("amenity", "nursing_home", NotForOthers, "residential_care"),
    kind("social_facility", "nursing_home", NotForOthers, "residential_care"),
    kind("social_facility", "group_home", ForSeniorsNamed(HOME), "residential_care"),
    kind("social_facility", "group_home", ForSeniorsNotNamed(HOME), "shared_flat"),
    kind("social_facility", "assisted_living", ForSeniors, "assisted_living"),
    kind("social_facility", "day_care", ForSeniorsOrNamed(DAY_CARE), "day_care"),
    kind("social_facility", "ambulatory_care", NotForOthers, "home_care_service"),
    kind("healthcare", "nurse", NotForOthers, "home_care_service"),
    kind("healthcare", "home_care", NotForOthers, "home_care_service"),
    kind("amenity", "hospice", NotNamed(OUTPATIENT), "hospice_inpatient"),
    kind("amenity", "hospice", Named(OUTPATIENT), "hospice_outpatient"),
    kind("social_facility", "hospice", NotNamed(OUTPATIENT), "hospice_inpatient"),
    kind("social_facility", "hospice", Named(OUTPATIENT), "hospice_outpatient"),
    kind("healthcare", "hospice", NotNamed(OUTPATIENT), "hospice_inpatient"),
    kind("healthcare", "hospice", Named(OUTPATIENT), "hospice_outpatient"),
    kind("amenity", "social_facility", Named(ADVICE), "advice_centre"),
    kind("social_facility", "outreach", ForSeniorsOrNamed(ADVICE), "advice_centre"),
    kind("social_facility", "advice", ForSeniorsOrNamed(ADVICE), "advice_centre"),
    kind("amenity", "social_centre", ForSeniorsOrNamed(MEETING), "meeting_place"),
    kind("amenity", "community_centre", ForSeniorsOrNamed(MEETING), "meeting_place"),
    kind("amenity", "hospital", Always, "hospital"),
    kind("healthcare", "hospital", Always, "hospital"),
    kind("healthcare", "rehabilitation", Always, "rehabilitation"),
    kind("amenity", "pharmacy", Always, "pharmacy"),
    kind("healthcare", "pharmacy", Always, "pharmacy"),
];

/// Keys that say for whom an object is.
const GROUPS: [&str; 3] = ["social_facility:for", "community_centre:for", "social_centre:for"];

/// The kinds of care of an object, in the order of the table; none where it is out of use.
pub fn categories(object: &CareObject) -> Vec<&'static str> {
    let is_gone = ["disused", "abandoned"].iter().any(|key| object.tag(key) == Some("yes"));
    let mut found: Vec<&'static str> = Vec::new();
    for kind in KINDS.iter().filter(|_| !is_gone) {
        let has_tag = values(object, kind.tag.0).any(|value| value == kind.tag.1);
        if has_tag && !found.contains(&kind.category) && holds(kind.condition, object) {
            found.push(kind.category);
        }
    }
    found
}

fn values<'a>(object: &'a CareObject, key: &str) -> impl Iterator<Item = &'a str> {
    object.tag(key).unwrap_or_default().split(';').map(str::trim)
}

fn holds(condition: Condition, object: &CareObject) -> bool {
    let groups: Vec<&str> =
        GROUPS.iter().flat_map(|key| values(object, key)).filter(|group| !group.is_empty()).collect();
    let is_for_seniors = groups.contains(&"senior");
    let name = object.tag("name").unwrap_or_default().to_lowercase();
    let is_named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match condition {
        Always => true,
        NotForOthers => groups.is_empty() || is_for_seniors,
        ForSeniors => is_for_seniors,
        ForSeniorsNamed(words) => is_for_seniors && is_named(words),
        ForSeniorsNotNamed(words) => is_for_seniors && !is_named(words),
        ForSeniorsOrNamed(words) => is_for_seniors || is_named(words),
        Named(words) => is_named(words),
        NotNamed(words) => !is_named(words),
    }
}
