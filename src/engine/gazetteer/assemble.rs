//! Puts the gazetteer together from its table and the table of areas.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fold::{Umlauts, fold};
use super::names::{Keys, main_name};
use super::quarters::read_quarters;
use super::query::Titles;
use super::table::{Alias, Region, Row, RowKind, Tables, read, read_aliases, read_regions};
use super::{Entry, Gazetteer, GazetteerError, Kind, Postcode, PostcodePoint};
use crate::areas::{Area, Areas, Level};
use crate::units::{Ags, GeoPoint};

pub(super) fn assemble(tables: &Tables, areas: &Areas) -> Result<Gazetteer, GazetteerError> {
    let rows = read(tables, areas)?;
    let mut entries = named(&rows, areas)?;
    let centres = centres(&rows)?;
    for entry in entries.iter_mut().filter(|entry| entry.postcodes.len() > 1) {
        add_postcode_points(entry, &centres);
    }
    add_postcodes_of_municipality(&mut entries);
    entries.extend(districts_and_amter(&entries, areas)?);
    let regions = read_regions(tables, areas)?;
    entries.extend(self::regions(&regions, &entries));
    describe(&mut entries, areas);
    add_aliases(&mut entries, &read_aliases(tables)?, areas)?;
    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    let postcodes = centres.into_values().map(|row| postcode(row, &entries)).collect();
    let titles = areas
        .level(Level::Municipality)
        .chain(areas.level(Level::District).filter(|area| is_one(areas, area)));
    let quarters = read_quarters(&tables.quarters, &entries)?;
    let titles = Titles::new(titles.map(|area| area.designation.as_str()));
    Ok(Gazetteer { titles, entries, postcodes, quarters })
}

fn of_kind(rows: &[Row], kind: RowKind) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.kind == kind)
}

/// The rows of postcodes, one for each postcode that occurs.
fn centres(rows: &[Row]) -> Result<BTreeMap<&str, &Row>, GazetteerError> {
    let mut centres = BTreeMap::new();
    for row in of_kind(rows, RowKind::Postcode) {
        let postcode = row.postcode.as_deref().unwrap_or_default();
        if centres.insert(postcode, row).is_some() {
            return Err(twice(row, format!("postcode {postcode}")));
        }
    }
    for row in rows {
        if let Some(postcode) = row.postcode.as_deref().filter(|postcode| !centres.contains_key(postcode)) {
            return Err(fault(row, format!("postcode {postcode} has no row of kind postcode")));
        }
    }
    Ok(centres)
}

/// Whether a district or Amt is a single municipality: then it is found as that.
fn is_one(areas: &Areas, area: &Area) -> bool {
    areas.within(Level::Municipality, area).count() == 1
}

/// Municipalities and places. A place that bears the name of its municipality is the municipality.
fn named(rows: &[Row], areas: &Areas) -> Result<Vec<Entry>, GazetteerError> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut known: HashMap<(Ags, String), usize> = HashMap::new();
    for row in of_kind(rows, RowKind::Municipality) {
        if known.insert((row.municipality.clone(), folded(&row.name)), entries.len()).is_some() {
            return Err(twice(row, format!("municipality {}", row.municipality)));
        }
        if let Some(main) = main_name(&row.name) {
            known.entry((row.municipality.clone(), folded(main))).or_insert(entries.len());
        }
        entries.push(entry(row, Kind::Municipality, areas));
    }
    for row in rows {
        let kind = match row.kind {
            RowKind::Locality => Kind::Locality,
            RowKind::Quarter => Kind::Quarter,
            RowKind::Municipality | RowKind::Postcode => continue,
        };
        let at = *known.entry((row.municipality.clone(), folded(&row.name))).or_insert(entries.len());
        match (entries.get_mut(at), &row.postcode) {
            (None, _) => entries.push(entry(row, kind, areas)),
            (Some(_), None) => return Err(twice(row, row.name.clone())),
            (Some(entry), Some(postcode)) if entry.point_in_postcode(postcode).is_some() => {
                return Err(twice(row, format!("{} in postcode {postcode}", row.name)));
            }
            (Some(entry), Some(_)) => entry.postcodes.extend(PostcodePoint::of(row)),
        }
    }
    Ok(entries)
}

fn twice(row: &Row, what: String) -> GazetteerError {
    fault(row, format!("{what} has a row already"))
}

fn fault(row: &Row, reason: String) -> GazetteerError {
    GazetteerError::Row { table: row.table, line: row.line, reason }
}

fn folded(name: &str) -> String {
    fold(name, Umlauts::Expanded)
}

fn entry(row: &Row, kind: Kind, areas: &Areas) -> Entry {
    let mut entry = Entry::new(&row.name, kind, &row.municipality, row.point);
    entry.postcode = row.postcode.clone();
    if let Some(area) = areas.get(row.municipality.as_str()) {
        entry.population = area.population;
        entry.designation = folded(&area.designation);
    }
    entry.postcodes = PostcodePoint::of(row).into_iter().collect();
    entry
}

impl Entry {
    fn new(name: &str, kind: Kind, municipality: &Ags, point: GeoPoint) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            postcode: None,
            municipality: municipality.clone(),
            point,
            designation: String::new(),
            population: 0,
            key: municipality.to_string(),
            label: String::new(),
            municipality_name: String::new(),
            district_name: String::new(),
            postcodes: Vec::new(),
            possible_postcodes: Vec::new(),
            members: Vec::new(),
            keys: Keys::default(),
        }
    }
}

impl PostcodePoint {
    fn of(row: &Row) -> Option<Self> {
        Some(Self { postcode: row.postcode.clone()?, point: row.point })
    }
}

/// A locality whose postcode the tables do not state lies in one of those of its municipality.
fn add_postcodes_of_municipality(entries: &mut [Entry]) {
    let mut known: BTreeMap<Ags, BTreeSet<String>> = BTreeMap::new();
    for entry in entries.iter() {
        let postcodes = entry.postcodes().map(str::to_owned);
        known.entry(entry.municipality.clone()).or_default().extend(postcodes);
    }
    for entry in entries.iter_mut().filter(|entry| entry.postcodes.is_empty()) {
        entry.possible_postcodes =
            known.get(&entry.municipality).map(|all| all.iter().cloned().collect()).unwrap_or_default();
    }
}

/// A name that spans several postcodes lies, within one of them, at that postcode's centre, provided
/// the centre is in the municipality. Elsewhere the table's own point of the name is the better one.
fn add_postcode_points(entry: &mut Entry, centres: &BTreeMap<&str, &Row>) {
    for within in &mut entry.postcodes {
        let centre = centres.get(within.postcode.as_str());
        if let Some(centre) = centre.filter(|centre| centre.municipality == entry.municipality) {
            within.point = centre.point;
        }
    }
}

/// A district lies at its seat, an Amt at its most populous municipality.
fn districts_and_amter(entries: &[Entry], areas: &Areas) -> Result<Vec<Entry>, GazetteerError> {
    let points: HashMap<&str, &Entry> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Municipality)
        .map(|entry| (entry.municipality.as_str(), entry))
        .collect();
    if let Some(area) = areas.level(Level::Municipality).find(|area| !points.contains_key(area.key.as_str()))
    {
        return Err(GazetteerError::NoPoint { key: area.key.clone(), name: area.name.clone() });
    }
    let mut found = Vec::new();
    for (level, kind) in [(Level::District, Kind::District), (Level::Amt, Kind::Amt)] {
        for area in areas.level(level).filter(|area| !is_one(areas, area)) {
            let seat = seat(area, areas).and_then(|seat| points.get(seat.key.as_str()));
            let seat = seat
                .ok_or_else(|| GazetteerError::NoSeat { key: area.key.clone(), name: area.name.clone() })?;
            let mut entry = Entry::new(&area.name, kind, &seat.municipality, seat.point);
            entry.population = area.population;
            entry.designation = folded(&area.designation);
            entry.key = area.key.clone();
            entry.members = areas
                .within(Level::Municipality, area)
                .filter_map(|part| Ags::parse(&part.key).ok())
                .collect();
            found.push(entry);
        }
    }
    Ok(found)
}

/// An island or peninsula lies at that one of its municipalities which is nearest to the mean of its residents.
fn regions<'a>(regions: &'a [Region], entries: &'a [Entry]) -> Vec<Entry> {
    let region = |region: &Region| {
        let is_part = |entry: &&Entry| {
            entry.kind == Kind::Municipality && region.municipalities.contains(&entry.municipality)
        };
        let parts: Vec<&Entry> = entries.iter().filter(is_part).collect();
        let residents = parts.iter().map(|part| part.population).sum();
        let mean = |of: fn(&Entry) -> f64| {
            parts.iter().map(|part| of(part) * f64::from(part.population)).sum::<f64>() / f64::from(residents)
        };
        let middle = GeoPoint { lon: mean(|part| part.point.lon), lat: mean(|part| part.point.lat) };
        let distance = |part: &&&Entry| middle.geodesic_to(part.point).0;
        let seat = parts.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        let kind = if region.is_island { Kind::Island } else { Kind::Peninsula };
        let mut entry = Entry::new(&region.name, kind, &seat.municipality, seat.point);
        entry.population = residents;
        entry.key = region.key.clone();
        entry.members = region.municipalities.clone();
        Some(entry)
    };
    regions.iter().filter_map(region).collect()
}

fn seat<'a>(area: &'a Area, areas: &'a Areas) -> Option<&'a Area> {
    let named = |candidate: &&Area| area.seat.as_ref().is_none_or(|seat| *seat == candidate.name);
    areas.within(Level::Municipality, area).filter(named).max_by_key(|part| part.population)
}

/// Gives every entry its label and the keys it is found under.
fn describe(entries: &mut [Entry], areas: &Areas) {
    let mut same: HashMap<(String, String), usize> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == Kind::Municipality) {
        *same.entry((district_name(entry, areas), entry.name.clone())).or_default() += 1;
    }
    for entry in entries {
        let district = district_name(entry, areas);
        entry.district_name = if entry.kind == Kind::District { String::new() } else { district.clone() };
        match entry.kind {
            Kind::District => describe_district(entry),
            Kind::Amt => describe_amt(entry, &district),
            Kind::Municipality => {
                let twins = same.get(&(district.clone(), entry.name.clone())).is_some_and(|count| *count > 1);
                describe_municipality(entry, &district, twins, areas);
            }
            Kind::Island | Kind::Peninsula => describe_region(entry),
            Kind::Locality | Kind::Quarter | Kind::Postcode => describe_locality(entry, &district, areas),
        }
    }
}

/// The district's name; empty in a district-free city, which needs no more than its own.
fn district_name(entry: &Entry, areas: &Areas) -> String {
    let district = entry.municipality.district().and_then(|key| areas.get(key.as_str()));
    district.filter(|area| !is_one(areas, area)).map(|area| area.name.clone()).unwrap_or_default()
}

/// "Rostock" alone is the city, so it is only the short name of the Landkreis Rostock.
fn describe_district(entry: &mut Entry) {
    let own = entry.name.strip_prefix("Landkreis ").unwrap_or(&entry.name).to_owned();
    entry.label = format!("Landkreis {own}");
    entry.keys = Keys::of_name(&entry.name);
    entry.keys.add_main(&own);
    for word in ["Landkreis", "Kreis", "LK"] {
        entry.keys.add_name(&format!("{word} {own}"));
    }
    entry.keys.add_context(&own, "Landkreis");
}

/// A bare "Zarrentin" is the town, so the Amt's name is "Amt Zarrentin".
fn describe_amt(entry: &mut Entry, district: &str) {
    let full = format!("Amt {}", entry.name);
    entry.keys = Keys::of_name(&full);
    entry.keys.add_main(&entry.name);
    entry.keys.add_context(&full, district);
    entry.label = format!("{full} ({district})");
}

/// `twins`: another municipality of the district bears the same name, so the Amt is named too.
fn describe_municipality(entry: &mut Entry, district: &str, twins: bool, areas: &Areas) {
    let area = areas.get(entry.municipality.as_str());
    let amt = area.and_then(|area| areas.get(&area.parent)).map_or("", |amt| amt.name.as_str());
    let context = if twins { format!("Amt {amt}, {district}") } else { district.to_owned() };
    entry.label = labelled(&entry.name, &context);
    entry.keys = Keys::of_name(&entry.name);
    entry.keys.add_context(&entry.name, district);
    entry.keys.add_context(&entry.name, &context);
    entry.keys.add_context(&entry.name, area.map_or("", |area| area.designation.as_str()));
}

/// "Usedom" alone may be the town on it.
fn describe_region(entry: &mut Entry) {
    let word = if entry.kind == Kind::Island { "Insel" } else { "Halbinsel" };
    entry.label = labelled(&entry.name, word);
    entry.keys = Keys::of_name(&entry.name);
    entry.keys.add_name(&format!("{word} {}", entry.name));
    entry.keys.add_context(&entry.name, word);
}

/// Further names count as the name itself.
fn add_aliases(entries: &mut [Entry], aliases: &[Alias], areas: &Areas) -> Result<(), GazetteerError> {
    for alias in aliases {
        let is_meant = |entry: &&mut Entry| {
            let key = if entry.is_settlement() { entry.municipality.as_str() } else { entry.key.as_str() };
            let is_named = entry.is_settlement() || entry.kind == Kind::District;
            is_named && key == alias.key && entry.name == alias.name
        };
        let Some(entry) = entries.iter_mut().find(is_meant) else {
            let reason = format!("{} has no \"{}\"", alias.key, alias.name);
            return Err(GazetteerError::Row { table: "the table of aliases", line: alias.line, reason });
        };
        entry.keys.add_name(&alias.alias);
        // What lies in a district is not a part of its seat.
        if entry.kind == Kind::District {
            continue;
        }
        let municipality = areas.get(entry.municipality.as_str()).map_or("", |area| area.name.as_str());
        entry.keys.add_context(&alias.alias, municipality);
        entry.keys.add_part(municipality, &alias.alias);
    }
    Ok(())
}

fn describe_locality(entry: &mut Entry, district: &str, areas: &Areas) {
    let municipality = areas.get(entry.municipality.as_str()).map_or("", |area| area.name.as_str());
    let context =
        if district.is_empty() { municipality.to_owned() } else { format!("{municipality}, {district}") };
    entry.label = labelled(&entry.name, &context);
    entry.municipality_name = municipality.to_owned();
    entry.keys = Keys::of_name(&entry.name);
    for context in [municipality, district, &context] {
        entry.keys.add_context(&entry.name, context);
    }
    entry.keys.add_part(municipality, &entry.name);
}

fn labelled(name: &str, context: &str) -> String {
    if context.is_empty() { name.to_owned() } else { format!("{name} ({context})") }
}

/// A total order: kind, residents, name, key, and the label for villages that share all of these.
fn order(entry: &Entry) -> (u8, Reverse<u32>, &str, &str, &str) {
    let kind = match entry.kind {
        Kind::Island | Kind::Peninsula => 0,
        Kind::Municipality => 1,
        Kind::District => 2,
        Kind::Quarter | Kind::Locality => 3,
        Kind::Amt => 4,
        Kind::Postcode => 5,
    };
    (kind, Reverse(entry.population), &entry.name, &entry.key, &entry.label)
}

/// `entries` are in order, so the first one within the postcode is its most populous municipality.
fn postcode(row: &Row, entries: &[Entry]) -> Postcode {
    let digits = row.postcode.as_deref().unwrap_or_default();
    let members: Vec<usize> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.point_in_postcode(digits).is_some())
        .map(|(index, _)| index)
        .collect();
    let name = members.first().and_then(|index| entries.get(*index)).map_or("", |entry| entry.name.as_str());
    Postcode {
        label: format!("{digits} {name}").trim_end().to_owned(),
        digits: digits.to_owned(),
        municipality: row.municipality.clone(),
        point: row.point,
        members,
    }
}
