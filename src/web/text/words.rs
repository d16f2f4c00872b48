//! The words of the pages. Every one of them stands in `texts/`: short ones in `de.ftl` and `en.ftl`
//! (Project Fluent), whole pages as HTML in a folder per language.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::units::Lang;

const GERMAN: &str = include_str!("de.ftl");
const ENGLISH: &str = include_str!("en.ftl");

/// Why the words cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    #[error("the texts in \"{lang}\" cannot be read: {cause}")]
    Unreadable { lang: &'static str, cause: String },
}

/// The words of one language.
pub(crate) struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

/// As the attribute `lang` names it.
pub(crate) fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "de",
        Lang::En => "en",
    }
}

pub(crate) fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::De => GERMAN,
        Lang::En => ENGLISH,
    }
}

impl Words {
    pub fn read(lang: Lang) -> Result<Self, WordsError> {
        let wrong = |cause: String| WordsError::Unreadable { lang: tag(lang), cause };
        let resource = FluentResource::try_new(source(lang).to_owned())
            .map_err(|(_, errors)| wrong(format!("{errors:?}")))?;
        let language = tag(lang).parse().map_err(|_| wrong("no such language".to_owned()))?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks would stand in attributes and titles; all our languages run from left to right.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| wrong(format!("{errors:?}")))?;
        Ok(Self { lang, bundle })
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The text of this name, or `None`.
    pub fn find(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text: Cow<'_, str> = self.bundle.format_pattern(pattern, args, &mut errors);
        errors.iter().for_each(|error| log::error!("text \"{id}\" in \"{}\": {error}", tag(self.lang)));
        Some(text.into_owned())
    }

    /// The text of this name. One that is missing shows as its name, and in the log; tests look for them.
    pub fn text(&self, id: &str) -> String {
        self.tell(id, [])
    }

    /// A text with values in it.
    pub fn tell<'a, const N: usize>(&self, id: &str, values: [(&'a str, FluentValue<'a>); N]) -> String {
        let args: FluentArgs<'a> = values.into_iter().collect();
        self.find(id, Some(&args)).unwrap_or_else(|| {
            log::error!("there is no text \"{id}\" in \"{}\"", tag(self.lang));
            id.to_owned()
        })
    }

    /// "1 Platz", "1.400 Plätze"
    pub fn counted(&self, id: &str, number: usize) -> String {
        let written = super::format::whole(self.lang, number);
        self.tell(id, [("count", number.into()), ("number", written.into())])
    }

    /// The names of all texts, for tests and for the scripts' share of them.
    pub fn ids(lang: Lang) -> impl Iterator<Item = &'static str> {
        let named = |line: &'static str| line.split_once(" =").map(|(id, _)| id);
        let id = |id: &&str| id.starts_with(|c: char| c.is_ascii_lowercase());
        source(lang).lines().filter_map(named).filter(id)
    }

    /// The texts that scripts in the browser need, whose names begin alike, as JSON by the rest of their
    /// names.
    pub fn for_scripts(&self, beginning: &str) -> String {
        let own = Self::ids(self.lang).filter_map(|id| Some((id, id.strip_prefix(beginning)?)));
        let texts = own.map(|(id, short)| (short.to_owned(), self.script_text(id).into()));
        serde_json::Value::Object(texts.collect()).to_string()
    }

    /// Scripts put their values in themselves, where `{name}` stands.
    fn script_text(&self, id: &str) -> String {
        let gap = |name: &'static str| (name, format!("{{{name}}}").into());
        let places = ["number", "name", "place", "mode", "length", "duration"].map(gap);
        self.tell(id, places)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The variables of a text, such as `$count`.
    fn variables(lang: Lang) -> BTreeSet<(String, String)> {
        let mut id = "";
        let mut found = BTreeSet::new();
        for line in source(lang).lines() {
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
    fn each_text_stands_in_both_languages_with_the_same_values() {
        let ids = |lang| Words::ids(lang).collect::<BTreeSet<_>>();
        let (de, en) = (ids(Lang::De), ids(Lang::En));
        // German names of categories stand in the category tree.
        let tree = |id: &&&str| id.starts_with("question-") || id.starts_with("plain-");
        let missing: Vec<_> = de.symmetric_difference(&en).filter(|id| !tree(id)).collect();
        assert!(missing.is_empty(), "in one language only: {missing:?}");
        let differing: Vec<_> =
            variables(Lang::De).symmetric_difference(&variables(Lang::En)).cloned().collect();
        assert!(differing.is_empty(), "different values: {differing:?}");
        for lang in [Lang::De, Lang::En] {
            assert_eq!(Words::ids(lang).count(), ids(lang).len(), "a text stands twice");
            let words = Words::read(lang).unwrap();
            assert!(Words::ids(lang).all(|id| words.bundle.has_message(id)));
        }
    }

    #[test]
    fn each_text_that_is_asked_for_exists_and_each_that_exists_is_asked_for() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
        let mut sources = String::new();
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
        let words = Words::read(Lang::De).unwrap();
        // `t("…")` in a template, `text("…")` in Rust; not the `get("…")` of something else.
        let asks = |at: &usize| {
            let before = sources.get(..*at).unwrap_or_default();
            before.ends_with("tex") || !before.ends_with(|c: char| c.is_alphanumeric())
        };
        let asked = sources.match_indices("t(\"").map(|(at, _)| at).filter(asks);
        let asked = asked.filter_map(|at| sources.get(at + 3..)?.split('"').next());
        let asked_ids = asked.filter(|id| id.contains('-') && !id.contains([' ', '{', '/', '.', '%']));
        let missing: Vec<_> = asked_ids.filter(|id| words.find(id, None).is_none()).collect();
        assert!(missing.is_empty(), "asked for, but missing: {missing:?}");
        let made = ["feature-", "sort-", "by-", "kind-", "question-", "plain-", "problem-", "cost-", "per-"];
        let unused: Vec<&str> = Words::ids(Lang::De)
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
    fn a_text_takes_its_number_and_its_values() {
        let words = Words::read(Lang::De).unwrap();
        assert_eq!(words.counted("places", 1), "1 Platz");
        assert_eq!(words.counted("places", 1_080), "1.080 Plätze");
        let words = Words::read(Lang::En).unwrap();
        assert_eq!(words.counted("places", 1_080), "1,080 places");
        assert_eq!(words.text("nothing"), "nothing");
    }
}
