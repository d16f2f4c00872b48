//! Closed lists of words: the one way to declare an enumeration that stands on the wire, in files or in flags.

/// Declares an enumeration whose values are words.
///
/// ```text
/// crate::units::words! {
///     /// Where the supply of care places comes from.
///     pub enum Supply {
///         Statistics = "statistics",
///         Register = "register",
///     }
/// }
/// ```
///
/// It has `ALL` (the values in order), `word()`, `from_word()` and `known()` (the words as a list for a
/// message), and serde reads and writes the words.
#[macro_export]
macro_rules! words {
    (
        $(#[$doc:meta])*
        $vis:vis enum $name:ident {
            $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
        )]
        $vis enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        #[allow(dead_code, reason = "an enumeration needs not all of them")]
        impl $name {
            /// All values, in the order of their declaration.
            $vis const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];
            /// The words of all values, in the same order.
            $vis const WORDS: [&'static str; Self::ALL.len()] = [$($word),+];

            /// The word on the wire, in files and in flags.
            $vis const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value of a word; `None` if there is no such word.
            $vis fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }

            /// The words for a message: `car, bicycle or foot`.
            $vis fn known() -> String {
                $crate::units::one_of(&Self::WORDS)
            }
        }
    };
}
#[doc(inline)]
pub use words;

/// Words as a list for a message: `car, bicycle or foot`.
pub fn one_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// A noun with its article for a message: `a date`, `an id`.
pub fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {noun}")
}

#[cfg(test)]
mod tests {
    words! {
        /// An example.
        enum Mode {
            Car = "car",
            /// Without a motor.
            Bicycle = "bicycle",
            Foot = "on_foot",
        }
    }

    #[test]
    fn a_value_is_written_and_read_by_its_word() {
        assert_eq!(Mode::ALL.map(Mode::word), Mode::WORDS);
        assert_eq!(Mode::from_word("on_foot"), Some(Mode::Foot));
        assert_eq!(Mode::from_word("Foot"), None);
        assert_eq!(serde_json::to_string(&Mode::Foot).unwrap(), "\"on_foot\"");
        assert_eq!(serde_json::from_str::<Mode>("\"bicycle\"").unwrap(), Mode::Bicycle);
    }

    #[test]
    fn a_message_names_the_words_there_are() {
        assert_eq!(Mode::known(), "car, bicycle or on_foot");
        assert_eq!(["id", "date"].map(super::with_article), ["an id", "a date"]);
        let error = serde_json::from_str::<Mode>("\"boat\"").unwrap_err().to_string();
        assert!(error.contains("expected one of `car`, `bicycle`, `on_foot`"), "{error}");
    }
}
