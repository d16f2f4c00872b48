//! The commands as man pages and as completions of shells, from the declarations that also give `--help`.

use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Outcome, to_stdout};

/// Arguments of `pflegeplan completions`.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Arguments of `pflegeplan manual`.
#[derive(Debug, Args)]
pub struct ManualArguments {
    /// Folder for the man pages, one for each command; it is created if it is missing
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// Prints the completions of a shell.
pub fn completions(arguments: &CompletionsArguments) -> Outcome {
    let mut written = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "pflegeplan", &mut written);
    to_stdout(&String::from_utf8(written)?)
}

/// Writes the man pages.
pub fn write(arguments: &ManualArguments) -> Outcome {
    let failed = |error| format!("the manual cannot be written to {}: {error}", arguments.out.display());
    std::fs::create_dir_all(&arguments.out).map_err(failed)?;
    clap_mangen::generate_to(Cli::command(), &arguments.out).map_err(failed)?;
    Ok(())
}
