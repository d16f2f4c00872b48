//! XLSX workbooks (ECMA-376): sheet by sheet, cell by cell, with its shared strings and date formats.

use std::borrow::Cow;

use quick_xml::events::BytesStart;

use super::archive::Archive;
use super::builder::TableBuilder;
use super::number::{is_builtin_date, is_date_format, number_text, serial_date};
use super::table::{Kind, Merged, Table};
use super::xml::{Node, Xml};
use super::{Fault, Limits, Options};
use crate::import::notes::Sentence;

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

pub(super) fn read(archive: &mut Archive, options: &Options, limits: &Limits) -> Result<Table, Fault> {
    let workbook = Workbook::read(&archive.require(WORKBOOK)?)?;
    let relations = relations(&archive.require(RELATIONS)?)?;
    let target =
        |test: &dyn Fn(&Relation) -> bool| relations.iter().find(|r| test(r)).map(|r| r.part.clone());
    let mut optional = |kind: &str| -> Result<Vec<u8>, Fault> {
        let Some(part) = target(&|relation| relation.kind.ends_with(kind)) else { return Ok(Vec::new()) };
        Ok(archive.read(&part)?.unwrap_or_default())
    };
    let values = Values {
        strings: shared_strings(&optional("/sharedStrings")?, limits)?,
        is_date: date_styles(&optional("/styles")?)?,
        from_1904: workbook.from_1904,
    };
    let names: Vec<String> = workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    options.check_sheets(&names)?;
    let mut builder = TableBuilder::new(limits);
    let has_visible = workbook.sheets.iter().any(|sheet| !sheet.is_hidden);
    for sheet in &workbook.sheets {
        if !options.sheets.is_empty() && !options.sheets.contains(&sheet.name) {
            continue;
        }
        let part = target(&|relation| relation.id == sheet.relation).ok_or_else(|| {
            let name = &sheet.name;
            let en = format!("nothing is said about the sheet \"{name}\"");
            let cause = (en, format!("über das Blatt „{name}“ ist nichts gesagt")).into();
            Fault::Damaged { part: RELATIONS.to_owned(), cause }
        })?;
        builder.begin_sheet(&sheet.name, sheet.is_hidden && has_visible);
        read_sheet(&archive.require(&part)?, &part, &values, limits, &mut builder)?;
    }
    builder.finish(Kind::Xlsx, ("", "").into(), options)
}

struct Sheet {
    name: String,
    relation: String,
    is_hidden: bool,
}

#[derive(Default)]
struct Workbook {
    sheets: Vec<Sheet>,
    from_1904: bool,
}

impl Workbook {
    fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let mut xml = Xml::new(bytes, WORKBOOK);
        let mut workbook = Self::default();
        loop {
            match xml.next()? {
                Node::Open(e) if e.local_name().as_ref() == b"sheet" => workbook.sheets.push(Sheet {
                    name: xml.attribute(&e, "name")?.unwrap_or_default(),
                    relation: xml.attribute(&e, "id")?.unwrap_or_default(),
                    is_hidden: xml.attribute(&e, "state")?.is_some_and(|state| state != "visible"),
                }),
                Node::Open(e) if e.local_name().as_ref() == b"workbookPr" => {
                    workbook.from_1904 =
                        matches!(xml.attribute(&e, "date1904")?.as_deref(), Some("1" | "true"));
                }
                Node::End => return Ok(workbook),
                _ => {}
            }
        }
    }
}

struct Relation {
    id: String,
    kind: String,
    part: String,
}

/// What the workbook refers to. Targets are relative to the folder of the workbook, or absolute.
fn relations(bytes: &[u8]) -> Result<Vec<Relation>, Fault> {
    let mut xml = Xml::new(bytes, RELATIONS);
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(e) if e.local_name().as_ref() == b"Relationship" => {
                let target = xml.attribute(&e, "Target")?.unwrap_or_default();
                let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                relations.push(Relation {
                    id: xml.attribute(&e, "Id")?.unwrap_or_default(),
                    kind: xml.attribute(&e, "Type")?.unwrap_or_default(),
                    part,
                });
            }
            Node::End => return Ok(relations),
            _ => {}
        }
    }
}

/// The texts that cells refer to by number.
fn shared_strings(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, Fault> {
    let mut xml = Xml::new(bytes, "xl/sharedStrings.xml");
    let mut strings = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(e) if e.local_name().as_ref() == b"si" => {
                if strings.len() >= limits.cells {
                    return Err(Fault::Cells { limit: limits.cells });
                }
                strings.push(rich_text(&mut xml, b"si")?);
            }
            Node::End => return Ok(strings),
            _ => {}
        }
    }
}

/// The text of an element made of runs (`r`, `t`), without the reading aids of East Asian scripts.
fn rich_text(xml: &mut Xml, element: &[u8]) -> Result<String, Fault> {
    let mut text = String::new();
    let mut in_t = false;
    loop {
        match xml.next_inside()? {
            Node::Open(e) if e.local_name().as_ref() == b"rPh" => xml.skip()?,
            Node::Open(e) if e.local_name().as_ref() == b"t" => in_t = true,
            Node::Close(e) if e.local_name().as_ref() == b"t" => in_t = false,
            Node::Close(e) if e.local_name().as_ref() == element => return Ok(text),
            Node::Text(part) if in_t => text.push_str(&part),
            _ => {}
        }
    }
}

/// For every cell format (`cellXfs`), whether it shows a number as a date.
fn date_styles(bytes: &[u8]) -> Result<Vec<bool>, Fault> {
    let mut xml = Xml::new(bytes, "xl/styles.xml");
    let mut custom_dates = std::collections::HashSet::new();
    let mut styles = Vec::new();
    let mut in_cell_formats = false;
    loop {
        match xml.next()? {
            Node::Open(e) => match e.local_name().as_ref() {
                b"numFmt" => {
                    let code = xml.attribute(&e, "formatCode")?.unwrap_or_default();
                    let id = xml.attribute(&e, "numFmtId")?.and_then(|id| id.parse::<u32>().ok());
                    custom_dates.extend(id.filter(|_| is_date_format(&code)));
                }
                b"cellXfs" => in_cell_formats = true,
                b"xf" if in_cell_formats => {
                    let id = xml.attribute(&e, "numFmtId")?.and_then(|id| id.parse::<u32>().ok());
                    let is_date = |id: u32| is_builtin_date(id) || custom_dates.contains(&id);
                    styles.push(id.is_some_and(is_date));
                }
                _ => {}
            },
            Node::Close(e) if e.local_name().as_ref() == b"cellXfs" => in_cell_formats = false,
            Node::End => return Ok(styles),
            _ => {}
        }
    }
}

/// What a cell's raw value needs to become text.
struct Values {
    strings: Vec<String>,
    is_date: Vec<bool>,
    from_1904: bool,
}

impl Values {
    /// `kind` is the cell's type (ECMA-376 Part 1, 18.18.11), `style` the number of its format.
    fn text<'a>(&'a self, raw: &'a str, kind: &str, style: usize) -> Result<Cow<'a, str>, Sentence> {
        match kind {
            "s" => {
                let shared = raw.trim().parse::<usize>().ok().and_then(|index| self.strings.get(index));
                let missing = || {
                    let de = format!("den gemeinsamen Text Nummer {raw} gibt es nicht");
                    (format!("there is no shared string number {raw}"), de).into()
                };
                shared.map(Cow::from).ok_or_else(missing)
            }
            "b" => Ok(Cow::Borrowed(if raw.trim() == "1" { "true" } else { "false" })),
            "" | "n" if self.is_date.get(style) == Some(&true) => {
                let date = raw.trim().parse().ok().and_then(|serial| serial_date(serial, self.from_1904));
                Ok(date.map_or(Cow::Borrowed(raw), Cow::Owned))
            }
            "" | "n" => Ok(Cow::Owned(number_text(raw))),
            _ => Ok(Cow::Borrowed(raw)),
        }
    }
}

fn read_sheet(
    bytes: &[u8],
    part: &str,
    values: &Values,
    limits: &Limits,
    builder: &mut TableBuilder,
) -> Result<(), Fault> {
    let mut xml = Xml::new(bytes, part);
    let mut line = 0_usize;
    let mut cells: Vec<String> = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(e) => match e.local_name().as_ref() {
                b"row" => {
                    let stated = xml.attribute(&e, "r")?.and_then(|r| r.trim().parse().ok());
                    line = stated.unwrap_or_else(|| line.saturating_add(1));
                    if is_hidden(&xml, &e)? {
                        builder.hide_line(line);
                    }
                }
                b"col" if is_hidden(&xml, &e)? => {
                    let number = |name| -> Result<Option<usize>, Fault> {
                        Ok(xml.attribute(&e, name)?.and_then(|number| number.trim().parse().ok()))
                    };
                    if let (Some(first), Some(last)) = (number("min")?, number("max")?) {
                        builder.hide_columns(first.saturating_sub(1), last.saturating_sub(1));
                    }
                }
                b"c" => {
                    let reference = xml.attribute(&e, "r")?;
                    let kind = xml.attribute(&e, "t")?.unwrap_or_default();
                    let style = xml.attribute(&e, "s")?.and_then(|s| s.parse().ok()).unwrap_or(0);
                    let column = reference.as_deref().and_then(column).unwrap_or(cells.len());
                    let raw = raw_value(&mut xml)?;
                    if !raw.is_empty() {
                        let text = values.text(&raw, &kind, style).map_err(|cause| xml.damaged(cause))?;
                        place(&mut cells, column, &text, line, limits)?;
                    }
                }
                b"mergeCell" => {
                    let area = xml.attribute(&e, "ref")?;
                    if let Some(merged) = area.as_deref().and_then(merged) {
                        builder.push_merged(merged)?;
                    }
                }
                _ => {}
            },
            Node::Close(e) if e.local_name().as_ref() == b"row" => {
                builder.push_padded(line, std::mem::take(&mut cells))?;
            }
            Node::End => return Ok(()),
            _ => {}
        }
    }
}

fn is_hidden(xml: &Xml, element: &BytesStart) -> Result<bool, Fault> {
    Ok(matches!(xml.attribute(element, "hidden")?.as_deref(), Some("1" | "true")))
}

/// The text of `v` or of an inline string, up to the end of the cell.
fn raw_value(xml: &mut Xml) -> Result<String, Fault> {
    let mut raw = String::new();
    let mut in_value = false;
    loop {
        match xml.next_inside()? {
            Node::Open(e) if e.local_name().as_ref() == b"is" => raw = rich_text(xml, b"is")?,
            Node::Open(e) if e.local_name().as_ref() == b"v" => in_value = true,
            Node::Close(e) if e.local_name().as_ref() == b"v" => in_value = false,
            Node::Close(e) if e.local_name().as_ref() == b"c" => return Ok(raw),
            Node::Text(text) if in_value => raw.push_str(&text),
            _ => {}
        }
    }
}

fn place(
    cells: &mut Vec<String>,
    column: usize,
    text: &str,
    line: usize,
    limits: &Limits,
) -> Result<(), Fault> {
    // Many cells may share one long text, so it is checked before it is copied.
    limits.check_cell(line, text)?;
    if column >= limits.columns {
        return Err(Fault::Columns { line, limit: limits.columns });
    }
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    if let Some(cell) = cells.get_mut(column) {
        text.clone_into(cell);
    }
    Ok(())
}

/// The column of a reference such as `AB12`, from 0.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.fold(0_usize, |number, letter| {
        number.saturating_mul(26).saturating_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    number.checked_sub(1)
}

/// The area of a reference such as `B2:B5`.
fn merged(reference: &str) -> Option<Merged> {
    let (first, last) = reference.split_once(':')?;
    let line = |corner: &str| corner.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok();
    Some(Merged { first_line: line(first)?, last_line: line(last)?, column: column(first)? })
}
