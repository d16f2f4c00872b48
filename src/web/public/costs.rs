//! The price sheet of an offer as pages show it: parts, their sum, and the day from which the amounts apply.

use chrono::NaiveDate;
use serde::Serialize;

use crate::register::{Category, Cents, CostKind, CostPer, Costs, Offer};
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

/// What one offer costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CostsView {
    /// "Das kostet ein Monat"
    heading: String,
    /// "Preise vom 1.1.2026"
    as_of: String,
    parts: Vec<CostLine>,
    /// What is paid in all; `None` where only a part of it is known.
    total: Option<CostLine>,
    /// The charge before any benefit, beside a total that does not contain it.
    price: Option<CostLine>,
    /// More than a year old, which the page points out.
    old: bool,
    /// The care insurance pays a supplement by length of stay that the amounts do not include.
    supplement: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CostLine {
    pub label: String,
    /// "1.450,00 €"
    pub amount: String,
}

/// The amounts that belong together into an own share.
pub(crate) const PARTS: [CostKind; 4] =
    [CostKind::CareShare, CostKind::BoardAndLodging, CostKind::Investment, CostKind::TrainingLevy];

pub(crate) fn view(
    messages: &Messages,
    offer: &Offer,
    category: &Category,
    today: NaiveDate,
) -> Option<CostsView> {
    let costs = offer.costs.as_ref()?;
    let line = |kind: CostKind| Some(of_kind(messages, kind, costs.get(kind)?));
    let has = |kind| costs.get(kind).is_some();
    let parts: Vec<CostLine> = PARTS.into_iter().filter_map(line).collect();
    let (own_share, price) = (line(CostKind::OwnShare), line(CostKind::Price));
    // A price that stands alone is all that is paid.
    let (total, price) = match (own_share, parts.is_empty()) {
        (Some(own_share), _) => (Some(own_share), price),
        (None, true) => (price, None),
        (None, false) => (sum(messages, costs, parts.len()), price),
    };
    Some(CostsView {
        heading: messages.text(&format!("costs-a-{}", costs.per.word())),
        as_of: as_of(messages, costs, today),
        parts,
        total,
        price,
        old: costs.are_old(today),
        supplement: category.has_supplement() && (has(CostKind::CareShare) || has(CostKind::OwnShare)),
    })
}

/// "Preise vom 1.1.2026"
pub(crate) fn as_of(messages: &Messages, costs: &Costs, today: NaiveDate) -> String {
    let id = if costs.on > today { "costs-from" } else { "costs-as-of" };
    messages.format(id, [("date", format::date(messages.lang(), costs.on).into())])
}

/// The amount that says most of a price sheet, and for which span of time: the own share, else the price.
pub(crate) fn headline(messages: &Messages, costs: &Costs) -> Option<(CostKind, String, CostPer)> {
    let kind = [CostKind::OwnShare, CostKind::Price].into_iter().find(|kind| costs.get(*kind).is_some())?;
    Some((kind, format::euro(messages.lang(), costs.get(kind)?), costs.per))
}

fn of_kind(messages: &Messages, kind: CostKind, amount: Cents) -> CostLine {
    CostLine { label: phrases::cost_kind(messages, kind), amount: format::euro(messages.lang(), amount) }
}

/// The sum of several parts. It is not called the own share, because a further part may be missing.
fn sum(messages: &Messages, costs: &Costs, parts: usize) -> Option<CostLine> {
    let cents = PARTS.into_iter().filter_map(|kind| costs.get(kind)).map(Cents::get).sum();
    let amount = Cents::new(cents).filter(|_| parts > 1)?;
    Some(CostLine { label: messages.text("costs-sum"), amount: format::euro(messages.lang(), amount) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{CategorySlug, CategoryTree};
    use crate::web::text::languages::{ENGLISH, GERMAN};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn offer(category: &str, per: CostPer, on: &str, amounts: &[(CostKind, u32)]) -> Offer {
        let amounts = amounts.iter().map(|(kind, cents)| (*kind, Cents::new(*cents).unwrap())).collect();
        Offer { costs: Costs::new(per, day(on), amounts), ..Offer::new(CategorySlug::new(category), "1") }
    }

    fn seen(messages: &Messages, offer: &Offer, today: &str) -> CostsView {
        let tree = CategoryTree::from_toml(include_str!("../../../models/categories.toml")).unwrap();
        view(messages, offer, tree.get(offer.category.as_str()).unwrap(), day(today)).unwrap()
    }

    fn line(label: &str, amount: &str) -> CostLine {
        CostLine { label: label.to_owned(), amount: amount.to_owned() }
    }

    #[test]
    fn amounts_have_their_day_and_old_ones_are_marked() {
        let messages = Messages::read(&GERMAN).unwrap();
        let home = offer(
            "residential_care",
            CostPer::Month,
            "2025-10-01",
            &[(CostKind::OwnShare, 241_000), (CostKind::CareShare, 147_262)],
        );
        let view = seen(&messages, &home, "2026-10-01");
        assert_eq!(
            (view.heading.as_str(), view.as_of.as_str()),
            ("Das kostet ein Monat", "Preise vom 1.10.2025")
        );
        assert_eq!(view.parts, [line("Pflege, Ihr Anteil (EEE)", "1.472,62 €")]);
        assert_eq!(view.total, Some(line("Eigenanteil insgesamt", "2.410,00 €")));
        assert!(!view.old && view.supplement && view.price.is_none());
        assert!(seen(&messages, &home, "2026-10-02").old);
        assert_eq!(seen(&messages, &home, "2025-09-30").as_of, "Preise ab 1.10.2025");
        let english = Messages::read(&ENGLISH).unwrap();
        let help = offer("everyday_support", CostPer::Hour, "2026-01-01", &[(CostKind::Price, 3_150)]);
        let view = seen(&english, &help, "2026-10-01");
        assert_eq!(view.total.unwrap().amount, "€31.50");
        assert!(!view.supplement && view.parts.is_empty() && view.price.is_none());
    }

    #[test]
    fn parts_are_summed_only_where_no_own_share_is_stated_and_never_with_the_price() {
        let messages = Messages::read(&GERMAN).unwrap();
        let parts =
            [(CostKind::BoardAndLodging, 1_510), (CostKind::Investment, 510), (CostKind::Price, 9_000)];
        let view = seen(&messages, &offer("day_care", CostPer::Day, "2026-01-01", &parts), "2026-10-01");
        // By hand: 15.10 and 5.10 euro.
        assert_eq!(view.total, Some(line("Summe dieser Beträge", "20,20 €")));
        assert_eq!(view.price.unwrap().amount, "90,00 €");
        assert_eq!(view.heading, "Das kostet ein Tag");
        let alone =
            seen(&messages, &offer("day_care", CostPer::Day, "2026-01-01", &parts[..1]), "2026-10-01");
        assert_eq!((alone.total, alone.parts.len()), (None, 1), "one part of several is no sum");
    }
}
