//! What every page of the workspace shows around its subject.

use serde::Serialize;

use super::address;
use super::table::Link;
use crate::app::planning::WorkspaceArea;
use crate::web::shell::query_string::QueryString;

/// A page of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Overview,
    Scenarios,
    Sites,
    Indicators,
    Compare,
    Plan,
    Data,
    Basket,
}

#[derive(Debug, Serialize)]
struct TabLink {
    /// The message that labels it.
    label: &'static str,
    href: String,
    is_current: bool,
    /// Whether the page is in the language of the others, and not in German only.
    is_translated: bool,
}

/// The links between the pages, which keep area and run, and the search for another area.
#[derive(Debug, Serialize)]
pub(super) struct Nav {
    tabs: Vec<TabLink>,
    /// The areas around the one that is shown.
    around: Vec<Link>,
    /// Fields that the search for another area keeps.
    kept: Vec<(String, String)>,
}

impl Nav {
    /// The same where the tab of the page leads to the page as it is, with all that was chosen on it.
    pub fn staying(mut self, address: &str) -> Self {
        for tab in self.tabs.iter_mut().filter(|tab| tab.is_current) {
            address.clone_into(&mut tab.href);
        }
        self
    }

    pub fn new(tab: Option<Tab>, area: Option<&WorkspaceArea>, run: &QueryString) -> Self {
        let overview =
            area.map_or_else(|| address::with("/planung", run), |area| address::area(&area.key, run));
        let link = |label, href: String, of| TabLink {
            label,
            is_current: tab == Some(of),
            is_translated: address::is_translated(&href),
            href,
        };
        let of_area = area.map_or_else(|| run.clone(), |area| run.with("area", &area.key));
        let of_page =
            area.map_or_else(QueryString::default, |area| QueryString::default().with("area", &area.key));
        let sites = address::with("/planung/standorte", &of_page);
        let scenarios = address::with(address::SCENARIOS, &of_area);
        let compare = address::with("/planung/vergleich", &of_page);
        let district = area.and_then(|area| if area.level == "state" { Some("13") } else { area.district() });
        let plan = district.map_or_else(|| "/planung/plan".to_owned(), |key| format!("/planung/plan/{key}"));
        let around = area.map(|area| area.around.as_slice()).unwrap_or_default();
        Self {
            tabs: vec![
                link("planning-tab-overview", overview, Tab::Overview),
                link("planning-tab-scenarios", scenarios, Tab::Scenarios),
                link("planning-tab-sites", sites, Tab::Sites),
                link(
                    "planning-tab-indicators",
                    address::with("/planung/indikatoren", &of_page),
                    Tab::Indicators,
                ),
                link("planning-tab-compare", compare, Tab::Compare),
                link("planning-tab-plan", plan, Tab::Plan),
                link("planning-tab-data", "/planung/daten".to_owned(), Tab::Data),
                link("planning-tab-basket", "/planung/korb".to_owned(), Tab::Basket),
            ],
            around: around.iter().map(|it| Link::new(&it.name, address::area(&it.key, run))).collect(),
            kept: run.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        }
    }
}
