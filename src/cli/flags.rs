//! Flags by the declaration of a request: the same names, bounds and descriptions as in a query string, with hyphens.

use std::marker::PhantomData;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value;

use crate::app::parameters::{Declared, Given};

/// The values of flags that the parameters of `D` declare.
#[derive(Debug, Clone)]
pub struct Flags<D> {
    pub given: Given,
    declared: PhantomData<D>,
}

/// The name of a flag lives as long as the program, which declares its flags once.
fn long(name: &'static str) -> &'static str {
    if name.contains('_') { Box::leak(name.replace('_', "-").into_boxed_str()) } else { name }
}

impl<D: Declared + Send + Sync + 'static> clap::Args for Flags<D> {
    fn augment_args(command: Command) -> Command {
        D::parameters().iter().fold(command, |command, parameter| {
            let read = parameter.clone();
            let argument = Arg::new(parameter.name)
                .long(long(parameter.name))
                .value_name(parameter.value_name())
                .help(parameter.help())
                .required(parameter.is_required())
                .action(if parameter.is_list() { ArgAction::Append } else { ArgAction::Set })
                .value_parser(move |text: &str| read.read(text));
            command.arg(match D::needed_by(parameter.name) {
                Some(needed) => argument.requires(needed),
                None => argument,
            })
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<D: Declared> clap::FromArgMatches for Flags<D> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given = Given::default();
        for parameter in D::parameters().iter() {
            let values = matches.get_many::<Value>(parameter.name).into_iter().flatten();
            if let Some(value) = values.cloned().reduce(joined) {
                given.insert(parameter, value);
            }
        }
        Ok(Self { given, declared: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// A list that is given in several flags is one list.
fn joined(first: Value, second: Value) -> Value {
    match (first, second) {
        (Value::Array(mut first), Value::Array(second)) => {
            first.extend(second);
            Value::Array(first)
        }
        (_, last) => last,
    }
}
