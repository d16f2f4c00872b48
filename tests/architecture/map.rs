//! The map of the house: the table of rooms and the arrows in `src/README.md`, the single truth.

use std::collections::{BTreeMap, BTreeSet};

pub struct Map {
    /// The rooms of the table, `main` and `cli` included.
    pub rooms: BTreeSet<String>,
    /// What each room may name.
    pub arrows: BTreeMap<String, BTreeSet<String>>,
}

impl Map {
    /// Reads the table below "## Rooms" and the text block below "## Arrows".
    pub fn parse(readme: &str) -> Self {
        let rooms = section(readme, "## Rooms")
            .lines()
            .filter_map(|line| line.strip_prefix("| `"))
            .filter_map(|line| line.split_once(" | "))
            .flat_map(|(names, _)| names.split(','))
            .map(|name| {
                name.trim().trim_matches('`').trim_end_matches(".rs").trim_end_matches('/').to_owned()
            })
            .collect();
        let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (left, right) in block(section(readme, "## Arrows")).filter_map(|line| line.split_once("->")) {
            for room in names(left) {
                arrows.entry(room).or_default().extend(names(right));
            }
        }
        Self { rooms, arrows }
    }

    pub fn allows(&self, from: &str, to: &str) -> bool {
        from == to || self.arrows.get(from).is_some_and(|rooms| rooms.contains(to))
    }

    /// What is wrong with the map itself, and where it differs from the rooms that exist.
    pub fn faults(&self, existing: &BTreeSet<String>) -> Vec<String> {
        let drawn: BTreeSet<String> =
            self.arrows.iter().flat_map(|(from, to)| to.iter().chain([from])).cloned().collect();
        let mut faults = Vec::new();
        for room in existing.difference(&self.rooms) {
            faults
                .push(format!("src/{room} exists, but the table of rooms in src/README.md does not name it"));
        }
        for room in self.rooms.difference(existing) {
            faults.push(format!(
                "the table of rooms in src/README.md names {room}, which does not exist in src/"
            ));
        }
        for room in drawn.difference(&self.rooms) {
            faults
                .push(format!("the arrows in src/README.md name {room}, which is not in the table of rooms"));
        }
        for room in self.rooms.difference(&drawn) {
            faults.push(format!("room {room} stands in the table of src/README.md, but no arrow names it"));
        }
        faults.extend(
            self.circle().map(|room| format!("the arrows in src/README.md lead from {room} back to it")),
        );
        faults
    }

    /// A room from which the arrows lead back to itself.
    fn circle(&self) -> Option<&String> {
        self.arrows.keys().find(|start| {
            let mut reached = BTreeSet::new();
            let mut next: Vec<&String> = self.arrows[*start].iter().collect();
            while let Some(room) = next.pop() {
                if reached.insert(room) {
                    next.extend(self.arrows.get(room).into_iter().flatten());
                }
            }
            reached.contains(start)
        })
    }
}

fn section<'a>(readme: &'a str, heading: &str) -> &'a str {
    let after = readme.split_once(heading).unwrap_or_else(|| panic!("src/README.md has no \"{heading}\"")).1;
    after.split("\n## ").next().unwrap_or(after)
}

fn block(section: &str) -> impl Iterator<Item = &str> {
    section.lines().skip_while(|line| *line != "```text").skip(1).take_while(|line| *line != "```")
}

fn names(list: &str) -> impl Iterator<Item = String> {
    list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}
