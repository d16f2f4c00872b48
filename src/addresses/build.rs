//! From an extract to the index: houses and lines of one name that lie beside each other are one street, which lies in the
//! municipality around it and in the quarter or village whose name stands nearest.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::number::{HouseNumber, middle};
use super::spelling::Spelling;
use super::{AddressIndex, Content, House, Location, Span, Stamp, Street};
use crate::areas::{Area, Areas, Located};
use crate::extract::{Extract, Names, PlaceNode, Position};
use crate::units::{GeoPoint, Metres};

/// Points of one name in cells of this size that touch are one street.
const CELL: f64 = 250.0;
/// A place is named by the label of a village or quarter this near.
const LABEL: Metres = Metres(5_000.0);
/// A town is named by a label this near where no outline holds the point.
const TOWN_LABEL: Metres = Metres(10_000.0);
/// A point outside of all outlines by no more than this belongs to the nearest municipality: the outlines are simplified.
const SHORE: Metres = Metres(1_000.0);
/// Two houses of one number that are further apart stand on two streets of one name.
const TWICE: Metres = Metres(300.0);
/// Length of a degree of latitude, in metres.
const DEGREE: f64 = 111_195.0;

/// What was made of an extract.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BuildReport {
    /// Streets of the index.
    pub streets: usize,
    /// Houses of the index.
    pub houses: usize,
    /// Addresses that are none: their number says nothing, or is of more forms than the index can tell apart.
    pub left_out: usize,
}

/// Makes an index of an extract. `sha256` is that of its file.
pub fn build(extract: &Extract, areas: &Areas, sha256: &str) -> (AddressIndex, BuildReport) {
    let mut builder = Builder {
        extract,
        areas,
        labels: Labels::new(&extract.places),
        texts: Names::default(),
        tails: Names::default(),
        left_out: 0,
        streets: Vec::new(),
    };
    for (key, points) in builder.by_name() {
        for street in clusters(&points) {
            builder.street(&key, &street);
        }
    }
    let (content, left_out) = builder.content(Stamp { date: extract.date, sha256: sha256.to_owned() });
    let report = BuildReport { streets: content.streets.len(), houses: content.houses.len(), left_out };
    (AddressIndex::new(content), report)
}

/// A point of a street: of a house, or of its line.
#[derive(Debug, Clone, Copy)]
struct Point {
    position: Position,
    /// The name as it is written there.
    name: u32,
    /// A position among the houses of the extract.
    house: Option<usize>,
    /// Points of one line belong together, however far apart they are.
    line: Option<usize>,
}

/// A street before it has its place among the others.
struct Made {
    key: String,
    name: String,
    location: [String; 3],
    municipality: u32,
    position: Position,
    postcodes: Vec<u32>,
    houses: Vec<House>,
}

struct Builder<'a> {
    extract: &'a Extract,
    areas: &'a Areas,
    labels: Labels<'a>,
    texts: Names,
    tails: Names,
    left_out: usize,
    streets: Vec<Made>,
}

impl<'a> Builder<'a> {
    /// All points by the folded name of their street.
    fn by_name(&self) -> BTreeMap<String, Vec<Point>> {
        let names = &self.extract.names;
        let mut keys: HashMap<u32, String> = HashMap::new();
        let mut points: BTreeMap<String, Vec<Point>> = BTreeMap::new();
        let mut add = |name: u32, point: Point| {
            let key =
                keys.entry(name).or_insert_with(|| Spelling::of_street(names.text(name)).words().to_owned());
            match points.get_mut(key) {
                Some(known) => known.push(point),
                None => drop(points.insert(key.clone(), vec![point])),
            }
        };
        for (at, house) in self.extract.houses.iter().enumerate() {
            let (position, name) = (house.position, house.street);
            add(name, Point { position, name, house: Some(at), line: None });
        }
        for (at, street) in self.extract.streets.iter().enumerate() {
            for position in &street.line {
                add(
                    street.name,
                    Point { position: *position, name: street.name, house: None, line: Some(at) },
                );
            }
        }
        points.remove("");
        points
    }

    /// Parts the points of a cluster by municipality, and by label where a number occurs twice, and makes streets of them.
    fn street(&mut self, key: &str, points: &[Point]) {
        let mut by_municipality: BTreeMap<Option<&str>, Vec<Point>> = BTreeMap::new();
        let mut last: Option<&Area> = None;
        for point in points {
            let at = GeoPoint::from(point.position);
            last = last.filter(|area| area.holds(at)).or_else(|| self.areas.municipality_at(at));
            by_municipality.entry(last.map(|area| area.key.as_str())).or_default().push(*point);
        }
        // What lies outside of all outlines joins the rest of its street.
        if by_municipality.len() > 1
            && let Some(outside) = by_municipality.remove(&None)
            && let Some((_, most)) =
                by_municipality.iter_mut().max_by_key(|(key, points)| (points.len(), Reverse(**key)))
        {
            most.extend(outside);
        }
        for (municipality, points) in by_municipality {
            let area =
                municipality.and_then(|key| self.areas.get(key)).or_else(|| self.nearest_area(&points));
            if self.has_doubles(&points) {
                let mut by_label: BTreeMap<Option<u32>, Vec<Point>> = BTreeMap::new();
                for point in points {
                    let label =
                        self.labels.nearest(point.position.into(), LABEL, |_| true).map(|label| label.name);
                    by_label.entry(label).or_default().push(point);
                }
                by_label.into_values().for_each(|points| self.make(key, area, &points));
            } else {
                self.make(key, area, &points);
            }
        }
    }

    /// The municipality of points outside of all outlines.
    fn nearest_area(&self, points: &[Point]) -> Option<&'a Area> {
        let positions: Vec<Position> = points.iter().map(|point| point.position).collect();
        let at = GeoPoint::from(middle(&positions)?);
        if !self.areas.may_hold(at) {
            return None;
        }
        match self.areas.locate(at, SHORE) {
            Located::Inside(key) | Located::Near(key, _) => self.areas.get(key.as_str()),
            Located::Outside => None,
        }
    }

    fn has_doubles(&self, points: &[Point]) -> bool {
        let mut first: HashMap<u32, GeoPoint> = HashMap::new();
        let houses = points.iter().filter_map(|point| self.extract.houses.get(point.house?));
        houses.into_iter().any(|house| {
            let at = GeoPoint::from(house.position);
            first.entry(house.number).or_insert(at).geodesic_to(at) > TWICE
        })
    }

    fn make(&mut self, key: &str, area: Option<&Area>, points: &[Point]) {
        let extract = self.extract;
        let positions: Vec<Position> = points.iter().map(|point| point.position).collect();
        let Some(position) = middle(&positions) else { return };
        let found: Vec<&crate::extract::House> =
            points.iter().filter_map(|point| extract.houses.get(point.house?)).collect();
        let most =
            |numbers: &mut dyn Iterator<Item = u32>| by_frequency(numbers.filter(|number| *number != 0));
        let postcodes =
            by_frequency(found.iter().filter_map(|house| digits(extract.names.text(house.postcode))));
        let postcodes: Vec<u32> =
            postcodes.into_iter().map(|(digits, _)| digits).take(House::MOST_POSTCODES).collect();
        let name = most(&mut points.iter().map(|point| point.name)).first().map_or(0, |(name, _)| *name);
        let cities = most(&mut found.iter().map(|house| house.city));
        let city = cities.first().map_or("", |(city, _)| extract.names.text(*city));
        let at = GeoPoint::from(position);
        let town = match area {
            Some(area) => area.name.clone(),
            None if !city.is_empty() => city.to_owned(),
            None => self
                .labels
                .nearest(at, TOWN_LABEL, |label| label.is_settlement)
                .map_or_else(String::new, |label| extract.names.text(label.name).to_owned()),
        };
        let parts = most(&mut found.iter().map(|house| house.part));
        let tagged = parts.first().filter(|(_, count)| count * 2 >= found.len()).map(|(part, _)| *part);
        let label = || self.labels.nearest(at, LABEL, |_| true).map(|label| label.name);
        let part = tagged.or_else(label).map_or("", |part| extract.names.text(part));
        let differs = |name: &str| !is_same_place(name, &town);
        let location = [
            town.clone(),
            Some(city).filter(|city| differs(city)).unwrap_or_default().to_owned(),
            Some(part).filter(|part| differs(part)).unwrap_or_default().to_owned(),
        ];
        let houses = self.houses(&found, &postcodes);
        self.streets.push(Made {
            key: key.to_owned(),
            name: extract.names.text(name).to_owned(),
            location,
            municipality: area.and_then(|area| area.key.parse().ok()).unwrap_or(0),
            position,
            postcodes,
            houses,
        });
    }

    fn houses(&mut self, found: &[&crate::extract::House], postcodes: &[u32]) -> Vec<House> {
        let mut houses = BTreeMap::new();
        for house in found {
            let numbers = HouseNumber::all(self.extract.names.text(house.number));
            self.left_out += usize::from(numbers.is_empty());
            for HouseNumber { number, tail } in numbers {
                let at = self.tails.number(&tail) as usize;
                let own = digits(self.extract.names.text(house.postcode));
                // Without a postcode of its own a house has that of most on its street.
                let postcode = own.map_or(Some(0), |own| postcodes.iter().position(|known| *known == own));
                match (at < House::MOST_TAILS, postcode) {
                    (true, Some(postcode)) => {
                        let tail_and_postcode = ((at << 4) | postcode) as u16;
                        let house = House { position: house.position, number, tail_and_postcode };
                        houses.entry((number, tail, postcode)).or_insert(house);
                    }
                    _ => self.left_out += 1,
                }
            }
        }
        houses.into_values().collect()
    }

    /// Puts the streets in order and gives each its place in the lists.
    fn content(mut self, stamp: Stamp) -> (Content, usize) {
        let place = |street: &Made| (street.municipality, street.location.clone());
        self.streets.sort_by_cached_key(|street| (place(street), street.name.clone(), street.position));
        let mut towns: HashMap<(u32, String, String), usize> = HashMap::new();
        let of_town = |street: &Made| (street.municipality, street.location[0].clone(), street.key.clone());
        for street in &self.streets {
            *towns.entry(of_town(street)).or_default() += 1;
        }
        let mut content = Content {
            stamp,
            texts: Vec::new(),
            tails: (0..).map_while(|at| self.tails.known(at)).take(House::MOST_TAILS).collect(),
            locations: Vec::new(),
            streets: Vec::new(),
            postcodes: Vec::new(),
            houses: Vec::new(),
        };
        for street in self.streets {
            let shows_part = towns.get(&of_town(&street)).is_some_and(|count| *count > 1);
            let [town, city, part] = street.location.each_ref().map(|name| self.texts.number(name));
            let location = Location { municipality: street.municipality, town, city, part };
            if content.locations.last() != Some(&location) {
                content.locations.push(location);
            }
            let name = self.texts.number(&street.name);
            content.streets.push(Street {
                name,
                location: (content.locations.len() - 1) as u32,
                position: street.position,
                shows_part,
                postcodes: append(&mut content.postcodes, street.postcodes),
                houses: append(&mut content.houses, street.houses),
            });
        }
        content.texts = (0..).map_while(|at| self.texts.known(at)).collect();
        (content, self.left_out)
    }
}

/// The number of what is behind: appends to a list and gives the range.
fn append<T>(list: &mut Vec<T>, more: Vec<T>) -> Span {
    let span = Span { start: list.len() as u32, length: more.len() as u32 };
    list.extend(more);
    span
}

/// "Lauf a.d.Pegnitz" and "Lauf an der Pegnitz", or "Waren" and "Waren (Müritz)", are one place.
fn is_same_place(name: &str, town: &str) -> bool {
    let (name, town) = (Spelling::of_place(name), Spelling::of_place(town));
    name.is_empty() || name.words() == town.words() || name.begins(&town)
}

fn digits(postcode: &str) -> Option<u32> {
    let is_postcode = postcode.len() == 5 && postcode.bytes().all(|digit| digit.is_ascii_digit());
    if is_postcode { postcode.parse().ok() } else { None }
}

/// Values with how often they occur, the most frequent first.
fn by_frequency(values: impl Iterator<Item = u32>) -> Vec<(u32, usize)> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(value, count)| (Reverse(*count), *value));
    counts
}

/// Puts points together that lie on one line, or in cells that touch.
fn clusters(points: &[Point]) -> Vec<Vec<Point>> {
    let Some(first) = points.first() else { return Vec::new() };
    let shrink = GeoPoint::from(first.position).lat.to_radians().cos();
    let mut cells: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (at, point) in points.iter().enumerate() {
        let GeoPoint { lon, lat } = point.position.into();
        let cell = |degrees: f64| (degrees * DEGREE / CELL).floor() as i64;
        cells.entry((cell(lat), cell(lon * shrink))).or_default().push(at);
    }
    let mut groups = Groups((0..points.len()).collect());
    for ((north, east), members) in &cells {
        let Some(own) = members.first() else { continue };
        members.iter().for_each(|at| groups.join(*own, *at));
        // The other four neighbours find this one in their turn.
        for (up, right) in [(0, 1), (1, -1), (1, 0), (1, 1)] {
            if let Some(other) = cells.get(&(north + up, east + right)).and_then(|members| members.first()) {
                groups.join(*own, *other);
            }
        }
    }
    let mut lines: HashMap<usize, usize> = HashMap::new();
    for (at, point) in points.iter().enumerate() {
        if let Some(line) = point.line {
            groups.join(*lines.entry(line).or_insert(at), at);
        }
    }
    let mut found: BTreeMap<usize, Vec<Point>> = BTreeMap::new();
    for (at, point) in points.iter().enumerate() {
        found.entry(groups.of(at)).or_default().push(*point);
    }
    found.into_values().collect()
}

/// Which group each point belongs to (union-find).
struct Groups(Vec<usize>);

impl Groups {
    fn of(&mut self, at: usize) -> usize {
        let mut root = at;
        while let Some(parent) = self.0.get(root).copied().filter(|parent| *parent != root) {
            root = parent;
        }
        if let Some(short) = self.0.get_mut(at) {
            *short = root;
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        if let Some(parent) = self.0.get_mut(one.max(other)) {
            *parent = one.min(other);
        }
    }
}

/// Labels of towns, villages and quarters, found by the cell they lie in.
struct Labels<'a> {
    cells: HashMap<(i64, i64), Vec<&'a PlaceNode>>,
}

/// Side of a cell of labels, in degrees: no less than [`TOWN_LABEL`] in either direction.
const LABEL_CELL: f64 = 0.2;

impl<'a> Labels<'a> {
    fn new(places: &'a [PlaceNode]) -> Self {
        let mut cells: HashMap<(i64, i64), Vec<&PlaceNode>> = HashMap::new();
        for place in places {
            cells.entry(Self::cell(place.position.into())).or_default().push(place);
        }
        Self { cells }
    }

    fn cell(point: GeoPoint) -> (i64, i64) {
        ((point.lat / LABEL_CELL).floor() as i64, (point.lon / LABEL_CELL).floor() as i64)
    }

    fn nearest(
        &self,
        point: GeoPoint,
        within: Metres,
        is_wanted: fn(&PlaceNode) -> bool,
    ) -> Option<&'a PlaceNode> {
        let (north, east) = Self::cell(point);
        let shrink = point.lat.to_radians().cos();
        let distance = |place: &PlaceNode| {
            let there = GeoPoint::from(place.position);
            // Of two that are equally far to a thousandth either will do.
            (there.lat - point.lat).hypot((there.lon - point.lon) * shrink) * DEGREE
        };
        let around: BTreeSet<(i64, i64)> =
            (-1..=1).flat_map(|up| (-1..=1).map(move |right| (north + up, east + right))).collect();
        let near = around.iter().filter_map(|cell| self.cells.get(cell)).flatten().copied();
        let near = near.filter(|place| is_wanted(place)).map(|place| (distance(place), place));
        let found = near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.name.cmp(&b.1.name)))?;
        (found.0 <= within.0).then_some(found.1)
    }
}
