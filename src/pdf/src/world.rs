//! What the layout may read: its template, the plan, the drawings and the fonts of the program. Nothing else exists.

use serde_json::Value;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::fonts::FONTS;
use super::{Refusal, text};

const TEMPLATE: &str = include_str!("plan.typ");

/// The files of one layout.
pub(crate) struct Sheets {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    /// The plan and the drawings by their names.
    files: Vec<(FileId, Bytes)>,
}

/// A file of a layout.
#[derive(Clone)]
pub(crate) struct Picture {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// The name of the coat of arms, by its format.
pub(crate) fn arms_name(format: &str) -> Option<&'static str> {
    ["/arms.svg", "/arms.png", "/arms.jpeg"]
        .into_iter()
        .find(|name| name.strip_prefix("/arms.") == Some(format))
}

/// The name of a drawing: "/0.svg". Names are never made of texts, because none is ever forgotten.
pub(crate) fn picture_name(number: usize) -> String {
    format!("/{number}.svg")
}

fn file_id(name: &str) -> Result<FileId, Refusal> {
    let path = VirtualPath::new(name).map_err(|_| Refusal::Missing("file name"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl Sheets {
    pub(crate) fn new(mut plan: Value, pictures: Vec<Picture>) -> Result<Self, Refusal> {
        let fonts: Vec<Font> = FONTS.into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect();
        let regular = fonts.first().ok_or(Refusal::Font)?;
        text::printable(&mut plan, regular);
        let mut files = vec![(file_id("/plan.json")?, Bytes::new(serde_json::to_vec(&plan)?))];
        for Picture { name, bytes } in pictures {
            let is_drawing = name.ends_with(".svg");
            let bytes = match std::str::from_utf8(&bytes) {
                Ok(svg) if is_drawing => text::printable_text(svg, regular).into_bytes(),
                _ => bytes,
            };
            files.push((file_id(&name)?, Bytes::new(bytes)));
        }
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Ok(Self {
            library: LazyHash::new(library),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::new(file_id("/plan.typ")?, TEMPLATE.to_owned()),
            files,
        })
    }
}

impl World for Sheets {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
