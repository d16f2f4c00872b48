//! The costs of a row: amounts, what they are paid for, and the day from which they hold.

use std::collections::BTreeMap;

use super::cells::Cells;
use super::notes::{Expected, NoteKind, Rejection};
use super::text::word_key;
use super::values;
use crate::register::{CategorySlug, Cents, CostKind, CostPer, Costs, Field};

/// Why amounts are not taken.
#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error("costs without the day from which they hold say nothing; hint: fill in {column}")]
    Undated { column: String },
    #[error(
        "costs say nothing without what they are paid for; hint: fill in {column} with month, day, hour or meal"
    )]
    PerWhat { column: String },
    #[error(
        "{column} is the uniform care share of residential care (§ 84 (2) SGB XI), which {category} does not have; left empty; hint: give its own share or its price"
    )]
    OfOtherCare { column: String, category: String },
}

impl Unusable {
    fn german(&self) -> String {
        match self {
            Self::Undated { column } => {
                format!("Kosten sagen ohne den Tag, ab dem sie gelten, nichts aus; bitte {column} ausfüllen.")
            }
            Self::PerWhat { column } => format!(
                "Kosten sagen nichts aus ohne die Angabe, wofür sie anfallen; bitte in {column} month, day, hour oder meal eintragen."
            ),
            Self::OfOtherCare { column, category } => format!(
                "{column} ist der einrichtungseinheitliche Eigenanteil der Dauerpflege (§ 84 Abs. 2 SGB XI), den {category} nicht hat; der Betrag bleibt leer."
            ),
        }
    }
}

impl Cells<'_> {
    /// The price sheet of the row, if it has an amount.
    pub(super) fn costs(&mut self, category: &CategorySlug) -> Result<Option<Costs>, Rejection> {
        let mut amounts: BTreeMap<CostKind, Cents> = BTreeMap::new();
        for (kind, field) in Field::amounts() {
            let Some(cents) = self.value(field, values::euro, values::EURO_EXPECTED)? else { continue };
            if !self.may_state(category, kind) {
                let column = self.reader.columns.layout.column(field);
                let reason = Unusable::OfOtherCare { column, category: category.to_string() };
                self.note(NoteKind::LeftOut, (reason.to_string(), reason.german()));
                continue;
            }
            amounts.insert(kind, cents);
        }
        let on = self.date(Field::CostsOn)?;
        if amounts.is_empty() {
            // The day of a list as a whole may stand on every row.
            return Ok(None);
        }
        let layout = self.reader.columns.layout;
        let per = self.costs_per()?.or(layout.costs_per);
        let (per, on) = match (per, on) {
            (Some(per), Some(on)) => (per, on),
            (None, _) => {
                return Ok(self.unusable(&Unusable::PerWhat { column: layout.column(Field::CostsPer) }));
            }
            (_, None) => {
                return Ok(self.unusable(&Unusable::Undated { column: layout.column(Field::CostsOn) }));
            }
        };
        let costs = Costs::new(per, on, amounts);
        if let Some((share, parts)) = costs.as_ref().and_then(Costs::contradiction) {
            let en = format!("the own share of {share} euro is less than its parts, which are {parts}");
            let de =
                format!("Der Eigenanteil von {share} Euro ist kleiner als seine Teile, zusammen {parts}.");
            self.note(NoteKind::Suspicious, (en, de));
        }
        Ok(costs)
    }

    fn unusable(&mut self, reason: &Unusable) -> Option<Costs> {
        let de = format!("{} Die Kosten bleiben leer.", reason.german());
        self.note(NoteKind::LeftOut, (format!("{reason}; costs left empty"), de));
        None
    }

    fn may_state(&self, category: &CategorySlug, kind: CostKind) -> bool {
        let category = self.reader.ctx.categories.get(category.as_str());
        category.is_some_and(|category| category.may_state(kind))
    }

    fn costs_per(&mut self) -> Result<Option<CostPer>, Rejection> {
        let words = &self.reader.columns.layout.cost_words;
        let per = |text: &str| words.get(&word_key(text)).copied().or_else(|| CostPer::from_word(text));
        let expected = Expected {
            en: "span of a cost; expected month, day, hour or meal",
            de: "ein Zeitraum von Kosten: month, day, hour oder meal",
        };
        self.value(Field::CostsPer, per, expected)
    }
}
