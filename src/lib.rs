#![doc = include_str!("README.md")]
#![warn(missing_docs)]

pub mod accounts;
pub mod addresses;
pub mod api;
pub mod app;
pub mod backtest;
pub mod basemap;
pub mod charts;
pub mod cli;
pub mod config;
pub mod crs;
pub mod examples;
pub mod explain;
pub mod extract;
pub mod files;
pub mod forecast;
pub mod import;
pub mod opendata;
pub mod osm_offers;
pub mod plan;
pub mod plan_texts;
pub mod reach;
pub mod routing;
pub mod search;
pub mod service;
pub mod statistics;
pub mod store;
pub mod tiles;
pub mod web;

pub use pflegeplan_engine::{
    algebra, areas, care, gazetteer, indicators, model, projection, register, tables, units,
};
