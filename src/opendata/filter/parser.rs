//! From tokens to an expression.

use chrono::NaiveDate;

use super::expression::{Comparison, Expression, Operand};
use super::geometry;
use super::lexer::Token;
use super::like::{Pattern, folded};
use super::reader::Reader;
use super::spatial::{Relation, SpatialTest};
use super::{FilterError, GEOMETRY, MAX_DEPTH};
use crate::crs::Crs;
use crate::opendata::{Kind, Property, Value, time};

pub(super) fn parse(
    tokens: Vec<Token>,
    properties: &[Property],
    crs: Option<&Crs>,
) -> Result<Expression, FilterError> {
    let mut parser = Parser { reader: Reader::new(tokens, crs), properties, depth: 0 };
    let expression = parser.either()?;
    match parser.reader.peek() {
        None => Ok(expression),
        Some(_) => Err(parser.reader.expected("AND, OR or the end")),
    }
}

/// A property and the value of a text. A text for a number, a day, or true or false must be one.
pub(super) fn equals(properties: &[Property], index: usize, text: &str) -> Result<Expression, FilterError> {
    let Some(property) = properties.get(index) else { return Ok(Expression::Constant(false)) };
    let value = match Value::read(property.kind, text.to_owned().into()) {
        // "1e3" and "NaN" are numbers for the library; a caller writes digits.
        Value::Missing => None,
        value => Some(value),
    };
    let wrong = || FilterError::Kinds {
        left: format!("{} ({})", property.name, property.kind.word()),
        right: format!("\"{}\"", text.chars().take(40).collect::<String>()),
    };
    let literal = Operand::Literal(value.ok_or_else(wrong)?);
    let property = Operand::Property { index, is_folded: false };
    Ok(Expression::Compare(property, Comparison::Equal, literal))
}

struct Parser<'a> {
    reader: Reader<'a>,
    properties: &'a [Property],
    depth: usize,
}

/// An operand, the kind of its values, and how messages name it.
struct Typed {
    operand: Operand,
    kind: Kind,
    shown: String,
    /// Whether `CASEI` stands around it.
    is_folded: bool,
}

impl Parser<'_> {
    fn either(&mut self) -> Result<Expression, FilterError> {
        let mut parts = vec![self.all()?];
        while self.reader.takes_keyword("OR") {
            parts.push(self.all()?);
        }
        Ok(alone_or(parts, Expression::Or))
    }

    fn all(&mut self) -> Result<Expression, FilterError> {
        let mut parts = vec![self.factor()?];
        while self.reader.takes_keyword("AND") {
            parts.push(self.factor()?);
        }
        Ok(alone_or(parts, Expression::And))
    }

    fn factor(&mut self) -> Result<Expression, FilterError> {
        if self.reader.takes_keyword("NOT") {
            return self.deeper(|parser| Ok(Expression::Not(Box::new(parser.factor()?))));
        }
        if self.reader.takes("(") {
            return self.deeper(|parser| {
                let inner = parser.either()?;
                parser.reader.sign(")")?;
                Ok(inner)
            });
        }
        self.predicate()
    }

    fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Expression, FilterError>,
    ) -> Result<Expression, FilterError> {
        if self.depth >= MAX_DEPTH {
            return Err(FilterError::TooDeep);
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn predicate(&mut self) -> Result<Expression, FilterError> {
        if let Some(word) = self.reader.keyword().filter(|_| self.reader.is_before_bracket())
            && let Some(relation) = Relation::from_word(&word)
        {
            return self.spatial(relation);
        }
        let left = self.operand()?;
        let is_comparison =
            matches!(self.reader.peek(), Some(Token::Sign(sign)) if Comparison::of_sign(sign).is_some());
        if is_comparison {
            return self.comparison(left);
        }
        if self.reader.takes_keyword("IS") {
            let is_negated = self.reader.takes_keyword("NOT");
            if !self.reader.takes_keyword("NULL") {
                return Err(self.reader.expected("NULL"));
            }
            return Ok(negated(Expression::IsNull(left.operand), is_negated));
        }
        let is_negated = self.reader.takes_keyword("NOT");
        let found = match self.reader.keyword().as_deref() {
            Some("LIKE") => self.like(left)?,
            Some("BETWEEN") => self.between(left)?,
            Some("IN") => self.within(left)?,
            // A property of true and false, or TRUE and FALSE, holds by itself.
            _ if left.kind == Kind::YesNo && !is_negated => {
                let yes = Operand::Literal(Value::YesNo(true));
                Expression::Compare(left.operand, Comparison::Equal, yes)
            }
            _ => return Err(self.reader.expected("=, <>, <, <=, >, >=, LIKE, BETWEEN, IN or IS NULL")),
        };
        Ok(negated(found, is_negated))
    }

    fn comparison(&mut self, left: Typed) -> Result<Expression, FilterError> {
        let comparison = match self.reader.next() {
            Some(Token::Sign(sign)) => Comparison::of_sign(sign).unwrap_or(Comparison::Equal),
            _ => Comparison::Equal,
        };
        let right = self.operand()?;
        let (left, right) = comparable(left, right)?;
        Ok(Expression::Compare(left.operand, comparison, right.operand))
    }

    fn like(&mut self, left: Typed) -> Result<Expression, FilterError> {
        self.reader.next();
        if left.kind != Kind::Text {
            return Err(FilterError::NotText(left.shown));
        }
        let right = self.operand()?;
        match right.operand {
            Operand::Literal(Value::Text(pattern)) => {
                Ok(Expression::Like(left.operand, Pattern::new(&pattern)))
            }
            _ => Err(FilterError::NotText(right.shown)),
        }
    }

    fn between(&mut self, left: Typed) -> Result<Expression, FilterError> {
        self.reader.next();
        let low = self.operand()?;
        if !self.reader.takes_keyword("AND") {
            return Err(self.reader.expected("AND"));
        }
        let high = self.operand()?;
        let (left, low) = comparable(left, low)?;
        let (left, high) = comparable(left, high)?;
        Ok(Expression::Between(left.operand, low.operand, high.operand))
    }

    fn within(&mut self, left: Typed) -> Result<Expression, FilterError> {
        self.reader.next();
        self.reader.sign("(")?;
        let (mut left, mut list) = (left, Vec::new());
        loop {
            let one = self.operand()?;
            let pair = comparable(left, one)?;
            left = pair.0;
            list.push(pair.1.operand);
            if !self.reader.takes(",") {
                break;
            }
        }
        self.reader.sign(")")?;
        Ok(Expression::In(left.operand, list))
    }

    fn operand(&mut self) -> Result<Typed, FilterError> {
        let literal = |value: Value<'static>, kind: Kind, shown: String| {
            Ok(Typed { operand: Operand::Literal(value), kind, shown, is_folded: false })
        };
        let expected = self.reader.expected("a property or a value");
        let is_call = self.reader.is_before_bracket();
        match self.reader.next() {
            Some(Token::Text(text)) => {
                let shown = Token::Text(text.clone()).shown();
                literal(Value::text(text), Kind::Text, shown)
            }
            Some(Token::Number(number, _)) => {
                literal(Value::Number(number), Kind::Number, format!("the number {number}"))
            }
            Some(Token::Name(name)) => self.property(&name),
            Some(Token::Word(word)) if is_call => self.call(&word),
            Some(Token::Word(word)) => match word.to_uppercase().as_str() {
                "TRUE" => literal(Value::YesNo(true), Kind::YesNo, word),
                "FALSE" => literal(Value::YesNo(false), Kind::YesNo, word),
                "AND" | "OR" | "NOT" | "IS" | "NULL" | "IN" | "LIKE" | "BETWEEN" => Err(expected),
                _ => self.property(&word),
            },
            _ => Err(expected),
        }
    }

    fn property(&self, name: &str) -> Result<Typed, FilterError> {
        let index = self.properties.iter().position(|property| property.name == name);
        let Some((index, property)) = index.and_then(|at| Some((at, self.properties.get(at)?))) else {
            let known: Vec<&str> = self.properties.iter().map(|property| property.name.as_ref()).collect();
            let name = name.chars().take(40).collect();
            return Err(FilterError::UnknownProperty { name, known: known.join(", ") });
        };
        Ok(Typed {
            operand: Operand::Property { index, is_folded: false },
            kind: property.kind,
            shown: format!("{} ({})", property.name, property.kind.word()),
            is_folded: false,
        })
    }

    /// `DATE('…')`, `TIMESTAMP('…')` or `CASEI(…)`.
    fn call(&mut self, word: &str) -> Result<Typed, FilterError> {
        match word.to_uppercase().as_str() {
            "DATE" | "TIMESTAMP" => {
                self.reader.sign("(")?;
                let Some(Token::Text(text)) = self.reader.peek().cloned() else {
                    return Err(self.reader.expected("a day or time in single quotes"));
                };
                self.reader.next();
                self.reader.sign(")")?;
                let day = read_day(&text)?;
                let operand = Operand::Literal(Value::Date(day));
                Ok(Typed { operand, kind: Kind::Date, shown: format!("the day {day}"), is_folded: false })
            }
            "CASEI" => {
                self.reader.sign("(")?;
                if self.depth >= MAX_DEPTH {
                    return Err(FilterError::TooDeep);
                }
                self.depth += 1;
                let inner = self.operand()?;
                self.depth -= 1;
                self.reader.sign(")")?;
                in_one_case(inner)
            }
            _ => Err(FilterError::UnknownFunction(word.chars().take(40).collect())),
        }
    }

    fn spatial(&mut self, relation: Relation) -> Result<Expression, FilterError> {
        self.reader.next();
        self.reader.sign("(")?;
        let first = self.place()?;
        self.reader.sign(",")?;
        let second = self.place()?;
        self.reader.sign(")")?;
        let (given, is_item_first) = match (first, second) {
            (None, Some(given)) => (given, true),
            (Some(given), None) => (given, false),
            _ => return Err(FilterError::Places),
        };
        let test = SpatialTest::new(relation, given, is_item_first);
        let test = test.ok_or_else(|| FilterError::Geometry("it has no point".to_owned()))?;
        Ok(Expression::Spatial(test))
    }

    /// A geometry that stands in the filter; `None` for that of the item.
    fn place(&mut self) -> Result<Option<geo::Geometry<f64>>, FilterError> {
        let is_call = self.reader.is_before_bracket();
        match self.reader.next() {
            Some(Token::Word(word) | Token::Name(word)) if !is_call && word == GEOMETRY => Ok(None),
            Some(Token::Word(word)) if is_call && geometry::KINDS.contains(&word.to_uppercase().as_str()) => {
                geometry::geometry(&mut self.reader, &word.to_uppercase()).map(Some)
            }
            _ => Err(FilterError::Places),
        }
    }
}

fn alone_or(mut parts: Vec<Expression>, several: fn(Vec<Expression>) -> Expression) -> Expression {
    match (parts.len(), parts.pop()) {
        (1, Some(alone)) => alone,
        (_, last) => {
            parts.extend(last);
            several(parts)
        }
    }
}

fn negated(expression: Expression, is_negated: bool) -> Expression {
    if is_negated { Expression::Not(Box::new(expression)) } else { expression }
}

fn in_one_case(inner: Typed) -> Result<Typed, FilterError> {
    if inner.kind != Kind::Text {
        return Err(FilterError::NotText(inner.shown));
    }
    let operand = match inner.operand {
        Operand::Literal(Value::Text(text)) => Operand::Literal(Value::text(folded(&text))),
        Operand::Property { index, .. } => Operand::Property { index, is_folded: true },
        other => other,
    };
    Ok(Typed { operand, is_folded: true, ..inner })
}

/// Both operands where they are of one kind. A text beside a day is read as a day.
fn comparable(left: Typed, right: Typed) -> Result<(Typed, Typed), FilterError> {
    use Kind::{Date, Number, Text, Whole};
    match (left.kind, right.kind) {
        (Whole | Number, Whole | Number) => Ok((left, right)),
        (one, other) if one == other => Ok((left, right)),
        (Date, Text) if !right.is_folded => Ok((left, as_day(right)?)),
        (Text, Date) if !left.is_folded => Ok((as_day(left)?, right)),
        _ => Err(FilterError::Kinds { left: left.shown, right: right.shown }),
    }
}

fn as_day(text: Typed) -> Result<Typed, FilterError> {
    match &text.operand {
        Operand::Literal(Value::Text(written)) => {
            let operand = Operand::Literal(Value::Date(read_day(written)?));
            Ok(Typed { operand, kind: Kind::Date, ..text })
        }
        _ => Err(FilterError::Kinds { left: text.shown, right: "a day".to_owned() }),
    }
}

fn read_day(text: &str) -> Result<NaiveDate, FilterError> {
    time::day(text).ok_or_else(|| FilterError::NotADay(text.chars().take(40).collect()))
}
