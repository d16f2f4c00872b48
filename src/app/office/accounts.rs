//! Making accounts, one-time links and passwords.

use chrono::{NaiveDateTime, TimeDelta};

use super::session::{self, SignedIn};
use super::{Office, OfficeError};
use crate::accounts::{PasswordFault, Token, check_password};
use crate::store::{Account, Database, NewAccount};

/// How long a one-time link is good.
const LINK_FOR: TimeDelta = TimeDelta::days(7);

/// Makes an account and a one-time link by which its owner sets a password; `None` if the name is taken.
///
/// # Errors
///
/// Where the database does not answer.
pub fn create(
    database: &Database,
    new: &NewAccount,
    actor: Option<i32>,
    now: NaiveDateTime,
) -> Result<Option<(i32, Token)>, OfficeError> {
    let Some(id) = database.add_account(new, actor, now)? else { return Ok(None) };
    Ok(Some((id, invite(database, id, actor, now)?)))
}

/// A new one-time link for an account, in the place of earlier ones.
///
/// # Errors
///
/// Where the database does not answer.
pub fn invite(
    database: &Database,
    account: i32,
    actor: Option<i32>,
    now: NaiveDateTime,
) -> Result<Token, OfficeError> {
    let token = Token::random()?;
    database.add_invitation(&token.hash(), account, now + LINK_FOR, actor, now)?;
    Ok(token)
}

/// What came of a new password.
#[derive(Debug)]
pub enum NewPassword {
    /// It holds, and this is the one session of the account.
    Set(SignedIn),
    /// It is not taken.
    Fault(PasswordFault),
    /// The old password is wrong.
    WrongOld,
    /// The one-time link is used up or too old.
    LinkEnded,
}

/// Takes up a one-time link with a password, and signs in.
///
/// # Errors
///
/// Where the database does not answer.
pub fn take_up(
    office: &Office,
    database: &Database,
    link: &Token,
    password: &str,
    now: NaiveDateTime,
) -> Result<NewPassword, OfficeError> {
    let Some(account) = database.invited(&link.hash(), now)? else { return Ok(NewPassword::LinkEnded) };
    if let Err(fault) = check_password(password, &account.name) {
        return Ok(NewPassword::Fault(fault));
    }
    let hash = office.hasher.hash(password)?;
    match database.take_up_invitation(&link.hash(), &hash, now)? {
        Some(account) => Ok(NewPassword::Set(session::begin(database, account, now)?)),
        None => Ok(NewPassword::LinkEnded),
    }
}

/// Changes a password, ends all sessions of the account and begins a new one.
///
/// # Errors
///
/// Where the database does not answer.
pub fn change_password(
    office: &Office,
    database: &Database,
    account: &Account,
    (old, new): (&str, &str),
    now: NaiveDateTime,
) -> Result<NewPassword, OfficeError> {
    let kept = database.account_named(&account.name)?.and_then(|(_, hash)| hash);
    if !office.hasher.is_right(old, kept.as_deref()) {
        return Ok(NewPassword::WrongOld);
    }
    if let Err(fault) = check_password(new, &account.name) {
        return Ok(NewPassword::Fault(fault));
    }
    let hash = office.hasher.hash(new)?;
    database.set_password(account.id, &hash, Some(account.id), now)?;
    Ok(NewPassword::Set(session::begin(database, account.clone(), now)?))
}

/// Sets a password from the command line; `Err` inside says why it is not taken.
///
/// # Errors
///
/// Where the database does not answer.
pub fn set_password(
    office: &Office,
    database: &Database,
    account: i32,
    (name, password): (&str, &str),
    now: NaiveDateTime,
) -> Result<Result<(), PasswordFault>, OfficeError> {
    if let Err(fault) = check_password(password, name) {
        return Ok(Err(fault));
    }
    let hash = office.hasher.hash(password)?;
    database.set_password(account, &hash, None, now)?;
    Ok(Ok(()))
}
