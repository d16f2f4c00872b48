//! Workbooks of Excel 97-2003 (BIFF8) and Excel 5.0/95 (BIFF5), record by record within the limits. Many cells may share one
//! long text, so what they take together is counted before it is copied.

use std::collections::{BTreeMap, HashSet};

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1252};

use super::builder::TableBuilder;
use super::compound::{Compound, u16_at, u32_at};
use super::number::{is_builtin_date, is_date_format, serial_date};
use super::records::{BOF, CONTINUE, EOF, Parts, Record, records};
use super::table::{Kind, Merged, Table};
use super::{Fault, Limits, Options, check_ending};

/// A workbook that can be opened with a password only.
const ENCRYPTED: &str = "EncryptedPackage";
const FILEPASS: u16 = 0x002F;

/// Reads a compound file that holds a workbook.
pub(super) fn read(
    bytes: &[u8],
    ending: Option<String>,
    options: &Options,
    limits: &Limits,
) -> Result<Table, Fault> {
    let file = Compound::open(bytes).ok_or(Fault::OldWorkbook)?;
    if file.has(ENCRYPTED) {
        return Err(Fault::Locked);
    }
    let stream = file.stream("Workbook").or_else(|| file.stream("Book")).ok_or(Fault::OldWorkbook)?;
    check_ending(ending, Kind::Xls)?;
    let workbook = Workbook::read(&stream, limits)?;
    let names: Vec<String> = workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    options.check_sheets(&names)?;
    let has_visible = workbook.sheets.iter().any(|sheet| !sheet.is_hidden);
    let mut builder = TableBuilder::new(limits);
    for sheet in &workbook.sheets {
        if !options.sheets.is_empty() && !options.sheets.contains(&sheet.name) {
            continue;
        }
        builder.begin_sheet(&sheet.name, sheet.is_hidden && has_visible);
        let mut cells = SheetCells::new(&workbook, limits);
        cells.read(&stream, sheet.start, &mut builder)?;
        for (line, row) in cells.rows {
            builder.push_padded(line, row)?;
        }
    }
    builder.finish(Kind::Xls, ("", "").into(), options)
}

fn damaged(en: &str, de: &str) -> Fault {
    Fault::Damaged { part: "Workbook".to_owned(), cause: (en, de).into() }
}

struct Sheet {
    name: String,
    start: usize,
    is_hidden: bool,
}

/// What is said of the whole workbook before its sheets.
struct Workbook {
    /// Excel 97 and later, whose texts are Unicode.
    is_unicode: bool,
    encoding: &'static Encoding,
    from_1904: bool,
    /// For each format of cells, whether it shows a number as a date.
    is_date: Vec<bool>,
    strings: Vec<String>,
    sheets: Vec<Sheet>,
}

impl Workbook {
    fn read(stream: &[u8], limits: &Limits) -> Result<Self, Fault> {
        let all: Vec<Record> = globals(stream);
        let Some(begin) = all.first().filter(|record| record.kind == BOF) else {
            return Err(Fault::OldWorkbook);
        };
        let is_unicode = match u16_at(begin.data, 0) {
            Some(0x0600) => true,
            Some(0x0500) => false,
            _ => return Err(Fault::OldWorkbook),
        };
        let mut workbook = Self {
            is_unicode,
            encoding: WINDOWS_1252,
            from_1904: false,
            is_date: Vec::new(),
            strings: Vec::new(),
            sheets: Vec::new(),
        };
        let (mut dates, mut formats) = (HashSet::new(), Vec::new());
        for (at, record) in all.iter().enumerate() {
            match record.kind {
                FILEPASS => return Err(Fault::Locked),
                0x0022 => workbook.from_1904 = u16_at(record.data, 0) == Some(1),
                0x0042 => workbook.encoding = encoding(u16_at(record.data, 0)),
                0x041E => dates.extend(workbook.date_format(record.data)),
                0x00E0 => formats.extend(u16_at(record.data, 2)),
                0x0085 => workbook.sheets.extend(workbook.sheet(record.data)),
                0x00FC => workbook.strings = strings(&with_continued(&all, at), limits)?,
                _ => {}
            }
        }
        let is_date = |id: &u16| is_builtin_date((*id).into()) || dates.contains(id);
        workbook.is_date = formats.iter().map(is_date).collect();
        Ok(workbook)
    }

    /// The number of a format, if it shows a date.
    fn date_format(&self, data: &[u8]) -> Option<u16> {
        let code = if self.is_unicode { self.text(data.get(2..)?, 2) } else { self.text(data.get(2..)?, 1) }?;
        u16_at(data, 0).filter(|_| is_date_format(&code))
    }

    fn sheet(&self, data: &[u8]) -> Option<Sheet> {
        // Other kinds are charts and macros.
        let is_sheet = *data.get(5)? == 0;
        let name = self.text(data.get(6..)?, 1)?;
        let start = usize::try_from(u32_at(data, 0)?).ok()?;
        is_sheet.then_some(Sheet { name, start, is_hidden: data.get(4)? & 3 != 0 })
    }

    /// A text whose length stands before it in one or two bytes.
    fn text(&self, data: &[u8], length_bytes: usize) -> Option<String> {
        let length = match length_bytes {
            1 => usize::from(*data.first()?),
            _ => usize::from(u16_at(data, 0)?),
        };
        let rest = data.get(length_bytes..)?;
        if self.is_unicode {
            let mut parts = Parts::new(vec![rest]);
            let flags = parts.byte()?;
            return parts.characters(length, flags);
        }
        let bytes = rest.get(..length.min(rest.len()))?;
        Some(self.encoding.decode_without_bom_handling(bytes).0.into_owned())
    }
}

/// The records up to the end of the first part of a workbook.
fn globals(stream: &[u8]) -> Vec<Record<'_>> {
    let mut depth = 0_usize;
    let mut all = Vec::new();
    for record in records(stream, 0) {
        match record.kind {
            BOF => depth += 1,
            EOF => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_over = record.kind == EOF && depth == 0;
        all.push(record);
        if is_over {
            break;
        }
    }
    all
}

/// A record and those that continue it.
fn with_continued<'a>(all: &[Record<'a>], at: usize) -> Vec<&'a [u8]> {
    let first = all.get(at).map(|record| record.data);
    let further = all.iter().skip(at + 1).take_while(|record| record.kind == CONTINUE);
    first.into_iter().chain(further.map(|record| record.data)).collect()
}

fn encoding(codepage: Option<u16>) -> &'static Encoding {
    match codepage {
        Some(1250) => WINDOWS_1250,
        Some(10_000 | 0x8000) => MACINTOSH,
        _ => WINDOWS_1252,
    }
}

/// The texts that cells refer to by number.
fn strings(parts: &[&[u8]], limits: &Limits) -> Result<Vec<String>, Fault> {
    let mut parts = Parts::new(parts.to_vec());
    let cut = || damaged("its texts end early", "seine Texte enden mittendrin");
    let (_, count) = (parts.u32().ok_or_else(cut)?, parts.u32().ok_or_else(cut)?);
    let (mut strings, mut bytes) = (Vec::new(), 0_u64);
    for _ in 0..count {
        if strings.len() >= limits.cells {
            return Err(Fault::Cells { limit: limits.cells });
        }
        let text = parts.rich_text().ok_or_else(cut)?;
        bytes += text.len() as u64;
        if bytes > limits.unpacked_bytes {
            return Err(Fault::TooMuchText { limit: limits.unpacked_bytes });
        }
        strings.push(text);
    }
    Ok(strings)
}

/// The cells of one sheet by their rows, which need not stand in order.
struct SheetCells<'a> {
    workbook: &'a Workbook,
    limits: &'a Limits,
    rows: BTreeMap<usize, Vec<String>>,
    cells: usize,
    text_bytes: u64,
    /// The place of a formula whose text is in the next record.
    awaited: Option<(usize, usize)>,
}

impl<'a> SheetCells<'a> {
    fn new(workbook: &'a Workbook, limits: &'a Limits) -> Self {
        Self { workbook, limits, rows: BTreeMap::new(), cells: 0, text_bytes: 0, awaited: None }
    }

    fn read(&mut self, stream: &[u8], start: usize, builder: &mut TableBuilder) -> Result<(), Fault> {
        let mut depth = 0_usize;
        for record in records(stream, start) {
            let data = record.data;
            match record.kind {
                BOF => depth += 1,
                EOF if depth <= 1 => return Ok(()),
                EOF => depth -= 1,
                // A chart within the sheet.
                _ if depth > 1 => {}
                0x00E5 => merged(data).into_iter().try_for_each(|merged| builder.push_merged(merged))?,
                0x0208 if u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                    builder.hide_line(usize::from(u16_at(data, 0).unwrap_or_default()) + 1);
                }
                0x007D if u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                    if let (Some(first), Some(last)) = (u16_at(data, 0), u16_at(data, 2)) {
                        builder.hide_columns(first.into(), last.into());
                    }
                }
                kind => self.cell(kind, data)?,
            }
        }
        Ok(())
    }

    /// Puts the cells of a record into their places.
    fn cell(&mut self, kind: u16, data: &[u8]) -> Result<(), Fault> {
        if kind == 0x0207 {
            let length = 2;
            return match (self.awaited.take(), self.workbook.text(data, length)) {
                (Some((row, column)), Some(text)) => self.place(row, column, &text),
                _ => Ok(()),
            };
        }
        let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { return Ok(()) };
        let (row, column) = (usize::from(row), usize::from(column));
        let format = u16_at(data, 4).unwrap_or_default();
        let workbook = self.workbook;
        match kind {
            0x00FD => {
                let index = u32_at(data, 6).and_then(|index| usize::try_from(index).ok());
                let text = index.and_then(|index| workbook.strings.get(index));
                let text = text.ok_or_else(|| {
                    damaged(
                        "a cell names a text that is not there",
                        "eine Zelle nennt einen Text, den es nicht gibt",
                    )
                })?;
                self.place(row, column, text)
            }
            0x0204 | 0x00D6 => match workbook.text(data.get(6..).unwrap_or_default(), 2) {
                Some(text) => self.place(row, column, &text),
                None => Ok(()),
            },
            0x0203 => self.number(row, column, format, f64_at(data, 6)),
            0x027E => self.number(row, column, format, u32_at(data, 6).map(rk_number)),
            0x00BD => self.numbers(row, column, data),
            0x0205 => self.place(row, column, bool_or_error(data.get(6).copied(), data.get(7) == Some(&1))),
            0x0006 => self.formula(row, column, format, data),
            _ => Ok(()),
        }
    }

    /// The result of a formula: a number, or a text in the next record, or a truth value or an error.
    fn formula(&mut self, row: usize, column: usize, format: u16, data: &[u8]) -> Result<(), Fault> {
        if u16_at(data, 12) != Some(0xFFFF) {
            return self.number(row, column, format, f64_at(data, 6));
        }
        match data.get(6) {
            Some(0) => {
                self.awaited = Some((row, column));
                Ok(())
            }
            Some(1) => self.place(row, column, bool_or_error(data.get(8).copied(), false)),
            Some(2) => self.place(row, column, bool_or_error(data.get(8).copied(), true)),
            _ => Ok(()),
        }
    }

    /// Several numbers of one row, each with its format.
    fn numbers(&mut self, row: usize, first: usize, data: &[u8]) -> Result<(), Fault> {
        let count = data.len().saturating_sub(6) / 6;
        for at in 0..count {
            let format = u16_at(data, 4 + 6 * at).unwrap_or_default();
            self.number(row, first + at, format, u32_at(data, 6 + 6 * at).map(rk_number))?;
        }
        Ok(())
    }

    fn number(&mut self, row: usize, column: usize, format: u16, number: Option<f64>) -> Result<(), Fault> {
        let Some(number) = number.filter(|number| number.is_finite()) else { return Ok(()) };
        let is_date = self.workbook.is_date.get(usize::from(format)) == Some(&true);
        let date = if is_date { serial_date(number, self.workbook.from_1904) } else { None };
        self.place(row, column, &date.unwrap_or_else(|| number.to_string()))
    }

    fn place(&mut self, row: usize, column: usize, text: &str) -> Result<(), Fault> {
        let (line, limits) = (row + 1, self.limits);
        limits.check_cell(line, text)?;
        if column >= limits.columns {
            return if text.trim().is_empty() {
                Ok(())
            } else {
                Err(Fault::Columns { line, limit: limits.columns })
            };
        }
        self.text_bytes += text.len() as u64;
        if self.text_bytes > limits.unpacked_bytes {
            return Err(Fault::TooMuchText { limit: limits.unpacked_bytes });
        }
        if !self.rows.contains_key(&line) && self.rows.len() > limits.rows {
            return Err(Fault::Rows { limit: limits.rows });
        }
        let cells = self.rows.entry(line).or_default();
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            if self.cells > limits.cells {
                return Err(Fault::Cells { limit: limits.cells });
            }
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            text.clone_into(cell);
        }
        Ok(())
    }
}

fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(data.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// A number in four bytes: the upper part of a float or a whole number, perhaps in hundredths.
fn rk_number(raw: u32) -> f64 {
    let number = if raw & 2 != 0 {
        f64::from(raw.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(raw & 0xFFFF_FFFC) << 32)
    };
    if raw & 1 != 0 { number / 100.0 } else { number }
}

fn bool_or_error(value: Option<u8>, is_error: bool) -> &'static str {
    match (value, is_error) {
        (Some(0), false) => "false",
        (Some(_), false) => "true",
        (Some(0x00), true) => "#NULL!",
        (Some(0x07), true) => "#DIV/0!",
        (Some(0x0F), true) => "#VALUE!",
        (Some(0x17), true) => "#REF!",
        (Some(0x1D), true) => "#NAME?",
        (Some(0x24), true) => "#NUM!",
        (Some(_), true) => "#N/A",
        (None, _) => "",
    }
}

/// Merged areas: lines and columns of their corners.
fn merged(data: &[u8]) -> Vec<Merged> {
    let count = usize::from(u16_at(data, 0).unwrap_or_default());
    let area = |at: usize| {
        let number = |place: usize| u16_at(data, 2 + 8 * at + 2 * place).map(usize::from);
        Some(Merged { first_line: number(0)? + 1, last_line: number(1)? + 1, column: number(2)? })
    };
    (0..count).map_while(area).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_four_bytes_is_a_float_or_whole_and_perhaps_in_hundredths() {
        for (raw, number) in [
            (0x3FF0_0000, 1.0),
            (0x3FF0_0001, 0.01),
            ((19288 << 2) | 2, 19288.0),
            ((5350 << 2) | 3, 53.5),
            (0xFFFF_FFFE, -1.0),
        ] {
            assert!((rk_number(raw) - number).abs() < 1e-12, "{raw:#x}: {}", rk_number(raw));
        }
    }
}
