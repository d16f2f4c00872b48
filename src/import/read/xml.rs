//! The few things the spreadsheet readers ask of XML: elements by local name, attributes and text.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::{Fault, of_library};
use crate::import::notes::Sentence;

pub(super) enum Node<'a> {
    Open(BytesStart<'a>),
    Close(BytesEnd<'a>),
    Text(Cow<'a, str>),
    /// The document is over.
    End,
}

/// A document part that is walked node by node. Entities of one's own are refused, so no text grows
/// by expansion.
pub(super) struct Xml<'a> {
    reader: quick_xml::Reader<&'a [u8]>,
    part: &'a str,
}

impl<'a> Xml<'a> {
    pub fn new(bytes: &'a [u8], part: &'a str) -> Self {
        let mut reader = quick_xml::Reader::from_reader(bytes);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part }
    }

    pub fn damaged(&self, cause: impl Into<Sentence>) -> Fault {
        Fault::Damaged { part: self.part.to_owned(), cause: cause.into() }
    }

    /// What the XML reader has to say.
    fn unreadable(&self, cause: impl std::fmt::Display) -> Fault {
        self.damaged(of_library(cause))
    }

    pub fn next(&mut self) -> Result<Node<'a>, Fault> {
        loop {
            let event = self.reader.read_event().map_err(|cause| self.unreadable(cause))?;
            return Ok(match event {
                Event::Start(element) => Node::Open(element),
                Event::End(element) => Node::Close(element),
                Event::Text(text) => {
                    Node::Text(text.xml10_content().map_err(|cause| self.unreadable(cause))?)
                }
                Event::CData(text) => {
                    Node::Text(text.xml10_content().map_err(|cause| self.unreadable(cause))?)
                }
                Event::GeneralRef(reference) => {
                    if let Some(c) = reference.resolve_char_ref().map_err(|cause| self.unreadable(cause))? {
                        Node::Text(Cow::Owned(c.to_string()))
                    } else {
                        let name = reference.decode().map_err(|cause| self.unreadable(cause))?;
                        let text = resolve_xml_entity(&name);
                        Node::Text(Cow::Borrowed(text.ok_or_else(|| {
                            self.damaged((
                                format!("unknown entity &{name};"),
                                format!("die Abkürzung &{name}; ist unbekannt"),
                            ))
                        })?))
                    }
                }
                Event::Eof => Node::End,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                    continue;
                }
            });
        }
    }

    /// Like [`Self::next`] inside an element, where the document cannot be over.
    pub fn next_inside(&mut self) -> Result<Node<'a>, Fault> {
        match self.next()? {
            Node::End => Err(self.damaged(("it ends in the middle", "er endet mittendrin"))),
            node => Ok(node),
        }
    }

    /// Passes over the rest of an element that was just opened.
    pub fn skip(&mut self) -> Result<(), Fault> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next_inside()? {
                Node::Open(_) => depth += 1,
                Node::Close(_) => depth -= 1,
                Node::Text(_) | Node::End => {}
            }
        }
        Ok(())
    }

    /// An attribute by its local name.
    pub fn attribute(&self, element: &BytesStart, name: &str) -> Result<Option<String>, Fault> {
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|cause| self.unreadable(cause))?;
            if attribute.key.local_name().as_ref() == name.as_bytes() {
                let value = attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .map_err(|cause| self.unreadable(cause))?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }

    /// An attribute that is a count from 1, such as a number of repeats; 1 where it is missing.
    pub fn count(&self, element: &BytesStart, name: &str) -> Result<usize, Fault> {
        let Some(text) = self.attribute(element, name)? else { return Ok(1) };
        let no_count =
            || (format!("{name}=\"{text}\" is not a count"), format!("{name}=\"{text}\" ist keine Anzahl"));
        text.trim().parse().map_err(|_| self.damaged(no_count()))
    }
}
