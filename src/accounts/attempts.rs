//! How often a sign-in may fail, by account name and by the address it comes from.

use std::fmt;
use std::net::IpAddr;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::token::hex;

/// The time within which failures are counted together, and for which signing in is refused after the last allowed one.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// How often a sign-in to one account may fail within [`WINDOW`].
pub const MOST_FAILURES: u32 = 10;

/// How often sign-ins from one address prefix may fail within [`WINDOW`]. Many people of an office share an address.
const MOST_FAILURES_OF_ADDRESS: u32 = 60;

/// Whose failures are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptKey {
    /// Those at a name, whether an account has it or not, so that the answer does not tell.
    Name(String),
    /// Those from an address; of IPv6 the first 64 bits, which one connection has to itself.
    Address(IpAddr),
}

impl fmt::Display for AttemptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "name {name}"),
            Self::Address(IpAddr::V4(address)) => write!(f, "address {address}"),
            Self::Address(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
                Some(address) => write!(f, "address {address}"),
                None => {
                    let [a, b, c, d, ..] = address.segments();
                    write!(f, "address {a:x}:{b:x}:{c:x}:{d:x}::/64")
                }
            },
        }
    }
}

impl AttemptKey {
    /// What is kept of it.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.to_string()))
    }

    /// How many failures it may have within [`WINDOW`].
    pub fn most_failures(&self) -> u32 {
        match self {
            Self::Name(_) => MOST_FAILURES,
            Self::Address(_) => MOST_FAILURES_OF_ADDRESS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(address: &str) -> String {
        AttemptKey::Address(address.parse().unwrap()).to_string()
    }

    #[test]
    fn addresses_of_one_connection_are_one_key() {
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), key("2001:db8:1:2:ffff::1"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        assert_ne!(AttemptKey::Name("a".into()).hash(), AttemptKey::Name("b".into()).hash());
    }
}
