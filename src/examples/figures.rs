//! The official figures that the examples add up to.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::units::{Ags, KeyError};

/// What the care statistics say of one district on 15 December 2023.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrictFigures {
    /// Pflegeheime; facilities that offer only day care are among them.
    pub care_homes: u32,
    /// All places of the homes: residential, dedicated short-term, day and night.
    pub places: u32,
    /// Places for residential care; embedded short-term places are among them.
    pub residential_places: u32,
    /// People cared for by home-care services.
    pub people_with_home_care: u32,
}

/// The figures of the state (`models/examples/official_2023.csv`, sources in the README beside it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialFigures {
    /// By the key of the district.
    pub districts: BTreeMap<Ags, DistrictFigures>,
    /// Home-care services in the whole state.
    pub home_care_services: u32,
}

/// Why the official figures cannot be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum FiguresError {
    #[error("the official figures cannot be read: {0}")]
    Table(#[from] csv::Error),
    #[error("the official figures name an area wrongly: {0}")]
    Area(#[from] KeyError),
    #[error(
        "the official figures give \"{measure}\" of area {area}, which has no meaning here (hint: a district has \
         care_homes, places, residential_places and people_with_home_care, the state has home_care_services)"
    )]
    UnknownMeasure { area: Ags, measure: String },
    #[error("the official figures give \"{measure}\" of area {area} without a source")]
    NoSource { area: Ags, measure: String },
    #[error("the official figures give \"{measure}\" of area {area} twice")]
    Double { area: Ags, measure: String },
    #[error("the official figures lack \"{measure}\" of district {area}")]
    Missing { area: Ags, measure: &'static str },
    #[error("the official figures lack \"home_care_services\" of the state")]
    NoServices,
}

const CARE_HOMES: &str = "care_homes";
const PLACES: &str = "places";
const RESIDENTIAL_PLACES: &str = "residential_places";
const PEOPLE_WITH_HOME_CARE: &str = "people_with_home_care";
const HOME_CARE_SERVICES: &str = "home_care_services";
const OF_A_DISTRICT: [&str; 4] = [CARE_HOMES, PLACES, RESIDENTIAL_PLACES, PEOPLE_WITH_HOME_CARE];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    area: String,
    measure: String,
    value: u32,
    source: String,
}

impl OfficialFigures {
    /// Reads and checks the contents of `models/examples/official_2023.csv`.
    pub fn from_csv(text: &str) -> Result<Self, FiguresError> {
        let mut districts: BTreeMap<Ags, BTreeMap<String, u32>> = BTreeMap::new();
        let mut home_care_services = None;
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        for row in reader.deserialize() {
            let Row { area, measure, value, source } = row?;
            let area = Ags::parse(&area)?;
            if source.is_empty() {
                return Err(FiguresError::NoSource { area, measure });
            }
            let before = if area.is_district() && OF_A_DISTRICT.contains(&measure.as_str()) {
                districts.entry(area.clone()).or_default().insert(measure.clone(), value)
            } else if area.district().is_none() && measure == HOME_CARE_SERVICES {
                home_care_services.replace(value)
            } else {
                return Err(FiguresError::UnknownMeasure { area, measure });
            };
            if before.is_some() {
                return Err(FiguresError::Double { area, measure });
            }
        }
        let districts = districts
            .into_iter()
            .map(|(area, values)| Ok((area.clone(), district(&area, &values)?)))
            .collect::<Result<_, FiguresError>>()?;
        Ok(Self { districts, home_care_services: home_care_services.ok_or(FiguresError::NoServices)? })
    }
}

fn district(area: &Ags, values: &BTreeMap<String, u32>) -> Result<DistrictFigures, FiguresError> {
    let value = |measure: &'static str| {
        values.get(measure).copied().ok_or_else(|| FiguresError::Missing { area: area.clone(), measure })
    };
    Ok(DistrictFigures {
        care_homes: value(CARE_HOMES)?,
        places: value(PLACES)?,
        residential_places: value(RESIDENTIAL_PLACES)?,
        people_with_home_care: value(PEOPLE_WITH_HOME_CARE)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../models/examples/official_2023.csv");

    #[test]
    fn the_file_has_eight_districts_that_sum_to_531_homes_and_26043_places() {
        let figures = OfficialFigures::from_csv(FILE).unwrap();
        assert_eq!(figures.districts.len(), 8);
        assert_eq!(figures.home_care_services, 543);
        let sum = |of: fn(&DistrictFigures) -> u32| figures.districts.values().map(of).sum::<u32>();
        // 50 + 32 + 102 + 81 + 71 + 38 + 83 + 74
        assert_eq!(sum(|district| district.care_homes), 531);
        // 3127 + 2241 + 4526 + 3508 + 3382 + 2216 + 3936 + 3107
        assert_eq!(sum(|district| district.places), 26_043);
        // 2615 + 1943 + 3434 + 2643 + 2616 + 1950 + 3124 + 2399
        assert_eq!(sum(|district| district.residential_places), 20_724);
    }

    #[cfg(feature = "shared-data")]
    #[test]
    fn every_figure_of_a_district_is_the_published_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/catalogue/official_values.csv");
        let published: BTreeMap<(String, String), (String, String)> = csv::Reader::from_path(path)
            .unwrap()
            .records()
            .map(Result::unwrap)
            .filter(|row| &row[2] == "2023")
            .map(|row| ((row[0].into(), row[3].into()), (row[4].into(), row[6].into())))
            .collect();
        let mut compared = 0;
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(FILE.as_bytes());
        for row in reader.deserialize() {
            let row: Row = row.unwrap();
            let name = match row.measure.as_str() {
                CARE_HOMES => "pflegeheime",
                PLACES => "plaetze_gesamt",
                RESIDENTIAL_PLACES => "plaetze_dauerpflege",
                PEOPLE_WITH_HOME_CARE => "ambulant",
                _ => continue,
            };
            let expected = published.get(&(row.area.clone(), name.into())).unwrap();
            assert_eq!(*expected, (row.value.to_string(), row.source), "{} {}", row.area, row.measure);
            compared += 1;
        }
        assert_eq!(compared, 32);
    }

    #[test]
    fn a_faulty_table_is_refused_with_area_and_measure() {
        let head = "area,measure,value,source\n";
        let error = |rows: &str| OfficialFigures::from_csv(&format!("{head}{rows}")).unwrap_err().to_string();
        assert!(error("13076,care_homes,74,PO\n13076,care_homes,75,PO\n").contains("13076 twice"));
        assert!(error("13076,care_homes,74,PO\n13,home_care_services,1,B\n").contains("lack \"places\""));
        assert!(error("13076,care_homes,74,\n").contains("without a source"));
        assert!(error("13076,beds,74,PO\n").contains("\"beds\""));
        assert!(error("13076090,care_homes,74,PO\n").contains("13076090"));
        assert!(error("13,care_homes,74,PO\n").contains("hint"));
        assert!(error("LUP,care_homes,74,PO\n").contains("\"LUP\""));
        assert!(error("13076,care_homes,-1,PO\n").contains("cannot be read"));
        assert!(error("").contains("home_care_services"));
    }
}
