//! Which offers the rows of a list have: by a column of words, by columns of places a kind, by sheets, or all the same.

use std::collections::BTreeSet;

use super::profile::Profile;
use super::{Certainty, MappingGuess, Sentence};
use crate::import::kinds::SEPARATORS;
use crate::import::layout::{CategoryWord, Layout};
use crate::import::vocabulary;
use crate::register::{CategoryTree, Field};

/// A word and the category it stands for; `None` if it is none of ours.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub word: String,
    pub rows: usize,
    pub category: Option<String>,
    pub certainty: Certainty,
}

/// Where the kind of care of a row stands.
#[derive(Debug)]
pub(super) enum CategoryGuess {
    Nothing,
    /// In a column.
    Column {
        column: usize,
        words: Vec<Word>,
    },
    /// In the name of the sheet.
    Sheet {
        words: Vec<Word>,
    },
    /// All rows have the same.
    Constant {
        slug: String,
        certainty: Certainty,
        why: Sentence,
    },
}

impl CategoryGuess {
    pub fn columns(&self) -> Option<usize> {
        match self {
            Self::Column { column, .. } => Some(*column),
            _ => None,
        }
    }
}

/// A column of numbers or marks of one kind of care.
#[derive(Debug)]
pub(super) struct OfferGuess {
    pub column: usize,
    pub slug: &'static str,
    /// Whether its cells are marks and not numbers.
    pub is_mark: bool,
    pub certainty: Certainty,
}

/// Columns such as "Plätze Tagespflege": named by a kind of care, with numbers or marks in them.
pub(super) fn by_columns(profiles: &[Profile], used: &BTreeSet<usize>) -> Vec<OfferGuess> {
    let mut offers: Vec<OfferGuess> = Vec::new();
    for profile in profiles.iter().filter(|profile| !used.contains(&profile.index)) {
        let Some((slug, is_exact)) = vocabulary::category_of_header(&profile.name) else { continue };
        let is_new = !offers.iter().any(|offer| offer.slug == slug);
        // Under a known word some cells may say "nach Bedarf".
        let enough = if is_exact { 0.5 } else { 0.8 };
        if profile.counts_or_marks() >= enough && is_new {
            let is_mark = profile.share(|text| text.contains(|c: char| c.is_ascii_digit())) < 0.5;
            let certainty = if is_exact { Certainty::Sure } else { Certainty::Likely };
            offers.push(OfferGuess { column: profile.index, slug, is_mark, certainty });
        }
    }
    offers
}

/// What a cell says of a kind of care: known words, several of them between commas and the like, or a word of a layout.
fn word(text: &str, rows: usize, known: &[(Layout, String)]) -> Word {
    let of_layout = known.iter().find_map(|(layout, _)| match layout.category_word(text) {
        Some(CategoryWord::Category(slug)) => Some(slug.to_string()),
        _ => None,
    });
    let (category, certainty) = match (of_layout, vocabulary::category(text)) {
        (Some(slug), _) => (Some(slug), Certainty::Sure),
        (None, Some((slug, is_exact))) => {
            (Some(slug.to_owned()), if is_exact { Certainty::Sure } else { Certainty::Likely })
        }
        (None, None) if vocabulary::is_other(text) => (None, Certainty::Likely),
        (None, None) => (None, Certainty::Guess),
    };
    Word { word: text.to_owned(), rows, category, certainty }
}

/// The parts of a cell with several kinds of care, as an import takes it apart; of one, the whole.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![text];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let parts: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    let all_known = parts.len() > 1 && parts.iter().all(|part| vocabulary::category(part).is_some());
    if all_known { parts.into_iter().map(str::to_owned).collect() } else { vec![text.to_owned()] }
}

pub(super) fn category(
    draft: &MappingGuess,
    file_name: &str,
    known: &[(Layout, String)],
    tree: &CategoryTree,
) -> CategoryGuess {
    if let Some(found) = best_column(draft, known) {
        return found;
    }
    let has_further = draft.table.sheets.len() > 1 || !draft.table.unread_headers.is_empty();
    let of_sheet = |sheet: &String| {
        // "TP 2025" is a sheet of day care.
        let kind = sheet.trim_matches(|c: char| !c.is_alphabetic());
        Word { word: sheet.clone(), ..word(kind, rows_of(draft, sheet), known) }
    };
    let sheets: Vec<Word> = draft.table.sheets.iter().map(of_sheet).collect();
    // The name of one of several sheets says nothing of the rows of another.
    if has_further && sheets.iter().any(|word| word.category.is_some()) {
        return CategoryGuess::Sheet { words: sheets };
    }
    if !draft.offers.is_empty() {
        return CategoryGuess::Nothing;
    }
    constant(draft, file_name, tree)
}

fn rows_of(draft: &MappingGuess, sheet: &str) -> usize {
    let at = draft.table.sheets.iter().position(|name| name == sheet);
    draft.table.rows.iter().filter(|row| Some(row.sheet) == at).count()
}

/// The open column in which most rows hold words of care, with a preference for one that is called so.
fn best_column(draft: &MappingGuess, known: &[(Layout, String)]) -> Option<CategoryGuess> {
    let mut best: Option<(f64, usize, Vec<Word>)> = None;
    let open = draft.profiles.iter().filter(|profile| !draft.used.contains(&profile.index));
    for profile in open {
        let mut words: Vec<(String, usize)> = Vec::new();
        for (text, rows) in profile.words() {
            for part in parts(&text) {
                match words.iter_mut().find(|(known, _)| *known == part) {
                    Some((_, count)) => *count += rows,
                    None => words.push((part, rows)),
                }
            }
        }
        let words: Vec<Word> = words.iter().map(|(text, rows)| word(text, *rows, known)).collect();
        let rows = |test: fn(&Word) -> bool| {
            words.iter().filter(|word| test(word)).map(|word| word.rows).sum::<usize>()
        };
        let all = rows(|_| true).max(1);
        let known_rows = rows(|word| word.category.is_some());
        // Words that are exactly known, or of other lists, are no names of homes, however different they are.
        let exact_rows = rows(|word| match word.category {
            Some(_) => word.certainty == Certainty::Sure,
            None => word.certainty == Certainty::Likely,
        });
        // Counts of rows are small.
        let share = known_rows as f64 / all as f64;
        let is_named = vocabulary::is_category(&profile.name);
        // A few words beside columns of places ("Spezialisierung: Demenz") are no kind of the row.
        let is_filled = draft.offers.is_empty() && profile.cells.len() * 2 >= draft.table.rows.len();
        if !is_named && !is_filled {
            continue;
        }
        let is_repeated = words.len() * 2 <= all || words.len() <= 3;
        let score = share + if is_named { 0.5 } else { 0.0 };
        let is_exact = known_rows > 0 && exact_rows as f64 >= 0.6 * all as f64;
        let enough = (is_named && known_rows > 0) || (share >= 0.6 && is_repeated) || is_exact;
        if enough && best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, profile.index, words));
        }
    }
    best.map(|(_, column, words)| CategoryGuess::Column { column, words })
}

/// One kind for all rows: by the file's name or the lines above its header, else by the names of the facilities.
fn constant(draft: &MappingGuess, file_name: &str, tree: &CategoryTree) -> CategoryGuess {
    if let Some(slug) = draft.kind_of_name {
        let why = Sentence::from(("the name of the column of names says so", "laut Name der Namensspalte"));
        return CategoryGuess::Constant { slug: slug.to_owned(), certainty: Certainty::Likely, why };
    }
    let titles =
        draft.table.preamble.iter().map(String::as_str).chain(draft.table.sheets.iter().map(String::as_str));
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let mut in_titles =
        titles.chain([stem]).filter_map(|title| Some((vocabulary::category(title)?.0, title)));
    if let Some((slug, title)) = in_titles.next() {
        // "Pflegeheime und Pflegedienste" is a list of two kinds that does not say which row is of which.
        let further = vocabulary::categories_in(title).into_iter().find(|other| *other != slug);
        let (certainty, why) = match further {
            None => (
                Certainty::Likely,
                ("the title or the name of the file says so", "laut Titel oder Dateiname"),
            ),
            Some(_) => (
                Certainty::Guess,
                (
                    "the title or the name of the file says several kinds: please check",
                    "Titel oder Dateiname nennen mehrere Arten: bitte prüfen",
                ),
            ),
        };
        let why = Sentence::from(why);
        return CategoryGuess::Constant { slug: slug.to_owned(), certainty, why };
    }
    let names = draft.fields.get(&Field::Name).and_then(|guess| guess.columns.first());
    let profile = names.and_then(|column| draft.profiles.iter().find(|profile| profile.index == *column));
    let in_names: Vec<&str> = profile
        .into_iter()
        .flat_map(Profile::texts)
        .filter_map(|text| Some(vocabulary::category(text)?.0))
        .collect();
    let count = |slug: &str| in_names.iter().filter(|found| **found == slug).count();
    let most = tree.categories().map(|category| category.slug.as_str()).max_by_key(|slug| count(slug));
    let rows = profile.map_or(0, |profile| profile.cells.len());
    let slug = most.filter(|slug| count(slug) * 2 > rows).unwrap_or("residential_care").to_owned();
    let why = Sentence::from((
        "nothing in the file says which kind of care it lists: please check",
        "nichts in der Datei sagt, um welche Angebote es geht: bitte prüfen",
    ));
    CategoryGuess::Constant { slug, certainty: Certainty::Guess, why }
}
