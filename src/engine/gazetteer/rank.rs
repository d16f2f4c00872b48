//! How well a name answers a query, and in which order the answers stand.

use super::names::{Key, Reach, Spelling};
use super::query::{Name, Needle};
use super::typos::typos;

/// What of a name the query is, up to typos.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Whole,
    Beginning,
    /// The beginning of a later word.
    Word,
}

/// Best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// The name, or the name with its district or title.
    Exact,
    /// The name without its addition: "Boizenburg" for "Boizenburg/Elbe".
    Main,
    /// Asked for by its postcode alone.
    WithinPostcode,
    /// What has been typed so far begins the name.
    Prefix,
    /// It begins a later word of the name.
    WordPrefix,
    Typos(u8, Part),
    /// The postcode and the name do not fit each other, and this answers one of them.
    Half,
}

/// The rank of an answer; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub grade: Grade,
    /// Found only by taking an umlaut for its bare vowel.
    pub bare: bool,
}

impl Rank {
    /// That of an answer to a part of a text.
    pub const HALF: Self = Self::of(Grade::Half);

    pub const fn of(grade: Grade) -> Self {
        Self { grade, bare: false }
    }

    /// Whether the query names the answer, without typos and without anything left to be typed.
    pub fn is_name(self) -> bool {
        self.grade <= Grade::Main
    }

    pub fn is_half(self) -> bool {
        self.grade == Grade::Half
    }

    /// From 1 for the text itself downwards; never more than that of a better rank.
    pub fn score(self) -> f64 {
        let of_grade = match self.grade {
            Grade::Exact => 1.0,
            Grade::Main => 0.95,
            Grade::WithinPostcode => 0.9,
            Grade::Prefix => 0.85,
            Grade::WordPrefix => 0.75,
            Grade::Typos(count, part) => {
                let of_count = if count <= 1 { 0.65 } else { 0.45 };
                of_count - 0.05 * f64::from(part as u8)
            }
            Grade::Half => 0.2,
        };
        if self.bare { of_grade - 0.02 } else { of_grade }
    }
}

/// How well a query names what a key stands for; `None` if it does not.
pub(super) fn rank(key: &Key, query: &Name) -> Option<Rank> {
    let against = |needle: &Needle, bare: bool| {
        grade(key, needle, query.typos_forgiven).map(|grade| Rank { grade, bare })
    };
    match key.spelling {
        Spelling::Expanded => against(&query.expanded, false),
        Spelling::Bare => against(&query.bare, true),
        Spelling::Only => {
            let typed = against(&query.expanded, false);
            let bare = || against(&query.bare, true);
            if query.has_umlaut() { typed.into_iter().chain(bare()).min() } else { typed }
        }
    }
}

fn grade(key: &Key, needle: &Needle, forgiven: usize) -> Option<Grade> {
    let (query, name) = (needle.text.as_str(), key.needle.text.as_str());
    // Cheap and without loss: most keys end here.
    if query.len() <= key.only_beyond || query.len() > name.len() + forgiven {
        return None;
    }
    let missing = needle.letters.missing_in(key.needle.letters) as usize;
    if missing > forgiven || key.head.missing_in(needle.letters) as usize > forgiven {
        return None;
    }
    if missing == 0 {
        if query == name {
            return Some(if key.reach == Reach::Main { Grade::Main } else { Grade::Exact });
        }
        if name.starts_with(query) {
            return Some(Grade::Prefix);
        }
        if key.later_words().any(|word| word.starts_with(query)) {
            return Some(Grade::WordPrefix);
        }
    }
    if forgiven > 0 { with_typos(key, query, forgiven) } else { None }
}

fn with_typos(key: &Key, query: &str, forgiven: usize) -> Option<Grade> {
    let near = |distance: Option<u8>, part: Part| {
        distance.filter(|count| usize::from(*count) <= forgiven).map(|count| Grade::Typos(count, part))
    };
    let distance = typos(query.as_bytes(), key.needle.text.as_bytes());
    let whole = near(distance.whole, Part::Whole);
    let beginning = near(distance.beginning, Part::Beginning);
    let later = key
        .later_words()
        .filter_map(|word| near(typos(query.as_bytes(), word.as_bytes()).beginning, Part::Word))
        .min();
    [whole, beginning, later].into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_falls_with_the_rank_and_stays_between_0_and_1() {
        let parts = [Part::Whole, Part::Beginning, Part::Word];
        let typos = [1, 2].into_iter().flat_map(|n| parts.map(|part| Grade::Typos(n, part)));
        let mut grades = vec![
            Grade::Half,
            Grade::Exact,
            Grade::WordPrefix,
            Grade::Main,
            Grade::Prefix,
            Grade::WithinPostcode,
        ];
        grades.extend(typos);
        let mut ranks: Vec<Rank> =
            grades.iter().flat_map(|grade| [true, false].map(|bare| Rank { grade: *grade, bare })).collect();
        ranks.sort();
        assert_eq!(ranks.first().map(|rank| rank.score()), Some(1.0));
        for pair in ranks.windows(2) {
            assert!(pair[0].score() > pair[1].score(), "{pair:?}");
        }
        assert!(ranks.iter().all(|rank| (0.0..=1.0).contains(&rank.score())));
    }
}
