//! XLSX and ODS, as programs write them and as an attacker would.

use super::super::read::{Limits, Table, read_bytes};
use super::files::{self, Value, archive, ods, ods_text_row, xlsx, xlsx_by_hand};

fn read(bytes: Vec<u8>) -> Table {
    read_bytes("list", bytes, None, &Limits::default()).unwrap()
}

fn fault(bytes: Vec<u8>) -> String {
    read_bytes("list", bytes, None, &Limits::default()).unwrap_err().to_string()
}

#[test]
fn a_workbook_gives_numbers_as_typed_and_dates_as_days() {
    let table = read(xlsx(&[
        vec![],
        vec![
            Value::Text("Name"),
            Value::Text("PLZ"),
            Value::Text("lat"),
            Value::Text("Stand"),
            Value::Text("x"),
        ],
        vec![
            Value::Text(" Haus <A> & Co"),
            Value::Number(19288.0),
            Value::Number(53.567468),
            Value::Date(2024, 12, 31),
        ],
        vec![],
        vec![
            Value::Text("Haus B"),
            Value::Number(1234.0),
            Value::Number(-0.5),
            Value::Text("2015"),
            Value::Text("ü"),
        ],
    ]));
    assert_eq!(table.header, ["Name", "PLZ", "lat", "Stand", "x"]);
    assert_eq!(table.rows[0].cells, [" Haus <A> & Co", "19288", "53.567468", "2024-12-31", ""]);
    assert_eq!(table.rows[1].cells, ["Haus B", "1234", "-0.5", "2015", "ü"]);
    assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(table.details.en, "sheet Sheet1");
}

#[test]
fn the_first_visible_sheet_is_read_or_the_one_that_is_named() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, text) in [("Hilfe", "versteckt"), ("Liste 2025", "Name"), ("Alt", "alt")] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.set_hidden(name == "Hilfe").set_active(name == "Liste 2025").write(0, 0, text).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let header = |sheet| read_bytes("list", bytes.clone(), sheet, &Limits::default()).unwrap().header;
    assert_eq!(header(None), ["Name"]);
    assert_eq!(header(Some("Alt")), ["alt"]);
    let missing = read_bytes("list", bytes.clone(), Some("Neu"), &Limits::default()).unwrap_err().to_string();
    assert!(missing.contains("no sheet \"Neu\"; it has: Hilfe, Liste 2025, Alt"), "{missing}");
}

#[test]
fn inline_texts_rich_texts_truth_values_errors_and_formulas_are_read() {
    let strings = "<sst><si><r><t>Haus </t></r><r><t>A</t></r><rPh><t>reading</t></rPh></si></sst>";
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>Art</t></is></c></row>\
        <row><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#REF!</v></c><c t=\"str\"><f>A1&amp;B1</f><v>a&#228;&lt;</v></c></row>";
    let table = read(xlsx_by_hand(rows, strings));
    assert_eq!(table.header, ["Haus A", "", "Art"]);
    assert_eq!(table.rows[0].cells, ["true", "#REF!", "aä<"]);
    assert_eq!(table.rows[0].line, 2);
}

#[test]
fn what_a_workbook_claims_costs_no_memory() {
    let huge = "<sst count=\"9\" uniqueCount=\"18446744073709551615\"><si><t>Name</t></si></sst>";
    let row = "<row r=\"4294967295\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
    assert_eq!(read(xlsx_by_hand(row, huge)).header, ["Name"]);
    let far = "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>";
    assert!(fault(xlsx_by_hand(far, "")).contains("line 1: more than 200 columns"));
    let farther = "<row r=\"1\"><c r=\"ZZZZZZZZZZZZZZZZZZZZZZZZ1\"><v>1</v></c></row>";
    assert!(fault(xlsx_by_hand(farther, "")).contains("more than 200 columns"));
    let none = "<row><c t=\"s\"><v>3</v></c></row>";
    assert!(fault(xlsx_by_hand(none, "")).contains("there is no shared string number 3"));
}

/// One long text, written once and shown by every cell.
#[test]
fn a_text_that_many_cells_share_is_counted_each_time() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(90_000));
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(200));
    let fault = fault(xlsx_by_hand(&row.repeat(20), &strings));
    let limit = Limits::default().unpacked_bytes;
    assert!(fault.contains(&format!("more than {limit} bytes of text")), "{fault}");
}

#[test]
fn a_damaged_workbook_names_the_damaged_part() {
    let cut = "<row><c><v>1</v></c></row></sheetData><row>";
    assert!(fault(xlsx_by_hand(cut, "")).contains("xl/worksheets/sheet1.xml of the spreadsheet is damaged"));
    let no_relation = archive(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"Liste\" id=\"r9\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
    ]);
    assert!(fault(no_relation).contains("nothing is said about the sheet \"Liste\""));
    let no_parts = archive(&[("xl/workbook.xml", b"<workbook/>")]);
    assert!(fault(no_parts).contains("the part xl/_rels/workbook.xml.rels is missing"));
    let own_entity = "<row><c t=\"str\"><v>&lol;</v></c></row>";
    assert!(fault(xlsx_by_hand(own_entity, "")).contains("unknown entity &lol;"));
}

#[test]
fn a_spreadsheet_gives_values_texts_and_repeats() {
    let rows = [
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>",
        &ods_text_row(&["Name", "PLZ", "Stand", "a", "b"]),
        "<table:table-row><table:table-cell office:value-type=\"string\"><office:annotation><text:p>Notiz</text:p>\
         </office:annotation><text:p>Haus<text:s text:c=\"3\"/>A</text:p><text:p>&amp; <text:span>Co</text:span></text:p>\
         </table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"19288\"><text:p>19.288</text:p>\
         </table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2024-12-31\"><text:p>x</text:p>\
         </table:table-cell><table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"string\">\
         <text:p>zwei</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>",
        "<table:table-row-group><table:table-row table:number-rows-repeated=\"2\"><table:covered-table-cell/>\
         <table:table-cell office:value-type=\"string\"><text:p>12</text:p></table:table-cell></table:table-row>\
         </table:table-row-group>",
        "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell/></table:table-row>",
    ];
    let table = read(ods(&rows.concat()));
    assert_eq!(table.header, ["Name", "PLZ", "Stand", "a", "b"]);
    assert_eq!(table.rows[0].cells, ["Haus A & Co", "19288", "2024-12-31", "zwei", "zwei"]);
    assert_eq!(table.rows[1].cells, ["", "12", "", "", ""]);
    assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 5, 6]);
    assert_eq!(table.details.en, "sheet Liste");
}

#[test]
fn another_sheet_of_a_spreadsheet_is_found_by_its_name() {
    let bytes = ods(&ods_text_row(&["Name"]));
    let read = |sheet| read_bytes("list", bytes.clone(), Some(sheet), &Limits::default());
    assert_eq!(read("Anderes").unwrap().header, ["anderes"]);
    let missing = read("Drittes").unwrap_err().to_string();
    assert!(missing.contains("no sheet \"Drittes\"; it has: Liste, Anderes"), "{missing}");
}

#[test]
fn repeats_without_end_cost_no_memory() {
    let header = ods_text_row(&["Name"]);
    let cell = "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let rows = format!(
        "{header}<table:table-row table:number-rows-repeated=\"4000000000\">{cell}</table:table-row>"
    );
    let limit = Limits::default().rows;
    assert!(fault(ods(&rows)).contains(&format!("more than {limit} rows")));
    let wide = cell.replacen(
        "<table:table-cell",
        "<table:table-cell table:number-columns-repeated=\"4000000000\"",
        1,
    );
    assert!(
        fault(ods(&format!("<table:table-row>{wide}</table:table-row>"))).contains("more than 200 columns")
    );
    let blanks = cell.replace(">x<", ">Name<text:s text:c=\"4000000000\"/><");
    assert_eq!(read(ods(&format!("<table:table-row>{blanks}</table:table-row>"))).header, ["Name "]);
}

#[test]
fn a_damaged_or_locked_spreadsheet_is_refused() {
    let open_comment = "<table:table-row><table:table-cell office:value-type=\"string\"><office:annotation>";
    let cut = archive(&[
        ("mimetype", files::ODS.as_bytes()),
        ("content.xml", format!("<office:body><table:table>{open_comment}").as_bytes()),
    ]);
    assert!(fault(cut).contains("content.xml of the spreadsheet is damaged: it ends in the middle"));
    let locked = archive(&[
        ("mimetype", files::ODS.as_bytes()),
        (
            "META-INF/manifest.xml",
            b"<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>",
        ),
        ("content.xml", b"\x80\x81"),
    ]);
    assert!(fault(locked).contains("locked by a password"));
    let nothing = archive(&[("mimetype", files::ODS.as_bytes())]);
    assert!(fault(nothing).contains("the part content.xml is missing"));
}

/// 40 MB of blanks pack into 40 kB, a thousand times less.
#[test]
fn a_zip_bomb_is_refused_by_its_directory_before_it_is_unpacked() {
    let sheet = vec![b' '; 40 << 20];
    let bomb = archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &sheet)]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    let sentence = fault(bomb);
    assert!(sentence.contains("would unpack to more than"), "{sentence}");
}

#[test]
fn a_directory_that_lies_about_sizes_does_not_help_the_bomb() {
    let workbook = vec![b' '; 40 << 20];
    let mut bomb = archive(&[("xl/workbook.xml", &workbook)]);
    let truth = (40_u32 << 20).to_le_bytes();
    let places: Vec<usize> = (0..bomb.len() - 3).filter(|at| bomb[*at..*at + 4] == truth).collect();
    assert_eq!(places.len(), 2, "the size stands in the local header and in the directory");
    for at in places {
        bomb[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let sentence = fault(bomb);
    assert!(sentence.contains("would unpack to more than"), "{sentence}");
}

#[test]
fn the_size_of_all_parts_together_is_limited() {
    let limits = Limits { unpacked_bytes: 2000, ..Limits::default() };
    let row = |cells: usize| format!("<row>{}</row>", "<c><v>1</v></c>".repeat(cells));
    let read = |cells| read_bytes("list", xlsx_by_hand(&row(cells), ""), None, &limits);
    assert!(read(80).is_ok());
    assert!(read(150).unwrap_err().to_string().contains("would unpack to more than 2000 bytes"));
}
