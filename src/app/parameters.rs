//! The parameters of a use case, taken from the one declaration of its request: a field of the request type is a
//! parameter, and its doc comment and schema say what it takes. Query strings and flags are read by them; the contract
//! and the help describe them. Files and bodies are read into the same type by serde.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::openapi::path::{Parameter as Documented, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, Required};
use utoipa::{IntoParams, ToSchema};

use super::error::{Code, FieldError, excerpt};
use super::values::number;
use crate::units::one_of;

/// A request with the names of its fields, in the order in which help and contract list them.
pub trait Fields: ToSchema + Sized {
    /// The names of its fields.
    const FIELDS: &'static [&'static str];

    /// Puts the fields that are named in place of its own.
    fn replace(&mut self, other: Self, is_named: impl Fn(&str) -> bool);
}

/// Declares a request, so that the names of its fields are known.
macro_rules! request {
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty),+ $(,)? }
    ) => {
        $(#[$meta])*
        pub struct $name { $($(#[$field_meta])* pub $field: $type),+ }

        impl $crate::app::parameters::Fields for $name {
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn replace(&mut self, other: Self, is_named: impl Fn(&str) -> bool) {
                $(if is_named(stringify!($field)) {
                    self.$field = other.$field;
                })+
            }
        }
    };
}
pub(crate) use request;

/// The format of a field that is a year.
const YEAR: &str = "year";
/// Years far from any model; which of them it has, the model says.
const YEARS: (u64, u64) = (1990, 2100);

/// One parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// As it stands in a query string; a flag has hyphens in it.
    pub name: &'static str,
    description: String,
    kind: Kind,
    is_required: bool,
    schema: Value,
    example: Option<Value>,
}

/// What a parameter takes.
#[derive(Debug, Clone)]
enum Kind {
    Text,
    /// One of these words.
    Word(Vec<String>),
    /// A decimal number.
    Number,
    /// A whole number within bounds.
    Whole(u64, u64),
    /// Several, separated by commas.
    List(Box<Kind>),
}

/// The parameters of one operation.
#[derive(Debug, Clone, Default)]
pub struct Parameters(Vec<Parameter>);

impl Parameters {
    /// The fields of a request that a query string or a flag can hold: texts, words, numbers and lists of them.
    pub fn of<T: Fields>() -> Self {
        let schemas = Schemas::of::<T>();
        Self(T::FIELDS.iter().filter_map(|name| schemas.parameter(name)).collect())
    }

    /// Without those of these names.
    pub fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|parameter| !names.contains(&parameter.name));
        self
    }

    /// Only those of these names.
    pub fn only(mut self, names: &[&str]) -> Self {
        self.0.retain(|parameter| names.contains(&parameter.name));
        self
    }

    /// And those of another request after them.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// All of them, in the order of their declaration.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter> {
        self.0.iter()
    }

    /// Reads a query string.
    ///
    /// # Errors
    /// Every unknown, repeated, wrong or missing parameter.
    pub fn read_query(&self, raw: &str) -> Result<Given, Vec<FieldError>> {
        let mut given = Given::default();
        let mut errors = Vec::new();
        for (field, value) in form_urlencoded::parse(raw.as_bytes()) {
            let Some(parameter) = self.0.iter().find(|known| known.name == field) else {
                let known = self.0.iter().map(|known| known.name).collect();
                errors.push(FieldError::new(&excerpt(&field), Code::UnknownParameter { known }));
                continue;
            };
            match parameter.read(&value) {
                _ if given.0.contains_key(parameter.name) => {
                    errors.push(FieldError::new(parameter.name, Code::GivenTwice));
                }
                Ok(value) => drop(given.0.insert(parameter.name.to_owned(), value)),
                Err(code) => errors.push(FieldError::new(parameter.name, code)),
            }
        }
        let wrong = |name: &str| errors.iter().any(|error| error.field == name);
        let missing =
            |one: &&Parameter| one.is_required && !given.0.contains_key(one.name) && !wrong(one.name);
        let missing: Vec<FieldError> =
            self.0.iter().filter(missing).map(|one| FieldError::rule(one.name, one.is_missing())).collect();
        errors.extend(missing);
        if errors.is_empty() { Ok(given) } else { Err(errors) }
    }
}

/// Checked values by the names of their parameters.
#[derive(Debug, Clone, Default)]
pub struct Given(Map<String, Value>);

impl Given {
    /// Takes a value that [`Parameter::read`] gave.
    pub fn insert(&mut self, parameter: &Parameter, value: Value) {
        self.0.insert(parameter.name.to_owned(), value);
    }

    /// The request that has these values and no others.
    ///
    /// # Errors
    /// A field that the request needs and that no parameter gives.
    pub fn request<T: Fields + DeserializeOwned>(&self) -> Result<T, Vec<FieldError>> {
        let own = self.0.iter().filter(|(name, _)| T::FIELDS.contains(&name.as_str()));
        let own: Map<String, Value> = own.map(|(name, value)| (name.clone(), value.clone())).collect();
        serde_json::from_value(Value::Object(own)).map_err(|error| vec![FieldError::rule("request", error)])
    }

    /// Sets a value that stands elsewhere than in a parameter.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Whether a value was given.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

impl Parameter {
    /// Checks a text and gives its value.
    ///
    /// # Errors
    /// What is expected instead.
    pub fn read(&self, text: &str) -> Result<Value, Code> {
        self.kind.read(text)
    }

    /// What it means, with the words it takes.
    pub fn help(&self) -> String {
        let Some(words) = self.kind.words() else { return self.description.clone() };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let separated = if self.is_list() { ", separated by commas" } else { "" };
        format!("{}: {}{separated}", self.description.trim_end_matches('.'), one_of(&words))
    }

    /// What stands for its value in the help.
    pub fn value_name(&self) -> &'static str {
        match &self.kind {
            Kind::Text if self.name == "area" || self.name == "within" => "KEY",
            Kind::Text if self.name == "aged" => "AGES",
            Kind::Text => "ID",
            Kind::Word(_) => "WORD",
            Kind::Whole(1000.., ..=9999) => "YEAR",
            Kind::Number | Kind::Whole(..) => "NUMBER",
            Kind::List(kind) => match **kind {
                Kind::Number | Kind::Whole(..) => "NUMBERS",
                Kind::Word(_) => "WORDS",
                _ if self.name == "question" => "QUESTIONS",
                _ => "KEYS",
            },
        }
    }

    /// Whether it takes several values, separated by commas.
    pub fn is_list(&self) -> bool {
        matches!(self.kind, Kind::List(_))
    }

    /// Whether a call cannot do without it.
    pub fn is_required(&self) -> bool {
        self.is_required
    }

    fn is_missing(&self) -> String {
        let example = match &self.example {
            Some(Value::String(example)) => format!("; hint: {}={example}", self.name),
            Some(example) => format!("; hint: {}={example}", self.name),
            None => String::new(),
        };
        format!("is missing{example}")
    }

    /// What its text in a query string may be: its words, its bounds, and of a list the form of its parts.
    fn documented_schema(&self) -> Option<RefOr<Schema>> {
        let mut schema = self.schema.clone();
        match (&self.kind, schema.as_object_mut()) {
            // A generated client would repeat the parameter for each item of an array.
            (Kind::List(item), _) => {
                let part = item.pattern();
                let text = ObjectBuilder::new().schema_type(Type::String);
                return Some(text.pattern(Some(format!("^{part}(,{part})*$"))).into());
            }
            (Kind::Whole(least, most), Some(object)) => {
                object.insert("minimum".to_owned(), (*least).into());
                // A number without a bound of its own has that of the format int64.
                object.insert("maximum".to_owned(), (*most).min(i64::MAX.unsigned_abs()).into());
            }
            _ => {}
        }
        serde_json::from_value(schema).ok()
    }

    fn documented(&self) -> Documented {
        let example = self.example.as_ref().map(|example| match example {
            Value::Array(items) => Value::String(items.iter().map(shown).collect::<Vec<_>>().join(",")),
            other => other.clone(),
        });
        ParameterBuilder::new()
            .name(self.name)
            .parameter_in(ParameterIn::Query)
            .required(if self.is_required { Required::True } else { Required::False })
            .description(Some(if self.is_list() { self.help() } else { self.description.clone() }))
            .schema(self.documented_schema())
            .example(example)
            .build()
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Kind {
    fn read(&self, text: &str) -> Result<Value, Code> {
        match self {
            Self::Text => Ok(text.into()),
            Self::Word(words) => {
                let known: Vec<&str> = words.iter().map(String::as_str).collect();
                let expected = || Code::Rule(format!("expected {}", one_of(&known)));
                if known.contains(&text) { Ok(text.into()) } else { Err(expected()) }
            }
            Self::Number => number(text).map(Value::from),
            Self::Whole(least, most) => {
                let number = text.parse().ok().filter(|number: &u64| (least..=most).contains(&number));
                let (least, most) = (*least, *most);
                number.map(Value::from).ok_or_else(|| Code::NotWhole { given: excerpt(text), least, most })
            }
            Self::List(item) => {
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                let values = parts.map(|part| item.read(part)).collect::<Result<Vec<_>, _>>()?;
                if values.is_empty() { Err(Code::Empty) } else { Ok(Value::Array(values)) }
            }
        }
    }

    /// A regular expression of one value between the commas of a list.
    fn pattern(&self) -> String {
        match self {
            Self::Word(words) => format!("({})", words.join("|")),
            Self::Number => "-?[0-9]+([.][0-9]+)?".to_owned(),
            Self::Whole(..) => "[0-9]+".to_owned(),
            Self::Text | Self::List(_) => "[^,]+".to_owned(),
        }
    }

    fn words(&self) -> Option<&[String]> {
        match self {
            Self::Word(words) => Some(words),
            Self::List(item) => item.words(),
            _ => None,
        }
    }
}

/// The schema of a request and of the types it names.
struct Schemas {
    own: Value,
    named: Map<String, Value>,
}

impl Schemas {
    fn of<T: ToSchema>() -> Self {
        let mut named = Vec::new();
        T::schemas(&mut named);
        let value = |schema: RefOr<Schema>| serde_json::to_value(schema).unwrap_or_default();
        let named = named.into_iter().map(|(name, schema)| (name, value(schema))).collect();
        Self { own: value(T::schema()), named }
    }

    /// The parameter of a field, unless it holds more than a query string can.
    fn parameter(&self, name: &'static str) -> Option<Parameter> {
        let field = &self.own["properties"][name];
        let schema = present(field);
        let kind = self.kind(&schema)?;
        let text = |value: &Value| value["description"].as_str().map(|text| text.replace('\n', " "));
        let description = text(field).or_else(|| text(&schema)).unwrap_or_default();
        let is_required =
            self.own["required"].as_array().is_some_and(|names| names.iter().any(|one| one == name));
        let example = ["example", "examples"].iter().find_map(|key| {
            let example = field.get(key).or_else(|| schema.get(key))?;
            example
                .as_array()
                .filter(|_| *key == "examples")
                .map_or(Some(example), |all| all.first())
                .cloned()
        });
        let mut schema = schema;
        if let Some(object) = schema.as_object_mut() {
            ["description", "example", "examples"].iter().for_each(|key| drop(object.remove(*key)));
            if object.get("format").is_some_and(|format| format == YEAR) {
                object.insert("format".to_owned(), "int32".into());
            }
        }
        Some(Parameter { name, description, kind, is_required, schema, example })
    }

    fn kind(&self, schema: &Value) -> Option<Kind> {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.trim_start_matches("#/components/schemas/");
            return self.kind(self.named.get(name)?);
        }
        if let Some(words) = schema["enum"].as_array() {
            return Some(Kind::Word(words.iter().filter_map(Value::as_str).map(str::to_owned).collect()));
        }
        let bound = |key: &str, default| schema[key].as_f64().map_or(default, |bound| bound as u64);
        match schema["type"].as_str()? {
            "string" => Some(Kind::Text),
            "number" => Some(Kind::Number),
            "integer" if schema["format"] == YEAR => Some(Kind::Whole(YEARS.0, YEARS.1)),
            "integer" => Some(Kind::Whole(bound("minimum", 0), bound("maximum", u64::MAX))),
            "array" => Some(Kind::List(Box::new(self.kind(&present(&schema["items"]))?))),
            _ => None,
        }
    }
}

/// A schema without the `null` that stands for a field left out.
fn present(schema: &Value) -> Value {
    let is_null = |one: &Value| one["type"] == "null";
    if let Some(one) = schema["oneOf"].as_array().and_then(|all| all.iter().find(|one| !is_null(one))) {
        return one.clone();
    }
    let mut schema = schema.clone();
    if let Some(kind) =
        schema["type"].as_array().and_then(|all| all.iter().find(|one| *one != "null")).cloned()
    {
        schema["type"] = kind;
    }
    schema
}

/// An operation whose parameters are declared.
pub trait Declared {
    /// All of them, in the order of help and contract.
    fn parameters() -> Parameters;

    /// The flag that this flag requires, if there is one.
    fn needed_by(_flag: &str) -> Option<&'static str> {
        None
    }
}

/// Describes the parameters of an operation in the contract.
#[derive(Debug)]
pub struct QueryOf<D>(PhantomData<D>);

impl<D: Declared> IntoParams for QueryOf<D> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Documented> {
        D::parameters().iter().map(Parameter::documented).collect()
    }
}
