//! Properties of items and their values.

use std::borrow::Cow;
use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::units::words;

words! {
    /// What kind of value a property has.
    pub enum Kind {
        /// Any text.
        Text = "text",
        /// A whole number.
        Whole = "whole number",
        /// A number.
        Number = "number",
        /// A day.
        Date = "date",
        /// True or false.
        YesNo = "true or false",
    }
}

/// A property of all items of a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// The name in answers, filters and tables: letters, digits and `_`.
    pub name: Cow<'static, str>,
    /// The kind of its values.
    pub kind: Kind,
    /// The German label.
    pub de: Cow<'static, str>,
    /// What it means, in English.
    pub en: Cow<'static, str>,
}

impl Property {
    /// A property.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        kind: Kind,
        de: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { name: name.into(), kind, de: de.into(), en: en.into() }
    }
}

/// A value of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Not known, or without meaning here.
    Missing,
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// A number; never NaN or infinite.
    Number(f64),
    /// A day.
    Date(NaiveDate),
    /// True or false.
    YesNo(bool),
}

impl<'a> Value<'a> {
    /// A text, borrowed or owned.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// A number; one that is NaN or infinite is missing.
    pub fn number(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Missing }
    }

    /// A value that may be missing.
    pub fn of<T>(value: Option<T>, some: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Missing, some)
    }

    /// The value of a written text of the kind; missing where the text is no such value.
    pub fn read(kind: Kind, text: Cow<'a, str>) -> Self {
        match kind {
            Kind::Text => Self::Text(text),
            Kind::Whole => Self::of(text.parse().ok(), Self::Whole),
            Kind::Number => Self::of(text.parse().ok(), Self::number),
            Kind::Date => Self::of(text.parse().ok(), Self::Date),
            Kind::YesNo => match text.as_ref() {
                "yes" | "true" => Self::YesNo(true),
                "no" | "false" => Self::YesNo(false),
                _ => Self::Missing,
            },
        }
    }

    /// How two known values of comparable kinds are ordered: texts by their characters, false before true. `None` where one
    /// is missing or the kinds differ.
    pub fn compare(&self, other: &Value<'_>) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(one), Value::Text(other)) => Some(one.as_ref().cmp(other.as_ref())),
            (Self::Whole(one), Value::Whole(other)) => Some(one.cmp(other)),
            (Self::Date(one), Value::Date(other)) => Some(one.cmp(other)),
            (Self::YesNo(one), Value::YesNo(other)) => Some(one.cmp(other)),
            (one, other) => one.as_number()?.partial_cmp(&other.as_number()?),
        }
    }

    fn as_number(&self) -> Option<f64> {
        match self {
            // Whole numbers of the register and of years are exact as f64.
            Self::Whole(number) => Some(*number as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}
