//! What a planner writes: Markdown, read into paragraphs, headings, lists, quotations and tables without any markup of
//! its own. Raw HTML and pictures are refused with a sentence, links may lead to web pages only.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;

/// Deeper nesting is refused: programs that lay out pages give up on it.
const DEEPEST: usize = 8;
/// A longer text is refused.
pub const LONGEST_BYTES: usize = 200_000;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rich {
    /// A paragraph.
    Paragraph {
        /// Its words.
        spans: Vec<Span>,
    },
    /// A heading inside a chapter; all levels look the same.
    Heading {
        /// Its words.
        spans: Vec<Span>,
    },
    /// A list.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Rich>>,
    },
    /// A quotation.
    Quote {
        /// Its paragraphs.
        content: Vec<Rich>,
    },
}

/// Words of one look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Whether they are bold.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
    /// Whether they are italic.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub emphasis: bool,
    /// Where they lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// The words of a text without their look, its parts one behind the other.
pub fn plain(content: &[Rich]) -> String {
    let of = |part: &Rich| match part {
        Rich::Paragraph { spans } | Rich::Heading { spans } => {
            spans.iter().map(|span| span.text.as_str()).collect::<String>()
        }
        Rich::List { items, .. } => items.iter().map(|item| plain(item)).collect::<Vec<_>>().join("; "),
        Rich::Quote { content } => plain(content),
    };
    content.iter().map(of).collect::<Vec<_>>().join(" ")
}

/// Why a text is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum RichError {
    #[error(
        "the text has more than {LONGEST_BYTES} bytes; hint: put long documents into an annex of their own"
    )]
    TooLong,
    #[error("line {line}: HTML is not allowed; hint: use Markdown, such as **bold** or - for a list")]
    Html { line: usize },
    #[error("line {line}: pictures are not allowed in texts")]
    Picture { line: usize },
    #[error("line {line}: tables and code are not allowed in texts; hint: write a list")]
    Unknown { line: usize },
    #[error("line {line}: lists and quotations are nested more than {DEEPEST} deep")]
    TooDeep { line: usize },
    #[error("line {line}: a link must begin with https:// or http:// and have words")]
    Link { line: usize },
}

impl RichError {
    /// The sentence for people, in German.
    pub fn german(&self) -> String {
        match self {
            Self::TooLong => format!(
                "Der Text ist zu lang: höchstens {} Tausend Zeichen. Lange Dokumente gehören in einen eigenen Anhang.",
                LONGEST_BYTES / 1_000
            ),
            Self::Html { line } => format!(
                "Zeile {line}: HTML geht hier nicht. Bitte Markdown verwenden, zum Beispiel **fett** oder - für eine Liste."
            ),
            Self::Picture { line } => format!("Zeile {line}: Bilder gehen in den Texten nicht."),
            Self::Unknown { line } => {
                format!("Zeile {line}: Tabellen und Code gehen hier nicht. Bitte eine Liste schreiben.")
            }
            Self::TooDeep { line } => {
                format!("Zeile {line}: Listen und Zitate sind mehr als {DEEPEST}-fach verschachtelt.")
            }
            Self::Link { line } => {
                format!("Zeile {line}: Ein Link beginnt mit https:// oder http:// und hat einen Text.")
            }
        }
    }
}

/// Reads Markdown.
///
/// # Errors
/// The first thing that is not allowed, with its line.
///
/// ```
/// use pflegeplan::plan::rich::{Rich, read};
///
/// let text = read("Die Lage ist **angespannt**.\n\n- Zwei Heime schließen\n").unwrap();
/// assert!(matches!(&text[0], Rich::Paragraph { spans } if spans[1].strong));
/// assert!(read("<b>so</b>").unwrap_err().to_string().starts_with("line 1: HTML"));
/// ```
pub fn read(text: &str) -> Result<Vec<Rich>, RichError> {
    if text.len() > LONGEST_BYTES {
        return Err(RichError::TooLong);
    }
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let before = text.get(..range.start).unwrap_or_default();
        reader.take(event, before.matches('\n').count() + 1)?;
    }
    Ok(reader.stack.pop().unwrap_or_default())
}

/// What has been read so far: the content of the open containers, the innermost last.
struct Reader {
    stack: Vec<Vec<Rich>>,
    /// The items of the open lists.
    items: Vec<Vec<Vec<Rich>>>,
    spans: Vec<Span>,
    strong: usize,
    emphasis: usize,
    href: Option<String>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            stack: vec![Vec::new()],
            items: Vec::new(),
            spans: Vec::new(),
            strong: 0,
            emphasis: 0,
            href: None,
        }
    }
}

impl Reader {
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), RichError> {
        match event {
            Event::Start(tag) => self.open(tag, line)?,
            Event::End(tag) => self.close(tag, line)?,
            Event::Text(text) | Event::Code(text) => self.words(&text),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::Html(_) | Event::InlineHtml(_) => return Err(RichError::Html { line }),
            _ => return Err(RichError::Unknown { line }),
        }
        Ok(())
    }

    fn open(&mut self, tag: Tag<'_>, line: usize) -> Result<(), RichError> {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } => {}
            Tag::BlockQuote(_) | Tag::Item => {
                // Words of an item without paragraphs stand before what is nested in it.
                self.flush();
                if self.stack.len() > DEEPEST {
                    return Err(RichError::TooDeep { line });
                }
                self.stack.push(Vec::new());
            }
            Tag::List(_) => {
                self.flush();
                self.items.push(Vec::new());
            }
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Link { dest_url, .. } => {
                let is_web = dest_url.starts_with("https://") || dest_url.starts_with("http://");
                if !is_web {
                    return Err(RichError::Link { line });
                }
                self.href = Some(dest_url.to_string());
            }
            Tag::Image { .. } => return Err(RichError::Picture { line }),
            Tag::HtmlBlock => return Err(RichError::Html { line }),
            _ => return Err(RichError::Unknown { line }),
        }
        Ok(())
    }

    fn close(&mut self, tag: TagEnd, line: usize) -> Result<(), RichError> {
        match tag {
            TagEnd::Heading(HeadingLevel::H1 | HeadingLevel::H2 | HeadingLevel::H3 | HeadingLevel::H4)
            | TagEnd::Heading(_) => {
                let spans = std::mem::take(&mut self.spans);
                // An empty heading leads nowhere.
                if !spans.is_empty() {
                    self.push(Rich::Heading { spans });
                }
            }
            TagEnd::Paragraph => self.flush(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                let content = self.stack.pop().unwrap_or_default();
                self.push(Rich::Quote { content });
            }
            TagEnd::Item => {
                self.flush();
                let content = self.stack.pop().unwrap_or_default();
                if let Some(items) = self.items.last_mut() {
                    items.push(content);
                }
            }
            TagEnd::List(ordered) => {
                let items = self.items.pop().unwrap_or_default();
                self.push(Rich::List { ordered, items });
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Link => {
                let href = self.href.take();
                let has_words =
                    self.spans.iter().any(|span| span.href == href && !span.text.trim().is_empty());
                if !has_words {
                    return Err(RichError::Link { line });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn words(&mut self, text: &str) {
        let (strong, emphasis) = (self.strong > 0, self.emphasis > 0);
        match self.spans.last_mut() {
            Some(last) if (last.strong, last.emphasis, &last.href) == (strong, emphasis, &self.href) => {
                last.text.push_str(text);
            }
            _ => self.spans.push(Span { text: text.to_owned(), strong, emphasis, href: self.href.clone() }),
        }
    }

    /// Ends the words of a paragraph.
    fn flush(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if !spans.is_empty() {
            self.push(Rich::Paragraph { spans });
        }
    }

    fn push(&mut self, part: Rich) {
        if let Some(content) = self.stack.last_mut() {
            content.push(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(text: &str) -> Rich {
        let span = Span { text: text.to_owned(), strong: false, emphasis: false, href: None };
        Rich::Paragraph { spans: vec![span] }
    }

    #[test]
    fn lists_keep_their_order_and_what_is_nested_in_them() {
        let read = read("1. eins\n2. zwei\n   - innen\n\nEnde").unwrap();
        let inner = Rich::List { ordered: false, items: vec![vec![plain("innen")]] };
        let items = vec![vec![plain("eins")], vec![plain("zwei"), inner]];
        assert_eq!(read, [Rich::List { ordered: true, items }, plain("Ende")]);
    }

    #[test]
    fn what_is_not_allowed_is_named_with_its_line() {
        for (text, begin) in [
            ("gut\n\n<script>alert(1)</script>", "line 3: HTML"),
            ("a <b>x</b>", "line 1: HTML"),
            ("![Bild](https://example.org/a.png)", "line 1: pictures"),
            ("eins\n\n[hier](javascript:alert(1))", "line 3: a link"),
            ("[](https://example.org)", "line 1: a link"),
            ("```\ncode\n```", "line 1: tables and code"),
            (&"> ".repeat(30), "line 1: lists and quotations"),
        ] {
            let said = read(text).unwrap_err().to_string();
            assert!(said.starts_with(begin), "{text}: {said}");
        }
        assert_eq!(read(&"a".repeat(LONGEST_BYTES + 1)), Err(RichError::TooLong));
    }

    fn letters(parts: &[Rich]) -> String {
        let of = |part: &Rich| match part {
            Rich::Paragraph { spans } | Rich::Heading { spans } => {
                spans.iter().map(|span| span.text.as_str()).collect()
            }
            Rich::List { items, .. } => items.iter().map(|item| letters(item)).collect::<String>(),
            Rich::Quote { content } => letters(content),
        };
        parts.iter().map(of).collect()
    }

    proptest! {
        #[test]
        fn no_word_is_lost(words in proptest::collection::vec("[a-zäöü]{1,8}", 1..30), marks in "[>* \n1.#-]{0,60}") {
            let mut text = String::new();
            let mut marks = marks.chars();
            for word in &words {
                text.extend(marks.by_ref().take(2));
                text.push_str(word);
                text.push(' ');
            }
            if let Ok(read) = read(&text) {
                let kept = letters(&read);
                for word in &words {
                    prop_assert!(kept.contains(word.as_str()), "{word} of {text:?} in {kept:?}");
                }
            }
        }
    }
}
