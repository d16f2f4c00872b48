//! What a filter says, and whether it holds. As in SQL an answer is true, false or, where a value is missing, unknown.

use std::cmp::Ordering;

use super::like::{Pattern, folded};
use super::spatial::SpatialTest;
use crate::opendata::{Items, Value};

#[derive(Debug, Clone)]
pub(super) enum Expression {
    Constant(bool),
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Compare(Operand, Comparison, Operand),
    Like(Operand, Pattern),
    Between(Operand, Operand, Operand),
    In(Operand, Vec<Operand>),
    IsNull(Operand),
    Spatial(SpatialTest),
}

#[derive(Debug, Clone)]
pub(super) enum Operand {
    /// A property by its index, in one case if `is_folded`.
    Property { index: usize, is_folded: bool },
    /// A value that stands in the filter.
    Literal(Value<'static>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub fn of_sign(sign: &str) -> Option<Self> {
        Some(match sign {
            "=" => Self::Equal,
            "<>" => Self::NotEqual,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    fn holds(self, found: Ordering) -> bool {
        match self {
            Self::Equal => found.is_eq(),
            Self::NotEqual => found.is_ne(),
            Self::Less => found.is_lt(),
            Self::LessOrEqual => found.is_le(),
            Self::Greater => found.is_gt(),
            Self::GreaterOrEqual => found.is_ge(),
        }
    }
}

impl Operand {
    fn value<'a>(&'a self, items: &'a dyn Items, item: usize) -> Value<'a> {
        match self {
            Self::Literal(value) => value.clone(),
            Self::Property { index, is_folded } => match items.value(item, *index) {
                Value::Text(text) if *is_folded => Value::text(folded(&text)),
                value => value,
            },
        }
    }
}

impl Expression {
    pub fn holds(&self, items: &dyn Items, item: usize) -> Option<bool> {
        match self {
            Self::Constant(holds) => Some(*holds),
            Self::And(parts) => together(parts, items, item, false),
            Self::Or(parts) => together(parts, items, item, true),
            Self::Not(inner) => inner.holds(items, item).map(|holds| !holds),
            Self::Compare(left, comparison, right) => {
                let found = left.value(items, item).compare(&right.value(items, item))?;
                Some(comparison.holds(found))
            }
            Self::Like(operand, pattern) => match operand.value(items, item) {
                Value::Text(text) => Some(pattern.fits(&text)),
                _ => None,
            },
            Self::Between(operand, low, high) => {
                let value = operand.value(items, item);
                let above = value.compare(&low.value(items, item)).map(Ordering::is_ge);
                let below = value.compare(&high.value(items, item)).map(Ordering::is_le);
                both(above, below)
            }
            Self::In(operand, list) => {
                let value = operand.value(items, item);
                if value == Value::Missing {
                    return None;
                }
                let equals = |one: &Operand| value.compare(&one.value(items, item)).map(Ordering::is_eq);
                let answers: Vec<Option<bool>> = list.iter().map(equals).collect();
                let is_unknown = answers.contains(&None) && !answers.contains(&Some(true));
                (!is_unknown).then(|| answers.contains(&Some(true)))
            }
            Self::IsNull(operand) => Some(operand.value(items, item) == Value::Missing),
            Self::Spatial(test) => test.holds(items.shape(item)?),
        }
    }
}

/// `AND` for `false`, `OR` for `true`: a part that has this answer decides; else an unknown one leaves it unknown.
fn together(parts: &[Expression], items: &dyn Items, item: usize, decides: bool) -> Option<bool> {
    let mut is_unknown = false;
    for part in parts {
        match part.holds(items, item) {
            Some(holds) if holds == decides => return Some(decides),
            Some(_) => {}
            None => is_unknown = true,
        }
    }
    (!is_unknown).then_some(!decides)
}

fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}
