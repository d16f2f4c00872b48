//! A figure and what is known about it. A number is never made up: what is missing says why, what is
//! withheld stays withheld through every formula it enters.

/// One figure of a measure, or the value of an indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// A counted number.
    Value(f64),
    /// Exactly nothing, as the source says; not a small number that was rounded.
    Zero,
    /// A number that rests on a model or an uncertain survey.
    Estimated(f64),
    /// There is a number, but it must not be shown.
    Suppressed,
    /// No number, and why.
    Missing(Reason),
}

/// Why there is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// No source gives this measure (by its index) for the area and year.
    NoFigure(u16),
    /// The source has no boundary at one of the ages, or does not tell the groups apart.
    NoSuchGroup(u16),
    /// Some parts of the area have a figure and some have none.
    PartsMissing(u16),
    /// The denominator is zero.
    ZeroDenominator,
    /// The catalogue has no formula, and says why.
    NoFormula,
    /// There is no earlier survey to compare with.
    NoEarlierSurvey(u16),
    /// The survey before, of this year, has no figure of the area.
    NotInSurveyBefore(u16, i16),
    /// The publisher has not published it yet (`...`).
    NotYetPublished,
    /// The publisher holds it for too unreliable (`/`).
    Unreliable,
    /// The publisher holds it for pointless here (`x`).
    Pointless,
    /// The area did not exist on the date.
    NoArea,
    /// The statistic does not ask for it on the date.
    NotAsked,
    /// The indicator is not defined for areas of this level.
    OtherLevel,
    /// An index needs a spread of values, and more than one area.
    NoSpread,
}

impl Cell {
    /// A number as a source counts it; nothing at all is `Zero`.
    pub fn counted(number: f64) -> Self {
        if number == 0.0 { Self::Zero } else { Self::Value(number) }
    }

    /// The number, if there is one that may be shown.
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Value(number) | Self::Estimated(number) => Some(number),
            Self::Zero => Some(0.0),
            Self::Suppressed | Self::Missing(_) => None,
        }
    }

    /// `value | suppressed | missing | estimated | zero`
    pub fn status(self) -> &'static str {
        match self {
            Self::Value(_) => "value",
            Self::Zero => "zero",
            Self::Estimated(_) => "estimated",
            Self::Suppressed => "suppressed",
            Self::Missing(_) => "missing",
        }
    }

    /// Whether there is no number, for another reason than secrecy.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::Missing(_))
    }

    /// The sum. What is missing or withheld in one is so in the sum.
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Zero, Self::Zero) => Self::Zero,
            _ => self.with(other, |a, b| a + b),
        }
    }

    /// The difference.
    pub fn minus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Zero, Self::Zero) => Self::Zero,
            _ => self.with(other, |a, b| a - b),
        }
    }

    /// The product. Nothing times a number is nothing; times a withheld number it is withheld.
    pub fn times(self, other: Self) -> Self {
        match (self, other) {
            (Self::Zero, Self::Zero | Self::Value(_) | Self::Estimated(_))
            | (Self::Value(_) | Self::Estimated(_), Self::Zero) => Self::Zero,
            _ => self.with(other, |a, b| a * b),
        }
    }

    /// The quotient; missing with its reason where the divisor is zero.
    pub fn divided_by(self, other: Self) -> Self {
        match (self, other) {
            (Self::Missing(_), _) => self,
            (_, Self::Missing(_)) => other,
            (_, divisor) if divisor.number() == Some(0.0) => Self::Missing(Reason::ZeroDenominator),
            (Self::Zero, Self::Value(_) | Self::Estimated(_)) => Self::Zero,
            _ => self.with(other, |a, b| a / b),
        }
    }

    /// The number with the other sign.
    pub fn negative(self) -> Self {
        match self {
            Self::Value(number) => Self::Value(-number),
            Self::Estimated(number) => Self::Estimated(-number),
            other => other,
        }
    }

    /// The smaller or the larger of two.
    pub fn chosen(self, other: Self, choose: fn(f64, f64) -> f64) -> Self {
        match (self, other) {
            (Self::Zero, Self::Zero) => Self::Zero,
            _ => self.with(other, choose),
        }
    }

    /// What is missing wins over what is withheld, and that over what is estimated.
    fn with(self, other: Self, apply: impl FnOnce(f64, f64) -> f64) -> Self {
        match (self, other) {
            (Self::Missing(reason), _) | (_, Self::Missing(reason)) => Self::Missing(reason),
            (Self::Suppressed, _) | (_, Self::Suppressed) => Self::Suppressed,
            _ => {
                let number = apply(self.number().unwrap_or_default(), other.number().unwrap_or_default());
                let is_estimate = matches!(self, Self::Estimated(_)) || matches!(other, Self::Estimated(_));
                if is_estimate { Self::Estimated(number) } else { Self::Value(number) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MISSING: Cell = Cell::Missing(Reason::NotYetPublished);

    #[test]
    fn what_is_missing_or_withheld_stays_so_in_every_operation() {
        for apply in [Cell::plus, Cell::minus, Cell::times, Cell::divided_by] {
            for known in [Cell::Value(2.0), Cell::Zero, Cell::Estimated(1.0)] {
                assert_eq!(apply(MISSING, known), MISSING);
                assert_eq!(apply(Cell::Suppressed, Cell::Value(2.0)), Cell::Suppressed);
                assert_eq!(apply(Cell::Value(2.0), Cell::Suppressed), Cell::Suppressed);
                assert_eq!(apply(known, MISSING), MISSING);
            }
            assert_eq!(apply(Cell::Suppressed, MISSING), MISSING);
        }
        assert_eq!(Cell::Zero.times(Cell::Suppressed), Cell::Suppressed);
    }

    #[test]
    fn an_estimate_makes_the_result_an_estimate_and_nothing_stays_nothing() {
        assert_eq!(Cell::Estimated(1.0).plus(Cell::Value(2.0)), Cell::Estimated(3.0));
        assert_eq!(Cell::Zero.divided_by(Cell::Value(5.0)), Cell::Zero);
        assert_eq!(Cell::Zero.plus(Cell::Zero), Cell::Zero);
        assert_eq!(Cell::Value(2.0).minus(Cell::Value(2.0)), Cell::Value(0.0));
    }

    #[test]
    fn a_division_by_zero_is_missing_with_its_reason_and_never_infinite() {
        for zero in [Cell::Zero, Cell::Value(0.0), Cell::Estimated(0.0)] {
            for known in [Cell::Value(1.0), Cell::Zero, Cell::Suppressed] {
                assert_eq!(known.divided_by(zero), Cell::Missing(Reason::ZeroDenominator));
            }
        }
    }
}
