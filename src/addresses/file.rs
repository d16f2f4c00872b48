//! The file of an index. It begins with its form, version and checksum; everything behind is read with bounds, and each
//! number that points somewhere must point to something.

use std::str::FromStr;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::{AddressIndex, Content, House, Location, Span, Stamp, Street};
use crate::extract::Position;

/// How a file begins.
const MAGIC: &[u8; 8] = b"PFLADDR\n";
/// Changes with every change of the form.
const VERSION: u32 = 1;
const CHECKSUM_BYTES: usize = 32;

/// Why a file is not used. The sentence follows the name of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum AddressFileError {
    #[error("is no file of addresses; hint: pflegeplan region EXTRACT makes one")]
    Foreign,
    #[error(
        "is of version {found}, and this program reads version {VERSION}; hint: make it anew with pflegeplan region EXTRACT"
    )]
    Version { found: u32 },
    #[error("is damaged: its checksum does not fit; hint: make it anew with pflegeplan region EXTRACT")]
    Checksum,
    #[error("is damaged: {0}; hint: make it anew with pflegeplan region EXTRACT")]
    Content(&'static str),
}

impl AddressFileError {
    /// The sentence in German, which follows the name of the file.
    pub fn german(&self) -> String {
        match self {
            Self::Foreign => {
                "ist keine Datei mit Adressen. pflegeplan region AUSZUG legt eine an.".to_owned()
            }
            Self::Version { found } => format!(
                "hat die Fassung {found}, dieses Programm liest aber die Fassung {VERSION}. Bitte mit pflegeplan region AUSZUG neu anlegen."
            ),
            Self::Checksum => {
                "ist beschädigt: Die Prüfsumme stimmt nicht. Bitte mit pflegeplan region AUSZUG neu anlegen."
                    .to_owned()
            }
            Self::Content(what) => format!(
                "ist beschädigt; gemeldet wird „{what}“. Bitte mit pflegeplan region AUSZUG neu anlegen."
            ),
        }
    }
}

impl AddressIndex {
    /// The index as the bytes of a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer(Vec::new());
        body.content(&self.content);
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(Sha256::digest(&body.0));
        bytes.extend(body.0);
        bytes
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// [`AddressFileError`] for anything that [`Self::to_bytes`] of this version has not written.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, AddressFileError> {
        let (stamp, body) = checked(bytes)?;
        let content = body.content(stamp)?;
        check(&content)?;
        Ok(Self::new(content))
    }

    /// Of which extract the index in a file was made.
    ///
    /// # Errors
    /// As [`Self::from_bytes`], as far as its checksum says it.
    pub fn stamp_of(bytes: &[u8]) -> Result<Stamp, AddressFileError> {
        checked(bytes).map(|(stamp, _)| stamp)
    }
}

/// Checks form, version and checksum, and reads the stamp.
fn checked(bytes: &[u8]) -> Result<(Stamp, Reader<'_>), AddressFileError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(AddressFileError::Foreign)?;
    let (version, rest) = rest.split_first_chunk().ok_or(AddressFileError::Checksum)?;
    let found = u32::from_le_bytes(*version);
    if found != VERSION {
        return Err(AddressFileError::Version { found });
    }
    let (checksum, body) = rest.split_first_chunk::<CHECKSUM_BYTES>().ok_or(AddressFileError::Checksum)?;
    if *checksum != *Sha256::digest(body) {
        return Err(AddressFileError::Checksum);
    }
    let mut reader = Reader(body);
    let date = reader.text()?;
    let date = match date.as_str() {
        "" => None,
        date => Some(NaiveDate::from_str(date).map_err(|_| AddressFileError::Content("its date is none"))?),
    };
    Ok((Stamp { date, sha256: reader.text()? }, reader))
}

/// The lists refer to each other within their bounds.
fn check(content: &Content) -> Result<(), AddressFileError> {
    let fault = |is_fine: bool, what| if is_fine { Ok(()) } else { Err(AddressFileError::Content(what)) };
    let is_text = |number: u32| (number as usize) < content.texts.len();
    let is_within = |span: Span, length: usize| span.start as usize + span.length as usize <= length;
    for location in &content.locations {
        let names = [location.town, location.city, location.part];
        fault(names.into_iter().all(is_text), "a place has no name")?;
    }
    for pair in content.streets.windows(2) {
        fault(pair.iter().is_sorted_by_key(|street| street.location), "its streets are not in order")?;
    }
    for street in &content.streets {
        fault(is_text(street.name), "a street has no name")?;
        fault((street.location as usize) < content.locations.len(), "a street lies nowhere")?;
        fault(is_within(street.postcodes, content.postcodes.len()), "a street has no postcodes")?;
        fault(is_within(street.houses, content.houses.len()), "a street has no houses")?;
        let houses = street.houses.of(&content.houses);
        fault(houses.is_sorted_by_key(|house| house.number), "its houses are not in order")?;
    }
    fault(content.houses.iter().all(|house| house.tail() < content.tails.len()), "a house has no number")?;
    fault(content.postcodes.iter().all(|digits| *digits < 100_000), "a postcode has more than five digits")
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    fn numbers(&mut self, numbers: &[u32]) {
        numbers.iter().for_each(|number| self.number(*number));
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend(text.as_bytes());
    }

    fn list<T>(&mut self, list: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.number(list.len() as u32);
        list.iter().for_each(|one| write(self, one));
    }

    fn position(&mut self, position: Position) {
        self.0.extend(position.lat.to_le_bytes());
        self.0.extend(position.lon.to_le_bytes());
    }

    fn content(&mut self, content: &Content) {
        self.text(&content.stamp.date.map_or_else(String::new, |date| date.to_string()));
        self.text(&content.stamp.sha256);
        self.list(&content.texts, |writer, text| writer.text(text));
        self.list(&content.tails, |writer, tail| writer.text(tail));
        self.list(&content.locations, |writer, it| {
            writer.numbers(&[it.municipality, it.town, it.city, it.part]);
        });
        self.list(&content.streets, |writer, it| {
            writer.numbers(&[it.name, it.location, u32::from(it.shows_part)]);
            writer.numbers(&[it.postcodes.start, it.postcodes.length, it.houses.start, it.houses.length]);
            writer.position(it.position);
        });
        self.list(&content.postcodes, |writer, digits| writer.number(*digits));
        self.list(&content.houses, |writer, it| {
            writer.position(it.position);
            writer.0.extend(it.number.to_le_bytes());
            writer.0.extend(it.tail_and_postcode.to_le_bytes());
        });
    }
}

const CUT: AddressFileError = AddressFileError::Content("it ends too early");

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn chunk<const N: usize>(&mut self) -> Result<[u8; N], AddressFileError> {
        let (chunk, rest) = self.0.split_first_chunk().ok_or(CUT)?;
        self.0 = rest;
        Ok(*chunk)
    }

    fn number(&mut self) -> Result<u32, AddressFileError> {
        self.chunk().map(u32::from_le_bytes)
    }

    fn short(&mut self) -> Result<u16, AddressFileError> {
        self.chunk().map(u16::from_le_bytes)
    }

    fn text(&mut self) -> Result<String, AddressFileError> {
        let length = self.number()? as usize;
        let (text, rest) = self.0.split_at_checked(length).ok_or(CUT)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).map_err(|_| AddressFileError::Content("a text is not UTF-8"))
    }

    fn position(&mut self) -> Result<Position, AddressFileError> {
        let position = Position {
            lat: self.chunk().map(i32::from_le_bytes)?,
            lon: self.chunk().map(i32::from_le_bytes)?,
        };
        let is_on_earth =
            position.lat.unsigned_abs() <= 900_000_000 && position.lon.unsigned_abs() <= 1_800_000_000;
        is_on_earth.then_some(position).ok_or(AddressFileError::Content("a point is not on the Earth"))
    }

    /// A list of items of at least `least` bytes: a longer one than the file can hold is not made room for.
    fn list<T>(
        &mut self,
        least: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, AddressFileError>,
    ) -> Result<Vec<T>, AddressFileError> {
        let length = self.number()? as usize;
        if length.checked_mul(least).is_none_or(|bytes| bytes > self.0.len()) {
            return Err(CUT);
        }
        let mut list = Vec::with_capacity(length);
        for _ in 0..length {
            list.push(read(self)?);
        }
        Ok(list)
    }

    fn span(&mut self) -> Result<Span, AddressFileError> {
        Ok(Span { start: self.number()?, length: self.number()? })
    }

    fn content(mut self, stamp: Stamp) -> Result<Content, AddressFileError> {
        let content = Content {
            stamp,
            texts: self.list(4, Self::text)?,
            tails: self.list(4, Self::text)?,
            locations: self.list(16, |it| {
                let (municipality, town, city, part) =
                    (it.number()?, it.number()?, it.number()?, it.number()?);
                Ok(Location { municipality, town, city, part })
            })?,
            streets: self.list(36, |it| {
                let (name, location, shows_part) = (it.number()?, it.number()?, it.number()? != 0);
                let (postcodes, houses) = (it.span()?, it.span()?);
                Ok(Street { name, location, shows_part, postcodes, houses, position: it.position()? })
            })?,
            postcodes: self.list(4, Self::number)?,
            houses: self.list(12, |it| {
                Ok(House { position: it.position()?, number: it.short()?, tail_and_postcode: it.short()? })
            })?,
        };
        if self.0.is_empty() {
            Ok(content)
        } else {
            Err(AddressFileError::Content("something follows its end"))
        }
    }
}
