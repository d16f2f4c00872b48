//! How a formula of this room gets the values that it starts from. Read by [`Inputs`] a formula is plain arithmetic on
//! `f64`; read by an explanation it gives figures that keep operation, operands, label, unit and sources.

use super::inputs::{Input, Inputs};
use crate::algebra::Quantity;

/// A way to read a formula.
pub trait Reading {
    /// `f64`, or a figure that keeps how it was computed.
    type Value: Quantity;

    /// The values that formulas start from. A formula may branch on them.
    fn inputs(&self) -> Inputs<'_>;

    /// An input as the start of a computation.
    fn input(&self, input: Input) -> Self::Value;
}

/// The plain reading.
impl Reading for Inputs<'_> {
    type Value = f64;

    fn inputs(&self) -> Inputs<'_> {
        *self
    }

    fn input(&self, input: Input) -> f64 {
        self.value(input)
    }
}
