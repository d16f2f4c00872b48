//! The tables of an SQLite file (sqlite.org/fileformat2.html), read without running anything that stands in it: a strange
//! file may hold views, triggers and damaged trees that keep a database engine busy for ever. Every page is visited once
//! and every byte of content is read once, so the work is bounded by the size of the file.

use std::collections::HashSet;

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

pub(super) fn is_sqlite(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

impl Value {
    pub fn text(&self) -> String {
        match self {
            Self::Null | Self::Blob(_) => String::new(),
            Self::Integer(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// A table of the file.
#[derive(Debug, Clone)]
pub(super) struct TableHead {
    pub name: String,
    pub columns: Vec<String>,
    /// The column that stands for the number of the row and is not stored.
    row_id: Option<usize>,
    root: u32,
}

pub(super) struct Database<'a> {
    bytes: &'a [u8],
    page_size: usize,
    /// Bytes of a page without the part that extensions keep.
    usable: usize,
    encoding: u8,
}

impl<'a> Database<'a> {
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let stated = usize::from(u16::from_be_bytes(bytes.get(16..18)?.try_into().ok()?));
        let page_size = if stated == 1 { 65_536 } else { stated };
        let usable = page_size.checked_sub(usize::from(*bytes.get(20)?))?;
        let is_good = page_size.is_power_of_two() && page_size >= 512 && usable >= 480;
        is_good.then_some(Self { bytes, page_size, usable, encoding: *bytes.get(59)? })
    }

    /// Whether changes may stand in a second file (`-wal`) that was not handed in.
    pub fn has_log(&self) -> bool {
        self.bytes.get(18) == Some(&2)
    }

    /// The plain tables; `None` if the file is damaged.
    pub fn tables(&self) -> Option<Vec<TableHead>> {
        let mut tables = Vec::new();
        self.visit(1, &mut |_, values| {
            let [Value::Text(kind), Value::Text(name), _, Value::Integer(root), Value::Text(sql), ..] =
                &values[..]
            else {
                return true;
            };
            // Virtual tables have no root.
            if let Some(root) = u32::try_from(*root).ok().filter(|root| kind == "table" && *root > 1) {
                let (columns, row_id) = columns(sql);
                tables.push(TableHead { name: name.clone(), columns, row_id, root });
            }
            true
        })?;
        Some(tables)
    }

    /// Hands each row of a table to `row`, until that says to stop; `None` if the file is damaged.
    pub fn rows(&self, table: &TableHead, row: &mut dyn FnMut(Vec<Value>) -> bool) -> Option<()> {
        self.visit(table.root, &mut |id, mut values| {
            values.resize(table.columns.len().max(values.len()), Value::Null);
            if let Some(slot) = table.row_id.and_then(|column| values.get_mut(column)) {
                *slot = Value::Integer(id);
            }
            row(values)
        })
    }

    fn page(&self, number: u32) -> Option<&'a [u8]> {
        let at = usize::try_from(number.checked_sub(1)?).ok()?.checked_mul(self.page_size)?;
        self.bytes.get(at..at.checked_add(self.page_size)?)
    }

    fn visit(&self, root: u32, row: &mut dyn FnMut(i64, Vec<Value>) -> bool) -> Option<()> {
        let mut seen = HashSet::new();
        // Content can stand behind several cells of a damaged file; in a good one it is read once.
        let mut allowance = self.bytes.len();
        let mut open = vec![root];
        while let Some(number) = open.pop() {
            if !seen.insert(number) {
                return None;
            }
            let page = self.page(number)?;
            let head = if number == 1 { 100 } else { 0 };
            let kind = *page.get(head)?;
            let cells = usize::from(u16_at(page, head + 3)?);
            match kind {
                0x05 => {
                    let mut children = Vec::new();
                    for cell in 0..cells {
                        let at = usize::from(u16_at(page, head + 12 + cell * 2)?);
                        children.push(u32_at(page, at)?);
                    }
                    children.push(u32_at(page, head + 8)?);
                    open.extend(children.into_iter().rev());
                }
                0x0D => {
                    for cell in 0..cells {
                        let at = usize::from(u16_at(page, head + 8 + cell * 2)?);
                        let (id, payload) = self.payload(page, at, &mut allowance)?;
                        if !row(id, self.record(&payload)?) {
                            return Some(());
                        }
                    }
                }
                _ => return None,
            }
        }
        Some(())
    }

    /// The row number and the content of a cell, with what of it stands on pages of overflow.
    fn payload(&self, page: &[u8], at: usize, allowance: &mut usize) -> Option<(i64, Vec<u8>)> {
        let mut cell = page.get(at..self.usable)?;
        let size = usize::try_from(varint(&mut cell)?).ok()?;
        let id = varint(&mut cell)?;
        *allowance = allowance.checked_sub(size)?;
        let most = self.usable - 35;
        let local = if size <= most {
            size
        } else {
            let least = (self.usable - 12) * 32 / 255 - 23;
            let fitting = least + (size - least) % (self.usable - 4);
            if fitting <= most { fitting } else { least }
        };
        let mut payload = cell.get(..local)?.to_vec();
        let mut next = if local < size { u32_at(cell, local)? } else { 0 };
        while payload.len() < size {
            let page = self.page(next)?;
            next = u32_at(page, 0)?;
            let part = page.get(4..self.usable)?;
            payload.extend(part.iter().take(size - payload.len()));
        }
        Some((id, payload))
    }

    fn record(&self, payload: &[u8]) -> Option<Vec<Value>> {
        let mut head = payload;
        let size = usize::try_from(varint(&mut head)?).ok()?;
        let used = payload.len() - head.len();
        let mut head = payload.get(used..size)?;
        let mut body = payload.get(size..)?;
        let mut values = Vec::new();
        while !head.is_empty() {
            let kind = varint(&mut head)?;
            values.push(self.value(kind, &mut body)?);
        }
        Some(values)
    }

    fn value(&self, kind: i64, body: &mut &[u8]) -> Option<Value> {
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            _ => usize::try_from(kind.checked_sub(12)? / 2).ok()?,
        };
        let (bytes, rest) = body.split_at_checked(length)?;
        *body = rest;
        Some(match kind {
            0 => Value::Null,
            8 | 9 => Value::Integer(kind - 8),
            7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
            1..=6 => {
                let sign = if bytes.first().is_some_and(|first| *first >= 0x80) { -1_i64 } else { 0 };
                Value::Integer(bytes.iter().fold(sign, |number, byte| (number << 8) | i64::from(*byte)))
            }
            _ if kind < 12 => return None,
            _ if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
            _ => Value::Text(self.text(bytes)),
        })
    }

    fn text(&self, bytes: &[u8]) -> String {
        let encoding = match self.encoding {
            2 => encoding_rs::UTF_16LE,
            3 => encoding_rs::UTF_16BE,
            _ => encoding_rs::UTF_8,
        };
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }
}

fn u16_at(page: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(page.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(page: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(page.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A number of one to nine bytes.
fn varint(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_u64;
    for index in 0..9 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if index == 8 {
            return Some(((number << 8) | u64::from(*byte)).cast_signed());
        }
        number = (number << 7) | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some(number.cast_signed());
        }
    }
    None
}

/// The names of the columns in a statement that creates a table, and which of them is the number of the row.
fn columns(sql: &str) -> (Vec<String>, Option<usize>) {
    let Some((_, body)) = sql.split_once('(') else { return (Vec::new(), None) };
    let mut definitions = vec![String::new()];
    let (mut depth, mut quote) = (0_usize, None);
    for c in body.chars() {
        match (quote, c) {
            (Some(end), c) if c == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '[') => quote = Some(']'),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => break,
            (None, ')') => depth -= 1,
            (None, ',') if depth == 0 => {
                definitions.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(definition) = definitions.last_mut() {
            definition.push(c);
        }
    }
    let mut names = Vec::new();
    let mut row_id = None;
    for definition in definitions {
        let definition = definition.trim();
        let upper = definition.to_uppercase();
        let is_constraint = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]
            .iter()
            .any(|word| upper.split([' ', '(']).next() == Some(word));
        if is_constraint || definition.is_empty() {
            continue;
        }
        let name = name(definition);
        let kind = upper.get(name.len()..).unwrap_or_default();
        if kind.contains("INTEGER") && kind.contains("PRIMARY KEY") {
            row_id = Some(names.len());
        }
        names.push(name);
    }
    (names, row_id)
}

fn name(definition: &str) -> String {
    let mut chars = definition.chars();
    let end = match chars.next() {
        Some(quote @ ('"' | '`' | '\'')) => quote,
        Some('[') => ']',
        _ => return definition.chars().take_while(|c| !c.is_whitespace()).collect(),
    };
    chars.take_while(|c| *c != end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_a_table_are_found_in_its_statement() {
        let sql = "CREATE TABLE \"a (b)\" (\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, \"Na,me\" TEXT(20), [x y] REAL DEFAULT (1+2), PRIMARY KEY (a), CONSTRAINT z CHECK (x > 1))";
        // The name of the table may hold brackets only within quotes; programs that write GeoPackages use none.
        let sql = sql.replace("\"a (b)\"", "a");
        assert_eq!(columns(&sql), (["fid", "geom", "Na,me", "x y"].map(str::to_owned).to_vec(), Some(0)));
    }

    #[test]
    fn numbers_of_one_to_nine_bytes_are_read() {
        let read = |bytes: &[u8]| varint(&mut &bytes[..]);
        assert_eq!(read(&[0x7F]), Some(127));
        assert_eq!(read(&[0x81, 0x00]), Some(128));
        assert_eq!(read(&[0xFF; 9]), Some(-1));
        assert_eq!(read(&[0xFF; 8]), None);
    }

    #[test]
    fn what_is_no_database_is_refused() {
        assert!(Database::open(b"SQLite format 3\0").is_none());
        let mut bytes = vec![0; 4096];
        bytes[..16].copy_from_slice(MAGIC);
        bytes[16] = 0x10;
        let database = Database::open(&bytes).unwrap();
        assert!(database.tables().is_none(), "its first page is no table");
    }
}
