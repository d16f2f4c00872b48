//! Whole datasets as files: the register as GeoJSON, CSV, data package and workbook, areas as GeoJSON, figures as data
//! packages, and each of them as GeoPackage. What is exported of the register can be imported again and gives the same facilities.

use std::io::{Cursor, Write};

use serde_json::{Value as Json, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Holdings;
use super::geojson::{push_json, push_open_feature};
use super::register_table::{self, RegisterTable, rows};
use crate::app::State;
use crate::app::error::{Error, Missing, Unavailable};
use crate::opendata::{Collection, Items, Kind, Value};
use crate::register::fields::ValueKind;
use crate::register::{Field, exchange};
use crate::search::Snapshot;
use crate::store::write_geopackage;
use crate::tables::{Cell, Document, Sheet, TableFormat};
use crate::units::{Stop, words};

words! {
    /// A form of a whole dataset.
    pub enum BulkForm {
        /// Features with their properties.
        GeoJson = "geojson",
        /// A table.
        Csv = "csv",
        /// A table with its description: a tabular data package of Frictionless Data.
        Zip = "zip",
        /// A workbook.
        Xlsx = "xlsx",
        /// A layer with typed columns and geometries.
        GeoPackage = "gpkg",
    }
}

impl BulkForm {
    /// The media type, as a header `Content-Type` has it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::GeoJson => "application/geo+json",
            Self::Csv => TableFormat::Csv.media_type(),
            Self::Zip => "application/zip",
            Self::Xlsx => TableFormat::Xlsx.media_type(),
            Self::GeoPackage => "application/geopackage+sqlite3",
        }
    }

    /// Whether its bytes are compressed already.
    pub fn is_compressed(self) -> bool {
        matches!(self, Self::Zip | Self::Xlsx)
    }
}

/// The name of the register among the datasets.
pub const REGISTER: &str = "register";

/// A file of a whole dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkFile {
    /// The register, or the id of a collection.
    pub dataset: String,
    /// The form of the file.
    pub form: BulkForm,
}

impl BulkFile {
    /// The file of a name such as `register.geojson`.
    ///
    /// # Errors
    /// [`Missing::Dataset`] for a file that there is not.
    pub fn read(name: &str) -> Result<Self, Error> {
        let missing = || Error::NotFound(Missing::Dataset);
        let (dataset, ending) = name.rsplit_once('.').ok_or_else(missing)?;
        let form = BulkForm::from_word(ending).ok_or_else(missing)?;
        let file = Self { dataset: dataset.to_owned(), form };
        if file.is_offered() { Ok(file) } else { Err(missing()) }
    }

    /// The register comes in all forms, areas as features, figures as tables: GeoJSON with an outline in each row would be a
    /// hundred megabytes. A GeoPackage holds each outline once, so there is one of every collection.
    fn is_offered(&self) -> bool {
        match (self.dataset.as_str(), self.form) {
            (REGISTER, _) | (_, BulkForm::GeoPackage) => true,
            ("facilities" | "offers", _) => false,
            ("districts" | "amter" | "municipalities", form) => form == BulkForm::GeoJson,
            (_, form) => form == BulkForm::Zip,
        }
    }

    /// `register.geojson`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.dataset, self.form.word())
    }

    /// The collection that has the same data.
    fn collection(&self) -> &str {
        if self.dataset == REGISTER { "offers" } else { &self.dataset }
    }

    /// Which state of its data it holds; `None` where that is not known in advance.
    ///
    /// # Errors
    /// [`Missing::Dataset`] for a file that there is not.
    pub fn version(&self, holdings: &Holdings, state: &State) -> Result<Option<String>, Error> {
        let version = holdings.version(state, self.collection());
        version.map_err(|error| match error {
            Error::NotFound(_) => Error::NotFound(Missing::Dataset),
            error => error,
        })
    }

    /// Writes the file.
    ///
    /// # Errors
    /// What a figure fails with that is computed, and what a file format refuses.
    pub fn write(&self, holdings: &Holdings, state: &State, stop: &Stop) -> Result<Vec<u8>, Error> {
        let snapshot = holdings.snapshot();
        if self.dataset == REGISTER {
            return match self.form {
                BulkForm::GeoJson => Ok(register_features(snapshot).into_bytes()),
                BulkForm::Csv => register_csv(snapshot),
                BulkForm::Xlsx => register_workbook(snapshot),
                BulkForm::Zip => package(&register_package(), register_csv(snapshot)?),
                BulkForm::GeoPackage => {
                    let of =
                        register_table::collection(REGISTER, holdings.collection(state, self.collection())?);
                    geopackage(&of, &RegisterTable::new(snapshot), stop)
                }
            };
        }
        let of = holdings.collection(state, &self.dataset)?;
        let items = holdings.open(state, &self.dataset, stop)?;
        if stop.is_requested() {
            return Err(Error::Unavailable(Unavailable::Stopped));
        }
        match self.form {
            BulkForm::GeoJson => Ok(features(&of, items.as_ref()).into_bytes()),
            BulkForm::GeoPackage => geopackage(&of, items.as_ref(), stop),
            _ => package(&collection_package(&of), collection_csv(&of, items.as_ref())?),
        }
    }
}

fn geopackage(of: &Collection, items: &dyn Items, stop: &Stop) -> Result<Vec<u8>, Error> {
    let file = write_geopackage(of, items, stop).map_err(Error::internal)?;
    file.ok_or(Error::Unavailable(Unavailable::Stopped))
}

/// A feature an offer, whose properties are the columns of the exchange layout that have a value.
fn register_features(snapshot: &Snapshot) -> String {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (at, (facility, offer)) in rows(snapshot).enumerate() {
        let fields = Field::exported().zip(exchange::record(facility, offer));
        let known = fields.filter(|(_, value)| !value.is_empty());
        let properties = known.map(|((field, column), value)| {
            // A number is one; a postcode or a key is text.
            let number = field.info().value.is_number().then(|| value.parse::<f64>().ok()).flatten();
            (column.to_owned(), number.map_or(Json::from(value), written_number))
        });
        let properties: serde_json::Map<String, Json> = properties.collect();
        let feature = json!({
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [facility.point.lon, facility.point.lat]},
            "properties": properties,
        });
        if at > 0 {
            text.push(',');
        }
        push_json(&mut text, &feature);
    }
    text.push_str("]}");
    text
}

/// A whole number without a decimal point.
fn written_number(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < 1e15 { Json::from(number as i64) } else { Json::from(number) }
}

fn register_csv(snapshot: &Snapshot) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    exchange::write_csv(snapshot.facilities(), &mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

fn register_workbook(snapshot: &Snapshot) -> Result<Vec<u8>, Error> {
    let cells = rows(snapshot).map(|(facility, offer)| {
        let fields = Field::exported().zip(exchange::record(facility, offer));
        let cell = |((field, _), text): ((Field, &str), String)| match text {
            text if text.is_empty() => Cell::Missing,
            text if field.info().value.is_number() => Cell::written(text),
            text => Cell::text(text),
        };
        fields.map(cell).collect()
    });
    let document = Document::new(Sheet::new("Angebote", exchange::header(), cells));
    document.write(TableFormat::Xlsx).map_err(Error::internal)
}

fn features(of: &Collection, items: &dyn Items) -> String {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"attribution\":");
    push_json(&mut text, &of.attribution);
    text.push_str(",\"features\":[");
    for item in 0..items.count() {
        if item > 0 {
            text.push(',');
        }
        push_open_feature(&mut text, of, (items, item), None);
        text.push('}');
    }
    text.push_str("]}");
    text
}

fn collection_csv(of: &Collection, items: &dyn Items) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = of.properties.iter().map(|property| property.name.as_ref());
    writer.write_record(std::iter::once("id").chain(names)).map_err(Error::internal)?;
    for item in 0..items.count() {
        let id = items.id(item).into_owned();
        let values = (0..of.properties.len()).map(|at| written(&items.value(item, at)));
        writer.write_record(std::iter::once(id).chain(values)).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|error| Error::internal(error.into_error()))
}

fn written(value: &Value<'_>) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Text(text) => crate::units::formula::neutral(text).into_owned(),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::YesNo(yes) => yes.to_string(),
    }
}

/// A table of a package and what it says.
struct Described {
    name: String,
    title: String,
    description: String,
    attribution: String,
    fields: Vec<Json>,
    key: Json,
}

fn register_package() -> Described {
    let field = |(field, column): (Field, &'static str)| {
        let info = field.info();
        let mut described = match info.value {
            ValueKind::Text | ValueKind::Word => json!({"name": column, "type": "string"}),
            ValueKind::Number => json!({"name": column, "type": "integer"}),
            ValueKind::Coordinate | ValueKind::Euro => json!({"name": column, "type": "number"}),
            ValueKind::Date => json!({"name": column, "type": "date"}),
            ValueKind::YesNo => {
                json!({"name": column, "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]})
            }
        };
        described["title"] = info.de.into();
        described["description"] = info.en.into();
        described
    };
    Described {
        name: REGISTER.to_owned(),
        title: "Versorgungsdatei: Pflege-Angebote".to_owned(),
        description: "Eine Zeile je Angebot einer Einrichtung. Leer heißt nicht bekannt.".to_owned(),
        attribution: "Angaben der Kreise und Träger".to_owned(),
        fields: Field::exported().map(field).collect(),
        key: json!(["facility_id", "category"]),
    }
}

fn collection_package(of: &Collection) -> Described {
    let id = json!({"name": "id", "type": "string", "title": "Kennung", "description": "id of the row"});
    let fields = of.properties.iter().map(|property| {
        let kind = match property.kind {
            Kind::Text => "string",
            Kind::Whole => "integer",
            Kind::Number => "number",
            Kind::Date => "date",
            Kind::YesNo => "boolean",
        };
        json!({"name": property.name, "type": kind, "title": property.de, "description": property.en})
    });
    Described {
        name: of.id.to_lowercase(),
        title: of.title_de.clone(),
        description: of.description_de.clone(),
        attribution: of.attribution.clone(),
        fields: std::iter::once(id).chain(fields).collect(),
        key: json!("id"),
    }
}

/// The table and `datapackage.json` in an archive, whose bytes depend on nothing else.
fn package(of: &Described, table: Vec<u8>) -> Result<Vec<u8>, Error> {
    let path = format!("{}.csv", of.name);
    let described = json!({
        "profile": "tabular-data-package",
        "name": of.name,
        "title": of.title,
        "description": of.description,
        "sources": [{"title": of.attribution}],
        "resources": [{
            "profile": "tabular-data-resource",
            "name": of.name,
            "path": path,
            "title": of.title,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": table.len(),
            "hash": format!("sha256:{}", super::sha256(&table)),
            "dialect": {"delimiter": ",", "header": true},
            "schema": {"fields": of.fields, "primaryKey": of.key, "missingValues": [""]},
        }],
    });
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let mut add = |name: &str, bytes: &[u8]| -> Result<(), Error> {
        archive.start_file(name, options).map_err(Error::internal)?;
        archive.write_all(bytes).map_err(Error::internal)
    };
    add("datapackage.json", &serde_json::to_vec_pretty(&described).map_err(Error::internal)?)?;
    add(&path, &table)?;
    Ok(archive.finish().map_err(Error::internal)?.into_inner())
}
