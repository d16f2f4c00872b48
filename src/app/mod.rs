//! The use cases: what the JSON API, the pages and the command line have in common.
//!
//! An edge parses, calls a use case and translates its answer. A use case takes parsed requests and gives
//! domain values or an [`Error`](error::Error): HTTP, HTML and the terminal are not known in here. The clock
//! (now, today), the [`Caller`] of a use case that writes, [`ReferenceData`], the model and the register
//! snapshot are handed in; [`State`] holds those that a running service shares.

pub mod addresses;
pub mod backup;
pub mod caller;
pub mod catalogue;
pub mod directory;
pub mod error;
pub mod examples;
pub mod explain;
pub mod facility;
pub mod forecast;
pub mod forecasts;
pub mod gate;
pub mod import_register;
pub mod import_statistics;
pub mod indicators;
pub mod map_ground;
pub mod notices;
pub mod office;
pub mod opendata;
pub mod parameters;
pub mod phrases;
pub mod plan;
pub mod planning;
pub mod publisher;
pub mod reach;
pub mod read_error;
pub mod reference_data;
pub mod refresh;
pub mod region;
mod schema;
mod search_draft;
pub mod search_parameters;
pub mod search_request;
pub mod state;
pub mod suggest_mapping;
pub mod travel;
pub mod values;
pub mod words;

pub use addresses::Addresses;
pub use caller::Caller;
pub use directory::Directory;
pub use publisher::Publisher;
pub use reference_data::ReferenceData;
pub use state::State;
