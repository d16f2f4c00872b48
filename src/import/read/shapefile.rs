//! Shapefiles (ESRI, July 1998) packed in one archive: records of the `.dbf` are rows, the geometries of the `.shp` their
//! positions, the `.prj` names the coordinate system and the `.cpg` the encoding.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::archive::Archive;
use super::features::Features;
use super::shape::{Position, Shape};
use super::table::{Geometry, Kind, Table};
use super::{Fault, Labels, Limits, Options};
use crate::crs;
use crate::import::notes::Sentence;
use crate::import::text::word_key;

/// The layers of an archive: the paths of its `.dbf` files that have a `.shp` beside them, without the ending.
pub(super) fn layers(archive: &Archive) -> Vec<String> {
    let names: Vec<String> = archive.names();
    let has = |stem: &str, ending: &str| {
        names.iter().any(|name| name.to_lowercase() == format!("{stem}.{ending}").to_lowercase())
    };
    let stems = names.iter().filter_map(|name| {
        let (stem, ending) = name.rsplit_once('.')?;
        (ending.eq_ignore_ascii_case("shp") && has(stem, "dbf")).then(|| stem.to_owned())
    });
    stems.collect()
}

pub(super) fn read(
    archive: &mut Archive,
    layers: &[String],
    options: &Options,
    limits: &Limits,
) -> Result<Table, Fault> {
    let names: Vec<String> = layers.iter().map(|layer| title(layer).to_owned()).collect();
    options.check_sheets(&names)?;
    let is_wanted =
        |layer: &&String| options.sheets.is_empty() || options.sheets.iter().any(|it| it == title(layer));
    let layer = layers.iter().find(is_wanted).ok_or(Fault::Empty)?;
    let dbf = archive.require(&format!("{layer}.dbf"))?;
    let shp = archive.require(&format!("{layer}.shp"))?;
    let prj =
        archive.read(&format!("{layer}.prj"))?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let cpg = archive.read(&format!("{layer}.cpg"))?;
    let (encoding, is_stated) = encoding(cpg.as_deref(), &dbf);
    let damaged =
        |part: &str, cause: Labels| Fault::Damaged { part: format!("{layer}.{part}"), cause: cause.into() };
    let records = Dbf::new(&dbf).ok_or_else(|| {
        damaged(
            "dbf",
            ("its head is not that of a dBASE table", "der Anfang ist nicht der einer dBASE-Tabelle"),
        )
    })?;
    let mut shapes = Shapes::new(&shp).ok_or_else(|| {
        damaged("shp", ("its head is not that of a Shapefile", "der Anfang ist nicht der eines Shapefiles"))
    })?;
    let mut features = Features::new(limits);
    for record in records.records() {
        let cells = record.ok_or_else(|| {
            damaged("dbf", ("it ends in the middle of a record", "er endet mitten in einem Datensatz"))
        })?;
        let shape = shapes.next().ok_or_else(|| {
            damaged("shp", ("it ends in the middle of a geometry", "er endet mitten in einer Geometrie"))
        })?;
        let Some(cells) = cells else { continue };
        let cells = records
            .fields
            .iter()
            .zip(cells)
            .map(|(field, raw)| (text(field.name, encoding), value(field.kind, raw, encoding)));
        features.push(cells, shape.map_or(Geometry::Absent, Shape::into_geometry))?;
    }
    let crs = prj.as_deref().map(|prj| match crs::of_prj(prj) {
        Some(crs) => crs.name(),
        None => prj.chars().take(60).collect(),
    });
    let (stated, stated_de) = if is_stated { ("", "") } else { (" (not stated)", " (nicht angegeben)") };
    let (name, encoding) = (title(layer), encoding.name());
    let mut table = features.finish(
        Kind::Shapefile,
        (format!("layer {name}, {encoding}{stated}"), format!("Ebene {name}, {encoding}{stated_de}")),
        crs,
    )?;
    table.remarks.extend(whole_names(&mut table.header, &options.column_names));
    table.remarks.extend(others(&names, title(layer)));
    table.unread_sheets = unread(&names, title(layer), options);
    Ok(table)
}

/// A Shapefile cuts the names of columns to ten bytes. One that is the beginning of exactly one name that a layout knows
/// is taken for that; what was done is the remark.
fn whole_names(header: &mut [String], known: &[String]) -> Option<Sentence> {
    const CUT_BYTES: usize = 10;
    let mut said = Vec::new();
    for name in header.iter_mut() {
        let is_cut = name.len() + 3 >= CUT_BYTES && name.len() <= CUT_BYTES;
        if !is_cut || known.iter().any(|whole| word_key(whole) == word_key(name)) {
            continue;
        }
        // A letter of two bytes does not always fit.
        let is_beginning =
            |whole: &&String| whole.len() > name.len() && word_key(whole).starts_with(&word_key(name));
        let mut wholes: Vec<&String> = known.iter().filter(is_beginning).collect();
        wholes.sort();
        wholes.dedup();
        if let [whole] = wholes[..] {
            said.push(format!("{name} is {whole}"));
            name.clone_from(whole);
        }
    }
    (!said.is_empty()).then(|| {
        let names = said.join(", ");
        let de = format!("Spaltennamen, die das Shapefile gekürzt hat: {names}");
        (format!("names of columns that the Shapefile cut short: {names}"), de).into()
    })
}

/// The remark on layers that were not read.
pub(super) fn others(names: &[String], read: &str) -> Option<Sentence> {
    let others: Vec<&str> = names.iter().map(String::as_str).filter(|name| *name != read).collect();
    (!others.is_empty()).then(|| {
        let names = others.join(", ");
        let de = format!(
            "Nicht gelesene Ebenen: {names}; eine davon lässt sich in der Zuordnung als sheet nennen."
        );
        (format!("layers not read: {names}; hint: name one as sheet in the mapping"), de).into()
    })
}

/// The layers that were not read although the mapping names none.
pub(super) fn unread(names: &[String], read: &str, options: &Options) -> Vec<String> {
    let others = names.iter().filter(|name| options.sheets.is_empty() && *name != read);
    others.cloned().collect()
}

fn title(layer: &str) -> &str {
    layer.rsplit(['/', '\\']).next().unwrap_or(layer)
}

/// What the `.cpg` says, else UTF-8 where the table is that, else Windows-1252.
fn encoding(cpg: Option<&[u8]>, dbf: &[u8]) -> (&'static Encoding, bool) {
    let stated = cpg.and_then(|label| {
        let label = String::from_utf8_lossy(label).trim().to_owned();
        Encoding::for_label(label.as_bytes())
            .or_else(|| Encoding::for_label(format!("windows-{label}").as_bytes()))
            .or_else(|| label.to_uppercase().starts_with("ISO 8859").then_some(WINDOWS_1252))
    });
    match stated {
        Some(encoding) => (encoding, true),
        None if std::str::from_utf8(dbf.get(32..).unwrap_or_default()).is_ok() => (UTF_8, false),
        None => (WINDOWS_1252, false),
    }
}

fn text(raw: &[u8], encoding: &'static Encoding) -> String {
    let raw = raw.split(|byte| *byte == 0).next().unwrap_or_default();
    encoding.decode_without_bom_handling(raw).0.trim().to_owned()
}

/// A cell as a person would have typed it: a day in ISO 8601, a number without needless zeros.
fn value(kind: u8, raw: &[u8], encoding: &'static Encoding) -> String {
    let text = text(raw, encoding);
    match kind {
        b'D' if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
            format!("{}-{}-{}", part(0..4), part(4..6), part(6..8))
        }
        b'N' | b'F' if text.starts_with('*') => String::new(),
        b'N' | b'F' => super::number::number_text(&text),
        b'L' => match text.as_str() {
            "T" | "t" | "Y" | "y" => "true".to_owned(),
            "F" | "f" | "N" | "n" => "false".to_owned(),
            _ => String::new(),
        },
        _ => text,
    }
}

struct FieldHead<'a> {
    name: &'a [u8],
    kind: u8,
    length: usize,
}

/// A table of dBASE III.
struct Dbf<'a> {
    fields: Vec<FieldHead<'a>>,
    count: usize,
    length: usize,
    rest: &'a [u8],
}

impl<'a> Dbf<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let number =
            |at: usize| Some(usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
        let count = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
        let (head, length) = (number(8)?, number(10)?);
        let mut fields = Vec::new();
        let heads = bytes.get(32..head)?.chunks_exact(32);
        for field in heads.take_while(|field| field.first() != Some(&0x0D)) {
            fields.push(FieldHead {
                name: field.get(..11)?,
                kind: *field.get(11)?,
                length: usize::from(*field.get(16)?),
            });
        }
        let fits = fields.iter().map(|field| field.length).sum::<usize>() < length;
        (fits && !fields.is_empty()).then_some(())?;
        Some(Self { fields, count: usize::try_from(count).ok()?, length, rest: bytes.get(head..)? })
    }

    /// The cells of each record; a record that is marked as deleted has none, one that is cut off is `None` as a whole.
    fn records(&self) -> impl Iterator<Item = Option<Option<Vec<&'a [u8]>>>> {
        (0..self.count)
            .map(|index| index.checked_mul(self.length))
            .map_while(|at| {
                let at = at?;
                // Many programs state more records than they write; the end of the table is its end.
                (at < self.rest.len() && self.rest.get(at) != Some(&0x1A)).then_some(at)
            })
            .map(|at| {
                let record = self.rest.get(at..at.checked_add(self.length)?)?;
                let (mark, mut rest) = record.split_first()?;
                let mut cells = Vec::new();
                for field in &self.fields {
                    let (cell, after) = rest.split_at_checked(field.length)?;
                    cells.push(cell);
                    rest = after;
                }
                Some((*mark != b'*').then_some(cells))
            })
    }
}

/// The geometries of a `.shp`, one a record.
struct Shapes<'a> {
    rest: &'a [u8],
}

impl<'a> Shapes<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let is_shapefile = bytes.get(..4) == Some([0, 0, 0x27, 0x0A].as_slice());
        is_shapefile.then_some(Self { rest: bytes.get(100..)? })
    }

    /// `None` where the file is damaged, `Some(None)` for a record without geometry or behind the end.
    fn next(&mut self) -> Option<Option<Shape>> {
        if self.rest.is_empty() {
            return Some(None);
        }
        let words = u32::from_be_bytes(self.rest.get(4..8)?.try_into().ok()?);
        let length = usize::try_from(words).ok()?.checked_mul(2)?;
        let content = self.rest.get(8..length.checked_add(8)?)?;
        self.rest = self.rest.get(length + 8..)?;
        shape(content)
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}

fn position_at(bytes: &[u8], at: usize) -> Option<Position> {
    let number = |at: usize| Some(f64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?));
    Some([number(at)?, number(at.checked_add(8)?)?])
}

/// The content of a record: its kind, and the positions in the plane. Heights and measures stand behind them and are not
/// looked at.
fn shape(content: &[u8]) -> Option<Option<Shape>> {
    let shape = match u32_at(content, 0)? {
        0 => return Some(None),
        1 | 11 | 21 => {
            let mut shape = Shape::new("Point");
            shape.add_point(position_at(content, 4)?);
            shape
        }
        8 | 18 | 28 => {
            let mut shape = Shape::new("MultiPoint");
            for index in 0..u32_at(content, 36)? {
                shape.add_point(position_at(content, index.checked_mul(16)?.checked_add(40)?)?);
            }
            shape
        }
        kind @ (3 | 13 | 23 | 5 | 15 | 25) => {
            let is_area = kind % 10 == 5;
            let mut shape = Shape::new(if is_area { "Polygon" } else { "LineString" });
            let parts = parts(content)?;
            if is_area {
                polygons(parts).into_iter().for_each(|rings| shape.add_polygon(rings));
            } else {
                parts.into_iter().for_each(|line| shape.add_line(line));
            }
            shape
        }
        _ => return None,
    };
    Some(Some(shape))
}

fn parts(content: &[u8]) -> Option<Vec<Vec<Position>>> {
    let (parts, positions) = (u32_at(content, 36)?, u32_at(content, 40)?);
    let first = parts.checked_mul(4)?.checked_add(44)?;
    if positions.checked_mul(16)?.checked_add(first)? > content.len() {
        return None;
    }
    let start = |part: usize| if part < parts { u32_at(content, 44 + part * 4) } else { Some(positions) };
    (0..parts)
        .map(|part| {
            let (from, to) = (start(part)?, start(part + 1)?);
            (from <= to && to <= positions).then_some(())?;
            (from..to).map(|index| position_at(content, first + index * 16)).collect()
        })
        .collect()
}

/// Rings in clockwise order are outer ones, the others holes of the one before them.
fn polygons(rings: Vec<Vec<Position>>) -> Vec<Vec<Vec<Position>>> {
    let signed = |ring: &[Position]| {
        let Some([x0, y0]) = ring.first().copied() else { return 0.0 };
        let next = ring.iter().skip(1);
        ring.iter().zip(next).map(|(a, b)| (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0)).sum::<f64>()
    };
    let mut polygons: Vec<Vec<Vec<Position>>> = Vec::new();
    for ring in rings {
        match polygons.last_mut() {
            Some(polygon) if signed(&ring) > 0.0 => polygon.push(ring),
            _ => polygons.push(vec![ring]),
        }
    }
    polygons
}
