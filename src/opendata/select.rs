//! A page of the items that match.

use super::filter::Filter;
use super::{Items, Period, Region};
use crate::units::Stop;

/// Which items are asked for. An empty one asks for all.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Whose geometry has a point in common with it.
    pub region: Option<Region>,
    /// Those that hold in it, and those without a time.
    pub period: Option<Period>,
    /// For which the filter holds.
    pub filter: Option<Filter>,
}

/// Some of the items that match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// All that match, on whatever page.
    pub matched: usize,
    /// The numbers of the items of this page.
    pub items: Vec<usize>,
    /// The id behind which the next page begins; `None` on the last page.
    pub next: Option<String>,
}

impl Selection {
    fn holds(&self, items: &dyn Items, item: usize) -> bool {
        let in_time = |asked: &Period| items.period(item).is_none_or(|period| period.meets(asked));
        let in_region = |region: &Region| items.shape(item).is_some_and(|shape| region.touches(&shape));
        self.period.as_ref().is_none_or(in_time)
            && self.filter.as_ref().is_none_or(|filter| filter.holds(items, item))
            && self.region.as_ref().is_none_or(in_region)
    }
}

/// At most `limit` items behind the id `after` that match; `None` if it was stopped before its end.
pub fn select(
    items: &dyn Items,
    selection: &Selection,
    after: Option<&str>,
    limit: usize,
    stop: &Stop,
) -> Option<Page> {
    let first = after.map_or(0, |after| position_behind(items, after));
    let mut page = Page { matched: 0, items: Vec::new(), next: None };
    let mut has_more = false;
    for item in 0..items.count() {
        if item % 256 == 0 && stop.is_requested() {
            return None;
        }
        if !selection.holds(items, item) {
            continue;
        }
        page.matched += 1;
        if item >= first && page.items.len() < limit {
            page.items.push(item);
        } else {
            has_more |= item >= first;
        }
    }
    let last = page.items.last().filter(|_| has_more);
    page.next = last.map(|item| items.id(*item).into_owned());
    Some(page)
}

/// The number of the item with an id.
pub fn find(items: &dyn Items, id: &str) -> Option<usize> {
    let at = position(items, |other| other < id);
    (at < items.count() && items.id(at) == id).then_some(at)
}

/// The number of the first item whose id comes after another, whether that one is still there or not.
fn position_behind(items: &dyn Items, id: &str) -> usize {
    position(items, |other| other <= id)
}

/// The number of the first item for which `is_before` does not hold.
fn position(items: &dyn Items, is_before: impl Fn(&str) -> bool) -> usize {
    let (mut low, mut high) = (0, items.count());
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(&items.id(middle)) { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;
    use crate::crs::Crs;
    use crate::opendata::{Shape, Value};
    use crate::units::GeoPoint;

    /// Points on a line, every third without a time.
    struct Line(Vec<(String, i64)>);

    impl Items for Line {
        fn count(&self) -> usize {
            self.0.len()
        }

        fn id(&self, item: usize) -> Cow<'_, str> {
            self.0[item].0.as_str().into()
        }

        fn value(&self, item: usize, property: usize) -> Value<'_> {
            if property == 0 { Value::Whole(self.0[item].1) } else { Value::Missing }
        }

        fn shape(&self, item: usize) -> Option<Shape<'_>> {
            (self.0[item].1 != 7).then_some(Shape::Point(GeoPoint { lon: self.0[item].1 as f64, lat: 53.0 }))
        }

        fn period(&self, item: usize) -> Option<Period> {
            (!item.is_multiple_of(3)).then(|| Period::year(2000 + self.0[item].1 as i32))
        }
    }

    proptest! {
        /// Against a plain scan: pages put together are what matches, in order and each once.
        #[test]
        fn pages_hold_each_match_once(
            numbers in prop::collection::btree_map("[a-f]{1,3}", 0_i64..20, 0..40),
            limit in 1_usize..10,
            west in 0_i64..20,
            year in 2000_i32..2020,
        ) {
            let line = Line(numbers.into_iter().collect());
            let region = Region::new([west as f64, 50.0, 20.0, 60.0], &Crs::wgs84()).unwrap();
            let selection = Selection { region: Some(region), period: Some(Period::year(year)), filter: None };
            let fits = |item: &usize| {
                let number = line.0[*item].1;
                number >= west && number != 7 && (item.is_multiple_of(3) || i64::from(year) == 2000 + number)
            };
            let expected: Vec<usize> = (0..line.count()).filter(fits).collect();
            let (mut found, mut after) = (Vec::new(), None::<String>);
            loop {
                let page = select(&line, &selection, after.as_deref(), limit, &Stop::never()).unwrap();
                prop_assert_eq!(page.matched, expected.len());
                prop_assert!(page.items.len() <= limit);
                found.extend(page.items);
                let Some(next) = page.next else { break };
                after = Some(next);
            }
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn an_item_is_found_by_its_id_and_a_page_goes_on_behind_one_that_has_gone() {
        let line = Line(["a", "c", "e"].map(|id| (id.to_owned(), 1)).to_vec());
        assert_eq!(["a", "b", "e", "f", ""].map(|id| find(&line, id)), [Some(0), None, Some(2), None, None]);
        let behind = |id| select(&line, &Selection::default(), Some(id), 9, &Stop::never()).unwrap().items;
        assert_eq!((behind("b"), behind("c"), behind("z")), (vec![1, 2], vec![2], vec![]));
    }

    #[test]
    fn a_stop_ends_the_scan() {
        let stop = Stop::new();
        stop.request();
        let line = Line(vec![("a".to_owned(), 1)]);
        assert!(select(&line, &Selection::default(), None, 9, &stop).is_none());
    }
}
