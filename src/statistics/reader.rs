//! One record to one fact, by the codes of a layout.

use super::ages;
use super::context::Context;
use super::date::{Misfit, ReferenceDate};
use super::fact::{FactKey, StatFact};
use super::fault::RowFault;
use super::figure::{Figure, NumberForm, Sign, looks_grouped};
use super::flat::Record;
use super::keys::{Keys, Place};
use super::layout::{Dimension, Kind, Layout, Meaning, Value};
use super::left_out::{LeftName, LeftOut};
use crate::indicators::Measure;
use crate::indicators::formula::Ages;
use crate::units::Sex;

/// Beginnings of variables that hold districts, so that a municipal key of the same ground means the district.
const DISTRICT_VARIABLES: [&str; 2] = ["KREIS", "GEOLK"];

/// Reads records by a layout.
pub struct Reader<'a> {
    pub layout: &'a Layout,
    /// The layout's values, each with a code of the file.
    pub values: &'a [Value],
    pub context: Context<'a>,
    pub numbers: NumberForm,
}

/// What a record gives.
pub enum Taken {
    Fact(StatFact),
    /// A figure of a district that a reform dissolved later: a part of each of the areas of today that hold its ground.
    Parts {
        old: String,
        facts: Vec<StatFact>,
    },
    /// Why it is left out, and what it names.
    LeftOut(LeftOut, LeftName),
}

/// What a variable adds to a key.
#[derive(Default)]
struct Group {
    sex: Option<Sex>,
    ages: Option<Ages>,
    grade: Option<u8>,
    kind: Option<String>,
}

impl Reader<'_> {
    /// What a record gives. `Err` if it makes no sense.
    pub fn read(&self, record: &Record) -> Result<Taken, RowFault> {
        let Some(value) = self.values.iter().find(|value| value.code == record.value_code) else {
            return Ok(Taken::LeftOut(LeftOut::OtherValue, record.value_code.clone().into()));
        };
        let unit = record.unit.clone().unwrap_or_default();
        if record.unit.is_some() && !value.units.is_empty() && !value.units.contains(&unit) {
            return Ok(Taken::LeftOut(LeftOut::OtherUnit, unit.into()));
        }
        let date = ReferenceDate::parse(&record.time).ok_or_else(|| RowFault::NoDate(record.time.clone()))?;
        let (variable, key) = self.area_of(record)?;
        let place = match self.place(variable, key, date) {
            Place::Foreign => return Ok(Taken::LeftOut(LeftOut::OtherArea, key.clone().into())),
            Place::Unknown => return Ok(Taken::LeftOut(LeftOut::UnknownKey, key.clone().into())),
            Place::OldMunicipality => {
                return Ok(Taken::LeftOut(LeftOut::OldMunicipality, key.clone().into()));
            }
            place => place,
        };
        let group = match self.group(record)? {
            Ok(group) => group,
            Err(name) => return Ok(Taken::LeftOut(LeftOut::OtherGroup, name)),
        };
        let measure = self.context.catalogue.measures.get(value.measure);
        let measure = measure.ok_or(RowFault::NoMeasure)?;
        let kind = value.kind.and_then(|kind| measure.types.get(usize::from(kind)).cloned());
        let group = match typed(group, kind, measure) {
            Ok(group) => group,
            Err(name) => return Ok(Taken::LeftOut(LeftOut::OtherGroup, name)),
        };
        match date.fits(measure, self.context.today) {
            Ok(()) => {}
            Err(misfit) => return self.misfit(measure, date, misfit),
        }
        let figure = self.figure(record, measure)?;
        Ok(self.taken(record, measure, group, place, date, figure))
    }

    fn area_of<'r>(&self, record: &'r Record) -> Result<(&'r str, &'r String), RowFault> {
        let area = record.attributes.iter().find(|(code, _)| self.layout.areas.contains(code));
        area.map(|(code, key)| (code.as_str(), key)).ok_or_else(|| {
            let codes: Vec<&str> = record.attributes.iter().map(|(code, _)| code.as_str()).collect();
            RowFault::NoArea { variables: codes.join(", "), areas: self.layout.areas.join(", ") }
        })
    }

    fn place(&self, variable: &str, key: &str, date: ReferenceDate) -> Place {
        let Context { tree, areas, reforms, .. } = self.context;
        let districts = DISTRICT_VARIABLES.iter().any(|beginning| variable.starts_with(beginning));
        Keys { tree, areas, reforms }.place(key, districts, self.layout.is_own(), date.on())
    }

    /// The group of the record. The inner error names the variable and code by which no measure is disaggregated.
    fn group(&self, record: &Record) -> Result<Result<Group, LeftName>, RowFault> {
        let mut group = Group::default();
        for (variable, code) in record.attributes.iter().filter(|(code, _)| !self.layout.areas.contains(code))
        {
            let name = || if variable == code { code.clone() } else { format!("{variable} {code}") };
            match self.layout.dimensions.iter().find(|dimension| dimension.holds(variable)) {
                Some(dimension) if !add_to(&mut group, dimension, variable, code)? => {
                    return Ok(Err(name().into()));
                }
                Some(_) => {}
                None if !is_total(code) => return Ok(Err(name().into())),
                None => {}
            }
        }
        Ok(Ok(group))
    }

    fn misfit(&self, measure: &Measure, date: ReferenceDate, misfit: Misfit) -> Result<Taken, RowFault> {
        let id = || measure.id.clone();
        match misfit {
            Misfit::Future => Err(RowFault::Future { date, measure: id() }),
            Misfit::Other(days) if self.layout.is_own() => {
                Err(RowFault::OtherDate { date, measure: id(), days })
            }
            Misfit::Other(days) => {
                Ok(Taken::LeftOut(LeftOut::OtherDate, LeftName::other_date(date, &measure.id, &days)))
            }
        }
    }

    /// The figure of a cell. A count is a whole number, and digits in groups of three are not guessed.
    fn figure(&self, record: &Record, measure: &Measure) -> Result<Figure, RowFault> {
        let text = &record.text;
        let is_stated = self.layout.numbers != NumberForm::default();
        let is_own = self.layout.is_own();
        if looks_grouped(text) && !is_stated && (is_own || measure.is_whole()) {
            return Err(RowFault::Grouped { text: text.clone(), is_own });
        }
        let figure = Figure::parse(text, &record.quality, self.numbers)?;
        if measure.is_whole() && figure.number.is_some_and(|number| number.fract() != 0.0) {
            return Err(RowFault::NotWhole { text: text.clone(), measure: measure.id.clone() });
        }
        Ok(figure)
    }

    fn taken(
        &self,
        record: &Record,
        measure: &Measure,
        group: Group,
        place: Place,
        date: ReferenceDate,
        figure: Figure,
    ) -> Taken {
        let key = |area: String| FactKey {
            measure: measure.id.clone(),
            area,
            year: date.year(),
            sex: group.sex,
            ages: group.ages,
            grade: group.grade,
            kind: group.kind.clone(),
        };
        let fact = |area, figure| StatFact { key: key(area), figure, date: date.day(), line: record.line };
        match place {
            Place::Today(area) => Taken::Fact(fact(area, figure)),
            Place::NotYet(area) if figure.sign == Sign::Nothing => {
                Taken::Fact(fact(area, Figure { sign: Sign::NoArea, ..figure }))
            }
            // The publisher has worked the figure out for the boundaries of today.
            Place::NotYet(area) => Taken::Fact(fact(area, figure)),
            Place::Before { old, into } => {
                Taken::Parts { old, facts: into.into_iter().map(|area| fact(area, figure)).collect() }
            }
            _ if figure.number.is_none() => {
                Taken::LeftOut(LeftOut::Dissolved, record_key(record, self.layout).into())
            }
            _ => {
                let name = LeftName::dissolved(&record_key(record, self.layout), date);
                Taken::LeftOut(LeftOut::UnknownKey, name)
            }
        }
    }
}

/// The group with the measure's own name of its type. A value that is of a type already has none of a variable too.
fn typed(group: Group, of_value: Option<String>, measure: &Measure) -> Result<Group, LeftName> {
    let Some(word) = &group.kind else { return Ok(Group { kind: of_value, ..group }) };
    let is = |known: &&String| known.as_str() == word || known.rsplit('/').next() == Some(word);
    match measure.types.iter().find(is).filter(|_| of_value.is_none()) {
        Some(kind) => Ok(Group { kind: Some(kind.clone()), ..group }),
        None => Err(LeftName::type_of(word, &measure.id)),
    }
}

fn record_key(record: &Record, layout: &Layout) -> String {
    let area = record.attributes.iter().find(|(code, _)| layout.areas.contains(code));
    area.map(|(_, key)| key.clone()).unwrap_or_default()
}

fn is_total(code: &str) -> bool {
    matches!(code, "" | "INSGESAMT" | "GESAMT" | "TOTAL" | "Insgesamt")
}

/// Whether the attribute is one that figures are disaggregated by, or the total.
fn add_to(group: &mut Group, dimension: &Dimension, variable: &str, code: &str) -> Result<bool, RowFault> {
    let meaning = match dimension.values.get(code) {
        Some(meaning) => meaning.clone(),
        None if is_total(code) => Meaning::Total,
        None => match (dimension.is, ages::from_code(code)) {
            (Kind::Age, Some(ages)) => Meaning::Ages(ages),
            (Kind::Age, None) => {
                return Err(RowFault::AgeCode { variable: variable.to_owned(), code: code.to_owned() });
            }
            _ => return Ok(false),
        },
    };
    match meaning {
        Meaning::Total => {}
        Meaning::Sex(sex) => group.sex = Some(sex),
        Meaning::Ages(Ages { from: 0, to: None }) => {}
        Meaning::Ages(ages) => group.ages = Some(ages),
        Meaning::Grade(grade) => group.grade = Some(grade),
        Meaning::Type(kind) => group.kind = Some(kind),
    }
    Ok(true)
}
