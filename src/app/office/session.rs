//! Signing in, being signed in, and signing out.

use std::net::IpAddr;

use chrono::{NaiveDateTime, TimeDelta};

use super::{Office, OfficeError};
use crate::accounts::{AttemptKey, Token, WINDOW, account_name};
use crate::store::{Account, Database, StoreError};

/// A session ends when it was not used for so long.
const IDLE: TimeDelta = TimeDelta::minutes(60);
/// A session ends after so long, however it is used.
const LONGEST: TimeDelta = TimeDelta::hours(12);
/// How exactly the last use of a session is kept: a write for each request would be too many.
const TOUCH: TimeDelta = TimeDelta::minutes(1);

/// Who is signed in, and by which session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Whose session it is.
    pub account: Account,
    /// The secret of its cookie.
    pub token: Token,
}

/// What came of an attempt to sign in.
#[derive(Debug)]
pub enum SignIn {
    /// A new session.
    Done(SignedIn),
    /// Name or password is wrong; which of them is not said.
    Wrong,
    /// Too many attempts failed; signing in is refused for [`WINDOW`].
    Locked,
}

/// Who asks to sign in.
#[derive(Debug, Clone, Copy)]
pub struct Credentials<'a> {
    /// As it was typed.
    pub name: &'a str,
    /// As it was typed; kept nowhere.
    pub password: &'a str,
    /// Where the request comes from, if that is known.
    pub address: Option<IpAddr>,
}

/// Signs in: a new session, whatever cookie the browser sent, so that nobody can be given a known one.
///
/// # Errors
///
/// Where the database does not answer.
pub fn sign_in(
    office: &Office,
    database: &Database,
    asked: Credentials<'_>,
    now: NaiveDateTime,
) -> Result<SignIn, OfficeError> {
    let typed = account_name(asked.name);
    let name_key = AttemptKey::Name(typed.clone().unwrap_or_default());
    let keys: Vec<AttemptKey> =
        [Some(name_key.clone()), asked.address.map(AttemptKey::Address)].into_iter().flatten().collect();
    for key in &keys {
        if database.failures(&key.hash(), now - WINDOW)? >= key.most_failures() {
            log::warn!("a sign-in was refused after too many failures");
            return Ok(SignIn::Locked);
        }
    }
    let known = match &typed {
        Some(name) => database.account_named(name)?.filter(|(account, _)| !account.disabled),
        None => None,
    };
    let hash = known.as_ref().and_then(|(_, hash)| hash.as_deref());
    let is_right = office.hasher.is_right(asked.password, hash);
    let Some((account, _)) = known.filter(|_| is_right) else {
        for key in &keys {
            database.note_failure(&key.hash(), now - WINDOW, now)?;
        }
        log::warn!("a sign-in failed");
        return Ok(SignIn::Wrong);
    };
    database.forget_failures(&name_key.hash())?;
    Ok(SignIn::Done(begin(database, account, now)?))
}

/// Begins a session of an account.
///
/// # Errors
///
/// Where the database does not answer.
pub fn begin(database: &Database, account: Account, now: NaiveDateTime) -> Result<SignedIn, OfficeError> {
    let token = Token::random()?;
    database.add_session(&token.hash(), account.id, now)?;
    log::info!("account {} has signed in", account.id);
    Ok(SignedIn { account, token })
}

/// The session of a cookie, unless it has ended.
pub fn find(database: &Database, token: &Token, now: NaiveDateTime) -> Result<Option<SignedIn>, StoreError> {
    let hash = token.hash();
    let Some(record) = database.session(&hash)? else { return Ok(None) };
    if now - record.last_seen_at > IDLE || now - record.created_at > LONGEST {
        database.end_session(&hash)?;
        return Ok(None);
    }
    if now - record.last_seen_at >= TOUCH {
        database.touch_session(&hash, now)?;
    }
    Ok(Some(SignedIn { account: record.account, token: token.clone() }))
}
