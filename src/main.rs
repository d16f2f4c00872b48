//! `pflegeplan`: see `pflegeplan help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    pflegeplan::cli::run()
}
