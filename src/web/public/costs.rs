//! Costs of an offer as pages show them: each amount with its purpose, and the day from which they apply.

use chrono::NaiveDate;
use serde::Serialize;

use crate::register::{Category, Cents, CostKind, Offer};
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CostsView {
    /// "Kosten, Stand 1.1.2026"
    heading: String,
    lines: Vec<CostLine>,
    /// More than a year old, which the page points out.
    old: bool,
    /// The care insurance pays a supplement by length of stay that the amounts do not include.
    supplement: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CostLine {
    label: String,
    /// "1.450,00 € im Monat"
    amount: String,
}

pub(crate) fn view(
    messages: &Messages,
    offer: &Offer,
    category: &Category,
    today: NaiveDate,
) -> Option<CostsView> {
    let costs = offer.costs.as_ref()?;
    let line = |(kind, cents): (CostKind, Cents)| CostLine {
        label: phrases::cost_kind(messages, kind),
        amount: phrases::amount(messages, cents, costs.per),
    };
    let heading = if costs.on > today { "costs-from" } else { "costs-as-of" };
    let has = |kind| costs.get(kind).is_some();
    Some(CostsView {
        heading: messages.format(heading, [("date", format::date(messages.lang(), costs.on).into())]),
        lines: costs.lines().map(line).collect(),
        old: costs.are_old(today),
        supplement: category.has_supplement() && (has(CostKind::CareShare) || has(CostKind::OwnShare)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{CategorySlug, CategoryTree, CostPer, Costs};
    use crate::web::text::languages::{ENGLISH, GERMAN};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn offer(category: &str, per: CostPer, on: &str, amounts: &[(CostKind, u32)]) -> Offer {
        let amounts = amounts.iter().map(|(kind, cents)| (*kind, Cents::new(*cents).unwrap())).collect();
        Offer { costs: Costs::new(per, day(on), amounts), ..Offer::new(CategorySlug::new(category), "1") }
    }

    #[test]
    fn amounts_have_their_day_and_old_ones_are_marked() {
        let tree = CategoryTree::from_toml(include_str!("../../../models/categories.toml")).unwrap();
        let view = |messages: &Messages, offer: &Offer, today| {
            super::view(messages, offer, tree.get(offer.category.as_str()).unwrap(), today)
        };
        let messages = Messages::read(&GERMAN).unwrap();
        let home = offer(
            "residential_care",
            CostPer::Month,
            "2025-10-01",
            &[(CostKind::OwnShare, 241_000), (CostKind::CareShare, 147_262)],
        );
        let seen = view(&messages, &home, day("2026-10-01")).unwrap();
        assert_eq!(seen.heading, "Kosten, Stand 1.10.2025");
        assert_eq!(seen.lines[0].label, "Eigenanteil insgesamt");
        assert_eq!(seen.lines[0].amount, "2.410,00 € im Monat");
        assert_eq!(seen.lines[1].amount, "1.472,62 € im Monat");
        assert!(!seen.old && seen.supplement);
        assert!(view(&messages, &home, day("2026-10-02")).unwrap().old);
        assert_eq!(view(&messages, &home, day("2025-09-30")).unwrap().heading, "Kosten ab 1.10.2025");
        assert_eq!(view(&messages, &Offer { costs: None, ..home }, day("2026-10-01")), None);
        let english = Messages::read(&ENGLISH).unwrap();
        let help = offer("everyday_support", CostPer::Hour, "2026-01-01", &[(CostKind::Price, 3_150)]);
        let seen = view(&english, &help, day("2026-10-01")).unwrap();
        assert_eq!(seen.lines[0].amount, "€31.50 an hour");
        assert!(!seen.supplement);
    }
}
