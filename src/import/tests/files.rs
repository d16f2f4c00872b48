//! Files made in tests: workbooks, spreadsheets, archives.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// An archive of the given parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in parts {
        let stored = zip::CompressionMethod::Stored;
        let packed = zip::CompressionMethod::Deflated;
        let method = if *name == "mimetype" { stored } else { packed };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(contents).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A spreadsheet with this body of its first table.
pub fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">\
         <office:body><office:spreadsheet><table:table table:name=\"Liste\">{rows}</table:table>\
         <table:table table:name=\"Anderes\"><table:table-row><table:table-cell office:value-type=\"string\">\
         <text:p>anderes</text:p></table:table-cell></table:table-row></table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[("mimetype", ODS.as_bytes()), ("content.xml", content.as_bytes())])
}

/// A row of an ODS table whose cells are all text.
pub fn ods_text_row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}

/// What stands in a cell of a workbook.
pub enum Value {
    Text(&'static str),
    Number(f64),
    Date(u16, u8, u8),
}

/// A workbook with one sheet.
pub fn xlsx(rows: &[Vec<Value>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("dd.mm.yyyy");
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, value) in (0..).zip(cells) {
            match value {
                Value::Text(text) => sheet.write(row, column, *text).unwrap(),
                Value::Number(number) => sheet.write(row, column, *number).unwrap(),
                Value::Date(year, month, day) => {
                    let day = ExcelDateTime::from_ymd(*year, *month, *day).unwrap();
                    sheet.write_with_format(row, column, &day, &date).unwrap()
                }
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A workbook with these rows of its one sheet, and shared strings, both written by hand.
pub fn xlsx_by_hand(rows: &str, strings: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let relations = "<Relationships>\
         <Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"r2\" Type=\"x/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>";
    let workbook = "<workbook><sheets><sheet name=\"Liste\" id=\"r1\"/></sheets></workbook>";
    archive(&[
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

/// A workbook with these sheets of texts; one whose name begins with a hyphen is hidden.
pub fn sheets(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        sheet.set_hidden(name.starts_with('-'));
        for (row, cells) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
                sheet.write(row, column, *text).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The corners (row, column) of a merged cell.
pub struct Merge {
    pub first: (u32, u16),
    pub last: (u32, u16),
}

/// A workbook with one sheet of texts, some cells of which are merged.
pub fn merged_sheet(rows: &[&[&str]], merges: &[Merge]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
            sheet.write(row, column, *text).unwrap();
        }
    }
    for Merge { first, last } in merges {
        let text = rows[first.0 as usize][usize::from(first.1)];
        sheet.merge_range(first.0, first.1, last.0, last.1, text, &plain).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}
