//! What somebody typed about a facility, read by the rules of an import: one row an offer in the exchange layout. So a
//! form understands what a list may say, and says the same about it.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::app::ReferenceData;
use crate::import::read::{Limits, ReadError, read_bytes};
use crate::import::{
    self, Agreement, ColumnsError, Context, Layout, LayoutError, NoteKind, Outcome, Plan, RejectionKind,
};
use crate::model;
use crate::register::fields::ValueKind;
use crate::register::values::{ValueKey, Values, values};
use crate::register::{CategorySlug, CategoryTree, CostKind, Facility, Field, PositionSource, SourceRef};
use crate::units::Lang;

/// The list to which facilities belong that are made in the browser.
pub const OFFICE_SOURCE: &str = "amt";

/// Fields that no form has: what identifies a row, what follows from the point, and what is only compared.
const WITHOUT_INPUT: [Field; 6] = [
    Field::FacilityId,
    Field::Source,
    Field::Id,
    Field::MunicipalityAgs,
    Field::District,
    Field::PositionSource,
];

/// The fields of a form that belong to the facility as a whole, in the order of the list of fields.
pub fn facility_fields() -> impl Iterator<Item = Field> {
    let all = Field::ALL.iter().copied();
    all.filter(|field| !field.info().is_of_offer() && !WITHOUT_INPUT.contains(field))
}

/// The fields of a form for an offer of a category: a number of places only where it counts any, an amount only where it
/// may state it.
pub fn offer_fields<'a>(
    categories: &'a CategoryTree,
    category: &'a CategorySlug,
) -> impl Iterator<Item = Field> + 'a {
    let known = categories.get(category.as_str());
    let amount = |field: Field| Field::amounts().find(|(_, amount)| *amount == field).map(|(kind, _)| kind);
    let may_state = move |kind: CostKind| known.is_some_and(|category| category.may_state(kind));
    let all = Field::ALL.iter().copied();
    all.filter(move |field| {
        let counts = known.is_some_and(|category| category.counts_places());
        let has_costs = CostKind::ALL.into_iter().any(may_state);
        let fits = match field {
            Field::Places | Field::PlacesOn | Field::FreePlaces | Field::CountedOn => counts,
            Field::CostsPer | Field::CostsOn => has_costs,
            other => amount(*other).is_none_or(may_state),
        };
        fits && field.info().is_of_offer() && *field != Field::Category && !WITHOUT_INPUT.contains(field)
    })
}

/// The most characters of a field.
pub fn longest(field: Field) -> usize {
    match field {
        Field::Note | Field::FacilityNote => 2_000,
        _ => 300,
    }
}

/// The categories of the offers that were typed.
pub fn categories_of(typed: &Values) -> BTreeSet<CategorySlug> {
    typed.keys().filter(|key| key.field == Field::Category).filter_map(|key| key.category.clone()).collect()
}

/// Why what was typed cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant shows the sentence of its cause")]
pub enum ReadingError {
    #[error("the layout of the exchange files is missing: {0}")]
    Model(String),
    #[error(transparent)]
    Layout(#[from] LayoutError),
    #[error(transparent)]
    Columns(#[from] ColumnsError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("the form cannot be written as a table: {0}")]
    Csv(String),
}

/// Something that cannot be taken as it was typed, in German.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedFault {
    /// The value that it is about; `None` for the whole.
    pub key: Option<ValueKey>,
    /// What is wrong and what would be right.
    pub text: String,
}

/// An entry of the register that may be the same facility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its address in one line.
    pub address: String,
    /// How far the two agree, of 100.
    pub score: u32,
    /// In what, in German.
    pub agrees: Vec<&'static str>,
}

/// What was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The facility, if nothing is wrong.
    pub facility: Option<Facility>,
    /// What is wrong.
    pub faults: Vec<TypedFault>,
    /// What should be looked at, in German.
    pub hints: Vec<String>,
}

/// Reads what was typed. Identity, and the position where its coordinates were not touched, are those of `old`.
///
/// # Errors
///
/// Where the layout of exchange files is broken; what was typed wrong is a fault in the result.
pub fn read(
    reference: &ReferenceData,
    typed: &Values,
    old: Option<&Facility>,
    id: &str,
    today: NaiveDate,
) -> Result<Reading, ReadingError> {
    let mut faults = too_long(typed);
    if categories_of(typed).is_empty() {
        let text = "Eine Einrichtung braucht mindestens ein Angebot.".to_owned();
        faults.push(TypedFault { key: None, text });
    }
    if !typed.contains_key(&ValueKey::of_facility(Field::Name)) {
        let key = Some(ValueKey::of_facility(Field::Name));
        faults.push(TypedFault { key, text: "Bitte den Namen der Einrichtung eintragen.".to_owned() });
    }
    if !faults.is_empty() {
        return Ok(Reading { facility: None, faults, hints: Vec::new() });
    }
    let plan = plan(reference, &[(typed, Some(id))], &[], today)?;
    let hints = hints(&plan);
    let faults = rejections(&plan);
    let Some(mut facility) = plan.insert.into_iter().next().filter(|_| faults.is_empty()) else {
        return Ok(Reading { facility: None, faults, hints });
    };
    identify(&mut facility, old, id);
    keep_position(&mut facility, old, typed);
    let faults = lost(typed, &facility, &hints);
    Ok(Reading { facility: Some(facility).filter(|_| faults.is_empty()), faults, hints })
}

/// Values of many facilities as they once were, read at once, in their order; `None` where one of them cannot be read any more.
/// Identity, and the position where its coordinates were not touched, are those of the facility beside them.
///
/// # Errors
///
/// As of [`read`].
pub fn read_all(
    reference: &ReferenceData,
    all: &[(Values, &Facility)],
    today: NaiveDate,
) -> Result<Vec<Option<Facility>>, ReadingError> {
    let rows: Vec<(&Values, Option<&str>)> =
        all.iter().map(|(typed, old)| (typed, Some(old.id.as_str()))).collect();
    let plan = plan(reference, &rows, &[], today)?;
    let mut read: HashMap<String, Facility> =
        plan.insert.into_iter().map(|facility| (facility.id.clone(), facility)).collect();
    let one = |(typed, old): &(Values, &Facility)| {
        let mut facility = read.remove(&old.id)?;
        identify(&mut facility, Some(old), &old.id);
        keep_position(&mut facility, Some(old), typed);
        lost(typed, &facility, &[]).is_empty().then_some(facility)
    };
    Ok(all.iter().map(one).collect())
}

fn too_long(typed: &Values) -> Vec<TypedFault> {
    let is_long = |(key, text): &(&ValueKey, &String)| text.chars().count() > longest(key.field);
    let fault = |(key, _): (&ValueKey, &String)| TypedFault {
        key: Some(key.clone()),
        text: format!("Das ist zu lang: höchstens {} Zeichen.", longest(key.field)),
    };
    typed.iter().filter(is_long).map(fault).collect()
}

/// Compares what was typed with facilities of the register, as an import would.
fn plan(
    reference: &ReferenceData,
    typed: &[(&Values, Option<&str>)],
    existing: &[Facility],
    today: NaiveDate,
) -> Result<Plan, ReadingError> {
    let mapping =
        model::text("import/pflegeplan.toml").map_err(|cause| ReadingError::Model(cause.to_string()))?;
    let layout = Layout::from_toml(&mapping, &reference.categories)?;
    let bytes = table(typed).map_err(|cause| ReadingError::Csv(cause.to_string()))?;
    let table = read_bytes("form.csv", bytes, None, &Limits::default())?;
    let context = Context {
        categories: &reference.categories,
        areas: &reference.areas,
        gazetteer: &reference.gazetteer,
        addresses: None,
        today,
    };
    Ok(import::plan(&table, &layout, existing, &context)?)
}

/// One row an offer, in the columns of exchange files.
fn table(all: &[(&Values, Option<&str>)]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(Field::exported().map(|(_, column)| column))?;
    for (typed, id) in all {
        for category in categories_of(typed) {
            writer.write_record(Field::exported().map(|(field, _)| cell(field, typed, *id, &category)))?;
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn cell(field: Field, typed: &Values, id: Option<&str>, category: &CategorySlug) -> String {
    match field {
        Field::FacilityId => id.unwrap_or_default().to_owned(),
        Field::Source => OFFICE_SOURCE.to_owned(),
        Field::Id if id.is_some() => format!("{}-{category}", id.unwrap_or_default()),
        Field::Id | Field::MunicipalityAgs | Field::PositionSource => String::new(),
        Field::Category => category.to_string(),
        other => {
            let is_of_offer = other.info().is_of_offer();
            let key =
                if is_of_offer { ValueKey::of_offer(category, other) } else { ValueKey::of_facility(other) };
            typed.get(&key).cloned().unwrap_or_default()
        }
    }
}

/// Why a row was not taken, beside the field that can mend it.
fn rejections(plan: &Plan) -> Vec<TypedFault> {
    let mut faults: Vec<TypedFault> = Vec::new();
    for row in plan.report.rows.iter().filter(|row| row.outcome == Outcome::Rejected) {
        let category = row.category.as_deref().map(CategorySlug::new);
        for reason in &row.reasons {
            let field = match reason.kind {
                RejectionKind::Coordinates | RejectionKind::Outside => Some(Field::Y),
                RejectionKind::UnknownPlace
                | RejectionKind::PlaceOutsidePostcode
                | RejectionKind::AmbiguousPlace => Some(Field::Place),
                RejectionKind::Validity => None,
                _ => None,
            };
            let key = match (field, &category) {
                (Some(field), _) => Some(ValueKey::of_facility(field)),
                (None, Some(category)) if reason.kind == RejectionKind::Validity => {
                    Some(ValueKey::of_offer(category, Field::ValidTo))
                }
                _ => None,
            };
            let fault = TypedFault { key, text: with_labels(&reason.text_de) };
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    faults
}

/// What an import remarks on the rows, but for what it does to every form.
fn hints(plan: &Plan) -> Vec<String> {
    let silent =
        [NoteKind::Blanks, NoteKind::MadeId, NoteKind::Formula, NoteKind::Repeated, NoteKind::Joined];
    let mut hints: Vec<String> = Vec::new();
    for note in plan.report.rows.iter().flat_map(|row| &row.notes) {
        let text = with_labels(note.text_de.as_ref().unwrap_or(&note.text));
        if !silent.contains(&note.kind) && !hints.contains(&text) {
            hints.push(text);
        }
    }
    hints
}

/// A sentence of the import with the labels of the form in the place of the columns' names.
fn with_labels(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let bare = word.trim_matches(|c: char| ",.:;".contains(c));
        let field = Field::exported().find(|(_, column)| *column == bare && column.len() > 1);
        field.map_or_else(
            || word.to_owned(),
            |(field, _)| word.replace(bare, &format!("„{}“", field.info().de)),
        )
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Nothing that was typed is lost in silence: what is not in the facility is a fault.
fn lost(typed: &Values, facility: &Facility, hints: &[String]) -> Vec<TypedFault> {
    let taken = values(facility);
    // Coordinates that were typed and not taken: the gazetteer has placed it instead.
    let is_guess = facility.position_source == PositionSource::Gazetteer;
    let is_lost = |(key, _): &(&ValueKey, &String)| match key.field {
        Field::Y | Field::X => is_guess,
        field => !taken.contains_key(key) && !WITHOUT_INPUT.contains(&field),
    };
    let fault = |(key, text): (&ValueKey, &String)| {
        let said = hints.iter().find(|hint| hint.contains(text.as_str()) && hint.contains("leer"));
        let expected = match key.field.info().value {
            ValueKind::Date => {
                "ist kein Tag, den wir lesen können. Bitte so schreiben: 31.12.2025, 2025-12-31 oder für einen Monat 12/2025."
            }
            ValueKind::Number => "ist keine ganze Zahl.",
            ValueKind::Euro => {
                "ist kein Betrag. Bitte so schreiben: 1450,00, und dazu „Kosten je“ und „Kosten ab“ angeben."
            }
            ValueKind::Coordinate => "ist keine Koordinate. Bitte in Grad schreiben: 53,6294.",
            ValueKind::Word => {
                "passt hier nicht. Bitte aus der Liste wählen und die zugehörigen Felder ausfüllen."
            }
            ValueKind::Text | ValueKind::YesNo => "lässt sich so nicht übernehmen.",
        };
        let text = said.cloned().unwrap_or_else(|| format!("„{text}“ {expected}"));
        TypedFault { key: Some(key.clone()), text }
    };
    typed.iter().filter(is_lost).map(fault).collect()
}

fn identify(facility: &mut Facility, old: Option<&Facility>, id: &str) {
    facility.id = id.to_owned();
    facility.source = SourceRef { source: OFFICE_SOURCE.into(), id: id.into() };
    if let Some(old) = old {
        facility.source.clone_from(&old.source);
        facility.example = old.example;
    }
    for offer in &mut facility.offers {
        let known = old.and_then(|old| old.offers.iter().find(|known| known.category == offer.category));
        match known {
            Some(known) => {
                offer.source_id.clone_from(&known.source_id);
                offer.source.clone_from(&known.source);
            }
            None => {
                let is_own = facility.source.source == OFFICE_SOURCE;
                offer.source = (!is_own).then(|| OFFICE_SOURCE.into());
            }
        }
    }
}

/// Coordinates that stand in the form as they came are the old point with its source.
fn keep_position(facility: &mut Facility, old: Option<&Facility>, typed: &Values) {
    let Some(old) = old else { return };
    let axes = [Field::Y, Field::X];
    let is_same = axes.iter().all(|field| {
        let key = ValueKey::of_facility(*field);
        typed.get(&key).map(String::as_str) == field.info().of_facility(old).as_deref()
    });
    let is_untouched_guess =
        old.position_source == facility.position_source && old.address == facility.address;
    if is_same
        || (is_untouched_guess && axes.iter().all(|it| !typed.contains_key(&ValueKey::of_facility(*it))))
    {
        facility.point = old.point;
        facility.position_source = old.position_source;
        facility.municipality.clone_from(&old.municipality);
    }
}

/// Entries of the register that may be the facility that was typed, by the score of an import.
///
/// # Errors
///
/// As of [`read`].
pub fn duplicates(
    reference: &ReferenceData,
    typed: &Values,
    register: &[Facility],
    today: NaiveDate,
) -> Result<Vec<Duplicate>, ReadingError> {
    let plan = plan(reference, &[(typed, None)], register, today)?;
    let words = |agrees: &[Agreement]| agrees.iter().map(|one| one.in_language(Lang::De)).collect();
    let duplicate = |found: &import::MatchReport| Duplicate {
        id: found.known.id.clone(),
        name: found.known.name.clone(),
        address: found.known.address.clone(),
        score: found.score,
        agrees: words(&found.agrees),
    };
    let mut duplicates: Vec<Duplicate> = plan.report.matches.iter().map(duplicate).collect();
    duplicates.dedup();
    Ok(duplicates)
}
