//! The messages of the pages: the short texts of a language (Project Fluent), with values put in.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::format::whole;
use super::languages::Language;

/// Why messages cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum MessagesError {
    #[error("the texts in \"{lang}\" cannot be read: {cause}")]
    Unreadable { lang: &'static str, cause: String },
}

/// The messages of one language.
pub(crate) struct Messages {
    lang: &'static Language,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").field("lang", &self.lang.tag).finish_non_exhaustive()
    }
}

impl Messages {
    pub fn read(lang: &'static Language) -> Result<Self, MessagesError> {
        let wrong = |cause: String| MessagesError::Unreadable { lang: lang.tag, cause };
        let resource = FluentResource::try_new(lang.messages.to_owned())
            .map_err(|(_, errors)| wrong(format!("{errors:?}")))?;
        let language = lang.tag.parse().map_err(|_| wrong("no such language".to_owned()))?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Isolation marks would end up in attributes and titles; all our languages are written left to right.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| wrong(format!("{errors:?}")))?;
        Ok(Self { lang, bundle })
    }

    pub fn lang(&self) -> &'static Language {
        self.lang
    }

    /// The message of this name, or `None`.
    pub fn find(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text: Cow<'_, str> = self.bundle.format_pattern(pattern, args, &mut errors);
        errors.iter().for_each(|error| log::error!("text \"{id}\" in \"{}\": {error}", self.lang.tag));
        Some(text.into_owned())
    }

    /// The message of this name. A missing one is shown as its name and logged; a test finds missing ones.
    pub fn text(&self, id: &str) -> String {
        self.format(id, [])
    }

    /// A message with values.
    pub fn format<'a, const N: usize>(&self, id: &str, values: [(&'a str, FluentValue<'a>); N]) -> String {
        let args: FluentArgs<'a> = values.into_iter().collect();
        self.find(id, Some(&args)).unwrap_or_else(|| {
            log::error!("there is no text \"{id}\" in \"{}\"", self.lang.tag);
            id.to_owned()
        })
    }

    /// A message that depends on a number: "1 Platz", "1.400 Plätze".
    pub fn count(&self, id: &str, number: usize) -> String {
        let written = whole(self.lang, number);
        self.format(id, [("count", number.into()), ("number", written.into())])
    }

    /// The names of all messages.
    pub fn ids(lang: &'static Language) -> impl Iterator<Item = &'static str> {
        let named = |line: &'static str| line.split_once(" =").map(|(id, _)| id);
        let id = |id: &&str| id.starts_with(|c: char| c.is_ascii_lowercase());
        lang.messages.lines().filter_map(named).filter(id)
    }

    /// The messages with a prefix as JSON, by the rest of their names, for scripts in the browser.
    pub fn for_scripts(&self, beginning: &str) -> String {
        let own = Self::ids(self.lang).filter_map(|id| Some((id, id.strip_prefix(beginning)?)));
        let texts = own.map(|(id, short)| (short.to_owned(), self.script_text(id).into()));
        serde_json::Value::Object(texts.collect()).to_string()
    }

    /// Scripts insert the values themselves in place of `{name}`.
    fn script_text(&self, id: &str) -> String {
        let gap = |name: &'static str| (name, format!("{{{name}}}").into());
        let places =
            ["number", "name", "place", "municipality", "district", "postcode", "mode", "length", "duration"]
                .map(gap);
        self.format(id, places)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::web::text::languages::{ENGLISH, GERMAN, LANGUAGES};

    /// The variables of a text, such as `$count`.
    fn variables(lang: &Language) -> BTreeSet<(String, String)> {
        let mut id = "";
        let mut found = BTreeSet::new();
        for line in lang.messages.lines() {
            if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| !name.starts_with([' ', '#'])) {
                id = name;
            }
            for rest in line.split('$').skip(1) {
                let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
                found.insert((id.to_owned(), name));
            }
        }
        found
    }

    #[test]
    fn each_message_exists_in_every_language_with_the_same_values() {
        let ids = |lang| Messages::ids(lang).collect::<BTreeSet<_>>();
        // The lists of the register have names of categories and labels of fields in German and English, and all else
        // in German, as model sets have the titles of their scenarios.
        let given =
            ["question-", "plain-", "category-", "many-", "tile-", "link-", "register-field-", "scenario-"];
        let is_given = |id: &&&str| given.iter().any(|it| id.starts_with(it));
        for lang in LANGUAGES {
            let missing: Vec<_> = ids(&GERMAN).symmetric_difference(&ids(lang)).copied().collect();
            let missing: Vec<_> = missing.iter().filter(|id| !is_given(id)).collect();
            assert!(missing.is_empty(), "in one of \"de\" and \"{}\" only: {missing:?}", lang.tag);
            let differing: Vec<_> =
                variables(&GERMAN).symmetric_difference(&variables(lang)).cloned().collect();
            let differing: Vec<_> = differing.iter().filter(|(id, _)| !is_given(&&id.as_str())).collect();
            assert!(differing.is_empty(), "different values in \"{}\": {differing:?}", lang.tag);
            assert_eq!(Messages::ids(lang).count(), ids(lang).len(), "a text appears twice");
            let messages = Messages::read(lang).unwrap();
            assert!(Messages::ids(lang).all(|id| messages.bundle.has_message(id)));
        }
    }

    #[test]
    fn each_used_message_exists_and_each_message_is_used() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
        // The tree of categories names the questions to ask about each.
        let mut sources = crate::model::text("categories.toml").unwrap();
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("dist") {
                    folders.push(path);
                } else if path.extension().is_some_and(|it| it == "rs" || it == "html" || it == "ts") {
                    sources.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        let messages = Messages::read(&GERMAN).unwrap();
        // `t("…")` in a template, `text("…")` in Rust; not the `get("…")` of something else.
        let asks = |at: &usize| {
            let before = sources.get(..*at).unwrap_or_default();
            before.ends_with("tex") || !before.ends_with(|c: char| c.is_alphanumeric())
        };
        let asked = sources.match_indices("t(\"").map(|(at, _)| at).filter(asks);
        let asked = asked.filter_map(|at| sources.get(at + 3..)?.split('"').next());
        let asked_ids = asked.filter(|id| id.contains('-') && !id.contains([' ', '{', '/', '.', '%']));
        let missing: Vec<_> = asked_ids.filter(|id| messages.find(id, None).is_none()).collect();
        assert!(missing.is_empty(), "asked for, but missing: {missing:?}");
        let made = [
            "feature-",
            "sort-",
            "by-",
            "kind-",
            "question-",
            "plain-",
            "problem-",
            "cost-",
            "category-",
            "costs-a-",
            "fact-",
            "compare-costs-",
            "many-",
            "tile-",
            "link-",
            "planning-form-",
            "planning-kind-",
            "planning-lacking-",
            "planning-layer-",
            "planning-people-",
            "planning-spare-",
            "planning-what-",
        ];
        let unused: Vec<&str> = Messages::ids(&GERMAN)
            .filter(|id| !made.iter().any(|start| id.starts_with(start)))
            .filter(|id| {
                let script = ["client-", "advice-script-"].into_iter().find_map(|it| id.strip_prefix(it));
                let name = script.unwrap_or(id);
                !sources.contains(&format!("\"{name}\"")) && !sources.contains(&format!("'{name}'"))
            })
            .collect();
        assert!(unused.is_empty(), "never asked for: {unused:?}");
    }

    #[test]
    fn a_message_is_formatted_with_its_number_and_values() {
        let messages = Messages::read(&GERMAN).unwrap();
        assert_eq!(messages.count("places", 1), "1 Platz");
        assert_eq!(messages.count("places", 1_080), "1.080 Plätze");
        let messages = Messages::read(&ENGLISH).unwrap();
        assert_eq!(messages.count("places", 1_080), "1,080 places");
        assert_eq!(messages.text("nothing"), "nothing");
    }
}
