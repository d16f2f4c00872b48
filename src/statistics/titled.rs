//! Plain tables of GENESIS databases as they are downloaded: title lines, a header of several lines, rows, and notes
//! below. The words of header and rows mean what codes mean in a flat file; what a word means says the layout.

use super::ages;
use super::date::ReferenceDate;
use super::flat::Record;
use super::layout::{Kind, Layout, Meaning};
use super::rows::{Row, Rows};
use crate::units::Sex;

/// So many rows may stand above the first row of figures.
const ABOVE: usize = 60;
/// So many rows of figures are looked at to find the columns that name areas and groups.
const SAMPLE: usize = 40;
/// Variables whose names stand in headers above their attributes.
const HEADINGS: [&str; 9] = [
    "geschlecht",
    "nationalität",
    "altersgruppe",
    "altersgruppen",
    "altersjahre",
    "stichtag",
    "jahr",
    "kreise",
    "bundesländer",
];
const UNITS: [&str; 8] = ["Anzahl", "Number", "Prozent", "%", "EUR", "Jahre", "1000", "Tsd. EUR"];

/// A table whose columns are understood.
#[derive(Debug)]
pub struct Titled {
    /// The line of the first row of figures.
    line: usize,
    key: usize,
    /// Columns beside the key that name a date or a group.
    groups: Vec<usize>,
    columns: Vec<Column>,
    /// A date that stands alone in a line above the rows.
    time: Option<String>,
    area: String,
    words: Words,
}

/// A column of figures.
#[derive(Debug)]
struct Column {
    at: usize,
    value_code: String,
    unit: Option<String>,
    time: Option<String>,
    attributes: Vec<(String, String)>,
}

/// The variables and codes of a layout that words stand for.
#[derive(Debug, Clone, Default)]
struct Words {
    male: Option<(String, String)>,
    female: Option<(String, String)>,
    age: Option<String>,
    values: Vec<(String, String)>,
    headings: Vec<String>,
}

/// What a word of a header or a row means.
enum Word {
    Total,
    Time,
    Unit,
    Heading,
    Value(String),
    Attribute(String, String),
}

/// The code of the statistic in a first line such as `GENESIS-Tabelle: 12411-01-01-5` or `Tabelle: 12411-0018`.
pub fn statistic(rows: &Rows) -> Option<String> {
    let first = rows.iter().next()?;
    let text = first.cells.first()?.to_lowercase();
    let code = ["genesis-tabelle:", "tabelle:", "table:"].iter().find_map(|word| text.strip_prefix(word))?;
    let digits: String = code.trim().chars().take_while(char::is_ascii_digit).collect();
    (digits.len() == 5).then_some(digits)
}

impl Titled {
    /// Finds rows and columns of figures. `None` if there are none.
    pub fn find(rows: &Rows, layout: &Layout) -> Option<Self> {
        let head: Vec<Row> = rows.iter().take(ABOVE + SAMPLE).collect();
        let start = head.iter().take(ABOVE).position(|row| key_column(&row.cells).is_some())?;
        let (above, data) = head.split_at(start);
        let key = key_column(&data.first()?.cells)?;
        let words = Words::of(layout);
        let header: Vec<&Row> = above.iter().filter(|row| is_header(&row.cells)).collect();
        let stub =
            stub_width(data, key).max(header.iter().map(|row| leading_blanks(&row.cells)).min().unwrap_or(0));
        let title = || above.iter().filter(|row| !is_header(&row.cells)).filter_map(|row| row.cells.first());
        let counted = title().rev().find_map(|line| words.counted(line));
        let width = data.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let columns = (stub..width).map(|at| words.column(at, &header, counted.as_ref())).collect();
        Some(Self {
            line: data.first()?.line,
            key,
            groups: (0..stub)
                .filter(|at| *at != key && *at != key + 1)
                .chain(attribute_after(data, key))
                .collect(),
            columns,
            time: title().rev().find(|line| ReferenceDate::parse(line).is_some()).cloned(),
            area: layout.areas.first().cloned().unwrap_or_default(),
            words,
        })
    }

    /// The records of the rows, one a figure. Notes below the rows are passed over; a date that stands alone holds for
    /// the rows below it.
    pub fn records<'a>(&'a self, rows: &'a Rows) -> impl Iterator<Item = Record> + 'a {
        let (mut time, mut is_over) = (self.time.clone(), false);
        rows.iter().filter(|row| row.line >= self.line).flat_map(move |row| {
            let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
            if let [first, ..] = &row.cells[..]
                && filled == 1
            {
                match ReferenceDate::parse(first) {
                    Some(_) => time = Some(first.clone()),
                    None => is_over = true,
                }
                return Vec::new();
            }
            if is_over && key_column(&row.cells).is_none() {
                Vec::new()
            } else {
                self.row(&row, time.as_ref())
            }
        })
    }

    fn row(&self, row: &Row, time: Option<&String>) -> Vec<Record> {
        let cell = |at: usize| row.cells.get(at).cloned().unwrap_or_default();
        let mut of_row = vec![(self.area.clone(), cell(self.key))];
        let mut time = time.cloned();
        for at in &self.groups {
            match self.words.word(&cell(*at)) {
                Word::Time => time = Some(cell(*at)),
                Word::Attribute(variable, attribute) => of_row.push((variable, attribute)),
                Word::Value(_) | Word::Unit | Word::Heading | Word::Total => {}
            }
        }
        let record = |column: &Column| Record {
            line: row.line,
            statistic: None,
            time: column.time.clone().or_else(|| time.clone()).unwrap_or_default(),
            attributes: of_row.iter().chain(&column.attributes).cloned().collect(),
            value_code: column.value_code.clone(),
            unit: column.unit.clone(),
            text: cell(column.at),
            quality: String::new(),
        };
        self.columns.iter().filter(|column| column.at < row.cells.len()).map(record).collect()
    }
}

impl Words {
    fn of(layout: &Layout) -> Self {
        let mut words = Self { headings: layout.headings.clone(), ..Self::default() };
        for value in &layout.values {
            words.values.extend(value.labels.iter().map(|label| (label.clone(), value.code.clone())));
        }
        for dimension in &layout.dimensions {
            let Some(variable) = dimension.codes.first() else { continue };
            let code = |sex: Sex| {
                let of = dimension.values.iter().find(|(_, meaning)| **meaning == Meaning::Sex(sex));
                of.map(|(code, _)| (variable.clone(), code.clone()))
            };
            match dimension.is {
                Kind::Sex => (words.male, words.female) = (code(Sex::Male), code(Sex::Female)),
                Kind::Age => words.age = Some(variable.clone()),
                Kind::Grade | Kind::Type | Kind::TotalOnly => {}
            }
        }
        words
    }

    fn word(&self, label: &str) -> Word {
        let lower = label.to_lowercase();
        if let Some((_, code)) = self.values.iter().find(|(known, _)| known == label) {
            return Word::Value(code.clone());
        }
        if matches!(lower.as_str(), "" | "insgesamt" | "total" | "zusammen") {
            return Word::Total;
        }
        let sex = match lower.as_str() {
            "männlich" | "male" => self.male.clone(),
            "weiblich" | "female" => self.female.clone(),
            _ => None,
        };
        if let Some((variable, code)) = sex {
            return Word::Attribute(variable, code);
        }
        if let (Some(variable), Some(ages)) = (&self.age, ages::from_label(label)) {
            return Word::Attribute(variable.clone(), ages::code_of(ages));
        }
        if UNITS.contains(&label) {
            return Word::Unit;
        }
        if ReferenceDate::parse(label).is_some() {
            return Word::Time;
        }
        // "Altersgruppen (unter 3 bis 75 u.m.)" is the name of a variable as well.
        let name = lower.split('(').next().unwrap_or_default().trim();
        if HEADINGS.contains(&name) || self.headings.iter().any(|heading| heading == label) {
            return Word::Heading;
        }
        Word::Attribute(label.to_owned(), label.to_owned())
    }

    /// What a title line such as `Bevölkerungsstand (Anzahl)` says is counted: code and unit.
    fn counted(&self, line: &str) -> Option<(String, String)> {
        let (label, unit) = line.trim().strip_suffix(')')?.rsplit_once('(')?;
        match self.word(label.trim()) {
            Word::Value(code) => Some((code, unit.to_owned())),
            _ => None,
        }
    }

    fn column(&self, at: usize, header: &[&Row], counted: Option<&(String, String)>) -> Column {
        let mut column = Column {
            at,
            value_code: String::new(),
            unit: counted.map(|(_, unit)| unit.clone()),
            time: None,
            attributes: Vec::new(),
        };
        for label in header.iter().filter_map(|row| row.cells.get(at)) {
            match self.word(label) {
                Word::Value(code) => column.value_code = code,
                Word::Time => column.time = Some(label.clone()),
                Word::Unit => column.unit = Some(label.clone()),
                Word::Attribute(variable, code) => column.attributes.push((variable, code)),
                Word::Heading | Word::Total => {}
            }
        }
        if column.value_code.is_empty() {
            let labels: Vec<String> = column.attributes.iter().map(|(label, _)| label.clone()).collect();
            column.value_code = counted.map_or_else(|| labels.join(", "), |(code, _)| code.clone());
        }
        column
    }
}

/// The column with the area's key, if the row is one of figures: the first cell, or the second after a date.
fn key_column(cells: &[String]) -> Option<usize> {
    let is_key = |cell: &String| {
        let digits = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        (digits && matches!(cell.len(), 2 | 5 | 8 | 9 | 12)) || cell == "DG"
    };
    let first = cells.first()?;
    let at = match ReferenceDate::parse(first) {
        Some(_) => cells.get(1).filter(|cell| is_key(cell)).map(|_| 1),
        None => is_key(first).then_some(0),
    };
    let is_row = cells.len() > 2 && cells.last().is_some_and(|cell| is_figure(cell));
    at.filter(|_| is_row)
}

fn is_figure(cell: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '(' | ')' | ' ');
    matches!(cell, "x" | "X" | "/" | "–" | "…") || (!cell.is_empty() && cell.chars().all(number))
}

/// A line of the header has words in several columns, or none in the first.
fn is_header(cells: &[String]) -> bool {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    filled > 1 || leading_blanks(cells) > 0
}

fn leading_blanks(cells: &[String]) -> usize {
    cells.iter().take_while(|cell| cell.is_empty()).count()
}

/// How many columns stand before the figures: all up to the last that holds words.
fn stub_width(data: &[Row], key: usize) -> usize {
    let rows = data.iter().take_while(|row| key_column(&row.cells) == Some(key));
    let last =
        rows.filter_map(|row| row.cells.iter().rposition(|cell| !is_figure(cell) && !cell.is_empty())).max();
    last.unwrap_or(key).max(key) + 1
}

/// The column after the key, if it holds groups and not the names of the areas: one area has several of them.
fn attribute_after(data: &[Row], key: usize) -> Option<usize> {
    let rows: Vec<&Row> = data.iter().take_while(|row| key_column(&row.cells) == Some(key)).collect();
    let of_first =
        rows.iter().filter(|row| row.cells.get(key) == rows.first().and_then(|row| row.cells.get(key)));
    let mut words: Vec<&String> = of_first.filter_map(|row| row.cells.get(key + 1)).collect();
    words.sort_unstable();
    words.dedup();
    (words.len() > 1 && words.iter().all(|word| !is_figure(word))).then_some(key + 1)
}
