//! Runs a parser on damaged files, and keeps those that it cannot take.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::corpus::Seed;
use crate::mutate::Mutator;

/// Inputs a parser without `PFLEGEPLAN_FUZZ_SECONDS`.
const INPUTS: usize = 600;
/// After this long an input counts as one that never ends, also on a busy machine.
const HANGS: Duration = Duration::from_secs(120);
/// In a long run, alone on a machine, no input may take longer.
const SLOW: Duration = Duration::from_secs(5);

/// Where inputs that fail are kept.
pub fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target")).join("fuzz")
}

/// A folder for files that a parser reads from disk.
pub fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("pflegeplan-fuzz-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Holds a parser to damaged files made from good ones. `parse` returns for any bytes, and says whether it took them; it
/// must take the good ones, or the damaged ones would not get far either.
#[track_caller]
pub fn fuzz(name: &str, seeds: &[Seed], parse: impl Fn(&[u8]) -> bool) {
    let seconds: Option<u64> =
        std::env::var("PFLEGEPLAN_FUZZ_SECONDS").ok().map(|text| text.parse().expect("a number of seconds"));
    for (number, seed) in seeds.iter().enumerate() {
        assert!(run(name, seed.bytes(), &parse, None), "{name} does not take its good file {number}");
    }
    let Some(seconds) = seconds else {
        let mut mutator = Mutator::new(name, seeds, 0);
        let took = (0..INPUTS).filter(|_| run(name, &mutator.next_input(), &parse, None)).count();
        println!("{name}: {took} of {INPUTS} damaged files were taken");
        return;
    };
    let (started, mut inputs) = (Instant::now(), 0_u64);
    let mut mutator = Mutator::new(name, seeds, u64::from(std::process::id()));
    while started.elapsed() < Duration::from_secs(seconds) {
        run(name, &mutator.next_input(), &parse, Some(SLOW));
        inputs += 1;
    }
    println!("{name}: {inputs} inputs in {seconds} s, at most {} MB of memory", peak_memory_mb());
}

fn run(name: &str, input: &[u8], parse: impl Fn(&[u8]) -> bool, slow: Option<Duration>) -> bool {
    let started = Instant::now();
    let started_on_processor = on_processor();
    let watch = watched(name, input);
    let outcome = catch_unwind(AssertUnwindSafe(|| parse(input)));
    drop(watch);
    let Ok(taken) = outcome else { panic!("{name} panicked on {}", keep(name, input)) };
    // The time on the processor where the system tells it: what else the machine does is no fault of the input.
    let took = match (started_on_processor, on_processor()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => started.elapsed(),
    };
    if slow.is_some_and(|limit| took > limit) {
        panic!("{name} took {:.1} s for {}", took.as_secs_f64(), keep(name, input));
    }
    taken
}

/// Ends the process with a message if the sender that is returned is not dropped in time.
fn watched(name: &str, input: &[u8]) -> mpsc::Sender<()> {
    let (done, waits) = mpsc::channel();
    let (name, input) = (name.to_owned(), input.to_vec());
    std::thread::spawn(move || {
        if waits.recv_timeout(HANGS) == Err(RecvTimeoutError::Timeout) {
            eprintln!("{name} hangs on {}", keep(&name, &input));
            std::process::exit(101);
        }
    });
    done
}

/// Writes an input down and names its file.
fn keep(name: &str, input: &[u8]) -> String {
    let sum = input.iter().fold(17_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let file = format!("{name}-{sum:016x}");
    std::fs::create_dir_all(folder()).unwrap();
    std::fs::write(folder().join(&file), input).unwrap();
    format!("target/fuzz/{file} ({} bytes)", input.len())
}

/// How long this thread has run on a processor, by the scheduler of Linux.
fn on_processor() -> Option<Duration> {
    let counters = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = counters.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

fn peak_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
