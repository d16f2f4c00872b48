//! What the gazetteer and the addresses of the region said of the addresses of a list.

use std::cell::RefCell;
use std::collections::HashMap;

use super::Context;
use crate::addresses::{AddressOutcome, AddressParts, FoundAddress};
use crate::gazetteer::{AddressFault, Gazetteer, LocatedAddress};
use crate::register::{Address, Text};

/// So many different addresses are kept.
const KEPT_ADDRESSES: usize = 10_000;

/// Postcode, place and locality as a row has them.
type PlaceOfRow = (Option<Text>, Text, Option<Text>);

/// An address as a row has it.
type AddressOfRow = (PlaceOfRow, Text, Option<Text>);

/// What the gazetteer said of the addresses so far. It compares all names, and lists repeat their places.
#[derive(Default)]
pub(super) struct KnownAddresses {
    places: RefCell<HashMap<PlaceOfRow, Result<LocatedAddress, AddressFault>>>,
    houses: RefCell<HashMap<AddressOfRow, Option<FoundAddress>>>,
}

impl KnownAddresses {
    /// Where an address lies, as [`Gazetteer::locate_address`] says.
    pub fn locate(&self, gazetteer: &Gazetteer, address: &Address) -> Result<LocatedAddress, AddressFault> {
        let Address { postcode, place, locality, .. } = address;
        let key = (postcode.clone(), place.clone(), locality.clone());
        if let Some(known) = self.places.borrow().get(&key) {
            return known.clone();
        }
        let found = gazetteer.locate_address(postcode.as_deref(), place, locality.as_deref());
        let mut kept = self.places.borrow_mut();
        if kept.len() < KEPT_ADDRESSES {
            kept.insert(key, found.clone());
        }
        found
    }

    /// The house or street of an address; `None` without a street, without addresses, and where it is not beyond doubt.
    pub fn house(&self, ctx: &Context, address: &Address) -> Option<FoundAddress> {
        let (index, street) = (ctx.addresses?, address.street.clone()?);
        let Address { postcode, place, locality, house_number, .. } = address;
        let key = ((postcode.clone(), place.clone(), locality.clone()), street.clone(), house_number.clone());
        if let Some(known) = self.houses.borrow().get(&key) {
            return known.clone();
        }
        let parts = AddressParts {
            street: &street,
            house_number: house_number.as_deref(),
            postcode: postcode.as_deref(),
            place,
            locality: locality.as_deref(),
        };
        let found = match index.locate_parts(&parts, ctx.gazetteer) {
            AddressOutcome::Found(found) => Some(found),
            AddressOutcome::Open(_) | AddressOutcome::Unknown => None,
        };
        let mut kept = self.houses.borrow_mut();
        if kept.len() < KEPT_ADDRESSES {
            kept.insert(key, found.clone());
        }
        found
    }
}
