//! Filters against a plain reading of what they say.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::opendata::{Kind, Period, Shape, Value};
use crate::units::GeoPoint;

fn properties() -> Vec<Property> {
    [
        ("name", Kind::Text),
        ("places", Kind::Whole),
        ("share", Kind::Number),
        ("counted_on", Kind::Date),
        ("open", Kind::YesNo),
        ("odd name", Kind::Text),
    ]
    .map(|(name, kind)| Property::new(name, kind, name, name))
    .to_vec()
}

/// One item with a value for each property.
struct One(Vec<Value<'static>>, Option<GeoPoint>);

impl Items for One {
    fn count(&self) -> usize {
        1
    }

    fn id(&self, _: usize) -> Cow<'_, str> {
        "one".into()
    }

    fn value(&self, _: usize, property: usize) -> Value<'_> {
        self.0[property].clone()
    }

    fn shape(&self, _: usize) -> Option<Shape<'_>> {
        self.1.map(Shape::Point)
    }

    fn period(&self, _: usize) -> Option<Period> {
        None
    }
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn home() -> One {
    let values = vec![
        Value::text("Haus am Straßberg"),
        Value::Whole(20),
        Value::Number(0.25),
        Value::Date(day("2026-03-17")),
        Value::YesNo(true),
        Value::Missing,
    ];
    One(values, Some(GeoPoint { lon: 11.5, lat: 53.3 }))
}

fn holds(text: &str) -> bool {
    parse(text, &properties(), None).unwrap_or_else(|error| panic!("{text}: {error}")).holds(&home(), 0)
}

fn error(text: &str) -> String {
    parse(text, &properties(), None).unwrap_err().to_string()
}

/// With the examples of the standard's clauses 6 and 7, on the item above.
#[test]
fn filters_hold_as_the_standard_says() {
    for text in [
        "places = 20",
        "places=20 and share<.5",
        "20 = places",
        "places <> 21 AND NOT places > 20",
        "NOT (places < 20 OR places > 20)",
        "places BETWEEN 20 AND 30",
        "places NOT BETWEEN 21 AND 30",
        "places IN (1, 2, 20)",
        "name NOT IN ('a', 'b')",
        "name = 'Haus am Straßberg'",
        "name LIKE 'Haus%'",
        "name LIKE '%berg'",
        "name LIKE 'Haus__m %'",
        "name NOT LIKE '%haus%'",
        "CASEI(name) LIKE casei('HAUS AM STRASS%')",
        "CASEI(name) = CASEI('haus am STRASSBERG')",
        "counted_on = DATE('2026-03-17')",
        "counted_on >= '2026-03-01' AND counted_on < TIMESTAMP('2026-03-18T00:00:00Z')",
        "open",
        "open = TRUE",
        "NOT open = false",
        "\"odd name\" IS NULL",
        "name IS NOT NULL",
        "TRUE",
        "NOT FALSE",
        "share = 2.5e-1",
        "S_INTERSECTS(geometry, BBOX(11,53,12,54))",
        "S_INTERSECTS(geometry, BBOX(11,53,0,12,54,100))",
        "S_INTERSECTS(geometry, BBOX(170,53,11.6,54))",
        "S_INTERSECTS(geometry, POINT(11.5 53.3))",
        "s_within(geometry, polygon((11 53, 12 53, 12 54, 11 54, 11 53)))",
        "S_CONTAINS(POLYGON((11 53, 12 53, 12 54, 11 54, 11 53)), geometry)",
        "S_WITHIN(geometry, MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((11 53, 12 53, 12 54, 11 54, 11 53))))",
        "S_DISJOINT(\"geometry\", LINESTRING(0 0, 1 1))",
        "S_INTERSECTS(geometry, MULTIPOINT((11.5 53.3), (1 1)))",
        "S_EQUALS(geometry, POINT(11.5 53.3))",
        "S_TOUCHES(geometry, LINESTRING(11.5 53.3, 12 54))",
        "name = 'it''s' OR name <> 'it\\'s'",
    ] {
        assert!(holds(text), "{text}");
    }
    for text in [
        "places = 21",
        "share > 0.25",
        "name = 'Haus'",
        "name LIKE 'haus%'",
        "name LIKE 'Haus\\%'",
        "\"odd name\" = 'x'",
        "NOT \"odd name\" = 'x'",
        "\"odd name\" IN ('x')",
        "\"odd name\" LIKE '%'",
        "FALSE OR \"odd name\" <> 'x'",
        "S_WITHIN(geometry, BBOX(0,0,1,1))",
        "S_INTERSECTS(geometry, POLYGON((11 53, 12 53, 12 54, 11 54, 11 53), (11.4 53.2, 11.6 53.2, 11.6 53.4, 11.4 53.4, 11.4 53.2)))",
        "S_DISJOINT(geometry, BBOX(11,53,12,54))",
    ] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    for (text, said) in [
        ("", "found the end"),
        ("places", "expected =, <>"),
        ("places =", "a property or a value, found the end"),
        ("places = 20 20", "AND, OR or the end, found the number 20"),
        ("beds = 1", "\"beds\" is no property of this collection; hint: known are name, places"),
        ("places = 'x'", "places (whole number) cannot be compared with the text 'x'"),
        ("name = 3", "name (text) cannot be compared with the number 3"),
        ("name BETWEEN 1 AND 2", "cannot be compared"),
        ("places IN ('a')", "cannot be compared"),
        ("places LIKE '1%'", "LIKE and CASEI take texts, found places (whole number)"),
        ("name LIKE places", "LIKE and CASEI take texts"),
        ("CASEI(places) = 'a'", "LIKE and CASEI take texts"),
        ("counted_on > '17.3.2026'", "\"17.3.2026\" is not a day"),
        ("DATE(2026) = counted_on", "a day or time in single quotes"),
        ("AVG(places) > 1", "\"AVG\" is no function"),
        ("places > 1e999", "\"1e999\" is not a number"),
        ("places > 1x", "\"1x\" is not a number"),
        ("name = 'x", "a quote is opened"),
        ("places * 2 > 1", "\"*\" cannot stand"),
        ("(places = 1", "expected \")\""),
        ("places IS 3", "expected NULL"),
        ("places IN ()", "a property or a value"),
        ("places BETWEEN 1 OR 2", "expected AND"),
        ("S_INTERSECTS(geometry, geometry)", "one geometry as text"),
        ("S_INTERSECTS(POINT(1 1), POINT(1 1))", "one geometry as text"),
        ("S_INTERSECTS(name, POINT(1 1))", "one geometry as text"),
        ("S_INTERSECTS(geometry, POINT(200 1))", "the coordinates 200 1 are no point in EPSG:4326"),
        ("S_INTERSECTS(geometry, POINT(1))", "a number"),
        ("S_INTERSECTS(geometry, BBOX(1,2,3))", "four or six numbers, found 3"),
        ("S_INTERSECTS(geometry, BBOX(1,3,2,2))", "the wrong way round"),
        ("S_WITHIN(geometry, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))", "the geometry cannot be used"),
    ] {
        let found = error(text);
        assert!(found.contains(said), "{text}: {found}");
    }
    assert_eq!(error(&"x".repeat(5_000)), "the filter is longer than 4000 characters");
    for deep in [format!("{}TRUE{}", "(".repeat(31), ")".repeat(31)), format!("{}TRUE", "NOT ".repeat(31))] {
        assert!(error(&deep).contains("deeper than 30"));
    }
    assert!(holds(&format!("{}TRUE{}", "(".repeat(30), ")".repeat(30))));
}

#[test]
fn coordinates_are_meant_in_the_system_that_is_named() {
    let crs = Crs::from_name("EPSG:25833").unwrap();
    let ludwigslust = One(home().0, Some(GeoPoint { lon: 11.4957, lat: 53.3249 }));
    let held = |text: &str| parse(text, &properties(), Some(&crs)).unwrap().holds(&ludwigslust, 0);
    assert!(held("S_INTERSECTS(geometry, BBOX(266600, 5914100, 266700, 5914200))"));
    assert!(!held("S_INTERSECTS(geometry, BBOX(266700, 5914100, 266800, 5914200))"));
    let error = parse("S_WITHIN(geometry, BBOX(3,1,2,2))", &properties(), Some(&crs)).unwrap_err();
    assert!(error.to_string().contains("wrong way round"));
}

#[test]
fn a_value_of_a_query_is_read_by_the_kind_of_its_property() {
    let held = |property: usize, text: &str| {
        equals(&properties(), property, text).ok().map(|filter| filter.holds(&home(), 0))
    };
    assert_eq!(held(0, "Haus am Straßberg"), Some(true));
    assert_eq!((held(1, "20"), held(1, "21"), held(1, "x")), (Some(true), Some(false), None));
    assert_eq!((held(2, "0.25"), held(2, "NaN")), (Some(true), None));
    assert_eq!((held(3, "2026-03-17"), held(3, "2026-3-")), (Some(true), None));
    assert_eq!((held(4, "true"), held(4, "false"), held(4, "1")), (Some(true), Some(false), None));
}

proptest! {
    /// An `AND` and an `OR` of comparisons against three-valued logic written out.
    #[test]
    fn connectives_are_those_of_three_valued_logic(
        parts in prop::collection::vec((0_u8..6, -3_i64..4), 1..6),
        value in prop::option::of(-3_i64..4),
    ) {
        let signs = ["=", "<>", "<", "<=", ">", ">="];
        let one = |sign: u8, number: i64| value.map(|value| match sign {
            0 => value == number,
            1 => value != number,
            2 => value < number,
            3 => value <= number,
            4 => value > number,
            _ => value >= number,
        });
        let texts: Vec<String> = parts.iter().map(|(sign, number)| format!("places {} {number}", signs[usize::from(*sign)])).collect();
        let answers: Vec<Option<bool>> = parts.iter().map(|(sign, number)| one(*sign, *number)).collect();
        let item = One(vec![Value::Missing, Value::of(value, Value::Whole), Value::Missing, Value::Missing, Value::Missing, Value::Missing], None);
        let held = |text: String| parse(&text, &properties(), None).unwrap().holds(&item, 0);
        prop_assert_eq!(held(texts.join(" AND ")), answers.iter().all(|answer| *answer == Some(true)));
        prop_assert_eq!(held(texts.join(" OR ")), answers.contains(&Some(true)));
        let is_false_for_sure = answers.iter().all(|answer| *answer == Some(false));
        prop_assert_eq!(held(format!("NOT ({})", texts.join(" OR "))), is_false_for_sure);
    }

    /// Against a search by halves that tries every length of each `%`.
    #[test]
    fn patterns_fit_as_by_trying_everything(pattern in "[ab%_]{0,7}", text in "[ab]{0,8}") {
        fn fits(pattern: &[char], text: &[char]) -> bool {
            match pattern.split_first() {
                None => text.is_empty(),
                Some(('%', rest)) => (0..=text.len()).any(|cut| fits(rest, &text[cut..])),
                Some(('_', rest)) => !text.is_empty() && fits(rest, &text[1..]),
                Some((sign, rest)) => text.first() == Some(sign) && fits(rest, &text[1..]),
            }
        }
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        prop_assert_eq!(like::Pattern::new(&pattern).fits(&text), fits(&chars(&pattern), &chars(&text)));
    }

    /// No text makes it panic, and what is read can be asked.
    #[test]
    fn any_text_is_a_filter_or_an_error(text in r#"(S_WITHIN|geometry|POLYGON|BBOX|NOT|AND|OR|name|places|IN|LIKE|IS|NULL|BETWEEN|CASEI|DATE|[(),=<>'"%]|-?[0-9.]{1,4}| |ß){0,30}"#) {
        if let Ok(filter) = parse(&text, &properties(), None) {
            filter.holds(&home(), 0);
        }
    }
}
