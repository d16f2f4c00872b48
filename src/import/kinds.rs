//! Which offers a row speaks of: by its category columns, by a constant, by columns of places a kind, by numbers
//! beside words in a text.

use super::cells::Cells;
use super::columns::Columns;
use super::layout::{CategoryWord, WORD_SEPARATOR};
use super::notes::{NoteKind, Rejection};
use super::offer_kind::{Kinds, OfferKind, PlacesFrom};
use super::text::{clean, did_you_mean, word_key};
use super::values;
use crate::register::{CategorySlug, Field};

/// What stands between kinds of care in one cell where the layout does not say it.
pub(super) const SEPARATORS: [&str; 12] =
    ["\n", ",", ";", "/", "+", "&", "|", "•", " und ", " u. ", " sowie ", " plus "];

/// Cells of a column of places or a mark that say that there is no such offer.
const NO_OFFER: [&str; 14] =
    ["", "-", "–", "—", "./.", "0", "nein", "no", "n", "keine", "keins", "entfällt", "k. a.", "k.a."];

/// Marks that say that there is one, without a number.
const MARKS: [&str; 9] = ["x", "ja", "j", "yes", "y", "✓", "✔", "vorhanden", "true"];

/// The name of the column and the cleaned text of each part of the category.
type Word = (Vec<String>, String);

impl Cells<'_> {
    pub(super) fn kinds(&mut self) -> Result<Kinds, Rejection> {
        let columns = self.reader.columns;
        if let Some((column, text)) = columns.ignored(self.row) {
            let word = format!("{column} \"{}\"", clean(text).text);
            self.leave_out(&word, true);
            return Ok(Kinds::Ignored(word));
        }
        let mut kinds = self.kinds_in_text()?;
        let has_text = !kinds.is_empty();
        kinds.extend(self.kinds_by_columns());
        match self.kinds_by_word(has_text)? {
            Kinds::Ignored(word) if kinds.is_empty() => return Ok(Kinds::Ignored(word)),
            Kinds::Ignored(_) => {}
            Kinds::Offers(mut named) => {
                // What a text counts for a kind is more exact than a number for the row as a whole.
                for one in named.iter_mut().filter(|one| one.places == PlacesFrom::Column) {
                    let of_text = |kind: &&OfferKind| {
                        kind.category == one.category && matches!(kind.places, PlacesFrom::Text(_))
                    };
                    if let Some(counted) = kinds.iter().find(of_text) {
                        one.places = counted.places;
                    }
                }
                kinds.splice(0..0, named);
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        kinds.retain(|kind| seen.insert(kind.category.clone()));
        if kinds.is_empty() {
            return Err(self.no_kind());
        }
        let several = kinds.len() > 1 || kinds.iter().any(|kind| kind.offer.is_some());
        self.share_places(&mut kinds);
        kinds.iter_mut().for_each(|kind| kind.is_one_of_several = several);
        Ok(Kinds::Offers(kinds))
    }

    fn no_kind(&self) -> Rejection {
        let columns = self.reader.columns;
        let mut names: Vec<&str> = columns.category_cells(self.row).map(|(column, _)| column).collect();
        names.extend(columns.offer_names(self.row));
        Rejection::Empty { column: names.join(", ") }
    }

    /// Offers by the words of the category columns, or by the constant of the layout. `has_text` tells that a text counts
    /// the places of this row by kinds.
    fn kinds_by_word(&mut self, has_text: bool) -> Result<Kinds, Rejection> {
        let layout = self.reader.columns.layout;
        let Some((_, word)) = self.category_text()? else {
            let constant = layout.constants.get(&Field::Category);
            let constant = constant.filter(|slug| !(has_text && self.is_said_in_text(slug)));
            let kinds = constant.map(|slug| kind(CategorySlug::new(slug), PlacesFrom::Column));
            return Ok(Kinds::Offers(kinds.into_iter().collect()));
        };
        if let Some(known) = self.known_category(&word) {
            return Ok(match known {
                CategoryWord::Category(slug) => Kinds::Offers(vec![kind(slug, PlacesFrom::Column)]),
                CategoryWord::Ignore => {
                    self.leave_out(&word, true);
                    Kinds::Ignored(word)
                }
            });
        }
        if let Some(kinds) = self.kinds_in_cell(&word)? {
            return Ok(Kinds::Offers(kinds));
        }
        if layout.ignores_unknown {
            self.leave_out(&word, false);
            return Ok(Kinds::Ignored(word));
        }
        Err(self.unknown_category(word))
    }

    fn category_text(&mut self) -> Result<Option<Word>, Rejection> {
        let (columns, row) = (self.reader.columns, self.row);
        if columns.layout.category_from_sheet {
            let sheet = clean(columns.sheet(row)).text;
            return Ok((!sheet.is_empty()).then(|| (Vec::new(), sheet)));
        }
        let (mut words, mut names) = (Vec::new(), Vec::new());
        for (column, raw) in columns.category_cells(row) {
            words.push(self.cleaned(column, raw)?.unwrap_or_default());
            names.push(column.to_owned());
        }
        let is_empty = words.iter().all(String::is_empty);
        Ok((!is_empty).then(|| (names, words.join(WORD_SEPARATOR))))
    }

    fn known_category(&self, word: &str) -> Option<CategoryWord> {
        let listed = self.reader.columns.layout.category_word(word).cloned();
        let own = || self.reader.ctx.categories.get(word).map(|own| CategoryWord::Category(own.slug.clone()));
        listed.or_else(own)
    }

    /// "Pflegeheim, Tagespflege (12)": every part must be known, unless the layout names the separator.
    fn kinds_in_cell(&mut self, word: &str) -> Result<Option<Vec<OfferKind>>, Rejection> {
        let layout = self.reader.columns.layout;
        if layout.category_columns.len() != 1 {
            return Ok(None);
        }
        let is_stated = !layout.category_separators.is_empty();
        let raw = self.reader.columns.category_cells(self.row).next().map_or("", |(_, raw)| raw);
        let mut parts = vec![raw.to_owned()];
        let stated = layout.category_separators.iter().map(String::as_str);
        for separator in stated.chain(SEPARATORS.into_iter().filter(|_| !is_stated)) {
            parts = parts.iter().flat_map(|part| part.split(separator)).map(str::to_owned).collect();
        }
        let mut kinds = Vec::new();
        for part in parts.iter().map(|part| clean(part).text).filter(|part| !part.is_empty()) {
            let (name, number) = number_in(&part);
            let places = number.map_or(PlacesFrom::Column, PlacesFrom::Text);
            match self.known_category(&part).or_else(|| self.known_category(&name)) {
                Some(CategoryWord::Category(slug)) => kinds.push(kind(slug, places)),
                Some(CategoryWord::Ignore) => self.leave_out(&part, true),
                None if is_stated && !layout.ignores_unknown => return Err(self.unknown_category(part)),
                None if is_stated => self.leave_out(&part, false),
                None => return Ok(None),
            }
        }
        if !kinds.is_empty() {
            let listed: Vec<&str> = kinds.iter().map(|kind| kind.category.as_str()).collect();
            let listed = listed.join(", ");
            let en = format!("\"{word}\" read as {listed}");
            self.note(NoteKind::TakenApart, (en, format!("„{word}“ wurde gelesen als: {listed}.")));
        }
        Ok((!kinds.is_empty()).then_some(kinds))
    }

    /// Offers by columns of their own: those with a number or a mark in this row.
    fn kinds_by_columns(&mut self) -> Vec<OfferKind> {
        let (columns, row) = (self.reader.columns, self.row);
        let mut kinds = Vec::new();
        for (at, offer) in columns.offers.iter().enumerate() {
            let places = columns.bound(Field::Places, Some(at));
            let cells = places.into_iter().flat_map(|bound| &bound.cells);
            let number = cells.map(|cell| word_key(columns.cell(row, *cell).1)).find(|text| !text.is_empty());
            let mark = offer.when.map(|cell| word_key(columns.cell(row, cell).1));
            let decides = mark.as_ref().or(number.as_ref()).map_or("", String::as_str);
            if NO_OFFER.contains(&decides) {
                continue;
            }
            let has_number = number.as_deref().is_some_and(|text| !MARKS.contains(&text));
            let places = if has_number { PlacesFrom::Column } else { PlacesFrom::Nowhere };
            kinds.push(OfferKind { offer: Some(at), ..kind(offer.category.clone(), places) });
        }
        kinds
    }

    /// Offers by numbers beside words: "60 (davon 5 KZP)".
    fn kinds_in_text(&mut self) -> Result<Vec<OfferKind>, Rejection> {
        let (columns, row) = (self.reader.columns, self.row);
        let mut kinds = Vec::new();
        for (column, raw) in columns.place_texts(row) {
            let Some(text) = self.cleaned(column, raw)? else { continue };
            let mut rest = word_key(&text);
            if let Some(numbers) = bare_numbers(&rest, columns.layout.place_order.len()) {
                let of_kinds = columns.layout.place_order.iter().zip(numbers);
                let counted = of_kinds.filter(|(_, number)| *number > 0);
                let counted: Vec<_> =
                    counted.map(|(slug, number)| kind(slug.clone(), PlacesFrom::Text(number))).collect();
                self.note_order(column, &text, &counted);
                kinds.extend(counted);
                continue;
            }
            let words = columns.layout.place_words.iter().map(|(word, _)| word.as_str());
            let side = Side::of(&rest, words);
            for (word, category) in &columns.layout.place_words {
                let number = number_beside(&rest, word, side).filter(|number| *number > 0);
                let Some(number) = number else { continue };
                rest = rest.replacen(word.as_str(), "", 1);
                let en = format!("{number} places of {category} read from \"{text}\" in {column}");
                let de = format!("{number} Plätze ({category}) wurden aus „{text}“ in {column} gelesen.");
                self.note(NoteKind::TakenApart, (en, de));
                kinds.push(kind(category.clone(), PlacesFrom::Text(number)));
            }
        }
        Ok(kinds)
    }

    fn note_order(&mut self, column: &str, text: &str, counted: &[OfferKind]) {
        let numbers = counted.iter().filter_map(|kind| match kind.places {
            PlacesFrom::Text(number) => Some(format!("{number} {}", kind.category)),
            _ => None,
        });
        let listed = numbers.collect::<Vec<_>>().join(", ");
        let en = format!("\"{text}\" in {column} read in its order: {listed}");
        let de = format!("„{text}“ in {column} wurde der Reihe nach gelesen: {listed}.");
        self.note(NoteKind::TakenApart, (en, de));
    }

    /// Whether the texts of a row would name the kind that is constant, so that they say it all.
    fn is_said_in_text(&self, slug: &str) -> bool {
        let layout = self.reader.columns.layout;
        let in_words = layout.place_words.iter().map(|(_, category)| category);
        in_words.chain(&layout.place_order).any(|category| category.as_str() == slug)
    }

    /// A number in the common column belongs to the one offer that counts places and has none of its own; it cannot be
    /// told how several share it.
    fn share_places(&self, kinds: &mut [OfferKind]) {
        let counts = |kind: &OfferKind| {
            kind.places == PlacesFrom::Column && kind.offer.is_none() && self.counts_places(&kind.category)
        };
        if kinds.iter().filter(|kind| counts(kind)).count() > 1 {
            kinds.iter_mut().filter(|kind| counts(kind)).for_each(|kind| kind.places = PlacesFrom::Shared);
        } else if kinds.len() > 1 {
            let is_bare = |kind: &&mut OfferKind| kind.places == PlacesFrom::Column && kind.offer.is_none();
            let bare = kinds.iter_mut().filter(is_bare);
            let uncounted = bare.filter(|kind| !self.counts_places(&kind.category));
            uncounted.for_each(|kind| kind.places = PlacesFrom::Nowhere);
        }
    }

    fn unknown_category(&self, word: String) -> Rejection {
        let layout = self.reader.columns.layout;
        let slugs = self.reader.ctx.categories.categories().map(|category| category.slug.as_str());
        let meant = did_you_mean(&word_key(&word), layout.category_words().chain(slugs));
        Rejection::UnknownCategory { word, meant: meant.map(Into::into), layout: layout.name.clone() }
    }
}

impl Columns<'_> {
    /// The columns of further offers, to speak of them.
    fn offer_names<'r>(&'r self, row: &'r super::read::Row) -> Vec<&'r str> {
        let cells = (0..self.offers.len()).filter_map(|at| self.bound(Field::Places, Some(at)));
        cells.flat_map(|bound| &bound.cells).map(|cell| self.cell(row, *cell).0).collect()
    }
}

fn kind(category: CategorySlug, places: PlacesFrom) -> OfferKind {
    OfferKind { category, offer: None, places, is_one_of_several: false }
}

/// A kind of care without the number beside it, and the number: "Tagespflege (12 Plätze)".
fn number_in(text: &str) -> (String, Option<u32>) {
    let digits: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let [number] = digits.as_slice() else { return (text.to_owned(), None) };
    let rest = text.replacen(number, " ", 1);
    let is_filler = |word: &&str| {
        const FILLERS: [&str; 8] = ["plätze", "plaetze", "platz", "pl", "betten", "je", "mit", "á"];
        !FILLERS.contains(&word_key(word).as_str())
    };
    let words =
        rest.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ':' | '=' | '.' | '[' | ']'));
    let name: Vec<&str> = words.filter(|word| !word.is_empty()).filter(is_filler).collect();
    (name.join(" "), number.parse().ok())
}

/// On which side of its word a number stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// "40 vollst., 12 TP"
    Before,
    /// "vollst. 40, TP 12"
    Behind,
}

impl Side {
    /// Behind, if one of the words stands before the first number.
    fn of<'w>(text: &str, words: impl Iterator<Item = &'w str>) -> Self {
        let number = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let word = words.filter_map(|word| text.find(word)).min();
        if word.is_some_and(|word| word < number) { Self::Behind } else { Self::Before }
    }
}

/// The number directly beside a word of a text, on this side or else on the other.
fn number_beside(text: &str, word: &str, side: Side) -> Option<u32> {
    let at = text.find(word)?;
    let (before, behind) = (text.get(..at)?, text.get(at + word.len()..)?);
    let glue = |c: char| c.is_whitespace() || matches!(c, '(' | ':' | '=' | '-' | '–');
    let before = before.trim_end_matches(glue);
    let before =
        ["plätze", "platz", "pl.", "x"].iter().find_map(|unit| before.strip_suffix(unit)).unwrap_or(before);
    let before = before.trim_end_matches(glue);
    let head = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = before.get(head.len()..).filter(|digits| !digits.is_empty());
    // Of a shortened word its point is left: "vollst. 40".
    let behind = behind.trim_start_matches(|c: char| glue(c) || matches!(c, '.' | ')'));
    let tail = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = behind.get(..behind.len() - tail.len()).filter(|digits| !digits.is_empty());
    match side {
        Side::Before => digits.or(after),
        Side::Behind => after.or(digits),
    }?
    .parse()
    .ok()
}

/// As many numbers as are expected, with nothing but signs between them: "60 / 12 / 8", "60/-/8". A dash is none.
fn bare_numbers(text: &str, expected: usize) -> Option<Vec<u32>> {
    let separator = ['/', ';', '|', '+'].into_iter().find(|sign| text.contains(*sign))?;
    let number = |part: &str| match part.trim() {
        "" | "-" | "–" | "—" | "." => Some(0),
        digits => values::places(digits),
    };
    let numbers: Vec<u32> = text.split(separator).map(number).collect::<Option<_>>()?;
    (expected > 1 && numbers.len() == expected && numbers.iter().any(|number| *number > 0)).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_before_or_behind_the_word_it_belongs_to() {
        for (text, word, number) in [
            ("60 (davon 5 kzp)", "kzp", Some(5)),
            ("tagespflege: 12, kzp: 3", "tagespflege", Some(12)),
            ("tagespflege: 12, kzp: 3", "kzp", Some(3)),
            ("10 plätze kzp", "kzp", Some(10)),
            ("mit kzp", "kzp", None),
            ("60", "kzp", None),
        ] {
            assert_eq!(number_beside(text, word, Side::of(text, [word].into_iter())), number, "{text}");
        }
    }

    #[test]
    fn the_first_word_of_a_text_says_on_which_side_its_numbers_stand() {
        for text in [
            "40 (vollst.) / 12 (tp)",
            "vollst. 40, tp 12",
            "vollst. 40 tp 12",
            "vollst.: 40 / tp: 12",
            "40 vollst. 12 tp",
            "insgesamt 40 vollst., 12 tp",
            "tp 12; vollst. 40",
        ] {
            let words = ["vollst", "tp"];
            let side = Side::of(text, words.into_iter());
            let numbers = words.map(|word| number_beside(text, word, side));
            assert_eq!(numbers, [Some(40), Some(12)], "{text}");
        }
    }

    #[test]
    fn bare_numbers_are_as_many_as_the_header_names_kinds() {
        for (text, numbers) in [
            ("60 / 12 / 8", Some(vec![60, 12, 8])),
            ("60/-/8", Some(vec![60, 0, 8])),
            ("60;12;", Some(vec![60, 12, 0])),
            ("60 / 12", None),
            ("60", None),
            ("-/-/-", None),
            ("60 vollst. / 12 / 8", None),
            ("1/2/3/4", None),
        ] {
            assert_eq!(bare_numbers(text, 3), numbers, "{text}");
        }
    }

    #[test]
    fn a_kind_of_care_is_found_without_the_number_beside_it() {
        for (text, name, number) in [
            ("Tagespflege (12 Plätze)", "Tagespflege", Some(12)),
            ("12 Pl. Tagespflege", "Tagespflege", Some(12)),
            ("Pflegeheim: 60", "Pflegeheim", Some(60)),
            ("Pflegeheim", "Pflegeheim", None),
            ("Haus 3 Etage 2", "Haus 3 Etage 2", None),
        ] {
            assert_eq!(number_in(text), (name.to_owned(), number), "{text}");
        }
    }
}
