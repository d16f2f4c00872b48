//! The coat of arms on the cover of a plan. A picture is read as a whole before a form takes it, so that a file which is none,
//! or is damaged, becomes a sentence and no broken cover.

use std::io::Cursor;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Serialize;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::units::words;

/// The largest file of a coat of arms.
pub const MAX_ARMS_BYTES: u64 = 1 << 20;
/// The most dots on a side. On a cover of A4 it has more than a thousand dots an inch then.
const MOST_DOTS: u32 = 3_000;
/// Deeper nesting is refused: programs that draw give up on it.
const DEEPEST: usize = 100;

words! {
    /// How the picture of a coat of arms is written.
    pub enum ArmsFormat {
        /// Lines and areas.
        Svg = "svg",
        /// Dots.
        Png = "png",
        /// Dots of a photograph or scan.
        Jpeg = "jpeg",
    }
}

impl ArmsFormat {
    /// The media type of the picture.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// Why a file is no coat of arms. Each sentence goes on behind the name of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ArmsFault {
    #[error("is no picture in SVG, PNG or JPEG; hint: save it as one of these")]
    Kind,
    #[error("is damaged or incomplete ({0}); hint: save the picture anew")]
    Damaged(String),
    #[error(
        "has {width} by {height} dots, more than {MOST_DOTS} on a side; hint: save it with fewer dots, or as SVG"
    )]
    TooFine { width: usize, height: usize },
    #[error("has the colours of a printing house (CMYK); hint: save it with RGB colours")]
    Colours,
    #[error("holds {0}, which is more than a drawing; hint: save it as plain SVG")]
    NotPlain(&'static str),
}

impl ArmsFault {
    /// The rest of the sentence in German.
    pub fn german(&self) -> String {
        match self {
            Self::Kind => {
                "ist kein Bild in SVG, PNG oder JPEG. Bitte in einer dieser Formen speichern.".to_owned()
            }
            Self::Damaged(_) => "ist beschädigt oder unvollständig. Bitte das Bild neu speichern.".to_owned(),
            Self::TooFine { width, height } => format!(
                "hat {width} mal {height} Bildpunkte, mehr als {MOST_DOTS} auf einer Seite. Bitte mit weniger Bildpunkten oder als SVG speichern."
            ),
            Self::Colours => "hat Druckfarben (CMYK). Bitte mit RGB-Farben speichern.".to_owned(),
            Self::NotPlain(_) => {
                "enthält mehr als eine Zeichnung. Bitte als einfaches SVG speichern.".to_owned()
            }
        }
    }
}

/// A coat of arms that every form can show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoatOfArms {
    /// How the picture is written.
    pub format: ArmsFormat,
    #[serde(skip)]
    bytes: Arc<[u8]>,
}

impl CoatOfArms {
    /// Reads a picture to its end; its kind is told by its first bytes and not by its name.
    ///
    /// # Errors
    /// [`ArmsFault`] for what is no picture, is not whole, or holds what a cover cannot show.
    pub fn read(bytes: Vec<u8>) -> Result<Self, ArmsFault> {
        let format = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => ArmsFormat::Png,
            [0xff, 0xd8, 0xff, ..] => ArmsFormat::Jpeg,
            other if is_markup(other) => ArmsFormat::Svg,
            _ => return Err(ArmsFault::Kind),
        };
        match format {
            ArmsFormat::Svg => check_svg(&bytes)?,
            ArmsFormat::Png => check_png(&bytes)?,
            ArmsFormat::Jpeg => check_jpeg(&bytes)?,
        }
        Ok(Self { format, bytes: bytes.into() })
    }

    /// Width and height of a PNG or JPEG in dots; `None` where they cannot be told.
    pub(super) fn size(picture: &[u8]) -> Option<[f64; 2]> {
        let [width, height] = match picture {
            [0xff, ..] => {
                let mut decoder = JpegDecoder::new(ZCursor::new(picture));
                decoder.decode_headers().ok()?;
                let info = decoder.info()?;
                [info.width.into(), info.height.into()]
            }
            _ => {
                let reader = png::Decoder::new(Cursor::new(picture)).read_info().ok()?;
                [reader.info().width, reader.info().height]
            }
        };
        (width > 0 && height > 0).then(|| [width, height].map(f64::from))
    }

    /// The picture as it was read.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The drawing, if it is one.
    pub fn svg(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok().filter(|_| self.format == ArmsFormat::Svg)
    }
}

/// What stands on a cover where the coat of arms belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverArms {
    /// The coat of arms.
    Shown(CoatOfArms),
    /// Why it cannot be shown, a German sentence.
    Missing(String),
}

impl CoverArms {
    /// Why a picture that was read is no drawing for the program that draws it.
    pub(super) const NOT_DRAWN: &str = "Die Zeichnung lässt sich nicht darstellen.";

    /// The line of a cover that says why the coat of arms is missing.
    pub(super) fn missing_line(why: &str) -> String {
        format!("Hier fehlt das Wappen: {why}")
    }
}

fn is_markup(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}

fn damaged(cause: impl ToString) -> ArmsFault {
    ArmsFault::Damaged(cause.to_string())
}

fn check_size(width: usize, height: usize) -> Result<(), ArmsFault> {
    match width.max(height) <= MOST_DOTS as usize {
        true => Ok(()),
        false => Err(ArmsFault::TooFine { width, height }),
    }
}

/// Row by row, so that no picture takes much memory.
fn check_png(bytes: &[u8]) -> Result<(), ArmsFault> {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().map_err(damaged)?;
    let info = reader.info();
    check_size(info.width as usize, info.height as usize)?;
    while reader.next_row().map_err(damaged)?.is_some() {}
    reader.finish().map_err(damaged)
}

fn check_jpeg(bytes: &[u8]) -> Result<(), ArmsFault> {
    let most = MOST_DOTS as usize * 100;
    let options = DecoderOptions::default().set_strict_mode(true).set_max_width(most).set_max_height(most);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|cause| damaged(format!("{cause:?}")))?;
    let info = decoder.info().ok_or_else(|| damaged("it has no size"))?;
    check_size(info.width.into(), info.height.into())?;
    if matches!(decoder.input_colorspace(), Some(ColorSpace::CMYK | ColorSpace::YCCK)) {
        return Err(ArmsFault::Colours);
    }
    decoder.decode().map_err(|cause| damaged(format!("{cause:?}")))?;
    // A decoder takes the dots that lack at the end for grey ones.
    let is_whole = bytes.windows(2).rev().take(64).any(|pair| pair == [0xff, 0xd9]);
    if is_whole { Ok(()) } else { Err(damaged("it has no end")) }
}

/// Well-formed, a drawing alone, and nothing that it would fetch from elsewhere.
fn check_svg(bytes: &[u8]) -> Result<(), ArmsFault> {
    let text = std::str::from_utf8(bytes).map_err(damaged)?;
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let (mut depth, mut has_root) = (0, false);
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(element) => {
                check_element(&element, !has_root)?;
                (depth, has_root) = (depth + 1, true);
                if depth > DEEPEST {
                    return Err(ArmsFault::NotPlain("elements that are nested too deeply"));
                }
            }
            Event::Empty(element) => {
                check_element(&element, !has_root)?;
                has_root = true;
            }
            Event::End(_) => depth -= 1,
            Event::DocType(words) if words.contains(&b'[') => {
                return Err(ArmsFault::NotPlain("abbreviations of its own"));
            }
            Event::Text(words) => check_style(&words)?,
            Event::CData(words) => check_style(&words)?,
            Event::Eof => break,
            _ => {}
        }
    }
    match (has_root, depth) {
        (true, 0) => Ok(()),
        (false, _) => Err(ArmsFault::Kind),
        (true, _) => Err(damaged("it ends in the middle")),
    }
}

fn check_element(element: &BytesStart<'_>, is_root: bool) -> Result<(), ArmsFault> {
    let name = element.local_name();
    match name.as_ref() {
        b"svg" => {}
        _ if is_root => return Err(ArmsFault::Kind),
        b"script" | b"foreignObject" | b"image" | b"iframe" | b"a" => {
            return Err(ArmsFault::NotPlain("a picture, a link or a program"));
        }
        _ => {}
    }
    for attribute in element.attributes() {
        let attribute = attribute.map_err(damaged)?;
        let value = attribute.value.trim_ascii();
        match attribute.key.local_name().as_ref() {
            b"href" if !value.starts_with(b"#") => {
                return Err(ArmsFault::NotPlain("a reference to another file"));
            }
            name if name.starts_with(b"on") => return Err(ArmsFault::NotPlain("a program")),
            _ => check_style(value)?,
        }
    }
    Ok(())
}

/// A style may name parts of the drawing, as in `url(#gold)`, and nothing else.
fn check_style(words: &[u8]) -> Result<(), ArmsFault> {
    let words = String::from_utf8_lossy(words).to_ascii_lowercase();
    let is_own = |place: &str| place.trim_start_matches(['"', '\'', ' ']).starts_with('#');
    let has_foreign = words.split("url(").skip(1).any(|place| !is_own(&place.replace("&quot;", "\"")));
    match has_foreign || words.contains("@import") {
        true => Err(ArmsFault::NotPlain("a reference to another file")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An invented coat of arms, as SVG, PNG and JPEG.
    const SVG: &[u8] = include_bytes!("../../tests/fixtures/arms/shield.svg");
    const PNG: &[u8] = include_bytes!("../../tests/fixtures/arms/shield.png");
    const JPEG: &[u8] = include_bytes!("../../tests/fixtures/arms/shield.jpg");

    fn fault(bytes: &[u8]) -> ArmsFault {
        CoatOfArms::read(bytes.to_vec()).unwrap_err()
    }

    #[test]
    fn pictures_of_the_three_kinds_are_read_whatever_they_are_called() {
        for (bytes, format) in [(SVG, ArmsFormat::Svg), (PNG, ArmsFormat::Png), (JPEG, ArmsFormat::Jpeg)] {
            let arms = CoatOfArms::read(bytes.to_vec()).unwrap();
            assert_eq!((arms.format, arms.bytes()), (format, bytes));
            assert_eq!(arms.svg().is_some(), format == ArmsFormat::Svg);
        }
        let with_mark = [b"\xef\xbb\xbf<!-- Wappen -->\n".as_slice(), SVG].concat();
        assert!(CoatOfArms::read(with_mark).is_ok());
    }

    #[test]
    fn what_is_cut_or_changed_is_damaged_and_never_half_a_picture() {
        for whole in [SVG, PNG, JPEG] {
            for part in 1..20 {
                let cut = &whole[..whole.len() * part / 20];
                assert!(CoatOfArms::read(cut.to_vec()).is_err(), "{part} of 20 of {:?}", &whole[..4]);
            }
            assert!(matches!(fault(&whole[..whole.len() - 9]), ArmsFault::Damaged(_)));
        }
        let mut changed = PNG.to_vec();
        let middle = changed.len() / 2;
        changed[middle] ^= 0x55;
        assert!(matches!(fault(&changed), ArmsFault::Damaged(_)), "a PNG has checksums");
    }

    #[test]
    fn what_is_no_picture_is_said_to_be_none() {
        for none in [
            b"".as_slice(),
            b"GIF89a",
            b"RIFF\x10\0\0\0WEBPVP8 ",
            b"%PDF-1.7",
            b"Wappen",
            b"<html><svg/></html>",
        ] {
            assert_eq!(fault(none), ArmsFault::Kind, "{none:?}");
        }
    }

    #[test]
    fn a_picture_of_too_many_dots_is_refused_before_it_is_unpacked() {
        // Only the head says so; the rest is that of the small one.
        let mut png = PNG.to_vec();
        png[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        let crc = crc(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(fault(&png), ArmsFault::TooFine { width: 65_536, height: 65_536 });
        let mut jpeg = JPEG.to_vec();
        let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
        assert_eq!(fault(&jpeg), ArmsFault::TooFine { width: 65_535, height: 65_535 });
    }

    /// The checksum of a part of a PNG, as its specification has it.
    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
        let all = bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step));
        !all
    }

    #[test]
    fn a_drawing_fetches_nothing_and_runs_nothing() {
        let drawing = |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
        for inner in [
            "<script>alert(1)</script>",
            "<foreignObject/>",
            "<image href=\"https://example.org/a.png\"/>",
            "<a href=\"#a\"/>",
            "<use xlink:href=\"other.svg#a\"/>",
            "<rect onload=\"alert(1)\"/>",
            "<rect fill=\"url(https://example.org/a)\"/>",
            "<rect style=\"fill:URL( &quot;a.svg#b&quot;)\"/>",
            "<style>@import 'a.css';</style>",
            "<style><![CDATA[rect { fill: url('a.svg') }]]></style>",
        ] {
            let found = fault(drawing(inner).as_bytes());
            assert!(matches!(found, ArmsFault::NotPlain(_)), "{inner}: {found}");
        }
        let deep = format!("{}{}", "<g>".repeat(200), "</g>".repeat(200));
        assert!(matches!(fault(drawing(&deep).as_bytes()), ArmsFault::NotPlain(_)));
        let entity = "<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><svg>&b;</svg>";
        assert!(matches!(fault(entity.as_bytes()), ArmsFault::NotPlain(_)));
        for inner in ["<use href=\"#a\"/>", "<rect fill=\"url(#gold)\" style=\"fill: url('#gold')\"/>"] {
            assert!(CoatOfArms::read(drawing(inner).into_bytes()).is_ok(), "{inner}");
        }
        let old = "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \
                   \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg/>";
        assert!(CoatOfArms::read(old.as_bytes().to_vec()).is_ok());
    }

    #[test]
    fn every_fault_is_a_sentence_in_both_languages() {
        for fault in [
            ArmsFault::Kind,
            ArmsFault::Damaged("x".to_owned()),
            ArmsFault::TooFine { width: 4_000, height: 1 },
            ArmsFault::Colours,
            ArmsFault::NotPlain("a program"),
        ] {
            let (english, german) = (fault.to_string(), fault.german());
            assert!(english.contains("; hint: "), "{english}");
            assert!(
                german.ends_with('.') && german.contains("Bitte") && !german.contains("hint"),
                "{german}"
            );
        }
    }
}
