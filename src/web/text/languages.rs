//! The languages of the pages. A language is one entry here, its messages and its prose, and its word in
//! `client/embed.ts`; routes, links between languages, number formats and the site map follow from the list.

use crate::units::Lang;

/// One language of the pages.
#[derive(Debug)]
pub(crate) struct Language {
    /// As the attribute `lang` names it.
    pub tag: &'static str,
    /// What stands before the path of each page.
    pub prefix: &'static str,
    /// Short texts in the syntax of Project Fluent.
    pub messages: &'static str,
    /// Longer texts: a template with a macro for each of them.
    pub prose: &'static str,
    /// Pages in a simplified form of the language: the name of the template and its source.
    pub plain_prose: &'static [(&'static str, &'static str)],
    pub decimal_mark: char,
    pub thousands_mark: char,
    /// An amount in euros, where `{}` stands for the number.
    pub euro: &'static str,
    /// A day, in chrono's syntax.
    pub date: &'static str,
    /// A time of day in running text, in chrono's syntax: on the hour, and between two hours.
    pub clock: [&'static str; 2],
}

impl Language {
    /// Whether free texts of the register, which are in German, can be read on its pages.
    pub fn is_german(&self) -> bool {
        self.tag == GERMAN.tag
    }

    /// German, or else English: the language of what knows no other, such as drawings and the numbers in them.
    pub fn nearest(&self) -> Lang {
        if self.is_german() { Lang::De } else { Lang::En }
    }
}

/// Templates of the folder `leicht`; their names begin with `plain/`.
macro_rules! plain_prose {
   ($($file:literal),*) => {
        &[$((concat!("plain/", $file), include_str!(concat!("leicht/", $file)))),*]
    };
}

pub(crate) static GERMAN: Language = Language {
    tag: "de",
    prefix: "",
    messages: include_str!("de.ftl"),
    prose: include_str!("de.html"),
    plain_prose: plain_prose!(
        "start.html",
        "search.html",
        "care.html",
        "privacy.html",
        "accessibility.html",
        "more.html"
    ),
    decimal_mark: ',',
    thousands_mark: '.',
    euro: "{} €",
    date: "%-d.%-m.%Y",
    clock: ["%-H", "%-H:%M"],
};

pub(crate) static ENGLISH: Language = Language {
    tag: "en",
    prefix: "/en",
    messages: include_str!("en.ftl"),
    prose: include_str!("en.html"),
    plain_prose: &[],
    decimal_mark: '.',
    thousands_mark: ',',
    euro: "€{}",
    date: "%-d %b %Y",
    clock: ["%-I%P", "%-I:%M%P"],
};

/// All of them. The first one stands at the root of the site.
pub(crate) static LANGUAGES: [&Language; 2] = [&GERMAN, &ENGLISH];

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

impl Eq for Language {}

#[cfg(test)]
mod tests {
    use super::*;

    /// The script for other websites cannot ask which languages there are, because it must stay small and cacheable.
    #[test]
    fn the_frame_for_other_websites_knows_every_language() {
        let script = include_str!("../client/embed.ts");
        let line = script.lines().find(|line| line.contains("const LANGUAGES = ")).unwrap();
        let missing: Vec<&str> = LANGUAGES
            .iter()
            .filter(|language| !line.contains(&format!("\"{}\"", language.tag)))
            .map(|language| language.tag)
            .collect();
        assert!(missing.is_empty(), "embed.ts does not know {missing:?}");
    }
}
