//! The records of a workbook of Excel 97-2003 (MS-XLS), and texts that go on from one record to the next.

use super::compound::u16_at;

/// Begins the workbook and each sheet.
pub(super) const BOF: u16 = 0x0809;
/// Ends the workbook's own records and those of each sheet.
pub(super) const EOF: u16 = 0x000A;
/// Goes on with the record before.
pub(super) const CONTINUE: u16 = 0x003C;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub kind: u16,
    pub data: &'a [u8],
}

/// The records from a place on; a record that is cut off ends them.
pub(super) fn records(stream: &[u8], start: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = start;
    std::iter::from_fn(move || {
        let kind = u16_at(stream, at)?;
        let first = at.checked_add(4)?;
        let length = usize::from(u16_at(stream, at.checked_add(2)?)?);
        let data = stream.get(first..first.checked_add(length)?)?;
        at = first + length;
        Some(Record { kind, data })
    })
}

/// The content of a record and of those that continue it.
pub(super) struct Parts<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl<'a> Parts<'a> {
    pub fn new(parts: Vec<&'a [u8]>) -> Self {
        Self { parts, part: 0, at: 0 }
    }

    /// The rest of the part that is read; the next one where it is over.
    fn rest(&mut self) -> Option<&'a [u8]> {
        loop {
            let part = self.parts.get(self.part)?;
            match part.get(self.at..) {
                Some(rest) if !rest.is_empty() => return Some(rest),
                _ => (self.part, self.at) = (self.part + 1, 0),
            }
        }
    }

    fn is_part_over(&self) -> bool {
        self.parts.get(self.part).is_none_or(|part| self.at >= part.len())
    }

    pub fn byte(&mut self) -> Option<u8> {
        let byte = *self.rest()?.first()?;
        self.at += 1;
        Some(byte)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            let step = self.rest()?.len().min(bytes);
            self.at += step;
            bytes -= step;
        }
        Some(())
    }

    /// A text with its length, perhaps with formats and reading aids behind it, which are passed over.
    pub fn rich_text(&mut self) -> Option<String> {
        let length = usize::from(self.u16()?);
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let aids = if flags & 4 != 0 { usize::try_from(self.u32()?).ok()? } else { 0 };
        let text = self.characters(length, flags)?;
        self.skip(4 * runs)?;
        self.skip(aids)?;
        Some(text)
    }

    /// So many characters, of one byte or, as the flags say, of two. In the next part they say so anew.
    pub fn characters(&mut self, length: usize, mut flags: u8) -> Option<String> {
        let mut units = Vec::new();
        while units.len() < length {
            if self.is_part_over() {
                flags = self.byte()?;
            }
            units.push(if flags & 1 != 0 { self.u16()? } else { u16::from(self.byte()?) });
        }
        Some(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_the_next_record_with_characters_of_another_width() {
        let mut parts = Parts::new(vec![
            b"\x06\x00\x00Hau",
            b"\x01s\x00 \x00\xC4\x00",
            b"\x02\x00\x08\x01\x00ab????\x01\x00\x00x",
        ]);
        assert_eq!(parts.rich_text().as_deref(), Some("Haus Ä"));
        assert_eq!(parts.rich_text().as_deref(), Some("ab"), "formats are passed over");
        assert_eq!(parts.rich_text().as_deref(), Some("x"));
        assert_eq!(parts.rich_text(), None);
    }

    #[test]
    fn a_record_that_is_cut_off_ends_the_records() {
        let stream = b"\x0A\x00\x01\x00x\x3C\x00\x05\x00ab";
        let found: Vec<(u16, usize)> = records(stream, 0).map(|it| (it.kind, it.data.len())).collect();
        assert_eq!(found, [(EOF, 1)]);
        assert_eq!(records(stream, usize::MAX - 1).count(), 0);
    }
}
