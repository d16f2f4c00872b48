//! All sheets as a workbook (Office Open XML). Numbers are numbers with the format of their kind, days are dates, everything
//! else is text.

use std::collections::HashMap;

use chrono::Datelike;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use crate::tables::{Cell, Document, Introduction, Sheet};
use crate::units::Lang;
use crate::units::formula::neutral;

/// Rows that decide how wide a column is, and the bounds of a width in characters.
const MEASURED_ROWS: u32 = 200;
const MIN_WIDTH: usize = 6;
const MAX_WIDTH: usize = 60;

/// The name of the sheet with title and sources.
fn introduction_name(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "Über diese Datei",
        Lang::En => "About this file",
    }
}

/// The name of the sheet of notes.
fn notes_name(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "Hinweise",
        Lang::En => "Notes",
    }
}

pub(super) fn write(document: Document<'_>, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let mut formats = Formats::new(lang);
    if let Some(introduction) = &document.introduction {
        write_introduction(
            introduction,
            workbook.add_worksheet().set_name(introduction_name(lang))?,
            &formats,
        )?;
    }
    for sheet in std::iter::once(document.table).chain(document.further) {
        write_sheet(sheet, &mut workbook, &mut formats)?;
    }
    if !document.notes.is_empty() {
        let sheet = workbook.add_worksheet().set_name(notes_name(lang))?;
        sheet.set_column_width(0, 2.0 * MAX_WIDTH as f64)?;
        for (line, note) in (0..).zip(&document.notes) {
            sheet.write_string_with_format(line, 0, neutral(note), &formats.wrapped)?;
        }
    }
    workbook.save_to_buffer()
}

/// The title, and below it each label with its text.
fn write_introduction(
    introduction: &Introduction,
    page: &mut Worksheet,
    formats: &Formats,
) -> Result<(), XlsxError> {
    page.set_column_width(0, LABEL_WIDTH)?.set_column_width(1, 1.5 * MAX_WIDTH as f64)?;
    page.write_string_with_format(0, 0, neutral(&introduction.title), &formats.header)?;
    for (line, (label, text)) in (2..).zip(&introduction.facts) {
        page.write_string_with_format(line, 0, neutral(label), &formats.header)?;
        page.write_string_with_format(line, 1, neutral(text), &formats.wrapped)?;
    }
    Ok(())
}

/// The width of the labels of an introduction, in characters.
const LABEL_WIDTH: f64 = 16.0;

/// A sheet whose bold header stays in view and filters, with columns as wide as what stands in them.
fn write_sheet(sheet: Sheet<'_>, workbook: &mut Workbook, formats: &mut Formats) -> Result<(), XlsxError> {
    let page = workbook.add_worksheet().set_name(sheet.name.as_ref())?;
    let head = write_lines_above(page, &sheet.above, formats)?;
    page.set_freeze_panes(head + 1, 0)?;
    // Printed, a table is as wide as the paper and has its header on each page.
    page.set_repeat_rows(head, head)?.set_landscape().set_print_fit_to_pages(1, 0);
    let mut widths: Vec<usize> =
        sheet.columns.iter().map(|name| name.chars().count() + FILTER_WIDTH).collect();
    let mut last = head;
    for (column, name) in (0..).zip(&sheet.columns) {
        match year(name) {
            Some(year) => page.write_number_with_format(head, column, year, &formats.header)?,
            None => page.write_string_with_format(head, column, neutral(name), &formats.header)?,
        };
    }
    for (line, row) in (head + 1..).zip(sheet.rows) {
        last = line;
        for (width, cell) in widths.iter_mut().zip(&row).filter(|_| line <= head + MEASURED_ROWS) {
            *width = (*width).max(cell.to_string().chars().count());
        }
        for (column, cell) in (0..).zip(&row) {
            write_cell(page, (line, column), cell, formats)?;
        }
    }
    for (column, width) in (0..).zip(&widths) {
        // A width has at most two digits.
        page.set_column_width(column, (*width).clamp(MIN_WIDTH, MAX_WIDTH) as f64 + 1.0)?;
    }
    if let Ok(columns @ 1..) = u16::try_from(widths.len()) {
        page.autofilter(head, 0, last, columns - 1)?;
    }
    Ok(())
}

/// Writes the lines above a table, and an empty one; gives the line of the headings.
fn write_lines_above(page: &mut Worksheet, lines: &[String], formats: &Formats) -> Result<u32, XlsxError> {
    let mut next = 0;
    for line in lines {
        match next {
            0 => page.write_string_with_format(next, 0, neutral(line), &formats.header)?,
            _ => page.write_string(next, 0, neutral(line))?,
        };
        next += 1;
    }
    Ok(if next == 0 { 0 } else { next + 1 })
}

/// A heading that is a year is a number, as the years in the rows are.
fn year(heading: &str) -> Option<f64> {
    heading.parse::<u16>().ok().filter(|year| (1900..2200).contains(year)).map(f64::from)
}

/// The button of a filter covers the end of a heading.
const FILTER_WIDTH: usize = 2;

fn write_cell(
    page: &mut Worksheet,
    (line, column): (u32, u16),
    cell: &Cell<'_>,
    formats: &mut Formats,
) -> Result<(), XlsxError> {
    match (cell, cell.number()) {
        (Cell::Missing, _) => {}
        (Cell::Date(day), _) => {
            let number = i64::from(day.num_days_from_ce() - DAY_ZERO);
            // A day number is small.
            let date = ExcelDateTime::from_serial_datetime(number as f64)?;
            page.write_datetime_with_format(line, column, &date, &formats.date)?;
        }
        (_, Some(number)) => match number_format(cell) {
            Some(name) => {
                page.write_number_with_format(line, column, number, formats.number(name))?;
            }
            None => {
                page.write_number(line, column, number)?;
            }
        },
        (Cell::Link { text, sheet }, _) => {
            let place = format!("internal:'{}'!A1", sheet.replace('\'', "''"));
            page.write_url(line, column, Url::new(place).set_text(neutral(text)))?;
        }
        (cell, None) => {
            let text = cell.to_string();
            if text.chars().count() > MAX_WIDTH {
                page.write_string_with_format(line, column, neutral(&text), &formats.wrapped)?;
            } else {
                page.write_string(line, column, neutral(&text))?;
            }
        }
    }
    Ok(())
}

/// The day before the first of a spreadsheet's calendar, counted from 1 January of the year 1. Days before March 1900,
/// where that calendar has one too many, are no matter of ours.
const DAY_ZERO: i32 = 693_594;

/// How the number of a cell is shown: "#,##0.0"; `None` for one with as many decimals as it has.
fn number_format(cell: &Cell<'_>) -> Option<String> {
    let with_decimals = |count: usize| match count {
        0 => "#,##0".to_owned(),
        count => format!("#,##0.{}", "0".repeat(count)),
    };
    match cell {
        Cell::Year(_) => Some("0".to_owned()),
        Cell::Count(_) => Some(with_decimals(0)),
        Cell::Number { decimals, .. } => decimals.map(with_decimals),
        Cell::Written(text, _) => {
            let decimals =
                text.split_once('.').filter(|(_, behind)| behind.bytes().all(|b| b.is_ascii_digit()));
            decimals.map(|(_, behind)| with_decimals(behind.len()))
        }
        Cell::Percent(_) => Some("0.0 %".to_owned()),
        Cell::Text(_) | Cell::Date(_) | Cell::Link { .. } | Cell::Missing => None,
    }
}

/// The formats of a workbook, each made once.
struct Formats {
    header: Format,
    wrapped: Format,
    date: Format,
    numbers: HashMap<String, Format>,
}

impl Formats {
    fn new(lang: Lang) -> Self {
        let date = match lang {
            Lang::De => "dd.mm.yyyy",
            Lang::En => "yyyy-mm-dd",
        };
        Self {
            header: Format::new().set_bold().set_align(FormatAlign::Top),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            date: Format::new().set_num_format(date),
            numbers: HashMap::new(),
        }
    }

    fn number(&mut self, name: String) -> &Format {
        self.numbers.entry(name).or_insert_with_key(|name| Format::new().set_num_format(name.as_str()))
    }
}
