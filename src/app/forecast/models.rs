//! The model sets of this build: the one in use, and released ones that published figures name.

use super::ModelResponse;
use crate::app::State;
use crate::app::error::{Error, Missing};
use crate::model::load;

/// All model sets, the one in use first.
///
/// # Errors
///
/// A set of this build that cannot be read.
pub fn models(state: &State) -> Result<Vec<ModelResponse>, Error> {
    let current = state.model();
    let mut all = vec![ModelResponse::new(current, true)];
    for id in load::ids().into_iter().rev().filter(|id| *id != current.id) {
        all.push(of_build(&id)?);
    }
    Ok(all)
}

/// One model set.
///
/// # Errors
///
/// [`Error::NotFound`] for an id that no set of this build has, and a set that cannot be read.
pub fn model_set(state: &State, id: &str) -> Result<ModelResponse, Error> {
    if state.model().id == id {
        return Ok(ModelResponse::new(state.model(), true));
    }
    if !load::ids().iter().any(|known| known == id) {
        return Err(Error::NotFound(Missing::ModelSet));
    }
    of_build(id)
}

fn of_build(id: &str) -> Result<ModelResponse, Error> {
    let set = load::load(id).map_err(Error::internal)?;
    Ok(ModelResponse::new(&set.model, false))
}
