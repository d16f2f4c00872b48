//! The formula language: what a formula says, before measures and units are looked up.
//!
//! ```text
//! 100 * N[65..] / N[20..64]                  residents aged 65 and over per 100 aged 20 to 64
//! 100 * (P - P[type residential]) / P        people in need of care who live at home
//! sum(age 65..69 | 70..74: rate[age] * N[age])
//! @V04 / @V04[area state]                    another indicator, here and in the state
//! ```
//!
//! `models/indicators/README.md` is the reference.

use std::fmt;

use crate::units::Sex;

/// The position of a fault in the text, in bytes, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct FormulaError {
    /// The byte at which the fault begins.
    pub at: usize,
    /// What is wrong.
    pub sentence: String,
}

impl FormulaError {
    /// A fault at a place of the formula, counted in bytes.
    pub fn new(at: usize, sentence: impl fmt::Display) -> Self {
        Self { at, sentence: sentence.to_string() }
    }
}

/// A formula as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A number.
    Number(f64),
    /// A measure by its name, such as `N[65.., f]`.
    Measure(Name),
    /// Another indicator, such as `@V04`.
    Indicator(Name),
    /// The value with the other sign.
    Negative(Box<Expr>),
    /// An operation of two values.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `min(a, b)` and `max(a, b)`.
    Choice(Choice, Box<Expr>, Box<Expr>),
    /// The sum over groups, such as `sum(age 65..69 | 70..74: …)`.
    Sum(Vec<Group>, Box<Expr>),
    /// `areas(amt)`: how many areas of a level the area has.
    Areas(Word),
    /// `without(amt, T02)`: in how many of them a measure is nothing.
    Without(Word, Name),
}

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// The byte at which it begins.
    pub at: usize,
}

/// A measure or an indicator with what stands in its brackets.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// The name as it is written.
    pub word: Word,
    /// What stands in its brackets.
    pub selector: Selector,
}

/// An operation of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Divide,
}

/// A choice between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// `min`
    Least,
    /// `max`
    Greatest,
}

/// Ages from the first to the last; without a last, the open group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ages {
    /// The first age.
    pub from: u8,
    /// The last age.
    pub to: Option<u8>,
}

/// One group of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// An age group.
    Ages(Ages),
    /// A sex.
    Sex(Sex),
}

/// Whose figures are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Place {
    /// Those of the area itself.
    #[default]
    Own,
    /// Those of the district it lies in.
    District,
    /// Those of the state.
    State,
}

/// Of which year they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Time {
    /// Of the year of the value.
    #[default]
    Same,
    /// So many years before.
    Before(u8),
    /// The last earlier year that has a figure.
    Previous,
}

/// What stands in brackets. What is not said means the whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Selector {
    /// The age group.
    pub ages: Option<AgeChoice>,
    /// The sex.
    pub sex: Option<SexChoice>,
    /// The first and the last care grade.
    pub grades: Option<(u8, u8)>,
    /// One of the types that the measure tells apart.
    pub kind: Option<String>,
    /// Whose figures are taken.
    pub place: Place,
    /// Of which year they are.
    pub time: Time,
}

/// Ages, or those of the sum around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgeChoice {
    /// The ages that are written.
    These(Ages),
    /// Those of the sum around.
    OfTheSum,
}

/// A sex, or that of the sum around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SexChoice {
    /// The sex that is written.
    This(Sex),
    /// That of the sum around.
    OfTheSum,
}

impl Expr {
    /// The formula with every sum written out. A sum is the sum of its body for each group.
    pub fn written_out(self) -> Result<Self, FormulaError> {
        self.with_groups(None, None)
    }

    fn with_groups(self, ages: Option<Ages>, sex: Option<Sex>) -> Result<Self, FormulaError> {
        let inner = |expr: Box<Self>| expr.with_groups(ages, sex).map(Box::new);
        Ok(match self {
            Self::Measure(name) => Self::Measure(name.with_groups(ages, sex)?),
            Self::Indicator(name) => Self::Indicator(name.with_groups(ages, sex)?),
            Self::Without(level, name) => Self::Without(level, name.with_groups(ages, sex)?),
            Self::Negative(expr) => Self::Negative(inner(expr)?),
            Self::Binary(operator, left, right) => Self::Binary(operator, inner(left)?, inner(right)?),
            Self::Choice(choice, left, right) => Self::Choice(choice, inner(left)?, inner(right)?),
            Self::Sum(groups, body) => {
                let mut total: Option<Self> = None;
                for group in groups {
                    let term = match group {
                        Group::Ages(of_group) => body.clone().with_groups(Some(of_group), sex)?,
                        Group::Sex(of_group) => body.clone().with_groups(ages, Some(of_group))?,
                    };
                    total = Some(match total {
                        None => term,
                        Some(sum) => Self::Binary(Operator::Plus, Box::new(sum), Box::new(term)),
                    });
                }
                total.unwrap_or(Self::Number(0.0))
            }
            other @ (Self::Number(_) | Self::Areas(_)) => other,
        })
    }
}

impl Name {
    fn with_groups(mut self, ages: Option<Ages>, sex: Option<Sex>) -> Result<Self, FormulaError> {
        let at = self.word.at;
        let outside =
            |what: &str| FormulaError::new(at, format!("[{what}] stands outside of a sum over {what}"));
        if self.selector.ages == Some(AgeChoice::OfTheSum) {
            self.selector.ages = Some(AgeChoice::These(ages.ok_or_else(|| outside("age"))?));
        }
        if self.selector.sex == Some(SexChoice::OfTheSum) {
            self.selector.sex = Some(SexChoice::This(sex.ok_or_else(|| outside("sex"))?));
        }
        Ok(self)
    }
}
