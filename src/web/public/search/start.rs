//! The first page: the question with six large choices, rarer topics, the map of the state with what each district has, and
//! what is new.

use serde::Serialize;

use super::form::LandingGroups;
use crate::app::Directory;
use crate::basemap::{Block, Layers, Reserved, View};
use crate::register::{CategoryTree, OnPages};
use crate::units::{Ags, GeoPoint};
use crate::web::text::format::whole;
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

/// Within so many days a report of free places is new.
const NEW_DAYS: u32 = 7;

/// The map of the state, in its own units: the image and the numbers on it have the same view.
const WIDTH: f64 = 760.0;
/// Higher than most windows show, so that a narrow one shows more sea and land above and below and never cuts the state.
const HEIGHT: f64 = 900.0;
/// Shown so that the whole state and its islands have water around them.
const CENTRE: GeoPoint = GeoPoint { lon: 12.45, lat: 53.87 };
const ZOOM: f64 = 7.75;
/// Half of what the number of a district takes.
const RADIUS: f64 = 20.0;

/// What a window may cut off on either side, so that no name stands there.
const SIDE: f64 = 24.0;

/// Both sides of the view.
fn sides() -> [Block; 2] {
    let (x, y) = (SIDE / 2.0, HEIGHT / 2.0);
    [x, WIDTH - x].map(|x| Block::around(x, y, SIDE / 2.0, y))
}

/// The view of the state.
fn state_view() -> View {
    View::around(CENTRE, ZOOM, WIDTH, HEIGHT)
}

/// The map of the state as an image, over which the page lays the numbers of the districts.
#[derive(Debug, Serialize)]
pub(crate) struct StateMap {
    width: f64,
    height: f64,
    base_layer: String,
}

impl StateMap {
    pub const TEMPLATE: &'static str = "state.xml";

    pub fn new(layers: &Layers) -> Self {
        let view = state_view();
        let block = |(_, point, [right, down]): &(&str, GeoPoint, [f64; 2])| {
            let [x, y] = view.pixel(*point);
            Block::around(x + right, y + down, RADIUS, RADIUS)
        };
        let blocks = SEATS.iter().map(block).chain(sides()).collect();
        let reserved = Reserved { blocks, whole_names: true, ..Reserved::default() };
        Self { width: WIDTH, height: HEIGHT, base_layer: layers.draw(&view, &reserved).svg() }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Start {
    tiles: Vec<Tile>,
    links: Vec<Topic>,
    width: f64,
    height: f64,
    districts: Vec<District>,
    /// All facilities of the state.
    total: String,
    /// How many had a free place in the last days; `None` for none.
    news: Option<News>,
    every: LandingGroups,
}

/// One of the six large choices.
#[derive(Debug, Serialize)]
struct Tile {
    slug: String,
    icon: String,
    name: String,
    line: String,
}

/// A rarer topic.
#[derive(Debug, Serialize)]
struct Topic {
    slug: String,
    icon: String,
    name: String,
}

/// What a district has, at its place on the map.
#[derive(Debug, Serialize)]
struct District {
    key: String,
    name: String,
    count: String,
    x: f64,
    y: f64,
}

#[derive(Debug, Serialize)]
struct News {
    text: String,
    days: u32,
}

impl Start {
    pub fn new(messages: &Messages, directory: &Directory<'_>) -> Self {
        let tree = &directory.reference.categories;
        let free = directory.snapshot.count_free(NEW_DAYS);
        Self {
            tiles: shown(messages, tree, |page| page.tile.is_some())
                .map(|(slug, name, page)| Tile {
                    icon: page.icon.clone(),
                    line: phrases::tile(messages, &slug, page),
                    name,
                    slug,
                })
                .collect(),
            links: shown(messages, tree, |page| page.link.is_some())
                .map(|(slug, _, page)| Topic {
                    icon: page.icon.clone(),
                    name: phrases::link(messages, &slug, page),
                    slug,
                })
                .collect(),
            width: WIDTH,
            height: HEIGHT,
            districts: districts(messages, directory),
            total: messages.count("found-facilities", directory.snapshot.facilities().len()),
            news: (free > 0).then(|| News { text: messages.count("news-free", free), days: NEW_DAYS }),
            every: LandingGroups::new(messages, directory),
        }
    }
}

/// Groups and categories with what pages show of them, in the order of the tree: slug, name, and how it is shown.
fn shown<'a>(
    messages: &'a Messages,
    tree: &'a CategoryTree,
    wanted: fn(&OnPages) -> bool,
) -> impl Iterator<Item = (String, String, &'a OnPages)> {
    tree.groups().iter().flat_map(move |group| {
        let own = (group.slug.clone(), phrases::group(messages, group).into_owned(), group.page.as_ref());
        let categories = group.categories.iter().map(move |category| {
            let name = phrases::category(messages, category).into_owned();
            (category.slug.to_string(), name, category.page.as_ref())
        });
        let all = std::iter::once(own).chain(categories);
        all.filter_map(move |(slug, name, page)| Some((slug, name, page.filter(|page| wanted(page))?)))
    })
}

/// The seats of the eight districts, beside whose names their numbers stand. Each with an offset in units of the map, because
/// the base layer writes the name of the town on one side of it. From west to east, as they are read.
const SEATS: [(&str, GeoPoint, [f64; 2]); 8] = [
    ("13074", GeoPoint { lon: 11.46, lat: 53.89 }, [-26.0, -24.0]),
    ("13004", GeoPoint { lon: 11.42, lat: 53.63 }, [-28.0, -22.0]),
    ("13076", GeoPoint { lon: 11.84, lat: 53.43 }, [-24.0, 26.0]),
    ("13003", GeoPoint { lon: 12.14, lat: 54.09 }, [-26.0, -26.0]),
    ("13072", GeoPoint { lon: 12.18, lat: 53.79 }, [-26.0, -22.0]),
    ("13073", GeoPoint { lon: 13.09, lat: 54.31 }, [-28.0, -22.0]),
    ("13075", GeoPoint { lon: 13.38, lat: 54.09 }, [-26.0, -24.0]),
    ("13071", GeoPoint { lon: 13.26, lat: 53.56 }, [-26.0, -26.0]),
];

fn districts(messages: &Messages, directory: &Directory<'_>) -> Vec<District> {
    let view = state_view();
    let district = |(key, point, [right, down]): &(&str, GeoPoint, [f64; 2])| {
        let key = Ags::parse(key).ok()?;
        let count = directory.snapshot.count_in(&key).pop().filter(|count| *count > 0)?;
        let [x, y] = view.pixel(*point);
        Some(District {
            name: crate::web::public::view::area_name(&directory.reference.areas, key.as_str())?,
            key: key.to_string(),
            count: whole(messages.lang(), count),
            x: (x + right).round(),
            y: (y + down).round(),
        })
    };
    SEATS.iter().filter_map(district).collect()
}
