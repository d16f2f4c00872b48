//! The questions of a first conversation and those about each kind of care. Ids are message names, and browsers
//! store notes by them, so an id never changes its meaning.

use serde::Serialize;

use crate::web::text::messages::Messages;

/// The questions of a first conversation, for every search.
const FIRST: [&str; 12] = [
    "ask-person",
    "ask-urgency",
    "ask-grade",
    "ask-help-now",
    "ask-mobility",
    "ask-memory",
    "ask-health",
    "ask-home",
    "ask-wishes",
    "ask-distance",
    "ask-money",
    "ask-next-steps",
];

/// The questions about the offers of a group of the category tree.
const BY_GROUP: [(&str, &str, &[&str]); 4] = [
    (
        "at_home",
        "ask-at-home",
        &["ask-times", "ask-same-people", "ask-nights", "ask-split-of-costs", "ask-on-the-way"],
    ),
    (
        "day_and_short_term",
        "ask-for-some-time",
        &["ask-days", "ask-transport", "ask-trial-day", "ask-annual-sum", "ask-what-to-bring"],
    ),
    (
        "living_in_care",
        "ask-in-a-home",
        &["ask-waiting-list", "ask-own-share", "ask-room", "ask-dementia-care", "ask-doctor", "ask-viewing"],
    ),
    (
        "housing",
        "ask-in-housing",
        &["ask-lease", "ask-more-care", "ask-steps-and-bath", "ask-who-decides", "ask-rent"],
    ),
];

/// Questions under a heading.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Section {
    /// The group of the category tree; none for those of the first conversation.
    group: Option<&'static str>,
    heading: String,
    open: bool,
    questions: Vec<Question>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Question {
    id: &'static str,
    text: String,
}

/// All of them; those of the first conversation and of the groups that were asked for are open.
pub(crate) fn sections(messages: &Messages, groups: &[String]) -> Vec<Section> {
    let section = |group: Option<&'static str>, heading: &str, ids: &[&'static str]| Section {
        group,
        heading: messages.text(heading),
        open: group.is_none_or(|group| groups.iter().any(|asked| asked == group)),
        questions: ids.iter().map(|id| Question { id, text: messages.text(id) }).collect(),
    };
    let first = section(None, "ask-first", &FIRST);
    let others = BY_GROUP.iter().map(|(group, heading, ids)| section(Some(group), heading, ids));
    std::iter::once(first).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::register::CategoryTree;
    use crate::web::text::languages::GERMAN;

    #[test]
    fn questions_are_unique_and_groups_exist_in_the_tree() {
        let messages = Messages::read(&GERMAN).unwrap();
        let sections = sections(&messages, &["living_in_care".to_owned()]);
        let ids: Vec<&str> =
            sections.iter().flat_map(|section| &section.questions).map(|question| question.id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        let open: Vec<_> =
            sections.iter().filter(|section| section.open).map(|section| section.group).collect();
        assert_eq!(open, [None, Some("living_in_care")]);
        let tree = CategoryTree::from_toml(include_str!("../../../../models/categories.toml")).unwrap();
        for group in sections.iter().filter_map(|section| section.group) {
            assert!(tree.groups().iter().any(|known| known.slug == group), "{group}");
        }
    }
}
