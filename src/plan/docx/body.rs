//! The text of the document: cover, contents and chapters, block by block.

use super::numbering::{Mark, mark};
use super::own::OwnText;
use super::parts::{FOOTER_ID, HEADER_ID, Parts};
use super::text::{escaped, paragraph, plain, run, styled_run};
use super::{HEAD, RELATIONS, WORDS, picture, table};
use crate::plan::arms::{ArmsFormat, CoatOfArms, CoverArms};
use crate::plan::document::{Block, Gap, GapBox, Plan};
use crate::plan::form::FormError;
use crate::plan::html::anchor;

/// The deepest level of headings in the contents.
const CONTENTS_LEVEL: usize = 2;

/// An entry of the contents.
struct Entry {
    level: usize,
    /// The name of the bookmark at the heading; a heading of the planner has none.
    bookmark: Option<String>,
    words: String,
}

/// The chapters as they are written.
struct Chapters<'a> {
    xml: String,
    contents: Vec<Entry>,
    /// The level of the last numbered heading.
    level: usize,
    bookmarks: usize,
    parts: &'a mut Parts,
    /// The pictures of the charts that are still to come.
    pictures: std::slice::Iter<'a, Vec<u8>>,
}

/// `word/document.xml`
///
/// # Errors
/// [`FormError::Pictures`] if there are not as many pictures as charts.
pub(super) fn document(
    plan: &Plan,
    (pictures, arms): (&[Vec<u8>], Option<&[u8]>),
    parts: &mut Parts,
) -> Result<String, FormError> {
    let arms = cover_arms(plan, arms, parts);
    let mut chapters = Chapters {
        xml: String::new(),
        contents: Vec::new(),
        level: 1,
        bookmarks: 0,
        parts,
        pictures: pictures.iter(),
    };
    for chapter in &plan.chapters {
        chapters.heading(1, &chapter.number, &chapter.title);
        for block in &chapter.blocks {
            chapters.block(block)?;
        }
    }
    if chapters.pictures.next().is_some() {
        return Err(FormError::Pictures);
    }
    Ok(format!(
        "{HEAD}<w:document {WORDS} xmlns:r=\"{RELATIONS}\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>{}{}{}<w:sectPr>\
         <w:headerReference w:type=\"default\" r:id=\"{HEADER_ID}\"/><w:footerReference w:type=\"default\" r:id=\"{FOOTER_ID}\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1531\" w:right=\"1418\" w:bottom=\"1418\" w:left=\"1418\" \
         w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>",
        arms + &cover(plan),
        contents(&chapters.contents),
        chapters.xml
    ))
}

/// The coat of arms above all else, or why it is missing; `drawn` is the picture of a drawing.
fn cover_arms(plan: &Plan, drawn: Option<&[u8]>, parts: &mut Parts) -> String {
    let missing = |why: &str| plain("Source", &CoverArms::missing_line(why));
    let arms = match &plan.arms {
        None => return String::new(),
        Some(CoverArms::Missing(why)) => return missing(why),
        Some(CoverArms::Shown(arms)) => arms,
    };
    let (picture, ending) = match (arms.format, drawn) {
        (ArmsFormat::Jpeg, _) => (arms.bytes(), "jpeg"),
        (ArmsFormat::Png, _) => (arms.bytes(), "png"),
        (ArmsFormat::Svg, Some(drawn)) => (drawn, "png"),
        (ArmsFormat::Svg, None) => return missing(CoverArms::NOT_DRAWN),
    };
    match CoatOfArms::size(picture) {
        Some(size) => picture::arms(&plan.arms_alternative(), (picture, size, ending), parts),
        None => missing(CoverArms::NOT_DRAWN),
    }
}

fn cover(plan: &Plan) -> String {
    let date = |day: chrono::NaiveDate| day.format("%d.%m.%Y").to_string();
    let mut xml = plain("State", &plan.state_line());
    xml += &plain("Title", &plan.title);
    xml += &plain("Subtitle", &plan.subtitle);
    xml += &plain(
        "Subtitle",
        &format!("Stichtag {}, abzugeben bis {}", date(plan.reference_date), date(plan.due)),
    );
    if let Some(line) = plan.example_line() {
        xml += &plain("GapHead", line);
    }
    for (label, text) in plan.imprint_lines() {
        let runs = styled_run(&format!("{label}: "), "<w:b/>") + &run(text);
        xml += &paragraph("Imprint", "", &runs);
    }
    xml
}

/// A field that a program fills with page numbers. Until then it has the headings, each a link to its place: on which page
/// they stand is known to the program that lays them out only.
fn contents(entries: &[Entry]) -> String {
    const BEGIN: &str = "<w:r><w:fldChar w:fldCharType=\"begin\" w:dirty=\"true\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> \
                         TOC \\o &quot;1-2&quot; \\h \\z </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    const END: &str = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let mut xml = plain("TOCHeading", "Inhalt");
    let last = entries.len().saturating_sub(1);
    for (at, entry) in entries.iter().enumerate() {
        let words = run(&entry.words);
        let words = match &entry.bookmark {
            Some(name) => format!("<w:hyperlink w:anchor=\"{name}\" w:history=\"1\">{words}</w:hyperlink>"),
            None => words,
        };
        let begin = if at == 0 { BEGIN } else { "" };
        let end = if at == last { END } else { "" };
        xml += &paragraph(&format!("TOC{}", entry.level), "", &format!("{begin}{words}{end}"));
    }
    xml
}

impl Chapters<'_> {
    fn heading(&mut self, level: usize, number: &str, title: &str) {
        self.level = level;
        self.bookmarks += 1;
        let (id, name) = (self.bookmarks, anchor(number).replace('-', "_"));
        let words = format!("{number} {title}");
        let runs = format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{}\"/>{}<w:bookmarkEnd w:id=\"{id}\"/>",
            escaped(&name),
            run(&words)
        );
        self.xml += &paragraph(&format!("Heading{level}"), "", &runs);
        self.contents.push(Entry { level, bookmark: Some(name), words });
    }

    fn block(&mut self, block: &Block) -> Result<(), FormError> {
        match block {
            Block::Heading { number, title } => self.heading(2, number, title),
            Block::Paragraph { text } => self.xml += &plain("BodyText", text),
            Block::Finding { text } => self.xml += &plain("Finding", text),
            Block::List { items } => {
                for item in items {
                    self.xml += &paragraph("ListParagraph", &mark(Mark::Bullet, 0), &run(item));
                }
            }
            Block::Table(of) => self.xml += &table::table(of),
            Block::Figure(of) => {
                let png = self.pictures.next().ok_or(FormError::Pictures)?;
                self.xml += &picture::figure(of, png, self.parts);
            }
            Block::Gaps { gaps } => self.xml += &missing(gaps),
            Block::Own { label, content } => {
                let level = self.level + 1;
                let text = OwnText::write(label, content, level, self.parts);
                self.xml += &text.xml;
                if level <= CONTENTS_LEVEL {
                    let entry = |words| Entry { level, bookmark: None, words };
                    self.contents.extend(text.headings.into_iter().map(entry));
                }
            }
        }
        Ok(())
    }
}

fn missing(gaps: &[Gap]) -> String {
    let said = GapBox::of(gaps);
    // The box stays whole: its last line alone on a page would say nothing.
    let kept = |line: &String| paragraph("Gap", "<w:keepNext/>", &run(line));
    let lines: String = said.lines.iter().map(kept).collect();
    plain("GapHead", said.label) + &lines + &plain("Gap", said.pointer)
}
