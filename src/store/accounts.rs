//! The interface to the accounts: who may sign in, and the sessions of those who have.

use chrono::NaiveDateTime;

use super::StoreError;
use crate::accounts::Role;
use crate::units::words;

/// An account as it is kept, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: i32,
    /// The name at sign-in, in lower case.
    pub name: String,
    /// The name that colleagues see.
    pub display_name: String,
    /// What it is for.
    pub role: Role,
    /// Whether a password was set.
    pub has_password: bool,
    /// Whether it is closed.
    pub disabled: bool,
    /// Ids of the facilities for which a provider reports.
    pub facilities: Vec<String>,
}

/// An account that is to be made. It has no password until a one-time link or the command line sets one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// The name at sign-in, in lower case.
    pub name: String,
    /// The name that colleagues see.
    pub display_name: String,
    /// What it is for.
    pub role: Role,
    /// Ids of the facilities for which a provider reports.
    pub facilities: Vec<String>,
}

/// A session with its account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// Who is signed in.
    pub account: Account,
    /// When it began, in UTC.
    pub created_at: NaiveDateTime,
    /// The last request, in UTC, to the minute.
    pub last_seen_at: NaiveDateTime,
}

words! {
    /// What happened to an account.
    pub enum AccountEvent {
        /// It was made.
        Created = "created",
        /// A one-time link was made for it.
        Invited = "invited",
        /// A password was set.
        PasswordSet = "password_set",
        /// Somebody signed in.
        SignedIn = "signed_in",
        /// All its sessions were ended.
        SignedOutEverywhere = "signed_out_everywhere",
        /// Its role, its facilities or its name changed.
        Changed = "changed",
        /// It was closed.
        Disabled = "disabled",
        /// It was opened again.
        Enabled = "enabled",
    }
}

/// Accounts, sessions, one-time links and failed sign-ins. Each method is one transaction. Times are in UTC, and tokens
/// come as hashes.
pub trait AccountStore: Send + Sync {
    /// Every account, by name.
    fn accounts(&self) -> Result<Vec<Account>, StoreError>;

    /// The account of a name and the hash of its password.
    fn account_named(&self, name: &str) -> Result<Option<(Account, Option<String>)>, StoreError>;

    /// Makes an account and gives its number; `None` if the name is taken.
    fn add_account(
        &self,
        new: &NewAccount,
        actor: Option<i32>,
        at: NaiveDateTime,
    ) -> Result<Option<i32>, StoreError>;

    /// Keeps display name, role, facilities and whether it is closed. A closed account loses sessions and links. `false`,
    /// and nothing is kept, if no open administrator with a password would be left.
    fn change_account(
        &self,
        changed: &Account,
        actor: Option<i32>,
        at: NaiveDateTime,
    ) -> Result<bool, StoreError>;

    /// Sets the password of an account and ends its sessions and one-time links.
    fn set_password(
        &self,
        account: i32,
        hash: &str,
        actor: Option<i32>,
        at: NaiveDateTime,
    ) -> Result<(), StoreError>;

    /// Keeps a one-time link in the place of earlier ones of the account.
    fn add_invitation(
        &self,
        token_hash: &str,
        account: i32,
        expires_at: NaiveDateTime,
        actor: Option<i32>,
        at: NaiveDateTime,
    ) -> Result<(), StoreError>;

    /// The open account that a one-time link is for, if it is still good.
    fn invited(&self, token_hash: &str, at: NaiveDateTime) -> Result<Option<Account>, StoreError>;

    /// Takes up a one-time link: sets the password and ends the link. `None` if it is no longer good.
    fn take_up_invitation(
        &self,
        token_hash: &str,
        password_hash: &str,
        at: NaiveDateTime,
    ) -> Result<Option<Account>, StoreError>;

    /// Begins a session.
    fn add_session(&self, token_hash: &str, account: i32, at: NaiveDateTime) -> Result<(), StoreError>;

    /// The session of a cookie whose account is open.
    fn session(&self, token_hash: &str) -> Result<Option<SessionRecord>, StoreError>;

    /// Notes that a session was used.
    fn touch_session(&self, token_hash: &str, at: NaiveDateTime) -> Result<(), StoreError>;

    /// Ends a session.
    fn end_session(&self, token_hash: &str) -> Result<(), StoreError>;

    /// Ends all sessions of an account.
    fn end_sessions(&self, account: i32, actor: Option<i32>, at: NaiveDateTime) -> Result<(), StoreError>;

    /// How many sign-ins failed for a key since `since`.
    fn failures(&self, key_hash: &str, since: NaiveDateTime) -> Result<u32, StoreError>;

    /// Notes that a sign-in failed; what is older than `since` is forgotten, for every key.
    fn note_failure(&self, key_hash: &str, since: NaiveDateTime, at: NaiveDateTime)
    -> Result<(), StoreError>;

    /// Forgets the failures of a key.
    fn forget_failures(&self, key_hash: &str) -> Result<(), StoreError>;
}
