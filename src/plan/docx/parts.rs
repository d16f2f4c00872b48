//! What a document names and holds beside its text: pictures, links and numbered lists, each by a number of its own.

use super::text::escaped;
use super::{HEAD, RELATIONS};

/// Parts that every document names, by kind and file. Header and footer are named by their place here.
const FIXED: [(&str, &str); 5] = [
    ("styles", "styles.xml"),
    ("numbering", "numbering.xml"),
    ("settings", "settings.xml"),
    ("header", "header1.xml"),
    ("footer", "footer1.xml"),
];

/// The ids of header and footer among the relations.
pub(super) const HEADER_ID: &str = "rId4";
pub(super) const FOOTER_ID: &str = "rId5";

/// What was named so far.
#[derive(Default)]
pub(super) struct Parts {
    /// Each with the ending of its name.
    pictures: Vec<(Vec<u8>, &'static str)>,
    links: Vec<String>,
    numbered_lists: usize,
}

impl Parts {
    /// Adds a picture whose name ends in `png` or `jpeg`; gives its number and the id of its relation.
    pub(super) fn add_picture(&mut self, picture: &[u8], ending: &'static str) -> (usize, String) {
        self.pictures.push((picture.to_vec(), ending));
        let number = self.pictures.len();
        (number, format!("rIdPicture{number}"))
    }

    /// Adds a link to a web page; gives the id of its relation.
    pub(super) fn add_link(&mut self, href: &str) -> String {
        let at = self.links.iter().position(|known| known == href).unwrap_or_else(|| {
            self.links.push(href.to_owned());
            self.links.len() - 1
        });
        format!("rIdLink{}", at + 1)
    }

    /// Adds a numbered list; gives its number among the numbered lists, from one.
    pub(super) fn add_numbered_list(&mut self) -> usize {
        self.numbered_lists += 1;
        self.numbered_lists
    }

    pub(super) fn numbered_lists(&self) -> usize {
        self.numbered_lists
    }

    /// The pictures, each with its file from the folder of the text.
    pub(super) fn pictures(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.pictures
            .iter()
            .enumerate()
            .map(|(at, (picture, ending))| (format!("media/image{}.{ending}", at + 1), picture.as_slice()))
    }

    /// `word/_rels/document.xml.rels`
    pub(super) fn relations(&self) -> String {
        let relation = |id: String, kind: &str, target: &str, mode: &str| {
            format!(
                "<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{}\"{mode}/>",
                escaped(target)
            )
        };
        let fixed = FIXED
            .iter()
            .enumerate()
            .map(|(at, (kind, target))| relation(format!("rId{}", at + 1), kind, target, ""));
        let pictures = self
            .pictures()
            .enumerate()
            .map(|(at, (path, _))| relation(format!("rIdPicture{}", at + 1), "image", &path, ""));
        let links = self.links.iter().enumerate().map(|(at, href)| {
            relation(format!("rIdLink{}", at + 1), "hyperlink", href, " TargetMode=\"External\"")
        });
        let all: String = fixed.chain(pictures).chain(links).collect();
        format!(
            "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
        )
    }
}
