//! `account`: the first administrator, and help where nobody can sign in any more.

use std::io::{BufRead, Write};

use chrono::Utc;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::Outcome;
use crate::accounts::{Role, account_name};
use crate::app::office::{Office, accounts};
use crate::config::Config;
use crate::service::setup;
use crate::store::{Account, Database, NewAccount};

/// What is done with accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account; prints a one-time link by which its owner sets the password
    Create(CreateArguments),
    /// Print a new one-time link for an account, for example when the password is forgotten
    Link(NamedArguments),
    /// List the accounts
    List,
    /// Close an account and end its sessions
    Disable(NamedArguments),
}

#[derive(Debug, Args)]
pub struct CreateArguments {
    /// The name at sign-in, for example an e-mail address
    name: String,
    /// What the account may do
    #[arg(long, default_value = "reader", value_parser = role())]
    role: Role,
    /// The name that colleagues see [default: the name at sign-in]
    #[arg(long, value_name = "TEXT")]
    display_name: Option<String>,
    /// Read the password from standard input instead of printing a one-time link
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
pub struct NamedArguments {
    /// The name at sign-in
    name: String,
}

fn role() -> impl TypedValueParser<Value = Role> {
    let unknown = || format!("expected {}", Role::known());
    PossibleValuesParser::new(Role::WORDS).try_map(move |word| Role::from_word(&word).ok_or_else(unknown))
}

pub fn run(config: &Config, command: &AccountCommand) -> Outcome {
    let database = setup::database(config)?;
    match command {
        AccountCommand::Create(arguments) => create(config, &database, arguments),
        AccountCommand::Link(arguments) => {
            let account = named(&database, &arguments.name)?;
            if account.disabled {
                return Err(format!("the account \"{}\" is closed", account.name).into());
            }
            let link = accounts::invite(&database, account.id, None, Utc::now().naive_utc())?;
            print_link(config, link.reveal())
        }
        AccountCommand::List => list(&database),
        AccountCommand::Disable(arguments) => {
            let account = named(&database, &arguments.name)?;
            let closed = Account { disabled: true, ..account };
            if database.change_account(&closed, None, Utc::now().naive_utc())? {
                return Ok(());
            }
            Err("this is the last administrator who can sign in; hint: make another one first".into())
        }
    }
}

fn create(config: &Config, database: &Database, arguments: &CreateArguments) -> Outcome {
    let name = account_name(&arguments.name).ok_or_else(|| {
        format!(
            "\"{}\" is no name of an account; expected 3 to 100 letters, digits and . - _ @ +",
            arguments.name
        )
    })?;
    let password = if arguments.password_stdin { Some(read_password()?) } else { None };
    if let Some(password) = &password {
        crate::accounts::check_password(password, &name)?;
    }
    let display_name = arguments.display_name.clone().unwrap_or_else(|| name.clone());
    let new = NewAccount { name: name.clone(), display_name, role: arguments.role, facilities: Vec::new() };
    let now = Utc::now().naive_utc();
    let made = accounts::create(database, &new, None, now)?;
    let (id, link) = made.ok_or_else(|| format!("there is an account \"{name}\" already"))?;
    match password {
        Some(password) => {
            accounts::set_password(&Office::default(), database, id, (&name, &password), now)??;
            Ok(())
        }
        None => print_link(config, link.reveal()),
    }
}

fn named(database: &Database, name: &str) -> Result<Account, Box<dyn std::error::Error>> {
    let found = account_name(name).map(|name| database.account_named(&name)).transpose()?.flatten();
    let (account, _) = found.ok_or_else(|| format!("there is no account \"{name}\""))?;
    Ok(account)
}

/// One line, without its end.
fn read_password() -> Result<String, Box<dyn std::error::Error>> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn print_link(config: &Config, token: &str) -> Outcome {
    let host = config.public_url.clone().unwrap_or_else(|| format!("http://{}", config.bind));
    let mut out = std::io::stdout().lock();
    writeln!(out, "{host}/amt/einladung?schluessel={token}")?;
    eprintln!("the link sets the password once, within 7 days");
    Ok(())
}

fn list(database: &Database) -> Outcome {
    let mut out = std::io::stdout().lock();
    for account in database.accounts()? {
        let state = match (account.disabled, account.has_password) {
            (true, _) => "closed",
            (false, true) => "open",
            (false, false) => "invited",
        };
        writeln!(out, "{}\t{}\t{state}\t{}", account.name, account.role.word(), account.display_name)?;
    }
    Ok(())
}
