//! The datasets of this service as an open data portal lists them: what each is, its files with checksums, its licence and how
//! often it changes.

use super::bulk::{BulkFile, BulkForm, REGISTER};
use super::{Holdings, areas, level_id, sha256, state_bounds};
use crate::app::State;
use crate::app::error::Error;
use crate::areas::Level;
use crate::opendata::Period;
use crate::units::Stop;

/// "Data licence Germany, attribution, version 2.0", under which the official figures and outlines stand.
const DL_BY_DE: &str = "http://dcat-ap.de/def/licenses/dl-by-de/2.0";

/// A dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The name in addresses.
    pub id: &'static str,
    /// The German title.
    pub title_de: String,
    /// The English title.
    pub title_en: String,
    /// What it holds, in German.
    pub description_de: String,
    /// The same in English.
    pub description_en: String,
    /// Words by which it is found, in German.
    pub keywords: &'static [&'static str],
    /// The address of its licence; `None` where the operator names none.
    pub licence: Option<String>,
    /// To be named wherever the data are shown.
    pub attribution: String,
    /// The code of its rhythm in the list of the European Union.
    pub rhythm: &'static str,
    /// The time of its figures.
    pub period: Option<Period>,
    /// West, south, east and north in degrees.
    pub bounds: Option<[f64; 4]>,
    /// Where it is had.
    pub distributions: Vec<Distribution>,
}

/// A way to have a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// The German title.
    pub title_de: String,
    /// Its address on this service, such as `/bulk/register.zip`.
    pub path: String,
    /// Its media type without parameters.
    pub media_type: &'static str,
    /// The code of its form in the list of the European Union.
    pub file_type: &'static str,
    /// Whether the address is that of the file itself.
    pub is_file: bool,
    /// SHA-256 of the file in hexadecimal digits, where its bytes depend on the data alone.
    pub sha256: Option<String>,
}

/// All datasets. Files whose bytes depend on the data alone are written once a version, for their checksums.
///
/// # Errors
/// What a file fails with.
pub fn datasets(state: &State, holdings: &Holdings, stop: &Stop) -> Result<Vec<Dataset>, Error> {
    let own_licence = state.publisher.licence.clone();
    let mut all =
        vec![register(state, holdings, own_licence.clone(), stop)?, of_areas(state, holdings, stop)?];
    let forecast = holdings.collection(state, "forecast")?;
    all.push(Dataset {
        id: "forecast",
        title_de: forecast.title_de,
        title_en: forecast.title_en,
        description_de: forecast.description_de,
        description_en: forecast.description_en,
        keywords: &["Bevölkerung", "Pflegebedürftige", "Vorausberechnung", "Pflegeplanung"],
        licence: own_licence.clone(),
        attribution: forecast.attribution,
        rhythm: "ANNUAL",
        period: forecast.period,
        bounds: forecast.bounds,
        distributions: vec![
            package("forecast", "Vorausberechnung als CSV mit Beschreibung"),
            geopackage("forecast", "Vorausberechnung als GeoPackage"),
            features("forecast", "Vorausberechnung"),
        ],
    });
    all.push(reach(state, holdings, own_licence.clone()));
    all.push(indicators(state, own_licence));
    Ok(all)
}

fn register(
    state: &State,
    holdings: &Holdings,
    licence: Option<String>,
    stop: &Stop,
) -> Result<Dataset, Error> {
    let of = holdings.collection(state, "offers")?;
    let forms = [
        (BulkForm::GeoJson, "GEOJSON", "als GeoJSON"),
        (BulkForm::Csv, "CSV", "als CSV"),
        (BulkForm::Zip, "ZIP", "als CSV mit Beschreibung (Frictionless Data Package)"),
        (BulkForm::Xlsx, "XLSX", "als Arbeitsmappe"),
        (BulkForm::GeoPackage, "GPKG", "als GeoPackage"),
    ];
    let mut distributions = Vec::new();
    for (form, file_type, title) in forms {
        distributions.push(file(
            state,
            holdings,
            (REGISTER, form, file_type),
            &format!("Versorgungsdatei {title}"),
            stop,
        )?);
    }
    for (id, title) in [("facilities", "Einrichtungen"), ("offers", "Angebote")] {
        let form = (id, BulkForm::GeoPackage, "GPKG");
        distributions.push(file(state, holdings, form, &format!("{title} als GeoPackage"), stop)?);
        distributions.push(features(id, title));
    }
    Ok(Dataset {
        id: REGISTER,
        title_de: "Versorgungsdatei: Pflege-Angebote in Mecklenburg-Vorpommern".to_owned(),
        title_en: "Register of care offers in Mecklenburg-Vorpommern".to_owned(),
        description_de: of.description_de,
        description_en: of.description_en,
        keywords: &["Pflege", "Pflegeheim", "Tagespflege", "Pflegedienst", "Versorgungsdatei"],
        licence,
        attribution: of.attribution,
        rhythm: "CONT",
        period: None,
        bounds: of.bounds,
        distributions,
    })
}

fn of_areas(state: &State, holdings: &Holdings, stop: &Stop) -> Result<Dataset, Error> {
    let mut distributions = Vec::new();
    for level in Level::ALL {
        let of = holdings.collection(state, level_id(level))?;
        for (form, file_type, name) in
            [(BulkForm::GeoJson, "GEOJSON", "GeoJSON"), (BulkForm::GeoPackage, "GPKG", "GeoPackage")]
        {
            let title = format!("{} als {name}", of.title_de);
            distributions.push(file(state, holdings, (level_id(level), form, file_type), &title, stop)?);
        }
        distributions.push(features(level_id(level), &of.title_de));
    }
    Ok(Dataset {
        id: "areas",
        title_de: "Kreise, Ämter und Gemeinden in Mecklenburg-Vorpommern, vereinfacht".to_owned(),
        title_en: "Districts, Ämter and municipalities of Mecklenburg-Vorpommern, simplified".to_owned(),
        description_de: "Vereinfachte Umrisse mit amtlichen Schlüsseln, Fläche und Einwohnern.".to_owned(),
        description_en: "Simplified outlines with official keys, area and residents.".to_owned(),
        keywords: &["Verwaltungsgrenzen", "Gemeinden", "Einwohner"],
        licence: Some(DL_BY_DE.to_owned()),
        attribution: areas::ATTRIBUTION.to_owned(),
        rhythm: "IRREG",
        period: None,
        bounds: state_bounds(&state.reference.areas),
        distributions,
    })
}

fn reach(state: &State, holdings: &Holdings, licence: Option<String>) -> Dataset {
    let all = holdings.collections(state);
    let of_reach = || all.iter().filter(|of| of.id.starts_with(super::REACH));
    let distributions = of_reach().flat_map(|of| {
        [
            package(&of.id, &format!("{} als CSV mit Beschreibung", of.title_de)),
            geopackage(&of.id, &format!("{} als GeoPackage", of.title_de)),
            features(&of.id, &of.title_de),
        ]
    });
    Dataset {
        id: "reach",
        title_de: "Erreichbarkeit von Pflege-Angeboten".to_owned(),
        title_en: "Reach of care offers".to_owned(),
        description_de: "Wie viele Menschen je Kreis, Amt und Gemeinde ein Angebot mit dem Auto in 15, 30 und 45 Minuten erreichen, je Art von Angebot.".to_owned(),
        description_en: "How many people of each district, Amt and municipality reach an offer by car within 15, 30 and 45 minutes, by kind of care.".to_owned(),
        keywords: &["Erreichbarkeit", "Pflege", "Fahrzeit"],
        licence,
        attribution: of_reach().next().map(|of| of.attribution.clone()).unwrap_or_default(),
        rhythm: "CONT",
        period: of_reach().next().and_then(|of| of.period),
        bounds: state_bounds(&state.reference.areas),
        distributions: distributions.collect(),
    }
}

fn indicators(state: &State, licence: Option<String>) -> Dataset {
    let service = |title_de: &str, path: &str| Distribution {
        title_de: title_de.to_owned(),
        path: path.to_owned(),
        media_type: "application/json",
        file_type: "JSON",
        is_file: false,
        sha256: None,
    };
    Dataset {
        id: "indicators",
        title_de: "Indikatoren der Pflegesozialplanung".to_owned(),
        title_en: "Indicators for planning care".to_owned(),
        description_de: "Indikatoren je Kreis, Amt und Gemeinde mit Formel, Quelle und Geheimhaltung; jeder ist ein Datensatz der OGC API.".to_owned(),
        description_en: "Indicators of districts, Ämter and municipalities with formula, source and disclosure control; each is a collection of the OGC API.".to_owned(),
        keywords: &["Indikatoren", "Pflegesozialplanung", "Demografie"],
        licence,
        attribution: format!("Quellen je Indikator im Katalog; Umrisse: {}", areas::ATTRIBUTION),
        rhythm: "CONT",
        period: None,
        bounds: state_bounds(&state.reference.areas),
        distributions: vec![
            service("Katalog der Indikatoren mit Quellen und Lizenzen", "/api/v1/indicators"),
            service("Indikatoren als OGC API Features", "/ogc/collections"),
        ],
    }
}

/// A collection of the OGC API.
fn features(id: &str, title: &str) -> Distribution {
    Distribution {
        title_de: format!("{title} als OGC API Features"),
        path: format!("/ogc/collections/{id}"),
        media_type: "application/geo+json",
        file_type: "GEOJSON",
        is_file: false,
        sha256: None,
    }
}

/// A table with its description, which is computed when it is asked for.
fn package(id: &str, title: &str) -> Distribution {
    computed(id, (BulkForm::Zip, "ZIP"), title)
}

/// The same with the outlines of the areas.
fn geopackage(id: &str, title: &str) -> Distribution {
    computed(id, (BulkForm::GeoPackage, "GPKG"), title)
}

fn computed(id: &str, (form, file_type): (BulkForm, &'static str), title: &str) -> Distribution {
    Distribution {
        title_de: title.to_owned(),
        path: format!("/bulk/{}", BulkFile { dataset: id.to_owned(), form }.name()),
        media_type: form.media_type(),
        file_type,
        is_file: true,
        sha256: None,
    }
}

/// A file with its checksum. A workbook holds the time at which it was written, so it has none.
fn file(
    state: &State,
    holdings: &Holdings,
    (dataset, form, file_type): (&str, BulkForm, &'static str),
    title: &str,
    stop: &Stop,
) -> Result<Distribution, Error> {
    let file = BulkFile { dataset: dataset.to_owned(), form };
    let version = file.version(holdings, state)?.filter(|_| form != BulkForm::Xlsx);
    let sha256 = version.map(|version| {
        state.tables.checksum(&file.name(), &version, || Ok(sha256(&file.write(holdings, state, stop)?)))
    });
    Ok(Distribution {
        title_de: title.to_owned(),
        path: format!("/bulk/{}", file.name()),
        media_type: form.media_type().split(';').next().unwrap_or_default(),
        file_type,
        is_file: true,
        sha256: sha256.transpose()?,
    })
}
