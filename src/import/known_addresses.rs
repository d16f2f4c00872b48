//! What the gazetteer said of the addresses of a list.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::gazetteer::{AddressFault, Gazetteer, LocatedAddress};
use crate::register::{Address, Text};

/// So many different addresses are kept.
const KEPT_ADDRESSES: usize = 10_000;

/// Postcode, place and locality as a row has them.
type PlaceOfRow = (Option<Text>, Text, Option<Text>);

/// What the gazetteer said of the addresses so far. It compares all names, and lists repeat their places.
#[derive(Default)]
pub(super) struct KnownAddresses(RefCell<HashMap<PlaceOfRow, Result<LocatedAddress, AddressFault>>>);

impl KnownAddresses {
    /// Where an address lies, as [`Gazetteer::locate_address`] says.
    pub fn locate(&self, gazetteer: &Gazetteer, address: &Address) -> Result<LocatedAddress, AddressFault> {
        let Address { postcode, place, locality, .. } = address;
        let key = (postcode.clone(), place.clone(), locality.clone());
        if let Some(known) = self.0.borrow().get(&key) {
            return known.clone();
        }
        let found = gazetteer.locate_address(postcode.as_deref(), place, locality.as_deref());
        let mut kept = self.0.borrow_mut();
        if kept.len() < KEPT_ADDRESSES {
            kept.insert(key, found.clone());
        }
        found
    }
}
