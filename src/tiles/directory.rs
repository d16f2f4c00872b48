//! Directories of a PMTiles archive (version 3): the position of each tile.

/// The position of a tile, of a run of equal tiles, or of a leaf directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub first: u64,
    /// From the start of the tile section, or of the section of leaf directories.
    pub offset: u64,
    pub length: u32,
    /// The number of consecutive equal tiles; 0 for a leaf directory.
    pub run: u32,
}

/// Entries in the order of their tiles; at least one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directory(Vec<Entry>);

impl Directory {
    /// Reads a directory, whose numbers are stored by column; `None` if they are inconsistent.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let count = usize::try_from(varint(&mut rest)?).ok()?;
        // Each entry takes four bytes at the least, so a count cannot ask for more memory than the file holds.
        if count == 0 || count > rest.len() / 4 {
            return None;
        }
        let mut column = || (0..count).map(|_| varint(&mut rest)).collect::<Option<Vec<u64>>>();
        let (steps, runs, lengths, offsets) = (column()?, column()?, column()?, column()?);
        let mut entries: Vec<Entry> = Vec::with_capacity(count);
        for (index, (((step, run), length), offset)) in
            steps.into_iter().zip(runs).zip(lengths).zip(offsets).enumerate()
        {
            let previous = entries.last().copied();
            let first = previous.map_or(0, |entry| entry.first).checked_add(step)?;
            // Zero stands for "right behind the one before".
            let offset = match (offset, previous) {
                (0, Some(entry)) => entry.offset.checked_add(u64::from(entry.length))?,
                (0, None) => return None,
                (offset, _) => offset - 1,
            };
            let (length, run) = (u32::try_from(length).ok()?, u32::try_from(run).ok()?);
            if length == 0 || (index > 0 && step == 0) {
                return None;
            }
            entries.push(Entry { first, offset, length, run });
        }
        Some(Self(entries))
    }

    /// The entry of a tile, or of the leaf directory that has it.
    pub fn find(&self, id: u64) -> Option<Entry> {
        let behind = self.0.partition_point(|entry| entry.first <= id);
        let entry = *self.0.get(behind.checked_sub(1)?)?;
        (entry.run == 0 || id - entry.first < u64::from(entry.run)).then_some(entry)
    }
}

/// A number in groups of seven bits, the lowest first.
fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        let bits = u64::from(byte & 0x7F);
        if shift == 63 && bits > 1 {
            return None;
        }
        number |= bits << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The tile ID: tiles of smaller zoom levels come first, tiles of one level follow a Hilbert curve from the north-west to
/// the north-east corner.
pub(super) fn tile_id(z: u8, x: u32, y: u32) -> u64 {
    let before = ((1_u64 << (2 * u32::from(z))) - 1) / 3;
    let (mut x, mut y) = (u64::from(x), u64::from(y));
    let mut on_curve = 0;
    for bit in (0..z).rev() {
        let side = 1_u64 << bit;
        let (right, lower) = (x & side != 0, y & side != 0);
        let quadrant = match (right, lower) {
            (false, false) => 0,
            (false, true) => 1,
            (true, true) => 2,
            (true, false) => 3,
        };
        on_curve += side * side * quadrant;
        (x, y) = (x & (side - 1), y & (side - 1));
        if !lower {
            if right {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
    }
    before + on_curve
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The numbers that the documentation of the format gives.
    #[test]
    fn tiles_are_numbered_as_the_format_says() {
        let expected = [
            ((0, 0, 0), 0),
            ((1, 0, 0), 1),
            ((1, 0, 1), 2),
            ((1, 1, 1), 3),
            ((1, 1, 0), 4),
            ((2, 0, 0), 5),
            ((12, 3_423, 1_763), 19_078_479),
        ];
        for ((z, x, y), id) in expected {
            assert_eq!(tile_id(z, x, y), id, "{z}/{x}/{y}");
        }
    }

    /// The properties of a Hilbert curve: each tile occurs once, next to its predecessor.
    #[test]
    fn the_curve_visits_each_tile_once_and_makes_no_jump() {
        for z in 1..=6_u8 {
            let side = 1_u32 << z;
            let mut tiles: Vec<(u64, u32, u32)> =
                (0..side).flat_map(|x| (0..side).map(move |y| (tile_id(z, x, y), x, y))).collect();
            tiles.sort_unstable();
            let first = tile_id(z, 0, 0);
            for (step, (id, ..)) in (0..).zip(&tiles) {
                assert_eq!(*id, first + step, "zoom {z}");
            }
            for pair in tiles.windows(2) {
                let (_, x, y) = pair[0];
                let (_, next_x, next_y) = pair[1];
                assert_eq!(x.abs_diff(next_x) + y.abs_diff(next_y), 1, "zoom {z}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200), id in any::<u64>()) {
            if let Some(directory) = Directory::decode(&bytes) {
                prop_assert!(directory.find(id).is_none_or(|entry| entry.first <= id));
            }
        }
    }

    #[test]
    fn directories_that_make_no_sense_are_refused() {
        let good = [1, 5, 1, 9, 1];
        assert_eq!(Directory::decode(&good).unwrap().0, [Entry { first: 5, offset: 0, length: 9, run: 1 }]);
        // No entry; more entries than bytes; an empty tile; no offset before the first; the same tile twice;
        // a number that never ends.
        let bad: [&[u8]; 6] = [
            &[0],
            &[200, 1, 1, 1],
            &[1, 5, 1, 0, 1],
            &[1, 5, 1, 9, 0],
            &[2, 5, 0, 1, 1, 9, 9, 1, 0],
            &[0xFF; 12],
        ];
        for bytes in bad {
            assert_eq!(Directory::decode(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn a_run_ends_where_it_ends() {
        let directory = Directory::decode(&[2, 5, 10, 3, 0, 9, 9, 1, 0]).unwrap();
        let found = |id| directory.find(id).map(|entry| (entry.offset, entry.run));
        assert_eq!([found(4), found(5), found(7), found(8)], [None, Some((0, 3)), Some((0, 3)), None]);
        assert_eq!(found(1_000), Some((9, 0)), "a further directory holds all that follows");
    }
}
