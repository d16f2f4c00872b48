//! The languages of the pages. A language is one entry here, its messages and a folder of prose; routes,
//! links between languages, number formats and the site map follow from the list.

/// One language of the pages.
#[derive(Debug)]
pub(crate) struct Language {
    /// As the attribute `lang` names it.
    pub tag: &'static str,
    /// What stands before the path of each page.
    pub prefix: &'static str,
    /// Short texts in the syntax of Project Fluent.
    pub messages: &'static str,
    /// Whole pages of text: the name of the template and its source.
    pub prose: &'static [(&'static str, &'static str)],
    /// Pages in a simplified form of the language.
    pub plain_prose: &'static [(&'static str, &'static str)],
    pub decimal_mark: char,
    pub thousands_mark: char,
    /// An amount in euros, where `{}` stands for the number.
    pub euro: &'static str,
    /// A day, in chrono's syntax.
    pub date: &'static str,
}

impl Language {
    /// Whether free texts of the register, which are in German, can be read on its pages.
    pub fn is_german(&self) -> bool {
        self.tag == GERMAN.tag
    }
}

/// Templates of a folder below `text/`, with a beginning of their names.
macro_rules! prose {
   ($name:literal, $folder:literal, [$($file:literal),*]) => {
        &[$((concat!($name, $file), include_str!(concat!($folder, $file)))),*]
    };
}

/// The prose that every language has.
macro_rules! prose_in {
    ($folder:literal) => {
        prose!(
            "",
            $folder,
            ["checklist.html", "sources.html", "privacy.html", "imprint.html", "accessibility.html"]
        )
    };
}

pub(crate) static GERMAN: Language = Language {
    tag: "de",
    prefix: "",
    messages: include_str!("de.ftl"),
    prose: prose_in!("de/"),
    plain_prose: prose!(
        "plain/",
        "leicht/",
        ["start.html", "search.html", "care.html", "privacy.html", "accessibility.html", "more.html"]
    ),
    decimal_mark: ',',
    thousands_mark: '.',
    euro: "{} €",
    date: "%-d.%-m.%Y",
};

pub(crate) static ENGLISH: Language = Language {
    tag: "en",
    prefix: "/en",
    messages: include_str!("en.ftl"),
    prose: prose_in!("en/"),
    plain_prose: &[],
    decimal_mark: '.',
    thousands_mark: ',',
    euro: "€{}",
    date: "%-d %b %Y",
};

/// All of them. The first one stands at the root of the site.
pub(crate) static LANGUAGES: [&Language; 2] = [&GERMAN, &ENGLISH];

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

impl Eq for Language {}
