//! The plan as PDF, and the pictures of a plan as a text document. Both come from `pflegeplan-pdf`, a program of its own:
//! compiling it takes many minutes, and laying out takes much memory, which comes back when it ends. It is given the plan or
//! the drawings as JSON and answers with the file or the pictures.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::plan::{Drawing, FormError, Plan};

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

/// The argument with which the program makes pictures of drawings.
const PICTURES: &str = "pictures";

/// Why there is no PDF or no picture.
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
    #[error("the PDF program answered with something else than pictures")]
    Pictures,
    #[error(transparent)]
    Form(#[from] FormError),
}

/// Lays out the plan.
///
/// # Errors
/// [`PdfError`] if the program is not there, fails, refuses the plan or takes too long.
pub fn pdf(plan: &Plan, program: &Path) -> Result<Vec<u8>, PdfError> {
    answer(program, &[], &serde_json::to_vec(&plan.layout()?).map_err(FormError::from)?)
}

/// The plan as a text document with pictures of its charts.
///
/// # Errors
/// [`PdfError`] if the program is not there, fails, refuses a drawing or takes too long.
pub fn text_document(plan: &Plan, program: &Path) -> Result<Vec<u8>, PdfError> {
    let drawings = serde_json::to_vec(&plan.drawings()).map_err(FormError::from)?;
    let charts = pictures(&answer(program, &[PICTURES], &drawings)?)?;
    let arms = plan.arms_drawing().map(|drawing| arms_picture(&drawing, program)).transpose()?.flatten();
    Ok(plan.text_document(&charts, arms.as_deref())?)
}

/// The picture of the coat of arms; `None` if it is no drawing for the program, which must not cost the document.
fn arms_picture(drawing: &Drawing, program: &Path) -> Result<Option<Vec<u8>>, PdfError> {
    let drawings = serde_json::to_vec(&[drawing]).map_err(FormError::from)?;
    match answer(program, &[PICTURES], &drawings) {
        Ok(found) => Ok(pictures(&found)?.pop()),
        Err(PdfError::Refused(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The pictures of an answer: each is the number of its bytes, four bytes with the highest first, and its bytes.
fn pictures(mut answer: &[u8]) -> Result<Vec<Vec<u8>>, PdfError> {
    let mut found = Vec::new();
    while !answer.is_empty() {
        let (length, rest) = answer.split_first_chunk::<4>().ok_or(PdfError::Pictures)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| PdfError::Pictures)?;
        let (picture, rest) = rest.split_at_checked(length).ok_or(PdfError::Pictures)?;
        found.push(picture.to_vec());
        answer = rest;
    }
    Ok(found)
}

/// What the program answers.
fn answer(program: &Path, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, PdfError> {
    if !program.is_file() {
        return Err(PdfError::NoProgram(program.to_owned()));
    }
    let _one = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let child = Command::new(program)
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    answer_of(child, input)
}

/// Gives the program its input and waits for its answer.
fn answer_of(mut child: Child, input: &[u8]) -> Result<Vec<u8>, PdfError> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        // A program that ends early closes its input; what it says about that stands in its answer.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_pictures_is_split_where_they_end_and_refused_where_one_is_cut() {
        let answer = [&[0, 0, 0, 2, 7, 8][..], &[0, 0, 0, 0], &[0, 0, 0, 1, 9]].concat();
        assert_eq!(pictures(&answer).unwrap(), [vec![7, 8], vec![], vec![9]]);
        assert_eq!(pictures(&[]).unwrap(), Vec::<Vec<u8>>::new());
        for cut in [1, 3, 5, answer.len() - 1] {
            let said = pictures(&answer[..cut]);
            assert!(matches!(said, Err(PdfError::Pictures)), "{cut}: {said:?}");
        }
        assert!(matches!(pictures(&[255, 255, 255, 255, 1]), Err(PdfError::Pictures)));
    }
}
