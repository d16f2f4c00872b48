//! Schemas of the contract that a derive cannot give: lists of any item, named after the item.

use std::borrow::Cow;

use serde::Serialize;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// A list, whole or a page of it. The contract names it after its items: `PlaceResponse` gives `PlaceList`.
///
/// An operation documents it by an alias, such as `type PlaceList = ItemList<PlaceResponse>`, because the name of a generic
/// type is put together from both names where it is written with its argument.
#[derive(Debug, Serialize)]
pub struct ItemList<T> {
    /// How many there are on all pages.
    pub total: usize,
    /// The items of this page.
    pub items: Vec<T>,
    /// The address of the next page; `None` on the last.
    pub next: Option<String>,
}

impl<T> ItemList<T> {
    /// A list that comes whole.
    pub fn whole(items: Vec<T>) -> Self {
        Self { total: items.len(), items, next: None }
    }
}

impl<T: ToSchema> PartialSchema for ItemList<T> {
    fn schema() -> RefOr<Schema> {
        let item = Ref::from_schema_name(T::name());
        let total = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0))
            .description(Some("How many there are on all pages."));
        let next = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some("The address of the next page; null on the last."));
        ObjectBuilder::new()
            .property("total", total)
            .property("items", ArrayBuilder::new().items(item))
            .property("next", next)
            .required("total")
            .required("items")
            .required("next")
            .into()
    }
}

impl<T: ToSchema> ToSchema for ItemList<T> {
    fn name() -> Cow<'static, str> {
        let item = T::name();
        let item = item.strip_suffix("Response").unwrap_or(&item);
        Cow::Owned(format!("{item}List"))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}
