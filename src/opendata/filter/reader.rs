//! Reads the tokens of a filter one after the other.

use geo::Coord;

use super::FilterError;
use super::lexer::Token;
use crate::crs::Crs;

/// Where reading stands.
pub(super) struct Reader<'a> {
    tokens: Vec<Token>,
    at: usize,
    /// The system of coordinates in the filter; `None` is degrees.
    crs: Option<&'a Crs>,
}

impl<'a> Reader<'a> {
    pub fn new(tokens: Vec<Token>, crs: Option<&'a Crs>) -> Self {
        Self { tokens, at: 0, crs }
    }

    pub fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    pub fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// The error that something else stands here.
    pub fn expected(&self, expected: impl Into<String>) -> FilterError {
        let found = self.peek().map_or("the end".to_owned(), Token::shown);
        FilterError::Expected { expected: expected.into(), found }
    }

    /// Takes a sign if it stands here.
    pub fn takes(&mut self, sign: &str) -> bool {
        let is_here = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(is_here);
        is_here
    }

    /// Takes a sign that must stand here.
    pub fn sign(&mut self, sign: &str) -> Result<(), FilterError> {
        if self.takes(sign) { Ok(()) } else { Err(self.expected(format!("\"{sign}\""))) }
    }

    /// The keyword that stands here, in capitals.
    pub fn keyword(&self) -> Option<String> {
        match self.peek() {
            Some(Token::Word(word)) => Some(word.to_uppercase()),
            _ => None,
        }
    }

    /// Whether an opening bracket stands behind the next token.
    pub fn is_before_bracket(&self) -> bool {
        matches!(self.tokens.get(self.at + 1), Some(Token::Sign("(")))
    }

    /// Takes a keyword if it stands here, in whatever case.
    pub fn takes_keyword(&mut self, keyword: &str) -> bool {
        let is_here = self.keyword().as_deref() == Some(keyword);
        self.at += usize::from(is_here);
        is_here
    }

    pub fn is_at_number(&self) -> bool {
        matches!(self.peek(), Some(Token::Number(..)))
    }

    pub fn number(&mut self) -> Result<f64, FilterError> {
        match self.peek() {
            Some(Token::Number(number, _)) => {
                let number = *number;
                self.at += 1;
                Ok(number)
            }
            _ => Err(self.expected("a number")),
        }
    }

    pub fn is_geographic(&self) -> bool {
        self.crs.is_none_or(Crs::is_geographic)
    }

    /// Two coordinates of the filter as degrees.
    pub fn degrees(&self, x: f64, y: f64) -> Result<Coord<f64>, FilterError> {
        let degrees = Crs::wgs84();
        let crs = self.crs.unwrap_or(&degrees);
        let point = crs.point(x, y).map_err(|_| FilterError::NoPoint(x, y, crs.name()))?;
        Ok(Coord { x: point.lon, y: point.lat })
    }
}
