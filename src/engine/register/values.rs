//! A facility as the texts of its fields, and in which of them two states of it differ: what a form shows and what a
//! history keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{CategorySlug, CategoryTree, Facility, Field};

/// Which value of a facility: a field and, for that of an offer, its category.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValueKey {
    /// The category of the offer; `None` for the facility as a whole.
    pub category: Option<CategorySlug>,
    /// The field.
    pub field: Field,
}

/// `name`, or `day_care.places`.
impl fmt::Display for ValueKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.category {
            Some(category) => write!(f, "{category}.{}", self.field.info().name),
            None => f.write_str(self.field.info().name),
        }
    }
}

impl ValueKey {
    /// The value of the facility as a whole.
    pub fn of_facility(field: Field) -> Self {
        Self { category: None, field }
    }

    /// A value of the offer of a category.
    pub fn of_offer(category: &CategorySlug, field: Field) -> Self {
        Self { category: Some(category.clone()), field }
    }

    /// Reads the text of a key; `None` if there is no such field or category, or the field does not belong there.
    pub fn parse(text: &str, categories: &CategoryTree) -> Option<Self> {
        let (category, name) = match text.split_once('.') {
            Some((category, name)) => (Some(categories.get(category)?.slug.clone()), name),
            None => (None, text),
        };
        let field = Field::ALL.iter().copied().find(|field| field.info().name == name)?;
        (field.info().is_of_offer() == category.is_some()).then_some(Self { category, field })
    }
}

/// The known values of a facility, as exchange files write them.
pub type Values = BTreeMap<ValueKey, String>;

/// Fields that say which row of which list it is, and nothing about the facility.
const NOT_VALUES: [Field; 3] = [Field::FacilityId, Field::Source, Field::Id];

/// The values of a facility and its offers.
pub fn values(facility: &Facility) -> Values {
    let mut values = Values::new();
    for field in Field::ALL.iter().copied().filter(|field| !NOT_VALUES.contains(field)) {
        let info = field.info();
        if !info.is_of_offer() {
            values.extend(info.of_facility(facility).map(|value| (ValueKey::of_facility(field), value)));
            continue;
        }
        for offer in &facility.offers {
            let value = info.of_offer(offer);
            values.extend(value.map(|value| (ValueKey::of_offer(&offer.category, field), value)));
        }
    }
    values
}

/// One value that changed; `None` is "nothing known".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueChange {
    /// Which value.
    pub key: ValueKey,
    /// As it was.
    pub before: Option<String>,
    /// As it is.
    pub after: Option<String>,
}

/// The values in which two states of a facility differ, in the order of the fields.
pub fn difference(before: &Values, after: &Values) -> Vec<ValueChange> {
    let keys: BTreeSet<&ValueKey> = before.keys().chain(after.keys()).collect();
    keys.into_iter()
        .filter(|key| before.get(key) != after.get(key))
        .map(|key| ValueChange {
            key: key.clone(),
            before: before.get(key).cloned(),
            after: after.get(key).cloned(),
        })
        .collect()
}
