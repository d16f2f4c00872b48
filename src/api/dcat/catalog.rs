//! The catalogue as a graph.

use super::graph::{Node, Object};
use crate::app::Publisher;
use crate::app::opendata::catalogue::{Dataset, Distribution};

const STATE: &str = "http://dcat-ap.de/def/politicalGeocoding/stateKey/13";
const LEVEL: &str = "http://dcat-ap.de/def/politicalGeocoding/Level/state";
const EUROPE: &str = "http://publications.europa.eu/resource/authority";
/// Health; population and society.
const THEMES: [&str; 2] = ["HEAL", "SOCI"];

fn text(german: &str) -> Object {
    Object::Text(german.to_owned(), "de")
}

fn english(text: &str) -> Object {
    Object::Text(text.to_owned(), "en")
}

fn iri(address: impl Into<String>) -> Object {
    Object::Iri(address.into())
}

pub(super) fn catalog(origin: &str, publisher: &Publisher, datasets: &[Dataset]) -> Node {
    let all = datasets.iter().map(|of| Object::Node(dataset(origin, publisher, of)));
    Node::new(Some(format!("{origin}/dcat-ap.jsonld")), "dcat:Catalog")
        .with("dct:title", text("Offene Daten von pflegeplan"))
        .with("dct:title", english("Open data of pflegeplan"))
        .with("dct:description", text("Pflege-Angebote, Gebiete, Vorausberechnung, Erreichbarkeit und Indikatoren für Mecklenburg-Vorpommern."))
        .with("dct:description", english("Care offers, areas, forecast, reach and indicators of Mecklenburg-Vorpommern."))
        .with("dct:publisher", Object::Node(agent(origin, publisher)))
        .with("foaf:homepage", iri(format!("{origin}/")))
        .with("dct:language", iri(format!("{EUROPE}/language/DEU")))
        .with_all("dcat:dataset", all)
}

/// Who publishes; where the settings name nobody, the address of the service stands for them.
fn agent(origin: &str, publisher: &Publisher) -> Node {
    let name = publisher.name.clone().unwrap_or_else(|| format!("Betreiber von {origin}"));
    Node::new(Some(format!("{origin}/#betreiber")), "foaf:Organization")
        .with("foaf:name", Object::Plain(name))
        .with_all("foaf:mbox", publisher.email.iter().map(|email| iri(format!("mailto:{email}"))))
}

fn contact(publisher: &Publisher) -> Option<Node> {
    let (name, email) = (publisher.name.as_ref()?, publisher.email.as_ref()?);
    let node = Node::new(None, "vcard:Organization")
        .with("vcard:fn", Object::Plain(name.clone()))
        .with("vcard:hasEmail", iri(format!("mailto:{email}")));
    Some(node)
}

fn dataset(origin: &str, publisher: &Publisher, of: &Dataset) -> Node {
    let address = format!("{origin}/dcat-ap.jsonld#{}", of.id);
    let distributions = of.distributions.iter().map(|one| Object::Node(distribution(origin, of, one)));
    let spatial = of.bounds.map(|[west, south, east, north]| {
        let outline =
            format!("POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))");
        let node =
            Node::new(None, "dct:Location").with("dcat:bbox", Object::Typed(outline, "geosparql:wktLiteral"));
        Object::Node(node)
    });
    let temporal = of.period.map(|period| {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| Object::Typed(day.to_string(), "xsd:date"));
        let node = Node::new(None, "dct:PeriodOfTime")
            .with_all("dcat:startDate", day(period.from))
            .with_all("dcat:endDate", day(period.to));
        Object::Node(node)
    });
    Node::new(Some(address.clone()), "dcat:Dataset")
        .with("dct:identifier", Object::Plain(address))
        .with("dct:title", text(&of.title_de))
        .with("dct:title", english(&of.title_en))
        .with("dct:description", text(&of.description_de))
        .with("dct:description", english(&of.description_en))
        .with("dct:publisher", iri(format!("{origin}/#betreiber")))
        .with_all("dcat:contactPoint", contact(publisher).map(Object::Node))
        .with_all("dcatde:contributorID", publisher.contributor.iter().map(iri))
        .with_all("dcat:theme", THEMES.map(|theme| iri(format!("{EUROPE}/data-theme/{theme}"))))
        .with_all("dcat:keyword", of.keywords.iter().map(|word| text(word)))
        .with("dct:accrualPeriodicity", iri(format!("{EUROPE}/frequency/{}", of.rhythm)))
        .with("dct:language", iri(format!("{EUROPE}/language/DEU")))
        .with("dcatde:politicalGeocodingLevelURI", iri(LEVEL))
        .with("dcatde:politicalGeocodingURI", iri(STATE))
        .with_all("dct:spatial", spatial)
        .with_all("dct:temporal", temporal)
        .with_all("dcat:distribution", distributions)
}

fn distribution(origin: &str, of: &Dataset, one: &Distribution) -> Node {
    let address = format!("{origin}{}", one.path);
    let checksum = one.sha256.as_ref().map(|sha256| {
        let node = Node::new(None, "spdx:Checksum")
            .with("spdx:algorithm", iri("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"))
            .with("spdx:checksumValue", Object::Typed(sha256.clone(), "xsd:hexBinary"));
        Object::Node(node)
    });
    let download = one.is_file.then(|| iri(address.as_str()));
    let media_type = format!("https://www.iana.org/assignments/media-types/{}", one.media_type);
    let licence = of.licence.iter();
    Node::new(Some(format!("{origin}/dcat-ap.jsonld#{}:{}", of.id, one.path)), "dcat:Distribution")
        .with("dct:title", text(&one.title_de))
        .with("dcat:accessURL", iri(address.as_str()))
        .with_all("dcat:downloadURL", download)
        .with("dct:format", iri(format!("{EUROPE}/file-type/{}", one.file_type)))
        .with("dcat:mediaType", iri(media_type))
        .with_all("dct:license", licence.map(iri))
        .with("dcatde:licenseAttributionByText", text(&of.attribution))
        .with_all("spdx:checksum", checksum)
}
