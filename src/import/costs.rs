//! The costs of a row: amounts, what they are paid for, and the day from which they hold.

use std::collections::BTreeMap;

use super::notes::{NoteKind, Rejection};
use super::row::Cells;
use super::text::word_key;
use super::values;
use crate::register::{CategorySlug, Cents, CostKind, CostPer, Costs, Field};

impl Cells<'_> {
    /// The price sheet of the row, if it has an amount.
    pub(super) fn costs(&mut self, category: &CategorySlug) -> Result<Option<Costs>, Rejection> {
        let mut amounts: BTreeMap<CostKind, Cents> = BTreeMap::new();
        for (kind, field) in Field::amounts() {
            let Some(cents) = self.value(field, values::euro, values::EURO_EXPECTED)? else { continue };
            if !self.may_state(category, kind) {
                let column = self.reader.columns.layout.column(field);
                return Err(Rejection::CostOfOtherCare { column, category: category.to_string() });
            }
            amounts.insert(kind, cents);
        }
        let on = self.value(Field::CostsOn, values::date, values::DATE_EXPECTED)?;
        if amounts.is_empty() {
            // The day of a list as a whole may stand on every row.
            return Ok(None);
        }
        let layout = self.reader.columns.layout;
        let per = self.costs_per()?.or(layout.costs_per);
        let per = per.ok_or_else(|| Rejection::CostsPerWhat { column: layout.column(Field::CostsPer) })?;
        let on = on.ok_or_else(|| Rejection::UndatedCosts { column: layout.column(Field::CostsOn) })?;
        let costs = Costs::new(per, on, amounts);
        if let Some((share, parts)) = costs.as_ref().and_then(Costs::contradiction) {
            let text = format!("the own share of {share} euro is less than its parts, which are {parts}");
            self.note(NoteKind::Suspicious, text);
        }
        Ok(costs)
    }

    fn may_state(&self, category: &CategorySlug, kind: CostKind) -> bool {
        let category = self.reader.ctx.categories.get(category.as_str());
        category.is_some_and(|category| category.may_state(kind))
    }

    fn costs_per(&mut self) -> Result<Option<CostPer>, Rejection> {
        let words = &self.reader.columns.layout.cost_words;
        let per = |text: &str| words.get(&word_key(text)).copied().or_else(|| CostPer::from_word(text));
        self.value(Field::CostsPer, per, "span of a cost; expected month, day, hour or meal")
    }
}
