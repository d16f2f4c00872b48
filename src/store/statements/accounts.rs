//! Accounts, sessions, one-time links and failed sign-ins as rows.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{Connection, Store};
use crate::accounts::Role;
use crate::store::tables::schema::{
    account, account_event, account_facility, account_invitation, account_session, sign_in_failure,
};
use crate::store::{Account, AccountEvent, AccountStore, NewAccount, SessionRecord, StoreError};

/// Id, name, display name, role, hash of the password, and whether it is closed.
type AccountRow = (i32, String, String, String, Option<String>, bool);

fn columns() -> (
    account::id,
    account::name,
    account::display_name,
    account::role,
    account::password_hash,
    account::disabled,
) {
    (
        account::id,
        account::name,
        account::display_name,
        account::role,
        account::password_hash,
        account::disabled,
    )
}

fn of_row(row: AccountRow, facilities: Vec<String>) -> Result<(Account, Option<String>), StoreError> {
    let (id, name, display_name, role, hash, disabled) = row;
    let role = Role::from_word(&role)
        .ok_or_else(|| StoreError::BadAccount { account: id, what: format!("the role \"{role}\"") })?;
    let has_password = hash.is_some();
    Ok((Account { id, name, display_name, role, has_password, disabled, facilities }, hash))
}

fn facilities_of(connection: &mut Connection, id: i32) -> Result<Vec<String>, StoreError> {
    Ok(account_facility::table
        .filter(account_facility::account_id.eq(id))
        .order(account_facility::facility_id)
        .select(account_facility::facility_id)
        .load(connection)?)
}

fn by_id(connection: &mut Connection, id: i32) -> Result<Option<Account>, StoreError> {
    let row: Option<AccountRow> = account::table.find(id).select(columns()).first(connection).optional()?;
    let Some(row) = row else { return Ok(None) };
    let facilities = facilities_of(connection, id)?;
    Ok(Some(of_row(row, facilities)?.0))
}

fn note(
    connection: &mut Connection,
    account: i32,
    actor: Option<i32>,
    kind: AccountEvent,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    diesel::insert_into(account_event::table)
        .values((
            account_event::at.eq(at),
            account_event::account_id.eq(account),
            account_event::actor_id.eq(actor),
            account_event::kind.eq(kind.word()),
        ))
        .execute(connection)?;
    Ok(())
}

fn set_facilities(connection: &mut Connection, id: i32, facilities: &[String]) -> Result<(), StoreError> {
    diesel::delete(account_facility::table.filter(account_facility::account_id.eq(id)))
        .execute(connection)?;
    for facility in facilities {
        diesel::insert_into(account_facility::table)
            .values((account_facility::account_id.eq(id), account_facility::facility_id.eq(facility)))
            .execute(connection)?;
    }
    Ok(())
}

fn drop_sessions(connection: &mut Connection, id: i32) -> Result<(), StoreError> {
    diesel::delete(account_session::table.filter(account_session::account_id.eq(id))).execute(connection)?;
    Ok(())
}

fn drop_invitations(connection: &mut Connection, id: i32) -> Result<(), StoreError> {
    diesel::delete(account_invitation::table.filter(account_invitation::account_id.eq(id)))
        .execute(connection)?;
    Ok(())
}

fn set_password(connection: &mut Connection, id: i32, hash: &str) -> Result<(), StoreError> {
    diesel::update(account::table.find(id)).set(account::password_hash.eq(hash)).execute(connection)?;
    drop_sessions(connection, id)?;
    drop_invitations(connection, id)
}

fn open_administrators(connection: &mut Connection) -> Result<i64, StoreError> {
    Ok(account::table
        .filter(account::role.eq(Role::Administrator.word()))
        .filter(account::disabled.eq(false))
        .filter(account::password_hash.is_not_null())
        .select(count_star())
        .first(connection)?)
}

/// The open account of a one-time link that has not expired.
fn invited(
    connection: &mut Connection,
    token_hash: &str,
    at: NaiveDateTime,
) -> Result<Option<Account>, StoreError> {
    let id: Option<i32> = account_invitation::table
        .find(token_hash)
        .filter(account_invitation::expires_at.gt(at))
        .select(account_invitation::account_id)
        .first(connection)
        .optional()?;
    let Some(id) = id else { return Ok(None) };
    Ok(by_id(connection, id)?.filter(|account| !account.disabled))
}

impl AccountStore for Store {
    fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let connection = &mut *self.connection()?;
        let rows: Vec<AccountRow> = account::table.order(account::name).select(columns()).load(connection)?;
        let links: Vec<(i32, String)> =
            account_facility::table.order(account_facility::facility_id).load(connection)?;
        let mut facilities: HashMap<i32, Vec<String>> = HashMap::new();
        links.into_iter().for_each(|(id, facility)| facilities.entry(id).or_default().push(facility));
        rows.into_iter()
            .map(|row| {
                let of_account = facilities.remove(&row.0).unwrap_or_default();
                Ok(of_row(row, of_account)?.0)
            })
            .collect()
    }

    fn account_named(&self, name: &str) -> Result<Option<(Account, Option<String>)>, StoreError> {
        let connection = &mut *self.connection()?;
        let row: Option<AccountRow> =
            account::table.filter(account::name.eq(name)).select(columns()).first(connection).optional()?;
        let Some(row) = row else { return Ok(None) };
        let facilities = facilities_of(connection, row.0)?;
        Ok(Some(of_row(row, facilities)?))
    }

    fn add_account(
        &self,
        new: &NewAccount,
        actor: Option<i32>,
        at: NaiveDateTime,
    ) -> Result<Option<i32>, StoreError> {
        self.change(|connection| {
            let taken: i64 =
                account::table.filter(account::name.eq(&new.name)).select(count_star()).first(connection)?;
            if taken > 0 {
                return Ok(None);
            }
            let id: i32 = diesel::insert_into(account::table)
                .values((
                    account::name.eq(&new.name),
                    account::display_name.eq(&new.display_name),
                    account::role.eq(new.role.word()),
                    account::disabled.eq(false),
                    account::created_at.eq(at),
                ))
                .returning(account::id)
                .get_result(connection)?;
            set_facilities(connection, id, &new.facilities)?;
            note(connection, id, actor, AccountEvent::Created, at)?;
            Ok(Some(id))
        })
    }

    fn change_account(
        &self,
        changed: &Account,
        actor: Option<i32>,
        at: NaiveDateTime,
    ) -> Result<bool, StoreError> {
        let mut kept = true;
        let outcome = self.change(|connection| {
            let before = by_id(connection, changed.id)?;
            let had = open_administrators(connection)?;
            diesel::update(account::table.find(changed.id))
                .set((
                    account::display_name.eq(&changed.display_name),
                    account::role.eq(changed.role.word()),
                    account::disabled.eq(changed.disabled),
                ))
                .execute(connection)?;
            if had > 0 && open_administrators(connection)? == 0 {
                kept = false;
                // The error takes back what was written; the caller learns of it by `kept`.
                return Err(StoreError::Query("no administrator would be left".to_owned()));
            }
            set_facilities(connection, changed.id, &changed.facilities)?;
            let was_disabled = before.is_some_and(|before| before.disabled);
            let kind = match (was_disabled, changed.disabled) {
                (false, true) => AccountEvent::Disabled,
                (true, false) => AccountEvent::Enabled,
                _ => AccountEvent::Changed,
            };
            if changed.disabled {
                drop_sessions(connection, changed.id)?;
                drop_invitations(connection, changed.id)?;
            }
            note(connection, changed.id, actor, kind, at)
        });
        match outcome {
            Err(_) if !kept => Ok(false),
            outcome => outcome.map(|()| true),
        }
    }

    fn set_password(
        &self,
        account: i32,
        hash: &str,
        actor: Option<i32>,
        at: NaiveDateTime,
    ) -> Result<(), StoreError> {
        self.change(|connection| {
            set_password(connection, account, hash)?;
            note(connection, account, actor, AccountEvent::PasswordSet, at)
        })
    }

    fn add_invitation(
        &self,
        token_hash: &str,
        account: i32,
        expires_at: NaiveDateTime,
        actor: Option<i32>,
        at: NaiveDateTime,
    ) -> Result<(), StoreError> {
        self.change(|connection| {
            drop_invitations(connection, account)?;
            diesel::insert_into(account_invitation::table)
                .values((
                    account_invitation::token_hash.eq(token_hash),
                    account_invitation::account_id.eq(account),
                    account_invitation::expires_at.eq(expires_at),
                ))
                .execute(connection)?;
            note(connection, account, actor, AccountEvent::Invited, at)
        })
    }

    fn invited(&self, token_hash: &str, at: NaiveDateTime) -> Result<Option<Account>, StoreError> {
        invited(&mut *self.connection()?, token_hash, at)
    }

    fn take_up_invitation(
        &self,
        token_hash: &str,
        password_hash: &str,
        at: NaiveDateTime,
    ) -> Result<Option<Account>, StoreError> {
        self.change(|connection| {
            let Some(invited) = invited(connection, token_hash, at)? else { return Ok(None) };
            set_password(connection, invited.id, password_hash)?;
            note(connection, invited.id, Some(invited.id), AccountEvent::PasswordSet, at)?;
            Ok(Some(Account { has_password: true, ..invited }))
        })
    }

    fn add_session(&self, token_hash: &str, account: i32, at: NaiveDateTime) -> Result<(), StoreError> {
        self.change(|connection| {
            diesel::insert_into(account_session::table)
                .values((
                    account_session::token_hash.eq(token_hash),
                    account_session::account_id.eq(account),
                    account_session::created_at.eq(at),
                    account_session::last_seen_at.eq(at),
                ))
                .execute(connection)?;
            note(connection, account, Some(account), AccountEvent::SignedIn, at)
        })
    }

    fn session(&self, token_hash: &str) -> Result<Option<SessionRecord>, StoreError> {
        let connection = &mut *self.connection()?;
        let row: Option<(i32, NaiveDateTime, NaiveDateTime)> = account_session::table
            .find(token_hash)
            .select((account_session::account_id, account_session::created_at, account_session::last_seen_at))
            .first(connection)
            .optional()?;
        let Some((id, created_at, last_seen_at)) = row else { return Ok(None) };
        let account = by_id(connection, id)?.filter(|account| !account.disabled);
        Ok(account.map(|account| SessionRecord { account, created_at, last_seen_at }))
    }

    fn touch_session(&self, token_hash: &str, at: NaiveDateTime) -> Result<(), StoreError> {
        diesel::update(account_session::table.find(token_hash))
            .set(account_session::last_seen_at.eq(at))
            .execute(&mut *self.connection()?)?;
        Ok(())
    }

    fn end_session(&self, token_hash: &str) -> Result<(), StoreError> {
        diesel::delete(account_session::table.find(token_hash)).execute(&mut *self.connection()?)?;
        Ok(())
    }

    fn end_sessions(&self, account: i32, actor: Option<i32>, at: NaiveDateTime) -> Result<(), StoreError> {
        self.change(|connection| {
            drop_sessions(connection, account)?;
            note(connection, account, actor, AccountEvent::SignedOutEverywhere, at)
        })
    }

    fn failures(&self, key_hash: &str, since: NaiveDateTime) -> Result<u32, StoreError> {
        let failures: Option<i32> = sign_in_failure::table
            .find(key_hash)
            .filter(sign_in_failure::window_start.gt(since))
            .select(sign_in_failure::failures)
            .first(&mut *self.connection()?)
            .optional()?;
        Ok(failures.unwrap_or_default().unsigned_abs())
    }

    fn note_failure(
        &self,
        key_hash: &str,
        since: NaiveDateTime,
        at: NaiveDateTime,
    ) -> Result<(), StoreError> {
        self.change(|connection| {
            diesel::delete(sign_in_failure::table.filter(sign_in_failure::window_start.le(since)))
                .execute(connection)?;
            let changed = diesel::update(sign_in_failure::table.find(key_hash))
                .set(sign_in_failure::failures.eq(sign_in_failure::failures + 1))
                .execute(connection)?;
            if changed == 0 {
                diesel::insert_into(sign_in_failure::table)
                    .values((
                        sign_in_failure::key_hash.eq(key_hash),
                        sign_in_failure::failures.eq(1),
                        sign_in_failure::window_start.eq(at),
                    ))
                    .execute(connection)?;
            }
            Ok(())
        })
    }

    fn forget_failures(&self, key_hash: &str) -> Result<(), StoreError> {
        diesel::delete(sign_in_failure::table.find(key_hash)).execute(&mut *self.connection()?)?;
        Ok(())
    }
}
