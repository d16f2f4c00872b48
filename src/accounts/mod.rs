//! The rules of accounts: roles and what each may do, passwords, secret tokens, and how often a sign-in may fail.
//!
//! Everything here is plain values. Where accounts are kept says `store`, what is done with them `app::office`.

mod attempts;
mod password;
mod role;
mod token;

pub use attempts::{AttemptKey, MOST_FAILURES, WINDOW};
pub use password::{Hasher, PasswordError, PasswordFault, check_password};
pub use role::{Permission, Role};
pub use token::{RandomError, Token, masked, unmasked};

/// The longest name of an account, in characters.
pub const LONGEST_NAME: usize = 100;

/// The name of an account as it is kept: without outer blanks and in lower case. `None` if it cannot be a name: 3 to
/// [`LONGEST_NAME`] letters, digits and `. - _ @ +`.
pub fn account_name(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let belongs = |c: char| c.is_alphanumeric() || ".-_@+".contains(c);
    ((3..=LONGEST_NAME).contains(&name.chars().count()) && name.chars().all(belongs)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_folded_and_holds_no_blanks() {
        assert_eq!(account_name(" Erika.Muster@Kreis.de ").as_deref(), Some("erika.muster@kreis.de"));
        for wrong in ["", "ab", "erika muster", "a\nbc", "<script>", &"x".repeat(101)] {
            assert_eq!(account_name(wrong), None, "{wrong:?}");
        }
    }
}
