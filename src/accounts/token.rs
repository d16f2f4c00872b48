//! Secret tokens: session cookies, one-time links and what protects forms. A database holds their hash only.

use std::fmt;

use sha2::{Digest, Sha256};

/// The operating system gives no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes: {0}")]
pub struct RandomError(String);

/// 32 random bytes as 64 hexadecimal digits. Its debug form does not show them.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    const BYTES: usize = 32;

    /// A new token.
    pub fn random() -> Result<Self, RandomError> {
        let mut bytes = [0; Self::BYTES];
        random(&mut bytes)?;
        Ok(Self(hex(&bytes)))
    }

    /// A token that somebody sends; `None` if it cannot be one.
    pub fn read(text: &str) -> Option<Self> {
        let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        (text.len() == 2 * Self::BYTES && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// The text for a cookie or a link. It is shown to nobody else and never logged.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What a database keeps of it.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }

    /// Another token that only the holder of this one can compute, such as that of the forms of a session.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> Self {
        Self(hex(&Sha256::digest(format!("{purpose}\n{}", self.0))))
    }

    /// Whether two are the same, in a time that does not depend on where they differ.
    pub fn is(&self, other: &Self) -> bool {
        same(self.0.as_bytes(), other.0.as_bytes())
    }
}

/// A token for a page, another text each time, so that the length of a compressed page says nothing about it.
///
/// # Errors
///
/// Where there are no random bytes.
pub fn masked(token: &Token) -> Result<String, RandomError> {
    let mut mask = [0; Token::BYTES];
    random(&mut mask)?;
    let bytes = bytes(&token.0).unwrap_or_default();
    let hidden: Vec<u8> = bytes.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    Ok(hex(&mask) + &hex(&hidden))
}

/// The token that [`masked`] has hidden; `None` if the text cannot be one.
pub fn unmasked(text: &str) -> Option<Token> {
    let bytes = bytes(text).filter(|bytes| bytes.len() == 2 * Token::BYTES)?;
    let (mask, hidden) = bytes.split_at_checked(Token::BYTES)?;
    let plain: Vec<u8> = hidden.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    Some(Token(hex(&plain)))
}

/// Fills a buffer with random bytes of the operating system.
pub(super) fn random(bytes: &mut [u8]) -> Result<(), RandomError> {
    getrandom::fill(bytes).map_err(|cause| RandomError(cause.to_string()))
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of hexadecimal digits.
pub(super) fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

/// Whether two texts of bytes are the same, in a time that depends on their lengths alone.
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_random_and_read_back() {
        let (one, two) = (Token::random().unwrap(), Token::random().unwrap());
        assert!(!one.is(&two) && one.hash() != two.hash() && one.hash() != one.reveal());
        assert!(Token::read(one.reveal()).unwrap().is(&one));
        for wrong in ["", "00", &"g".repeat(64), &"A".repeat(64), &"0".repeat(65)] {
            assert_eq!(Token::read(wrong), None);
        }
        assert_eq!(format!("{one:?}"), "Token(…)");
    }

    #[test]
    fn a_masked_token_looks_new_each_time_and_is_the_same() {
        let token = Token::random().unwrap().derived("forms");
        let (one, two) = (masked(&token).unwrap(), masked(&token).unwrap());
        assert_ne!(one, two);
        assert!(!one.contains(token.reveal()));
        assert!(unmasked(&one).unwrap().is(&token) && unmasked(&two).unwrap().is(&token));
        for wrong in ["", "xyz", "ä", &one.replacen("0", "", 1).repeat(2), &"0".repeat(126)] {
            assert_eq!(unmasked(wrong), None);
        }
    }
}
