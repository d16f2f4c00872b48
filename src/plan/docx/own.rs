//! What the planner has written, as paragraphs.

use super::numbering::{Mark, indent, mark};
use super::parts::Parts;
use super::text::{paragraph, plain, styled_run};
use crate::plan::rich::{Rich, Span};

/// A heading of the planner: its words, where it becomes an entry of the contents.
pub(super) type HeadingWords = String;

/// Writes texts of the planner below a heading of the level before `level`.
pub(super) struct OwnText<'a> {
    /// The finished paragraphs.
    pub xml: String,
    /// The headings that were met.
    pub headings: Vec<HeadingWords>,
    parts: &'a mut Parts,
    level: usize,
}

impl<'a> OwnText<'a> {
    /// A text with its label, such as "Einschätzung".
    pub(super) fn write(label: &str, content: &[Rich], level: usize, parts: &'a mut Parts) -> Self {
        let mut text = Self { xml: plain("OwnLabel", label), headings: Vec::new(), parts, level };
        content.iter().for_each(|part| text.part(part, "Own", 0));
        text
    }

    fn part(&mut self, part: &Rich, style: &str, depth: usize) {
        match part {
            Rich::Paragraph { spans } => {
                let runs = self.runs(spans);
                self.xml += &paragraph(style, &below_item(depth), &runs);
            }
            // In a list a heading would stand in the contents without what it belongs to.
            Rich::Heading { spans } if depth > 0 => {
                let runs = self.runs(spans);
                self.xml += &paragraph("OwnLabel", &below_item(depth), &runs);
            }
            Rich::Heading { spans } => {
                let runs = self.runs(spans);
                self.headings.push(spans.iter().map(|span| span.text.as_str()).collect());
                self.xml += &paragraph(&format!("Heading{}", self.level), "", &runs);
            }
            Rich::Quote { content } => content.iter().for_each(|part| self.part(part, "Quote", depth)),
            Rich::List { ordered, items } => {
                let kind = match ordered {
                    true => Mark::Number(self.parts.add_numbered_list()),
                    false => Mark::Bullet,
                };
                items.iter().for_each(|item| self.item(item, kind, depth));
            }
        }
    }

    /// An item of a list: its first paragraph has the mark, what follows stands below it.
    fn item(&mut self, parts: &[Rich], kind: Mark, depth: usize) {
        let mut rest = parts;
        if let Some((Rich::Paragraph { spans }, behind)) = parts.split_first() {
            let runs = self.runs(spans);
            self.xml += &paragraph("ListParagraph", &mark(kind, depth), &runs);
            rest = behind;
        }
        rest.iter().for_each(|part| self.part(part, "ListParagraph", depth + 1));
    }

    fn runs(&mut self, spans: &[Span]) -> String {
        let mut runs = String::new();
        for span in spans {
            let [bold, italic] = [(span.strong, "<w:b/>"), (span.emphasis, "<w:i/>")]
                .map(|(is_on, property)| if is_on { property } else { "" });
            runs += &match &span.href {
                Some(href) => {
                    let look = format!("<w:rStyle w:val=\"Hyperlink\"/>{bold}{italic}");
                    format!(
                        "<w:hyperlink r:id=\"{}\" w:history=\"1\">{}</w:hyperlink>",
                        self.parts.add_link(href),
                        styled_run(&span.text, &look)
                    )
                }
                None => styled_run(&span.text, &format!("{bold}{italic}")),
            };
        }
        runs
    }
}

/// A paragraph inside an item stands below its first words.
fn below_item(depth: usize) -> String {
    match depth.checked_sub(1) {
        Some(outer) => format!("<w:ind w:left=\"{}\"/>", indent(outer)),
        None => String::new(),
    }
}
