//! Rows that are one facility.
//!
//! Rows belong together if they name the same facility id; or else if name, provider and address
//! (street, house number, and postcode or place) are the same but for case, blanks and punctuation,
//! and their points lie within 250 m of the leading row. Residential care leads, then the order of
//! the category tree, then rows that the register knows, then the order of the file. A row that the
//! gazetteer placed has no point of its own and joins whatever else is the same.
//!
//! Each row stays an offer of its own: short-term places inside residential ones are never added to
//! them.

use std::collections::{BTreeMap, HashMap};

use super::address_text::address_key;
use super::compare::{JOINED_WITHOUT_NOTE, differing, facility_fields, german_name, offer_fields};
use super::identity::Known;
use super::notes::{Note, NoteKind, Rejection};
use super::row::ParsedOffer;
use super::text::fold;
use crate::register::fields::Access;
use crate::register::{Facility, Field, Offer, PositionSource};
use crate::units::{GeoPoint, Metres};

const SAME_SITE: Metres = Metres(250.0);

/// What rows of one facility have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Id(String),
    Content { source: String, name: String, provider: String, address: String },
}

fn key(parsed: &ParsedOffer) -> Key {
    if let Some(id) = &parsed.facility_id {
        return Key::Id(id.clone());
    }
    let facility = &parsed.facility;
    Key::Content {
        source: facility.source.source.to_string(),
        name: fold(&facility.name),
        provider: facility.provider.as_ref().map(|provider| fold(&provider.name)).unwrap_or_default(),
        address: address_key(&facility.address),
    }
}

/// The rows of each facility as indices of `parsed_offers`, the leading row first.
pub(super) fn groups(
    parsed_offers: &[ParsedOffer],
    rows: impl Iterator<Item = usize>,
    known: &Known,
) -> Vec<Vec<usize>> {
    let mut order: Vec<(usize, &ParsedOffer)> =
        rows.filter_map(|row| Some((row, parsed_offers.get(row)?))).collect();
    order.sort_by_key(|(_, parsed)| (parsed.rank, known.facility_of(parsed).is_none(), parsed.line));
    let mut by_key: BTreeMap<Key, Vec<(usize, &ParsedOffer)>> = BTreeMap::new();
    for (row, parsed) in order {
        by_key.entry(key(parsed)).or_default().push((row, parsed));
    }
    by_key
        .into_iter()
        .flat_map(|(key, rows)| match key {
            Key::Id(_) => vec![rows.into_iter().map(|(row, _)| row).collect()],
            Key::Content { .. } => sites(&rows),
        })
        .collect()
}

/// Splits rows that agree in all but their points into sites. Leading rows of sites lie more than
/// 250 m apart, so that bands of latitude keep the search for the nearest of them short.
fn sites(rows: &[(usize, &ParsedOffer)]) -> Vec<Vec<usize>> {
    const BANDS_PER_DEGREE: f64 = 400.0;
    // Positions in `rows`, the leading row of a site first.
    let mut sites: Vec<Vec<usize>> = Vec::new();
    let mut unplaced: Vec<usize> = Vec::new();
    let mut bands: HashMap<i64, Vec<(GeoPoint, usize)>> = HashMap::new();
    for (position, (_, parsed)) in rows.iter().enumerate() {
        if parsed.facility.position_source == PositionSource::Gazetteer {
            unplaced.push(position);
            continue;
        }
        let point = parsed.facility.point;
        // A latitude times 400 is a small number.
        let band = (point.lat * BANDS_PER_DEGREE).floor() as i64;
        let near = (band - 1..=band + 1).filter_map(|band| bands.get(&band)).flatten();
        let nearest = near
            .map(|(lead, site)| (point.geodesic_to(*lead), *site))
            .filter(|(distance, _)| *distance <= SAME_SITE)
            .min_by(|a, b| a.0.0.total_cmp(&b.0.0).then(a.1.cmp(&b.1)));
        match nearest.and_then(|(_, site)| sites.get_mut(site)) {
            Some(members) => members.push(position),
            None => {
                bands.entry(band).or_default().push((point, sites.len()));
                sites.push(vec![position]);
            }
        }
    }
    match sites.first_mut() {
        Some(first) => first.append(&mut unplaced),
        None => sites.push(unplaced),
    }
    let row = |position: usize| rows.get(position).map(|(row, _)| *row);
    sites
        .into_iter()
        .map(|mut members| {
            members.sort_unstable();
            members.into_iter().filter_map(row).collect()
        })
        .collect()
}

/// The facility that rows make together.
pub(super) struct MergedFacility {
    pub facility: Facility,
    /// Rows that gave an offer, the leading one first.
    pub rows: Vec<usize>,
    /// Rows that say what another row says, with the line of that one.
    pub repeated: Vec<(usize, usize)>,
    pub rejected: Vec<(usize, Rejection)>,
    pub notes: Vec<(usize, Note)>,
}

/// Joins the rows of one facility; `None` if there is no row. The id is still that of the rows.
pub(super) fn merge_rows(rows: &[usize], parsed_offers: &[ParsedOffer]) -> Option<MergedFacility> {
    let mut members = rows.iter().filter_map(|row| Some((*row, parsed_offers.get(*row)?)));
    let (lead_row, lead) = members.next()?;
    let mut merged = MergedFacility {
        facility: lead.facility.clone(),
        rows: vec![lead_row],
        repeated: Vec::new(),
        rejected: Vec::new(),
        notes: Vec::new(),
    };
    let mut lines: HashMap<_, &ParsedOffer> =
        lead.facility.offers.iter().map(|o| (o.category.clone(), lead)).collect();
    for (row, parsed) in members {
        let Some(offer) = parsed.facility.offers.first() else { continue };
        if let Some(earlier) = lines.get(&offer.category) {
            match repeats(parsed, earlier) {
                Ok(()) => merged.repeated.push((row, earlier.line)),
                Err(differs) => merged.rejected.push((row, second_offer(offer, earlier.line, differs))),
            }
            continue;
        }
        lines.insert(offer.category.clone(), parsed);
        merged.add(row, parsed, lead_row, lead);
    }
    Some(merged)
}

fn second_offer(offer: &Offer, line: usize, differs: String) -> Rejection {
    Rejection::SecondOffer { category: offer.category.to_string(), line, differs }
}

/// Whether a row says the same as an earlier one, apart from its id and a few steps of distance; if
/// not, in which fields it differs.
pub(super) fn repeats(parsed: &ParsedOffer, earlier: &ParsedOffer) -> Result<(), String> {
    let offers =
        |parsed: &ParsedOffer| parsed.facility.offers.iter().flat_map(offer_fields).collect::<Vec<_>>();
    let mut differs = differing(&facility_fields(&earlier.facility), &facility_fields(&parsed.facility));
    differs.extend(differing(&offers(earlier), &offers(parsed)));
    let fields: Vec<&str> = differs
        .iter()
        .map(|change| change.field.as_str())
        .filter(|field| !["row", "position", "position_source", "municipality"].contains(field))
        .collect();
    if fields.is_empty() { Ok(()) } else { Err(fields.join(", ")) }
}

impl MergedFacility {
    /// Adds a row with a category of its own. What the leading row lacks of ways to reach the
    /// facility is taken from it; what it contradicts is said.
    fn add(&mut self, row: usize, parsed: &ParsedOffer, lead_row: usize, lead: &ParsedOffer) {
        let own = &mut self.facility;
        let other = &parsed.facility;
        own.offers.extend(other.offers.iter().cloned());
        own.features.extend(&other.features);
        own.features.sort_unstable();
        own.features.dedup();
        for info in Field::ALL.iter().map(|field| field.info()).filter(|info| info.taken_from_any_row) {
            let Access::FacilityText(get, slot) = info.access else { continue };
            if get(own).is_none() && get(other).is_some() {
                slot(own).clone_from(get(other));
                let en = format!("{} taken from line {}", info.name, parsed.line);
                let de = format!("{} stammt aus Zeile {}.", info.de, parsed.line);
                self.notes.push((lead_row, Note::new(NoteKind::Joined, (en, de))));
            }
        }
        if own.position_source == PositionSource::Gazetteer && other.position_source == PositionSource::Source
        {
            own.point = other.point;
            own.position_source = other.position_source;
            own.municipality = other.municipality.clone();
        }
        for change in differing(&facility_fields(own), &facility_fields(other)) {
            let Some(text) = change.to.filter(|_| !JOINED_WITHOUT_NOTE.contains(&change.field.as_str()))
            else {
                continue;
            };
            let en = format!("{} \"{text}\" is not that of line {}, which leads", change.field, lead.line);
            let field = german_name(&change.field);
            let de = format!("{field} „{text}“ weicht von Zeile {} ab, deren Angabe gilt.", lead.line);
            self.notes.push((row, Note::new(NoteKind::Joined, (en, de))));
        }
        self.rows.push(row);
    }
}
