//! Nothing that somebody wrote is lost, and only what was approved is read by all.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::*;
use crate::app::plan::{PlanFiles, TextEdition, TextSource};
use crate::plan::texts::{ActionState, PlannedAction, TextKind};
use crate::plan_texts::FolderStore;

const AREA: &str = "13076";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pflegeplan-writing-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn files(&self) -> PlanFiles {
        let store = Arc::new(FolderStore::new(self.0.clone()));
        PlanFiles { program: PathBuf::new(), texts: TextSource::Store(store), arms: None }
    }

    fn store(&self) -> FolderStore {
        FolderStore::new(self.0.clone())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn author(name: &str) -> Author {
    let at = DateTime::<Utc>::from_timestamp(1_780_000_000, 0).unwrap().naive_utc();
    Author { account: Some(1), name: name.to_owned(), request_id: "r".to_owned(), at }
}

fn chapter(number: &str, text: &str) -> Edit {
    let texts = BTreeMap::from([(TextKind::Assessment, text.to_owned())]);
    Edit::Chapter { number: number.to_owned(), texts }
}

fn action(title: &str) -> PlannedAction {
    PlannedAction {
        target_year: None,
        id: String::new(),
        title: title.to_owned(),
        chapter: "7.5".to_owned(),
        responsible: "Fachdienst Soziales".to_owned(),
        deadline: NaiveDate::from_ymd_opt(2027, 6, 30).unwrap(),
        indicator: None,
        target: None,
        review: None,
        state: ActionState::Planned,
    }
}

#[test]
fn the_public_reads_what_was_approved_and_the_draft_goes_on() {
    let folder = Folder::new("approved");
    let (store, files) = (folder.store(), folder.files());
    let read = |edition| files.texts(AREA, edition).unwrap();
    let by = author("A");
    assert_eq!(save(&store, AREA, 0, &chapter("7.5", "Erst."), &by).unwrap(), Saved::Done(1));
    assert!(read(TextEdition::Approved).by_number.is_empty(), "a draft is for those who write it");
    assert!(!read(TextEdition::Newest).by_number.is_empty() && !read(TextEdition::Newest).settings.approved);
    assert_eq!(approve(&store, AREA, 1, &by).unwrap(), Outcome::Done(2));
    assert!(read(TextEdition::Approved).settings.approved);
    assert!(store.files(AREA, 2).unwrap()["plan.toml"].contains("approved = true"));
    assert_eq!(approve(&store, AREA, 2, &by).unwrap(), Outcome::Nothing);
    save(&store, AREA, 2, &chapter("7.5", "Dann."), &by).unwrap();
    let draft = read(TextEdition::Newest);
    assert!(!draft.settings.approved && draft != read(TextEdition::Approved));
    assert!(
        !store.files(AREA, 3).unwrap().contains_key("plan.toml"),
        "a draft does not say that it is approved"
    );
    assert_eq!(
        approve(&store, AREA, 2, &by).unwrap(),
        Outcome::Outdated,
        "nobody approves what they have not seen"
    );
    assert_eq!(restore(&store, AREA, (3, 1), &by).unwrap(), Outcome::Done(4));
    assert_eq!(store.files(AREA, 4).unwrap()["7.5.md"], "Erst.\n");
    assert_eq!(restore(&store, AREA, (3, 1), &by).unwrap(), Outcome::Outdated);
    assert_eq!(
        store.files(AREA, 3).unwrap()["7.5.md"],
        "Dann.\n",
        "what was restored over stays in the history"
    );
}

#[test]
fn two_write_at_different_places_and_are_told_at_the_same_one() {
    let folder = Folder::new("places");
    let store = folder.store();
    let by = author("A");
    save(&store, AREA, 0, &Edit::Action(String::new(), Some(action("Eins"))), &by).unwrap();
    // Both have seen version 1.
    assert_eq!(save(&store, AREA, 1, &chapter("7.5", "Von A"), &by).unwrap(), Saved::Done(2));
    assert_eq!(save(&store, AREA, 1, &chapter("7.6", "Von B"), &author("B")).unwrap(), Saved::Done(3));
    assert_eq!(save(&store, AREA, 1, &chapter("7.5", "Von B"), &author("B")).unwrap(), Saved::Conflict(3));
    assert_eq!(save(&store, AREA, 3, &chapter("7.5", "Von A\r\n\r\n"), &by).unwrap(), Saved::Unchanged);
    let new = Edit::Action(String::new(), Some(action("Zwei")));
    assert_eq!(save(&store, AREA, 1, &new, &by).unwrap(), Saved::Done(4));
    assert_eq!(save(&store, AREA, 1, &Edit::Action("m1".into(), None), &by).unwrap(), Saved::Done(5));
    let changed = Edit::Action("m1".into(), Some(action("Eins, aber anders")));
    assert_eq!(
        save(&store, AREA, 4, &changed, &by).unwrap(),
        Saved::Conflict(5),
        "it was removed in the meantime"
    );
    let files = store.files(AREA, 5).unwrap();
    assert_eq!((files["7.5.md"].as_str(), files["7.6.md"].as_str()), ("Von A\n", "Von B\n"));
    let titles: Vec<String> = settings(&files).unwrap().actions.into_iter().map(|it| it.title).collect();
    assert_eq!(titles, ["Zwei"]);
}

#[test]
fn changes_are_named_by_place_with_their_lines() {
    let of = |texts: &[(&str, &str)]| -> TextFiles {
        texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    let action = "[[action]]\nid = \"m1\"\ntitle = \"Tagespflege\"\nchapter = \"7.5\"\nresponsible = \"Amt\"\ndeadline = ";
    let before = of(&[("7.5.md", "a\nb\nc\n"), ("plan.toml", &format!("{action}2027-06-30\n"))]);
    let after = of(&[
        ("7.5.md", "a\nB\nc\n"),
        ("plan.toml", &format!("{action}2028-06-30\n")),
        ("foreword.md", "Hallo\n"),
    ]);
    let found = changes(&before, &after);
    let titles: Vec<&str> = found.iter().map(|change| change.title.as_str()).collect();
    assert_eq!(titles, ["Grußwort", "7.5 Tages- und Nachtpflege", "Maßnahme"]);
    let lines = |change: &PlaceChange, kind| -> Vec<String> {
        change.lines.iter().filter(|line| line.kind == kind).map(|line| line.text.clone()).collect()
    };
    assert_eq!(
        (lines(&found[1], LineKind::Removed), lines(&found[1], LineKind::Added)),
        (vec!["b".into()], vec!["B".into()])
    );
    assert_eq!(lines(&found[2], LineKind::Added), ["Frist: 30.06.2028"]);
    assert!(changes(&after, &after).is_empty());
    let broken = of(&[("plan.toml", "= 1\n")]);
    assert_eq!(changes(&before, &broken)[0].title, "plan.toml", "what cannot be read is compared as it is");
}

#[test]
fn texts_go_out_and_come_in_again_as_they_were() {
    let (one, two) = (Folder::new("out"), Folder::new("in"));
    let by = author("A");
    save(&one.store(), AREA, 0, &chapter("7.5", "Gut."), &by).unwrap();
    save(&one.store(), AREA, 1, &Edit::Action(String::new(), Some(action("Eins"))), &by).unwrap();
    let files = one.store().files(AREA, 2).unwrap();
    let back = read_archive(&archive(AREA, &files).unwrap()).unwrap();
    assert_eq!(check(AREA, back.clone()).unwrap(), files);
    // An archive says whose texts it holds.
    let refused = import(&two.store(), "13004", back.clone(), &by).unwrap_err();
    assert!(
        refused.german().starts_with("Das sind die Texte des Gebiets 13076, nicht von 13004"),
        "{refused}"
    );
    let imported = import(&two.store(), AREA, back.clone(), &by).unwrap();
    assert_eq!(imported, Imported { number: 1, is_approved: false });
    assert_eq!(two.store().files(AREA, 1).unwrap(), files);
    let mut approved = back;
    approved.insert("plan.toml".into(), "approved = true\n".into());
    let imported = import(&two.store(), AREA, approved, &by).unwrap();
    assert_eq!(imported, Imported { number: 3, is_approved: true });
    let refused = import(&two.store(), AREA, BTreeMap::from([("7.5.md".into(), "<b>x</b>".into())]), &by);
    assert!(refused.unwrap_err().to_string().starts_with("7.5.md: line 1: HTML"));
    assert!(read_archive(b"PK no archive").is_err());
    assert_eq!(two.store().numbers(AREA).unwrap(), [1, 2, 3], "nothing of what was refused is kept");
}

/// An archive of files as somebody else packs them.
fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut archive, content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn an_archive_that_does_harm_or_is_not_understood_is_refused_with_a_sentence() {
    let bomb = vec![b' '; 4_100_000];
    let names: Vec<String> = (0..=9).map(|number| format!("{number}.md")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), bomb.as_slice())).collect();
    let said = |files: &[(&str, &[u8])]| {
        let fault = read_archive(&packed(files)).and_then(|files| check(AREA, files)).unwrap_err();
        assert!(!fault.to_string().is_empty());
        fault.german()
    };
    assert!(packed(&many).len() < 100_000, "the archive itself is small");
    for (files, begin) in [
        (many.as_slice(), "Die Dateien in der ZIP-Datei sind zusammen zu groß"),
        (&[("7.md", vec![b' '; 5 << 20].as_slice())], "7.md in der ZIP-Datei ist zu groß"),
        (&[("../7.md", b"a")], "„../7.md“ in der ZIP-Datei führt aus ihrem Ordner hinaus"),
        (&[("texte\\..\\..\\7.md", b"a")], "„texte\\..\\..\\7.md“ in der ZIP-Datei"),
        (&[("/etc/7.md", b"a")], "„/etc/7.md“"),
        (&[("C:\\7.md", b"a")], "„C:\\7.md“"),
        (&[("99.md", b"a")], "99.md gehört zu keinem Kapitel"),
        (&[("7.5.docx", b"a")], "7.5.docx gehört zu keinem Kapitel"),
        (&[("7.md", b"\xff\xfe")], "7.md ist kein Text in UTF-8"),
        (&[("a/7.md", b"a"), ("b/7.md", b"b")], "7.md steht zweimal"),
        (&[("7.md", b"gut\n\n<script>x</script>")], "7.md: Zeile 3: HTML geht hier nicht"),
        (&[("plan.toml", b"x = 1")], "plan.toml lässt sich nicht lesen"),
        (&[("texte/", b"")], "In der ZIP-Datei stehen keine Texte"),
    ] {
        let said = said(files);
        assert!(said.starts_with(begin), "{begin}: {said}");
    }
    let too_many: Vec<String> = (0..201).map(|number| format!("{number}/7.md")).collect();
    let too_many: Vec<(&str, &[u8])> = too_many.iter().map(|name| (name.as_str(), b"a".as_slice())).collect();
    assert!(said(&too_many).contains("mehr als 200 Dateien"));
    let fault = read_archive(b"PK no archive").unwrap_err().german();
    assert!(fault.contains("nicht als ZIP lesen"), "{fault}");
    // A folder around the files is usual, and what macOS adds is nobody's text.
    let files = packed(&[("texte/7.md", b"Gut."), ("__MACOSX/texte/._7.md", b"\0\x05")]);
    assert_eq!(read_archive(&files).unwrap(), BTreeMap::from([("7.md".into(), "Gut.".into())]));
}

#[test]
fn texts_from_files_become_the_draft_unless_somebody_was_faster() {
    let folder = Folder::new("take-in");
    let (store, by) = (folder.store(), author("A"));
    save(&store, AREA, 0, &chapter("4", "Vier."), &by).unwrap();
    save(&store, AREA, 1, &chapter("5", "Fünf."), &by).unwrap();
    let files = BTreeMap::from([
        ("4.md".to_owned(), "Vier, neu.\n".to_owned()),
        ("plan.toml".to_owned(), "approved = true\n".to_owned()),
    ]);
    assert_eq!(take_in(&store, AREA, 1, files.clone(), &by).unwrap(), Outcome::Outdated);
    assert_eq!(store.numbers(AREA).unwrap(), [1, 2], "nothing is kept");
    let found = changes(&store.files(AREA, 2).unwrap(), &files);
    let emptied: Vec<&str> =
        found.iter().filter(|change| change.is_emptied()).map(|change| change.title.as_str()).collect();
    assert_eq!((found.len(), emptied.len()), (2, 1), "{found:?}");
    assert!(emptied[0].starts_with("5 "), "{emptied:?}");
    assert_eq!(take_in(&store, AREA, 2, files.clone(), &by).unwrap(), Outcome::Done(3));
    let version = store.version(AREA, 3).unwrap();
    assert!(version.change == Change::Imported && !version.is_approved(), "it has to be approved by itself");
    assert_eq!(store.files(AREA, 3).unwrap(), BTreeMap::from([("4.md".into(), "Vier, neu.\n".into())]));
    assert_eq!(take_in(&store, AREA, 3, files, &by).unwrap(), Outcome::Nothing);
    let refused = take_in(&store, AREA, 3, BTreeMap::from([("4.md".into(), "<b>x</b>".into())]), &by);
    assert!(refused.is_err() && take_in(&store, AREA, 3, TextFiles::new(), &by).is_err());
    assert_eq!(store.numbers(AREA).unwrap(), [1, 2, 3]);
    let empty = Folder::new("take-in-first");
    let first = BTreeMap::from([("4.md".to_owned(), "Vier.\n".to_owned())]);
    assert_eq!(take_in(&empty.store(), AREA, 0, first, &by).unwrap(), Outcome::Done(1));
}

#[test]
fn a_broken_plan_toml_hinders_only_what_stands_in_it() {
    let folder = Folder::new("broken");
    let store = folder.store();
    let by = author("A");
    save(&store, AREA, 0, &Edit::Action(String::new(), Some(action("Eins"))), &by).unwrap();
    std::fs::write(folder.0.join("13076/00001/texts/plan.toml"), "approved = vielleicht\n").unwrap();
    let error = folder.files().texts(AREA, TextEdition::Newest).unwrap_err();
    assert!(format!("{error:?}").contains("plan.toml lässt sich nicht lesen"), "{error:?}");
    assert_eq!(save(&store, AREA, 1, &chapter("7.5", "Gut."), &by).unwrap(), Saved::Done(2));
    let refused = save(&store, AREA, 2, &Edit::Action(String::new(), Some(action("Zwei"))), &by).unwrap_err();
    assert!(refused.german().starts_with("plan.toml lässt sich nicht lesen"), "{}", refused.german());
    assert!(approve(&store, AREA, 2, &by).is_err(), "a plan that no page could show is not approved");
    assert_eq!(
        store.files(AREA, 2).unwrap()["plan.toml"],
        "approved = vielleicht\n",
        "nothing is repaired in silence"
    );
}

#[test]
fn what_cannot_be_read_is_said_beside_its_field() {
    let good = [
        ("title", "Tagespflege"),
        ("chapter", "7.5"),
        ("responsible", "Amt"),
        ("deadline", "30.6.2027"),
        ("target", "1.200,5"),
        ("target_year", "2030"),
        ("state", "planned"),
    ];
    let read = Typed::new(good).action(None).unwrap();
    assert_eq!((read.deadline.to_string().as_str(), read.target), ("2027-06-30", Some(1_200.5)));
    for (field, value) in [
        ("title", ""),
        ("chapter", "7.55"),
        ("responsible", " "),
        ("deadline", ""),
        ("deadline", "31.2.2027"),
        ("deadline", "30.06.0027"),
        ("target", "viel"),
        ("target", "NaN"),
        ("target_year", ""),
        ("target_year", "bald"),
        ("review", "bald"),
        ("indicator", "Z99"),
        ("state", "fast"),
    ] {
        let with = good.into_iter().filter(|(name, _)| *name != field).chain([(field, value)]);
        let faults = Typed::new(with).action(Some(&["T03".to_owned()])).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), [field], "{value}");
    }
    let good = [
        ("kind", "day_care"),
        ("method", "ratio"),
        ("value", "4,5"),
        ("age", "80"),
        ("source", "Konferenz"),
        ("date", "2024-05-14"),
    ];
    assert_eq!(Typed::new(good).target().unwrap().german_value(), "4,5 je 100 Menschen ab 80");
    for (field, value) in [
        ("kind", ""),
        ("method", ""),
        ("value", ""),
        ("value", "-1"),
        ("age", "8"),
        ("source", ""),
        ("date", ""),
    ] {
        let with = good.into_iter().filter(|(name, _)| *name != field).chain([(field, value)]);
        let faults = Typed::new(with).target().unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), [field], "{value}");
    }
    let imprint = [("decision", " Kreistag "), ("label-1", "Leitung"), ("text-1", "A. Muster")];
    let said = |more: &[(&'static str, &'static str)]| {
        Typed::new(imprint.into_iter().chain(more.iter().copied())).imprint(&[3, 7])
    };
    let Ok(Edit::Imprint { decision, lines, before }) = said(&[("before", "7")]) else { panic!("refused") };
    assert_eq!((decision.as_deref(), lines["Leitung"].as_str()), (Some("Kreistag"), "A. Muster"));
    assert_eq!(before, Some(7));
    assert!(matches!(said(&[("before", "")]), Ok(Edit::Imprint { before: None, .. })));
    for unknown in ["4", "-1", "x"] {
        assert_eq!(said(&[("before", unknown)]).unwrap_err()[0].field, "before", "{unknown}");
    }
    for fields in [
        [("label-2", "x"), ("text-2", "")],
        [("label-2", ""), ("text-2", "x")],
        [("label-2", "Leitung"), ("text-2", "x")],
    ] {
        assert!(said(&fields).is_err(), "{fields:?}");
    }
}
