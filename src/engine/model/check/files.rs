//! Checksums, sources and notes.

use super::{Finding, finding};
use crate::model::load::ModelSet;

const HEAD: &str = "model.toml";

pub fn tables_match_their_checksums(set: &ModelSet) -> Vec<Finding> {
    let faults = set.checksums.iter().filter_map(|checksum| {
        let file = &checksum.file;
        match (&checksum.stated, &checksum.found) {
            (Some(stated), Some(found)) if stated == found => None,
            (Some(stated), Some(found)) => {
                Some(format!("the checksum of {file} is {found}, but {stated} is stated"))
            }
            (None, Some(found)) => Some(format!("{file} has no checksum; hint: it is {found}")),
            (_, None) => Some(format!("a checksum is stated for {file}, which does not exist")),
        }
    });
    faults.map(|sentence| finding(set, HEAD, sentence)).collect()
}

pub fn citations_name_a_source(set: &ModelSet) -> Vec<Finding> {
    let unknown = set
        .citations
        .iter()
        .filter(|citation| !set.model.sources.iter().any(|source| source.key == citation.key));
    unknown
        .map(|citation| Finding {
            file: citation.file.clone(),
            sentence: format!("the source \"{}\" is not in {HEAD}", citation.key),
        })
        .collect()
}

pub fn sources_are_cited(set: &ModelSet) -> Vec<Finding> {
    let idle = set
        .model
        .sources
        .iter()
        .filter(|source| !set.citations.iter().any(|citation| citation.key == source.key));
    idle.map(|source| finding(set, HEAD, format!("no file cites the source \"{}\"", source.key))).collect()
}

pub fn sources_are_described(set: &ModelSet) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in &set.model.sources {
        let parts = [
            ("title", &source.title),
            ("publisher", &source.publisher),
            ("table", &source.table),
            ("date", &source.date),
            ("licence", &source.licence),
        ];
        for (part, _) in parts.into_iter().filter(|(_, text)| text.trim().is_empty()) {
            findings.push(finding(set, HEAD, format!("the source \"{}\" has no {part}", source.key)));
        }
    }
    findings
}

pub fn parameters_have_a_note(set: &ModelSet) -> Vec<Finding> {
    let empty = set.model.uncertainty.note.iter().filter(|(_, note)| note.trim().is_empty());
    empty.map(|(name, _)| finding(set, "uncertainty.toml", format!("{name} has no note"))).collect()
}

pub fn guard_turns_grey_before_it_stops_to_warn(set: &ModelSet) -> Vec<Finding> {
    let guard = set.model.guard;
    if guard.grey_below < guard.warn_below {
        return Vec::new();
    }
    let sentence = format!(
        "grey_below is {}, but must be smaller than warn_below, which is {}",
        guard.grey_below, guard.warn_below
    );
    vec![finding(set, HEAD, sentence)]
}
