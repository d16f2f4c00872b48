//! The contract as a document: the committed one, with a name for each type.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pflegeplan::api::{ContractText, contract};
use pflegeplan::app::search_parameters::PARAMETERS;
use serde_json::Value;

use super::Service;

#[actix_web::test]
async fn the_document_is_the_committed_one_and_names_every_parameter() {
    let written = ContractText::new().unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == written.as_str(),
        "openapi/openapi.json differs from the routes; run: target/debug/pflegeplan openapi > openapi/openapi.json"
    );
    let service = Service::new("openapi");
    assert_eq!(service.ok("/openapi.json").await, serde_json::from_str::<Value>(&committed).unwrap());
    let contract: Value = serde_json::from_str(&committed).unwrap();
    let mut documented: Vec<String> = contract["paths"]["/api/v1/facilities"]["get"]["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
        .collect();
    let mut read: Vec<String> = PARAMETERS.iter().map(|parameter| parameter.name.to_owned()).collect();
    documented.sort();
    read.sort();
    assert_eq!(documented, read);
}

/// A document has one schema a name: of two types with the same name it would describe one by the other.
#[test]
fn no_two_types_have_the_same_schema_name() {
    let mut types: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in rust_files(&source) {
        for name in schema_names(&fs::read_to_string(&file).unwrap()) {
            types.entry(name).or_default().push(file.display().to_string());
        }
    }
    let named = contract().components.map_or(0, |components| components.schemas.len());
    assert!(types.len() * 2 > named, "only {} of {named} types were found in the sources", types.len());
    let twice: Vec<_> = types.iter().filter(|(_, files)| files.len() > 1).collect();
    assert!(twice.is_empty(), "hint: #[schema(as = OtherName)] gives another name: {twice:#?}");
}

fn rust_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The names of the types in a source that derive a schema, or have one by hand.
fn schema_names(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut derives, mut renamed) = (false, None);
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[derive(") && line.contains("ToSchema") {
            (derives, renamed) = (true, None);
        } else if derives && let Some((_, name)) = line.split_once("#[schema(as = ") {
            renamed = name.split([')', ',']).next().map(|name| name.trim().to_owned());
        } else if derives && let Some(declared) = declared_name(line) {
            names.push(renamed.take().unwrap_or(declared));
            derives = false;
        }
    }
    names
}

/// `FacilityResponse` of `pub struct FacilityResponse {`.
fn declared_name(line: &str) -> Option<String> {
    let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub"));
    matches!(words.next()?, "struct" | "enum").then_some(())?;
    let name = words.next()?.split(['<', '(', '{', ';']).next()?;
    Some(name.to_owned())
}

#[test]
fn names_are_read_from_derives_with_their_renames() {
    let source = "
        #[derive(Debug, ToSchema)]
        #[serde(deny_unknown_fields)]
        #[schema(as = Other)]
        pub struct One { a: u8 }
        #[derive(Debug)]
        pub struct Two;
        #[derive(ToSchema)]
        pub(crate) enum Three { A }
    ";
    assert_eq!(schema_names(source), ["Other", "Three"]);
}
