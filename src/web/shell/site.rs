//! The operator of this site and its public address, from the settings. Pages name what is missing.

use serde::Serialize;

use super::logo::Logo;

/// The settings that pages show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Site {
    /// "https://pflege.example.org", without a slash at its end.
    pub public_url: Option<String>,
    /// The name of the site, if it is another than the built-in one.
    pub name: Option<String>,
    /// The region below the name, if it is another.
    pub region: Option<String>,
    /// Below the question of the first page, in German.
    pub start_text: Option<String>,
    /// The colour of links and buttons as "#0e4c6b".
    pub colour: Option<String>,
    /// The same in dark mode.
    pub dark_colour: Option<String>,
    /// Stands in the header instead of the mark.
    #[serde(skip)]
    pub logo: Option<Logo>,
    /// Who is responsible for the site.
    pub operator: Operator,
    /// The address of a public transport planner, with `{destination}` where the destination goes.
    pub transit_planner_url: Option<String>,
    /// Whether the planner's workspace is open to the public.
    pub planning_open: bool,
    /// Whether the register can be kept in the browser, once there is an account.
    pub office_open: bool,
}

/// Who is responsible for the site, as the imprint names them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Operator {
    /// Name of the authority or company.
    pub name: Option<String>,
    /// Postal address, one line each.
    pub address: Vec<String>,
    /// The person who represents the operator.
    pub represented_by: Option<String>,
    /// For reports of errors and barriers.
    pub email: Option<String>,
    /// As it is shown.
    pub phone: Option<String>,
}
