//! The questions of a first conversation and those about each kind of care. Ids are message names, and browsers
//! store notes by them, so an id never changes its meaning.

use serde::Serialize;

use crate::register::{CategoryTree, Group};
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

/// Questions under a heading.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Section {
    /// The group of the category tree; none for those of the first conversation.
    group: Option<String>,
    heading: String,
    open: bool,
    questions: Vec<Question>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Question {
    id: String,
    text: String,
}

/// All of them; those of the first conversation and of the groups that were asked for are open. Which questions
/// a group of the category tree has is said in `models/categories.toml`.
pub(crate) fn sections(messages: &Messages, tree: &CategoryTree, groups: &[String]) -> Vec<Section> {
    let question = |id: &str| Question { id: id.to_owned(), text: messages.text(id) };
    let first = Section {
        group: None,
        heading: messages.text("ask-first"),
        open: true,
        questions: FIRST.iter().map(|id| question(id)).collect(),
    };
    let of_group = |group: &Group| {
        let advice = group.advice.as_ref()?;
        Some(Section {
            group: Some(group.slug.clone()),
            heading: messages.text(&advice.heading),
            open: groups.contains(&group.slug),
            questions: advice.questions.iter().map(|id| question(id)).collect(),
        })
    };
    std::iter::once(first).chain(tree.groups().iter().filter_map(of_group)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::web::text::languages::GERMAN;

    #[test]
    fn questions_are_unique_and_groups_exist_in_the_tree() {
        let messages = Messages::read(&GERMAN).unwrap();
        let tree = CategoryTree::from_toml(include_str!("../../../../models/categories.toml")).unwrap();
        let sections = sections(&messages, &tree, &["living_in_care".to_owned()]);
        let questions = || sections.iter().flat_map(|section| &section.questions);
        let ids: BTreeSet<&str> = questions().map(|question| question.id.as_str()).collect();
        assert_eq!(ids.len(), questions().count());
        let open: Vec<_> =
            sections.iter().filter(|section| section.open).map(|section| section.group.as_deref()).collect();
        assert_eq!(open, [None, Some("living_in_care")]);
        assert_eq!(sections.len(), 5);
        assert!(questions().all(|question| question.text != question.id), "each has its text");
    }
}
