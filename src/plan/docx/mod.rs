//! A plan as a text document (DOCX) for the office that must edit it: headings as styles with outline levels, a field with the
//! contents, captions, tables whose headings are repeated on each page, charts as pictures with an
//! alternative text. All looks are styles of `styles.xml`, so that an office changes each of them in one place.
//!
//! Charts become pixels elsewhere: [`Plan::drawings`] says which, [`Plan::text_document`] takes the pictures.
//!
//! The parts are written here over `zip`: the crate for text documents (docx-rs) writes no repeated heading of a table, no
//! alternative text and no language, and brings a second version of `zip`.

mod body;
mod numbering;
mod own;
mod parts;
mod picture;
mod table;
mod text;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::arms::CoverArms;
use super::document::Plan;
use super::form::FormError;
use parts::Parts;
pub use picture::{Drawing, Fineness};
use text::{escaped, run};

/// What begins every part.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The vocabulary of text documents.
const WORDS: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
/// The kinds of relations between parts.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Parts that are the same in every plan.
const FIXED: [(&str, &str); 5] = [
    ("[Content_Types].xml", include_str!("types.xml")),
    ("_rels/.rels", include_str!("package.xml.rels")),
    ("word/styles.xml", include_str!("styles.xml")),
    ("word/settings.xml", include_str!("settings.xml")),
    ("word/footer1.xml", include_str!("footer.xml")),
];

impl Plan {
    /// The charts of the plan, in the order of reading, as drawings that become the pictures of [`Self::text_document`].
    pub fn drawings(&self) -> Vec<Drawing> {
        self.figures().map(|figure| Drawing::of(&figure.chart)).collect()
    }

    /// The coat of arms, if it is a drawing, which text documents do not show; `None` if it has dots already.
    pub fn arms_drawing(&self) -> Option<Drawing> {
        let Some(CoverArms::Shown(arms)) = &self.arms else { return None };
        arms.svg().map(Drawing::of_arms)
    }

    /// The plan as a text document (DOCX), with the pictures of [`Self::drawings`] as PNG in the same order, and that of
    /// [`Self::arms_drawing`], if there is one and it could be drawn.
    ///
    /// # Errors
    /// [`FormError::Pictures`] if there are more or fewer pictures, [`FormError::Archive`] if the file cannot be written.
    pub fn text_document(&self, pictures: &[Vec<u8>], arms: Option<&[u8]>) -> Result<Vec<u8>, FormError> {
        let mut parts = Parts::default();
        let document = body::document(self, (pictures, arms), &mut parts)?;
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: &str, bytes: &[u8], options: SimpleFileOptions| -> Result<(), FormError> {
            archive.start_file(name, options)?;
            Ok(archive.write_all(bytes)?)
        };
        let deflated = SimpleFileOptions::default();
        for (name, text) in FIXED {
            put(name, text.as_bytes(), deflated)?;
        }
        put("docProps/core.xml", core(self).as_bytes(), deflated)?;
        put("word/document.xml", document.as_bytes(), deflated)?;
        put("word/header1.xml", header(self).as_bytes(), deflated)?;
        put("word/numbering.xml", numbering::part(parts.numbered_lists()).as_bytes(), deflated)?;
        put("word/_rels/document.xml.rels", parts.relations().as_bytes(), deflated)?;
        // Pictures are compressed already.
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (path, picture) in parts.pictures() {
            put(&format!("word/{path}"), picture, stored)?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

/// Title, author, language, state and day of the document. The author is the area whose plan it is, as in the PDF.
fn core(plan: &Plan) -> String {
    let day = plan.written_on.format("%Y-%m-%d");
    let [title, subject, state, author] =
        [&plan.title, &plan.subtitle, &plan.state_line(), &plan.area_name].map(|text| escaped(text));
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject>\
         <dc:creator>{author}</dc:creator><dc:language>de-DE</dc:language><cp:contentStatus>{state}</cp:contentStatus>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created></cp:coreProperties>"
    )
}

/// On each page stands which plan it is, and whether it is a draft.
fn header(plan: &Plan) -> String {
    format!(
        "{HEAD}<w:hdr {WORDS}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{}<w:r><w:tab/></w:r>{}</w:p></w:hdr>",
        run(&plan.title),
        run(&plan.state_line())
    )
}

#[cfg(test)]
mod tests;
