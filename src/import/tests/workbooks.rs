//! Workbooks of Excel 97-2003 and of Excel 5.0/95.

use super::super::read::{Fault, Kind, Limits, Table, read_bytes};
use super::suggestions::{offers, one, suggested};

/// A workbook with title rows, two sheets, dates and merged cells, written by xlwt 1.3.
const HOMES: &[u8] = include_bytes!("../../../tests/fixtures/import/heime.xls");

fn read(bytes: &[u8], limits: &Limits) -> Result<Table, Fault> {
    read_bytes("heime.xls", bytes.to_vec(), None, limits).map_err(|error| error.fault)
}

/// A compound file with one stream, which has room for 60 KB.
fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut content = stream.to_vec();
    content.resize(content.len().max(4096).next_multiple_of(512), 0);
    let (sectors, end) = (u32::try_from(content.len() / 512).unwrap(), 0xFFFF_FFFE_u32);
    let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    header.resize(24, 0);
    for number in [0x3E_u16, 3, 0xFFFE, 9, 6] {
        header.extend(number.to_le_bytes());
    }
    header.resize(44, 0);
    for number in [1_u32, 1, 0, 4096, end, 0, end, 0, 0] {
        header.extend(number.to_le_bytes());
    }
    header.resize(512, 0xFF);
    let mut table: Vec<u32> = vec![0xFFFF_FFFD, end];
    table.extend((3..3 + sectors).map(|next| if next == 2 + sectors { end } else { next }));
    table.resize(128, 0xFFFF_FFFF);
    let entry = |name: &str, kind: u8, start: u32, size: usize| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend(u32::try_from(size).unwrap().to_le_bytes());
        entry.resize(128, 0);
        entry
    };
    let mut directory = [entry("Root Entry", 5, end, 0), entry(name, 2, 2, content.len())].concat();
    directory.resize(512, 0);
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, table, directory, content].concat()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

/// A workbook of one sheet. `globals` stand before the name of the sheet, which is in `name` with its length.
fn workbook(version: u16, globals: &[Vec<u8>], name: &[u8], cells: &[Vec<u8>]) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &[version.to_le_bytes(), kind.to_le_bytes()].concat());
    let (first, last) = ([begin(5), globals.concat()].concat(), record(0x000A, &[]));
    let sheet = |start: u32| record(0x0085, &[&start.to_le_bytes()[..], &[0, 0], name].concat());
    let start = first.len() + sheet(0).len() + last.len();
    let head = [first, sheet(u32::try_from(start).unwrap()), last.clone()].concat();
    [head, begin(0x10), cells.concat(), last].concat()
}

fn at(row: u16, column: u16) -> Vec<u8> {
    [row, column, 0].into_iter().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_workbook_with_titles_sheets_dates_and_merged_cells_goes_live() {
    let table = read(HOMES, &Limits::default()).unwrap();
    assert_eq!((table.kind, table.sheets.len()), (Kind::Xls, 2), "{table:?}");
    let eule = table.rows.iter().find(|row| row.cells[0] == "Haus Eule").unwrap();
    assert_eq!(eule.cells, ["Haus Eule", "Weg 5", "19370", "Parchim", "3871234567", "42", "2024-12-31"]);
    assert_eq!(table.rows.last().unwrap().cells[0], "Tagestreff Łódź");
    let (text, plan) = suggested(&table, "heime.xls");
    assert_eq!(offers(&plan, "Haus Möwe"), one("residential_care", Some(60)), "{text}");
    assert_eq!(offers(&plan, "Haus Eule"), one("residential_care", Some(42)));
    assert_eq!(offers(&plan, "Tagestreff Łódź"), one("day_care", Some(12)));
    let eule = plan.insert.iter().find(|facility| *facility.name == *"Haus Eule").unwrap();
    assert_eq!(&*eule.address.place, "Parchim", "a merged cell holds for all of its rows");
    assert_eq!(eule.contact.phone.as_deref(), Some("03871234567"));
}

/// Excel 5.0/95 writes texts in the encoding of Windows, and into each cell.
#[test]
fn a_workbook_of_the_nineties_is_read_in_its_encoding() {
    let label = |row, column, text: &[u8]| {
        let length = u16::try_from(text.len()).unwrap().to_le_bytes();
        record(0x0204, &[at(row, column), length.to_vec(), text.to_vec()].concat())
    };
    let number = record(0x0203, &[at(1, 3), 60.5_f64.to_le_bytes().to_vec()].concat());
    let several = [1_u16, 4, 0].into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let several = [several, ((7_u32 << 2) | 2).to_le_bytes().to_vec(), 4_u16.to_le_bytes().to_vec()].concat();
    let cells = [
        label(0, 0, b"Name"),
        label(0, 1, b"Tr\xE4ger"),
        label(0, 2, b"Ort"),
        label(0, 3, b"Pl\xE4tze"),
        label(0, 4, b"frei"),
        label(1, 0, b"Haus M\xF6we"),
        label(1, 1, b"Stra\xDFe & Co."),
        label(1, 2, b"Parchim"),
        number,
        record(0x00BD, &several),
    ];
    let codepage = record(0x0042, &1252_u16.to_le_bytes());
    let stream = workbook(0x0500, &[codepage], b"\x05Liste", &cells);
    let table = read(&compound("Book", &stream), &Limits::default()).unwrap();
    assert_eq!(table.header, ["Name", "Träger", "Ort", "Plätze", "frei"]);
    assert_eq!(table.rows[0].cells, ["Haus Möwe", "Straße & Co.", "Parchim", "60.5", "7"]);
    assert_eq!(table.sheets, ["Liste"]);
}

/// A few bytes a cell that all mean one long text would fill the memory.
#[test]
fn cells_that_share_a_long_text_are_counted_before_they_are_copied() {
    let text = "x".repeat(8_000);
    let shared =
        [&1_u32.to_le_bytes()[..], &1_u32.to_le_bytes(), &8_000_u16.to_le_bytes(), &[0], text.as_bytes()];
    let cells: Vec<Vec<u8>> = (0..2_000_u16)
        .map(|row| record(0x00FD, &[at(row, 0), 0_u32.to_le_bytes().to_vec()].concat()))
        .collect();
    let stream = workbook(0x0600, &[record(0x00FC, &shared.concat())], b"\x05\x00Liste", &cells);
    let file = compound("Workbook", &stream);
    let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    assert!(
        matches!(read(&file, &limits), Err(Fault::TooMuchText { .. })),
        "{:?}",
        read(&file, &limits).err()
    );
    assert_eq!(read(&file, &Limits::default()).unwrap().rows.len(), 1_999);
    let wide = workbook(
        0x0600,
        &[],
        b"\x05\x00Liste",
        &[record(0x0203, &[at(0, 255), 1.0_f64.to_le_bytes().to_vec()].concat())],
    );
    assert!(matches!(read(&compound("Workbook", &wide), &Limits::default()), Err(Fault::Columns { .. })));
}

#[test]
fn a_locked_or_damaged_workbook_is_refused_with_a_sentence_and_nothing_else_happens() {
    let locked = workbook(0x0600, &[record(0x002F, &[1, 0])], b"\x01\x00A", &[]);
    assert!(matches!(read(&compound("Workbook", &locked), &Limits::default()), Err(Fault::Locked)));
    assert!(matches!(read(&compound("EncryptedPackage", b"x"), &Limits::default()), Err(Fault::Locked)));
    assert!(matches!(read(&compound("WordDocument", b"x"), &Limits::default()), Err(Fault::OldWorkbook)));
    let chained =
        workbook(0x0600, &[], b"\x01\x00A", &[record(0x00FD, &[at(0, 0), vec![9, 0, 0, 0]].concat())]);
    assert!(matches!(read(&compound("Workbook", &chained), &Limits::default()), Err(Fault::Damaged { .. })));
    for length in (0..HOMES.len()).step_by(97) {
        let _ = read(&HOMES[..length], &Limits::default());
    }
    // A chain of sectors that leads into itself ends.
    for at in (512..HOMES.len()).step_by(41) {
        let mut damaged = HOMES.to_vec();
        damaged[at] ^= 0xFF;
        damaged[at / 2] = damaged[at / 2].wrapping_add(1);
        let _ = read(&damaged, &Limits::default());
    }
}
