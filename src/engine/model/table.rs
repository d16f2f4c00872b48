//! Reading the tables and texts of a model set; every fault names file, line and value.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::MissingModel;
use crate::model::{AGES, BySexAge, District};
use crate::units::Sex;

/// Why a model set cannot be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum LoadError {
    #[error(transparent)]
    Missing(#[from] MissingModel),
    #[error("there is no model set \"{id}\"; hint: this build of pflegeplan has {known}")]
    Unknown { id: String, known: String },
    #[error("{file}:{line}: {sentence}")]
    Fault { file: String, line: u64, sentence: String },
}

/// A file of `models/`, or of one's own in the same form; every fault names it with its line.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its path below `models/`.
    pub path: &'a str,
    /// Its content.
    pub text: &'a str,
}

impl<'a> File<'a> {
    /// An error in a line of the file, counted from 1.
    pub fn fault(self, line: u64, sentence: impl Display) -> LoadError {
        LoadError::Fault { file: self.path.to_owned(), line, sentence: sentence.to_string() }
    }

    /// A fault that shows only at the end of the file.
    pub fn fault_at_end(self, sentence: impl Display) -> LoadError {
        self.fault(self.text.lines().count() as u64, sentence)
    }

    /// An error at a byte of the file.
    pub fn fault_at(self, offset: usize, sentence: impl Display) -> LoadError {
        self.fault(self.line_at(offset), sentence)
    }

    fn line_at(self, offset: usize) -> u64 {
        let before = self.text.bytes().take(offset);
        1 + before.filter(|byte| *byte == b'\n').count() as u64
    }

    /// The line in which a value begins.
    pub fn line_of<T>(self, value: &Spanned<T>) -> u64 {
        self.line_at(value.span().start)
    }

    /// The file as TOML; unknown keys are errors by the type.
    pub fn toml<T: DeserializeOwned>(self) -> Result<T, LoadError> {
        toml::from_str(self.text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            self.fault_at(start, error.message())
        })
    }

    /// A value of the file that has to lie in a range.
    pub fn within<T: PartialOrd + Display + Copy>(
        self,
        what: &str,
        value: &Spanned<T>,
        range: RangeInclusive<T>,
    ) -> Result<T, LoadError> {
        let found = *value.get_ref();
        if range.contains(&found) {
            return Ok(found);
        }
        let (low, high) = range.into_inner();
        Err(self.fault_at(value.span().start, format!("{what} is {found}, but must be from {low} to {high}")))
    }

    /// What the function makes of a value, or the sentence it gives as a fault of that line.
    pub fn value<T, V, E: Display>(
        self,
        value: &Spanned<T>,
        read: impl FnOnce(&T) -> Result<V, E>,
    ) -> Result<V, LoadError> {
        read(value.get_ref()).map_err(|sentence| self.fault_at(value.span().start, sentence))
    }

    /// The rows below a header line, which must be exactly these columns.
    pub(super) fn rows<const N: usize>(self, columns: [&str; N]) -> Result<Vec<Row<'a, N>>, LoadError> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(self.text.as_bytes());
        let header = reader.headers().map_err(|error| self.fault(1, error))?;
        if !header.iter().eq(columns) {
            let found = header.iter().collect::<Vec<_>>().join(",");
            let sentence = format!("the columns are \"{found}\", but must be \"{}\"", columns.join(","));
            return Err(self.fault(1, sentence));
        }
        reader.records().map(|record| self.row(record)).collect()
    }

    fn row<const N: usize>(
        self,
        record: Result<csv::StringRecord, csv::Error>,
    ) -> Result<Row<'a, N>, LoadError> {
        let line_of = |position: Option<&csv::Position>| position.map_or(0, csv::Position::line);
        let record = record.map_err(|error| self.fault(line_of(error.position()), &error))?;
        let line = line_of(record.position());
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        let cells = cells.try_into().map_err(|cells: Vec<String>| {
            self.fault(line, format!("the row has {} cells, but must have {N}", cells.len()))
        })?;
        Ok(Row { file: self, line, cells })
    }
}

/// A row of a table and where it stands.
#[derive(Debug)]
pub(super) struct Row<'a, const N: usize> {
    file: File<'a>,
    pub line: u64,
    pub cells: [String; N],
}

impl<const N: usize> Row<'_, N> {
    pub fn fault(&self, sentence: impl Display) -> LoadError {
        self.file.fault(self.line, sentence)
    }

    /// A finite number in a range.
    pub fn number(&self, what: &str, text: &str, range: RangeInclusive<f64>) -> Result<f64, LoadError> {
        text.parse().ok().filter(|value| range.contains(value)).ok_or_else(|| {
            let (low, high) = (range.start(), range.end());
            self.fault(format!("{what} is \"{text}\", but must be a number from {low} to {high}"))
        })
    }

    /// A whole number in a range.
    pub fn whole(&self, what: &str, text: &str, range: RangeInclusive<u32>) -> Result<u32, LoadError> {
        text.parse().ok().filter(|value| range.contains(value)).ok_or_else(|| {
            let (low, high) = (range.start(), range.end());
            self.fault(format!("{what} is \"{text}\", but must be a whole number from {low} to {high}"))
        })
    }

    pub fn age(&self, text: &str) -> Result<usize, LoadError> {
        Ok(self.whole("the age", text, 0..=AGES as u32 - 1)? as usize)
    }

    pub fn sex(&self, text: &str) -> Result<Sex, LoadError> {
        match text {
            "m" => Ok(Sex::Male),
            "f" => Ok(Sex::Female),
            _ => Err(self.fault(format!("the sex is \"{text}\", but must be \"m\" or \"f\""))),
        }
    }

    /// The index of a district of the model set.
    pub fn district(&self, text: &str, districts: &[District]) -> Result<usize, LoadError> {
        districts.iter().position(|district| district.key.as_str() == text).ok_or_else(|| {
            self.fault(format!("the district \"{text}\" is not in model.toml; hint: keys have five digits"))
        })
    }

    /// A cell that has to be empty for this kind of row.
    pub fn empty(&self, what: &str, text: &str) -> Result<(), LoadError> {
        if text.is_empty() {
            return Ok(());
        }
        Err(self.fault(format!("{what} is \"{text}\", but must be empty in this row")))
    }
}

/// A value that may be set once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slot(Option<f64>);

impl Slot {
    pub fn set<const N: usize>(&mut self, value: f64, row: &Row<N>) -> Result<(), LoadError> {
        if let Some(first) = self.0.replace(value) {
            let cells = row.cells.join(",");
            return Err(
                row.fault(format!("\"{cells}\" stands for a cell that already has the value {first}"))
            );
        }
        Ok(())
    }

    pub fn take(self, file: File, what: impl FnOnce() -> String) -> Result<f64, LoadError> {
        self.0.ok_or_else(|| file.fault_at_end(format!("the table ends without {}", what())))
    }
}

/// Sets one slot of many.
pub(super) fn set_at<const N: usize>(
    slots: &mut [Slot],
    index: usize,
    value: f64,
    row: &Row<N>,
) -> Result<(), LoadError> {
    match slots.get_mut(index) {
        Some(slot) => slot.set(value, row),
        None => Err(row.fault(format!("there is no cell {index} in this table"))),
    }
}

/// One slot a sex and single age.
#[derive(Debug, Clone)]
pub(super) struct Slots(Vec<[Slot; 2]>);

impl Slots {
    pub fn new() -> Self {
        Self(vec![[Slot::default(); 2]; AGES])
    }

    pub fn set<const N: usize>(
        &mut self,
        (sex, age): (Sex, usize),
        value: f64,
        row: &Row<N>,
    ) -> Result<(), LoadError> {
        let slots = self.0.get_mut(age).map_or(&mut [][..], |sexes| &mut sexes[..]);
        set_at(slots, sex as usize, value, row)
    }

    /// All values; a missing one is a fault.
    pub fn take(self, file: File, what: &str) -> Result<BySexAge, LoadError> {
        let mut values = [[0.0; AGES]; 2];
        for (sex, (word, values)) in ["men", "women"].into_iter().zip(&mut values).enumerate() {
            for (age, (slots, value)) in self.0.iter().zip(values).enumerate() {
                let slot = slots.get(sex).copied().unwrap_or_default();
                *value = slot.take(file, || format!("{what} for {word}, age {age}"))?;
            }
        }
        Ok(values)
    }
}
