//! The language in which a command speaks.

use std::error::Error;

use clap::Args;

use crate::app::addresses::AddressesError;
use crate::store::StoreError;
use crate::units::Lang;

/// The language of a command's report and errors.
#[derive(Debug, Clone, Copy, Args)]
pub struct Language {
    /// The language of remarks and report: de or en; without it that of the environment
    #[arg(long, value_name = "LANG", value_parser = language, global = true)]
    lang: Option<Lang>,
}

fn language(word: &str) -> Result<Lang, String> {
    Lang::from_word(word).ok_or_else(|| "expected de or en".to_owned())
}

impl Language {
    /// The language that was asked for, or that of the environment as POSIX names it.
    pub fn chosen(self) -> Lang {
        self.lang.unwrap_or_else(|| {
            let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
            let set =
                variables.iter().filter_map(|name| std::env::var(name).ok()).find(|text| !text.is_empty());
            if set.is_some_and(|text| text.starts_with("de")) { Lang::De } else { Lang::En }
        })
    }
}

/// An error of the database or of a file of addresses in the language; any other as it is.
pub fn said(error: Box<dyn Error>, lang: Lang) -> Box<dyn Error> {
    if let Some(error) = error.downcast_ref::<StoreError>() {
        return error.in_language(lang).into();
    }
    match error.downcast_ref::<AddressesError>() {
        Some(error) => error.in_language(lang).into(),
        None => error,
    }
}
