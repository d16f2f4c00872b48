//! One facility of the list against the one of the register: what is new, what changes, what stays.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::Context;
use super::columns::Columns;
use super::compare::{
    Change, Counts, complete_facility, complete_offer, differing, facility_fields, german_name,
    join_facility, offer_fields,
};
use super::identity::FacilityGroup;
use super::left_out::LeftOuts;
use super::merge::MergedFacility;
use super::notes::{Note, NoteKind};
use super::report::{Missing, MissingOffer, Outcome};
use super::row::{ParsedOffer, rank};
use crate::register::{Facility, Offer, SourceRef};

/// The rows of a list by what became of them.
#[derive(Default)]
pub(super) struct RowIds {
    /// Rows that give an offer, or repeat one that does.
    pub imported: HashSet<SourceRef>,
    /// Rows that were rejected: what they are about is neither confirmed nor gone.
    pub rejected: HashSet<SourceRef>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    New,
    Changed,
    Unchanged,
}

pub(super) struct Reconciled {
    pub facility: Facility,
    pub state: State,
    pub outcomes: Vec<(usize, Outcome)>,
    pub changes: Vec<(usize, Change)>,
    pub notes: Vec<(usize, Note)>,
    pub missing: Option<Missing>,
}

/// What every facility of a plan is reconciled with.
pub(super) struct Reconciler<'a> {
    pub parsed_offers: &'a [ParsedOffer],
    pub columns: &'a Columns<'a>,
    pub ctx: &'a Context<'a>,
    pub ids: &'a RowIds,
    /// The lists that the file speaks for.
    pub sources: &'a BTreeSet<String>,
    /// The rows that are left out for a word.
    pub left_out: &'a LeftOuts<'a>,
    /// The day with which is closed what the list lacks; `None` if it is not complete for its source.
    pub closes: Option<NaiveDate>,
    /// Whether what the list counts holds although the register has newer counts.
    pub takes_back: bool,
}

impl Reconciler<'_> {
    /// A facility that the register does not have.
    pub fn new_facility(&self, group: &FacilityGroup, merged: &MergedFacility) -> Reconciled {
        let mut facility = merged.facility.clone();
        facility.id.clone_from(&group.id);
        self.name_lists(&mut facility, &merged.rows);
        self.sort(&mut facility.offers);
        let outcome = |index| if index == 0 { Outcome::Accepted } else { Outcome::Merged };
        Reconciled {
            facility,
            state: State::New,
            outcomes: merged.rows.iter().enumerate().map(|(index, row)| (*row, outcome(index))).collect(),
            changes: Vec::new(),
            notes: Vec::new(),
            missing: None,
        }
    }

    /// A facility that the register has as `old`.
    pub fn known_facility(&self, merged: &MergedFacility, old: &Facility) -> Reconciled {
        let mut facility = merged.facility.clone();
        let lead = merged.rows.first().copied().unwrap_or_default();
        let notes = if self.is_own(&old.source) {
            complete_facility(&mut facility, old, self.columns, self.ctx.today)
        } else {
            join_facility(&mut facility, old, self.ctx.today)
        };
        self.name_lists(&mut facility, &merged.rows);
        let changes = differing(&facility_fields(old), &facility_fields(&facility));
        let mut reconciled = Reconciled {
            facility,
            state: State::Unchanged,
            outcomes: Vec::new(),
            changes: changes.into_iter().map(|change| (lead, change)).collect(),
            notes: notes.into_iter().map(|note| (lead, note)).collect(),
            missing: None,
        };
        let matched = self.reconcile_offers(&mut reconciled, merged, old);
        self.keep_or_report_rest(&mut reconciled, lead, old, &matched);
        self.sort(&mut reconciled.facility.offers);
        let changed: HashSet<usize> = reconciled.changes.iter().map(|(row, _)| *row).collect();
        for (row, outcome) in &mut reconciled.outcomes {
            if *outcome == Outcome::Unchanged && changed.contains(row) {
                *outcome = Outcome::Changed;
            }
        }
        if reconciled.outcomes.iter().any(|(_, outcome)| *outcome != Outcome::Unchanged) {
            reconciled.state = State::Changed;
        }
        reconciled
    }

    /// Whether something that is or is not there today is there tomorrow too: what has its last day today is closed already.
    fn stays_open(&self, is_valid: bool, valid_to: Option<NaiveDate>) -> bool {
        is_valid && valid_to.is_none_or(|end| end > self.ctx.today)
    }

    /// Whether the file speaks for the list of a row.
    pub fn is_own(&self, row: &SourceRef) -> bool {
        self.sources.contains(row.source.as_str())
    }

    /// Says of each offer which list it is from, where that is not the one of its facility.
    fn name_lists(&self, facility: &mut Facility, rows: &[usize]) {
        let leading = facility.source.source.clone();
        for (offer, row) in facility.offers.iter_mut().zip(rows) {
            let own = self.parsed_offers.get(*row).map(|parsed| parsed.row().source.clone());
            offer.source = own.filter(|source| *source != leading);
        }
    }

    /// Reconciles the offers of the list; gives the indices of those of the register they stand for.
    fn reconcile_offers(
        &self,
        reconciled: &mut Reconciled,
        merged: &MergedFacility,
        old: &Facility,
    ) -> HashSet<usize> {
        let counterparts = counterparts(&reconciled.facility.offers, &old.offers);
        for (index, row) in merged.rows.iter().enumerate() {
            let Some(offer) = reconciled.facility.offers.get_mut(index) else { continue };
            let Some(known) = counterparts.get(&index).and_then(|index| old.offers.get(*index)) else {
                reconciled.outcomes.push((*row, Outcome::Merged));
                continue;
            };
            if known.source != offer.source {
                reconciled.notes.push((*row, offer_of_other_list(offer, known, old)));
                offer.clone_from(known);
                reconciled.outcomes.push((*row, Outcome::Unchanged));
                continue;
            }
            let reference_day = self.parsed_offers.get(*row).and_then(|parsed| parsed.reference_day);
            let counts = Counts { listed_on: reference_day, takes_back: self.takes_back };
            let notes = complete_offer(offer, known, self.columns, counts, self.ctx.today);
            reconciled.notes.extend(notes.into_iter().map(|note| (*row, note)));
            let changes = differing(&offer_fields(known), &offer_fields(offer));
            reconciled.changes.extend(changes.into_iter().map(|change| (*row, change)));
            reconciled.outcomes.push((*row, Outcome::Unchanged));
        }
        counterparts.into_values().collect()
    }

    /// Offers of the register that no row of this facility stands for. One whose row belongs to
    /// another facility now, or whose category another row has taken, goes; any other stays, and is
    /// missing unless its row was merely rejected. A complete list closes it, unless a row speaks of the facility with a word
    /// that the mapping does not know.
    fn keep_or_report_rest(
        &self,
        reconciled: &mut Reconciled,
        lead: usize,
        old: &Facility,
        matched: &HashSet<usize>,
    ) {
        let mut missing = Vec::new();
        let left_out = self.left_out.unknown_row_of(old);
        let closes = self.closes.filter(|_| left_out.is_none());
        for (_, offer) in old.offers.iter().enumerate().filter(|(index, _)| !matched.contains(index)) {
            let row = old.row_of(offer);
            if !self.is_own(&row) {
                reconciled.facility.offers.push(offer.clone());
                continue;
            }
            let is_taken = reconciled.facility.offers.iter().any(|other| other.category == offer.category);
            if is_taken || self.ids.imported.contains(&row) {
                let from = Some(format!("{} (id {})", offer.category, offer.source_id));
                reconciled.changes.push((lead, Change { field: "offer".to_owned(), from, to: None }));
                continue;
            }
            reconciled.facility.offers.push(offer.clone());
            let is_missing = !self.ids.rejected.contains(&row)
                && self.stays_open(offer.is_valid_on(self.ctx.today), offer.valid_to);
            if let (true, Some(day)) = (is_missing, closes)
                && let Some(kept) = reconciled.facility.offers.last_mut()
            {
                let from = offer.valid_to.map(|day| day.to_string());
                let field = format!("valid_to of {}", offer.category);
                reconciled.changes.push((lead, Change { field, from, to: Some(day.to_string()) }));
                kept.valid_to = Some(day);
            }
            if is_missing {
                missing.push(missing_offer(offer, false));
            }
        }
        if !missing.is_empty() && self.stays_open(old.is_valid_on(self.ctx.today), old.valid_to) {
            reconciled.missing = Some(Missing {
                facility: old.id.clone(),
                name: old.name.clone(),
                whole: false,
                closed: closes,
                decided: false,
                left_out,
                successor: None,
                offers: missing,
            });
        }
    }

    /// A facility of the register that no row makes up any more; `None` if rejected rows speak of it
    /// or if it is closed already.
    pub fn missing_facility(&self, old: &Facility) -> Option<Missing> {
        let own: Vec<&Offer> = old.offers.iter().filter(|offer| self.is_own(&old.row_of(offer))).collect();
        let is_rejected = own.iter().any(|offer| self.ids.rejected.contains(&old.row_of(offer)));
        let is_open = self.stays_open(old.is_valid_on(self.ctx.today), old.valid_to);
        if own.is_empty() || is_rejected || !is_open {
            return None;
        }
        let whole = own.len() == old.offers.len();
        let is_open =
            |offer: &&Offer| whole || self.stays_open(offer.is_valid_on(self.ctx.today), offer.valid_to);
        let offers = own.into_iter().filter(is_open);
        let offers = offers.map(|offer| missing_offer(offer, self.ids.imported.contains(&old.row_of(offer))));
        let offers: Vec<MissingOffer> = offers.collect();
        (!offers.is_empty()).then(|| Missing {
            facility: old.id.clone(),
            name: old.name.clone(),
            whole,
            closed: self.closes,
            decided: false,
            left_out: self.left_out.row_of(old),
            successor: None,
            offers,
        })
    }

    /// The facility that a complete list lacks, closed with the day: as a whole, or only the offers of this list where
    /// another list has offers there too. `None` if there is nothing to close.
    pub fn closed_facility(&self, old: &Facility, missing: &Missing) -> Option<Facility> {
        let day = missing.closed?;
        let mut closed = old.clone();
        if missing.whole {
            closed.valid_to = Some(day);
        } else {
            let is_missing =
                |offer: &Offer| missing.offers.iter().any(|it| it.category == offer.category.as_str());
            closed
                .offers
                .iter_mut()
                .filter(|offer| is_missing(offer))
                .for_each(|offer| offer.valid_to = Some(day));
        }
        (closed != *old).then_some(closed)
    }

    fn sort(&self, offers: &mut [Offer]) {
        offers.sort_by_key(|offer| rank(self.ctx.categories, &offer.category));
    }
}

/// Two lists name the same kind of care at one facility: the one that did so first keeps it.
fn offer_of_other_list(listed: &Offer, known: &Offer, old: &Facility) -> Note {
    let category = &known.category;
    let source = old.row_of(known).source;
    let differs = differing(&offer_fields(known), &offer_fields(listed));
    let differs = differs.iter().filter(|change| change.field != "row" && change.to.is_some());
    let fields: Vec<&str> = differs.clone().map(|change| change.field.as_str()).collect();
    let names: Vec<&str> = differs.map(|change| german_name(&change.field)).collect();
    let en = match fields.as_slice() {
        [] => format!("{category} is in the register from the list \"{source}\" already"),
        fields => format!(
            "{category} is in the register from the list \"{source}\" already, which counts; this row differs in {}",
            fields.join(", ")
        ),
    };
    let de = match names.as_slice() {
        [] => format!("{category} steht schon aus der Liste „{source}“ im Verzeichnis."),
        names => format!(
            "{category} steht schon aus der Liste „{source}“ im Verzeichnis, und deren Angaben gelten; diese Zeile weicht ab in: {}.",
            names.join(", ")
        ),
    };
    Note::new(NoteKind::Kept, (en, de))
}

fn missing_offer(offer: &Offer, moved: bool) -> MissingOffer {
    MissingOffer { category: offer.category.to_string(), source_id: offer.source_id.to_string(), moved }
}

/// For offers of the list the ones of the register: by the id of the row, else by category.
fn counterparts(new: &[Offer], old: &[Offer]) -> HashMap<usize, usize> {
    let mut pairs = HashMap::new();
    let mut taken = HashSet::new();
    let tests: [fn(&Offer, &Offer) -> bool; 2] = [
        |new, old| new.source_id == old.source_id && new.source == old.source,
        |new, old| new.category == old.category,
    ];
    for test in tests {
        for (index, offer) in new.iter().enumerate() {
            let mut candidates = old.iter().enumerate();
            if pairs.contains_key(&index) {
                continue;
            }
            let found = candidates.find(|(other, known)| !taken.contains(other) && test(offer, known));
            if let Some((other, _)) = found {
                pairs.insert(index, other);
                taken.insert(other);
            }
        }
    }
    pairs
}
