//! The plan as PDF. It is laid out by `pflegeplan-pdf`, a program of its own: compiling it takes many minutes, and laying
//! out takes much memory, which comes back when it ends. It is given the plan as JSON and answers with the file.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::plan::{FormError, Plan};

/// The name of the program, which lies beside this one.
pub const PROGRAM: &str = "pflegeplan-pdf";
/// A file is finished within this time or not at all.
const LONGEST: Duration = Duration::from_secs(180);
/// So often it is looked whether the program has ended.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
/// The largest file.
const MOST_BYTES: u64 = 64 << 20;
/// One at a time: each takes several hundred megabytes.
static RUNNING: Mutex<()> = Mutex::new(());

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum PdfError {
    #[error("{0} is not there; hint: scripts/pdf builds it")]
    NoProgram(PathBuf),
    #[error("the PDF program cannot be run")]
    Run(#[from] std::io::Error),
    #[error("the PDF program did not finish within {} seconds", LONGEST.as_secs())]
    TooLong,
    #[error("the PDF program refused the plan: {0}")]
    Refused(String),
    #[error(transparent)]
    Form(#[from] FormError),
}

/// Lays out the plan.
///
/// # Errors
/// [`PdfError`] if the program is not there, fails, refuses the plan or takes too long.
pub fn pdf(plan: &Plan, program: &Path) -> Result<Vec<u8>, PdfError> {
    if !program.is_file() {
        return Err(PdfError::NoProgram(program.to_owned()));
    }
    let layout = serde_json::to_vec(&plan.layout()?).map_err(FormError::from)?;
    let _one = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let child = Command::new(program)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    answer_of(child, &layout)
}

/// Gives the program the plan and waits for its answer.
fn answer_of(mut child: Child, layout: &[u8]) -> Result<Vec<u8>, PdfError> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        // A program that ends early closes its input; what it says about that stands in its answer.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(layout)));
        let read = |from: Option<Box<dyn Read + Send>>| {
            let mut bytes = Vec::new();
            from.map(|from| from.take(MOST_BYTES).read_to_end(&mut bytes)).transpose().map(|_| bytes)
        };
        let stdout = stdout.map(|it| Box::new(it) as Box<dyn Read + Send>);
        let stderr = stderr.map(|it| Box::new(it) as Box<dyn Read + Send>);
        let file = scope.spawn(move || read(stdout));
        let said = scope.spawn(move || read(stderr));
        let mut waited = Duration::ZERO;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if waited > LONGEST {
                child.kill()?;
                child.wait()?;
                return Err(PdfError::TooLong);
            }
            std::thread::sleep(BETWEEN_LOOKS);
            waited += BETWEEN_LOOKS;
        };
        let file = file.join().unwrap_or_else(|_| Ok(Vec::new()))?;
        let said = said.join().unwrap_or_else(|_| Ok(Vec::new()))?;
        if status.success() {
            return Ok(file);
        }
        let said: String = String::from_utf8_lossy(&said).chars().take(2_000).collect();
        Err(PdfError::Refused(said.trim().to_owned()))
    })
}
