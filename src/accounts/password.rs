//! Passwords: which are taken, and how they are kept (argon2id, RFC 9106).

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Params, Version};

use super::token::{RandomError, bytes, hex, random, same};

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum PasswordFault {
    #[error("the password has fewer than {SHORTEST} characters")]
    Short,
    #[error("the password has more than {LONGEST} characters")]
    Long,
    #[error("the password holds the name of the account")]
    HoldsName,
    #[error("the password is easy to guess: it repeats few characters or is a row of the keyboard")]
    Simple,
}

/// The fewest characters: length protects better than a rule for signs.
const SHORTEST: usize = 12;
/// The most characters, so that a hashing has a limit.
const LONGEST: usize = 200;
/// A password with fewer different characters is easy to guess.
const FEWEST_DIFFERENT: usize = 5;

/// What long passwords are often made of.
const COMMON: [&str; 8] =
    ["passwort", "password", "qwertz", "qwerty", "123456", "abcdef", "pflegeplan", "willkommen"];

impl PasswordFault {
    /// The sentence for people, in German.
    pub fn german(self) -> String {
        match self {
            Self::Short => format!("Das Passwort ist zu kurz: Es braucht mindestens {SHORTEST} Zeichen."),
            Self::Long => format!("Das Passwort ist zu lang: höchstens {LONGEST} Zeichen."),
            Self::HoldsName => "Das Passwort enthält den Anmeldenamen. Bitte ein anderes wählen.".to_owned(),
            Self::Simple => {
                "Das Passwort ist leicht zu erraten. Gut sind vier oder fünf Wörter, die nichts miteinander zu tun haben."
                    .to_owned()
            }
        }
    }
}

/// Whether a password may be taken for an account.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_password(password: &str, account: &str) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordFault::Short);
    }
    if length > LONGEST {
        return Err(PasswordFault::Long);
    }
    let lower = password.to_lowercase();
    let name = account.split('@').next().unwrap_or(account);
    if lower.contains(account) || (name.len() >= 4 && lower.contains(name)) {
        return Err(PasswordFault::HoldsName);
    }
    let different: BTreeSet<char> = lower.chars().collect();
    let rest = COMMON.iter().fold(lower.clone(), |rest, word| rest.replace(word, ""));
    let is_common = rest.len() < lower.len() && rest.chars().count() < SHORTEST / 2;
    if different.len() < FEWEST_DIFFERENT || is_common {
        return Err(PasswordFault::Simple);
    }
    Ok(())
}

/// Why a password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum PasswordError {
    #[error(transparent)]
    Random(#[from] RandomError),
    #[error("the password could not be hashed: {0}")]
    Argon(String),
}

/// Hashings at once: each takes 19 MiB.
const AT_ONCE: usize = 2;

/// 19 MiB, two passes, one lane: the first choice of OWASP's Password Storage Cheat Sheet.
const COST: Cost = (19 * 1024, 2, 1);
const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// Hashes and checks passwords, at most two at once; a third call waits.
#[derive(Debug, Default)]
pub struct Hasher {
    busy: Mutex<usize>,
    ended: Condvar,
}

impl Hasher {
    /// The hash of a password with its salt and costs, as one text: `argon2id$memory$passes$lanes$salt$hash`.
    ///
    /// # Errors
    ///
    /// Where there are no random bytes or no memory.
    pub fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let mut salt = [0; SALT_BYTES];
        random(&mut salt)?;
        let (memory, passes, lanes) = COST;
        let hash = self.compute(password, &salt, COST).map_err(PasswordError::Argon)?;
        Ok(format!("argon2id${memory}${passes}${lanes}${}${}", hex(&salt), hex(&hash)))
    }

    /// Whether a password is the one of a hash. Without a hash it takes as long and is wrong, so that the time of an answer
    /// does not tell which accounts there are.
    pub fn is_right(&self, password: &str, kept: Option<&str>) -> bool {
        let known = kept.and_then(parts);
        let (cost, salt, hash) = known.unwrap_or((COST, vec![0; SALT_BYTES], Vec::new()));
        if password.chars().count() > LONGEST {
            return false;
        }
        self.compute(password, &salt, cost).is_ok_and(|computed| same(&computed, &hash))
    }

    fn compute(&self, password: &str, salt: &[u8], cost: Cost) -> Result<Vec<u8>, String> {
        let (memory, passes, lanes) = cost;
        let params = Params::new(memory, passes, lanes, Some(HASH_BYTES)).map_err(|it| it.to_string())?;
        let mut hash = vec![0; HASH_BYTES];
        self.enter();
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let computed = argon.hash_password_into(password.as_bytes(), salt, &mut hash);
        self.leave();
        computed.map(|()| hash).map_err(|it| it.to_string())
    }

    fn enter(&self) {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        while *busy >= AT_ONCE {
            busy = self.ended.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
        *busy += 1;
    }

    fn leave(&self) {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        *busy = busy.saturating_sub(1);
        self.ended.notify_one();
    }
}

/// Memory in KiB, passes and lanes.
type Cost = (u32, u32, u32);

/// Costs, salt and hash of a text that [`Hasher::hash`] wrote.
fn parts(kept: &str) -> Option<(Cost, Vec<u8>, Vec<u8>)> {
    let mut parts = kept.split('$');
    if parts.next()? != "argon2id" {
        return None;
    }
    let cost = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((cost, bytes(parts.next()?)?, bytes(parts.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_kept_as_a_salted_hash_and_known_again() {
        let hasher = Hasher::default();
        let (one, two) = (hasher.hash("Regen im Mai 77").unwrap(), hasher.hash("Regen im Mai 77").unwrap());
        assert_ne!(one, two, "each has its own salt");
        assert!(one.starts_with("argon2id$19456$2$1$") && !one.contains("Regen"));
        assert!(hasher.is_right("Regen im Mai 77", Some(&one)));
        assert!(!hasher.is_right("regen im Mai 77", Some(&one)));
        for broken in [None, Some(""), Some("argon2id$1$1"), Some("argon2id$19456$2$1$00$")] {
            assert!(!hasher.is_right("", broken) && !hasher.is_right("Regen im Mai 77", broken));
        }
    }

    /// The test vector of RFC 9106 needs a secret; these are of the tests of the reference implementation.
    #[test]
    fn the_hash_is_that_of_the_reference_implementation() {
        let hash = |cost| hex(&Hasher::default().compute("password", b"somesalt", cost).unwrap());
        let expected = "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe";
        assert_eq!(hash((256, 2, 1)), expected);
        let expected = "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7";
        assert_eq!(hash((65_536, 2, 1)), expected);
    }

    #[test]
    fn passwords_that_are_easy_to_guess_are_refused() {
        let fault = |password: &str| check_password(password, "erika.muster@kreis.de").err();
        assert_eq!(fault("kurz"), Some(PasswordFault::Short));
        assert_eq!(fault(&"lang".repeat(51)), Some(PasswordFault::Long));
        assert_eq!(fault("Erika.Muster-2026"), Some(PasswordFault::HoldsName));
        for simple in ["aaaaaaaaaaaaaa", "abababababab", "Passwort12345", "qwertz123456", "Willkommen2026"] {
            assert_eq!(fault(simple), Some(PasswordFault::Simple), "{simple}");
        }
        for good in ["Regen Kutter Apfel 7", "mein passwort ist ein langer satz", "ÄÖÜ-Zebra-Brücke"] {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn no_more_than_two_hash_at_once() {
        let hasher = Hasher::default();
        hasher.enter();
        hasher.enter();
        std::thread::scope(|scope| {
            let third = scope.spawn(|| hasher.enter());
            assert_eq!(*hasher.busy.lock().unwrap(), 2);
            hasher.leave();
            third.join().unwrap();
        });
        assert_eq!(*hasher.busy.lock().unwrap(), 2);
    }
}
