use super::Outcome;
use crate::config::Config;
use clap::Args;
#[derive(Debug, Args)]
pub struct Arguments {}
pub fn run(_: &Config, _: &Arguments) -> Outcome {
    Ok(())
}
