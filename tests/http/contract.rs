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

/// The committed document.
fn committed() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A schema behind its references.
fn resolved<'c>(contract: &'c Value, mut schema: &'c Value) -> &'c Value {
    while let Some(name) = schema["$ref"].as_str() {
        schema = &contract["components"]["schemas"][name.rsplit('/').next().unwrap()];
    }
    schema
}

/// Of a kind: one name, two types; enumerations that are free strings, limits that are missing.
#[test]
fn no_parameter_with_known_words_is_a_free_string_and_no_number_is_without_bounds() {
    const WITH_WORDS: [&str; 14] = [
        "aged",
        "by",
        "care_form",
        "care_type",
        "category",
        "format",
        "level",
        "measure",
        "mode",
        "prevalence",
        "scenario",
        "sex",
        "supply",
        "without",
    ];
    let contract = committed();
    let operations = contract["paths"].as_object().unwrap().iter().flat_map(|(path, operations)| {
        operations.as_object().unwrap().iter().map(move |(method, operation)| (path, method, operation))
    });
    let (mut numbers, mut words) = (0, 0);
    for (path, method, operation) in operations {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let schema = resolved(&contract, &parameter["schema"]);
            let item = if schema["type"] == "array" { resolved(&contract, &schema["items"]) } else { schema };
            let has = |key: &str| item.get(key).is_some();
            let is_of = |kind: &str| {
                item["type"] == kind
                    || item["type"].as_array().is_some_and(|all| all.iter().any(|it| it == kind))
            };
            if is_of("integer") || is_of("number") {
                numbers += 1;
                let has_least = has("minimum") || has("exclusiveMinimum");
                assert!(
                    has_least && (has("maximum") || has("exclusiveMaximum")),
                    "{method} {path}: {parameter}"
                );
            }
            if WITH_WORDS.contains(&name) {
                words += 1;
                assert!(has("enum") || has("pattern") || has("const"), "{method} {path}: {parameter}");
            }
        }
    }
    assert!(numbers > 20 && words > 20, "{numbers} {words}");
    let mut untyped = Vec::new();
    for (name, schema) in contract["components"]["schemas"].as_object().unwrap() {
        find_untyped(schema, name, &mut untyped);
    }
    in_content(&contract["paths"], "paths", &mut untyped);
    assert!(untyped.is_empty(), "{untyped:#?}");
}

/// Says where a schema, a property or an item could be anything.
fn find_untyped(schema: &Value, place: &str, found: &mut Vec<String>) {
    const TYPES: [&str; 7] = ["type", "$ref", "oneOf", "anyOf", "allOf", "enum", "const"];
    if !TYPES.iter().any(|key| schema.get(key).is_some()) {
        found.push(place.to_owned());
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        find_untyped(property, &format!("{place}.{name}"), found);
    }
    for key in ["items", "additionalProperties"] {
        if schema[key].is_object() {
            find_untyped(&schema[key], &format!("{place}.{key}"), found);
        }
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        for part in schema[key].as_array().into_iter().flatten() {
            find_untyped(part, &format!("{place} {key}"), found);
        }
    }
}

/// The schemas of parameters, bodies and answers.
fn in_content(node: &Value, place: &str, found: &mut Vec<String>) {
    match node {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == "schema" {
                    find_untyped(value, place, found);
                } else if name != "example" && name != "examples" {
                    in_content(value, &format!("{place}/{name}"), found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| in_content(item, place, found)),
        _ => {}
    }
}

#[test]
fn a_schema_that_could_be_anything_is_found() {
    let mut found = Vec::new();
    let schema = serde_json::json!({"type": "object", "properties": {
        "a": {"description": "anything"}, "b": {"type": "array", "items": {}}, "c": {"$ref": "#/x"}
    }});
    find_untyped(&schema, "S", &mut found);
    assert_eq!(found, ["S.a", "S.b.items"]);
}
