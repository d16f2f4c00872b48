//! Drawings as pixels, for text documents, whose readers show no SVG. The crates for it are already part of Typst.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use serde::Deserialize;

use crate::fonts::{FAMILY, FONTS};

/// A wider or higher picture is refused, so that none takes all memory.
const MOST_DOTS: u32 = 10_000;

/// A drawing and how fine its picture is.
#[derive(Debug, Deserialize)]
pub(crate) struct Drawing {
    svg: String,
    #[serde(flatten)]
    fineness: Fineness,
}

/// How fine a picture is.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Fineness {
    /// Dots for a pixel of the drawing.
    DotsPerPixel(f32),
    /// Dots of its height, whatever the size of the drawing is.
    HeightDots(f32),
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PictureError {
    #[error("drawing {0} is no SVG: {1}")]
    Svg(usize, resvg::usvg::Error),
    #[error("drawing {0} has no size, or more than {MOST_DOTS} dots on a side")]
    Size(usize),
    #[error("the picture of drawing {0} cannot be written: {1}")]
    Png(usize, String),
}

/// The drawings on white as PNG: each as the number of its bytes, four bytes with the highest first, and its bytes.
pub(crate) fn pictures(drawings: &[Drawing]) -> Result<Vec<u8>, PictureError> {
    // The fonts of the program and no others, so that a picture is the same on every machine.
    let mut fonts = fontdb::Database::new();
    FONTS.into_iter().for_each(|font| fonts.load_font_data(font.to_vec()));
    fonts.set_sans_serif_family(FAMILY);
    let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::new(fonts), ..Options::default() };
    let mut written = Vec::new();
    for (at, drawing) in drawings.iter().enumerate() {
        let png = picture(at + 1, drawing, &options)?;
        written.extend(u32::try_from(png.len()).map_err(|_| PictureError::Size(at + 1))?.to_be_bytes());
        written.extend(png);
    }
    Ok(written)
}

fn picture(number: usize, drawing: &Drawing, options: &Options<'_>) -> Result<Vec<u8>, PictureError> {
    let tree = Tree::from_str(&drawing.svg, options).map_err(|error| PictureError::Svg(number, error))?;
    let scale = match drawing.fineness {
        Fineness::DotsPerPixel(scale) => scale,
        Fineness::HeightDots(dots) => dots / tree.size().height(),
    };
    let size = tree
        .size()
        .to_int_size()
        .scale_by(scale)
        .filter(|size| size.width().max(size.height()) <= MOST_DOTS)
        .ok_or(PictureError::Size(number))?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(PictureError::Size(number))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PictureError::Png(number, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\"><text x=\"5\" y=\"30\" \
                       font-size=\"20\">Pflege</text></svg>";

    fn drawing(svg: &str, dots_per_pixel: f32) -> Drawing {
        Drawing { svg: svg.to_owned(), fineness: Fineness::DotsPerPixel(dots_per_pixel) }
    }

    /// The pictures of an answer.
    fn split(mut answer: &[u8]) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        while let Some((length, rest)) = answer.split_first_chunk::<4>() {
            let (picture, rest) = rest.split_at(u32::from_be_bytes(*length) as usize);
            found.push(picture.to_vec());
            answer = rest;
        }
        found
    }

    #[test]
    fn each_drawing_becomes_a_picture_of_its_size_with_its_words() {
        let answer = pictures(&[drawing(SVG, 3.0), drawing(&SVG.replace("Pflege", ""), 1.5)]).unwrap();
        let found = split(&answer);
        let size = |png: &[u8]| [16, 20].map(|at| u32::from_be_bytes(png[at..at + 4].try_into().unwrap()));
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|png| png.starts_with(b"\x89PNG")));
        assert_eq!((size(&found[0]), size(&found[1])), ([300, 150], [150, 75]));
        let [with, without] = [SVG, &SVG.replace("Pflege", "")]
            .map(|svg| Pixmap::decode_png(&split(&pictures(&[drawing(svg, 3.0)]).unwrap())[0]).unwrap());
        let ink = |picture: &Pixmap| picture.pixels().iter().filter(|pixel| pixel.red() < 128).count();
        assert!(ink(&with) > 300 && ink(&without) == 0, "{} and {}", ink(&with), ink(&without));
    }

    #[test]
    fn a_drawing_of_any_size_has_the_height_that_is_asked_for() {
        let asked = |fineness: &str| {
            let json = serde_json::json!([{ "svg": SVG, "height_dots": 472.0 }]).to_string();
            pictures(&serde_json::from_str::<Vec<Drawing>>(&json.replace("height_dots", fineness)).unwrap())
        };
        let answer = asked("height_dots").unwrap();
        let picture = Pixmap::decode_png(&split(&answer)[0]).unwrap();
        assert_eq!((picture.width(), picture.height()), (944, 472));
        assert!(asked("dots_per_pixel").is_err(), "472 dots for each of a hundred pixels are too many");
    }

    #[test]
    fn what_is_no_drawing_or_too_large_is_named_by_its_number() {
        let said = |drawings: &[Drawing]| pictures(drawings).unwrap_err().to_string();
        assert!(said(&[drawing(SVG, 1.0), drawing("<svg", 1.0)]).starts_with("drawing 2 is no SVG"));
        for scale in [0.0, -1.0, f32::NAN, 1e9, 200.0] {
            assert!(said(&[drawing(SVG, scale)]).starts_with("drawing 1 has no size"), "{scale}");
        }
    }
}
