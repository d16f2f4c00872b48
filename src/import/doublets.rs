//! Entries of one list that are likely one facility although the list has them in two rows. Nothing is merged: they may be
//! two, so a person decides.

use std::collections::{BTreeSet, HashMap};

use super::address_text::street_and_number;
use super::matching::{Agreement, CERTAIN, MOST_ALIKE, agreements, keys};
use super::report::{DoubletReport, MatchedEntry};
use super::row::ParsedOffer;
use super::row_place::RowPlace;
use super::text::fold;
use crate::register::{Address, Facility};
use crate::units::Lang;

/// Two rows of different facilities that are likely one.
pub(super) struct Doublet {
    /// Indices of the parsed offers, the one further up first.
    pub rows: [usize; 2],
    /// Of 100.
    score: u32,
    agrees: Vec<Agreement>,
}

/// Finds facilities of a list that have a category in common and are certainly alike by [`CERTAIN`], each pair once.
/// `groups` are the rows of each.
pub(super) fn doublets<'a>(
    groups: impl Iterator<Item = &'a Vec<usize>>,
    parsed_offers: &[ParsedOffer],
) -> Vec<Doublet> {
    let mut by_key: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for (group, rows) in groups.enumerate() {
        for row in rows {
            let Some(parsed) = parsed_offers.get(*row) else { continue };
            let category = parsed.facility.offers.first().map_or("", |offer| offer.category.as_str());
            for key in keys(&parsed.facility) {
                by_key.entry(format!("{category} {key}")).or_default().push((*row, group));
            }
        }
    }
    let mut pairs: BTreeSet<((usize, usize), (usize, usize))> = BTreeSet::new();
    for alike in by_key.values().filter(|alike| alike.len() <= MOST_ALIKE) {
        for (at, one) in alike.iter().enumerate() {
            let others = alike.iter().skip(at + 1).filter(|other| other.1 != one.1);
            pairs.extend(others.map(|other| (*one.min(other), *one.max(other))));
        }
    }
    let mut seen = HashMap::new();
    let mut found = Vec::new();
    for ((first, group), (second, other)) in pairs {
        let is_seen = seen.entry((group.min(other), group.max(other))).or_insert(false);
        if !*is_seen && let Some(doublet) = compare([first, second], parsed_offers) {
            *is_seen = true;
            found.push(doublet);
        }
    }
    found
}

fn compare(rows: [usize; 2], parsed_offers: &[ParsedOffer]) -> Option<Doublet> {
    let [a, b] = rows;
    let (a, b) = (parsed_offers.get(a)?, parsed_offers.get(b)?);
    // Who gives two rows the ids of two facilities has decided.
    if a.facility_id.is_some() && b.facility_id.is_some() {
        return None;
    }
    let agrees = agreements(&a.facility, &b.facility);
    // Several houses of a provider may share address, number and point.
    let has_name = agrees.iter().any(|one| matches!(one, Agreement::Name | Agreement::SimilarName));
    let score = agrees.iter().map(|agreement| agreement.points()).sum::<u32>().min(100);
    let are_two =
        are_told_apart(&a.facility.name, &b.facility.name) || are_neighbours(&a.facility, &b.facility);
    let is_doublet = has_name && score >= CERTAIN && !are_two;
    is_doublet.then_some(Doublet { rows, score, agrees })
}

/// Whether names differ in single letters or Roman numerals alone: "Haus A" and "Haus B", "Haus I" and "Haus II".
fn are_told_apart(a: &str, b: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        name.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect()
    };
    let is_mark =
        |word: &String| word.chars().count() == 1 || word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let (a, b) = (words(a), words(b));
    let has_only_marks = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        let own: Vec<&String> = one.difference(other).collect();
        !own.is_empty() && own.into_iter().all(is_mark)
    };
    has_only_marks(&a, &b) && has_only_marks(&b, &a)
}

/// Whether two have different house numbers: "Barrierefreies Wohnen" of one landlord, house by house.
fn are_neighbours(a: &Facility, b: &Facility) -> bool {
    let number = |facility: &Facility| {
        let Address { street, house_number, .. } = &facility.address;
        let in_street = || street.as_deref().map_or("", |street| street_and_number(street).1);
        let number = fold(house_number.as_deref().unwrap_or_else(in_street));
        (!number.is_empty()).then_some(number)
    };
    number(a).zip(number(b)).is_some_and(|(a, b)| a != b)
}

impl Doublet {
    /// The two rows side by side, and what a person may do.
    pub fn report(&self, parsed_offers: &[ParsedOffer], sheets: &[String]) -> Option<DoubletReport> {
        let [a, b] = self.rows;
        let mut parsed = [parsed_offers.get(a)?, parsed_offers.get(b)?];
        parsed.sort_by_key(|offer| (offer.sheet, offer.line));
        let places = parsed.iter().map(|offer| RowPlace::new(offer.sheet, offer.line, sheets));
        let rows: Vec<RowPlace> = places.collect();
        let said = |lang: Lang, and: &str| {
            let lines: Vec<String> = rows.iter().map(|row| row.in_language(lang)).collect();
            let agrees: Vec<&str> = self.agrees.iter().map(|one| one.in_language(lang)).collect();
            (lines.join(and), agrees.join(", "))
        };
        let score = self.score;
        let (lines, agrees) = said(Lang::En, " and ");
        let text = format!(
            "lines {lines} are likely the same facility ({score} of 100: {agrees}); hint: delete one, or leave both if there are two"
        );
        let (lines, agrees) = said(Lang::De, " und ");
        let text_de = format!(
            "Zeilen {lines} sind wahrscheinlich dasselbe Haus ({score} von 100: {agrees}). Löschen Sie eine, oder lassen Sie beide stehen, wenn es zwei sind."
        );
        let entries =
            parsed.map(|offer| MatchedEntry::new(&offer.facility, offer.row().id.to_string())).into();
        Some(DoubletReport { rows, score, agrees: self.agrees.clone(), entries, text, text_de })
    }
}
