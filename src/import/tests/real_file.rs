//! The real register of Ludwigslust-Parchim of January 2016, which lies beside the project. Only
//! counts and ids stand here.

use std::path::PathBuf;

use super::super::read::{Limits, Table, read_file};
use super::super::{Layout, NoteKind, Outcome, plan};
use super::fixture::*;
use crate::register::Facility;

fn register() -> Option<Table> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/register/lup_2016.csv");
    if !path.exists() {
        assert!(std::env::var_os("CI").is_none(), "{} must be there in CI", path.display());
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(read_file(&path, None, &Limits::default()).unwrap())
}

#[test]
fn show() {
    let Some(table) = register() else { return };
    let layout = Layout::recognise(&world().layouts, &table).unwrap();
    let first = plan(&table, layout, &[], &context()).unwrap();
    println!("{}", first.report);
    let second = plan(&table, layout, &first.insert, &context()).unwrap();
    println!("{}", second.report.summary());
}
