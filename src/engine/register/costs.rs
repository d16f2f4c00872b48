//! What an offer costs the people who use it, as its price sheet says: amounts in cents, for which span of
//! time, and from which day. A cost that is not known is no line; it is never zero.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Months, NaiveDate};

use crate::units::words;

words! {
    /// What an amount pays for, in the terms of SGB XI.
    pub enum CostKind {
        /// Eigenanteil: all that a resident pays beside the care insurance, before its supplement by length
        /// of stay (§ 43c SGB XI), which depends on the person.
        OwnShare = "own_share",
        /// Einrichtungseinheitlicher Eigenanteil (EEE): the part of the care charge that the flat benefit of
        /// the insurance leaves, the same in care grades 2 to 5 (§ 84 (2) SGB XI).
        CareShare = "care_share",
        /// Unterkunft und Verpflegung (§ 82 (1), § 87 SGB XI).
        BoardAndLodging = "board_and_lodging",
        /// Gesondert berechnete Investitionskosten (§ 82 (3) and (4) SGB XI).
        Investment = "investment",
        /// Ausbildungszuschlag (§ 82a SGB XI, § 28 (2) PflBG), where it is shown apart from the care share.
        TrainingLevy = "training_levy",
        /// The charge as a whole, before any benefit of an insurance: an hour of help, a meal, a day.
        Price = "price",
    }
}

impl CostKind {
    /// Whether the own share is a sum in which this stands.
    fn is_part_of_own_share(self) -> bool {
        !matches!(self, Self::OwnShare | Self::Price)
    }
}

words! {
    /// What one amount is paid for.
    pub enum CostPer {
        /// A month.
        Month = "month",
        /// A day.
        Day = "day",
        /// An hour.
        Hour = "hour",
        /// A meal.
        Meal = "meal",
    }
}

/// An amount of money: whole cents, so that nothing is rounded on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cents(u32);

impl Cents {
    /// 20,000 euro: several times the dearest month of care there is. More is a slip, such as cents in a
    /// column of euro.
    pub const MAX: u32 = 2_000_000;

    /// `None` above [`Cents::MAX`].
    pub fn new(cents: u32) -> Option<Self> {
        (cents <= Self::MAX).then_some(Self(cents))
    }

    /// Whole cents.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// "1450.00": euro as files and interfaces write them.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// The price sheet of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costs {
    /// What each amount is paid for.
    pub per: CostPer,
    /// The day from which, or on which, the amounts hold.
    pub on: NaiveDate,
    amounts: BTreeMap<CostKind, Cents>,
}

/// Charges are agreed ahead for a period (§ 85 (3) SGB XI), as a rule for a year. After that an amount is
/// still worth knowing, but it is likely to have risen.
const AGREED_FOR: Months = Months::new(12);

impl Costs {
    /// `None` if there is no amount: a sheet without one says nothing.
    pub fn new(per: CostPer, on: NaiveDate, amounts: BTreeMap<CostKind, Cents>) -> Option<Self> {
        (!amounts.is_empty()).then_some(Self { per, on, amounts })
    }

    /// The amount of a kind, if it is known.
    pub fn get(&self, kind: CostKind) -> Option<Cents> {
        self.amounts.get(&kind).copied()
    }

    /// In the order of [`CostKind`].
    pub fn lines(&self) -> impl Iterator<Item = (CostKind, Cents)> + '_ {
        self.amounts.iter().map(|(kind, cents)| (*kind, *cents))
    }

    /// Whether the amounts are more than a year old.
    pub fn are_old(&self, today: NaiveDate) -> bool {
        self.on.checked_add_months(AGREED_FOR).is_some_and(|end| end < today)
    }

    /// Own share and the sum of its parts, where the sum is larger, which cannot be.
    pub fn contradiction(&self) -> Option<(Cents, Cents)> {
        let share = self.get(CostKind::OwnShare)?;
        let parts = self.lines().filter(|(kind, _)| kind.is_part_of_own_share());
        let sum = Cents(parts.map(|(_, cents)| cents.0).sum());
        (sum > share).then_some((share, sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn costs(on: &str, amounts: &[(CostKind, u32)]) -> Costs {
        let amounts = amounts.iter().map(|(kind, cents)| (*kind, Cents::new(*cents).unwrap())).collect();
        Costs::new(CostPer::Month, day(on), amounts).unwrap()
    }

    #[test]
    fn amounts_are_exact_and_have_two_decimals() {
        let text = |cents| Cents::new(cents).unwrap().to_string();
        assert_eq!(
            (text(145_000), text(5), text(0), text(123_456)),
            ("1450.00".into(), "0.05".into(), "0.00".into(), "1234.56".into())
        );
        assert!(Cents::new(2_000_001).is_none());
    }

    #[test]
    fn amounts_are_old_after_a_year_to_the_day() {
        let sheet = costs("2025-02-28", &[(CostKind::Price, 100)]);
        assert!(!sheet.are_old(day("2025-01-01")) && !sheet.are_old(day("2026-02-28")));
        assert!(sheet.are_old(day("2026-03-01")));
    }

    #[test]
    fn an_own_share_below_its_parts_is_a_contradiction() {
        use CostKind::{BoardAndLodging, CareShare, Investment, OwnShare, Price};
        let parts = [(CareShare, 140_000), (BoardAndLodging, 80_000), (Investment, 30_000)];
        let with =
            |kind, cents| costs("2026-01-01", &[&parts[..], &[(kind, cents)]].concat()).contradiction();
        assert_eq!(with(OwnShare, 249_999), Some((Cents(249_999), Cents(250_000))));
        assert_eq!(with(OwnShare, 250_000), None);
        assert_eq!(with(Price, 1), None);
        assert!(Costs::new(CostPer::Day, day("2026-01-01"), BTreeMap::new()).is_none());
    }
}
