//! Price sheets as rows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::offer_costs;
use crate::register::{Cents, CostKind, CostPer, Costs, Offer};
use crate::store::StoreError;

#[derive(Queryable, Selectable, Insertable, Debug)]
#[diesel(table_name = offer_costs)]
pub(in crate::store) struct CostsRow {
    pub facility_id: String,
    pub category: String,
    per: String,
    holds_on: NaiveDate,
    own_share_cents: Option<i32>,
    care_share_cents: Option<i32>,
    board_and_lodging_cents: Option<i32>,
    investment_cents: Option<i32>,
    training_levy_cents: Option<i32>,
    price_cents: Option<i32>,
}

impl CostsRow {
    /// `None` for an offer whose costs are not known.
    pub fn new(facility_id: &str, offer: &Offer) -> Option<Self> {
        let costs = offer.costs.as_ref()?;
        // An amount is below two million cents.
        let amount = |kind| costs.get(kind).and_then(|cents| i32::try_from(cents.get()).ok());
        Some(Self {
            facility_id: facility_id.to_owned(),
            category: offer.category.to_string(),
            per: costs.per.word().to_owned(),
            holds_on: costs.on,
            own_share_cents: amount(CostKind::OwnShare),
            care_share_cents: amount(CostKind::CareShare),
            board_and_lodging_cents: amount(CostKind::BoardAndLodging),
            investment_cents: amount(CostKind::Investment),
            training_levy_cents: amount(CostKind::TrainingLevy),
            price_cents: amount(CostKind::Price),
        })
    }

    pub fn into_costs(self) -> Result<Costs, StoreError> {
        let bad = |what: String| StoreError::BadRow { facility: self.facility_id.clone(), what };
        let columns = [
            (CostKind::OwnShare, self.own_share_cents),
            (CostKind::CareShare, self.care_share_cents),
            (CostKind::BoardAndLodging, self.board_and_lodging_cents),
            (CostKind::Investment, self.investment_cents),
            (CostKind::TrainingLevy, self.training_levy_cents),
            (CostKind::Price, self.price_cents),
        ];
        let mut amounts = BTreeMap::new();
        for (kind, number) in columns.into_iter().filter_map(|(kind, number)| Some((kind, number?))) {
            let cents = u32::try_from(number).ok().and_then(Cents::new);
            amounts.insert(kind, cents.ok_or_else(|| bad(format!("{} of {number} cents", kind.word())))?);
        }
        let per = CostPer::from_word(&self.per).ok_or_else(|| bad(format!("costs per \"{}\"", self.per)))?;
        Costs::new(per, self.holds_on, amounts).ok_or_else(|| bad("costs without an amount".to_owned()))
    }
}
