//! Tokens to a formula, by operator precedence (Pratt, "Top down operator precedence", POPL 1973).

use super::formula::{
    AgeChoice, Ages, Choice, Expr, FormulaError, Group, Name, Operator, Place, Selector, SexChoice, Time,
    Word,
};
use super::lexer::{Token, tokens};
use crate::units::Sex;

/// Brackets in brackets; more is a mistake, and would use up the stack.
const MAX_DEPTH: usize = 40;
/// The oldest single age that a selector can name.
const MAX_AGE: u8 = 120;

/// Reads a formula.
pub fn parse(text: &str) -> Result<Expr, FormulaError> {
    let mut parser = Parser { tokens: tokens(text)?, position: 0, depth: 0 };
    let expr = parser.expression(0)?;
    match parser.next() {
        (_, Token::End) => Ok(expr),
        (at, found) => Err(expected(at, "an operator or the end", &found)),
    }
}

fn expected(at: usize, what: &str, found: &Token) -> FormulaError {
    FormulaError::new(at, format!("expected {what}, found {found}"))
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    position: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.position).map_or(&Token::End, |(_, token)| token)
    }

    fn next(&mut self) -> (usize, Token) {
        let last = self.tokens.len().saturating_sub(1);
        let token = self.tokens.get(self.position.min(last)).cloned().unwrap_or((0, Token::End));
        self.position += 1;
        token
    }

    fn take(&mut self, sign: char) -> bool {
        let found = *self.peek() == Token::Sign(sign);
        self.position += usize::from(found);
        found
    }

    fn require(&mut self, sign: char) -> Result<(), FormulaError> {
        match self.next() {
            (_, Token::Sign(found)) if found == sign => Ok(()),
            (at, found) => Err(expected(at, &format!("\"{sign}\""), &found)),
        }
    }

    fn word(&mut self, what: &str) -> Result<Word, FormulaError> {
        match self.next() {
            (at, Token::Word(text)) => Ok(Word { text, at }),
            (at, found) => Err(expected(at, what, &found)),
        }
    }

    /// Everything that binds tighter than `least`.
    fn expression(&mut self, least: u8) -> Result<Expr, FormulaError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let (at, _) = self.next();
            return Err(FormulaError::new(at, format!("more than {MAX_DEPTH} brackets in brackets")));
        }
        let mut left = self.operand()?;
        while let Some((operator, power)) = self.operator().filter(|(_, power)| *power > least) {
            self.position += 1;
            let right = self.expression(power)?;
            left = Expr::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    /// The operator that stands next, and how tightly it binds. All of them lean to the left.
    fn operator(&self) -> Option<(Operator, u8)> {
        match self.peek() {
            Token::Sign('+') => Some((Operator::Plus, 1)),
            Token::Sign('-') => Some((Operator::Minus, 1)),
            Token::Sign('*') => Some((Operator::Times, 2)),
            Token::Sign('/') => Some((Operator::Divide, 2)),
            _ => None,
        }
    }

    fn operand(&mut self) -> Result<Expr, FormulaError> {
        match self.next() {
            (_, Token::Number(number)) => Ok(Expr::Number(number)),
            (_, Token::Sign('-')) => Ok(Expr::Negative(Box::new(self.expression(3)?))),
            (_, Token::Sign('(')) => {
                let inner = self.expression(0)?;
                self.require(')')?;
                Ok(inner)
            }
            (_, Token::Sign('@')) => {
                let word = self.word("the id of an indicator")?;
                Ok(Expr::Indicator(self.name(word)?))
            }
            (at, Token::Word(text)) if *self.peek() == Token::Sign('(') => self.call(&text, at),
            (at, Token::Word(text)) => Ok(Expr::Measure(self.name(Word { text, at })?)),
            (at, found) => Err(expected(at, "a number, a measure or \"(\"", &found)),
        }
    }

    fn call(&mut self, function: &str, at: usize) -> Result<Expr, FormulaError> {
        self.require('(')?;
        let expr = match function {
            "min" => self.choice(Choice::Least)?,
            "max" => self.choice(Choice::Greatest)?,
            "sum" => {
                let groups = self.groups()?;
                self.require(':')?;
                Expr::Sum(groups, Box::new(self.expression(0)?))
            }
            "areas" => Expr::Areas(self.word("a level of areas")?),
            "without" => {
                let level = self.word("a level of areas")?;
                self.require(',')?;
                let word = self.word("a measure")?;
                Expr::Without(level, self.name(word)?)
            }
            other => {
                let sentence = format!("there is no function \"{other}\"; hint: known are {FUNCTIONS}");
                return Err(FormulaError::new(at, sentence));
            }
        };
        self.require(')')?;
        Ok(expr)
    }

    fn choice(&mut self, choice: Choice) -> Result<Expr, FormulaError> {
        let first = self.expression(0)?;
        self.require(',')?;
        Ok(Expr::Choice(choice, Box::new(first), Box::new(self.expression(0)?)))
    }

    /// `age 65..69 | 70..` or `sex m | f`
    fn groups(&mut self) -> Result<Vec<Group>, FormulaError> {
        let over = self.word("age or sex")?;
        let mut groups = Vec::new();
        loop {
            groups.push(match over.text.as_str() {
                "age" => Group::Ages(self.ages()?),
                "sex" => {
                    let word = self.word("m or f")?;
                    Group::Sex(sex(&word.text).ok_or_else(|| FormulaError::new(word.at, "expected m or f"))?)
                }
                _ => return Err(FormulaError::new(over.at, "a sum goes over age or over sex")),
            });
            if !self.take('|') {
                return Ok(groups);
            }
        }
    }

    /// The name of a measure or indicator and what stands in its brackets.
    fn name(&mut self, word: Word) -> Result<Name, FormulaError> {
        let mut selector = Selector::default();
        if self.take('[') {
            loop {
                self.select(&mut selector)?;
                if !self.take(',') {
                    break;
                }
            }
            self.require(']')?;
        }
        Ok(Name { word, selector })
    }

    fn select(&mut self, selector: &mut Selector) -> Result<(), FormulaError> {
        let at = self.tokens.get(self.position).map_or(0, |(at, _)| *at);
        let twice = |what: &str| FormulaError::new(at, format!("{what} is said twice"));
        match self.peek().clone() {
            Token::Number(_) | Token::Range => {
                once(&mut selector.ages, AgeChoice::These(self.ages()?)).map_err(|()| twice("the age"))
            }
            Token::Word(word) => {
                self.position += 1;
                match word.as_str() {
                    "age" => once(&mut selector.ages, AgeChoice::OfTheSum).map_err(|()| twice("the age")),
                    "sex" => once(&mut selector.sex, SexChoice::OfTheSum).map_err(|()| twice("the sex")),
                    "grade" => once(&mut selector.grades, self.grades()?).map_err(|()| twice("the grade")),
                    "type" => {
                        let kind = self.word("a type")?.text;
                        once(&mut selector.kind, kind).map_err(|()| twice("the type"))
                    }
                    "area" => self.place(selector),
                    "previous" if selector.time == Time::Same => {
                        selector.time = Time::Previous;
                        Ok(())
                    }
                    "before" if selector.time == Time::Same => {
                        selector.time = Time::Before(self.whole("a number of years", 1, 100)?);
                        Ok(())
                    }
                    "previous" | "before" => Err(twice("the time")),
                    other => match sex(other) {
                        Some(sex) => {
                            once(&mut selector.sex, SexChoice::This(sex)).map_err(|()| twice("the sex"))
                        }
                        None => Err(FormulaError::new(
                            at,
                            format!("\"{other}\" selects nothing; hint: known are {SELECTORS}"),
                        )),
                    },
                }
            }
            found => Err(expected(at, SELECTORS, &found)),
        }
    }

    fn place(&mut self, selector: &mut Selector) -> Result<(), FormulaError> {
        let word = self.word("state or district")?;
        selector.place = match word.text.as_str() {
            "state" => Place::State,
            "district" => Place::District,
            other => {
                let sentence = format!("\"area {other}\" is unknown; hint: known are state, district");
                return Err(FormulaError::new(word.at, sentence));
            }
        };
        Ok(())
    }

    /// `65..`, `20..64`, `..17` or `80`
    fn ages(&mut self) -> Result<Ages, FormulaError> {
        let at = self.tokens.get(self.position).map_or(0, |(at, _)| *at);
        let from = if *self.peek() == Token::Range { 0 } else { self.whole("an age", 0, MAX_AGE)? };
        if *self.peek() != Token::Range {
            return Ok(Ages { from, to: Some(from) });
        }
        self.position += 1;
        let to = match self.peek() {
            Token::Number(_) => Some(self.whole("an age", 0, MAX_AGE)?),
            _ => None,
        };
        if to.is_some_and(|to| to < from) {
            return Err(FormulaError::new(at, "the group of ages ends before it begins"));
        }
        Ok(Ages { from, to })
    }

    fn grades(&mut self) -> Result<(u8, u8), FormulaError> {
        let first = self.whole("a care grade", 1, 5)?;
        if *self.peek() != Token::Range {
            return Ok((first, first));
        }
        self.position += 1;
        Ok((first, self.whole("a care grade", first, 5)?))
    }

    fn whole(&mut self, what: &str, least: u8, most: u8) -> Result<u8, FormulaError> {
        match self.next() {
            (_, Token::Number(number))
                if number.fract() == 0.0 && (f64::from(least)..=f64::from(most)).contains(&number) =>
            {
                Ok(number as u8)
            }
            (at, found) => Err(expected(at, &format!("{what} from {least} to {most}"), &found)),
        }
    }
}

const FUNCTIONS: &str = "sum, min, max, areas, without";
const SELECTORS: &str =
    "ages (65.., 20..64), m, f, grade, type, area, before, previous, and age and sex in a sum";

fn sex(word: &str) -> Option<Sex> {
    match word {
        "m" => Some(Sex::Male),
        "f" => Some(Sex::Female),
        _ => None,
    }
}

fn once<T>(slot: &mut Option<T>, value: T) -> Result<(), ()> {
    match slot {
        Some(_) => Err(()),
        None => {
            *slot = Some(value);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(expr: &Expr) -> String {
        match expr {
            Expr::Number(number) => number.to_string(),
            Expr::Measure(name) => name.word.text.clone(),
            Expr::Indicator(name) => format!("@{}", name.word.text),
            Expr::Negative(inner) => format!("-{}", shape(inner)),
            Expr::Binary(operator, left, right) => {
                let sign = match operator {
                    Operator::Plus => '+',
                    Operator::Minus => '-',
                    Operator::Times => '*',
                    Operator::Divide => '/',
                };
                format!("({}{sign}{})", shape(left), shape(right))
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn products_bind_tighter_than_sums_and_all_lean_to_the_left() {
        for (text, expected) in [
            ("1 + 2 * 3", "(1+(2*3))"),
            ("1 - 2 - 3", "((1-2)-3)"),
            ("8 / 4 / 2", "((8/4)/2)"),
            ("100 * A / B", "((100*A)/B)"),
            ("-A * B + 1", "((-A*B)+1)"),
            ("-(A + B)", "-(A+B)"),
            ("2 * (A - -B)", "(2*(A--B))"),
            ("@V04/@V05", "(@V04/@V05)"),
        ] {
            assert_eq!(shape(&parse(text).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn brackets_select_ages_sex_grade_type_area_and_time() {
        let Expr::Measure(name) =
            parse("P[65.., f, grade 2..3, type home_care, area state, before 2]").unwrap()
        else {
            panic!("no measure");
        };
        let expected = Selector {
            ages: Some(AgeChoice::These(Ages { from: 65, to: None })),
            sex: Some(SexChoice::This(Sex::Female)),
            grades: Some((2, 3)),
            kind: Some("home_care".into()),
            place: Place::State,
            time: Time::Before(2),
        };
        assert_eq!(name.selector, expected);
        let ages = |text: &str| match parse(text).unwrap() {
            Expr::Measure(Name { selector: Selector { ages: Some(AgeChoice::These(ages)), .. }, .. }) => {
                (ages.from, ages.to)
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(ages("N[..17]"), (0, Some(17)));
        assert_eq!(ages("N[80]"), (80, Some(80)));
        assert_eq!(ages("N[20..64]"), (20, Some(64)));
    }

    #[test]
    fn a_sum_is_written_out_over_its_groups() {
        let sum = parse("sum(age 65..69 | 70..: r[age] * N[age])").unwrap().written_out().unwrap();
        let by_hand = parse("r[65..69] * N[65..69] + r[70..] * N[70..]").unwrap();
        assert_eq!(format!("{sum:?}").replace(char::is_numeric, ""), {
            format!("{by_hand:?}").replace(char::is_numeric, "")
        });
        let nested = parse("sum(sex m | f: sum(age 0..9 | 10..: N[age, sex]))").unwrap();
        assert!(nested.written_out().is_ok());
        let outside = parse("N[age]").unwrap().written_out().unwrap_err();
        assert!(outside.sentence.contains("outside of a sum"), "{outside}");
    }

    #[test]
    fn faults_are_named_with_their_place() {
        for (text, at, part) in [
            ("", 0, "expected a number"),
            ("100 *", 5, "expected a number"),
            ("(A", 2, "expected \")\""),
            ("A B", 2, "expected an operator"),
            ("N[65..20]", 2, "ends before it begins"),
            ("N[200..]", 2, "an age from 0 to 120"),
            ("N[1.5]", 2, "an age from 0 to 120"),
            ("N[grade 6]", 8, "a care grade from 1 to 5"),
            ("N[m, f]", 5, "the sex is said twice"),
            ("N[65.., 70..]", 8, "the age is said twice"),
            ("N[tall]", 2, "selects nothing"),
            ("N[area moon]", 7, "\"area moon\""),
            ("N[previous, before 2]", 12, "the time is said twice"),
            ("mean(A)", 0, "no function \"mean\""),
            ("sum(grade 1: A)", 4, "over age or over sex"),
            ("@5", 1, "the id of an indicator"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.at, at, "{text}: {error}");
            assert!(error.sentence.contains(part), "{text}: {error}");
        }
        assert!(parse(&"(".repeat(500)).unwrap_err().sentence.contains("brackets"));
        assert!(parse(&"-".repeat(500)).unwrap_err().sentence.contains("brackets"));
    }
}
