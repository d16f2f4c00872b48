//! What stands in the answers about reach.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Inputs, Question, ground};
use crate::app::notices::example_notice;
use crate::app::reach::request::ReachRequest;
use crate::app::words::{ModeWord, TravelSourceWord};
use crate::model::Model;
use crate::reach::{self, Group, Reach, Siting, SitingSpec, Variant, WhatIf};
use crate::routing::TravelSource;
use crate::routing::matrix::Settlement;
use crate::tables::{Cell, Column, Document, Sheet, text_table};
use crate::units::Lang;

/// One value: people of a group in an area who reach an offer within so many minutes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReachRowResponse {
    /// 13, an AGS, or the ARS of an Amt.
    #[schema(example = "13076")]
    pub area: String,
    /// The name of the area.
    #[schema(example = "Ludwigslust-Parchim")]
    pub name: String,
    /// Slug of the category.
    pub category: String,
    /// Means of travel.
    #[schema(value_type = ModeWord)]
    pub mode: String,
    /// The limit of the travel time.
    pub minutes: f64,
    /// all | 65+ | 80+
    #[schema(value_type = Group)]
    pub group: &'static str,
    /// People of the group who live in the area, with one decimal.
    pub persons: f64,
    /// Those of them whose nearest offer is within the limit, each counted from the cell of one kilometre where they live.
    pub persons_reached: f64,
    /// 0 to 1, with four decimals; null where nobody lives.
    #[schema(required)]
    pub share: Option<f64>,
    /// Of a municipality: the time to its nearest offer, in which half of its people of the group reach one. Null for
    /// larger areas, where nobody of the group lives, and where half of them have no way or one longer than 18 hours.
    #[schema(required)]
    pub nearest_s: Option<f64>,
}

/// Places that people can get at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BalanceResponse {
    /// Key of the area.
    pub area: String,
    /// Places a thousand people aged 65 and older, with three decimals.
    pub places_per_1000: f64,
}

/// Where an answer's figures come from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReachProvenance {
    /// Id of the model set.
    pub model: String,
    /// SHA-256 over its files.
    pub checksum: String,
    /// Id of the scenario of the population.
    pub scenario: String,
    /// 31 December of this year is the date of the residents.
    pub year: i32,
    /// The version of the register.
    pub register_version: u64,
    /// osrm: the quickest way on the roads of OpenStreetMap. estimate: from the straight line alone.
    #[schema(value_type = TravelSourceWord)]
    pub travel_source: &'static str,
    /// When it was computed.
    pub generated_at: DateTime<Utc>,
    /// Present while the register holds invented facilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub notice: Option<&'static str>,
}

/// Who reaches an offer as things stand.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReachResponse {
    /// By area, limit and group.
    pub rows: Vec<ReachRowResponse>,
    /// Places that people can get at, by area.
    pub balance: Vec<BalanceResponse>,
    /// Number of offers of the category.
    pub offers: usize,
    /// Of the offers that tell any.
    pub places: f64,
    /// What should be known when reading the figures.
    pub notes: Vec<String>,
    /// What the figures were computed from.
    pub provenance: ReachProvenance,
}

/// A set of offers and what it means.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantResponse {
    /// By area, limit and group.
    pub rows: Vec<ReachRowResponse>,
    /// Places that people can get at, by area.
    pub balance: Vec<BalanceResponse>,
    /// Number of offers of the category.
    pub offers: usize,
    /// Of the offers that tell any.
    pub places: f64,
}

/// A place for a new offer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SiteResponse {
    /// 1 helps most.
    pub rank: usize,
    /// AGS of the municipality.
    #[schema(example = "13076090")]
    pub municipality: String,
    /// Its name.
    #[schema(example = "Ludwigslust")]
    pub name: String,
    /// Latitude of its settlement point, in degrees.
    pub lat: f64,
    /// Longitude of its settlement point, in degrees.
    pub lon: f64,
    /// What it adds to those before it: persons reached (maximal covering), or hours of one way to the nearest offer
    /// saved over all people (p-median).
    pub gain: f64,
}

/// What changes of the offers would do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhatIfResponse {
    /// The offers as they are.
    pub before: VariantResponse,
    /// The offers with the changes.
    pub after: VariantResponse,
    /// Present if sites were asked for; empty where nothing more can be gained.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub sites: Option<Vec<SiteResponse>>,
    /// What should be known when reading the figures.
    pub notes: Vec<String>,
    /// What the figures were computed from.
    pub provenance: ReachProvenance,
}

fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    // A zero has no minus.
    (value * scale).round() / scale + 0.0
}

impl VariantResponse {
    fn new(variant: &Variant, request: &ReachRequest, (inputs, question): (Inputs<'_>, &Question)) -> Self {
        let is_asked = |key: &str| question.checked.keys.as_ref().is_none_or(|keys| keys.contains(key));
        let name = |key: &str| {
            inputs
                .reference
                .areas
                .get(key)
                .map_or("Mecklenburg-Vorpommern", |area| area.name.as_str())
                .to_owned()
        };
        let mode = request.mode.as_deref().unwrap_or("car");
        let row = |row: &reach::Row| ReachRowResponse {
            area: row.area.clone(),
            name: name(&row.area),
            category: request.category.clone(),
            mode: mode.to_owned(),
            minutes: row.minutes,
            group: row.group.word(),
            persons: rounded(row.persons, 1),
            persons_reached: rounded(row.persons_reached, 1),
            share: row.share().map(|share| rounded(share, 4)),
            nearest_s: row.nearest.map(|nearest| rounded(nearest.0, 1)),
        };
        let balance = |it: &reach::Balance| BalanceResponse {
            area: it.area.clone(),
            places_per_1000: rounded(it.places_per_1000, 3),
        };
        Self {
            rows: variant.rows.iter().filter(|row| is_asked(&row.area)).map(row).collect(),
            balance: variant.balance.iter().filter(|it| is_asked(&it.area)).map(balance).collect(),
            offers: variant.offers,
            places: variant.places,
        }
    }
}

fn provenance(
    (inputs, question): (Inputs<'_>, &Question),
    request: &ReachRequest,
    source: TravelSource,
    now: DateTime<Utc>,
) -> ReachProvenance {
    ReachProvenance {
        model: inputs.model.id.clone(),
        checksum: inputs.model.checksum.clone(),
        scenario: request.scenario.clone().unwrap_or_else(|| crate::forecast::DEFAULT_SCENARIO.to_owned()),
        year: question.year.0,
        register_version: inputs.snapshot.version(),
        travel_source: source.word(),
        generated_at: now,
        notice: inputs.snapshot.has_examples().then_some(example_notice(Lang::En)),
    }
}

fn notes(model: &Model, source: TravelSource) -> Vec<String> {
    let mut notes = ground::notes(model);
    if source == TravelSource::Estimate {
        notes.push(
            "times are estimates from the straight line, because there is no road network for this mode, or its times have not been computed yet"
                .to_owned(),
        );
    }
    notes
}

impl ReachResponse {
    pub(super) fn new(
        asked: (Inputs<'_>, &Question),
        request: &ReachRequest,
        reach: Reach,
        now: DateTime<Utc>,
    ) -> Self {
        let VariantResponse { rows, balance, offers, places } =
            VariantResponse::new(&reach.now, request, asked);
        let notes = notes(asked.0.model, reach.source);
        let provenance = provenance(asked, request, reach.source, now);
        Self { rows, balance, offers, places, notes, provenance }
    }

    /// The rows as a table.
    pub fn document(&self) -> Document<'_> {
        let cells = |row| REACH_COLUMNS.iter().map(|column| (column.cell)(row)).collect();
        Document::new(Sheet::new("Erreichbarkeit", reach_header(), self.rows.iter().map(cells)))
    }

    /// The rows for a terminal: without what all of them share, in the roundings and units of a reader.
    pub fn text(&self) -> String {
        let name_width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(4);
        let columns = [
            Column::left("area", 9),
            Column::left("name", name_width),
            Column::right("minutes", 7),
            Column::left("group", 5),
            Column::right("persons", 12),
            Column::right("reached", 12),
            Column::right("share", 7),
            Column::right("nearest min", 11),
        ];
        let cells = |row: &ReachRowResponse| {
            vec![
                Cell::text(row.area.clone()),
                Cell::text(row.name.clone()),
                Cell::exact(row.minutes),
                Cell::text(row.group),
                Cell::decimal(row.persons, 0),
                Cell::decimal(row.persons_reached, 0),
                Cell::of(row.share, Cell::Percent),
                Cell::of(row.nearest_s, |nearest| Cell::decimal(nearest / 60.0, 1)),
            ]
        };
        text_table(&columns, self.rows.iter().map(cells))
    }
}

/// A column of the rows in files: its name and its cells.
struct ReachColumn {
    name: &'static str,
    cell: fn(&ReachRowResponse) -> Cell<'_>,
}

const REACH_COLUMNS: [ReachColumn; 10] = [
    ReachColumn { name: "area", cell: |row| Cell::text(row.area.as_str()) },
    ReachColumn { name: "category", cell: |row| Cell::text(row.category.as_str()) },
    ReachColumn { name: "mode", cell: |row| Cell::text(row.mode.as_str()) },
    ReachColumn { name: "minutes", cell: |row| Cell::exact(row.minutes) },
    ReachColumn { name: "group", cell: |row| Cell::text(row.group) },
    ReachColumn { name: "persons", cell: |row| Cell::exact(row.persons) },
    ReachColumn { name: "persons_reached", cell: |row| Cell::exact(row.persons_reached) },
    ReachColumn { name: "share", cell: |row| Cell::of(row.share, Cell::exact) },
    ReachColumn { name: "nearest_s", cell: |row| Cell::of(row.nearest_s, Cell::exact) },
    ReachColumn { name: "name", cell: |row| Cell::text(row.name.as_str()) },
];

/// The columns of the rows in files, in order.
pub fn reach_header() -> [&'static str; REACH_COLUMNS.len()] {
    REACH_COLUMNS.map(|column| column.name)
}

impl WhatIfResponse {
    pub(super) fn new(
        asked: (Inputs<'_>, &Question),
        request: &ReachRequest,
        (found, siting): (WhatIf, Option<&SitingSpec>),
        now: DateTime<Utc>,
    ) -> Self {
        let (inputs, _) = asked;
        let candidates = siting.map_or(&[][..], |siting| &siting.candidates);
        Self {
            before: VariantResponse::new(&found.before, request, asked),
            after: VariantResponse::new(&found.after, request, asked),
            sites: found.siting.map(|siting| sites(inputs, &siting, candidates)),
            notes: notes(inputs.model, found.source),
            provenance: provenance(asked, request, found.source, now),
        }
    }
}

fn sites(inputs: Inputs<'_>, siting: &Siting, candidates: &[Settlement]) -> Vec<SiteResponse> {
    let body = |(number, site): (usize, &reach::Site)| {
        let at = candidates.get(site.position)?;
        let name = inputs.reference.areas.get(&at.key).map(|area| area.name.clone()).unwrap_or_default();
        Some(SiteResponse {
            rank: number + 1,
            municipality: at.key.clone(),
            name,
            lat: at.point.lat,
            lon: at.point.lon,
            gain: rounded(site.gain, 1),
        })
    };
    siting.sites.iter().enumerate().filter_map(body).collect()
}
