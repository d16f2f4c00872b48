//! A block of an extract: a table of texts, and the nodes, ways or relations that name texts by their number in it.

use super::Position;
use super::wire::{Damaged, Fields, Packed, signed};

/// Nodes, ways or relations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Node,
    Way,
    Relation,
}

/// One object of a block.
#[derive(Debug)]
pub(super) struct Element<'a> {
    pub id: i64,
    pub tags: Tags<'a>,
    pub shape: Shape<'a>,
}

#[derive(Debug)]
pub(super) enum Shape<'a> {
    Node(Position),
    /// The ids of its nodes.
    Way(&'a [i64]),
    /// The ids of its ways.
    Relation(&'a [i64]),
}

/// The tags of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tags<'a> {
    texts: &'a [&'a str],
    pairs: &'a [(usize, usize)],
}

impl<'a> Tags<'a> {
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let texts = self.texts;
        self.pairs.iter().filter_map(move |(key, value)| Some((*texts.get(*key)?, *texts.get(*value)?)))
    }

    /// The value of a key, without blanks around it; `None` for an empty one.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        let value = self.iter().find(|(name, _)| *name == key)?.1.trim();
        (!value.is_empty()).then_some(value)
    }
}

/// Calls `each` for every object of one kind.
pub(super) fn visit(
    block: &[u8],
    kind: Kind,
    each: &mut dyn FnMut(Element) -> Result<(), Damaged>,
) -> Result<(), Damaged> {
    let mut raw_texts: &[u8] = &[];
    let mut frame = Frame { granularity: 100, lat_offset: 0, lon_offset: 0 };
    let mut groups = Vec::new();
    for field in Fields::of(block) {
        match field? {
            (1, value) => raw_texts = value.bytes()?,
            (2, value) => groups.push(value.bytes()?),
            (17, value) => frame.granularity = value.number()? as i64,
            (19, value) => frame.lat_offset = value.number()? as i64,
            (20, value) => frame.lon_offset = value.number()? as i64,
            _ => {}
        }
    }
    let mut texts = None;
    for group in groups {
        for field in Fields::of(group) {
            let (number, value) = field?;
            let found = match number {
                1 | 2 => Kind::Node,
                3 => Kind::Way,
                4 => Kind::Relation,
                _ => continue,
            };
            if found != kind {
                continue;
            }
            let texts = match &mut texts {
                Some(texts) => texts,
                none => none.insert(read_texts(raw_texts)?),
            };
            let object = value.bytes()?;
            match number {
                1 => frame.node(object, texts, each)?,
                2 => frame.dense(object, texts, each)?,
                3 => way(object, texts, each)?,
                _ => relation(object, texts, each)?,
            }
        }
    }
    Ok(())
}

/// When the newest node of a block was changed, in seconds since 1970; 0 where the file does not say it.
pub(super) fn newest(block: &[u8]) -> Result<i64, Damaged> {
    let (mut milliseconds, mut newest) = (1000, 0);
    for field in Fields::of(block) {
        match field? {
            (18, value) => milliseconds = value.number()? as i64,
            (2, value) => newest = newest.max(newest_of_group(value.bytes()?)?),
            _ => {}
        }
    }
    Ok(newest.saturating_mul(milliseconds) / 1000)
}

fn newest_of_group(group: &[u8]) -> Result<i64, Damaged> {
    let inner = |message, wanted| -> Result<&[u8], Damaged> {
        let found = Fields::of(message).find(|field| field.is_ok_and(|(number, _)| number == wanted));
        found.map_or(Ok(&[][..]), |field| field?.1.bytes())
    };
    let mut moments = Packed::of(inner(inner(inner(group, 2)?, 5)?, 2)?);
    let (mut moment, mut newest) = (0_i64, 0);
    while !moments.is_empty() {
        moment = moment.checked_add(moments.take_signed()?).ok_or(Damaged)?;
        newest = newest.max(moment);
    }
    Ok(newest)
}

fn read_texts(table: &[u8]) -> Result<Vec<&str>, Damaged> {
    let mut texts = Vec::new();
    for field in Fields::of(table) {
        if let (1, value) = field? {
            texts.push(value.text()?);
        }
    }
    Ok(texts)
}

/// How the numbers of a block become degrees.
struct Frame {
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

type Each<'e> = &'e mut dyn FnMut(Element) -> Result<(), Damaged>;

impl Frame {
    fn position(&self, lat: i64, lon: i64) -> Result<Position, Damaged> {
        let degrees = |offset: i64, number: i64, most: i64| {
            let nano = self.granularity.checked_mul(number).and_then(|nano| nano.checked_add(offset));
            let units = nano.ok_or(Damaged)? / 100;
            if (-most..=most).contains(&units) {
                i32::try_from(units).map_err(|_| Damaged)
            } else {
                Err(Damaged)
            }
        };
        Ok(Position {
            lat: degrees(self.lat_offset, lat, 900_000_000)?,
            lon: degrees(self.lon_offset, lon, 1_800_000_000)?,
        })
    }

    fn node(&self, object: &[u8], texts: &[&str], each: Each) -> Result<(), Damaged> {
        let (mut id, mut lat, mut lon) = (0, 0, 0);
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        for field in Fields::of(object) {
            match field? {
                (1, value) => id = signed(value.number()?),
                (2, value) => keys = Packed::of(value.bytes()?),
                (3, value) => values = Packed::of(value.bytes()?),
                (8, value) => lat = signed(value.number()?),
                (9, value) => lon = signed(value.number()?),
                _ => {}
            }
        }
        let pairs = pairs(keys, values, texts)?;
        let tags = Tags { texts, pairs: &pairs };
        each(Element { id, tags, shape: Shape::Node(self.position(lat, lon)?) })
    }

    /// Many nodes as columns; each number is the difference to the one before.
    fn dense(&self, object: &[u8], texts: &[&str], each: Each) -> Result<(), Damaged> {
        let (mut ids, mut lats, mut lons, mut pairs_of_all) = Default::default();
        for field in Fields::of(object) {
            let (number, value) = field?;
            let column = match number {
                1 => &mut ids,
                8 => &mut lats,
                9 => &mut lons,
                10 => &mut pairs_of_all,
                _ => continue,
            };
            *column = Packed::of(value.bytes()?);
        }
        let (mut id, mut lat, mut lon) = (0_i64, 0_i64, 0_i64);
        let mut pairs = Vec::new();
        while !ids.is_empty() {
            id = id.checked_add(ids.take_signed()?).ok_or(Damaged)?;
            lat = lat.checked_add(lats.take_signed()?).ok_or(Damaged)?;
            lon = lon.checked_add(lons.take_signed()?).ok_or(Damaged)?;
            pairs.clear();
            // Without any tags in the block the column is missing.
            while !pairs_of_all.is_empty() {
                let key = pairs_of_all.take()?;
                if key == 0 {
                    break;
                }
                pairs.push(pair(key, pairs_of_all.take()?, texts)?);
            }
            let tags = Tags { texts, pairs: &pairs };
            each(Element { id, tags, shape: Shape::Node(self.position(lat, lon)?) })?;
        }
        if lats.is_empty() && lons.is_empty() && pairs_of_all.is_empty() { Ok(()) } else { Err(Damaged) }
    }
}

fn way(object: &[u8], texts: &[&str], each: Each) -> Result<(), Damaged> {
    let (id, keys, values, members) = columns(object, 8)?;
    let pairs = pairs(keys, values, texts)?;
    let nodes = running_sum(members)?;
    each(Element { id, tags: Tags { texts, pairs: &pairs }, shape: Shape::Way(&nodes) })
}

fn relation(object: &[u8], texts: &[&str], each: Each) -> Result<(), Damaged> {
    const WAY: u64 = 1;
    let (id, keys, values, members) = columns(object, 9)?;
    let pairs = pairs(keys, values, texts)?;
    let mut kinds = Packed::default();
    for field in Fields::of(object) {
        if let (10, value) = field? {
            kinds = Packed::of(value.bytes()?);
        }
    }
    let mut ways = Vec::new();
    for member in running_sum(members)? {
        if kinds.take()? == WAY {
            ways.push(member);
        }
    }
    each(Element { id, tags: Tags { texts, pairs: &pairs }, shape: Shape::Relation(&ways) })
}

type Columns<'a> = (i64, Packed<'a>, Packed<'a>, Packed<'a>);

/// Id, keys, values and members of a way or relation.
fn columns(object: &[u8], members_field: u64) -> Result<Columns<'_>, Damaged> {
    let (mut id, mut keys, mut values, mut members) =
        (0, Packed::default(), Packed::default(), Packed::default());
    for field in Fields::of(object) {
        match field? {
            (1, value) => id = value.number()? as i64,
            (2, value) => keys = Packed::of(value.bytes()?),
            (3, value) => values = Packed::of(value.bytes()?),
            (number, value) if number == members_field => members = Packed::of(value.bytes()?),
            _ => {}
        }
    }
    Ok((id, keys, values, members))
}

fn running_sum(mut differences: Packed) -> Result<Vec<i64>, Damaged> {
    let mut ids = Vec::new();
    let mut id = 0_i64;
    while !differences.is_empty() {
        id = id.checked_add(differences.take_signed()?).ok_or(Damaged)?;
        ids.push(id);
    }
    Ok(ids)
}

fn pairs(mut keys: Packed, mut values: Packed, texts: &[&str]) -> Result<Vec<(usize, usize)>, Damaged> {
    let mut pairs = Vec::new();
    while !keys.is_empty() {
        pairs.push(pair(keys.take()?, values.take()?, texts)?);
    }
    if values.is_empty() { Ok(pairs) } else { Err(Damaged) }
}

fn pair(key: u64, value: u64, texts: &[&str]) -> Result<(usize, usize), Damaged> {
    let known = |number: u64| usize::try_from(number).ok().filter(|at| *at < texts.len()).ok_or(Damaged);
    Ok((known(key)?, known(value)?))
}
