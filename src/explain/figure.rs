//! A number with its derivation: given by a source, or computed from other figures.

use std::fmt::Display;

use super::Cell;
pub use crate::algebra::Unit;
use crate::algebra::{Label, Quantity, odds_times};
use crate::units::AreaKey;

/// A number, and the figures it is computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What the number is, in words.
    pub what: String,
    /// The number in its unit.
    pub value: f64,
    /// What it is counted in.
    pub unit: Unit,
    /// How it follows from its operands.
    pub operation: Operation,
    /// In the order in which [`Operation`] takes them.
    pub of: Vec<Figure>,
    /// Keys of sources of the model; [`REQUEST`](crate::model::care::REQUEST), [`REGISTER`] or [`COUNTS`] where the
    /// caller, the register or a district's own counts say it.
    pub sources: Vec<String>,
    /// The cell that explains this figure itself.
    pub reference: Option<Reference>,
}

/// A cell of an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The area to ask for.
    pub area: AreaKey,
    /// Its cell.
    pub cell: Cell,
}

/// Stands for a source where a figure comes from the register.
pub const REGISTER: &str = "register";
/// The key of the source of a district's own counts.
pub const COUNTS: &str = "counts";

crate::units::words! {
    /// How a figure is computed from its operands; the word stands in JSON.
    pub enum Operation {
        /// The value that its sources give; it has no operands.
        Given = "given",
        /// The sum of all operands.
        Sum = "sum",
        /// The first minus all others.
        Difference = "difference",
        /// The product of all operands.
        Product = "product",
        /// The first divided by the second.
        Quotient = "quotient",
        /// The first, a share, with its odds multiplied by the second.
        Odds = "odds",
        /// The first to the power of the second.
        Power = "power",
        /// By the method that `what` names, from its operands.
        Method = "method",
    }
}

/// Keys of sources as in a file, separated by spaces.
pub(crate) fn keys(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// All keys, each once.
pub(crate) fn join(mut keys: Vec<String>, more: Vec<String>) -> Vec<String> {
    more.into_iter().for_each(|key| {
        if !keys.contains(&key) {
            keys.push(key);
        }
    });
    keys
}

impl Figure {
    pub(crate) fn given(what: impl Into<String>, value: f64, unit: Unit, sources: Vec<String>) -> Self {
        Self::new(what, value, unit, (Operation::Given, Vec::new()), sources)
    }

    /// A figure computed from others by the method that `what` names.
    pub(crate) fn method(
        what: impl Into<String>,
        value: f64,
        unit: Unit,
        of: Vec<Self>,
        sources: Vec<String>,
    ) -> Self {
        Self::new(what, value, unit, (Operation::Method, of), sources)
    }

    pub(crate) fn computed(what: impl Into<String>, unit: Unit, operation: Operation, of: Vec<Self>) -> Self {
        let value = value(operation, &of);
        Self::new(what, value, unit, (operation, of), Vec::new())
    }

    pub(crate) fn sum(what: impl Into<String>, unit: Unit, of: Vec<Self>) -> Self {
        Self::computed(what, unit, Operation::Sum, of)
    }

    pub(crate) fn difference(what: impl Into<String>, unit: Unit, of: Vec<Self>) -> Self {
        Self::computed(what, unit, Operation::Difference, of)
    }

    fn new(
        what: impl Into<String>,
        value: f64,
        unit: Unit,
        (operation, of): (Operation, Vec<Self>),
        sources: Vec<String>,
    ) -> Self {
        Self { what: what.into(), value, unit, operation, of, sources, reference: None }
    }

    /// A figure that is explained elsewhere: its operands are omitted, their sources stay.
    pub(crate) fn leaf(self, reference: Option<Reference>) -> Self {
        let sources = self.all_sources().into_iter().map(str::to_owned).collect();
        Self { reference, ..Self::given(self.what, self.value, self.unit, sources) }
    }

    pub(crate) fn named(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
    }

    /// The keys of all sources in it, each once, in the order of their first mention.
    pub fn all_sources(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        self.visit(&mut |figure| {
            for key in &figure.sources {
                if !all.contains(&key.as_str()) {
                    all.push(key);
                }
            }
        });
        all
    }

    fn visit<'a>(&'a self, call: &mut impl FnMut(&'a Self)) {
        call(self);
        self.of.iter().for_each(|part| part.visit(call));
    }
}

/// The value of an operation applied to its operands. The sum of no operands is zero.
pub(crate) fn value(operation: Operation, of: &[Figure]) -> f64 {
    let values = || of.iter().map(|part| part.value);
    let first = values().next().unwrap_or(0.0);
    let second = values().nth(1).unwrap_or(1.0);
    match operation {
        Operation::Given | Operation::Method => first,
        // The sum of an empty iterator is minus zero.
        Operation::Sum => 0.0 + values().sum::<f64>(),
        Operation::Difference => first - values().skip(1).sum::<f64>(),
        Operation::Product => values().product(),
        Operation::Quotient => first / second,
        Operation::Odds => odds_times(first, second),
        Operation::Power => first.powf(second),
    }
}

/// A formula on figures keeps what it was computed from.
impl Quantity for Figure {
    fn named(self, what: &dyn Display) -> Self {
        Self { what: what.to_string(), ..self }
    }

    fn without_operands(self) -> Self {
        self.leaf(None)
    }

    fn sum((what, unit): Label, parts: impl IntoIterator<Item = Self>) -> Self {
        Self::computed(what.to_string(), unit, Operation::Sum, parts.into_iter().collect())
    }

    fn difference<const N: usize>((what, unit): Label, from: Self, less: [Self; N]) -> Self {
        let of = std::iter::once(from).chain(less).collect();
        Self::computed(what.to_string(), unit, Operation::Difference, of)
    }

    fn product<const N: usize>((what, unit): Label, factors: [Self; N]) -> Self {
        Self::computed(what.to_string(), unit, Operation::Product, factors.into())
    }

    fn quotient((what, unit): Label, dividend: Self, divisor: Self) -> Self {
        Self::computed(what.to_string(), unit, Operation::Quotient, vec![dividend, divisor])
    }

    fn power((what, unit): Label, base: Self, exponent: Self) -> Self {
        Self::computed(what.to_string(), unit, Operation::Power, vec![base, exponent])
    }

    fn odds((what, unit): Label, share: Self, factor: Self) -> Self {
        Self::computed(what.to_string(), unit, Operation::Odds, vec![share, factor])
    }

    fn rescaled(label: Label, value: Self, factor: &dyn Display, (to, from): (Self, Self)) -> Self {
        let factor = Self::quotient((factor, Unit::Factor), to, from);
        Self::product(label, [value, factor])
    }

    fn times_per_hundred(label: Label, per_hundred: Self, factor: Self) -> Self {
        let each = Self { value: per_hundred.value / 100.0, ..per_hundred };
        Self::product(label, [each, factor])
    }
}
