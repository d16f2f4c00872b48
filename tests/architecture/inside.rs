//! Rules inside a room: its files do not name each other in a circle, and functions are short.

use std::collections::{BTreeMap, BTreeSet};

use crate::rules::File;
use crate::source::Path;

/// The most lines of a function, from its `fn` to its last brace.
const LONGEST_FUNCTION: usize = 60;

/// Product functions longer than [`LONGEST_FUNCTION`].
pub fn long_functions(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        for function in file.source.functions() {
            let lines = function.last_line - function.first_line + 1;
            if lines > LONGEST_FUNCTION {
                let (path, line, name) = (&file.path, function.first_line, &function.name);
                faults.push(format!("{path}:{line}: {name} has {lines} lines; at most {LONGEST_FUNCTION}"));
            }
        }
    }
    faults
}

/// Circles between the files of one room. A file names another where a path leads to an item of it. Two things do not
/// count: the items of the module in which a file is nested, and a `pub use`, through which a path leads to the file
/// that has the item.
pub fn circles(files: &[File]) -> Vec<String> {
    let house = Modules::new(files);
    let mut faults = Vec::new();
    for (start, file) in files.iter().enumerate() {
        // A circle is reported at the first of its files.
        let Some(route) = house.route_back(start).filter(|route| route.iter().all(|at| *at >= start)) else {
            continue;
        };
        let names: Vec<&str> = route.iter().map(|at| files[*at].path.as_str()).collect();
        faults.push(format!(
            "{}: files of one room name each other in a circle: {}",
            file.path,
            names.join(" -> ")
        ));
    }
    faults
}

struct Modules<'a> {
    files: &'a [File],
    by_module: BTreeMap<&'a [String], usize>,
    paths: Vec<Vec<Path>>,
    /// Files that each file names, within its room.
    named: Vec<BTreeSet<usize>>,
}

impl<'a> Modules<'a> {
    fn new(files: &'a [File]) -> Self {
        let by_module = files.iter().enumerate().map(|(at, file)| (file.module.as_slice(), at)).collect();
        let paths = files.iter().map(|file| file.source.paths()).collect();
        let mut modules = Self { files, by_module, paths, named: Vec::new() };
        modules.named = (0..files.len()).map(|at| modules.named_by(at)).collect();
        modules
    }

    fn named_by(&self, at: usize) -> BTreeSet<usize> {
        let file = &self.files[at];
        let targets = self.paths[at].iter().filter(|path| !path.is_re_export).filter_map(|path| {
            let target =
                self.target(&absolute(&file.module, path, |module| self.by_module.contains_key(module))?, 8)?;
            let other = &self.files[target];
            let is_around = file.module.starts_with(&other.module);
            (!is_around && other.room() == file.room()).then_some(target)
        });
        targets.collect()
    }

    /// The file with the item to which an absolute path leads, through at most so many re-exports.
    fn target(&self, path: &[String], re_exports: usize) -> Option<usize> {
        let length = (1..=path.len()).rev().find(|length| self.by_module.contains_key(&path[..*length]))?;
        let at = self.by_module[&path[..length]];
        let Some(item) = path.get(length).filter(|_| re_exports > 0) else { return Some(at) };
        let file = &self.files[at];
        let through = self.paths[at].iter().filter(|path| path.is_re_export).find_map(|path| {
            let leads = path.segments.last() == Some(item);
            let absolute = absolute(&file.module, path, |module| self.by_module.contains_key(module))?;
            leads.then_some(absolute)
        });
        match through {
            Some(through) if through != path => self.target(&through, re_exports - 1),
            _ => Some(at),
        }
    }

    /// The shortest way from a file over others back to it.
    fn route_back(&self, start: usize) -> Option<Vec<usize>> {
        let mut routes = vec![vec![start]];
        let mut seen = BTreeSet::new();
        while !routes.is_empty() {
            let mut longer = Vec::new();
            for route in routes {
                for next in route.last().into_iter().flat_map(|last| &self.named[*last]) {
                    if *next == start {
                        return Some([route, vec![start]].concat());
                    }
                    if seen.insert(*next) {
                        longer.push([route.clone(), vec![*next]].concat());
                    }
                }
            }
            routes = longer;
        }
        None
    }
}

/// A path from the root of the crate; `None` if it leads nowhere inside.
fn absolute(module: &[String], path: &Path, exists: impl Fn(&[String]) -> bool) -> Option<Vec<String>> {
    let segments = path.segments.as_slice();
    let supers = segments.iter().take_while(|segment| *segment == "super").count();
    match segments.first()?.as_str() {
        "crate" | "pflegeplan" => Some(segments[1..].to_vec()),
        "self" if path.inline_modules == 0 => Some([module, &segments[1..]].concat()),
        "super" => {
            let up = supers.checked_sub(path.inline_modules)?;
            Some([module.get(..module.len().checked_sub(up)?)?, &segments[supers..]].concat())
        }
        first => {
            let child = [module, &[first.to_owned()]].concat();
            exists(&child).then(|| [module, segments].concat())
        }
    }
}
