//! The document is well-formed, has its structure as styles, and every word and number of the plan.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::arms::{CoatOfArms, CoverArms};
use super::super::document::{Block, Chapter, Figure, GapBox, Plan};
use super::super::texts::PlanTexts;
use super::super::{Fineness, Inputs, tests as plans, write};
use crate::charts::{Head, Point, Series, Size, Stroke, TimeChart, Tone, Unit};

/// Pictures for all charts, each with other bytes.
fn pictures(plan: &Plan) -> Vec<Vec<u8>> {
    plan.drawings()
        .iter()
        .enumerate()
        .map(|(at, drawing)| format!("{at} {}", drawing.svg.len()).into_bytes())
        .collect()
}

fn written(plan: &Plan) -> Vec<u8> {
    plan.text_document(&pictures(plan), None).unwrap()
}

/// The parts of a document.
fn parts(plan: &Plan) -> BTreeMap<String, Vec<u8>> {
    parts_of(&written(plan))
}

fn parts_of(document: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        assert!(parts.insert(entry.name().to_owned(), bytes).is_none(), "{} stands twice", entry.name());
    }
    parts
}

/// A part that is XML.
fn part(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts[name].clone()).unwrap()
}

/// A paragraph: its style and its words.
type Paragraph = (String, String);

/// What stands in a part, which must be well-formed.
#[derive(Default)]
struct Content {
    paragraphs: Vec<Paragraph>,
    /// How often each element stands in it.
    counts: BTreeMap<String, usize>,
    /// Values by element and attribute, such as `a:blip r:embed`.
    values: BTreeMap<String, Vec<String>>,
}

impl Content {
    fn of(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let (mut content, mut open) = (Self::default(), 0);
        let (mut style, mut text, mut is_instruction) = (String::new(), String::new(), false);
        loop {
            let event = reader.read_event().unwrap_or_else(|error| panic!("{error} in {xml}"));
            match &event {
                Event::Start(start) | Event::Empty(start) => {
                    open += usize::from(matches!(event, Event::Start(_)));
                    is_instruction = start.name().as_ref() == b"w:instrText";
                    content.take(start);
                    if start.name().as_ref() == b"w:pStyle" {
                        style = content.values["w:pStyle w:val"].last().unwrap().clone();
                    }
                }
                // What a field is made by is no word of the document.
                Event::Text(_) if is_instruction => {}
                Event::Text(words) => text += std::str::from_utf8(words).unwrap(),
                Event::GeneralRef(_) if is_instruction => {}
                Event::GeneralRef(named) => text += letter(named),
                Event::End(end) => {
                    open -= 1;
                    if end.name().as_ref() == b"w:p" {
                        let paragraph =
                            (std::mem::take(&mut style), std::mem::take(&mut text).trim().to_owned());
                        content.paragraphs.push(paragraph);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open, 0);
        content
    }

    fn take(&mut self, start: &BytesStart<'_>) {
        let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
        for attribute in start.attributes() {
            let attribute = attribute.unwrap();
            let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
            let raw = String::from_utf8(attribute.value.to_vec()).unwrap();
            let value = quick_xml::escape::unescape(&raw).unwrap().into_owned();
            self.values.entry(format!("{name} {key}")).or_default().push(value);
        }
        *self.counts.entry(name).or_insert(0) += 1;
    }

    fn of_style(&self, style: &str) -> Vec<&str> {
        self.paragraphs.iter().filter(|(it, _)| it == style).map(|(_, text)| text.as_str()).collect()
    }

    fn values(&self, of: &str) -> &[String] {
        self.values.get(of).map_or(&[], Vec::as_slice)
    }
}

fn letter(named: &[u8]) -> &'static str {
    match named {
        b"amp" => "&",
        b"lt" => "<",
        b"gt" => ">",
        b"quot" => "\"",
        other => panic!("{other:?}"),
    }
}

const OWN: &str = "Die Lage ist **angespannt** & eng.\n\n## Weiter\n\n1. eins\n2. zwei\n   - innen\n\n   danach\n\n> Zitat\n\n\
                   1. neu\n\n[hier](https://example.org/?a=1&b=2) und [da](https://example.org/?a=1&b=2)";

fn with_texts() -> Inputs {
    let texts = PlanTexts::read([
        ("9.md", b"## Zwischenruf\n\nText".as_slice()),
        ("7.5.md", OWN.as_bytes()),
        ("7.5-recommendation.md", b"Mehr \x07davon.".as_slice()),
    ]);
    Inputs { texts: texts.unwrap(), ..plans::filled() }
}

#[test]
fn every_part_is_well_formed_and_what_it_names_is_there() {
    let parts = parts(&write(&with_texts()));
    let types = part(&parts, "[Content_Types].xml");
    for name in parts.keys().filter(|name| !name.ends_with(".png")) {
        Content::of(&part(&parts, name));
        let is_named =
            name.ends_with(".rels") || name == "[Content_Types].xml" || types.contains(&format!("/{name}\""));
        assert!(is_named, "{name}");
    }
    let document = Content::of(&part(&parts, "word/document.xml"));
    let relations = Content::of(&part(&parts, "word/_rels/document.xml.rels"));
    let known = relations.values("Relationship Id");
    let named = ["a:blip r:embed", "w:hyperlink r:id", "w:headerReference r:id", "w:footerReference r:id"]
        .map(|of| document.values(of));
    assert!(named.iter().all(|ids| !ids.is_empty()));
    assert!(named.concat().iter().all(|id| known.contains(id)), "{named:?} in {known:?}");
    for target in relations.values("Relationship Target") {
        assert!(target.starts_with("https://") || parts.contains_key(&format!("word/{target}")), "{target}");
    }
    assert!(relations.values("Relationship Target").contains(&"https://example.org/?a=1&b=2".to_owned()));
    let styles = Content::of(&part(&parts, "word/styles.xml"));
    let known = styles.values("w:style w:styleId");
    let of = [
        document.values("w:pStyle w:val"),
        document.values("w:rStyle w:val"),
        styles.values("w:basedOn w:val"),
    ];
    assert!(of.concat().iter().all(|style| known.contains(style)), "{of:?}");
    let numbering = Content::of(&part(&parts, "word/numbering.xml"));
    assert!(document.values("w:numId w:val").iter().all(|id| numbering.values("w:num w:numId").contains(id)));
    let bookmarks = document.values("w:bookmarkStart w:name");
    assert!(document.values("w:hyperlink w:anchor").iter().all(|name| bookmarks.contains(name)));
}

#[test]
fn chapters_are_headings_tables_repeat_theirs_and_pictures_say_what_they_show() {
    let plan = write(&with_texts());
    let parts = parts(&plan);
    let document = Content::of(&part(&parts, "word/document.xml"));
    let of = |style: &str| document.of_style(style);
    let chapters: Vec<String> =
        plan.chapters.iter().map(|chapter| format!("{} {}", chapter.number, chapter.title)).collect();
    // The heading of the planner below a chapter without sections is one of the second level.
    assert_eq!(of("Heading1"), chapters);
    assert_eq!(of("TOC1"), of("Heading1"));
    assert_eq!(of("TOC2"), of("Heading2"));
    assert!(of("Heading2").contains(&"Zwischenruf") && of("Heading3") == ["Weiter"], "{:?}", of("Heading3"));
    let (tables, figures) = (plan.tables().count(), plan.figures().count());
    assert!(tables > 4 && document.counts["w:tbl"] == tables && document.counts["w:tblHeader"] == tables);
    assert!(figures > 2 && document.counts["w:drawing"] == figures);
    let said: Vec<String> = plan
        .figures()
        .map(|Figure { chart, .. }| format!("{}. {}", chart.title, chart.description))
        .collect();
    assert_eq!(document.values("wp:docPr descr"), said);
    assert!(of("Own").contains(&"Die Lage ist angespannt & eng."), "{:?}", of("Own"));
    assert!(of("Own").contains(&"Mehr davon."), "{:?}", of("Own"));
    assert!(of("Quote").contains(&"Zitat") && of("ListParagraph").contains(&"innen"));
    // "eins" and "neu" begin lists of their own.
    let lists = document.values("w:numId w:val");
    assert!(lists.contains(&"2".to_owned()) && lists.contains(&"3".to_owned()), "{lists:?}");
}

#[test]
fn a_draft_says_so_on_each_page_and_the_file_names_title_language_and_day() {
    let plan = write(&with_texts());
    let parts = parts(&plan);
    let core = part(&parts, "docProps/core.xml");
    for said in [
        "<dc:title>Pflegeplan für den Landkreis",
        "<dc:language>de-DE<",
        "<dc:creator>Landkreis Ludwigslust-Parchim</dc:creator>",
        "Entwurf vom",
        "2026-11-29T",
    ] {
        assert!(core.contains(said), "{said}: {core}");
    }
    assert!(part(&parts, "word/header1.xml").contains("Entwurf vom 29.11.2026"));
    assert!(part(&parts, "word/styles.xml").contains("w:lang w:val=\"de-DE\""));
    let footer = part(&parts, "word/footer1.xml");
    assert!(footer.contains("NUMPAGES") && footer.contains("Seite "), "{footer}");
    let approved = write(&Inputs {
        texts: PlanTexts::read([("plan.toml", b"approved = true".as_slice())]).unwrap(),
        ..plans::filled()
    });
    let said = self::parts(&approved);
    assert!(!part(&said, "word/header1.xml").contains("Entwurf"));
    assert_eq!(written(&plan), written(&plan), "the same plan is the same file");
}

#[test]
fn every_word_and_number_of_the_plan_stands_in_it() {
    let plan = write(&with_texts());
    let document = Content::of(&part(&parts(&plan), "word/document.xml"));
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, text) in &document.paragraphs {
        *counted.entry(text).or_insert(0) += 1;
    }
    let mut expected: BTreeMap<String, usize> = BTreeMap::new();
    for block in plan.chapters.iter().flat_map(|chapter| &chapter.blocks) {
        let mut say = |text: &str| *expected.entry(text.trim().to_owned()).or_insert(0) += 1;
        match block {
            Block::Paragraph { text } | Block::Finding { text } => say(text),
            Block::List { items } => items.iter().for_each(|item| say(item)),
            Block::Table(table) => {
                say(&format!("Tabelle {}: {}", table.number, table.caption));
                table.headings.iter().for_each(|text| say(text));
                table.rows.iter().flatten().for_each(|cell| say(&cell.text));
                table.note.iter().for_each(|note| say(note));
            }
            Block::Figure(figure) => {
                say(&format!("Abbildung {}: {}", figure.number, figure.chart.title));
                say(&figure.chart.source);
            }
            Block::Gaps { gaps } => GapBox::of(gaps).lines.iter().for_each(|line| say(line)),
            Block::Heading { number, title } => say(&format!("{number} {title}")),
            Block::Own { label, .. } => say(label),
        }
    }
    assert!(expected.len() > 80, "{}", expected.len());
    for (text, times) in expected.iter().filter(|(text, _)| !text.is_empty()) {
        assert!(counted.get(text.as_str()).is_some_and(|found| found >= times), "{text:?}: {times}");
    }
}

#[test]
fn nothing_of_a_text_becomes_markup() {
    let mut plan = write(&plans::filled());
    let evil = "</w:t></w:r></w:p><w:evil w:val=\"1\"/>\u{1}\u{fffe}&amp;";
    let mut chapter = Chapter::new("</w:t>", evil);
    chapter.paragraph(evil);
    let head = Head {
        id: "x".to_owned(),
        title: evil.to_owned(),
        subtitle: evil.to_owned(),
        source: evil.to_owned(),
        size: Size::SHEET,
        lang: crate::units::Lang::De,
    };
    let series = Series::new(
        "a",
        Tone::Need,
        Stroke::Main,
        vec![Point::counted(2020, 1.0), Point::counted(2021, 2.0)],
    );
    chapter.figure(TimeChart::new(head, Unit::Count, vec![series]).draw());
    chapter.gap(evil, evil, evil);
    plan.title = evil.to_owned();
    plan.imprint = vec![(evil.to_owned(), evil.to_owned())];
    plan.chapters = vec![chapter];
    for (name, bytes) in parts(&plan).iter().filter(|(name, _)| !name.ends_with(".png")) {
        let content = Content::of(std::str::from_utf8(bytes).unwrap());
        assert!(!content.counts.contains_key("w:evil"), "{name}");
    }
}

#[test]
fn each_chart_has_its_picture_with_300_dots_an_inch() {
    let plan = write(&plans::filled());
    let (parts, drawings) = (parts(&plan), plan.drawings());
    let document = Content::of(&part(&parts, "word/document.xml"));
    let relations = Content::of(&part(&parts, "word/_rels/document.xml.rels"));
    let (ids, targets) = (relations.values("Relationship Id"), relations.values("Relationship Target"));
    for (at, (id, drawing)) in document.values("a:blip r:embed").iter().zip(&drawings).enumerate() {
        let target = &targets[ids.iter().position(|known| known == id).unwrap()];
        assert_eq!(parts[&format!("word/{target}")], pictures(&plan)[at], "{target}");
        assert!(drawing.svg.contains("<svg") && !drawing.svg.contains("var(--"));
    }
    for ((width, drawing), figure) in
        document.values("wp:extent cx").iter().zip(&drawings).zip(plan.figures())
    {
        let inches = width.parse::<f64>().unwrap() / 914_400.0;
        let Fineness::DotsPerPixel(fineness) = drawing.fineness else { panic!("{drawing:?}") };
        let dots = figure.chart.width * fineness / inches;
        assert!(inches < 6.31 && (dots - 300.0).abs() < 0.5, "{dots} on {inches}");
    }
    assert!(drawings.len() > 2 && document.counts["a:blip"] == drawings.len());
}

#[test]
fn more_or_fewer_pictures_than_charts_make_no_document() {
    let plan = write(&plans::filled());
    let (mut fewer, mut more) = (pictures(&plan), pictures(&plan));
    fewer.pop();
    more.push(Vec::new());
    for pictures in [fewer, more, Vec::new()] {
        let said = plan.text_document(&pictures, None).unwrap_err().to_string();
        assert_eq!(said, "there are not as many pictures as charts in the plan");
    }
}

/// The same plan with a coat of arms.
fn with_arms(arms: CoverArms) -> Plan {
    write(&Inputs { arms: Some(arms), ..plans::filled() })
}

#[test]
fn a_coat_of_arms_stands_first_with_its_words_whatever_it_is_saved_as() {
    const PNG: &[u8] = include_bytes!("../../../tests/fixtures/arms/shield.png");
    const JPEG: &[u8] = include_bytes!("../../../tests/fixtures/arms/shield.jpg");
    const SVG: &[u8] = include_bytes!("../../../tests/fixtures/arms/shield.svg");
    for (file, drawn, name) in [(PNG, None, "png"), (JPEG, None, "jpeg"), (SVG, Some(PNG), "png")] {
        let plan = with_arms(CoverArms::Shown(CoatOfArms::read(file.to_vec()).unwrap()));
        assert_eq!(plan.arms_drawing().is_some(), drawn.is_some());
        let bytes = plan.text_document(&pictures(&plan), drawn).unwrap();
        let parts = parts_of(&bytes);
        assert_eq!(parts[&format!("word/media/image1.{name}")], drawn.unwrap_or(file));
        assert!(part(&parts, "[Content_Types].xml").contains(&format!("Extension=\"{name}\"")));
        let document = Content::of(&part(&parts, "word/document.xml"));
        assert_eq!(document.paragraphs[0].0, "Arms");
        assert_eq!(document.values("wp:docPr descr")[0], "Wappen: Landkreis Ludwigslust-Parchim");
        // 120 by 144 dots on 4 cm of height.
        assert_eq!(document.values("wp:extent cy")[0], "1440000");
        assert_eq!(document.values("wp:extent cx")[0], "1200000");
    }
}

#[test]
fn a_coat_of_arms_that_cannot_be_shown_is_named_on_the_cover_and_among_what_is_missing() {
    let plan = with_arms(CoverArms::Missing("13076.png ist leer.".to_owned()));
    let found = Content::of(&part(&parts(&plan), "word/document.xml"));
    assert_eq!(found.paragraphs[0].1, "Hier fehlt das Wappen: 13076.png ist leer.");
    assert!(found.paragraphs.iter().any(|(_, text)| text == "13076.png ist leer."), "the annex");
    // A drawing that the program refuses.
    let svg = CoatOfArms::read(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec()).unwrap();
    let found = Content::of(&part(&parts(&with_arms(CoverArms::Shown(svg))), "word/document.xml"));
    assert!(found.paragraphs[0].1.starts_with("Hier fehlt das Wappen: Die Zeichnung"));
}
