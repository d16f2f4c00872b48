//! Care offers of OpenStreetMap: the objects of an extract to a list that the import of the register reads as any other
//! (`models/import/openstreetmap.toml`). Nobody has confirmed what stands in it, and it says so in each row.

mod kinds;
mod list;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use crate::extract::CareObject;
use crate::register::{CategorySlug, CategoryTree};
use crate::units::{GeoPoint, Metres};

pub use kinds::{Condition, KINDS, Kind, categories};
pub use list::{Origin, origin_of, to_csv};

/// A node and an outline of one name and kind nearer to each other than this are one facility that is drawn twice.
const SAME_SITE: Metres = Metres(150.0);

/// What OpenStreetMap says of one kind of care at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct MappedOffer {
    /// The object: `node-17`. A second kind of care of it has the kind behind that.
    pub id: String,
    /// Its name, or else who runs it.
    pub name: String,
    /// The kind of care.
    pub category: CategorySlug,
    /// The node, or the mean of the corners.
    pub point: GeoPoint,
    /// Places, where the object states how many and has one kind of care that counts them.
    pub places: Option<u32>,
    /// Keys and values as they are drawn.
    pub tags: Vec<(String, String)>,
}

impl MappedOffer {
    /// The value of the first of some keys that the object has.
    pub fn tag(&self, keys: &[&str]) -> Option<&str> {
        tag(&self.tags, keys)
    }
}

fn tag<'a>(tags: &'a [(String, String)], keys: &[&str]) -> Option<&'a str> {
    let value = |key: &&str| tags.iter().find(|(name, value)| name == key && !value.is_empty());
    keys.iter().find_map(value).map(|(_, value)| value.as_str())
}

/// What became of the objects of an extract.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MappedOffers {
    /// The offers, in the order of their ids.
    pub offers: Vec<MappedOffer>,
    /// How many offers there are of each kind.
    pub by_category: BTreeMap<CategorySlug, usize>,
    /// Objects that are no care offer by their tags, such as a job centre or a food bank.
    pub other: usize,
    /// Objects with neither a name nor an operator.
    pub nameless: usize,
    /// Offers that are drawn a second time, as a node and as an outline.
    pub repeated: usize,
}

/// The care offers among the objects of an extract. The category tree says which kinds of care count places.
pub fn mapped_offers(objects: &[CareObject], tree: &CategoryTree) -> MappedOffers {
    let mut found = MappedOffers::default();
    let mut all: Vec<MappedOffer> = Vec::new();
    for object in objects {
        let kinds = categories(object);
        let name = tag(&object.tags, &["name", "operator", "brand"]);
        match (kinds.is_empty(), name) {
            (true, _) => found.other += 1,
            (false, None) => found.nameless += 1,
            (false, Some(name)) => all.extend(offers_of(object, name, &kinds, tree)),
        }
    }
    let count = all.len();
    found.offers = without_repeated(all);
    found.repeated = count - found.offers.len();
    for offer in &found.offers {
        *found.by_category.entry(offer.category.clone()).or_default() += 1;
    }
    found
}

fn offers_of(object: &CareObject, name: &str, kinds: &[&str], tree: &CategoryTree) -> Vec<MappedOffer> {
    let counts = |slug: &&&str| tree.get(slug).is_some_and(|category| category.counts_places());
    let is_only = kinds.iter().filter(counts).count() == 1;
    let places = tag(&object.tags, &["capacity:persons", "capacity:beds", "beds", "capacity"]);
    let places = places.and_then(|text| text.parse().ok()).filter(|_| is_only);
    let id = object.id.replace('/', "-");
    let offer = |(at, slug): (usize, &&str)| MappedOffer {
        id: if at == 0 { id.clone() } else { format!("{id}-{}", slug.replace('_', "-")) },
        name: name.to_owned(),
        category: CategorySlug::new(slug),
        point: object.position.into(),
        places: places.filter(|_| counts(&slug)),
        tags: object.tags.clone(),
    };
    kinds.iter().enumerate().map(offer).collect()
}

/// Of offers that are drawn twice the one that says more.
fn without_repeated(mut all: Vec<MappedOffer>) -> Vec<MappedOffer> {
    all.sort_by(|a, b| b.tags.len().cmp(&a.tags.len()).then_with(|| a.id.cmp(&b.id)));
    let mut kept: Vec<MappedOffer> = Vec::new();
    let mut by_name: HashMap<(String, CategorySlug), Vec<GeoPoint>> = HashMap::new();
    for offer in all {
        let points = by_name.entry((offer.name.to_lowercase(), offer.category.clone())).or_default();
        if points.iter().all(|point| point.geodesic_to(offer.point) > SAME_SITE) {
            points.push(offer.point);
            kept.push(offer);
        }
    }
    kept.sort_by(|a, b| a.id.cmp(&b.id));
    kept
}
