//! Offers as they would be after a change.

use super::Offer;
use crate::units::GeoPoint;

/// One change of the offers of a category.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A new offer.
    Add {
        /// Where it is.
        point: GeoPoint,
        /// How many places it has, if it counts any.
        places: Option<f64>,
    },
    /// An offer at another point.
    Move {
        /// The id of its facility.
        id: String,
        /// Where it is to be.
        point: GeoPoint,
    },
    /// An offer that ends.
    Close {
        /// The id of its facility.
        id: String,
    },
    /// An offer with another number of places.
    SetPlaces {
        /// The id of its facility.
        id: String,
        /// How many places it has then.
        places: f64,
    },
}

/// A change that names an offer which is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "change {number} names \"{id}\", which has no offer of this category; hint: ids stand in /api/v1/facilities"
)]
pub struct UnknownOffer {
    /// From 1.
    pub number: usize,
    /// The id that the change names.
    pub id: String,
}

/// The offers after the changes, in order; what was added comes last and is called `new-1` and so on.
pub fn apply(offers: &[Offer], changes: &[Change]) -> Result<Vec<Offer>, UnknownOffer> {
    let mut offers = offers.to_vec();
    let mut added = 0;
    for (number, change) in (1..).zip(changes) {
        let position = |id: &String| {
            let found = offers.iter().position(|offer| offer.id == *id);
            found.ok_or_else(|| UnknownOffer { number, id: id.chars().take(60).collect() })
        };
        match change {
            Change::Add { point, places } => {
                added += 1;
                offers.push(Offer { id: format!("new-{added}"), point: *point, places: *places });
            }
            Change::Move { id, point } => {
                let at = position(id)?;
                offers[at].point = *point;
            }
            Change::Close { id } => {
                let at = position(id)?;
                offers.remove(at);
            }
            Change::SetPlaces { id, places } => {
                let at = position(id)?;
                offers[at].places = Some(*places);
            }
        }
    }
    Ok(offers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_in_order_and_an_unknown_offer_is_named() {
        let at = |lon| GeoPoint { lon, lat: 53.5 };
        let offers = [Offer { id: "a".into(), point: at(12.0), places: Some(10.0) }];
        let changes = [
            Change::Add { point: at(12.1), places: Some(5.0) },
            Change::SetPlaces { id: "new-1".into(), places: 8.0 },
            Change::Move { id: "a".into(), point: at(12.2) },
        ];
        let changed = apply(&offers, &changes).unwrap();
        assert_eq!(changed[0], Offer { id: "a".into(), point: at(12.2), places: Some(10.0) });
        assert_eq!(changed[1], Offer { id: "new-1".into(), point: at(12.1), places: Some(8.0) });
        let gone = [Change::Close { id: "a".into() }, Change::Close { id: "a".into() }];
        assert_eq!(apply(&offers, &gone), Err(UnknownOffer { number: 2, id: "a".into() }));
    }
}
