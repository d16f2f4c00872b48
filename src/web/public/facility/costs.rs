//! What an offer costs, as pages show it: each amount with what it pays for, and never without its day.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use crate::register::{Cents, CostKind, CostPer, Costs, Offer};
use crate::web::text::format;
use crate::web::text::words::Words;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CostsView {
    /// "Kosten, Stand 1.1.2026"
    heading: String,
    lines: Vec<CostLine>,
    /// More than a year ago; the page says so.
    old: bool,
    /// The care insurance adds to it by length of stay, which is not in the amounts.
    supplement: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CostLine {
    label: String,
    /// "1.450,00 € im Monat"
    amount: String,
}

pub(crate) fn view(words: &Words, offer: &Offer, today: NaiveDate) -> Option<CostsView> {
    let costs = offer.costs.as_ref()?;
    let lang = words.lang();
    let line = |(kind, cents): (CostKind, Cents)| CostLine {
        label: words.text(&format!("cost-{}", kind.word())),
        amount: words
            .tell(&format!("per-{}", costs.per.word()), [("amount", format::euro(lang, cents).into())]),
    };
    let heading = if costs.on > today { "costs-from" } else { "costs-as-of" };
    let has = |kind| costs.get(kind).is_some();
    Some(CostsView {
        heading: words.tell(heading, [("date", format::date(lang, costs.on).into())]),
        lines: costs.lines().map(line).collect(),
        old: costs.are_old(today),
        supplement: offer.category.as_str() == "residential_care"
            && (has(CostKind::CareShare) || has(CostKind::OwnShare)),
    })
}

/// The whole charge in the terms of schema.org. Shares and parts are no prices, and what is old or still to
/// come is not said to search engines.
pub(crate) fn structured(name: &str, costs: &Costs, today: NaiveDate) -> Option<Value> {
    let price = costs.get(CostKind::Price)?;
    if costs.are_old(today) || costs.on > today {
        return None;
    }
    let mut specification = json!({
        "@type": "UnitPriceSpecification",
        "price": price.to_string(),
        "priceCurrency": "EUR",
        "validFrom": costs.on.to_string(),
    });
    // Codes of UN/ECE Recommendation 20; a meal has none.
    let (field, unit) = match costs.per {
        CostPer::Month => ("unitCode", "MON"),
        CostPer::Day => ("unitCode", "DAY"),
        CostPer::Hour => ("unitCode", "HUR"),
        CostPer::Meal => ("unitText", "Mahlzeit"),
    };
    if let Value::Object(fields) = &mut specification {
        fields.insert(field.to_owned(), unit.into());
    }
    Some(json!({
        "@type": "Offer",
        "itemOffered": {"@type": "Service", "name": name},
        "priceSpecification": specification,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::CategorySlug;
    use crate::units::Lang;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn offer(category: &str, per: CostPer, on: &str, amounts: &[(CostKind, u32)]) -> Offer {
        let amounts = amounts.iter().map(|(kind, cents)| (*kind, Cents::new(*cents).unwrap())).collect();
        Offer {
            category: CategorySlug::new(category),
            places: None,
            places_on: None,
            free_places: None,
            counted_on: None,
            costs: Costs::new(per, day(on), amounts),
            note: None,
            source_id: "1".into(),
            valid_from: None,
            valid_to: None,
        }
    }

    #[test]
    fn amounts_stand_with_their_day_and_old_ones_are_marked() {
        let words = Words::read(Lang::De).unwrap();
        let home = offer(
            "residential_care",
            CostPer::Month,
            "2025-10-01",
            &[(CostKind::OwnShare, 241_000), (CostKind::CareShare, 147_262)],
        );
        let seen = view(&words, &home, day("2026-10-01")).unwrap();
        assert_eq!(seen.heading, "Kosten, Stand 1.10.2025");
        assert_eq!(seen.lines[0].label, "Eigenanteil insgesamt");
        assert_eq!(seen.lines[0].amount, "2.410,00 € im Monat");
        assert_eq!(seen.lines[1].amount, "1.472,62 € im Monat");
        assert!(!seen.old && seen.supplement);
        assert!(view(&words, &home, day("2026-10-02")).unwrap().old);
        assert_eq!(view(&words, &home, day("2025-09-30")).unwrap().heading, "Kosten ab 1.10.2025");
        assert_eq!(view(&words, &Offer { costs: None, ..home }, day("2026-10-01")), None);
        let english = Words::read(Lang::En).unwrap();
        let help = offer("everyday_support", CostPer::Hour, "2026-01-01", &[(CostKind::Price, 3_150)]);
        let seen = view(&english, &help, day("2026-10-01")).unwrap();
        assert_eq!(seen.lines[0].amount, "€31.50 an hour");
        assert!(!seen.supplement);
    }

    #[test]
    fn only_a_whole_price_of_today_is_told_to_search_engines() {
        let told = |offer: &Offer, today| structured("Hilfe", offer.costs.as_ref().unwrap(), day(today));
        let help = offer("everyday_support", CostPer::Hour, "2026-01-01", &[(CostKind::Price, 3_150)]);
        let data = told(&help, "2026-10-01").unwrap();
        assert_eq!(data["priceSpecification"]["price"], "31.50");
        assert_eq!(data["priceSpecification"]["unitCode"], "HUR");
        assert_eq!(data["priceSpecification"]["validFrom"], "2026-01-01");
        assert_eq!(told(&help, "2027-01-02"), None);
        assert_eq!(told(&help, "2025-12-31"), None);
        let home = offer("residential_care", CostPer::Month, "2026-01-01", &[(CostKind::OwnShare, 241_000)]);
        assert_eq!(told(&home, "2026-10-01"), None);
    }
}
