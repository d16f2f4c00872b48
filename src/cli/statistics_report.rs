//! The report of an import of statistics as text, in English and in German.

use crate::statistics::compare::Difference;
use crate::statistics::left_out::{LeftOut, LeftRows};
use crate::statistics::{FactKey, Figure, Intake};
use crate::store::StatisticsImport;
use crate::units::Lang;

/// So many differences, findings and names are written out.
const SHOWN: usize = 20;

/// What a file holds, what was left out, what is odd, and what its release changes.
pub fn text(found: &Intake, difference: &Difference, lang: Lang) -> String {
    let Intake { statistic, facts, form, .. } = found;
    let mut lines = vec![match lang {
        Lang::En => format!("statistic {statistic}: {} figures ({})", facts.len(), form.label()),
        Lang::De => format!("Statistik {statistic}: {} Werte ({})", facts.len(), form.german_label()),
    }];
    for (reason, left) in &found.left_out {
        left_out(&mut lines, *reason, left, lang);
    }
    let findings = found.findings.worst_first();
    let shown = findings.iter().take(SHOWN).map(|finding| match lang {
        Lang::En => format!("{}: {finding}", finding.severity().word()),
        Lang::De => format!("{}: {}", finding.severity().german(), finding.german()),
    });
    lines.extend(shown);
    lines.extend(further(found.findings.len(), lang));
    differences(&mut lines, difference, lang);
    lines.join("\n") + "\n"
}

fn left_out(lines: &mut Vec<String>, reason: LeftOut, left: &LeftRows, lang: Lang) {
    let rows = left.rows;
    lines.push(match lang {
        Lang::En => format!("left out: {rows} rows: {}", reason.sentence()),
        Lang::De if rows == 1 => format!("weggelassen: 1 Zeile: {}", reason.german()),
        Lang::De => format!("weggelassen: {rows} Zeilen: {}", reason.german()),
    });
    let named = left.named.iter().filter(|(name, _)| !name.english().is_empty());
    let name = |(name, rows): (&crate::statistics::left_out::LeftName, &usize)| match lang {
        Lang::En => format!("{} ({rows})", name.english()),
        Lang::De => format!("{} ({rows})", name.german()),
    };
    let names: Vec<String> = named.take(SHOWN).map(name).collect();
    let more = match (left.named.len().saturating_sub(SHOWN), lang) {
        (0, _) => String::new(),
        (more, Lang::En) => format!(" and {more} more"),
        (more, Lang::De) => format!(" und {more} weitere"),
    };
    lines.push(format!("  {}{more}", names.join(", ")));
}

/// How many of something are not written out.
fn further(all: usize, lang: Lang) -> Option<String> {
    match (all.saturating_sub(SHOWN), lang) {
        (0, _) => None,
        (more, Lang::En) => Some(format!("… and {more} more")),
        (more, Lang::De) => Some(format!("… und {more} weitere")),
    }
}

fn differences(lines: &mut Vec<String>, difference: &Difference, lang: Lang) {
    let Difference { new, unchanged, changed, kept, replaced } = difference;
    let stopping = changed.len() + replaced.len();
    lines.push(match lang {
        Lang::En => format!(
            "against what counts now: {new} new, {unchanged} unchanged, {stopping} stop counting because the file has others, {kept} others of the statistic go on counting"
        ),
        Lang::De => format!(
            "gegenüber dem, was derzeit zählt: {new} neu, {unchanged} unverändert, {stopping} zählen nicht mehr, weil die Datei andere hat, {kept} weitere der Statistik zählen weiter"
        ),
    });
    let key = |key: &FactKey| if lang == Lang::De { key.german() } else { key.to_string() };
    let figure = |figure: &Figure| if lang == Lang::De { figure.german() } else { figure.english() };
    let stops = if lang == Lang::De { "zählt nicht mehr" } else { "stops counting" };
    let of_file = changed
        .iter()
        .map(|(of, before, after)| format!("{stops}: {}: {} -> {}", key(of), figure(before), figure(after)));
    let built_in = replaced.iter().map(|(of, before, after)| match lang {
        Lang::En => format!("{stops}: {}: {before} (comes with the program) -> {}", key(of), figure(after)),
        Lang::De => format!(
            "{stops}: {}: {} (im Programm enthalten) -> {}",
            key(of),
            before.to_string().replace('.', ","),
            figure(after)
        ),
    });
    lines.extend(of_file.chain(built_in).take(SHOWN));
    lines.extend(further(stopping, lang));
}

/// One import in the list of all.
pub fn line(import: &StatisticsImport, lang: Lang) -> String {
    let manifest = &import.manifest;
    let state = match (lang, import.is_released) {
        (Lang::En, true) => "released",
        (Lang::En, false) => "kept",
        (Lang::De, true) => "freigegeben",
        (Lang::De, false) => "vorhanden",
    };
    let (width, figures) = if lang == Lang::De { (11, "Werte") } else { (9, "figures") };
    format!(
        "{:>4} {state:<width$} {} {} {} {figures}, {} ({})\n",
        import.id,
        manifest.imported_at.format("%Y-%m-%d %H:%M"),
        manifest.statistic,
        manifest.facts,
        manifest.file_name,
        manifest.sha256
    )
}
