//! Columns that are parts of one value, and the column that says what is closed.

use super::profile::Profile;
use super::{Certainty, Guess, MappingGuess, Sentence};
use crate::import::vocabulary;
use crate::register::Field;

impl MappingGuess<'_> {
    /// The number of a house with its letter, and an area code with the number behind it.
    pub(super) fn by_parts(&mut self) {
        self.house_number();
        self.area_code();
    }

    /// "Nr." beside a street is the number of the house; an addition joins a number that has a column of its own.
    fn house_number(&mut self) {
        let why = Sentence::from(("the name of the column", "Name der Spalte"));
        let street = self.fields.get(&Field::Street).and_then(|guess| guess.columns.first()).copied();
        if !self.fields.contains_key(&Field::HouseNumber)
            && let Some(street) = street
        {
            let is_number = |profile: &&Profile| {
                profile.index == street + 1
                    && !self.used.contains(&profile.index)
                    && vocabulary::is_number(&profile.name)
                    && profile.is_house_number()
            };
            if let Some(index) = self.profiles.iter().find(is_number).map(|profile| profile.index) {
                let why = ("stands behind the street", "steht hinter der Straße");
                self.guess(Field::HouseNumber, index, Certainty::Likely, Sentence::from(why));
            }
        }
        let open = |profile: &&Profile| !self.used.contains(&profile.index);
        let additions = self.profiles.iter().filter(open);
        let additions = additions.filter(|profile| vocabulary::is_house_number_addition(&profile.name));
        let addition = additions.map(|profile| profile.index).next();
        if let (Some(addition), Some(guess)) = (addition, self.fields.get_mut(&Field::HouseNumber)) {
            guess.columns.push(addition);
            guess.join = Some("");
            guess.why = why;
            self.used.insert(addition);
        }
    }

    /// The first telephone column behind an area code is the number that belongs to it.
    fn area_code(&mut self) {
        let open = self.profiles.iter().filter(|profile| !self.used.contains(&profile.index));
        let code =
            open.filter(|profile| vocabulary::is_area_code(&profile.name)).map(|profile| profile.index);
        let Some(code) = code.min() else { return };
        let phones = self.fields.get(&Field::Phone).map(|guess| guess.columns.clone()).unwrap_or_default();
        let is_mobile = |index: &usize| {
            let profile = self.profiles.iter().find(|profile| profile.index == *index);
            profile.is_some_and(|profile| vocabulary::is_mobile(&profile.name))
        };
        // A mobile number begins with a code of its own.
        let behind = phones.iter().copied().filter(|index| *index > code && !is_mobile(index));
        let Some(number) = behind.min() else { return };
        let further = phones.iter().copied().filter(|index| *index != number).collect();
        self.used.insert(code);
        let why = Sentence::from(("area code and number", "Vorwahl und Rufnummer"));
        let certainty = Certainty::Sure;
        let guess = Guess { columns: vec![code, number], join: Some("/"), further, certainty, why };
        self.fields.insert(Field::Phone, guess);
    }

    /// A column such as "Status" with words for what is closed or only planned, whose rows are left out.
    pub(super) fn closed(&mut self) {
        let open = self.profiles.iter().filter(|profile| !self.used.contains(&profile.index));
        let found = open.filter(|profile| vocabulary::is_status(&profile.name)).find_map(|profile| {
            let words = profile.words().into_iter().map(|(word, _)| word);
            let closed: Vec<String> = words.filter(|word| vocabulary::says_closed(word)).collect();
            (!closed.is_empty()).then_some((profile.index, closed))
        });
        self.used.extend(found.iter().map(|(index, _)| *index));
        self.closed = found;
    }
}
