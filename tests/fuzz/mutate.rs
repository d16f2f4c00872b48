//! Damages good files at random. A file in a ZIP archive (XLSX, ODS) is damaged inside, and packed again, half of the
//! time; otherwise nearly every damage would stop at the checksums of the archive.

use std::io::{Cursor, Read, Write};

use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::corpus::Seed;

/// What parsers of numbers, dates, tables, markup and TOML take badly.
const TOKENS: &[&[u8]] = &[
    b"",
    b"\0",
    b"\n",
    b"\r\n",
    b"\t",
    b";",
    b",",
    b"\"",
    b"\"\"",
    b"'",
    b"=",
    b"[",
    b"]",
    b"[[",
    b"{",
    b"}",
    b"<",
    b">",
    b"</",
    b"/>",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b"&b;",
    b"&#x110000;",
    b"]]>",
    b"-",
    b"--",
    b"-0",
    b"0",
    b"1e308",
    b"1e999",
    b"NaN",
    b"inf",
    b"-inf",
    b"99999999999999999999",
    b"18446744073709551616",
    b"-9223372036854775808",
    b"0.1.2",
    b"1.234.567,89",
    b"31.02.2026",
    b"2026-13-01",
    b"00:00",
    b"24/7",
    b"Mo-Su 99:99",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xe2\x80\x8f",
    "\u{1F3E5}".as_bytes(),
    "Ä".as_bytes(),
    "ß".as_bytes(),
    "\u{0301}".as_bytes(),
    b"=1+1",
    b"#",
    b"../../x",
    b"true",
    b"null",
    b"13",
    b"13076",
    b"130",
    b"f",
    b"m",
    b"85..",
    b"..",
    b"/ 0",
    b"sum(",
    b"((((((((((((((((",
];

pub struct Mutator<'a> {
    random: Pcg64,
    seeds: &'a [Seed],
}

impl<'a> Mutator<'a> {
    /// Inputs follow from the parser's name and the round alone.
    pub fn new(name: &str, seeds: &'a [Seed], round: u64) -> Self {
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self { random: Pcg64::seed_from_u64(hash ^ round), seeds }
    }

    /// A damaged file.
    pub fn next_input(&mut self) -> Vec<u8> {
        let seed = &self.seeds[self.random.random_range(0..self.seeds.len())];
        match seed {
            Seed::Zip(bytes) if self.random.random_bool(0.7) => self.inside(bytes),
            Seed::Zip(bytes) | Seed::Plain(bytes) => self.damaged(bytes.clone()),
        }
    }

    /// The archive with one of its parts damaged.
    fn inside(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let chosen = self.random.random_range(0..archive.len());
        let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            let content = if index == chosen { self.damaged(content) } else { content };
            packed.start_file(part.name(), SimpleFileOptions::default()).unwrap();
            packed.write_all(&content).unwrap();
        }
        packed.finish().unwrap().into_inner()
    }

    fn damaged(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        for _ in 0..1 << self.random.random_range(0..5) {
            self.damage(&mut bytes);
        }
        bytes
    }

    fn damage(&mut self, bytes: &mut Vec<u8>) {
        let (start, end) = self.range(bytes.len());
        match self.random.random_range(0..10) {
            0 if !bytes.is_empty() => {
                let at = start.min(bytes.len() - 1);
                bytes[at] ^= 1 << self.random.random_range(0..8);
            }
            1 if !bytes.is_empty() => {
                let at = start.min(bytes.len() - 1);
                bytes[at] = self.random.random();
            }
            2 => drop(bytes.drain(start..end)),
            3 => {
                let again = bytes[start..end].to_vec();
                bytes.splice(end..end, again);
            }
            4 => bytes.truncate(start),
            5 => {
                // Many times the same, to come to limits.
                let piece = bytes[start..end.min(start + 64)].to_vec();
                let times = 1 << self.random.random_range(0..13);
                bytes.splice(start..start, piece.repeat(times));
            }
            6 => {
                let other = match &self.seeds[self.random.random_range(0..self.seeds.len())] {
                    Seed::Zip(bytes) | Seed::Plain(bytes) => bytes,
                };
                let (from, to) = (self.random.random_range(0..=other.len()), other.len());
                bytes.splice(start..end, other[from..to.min(from + 256)].to_vec());
            }
            7 => self.number(bytes),
            8 => self.swap_lines(bytes),
            _ => {
                let token = TOKENS[self.random.random_range(0..TOKENS.len())];
                bytes.splice(start..end.min(start + 8), token.iter().copied());
            }
        }
    }

    fn range(&mut self, length: usize) -> (usize, usize) {
        let start = self.random.random_range(0..=length);
        let most = 1 << self.random.random_range(0..8);
        (start, (start + self.random.random_range(0..=most)).min(length))
    }

    /// Puts another number in place of one.
    fn number(&mut self, bytes: &mut Vec<u8>) {
        let (from, _) = self.range(bytes.len());
        let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|at| from + at) else {
            return;
        };
        let end =
            bytes[start..].iter().position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |n| start + n);
        let number: u64 = self.random.next_u64() >> self.random.random_range(0..64);
        bytes.splice(start..end, number.to_string().into_bytes());
    }

    fn swap_lines(&mut self, bytes: &mut Vec<u8>) {
        let mut lines: Vec<Vec<u8>> =
            bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        if lines.len() > 1 {
            let (one, other) =
                (self.random.random_range(0..lines.len()), self.random.random_range(0..lines.len()));
            lines.swap(one, other);
            *bytes = lines.concat();
        }
    }
}
