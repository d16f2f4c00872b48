#![doc = include_str!("README.md")]

pub mod areas;
pub mod examples;
pub mod params;
pub mod places;
pub mod register;
pub mod units;
