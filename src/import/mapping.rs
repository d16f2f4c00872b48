//! A mapping file as forms edit it: which column means what, and which word stands for which category. What forms do not show
//! stays as it is.

use std::collections::HashMap;

use toml::{Table, Value};

use super::layout::{IGNORE, LayoutError, WORD_SEPARATOR};
use super::text::{clean, word_key};
use crate::register::Field;

/// What a column is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnUse {
    /// Nothing of it is taken over.
    Unused,
    /// It is a field, alone or together with other columns.
    Field(Field),
    /// It holds whole addresses.
    Address,
    /// It says the kind of offer, alone or together with other columns.
    Category,
    /// It belongs to a further offer, to numbers inside of a text or to rows that are left out, as the mapping says.
    Special,
}

/// A mapping file whose parts can be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping(Table);

impl Mapping {
    /// Reads the text of a mapping file.
    ///
    /// # Errors
    /// [`LayoutError::Syntax`] if it is no TOML.
    pub fn read(text: &str) -> Result<Self, LayoutError> {
        Ok(Self(toml::from_str(text)?))
    }

    /// The text of the mapping file.
    pub fn text(&self) -> String {
        // A table of values that were read can be written again.
        toml::to_string(&self.0).unwrap_or_default()
    }

    /// What a column is used for.
    pub fn use_of(&self, column: &str) -> ColumnUse {
        let is_in = |names: Vec<&str>| names.iter().any(|name| word_key(name) == word_key(column));
        let of_field = |field: &Field| self.entry(*field).is_some_and(|entry| is_in(texts(entry)));
        if let Some(field) = Field::importable().find(of_field) {
            return ColumnUse::Field(field);
        }
        if is_in(self.columns_of(ADDRESS)) {
            return ColumnUse::Address;
        }
        if is_in(self.columns_of(CATEGORY)) {
            return ColumnUse::Category;
        }
        let others = ["offers", "places_in_text", "ignore"].into_iter().filter_map(|key| self.0.get(key));
        if others.into_iter().any(|part| is_in(texts(part))) {
            return ColumnUse::Special;
        }
        let own = Field::importable().find(|field| field.info().column.is_some_and(|name| is_in(vec![name])));
        match own.filter(|field| self.has_exchange_columns() && self.entry(*field).is_none()) {
            Some(field) => ColumnUse::Field(field),
            None => ColumnUse::Unused,
        }
    }

    /// Uses a column for something else. A field with several columns takes the first of them that is filled.
    pub fn set_use(&mut self, column: &str, to: ColumnUse) {
        let from = self.use_of(column);
        if from == to || to == ColumnUse::Special {
            return;
        }
        match from {
            ColumnUse::Field(field) => self.take_from_field(field, column),
            ColumnUse::Address => self.take_from_section(ADDRESS, column),
            ColumnUse::Category => self.take_from_section(CATEGORY, column),
            ColumnUse::Unused | ColumnUse::Special => {}
        }
        match to {
            ColumnUse::Field(field) => self.add_to_field(field, column),
            ColumnUse::Address => self.add_to_section(ADDRESS, column),
            ColumnUse::Category => self.add_to_section(CATEGORY, column),
            ColumnUse::Unused | ColumnUse::Special => {}
        }
    }

    /// The columns that say the kind of offer.
    pub fn category_columns(&self) -> Vec<&str> {
        self.columns_of(CATEGORY)
    }

    /// The words of the category columns in a table, with the number of their rows, the most frequent first.
    pub fn words_in(&self, table: &super::read::Table) -> Vec<(String, usize)> {
        let is_named = |name: &&str, header: &String| word_key(name) == word_key(header);
        let position = |name: &&str| table.header.iter().position(|header| is_named(name, header));
        let Some(columns) = self.category_columns().iter().map(position).collect::<Option<Vec<usize>>>()
        else {
            return Vec::new();
        };
        let mut rows: HashMap<String, (String, usize)> = HashMap::new();
        for row in &table.rows {
            let cell = |column: &usize| clean(row.cells.get(*column).map_or("", String::as_str)).text;
            let words: Vec<String> = columns.iter().map(cell).collect();
            if words.iter().any(|word| !word.is_empty()) {
                let word = words.join(WORD_SEPARATOR);
                rows.entry(word_key(&word)).or_insert((word, 0)).1 += 1;
            }
        }
        let mut rows: Vec<(String, usize)> = rows.into_values().collect();
        rows.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        rows
    }

    /// What a word of the category columns stands for, as it is listed, else by a listed beginning ("Gesundheit / *"): a slug, or
    /// `ignore`; `None` if it is not listed.
    pub fn word(&self, word: &str) -> Option<&str> {
        let words = self.0.get(CATEGORY)?.get(WORDS)?.as_table()?;
        let key = word_key(word);
        let exact = words.iter().find(|(known, _)| word_key(known) == key);
        let beginnings = words.iter().filter_map(|(known, target)| {
            let known = word_key(known);
            let beginning = known.strip_suffix('*')?.trim_end();
            key.starts_with(beginning).then_some((beginning.len(), target))
        });
        let of_beginning = || beginnings.max_by_key(|(length, _)| *length).map(|(_, target)| target);
        exact.map(|(_, target)| target).or_else(of_beginning)?.as_str()
    }

    /// Lists what a word of the category columns stands for; `None` takes it off the list.
    pub fn set_word(&mut self, word: &str, target: Option<&str>) {
        self.in_section(CATEGORY, |section| {
            let words = section.entry(WORDS).or_insert_with(|| Value::Table(Table::new()));
            let Value::Table(words) = words else { return };
            words.retain(|known, _| word_key(known) != word_key(word));
            if let Some(target) = target {
                words.insert(word.to_owned(), target.into());
            }
        });
    }

    /// Takes the words off the list whose rows are left out: a suggestion leaves out what it does not know, but nobody has
    /// decided it.
    pub fn forget_left_out_words(&mut self) {
        let section = self.0.get_mut(CATEGORY).and_then(Value::as_table_mut);
        if let Some(words) = section.and_then(|section| section.get_mut(WORDS)).and_then(Value::as_table_mut)
        {
            words.retain(|_, target| target.as_str() != Some(IGNORE));
        }
    }

    /// What holds for every row that says nothing of a field.
    pub fn constant(&self, field: Field) -> Option<&str> {
        self.0.get(CONSTANTS)?.get(field.info().name)?.as_str()
    }

    /// Says what holds for every row that says nothing of a field.
    pub fn set_constant(&mut self, field: Field, value: Option<&str>) {
        self.in_section(CONSTANTS, |constants| match value {
            Some(value) => drop(constants.insert(field.info().name.to_owned(), value.into())),
            None => drop(constants.remove(field.info().name)),
        });
    }

    /// The short name of the list.
    pub fn source(&self) -> &str {
        self.0.get(SOURCE).and_then(Value::as_str).unwrap_or_default()
    }

    /// Gives the list another short name.
    pub fn set_source(&mut self, source: &str) {
        self.0.insert(SOURCE.to_owned(), source.into());
    }

    /// Whether what the list lacks is closed.
    pub fn is_complete(&self) -> bool {
        self.0.get(COMPLETE).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Says whether what the list lacks is closed.
    pub fn set_complete(&mut self, is_complete: bool) {
        self.0.insert(COMPLETE.to_owned(), is_complete.into());
    }

    fn has_exchange_columns(&self) -> bool {
        self.0.get(EXCHANGE).and_then(Value::as_bool).unwrap_or_default()
    }

    fn entry(&self, field: Field) -> Option<&Value> {
        self.0.get(COLUMNS)?.get(field.info().name)
    }

    fn columns_of(&self, section: &str) -> Vec<&str> {
        self.0.get(section).and_then(|section| section.get(COLUMNS)).map(texts).unwrap_or_default()
    }

    /// Changes a section, which is made if it is missing.
    fn in_section<T>(&mut self, name: &str, work: impl FnOnce(&mut Table) -> T) -> T {
        let mut section = match self.0.remove(name) {
            Some(Value::Table(section)) => section,
            _ => Table::new(),
        };
        let result = work(&mut section);
        self.0.insert(name.to_owned(), Value::Table(section));
        result
    }

    fn take_from_field(&mut self, field: Field, column: &str) {
        let name = field.info().name;
        let is_listed = self.in_section(COLUMNS, |columns| {
            let is_empty = columns.get_mut(name).map(|entry| without(entry, column));
            if is_empty == Some(true) {
                columns.remove(name);
            }
            is_empty.is_some()
        });
        if !is_listed {
            // It goes by its name in our own exports: the others are listed from now on.
            self.list_exchange_columns(field);
        }
    }

    fn list_exchange_columns(&mut self, except: Field) {
        self.0.insert(EXCHANGE.to_owned(), false.into());
        self.in_section(COLUMNS, |columns| {
            for field in Field::importable().filter(|field| *field != except) {
                let info = field.info();
                if let Some(own) = info.column.filter(|_| !columns.contains_key(info.name)) {
                    columns.insert(info.name.to_owned(), own.into());
                }
            }
        });
    }

    fn add_to_field(&mut self, field: Field, column: &str) {
        let column = Value::from(column);
        self.in_section(COLUMNS, |columns| {
            let entry = match columns.remove(field.info().name) {
                None => column,
                Some(Value::Table(mut joined)) => {
                    if let Some(Value::Array(names)) = joined.get_mut("join") {
                        names.push(column);
                    }
                    Value::Table(joined)
                }
                Some(Value::Array(mut names)) => {
                    names.push(column);
                    Value::Array(names)
                }
                Some(one) => Value::Array(vec![one, column]),
            };
            columns.insert(field.info().name.to_owned(), entry);
        });
    }

    fn take_from_section(&mut self, section: &str, column: &str) {
        let is_empty = self.in_section(section, |section| {
            // Words are made of all columns of their section, so that they are no words any more when those change.
            section.remove(WORDS);
            section.get_mut(COLUMNS).is_none_or(|columns| without(columns, column))
        });
        if is_empty {
            self.0.remove(section);
        }
    }

    fn add_to_section(&mut self, section: &str, column: &str) {
        let mut names: Vec<Value> = self.columns_of(section).into_iter().map(Value::from).collect();
        names.push(column.into());
        self.in_section(section, |section| {
            section.remove(WORDS);
            section.insert(COLUMNS.to_owned(), Value::Array(names));
        });
    }
}

const COLUMNS: &str = "columns";
const ADDRESS: &str = "address";
const CATEGORY: &str = "category";
const WORDS: &str = "words";
const CONSTANTS: &str = "constants";
const SOURCE: &str = "source";
const COMPLETE: &str = "complete";
const EXCHANGE: &str = "exchange_columns";

/// All texts in a value.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(all) => all.iter().flat_map(texts).collect(),
        Value::Table(all) => {
            all.iter().filter(|(key, _)| *key != "with").flat_map(|(_, one)| texts(one)).collect()
        }
        _ => Vec::new(),
    }
}

/// Takes a column out of an entry; whether none is left.
fn without(entry: &mut Value, column: &str) -> bool {
    let is_it = |value: &Value| value.as_str().is_some_and(|name| word_key(name) == word_key(column));
    match entry {
        Value::Array(names) => {
            names.retain(|name| !is_it(name));
            names.is_empty()
        }
        Value::Table(joined) => {
            if joined.get_mut("and").is_some_and(|further| without(further, column)) {
                joined.remove("and");
            }
            joined.get_mut("join").is_none_or(|names| without(names, column))
        }
        one => is_it(one),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = r#"
name = "heime"
title = "Heime"
source = "heime"
recognise = ["Name"]

[columns]
name = "Name"
phone = { join = ["Vorwahl", "Nummer"], with = "/", and = ["Mobil"] }
provider = ["Träger", "Eigentümer"]

[category]
columns = ["Art", "Form"]

[category.words]
"Heim / Dauer" = "residential_care"

[[offers]]
category = "day_care"
places = "Plätze TP"

[address]
columns = "Anschrift"
"#;

    fn mapping() -> Mapping {
        Mapping::read(TEXT).unwrap()
    }

    #[test]
    fn each_column_is_used_as_the_mapping_says() {
        let mapping = mapping();
        for (column, expected) in [
            ("name ", ColumnUse::Field(Field::Name)),
            ("Vorwahl", ColumnUse::Field(Field::Phone)),
            ("Mobil", ColumnUse::Field(Field::Phone)),
            ("Eigentümer", ColumnUse::Field(Field::Provider)),
            ("Form", ColumnUse::Category),
            ("Anschrift", ColumnUse::Address),
            ("Plätze TP", ColumnUse::Special),
            ("/", ColumnUse::Unused),
            ("Bemerkung", ColumnUse::Unused),
        ] {
            assert_eq!(mapping.use_of(column), expected, "{column}");
        }
    }

    #[test]
    fn parts_that_no_form_shows_stay() {
        let mut mapping = mapping();
        mapping.set_use("Mobil", ColumnUse::Unused);
        mapping.set_use("Eigentümer", ColumnUse::Unused);
        mapping.set_word("Heim / Kurz", Some("short_term_care"));
        mapping.set_constant(Field::PlacesOn, Some("2025"));
        let text = mapping.text();
        for kept in [
            r#"join = ["Vorwahl", "Nummer"]"#,
            r#"with = "/""#,
            r#"provider = ["Träger"]"#,
            r#""Heim / Dauer" = "residential_care""#,
            r#""Heim / Kurz" = "short_term_care""#,
            r#"places_on = "2025""#,
            r#"places = "Plätze TP""#,
        ] {
            assert!(text.contains(kept), "{kept} in\n{text}");
        }
        assert!(!text.contains("Mobil") && !text.contains("Eigentümer"), "{text}");
        mapping.set_constant(Field::PlacesOn, None);
        mapping.set_word("heim / kurz", Some(IGNORE));
        assert_eq!(mapping.word("Heim / Kurz"), Some(IGNORE));
        mapping.forget_left_out_words();
        assert_eq!(mapping.word("Heim / Dauer"), Some("residential_care"));
        assert_eq!((mapping.constant(Field::PlacesOn), mapping.word("Heim / Kurz")), (None, None));
    }

    #[test]
    fn words_of_other_columns_are_no_words_any_more() {
        let mut mapping = mapping();
        mapping.set_use("Form", ColumnUse::Unused);
        assert_eq!((mapping.category_columns(), mapping.word("Heim / Dauer")), (vec!["Art"], None));
        mapping.set_use("Art", ColumnUse::Unused);
        assert_eq!((mapping.category_columns(), mapping.use_of("Art")), (Vec::new(), ColumnUse::Unused));
    }

    #[test]
    fn columns_of_our_own_exports_need_not_be_listed() {
        let text =
            "name = \"x\"\ntitle = \"x\"\nsource = \"x\"\nrecognise = [\"name\"]\nexchange_columns = true\n";
        let mut mapping = Mapping::read(text).unwrap();
        assert_eq!(mapping.use_of("postcode"), ColumnUse::Field(Field::Postcode));
        assert_eq!(mapping.use_of("PLZ"), ColumnUse::Unused);
        mapping.set_use("postcode", ColumnUse::Unused);
        assert_eq!(mapping.use_of("postcode"), ColumnUse::Unused);
        assert_eq!(mapping.use_of("street"), ColumnUse::Field(Field::Street), "the others stay");
    }

    fn uses() -> impl Strategy<Value = ColumnUse> {
        let fields: Vec<Field> = Field::importable().collect();
        prop_oneof![
            Just(ColumnUse::Unused),
            Just(ColumnUse::Address),
            Just(ColumnUse::Category),
            proptest::sample::select(fields).prop_map(ColumnUse::Field),
        ]
    }

    proptest! {
        /// After any number of changes each column is what it was made last, also in the text that is written and read again.
        #[test]
        fn what_was_set_last_holds(changes in prop::collection::vec((0..6_usize, uses()), 1..30)) {
            let columns = ["Name", "Vorwahl", "Träger", "Art", "Anschrift", "Neu"];
            let mut mapping = mapping();
            let mut expected: Vec<ColumnUse> = columns.iter().map(|column| mapping.use_of(column)).collect();
            for (at, to) in changes {
                mapping.set_use(columns[at], to);
                expected[at] = to;
                mapping = Mapping::read(&mapping.text()).unwrap();
                let found: Vec<ColumnUse> = columns.iter().map(|column| mapping.use_of(column)).collect();
                prop_assert_eq!(&found, &expected);
            }
        }
    }
}
