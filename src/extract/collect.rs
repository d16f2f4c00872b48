//! What of an extract is kept.

use std::collections::HashMap;

use super::block::{self, Element, Kind, Shape, Tags};
use super::wire::Damaged;
use super::{CareObject, Extract, ExtractError, House, PlaceNode, Position, StreetLine};

/// Texts, each once. Number 0 is the empty text.
#[derive(Debug)]
pub struct Names {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Default for Names {
    fn default() -> Self {
        Self { texts: vec![String::new()], numbers: HashMap::from([(String::new(), 0)]) }
    }
}

impl Names {
    /// The number of a text.
    pub fn number(&mut self, text: &str) -> u32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        // Four thousand million texts are more than a file can hold that is read.
        let number = u32::try_from(self.texts.len()).unwrap_or(0);
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The text of a number, if there is one of it.
    pub fn known(&self, number: u32) -> Option<String> {
        self.texts.get(number as usize).cloned()
    }

    /// The text of a number; empty for one that there is not.
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

/// Values of `place` that are towns and villages, and those that are parts of towns.
const SETTLEMENTS: [&str; 5] = ["city", "town", "village", "hamlet", "isolated_dwelling"];
const PARTS: [&str; 4] = ["borough", "suburb", "quarter", "neighbourhood"];

/// Keys by which an object may be an offer of care, with the values of `amenity` that may be one.
const CARE_KEYS: [&str; 2] = ["social_facility", "healthcare"];
const CARE_AMENITIES: [&str; 8] = [
    "nursing_home",
    "social_facility",
    "social_centre",
    "community_centre",
    "hospital",
    "clinic",
    "pharmacy",
    "hospice",
];

/// A way or relation that waits for its points.
#[derive(Debug)]
struct Pending {
    what: What,
    /// Nodes of a way; ways of a relation until these were read, then their nodes.
    members: Vec<i64>,
}

#[derive(Debug)]
enum What {
    House(House),
    Street(u32),
    Care(CareObject),
}

#[derive(Debug, Default)]
pub(super) struct Collector {
    pub extract: Extract,
    kind: Option<Kind>,
    pending: Vec<Pending>,
    relations: Vec<Pending>,
    /// Ways of relations that are kept, with their nodes once these were read.
    ways: HashMap<i64, Vec<i64>>,
    /// Ids of nodes that are needed, ascending, and where they lie.
    needed: Vec<i64>,
    positions: Vec<Option<Position>>,
    objects: u64,
    /// Seconds since 1970 of the newest object.
    newest: i64,
}

impl Collector {
    /// Prepares for the objects of one kind.
    pub fn begin(&mut self, kind: Kind) {
        self.kind = Some(kind);
        if kind != Kind::Node {
            return;
        }
        for relation in &mut self.relations {
            let nodes = relation.members.iter().filter_map(|way| self.ways.get(way)).flatten().copied();
            relation.members = nodes.collect();
        }
        self.pending.append(&mut self.relations);
        let mut needed: Vec<i64> = self.pending.iter().flat_map(|one| &one.members).copied().collect();
        needed.sort_unstable();
        needed.dedup();
        self.positions = vec![None; needed.len()];
        self.needed = needed;
    }

    /// Takes the objects of a block that are of the kind at hand.
    pub fn take(&mut self, content: &[u8]) -> Result<(), Damaged> {
        let Some(kind) = self.kind else { return Ok(()) };
        if kind == Kind::Node {
            self.newest = self.newest.max(block::newest(content)?);
        }
        block::visit(content, kind, &mut |element| {
            self.objects += 1;
            self.element(&element);
            Ok(())
        })
    }

    fn element(&mut self, element: &Element) {
        match element.shape {
            Shape::Node(position) => {
                if let Ok(at) = self.needed.binary_search(&element.id)
                    && let Some(known) = self.positions.get_mut(at)
                {
                    *known = Some(position);
                }
                if !element.tags.is_empty() {
                    self.node(element, position);
                }
            }
            Shape::Way(nodes) => {
                if let Some(known) = self.ways.get_mut(&element.id) {
                    known.extend(nodes);
                }
                let street = street(&element.tags, &mut self.extract.names).map(What::Street);
                for what in self.objects_of(element, "way").into_iter().chain(street) {
                    self.pending.push(Pending { what, members: nodes.to_vec() });
                }
            }
            Shape::Relation(ways) => {
                for what in self.objects_of(element, "relation") {
                    self.ways.extend(ways.iter().map(|way| (*way, Vec::new())));
                    self.relations.push(Pending { what, members: ways.to_vec() });
                }
            }
        }
    }

    fn node(&mut self, element: &Element, position: Position) {
        for what in self.objects_of(element, "node") {
            self.put(what, &[position]);
        }
        let place = element.tags.get("place");
        let is_settlement = place.is_some_and(|kind| SETTLEMENTS.contains(&kind));
        if is_settlement || place.is_some_and(|kind| PARTS.contains(&kind)) {
            let Some(name) = element.tags.get("name") else { return };
            let name = self.extract.names.number(name);
            self.extract.places.push(PlaceNode { name, is_settlement, position });
        }
    }

    /// The house and the offer that an object may be, not yet anywhere.
    fn objects_of(&mut self, element: &Element, kind: &str) -> Vec<What> {
        let house = house(&element.tags, &mut self.extract.names).map(What::House);
        let care = is_care(&element.tags).then(|| {
            let tags =
                element.tags.iter().map(|(key, value)| (key.to_owned(), value.trim().to_owned())).collect();
            let id = format!("{kind}/{}", element.id);
            What::Care(CareObject { id, position: Position::default(), tags })
        });
        house.into_iter().chain(care).collect()
    }

    fn put(&mut self, what: What, points: &[Position]) {
        let Some(position) = mean(points) else {
            self.extract.without_position += 1;
            return;
        };
        match what {
            What::House(house) => self.extract.houses.push(House { position, ..house }),
            What::Care(object) => self.extract.care.push(CareObject { position, ..object }),
            What::Street(name) => self.extract.streets.push(StreetLine { name, line: points.to_vec() }),
        }
    }

    /// Puts ways and relations to their places.
    pub fn finish(mut self) -> Result<Extract, ExtractError> {
        if self.objects == 0 {
            return Err(ExtractError::Nothing);
        }
        for Pending { what, members } in std::mem::take(&mut self.pending) {
            let known = |id: &i64| {
                let at = self.needed.binary_search(id).ok()?;
                self.positions.get(at).copied().flatten()
            };
            let points: Vec<Position> = members.iter().filter_map(known).collect();
            self.put(what, &points);
        }
        if self.extract.date.is_none() && self.newest > 0 {
            self.extract.date = super::day(self.newest);
        }
        Ok(self.extract)
    }
}

/// The mean of points. The last point of a closed line is its first and counts once.
fn mean(points: &[Position]) -> Option<Position> {
    let points = match points {
        [first, rest @ .., last] if first == last && !rest.is_empty() => points.split_last()?.1,
        all => all,
    };
    let count = i64::try_from(points.len()).ok().filter(|count| *count > 0)?;
    let of = |axis: fn(&Position) -> i32| {
        let sum: i64 = points.iter().map(|point| i64::from(axis(point))).sum();
        i32::try_from(sum / count).ok()
    };
    Some(Position { lat: of(|point| point.lat)?, lon: of(|point| point.lon)? })
}

fn house(tags: &Tags, names: &mut Names) -> Option<House> {
    let number = tags.get("addr:housenumber")?;
    let street = tags.get("addr:street").or(tags.get("addr:place"))?;
    let mut name =
        |keys: &[&str]| keys.iter().find_map(|key| tags.get(key)).map_or(0, |text| names.number(text));
    Some(House {
        position: Position::default(),
        postcode: name(&["addr:postcode"]),
        city: name(&["addr:city"]),
        part: name(&["addr:suburb", "addr:quarter", "addr:hamlet", "addr:neighbourhood"]),
        street: names.number(street),
        number: names.number(number),
    })
}

fn street(tags: &Tags, names: &mut Names) -> Option<u32> {
    tags.get("highway")?;
    tags.get("name").map(|name| names.number(name))
}

fn is_care(tags: &Tags) -> bool {
    let is_amenity = |value: &str| value.split(';').any(|part| CARE_AMENITIES.contains(&part.trim()));
    CARE_KEYS.iter().any(|key| tags.get(key).is_some()) || tags.get("amenity").is_some_and(is_amenity)
}
