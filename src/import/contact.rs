//! Who runs the facility of a row, how it is reached, and what it has.

use super::cells::Cells;
use super::layout::FeatureWord;
use super::notes::{NoteKind, Rejection};
use super::text::word_key;
use super::values::{self, Hours, Phone, Website};
use crate::register::{Contact, Feature, Field, Provider, ProviderKind, Text};

impl Cells<'_> {
    pub(super) fn provider(&mut self) -> Result<Option<Provider>, Rejection> {
        let name = self.text(Field::Provider)?;
        let word = self.text(Field::ProviderKind)?;
        let known = word.as_ref().map(|word| {
            let listed = self.reader.columns.layout.provider_kinds.get(&word_key(word)).cloned();
            listed
                .map(|known| (known.kind, known.association))
                .or_else(|| Some((ProviderKind::from_word(word)?, None)))
        });
        let (kind, of_kind) = match known {
            None => (ProviderKind::Unknown, None),
            Some(Some(known)) => known,
            Some(None) => {
                let word = word.as_deref().unwrap_or_default();
                let de = format!("„{word}“ ist keine bekannte Trägerart.");
                let en = format!("\"{word}\" is not a kind of provider known here");
                self.note(NoteKind::UnknownProviderKind, (en, de));
                (ProviderKind::Unknown, None)
            }
        };
        let association = self.text(Field::Association)?.or(of_kind);
        if name.is_none() && (word.is_some() || association.is_some()) {
            let what = word.or_else(|| association.clone()).unwrap_or_default();
            let de = format!("„{what}“ beschreibt einen Träger, dessen Name fehlt.");
            let en = format!("\"{what}\" says something about a provider that has no name");
            self.note(NoteKind::LeftOut, (en, de));
        }
        Ok(name.map(|name| Provider { name, kind, association }))
    }

    /// The telephone numbers as they stand, with the zero that a spreadsheet takes from a number.
    fn phone(&mut self) -> Result<Option<String>, Rejection> {
        let Some(mut text) = self.text(Field::Phone)? else { return Ok(None) };
        if let Some((kept, fax)) = values::without_fax(&text) {
            let de = format!("„{fax}“ in „{text}“ ist keine Telefonnummer und bleibt weg.");
            let en = format!("\"{fax}\" in \"{text}\" is no telephone number; left out");
            self.note(NoteKind::LeftOut, (en, de));
            text = kept;
        }
        if text.is_empty() {
            return Ok(None);
        }
        Ok(match values::phone(&text) {
            Phone::Kept => Some(text),
            Phone::Restored(phone) => {
                let (en, de) = if phone.len() > text.len() {
                    (
                        format!(
                            "telephone \"{text}\" has lost its first sign to a spreadsheet; kept as {phone}"
                        ),
                        format!(
                            "Telefon „{text}“ hat in einer Tabelle sein erstes Zeichen verloren: {phone}."
                        ),
                    )
                } else {
                    (
                        format!("telephone \"{text}\" has a slip; kept as {phone}"),
                        format!("Telefon „{text}“ enthält einen Schreibfehler; gelesen als {phone}."),
                    )
                };
                self.note(NoteKind::PhoneRestored, (en, de));
                Some(phone)
            }
            Phone::Short => {
                let de = format!("Telefon „{text}“ hat keine Vorwahl.");
                self.note(NoteKind::Suspicious, (format!("telephone \"{text}\" has no area code"), de));
                Some(text)
            }
            Phone::NoNumber => {
                let de = format!("Telefon „{text}“ ist keine Nummer und bleibt leer.");
                self.note(NoteKind::LeftOut, (format!("telephone \"{text}\" is no number; left empty"), de));
                None
            }
            Phone::Lost => {
                let de = format!("Telefon „{text}“ hat in einer Tabelle Ziffern verloren und bleibt leer.");
                let en = format!("telephone \"{text}\" has lost digits to a spreadsheet; left empty");
                self.note(NoteKind::LeftOut, (en, de));
                None
            }
        })
    }

    /// Opening hours in the syntax of OpenStreetMap where they can be read, else as they are written.
    pub(super) fn opening_hours(&mut self) -> Result<Option<Text>, Rejection> {
        let text = match self.appointment_only() {
            Some(text) => Some(text),
            None => self.text(Field::OpeningHours)?,
        };
        let Some(text) = text else { return Ok(None) };
        Ok(Some(match values::hours(&text) {
            Hours::Kept => text.into(),
            Hours::Read(read) => {
                let de = format!("Öffnungszeiten „{text}“ wurden gelesen als {read}.");
                let en = format!("opening hours \"{text}\" read as {read}");
                self.note(NoteKind::ReadFromText, (en, de));
                read.into()
            }
            Hours::Unknown => {
                let de = format!(
                    "Öffnungszeiten „{text}“ werden so gezeigt, wie sie geschrieben sind; ob gerade geöffnet ist, ist nicht bekannt."
                );
                let en = format!(
                    "opening hours \"{text}\" are shown as they are written; whether it is open now is not known"
                );
                self.note(NoteKind::Suspicious, (en, de));
                text.into()
            }
        }))
    }

    /// "n. V." alone: of opening hours it means "nach Vereinbarung", in every other column "nicht vorhanden".
    fn appointment_only(&self) -> Option<String> {
        let cells = self.reader.columns.cells(self.row, Field::OpeningHours);
        let filled: Vec<&str> = cells.map(|(_, cell)| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        let [only] = filled[..] else { return None };
        let is_read = values::is_no_value(only) && matches!(values::hours(only), Hours::Read(_));
        is_read.then(|| only.to_owned())
    }

    pub(super) fn contact(&mut self) -> Result<Contact, Rejection> {
        let phone = self.phone()?;
        let email = self.text(Field::Email)?;
        let email = match email.map(|text| (values::email_in(&text), text)) {
            None => None,
            Some((Some(found), text)) => {
                if !found.is_exact {
                    let de = format!("E-Mail „{text}“ als {} gelesen.", found.value);
                    let en = format!("e-mail \"{text}\" read as {}", found.value);
                    self.note(NoteKind::ReadFromText, (en, de));
                }
                Some(found.value)
            }
            Some((None, text)) => {
                let de = format!("„{text}“ ist keine E-Mail-Adresse.");
                self.note(NoteKind::LeftOut, (format!("\"{text}\" is not an e-mail address"), de));
                None
            }
        };
        let website = match self.text(Field::Website)? {
            None => None,
            Some(text) => match values::website(&text) {
                Website::Complete(url) => Some(url),
                Website::Completed(url) => {
                    let de = format!("„{text}“ steht jetzt als {url}.");
                    self.note(NoteKind::WebsiteScheme, (format!("\"{text}\" kept as {url}"), de));
                    Some(url)
                }
                Website::Bad if values::website_in(&text).is_some() => {
                    let url = values::website_in(&text).map(|found| found.value).unwrap_or_default();
                    let de = format!("Internetadresse „{text}“ als {url} gelesen.");
                    self.note(NoteKind::ReadFromText, (format!("website \"{text}\" read as {url}"), de));
                    Some(url)
                }
                Website::Bad => {
                    let de = format!("„{text}“ ist keine Internetadresse.");
                    self.note(NoteKind::LeftOut, (format!("\"{text}\" is not an address of a website"), de));
                    None
                }
            },
        };
        Ok(Contact {
            phone: phone.map(Text::from),
            email: email.map(Text::from),
            website: website.map(Text::from),
        })
    }

    /// The features, sorted, and the words that stay as text.
    pub(super) fn features(&mut self) -> Result<(Vec<Feature>, Vec<String>), Rejection> {
        let text = self.text(Field::Features)?.unwrap_or_default();
        let layout = self.reader.columns.layout;
        let parts: Vec<String> = match &layout.feature_separator {
            Some(separator) => text.split(separator.as_str()).map(|part| part.trim().to_owned()).collect(),
            None => vec![text],
        };
        let (mut features, mut words) = (Vec::new(), Vec::new());
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            match layout.features.get(&word_key(&part)) {
                Some(FeatureWord::Ignore) => {}
                Some(FeatureWord::Feature { feature, keep_text }) => {
                    features.push(*feature);
                    words.extend(keep_text.then_some(part));
                }
                None => match Feature::from_word(&part) {
                    Some(feature) => features.push(feature),
                    None => {
                        let de = format!("„{part}“ bleibt als Bemerkung stehen.");
                        self.note(NoteKind::WordsToNote, (format!("\"{part}\" kept as a note"), de));
                        words.push(part);
                    }
                },
            }
        }
        features.sort_unstable();
        features.dedup();
        Ok((features, words))
    }
}
