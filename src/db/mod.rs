//! Rows to domain types and back. Nothing above this room knows diesel.

/// The register on disk.
#[derive(Clone)]
pub struct Database {}
