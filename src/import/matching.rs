//! How likely two entries are one facility: by name, address, telephone, e-mail and point, with a score of 100.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::address_text::{house_key, street_key};
use super::text::fold;
use crate::register::{Facility, PositionSource, Text};
use crate::units::{Lang, Metres};

/// From this score on two entries are one facility.
pub(super) const CERTAIN: u32 = 65;

/// From this score on they may be, and a person should look.
pub(super) const LIKELY: u32 = 45;

/// More facilities with the same name, address or number than this tell nothing apart.
pub(super) const MOST_ALIKE: usize = 40;

/// Names this much alike may be one name with a correction.
const ALIKE: f64 = 0.8;

/// Points closer than this are one place.
pub(super) const NEAR: Metres = Metres(60.0);

/// What two entries have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The same name.
    Name,
    /// Names that differ by a correction.
    SimilarName,
    /// The same street and house number.
    Address,
    /// The street, with another house number.
    Street,
    /// The same telephone number.
    Phone,
    /// The same e-mail address.
    Email,
    /// Points within 60 m.
    Point,
}

impl Agreement {
    /// How much it counts, of 100.
    pub(super) fn points(self) -> u32 {
        match self {
            Self::Name => 40,
            Self::SimilarName => 35,
            Self::Address => 30,
            Self::Street => 12,
            Self::Phone => 20,
            Self::Email => 10,
            Self::Point => 15,
        }
    }

    /// What the report calls it.
    pub fn in_language(self, lang: Lang) -> &'static str {
        let (en, de) = match self {
            Self::Name => ("name", "Name"),
            Self::SimilarName => ("similar name", "ähnlicher Name"),
            Self::Address => ("address", "Anschrift"),
            Self::Street => ("street", "Straße"),
            Self::Phone => ("telephone", "Telefon"),
            Self::Email => ("e-mail", "E-Mail"),
            Self::Point => ("point", "Punkt"),
        };
        match lang {
            Lang::De => de,
            Lang::En => en,
        }
    }
}

/// What two entries have in common. What one of them does not say counts neither for nor against.
pub(super) fn agreements(a: &Facility, b: &Facility) -> Vec<Agreement> {
    let (name_a, name_b) = (fold(&a.name), fold(&b.name));
    let name = if name_a == name_b {
        Some(Agreement::Name)
    } else if are_alike(&name_a, &name_b) {
        Some(Agreement::SimilarName)
    } else {
        None
    };
    let folded = |text: &Option<Text>| text.as_deref().map(fold).filter(|text| !text.is_empty());
    let street = |facility: &Facility| {
        facility.address.street.as_deref().map(street_key).filter(|street| !street.is_empty())
    };
    let streets = (street(a), street(b));
    let has_streets = streets.0.is_some() && streets.1.is_some();
    let address = if has_streets && house_key(&a.address) == house_key(&b.address) {
        Some(Agreement::Address)
    } else if has_streets && streets.0 == streets.1 && area(a) == area(b) {
        Some(Agreement::Street)
    } else {
        None
    };
    let same = |a: Option<String>, b: Option<String>, found| (a.is_some() && a == b).then_some(found);
    let phone = same(phone(a), phone(b), Agreement::Phone);
    let email = same(folded(&a.contact.email), folded(&b.contact.email), Agreement::Email);
    let are_measured = [a, b].iter().all(|facility| facility.position_source == PositionSource::Source);
    let point = (are_measured && a.point.geodesic_to(b.point) <= NEAR).then_some(Agreement::Point);
    [name, address, phone, email, point].into_iter().flatten().collect()
}

/// Whether two folded names are one name, perhaps with a correction.
pub(super) fn are_alike(a: &str, b: &str) -> bool {
    strsim::normalized_damerau_levenshtein(a, b) >= ALIKE && digits(a) == digits(b)
}

/// Numbers in a name tell houses apart: "Haus 1" and "Haus 2".
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn area(facility: &Facility) -> String {
    fold(facility.address.postcode.as_deref().unwrap_or(&facility.address.place))
}

/// The digits of a telephone number without those of the country; short ones say nothing.
pub(super) fn phone(facility: &Facility) -> Option<String> {
    let text = facility.contact.phone.as_deref()?.replace("+49", "0").replace("(0)", "");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix("0049").map_or(digits.clone(), |rest| format!("0{rest}"));
    (national.len() >= 6).then_some(national)
}

/// An entry of the register that may be the facility of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// Its index among the facilities of the register.
    pub facility: usize,
    /// Of 100.
    pub score: u32,
    /// Whether the two are one facility; else a person should look.
    pub is_certain: bool,
    pub agrees: Vec<Agreement>,
}

impl Match {
    fn new(index: usize, a: &Facility, b: &Facility) -> Self {
        let agrees = agreements(a, b);
        let score = agrees.iter().map(|agreement| agreement.points()).sum::<u32>().min(100);
        Self { facility: index, score, is_certain: score >= CERTAIN, agrees }
    }

    /// Whether the names agree.
    pub fn has_name(&self) -> bool {
        self.agrees.iter().any(|one| matches!(one, Agreement::Name | Agreement::SimilarName))
    }
}

/// Facilities of the register by what they have in common with others, so that few are compared.
pub(super) struct MatchIndex<'a> {
    facilities: &'a [Facility],
    by_key: HashMap<String, Vec<usize>>,
}

impl<'a> MatchIndex<'a> {
    pub fn new(facilities: &'a [Facility]) -> Self {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, facility) in facilities.iter().enumerate() {
            for key in keys(facility) {
                by_key.entry(key).or_default().push(index);
            }
        }
        Self { facilities, by_key }
    }

    /// The facility with the highest score, without those that are taken; the first of equals.
    pub fn best(&self, facility: &Facility, is_taken: impl Fn(usize) -> bool) -> Option<Match> {
        let alike = keys(facility).into_iter().filter_map(|key| self.by_key.get(&key));
        let few = alike.filter(|indices| indices.len() <= MOST_ALIKE).flatten().copied();
        let candidates: BTreeSet<usize> = few.filter(|index| !is_taken(*index)).collect();
        let scored = candidates
            .into_iter()
            .filter_map(|index| Some(Match::new(index, facility, self.facilities.get(index)?)));
        scored
            .filter(|found| found.score >= LIKELY)
            .min_by_key(|found| (Reverse(found.score), found.facility))
    }
}

/// By what others have in common with a facility are found.
pub(super) fn keys(facility: &Facility) -> Vec<String> {
    let mut keys = vec![format!("name {}", fold(&facility.name))];
    if facility.address.street.is_some() {
        keys.push(format!("address {}", house_key(&facility.address)));
    }
    keys.extend(phone(facility).map(|phone| format!("phone {phone}")));
    keys
}
