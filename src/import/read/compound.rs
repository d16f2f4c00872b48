//! Compound files (MS-CFB), in which workbooks of Excel 97-2003 lie: a small file system of sectors in one file. Only what is
//! needed to read one stream is looked at, and no chain is followed longer than the file has sectors.

/// The first bytes of every compound file.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const HEADER_BYTES: usize = 512;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const ENTRY_BYTES: usize = 128;
/// Sectors of the allocation table that are named in the header.
const IN_HEADER: usize = 109;

/// The little-endian number at a place.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// The little-endian number at a place.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A stream as the directory names it.
struct Entry {
    name: String,
    is_root: bool,
    start: u32,
    size: usize,
}

/// An opened compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// For each sector the next one of its chain.
    next: Vec<u32>,
    small_sector: usize,
    small_next: Vec<u32>,
    /// Streams below this size lie in small sectors.
    cutoff: usize,
    entries: Vec<Entry>,
    /// The content of all small sectors.
    small: Vec<u8>,
}

impl<'a> Compound<'a> {
    /// Opens a file. `None` if it is none, or is damaged.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        if !bytes.starts_with(SIGNATURE) || bytes.len() < HEADER_BYTES {
            return None;
        }
        let shift = u16_at(bytes, 30).filter(|shift| matches!(shift, 9 | 12))?;
        let small_shift = u16_at(bytes, 32).filter(|shift| (4..=9).contains(shift))?;
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            next: Vec::new(),
            small_sector: 1 << small_shift,
            small_next: Vec::new(),
            cutoff: usize::try_from(u32_at(bytes, 56)?).ok()?,
            entries: Vec::new(),
            small: Vec::new(),
        };
        file.next = file.allocation_table()?;
        file.small_next = numbers(&file.chain(u32_at(bytes, 60)?)?);
        file.entries = file.directory(u32_at(bytes, 48)?)?;
        let root = file.entries.iter().find(|entry| entry.is_root).map(|root| (root.start, root.size));
        if let Some((start, size)) = root.filter(|(start, _)| *start != END_OF_CHAIN) {
            file.small = file.chain(start)?;
            file.small.truncate(size);
        }
        Some(file)
    }

    /// How many sectors the file has.
    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The table that says of each sector which is the next one.
    fn allocation_table(&self) -> Option<Vec<u32>> {
        let mut listed: Vec<u32> = (0..IN_HEADER).filter_map(|at| u32_at(self.bytes, 76 + 4 * at)).collect();
        let mut further = u32_at(self.bytes, 68)?;
        let mut seen = 0;
        while further < END_OF_CHAIN - 1 {
            seen += 1;
            if seen > self.sectors() {
                return None;
            }
            let mut of_sector = numbers(self.sector(further)?);
            further = of_sector.pop()?;
            listed.extend(of_sector);
        }
        let used = listed.into_iter().filter(|number| *number < END_OF_CHAIN - 1);
        let mut table = Vec::new();
        for number in used.take(self.sectors()) {
            table.extend(numbers(self.sector(number)?));
        }
        Some(table)
    }

    /// The content of a chain of sectors.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let (mut content, mut at, mut seen) = (Vec::new(), start, 0);
        while at < END_OF_CHAIN - 1 {
            seen += 1;
            if seen > self.sectors() {
                return None;
            }
            content.extend_from_slice(self.sector(at)?);
            at = *self.next.get(usize::try_from(at).ok()?)?;
        }
        Some(content)
    }

    fn directory(&self, start: u32) -> Option<Vec<Entry>> {
        let content = self.chain(start)?;
        let entry = |bytes: &[u8]| {
            let length = usize::from(u16_at(bytes, 64)?).checked_sub(2)?.min(62);
            let units: Vec<u16> = (0..length / 2).filter_map(|at| u16_at(bytes, 2 * at)).collect();
            Some(Entry {
                name: String::from_utf16_lossy(&units),
                is_root: bytes.get(66) == Some(&5),
                start: u32_at(bytes, 116)?,
                size: usize::try_from(u32_at(bytes, 120)?).ok()?,
            })
        };
        Some(content.chunks_exact(ENTRY_BYTES).filter_map(entry).collect())
    }

    /// Whether there is a stream of this name.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The content of a stream; `None` if there is none, or its chain is broken.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let mut content =
            if entry.size < self.cutoff { self.small_chain(entry.start)? } else { self.chain(entry.start)? };
        content.truncate(entry.size);
        Some(content)
    }

    fn small_chain(&self, start: u32) -> Option<Vec<u8>> {
        let (mut content, mut at, mut seen) = (Vec::new(), start, 0);
        while at < END_OF_CHAIN - 1 {
            seen += 1;
            if seen > self.small_next.len() {
                return None;
            }
            let number = usize::try_from(at).ok()?;
            let first = number.checked_mul(self.small_sector)?;
            let end = first.checked_add(self.small_sector)?.min(self.small.len());
            content.extend_from_slice(self.small.get(first..end)?);
            at = *self.small_next.get(number)?;
        }
        Some(content)
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect()
}
