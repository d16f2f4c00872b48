//! `municipalities.csv`: the small areas inside the districts.

use super::citation::{Citation, cite};
use super::table::{File, LoadError, Row};
use crate::model::{District, Municipality};
use crate::units::{Ags, Ars};

pub(super) fn read(
    file: File,
    districts: &[District],
    citations: &mut Vec<Citation>,
) -> Result<Vec<Municipality>, LoadError> {
    let columns = [
        "municipality",
        "name",
        "amt",
        "amt_name",
        "persons",
        "share_60plus_pct",
        "share_67plus_pct",
        "source",
    ];
    let mut municipalities: Vec<Municipality> = Vec::new();
    for row in file.rows(columns)? {
        let [key, name, amt, amt_name, persons, over_60, over_67, source] = &row.cells;
        let key = Ags::parse(key).map_err(|error| row.fault(error))?;
        let Some(district) = key.district().filter(|_| key.is_municipality()) else {
            return Err(row.fault(format!("\"{key}\" is not a key of a municipality: eight digits")));
        };
        row.district(district.as_str(), districts)?;
        if let Some(last) = municipalities.last().filter(|last| last.key >= key) {
            let sentence = format!(
                "\"{key}\" does not follow \"{}\": municipalities are in the order of keys",
                last.key
            );
            return Err(row.fault(sentence));
        }
        municipalities.push(Municipality {
            amt: amt_in(&row, amt, &district)?,
            key,
            name: name.clone(),
            amt_name: amt_name.clone(),
            persons: f64::from(row.whole("the number of persons", persons, 0..=10_000_000)?),
            old: shares(&row, over_60, over_67)?,
        });
        cite(file, row.line, source, citations)?;
    }
    Ok(municipalities)
}

fn amt_in<const N: usize>(row: &Row<N>, text: &str, district: &Ags) -> Result<Ars, LoadError> {
    let amt = Ars::parse(text).map_err(|error| row.fault(error))?;
    if text.len() == 9 && text.starts_with(district.as_str()) {
        return Ok(amt);
    }
    Err(row.fault(format!("\"{text}\" is not a key of an Amt in {district}: nine digits that begin with it")))
}

/// Both shares or none; those aged 67 and over are among those aged 60 and over.
fn shares<const N: usize>(row: &Row<N>, over_60: &str, over_67: &str) -> Result<Option<[f64; 2]>, LoadError> {
    if over_60.is_empty() && over_67.is_empty() {
        return Ok(None);
    }
    let percent = row.number("the share of people aged 60 and over", over_60, 0.0..=100.0)?;
    let within = row.number("the share of people aged 67 and over", over_67, 0.0..=percent)?;
    Ok(Some([percent / 100.0, within / 100.0]))
}
