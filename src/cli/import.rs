//! `pflegeplan import register FILE`.

use std::error::Error;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use serde::Serialize;

use super::language::{Language, said};
use super::{Outcome, preview, to_stdout};
use crate::addresses::AddressIndex;
use crate::app::addresses::AddressesError;
use crate::app::import_register::{self, RegisterImport, RegisterImportError, Written, fingerprint};
use crate::app::suggest_mapping::{known_layouts, suggest_mapping};
use crate::app::{self, Caller, ReferenceData, region};
use crate::config::Config;
use crate::files;
use crate::import::read::{Limits, Options, Table, TextEncoding, load, read_with};
use crate::import::{Layout, Report, reading_options};
use crate::register::{CategoryTree, Facility, Field};
use crate::service::setup;
use crate::units::Lang;

#[derive(Debug, Args)]
pub struct Arguments {
    /// CSV, XLSX, ODS, GeoJSON, GML, KML, GeoPackage, or a Shapefile in a ZIP archive
    file: PathBuf,
    /// Name of a known layout; auto recognises it by the columns
    #[arg(long, value_name = "LAYOUT", default_value = "auto")]
    format: String,
    /// A layout of one's own (models/import/README.md says how to write one)
    #[arg(long, value_name = "M.toml", conflicts_with = "format")]
    mapping: Option<PathBuf>,
    /// How the bytes of a text are to be read, where the report says that texts look garbled: utf-8, utf-16le, utf-16be,
    /// windows-1252, iso-8859-15, cp850 (DOS), macintosh, utf-8-twice ("TrÃ¤ger"); without it the encoding is found
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    encoding: Option<TextEncoding>,
    /// Write a first mapping for a list that no layout knows, and show how its first rows would appear; imports nothing
    #[arg(long, conflicts_with_all = ["format", "mapping"])]
    suggest: bool,
    /// Where --suggest writes the mapping, which never overwrites a file; without it to standard output
    #[arg(long, value_name = "LIST.toml", requires = "suggest")]
    out: Option<PathBuf>,
    /// Report what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Show side by side which rows are, or may be, facilities that the register has, and write nothing. An import joins
    /// the certain ones and leaves the others apart
    #[arg(long)]
    review: bool,
    /// Leave the invented facilities in the register
    #[arg(long)]
    keep_examples: bool,
    /// The category of rows that name none, such as residential_care: for lists of one kind
    #[arg(long, value_name = "SLUG")]
    category: Option<String>,
    /// The kind of provider of rows that name none: public, non_profit or private
    #[arg(long, value_name = "KIND")]
    provider_kind: Option<String>,
    /// The short name of the list, in place of that of the mapping
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The day or year to which numbers of places refer where the list does not say it
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// The list is complete for its source: what it lacks is closed with the day of the import, unless a row was
    /// rejected or a sheet was not read
    #[arg(long)]
    complete: bool,
    /// Take a wrong import back with the list before it: its numbers of places and costs hold although the register has
    /// newer ones
    #[arg(long)]
    take_back: bool,
    /// Close a facility that a complete list lacks, although the list may have it under another name; may be repeated
    #[arg(long, value_name = "ID")]
    close: Vec<String>,
    #[command(flatten)]
    language: Language,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

fn encoding(word: &str) -> Result<TextEncoding, String> {
    let known: Vec<&str> = TextEncoding::WORDS.iter().map(|(word, _)| *word).collect();
    TextEncoding::from_word(word).ok_or_else(|| format!("expected one of {}", known.join(", ")))
}

/// Reads a file, compares it with the register and writes the difference in one transaction.
pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let reference = setup::reference_data()?;
    let lang = arguments.language.chosen();
    let mut layouts = layouts(arguments, &reference.categories)?;
    let limits = Limits::default();
    let progress = Progress::start();
    progress.say("reading the file");
    let bytes = load(&arguments.file, &limits).map_err(|fault| fault.in_language(lang))?;
    let sha256 = fingerprint(&bytes);
    let options = Options { encoding: arguments.encoding, ..reading_options(&layouts) };
    let table = read_with(&arguments.file.display().to_string(), bytes, &options, &limits)
        .map_err(|fault| fault.in_language(lang))?;
    if arguments.suggest {
        layouts = vec![suggested(arguments, &table, &reference)?];
    }
    set_constants(&mut layouts, arguments, &reference.categories)?;
    let layout = match &layouts[..] {
        // A layout that was named and does not fit says itself what it lacks.
        [named] => named,
        several => Layout::recognise(several, &table).map_err(|fault| match lang {
            Lang::De => fault.german(),
            Lang::En => fault.to_string(),
        })?,
    };
    let label = if lang == Lang::De { "Zuordnung" } else { "layout" };
    progress.0.suspend(|| eprintln!("{label}: {} ({})", layout.name, layout.title));
    progress.say("comparing it with the register");
    let addresses = addresses(config).map_err(|fault| fault.in_language(lang))?;
    let import = RegisterImport {
        addresses: addresses.as_ref(),
        table: &table,
        layout,
        file_name: &file_name(&arguments.file),
        sha256: &sha256,
        keep_examples: arguments.keep_examples,
        today: setup::today(),
        now: chrono::Utc::now(),
        author: None,
        seen: None,
    };
    let writes = !(arguments.dry_run || arguments.review || arguments.suggest);
    let carried_out = if writes {
        write(config, &import, &reference, &progress)
    } else {
        show(config, &import, &reference, lang)
    };
    let Done { report, written, first_rows, register } = carried_out.map_err(|fault| said(fault, lang))?;
    drop(progress);
    // The report is due even if nothing was written; it is printed when no lock is held any more.
    if let Some(report) = &report {
        print(report, arguments, first_rows, register.as_ref())?;
    }
    say(report.as_ref(), written.map_err(|fault| fault.in_language(lang))?.as_ref(), lang);
    Ok(())
}

/// What an import wrote, or would write.
struct Done {
    report: Option<Report>,
    /// `None` where nothing was to be written.
    written: Result<Option<Written>, RegisterImportError>,
    /// The first facilities as they would appear.
    first_rows: Option<String>,
    /// Where the register is that was written to.
    register: Option<RegisterPlace>,
}

/// Compares and writes nothing.
fn show(
    config: &Config,
    import: &RegisterImport,
    reference: &ReferenceData,
    lang: Lang,
) -> Result<Done, Box<dyn Error>> {
    let (outcome, facilities) =
        import_register::preview_facilities(import, reference, present(config)?, PREVIEWED);
    Ok(Done {
        report: outcome.report,
        written: outcome.result.map(|()| None),
        first_rows: Some(preview::text(&facilities, &reference.categories, lang)),
        register: None,
    })
}

/// Compares and writes the difference.
fn write(
    config: &Config,
    import: &RegisterImport,
    reference: &ReferenceData,
    progress: &Progress,
) -> Result<Done, Box<dyn Error>> {
    let created = !setup::has_database(config);
    let database = setup::database(config)?;
    let writing = || progress.say("writing the difference");
    let outcome = import_register::import_register(Caller::Operator, &database, reference, import, writing);
    let folder = std::path::absolute(&config.data_dir)?;
    Ok(Done {
        report: outcome.report,
        written: outcome.result.map(Some),
        first_rows: None,
        register: Some(RegisterPlace { folder, on_server: config.database_url.is_some(), created }),
    })
}

/// Where a register is, so that one in an unexpected folder is seen at once.
#[derive(Debug, Serialize)]
struct RegisterPlace {
    /// The data folder.
    folder: PathBuf,
    /// The facilities are in a database on a server, and only the rest is in the folder.
    on_server: bool,
    /// There was none before this call.
    created: bool,
}

impl RegisterPlace {
    /// The last line of the report.
    fn text(&self, lang: Lang) -> String {
        let (label, server, created) = match lang {
            Lang::De => {
                ("Verzeichnis", " (Einrichtungen in der Datenbank auf dem Server)", " (neu angelegt)")
            }
            Lang::En => ("Register", " (facilities in the database on the server)", " (newly created)"),
        };
        let server = if self.on_server { server } else { "" };
        let created = if self.created { created } else { "" };
        format!("{label}: {}{server}{created}", self.folder.display())
    }
}

/// The addresses of the region, if it has any. A file that is damaged is no reason to place rows less well in silence.
fn addresses(config: &Config) -> Result<Option<AddressIndex>, AddressesError> {
    let path = region::file(&region::folder(&config.data_dir), region::Part::Addresses);
    match app::addresses::read(&path) {
        Err(AddressesError::File(fault)) if fault.is_missing() => Ok(None),
        read => read.map(Some),
    }
}

/// What is being done, on a terminal; nothing in a pipe.
struct Progress(ProgressBar);

impl Progress {
    fn start() -> Self {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    fn say(&self, what: &'static str) {
        self.0.set_message(what);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// The register without touching it; a folder without a database holds none.
fn present(config: &Config) -> Result<Vec<Facility>, Box<dyn Error>> {
    if setup::has_database(config) { Ok(setup::database(config)?.load()?.0) } else { Ok(Vec::new()) }
}

/// Sums an import up in a few words; `written` is `None` after a dry run.
fn say(report: Option<&Report>, written: Option<&Written>, lang: Lang) {
    let tell = |en: String, de: String| eprintln!("{}", if lang == Lang::De { de } else { en });
    let rejected = report.map_or(0, |report| report.totals.rejected);
    if rejected > 0 {
        tell(
            format!("{rejected} rows were rejected; the report gives line and reason"),
            match rejected {
                1 => "1 Zeile wurde abgelehnt; der Bericht nennt Zeile und Grund".to_owned(),
                _ => format!("{rejected} Zeilen wurden abgelehnt; der Bericht nennt Zeile und Grund"),
            },
        );
    }
    match written {
        None => tell(
            "dry run: the register is as it was".into(),
            "Probelauf: Im Verzeichnis wurde nichts geändert.".into(),
        ),
        Some(Written { version: None, .. }) => {
            tell("nothing to change".into(), "Es gibt nichts zu ändern.".into())
        }
        Some(Written { version: Some(version), examples_removed }) => {
            if *examples_removed > 0 {
                tell(
                    format!("{examples_removed} invented examples removed (--keep-examples keeps them)"),
                    format!("{examples_removed} erfundene Beispiele entfernt (--keep-examples behält sie)"),
                );
            }
            tell(
                format!("the register is now at version {version}"),
                format!("Das Verzeichnis hat jetzt den Stand {version}."),
            );
        }
    }
}

/// The layouts to choose from: the one of the mapping, the one named, or all.
fn layouts(arguments: &Arguments, tree: &CategoryTree) -> Result<Vec<Layout>, Box<dyn Error>> {
    let lang = arguments.language.chosen();
    if let Some(path) = &arguments.mapping {
        let unusable = |en: String, de: String| match lang {
            Lang::En => format!("the mapping {} cannot be used: {en}", path.display()),
            Lang::De => format!("Die Zuordnung {} ist nicht zu gebrauchen. {de}", path.display()),
        };
        let text = files::read_text(path, files::MAX_TEXT_BYTES)
            .map_err(|cause| unusable(cause.to_string(), cause.german()))?;
        // The other flags replace what a mapping says, but this one may be all that says the kind of its offers.
        let category = arguments.category.as_deref().map(|slug| (Field::Category, slug));
        let layout = Layout::with_constants(&text, category.as_slice(), tree);
        return Ok(vec![layout.map_err(|cause| unusable(cause.to_string(), cause.german()))?]);
    }
    let mut layouts: Vec<Layout> = known_layouts(tree)?.into_iter().map(|(layout, _)| layout).collect();
    if arguments.format != "auto" {
        let names: Vec<String> = layouts.iter().map(|layout| layout.name.clone()).collect();
        layouts.retain(|layout| layout.name == arguments.format);
        if layouts.is_empty() {
            let (asked, known) = (&arguments.format, names.join(", "));
            let sentence = match lang {
                Lang::En => format!("the layout \"{asked}\" is not known; hint: known are auto, {known}"),
                Lang::De => format!("Eine Zuordnung „{asked}“ gibt es nicht. Bekannt sind auto, {known}."),
            };
            return Err(sentence.into());
        }
    }
    Ok(layouts)
}

/// What the flags say of the list as a whole.
fn set_constants(layouts: &mut [Layout], arguments: &Arguments, tree: &CategoryTree) -> Outcome {
    let Arguments { category, provider_kind, source, date, complete, take_back, .. } = arguments;
    layouts.iter_mut().for_each(|layout| {
        layout.is_complete |= *complete;
        layout.takes_back = *take_back;
        layout.closes.clone_from(&arguments.close);
    });
    let constants = [
        (Field::Category, category),
        (Field::ProviderKind, provider_kind),
        (Field::Source, source),
        (Field::PlacesOn, date),
    ];
    for (field, value) in constants {
        let Some(value) = value else { continue };
        for layout in &mut *layouts {
            layout.set_constant(field, value, tree).map_err(|fault| match arguments.language.chosen() {
                Lang::De => fault.german(),
                Lang::En => fault.to_string(),
            })?;
        }
    }
    Ok(())
}

/// Facilities that a dry run shows as they would appear.
const PREVIEWED: usize = 10;

/// The mapping that is suggested, written where it was asked for, and read.
fn suggested(
    arguments: &Arguments,
    table: &Table,
    reference: &ReferenceData,
) -> Result<Layout, Box<dyn Error>> {
    let known = known_layouts(&reference.categories)?;
    let (name, lang) = (file_name(&arguments.file), arguments.language.chosen());
    let result = suggest_mapping(table, &name, &known, lang, reference, setup::today());
    let toml = match &result {
        Ok(suggested) => &suggested.toml,
        Err(error) => &error.toml,
    };
    match &arguments.out {
        Some(path) => {
            write_new(path, toml, lang)?;
            let path = path.display();
            eprintln!(
                "{}",
                match lang {
                    Lang::De => format!(
                        "Die Zuordnung steht in {path}. Bitte prüfen und dann mit --mapping {path} einlesen."
                    ),
                    Lang::En =>
                        format!("mapping written to {path}; check it, then import with --mapping {path}"),
                }
            );
        }
        None if arguments.json => {}
        None => to_stdout(toml)?,
    }
    Ok(result.map_err(|fault| fault.in_language(lang))?.layout)
}

/// Writes a mapping to a file that is not there yet: one that is may hold what a person has changed in it.
fn write_new(path: &Path, toml: &str, lang: Lang) -> Outcome {
    let created = std::fs::File::options().write(true).create_new(true).open(path);
    let written = created.and_then(|mut file| file.write_all(toml.as_bytes()));
    written.map_err(|cause| {
        let (path, exists) = (path.display(), cause.kind() == ErrorKind::AlreadyExists);
        let sentence = match (exists, lang) {
            (true, Lang::En) => format!(
                "the file {path} exists and may hold your changes, so it is not overwritten; hint: name another one with --out, or delete it; to import with it, name it with --mapping {path} and leave out --suggest"
            ),
            (true, Lang::De) => format!(
                "Die Datei {path} gibt es schon. Sie kann Ihre Änderungen enthalten und wird deshalb nicht überschrieben. Bitte mit --out einen anderen Namen nennen oder die Datei löschen. Zum Einlesen mit dieser Zuordnung: --mapping {path} ohne --suggest."
            ),
            (false, Lang::En) => format!("the mapping cannot be written to {path}: {cause}"),
            (false, Lang::De) => format!(
                "Die Zuordnung lässt sich nicht nach {path} schreiben; das System meldet „{cause}“."
            ),
        };
        sentence.into()
    })
}

/// The report for programs, with the place of the register that was written to.
#[derive(Debug, Serialize)]
struct JsonReport<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    register: Option<&'a RegisterPlace>,
}

fn print(
    report: &Report,
    arguments: &Arguments,
    first_rows: Option<String>,
    register: Option<&RegisterPlace>,
) -> Outcome {
    if arguments.json {
        return to_stdout(&(serde_json::to_string_pretty(&JsonReport { report, register })? + "\n"));
    }
    if let Some(rows) = first_rows {
        to_stdout(&format!("{rows}\n"))?;
    }
    let lang = arguments.language.chosen();
    if arguments.review {
        to_stdout(&format!("{}\n", report.matches_text(lang)))?;
    }
    let place = register.map(|register| format!("\n{}\n", register.text(lang))).unwrap_or_default();
    to_stdout(&format!("{}{place}", report.text(lang)))
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
