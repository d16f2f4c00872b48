//! Records to facts. Every row is taken, or counted with the reason why it was left out.

use std::collections::BTreeMap;

use super::check;
use super::collect::Collector;
use super::context::Context;
use super::fact::StatFact;
use super::fault::Fault;
use super::finding::{Finding, Findings, Names};
use super::flat::{Flat, FlatError, Form, Record};
use super::layout::{Layout, Value};
use super::left_out::{LeftName, LeftOut, LeftRows};
use super::own::{NoColumn, Own};
use super::reader::{Reader, Taken};
use super::rows::Rows;
use super::titled::{self, Titled};

/// More figures would take more than 300 MB of memory.
pub(super) const ENGINE: usize = 250_000;
/// So many faulty rows are named.
pub(super) const SHOWN: usize = 20;
/// So many different codes of values are remembered.
const CODES: usize = 1_000;

/// What a file holds.
#[derive(Debug, Clone)]
pub struct Intake {
    /// The code of the statistic, or the name of the operator's own table.
    pub statistic: String,
    /// What the statistic is called.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// The licence of its figures.
    pub licence: String,
    /// How the file is laid out.
    pub form: Form,
    /// In the order of their keys.
    pub facts: Vec<StatFact>,
    /// Rows left out, by reason.
    pub left_out: BTreeMap<LeftOut, LeftRows>,
    /// What the report says about the figures.
    pub findings: Findings,
}

/// Why a file gives nothing.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum IntakeError {
    #[error(transparent)]
    Flat(#[from] FlatError),
    #[error(
        "the file is of statistic {}, for which there is no layout; hint: known are {known}, others need a mapping",
        if .found.is_empty() { "unknown code" } else { .found }
    )]
    UnknownStatistic { found: String, known: String },
    #[error(
        "the mapping is for statistic {mapping}, but the file is of {found}; hint: name the file's statistic"
    )]
    OtherStatistic { mapping: String, found: String },
    #[error(transparent)]
    NoColumn(#[from] NoColumn),
    #[error(
        "the file has title lines, but no row that begins with the key of an area; hint: download it with keys beside the names of areas"
    )]
    NoKeys,
    #[error(
        "the file uses both \"{0}\" and \"{1}\", so its decimal sign is not clear; hint: a mapping says thousands = \".\" or decimal = \".\""
    )]
    TwoDecimals(String, String),
    #[error(
        "the file has more than {ENGINE} figures of this state; hint: import it in parts, such as a year at a time"
    )]
    TooMany,
    #[error("{}", faults(.0))]
    Rows(Vec<Fault>),
    #[error(
        "the file has {values} values, but the layout for {statistic} cannot tell which one is meant: {codes}; hint: give a mapping with the code"
    )]
    WhichValue { statistic: String, values: usize, codes: String },
}

fn faults(faults: &[Fault]) -> String {
    let mut lines: Vec<String> =
        faults.iter().take(SHOWN).map(|fault| format!("line {}: {}", fault.line, fault.what)).collect();
    if faults.len() > SHOWN {
        lines.push(format!("… and {} more faulty rows", faults.len() - SHOWN));
    }
    lines.join("\n")
}

/// The parts of a file that lead to its records.
enum Source {
    Flat(Flat),
    Titled(Titled),
    Own(Own),
}

impl Source {
    fn form(&self) -> Form {
        match self {
            Self::Flat(flat) => flat.form(),
            Self::Titled(_) => Form::Titled,
            Self::Own(_) => Form::Own,
        }
    }

    fn records<'a>(
        &'a self,
        rows: &'a Rows,
        layout: &'a Layout,
    ) -> Box<dyn Iterator<Item = Result<Record, FlatError>> + 'a> {
        match self {
            Self::Flat(flat) => Box::new(flat.records(rows)),
            Self::Titled(titled) => Box::new(titled.records(rows).map(Ok)),
            Self::Own(own) => Box::new(own.records(rows, layout).map(Ok)),
        }
    }
}

/// Reads a table by the layout of its statistic, or by the one mapping that is given.
///
/// # Errors
///
/// [`IntakeError`] where the file has no known form, or rows that make no sense: nothing of it is taken then.
pub fn intake(rows: &Rows, layouts: &[Layout], context: Context) -> Result<Intake, IntakeError> {
    let (source, layout) = open(rows, layouts)?;
    let records = || source.records(rows, layout);
    let (texts, codes) = survey(records())?;
    let numbers = layout
        .numbers
        .of(texts.iter().map(String::as_str))
        .map_err(|(comma, point)| IntakeError::TwoDecimals(comma, point))?;
    let values = resolve_any(layout, &codes)?;
    let reader = Reader { layout, values: &values, context, numbers };
    let mut collector = Collector::new(layout, context);
    let mut left_out: BTreeMap<LeftOut, LeftRows> = BTreeMap::new();
    let mut wrong = Vec::new();
    for record in records() {
        let record = record?;
        match reader.read(&record) {
            Ok(Taken::Fact(fact)) => collector.add(fact, &mut wrong),
            Ok(Taken::Parts { old, facts }) => collector.add_parts(&old, facts, &mut wrong),
            Ok(Taken::LeftOut(reason, name)) => left_out.entry(reason).or_default().add(name),
            Err(what) => wrong.push(Fault { line: record.line, what }),
        }
        if collector.figures() > ENGINE || wrong.len() > ENGINE {
            return Err(IntakeError::TooMany);
        }
    }
    if !wrong.is_empty() {
        return Err(IntakeError::Rows(wrong));
    }
    let (facts, mut findings) = collector.finish();
    named(&left_out, &mut findings);
    check::check(&facts, context.catalogue, context.tree, context.known, &mut findings);
    Ok(Intake {
        statistic: layout.statistic.clone(),
        title: layout.title.clone(),
        publisher: layout.publisher.clone(),
        licence: layout.licence.clone(),
        form: source.form(),
        facts,
        left_out,
        findings,
    })
}

/// The form of the file and the layout that reads it.
fn open<'a>(rows: &Rows, layouts: &'a [Layout]) -> Result<(Source, &'a Layout), IntakeError> {
    if let [own] = layouts
        && own.is_own()
    {
        return Ok((Source::Own(Own::find(rows, own)?), own));
    }
    if let Some(found) = titled::statistic(rows) {
        let layout = choose(&found, "", layouts)?;
        let titled = Titled::find(rows, layout).ok_or(IntakeError::NoKeys)?;
        return Ok((Source::Titled(titled), layout));
    }
    let flat = Flat::find(rows)?;
    let (code, label) = flat.statistic(rows);
    let layout = choose(&code, &label, layouts)?;
    Ok((Source::Flat(flat), layout))
}

fn choose<'a>(found: &str, label: &str, layouts: &'a [Layout]) -> Result<&'a Layout, IntakeError> {
    if let [only] = layouts {
        let fits = found.is_empty() || only.statistic == found || !is_code(&only.statistic);
        let other =
            || IntakeError::OtherStatistic { mapping: only.statistic.clone(), found: found.to_owned() };
        return if fits { Ok(only) } else { Err(other()) };
    }
    let of_code = || layouts.iter().filter(|layout| layout.statistic == found);
    let by_label = of_code().find(|layout| layout.label.as_ref().is_some_and(|words| label.contains(words)));
    by_label
        .or_else(|| of_code().find(|layout| layout.label.is_none()))
        .ok_or_else(|| IntakeError::UnknownStatistic { found: found.to_owned(), known: known_codes(layouts) })
}

fn known_codes(layouts: &[Layout]) -> String {
    let mut codes: Vec<&str> = layouts.iter().map(|layout| layout.statistic.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join(", ")
}

fn is_code(name: &str) -> bool {
    name.len() == 5 && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// One cell with a comma and one with a point, and the codes of values, of all records.
fn survey(
    records: impl Iterator<Item = Result<Record, FlatError>>,
) -> Result<(Vec<String>, Vec<String>), FlatError> {
    let (mut comma, mut point) = (None, None);
    let mut codes: Vec<String> = Vec::new();
    for record in records {
        let Record { text, value_code, .. } = record?;
        if !codes.contains(&value_code) && codes.len() < CODES {
            codes.push(value_code);
        }
        if text.bytes().any(|byte| byte.is_ascii_digit()) {
            if comma.is_none() && text.contains(',') {
                comma = Some(text);
            } else if point.is_none() && text.contains('.') {
                point = Some(text);
            }
        }
    }
    codes.sort_unstable();
    Ok((comma.into_iter().chain(point).collect(), codes))
}

/// Puts the code of the table's only value in place of `*`.
fn resolve_any(layout: &Layout, codes: &[String]) -> Result<Vec<Value>, IntakeError> {
    let mut values = layout.values.clone();
    let is_known = |code: &String| values.iter().any(|value| value.code == *code);
    if values.iter().any(|value| value.code == "*") && !codes.iter().any(is_known) {
        let [only] = codes else {
            let statistic = layout.statistic.clone();
            return Err(IntakeError::WhichValue { statistic, values: codes.len(), codes: codes.join(", ") });
        };
        values.iter_mut().filter(|value| value.code == "*").for_each(|value| value.code.clone_from(only));
    }
    Ok(values)
}

/// Rows that were left out and are worth a look, with what they name.
fn named(left_out: &BTreeMap<LeftOut, LeftRows>, findings: &mut Findings) {
    for (reason, of_reason) in left_out {
        let first = || of_reason.named.keys().take(SHOWN);
        let more = of_reason.named.len().saturating_sub(SHOWN);
        let both = |name: &LeftName| (name.english().to_owned(), name.german().to_owned());
        match reason {
            LeftOut::UnknownKey => {
                let first = first().map(both).collect();
                findings.push(Finding::UnknownKeys(Names { first, more }));
            }
            LeftOut::OtherDate => {
                let first = first().map(both).collect();
                findings.push(Finding::OtherDates(Names { first, more }));
            }
            LeftOut::OtherArea
            | LeftOut::OtherValue
            | LeftOut::OtherUnit
            | LeftOut::OtherGroup
            | LeftOut::Dissolved
            | LeftOut::OldMunicipality => {}
        }
    }
}
