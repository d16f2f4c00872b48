//! Bytes to text: UTF-8 and UTF-16 by their marks, UTF-8 by its form, else Windows-1252.

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Fault, Labels};

/// Windows-1252 leaves these bytes undefined, so they are a sign of another encoding.
const UNDEFINED_IN_WINDOWS_1252: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

/// An encoding that a person names because the file does not give it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, the code page of Western Europe.
    Windows1252,
    /// ISO 8859-15 (Latin 9).
    Iso885915,
    /// Of DOS in Western Europe.
    Cp850,
    /// Of a Mac before 2001.
    MacRoman,
    /// UTF-8 that a program took for Windows-1252 and wrote as UTF-8 again ("TrÃ¤ger").
    Utf8Twice,
}

impl TextEncoding {
    /// The words by which an encoding is named.
    pub const WORDS: [(&'static str, Self); 8] = [
        ("utf-8", Self::Utf8),
        ("utf-16le", Self::Utf16Le),
        ("utf-16be", Self::Utf16Be),
        ("windows-1252", Self::Windows1252),
        ("iso-8859-15", Self::Iso885915),
        ("cp850", Self::Cp850),
        ("macintosh", Self::MacRoman),
        ("utf-8-twice", Self::Utf8Twice),
    ];

    /// The encoding of a word, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, encoding)| *encoding)
    }

    fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(_, encoding)| *encoding == self).map_or("", |(word, _)| word)
    }
}

/// The upper half of code page 850.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

/// The text of a file whose encoding is named. Bytes that do not belong to it are an error.
fn decode_as(bytes: &[u8], encoding: TextEncoding) -> Result<String, Fault> {
    let by = |encoding: &'static Encoding| {
        let (text, _, has_errors) = encoding.decode(bytes);
        (!has_errors).then(|| text.into_owned())
    };
    let text = match encoding {
        TextEncoding::Utf8 => by(encoding_rs::UTF_8),
        TextEncoding::Utf16Le => by(UTF_16LE),
        TextEncoding::Utf16Be => by(UTF_16BE),
        TextEncoding::Windows1252 => by(WINDOWS_1252),
        TextEncoding::Iso885915 => by(ISO_8859_15),
        TextEncoding::MacRoman => by(MACINTOSH),
        TextEncoding::Cp850 => {
            let upper: Vec<char> = CP850.chars().collect();
            let char_of = |byte: &u8| match byte.checked_sub(128) {
                Some(at) => upper.get(usize::from(at)).copied(),
                None => Some(char::from(*byte)),
            };
            bytes.iter().map(char_of).collect()
        }
        TextEncoding::Utf8Twice => by(encoding_rs::UTF_8).and_then(|text| {
            let (once, _, has_errors) = WINDOWS_1252.encode(&text);
            (!has_errors).then(|| String::from_utf8(once.into_owned()).ok())?
        }),
    };
    let text = text.ok_or_else(|| {
        let name = encoding.name();
        let en = format!("the file is not in {name}; hint: leave --encoding out, or try another");
        let de =
            format!("Die Datei ist nicht in {name}. Bitte --encoding weglassen oder eine andere nennen.");
        Fault::Encoding((en, de).into())
    })?;
    if text.contains('\0') { Err(Fault::NoText) } else { Ok(text) }
}

/// The text and the name of the encoding it was in, which is `named` or else found.
pub(super) fn decode(bytes: Vec<u8>, named: Option<TextEncoding>) -> Result<(String, &'static str), Fault> {
    if let Some(encoding) = named {
        return Ok((decode_as(&bytes, encoding)?, encoding.name()));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return Ok((utf16(UTF_16LE, rest)?, "UTF-16"));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return Ok((utf16(UTF_16BE, rest)?, "UTF-16"));
    }
    if bytes.contains(&0) {
        return Err(Fault::NoText);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let text = std::str::from_utf8(rest).map_err(|_| not_utf8(rest, MARKED))?;
        return Ok((text.to_owned(), "UTF-8 with byte order mark"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, "UTF-8")),
        Err(error) => Ok((windows_1252(error.as_bytes())?, "Windows-1252")),
    }
}

fn utf16(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Fault> {
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    if has_errors {
        let en = "the file begins with the mark of UTF-16 but is not UTF-16; hint: save it as UTF-8";
        let de =
            "Die Datei beginnt mit dem Zeichen für UTF-16, ist aber kein UTF-16. Bitte als UTF-8 speichern.";
        return Err(Fault::Encoding((en, de).into()));
    }
    if text.contains('\0') {
        return Err(Fault::NoText);
    }
    Ok(text.into_owned())
}

/// Decodes bytes that are no UTF-8. In German text of Windows-1252 two bytes hardly ever form a
/// character of UTF-8 by chance, so a file with more such characters than faults is broken UTF-8.
fn windows_1252(bytes: &[u8]) -> Result<String, Fault> {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good > bad {
        return Err(not_utf8(bytes, LOOKS_LIKE));
    }
    if let Some(at) = bytes.iter().position(|byte| UNDEFINED_IN_WINDOWS_1252.contains(byte)) {
        let (byte, line) = (bytes.get(at).copied().unwrap_or_default(), line_of(bytes, at));
        let en = format!(
            "line {line}: byte 0x{byte:02X} belongs neither to UTF-8 nor to Windows-1252; hint: the file may come from DOS or a Mac: try --encoding cp850 or --encoding macintosh, or save it as UTF-8"
        );
        let de = format!(
            "Zeile {line}: Das Byte 0x{byte:02X} gehört weder zu UTF-8 noch zu Windows-1252. Vielleicht stammt die Datei von DOS oder einem Mac: Bitte --encoding cp850 oder --encoding macintosh versuchen oder sie als UTF-8 speichern."
        );
        return Err(Fault::Encoding((en, de).into()));
    }
    Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())
}

const MARKED: Labels = ("begins with the mark of UTF-8", "beginnt mit dem Zeichen für UTF-8");
const LOOKS_LIKE: Labels = ("looks like UTF-8", "sieht nach UTF-8 aus");

fn not_utf8(bytes: &[u8], (why, warum): Labels) -> Fault {
    let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), |_| bytes.len());
    let line = line_of(bytes, at);
    let en = format!(
        "line {line}: the file {why}, but here is a byte that is not; hint: save it again as UTF-8, it may have been joined from two files"
    );
    let de = format!(
        "Zeile {line}: Die Datei {warum}, hier steht aber ein Byte, das nicht dazu gehört. Bitte neu als UTF-8 speichern; vielleicht wurde sie aus zwei Dateien zusammengefügt."
    );
    Fault::Encoding((en, de).into())
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count()
}
