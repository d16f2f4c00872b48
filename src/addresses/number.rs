//! House numbers: "5", "5a", "2-4", "12/1", and where a number lies among those of a street.

use super::{House, Precision};
use crate::extract::Position;
use crate::units::{GeoPoint, Metres};

/// Between numbers that are further apart nothing is said.
const MOST_GAP: u16 = 20;
/// Between houses that are further apart nothing is said.
const MOST_DISTANCE: Metres = Metres(500.0);
/// What follows a number is cut behind so many letters.
const LONGEST_TAIL: usize = 12;

/// A number and what follows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct HouseNumber {
    /// 0 where it does not begin with digits.
    pub number: u16,
    /// "a", "-4", "/1"; folded.
    pub tail: String,
}

impl HouseNumber {
    /// The numbers of a text: "3;5" are two.
    pub fn all(text: &str) -> Vec<Self> {
        text.split([';', ',']).filter_map(Self::parse).collect()
    }

    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if matches!(c, '–' | '—') { '-' } else { c })
            .flat_map(char::to_lowercase)
            .collect();
        let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
        let (number, tail) = plain.split_at_checked(digits)?;
        let (number, tail) = match number.parse() {
            Ok(number) => (number, tail),
            Err(_) => (0, plain.as_str()),
        };
        let tail: String = tail.trim_end_matches('.').chars().take(LONGEST_TAIL).collect();
        (number > 0 || !tail.is_empty()).then_some(Self { number, tail })
    }

    /// The last number of "2-4".
    fn last(tail: &str) -> Option<u16> {
        let rest = tail.strip_prefix('-')?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest.get(..digits)?.parse().ok()
    }
}

/// Where a number lies on a street.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Located {
    pub precision: Precision,
    pub point: GeoPoint,
    /// A position among the postcodes of the street.
    pub postcode: usize,
}

/// Finds a number among the houses of a street, which stand in the order of their numbers.
pub(super) fn locate(asked: &HouseNumber, houses: &[House], tails: &[String]) -> Option<Located> {
    let tail = |house: &House| tails.get(house.tail()).map_or("", String::as_str);
    let at = |house: &House, precision| Located {
        precision,
        point: house.position.into(),
        postcode: house.postcode(),
    };
    let start = houses.partition_point(|house| house.number < asked.number);
    let same = || houses.iter().skip(start).take_while(|house| house.number == asked.number);
    if let Some(house) = same().find(|house| tail(house) == asked.tail) {
        return Some(at(house, Precision::House));
    }
    // "2-4" is one house, whichever of its numbers is asked for, and asked for it may be listed as "2".
    let holds = |house: &&House| {
        let last = HouseNumber::last(tail(house));
        house.number % 2 == asked.number % 2
            && last.is_some_and(|last| (house.number..=last).contains(&asked.number))
    };
    let ranges = || houses.iter().take_while(|house| house.number <= asked.number).filter(holds);
    if asked.tail.is_empty()
        && let Some(house) = ranges().next()
    {
        return Some(at(house, Precision::House));
    }
    if HouseNumber::last(&asked.tail).is_some()
        && let Some(house) = same().find(|house| tail(house).is_empty())
    {
        return Some(at(house, Precision::House));
    }
    if let Some(house) = same().next() {
        return Some(at(house, Precision::Interpolated));
    }
    between(asked, houses)
}

/// Between the two nearest numbers on the same side of the street.
fn between(asked: &HouseNumber, houses: &[House]) -> Option<Located> {
    let is_on_side = |house: &&House| house.number > 0 && house.number % 2 == asked.number % 2;
    let start = houses.partition_point(|house| house.number < asked.number);
    let before = houses.iter().take(start).rev().find(is_on_side)?;
    let behind = houses.iter().skip(start).find(is_on_side)?;
    let gap = behind.number - before.number;
    let (from, to) = (GeoPoint::from(before.position), GeoPoint::from(behind.position));
    if gap > MOST_GAP || from.geodesic_to(to) > MOST_DISTANCE {
        return None;
    }
    let share = f64::from(asked.number - before.number) / f64::from(gap);
    let mixed = |from: f64, to: f64| from + (to - from) * share;
    let point = GeoPoint { lon: mixed(from.lon, to.lon), lat: mixed(from.lat, to.lat) };
    Some(Located { precision: Precision::Interpolated, point, postcode: before.postcode() })
}

/// The mean of points and the one of them that is nearest to it.
pub(super) fn middle(positions: &[Position]) -> Option<Position> {
    let count = i64::try_from(positions.len()).ok().filter(|count| *count > 0)?;
    let mean =
        |axis: fn(&Position) -> i32| positions.iter().map(|it| i64::from(axis(it))).sum::<i64>() / count;
    let (lat, lon) = (mean(|it| it.lat), mean(|it| it.lon));
    // A degree of longitude is some six tenths of one of latitude here, which is near enough for a choice.
    let far = |it: &&Position| {
        let (north, east) = (i64::from(it.lat) - lat, (i64::from(it.lon) - lon) * 6 / 10);
        (north * north + east * east, it.lat, it.lon)
    };
    positions.iter().min_by_key(far).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> HouseNumber {
        HouseNumber::parse(text).unwrap()
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, expected) in [
            ("5", (5, "")),
            ("5 A", (5, "a")),
            ("5a", (5, "a")),
            ("2 – 4", (2, "-4")),
            ("12/1", (12, "/1")),
            ("7.", (7, "")),
            ("Haus 3", (0, "haus3")),
            ("99999", (0, "99999")),
        ] {
            let found = number(text);
            assert_eq!((found.number, found.tail.as_str()), expected, "{text}");
        }
        assert_eq!(HouseNumber::all("3;5, 7").len(), 3);
        assert_eq!(HouseNumber::parse(" "), None);
    }

    /// Houses a thousandth of a degree apart for each number.
    fn street(numbers: &[&str]) -> (Vec<House>, Vec<String>) {
        let mut tails = Vec::new();
        let mut sorted: Vec<HouseNumber> = numbers.iter().map(|text| number(text)).collect();
        sorted.sort();
        let house = |it: HouseNumber| {
            tails.push(it.tail);
            House {
                position: Position { lat: 530_000_000, lon: 110_000_000 + i32::from(it.number) * 1_000 },
                number: it.number,
                tail_and_postcode: ((tails.len() - 1) << 4) as u16,
            }
        };
        (sorted.into_iter().map(house).collect(), tails)
    }

    #[test]
    fn a_missing_number_lies_between_its_neighbours_on_the_same_side() {
        let (houses, tails) = street(&["2", "4", "10", "11", "5a", "20-24"]);
        let find = |text: &str| {
            let found = locate(&number(text), &houses, &tails)?;
            Some((found.precision.word(), ((found.point.lon - 11.0) * 10_000.0).round()))
        };
        assert_eq!(find("4"), Some(("house", 4.0)));
        assert_eq!(find("8"), Some(("interpolated", 8.0)));
        assert_eq!(find("7"), Some(("interpolated", 7.0)), "between 5a and 11");
        assert_eq!(find("5"), Some(("interpolated", 5.0)), "the same number with another letter");
        assert_eq!(find("22"), Some(("house", 20.0)), "inside of 20-24");
        assert_eq!(find("21"), None, "on the other side, and beyond its last number");
        assert_eq!(find("2-4"), Some(("house", 2.0)));
        assert_eq!(find("1"), None);
        assert_eq!(find("99"), None);
    }

    #[test]
    fn the_middle_of_points_is_one_of_them() {
        let at = |lat, lon| Position { lat, lon };
        assert_eq!(middle(&[at(0, 0), at(10, 0), at(100, 0)]), Some(at(10, 0)));
        assert_eq!(middle(&[]), None);
    }
}
