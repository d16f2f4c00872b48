//! A first mapping for a list that no layout knows: by the names of its columns, by what stands in them, by the names of
//! its sheets and the lines above its header. Every guess carries a comment that says why and how sure it is.

mod coordinates;
mod names;
mod offers;
mod parts;
mod place_text;
mod profile;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::layout::Layout;
use super::notes::Sentence;
use super::read::Table;
use super::{preamble, vocabulary};
use crate::register::Field;
use crate::units::Lang;
use coordinates::Coordinates;
use offers::{CategoryGuess, OfferGuess};
use place_text::PlaceText;
use profile::Profile;

/// How sure a guess is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    Guess,
    Likely,
    Sure,
}

/// What one or several columns are taken for.
#[derive(Debug, Clone)]
struct Guess {
    columns: Vec<usize>,
    /// What stands between the cells of several columns that are one value together.
    join: Option<&'static str>,
    /// Columns whose values follow those that are joined.
    further: Vec<usize>,
    certainty: Certainty,
    why: Sentence,
}

/// Everything that is guessed of a table.
struct MappingGuess<'a> {
    table: &'a Table,
    profiles: Vec<Profile>,
    fields: BTreeMap<Field, Guess>,
    address: Option<usize>,
    crs: Option<Coordinates>,
    category: CategoryGuess,
    offers: Vec<OfferGuess>,
    constants: Vec<(Field, String, Certainty, Sentence)>,
    /// The kind of care that the name of the column of names says: "Tagespflege" above the names of day care centres.
    kind_of_name: Option<&'static str>,
    /// A column in whose texts numbers of places of several kinds stand.
    place_text: Option<PlaceText>,
    /// A column that says what is closed, and its words for it.
    closed: Option<(usize, Vec<String>)>,
    used: BTreeSet<usize>,
}

/// Writes a first mapping for a table. `file_name` gives the list its short name and may say what it is about. `lang` is the
/// language of the comments. A table with the columns of a known layout gets the text of that layout, which
/// `known` pairs with it.
pub fn suggest(
    table: &Table,
    file_name: &str,
    known: &[(Layout, String)],
    lang: Lang,
    ctx: &Context,
) -> String {
    let fitting = known.iter().filter(|(layout, _)| layout.fits(table));
    if let Some((_, text)) = fitting.max_by_key(|(layout, _)| layout.recognise.len()) {
        return text.clone();
    }
    let draft = MappingGuess::of(table, file_name, known, ctx);
    write::mapping(&draft, file_name, lang)
}

impl<'a> MappingGuess<'a> {
    fn of(table: &'a Table, file_name: &str, known: &[(Layout, String)], ctx: &Context) -> Self {
        let mut draft = Self {
            table,
            profiles: Profile::of(table),
            fields: BTreeMap::new(),
            address: None,
            crs: None,
            category: CategoryGuess::Nothing,
            offers: Vec::new(),
            constants: Vec::new(),
            kind_of_name: None,
            place_text: None,
            closed: None,
            used: BTreeSet::new(),
        };
        draft.coordinates(ctx);
        draft.by_header();
        draft.by_parts();
        draft.by_likely_header();
        draft.by_values();
        draft.name_and_id();
        draft.closed();
        draft.place_text = PlaceText::find(&draft.profiles, &draft.used, draft.fields.get(&Field::Places));
        draft.used.extend(draft.place_text.iter().map(|text| text.column));
        draft.offers = offers::by_columns(&draft.profiles, &draft.used);
        let in_offers: Vec<usize> = draft.offers.iter().map(|offer| offer.column).collect();
        draft.used.extend(in_offers);
        draft.category = offers::category(&draft, file_name, known, ctx.categories);
        draft.used.extend(draft.category.columns());
        draft.number_of_offers();
        draft.day_of_numbers();
        draft
    }

    fn guess(&mut self, field: Field, column: usize, certainty: Certainty, why: Sentence) {
        self.used.insert(column);
        match self.fields.get_mut(&field) {
            Some(guess) => guess.columns.push(column),
            None => drop(self.fields.insert(
                field,
                Guess { columns: vec![column], join: None, further: Vec::new(), certainty, why },
            )),
        }
    }

    fn open(&self) -> Vec<usize> {
        let open = (0..self.profiles.len())
            .filter(|at| self.profiles.get(*at).is_some_and(|profile| !self.used.contains(&profile.index)));
        open.collect()
    }

    fn coordinates(&mut self, ctx: &Context) {
        let Some(found) = coordinates::find(&self.profiles, ctx.areas) else { return };
        let Coordinates { x, y, inside, tried, .. } = found;
        let why = Sentence::from((
            format!("{inside} of {tried} rows looked at lie in the state"),
            format!("{inside} von {tried} geprüften Zeilen liegen im Land"),
        ));
        let certainty = if inside == tried { Certainty::Sure } else { Certainty::Likely };
        self.guess(Field::X, x, certainty, why.clone());
        self.guess(Field::Y, y, certainty, why);
        self.crs = Some(found);
    }

    /// Columns whose names are known words.
    fn by_header(&mut self) {
        let why = Sentence::from(("the name of the column", "Name der Spalte"));
        for at in self.open() {
            let Some(profile) = self.profiles.get(at) else { continue };
            let (index, name) = (profile.index, profile.name.clone());
            if vocabulary::is_address(&name) && self.address.is_none() {
                self.address = Some(index);
                self.used.insert(index);
                continue;
            }
            if vocabulary::is_house_number_addition(&name) {
                continue;
            }
            let named = vocabulary::field(&name).map(|field| match field {
                // A column "PLZ" in which "19053 Schwerin" stands.
                Field::Postcode if profile.is_postcode_with_place() => Field::Place,
                field => field,
            });
            let Some(field) = named.filter(|field| fits(*field, profile)) else { continue };
            let is_repeatable = matches!(field, Field::Phone | Field::Website | Field::Provider);
            if self.fields.contains_key(&field) && !is_repeatable {
                continue;
            }
            let is_rated = matches!(field, Field::Id | Field::X | Field::Y | Field::Name);
            if !is_rated {
                self.guess(field, index, Certainty::Sure, why.clone());
            }
        }
    }

    /// Columns whose names contain known words.
    fn by_likely_header(&mut self) {
        for at in self.open() {
            let Some(profile) = self.profiles.get(at) else { continue };
            let (index, name) = (profile.index, profile.name.clone());
            if vocabulary::field(&name).is_some() || vocabulary::is_category(&name) {
                continue;
            }
            let is_number = profile.is_count_or_mark();
            let Some(field) = vocabulary::likely_field(&name).filter(|field| fits(*field, profile)) else {
                continue;
            };
            let is_own = matches!(field, Field::Id | Field::X | Field::Y | Field::Name | Field::PlacesOn);
            // "Plätze Tagespflege" is a column of one kind, and is looked at later.
            let is_of_kind = is_number && vocabulary::category_of_header(&name).is_some();
            // Of "Plätze A" and "Plätze B" none is all there are.
            let is_open = field == Field::Places && self.is_one_of_several_counts(index);
            if is_own || is_of_kind || is_open || self.fields.contains_key(&field) {
                continue;
            }
            let why = Sentence::from(("part of the name of the column", "Teil des Spaltennamens"));
            self.guess(field, index, Certainty::Likely, why);
        }
    }

    /// Columns whose values speak for themselves.
    fn by_values(&mut self) {
        type Test = fn(&Profile) -> bool;
        let tests: [(Field, Test, &str, &str); 3] = [
            (Field::Postcode, Profile::is_postcode, "postcodes stand in it", "enthält Postleitzahlen"),
            (Field::Email, Profile::is_email, "e-mail addresses stand in it", "enthält E-Mail-Adressen"),
            (
                Field::Website,
                Profile::is_website,
                "addresses of websites stand in it",
                "enthält Internetadressen",
            ),
        ];
        for (field, test, en, de) in tests {
            if self.fields.contains_key(&field) {
                continue;
            }
            let open = self.open();
            let found = open.iter().filter_map(|at| self.profiles.get(*at)).find(|profile| test(profile));
            if let Some(index) = found.map(|profile| profile.index) {
                self.guess(field, index, Certainty::Likely, Sentence::from((en, de)));
            }
        }
    }

    fn is_one_of_several_counts(&self, index: usize) -> bool {
        let is_other = |profile: &&Profile| {
            profile.index != index
                && !self.used.contains(&profile.index)
                && profile.is_count_or_mark()
                && vocabulary::likely_field(&profile.name) == Some(Field::Places)
        };
        self.profiles.iter().any(|profile| is_other(&profile))
    }

    fn has_places(&self) -> bool {
        self.fields.contains_key(&Field::Places) || !self.offers.is_empty() || self.place_text.is_some()
    }

    /// A number and its day are of use only where rows have one.
    fn number_of_offers(&mut self) {
        let is_counted = self.fields.contains_key(&Field::FreePlaces);
        let is_dated = self.fields.contains_key(&Field::CountedOn);
        if is_counted != is_dated {
            self.fields.remove(&Field::FreePlaces);
            self.fields.remove(&Field::CountedOn);
        }
        let has_places = self.has_places();
        if !has_places {
            self.fields.remove(&Field::PlacesOn);
        }
    }

    /// The day of the numbers, if the lines above the header or the names of the sheets say it.
    fn day_of_numbers(&mut self) {
        let has_places = self.has_places();
        if !has_places || self.fields.contains_key(&Field::PlacesOn) {
            return;
        }
        let texts = self.table.preamble.iter().chain(&self.table.sheets);
        let found = texts.flat_map(|text| preamble::days(text).into_iter().map(move |day| (text, day)));
        let Some((text, (day, _))) = found.into_iter().next() else { return };
        let why = if text.contains(&day) {
            Sentence::from(("stands above the list", "steht über der Liste"))
        } else {
            let en = format!("the last day of what stands above the list: {text}");
            (en, format!("der letzte Tag von dem, was über der Liste steht: {text}")).into()
        };
        self.constants.push((Field::PlacesOn, day, Certainty::Likely, why));
    }
}

/// Whether the values of a column can be what its name says; an empty column can be anything.
fn fits(field: Field, profile: &Profile) -> bool {
    if profile.cells.is_empty() {
        return true;
    }
    match field {
        Field::Places | Field::FreePlaces => {
            profile.share(|text| text.contains(|c: char| c.is_ascii_digit())) >= 0.3
        }
        Field::PlacesOn | Field::CountedOn | Field::ValidFrom | Field::ValidTo => profile.is_date(),
        Field::Postcode => {
            profile.share(|text| text.contains(|c: char| c.is_ascii_digit())) >= 0.5
                && !profile.is_postcode_with_place()
        }
        Field::MunicipalityAgs => {
            profile.share(|text| text.len() >= 7 && text.bytes().all(|b| b.is_ascii_digit())) >= 0.5
        }
        Field::Email => profile.share(|text| text.contains('@')) >= 0.3,
        _ => true,
    }
}
