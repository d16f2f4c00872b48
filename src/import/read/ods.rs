//! ODS spreadsheets (OASIS OpenDocument 1.3, part 3): the sheets of `content.xml`. Repeats are
//! counted, not expanded, until something stands behind them.

use std::collections::HashSet;

use quick_xml::events::BytesStart;

use super::archive::Archive;
use super::builder::TableBuilder;
use super::number::number_text;
use super::table::{Kind, Merged, Table};
use super::xml::{Node, Xml};
use super::{Fault, Limits, Options};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

pub(super) fn read(archive: &mut Archive, options: &Options, limits: &Limits) -> Result<Table, Fault> {
    let manifest = archive.read(MANIFEST)?.unwrap_or_default();
    if is_locked(&manifest)? {
        return Err(Fault::Locked);
    }
    let content = archive.require(CONTENT)?;
    let mut xml = Xml::new(&content, CONTENT);
    let mut builder = TableBuilder::new(limits);
    let mut names = Vec::new();
    let mut hidden_styles = HashSet::new();
    let mut style = String::new();
    loop {
        match xml.next()? {
            Node::Open(e) if e.local_name().as_ref() == b"style" => {
                style = xml.attribute(&e, "name")?.unwrap_or_default();
            }
            Node::Open(e) if e.local_name().as_ref() == b"table-properties" => {
                let display = xml.attribute(&e, "display")?;
                hidden_styles.extend((display.as_deref() == Some("false")).then(|| style.clone()));
            }
            Node::Open(e) if e.local_name().as_ref() == b"table" => {
                let name = xml.attribute(&e, "name")?.unwrap_or_default();
                let style = xml.attribute(&e, "style-name")?;
                let is_wanted = options.sheets.is_empty() || options.sheets.contains(&name);
                if is_wanted {
                    builder.begin_sheet(&name, style.is_some_and(|style| hidden_styles.contains(&style)));
                    Sheet { xml: &mut xml, limits, builder: &mut builder, line: 0 }.read()?;
                } else {
                    xml.skip()?;
                }
                names.push(name);
            }
            Node::End => break,
            _ => {}
        }
    }
    options.check_sheets(&names)?;
    builder.finish(Kind::Ods, ("", "").into(), options)
}

fn is_locked(manifest: &[u8]) -> Result<bool, Fault> {
    let mut xml = Xml::new(manifest, MANIFEST);
    loop {
        match xml.next()? {
            Node::Open(e) if e.local_name().as_ref() == b"encryption-data" => return Ok(true),
            Node::End => return Ok(false),
            _ => {}
        }
    }
}

struct Sheet<'s, 'x, 'b> {
    xml: &'s mut Xml<'x>,
    limits: &'b Limits,
    builder: &'s mut TableBuilder<'b>,
    line: usize,
}

impl Sheet<'_, '_, '_> {
    /// The rows up to the end of the table. Rows may stand in groups, which have no meaning here.
    fn read(&mut self) -> Result<(), Fault> {
        let mut column = 0_usize;
        loop {
            match self.xml.next_inside()? {
                Node::Open(e) if e.local_name().as_ref() == b"table-column" => {
                    let repeats = self.xml.count(&e, "number-columns-repeated")?;
                    if self.is_hidden(&e)? {
                        self.builder.hide_columns(column, column.saturating_add(repeats).saturating_sub(1));
                    }
                    column = column.saturating_add(repeats);
                }
                Node::Open(e) if e.local_name().as_ref() == b"table-row" => {
                    let repeats = self.xml.count(&e, "number-rows-repeated")?;
                    let is_hidden = self.is_hidden(&e)?;
                    self.row(repeats, is_hidden)?;
                }
                // Shapes may hold tables of their own.
                Node::Open(e) if e.local_name().as_ref() == b"shapes" => self.xml.skip()?,
                Node::Close(e) if e.local_name().as_ref() == b"table" => return Ok(()),
                _ => {}
            }
        }
    }

    fn is_hidden(&self, element: &BytesStart) -> Result<bool, Fault> {
        Ok(matches!(self.xml.attribute(element, "visibility")?.as_deref(), Some("collapse" | "filter")))
    }

    fn row(&mut self, repeats: usize, is_hidden: bool) -> Result<(), Fault> {
        let cells = self.cells()?;
        let first = self.line.saturating_add(1);
        self.line = self.line.saturating_add(repeats);
        if cells.is_empty() {
            return Ok(());
        }
        for line in first..=self.line {
            if is_hidden {
                self.builder.hide_line(line);
            }
            self.builder.push_padded(line, cells.clone())?;
        }
        Ok(())
    }

    /// The cells up to the last that is filled.
    fn cells(&mut self) -> Result<Vec<String>, Fault> {
        let mut cells = Vec::new();
        let mut empty = 0_usize;
        loop {
            match self.xml.next_inside()? {
                Node::Open(e) if matches!(e.local_name().as_ref(), b"table-cell" | b"covered-table-cell") => {
                    let repeats = self.xml.count(&e, "number-columns-repeated")?;
                    self.merged(&e, cells.len().saturating_add(empty))?;
                    let text = self.cell(&e)?;
                    if text.is_empty() {
                        empty = empty.saturating_add(repeats);
                        continue;
                    }
                    let line = self.line.saturating_add(1);
                    self.limits.check_cell(line, &text)?;
                    let columns = cells.len().saturating_add(empty).saturating_add(repeats);
                    if columns > self.limits.columns {
                        return Err(Fault::Columns { line, limit: self.limits.columns });
                    }
                    cells.resize(cells.len() + std::mem::take(&mut empty), String::new());
                    cells.resize(columns, text);
                }
                Node::Close(e) if e.local_name().as_ref() == b"table-row" => return Ok(cells),
                _ => {}
            }
        }
    }

    /// Notes a cell that spans several rows.
    fn merged(&mut self, element: &BytesStart, column: usize) -> Result<(), Fault> {
        let rows = self.xml.count(element, "number-rows-spanned")?;
        if rows < 2 {
            return Ok(());
        }
        let first_line = self.line.saturating_add(1);
        let last_line = self.line.saturating_add(rows);
        self.builder.push_merged(Merged { first_line, last_line, column })
    }

    /// The value of a cell that was just opened: a number or a date by its attribute, else its text.
    fn cell(&mut self, element: &BytesStart) -> Result<String, Fault> {
        let value_type = self.xml.attribute(element, "value-type")?.unwrap_or_default();
        let value = match value_type.as_str() {
            "float" | "percentage" | "currency" => {
                self.xml.attribute(element, "value")?.map(|raw| number_text(&raw))
            }
            "date" => self.xml.attribute(element, "date-value")?,
            "boolean" => self.xml.attribute(element, "boolean-value")?,
            "string" => self.xml.attribute(element, "string-value")?,
            _ => None,
        };
        let text = self.paragraphs()?;
        Ok(value.unwrap_or(text))
    }

    /// The paragraphs up to the end of the cell, without its comments.
    fn paragraphs(&mut self) -> Result<String, Fault> {
        let mut text = String::new();
        let mut paragraphs = 0;
        let mut depth = 0_usize;
        loop {
            match self.xml.next_inside()? {
                Node::Open(e) => match e.local_name().as_ref() {
                    b"annotation" => self.xml.skip()?,
                    name => {
                        depth += 1;
                        paragraphs += usize::from(name == b"p");
                        // A run of blanks counts as one: blanks are collapsed later anyway.
                        let is_blank = matches!(name, b"s" | b"tab" | b"line-break");
                        if is_blank || (name == b"p" && paragraphs > 1) {
                            text.push(' ');
                        }
                    }
                },
                Node::Close(_) if depth == 0 => return Ok(text),
                Node::Close(_) => depth -= 1,
                Node::Text(part) if depth > 0 => text.push_str(&part),
                Node::Text(_) | Node::End => {}
            }
        }
    }
}
