//! Writes archives for tests and benchmarks. It names nothing else, so that those outside of the crate include it as a file.

use std::collections::BTreeMap;
use std::io::Write;

/// How an archive is written.
#[derive(Debug, Clone, Copy)]
pub struct Writing {
    pub gzip: bool,
    /// Entries in one leaf; 0 for a root without leaves.
    pub leaf: usize,
}

fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// First tile, offset, length, run.
type Row = (u64, u64, u64, u64);

fn directory(rows: &[Row], gzip: bool) -> Vec<u8> {
    let mut out = Vec::new();
    varint(&mut out, rows.len() as u64);
    let mut last = 0;
    for (first, ..) in rows {
        varint(&mut out, first - last);
        last = *first;
    }
    rows.iter().for_each(|(.., run)| varint(&mut out, *run));
    rows.iter().for_each(|(_, _, length, _)| varint(&mut out, *length));
    let mut end = None;
    for (_, offset, length, _) in rows {
        varint(&mut out, if end == Some(*offset) { 0 } else { offset + 1 });
        end = Some(offset + length);
    }
    if !gzip {
        return out;
    }
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&out).unwrap();
    packer.finish().unwrap()
}

/// A PMTiles archive of raster tiles by their numbers in it.
pub fn archive(tiles: &BTreeMap<u64, Vec<u8>>, largest_zoom: u8, writing: Writing) -> Vec<u8> {
    let (mut data, mut rows) = (Vec::new(), Vec::<Row>::new());
    for (&id, bytes) in tiles {
        match rows.last_mut() {
            // The same picture once more, right behind.
            Some((first, offset, length, run))
                if *first + *run == id && data[*offset as usize..][..*length as usize] == bytes[..] =>
            {
                *run += 1;
            }
            _ => {
                rows.push((id, data.len() as u64, bytes.len() as u64, 1));
                data.extend(bytes);
            }
        }
    }
    let mut leaves = Vec::new();
    if writing.leaf > 0 {
        let pieces: Vec<Vec<Row>> = rows.chunks(writing.leaf).map(<[Row]>::to_vec).collect();
        rows.clear();
        for piece in pieces {
            let leaf = directory(&piece, writing.gzip);
            rows.push((piece[0].0, leaves.len() as u64, leaf.len() as u64, 0));
            leaves.extend(leaf);
        }
    }
    let root = directory(&rows, writing.gzip);
    let mut out = b"PMTiles\x03".to_vec();
    let mut offset = 127;
    for length in [root.len(), 0, leaves.len(), data.len()] {
        out.extend((offset as u64).to_le_bytes());
        out.extend((length as u64).to_le_bytes());
        offset += length;
    }
    out.extend([0; 24]);
    out.extend([1, if writing.gzip { 2 } else { 1 }, 1, 2, 6, largest_zoom]);
    out.resize(127, 0);
    [out, root, leaves, data].concat()
}
