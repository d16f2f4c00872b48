//! One facility of the list against the one of the register: what is new, what changes, what stays.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::Context;
use super::columns::Columns;
use super::compare::{Change, complete_facility, complete_offer, differing, facility_fields, offer_fields};
use super::identity::FacilityGroup;
use super::merge::MergedFacility;
use super::notes::Note;
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
    /// The day with which is closed what the list lacks; `None` if it is not complete for its source.
    pub closes: Option<NaiveDate>,
}

impl Reconciler<'_> {
    /// A facility that the register does not have.
    pub fn new_facility(&self, group: &FacilityGroup, merged: &MergedFacility) -> Reconciled {
        let mut facility = merged.facility.clone();
        facility.id.clone_from(&group.id);
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
        let notes = complete_facility(&mut facility, old, self.columns, self.ctx.today);
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
            let reference_day = self.parsed_offers.get(*row).and_then(|parsed| parsed.reference_day);
            let notes = complete_offer(offer, known, self.columns, reference_day);
            reconciled.notes.extend(notes.into_iter().map(|note| (*row, note)));
            let changes = differing(&offer_fields(known), &offer_fields(offer));
            reconciled.changes.extend(changes.into_iter().map(|change| (*row, change)));
            reconciled.outcomes.push((*row, Outcome::Unchanged));
        }
        counterparts.into_values().collect()
    }

    /// Offers of the register that no row of this facility stands for. One whose row belongs to
    /// another facility now, or whose category another row has taken, goes; any other stays, and is
    /// missing unless its row was merely rejected.
    fn keep_or_report_rest(
        &self,
        reconciled: &mut Reconciled,
        lead: usize,
        old: &Facility,
        matched: &HashSet<usize>,
    ) {
        let mut missing = Vec::new();
        for (_, offer) in old.offers.iter().enumerate().filter(|(index, _)| !matched.contains(index)) {
            let row = SourceRef { source: old.source.source.clone(), id: offer.source_id.clone() };
            let is_taken = reconciled.facility.offers.iter().any(|other| other.category == offer.category);
            if is_taken || self.ids.imported.contains(&row) {
                let from = Some(format!("{} (id {})", offer.category, offer.source_id));
                reconciled.changes.push((lead, Change { field: "offer".to_owned(), from, to: None }));
                continue;
            }
            reconciled.facility.offers.push(offer.clone());
            let is_missing = !self.ids.rejected.contains(&row) && offer.is_valid_on(self.ctx.today);
            if let (true, Some(day)) = (is_missing, self.closes)
                && let Some(kept) = reconciled.facility.offers.last_mut()
                && kept.valid_to != Some(day)
            {
                let from = offer.valid_to.map(|day| day.to_string());
                let field = format!("valid_to of {}", offer.category);
                reconciled.changes.push((lead, Change { field, from, to: Some(day.to_string()) }));
                kept.valid_to = Some(day);
            }
            if !self.ids.rejected.contains(&row) && offer.is_valid_on(self.ctx.today) {
                missing.push(missing_offer(offer, false));
            }
        }
        if !missing.is_empty() && old.is_valid_on(self.ctx.today) {
            reconciled.missing = Some(Missing {
                facility: old.id.clone(),
                name: old.name.clone(),
                whole: false,
                closed: self.closes,
                offers: missing,
            });
        }
    }

    /// A facility of the register that no row makes up any more; `None` if rejected rows speak of it
    /// or if it is closed already.
    pub fn missing_facility(&self, old: &Facility) -> Option<Missing> {
        let row =
            |offer: &Offer| SourceRef { source: old.source.source.clone(), id: offer.source_id.clone() };
        let is_rejected = old.offers.iter().any(|offer| self.ids.rejected.contains(&row(offer)));
        if is_rejected || !old.is_valid_on(self.ctx.today) {
            return None;
        }
        let offers =
            old.offers.iter().map(|offer| missing_offer(offer, self.ids.imported.contains(&row(offer))));
        Some(Missing {
            facility: old.id.clone(),
            name: old.name.clone(),
            whole: true,
            closed: self.closes,
            offers: offers.collect(),
        })
    }

    fn sort(&self, offers: &mut [Offer]) {
        offers.sort_by_key(|offer| rank(self.ctx.categories, &offer.category));
    }
}

fn missing_offer(offer: &Offer, moved: bool) -> MissingOffer {
    MissingOffer { category: offer.category.to_string(), source_id: offer.source_id.to_string(), moved }
}

/// For offers of the list the ones of the register: by the id of the row, else by category.
fn counterparts(new: &[Offer], old: &[Offer]) -> HashMap<usize, usize> {
    let mut pairs = HashMap::new();
    let mut taken = HashSet::new();
    let tests: [fn(&Offer, &Offer) -> bool; 2] =
        [|new, old| new.source_id == old.source_id, |new, old| new.category == old.category];
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
