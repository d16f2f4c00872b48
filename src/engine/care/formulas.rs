//! The formulas of need that take their operands as they are given, written once over [`Quantity`]. The forecast reads
//! them as plain numbers, `explain` as figures. Weights of residents ([`super::Weights`]) hold the same for a whole
//! table at once, which a test compares. Formulas that start from values of model and request are beside what they
//! compute, over [`super::Reading`].

use std::fmt::Display;

use crate::algebra::{Quantity, Unit};

/// The name of a formula in a run that is not explained.
pub(super) const UNNAMED: &str = "";

type Name<'n> = &'n dyn Display;

/// A rate of need with its odds times a factor: the model's rate brought to a district's count, and the rate of the
/// survey under rising prevalence or a trend.
pub fn rate_with_odds<Q: Quantity>(name: Name, rate: Q, factor: Q) -> Q {
    Q::odds((name, Unit::Share), rate, factor)
}

/// How far a trend has come since the survey, in steps: the first is damped once, the second twice, and so on. Between two
/// surveys it goes on smoothly. `damping` is what is left of a step in the next, below `one`.
pub fn steps_of_trend<Q: Quantity>(damping: Q, surveys: Q, one: Q) -> Q {
    let left = Q::power((&"what is left of the step by then", Unit::Factor), damping.clone(), surveys);
    let gone = Q::difference((&"what has gone of it", Unit::Factor), one.clone(), [left]);
    let lost = Q::difference((&"what a step loses to the next", Unit::Factor), one, [damping.clone()]);
    let steps = Q::quotient((&"undamped sum of the steps", Unit::Factor), gone, lost);
    Q::product((&"steps since the survey, each damped", Unit::Factor), [damping.without_operands(), steps])
}

/// The factor on odds that a trend has reached: that of one step to the power of the steps.
pub fn factor_of_trend<Q: Quantity>(name: Name, of_step: Q, steps: Q) -> Q {
    Q::power((name, Unit::Factor), of_step, steps)
}

/// Share of the residents who are in need in a part: the rate of all times the shares of care types and grades among
/// them, which are added up.
pub fn rate_of_part<Q: Quantity>(all: Q, mut shares: Vec<Q>) -> Q {
    let share = match shares.len() {
        1 => shares.remove(0),
        _ => Q::sum((&"share of them in the care types and grades asked for", Unit::Share), shares),
    };
    Q::product(
        (&"share of these residents who are in need, in the part asked for", Unit::Share),
        [all, share],
    )
}

/// A care grade in a care type, as a share or rate of the same base as that of the type.
pub fn of_grade<Q: Quantity>(name: Name, of_type: Q, grade: Q) -> Q {
    Q::product((name, Unit::Share), [of_type, grade])
}

/// The persons of a cell whom a measure counts: residents times a share of them.
#[inline(always)]
pub fn persons<Q: Quantity>(name: Name, residents: Q, share: Q) -> Q {
    Q::product((name, Unit::Persons), [residents, share])
}

/// People in need at home: all but the residents of homes. Each has the relief amount.
pub fn at_home<Q: Quantity>(in_need: Q, residential: Q) -> Q {
    Q::difference((&"people in need at home", Unit::Persons), in_need, [residential])
}

/// People cared for at home by relatives or with a service, who use short-term care.
pub fn cared_for_at_home<Q: Quantity>(allowance_only: Q, home_care: Q) -> Q {
    Q::sum((&"people cared for at home", Unit::Persons), [allowance_only, home_care])
}

/// Places there less places needed: below zero places are missing.
pub fn places_balance<Q: Quantity>(name: Name, supply: Q, needed: Q) -> Q {
    Q::difference((name, Unit::Places), supply, [needed])
}

/// Staff needed less staff available, in `unit`: above zero staff is missing.
pub fn staff_gap<Q: Quantity>(name: Name, unit: Unit, needed: Q, available: Q) -> Q {
    Q::difference((name, unit), needed, [available])
}

/// Heads needed in homes and services.
pub fn staff_needed<Q: Quantity>(homes: Q, services: Q) -> Q {
    Q::sum((&"heads of staff needed", Unit::Heads), [homes, services])
}

/// Heads in full-time equivalents.
pub fn full_time<Q: Quantity>(name: Name, heads: Q, of_a_head: Q) -> Q {
    Q::product((name, Unit::FullTimeEquivalents), [heads, of_a_head])
}

/// Women and men of 45 to 64 for each person of 75 and older.
pub fn potential<Q: Quantity>(carers: Q, old: Q) -> Q {
    let name = "women and men of 45 to 64 for each person of 75 and older";
    Q::quotient((&name, Unit::Ratio), carers, old)
}

/// The informal potential per 100 persons of 75 and older.
pub fn potential_per_100<Q: Quantity>(name: Name, hundred: Q, potential: Q) -> Q {
    Q::product((name, Unit::Per100), [hundred, potential])
}
