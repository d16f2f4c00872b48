//! Formulas to programs: every name is looked up, every unit is checked, and an indicator that leans on
//! itself is refused. What is wrong is said with file and line, before anything is computed.

use std::collections::BTreeMap;

use super::definition::{Indicator, Measure, Placed, Secrecy};
use super::formula::{AgeChoice, Ages, Choice, Expr, Name, Operator, Place, SexChoice, Time};
use super::parser;
use super::tree::AreaLevel;
use super::unit::Dimension;
use crate::model::LoadError;
use crate::units::Sex;

/// A part of a measure, its type looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Selection {
    pub ages: Option<Ages>,
    pub sex: Option<Sex>,
    pub grades: Option<(u8, u8)>,
    /// Index into the types of the measure.
    pub kind: Option<u8>,
}

/// A figure that a formula takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operand {
    pub measure: usize,
    /// Index into the measure's selections.
    pub selection: usize,
    pub place: Place,
    pub time: Time,
    /// The measure that is taken where this one has no figure, and the index into its selections.
    pub stand_in: Option<(usize, usize)>,
}

/// A formula that can be computed.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Number(f64),
    Operand(Operand),
    Indicator { index: usize, place: Place, time: Time },
    Negative(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Choice(Choice, Box<Node>, Box<Node>),
    Areas(AreaLevel),
    Without(AreaLevel, Operand),
}

/// The formulas of a catalogue.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// One an indicator; `None` where there is no formula.
    pub nodes: Vec<Option<Node>>,
    /// What is selected of each measure.
    pub selections: Vec<Vec<Selection>>,
    /// The measures that each indicator rests on, through others too.
    pub rests_on: Vec<Vec<usize>>,
}

/// Care surveys are this many years apart at most.
const BETWEEN_SURVEYS: i32 = 4;

impl Program {
    /// How many years before its own an indicator reaches.
    pub(super) fn looks_back(&self, indicator: usize) -> i32 {
        self.nodes.get(indicator).and_then(Option::as_ref).map_or(0, Node::looks_back)
    }
}

pub(super) struct Names<'a> {
    pub measures: &'a [Measure],
    pub by_measure: &'a BTreeMap<String, usize>,
    pub by_indicator: &'a BTreeMap<String, usize>,
}

/// The unit of a part of a formula, and its number where it is a constant.
#[derive(Debug, Clone)]
struct Typed {
    dimension: Dimension,
    scale: f64,
    constant: Option<f64>,
}

pub(super) fn compile(
    names: &Names,
    indicators: &[Indicator],
    formulas: &[Placed],
) -> Result<Program, LoadError> {
    let mut program = Program { selections: vec![Vec::new(); names.measures.len()], ..Program::default() };
    for (indicator, placed) in indicators.iter().zip(formulas) {
        let mut compiler = Compiler { names, indicators, placed, selections: &mut program.selections };
        program.nodes.push(compiler.formula(indicator)?);
    }
    let order = Order { indicators, formulas, nodes: &program.nodes };
    program.rests_on = order.rests_on(names)?;
    for (index, measures) in program.rests_on.iter().enumerate() {
        let secret = measures.iter().find(|measure| {
            names.measures.get(**measure).is_some_and(|measure| measure.secrecy != Secrecy::None)
        });
        let (Some(indicator), Some(placed)) = (indicators.get(index), formulas.get(index)) else { continue };
        if let Some(measure) = secret.and_then(|secret| names.measures.get(*secret))
            && indicator.secrecy == "none"
        {
            return Err(placed.fault(
                0,
                format!(
                    "{} rests on \"{}\", whose small counts are withheld, so its secrecy cannot be \"none\"",
                    indicator.id, measure.id
                ),
            ));
        }
    }
    Ok(program)
}

struct Compiler<'a> {
    names: &'a Names<'a>,
    indicators: &'a [Indicator],
    placed: &'a Placed,
    selections: &'a mut Vec<Vec<Selection>>,
}

impl Compiler<'_> {
    fn fault(&self, at: usize, sentence: impl std::fmt::Display) -> LoadError {
        self.placed.fault(at, sentence)
    }

    fn formula(&mut self, indicator: &Indicator) -> Result<Option<Node>, LoadError> {
        if let Some(composite) = &indicator.composite {
            for part in &composite.parts {
                if !self.names.by_indicator.contains_key(&part.indicator) {
                    return Err(
                        self.fault(0, format!("the index has the unknown part \"{}\"", part.indicator))
                    );
                }
                if !part.weight.is_finite() || part.weight == 0.0 {
                    let sentence = format!("the weight of {} is {}", part.indicator, part.weight);
                    return Err(self.fault(0, sentence + ", but must be a number other than 0"));
                }
            }
            return Ok(None);
        }
        if self.placed.text.trim().is_empty() {
            return Ok(None);
        }
        let parsed = parser::parse(&self.placed.text).and_then(Expr::written_out);
        let expr = parsed.map_err(|error| self.fault(error.at, error))?;
        let (node, typed) = self.node(&expr)?;
        self.fits(indicator, &typed)?;
        Ok(Some(node))
    }

    /// The formula must give the unit and the factor that the indicator states.
    fn fits(&self, indicator: &Indicator, typed: &Typed) -> Result<(), LoadError> {
        let unit = &indicator.unit;
        if typed.dimension != unit.dimension {
            return Err(self.fault(
                0,
                format!(
                    "the formula of {} gives {}, but its unit \"{}\" is {}",
                    indicator.id, typed.dimension, unit.text, unit.dimension
                ),
            ));
        }
        if typed.constant.is_none() && (typed.scale / unit.scale - 1.0).abs() > 1e-9 {
            return Err(self.fault(
                0,
                format!(
                    "the formula of {} has the factor {}, but its unit \"{}\" needs {}",
                    indicator.id, typed.scale, unit.text, unit.scale
                ),
            ));
        }
        Ok(())
    }

    fn node(&mut self, expr: &Expr) -> Result<(Node, Typed), LoadError> {
        match expr {
            Expr::Number(number) => Ok((Node::Number(*number), constant(*number))),
            Expr::Measure(name) => {
                let operand = self.operand(name)?;
                let measure = self.measure(name)?;
                Ok((Node::Operand(operand), of_unit(&measure.1.unit.dimension, measure.1.unit.scale)))
            }
            Expr::Indicator(name) => self.indicator(name),
            Expr::Negative(inner) => {
                let (node, typed) = self.node(inner)?;
                let typed = Typed { constant: typed.constant.map(|number| -number), ..typed };
                Ok((Node::Negative(Box::new(node)), typed))
            }
            Expr::Binary(operator, left, right) => self.binary(*operator, left, right),
            Expr::Choice(choice, left, right) => {
                let ((left_node, a), (right_node, b)) = (self.node(left)?, self.node(right)?);
                let typed = self.alike("compare", &a, &b, place(left))?;
                Ok((Node::Choice(*choice, Box::new(left_node), Box::new(right_node)), typed))
            }
            // invariant: `formula` writes every sum out before this
            Expr::Sum(..) => unreachable!(),
            Expr::Areas(word) => Ok((Node::Areas(self.level(word)?), self.areas())),
            Expr::Without(word, name) => {
                let level = self.level(word)?;
                Ok((Node::Without(level, self.operand(name)?), self.areas()))
            }
        }
    }

    fn areas(&self) -> Typed {
        let dimension = super::unit::Unit::parse("areas").map(|unit| unit.dimension).unwrap_or_default();
        of_unit(&dimension, 1.0)
    }

    fn level(&self, word: &super::formula::Word) -> Result<AreaLevel, LoadError> {
        AreaLevel::from_word(&word.text).ok_or_else(|| {
            let known = AreaLevel::ALL.map(AreaLevel::word).join(", ");
            self.fault(word.at, format!("\"{}\" is not a level of areas; hint: known are {known}", word.text))
        })
    }

    fn binary(&mut self, operator: Operator, left: &Expr, right: &Expr) -> Result<(Node, Typed), LoadError> {
        let ((left_node, a), (right_node, b)) = (self.node(left)?, self.node(right)?);
        let both = |apply: fn(f64, f64) -> f64| Some(apply(a.constant?, b.constant?));
        let typed = match operator {
            Operator::Times => Typed {
                dimension: a.dimension.times(&b.dimension, 1),
                scale: a.scale * b.scale,
                constant: both(|x, y| x * y),
            },
            Operator::Divide => {
                if b.constant == Some(0.0) {
                    let sentence = "this divides by zero, whatever the figures are";
                    return Err(self.fault(place(right), sentence));
                }
                Typed {
                    dimension: a.dimension.times(&b.dimension, -1),
                    scale: a.scale / b.scale,
                    constant: both(|x, y| x / y),
                }
            }
            Operator::Plus | Operator::Minus => {
                let typed = self.alike("add or subtract", &a, &b, place(left))?;
                // A figure less itself is zero, which a division would only find at run time.
                let nothing = operator == Operator::Minus && left_node == right_node;
                let sum = if operator == Operator::Plus { both(|x, y| x + y) } else { both(|x, y| x - y) };
                Typed { constant: if nothing { Some(0.0) } else { sum }, ..typed }
            }
        };
        Ok((Node::Binary(operator, Box::new(left_node), Box::new(right_node)), typed))
    }

    /// Only what has the same unit and factor can be added or compared; a plain number takes over the
    /// factor of a pure number.
    fn alike(&self, what: &str, a: &Typed, b: &Typed, at: usize) -> Result<Typed, LoadError> {
        if a.dimension != b.dimension {
            let sentence = format!("cannot {what} {} and {}", a.dimension, b.dimension);
            return Err(self.fault(at, sentence));
        }
        match (a.constant, b.constant) {
            (Some(_), _) => Ok(Typed { constant: None, ..b.clone() }),
            (None, Some(_)) => Ok(a.clone()),
            (None, None) if (a.scale / b.scale - 1.0).abs() > 1e-9 => {
                Err(self
                    .fault(at, format!("cannot {what} figures with the factors {} and {}", a.scale, b.scale)))
            }
            (None, None) => Ok(a.clone()),
        }
    }

    fn measure(&self, name: &Name) -> Result<(usize, &Measure), LoadError> {
        let index = self.names.by_measure.get(&name.word.text).copied();
        index.and_then(|index| Some((index, self.names.measures.get(index)?))).ok_or_else(|| {
            let word = &name.word.text;
            let near = self.names.by_measure.keys().min_by_key(|known| strsim::levenshtein(known, word));
            let hint = near.map(|known| format!("; hint: did you mean \"{known}\"?")).unwrap_or_default();
            self.fault(name.word.at, format!("there is no measure \"{word}\"{hint}"))
        })
    }

    fn operand(&mut self, name: &Name) -> Result<Operand, LoadError> {
        let (index, measure) = self.measure(name)?;
        let kind = match &name.selector.kind {
            None => None,
            Some(word) => {
                let position = measure.types.iter().position(|known| known.rsplit('/').next() == Some(word));
                let kind = position.and_then(|position| u8::try_from(position).ok());
                Some(kind.ok_or_else(|| {
                    let known =
                        if measure.types.is_empty() { "none".to_owned() } else { measure.types.join(", ") };
                    let id = &measure.id;
                    self.fault(name.word.at, format!("{id} has no type \"{word}\"; hint: it has {known}"))
                })?)
            }
        };
        let selection = Selection {
            ages: name.selector.ages.and_then(|ages| match ages {
                AgeChoice::These(Ages { from: 0, to: None }) | AgeChoice::OfTheSum => None,
                AgeChoice::These(ages) => Some(ages),
            }),
            sex: name.selector.sex.and_then(|sex| match sex {
                SexChoice::This(sex) => Some(sex),
                SexChoice::OfTheSum => None,
            }),
            grades: name.selector.grades,
            kind,
        };
        let stand_in = match &measure.stand_in {
            None => None,
            Some(id) => {
                let other = self.names.by_measure.get(id).copied();
                let sentence = || format!("\"{id}\", which stands in for {}, is no measure", measure.id);
                let other = other.ok_or_else(|| self.fault(name.word.at, sentence()))?;
                // Its types are other ones, and it has no grades.
                let is_plain = selection.kind.is_none() && selection.grades.is_none();
                is_plain.then(|| (other, self.selected(other, selection.clone())))
            }
        };
        let selection = self.selected(index, selection);
        let (place, time) = (name.selector.place, name.selector.time);
        Ok(Operand { measure: index, selection, place, time, stand_in })
    }

    /// The index of a selection of a measure; a new one is noted.
    fn selected(&mut self, measure: usize, selection: Selection) -> usize {
        // invariant: there is a list for every measure
        let list = self.selections.get_mut(measure).expect("a list of selections");
        list.iter().position(|known| *known == selection).unwrap_or_else(|| {
            list.push(selection);
            list.len() - 1
        })
    }

    fn indicator(&self, name: &Name) -> Result<(Node, Typed), LoadError> {
        let word = &name.word;
        let index = self.names.by_indicator.get(&word.text).copied();
        let found = index.and_then(|index| Some((index, self.indicators.get(index)?)));
        let (index, indicator) =
            found.ok_or_else(|| self.fault(word.at, format!("there is no indicator \"{}\"", word.text)))?;
        let selector = &name.selector;
        if selector.ages.is_some()
            || selector.sex.is_some()
            || selector.grades.is_some()
            || selector.kind.is_some()
        {
            let sentence = format!("@{} can only be taken of another area or time", word.text);
            return Err(self.fault(word.at, sentence));
        }
        let node = Node::Indicator { index, place: selector.place, time: selector.time };
        Ok((node, of_unit(&indicator.unit.dimension, indicator.unit.scale)))
    }
}

fn constant(number: f64) -> Typed {
    Typed { dimension: Dimension::default(), scale: number, constant: Some(number) }
}

fn of_unit(dimension: &Dimension, scale: f64) -> Typed {
    Typed { dimension: dimension.clone(), scale, constant: None }
}

/// Where a part of a formula begins, as far as names tell.
fn place(expr: &Expr) -> usize {
    match expr {
        Expr::Measure(name) | Expr::Indicator(name) => name.word.at,
        Expr::Areas(word) | Expr::Without(word, _) => word.at,
        Expr::Negative(inner) | Expr::Sum(_, inner) => place(inner),
        Expr::Binary(_, left, right) | Expr::Choice(_, left, right) => match place(left) {
            0 => place(right),
            at => at,
        },
        Expr::Number(_) => 0,
    }
}

/// Which indicators lean on which; finds the circles.
struct Order<'a> {
    indicators: &'a [Indicator],
    formulas: &'a [Placed],
    nodes: &'a [Option<Node>],
}

impl Order<'_> {
    fn rests_on(&self, names: &Names) -> Result<Vec<Vec<usize>>, LoadError> {
        let mut done: Vec<Option<Vec<usize>>> = vec![None; self.indicators.len()];
        for index in 0..self.indicators.len() {
            self.visit(index, names, &mut Vec::new(), &mut done)?;
        }
        Ok(done.into_iter().map(Option::unwrap_or_default).collect())
    }

    fn visit(
        &self,
        index: usize,
        names: &Names,
        path: &mut Vec<usize>,
        done: &mut [Option<Vec<usize>>],
    ) -> Result<Vec<usize>, LoadError> {
        if let Some(Some(known)) = done.get(index) {
            return Ok(known.clone());
        }
        if path.contains(&index) {
            return Err(self.circle(index, path));
        }
        path.push(index);
        let (mut measures, mut others) = (Vec::new(), Vec::new());
        if let Some(Some(node)) = self.nodes.get(index) {
            node.collect(&mut measures, &mut others);
        }
        if let Some(composite) = self.indicators.get(index).and_then(|indicator| indicator.composite.as_ref())
        {
            others.extend(composite.parts.iter().filter_map(|part| names.by_indicator.get(&part.indicator)));
        }
        for other in others {
            measures.extend(self.visit(other, names, path, done)?);
        }
        path.pop();
        measures.sort_unstable();
        measures.dedup();
        if let Some(slot) = done.get_mut(index) {
            *slot = Some(measures.clone());
        }
        Ok(measures)
    }

    fn circle(&self, index: usize, path: &[usize]) -> LoadError {
        let start = path.iter().position(|known| *known == index).unwrap_or(0);
        let round = path.iter().skip(start).chain([&index]);
        let ids: Vec<&str> = round
            .filter_map(|index| self.indicators.get(*index))
            .map(|indicator| indicator.id.as_str())
            .collect();
        let sentence = format!("the formulas lean on each other in a circle: {}", ids.join(" -> "));
        match self.formulas.get(index) {
            Some(placed) => placed.fault(0, sentence),
            None => LoadError::Fault { file: String::new(), line: 0, sentence },
        }
    }
}

impl Node {
    fn looks_back(&self) -> i32 {
        let of = |time: &Time| match time {
            Time::Same => 0,
            Time::Before(years) => i32::from(*years),
            Time::Previous => BETWEEN_SURVEYS,
        };
        match self {
            Self::Number(_) | Self::Areas(_) => 0,
            Self::Operand(operand) | Self::Without(_, operand) => of(&operand.time),
            Self::Indicator { time, .. } => of(time),
            Self::Negative(inner) => inner.looks_back(),
            Self::Binary(_, left, right) | Self::Choice(_, left, right) => {
                left.looks_back().max(right.looks_back())
            }
        }
    }

    /// The measures and the indicators that are named.
    fn collect(&self, measures: &mut Vec<usize>, indicators: &mut Vec<usize>) {
        match self {
            Self::Number(_) | Self::Areas(_) => {}
            Self::Operand(operand) | Self::Without(_, operand) => {
                measures.push(operand.measure);
                measures.extend(operand.stand_in.map(|(measure, _)| measure));
            }
            Self::Indicator { index, .. } => indicators.push(*index),
            Self::Negative(inner) => inner.collect(measures, indicators),
            Self::Binary(_, left, right) | Self::Choice(_, left, right) => {
                left.collect(measures, indicators);
                right.collect(measures, indicators);
            }
        }
    }
}
