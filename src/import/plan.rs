//! From the rows of a list and the facilities of the register to what is to be written, and the
//! report on it.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Context;
use super::columns::{Columns, ColumnsError};
use super::compare::Change;
use super::extent::Extent;
use super::identity::{Known, Unit, identify};
use super::layout::{Field, Layout};
use super::merge::{Joined, groups, join, repeats};
use super::notes::{Note, NoteKind, Rejection};
use super::read::Table;
use super::report::{FacilityTotals, FileReport, Missing, Outcome, Report, RowReport};
use super::row::{Draft, Refused, RowReader};
use super::settle::{RowIds, Settled, Settler, State};
use super::text::clean;
use crate::register::{Facility, SourceRef};

/// What an import would write, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub insert: Vec<Facility>,
    pub update: Vec<Facility>,
    pub report: Report,
}

/// Compares a list with the facilities of the register that come from the same sources. The result
/// depends on nothing else, and applied once it leaves nothing to do.
pub fn plan(
    table: &Table,
    layout: &Layout,
    existing: &[Facility],
    ctx: &Context,
) -> Result<Plan, ColumnsError> {
    let columns = Columns::bind(layout, table)?;
    let known = Known::new(existing);
    let (drafts, refused) = read_rows(table, &columns, ctx);
    let doubles = doubles(&drafts);
    let open = (0..drafts.len()).filter(|row| !doubles.contains_key(row));
    let units: Vec<(Unit, Joined)> = identify(groups(&drafts, open, &known), &drafts, &known)
        .into_iter()
        .filter_map(|unit| Some((join(&unit.rows, &drafts)?, unit)))
        .map(|(joined, unit)| (unit, joined))
        .collect();
    let ids = row_ids(&units, &drafts, &refused);
    let settler = Settler { drafts: &drafts, columns: &columns, ctx, ids: &ids };
    let mut ledger = Ledger::default();
    for (unit, joined) in units {
        let old = unit.known.and_then(|index| known.facilities.get(index));
        let settled = match old {
            Some(old) => settler.known_facility(&joined, old),
            None => settler.new_facility(&unit, &joined),
        };
        ledger.enter(settled, joined);
        ledger.seen.extend(unit.known);
    }
    ledger.enter_doubles(doubles);
    let absent = known.facilities.iter().enumerate().filter(|(index, _)| !ledger.seen.contains(index));
    let absent: Vec<Missing> =
        absent.filter_map(|(_, facility)| settler.missing_facility(facility)).collect();
    ledger.missing.extend(absent);
    Ok(ledger.close(drafts, refused, file_report(table, &columns), ctx))
}

fn read_rows(table: &Table, columns: &Columns, ctx: &Context) -> (Vec<Draft>, Vec<Refused>) {
    let reader = RowReader { columns, ctx, extent: Extent::of(ctx.areas) };
    let (mut drafts, mut refused) = (Vec::new(), Vec::new());
    for row in &table.rows {
        match reader.read(row, table.header.len()) {
            Ok(draft) => drafts.push(draft),
            Err(row) => refused.push(*row),
        }
    }
    (drafts, refused)
}

fn file_report(table: &Table, columns: &Columns) -> FileReport {
    FileReport {
        format: table.kind.label().to_owned(),
        details: table.details.clone(),
        layout: columns.layout.name.clone(),
        blank_rows: table.blank_rows,
        unread_columns: columns.unread.clone(),
        absent_columns: columns.absent.clone(),
    }
}

/// A row whose id stands further up already.
enum Double {
    /// Written twice without an id: it says what that other row says.
    Repeats {
        row: usize,
        line: usize,
    },
    Refused(Rejection),
}

/// An id stands once in a list. Rows without ids that say the same in every field are one row written
/// twice.
fn doubles(drafts: &[Draft]) -> HashMap<usize, Double> {
    let mut first: HashMap<&SourceRef, (usize, &Draft)> = HashMap::new();
    let mut doubles = HashMap::new();
    for (row, draft) in drafts.iter().enumerate() {
        let Some((earlier_row, earlier)) = first.get(draft.id()).copied() else {
            first.insert(draft.id(), (row, draft));
            continue;
        };
        let line = earlier.line;
        let has_ids = !(draft.has_made_id && earlier.has_made_id);
        let double = if has_ids {
            Double::Refused(Rejection::DoubleId { id: draft.id().id.to_string(), line })
        } else if draft.facility_id == earlier.facility_id && repeats(draft, earlier).is_ok() {
            Double::Repeats { row: earlier_row, line }
        } else {
            Double::Refused(Rejection::SameContent { line })
        };
        doubles.insert(row, double);
    }
    doubles
}

fn row_ids(units: &[(Unit, Joined)], drafts: &[Draft], refused: &[Refused]) -> RowIds {
    let id = |row: &usize| drafts.get(*row).map(|draft| draft.id().clone());
    let mut ids = RowIds::default();
    for (_, joined) in units {
        ids.imported.extend(joined.rows.iter().filter_map(id));
        ids.imported.extend(joined.repeated.iter().filter_map(|(row, _)| id(row)));
        ids.rejected.extend(joined.refused.iter().filter_map(|(row, _)| id(row)));
    }
    ids.rejected.extend(refused.iter().filter_map(|row| row.id.clone()));
    ids
}

/// What became of a row.
struct Fate {
    outcome: Outcome,
    facility: Option<String>,
    reason: Option<Rejection>,
}

/// Collects the facilities of a plan and the fate of every row.
#[derive(Default)]
struct Ledger {
    insert: Vec<Facility>,
    update: Vec<Facility>,
    totals: FacilityTotals,
    missing: Vec<Missing>,
    /// Indices of facilities of the register that rows make up.
    seen: HashSet<usize>,
    fates: HashMap<usize, Fate>,
    changes: HashMap<usize, Vec<Change>>,
    notes: HashMap<usize, Vec<Note>>,
}

impl Ledger {
    fn reject(&mut self, row: usize, reason: Rejection) {
        let fate = Fate { outcome: Outcome::Rejected, facility: None, reason: Some(reason) };
        self.fates.insert(row, fate);
    }

    fn repeat(&mut self, row: usize, line: usize, outcome: Outcome, facility: Option<String>) {
        let text = format!("says the same as line {line}");
        self.notes.entry(row).or_default().push(Note { kind: NoteKind::Repeated, text });
        self.fates.insert(row, Fate { outcome, facility, reason: None });
    }

    fn enter(&mut self, settled: Settled, joined: Joined) {
        let Settled { facility, state, outcomes, changes, notes, missing } = settled;
        for (row, outcome) in outcomes {
            self.fates.insert(row, Fate { outcome, facility: Some(facility.id.clone()), reason: None });
        }
        let repeated = if state == State::New { Outcome::Merged } else { Outcome::Unchanged };
        for (row, line) in joined.repeated {
            self.repeat(row, line, repeated, Some(facility.id.clone()));
        }
        for (row, reason) in joined.refused {
            self.reject(row, reason);
        }
        for (row, change) in changes {
            self.changes.entry(row).or_default().push(change);
        }
        for (row, note) in joined.notes.into_iter().chain(notes) {
            self.notes.entry(row).or_default().push(note);
        }
        self.missing.extend(missing);
        let (list, count) = match state {
            State::New => (Some(&mut self.insert), &mut self.totals.new),
            State::Changed => (Some(&mut self.update), &mut self.totals.changed),
            State::Unchanged => (None, &mut self.totals.unchanged),
        };
        *count += 1;
        list.into_iter().for_each(|list| list.push(facility.clone()));
    }

    fn enter_doubles(&mut self, doubles: HashMap<usize, Double>) {
        for (row, double) in doubles {
            match double {
                Double::Refused(reason) => self.reject(row, reason),
                Double::Repeats { row: earlier, line } => {
                    let fate = self.fates.get(&earlier);
                    let facility = fate.and_then(|fate| fate.facility.clone());
                    match fate.map(|fate| fate.outcome) {
                        None | Some(Outcome::Rejected) => self.reject(row, Rejection::SameContent { line }),
                        Some(Outcome::Accepted | Outcome::Merged) => {
                            self.repeat(row, line, Outcome::Merged, facility);
                        }
                        Some(Outcome::Changed | Outcome::Unchanged) => {
                            self.repeat(row, line, Outcome::Unchanged, facility);
                        }
                    }
                }
            }
        }
    }

    fn close(mut self, drafts: Vec<Draft>, refused: Vec<Refused>, file: FileReport, ctx: &Context) -> Plan {
        let mut rows: Vec<RowReport> = refused.into_iter().map(refused_row).collect();
        for (index, draft) in drafts.into_iter().enumerate() {
            let changes = self.changes.remove(&index).unwrap_or_default();
            let more_notes = self.notes.remove(&index).unwrap_or_default();
            // Every draft is in one group, and every group is settled.
            let Some(fate) = self.fates.remove(&index) else { continue };
            let category = draft.facility.offers.first().map(|offer| offer.category.to_string());
            rows.push(RowReport {
                line: draft.line,
                source_id: Some(draft.facility.source.id.into()),
                facility: fate.facility,
                category,
                outcome: fate.outcome,
                reason: fate.reason.map(|reason| reason.to_string()),
                changes,
                notes: draft.notes.into_iter().chain(more_notes).collect(),
            });
        }
        rows.sort_by_key(|row| row.line);
        self.missing.sort();
        let report = Report::new(file, rows, self.missing, self.totals, ctx.categories);
        Plan { insert: self.insert, update: self.update, report }
    }
}

fn refused_row(refused: Refused) -> RowReport {
    RowReport {
        line: refused.line,
        source_id: refused.id.map(|id| id.id.into()),
        facility: None,
        category: refused.category.map(|category| category.to_string()),
        outcome: Outcome::Rejected,
        reason: Some(refused.reason.to_string()),
        changes: Vec::new(),
        notes: refused.notes,
    }
}

/// The sources a list speaks for, so that the caller can hand in their facilities.
pub fn sources(table: &Table, layout: &Layout) -> Result<BTreeSet<String>, ColumnsError> {
    let columns = Columns::bind(layout, table)?;
    let named = |row| {
        columns.cells(row, Field::Source).map(|(_, text)| clean(text).text).find(|text| !text.is_empty())
    };
    let own = || layout.source.clone();
    Ok(table.rows.iter().map(|row| named(row).unwrap_or_else(own)).collect())
}
