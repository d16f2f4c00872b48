//! Pages of facilities as JSON and GeoJSON.
//!
//! All but the distance and the way is the same in every answer, so it is written once a snapshot;
//! an answer copies the parts and puts the numbers between them.

use std::fmt::Write;

use super::wire::{ItemHead, ItemTail, OriginBody, Provenance, SortBody, TravelBody};
use crate::register::{CategoryTree, MAX_AGE_DAYS};
use crate::search::{Hit, Page, Snapshot};

/// The unchanging text of one facility, in two parts.
#[derive(Debug)]
struct Fragment {
    /// `{"id":…,"location":{…}`
    head: String,
    /// `"offers":[…],…}`
    tail: String,
}

/// The unchanging text of a snapshot.
#[derive(Debug)]
pub struct Rendered {
    fragments: Vec<Fragment>,
    provenance: String,
}

impl Rendered {
    pub fn new(snapshot: &Snapshot, tree: &CategoryTree) -> Self {
        let fragment = |facility| Fragment {
            head: head(&ItemHead::new(facility)),
            tail: tail(&ItemTail::new(facility, snapshot, tree, MAX_AGE_DAYS)),
        };
        Self {
            fragments: snapshot.facilities().iter().map(fragment).collect(),
            provenance: json(&Provenance::of(snapshot)),
        }
    }
}

/// A page and what belongs to it, ready to be written.
pub struct PageText<'a> {
    pub page: &'a Page,
    pub snapshot: &'a Snapshot,
    pub rendered: &'a Rendered,
    pub tree: &'a CategoryTree,
    pub max_age_days: u32,
    /// The address of the next page.
    pub next: Option<String>,
}

impl PageText<'_> {
    pub fn json(&self) -> String {
        let mut text = String::with_capacity(512 + self.items_len());
        text.push_str("{\"total\":");
        push_whole(&mut text, self.page.total as u64);
        text.push_str(",\"items\":[");
        for (place, hit) in self.page.hits.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            self.push_item(&mut text, hit);
        }
        text.push_str("],");
        self.push_rest(&mut text);
        text.push('}');
        text
    }

    /// RFC 7946; what is no feature stands beside `features` as a foreign member.
    pub fn geo_json(&self) -> String {
        let mut text = String::with_capacity(512 + self.items_len() + 128 * self.page.hits.len());
        text.push_str("{\"type\":\"FeatureCollection\",\"total\":");
        push_whole(&mut text, self.page.total as u64);
        text.push_str(",\"features\":[");
        for (place, hit) in self.page.hits.iter().enumerate() {
            let facility = &self.snapshot.facilities()[hit.facility as usize];
            let (lon, lat) = (facility.point.lon, facility.point.lat);
            let comma = if place > 0 { "," } else { "" };
            let id = json(&facility.id);
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "{comma}{{\"type\":\"Feature\",\"id\":{id},\"geometry\":{{\"type\":\"Point\",\
                 \"coordinates\":[{lon},{lat}]}},\"properties\":"
            );
            self.push_item(&mut text, hit);
            text.push('}');
        }
        text.push_str("],");
        self.push_rest(&mut text);
        text.push('}');
        text
    }

    fn items_len(&self) -> usize {
        let len = |hit: &Hit| {
            let fragment = &self.rendered.fragments[hit.facility as usize];
            fragment.head.len() + fragment.tail.len() + 128
        };
        self.page.hits.iter().map(len).sum()
    }

    fn push_item(&self, text: &mut String, hit: &Hit) {
        let fragment = &self.rendered.fragments[hit.facility as usize];
        text.push_str(&fragment.head);
        text.push_str(",\"distance_m\":");
        match hit.distance {
            Some(distance) => push_tenths(text, distance.0),
            None => text.push_str("null"),
        }
        text.push_str(",\"travel\":");
        match hit.travel {
            Some(travel) => text.push_str(&json(&TravelBody::from(travel))),
            None => text.push_str("null"),
        }
        text.push(',');
        if self.max_age_days == MAX_AGE_DAYS {
            text.push_str(&fragment.tail);
        } else {
            let facility = &self.snapshot.facilities()[hit.facility as usize];
            text.push_str(&tail(&ItemTail::new(facility, self.snapshot, self.tree, self.max_age_days)));
        }
    }

    fn push_rest(&self, text: &mut String) {
        text.push_str("\"next\":");
        match &self.next {
            Some(next) => text.push_str(&json(next)),
            None => text.push_str("null"),
        }
        text.push_str(",\"origin\":");
        match &self.page.origin {
            Some(origin) => text.push_str(&json(&OriginBody::from(origin))),
            None => text.push_str("null"),
        }
        text.push_str(",\"sort\":");
        text.push_str(&json(&SortBody::from(self.page.sort)));
        text.push_str(",\"provenance\":");
        text.push_str(&self.rendered.provenance);
    }
}

/// Plain structs of texts and finite numbers always have a JSON form.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// An object without its closing brace.
fn head(part: &ItemHead) -> String {
    let mut text = json(part);
    text.pop();
    text
}

/// An object without its opening brace.
fn tail(part: &ItemTail) -> String {
    json(part).split_off(1)
}

fn push_whole(text: &mut String, number: u64) {
    text.push_str(itoa::Buffer::new().format(number));
}

/// Metres with one decimal: a search knows them to a millimetre, a house is larger.
fn push_tenths(text: &mut String, metres: f64) {
    let tenths = (metres * 10.0).round() as u64;
    push_whole(text, tenths / 10);
    text.push('.');
    text.push(char::from(b'0' + (tenths % 10) as u8));
}
