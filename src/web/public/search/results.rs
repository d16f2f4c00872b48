//! The list of a search: its heading, its entries and the ways on from it.

use std::borrow::Cow;

use serde::Serialize;

use super::cards::{CardLines, TOWN_RADIUS};
use super::legend::Legend;
use crate::app::Directory;
use crate::app::search_parameters::{CATEGORY, CURSOR, NEAR, RADIUS_KM, SORT};
use crate::app::search_request::{category_slugs, with_cursor};
use crate::areas::{Area, Level};
use crate::gazetteer::Kind;
use crate::register::{Facility, PositionSource};
use crate::routing::{Mode, Travel, TravelSource};
use crate::search::{Counts, Hit, OriginArea, Page, Query, Reason, ResolvedOrigin, Sort, SortUsed};
use crate::units::Ags;
use crate::web::public::saved::saved_list::{naming, numbered_from};
use crate::web::public::view::{Card, Link};
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

#[derive(Debug, Serialize)]
pub(crate) struct Results {
    heading: String,
    /// The heading without an address.
    title: String,
    /// That only a part of the text is known as a locality.
    known_part: Option<String>,
    /// Less known localities of the same name, to search there instead.
    also: Vec<Link>,
    /// The names of the categories asked for.
    categories: Option<String>,
    sort: String,
    /// Whether `sort` says why the list is in another order, or with other times, than asked.
    sort_reason: bool,
    /// The order of the list, and links to the others.
    sorts: Vec<SortLink>,
    /// "5 mit freiem Platz", "5 belegt", and how many a wish for free places leaves out.
    legend: Legend,
    /// How minutes and lengths are meant, once for all of them.
    times: Option<String>,
    /// Why minutes are estimated, once for all of them.
    estimated: Option<String>,
    /// "20 von 57 werden gezeigt"
    shown: Option<String>,
    /// "Weitere 20 zeigen"
    more: String,
    items: Vec<Item>,
    /// The query that names them, for the saved list and its files.
    named: String,
    /// The same with the categories asked for, for the map on paper, whose markers have the shapes of this list.
    map: String,
    origin: Option<OriginView>,
    /// The query of this page, for links that lead away and back.
    here: String,
    /// The query of the first page, if this is a later one.
    first: Option<String>,
    next: Option<String>,
    /// What finds more, when this finds nothing.
    pub relaxed: Vec<Link>,
}

/// An order that the list may have.
#[derive(Debug, Serialize)]
struct SortLink {
    label: String,
    query: String,
    is_used: bool,
}

#[derive(Debug, Serialize)]
struct Item {
    #[serde(flatten)]
    card: Card,
    lines: CardLines,
    distance: Option<String>,
    travel: Option<String>,
    way: ShortWay,
}

/// Distance and travel time in few letters, for tables.
#[derive(Debug, Serialize)]
struct ShortWay {
    length: Option<String>,
    duration: Option<String>,
    estimated: bool,
}

/// The middle of the circle on the map.
#[derive(Debug, Serialize)]
struct OriginView {
    lat: f64,
    lon: f64,
    /// None where an area is searched, and where minutes alone are limited: what they reach is no circle.
    radius_km: Option<f64>,
}

impl Results {
    pub fn title(&self) -> &str {
        &self.title
    }
}

pub(crate) fn view(
    messages: &Messages,
    page: &Page,
    query: &Query,
    fields: &QueryString,
    counts: &Counts,
    directory: &Directory<'_>,
) -> Results {
    // Where the link of a facility leads back to: without an address.
    let here = fields.shared().to_string();
    let asked = category_slugs(&directory.reference.categories, query.categories);
    let is_area = page.origin.as_ref().is_some_and(|origin| origin.area.is_some());
    let circle = !is_area && (query.max_minutes.is_none() || fields.get(RADIUS_KM).is_some());
    let radius_km = circle.then(|| query.radius.metres().0 / 1000.0);
    // Without a reason for all of them, a way that is missing is one that there is not.
    let mode = query.mode.filter(|_| page.origin.is_some() && page.sort.reason != Some(Reason::OffRoad));
    let of_categories: String = asked.iter().map(|slug| format!("&{CATEGORY}={slug}")).collect();
    let id = |hit: &Hit| Some(directory.snapshot.facilities().get(hit.facility as usize)?.id.as_str());
    let named = numbered_from(page.before + 1, &naming(page.hits.iter().filter_map(id)));
    let items = page
        .hits
        .iter()
        .enumerate()
        .filter_map(|(at, hit)| item(messages, page.before + at + 1, hit, mode, query, directory));
    Results {
        title: heading(messages, &untitled(page, fields), query, fields, directory),
        heading: heading(messages, page, query, fields, directory),
        known_part: page.origin.as_ref().and_then(|origin| known_part(messages, origin, fields)),
        also: page.origin.as_ref().map(|origin| also(origin, fields)).unwrap_or_default(),
        categories: category_names(messages, &asked, directory),
        sort: sort_line(messages, page.sort),
        sort_reason: page.sort.reason.is_some(),
        sorts: sort_links(messages, page, fields),
        legend: Legend::new(messages, query, counts, fields),
        times: times(messages, page, query, directory),
        estimated: estimated(messages, page),
        shown: (page.hits.len() < page.total).then(|| shown(messages, page)),
        more: messages.count("show-more", (page.total - page.before - page.hits.len()).min(page.hits.len())),
        items: items.collect(),
        map: named.clone() + &of_categories,
        named,
        origin: page.origin.as_ref().map(|origin| OriginView {
            lat: origin.point.lat,
            lon: origin.point.lon,
            radius_km,
        }),
        first: query.after.as_ref().map(|_| fields.without(CURSOR).to_string()),
        next: page.next.as_ref().map(|cursor| with_cursor(&fields.to_string(), cursor)),
        here,
        relaxed: Vec::new(),
    }
}

/// The page as its title names it: from the locality that links name, and not from an address.
fn untitled(page: &Page, fields: &QueryString) -> Page {
    let mut page = Page { hits: Vec::new(), ..page.clone() };
    if let Some(origin) = &mut page.origin
        && fields.shared() != *fields
    {
        origin.label = fields.shared().get(NEAR).map(str::to_owned);
    }
    page
}

/// "9 Tagespflegen im Umkreis von 20 km um Ludwigslust"
fn heading(
    messages: &Messages,
    page: &Page,
    query: &Query,
    fields: &QueryString,
    directory: &Directory<'_>,
) -> String {
    let what = found(messages, page.total, query, fields, directory);
    let Some(origin) = &page.origin else {
        return match query.district.as_ref().and_then(|key| in_district(messages, key, directory)) {
            Some(place) => messages.format("found-in-area", [("what", what.into()), ("place", place.into())]),
            None => messages.format("found-in-state", [("what", what.into())]),
        };
    };
    if let Some(area) = &origin.area {
        return in_area(messages, what, area, query);
    }
    let place = |unnamed| short_label(origin).unwrap_or_else(|| messages.text(unnamed));
    let number = |number| format::decimal(messages.lang(), number);
    let Some(minutes) = query.max_minutes else {
        let place = place("chosen-point");
        let radius = number(query.radius.metres().0 / 1000.0);
        let values = [("what", what.into()), ("radius", radius.into()), ("place", place.into())];
        return messages.format("found-around", values);
    };
    let by = phrases::by(messages, query.mode.unwrap_or(Mode::Car));
    let values = [
        ("what", what.into()),
        ("minutes", number(minutes).into()),
        ("mode", by.into()),
        ("place", place("chosen-point-from").into()),
    ];
    messages.format("found-within", values)
}

/// "9 Tagespflegen", "5 Tagespflegen mit freiem Platz". A facility has one offer of a category at most, so facilities are
/// called by what was asked for where that is one category or one group.
fn found(
    messages: &Messages,
    total: usize,
    query: &Query,
    fields: &QueryString,
    directory: &Directory<'_>,
) -> String {
    let tree = &directory.reference.categories;
    let mut slugs = fields.pairs().filter(|(field, _)| *field == CATEGORY).map(|(_, slug)| slug);
    let slug = slugs.next().filter(|_| slugs.next().is_none());
    let of_group =
        |slug| tree.groups().iter().find(|group| group.slug == slug).and_then(|group| group.page.as_ref());
    let page =
        slug.and_then(|slug| tree.get(slug).and_then(|one| one.page.as_ref()).or_else(|| of_group(slug)));
    let what = match (slug, page) {
        (Some(slug), Some(page)) => phrases::found(messages, slug, page, total),
        _ => messages.count("found-facilities", total),
    };
    match query.free_places {
        None | Some(0) => what,
        Some(1) => messages.format("found-free", [("what", what.into())]),
        Some(least) => messages.format(
            "found-free-least",
            [("what", what.into()), ("number", format::whole(messages.lang(), least as usize).into())],
        ),
    }
}

/// "Ludwigslust" instead of "Ludwigslust (Ludwigslust-Parchim)", where no other locality bears the name.
pub(super) fn short_label(origin: &ResolvedOrigin) -> Option<String> {
    let label = origin.label.as_deref()?;
    let short = label.split_once(" (").map_or(label, |(name, _)| name);
    Some(if origin.also.is_empty() { short.to_owned() } else { label.to_owned() })
}

/// The orders that make sense here: without a place to start from neither distance nor time does.
fn sort_links(messages: &Messages, page: &Page, fields: &QueryString) -> Vec<SortLink> {
    let needs_origin = |sort: &Sort| matches!(sort, Sort::Distance | Sort::TravelTime);
    let sorts = Sort::ALL.iter().filter(|sort| page.origin.is_some() || !needs_origin(sort));
    let link = |sort: &Sort| SortLink {
        label: phrases::sort(messages, *sort),
        query: fields.without(CURSOR).with(SORT, sort.word()).to_string(),
        is_used: page.sort.used == *sort,
    };
    sorts.map(link).collect()
}

/// "Zeiten mit dem Auto geschätzt, Entfernungen als Luftlinie"
fn times(messages: &Messages, page: &Page, query: &Query, directory: &Directory<'_>) -> Option<String> {
    page.origin.as_ref()?;
    let is_placed = |hit: &Hit| {
        let facility = directory.snapshot.facilities().get(hit.facility as usize);
        facility.is_some_and(|facility| facility.position_source == PositionSource::Source)
    };
    // Of a position that stands for a town neither is said.
    if !page.hits.iter().any(is_placed) {
        return None;
    }
    let travels = || page.hits.iter().filter_map(|hit| hit.travel);
    if travels().next().is_none() {
        return Some(messages.text("lengths-straight"));
    }
    let estimated = travels().any(|travel| travel.source == TravelSource::Estimate);
    let by = phrases::by(messages, query.mode.unwrap_or(Mode::Car));
    Some(messages.format(if estimated { "times-estimated" } else { "times-on-roads" }, [("mode", by.into())]))
}

/// "Von „Am Markt 1, Parchim“ kennen wir nur Parchim …"
fn known_part(messages: &Messages, origin: &ResolvedOrigin, fields: &QueryString) -> Option<String> {
    let (text, place) = (fields.get(NEAR)?, origin.label.clone()?);
    let values = [("text", text.into()), ("place", place.into())];
    origin.is_known_part.then(|| messages.format("known-part", values))
}

fn also(origin: &ResolvedOrigin, fields: &QueryString) -> Vec<Link> {
    let link = |label: &String| Link {
        label: label.clone(),
        query: fields.without(CURSOR).with(NEAR, label).to_string(),
    };
    origin.also.iter().map(link).collect()
}

/// "7 Angebote auf Rügen", "… im Landkreis Rostock, in höchstens 30 Minuten mit dem Auto ab der Mitte".
fn in_area(messages: &Messages, what: String, area: &OriginArea, query: &Query) -> String {
    let id = match area.kind {
        Kind::District => "in-district",
        Kind::Amt => "in-amt",
        Kind::Island => "on-island",
        Kind::Peninsula => "on-peninsula",
        Kind::Municipality | Kind::Locality | Kind::Quarter | Kind::Postcode => "in-municipality",
    };
    let name = area.name.strip_prefix("Landkreis ").unwrap_or(&area.name);
    let place = messages.format(id, [("name", name.into())]);
    let Some(minutes) = query.max_minutes else {
        return messages.format("found-in-area", [("what", what.into()), ("place", place.into())]);
    };
    let values = [
        ("what", what.into()),
        ("place", place.into()),
        ("minutes", format::decimal(messages.lang(), minutes).into()),
        ("mode", phrases::by(messages, query.mode.unwrap_or(Mode::Car)).into()),
    ];
    messages.format("found-in-area-within", values)
}

/// "im Landkreis Ludwigslust-Parchim", "in Schwerin"; `None` for a key that no area has.
fn in_district(messages: &Messages, key: &Ags, directory: &Directory<'_>) -> Option<String> {
    let area = directory.reference.areas.get(key.as_str())?;
    let (id, name) = match (area.level, area.name.strip_prefix("Landkreis ")) {
        (Level::District, Some(name)) => ("in-district", name),
        (Level::District, None) if !is_town(directory, key) => ("in-district", area.name.as_str()),
        (Level::Municipality, _) => ("in-municipality", area.name.as_str()),
        _ => ("in-town", area.name.as_str()),
    };
    Some(messages.format(id, [("name", name.into())]))
}

/// Whether a district is a town: it has one municipality.
fn is_town(directory: &Directory<'_>, district: &Ags) -> bool {
    let inside = |area: &&Area| area.key.starts_with(district.as_str());
    directory.reference.areas.level(Level::Municipality).filter(inside).count() == 1
}

/// Where OSRM is away `sort.reason` says so already.
fn estimated(messages: &Messages, page: &Page) -> Option<String> {
    let is_estimate = |travel: Travel| travel.source == TravelSource::Estimate;
    let any = page.hits.iter().any(|hit| hit.travel.is_some_and(is_estimate));
    (any && page.sort.reason.is_none()).then(|| messages.text("minutes-estimated"))
}

fn shown(messages: &Messages, page: &Page) -> String {
    let number = |number| format::whole(messages.lang(), number).into();
    let total = ("total", number(page.total));
    match page.before {
        0 => messages.format("shown", [("shown", number(page.hits.len())), total]),
        before => {
            let last = ("last", number(before + page.hits.len()));
            messages.format("shown-from", [("first", number(before + 1)), last, total])
        }
    }
}

fn category_names(messages: &Messages, slugs: &[String], directory: &Directory<'_>) -> Option<String> {
    let names: Vec<Cow<'_, str>> = slugs
        .iter()
        .filter_map(|slug| directory.reference.categories.get(slug))
        .map(|it| phrases::category(messages, it))
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn sort_line(messages: &Messages, sort: SortUsed) -> String {
    let id = match sort.reason {
        None => "sorted-by",
        Some(Reason::NoOrigin) => "sorted-by-name-without-place",
        Some(Reason::NoRoads) => "sorted-by-without-roads",
        Some(Reason::OffRoad) => "sorted-by-off-road",
    };
    messages.format(id, [("sort", phrases::sort(messages, sort.used).into())])
}

fn item(
    messages: &Messages,
    number: usize,
    hit: &Hit,
    mode: Option<Mode>,
    query: &Query,
    directory: &Directory<'_>,
) -> Option<Item> {
    let facility = directory.snapshot.facilities().get(hit.facility as usize)?;
    let card = Card::new(messages, number, facility, &directory.reference.categories, directory.snapshot);
    let lines = CardLines::new(messages, Some(hit), facility, query.categories, directory);
    if is_somewhere_here(hit, facility) {
        let distance = Some(messages.text("somewhere-here"));
        let way = ShortWay { length: None, duration: None, estimated: false };
        return Some(Item { card, lines, distance, travel: None, way });
    }
    Some(Item {
        card,
        lines,
        distance: distance_line(messages, hit, facility),
        travel: hit.travel.map(|travel| travel_line(messages, travel)).or_else(|| no_way(messages, mode?)),
        way: short_way(messages, hit),
    })
}

/// Whether a facility stands for its town, and the start lies in that town.
fn is_somewhere_here(hit: &Hit, facility: &Facility) -> bool {
    let is_near = hit.distance.is_some_and(|distance| distance <= TOWN_RADIUS);
    is_near && facility.position_source == PositionSource::Gazetteer
}

fn distance_line(messages: &Messages, hit: &Hit, facility: &Facility) -> Option<String> {
    let length = format::length(messages.lang(), hit.distance?);
    let id = match facility.position_source {
        PositionSource::Source => "straight",
        PositionSource::Gazetteer => "straight-about",
    };
    Some(messages.format(id, [("length", length.into())]))
}

fn no_way(messages: &Messages, mode: Mode) -> Option<String> {
    Some(messages.format("way-none", [("mode", phrases::by(messages, mode).into())]))
}

fn short_way(messages: &Messages, hit: &Hit) -> ShortWay {
    ShortWay {
        length: hit.distance.map(|length| format::length(messages.lang(), length)),
        duration: hit.travel.map(|travel| phrases::duration(messages, travel.duration)),
        estimated: hit.travel.is_some_and(|travel| travel.source == TravelSource::Estimate),
    }
}

fn travel_line(messages: &Messages, travel: Travel) -> String {
    let id = match travel.source {
        TravelSource::Estimate => "way-estimated",
        TravelSource::Osrm | TravelSource::Fixed => "way",
    };
    let duration = phrases::duration(messages, travel.duration);
    messages.format(id, [("duration", duration.into()), ("mode", phrases::by(messages, travel.mode).into())])
}
