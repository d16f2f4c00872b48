//! A formula's text in its smallest pieces.

use super::formula::FormulaError;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Word(String),
    /// One of `+ - * / ( ) [ ] , : | @`.
    Sign(char),
    /// `..`
    Range,
    End,
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => write!(f, "\"{word}\""),
            Self::Sign(sign) => write!(f, "\"{sign}\""),
            Self::Range => f.write_str("\"..\""),
            Self::End => f.write_str("the end"),
        }
    }
}

/// Longer texts are no formulas.
const MAX_TOKENS: usize = 2_000;

/// The tokens and where each begins, with the end as the last.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, FormulaError> {
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some(&(at, c)) = rest.peek() {
        let token = match c {
            _ if c.is_whitespace() => {
                rest.next();
                continue;
            }
            '0'..='9' => number(text, at, &mut rest)?,
            'a'..='z' | 'A'..='Z' | '_' => {
                let mut word = String::new();
                while let Some((_, c)) = rest.next_if(|(_, c)| c.is_ascii_alphanumeric() || *c == '_') {
                    word.push(c);
                }
                Token::Word(word)
            }
            '.' => {
                rest.next();
                if rest.next_if(|(_, c)| *c == '.').is_none() {
                    return Err(FormulaError::new(at, "a single dot means nothing; hint: a range is 65.."));
                }
                Token::Range
            }
            '+' | '-' | '*' | '/' | '(' | ')' | '[' | ']' | ',' | ':' | '|' | '@' => {
                rest.next();
                Token::Sign(c)
            }
            other => {
                return Err(FormulaError::new(at, format!("\"{other}\" is not a part of a formula")));
            }
        };
        tokens.push((at, token));
        if tokens.len() > MAX_TOKENS {
            return Err(FormulaError::new(at, format!("the formula has more than {MAX_TOKENS} parts")));
        }
    }
    tokens.push((text.len(), Token::End));
    Ok(tokens)
}

/// Digits, and a decimal point only where a digit follows it: `20..64` is a range of two numbers.
fn number(
    text: &str,
    at: usize,
    rest: &mut std::iter::Peekable<std::str::CharIndices<'_>>,
) -> Result<Token, FormulaError> {
    let mut digits = String::new();
    while let Some((_, c)) = rest.next_if(|(_, c)| c.is_ascii_digit()) {
        digits.push(c);
    }
    if let Some(&(dot, '.')) = rest.peek()
        && text.as_bytes().get(dot + 1).is_some_and(u8::is_ascii_digit)
    {
        digits.push('.');
        rest.next();
        while let Some((_, c)) = rest.next_if(|(_, c)| c.is_ascii_digit()) {
            digits.push(c);
        }
    }
    let number: f64 =
        digits.parse().map_err(|_| FormulaError::new(at, format!("\"{digits}\" is not a number")))?;
    if !number.is_finite() {
        return Err(FormulaError::new(at, "the number is too large"));
    }
    Ok(Token::Number(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        tokens(text).unwrap().into_iter().map(|(_, token)| token.to_string()).collect()
    }

    #[test]
    fn a_range_is_no_decimal_number() {
        assert_eq!(kinds("N[20..64]"), ["\"N\"", "\"[\"", "20", "\"..\"", "64", "\"]\"", "the end"]);
        assert_eq!(kinds("0.98*1..2"), ["0.98", "\"*\"", "1", "\"..\"", "2", "the end"]);
        assert_eq!(kinds("65.."), ["65", "\"..\"", "the end"]);
    }

    #[test]
    fn foreign_characters_and_lonely_dots_are_named_with_their_place() {
        assert_eq!(tokens("N % 2").unwrap_err(), FormulaError::new(2, "\"%\" is not a part of a formula"));
        assert_eq!(tokens("1 .5").unwrap_err().at, 2);
        assert!(tokens(&"1+".repeat(2_000)).is_err());
    }
}
