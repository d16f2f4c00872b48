//! The form of a mapping: a choice for each column and for each word of the kinds of offers, and what holds for the whole list.

use serde::Serialize;

use crate::app::ReferenceData;
use crate::app::office::list::{ReadList, column_uses};
use crate::import::{ColumnUse, IGNORE, Mapping};
use crate::register::{CategoryTree, Field};

const COLUMN: &str = "spalte-";
const WORD: &str = "wort-";
const KIND: &str = "art";
const LIST: &str = "quelle";
const DAY: &str = "datum";
const COMPLETE: &str = "vollstaendig";
/// Words that are shown; a column with more of them is none of kinds.
const MOST_WORDS: usize = 80;
/// Cells that show what a column holds.
const SAMPLES: usize = 3;
/// The most characters of a cell that is shown.
const SAMPLE_CHARS: usize = 40;

/// Whether the form has a field of this name.
pub(super) fn is_field(name: &str) -> bool {
    let numbered = |start: &str| {
        let number = name.strip_prefix(start);
        number.is_some_and(|number| {
            (1..=3).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
        })
    };
    [KIND, LIST, DAY, COMPLETE].contains(&name) || numbered(COLUMN) || numbered(WORD)
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

#[derive(Serialize)]
struct ColumnLine {
    name: String,
    column: String,
    samples: String,
    is_used: bool,
    choices: Vec<Choice>,
}

#[derive(Serialize)]
struct WordLine {
    name: String,
    word: String,
    rows: usize,
    choices: Vec<Choice>,
}

/// What the page shows of a mapping.
#[derive(Serialize)]
pub(super) struct MappingForm {
    columns: Vec<ColumnLine>,
    unused: usize,
    words: Vec<WordLine>,
    more_words: usize,
    /// Words that stand for nothing yet.
    open_words: usize,
    kinds: Vec<Choice>,
    source: String,
    sources: Vec<String>,
    day: String,
    is_complete: bool,
}

fn key(of: ColumnUse) -> &'static str {
    match of {
        ColumnUse::Unused => "",
        ColumnUse::Address => "+anschrift",
        ColumnUse::Category => "+art",
        ColumnUse::Special => "+bleibt",
        ColumnUse::Field(field) => field.info().name,
    }
}

fn use_label(of: ColumnUse) -> String {
    match of {
        ColumnUse::Unused => "nicht übernehmen".to_owned(),
        ColumnUse::Address => "Anschrift in einer Zelle".to_owned(),
        ColumnUse::Category => "Art des Angebots".to_owned(),
        ColumnUse::Special => "wie in der Zuordnung (weiteres Angebot)".to_owned(),
        ColumnUse::Field(field) => field.info().de.to_owned(),
    }
}

impl MappingForm {
    pub fn of(list: &ReadList, reference: &ReferenceData, sources: Vec<String>) -> Self {
        let mapping = &list.mapping;
        let columns: Vec<ColumnLine> =
            list.table.header.iter().enumerate().map(|(at, name)| column(list, at, name)).collect();
        let all = mapping.words_in(&list.table);
        let kinds = |chosen: Option<&str>, first: &str| {
            let first = Choice { value: String::new(), label: first.to_owned(), is_chosen: chosen.is_none() };
            let of_tree = reference.categories.categories().map(|category| Choice {
                value: category.slug.to_string(),
                label: category.names.de.clone(),
                is_chosen: chosen == Some(category.slug.as_str()),
            });
            std::iter::once(first).chain(of_tree).collect::<Vec<_>>()
        };
        let word = |(at, (word, rows)): (usize, &(String, usize))| {
            let known = target(mapping, word, &reference.categories);
            let mut choices = kinds(known, "noch nicht zugeordnet");
            choices.push(Choice {
                value: IGNORE.to_owned(),
                label: "Zeilen weglassen".to_owned(),
                is_chosen: known == Some(IGNORE),
            });
            WordLine { name: format!("{WORD}{at}"), word: word.clone(), rows: *rows, choices }
        };
        let words: Vec<WordLine> = all.iter().take(MOST_WORDS).enumerate().map(word).collect();
        let is_open = |line: &&WordLine| line.choices.first().is_some_and(|first| first.is_chosen);
        Self {
            unused: columns.iter().filter(|column| !column.is_used).count(),
            columns,
            open_words: words.iter().filter(is_open).count(),
            words,
            more_words: all.len().saturating_sub(MOST_WORDS),
            kinds: kinds(mapping.constant(Field::Category), "steht in der Liste"),
            source: mapping.source().to_owned(),
            sources,
            day: mapping.constant(Field::PlacesOn).unwrap_or_default().to_owned(),
            is_complete: mapping.is_complete(),
        }
    }
}

fn column(list: &ReadList, at: usize, name: &str) -> ColumnLine {
    let used = list.mapping.use_of(name);
    let cells = list.table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.trim());
    let mut samples: Vec<String> = Vec::new();
    for cell in cells.filter(|cell| !cell.is_empty()).take(200) {
        let short: String = cell.chars().take(SAMPLE_CHARS).collect();
        if !samples.contains(&short) {
            samples.push(short);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    let special = (used == ColumnUse::Special).then_some(ColumnUse::Special);
    let choice =
        |one: ColumnUse| Choice { value: key(one).to_owned(), label: use_label(one), is_chosen: one == used };
    ColumnLine {
        name: format!("{COLUMN}{at}"),
        column: name.to_owned(),
        samples: samples.join(" · "),
        is_used: used != ColumnUse::Unused,
        choices: special.into_iter().chain(column_uses()).map(choice).collect(),
    }
}

/// What a word stands for: as the mapping says it, or because it is a word of ours.
fn target<'a>(mapping: &'a Mapping, word: &str, categories: &'a CategoryTree) -> Option<&'a str> {
    mapping.word(word).or_else(|| categories.get(word).map(|own| own.slug.as_str()))
}

/// The mapping of a list with what was chosen in the form. What the form does not have stays as it is.
pub(super) fn changed(list: &ReadList, form: &[(String, String)], categories: &CategoryTree) -> Mapping {
    let value = |name: &str| form.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim());
    let mut mapping = list.mapping.clone();
    for (at, name) in list.table.header.iter().enumerate() {
        let chosen = value(&format!("{COLUMN}{at}"));
        let known = chosen.and_then(|chosen| column_uses().find(|one| key(*one) == chosen));
        if let Some(one) = known {
            mapping.set_use(name, one);
        }
    }
    // Words of other columns than those that were looked at are no words of this form.
    if mapping.category_columns() == list.mapping.category_columns() {
        for (at, (word, _)) in list.mapping.words_in(&list.table).iter().take(MOST_WORDS).enumerate() {
            let Some(chosen) = value(&format!("{WORD}{at}")) else { continue };
            let chosen = Some(chosen).filter(|chosen| !chosen.is_empty());
            if target(&mapping, word, categories) != chosen {
                mapping.set_word(word, chosen);
            }
        }
    }
    for (name, field) in [(KIND, Field::Category), (DAY, Field::PlacesOn)] {
        let Some(chosen) = value(name) else { continue };
        let chosen = Some(chosen).filter(|chosen| !chosen.is_empty());
        if mapping.constant(field) != chosen {
            mapping.set_constant(field, chosen);
        }
    }
    if let Some(source) = value(LIST).filter(|source| *source != mapping.source()) {
        mapping.set_source(source);
    }
    let is_complete = value(COMPLETE) == Some("ja");
    if value(LIST).is_some() && is_complete != mapping.is_complete() {
        mapping.set_complete(is_complete);
    }
    mapping
}
