//! Where the header of a list stands: below titles and cover sheets, in one row or in two, and which sheets of a
//! spreadsheet are parts of the same list.

use std::collections::{BTreeSet, HashMap};

use super::super::text::word_key;
use super::table::{Kind, Merged, Row, Sheet, Table};
use super::{Fault, HeaderRow, Limits, Options, repeated};
use crate::import::notes::Sentence;

/// So many rows at the top are looked at.
const SEARCHED_ROWS: usize = 60;

/// Of the columns that the fullest row has, a header fills at least so many.
const FILLED_SHARE: f64 = 0.6;

/// The header of a sheet.
#[derive(Debug)]
struct Header {
    /// Index of its first row, and how many rows it takes.
    first: usize,
    rows: usize,
    names: Vec<String>,
    /// The list of known columns that it has in full.
    known: Option<usize>,
}

impl Header {
    fn end(&self) -> usize {
        self.first + self.rows
    }

    fn keys(&self) -> BTreeSet<String> {
        self.names.iter().map(|name| word_key(name)).filter(|key| !key.is_empty()).collect()
    }
}

/// Joins the sheets that are parts of one list.
pub(super) fn assemble(
    sheets: Vec<Sheet>,
    kind: Kind,
    details: Sentence,
    options: &Options,
    limits: &Limits,
) -> Result<Table, Fault> {
    let mut found = Vec::new();
    for sheet in &sheets {
        let header = if is_read(sheet, options) { find(sheet, options)? } else { None };
        header.iter().try_for_each(|header| check_names(sheet, header, limits))?;
        found.push(header);
    }
    let main = main_sheet(&sheets, &found).ok_or(Fault::Empty)?;
    let (mut names, known, keys) = match found.get(main).and_then(Option::as_ref) {
        Some(header) => (header.names.clone(), header.known, header.keys()),
        None => return Err(Fault::Empty),
    };
    let mut table = Table::new(kind, details, Vec::new());
    for (sheet, header) in sheets.into_iter().zip(found) {
        let is_named = !sheet.name.is_empty();
        let Some(header) = header else {
            if sheet.is_hidden && !sheet.rows.is_empty() {
                let name = &sheet.name;
                let en = format!("the hidden sheet \"{name}\" was not read");
                let de = format!("Das ausgeblendete Blatt „{name}“ wurde nicht gelesen.");
                table.remarks.push((en, de).into());
                // Who names the sheets of the list says that the others are none.
                if options.sheets.is_empty() {
                    table.unread_sheets.push(sheet.name);
                }
            }
            continue;
        };
        let is_alike = match known {
            Some(_) => header.known == known || header.keys() == keys,
            None => is_similar(&header.keys(), &keys),
        };
        if is_alike || options.sheets.contains(&sheet.name) {
            table.sheets.extend(is_named.then(|| sheet.name.clone()));
            table.remarks.extend(hidden_remark(&sheet, &header));
            note_partial(&mut table, &names, &header);
            append(&mut table, &mut names, sheet, &header, limits)?;
        } else {
            let columns: Vec<&str> = header.names.iter().map(String::as_str).collect();
            let columns: String = columns.join(", ").chars().take(200).collect();
            let name = &sheet.name;
            let en = format!("the sheet \"{name}\" was not read, its columns are others: {columns}");
            let de = format!("Das Blatt „{name}“ wurde nicht gelesen, es hat andere Spalten: {columns}");
            table.remarks.push((en, de).into());
            table.unread_headers.push(header.names);
            table.unread_sheets.push(sheet.name);
        }
    }
    table.header = names;
    describe(&mut table);
    Ok(table)
}

/// Says which sheets were read.
fn describe(table: &mut Table) {
    match &table.sheets[..] {
        [] => {}
        [one] => table.details = (format!("sheet {one}"), format!("Blatt {one}")).into(),
        several => {
            let names = several.join(", ");
            table.details = (format!("sheets {names}"), format!("Blätter {names}")).into();
        }
    }
}

/// Whether two sheets of a list that no mapping knows have so many columns in common that they are parts of it.
fn is_similar(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    const FEWEST: usize = 3;
    let common = a.intersection(b).count();
    a == b || (common >= FEWEST && common * 5 >= a.union(b).count() * 3)
}

/// Remembers the columns that the next sheet lacks or adds.
fn note_partial(table: &mut Table, names: &[String], header: &Header) {
    if table.sheets.len() < 2 {
        return;
    }
    let keys = header.keys();
    let lacks = |name: &String| !name.trim().is_empty() && !keys.contains(&word_key(name));
    let lacking = names.iter().enumerate().filter(|(_, name)| lacks(name)).map(|(index, _)| index);
    table.partial_columns.extend(lacking);
    let own: BTreeSet<String> = names.iter().map(|name| word_key(name)).collect();
    let added = keys.iter().filter(|key| !own.contains(*key)).count();
    table.partial_columns.extend((0..added).map(|at| names.len() + at));
}

/// Rows and columns that a spreadsheet hides are read, for a filter may still be set; that is said.
fn hidden_remark(sheet: &Sheet, header: &Header) -> Option<Sentence> {
    let below = sheet.rows.iter().skip(header.end());
    let rows = below.filter(|row| sheet.hidden_lines.contains(&row.line)).count();
    let names = header
        .names
        .iter()
        .enumerate()
        .filter(|(index, name)| sheet.hidden_columns.contains(index) && !name.trim().is_empty());
    let names: Vec<&str> = names.map(|(_, name)| name.trim()).collect();
    let (mut en, mut de) = (Vec::new(), Vec::new());
    if rows > 0 {
        let (en_rows, de_rows) = if rows == 1 {
            ("hidden row", "ausgeblendete Zeile")
        } else {
            ("hidden rows", "ausgeblendete Zeilen")
        };
        en.push(format!("{rows} {en_rows}"));
        de.push(format!("{rows} {de_rows}"));
    }
    if !names.is_empty() {
        let names: String = names.join(", ").chars().take(200).collect();
        en.push(format!("the hidden columns {names}"));
        de.push(format!("die ausgeblendeten Spalten {names}"));
    }
    let name = &sheet.name;
    (!en.is_empty()).then(|| {
        let en = format!("the sheet \"{name}\" has {}, which were read too", en.join(" and "));
        let de = format!("Im Blatt „{name}“ wurden auch {} gelesen.", de.join(" und "));
        (en, de).into()
    })
}

fn is_read(sheet: &Sheet, options: &Options) -> bool {
    if options.sheets.is_empty() { !sheet.is_hidden } else { options.sheets.contains(&sheet.name) }
}

/// The sheet whose columns count: the first with a known header, else the first that is a list at all (several
/// columns and rows below them), else the first with anything in it.
fn main_sheet(sheets: &[Sheet], found: &[Option<Header>]) -> Option<usize> {
    let pairs = || sheets.iter().zip(found).map(|(sheet, header)| header.as_ref().map(|it| (sheet, it)));
    let is_list =
        |(sheet, header): (&Sheet, &Header)| header.keys().len() > 1 && sheet.rows.len() > header.end();
    let first = |test: &dyn Fn((&Sheet, &Header)) -> bool| pairs().position(|pair| pair.is_some_and(test));
    first(&|(_, header)| header.known.is_some()).or_else(|| first(&is_list)).or_else(|| first(&|_| true))
}

/// Adds the rows of a sheet; its columns are found by name and may stand in another order.
fn append(
    table: &mut Table,
    names: &mut Vec<String>,
    sheet: Sheet,
    header: &Header,
    limits: &Limits,
) -> Result<(), Fault> {
    let number = table.sheets.len().saturating_sub(1);
    let order = (header.names != *names).then(|| order(names, &header.names));
    if names.len() > limits.columns {
        return Err(Fault::Columns { line: 1, limit: limits.columns });
    }
    let Sheet { name, rows, blank_before, merged, .. } = sheet;
    let is_several = !name.is_empty();
    let mut kept = Vec::new();
    let mut titles = Vec::new();
    let mut heads = Vec::new();
    for (index, (mut row, blank)) in rows.into_iter().zip(blank_before).enumerate() {
        if index < header.first {
            titles.push(title(&row));
        }
        if index < header.end() {
            heads.extend((index >= header.first).then_some(row.cells));
            continue;
        }
        table.blank_rows += blank;
        row.sheet = number;
        kept.push(row);
    }
    table.remarks.extend(repeated::take_out(&mut kept, &heads));
    let own: usize = table.rows.iter().map(|row| row.cells.len()).sum();
    let filled = fill_merged(&mut kept, &merged, limits.cells.saturating_sub(own), limits)?;
    if filled > 0 {
        let (of, von) = match is_several {
            true => (format!(" of the sheet \"{name}\""), format!(" im Blatt „{name}“")),
            false => (String::new(), String::new()),
        };
        let en = format!("merged cells{of}: their value was taken for {filled} further rows");
        let de = format!("Verbundene Zellen{von}: Ihr Wert gilt auch für {filled} weitere Zeilen.");
        table.remarks.push((en, de).into());
    }
    if let Some(order) = order {
        // A row gets a cell for each column of the table, however short it is.
        let widened: usize = kept.iter().map(|row| row.cells.len().max(names.len())).sum();
        if own + widened > limits.cells {
            return Err(Fault::Cells { limit: limits.cells });
        }
        kept.iter_mut().for_each(|row| reorder(row, &order, names.len()));
    }
    table.preamble.extend(titles.into_iter().filter(|title| !title.is_empty()));
    table.rows.append(&mut kept);
    Ok(())
}

fn title(row: &Row) -> String {
    let filled = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    filled.collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

/// For every column of a sheet its position in the table; new columns are added to `names`.
fn order(names: &mut Vec<String>, own: &[String]) -> Vec<usize> {
    let mut positions: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, name) in names.iter().enumerate().rev() {
        positions.entry(word_key(name)).or_default().push(index);
    }
    let mut place = |name: &String| {
        positions.get_mut(&word_key(name)).and_then(Vec::pop).unwrap_or_else(|| {
            names.push(name.clone());
            names.len() - 1
        })
    };
    own.iter().map(&mut place).collect()
}

fn reorder(row: &mut Row, order: &[usize], width: usize) {
    let mut cells = vec![String::new(); width];
    for (index, cell) in std::mem::take(&mut row.cells).into_iter().enumerate() {
        match order.get(index).and_then(|at| cells.get_mut(*at)) {
            Some(slot) => *slot = cell,
            // Cells behind the header keep the row faulty.
            None => cells.push(cell),
        }
    }
    row.cells = cells;
    row.merged.iter_mut().for_each(|column| *column = order.get(*column).copied().unwrap_or(*column));
}

/// A name that was put together of several rows may be longer than a cell of the file.
fn check_names(sheet: &Sheet, header: &Header, limits: &Limits) -> Result<(), Fault> {
    let line = sheet.rows.get(header.first).map_or(1, |row| row.line);
    header.names.iter().try_for_each(|name| limits.check_cell(line, name))
}

/// Writes the value of a merged cell into each row that it spans; how many rows got one. The rows may have `allowed`
/// cells afterwards.
fn fill_merged(rows: &mut [Row], merged: &[Merged], allowed: usize, limits: &Limits) -> Result<usize, Fault> {
    let mut filled = BTreeSet::new();
    let mut bytes = 0_u64;
    let mut cells: usize = rows.iter().map(|row| row.cells.len()).sum();
    for area in merged.iter().filter(|area| area.last_line > area.first_line) {
        let Ok(first) = rows.binary_search_by_key(&area.first_line, |row| row.line) else { continue };
        let value = rows.get(first).and_then(|row| row.cells.get(area.column)).cloned().unwrap_or_default();
        if value.trim().is_empty() || area.column >= limits.columns {
            continue;
        }
        for row in rows.iter_mut().skip(first + 1).take_while(|row| row.line <= area.last_line) {
            bytes += value.len() as u64;
            if bytes > limits.unpacked_bytes || filled.len() > limits.cells {
                return Err(Fault::TooMuchText { limit: limits.unpacked_bytes });
            }
            if row.cells.len() <= area.column {
                cells += area.column + 1 - row.cells.len();
                if cells > allowed {
                    return Err(Fault::Cells { limit: limits.cells });
                }
                row.cells.resize(area.column + 1, String::new());
            }
            if let Some(cell) = row.cells.get_mut(area.column).filter(|cell| cell.trim().is_empty()) {
                cell.clone_from(&value);
                row.merged.push(area.column);
                filled.insert(row.line);
            }
        }
    }
    Ok(filled.len())
}

/// The header of a sheet: the row that is named, else the first with all columns of a known list, else the first that
/// is about as full as the fullest.
fn find(sheet: &Sheet, options: &Options) -> Result<Option<Header>, Fault> {
    if sheet.rows.is_empty() {
        return Ok(None);
    }
    if let Some(wanted) = options.header_row {
        return named(sheet, wanted, options).map(Some);
    }
    let searched = sheet.rows.len().min(SEARCHED_ROWS);
    let fits = |first: usize, rows: usize| {
        let names = names(sheet, first, rows);
        known(&names, options).map(|known| Header { first, rows, names, known: Some(known) })
    };
    let known = (0..searched).find_map(|first| fits(first, 1).or_else(|| fits(first, 2)));
    let header = known.unwrap_or_else(|| {
        let first = likely(sheet, searched);
        let (first, rows) = with_row_above(sheet, first);
        Header { first, rows, names: names(sheet, first, rows), known: None }
    });
    Ok(Some(with_second_row(sheet, header)))
}

fn named(sheet: &Sheet, wanted: HeaderRow, options: &Options) -> Result<Header, Fault> {
    let first = sheet.rows.iter().position(|row| row.line == wanted.first);
    let first = first.ok_or(Fault::NoHeaderRow { line: wanted.first })?;
    let rows =
        sheet.rows.iter().skip(first).take_while(|row| row.line <= wanted.last.max(wanted.first)).count();
    let names = names(sheet, first, rows);
    let known = known(&names, options);
    Ok(Header { first, rows, names, known })
}

fn known(names: &[String], options: &Options) -> Option<usize> {
    let keys: BTreeSet<String> = names.iter().map(|name| word_key(name)).collect();
    let has_all = |columns: &&[String]| {
        !columns.is_empty() && columns.iter().all(|column| keys.contains(&word_key(column)))
    };
    options.known_columns.iter().position(has_all)
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

fn likely(sheet: &Sheet, searched: usize) -> usize {
    let fullest = sheet.rows.iter().take(searched).map(filled).max().unwrap_or(0);
    // The product is a small positive number.
    let enough = (fullest as f64 * FILLED_SHARE).ceil() as usize;
    sheet.rows.iter().take(searched).position(|row| filled(row) >= enough).unwrap_or(0)
}

/// The first row and the number of rows of a header, together with the row above it where that names columns which the
/// header leaves without a name: "Einrichtung" beside "Plätze" over "vollstationär" and "Tagespflege".
fn with_row_above(sheet: &Sheet, first: usize) -> (usize, usize) {
    let above = first.checked_sub(1).and_then(|above| sheet.rows.get(above));
    let (Some(above), Some(row)) = (above, sheet.rows.get(first)) else { return (first, 1) };
    let text = |row: &Row, column: usize| row.cells.get(column).map_or("", |cell| cell.trim()).to_owned();
    let named = |row: &Row, other: &Row| {
        let width = row.cells.len();
        (0..width).filter(|column| !text(row, *column).is_empty() && text(other, *column).is_empty()).count()
    };
    let has_digits =
        above.cells.iter().chain(&row.cells).any(|cell| cell.contains(|c: char| c.is_ascii_digit()));
    let is_header =
        above.line + 1 == row.line && filled(above) >= 2 && named(above, row) > 0 && named(row, above) > 0;
    if is_header && !has_digits { (first - 1, 2) } else { (first, 1) }
}

/// The names of the columns from one row, or from several: what stands above a column, or above columns further left
/// without a name of their own, is put before its name.
fn names(sheet: &Sheet, first: usize, rows: usize) -> Vec<String> {
    let rows: Vec<&Row> = sheet.rows.iter().skip(first).take(rows).collect();
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let cell = |row: &Row, column: usize| row.cells.get(column).map_or("", |cell| cell.trim()).to_owned();
    let [upper, lower @ ..] = &rows[..] else { return Vec::new() };
    if lower.is_empty() {
        return upper.cells.clone();
    }
    let mut group = String::new();
    let mut names = Vec::new();
    for column in 0..width {
        let above = cell(upper, column);
        let below: Vec<String> =
            lower.iter().map(|row| cell(row, column)).filter(|text| !text.is_empty()).collect();
        if !above.is_empty() {
            group = above.clone();
        }
        let above = if below.is_empty() { above } else { group.clone() };
        names.push(
            [above].into_iter().filter(|text| !text.is_empty()).chain(below).collect::<Vec<_>>().join(" "),
        );
    }
    names
}

/// A second row belongs to the header if it names columns that the first leaves without a name, leaves most of the
/// named ones empty, and holds no digits.
fn with_second_row(sheet: &Sheet, header: Header) -> Header {
    let (Some(upper), Some(lower)) = (sheet.rows.get(header.first), sheet.rows.get(header.first + 1)) else {
        return header;
    };
    if header.rows != 1 || sheet.rows.len() <= header.first + 2 {
        return header;
    }
    let text = |row: &Row, column: usize| row.cells.get(column).map_or("", |cell| cell.trim()).to_owned();
    let width = upper.cells.len().max(lower.cells.len());
    let nameless =
        (0..width).filter(|column| text(upper, *column).is_empty() && !text(lower, *column).is_empty());
    let both =
        (0..width).filter(|column| !text(upper, *column).is_empty() && !text(lower, *column).is_empty());
    let has_digits = lower.cells.iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit()));
    let is_spanned =
        (1..width).any(|column| text(upper, column).is_empty() && !text(lower, column).is_empty());
    if nameless.count() == 0 || !is_spanned || has_digits || both.count() * 2 > filled(upper) {
        return header;
    }
    Header { rows: 2, names: names(sheet, header.first, 2), ..header }
}
