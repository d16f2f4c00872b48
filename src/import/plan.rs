//! From the rows of a list and the facilities of the register to what is to be written, and the
//! report on it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::cells::RowReader;
use super::closing::Unread;
use super::columns::{Columns, ColumnsError};
use super::compare::Change;
use super::doublets::{Doublet, doublets};
use super::extent::Extent;
use super::identity::{FacilityGroup, Known, identify};
use super::known_addresses::KnownAddresses;
use super::layout::Layout;
use super::left_out::{LeftOut, LeftOuts};
use super::merge::{MergedFacility, groups, merge_rows, repeats};
use super::notes::{Note, NoteKind, Rejection, Sentence};
use super::proposals::{match_note, proposal, successor_note};
use super::read::Table;
use super::reconcile::{Reconciled, Reconciler, RowIds, State};
use super::renamed::{Listed, Successor, successors};
use super::report::{
    DoubletReport, FacilityTotals, FileReport, MatchReport, MatchedEntry, Missing, Outcome, Reason, Report,
    RowReport,
};
use super::row::{IgnoredRow, ParsedOffer, RejectedRow, RowContent};
use super::row_place::{RowPlace, sheet_name};
use super::text::clean;
use super::unconfirmed::{Overlaps, left_to_office, replaces};
use super::{Context, preamble};
use crate::register::{Facility, Field, SourceRef};
use crate::units::Lang;

/// What an import would write, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Facilities that are new.
    pub insert: Vec<Facility>,
    /// Facilities that change, as they are to be.
    pub update: Vec<Facility>,
    /// What happened to each row.
    pub report: Report,
}

/// Compares a list with `existing`, the facilities of the register. Those of the same sources (see [`sources`]) are
/// compared as a whole; one of another source only gets the offers that join it. The result depends on nothing else, and applied once it leaves nothing to do. A row that cannot be
/// taken is rejected in the report; an error is a table that the layout cannot read at all.
///
/// ```
/// use pflegeplan::import::read::{Limits, read_bytes};
/// use pflegeplan::import::{self, Context, Layout};
///
/// let reference = pflegeplan::service::reference_data()?;
/// let list = "name;category;lat;lon;places\nHaus am See;day_care;53.3249;11.4957;12\n";
/// let table = read_bytes("list.csv", list.as_bytes().to_vec(), None, &Limits::default())?;
/// let mapping = pflegeplan::model::text("import/pflegeplan.toml")?;
/// let layout = Layout::from_toml(&mapping, &reference.categories)?;
/// let context = Context {
///     categories: &reference.categories,
///     areas: &reference.areas,
///     gazetteer: &reference.gazetteer,
///     addresses: None,
///     today: "2026-03-02".parse()?,
/// };
/// let plan = import::plan(&table, &layout, &[], &context)?;
/// assert_eq!(plan.insert[0].municipality.as_str(), "13076090", "the point decides");
/// assert_eq!(plan.report.totals.accepted, 1);
///
/// let again = import::plan(&table, &layout, &plan.insert, &context)?;
/// assert!(again.insert.is_empty() && again.update.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn plan(
    table: &Table,
    layout: &Layout,
    existing: &[Facility],
    ctx: &Context,
) -> Result<Plan, ColumnsError> {
    let columns = Columns::bind(layout, table)?;
    let sources = sources(table, layout)?;
    let known = Known::new(existing, &sources);
    let ReadRows { mut parsed_offers, rejected, ignored, left_out, sums } = read_rows(table, &columns, ctx);
    parsed_offers.iter_mut().for_each(|parsed| known.complete_id(parsed));
    let left_out = LeftOuts::new(left_out, &table.sheets);
    let doubles = doubles(&parsed_offers);
    let open = (0..parsed_offers.len()).filter(|row| !doubles.contains_key(row));
    let merged_groups: Vec<(FacilityGroup, MergedFacility)> =
        identify(groups(&parsed_offers, open, &known), &parsed_offers, &known, ctx.today)
            .into_iter()
            .filter_map(|group| Some((merge_rows(&group.rows, &parsed_offers)?, group)))
            .map(|(merged, group)| (group, merged))
            .collect();
    let ids = row_ids(&merged_groups, &parsed_offers, &rejected);
    let rejected_rows = rejected_rows(&parsed_offers, &rejected, &doubles, &merged_groups);
    let rejected_rows = RowPlace::all(rejected_rows.into_iter(), &table.sheets);
    let unread = Unread::of(table, rejected_rows).filter(|_| layout.is_complete);
    let closes = (layout.is_complete && unread.is_none()).then_some(ctx.today);
    let reconciler = Reconciler {
        parsed_offers: &parsed_offers,
        columns: &columns,
        ctx,
        ids: &ids,
        sources: &sources,
        left_out: &left_out,
        closes,
        takes_back: layout.takes_back,
    };
    let mut ledger = Ledger::default();
    let listed: Vec<(Vec<usize>, String)> =
        merged_groups.iter().map(|(group, _)| (group.rows.clone(), group.id.clone())).collect();
    let doublets = doublets(merged_groups.iter().map(|(_, merged)| &merged.rows), &parsed_offers);
    ledger.reconcile(merged_groups, &reconciler, known.facilities);
    ledger.enter_doubles(doubles);
    ledger.enter_doublets(doublets, &parsed_offers, &table.sheets);
    let absent = known.facilities.iter().enumerate().filter(|(index, _)| !ledger.seen.contains(index));
    let absent: Vec<(&Facility, Missing)> =
        absent.filter_map(|(_, facility)| Some((facility, reconciler.missing_facility(facility)?))).collect();
    let listed = listed_facilities(&listed, &parsed_offers);
    let remarks = ledger.enter_absent(absent, &listed, &reconciler, (layout, known.facilities));
    let mut rows: Vec<(usize, RowReport)> =
        rejected.into_iter().map(|row| (row.sheet, rejected_row(row))).collect();
    rows.extend(ignored.into_iter().map(|row| (row.sheet, ignored_row(row))));
    let sum_rows = RowPlace::all(sums.into_iter(), &table.sheets);
    let file = FileReport { sum_rows, ..file_report(table, &columns, remarks) };
    let mut plan = ledger.close(parsed_offers, rows, file, &table.sheets, ctx);
    plan.report.kept_open = unread.and_then(|unread| unread.kept_open(&plan.report.missing));
    Ok(plan)
}

/// The rows that are rejected, each by its sheet and line.
fn rejected_rows(
    parsed_offers: &[ParsedOffer],
    rejected: &[RejectedRow],
    doubles: &HashMap<usize, Double>,
    merged_groups: &[(FacilityGroup, MergedFacility)],
) -> Vec<(usize, usize)> {
    let doubles = doubles.iter().filter(|(_, double)| matches!(double, Double::Rejected(_)));
    let of_groups = merged_groups.iter().flat_map(|(_, merged)| &merged.rejected);
    let parsed = doubles.map(|(row, _)| row).chain(of_groups.map(|(row, _)| row));
    let parsed = parsed.filter_map(|row| parsed_offers.get(*row)).map(|offer| (offer.sheet, offer.line));
    rejected.iter().map(|row| (row.sheet, row.line)).chain(parsed).collect()
}

/// The facilities of a list by their rows and ids. A row that names its facility takes the place of no other.
fn listed_facilities<'a>(
    groups: &'a [(Vec<usize>, String)],
    parsed_offers: &'a [ParsedOffer],
) -> Vec<Listed<'a>> {
    let listed = |(rows, id): &'a (Vec<usize>, String)| {
        let row = *rows.first()?;
        let lead = parsed_offers.get(row).filter(|lead| lead.facility_id.is_none())?;
        let offers = rows.iter().filter_map(|row| parsed_offers.get(*row)).flat_map(|it| &it.facility.offers);
        let categories = offers.map(|offer| offer.category.as_str()).collect();
        Some(Listed { row, id, facility: &lead.facility, categories })
    };
    groups.iter().filter_map(listed).collect()
}

/// The rows of a table by what was read of them.
#[derive(Default)]
struct ReadRows {
    parsed_offers: Vec<ParsedOffer>,
    rejected: Vec<RejectedRow>,
    ignored: Vec<IgnoredRow>,
    /// Rows that are left out for a word, as a whole or in part.
    left_out: Vec<LeftOut>,
    /// Rows of sums, by sheet and line.
    sums: Vec<(usize, usize)>,
}

fn read_rows(table: &Table, columns: &Columns, ctx: &Context) -> ReadRows {
    let reader =
        RowReader { columns, ctx, extent: Extent::of(ctx.areas), located: KnownAddresses::default() };
    let mut rows = ReadRows::default();
    for row in &table.rows {
        let read = reader.read(row, table.header.len());
        rows.left_out.extend(read.left_out);
        match read.content {
            RowContent::Ignored(row) => rows.ignored.push(row),
            RowContent::Sum => rows.sums.push((row.sheet, row.line)),
            RowContent::Offers(offers) => {
                for offer in offers {
                    match offer {
                        Ok(parsed) => rows.parsed_offers.push(parsed),
                        Err(row) => rows.rejected.push(*row),
                    }
                }
            }
        }
    }
    rows
}

fn file_report(table: &Table, columns: &Columns, further: Vec<Sentence>) -> FileReport {
    let remarks: Vec<Sentence> = columns
        .garbled_remark()
        .into_iter()
        .chain(preamble::remark(&table.preamble, columns.layout))
        .chain(table.remarks.iter().cloned())
        .chain(columns.position_remark())
        .chain(further)
        .collect();
    let in_language = |lang| remarks.iter().map(|remark| remark.in_language(lang).to_owned()).collect();
    FileReport {
        format: table.kind.label().to_owned(),
        format_de: table.kind.german_label(),
        details: table.details.en.clone(),
        details_de: table.details.in_language(Lang::De).to_owned(),
        layout: columns.layout.name.clone(),
        blank_rows: table.blank_rows,
        sum_rows: Vec::new(),
        remarks: in_language(Lang::En),
        remarks_de: in_language(Lang::De),
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
    Rejected(Rejection),
}

/// An id stands once in a list. Rows without ids that say the same in every field are one row written
/// twice.
fn doubles(parsed_offers: &[ParsedOffer]) -> HashMap<usize, Double> {
    let mut first: HashMap<SourceRef, (usize, &ParsedOffer)> = HashMap::new();
    let mut doubles = HashMap::new();
    for (row, parsed) in parsed_offers.iter().enumerate() {
        let Some((earlier_row, earlier)) = first.get(&parsed.id()).copied() else {
            first.insert(parsed.id(), (row, parsed));
            continue;
        };
        let line = earlier.line;
        let has_ids = !(parsed.has_made_id && earlier.has_made_id);
        let double = if has_ids {
            Double::Rejected(Rejection::DoubleId { id: parsed.id().id.to_string(), line })
        } else if parsed.facility_id == earlier.facility_id && repeats(parsed, earlier).is_ok() {
            Double::Repeats { row: earlier_row, line }
        } else {
            Double::Rejected(Rejection::SameContent { line })
        };
        doubles.insert(row, double);
    }
    doubles
}

fn row_ids(
    merged_groups: &[(FacilityGroup, MergedFacility)],
    parsed_offers: &[ParsedOffer],
    rejected: &[RejectedRow],
) -> RowIds {
    let id = |row: &usize| parsed_offers.get(*row).map(ParsedOffer::id);
    let mut ids = RowIds::default();
    for (_, merged) in merged_groups {
        ids.imported.extend(merged.rows.iter().filter_map(id));
        ids.imported.extend(merged.repeated.iter().filter_map(|(row, _)| id(row)));
        ids.rejected.extend(merged.rejected.iter().filter_map(|(row, _)| id(row)));
    }
    ids.rejected.extend(rejected.iter().filter_map(|row| row.id.clone()));
    ids
}

/// What became of a row.
struct RowResult {
    outcome: Outcome,
    facility: Option<String>,
    reasons: Vec<Rejection>,
}

/// Collects the facilities of a plan and the result of every row.
#[derive(Default)]
struct Ledger {
    insert: Vec<Facility>,
    update: Vec<Facility>,
    totals: FacilityTotals,
    missing: Vec<Missing>,
    /// Indices of facilities of the register that rows make up.
    seen: HashSet<usize>,
    results: HashMap<usize, RowResult>,
    changes: HashMap<usize, Vec<Change>>,
    notes: HashMap<usize, Vec<Note>>,
    matches: Vec<MatchReport>,
    doublets: Vec<DoubletReport>,
}

impl Ledger {
    fn reject(&mut self, row: usize, reason: Rejection) {
        let result = RowResult { outcome: Outcome::Rejected, facility: None, reasons: vec![reason] };
        self.results.insert(row, result);
    }

    fn repeat(&mut self, row: usize, line: usize, outcome: Outcome, facility: Option<String>) {
        let sentence = (format!("says the same as line {line}"), format!("Sagt dasselbe wie Zeile {line}."));
        self.notes.entry(row).or_default().push(Note::new(NoteKind::Repeated, sentence));
        self.results.insert(row, RowResult { outcome, facility, reasons: Vec::new() });
    }

    /// Enters every facility of the list, new or known in the register.
    fn reconcile(
        &mut self,
        groups: Vec<(FacilityGroup, MergedFacility)>,
        reconciler: &Reconciler,
        register: &[Facility],
    ) {
        let overlaps = Overlaps::new(register, reconciler.ctx.today);
        let mut replaced = BTreeMap::new();
        for (group, mut merged) in groups {
            self.seen.extend(group.known);
            let office = overlaps.office_entry(&merged.facility, group.known);
            if let Some(office) = office.and_then(|found| register.get(found.facility)) {
                self.leave_to_office(office, group.known, merged, &overlaps);
                continue;
            }
            if let Some(row) = group.rows.first() {
                let entries = overlaps.unconfirmed_entries(&merged.facility);
                replaced.extend(entries.into_iter().map(|index| (index, *row)));
            }
            merged.notes.extend(match_note(&group, register));
            self.matches.extend(proposal(&group, reconciler.parsed_offers, register));
            let old = group.known.and_then(|index| register.get(index));
            let reconciled = match old {
                Some(old) => reconciler.known_facility(&merged, old),
                None => reconciler.new_facility(&group, &merged),
            };
            self.enter(reconciled, merged);
        }
        for (index, row) in replaced {
            let Some(old) = register.get(index).filter(|old| !reconciler.is_own(&old.source)) else {
                continue;
            };
            self.notes.entry(row).or_default().push(replaces(old));
            self.update.extend(overlaps.closed(index));
            self.totals.changed += 1;
        }
    }

    /// Takes nothing from rows of a facility that no office has confirmed and that is in the register from one. What the
    /// register has of them by itself is closed.
    fn leave_to_office(
        &mut self,
        office: &Facility,
        known: Option<usize>,
        merged: MergedFacility,
        overlaps: &Overlaps,
    ) {
        let closed = known.and_then(|index| overlaps.closed(index));
        let state = if closed.is_some() { State::Changed } else { State::Unchanged };
        let lead = merged.rows.first().copied();
        let reconciled = Reconciled {
            facility: closed.unwrap_or_else(|| office.clone()),
            state,
            outcomes: merged.rows.iter().map(|row| (*row, Outcome::Unchanged)).collect(),
            changes: Vec::new(),
            notes: lead.map(|row| (row, left_to_office(office))).into_iter().collect(),
            missing: None,
        };
        self.enter(reconciled, merged);
    }

    fn enter(&mut self, reconciled: Reconciled, merged: MergedFacility) {
        let Reconciled { facility, state, outcomes, changes, notes, missing } = reconciled;
        for (row, outcome) in outcomes {
            self.results
                .insert(row, RowResult { outcome, facility: Some(facility.id.clone()), reasons: Vec::new() });
        }
        let repeated = if state == State::New { Outcome::Merged } else { Outcome::Unchanged };
        for (row, line) in merged.repeated {
            self.repeat(row, line, repeated, Some(facility.id.clone()));
        }
        for (row, reason) in merged.rejected {
            self.reject(row, reason);
        }
        for (row, change) in changes {
            self.changes.entry(row).or_default().push(change);
        }
        for (row, note) in merged.notes.into_iter().chain(notes) {
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

    /// Facilities of the register that the list lacks. A complete list closes them with the day, but none of which a row
    /// speaks with a word that the mapping does not know, and none that may stand in it under another name, unless somebody
    /// has decided so. Gives what is to be said of such a decision.
    fn enter_absent(
        &mut self,
        absent: Vec<(&Facility, Missing)>,
        listed: &[Listed],
        reconciler: &Reconciler,
        (layout, register): (&Layout, &[Facility]),
    ) -> Vec<Sentence> {
        let is_absent = |id: &String| absent.iter().any(|(facility, _)| facility.id == *id);
        let idle = layout.closes.iter().filter(|id| !is_absent(id));
        let remarks = idle.map(|id| not_closed(id, register, reconciler.ctx.today)).collect();
        let whole = absent.iter().filter(|(_, missing)| missing.whole).map(|(facility, _)| *facility);
        let mut successors = successors(whole, listed, register);
        for (facility, mut missing) in absent {
            let is_decided = layout.closes.contains(&facility.id);
            if is_decided {
                missing.closed = Some(reconciler.ctx.today);
                missing.decided = true;
            } else if missing.is_unread() {
                missing.closed = None;
            } else if let Some(found) = successors.remove(facility.id.as_str()) {
                missing.closed = None;
                missing.successor = listed.get(found.listed).map(|one| one.id.to_owned());
                self.propose(&found, listed, facility, reconciler.parsed_offers);
            }
            let closed = reconciler.closed_facility(facility, &missing);
            self.totals.changed += usize::from(closed.is_some());
            self.update.extend(closed);
            self.missing.push(missing);
        }
        remarks
    }

    /// Proposes that an entry of the list is a facility which it lacks, once.
    fn propose(
        &mut self,
        found: &Successor,
        listed: &[Listed],
        old: &Facility,
        parsed_offers: &[ParsedOffer],
    ) {
        let Some(one) = listed.get(found.listed) else { return };
        let Some(parsed) = parsed_offers.get(one.row) else { return };
        let is_pair = |known: &MatchReport| known.line == parsed.line && known.known.id == old.id;
        if let Some(known) = self.matches.iter_mut().find(|known| is_pair(known)) {
            known.missing = true;
            return;
        }
        self.matches.push(MatchReport {
            line: parsed.line,
            certain: false,
            score: found.score,
            missing: true,
            agrees: found.agrees.clone(),
            listed: MatchedEntry::new(&parsed.facility, parsed.row().id.to_string()),
            known: MatchedEntry::new(old, old.id.clone()),
        });
        self.notes.entry(one.row).or_default().push(successor_note(old, found.score));
    }

    /// Says of both rows that they are likely one facility.
    fn enter_doublets(&mut self, found: Vec<Doublet>, parsed_offers: &[ParsedOffer], sheets: &[String]) {
        for doublet in found {
            let Some(report) = doublet.report(parsed_offers, sheets) else { continue };
            let sentence = (report.text.clone(), report.text_de.clone());
            let note = Note::new(NoteKind::Doublet, sentence);
            for row in doublet.rows {
                self.notes.entry(row).or_default().push(note.clone());
            }
            self.doublets.push(report);
        }
    }

    fn enter_doubles(&mut self, doubles: HashMap<usize, Double>) {
        for (row, double) in doubles {
            match double {
                Double::Rejected(reason) => self.reject(row, reason),
                Double::Repeats { row: earlier, line } => {
                    let result = self.results.get(&earlier);
                    let facility = result.and_then(|result| result.facility.clone());
                    match result.map(|result| result.outcome) {
                        None | Some(Outcome::Rejected | Outcome::Ignored) => {
                            self.reject(row, Rejection::SameContent { line })
                        }
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

    fn close(
        mut self,
        parsed_offers: Vec<ParsedOffer>,
        mut rows: Vec<(usize, RowReport)>,
        file: FileReport,
        sheets: &[String],
        ctx: &Context,
    ) -> Plan {
        for (index, parsed) in parsed_offers.into_iter().enumerate() {
            let changes = self.changes.remove(&index).unwrap_or_default();
            let more_notes = self.notes.remove(&index).unwrap_or_default();
            // Every parsed offer is in one group, and every group is reconciled.
            let Some(result) = self.results.remove(&index) else { continue };
            let category = parsed.facility.offers.first().map(|offer| offer.category.to_string());
            let report = RowReport {
                line: parsed.line,
                sheet: None,
                source_id: Some(parsed.id().id.to_string()),
                facility: result.facility,
                category,
                outcome: result.outcome,
                reason: result.reasons.first().map(ToString::to_string),
                reasons: result.reasons.iter().map(Reason::new).collect(),
                changes,
                notes: parsed.notes.into_iter().chain(more_notes).collect(),
            };
            rows.push((parsed.sheet, report));
        }
        let rows = by_sheet_and_line(rows, sheets);
        self.missing.sort();
        let mut report = Report::new(file, rows, self.missing, self.totals, ctx.categories);
        report.matches = self.matches;
        report.doublets = self.doublets;
        Plan { insert: self.insert, update: self.update, report }
    }
}

/// Sorts rows by sheet and line, and names the sheet where there are several.
fn by_sheet_and_line(mut rows: Vec<(usize, RowReport)>, sheets: &[String]) -> Vec<RowReport> {
    rows.sort_by_key(|(sheet, row)| (*sheet, row.line));
    rows.into_iter().map(|(sheet, row)| RowReport { sheet: sheet_name(sheets, sheet), ..row }).collect()
}

/// Says that a facility was to be closed that the list does not lack, or that is closed already.
fn not_closed(id: &str, register: &[Facility], today: NaiveDate) -> Sentence {
    let known = register.iter().find(|facility| facility.id == id);
    if let Some(end) = known.and_then(|facility| facility.valid_to).filter(|end| *end <= today) {
        let en = format!("{id} is closed already; its last day is {end}");
        return (en, format!("{id} ist schon geschlossen; letzter Tag: {}.", end.format("%d.%m.%Y"))).into();
    }
    let en = format!("{id} was to be closed, but the list does not lack an open facility with this id");
    let de = format!(
        "{id} sollte geschlossen werden, aber eine offene Einrichtung mit dieser Kennung fehlt in der Liste nicht."
    );
    (en, de).into()
}

fn rejected_row(rejected: RejectedRow) -> RowReport {
    RowReport {
        line: rejected.line,
        sheet: None,
        source_id: rejected.id.map(|id| id.id.into()),
        facility: None,
        category: rejected.category.map(|category| category.to_string()),
        outcome: Outcome::Rejected,
        reason: rejected.reasons.first().map(ToString::to_string),
        reasons: rejected.reasons.iter().map(Reason::new).collect(),
        changes: Vec::new(),
        notes: rejected.notes,
    }
}

fn ignored_row(ignored: IgnoredRow) -> RowReport {
    RowReport {
        line: ignored.line,
        sheet: None,
        source_id: None,
        facility: None,
        category: None,
        outcome: Outcome::Ignored,
        reason: Some(ignored.word),
        reasons: Vec::new(),
        changes: Vec::new(),
        notes: Vec::new(),
    }
}

/// The sources a list speaks for, so that the caller can hand in their facilities.
pub fn sources(table: &Table, layout: &Layout) -> Result<BTreeSet<String>, ColumnsError> {
    let columns = Columns::bind(layout, table)?;
    let named = |row| {
        columns.cells(row, Field::Source).map(|(_, text)| clean(text).text).find(|text| !text.is_empty())
    };
    let own = || layout.source.clone();
    let facilities = table.rows.iter().filter(|row| !columns.is_sum_row(row));
    Ok(facilities.map(|row| named(row).unwrap_or_else(own)).collect())
}
