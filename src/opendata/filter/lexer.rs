//! The tokens of a filter.

use super::FilterError;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name or a keyword.
    Word(String),
    /// A name in double quotes.
    Name(String),
    /// A text in single quotes.
    Text(String),
    /// A number, and whether it is written as a whole one.
    Number(f64, bool),
    /// An operator, a bracket or a comma.
    Sign(&'static str),
}

impl Token {
    /// The token as a message shows it.
    pub fn shown(&self) -> String {
        let cut = |text: &str| text.chars().take(40).collect::<String>();
        match self {
            Self::Word(word) => format!("\"{}\"", cut(word)),
            Self::Name(name) => format!("\"{}\"", cut(name)),
            Self::Text(text) => format!("the text '{}'", cut(text)),
            Self::Number(number, _) => format!("the number {number}"),
            Self::Sign(sign) => format!("\"{sign}\""),
        }
    }
}

/// The longer first, so that `<=` is not read as `<`.
const SIGNS: [&str; 9] = ["<>", "<=", ">=", "<", ">", "=", "(", ")", ","];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, FilterError> {
    let mut rest = text.trim_start();
    let mut found = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (token, behind) = match first {
            '\'' | '"' => quoted(rest, first)?,
            _ if is_number(rest) => number(rest)?,
            _ if first.is_alphabetic() || first == '_' => word(rest),
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
                let sign = sign.ok_or(FilterError::Sign(first))?;
                (Token::Sign(sign), rest.get(sign.len()..).unwrap_or_default())
            }
        };
        found.push(token);
        rest = behind.trim_start();
    }
    Ok(found)
}

/// Up to the closing quote. A quote inside is doubled; in a text it may also stand behind a backslash, which any other sign
/// keeps.
fn quoted(text: &str, quote: char) -> Result<(Token, &str), FilterError> {
    let mut value = String::new();
    let mut signs = text.char_indices().skip(1).peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let is_escaped = next == Some(quote) && (sign == quote || (sign == '\\' && quote == '\''));
        if is_escaped {
            value.push(quote);
            signs.next();
        } else if sign == quote {
            let behind = text.get(at + 1..).unwrap_or_default();
            let token = if quote == '"' { Token::Name(value) } else { Token::Text(value) };
            return Ok((token, behind));
        } else {
            value.push(sign);
        }
    }
    Err(FilterError::OpenQuote)
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = unsigned.strip_prefix('.').unwrap_or(unsigned);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

fn number(text: &str) -> Result<(Token, &str), FilterError> {
    let mut before = ' ';
    let end = text.find(|c: char| {
        let is_exponent_sign = matches!(c, '-' | '+') && matches!(before, 'e' | 'E' | ' ');
        before = c;
        !(c.is_ascii_alphanumeric() || c == '.' || is_exponent_sign)
    });
    let (written, behind) = text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, ""));
    let number: Option<f64> = written.parse().ok().filter(|number: &f64| number.is_finite());
    let number = number.ok_or_else(|| FilterError::NotANumber(written.chars().take(40).collect()))?;
    let is_whole = !written.contains(['.', 'e', 'E']);
    Ok((Token::Number(number, is_whole), behind))
}

fn word(text: &str) -> (Token, &str) {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | ':')));
    let (word, behind) = text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, ""));
    (Token::Word(word.to_owned()), behind)
}
