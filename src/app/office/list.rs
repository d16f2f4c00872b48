//! A list of facilities that somebody uploads: read, looked at, corrected, and taken into the register. It is the import of the
//! command line, with the mapping in hand instead of in a file.

use chrono::NaiveDate;

use crate::addresses::AddressIndex;
use crate::app::import_register::{self, ImportOutcome, RegisterImport, Written, fingerprint};
use crate::app::suggest_mapping::{KnownLayoutError, known_layouts, suggest_mapping};
use crate::app::{Caller, ReferenceData};
use crate::import::read::{Limits, ReadError, Table, read_with};
use crate::import::{ColumnUse, Layout, LayoutError, Mapping, reading_options};
use crate::register::{Facility, Field};
use crate::store::{Author, Database};
use crate::units::Lang;

/// How much an uploaded list may ask for. It is no larger than a request, and an office has no list of more rows.
const LIMITS: Limits = Limits {
    file_bytes: 1 << 20,
    unpacked_bytes: 12 << 20,
    unpacked_ratio: 200,
    rows: 5_000,
    columns: 200,
    cells: 100_000,
    cell_chars: 10_000,
};

/// A file as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedList {
    /// Its name, without a folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// From where the mapping of a list is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappingOrigin {
    /// The columns are those of a list that is known, of this title.
    Known(String),
    /// Guessed from the columns and what stands in them.
    Suggested,
    /// Somebody has looked at it and sent it back.
    Given,
}

/// A list that was read, and how it is to be taken.
#[derive(Debug)]
pub struct ReadList {
    /// The rows.
    pub table: Table,
    /// What its columns and words mean.
    pub mapping: Mapping,
    /// The same, checked; or what the mapping lacks.
    pub layout: Result<Layout, LayoutError>,
    /// From where the mapping is.
    pub origin: MappingOrigin,
}

/// Why a list cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant shows the sentence of its cause")]
pub enum ListError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Mapping(#[from] LayoutError),
    #[error(transparent)]
    Known(#[from] KnownLayoutError),
}

impl ListError {
    /// The sentence in German.
    pub fn german(&self) -> String {
        match self {
            Self::Read(fault) => fault.in_language(Lang::De),
            Self::Mapping(fault) => fault.german(),
            Self::Known(fault) => format!("Das Programm ist nicht vollständig; gemeldet wird „{fault}“."),
        }
    }
}

/// Reads a list. Without a mapping it is recognised by its columns, or one is suggested.
///
/// # Errors
/// [`ListError`] if the file is no list, asks for too much, or the mapping is no mapping.
pub fn read_list(
    file: &UploadedList,
    mapping: Option<Mapping>,
    reference: &ReferenceData,
    today: NaiveDate,
) -> Result<ReadList, ListError> {
    let categories = &reference.categories;
    let read = |layouts: &[Layout]| {
        let options = reading_options(layouts);
        read_with(&file.name, file.bytes.clone(), &options, &LIMITS)
    };
    if let Some(mapping) = mapping {
        let layout = Layout::from_toml(&mapping.text(), categories);
        let table = read(layout.as_ref().map(std::slice::from_ref).unwrap_or_default())?;
        return Ok(ReadList { table, mapping, layout, origin: MappingOrigin::Given });
    }
    let known = known_layouts(categories)?;
    let layouts: Vec<Layout> = known.iter().map(|(layout, _)| layout.clone()).collect();
    let table = read(&layouts)?;
    let recognised = Layout::recognise(&layouts, &table).ok();
    let of_known = recognised.and_then(|layout| known.iter().find(|(known, _)| known.name == layout.name));
    if let Some((layout, text)) = of_known {
        let (origin, mapping) = (MappingOrigin::Known(layout.title.clone()), Mapping::read(text)?);
        return Ok(ReadList { table, mapping, layout: Ok(layout.clone()), origin });
    }
    let text = match suggest_mapping(&table, &file.name, &known, Lang::De, reference, today) {
        Ok(suggested) => suggested.toml,
        Err(error) => error.toml,
    };
    let mut mapping = Mapping::read(&text)?;
    mapping.forget_left_out_words();
    let layout = Layout::from_toml(&mapping.text(), categories);
    Ok(ReadList { table, mapping, layout, origin: MappingOrigin::Suggested })
}

/// Fields that a column of a list may be: all that an import reads, but those by which only our own exports name rows.
pub fn column_fields() -> impl Iterator<Item = Field> {
    let of_exports = [Field::FacilityId, Field::Source, Field::PositionSource];
    Field::importable().filter(move |field| !of_exports.contains(field))
}

/// What a column may be used for, in the order of a list of choices.
pub fn column_uses() -> impl Iterator<Item = ColumnUse> {
    let others = [ColumnUse::Unused, ColumnUse::Category, ColumnUse::Address];
    others.into_iter().chain(column_fields().map(ColumnUse::Field))
}

/// When a list is taken in, and by whom.
#[derive(Debug, Clone, Copy)]
pub struct Release<'a> {
    /// Leaves the invented facilities in the register.
    pub keep_examples: bool,
    /// Streets and houses by which rows without coordinates are placed.
    pub addresses: Option<&'a AddressIndex>,
    /// Who does it, and when.
    pub author: &'a Author,
    /// The day on which it happens.
    pub today: NaiveDate,
}

impl Release<'_> {
    fn import<'a>(
        &'a self,
        list: &'a ReadList,
        layout: &'a Layout,
        file: &'a UploadedList,
        sha256: &'a str,
    ) -> RegisterImport<'a> {
        RegisterImport {
            table: &list.table,
            layout,
            file_name: &file.name,
            sha256,
            keep_examples: self.keep_examples,
            addresses: self.addresses,
            today: self.today,
            now: self.author.at.and_utc(),
            author: Some(self.author),
            seen: None,
        }
    }
}

/// What a list would change in the register: the report, and the facilities that would be new or changed.
pub fn preview(
    release: &Release,
    list: &ReadList,
    layout: &Layout,
    (file, register): (&UploadedList, Vec<Facility>),
    reference: &ReferenceData,
) -> (ImportOutcome<()>, Vec<Facility>) {
    let sha256 = fingerprint(&file.bytes);
    let import = release.import(list, layout, file, &sha256);
    import_register::preview_facilities(&import, reference, register, usize::MAX)
}

/// Takes a list into the register if that still has the version that was looked at.
pub fn release(
    release: &Release,
    list: &ReadList,
    layout: &Layout,
    (file, seen): (&UploadedList, u64),
    (database, reference): (&Database, &ReferenceData),
) -> ImportOutcome<Written> {
    let sha256 = fingerprint(&file.bytes);
    let import = RegisterImport { seen: Some(seen), ..release.import(list, layout, file, &sha256) };
    import_register::import_register(Caller::Office, database, reference, &import, || ())
}
