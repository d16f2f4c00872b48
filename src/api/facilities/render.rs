//! Pages of facilities as JSON and GeoJSON.
//!
//! All but the distance and the way is the same in every answer, so it is written once a snapshot;
//! an answer copies the parts and puts the numbers between them.

use std::fmt::Write;

use crate::api::facilities::response::{
    ItemHead, ItemTail, OriginResponse, Provenance, SortResponse, TravelResponse,
};
use crate::register::{CategoryTree, MAX_AGE_DAYS};
use crate::search::{Hit, Page, Snapshot};
use crate::units::Lang;

/// Where the unchanging parts of one facility lie in the text of all.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    /// End of `{"id":…,"location":{…}`.
    middle: u32,
    /// End of `"offers":[…],…}`.
    end: u32,
}

/// The unchanging text of a snapshot, in one piece: thousands of small ones would lie scattered over
/// memory, and an answer waits for each.
#[derive(Debug)]
pub struct Rendered {
    text: String,
    spans: Vec<Span>,
    /// In German and in English.
    provenance: [String; 2],
}

/// All facilities together take more text than can be addressed.
#[derive(Debug, thiserror::Error)]
#[error("the register is too large to be held in memory as text of 4 GiB")]
pub struct TooLarge;

impl Rendered {
    pub fn new(snapshot: &Snapshot, tree: &CategoryTree) -> Result<Self, TooLarge> {
        let mut text = String::new();
        let mut spans = vec![Span { start: 0, middle: 0, end: 0 }; snapshot.facilities().len()];
        let place = |at: usize| u32::try_from(at).map_err(|_| TooLarge);
        // What one answer shows lies close together, so that it takes few pages of memory.
        for number in snapshot.in_order_of_use() {
            let facility = &snapshot.facilities()[number as usize];
            let start = place(text.len())?;
            text.push_str(&head(&ItemHead::new(facility)));
            let middle = place(text.len())?;
            text.push_str(&tail(&ItemTail::new(facility, snapshot, tree, MAX_AGE_DAYS)));
            spans[number as usize] = Span { start, middle, end: place(text.len())? };
        }
        text.shrink_to_fit();
        let provenance = [Lang::De, Lang::En].map(|lang| json(&Provenance::of(snapshot, lang)));
        Ok(Self { text, spans, provenance })
    }

    /// The parts before the distance and behind the way.
    fn parts(&self, facility: u32) -> (&str, &str) {
        let Span { start, middle, end } = self.spans[facility as usize];
        let part = |from: u32, to: u32| self.text.get(from as usize..to as usize).unwrap_or_default();
        (part(start, middle), part(middle, end))
    }
}

/// A page and what belongs to it, ready to be written.
pub struct PageText<'a> {
    pub page: &'a Page,
    pub snapshot: &'a Snapshot,
    pub rendered: &'a Rendered,
    pub tree: &'a CategoryTree,
    pub max_age_days: u32,
    pub lang: Lang,
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
            let (head, tail) = self.rendered.parts(hit.facility);
            head.len() + tail.len() + 128
        };
        self.page.hits.iter().map(len).sum()
    }

    fn push_item(&self, text: &mut String, hit: &Hit) {
        let (head, prepared) = self.rendered.parts(hit.facility);
        text.push_str(head);
        text.push_str(",\"distance_m\":");
        match hit.distance {
            Some(distance) => push_tenths(text, distance.0),
            None => text.push_str("null"),
        }
        text.push_str(",\"travel\":");
        match hit.travel {
            Some(travel) => text.push_str(&json(&TravelResponse::from(travel))),
            None => text.push_str("null"),
        }
        text.push(',');
        if self.max_age_days == MAX_AGE_DAYS {
            text.push_str(prepared);
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
            Some(origin) => text.push_str(&json(&OriginResponse::from(origin))),
            None => text.push_str("null"),
        }
        text.push_str(",\"sort\":");
        text.push_str(&json(&SortResponse::from(self.page.sort)));
        text.push_str(",\"provenance\":");
        let [german, english] = &self.rendered.provenance;
        text.push_str(match self.lang {
            Lang::De => german,
            Lang::En => english,
        });
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
