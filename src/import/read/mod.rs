//! Reading a register file: from bytes of unknown format to a bounded table of text cells.
//!
//! The format is recognised by content. Everything a file claims about itself (its length, the sizes
//! in an archive, counts and repeats in a sheet) is checked against [`Limits`] before memory is spent
//! on it. This is also why spreadsheets, Shapefiles and GeoPackages are read here and not by the general
//! readers: those reserve what a file claims and expand what it says to repeat.

mod archive;
mod builder;
mod compound;
mod encoding;
mod features;
mod geojson;
mod geopackage;
mod gml;
mod header;
mod kml;
mod number;
mod ods;
mod records;
mod repeated;
mod shape;
mod shapefile;
mod sqlite;
mod table;
mod text;
mod wkb;
pub(super) mod wkt;
mod xls;
mod xlsx;
mod xml;

use std::io;
use std::path::Path;

use super::notes::Sentence;
use crate::files::{self, FileError};
pub use encoding::TextEncoding;
pub use table::{Geometry, Kind, Row, Table};

/// How much a file may ask for. What goes beyond is refused with a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file.
    pub file_bytes: u64,
    /// Of an archive's parts that are read, together; also of all text in the table.
    pub unpacked_bytes: u64,
    /// How many times larger than packed the contents of an archive may be.
    pub unpacked_ratio: u64,
    /// Rows of the table.
    pub rows: usize,
    /// Columns of the table.
    pub columns: usize,
    /// Cells of the table.
    pub cells: usize,
    /// Characters of a cell.
    pub cell_chars: usize,
}

/// Those of a register file: ten times what a state has, so that an import with all it has to say of each row stays below
/// 300 MB of memory.
impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 32 << 20,
            unpacked_bytes: 48 << 20,
            unpacked_ratio: 200,
            rows: 30_000,
            columns: 200,
            cells: 600_000,
            cell_chars: 100_000,
        }
    }
}

/// The row or rows of a header, counted from 1 as lines of a text or rows of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderRow {
    /// The first row.
    pub first: usize,
    /// The last row, the same as `first` where the header is one row.
    pub last: usize,
}

/// What is known about a file before it is read. The default asks for nothing: the header is found, and all sheets with
/// the same columns are read.
#[derive(Debug, Clone, Default)]
pub struct Options<'a> {
    /// The sheets (tables, layers) to read; empty for all visible ones with the columns of the first.
    pub sheets: Vec<String>,
    /// Where the header stands; without it the header is found.
    pub header_row: Option<HeaderRow>,
    /// For each layout at hand the columns by which it knows its list: the first row that has all of one is the header.
    pub known_columns: Vec<&'a [String]>,
    /// How the bytes of a text are to be read; without it the encoding is found.
    pub encoding: Option<TextEncoding>,
    /// The names of all columns that the layouts at hand read, for formats that cut names short.
    pub column_names: Vec<String>,
}

impl Options<'_> {
    /// A sheet that is asked for by name must be there.
    fn check_sheets(&self, found: &[String]) -> Result<(), Fault> {
        match self.sheets.iter().find(|wanted| !found.contains(wanted)) {
            Some(wanted) => Err(Fault::NoSheet { wanted: wanted.clone(), found: found.join(", ") }),
            None => Ok(()),
        }
    }
}

impl Limits {
    fn check_cell(&self, line: usize, text: &str) -> Result<(), Fault> {
        // Bytes are counted at once, and there are never fewer of them than characters.
        if text.len() > self.cell_chars && text.chars().count() > self.cell_chars {
            return Err(Fault::CellTooLong { line, limit: self.cell_chars });
        }
        Ok(())
    }
}

/// Why a file gives no table, with the file's name.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {fault}")]
pub struct ReadError {
    /// The file as it was named.
    pub file: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What something is called in English and in German.
pub type Labels = (&'static str, &'static str);

/// What a library says of a file. It speaks English only, so German sentences quote it.
pub(super) fn of_library(cause: impl std::fmt::Display) -> Sentence {
    let cause = cause.to_string();
    let german = format!("das Leseprogramm meldet „{cause}“");
    (cause, german).into()
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum Fault {
    #[error("there is no such file; hint: check the path")]
    NotFound,
    #[error("this user may not read the file; hint: check its permissions")]
    Permission,
    #[error("this is not a regular file but a folder, a pipe or a device; hint: name a file")]
    NoFile,
    #[error("the file cannot be read: {0}")]
    Io(io::Error),
    #[error("the file is larger than the limit of {limit} bytes; hint: import it in parts")]
    TooLarge { limit: u64 },
    #[error("the file is empty: expected a header line and rows below it")]
    Empty,
    #[error(
        "the ending .{ending} promises {}, but the content is {}; hint: give the file the ending of its content, or save it again in the promised format", .promised.0, .found.label()
    )]
    Ending { ending: String, promised: Labels, found: Kind },
    #[error(
        "this is a file of an old Office program, but no workbook of Excel 97-2003 that can be read; hint: save it as XLSX or CSV, or convert it: libreoffice --headless --convert-to xlsx FILE"
    )]
    OldWorkbook,
    #[error("this is a binary workbook (XLSB); hint: save it as XLSX or CSV")]
    BinaryWorkbook,
    #[error(
        "this is a ZIP archive, but neither XLSX nor ODS nor a Shapefile nor one other file that can be read; hint: unpack it and import the file inside"
    )]
    OtherArchive,
    #[error("this is an SQLite database, but no GeoPackage; hint: export the table as CSV or GeoPackage")]
    OtherDatabase,
    #[error("this is XML, but neither GML nor KML; hint: export the list as CSV, XLSX or GeoJSON")]
    OtherXml,
    #[error(
        "this is {}, which is not read here; hint: one command of GDAL makes GeoJSON of it: ogr2ogr -f GeoJSON -t_srs EPSG:4326 list.geojson FILE", .0.0
    )]
    Gis(Labels),
    #[error("the spreadsheet is locked by a password; hint: save it without")]
    Locked,
    #[error(
        "this is not a text file: it contains NUL bytes; hint: CSV is expected in UTF-8 or Windows-1252, or in UTF-16 with byte order mark"
    )]
    NoText,
    #[error("{}", .0.en)]
    Encoding(Sentence),
    #[error(
        "the quotation mark opened on line {line} is never closed; hint: a quotation mark inside a quoted cell is written twice"
    )]
    UnclosedQuote { line: usize },
    #[error("the archive is damaged: {}; hint: save the spreadsheet again", .0.en)]
    Archive(Sentence),
    #[error(
        "the archive would unpack to more than {limit} bytes, or to more than {ratio} times its size; hint: save only the sheet with the list"
    )]
    Bomb { limit: u64, ratio: u64 },
    #[error("the part {part} of the spreadsheet is damaged: {}; hint: save the spreadsheet again", .cause.en)]
    Damaged { part: String, cause: Sentence },
    #[error("the spreadsheet has no sheet \"{wanted}\"; it has: {found}")]
    NoSheet { wanted: String, found: String },
    #[error(
        "the header is said to stand in row {line}, but that row is empty or not there; hint: count from 1"
    )]
    NoHeaderRow { line: usize },
    #[error("the GeoJSON cannot be read: {}", .0.en)]
    GeoJson(Sentence),
    #[error("line {line}: more than {limit} columns; hint: check the delimiter, or drop columns")]
    Columns { line: usize, limit: usize },
    #[error("more than {limit} rows; hint: import the file in parts")]
    Rows { limit: usize },
    #[error("more than {limit} cells; hint: drop columns that are not imported, or import the file in parts")]
    Cells { limit: usize },
    #[error("line {line}: a cell of more than {limit} characters; hint: check the quotation marks before it")]
    CellTooLong { line: usize, limit: usize },
    #[error("the table holds more than {limit} bytes of text; hint: import it in parts")]
    TooMuchText { limit: u64 },
}

/// The bytes of a register file.
pub fn load(path: &Path, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    bytes_of(path, limits).map_err(|fault| ReadError { file: path.display().to_string(), fault })
}

/// Reads a file of which nothing but perhaps its sheet is known; see [`read_with`].
pub fn read_bytes(
    name: &str,
    bytes: Vec<u8>,
    sheet: Option<&str>,
    limits: &Limits,
) -> Result<Table, ReadError> {
    let options = Options { sheets: sheet.map(str::to_owned).into_iter().collect(), ..Options::default() };
    read_with(name, bytes, &options, limits)
}

/// Reads a file that is in memory. `name` is what its sender calls it; only its ending matters.
pub fn read_with(name: &str, bytes: Vec<u8>, options: &Options, limits: &Limits) -> Result<Table, ReadError> {
    let checked = if bytes.len() as u64 > limits.file_bytes { Err(too_large(limits)) } else { Ok(bytes) };
    checked
        .and_then(|bytes| parse(bytes, ending(Path::new(name)), options, limits))
        .map_err(|fault| ReadError { file: name.to_owned(), fault })
}

/// The text of a delimited file, also of the only one in a ZIP archive; the bytes again for every other format.
///
/// # Errors
///
/// [`ReadError`] where the file is too large, empty, damaged or in an unknown encoding.
pub fn decoded(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Result<String, Vec<u8>>, ReadError> {
    decode(bytes, ending(Path::new(name)), limits).map_err(|fault| ReadError { file: name.to_owned(), fault })
}

fn decode(bytes: Vec<u8>, ending: Option<String>, limits: &Limits) -> Result<Result<String, Vec<u8>>, Fault> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(too_large(limits));
    }
    if bytes.starts_with(b"PK") {
        let inside = archive::Archive::open(&bytes, limits)?.only_file()?;
        let csv = inside.filter(|(name, _)| name.to_lowercase().ends_with(".csv"));
        return csv.map_or(Ok(Err(bytes)), |(_, csv)| Ok(Ok(encoding::decode(csv, None)?.0)));
    }
    if bytes.is_empty() || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Ok(Err(bytes));
    }
    let (text, _) = encoding::decode(bytes, None)?;
    if text.trim_start().starts_with('{') {
        return Ok(Err(text.into_bytes()));
    }
    check_ending(ending, Kind::Text)?;
    Ok(Ok(text))
}

fn too_large(limits: &Limits) -> Fault {
    Fault::TooLarge { limit: limits.file_bytes }
}

/// The bytes of a regular file. Opening a pipe would wait for its writer, hence the look before.
fn bytes_of(path: &Path, limits: &Limits) -> Result<Vec<u8>, Fault> {
    files::read(path, limits.file_bytes).map_err(|error| match error {
        FileError::Unreadable { cause, .. } => match cause.kind() {
            io::ErrorKind::NotFound => Fault::NotFound,
            io::ErrorKind::PermissionDenied => Fault::Permission,
            _ => Fault::Io(cause),
        },
        FileError::Folder { .. } | FileError::NotRegular { .. } => Fault::NoFile,
        FileError::TooLarge { .. } => too_large(limits),
        FileError::Empty { .. } => Fault::Empty,
        changed @ (FileError::Changed { .. } | FileError::NotUtf8 { .. } | FileError::TooMany { .. }) => {
            Fault::Io(io::Error::other(changed.to_string()))
        }
    })
}

fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_lowercase())
}

fn parse(bytes: Vec<u8>, ending: Option<String>, options: &Options, limits: &Limits) -> Result<Table, Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    if bytes.starts_with(compound::SIGNATURE) {
        return xls::read(&bytes, ending, options, limits);
    }
    if is_archive(&bytes) {
        return parse_archive(&bytes, ending, options, limits);
    }
    if sqlite::is_sqlite(&bytes) {
        check_ending(ending, Kind::GeoPackage)?;
        return geopackage::read(&bytes, options, limits);
    }
    if let Some(format) = gis_format(&bytes, ending.as_deref()) {
        return Err(Fault::Gis(format));
    }
    let (decoded, encoding) = encoding::decode(bytes, options.encoding)?;
    let kind = match decoded.trim_start().chars().next() {
        Some('{') => Kind::GeoJson,
        Some('<') if kml::is_kml(&decoded) => Kind::Kml,
        Some('<') if gml::is_gml(&decoded) => Kind::Gml,
        Some('<') if decoded.trim_start().starts_with("<?xml") => return Err(Fault::OtherXml),
        _ => Kind::Text,
    };
    check_ending(ending, kind)?;
    match kind {
        Kind::GeoJson => geojson::read(&decoded, encoding, limits),
        Kind::Kml => kml::read(&decoded, encoding, limits),
        Kind::Gml => gml::read(&decoded, encoding, limits),
        _ => text::read(&decoded, encoding, options, limits),
    }
}

fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A spreadsheet, a Shapefile, or one file that was packed for sending.
fn parse_archive(
    bytes: &[u8],
    ending: Option<String>,
    options: &Options,
    limits: &Limits,
) -> Result<Table, Fault> {
    let mut archive = archive::Archive::open(bytes, limits)?;
    if let Some((name, inside)) = archive.only_file()? {
        if is_archive(&inside) {
            return Err(Fault::OtherArchive);
        }
        return parse(inside, self::ending(Path::new(&name)), options, limits);
    }
    let layers = shapefile::layers(&archive);
    if !layers.is_empty() {
        return shapefile::read(&mut archive, &layers, options, limits);
    }
    if archive.names().iter().any(|name| name.to_lowercase().ends_with(".gdbtable")) {
        return Err(Fault::Gis(("a File Geodatabase of Esri", "eine File Geodatabase von Esri")));
    }
    let kind = archive.spreadsheet_kind()?;
    check_ending(ending, kind)?;
    match kind {
        Kind::Ods => ods::read(&mut archive, options, limits),
        _ => xlsx::read(&mut archive, options, limits),
    }
}

/// Formats of geographic programs that are not read, by their first bytes or their ending.
fn gis_format(bytes: &[u8], ending: Option<&str>) -> Option<Labels> {
    const PART_OF_SHAPEFILE: Labels = (
        "one part of a Shapefile (pack .shp, .dbf and .prj in one ZIP archive, and it is read)",
        "ein Teil eines Shapefiles (.shp, .dbf und .prj zusammen in ein ZIP-Archiv gepackt werden gelesen)",
    );
    if bytes.starts_with(&[0, 0, 0x27, 0x0A]) {
        return Some(PART_OF_SHAPEFILE);
    }
    if bytes.starts_with(b"fgb\x03") {
        return Some(("FlatGeobuf", "FlatGeobuf"));
    }
    if bytes.starts_with(b"PAR1") {
        return Some(("GeoParquet", "GeoParquet"));
    }
    match ending {
        Some("dbf") => Some(PART_OF_SHAPEFILE),
        Some("tab" | "mif" | "map") => Some(("a table of MapInfo", "eine Tabelle von MapInfo")),
        Some("dxf" | "dwg") => Some(("a drawing of CAD", "eine CAD-Zeichnung")),
        _ => None,
    }
}

/// An ending that promises another format is a sign of a mix-up, so it is not passed over.
fn check_ending(ending: Option<String>, kind: Kind) -> Result<(), Fault> {
    let Some(ending) = ending else { return Ok(()) };
    let promised = match ending.as_str() {
        "csv" | "tsv" | "txt" => Kind::Text.labels(),
        "xlsx" | "xlsm" => Kind::Xlsx.labels(),
        "ods" => Kind::Ods.labels(),
        "json" | "geojson" => Kind::GeoJson.labels(),
        "gml" => Kind::Gml.labels(),
        "kml" => Kind::Kml.labels(),
        "gpkg" => Kind::GeoPackage.labels(),
        "xls" => Kind::Xls.labels(),
        "xlsb" => ("a binary workbook", "binäre Arbeitsmappe"),
        "pdf" => ("a PDF document", "PDF-Dokument"),
        _ => return Ok(()),
    };
    if promised == kind.labels() {
        return Ok(());
    }
    Err(Fault::Ending { ending, promised, found: kind })
}
