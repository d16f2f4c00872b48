//! A graph of RDF as a tree of nodes, and its two forms.

use quick_xml::escape::escape;
use serde_json::{Map, Value, json};

/// The prefixes of names, with what they stand for.
const PREFIXES: [(&str, &str); 11] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcatap", "http://data.europa.eu/r5r/"),
    ("dcatde", "http://dcat-ap.de/def/dcatde/"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geosparql", "http://www.opengis.net/ont/geosparql#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A node with a type, such as `dcat:Dataset`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// Its address; `None` for one that is named nowhere else.
    iri: Option<String>,
    kind: &'static str,
    statements: Vec<(&'static str, Object)>,
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Iri(String),
    /// A text and its language.
    Text(String, &'static str),
    /// A text without a language.
    Plain(String),
    /// A value and its type, such as `xsd:date`.
    Typed(String, &'static str),
    Node(Node),
}

impl Node {
    pub fn new(iri: Option<String>, kind: &'static str) -> Self {
        Self { iri, kind, statements: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, object: Object) -> Self {
        self.statements.push((name, object));
        self
    }

    pub fn with_all(mut self, name: &'static str, objects: impl IntoIterator<Item = Object>) -> Self {
        self.statements.extend(objects.into_iter().map(|object| (name, object)));
        self
    }
}

/// The whole name of one with a prefix.
fn whole(name: &str) -> String {
    let (prefix, rest) = name.split_once(':').unwrap_or(("", name));
    let base = PREFIXES.iter().find(|(known, _)| *known == prefix).map_or("", |(_, base)| *base);
    format!("{base}{rest}")
}

pub(super) fn json_ld(node: &Node) -> String {
    let mut document = Map::new();
    let prefixes = PREFIXES.iter().map(|(prefix, base)| ((*prefix).to_owned(), Value::from(*base)));
    document.insert("@context".to_owned(), Value::Object(prefixes.collect()));
    if let Value::Object(fields) = json_node(node) {
        document.extend(fields);
    }
    Value::Object(document).to_string()
}

fn json_node(node: &Node) -> Value {
    let mut fields = Map::new();
    if let Some(iri) = &node.iri {
        fields.insert("@id".to_owned(), iri.as_str().into());
    }
    fields.insert("@type".to_owned(), node.kind.into());
    for (name, object) in &node.statements {
        let value = match object {
            Object::Iri(iri) => json!({"@id": iri}),
            Object::Text(text, lang) => json!({"@value": text, "@language": lang}),
            Object::Plain(text) => json!({"@value": text}),
            Object::Typed(text, kind) => json!({"@value": text, "@type": kind}),
            Object::Node(node) => json_node(node),
        };
        let all = fields.entry((*name).to_owned()).or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(value);
        }
    }
    Value::Object(fields)
}

pub(super) fn rdf_xml(node: &Node) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF");
    for (prefix, base) in PREFIXES {
        text.push_str(&format!(" xmlns:{prefix}=\"{base}\""));
    }
    text.push_str(">\n");
    push_node(&mut text, node);
    text.push_str("</rdf:RDF>\n");
    text
}

fn push_node(text: &mut String, node: &Node) {
    let about = node.iri.as_ref().map(|iri| format!(" rdf:about=\"{}\"", escape(iri.as_str())));
    text.push_str(&format!("<{}{}>\n", node.kind, about.unwrap_or_default()));
    for (name, object) in &node.statements {
        match object {
            Object::Iri(iri) => {
                text.push_str(&format!("<{name} rdf:resource=\"{}\"/>\n", escape(iri.as_str())));
            }
            Object::Text(value, lang) => {
                text.push_str(&format!("<{name} xml:lang=\"{lang}\">{}</{name}>\n", escape(value.as_str())));
            }
            Object::Plain(value) => {
                text.push_str(&format!("<{name}>{}</{name}>\n", escape(value.as_str())));
            }
            Object::Typed(value, kind) => {
                let kind = whole(kind);
                let value = escape(value.as_str());
                text.push_str(&format!("<{name} rdf:datatype=\"{kind}\">{value}</{name}>\n"));
            }
            Object::Node(node) => {
                text.push_str(&format!("<{name}>\n"));
                push_node(text, node);
                text.push_str(&format!("</{name}>\n"));
            }
        }
    }
    text.push_str(&format!("</{}>\n", node.kind));
}
