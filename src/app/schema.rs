//! Descriptions of the core's enumerations for the contract, out of their own lists of words.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// Describes an enumeration of [`crate::units::words`] under a name of the contract.
macro_rules! describe {
    ($($type:ty as $name:literal),+ $(,)?) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Self::WORDS)).into()
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }
        }
    )+};
}

describe! {
    crate::areas::Level as "LevelWord",
    crate::units::Sex as "SexWord",
    crate::reach::Group as "GroupWord",
}
