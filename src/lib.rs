#![doc = include_str!("README.md")]

pub mod api;
pub mod areas;
pub mod cli;
pub mod config;
pub mod db;
pub mod examples;
pub mod import;
pub mod params;
pub mod places;
pub mod projection;
pub mod register;
pub mod report;
pub mod routing;
pub mod search;
pub mod units;
pub mod web;
