//! What the pages of a plan show.

use chrono::NaiveDate;
use serde::Serialize;

use crate::app::State;
use crate::app::plan::TextSource;
use crate::app::planning::area::{self, STATE};
use crate::areas::Level;
use crate::plan::{Plan, PlanForm, due_date, html};
use crate::web::planning::nav::{Nav, Tab};
use crate::web::planning::table::Link;
use crate::web::shell::page_context::PageContext;
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// An area with its plan.
#[derive(Debug, Serialize)]
struct PlanLink {
    name: String,
    href: String,
    files: Vec<Link>,
    /// Where its texts are written, if they are written in the browser.
    writing: Option<String>,
}

/// All plans.
#[derive(Debug, Serialize)]
pub(super) struct ListPage {
    nav: Nav,
    /// "31.12.2023", and until when its plan is due.
    reference: String,
    due: String,
    /// The same of the next reference date.
    next: String,
    next_due: String,
    plans: Vec<PlanLink>,
    is_program_ready: bool,
}

impl View for ListPage {
    fn template(&self) -> &'static str {
        "planning_plan_list.html"
    }

    fn title(&self, _: &Messages) -> String {
        "Pflegepläne".to_owned()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

/// Where the pages of a plan stand, and what can be had there.
pub(in crate::web) struct PlanPlace {
    /// `/planung/plan/13076`, or the same with `/entwurf` behind it.
    base: String,
    is_program_ready: bool,
    /// Where its texts are written, if they are written in the browser.
    writing: Option<String>,
}

impl PlanPlace {
    /// What everybody reads.
    pub(super) fn public(key: &str, context: &PageContext) -> Self {
        let state = context.state();
        let is_open = context.site_settings().office_open && state.office.is_open();
        let is_written_here = is_open && matches!(state.plan_files.texts, TextSource::Store(_));
        let base = format!("/planung/plan/{key}");
        let writing = is_written_here.then(|| format!("{base}/bearbeiten"));
        Self { base, is_program_ready: state.plan_files.is_program_ready(), writing }
    }

    /// What those read who write it.
    pub fn draft(key: &str, state: &State) -> Self {
        let base = format!("/planung/plan/{key}");
        let writing = Some(format!("{base}/bearbeiten"));
        Self {
            base: format!("{base}/entwurf"),
            is_program_ready: state.plan_files.is_program_ready(),
            writing,
        }
    }

    fn files(&self) -> Vec<Link> {
        PlanForm::ALL
            .into_iter()
            .filter(|form| self.is_program_ready || !form.needs_program())
            .filter_map(|form| {
                Some(Link::new(form.label()?, format!("{}/pflegeplan.{}", self.base, form.word())))
            })
            .collect()
    }
}

pub(super) fn list(context: &PageContext, (last, next): (NaiveDate, NaiveDate)) -> ListPage {
    let state = context.state();
    let day = |date: NaiveDate| date.format("%d.%m.%Y").to_string();
    let is_program_ready = state.plan_files.is_program_ready();
    let of = |key: &str, name: String| {
        let place = PlanPlace::public(key, context);
        let files = place.files();
        PlanLink { name, href: place.base, files, writing: place.writing }
    };
    let mut plans: Vec<PlanLink> = area::inside(state, Level::District, None)
        .into_iter()
        .map(|district| of(&district.key, district.name))
        .collect();
    plans.push(of(STATE, "Vergleich der Kreise".to_owned()));
    ListPage {
        nav: Nav::new(Some(Tab::Plan), None, &QueryString::default()),
        reference: day(last),
        due: day(due_date(last)),
        next: day(next),
        next_due: day(due_date(next)),
        plans,
        is_program_ready,
    }
}

/// A link to a chapter.
#[derive(Debug, Serialize)]
struct ChapterLink {
    number: String,
    title: String,
    href: String,
    is_current: bool,
}

/// A chapter of a plan.
#[derive(Debug, Serialize)]
pub(in crate::web) struct ChapterPage {
    nav: Nav,
    plan: String,
    state_line: String,
    reference: String,
    heading: String,
    chapters: Vec<ChapterLink>,
    /// Finished blocks.
    content: String,
    previous: Option<Link>,
    next: Option<Link>,
    files: Vec<Link>,
    is_program_ready: bool,
    writing: Option<String>,
}

impl View for ChapterPage {
    fn template(&self) -> &'static str {
        "planning_plan.html"
    }

    fn title(&self, _: &Messages) -> String {
        format!("{}: {}", self.heading, self.plan)
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

/// A chapter by its number; `None` if there is no such chapter.
pub(in crate::web) fn chapter(plan: &Plan, place: PlanPlace, number: &str) -> Option<ChapterPage> {
    let at = plan.chapters.iter().position(|chapter| chapter.number == number)?;
    let address = |number: &str| format!("{}/{number}", place.base);
    let link = |at: usize| {
        let chapter = plan.chapters.get(at)?;
        Some(Link::new(&format!("{} {}", chapter.number, chapter.title), address(&chapter.number)))
    };
    let chapter = plan.chapters.get(at)?;
    let chapters = plan.chapters.iter().enumerate().map(|(index, chapter)| ChapterLink {
        number: chapter.number.clone(),
        title: chapter.title.clone(),
        href: address(&chapter.number),
        is_current: index == at,
    });
    Some(ChapterPage {
        nav: Nav::new(Some(Tab::Plan), None, &QueryString::default()),
        plan: plan.title.clone(),
        state_line: plan.state_line(),
        reference: plan.reference_date.format("%d.%m.%Y").to_string(),
        heading: format!("{} {}", chapter.number, chapter.title),
        chapters: chapters.collect(),
        content: html::chapter(chapter, 2),
        previous: at.checked_sub(1).and_then(link),
        next: link(at + 1),
        files: place.files(),
        is_program_ready: place.is_program_ready,
        writing: place.writing,
    })
}
