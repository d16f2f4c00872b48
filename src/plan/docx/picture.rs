//! Charts as pictures between their caption, which is the finding, and their source. They are drawn elsewhere: here is said
//! how, and they are put into their place.

use serde::Serialize;

use super::parts::Parts;
use super::text::{caption, escaped, paragraph, plain};
use crate::charts::Chart;
use crate::plan::document::Figure;

/// English metric units of a CSS pixel, in which charts are measured.
const EMU_PER_PIXEL: f64 = 9_525.0;
/// The width between the margins of a sheet: 16 cm.
const WIDTH_EMU: f64 = 5_760_000.0;
const EMU_PER_INCH: f64 = 914_400.0;
/// Dots of an inch of a picture on paper.
const DOTS_PER_INCH: f64 = 300.0;

/// The height of a coat of arms on paper: 4 cm, and its width at most.
const ARMS_HEIGHT_EMU: f64 = 1_440_000.0;
const ARMS_WIDTH_EMU: f64 = 2_880_000.0;

/// A drawing that is to become a picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawing {
    /// The drawing with its colours, as SVG.
    pub svg: String,
    /// How fine its picture is.
    #[serde(flatten)]
    pub fineness: Fineness,
}

/// How fine the picture of a drawing is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fineness {
    /// Dots of the picture for a CSS pixel of the drawing.
    DotsPerPixel(f64),
    /// Dots of its height, whatever the size of the drawing is.
    HeightDots(f64),
}

impl Drawing {
    /// The picture of a chart as the document needs it: 300 dots an inch at the size on paper.
    pub(super) fn of(chart: &Chart) -> Self {
        let [width, _] = size(chart);
        let dots_per_pixel = width / EMU_PER_INCH * DOTS_PER_INCH / chart.width;
        Self { svg: chart.picture(), fineness: Fineness::DotsPerPixel(dots_per_pixel) }
    }

    /// The picture of a coat of arms that is a drawing.
    pub(super) fn of_arms(svg: &str) -> Self {
        let dots = ARMS_HEIGHT_EMU / EMU_PER_INCH * DOTS_PER_INCH;
        Self { svg: svg.to_owned(), fineness: Fineness::HeightDots(dots.round()) }
    }
}

/// The size of a chart on paper: its own, or as wide as the text.
fn size(chart: &Chart) -> [f64; 2] {
    let scale = (WIDTH_EMU / (chart.width * EMU_PER_PIXEL)).min(1.0);
    [chart.width, chart.height].map(|pixels| (pixels * EMU_PER_PIXEL * scale).round())
}

/// A chart with its caption, alternative text and source; `png` is its picture.
pub(super) fn figure(of: &Figure, png: &[u8], parts: &mut Parts) -> String {
    let chart = &of.chart;
    let name = format!("Abbildung {}", of.number);
    let alternative = format!("{}. {}", chart.title, chart.description);
    let drawing = drawing((&name, &alternative), size(chart), parts.add_picture(png, "png"));
    let subtitle =
        if chart.subtitle.is_empty() { String::new() } else { plain("ChartSubtitle", &chart.subtitle) };
    caption("Abbildung", &of.number, &chart.title)
        + &subtitle
        + &paragraph("Picture", "", &drawing)
        + &plain("Source", &chart.source)
}

/// The coat of arms on the cover: `picture` with its width and height in dots and the ending of its name.
pub(super) fn arms(
    alternative: &str,
    (picture, [width, height], ending): (&[u8], [f64; 2], &'static str),
    parts: &mut Parts,
) -> String {
    let scale = (ARMS_HEIGHT_EMU / height).min(ARMS_WIDTH_EMU / width);
    let size = [width, height].map(|dots| (dots * scale).round());
    paragraph("Arms", "", &drawing(("Wappen", alternative), size, parts.add_picture(picture, ending)))
}

/// A picture in a line, by the number and the relation of its part.
fn drawing(
    (name, alternative): (&str, &str),
    [width, height]: [f64; 2],
    (number, relation): (usize, String),
) -> String {
    let size = format!("cx=\"{width}\" cy=\"{height}\"");
    let [name, alternative] = [name, alternative].map(escaped);
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent {size}/>\
         <wp:docPr id=\"{number}\" name=\"{name}\" descr=\"{alternative}\"/><wp:cNvGraphicFramePr>\
         <a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic>\
         <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>\
         <pic:cNvPr id=\"{number}\" name=\"{name}\" descr=\"{alternative}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
         <a:blip r:embed=\"{relation}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>\
         <a:off x=\"0\" y=\"0\"/><a:ext {size}/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
         </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
}
