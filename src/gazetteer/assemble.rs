//! Puts the gazetteer together from its table and the table of areas.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::fold::{Umlauts, fold};
use super::names::{Keys, main_name};
use super::query::Titles;
use super::table::{Row, RowKind};
use super::{Entry, Gazetteer, GazetteerError, Kind, Postcode, PostcodePoint};
use crate::areas::{Area, Areas, Level};
use crate::units::Ags;

pub(super) fn assemble(rows: Vec<Row>, areas: &Areas) -> Result<Gazetteer, GazetteerError> {
    let mut entries = named(&rows, areas)?;
    let centres = centres(&rows)?;
    for entry in entries.iter_mut().filter(|entry| entry.postcodes.len() > 1) {
        add_postcode_points(entry, &centres);
    }
    entries.extend(districts_and_amter(&entries, areas)?);
    describe(&mut entries, areas);
    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    let postcodes = centres.into_values().map(|row| postcode(row, &entries)).collect();
    let titles = areas
        .level(Level::Municipality)
        .chain(areas.level(Level::District).filter(|area| is_one(areas, area)));
    Ok(Gazetteer { titles: Titles::new(titles.map(|area| area.designation.as_str())), entries, postcodes })
}

fn of_kind(rows: &[Row], kind: RowKind) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.kind == kind)
}

/// The rows of postcodes, one for each postcode that occurs.
fn centres(rows: &[Row]) -> Result<BTreeMap<&str, &Row>, GazetteerError> {
    let mut centres = BTreeMap::new();
    for row in of_kind(rows, RowKind::Postcode) {
        if centres.insert(row.postcode.as_str(), row).is_some() {
            return Err(twice(row, format!("postcode {}", row.postcode)));
        }
    }
    match rows.iter().find(|row| !centres.contains_key(row.postcode.as_str())) {
        Some(row) => {
            let reason = format!("postcode {} has no row of kind postcode", row.postcode);
            Err(GazetteerError::Row { line: row.line, reason })
        }
        None => Ok(centres),
    }
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
    for row in of_kind(rows, RowKind::Locality) {
        let at = *known.entry((row.municipality.clone(), folded(&row.name))).or_insert(entries.len());
        match entries.get_mut(at) {
            Some(entry) if entry.point_in_postcode(&row.postcode).is_some() => {
                return Err(twice(row, format!("{} in postcode {}", row.name, row.postcode)));
            }
            Some(entry) => entry.postcodes.push(PostcodePoint::of(row)),
            None => entries.push(entry(row, Kind::Locality, areas)),
        }
    }
    Ok(entries)
}

fn twice(row: &Row, what: String) -> GazetteerError {
    GazetteerError::Row { line: row.line, reason: format!("{what} has a row already") }
}

fn folded(name: &str) -> String {
    fold(name, Umlauts::Expanded)
}

fn entry(row: &Row, kind: Kind, areas: &Areas) -> Entry {
    Entry {
        name: row.name.clone(),
        kind,
        postcode: Some(row.postcode.clone()),
        municipality: row.municipality.clone(),
        point: row.point,
        designation: areas
            .get(row.municipality.as_str())
            .map_or_else(String::new, |area| folded(&area.designation)),
        population: areas.get(row.municipality.as_str()).map_or(0, |area| area.population),
        key: row.municipality.to_string(),
        label: String::new(),
        postcodes: vec![PostcodePoint::of(row)],
        keys: Keys::default(),
    }
}

impl PostcodePoint {
    fn of(row: &Row) -> Self {
        Self { postcode: row.postcode.clone(), point: row.point }
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
            found.push(Entry {
                name: area.name.clone(),
                kind,
                postcode: None,
                municipality: seat.municipality.clone(),
                point: seat.point,
                designation: folded(&area.designation),
                population: area.population,
                key: area.key.clone(),
                label: String::new(),
                postcodes: Vec::new(),
                keys: Keys::default(),
            });
        }
    }
    Ok(found)
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
        match entry.kind {
            Kind::District => describe_district(entry),
            Kind::Amt => describe_amt(entry, &district),
            Kind::Municipality => {
                let twins = same.get(&(district.clone(), entry.name.clone())).is_some_and(|count| *count > 1);
                describe_municipality(entry, &district, twins, areas);
            }
            Kind::Locality | Kind::Postcode => describe_locality(entry, &district, areas),
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

fn describe_locality(entry: &mut Entry, district: &str, areas: &Areas) {
    let municipality = areas.get(entry.municipality.as_str()).map_or("", |area| area.name.as_str());
    let context =
        if district.is_empty() { municipality.to_owned() } else { format!("{municipality}, {district}") };
    entry.label = labelled(&entry.name, &context);
    entry.keys = Keys::of_name(&entry.name);
    for context in [municipality, district, &context] {
        entry.keys.add_context(&entry.name, context);
    }
}

fn labelled(name: &str, context: &str) -> String {
    if context.is_empty() { name.to_owned() } else { format!("{name} ({context})") }
}

/// A total order: kind, residents, name, key, and the label for villages that share all of these.
fn order(entry: &Entry) -> (u8, Reverse<u32>, &str, &str, &str) {
    let kind = match entry.kind {
        Kind::Municipality => 0,
        Kind::District => 1,
        Kind::Locality => 2,
        Kind::Amt => 3,
        Kind::Postcode => 4,
    };
    (kind, Reverse(entry.population), &entry.name, &entry.key, &entry.label)
}

/// `entries` are in order, so the first one within the postcode is its most populous municipality.
fn postcode(row: &Row, entries: &[Entry]) -> Postcode {
    let members: Vec<usize> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.point_in_postcode(&row.postcode).is_some())
        .map(|(index, _)| index)
        .collect();
    let name = members.first().and_then(|index| entries.get(*index)).map_or("", |entry| entry.name.as_str());
    Postcode {
        label: format!("{} {name}", row.postcode).trim_end().to_owned(),
        digits: row.postcode.clone(),
        municipality: row.municipality.clone(),
        point: row.point,
        members,
    }
}
