//! The flags of the command line that are settings, from their declarations.

use clap::error::Error;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use super::declaration::{Declaration, Flag, Scope};
use super::{DECLARATIONS, Partial};

/// The settings given by flags of one scope.
macro_rules! flags {
    ($(#[doc = $doc:literal] $name:ident: $scope:expr;)+) => {$(
        #[doc = $doc]
        #[derive(Debug, Clone, Default)]
        pub struct $name(pub Partial);

        impl Args for $name {
            fn augment_args(command: Command) -> Command {
                command.args(flags_of($scope).map(|(declaration, flag)| argument(declaration, flag)))
            }

            fn augment_args_for_update(command: Command) -> Command {
                Self::augment_args(command)
            }
        }

        impl FromArgMatches for $name {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
                let mut flags = Self::default();
                flags.update_from_arg_matches(matches)?;
                Ok(flags)
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
                flags_of($scope).for_each(|(_, flag)| (flag.take)(matches, &mut self.0));
                Ok(())
            }
        }
    )+};
}

flags! {
    /// Flags accepted with every command.
    GlobalFlags: Scope::Global;
    /// Flags accepted with `serve`.
    ServeFlags: Scope::Serve;
}

fn flags_of(scope: Scope) -> impl Iterator<Item = (&'static Declaration, &'static Flag)> {
    DECLARATIONS
        .iter()
        .filter_map(|declaration| Some((declaration, declaration.flag.as_ref()?)))
        .filter(move |(_, flag)| flag.scope == scope)
}

fn argument(declaration: &'static Declaration, flag: &Flag) -> Arg {
    let default = (declaration.default)().map(|default| format!(" [default: {}]", default.trim_matches('"')));
    let description = declaration.description.concat();
    Arg::new(declaration.key)
        .long(flag.name)
        .value_name(flag.value_name)
        .value_parser((flag.parser)())
        .global(flag.scope == Scope::Global)
        .help(format!("{}{}", description.trim(), default.unwrap_or_default()))
}
