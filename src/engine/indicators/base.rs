//! Everything that values are computed from, put together once.

use chrono::NaiveDate;
use serde::Deserialize;

use super::catalogue::{Catalogue, Text};
use super::cell::Reason;
use super::definition::Measure;
use super::evaluate::Evaluator;
use super::facts::{Fact, FactList, Facts, Origin, Slot};
use super::files::read;
use super::formula::Ages;
use super::observed;
use super::pattern::Patterns;
use super::secrecy::{self, Withheld};
use super::tree::AreaTree;
use crate::areas::Areas;
use crate::model::{File, LoadError};

/// A county's own files, by the kind of what is in them.
#[derive(Debug, Clone, Default)]
pub struct OwnFiles {
    /// Indicators and measures of one's own.
    pub indicators: Vec<Text>,
    /// Planning areas and quarters.
    pub areas: Vec<Text>,
}

/// Where a series breaks.
#[derive(Debug, Clone)]
pub struct Break {
    /// The first year of the new series.
    pub year: i32,
    /// Indices of the measures.
    pub measures: Vec<usize>,
    /// What changed, in German.
    pub text_de: String,
}

/// Catalogue and areas, before any figure.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Measures and indicators.
    pub catalogue: Catalogue,
    /// The areas and their parts.
    pub tree: AreaTree,
    /// Where series break.
    pub breaks: Vec<Break>,
    /// The year in which somebody asks.
    pub current_year: i32,
    /// Official figures of this folder.
    observed: FactList,
    /// Figures that hold everywhere.
    parameters: FactList,
}

/// Catalogue, areas and the figures that may be shown.
#[derive(Debug, Clone)]
pub struct Base {
    /// Catalogue and areas.
    pub frame: Frame,
    /// All figures, without those that must be withheld.
    pub facts: Facts,
    /// How many were withheld.
    pub withheld: Withheld,
}

impl Frame {
    /// The frame of this build with a county's own files.
    pub fn load(areas: &Areas, own: &OwnFiles, current_year: i32) -> Result<Self, LoadError> {
        let catalogue = Catalogue::load(&own.indicators)?;
        let mut tree = AreaTree::new(areas);
        for file in &own.areas {
            tree.add_planning_areas(&file.path, &file.text, areas)?;
        }
        let breaks = read("indicators/breaks.toml", |file| breaks(file, &catalogue))?;
        let parameters = read("indicators/parameters.toml", |file| parameters(file, &catalogue, &tree))?;
        let observed = observed::facts(&catalogue, &tree)?;
        Ok(Self { catalogue, tree, breaks, current_year, observed, parameters })
    }
}

impl Frame {
    /// Adds the official figures that stand beside the catalogue.
    pub fn add_observed(&self, list: &mut FactList) {
        list.append(self.observed.clone(), None);
    }
}

impl Base {
    /// Lays out the figures and withholds what must not be shown, where nothing was shown before.
    pub fn new(frame: Frame, list: FactList) -> Self {
        Self::after(frame, list, &Patterns::default()).0
    }

    /// Lays out the figures and withholds what must not be shown, with what was shown and withheld before. Gives also
    /// the patterns that have grown: they must be kept before anything of the base is shown.
    pub fn after(frame: Frame, mut list: FactList, past: &Patterns) -> (Self, Patterns) {
        let year = list.facts.iter().map(|fact| fact.year).min().unwrap_or(0);
        list.append(frame.parameters.clone(), Some(year));
        let is_parameter =
            |measure: usize| frame.catalogue.measures.get(measure).is_some_and(|measure| measure.parameter);
        list.facts.iter_mut().filter(|fact| is_parameter(fact.measure)).for_each(|fact| fact.year = year);
        let mut facts = Facts::new(list, &frame.catalogue, &frame.tree);
        let (withheld, grown) = secrecy::withhold(&mut facts, &frame.catalogue, &frame.tree, past);
        (Self { frame, facts, withheld }, grown)
    }

    /// What computes indicators from the figures that may be shown.
    pub fn evaluator(&self) -> Evaluator<'_> {
        Evaluator { catalogue: &self.frame.catalogue, tree: &self.frame.tree, facts: &self.facts }
    }

    /// The years in which an indicator has a figure for any of what it rests on.
    pub fn years(&self, indicator: usize) -> Vec<i32> {
        let measures = self.frame.catalogue.program.rests_on.get(indicator);
        let mut years: Vec<i32> = measures
            .into_iter()
            .flatten()
            .filter(|measure| !self.is_everywhere(**measure))
            .flat_map(|measure| self.facts.years(*measure))
            .collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The day to which the figures refer that an indicator waits for after a year: of the next year in which its measures
    /// are counted, the latest day of those without counts; estimates are none. `None` where nothing is waited for, or where
    /// the catalogue knows no days of what is.
    pub fn next_reference_date(&self, indicator: usize, year: i32) -> Option<NaiveDate> {
        let rests_on = self.frame.catalogue.program.rests_on.get(indicator)?;
        let measures: Vec<(usize, &Measure)> = rests_on
            .iter()
            .filter(|at| !self.is_everywhere(**at))
            .filter_map(|at| Some((*at, self.frame.catalogue.measures.get(*at)?)))
            // What is projected, and what stands in for a count, is never waited for.
            .filter(|(_, measure)| !measure.projected)
            .collect();
        let next = (year.saturating_add(1)..=year.saturating_add(2))
            .find(|year| measures.iter().all(|(_, measure)| measure.is_counted_in(*year)))?;
        let lacking = measures.iter().filter(|(at, _)| !self.facts.has_counts(*at, next));
        let days: Vec<Option<NaiveDate>> = lacking
            .map(|(_, measure)| measure.dates.iter().filter_map(|day| day.of_year(next)).min())
            .collect();
        days.into_iter().collect::<Option<Vec<NaiveDate>>>()?.into_iter().max()
    }

    fn is_everywhere(&self, measure: usize) -> bool {
        self.frame
            .catalogue
            .measures
            .get(measure)
            .is_some_and(|measure| measure.id == "area" || measure.parameter)
    }

    /// Where the series of an indicator breaks between two years, and the years it compares them with.
    pub fn breaks(&self, indicator: usize, from: i32, to: i32) -> impl Iterator<Item = &Break> {
        let from = from.saturating_sub(self.frame.catalogue.program.looks_back(indicator));
        let rests_on = self.frame.catalogue.program.rests_on.get(indicator).map_or(&[][..], Vec::as_slice);
        self.frame.breaks.iter().filter(move |found| {
            found.year > from && found.year <= to && found.measures.iter().any(|at| rests_on.contains(at))
        })
    }

    /// Where the figures come from that an indicator takes for an area and year.
    pub fn origins(&self, indicator: usize, area: usize, year: i32) -> Vec<&Origin> {
        let rests_on = self.frame.catalogue.program.rests_on.get(indicator);
        let mut found: Vec<u16> = rests_on
            .into_iter()
            .flatten()
            .filter_map(|measure| self.facts.block(*measure, area, year))
            .flat_map(|block| block.origins.iter().copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|origin| self.facts.origins.get(usize::from(origin))).collect()
    }

    /// Why there is no number, for people.
    pub fn reason_de(&self, indicator: usize, reason: Reason) -> String {
        let measure = |index: u16| self.frame.catalogue.measures.get(usize::from(index));
        let name = |index: u16| measure(index).map_or("die Zahl", |measure| measure.name_de.as_str());
        match reason {
            Reason::NoFigure(index) => {
                let hint = measure(index).map(|measure| measure.missing_de.as_str()).unwrap_or_default();
                let sentence = format!("Für dieses Gebiet und Jahr fehlt: {}.", name(index));
                if hint.is_empty() { sentence } else { format!("{sentence} {hint}") }
            }
            Reason::NoSuchGroup(index) => {
                format!("Die Quelle gliedert nicht so, wie die Formel es braucht: {}.", name(index))
            }
            Reason::PartsMissing(index) => {
                format!("Ein Teil des Gebiets hat keine Zahl: {}.", name(index))
            }
            Reason::ZeroDenominator => "Der Nenner ist null.".to_owned(),
            Reason::NoFormula => {
                let note = self.frame.catalogue.indicators.get(indicator).and_then(|it| it.note_de.clone());
                note.unwrap_or_else(|| "Für diesen Indikator gibt es keine Formel.".to_owned())
            }
            Reason::NoEarlierSurvey(_) => "Es gibt keine frühere Zahl zum Vergleich.".to_owned(),
            Reason::NotInSurveyBefore(index, year) => format!(
                "Für dieses Gebiet fehlt die Zahl der vorherigen Erhebung von {year}: {}. Mit einer noch früheren wird nicht verglichen, damit Werte nebeneinander denselben Zeitraum meinen.",
                name(index)
            ),
            Reason::NotYetPublished => "Die Zahl ist noch nicht veröffentlicht.".to_owned(),
            Reason::Unreliable => "Die Zahl ist der Quelle nicht sicher genug.".to_owned(),
            Reason::Pointless => {
                "Die Quelle sperrt das Feld, weil eine Angabe nicht sinnvoll ist.".to_owned()
            }
            Reason::NoArea => {
                "Dieses Gebiet gab es damals nicht in seinen heutigen Grenzen: Kreise und Gemeinden wurden neu gebildet.".to_owned()
            }
            Reason::NotAsked => "Die Statistik fragt in diesem Jahr nicht danach.".to_owned(),
            Reason::OtherLevel => "Der Indikator ist für Gebiete dieser Ebene nicht bestimmt.".to_owned(),
            Reason::NoSpread => "Ein Teil des Index unterscheidet die Gebiete nicht.".to_owned(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BreakFile {
    #[serde(rename = "break")]
    breaks: Vec<BreakRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BreakRow {
    year: i32,
    measures: Vec<toml::Spanned<String>>,
    text_de: String,
}

fn measure(file: File, word: &toml::Spanned<String>, catalogue: &Catalogue) -> Result<usize, LoadError> {
    file.value(word, |id| catalogue.measure(id).ok_or_else(|| format!("there is no measure \"{id}\"")))
}

fn breaks(file: File, catalogue: &Catalogue) -> Result<Vec<Break>, LoadError> {
    let rows = file.toml::<BreakFile>()?.breaks;
    rows.into_iter()
        .map(|row| {
            let measures =
                row.measures.iter().map(|word| measure(file, word, catalogue)).collect::<Result<_, _>>();
            Ok(Break { year: row.year, measures: measures?, text_de: row.text_de })
        })
        .collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterFile {
    parameter: Vec<ParameterRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterRow {
    measure: toml::Spanned<String>,
    title: String,
    publisher: String,
    table: String,
    date: String,
    licence: String,
    values: Vec<ParameterValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterValue {
    from: u8,
    to: Option<u8>,
    value: f64,
}

fn parameters(file: File, catalogue: &Catalogue, tree: &AreaTree) -> Result<FactList, LoadError> {
    let mut list = FactList::default();
    for row in file.toml::<ParameterFile>()?.parameter {
        let measure = measure(file, &row.measure, catalogue)?;
        let origin = list.origin(Origin {
            key: format!("{} {}", row.publisher, row.date),
            title: row.title,
            table: row.table,
            licence: row.licence,
        });
        for value in row.values {
            let slot = Slot { ages: Some(Ages { from: value.from, to: value.to }), ..Slot::default() };
            let cell = super::Cell::counted(value.value);
            list.facts.push(Fact { measure, area: tree.state(), year: 0, slot, cell, origin });
        }
    }
    Ok(list)
}
