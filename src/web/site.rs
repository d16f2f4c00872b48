//! Who runs this site and under which address, as the operator's settings say. What is not set stays
//! open on the pages and is named there as missing; nothing is made up.

use serde::Serialize;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Site {
    /// "https://pflege.example.org", without a slash at its end.
    pub public_url: Option<String>,
    pub operator: Operator,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Operator {
    pub name: Option<String>,
    /// Lines, for the imprint.
    pub address: Vec<String>,
    pub represented_by: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}
