//! The templates of all pages, each beside the code that fills it. They contain no texts of their own.

/// Each file in its folder; its name alone is the name of the template.
macro_rules! templates {
    ($($folder:literal: [$($file:literal),*]),* $(,)?) => {
        &[$($(($file, include_str!(concat!("../", $folder, "/", $file)))),*),*]
    };
}

/// The one list of templates: name and source. A test finds files that are missing here.
pub(crate) const TEMPLATES: &[(&str, &str)] = templates! {
    "shell": ["base.html", "macros.html", "mark.html"],
    "public/search": ["start.html", "search.html", "results.html", "search_macros.html", "card.html", "state.xml"],
    "public/facility": ["facility.html", "facility_parts.html", "route_panel.html"],
    "public": ["pin.html"],
    "public/print_map": ["print_map.html", "print_map.xml"],
    "client": ["tokens.css", "base_layer.css", "pins.css", "print_map.css"],
    "public/town": ["town.html", "town_entry.html"],
    "public/saved": ["saved_list.html", "comparison.html"],
    "public/advice": ["advice.html", "advice_chosen.html", "advice_search.html"],
    "public/style_guide": ["style_guide.html"],
    "public/about": ["not_found.html", "prose_page.html"],
    "planning": [
        "planning_base.html",
        "planning_macros.html",
        "planning_problem.html",
        "planning_styles.html"
    ],
    "planning/plan": ["planning_plan.html", "planning_plan_chapter.html", "planning_plan_list.html"],
    "planning/data": ["planning_data.html"],
    "planning/start": ["planning_start.html"],
    "planning/explain": ["planning_explanation.html"],
    "planning/overview": ["planning_overview.html"],
    "planning/scenarios": ["planning_scenarios.html"],
    "planning/indicators": ["planning_catalogue.html", "planning_indicator.html"],
    "planning/basket": ["planning_basket.html", "planning_embed.html", "planning_handout.html", "planning_slides.html"],
    "planning/compare": ["planning_compare.html"],
    "planning/sites": ["planning_sites.html"],
    "office": [
        "office_base.html",
        "office_macros.html",
        "office_fault.html",
        "office_sign_in.html",
        "office_invitation.html",
        "office_start.html",
        "office_own_account.html",
        "office_accounts.html",
        "office_facility.html",
        "office_history.html",
        "office_places.html"
    ],
    "office/lists": ["office_lists.html", "office_list_preview.html", "office_import.html"],
    "office/plan": [
        "office_plan_approval.html",
        "office_plan_draft.html",
        "office_plan_entry.html",
        "office_plan_history.html",
        "office_plan_list.html",
        "office_plan_macros.html",
        "office_plan_start.html",
        "office_plan_text.html",
        "office_plan_upload.html",
        "office_plan_upload_preview.html",
        "office_plan_version.html"
    ],
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::TEMPLATES;
    use crate::web::text::languages::LANGUAGES;

    /// Names of the HTML and XML files below a folder.
    fn files(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, found);
            } else if path.extension().is_some_and(|it| it == "html" || it == "xml") {
                found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
            }
        }
    }

    #[test]
    fn every_template_is_listed_once() {
        let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
        let mut found = Vec::new();
        ["shell", "public", "planning", "office"]
            .iter()
            .for_each(|folder| files(&web.join(folder), &mut found));
        let listed: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
        let names: BTreeSet<&str> = listed.iter().copied().collect();
        assert_eq!(names.len(), listed.len(), "two templates share a name");
        let missing: Vec<&String> = found.iter().filter(|file| !names.contains(file.as_str())).collect();
        assert!(missing.is_empty(), "not listed: {missing:?}");
        let mut prose = Vec::new();
        files(&web.join("text"), &mut prose);
        let in_lists: usize = LANGUAGES.iter().map(|it| 1 + it.plain_prose.len()).sum();
        assert_eq!(prose.len(), in_lists, "prose that no language lists: {prose:?}");
    }
}
