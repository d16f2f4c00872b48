#![doc = include_str!("README.md")]

pub mod areas;
pub mod import;
pub mod params;
pub mod places;
pub mod register;
pub mod units;
