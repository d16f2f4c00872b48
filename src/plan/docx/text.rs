//! Runs and paragraphs of a text document.

/// The width between the margins of a sheet in twentieths of a point: 16 cm.
pub(super) const TEXT_WIDTH: usize = 9_070;

/// Text in an element or a quoted attribute, without characters that XML does not have.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            letter if letter.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&letter) => {}
            letter => safe.push(letter),
        }
    }
    safe
}

/// Words of the look of their paragraph.
pub(super) fn run(text: &str) -> String {
    styled_run(text, "")
}

/// Words with properties such as `<w:b/>`.
pub(super) fn styled_run(text: &str, properties: &str) -> String {
    let properties =
        if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

/// A paragraph of a style with finished runs. `properties` are further ones in the order of the schema: `keepNext`, `numPr`,
/// `ind`, `jc`.
pub(super) fn paragraph(style: &str, properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{runs}</w:p>")
}

/// A paragraph of plain words.
pub(super) fn plain(style: &str, text: &str) -> String {
    paragraph(style, "", &run(text))
}

/// "Tabelle 4.1: Bevölkerung". The number is no field: LibreOffice counts such fields through all chapters, and pages, PDF and
/// sentences name the table by this number. The style keeps the caption with what stands below it.
pub(super) fn caption(kind: &str, number: &str, words: &str) -> String {
    plain("Caption", &format!("{kind} {number}: {words}"))
}

/// What must be known to read a table or chart, and where its figures come from, a paragraph each. The last one parts it from
/// what follows.
pub(super) fn notes(note: Option<&str>, source: &str) -> String {
    match (note, source) {
        (None, source) => plain("Source", source),
        (Some(note), "") => plain("Source", note),
        (Some(note), source) => plain("TableNote", note) + &plain("Source", source),
    }
}
