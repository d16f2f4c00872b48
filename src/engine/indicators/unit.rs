//! Units of measures and indicators, written as words: `persons`, `percent`, `places per 100 persons`.
//! A formula must come out in the unit that its indicator states, with the same factor.

use std::collections::BTreeMap;

/// What can be counted or measured: the word of the files, and how German texts call it.
const BASES: [(&str, &str); 23] = [
    ("persons", "Personen"),
    ("places", "Plätze"),
    ("facilities", "Einrichtungen"),
    ("services", "Dienste"),
    ("offers", "Angebote"),
    ("dwellings", "Wohnungen"),
    ("households", "Haushalte"),
    ("flat_shares", "Wohngemeinschaften"),
    ("areas", "Gebiete"),
    ("square_kilometres", "km²"),
    ("euros", "Euro"),
    ("months", "Monat"),
    ("full_time_equivalents", "Vollzeitäquivalente"),
    ("metres", "Meter"),
    ("minutes", "Minuten"),
    ("days", "Tage"),
    ("place_days", "Platztage"),
    ("contacts", "Kontakte"),
    ("requests", "Anfragen"),
    ("doctors", "Ärztinnen und Ärzte"),
    ("beds", "Betten"),
    ("teams", "Teams"),
    ("points", "Punkte"),
];

/// Powers of the bases; without any it is a pure number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dimension(BTreeMap<&'static str, i32>);

impl Dimension {
    fn of(base: &'static str, power: i32) -> Self {
        Self(BTreeMap::from([(base, power)]))
    }

    /// The dimension of a product; with -1 that of a quotient.
    pub fn times(&self, other: &Self, power: i32) -> Self {
        let mut powers = self.0.clone();
        for (base, exponent) in &other.0 {
            *powers.entry(base).or_default() += exponent * power;
        }
        powers.retain(|_, exponent| *exponent != 0);
        Self(powers)
    }

    /// Whether it is a pure number, such as a share.
    pub fn is_number(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for Dimension {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return f.write_str("a pure number");
        }
        let part = |(base, power): (&&str, &i32)| match power {
            1 => (*base).to_owned(),
            power => format!("{base}^{power}"),
        };
        f.write_str(&self.0.iter().map(part).collect::<Vec<_>>().join(" "))
    }
}

/// A unit as a file states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// As the file states it.
    pub text: String,
    /// How tables and pages write it.
    pub german: String,
    /// By which units are compared.
    pub dimension: Dimension,
    /// 100 for percent, 1000 for a figure per 1,000.
    pub scale: f64,
}

impl Unit {
    /// Reads `persons`, `percent`, `ratio`, `index` or `places per 100 persons`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let unit = |german: String, dimension: Dimension, scale: f64| Self {
            text: text.to_owned(),
            german,
            dimension,
            scale,
        };
        match text.split(' ').collect::<Vec<_>>()[..] {
            ["percent"] => Ok(unit("Prozent".into(), Dimension::default(), 100.0)),
            ["ratio"] => Ok(unit("Verhältnis".into(), Dimension::default(), 1.0)),
            ["index"] => Ok(unit("Indexwert".into(), Dimension::default(), 1.0)),
            [counted] => {
                let (base, german) = base(counted)?;
                Ok(unit(german.to_owned(), Dimension::of(base, 1), 1.0))
            }
            [counted, "per", of] => {
                let ((counted, one), (of, other)) = (base(counted)?, base(of)?);
                let dimension = Dimension::of(counted, 1).times(&Dimension::of(of, 1), -1);
                Ok(unit(format!("{one} je {other}"), dimension, 1.0))
            }
            [counted, "per", number, of] => {
                let scale = scale(number)?;
                let ((counted, one), (of, other)) = (base(counted)?, base(of)?);
                let dimension = Dimension::of(counted, 1).times(&Dimension::of(of, 1), -1);
                Ok(unit(format!("{one} je {} {other}", grouped(number)), dimension, scale))
            }
            _ => Err(format!(
                "\"{text}\" is not a unit; hint: write one such as persons, percent or places per 100 persons"
            )),
        }
    }
}

fn scale(number: &str) -> Result<f64, String> {
    match number {
        "100" => Ok(100.0),
        "1000" => Ok(1_000.0),
        "10000" => Ok(10_000.0),
        "100000" => Ok(100_000.0),
        _ => Err(format!("\"per {number}\" is not a usual reference; hint: use 100, 1000, 10000 or 100000")),
    }
}

/// 10000 as 10 000, with the narrow space of German tables.
fn grouped(number: &str) -> String {
    match number.len() {
        5 | 6 => {
            let (thousands, rest) = number.split_at(number.len() - 3);
            format!("{thousands}\u{202f}{rest}")
        }
        _ => number.to_owned(),
    }
}

fn base(word: &str) -> Result<(&'static str, &'static str), String> {
    BASES.into_iter().find(|(known, _)| *known == word).ok_or_else(|| {
        let known: Vec<&str> = BASES.iter().map(|(known, _)| *known).collect();
        format!("\"{word}\" is nothing that can be counted; hint: known are {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_knows_its_dimension_its_factor_and_its_german_words() {
        let places = Unit::parse("places per 10000 persons").unwrap();
        assert_eq!(places.scale, 10_000.0);
        assert_eq!(places.dimension.to_string(), "persons^-1 places");
        assert_eq!(places.german, "Plätze je 10\u{202f}000 Personen");
        assert!(Unit::parse("persons per 100 persons").unwrap().dimension.is_number());
        assert_eq!(Unit::parse("euros per months").unwrap().german, "Euro je Monat");
    }

    #[test]
    fn a_word_that_is_no_unit_is_refused_with_the_known_ones() {
        assert!(Unit::parse("apples").unwrap_err().contains("known are persons"));
        assert!(Unit::parse("places per 7 persons").unwrap_err().contains("per 7"));
        assert!(Unit::parse("places each person here now").is_err());
        assert!(Unit::parse("").is_err());
    }
}
