//! Descriptions of the core's enumerations for the contract, out of their own lists of words.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// Describes enumerations of [`crate::units::words`], each under its name in the contract.
macro_rules! describe {
    ($($type:ty as $name:literal $(: $description:literal)?),+ $(,)?) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                let schema = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Self::WORDS));
                $(let schema = schema.description(Some($description));)?
                schema.into()
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
    crate::reach::Group as "AgeGroup",
    super::forecast::Dimension as "Dimension": "What rows are disaggregated by.",
    super::forecast::Newcomers as "Newcomers",
    super::forecast::Step as "Step",
    super::forecast::Supply as "Supply",
    super::reach::SitingMethod as "SitingMethod",
}
