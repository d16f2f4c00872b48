//! Values that several parts of a forecast's request have.

use crate::app::error::FieldError;
use crate::forecast::Group;
use crate::model::OPEN_AGE;
use crate::units::{Ags, AreaKey, Sex};

/// Wrong values, each with the path of its field.
pub(super) type Errors = Vec<FieldError>;

/// A value, or `None` and the reason among the errors.
pub(super) fn keep<T, E: ToString>(value: Result<T, E>, field: &str, errors: &mut Errors) -> Option<T> {
    value.map_err(|error| errors.push(FieldError::rule(field, error))).ok()
}

pub(super) fn district(text: &str) -> Result<Ags, String> {
    match AreaKey::parse(text).map_err(|error| error.to_string())? {
        AreaKey::District(key) => Ok(key),
        other => Err(format!("{other} is not a district; hint: keys of districts have five digits")),
    }
}

/// `None` for the state.
pub(super) fn district_or_state(text: &str) -> Result<Option<Ags>, String> {
    match AreaKey::parse(text).map_err(|error| error.to_string())? {
        AreaKey::State(_) => Ok(None),
        AreaKey::District(key) => Ok(Some(key)),
        other => Err(format!("{other} is neither a district nor the state")),
    }
}

pub(super) fn group(
    sex: Option<Sex>,
    (from, to): (Option<usize>, Option<usize>),
    field: &str,
    errors: &mut Errors,
) -> Option<Group> {
    let (first, last) = (from.unwrap_or(0), to.unwrap_or(OPEN_AGE));
    if first > OPEN_AGE {
        let sentence = format!("{first} is more than {OPEN_AGE}, which stands for {OPEN_AGE} and older");
        errors.push(FieldError::rule(&format!("{field}.age_from"), sentence));
        return None;
    }
    if last < first || last > OPEN_AGE {
        let sentence = format!("{last} is not from age_from, {first}, to {OPEN_AGE}");
        errors.push(FieldError::rule(&format!("{field}.age_to"), sentence));
        return None;
    }
    Some(Group::new(sex, first..=last))
}
