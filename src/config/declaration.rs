//! The `settings!` macro: from one declaration the type of the settings, the keys of the file, the environment
//! variables, the flags and the example file.

use std::convert::Infallible;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Partial;

/// The type of a setting. An optional setting is an `Option`; each source gives the type inside.
pub trait Setting: Sized {
    /// What a source gives.
    type Given: DeserializeOwned + FromStr;

    /// What is expected of the text of an environment variable, as the end of a sentence.
    const EXPECTED: &'static str;

    /// The setting from what a source gives.
    fn from_given(value: Self::Given) -> Self;

    /// The value as TOML; `None` where there is none.
    fn to_toml(&self) -> Option<String>;
}

macro_rules! setting_types {
    ($($type:ty: $expected:literal, $toml:expr;)+) => {$(
        impl Setting for $type {
            type Given = Self;
            const EXPECTED: &'static str = $expected;

            fn from_given(value: Self) -> Self {
                value
            }

            fn to_toml(&self) -> Option<String> {
                let toml: fn(&Self) -> String = $toml;
                Some(toml(self))
            }
        }

        impl Setting for Option<$type> {
            type Given = $type;
            const EXPECTED: &'static str = $expected;

            fn from_given(value: $type) -> Self {
                Some(value)
            }

            fn to_toml(&self) -> Option<String> {
                self.as_ref().and_then(Setting::to_toml)
            }
        }
    )+};
}

setting_types! {
    SocketAddr: "expected address:port such as 127.0.0.1:8080", |it| format!("\"{it}\"");
    PathBuf: "expected a path", |it| format!("{it:?}");
    String: "expected a text", |it| format!("{it:?}");
    Secret: "expected a text", |_| "\"…\"".to_owned();
    bool: "expected true or false", bool::to_string;
    u64: "expected a whole number", u64::to_string;
    usize: "expected a whole number", usize::to_string;
    Milliseconds: "expected a whole number of milliseconds", |it| it.0.to_string();
}

/// A text that may hold a password, so that it is never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text, for what it is needed for.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

/// A duration in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Milliseconds(pub u64);

impl FromStr for Milliseconds {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Where a flag is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// With every command.
    Global,
    /// With `serve`.
    Serve,
}

/// The flag of a setting.
#[derive(Debug)]
pub struct Flag {
    pub scope: Scope,
    /// `bind` of `--bind`.
    pub name: &'static str,
    /// The word for the value in the help.
    pub value_name: &'static str,
    pub parser: fn() -> clap::builder::ValueParser,
    /// Takes the value of the flag over into the settings.
    pub take: fn(&clap::ArgMatches, &mut Partial),
}

/// A setting as it was declared.
#[derive(Debug)]
pub struct Declaration {
    /// The key in the file; the environment variable is `PFLEGEPLAN_` and the key in capitals.
    pub key: &'static str,
    pub description: &'static [&'static str],
    /// The default as TOML.
    pub default: fn() -> Option<String>,
    /// A value to show where there is no default, as TOML.
    pub example: Option<&'static str>,
    pub expected: &'static str,
    /// Sets it from the text of an environment variable; `None` if the text cannot be read.
    pub read: fn(&mut Partial, &str) -> Option<()>,
    pub flag: Option<Flag>,
}

macro_rules! settings {
    ($(
        $(#[doc = $description:literal])+
        $key:ident: $type:ty = $default:expr
        $(, example $example:literal)?
        $(, flag $scope:ident $name:literal $value_name:literal)?;
    )+) => {
        /// The settings in effect.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Config {$(
            $(#[doc = $description])+
            pub $key: $type,
        )+}

        impl Default for Config {
            fn default() -> Self {
                Self { $($key: $default,)+ }
            }
        }

        impl Config {
            /// Applies the settings of a source over the present ones.
            fn apply(&mut self, source: Partial) {$(
                if let Some(value) = source.$key {
                    self.$key = Setting::from_given(value);
                }
            )+}
        }

        /// The settings of one source; `None` where it gives none.
        #[derive(Debug, Clone, Default, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Partial {$(
            $(#[doc = $description])+
            pub $key: Option<<$type as Setting>::Given>,
        )+}

        /// All settings in the order of their declaration.
        pub const DECLARATIONS: &[Declaration] = &[$(Declaration {
            key: stringify!($key),
            description: &[$($description),+],
            default: || Config::default().$key.to_toml(),
            example: [$(Some($example),)? None][0],
            expected: <$type as Setting>::EXPECTED,
            read: |partial, text| {
                partial.$key = Some(text.parse().ok()?);
                Some(())
            },
            flag: settings!(@flag $key $type $(, $scope $name $value_name)?),
        }),+];
    };
    (@flag $key:ident $type:ty) => { None };
    (@flag $key:ident $type:ty, $scope:ident $name:literal $value_name:literal) => {
        Some(Flag {
            scope: Scope::$scope,
            name: $name,
            value_name: $value_name,
            parser: || clap::value_parser!(<$type as Setting>::Given).into(),
            take: |matches, partial| {
                partial.$key = matches.get_one::<<$type as Setting>::Given>(stringify!($key)).cloned();
            },
        })
    };
}

pub(super) use settings;
