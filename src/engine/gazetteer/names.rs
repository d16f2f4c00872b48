//! The spellings under which an entry of the gazetteer is found.

use super::fold::{Umlauts, fold, fold_words, is_connective, join};
use super::query::{Letters, Needle};

/// What a key says of its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Name,
    /// The name without what follows a slash, a bracket, a comma or a joining word.
    Main,
    /// The name and more: its district, its designation.
    Context,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// A name without umlauts.
    Only,
    Expanded,
    Bare,
}

/// One folded spelling.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub needle: Needle,
    pub reach: Reach,
    pub spelling: Spelling,
    /// Only queries longer than this are compared: a context counts once it is being typed.
    pub only_beyond: usize,
    /// The letters up to there: each that a longer query lacks is a typo.
    pub head: Letters,
}

impl Key {
    /// The rest of the name from each later word on. A context is no name, so its words do not count.
    pub fn later_words(&self) -> impl Iterator<Item = &str> {
        let text = if self.reach == Reach::Name { self.needle.text.as_str() } else { "" };
        text.match_indices(' ').filter_map(|(blank, _)| text.get(blank + 1..))
    }
}

/// The keys of one entry, without doubles.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys(pub Vec<Key>);

impl Keys {
    /// The name itself and, if it has an addition, the name without it.
    pub fn of_name(name: &str) -> Self {
        let mut keys = Self::default();
        keys.add_name(name);
        keys.add_main(main_name(name).unwrap_or(name));
        keys
    }

    /// Also with the words that only join others, so that a typo in one of them is a typo and no more.
    pub fn add_name(&mut self, name: &str) {
        self.add(name, Reach::Name, None);
        let words = fold_words(name);
        self.push_forms(|umlauts| join(&words, umlauts), Reach::Name, |_| 0);
    }

    pub fn add_main(&mut self, name: &str) {
        self.add(name, Reach::Main, None);
    }

    /// The name followed by where it lies or what it is, also behind the name without its addition.
    pub fn add_context(&mut self, name: &str, context: &str) {
        for name in [Some(name), main_name(name)].into_iter().flatten() {
            self.add(&format!("{name}, {context}"), Reach::Context, Some(name));
        }
    }

    /// A part behind the municipality it lies in: "Schwerin, Lankow", "Rostock-Evershagen".
    pub fn add_part(&mut self, municipality: &str, name: &str) {
        for municipality in [Some(municipality), main_name(municipality)].into_iter().flatten() {
            self.add(&format!("{municipality}, {name}"), Reach::Context, Some(municipality));
        }
    }

    fn add(&mut self, text: &str, reach: Reach, behind: Option<&str>) {
        let behind = |umlauts| behind.map_or(0, |name| fold(name, umlauts).len());
        self.push_forms(|umlauts| fold(text, umlauts), reach, behind);
    }

    fn push_forms(
        &mut self,
        text: impl Fn(Umlauts) -> String,
        reach: Reach,
        only_beyond: impl Fn(Umlauts) -> usize,
    ) {
        let (expanded, bare) = (text(Umlauts::Expanded), text(Umlauts::Bare));
        if expanded == bare {
            self.push(expanded, reach, Spelling::Only, only_beyond(Umlauts::Expanded));
        } else {
            self.push(expanded, reach, Spelling::Expanded, only_beyond(Umlauts::Expanded));
            self.push(bare, reach, Spelling::Bare, only_beyond(Umlauts::Bare));
        }
    }

    fn push(&mut self, text: String, reach: Reach, spelling: Spelling, only_beyond: usize) {
        if !text.is_empty() && !self.0.iter().any(|key| key.needle.text == text && key.spelling == spelling) {
            let head = Letters::of(text.get(..only_beyond).unwrap_or_default());
            self.0.push(Key { needle: Needle::new(text), reach, spelling, only_beyond, head });
        }
    }
}

/// "Boizenburg" of "Boizenburg/Elbe", "Waren" of "Waren (Müritz)", "Born" of "Born a. Darß".
pub(super) fn main_name(name: &str) -> Option<&str> {
    let head = name.split(['/', '(', ',']).next().unwrap_or(name);
    let joint = head.match_indices(' ').find(|(blank, _)| {
        let next = head.get(blank + 1..).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        next.split('.').next().is_some_and(is_connective)
    });
    let head = joint.and_then(|(blank, _)| head.get(..blank)).unwrap_or(head).trim();
    (!head.is_empty() && head != name).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_name_ends_where_the_addition_begins() {
        for (name, main) in [
            ("Boizenburg/Elbe", Some("Boizenburg")),
            ("Waren (Müritz)", Some("Waren")),
            ("Rostock, Hanse- und Universitätsstadt", Some("Rostock")),
            ("Born a. Darß", Some("Born")),
            ("Hammer a.d. Uecker", Some("Hammer")),
            ("Bergen auf Rügen", Some("Bergen")),
            ("Graal-Müritz", None),
            ("Am Salzhaff", None),
            ("Alt Schwerin", None),
            ("", None),
        ] {
            assert_eq!(main_name(name), main, "{name}");
        }
    }

    #[test]
    fn a_context_counts_only_when_it_is_being_typed() {
        let mut keys = Keys::of_name("Röbel/Müritz");
        keys.add_context("Röbel/Müritz", "Mecklenburgische Seenplatte");
        let context: Vec<(&str, usize)> = keys
            .0
            .iter()
            .filter(|key| key.reach == Reach::Context)
            .map(|key| (key.needle.text.as_str(), key.only_beyond))
            .collect();
        assert_eq!(
            context,
            [
                ("roebel mueritz mecklenburgische seenplatte", "roebel mueritz".len()),
                ("robel muritz mecklenburgische seenplatte", "robel muritz".len()),
                ("roebel mecklenburgische seenplatte", "roebel".len()),
                ("robel mecklenburgische seenplatte", "robel".len()),
            ]
        );
        assert!(
            keys.0.iter().filter(|key| key.reach == Reach::Context).all(|key| key.later_words().count() == 0)
        );
    }
}
