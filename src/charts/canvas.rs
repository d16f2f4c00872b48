//! The elements of a drawing. Texts are placed where nothing else stands, or not at all: a label that does not fit is
//! dropped and never made smaller, the table has it.

use std::fmt::Write;

use super::data::{Chart, DataTable, Head, Size, Tone};
use super::text::{escaped, width};

/// What a text is, and so how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Numbers at an axis.
    Axis,
    /// Names and values at their lines.
    Label,
    /// What explains a part of the drawing.
    Note,
    /// A figure in the drawing.
    Figure,
    /// A value inside a bar, and inside that of the own area.
    OnBar,
    OnOwnBar,
    /// A value on a step of colour of a heat table.
    OnHeat(usize),
}

impl Style {
    pub(super) fn size(self) -> f64 {
        match self {
            Self::Axis => 12.0,
            Self::Label | Self::OnBar | Self::OnOwnBar | Self::OnHeat(_) => 12.5,
            Self::Note => 11.5,
            Self::Figure => 14.0,
        }
    }

    pub(super) fn is_bold(self) -> bool {
        !matches!(self, Self::Axis | Self::Note)
    }

    fn class(self) -> &'static str {
        match self {
            Self::Axis => "axis-text",
            Self::Label => "label",
            Self::Note => "note",
            Self::Figure => "figure",
            Self::OnBar => "label",
            Self::OnOwnBar => "label on-own",
            Self::OnHeat(4) => "label on-heat-4",
            Self::OnHeat(5) => "label on-heat-5",
            Self::OnHeat(_) => "label",
        }
    }

    pub(super) fn width(self, text: &str) -> f64 {
        width(text, self.size(), self.is_bold())
    }

    /// From one line to the next.
    pub(super) fn line_height(self) -> f64 {
        (self.size() * 1.16).ceil()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// One line of text.
#[derive(Debug, Clone)]
pub(super) struct Text<'a> {
    pub content: &'a str,
    pub style: Style,
    /// `None`: the colour of the style.
    pub tone: Option<Tone>,
    pub x: f64,
    /// Of the foot of its letters.
    pub baseline: f64,
    pub anchor: Anchor,
    /// Whether it is outlined in the colour of the background, for texts on marks.
    pub halo: bool,
    /// Whether it may stand on lines.
    pub over_lines: bool,
}

impl<'a> Text<'a> {
    pub(super) fn new(style: Style, content: &'a str, x: f64, baseline: f64) -> Self {
        Self { content, style, tone: None, x, baseline, anchor: Anchor::Start, halo: false, over_lines: true }
    }

    pub(super) fn tone(self, tone: Tone) -> Self {
        Self { tone: Some(tone), ..self }
    }

    pub(super) fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(super) fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    /// Only where no line runs.
    pub(super) fn off_lines(self) -> Self {
        Self { over_lines: false, ..self }
    }

    pub(super) fn block(&self) -> Block {
        let width = self.style.width(self.content);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        let size = self.style.size();
        Block {
            left,
            top: self.baseline - 0.80 * size,
            right: left + width,
            bottom: self.baseline + 0.24 * size,
        }
    }
}

/// The ground of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Block {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Block {
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether a straight line runs through it (Liang and Barsky 1984).
    fn is_crossed(&self, [[x1, y1], [x2, y2]]: [[f64; 2]; 2]) -> bool {
        let (mut from, mut to) = (0.0f64, 1.0f64);
        let sides = [
            (x1 - x2, x1 - self.left),
            (x2 - x1, self.right - x1),
            (y1 - y2, y1 - self.top),
            (y2 - y1, self.bottom - y1),
        ];
        for (run, distance) in sides {
            if run == 0.0 {
                if distance < 0.0 {
                    return false;
                }
            } else if run < 0.0 {
                from = from.max(distance / run);
            } else {
                to = to.min(distance / run);
            }
        }
        from <= to
    }
}

/// A pattern over a colour, so that nothing rests on the colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// In a home.
    Dots,
    /// By a service; "without" beside "with".
    Diagonals,
    /// Grade 1.
    Horizontals,
    /// Shortage: in the colour of supply, without ground.
    Shortage,
    /// No figure.
    Missing,
    /// A figure that must not be shown.
    Withheld,
    /// An estimate for a small area.
    Estimate,
}

impl Pattern {
    fn name(self) -> &'static str {
        match self {
            Self::Dots => "dots",
            Self::Diagonals => "diagonals",
            Self::Horizontals => "horizontals",
            Self::Shortage => "shortage",
            Self::Missing => "missing",
            Self::Withheld => "withheld",
            Self::Estimate => "estimate",
        }
    }

    /// The pattern as an element; `scale` is how many of its user units are a pixel.
    fn definition(self, id: &str, scale: u8) -> String {
        let (width, height, turn, marks) = match self {
            Self::Dots => (
                6,
                6,
                0,
                "<circle class=\"on-fill\" cx=\"1.5\" cy=\"1.5\" r=\"1\"/><circle class=\"on-fill\" cx=\"4.5\" cy=\"4.5\" r=\"1\"/>",
            ),
            Self::Diagonals => (6, 6, 45, "<rect class=\"on-fill\" width=\"1.6\" height=\"6\"/>"),
            Self::Horizontals => (6, 5, 0, "<rect class=\"on-fill\" width=\"6\" height=\"1.4\"/>"),
            Self::Shortage => (6, 6, -45, "<rect class=\"fill c-supply\" width=\"1.4\" height=\"6\"/>"),
            Self::Missing => (7, 7, 45, "<path class=\"hatch\" d=\"M0 0H7M0 0V7\"/>"),
            Self::Withheld => (5, 5, 0, "<circle class=\"withheld\" cx=\"2.5\" cy=\"2.5\" r=\"1.1\"/>"),
            Self::Estimate => (5, 5, 0, "<circle class=\"on-fill\" cx=\"2.5\" cy=\"2.5\" r=\"0.9\"/>"),
        };
        let change = match (scale, turn) {
            (1, 0) => String::new(),
            (1, turn) => format!(" patternTransform=\"rotate({turn})\""),
            (scale, 0) => format!(" patternTransform=\"scale({scale})\""),
            (scale, turn) => format!(" patternTransform=\"scale({scale}) rotate({turn})\""),
        };
        let suffix = if scale == 1 { "" } else { "-fine" };
        format!(
            "<pattern id=\"{id}-{}{suffix}\" width=\"{width}\" height=\"{height}\" patternUnits=\"userSpaceOnUse\"{change}>{marks}</pattern>",
            self.name()
        )
    }
}

/// A drawing in the making.
#[derive(Debug)]
pub(super) struct Canvas {
    id: String,
    pub size: Size,
    /// Below the areas, and what it is cut off by.
    ground: String,
    areas: String,
    area_count: usize,
    marks: String,
    texts: String,
    symbols: String,
    /// Each with the units of a pixel where it is used.
    patterns: std::collections::BTreeSet<(Pattern, u8)>,
    /// The grounds of the texts that were placed.
    blocks: Vec<Block>,
    /// Where no text may stand.
    reserved: Vec<Block>,
    /// Lines that some texts keep clear of.
    lines: Vec<[[f64; 2]; 2]>,
    /// Names of series for which the drawing has no room, so the subtitle has them.
    pub unnamed: Vec<String>,
}

impl Canvas {
    pub(super) fn new(head: &Head) -> Self {
        Self {
            id: head.id.clone(),
            size: head.size,
            ground: String::new(),
            areas: String::new(),
            area_count: 0,
            marks: String::new(),
            texts: String::new(),
            symbols: String::new(),
            patterns: std::collections::BTreeSet::new(),
            blocks: Vec::new(),
            reserved: Vec::new(),
            lines: Vec::new(),
            unnamed: Vec::new(),
        }
    }

    pub(super) fn line(&mut self, class: &str, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2]) {
        self.mark(format_args!("<path class=\"{class}\" d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\"/>"));
    }

    pub(super) fn rect(&mut self, class: &str, block: Block) {
        self.mark(format_args!("<rect class=\"{class}\"{}/>", rect_attributes(block)));
    }

    pub(super) fn patterned_rect(&mut self, pattern: Pattern, block: Block) {
        let fill = self.fill(pattern);
        self.mark(format_args!("<rect{fill}{}/>", rect_attributes(block)));
    }

    pub(super) fn path(&mut self, class: &str, d: &str) {
        if !d.is_empty() {
            self.mark(format_args!("<path class=\"{class}\" d=\"{d}\"/>"));
        }
    }

    pub(super) fn patterned_path(&mut self, pattern: Pattern, d: &str) {
        let fill = self.fill(pattern);
        self.mark(format_args!("<path{fill} d=\"{d}\"/>"));
    }

    pub(super) fn circle(&mut self, class: &str, [x, y]: [f64; 2], radius: f64) {
        self.mark(format_args!("<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>"));
    }

    /// An area of a map that can be reached as a point can, in a step of colour; 0 is none. Its outline is in half
    /// pixels, as are those of [`Canvas::outline`]. The number names it for [`Canvas::overlay`].
    pub(super) fn area(&mut self, step: usize, name: &str, d: &str) -> usize {
        let (id, name, number) = (&self.id, escaped(name), self.area_count);
        // Writing to a string cannot fail.
        let _ = write!(
            self.areas,
            "<g class=\"point area step-{step}\" role=\"graphics-symbol img\" data-series=\"0\" aria-label=\"{name}\">\
             <path id=\"{id}-a{number}\" d=\"{d}\"/></g>"
        );
        self.area_count += 1;
        number
    }

    /// A pattern over areas of a map, whose outlines are named and not repeated, because a map of all municipalities is
    /// large. They are in half pixels, so the pattern is enlarged to the size of its key.
    pub(super) fn overlay(&mut self, pattern: Pattern, areas: &[usize]) {
        self.patterns.insert((pattern, 2));
        let id = &self.id;
        let uses: String = areas.iter().map(|number| format!("<use href=\"#{id}-a{number}\"/>")).collect();
        let fill = format!(" fill=\"url(#{id}-{}-fine)\"", pattern.name());
        self.mark(format_args!("<g class=\"overlay\"{fill} transform=\"scale(0.5)\">{uses}</g>"));
    }

    /// Elements below the areas of a map, cut off at a frame of this size at the top left.
    pub(super) fn ground(&mut self, elements: &str, [width, height]: [f64; 2]) {
        let id = &self.id;
        self.ground = format!(
            "<clipPath id=\"{id}-frame\"><rect width=\"{width}\" height=\"{height}\"/></clipPath>\
             <g clip-path=\"url(#{id}-frame)\" aria-hidden=\"true\">{elements}</g>"
        );
    }

    /// Elements above the areas of a map, in the frame of [`Canvas::ground`]. They do not take the pointer from the areas.
    pub(super) fn above_areas(&mut self, elements: &str) {
        let id = self.id.clone();
        self.mark(format_args!("<g clip-path=\"url(#{id}-frame)\" pointer-events=\"none\">{elements}</g>"));
    }

    /// An edge around areas of a map.
    pub(super) fn outline(&mut self, d: &str) {
        if !d.is_empty() {
            self.mark(format_args!("<path class=\"outline\" transform=\"scale(0.5)\" d=\"{d}\"/>"));
        }
    }

    fn fill(&mut self, pattern: Pattern) -> String {
        self.patterns.insert((pattern, 1));
        format!(" fill=\"url(#{}-{})\"", self.id, pattern.name())
    }

    fn mark(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.marks.write_fmt(element);
    }

    /// A figure that can be reached by arrow keys and is shown when pointed at.
    pub(super) fn point(&mut self, series: usize, name: &str, [x, y]: [f64; 2]) {
        self.symbol(series, name, format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\"/>"));
    }

    /// A figure that has the ground of a rectangle.
    pub(super) fn bar_point(&mut self, series: usize, name: &str, block: Block) {
        self.symbol(series, name, format_args!("<rect{}/>", rect_attributes(block)));
    }

    /// A figure with a form of its own.
    pub(super) fn symbol(&mut self, series: usize, name: &str, shape: std::fmt::Arguments<'_>) {
        let name = escaped(name);
        // Writing to a string cannot fail.
        let _ = write!(
            self.symbols,
            "<g class=\"point\" role=\"graphics-symbol img\" data-series=\"{series}\" aria-label=\"{name}\">{shape}</g>"
        );
    }

    /// Whether all these texts would stand inside and clear of what was placed before and of each other.
    pub(super) fn has_room(&self, texts: &[Text<'_>]) -> bool {
        let blocks: Vec<Block> = texts.iter().map(Text::block).collect();
        blocks.iter().enumerate().all(|(at, block)| {
            let mut others = self.blocks.iter().chain(&self.reserved).chain(&blocks[..at]);
            let crossed = !texts[at].over_lines && self.lines.iter().any(|line| block.is_crossed(*line));
            self.is_inside(block) && !crossed && !others.any(|other| block.overlaps(other))
        })
    }

    fn is_inside(&self, block: &Block) -> bool {
        block.left >= 0.0
            && block.top >= 0.0
            && block.right <= self.size.width
            && block.bottom <= self.size.height
    }

    /// Keeps a part of the drawing clear of texts that come later.
    pub(super) fn reserve(&mut self, block: Block) {
        self.reserved.push(block);
    }

    /// Keeps lines through these points clear of texts that are to stand off lines.
    pub(super) fn keep_clear(&mut self, points: &[[f64; 2]]) {
        self.lines.extend(points.windows(2).map(|pair| [pair[0], pair[1]]));
        if let [point] = points {
            self.lines.push([*point, *point]);
        }
    }

    /// Places all of these texts or none.
    pub(super) fn texts(&mut self, texts: &[Text<'_>]) -> bool {
        let fits = self.has_room(texts);
        if fits {
            for text in texts {
                self.blocks.push(text.block());
                self.write(text);
            }
        }
        fits
    }

    pub(super) fn text(&mut self, text: &Text<'_>) -> bool {
        self.texts(std::slice::from_ref(text))
    }

    fn write(&mut self, text: &Text<'_>) {
        let anchor = match text.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let tone = text.tone.map_or(String::new(), |tone| format!(" {}", tone.class()));
        let halo = if text.halo { " halo" } else { "" };
        let class = text.style.class();
        // Writing to a string cannot fail.
        let _ = write!(
            self.texts,
            "<text class=\"{class}{tone}{halo}\" x=\"{:.1}\" y=\"{:.1}\"{anchor}>{}</text>",
            text.x,
            text.baseline,
            escaped(text.content)
        );
    }

    /// The whole drawing with its name and description.
    pub(super) fn svg(&self, title: &str, description: &str) -> String {
        let Size { width, height } = self.size;
        let id = &self.id;
        let patterns: String =
            self.patterns.iter().map(|(pattern, scale)| pattern.definition(id, *scale)).collect();
        let areas = match self.areas.as_str() {
            "" => String::new(),
            areas => format!("<g class=\"points\" transform=\"scale(0.5)\">{areas}</g>"),
        };
        let ground = &self.ground;
        let defs = if patterns.is_empty() { patterns } else { format!("<defs>{patterns}</defs>") };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"graphics-document img\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\">\
             <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>{defs}{ground}{areas}\
             <g aria-hidden=\"true\">{}{}</g><g class=\"points\">{}</g></svg>",
            escaped(title),
            escaped(description),
            self.marks,
            self.texts,
            self.symbols
        )
    }

    #[cfg(test)]
    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }
}

impl Head {
    /// The finished chart of a drawing.
    pub(super) fn chart(&self, canvas: &Canvas, description: String, table: DataTable) -> Chart {
        Chart {
            id: self.id.clone(),
            title: self.title.clone(),
            subtitle: self.subtitle.clone(),
            source: self.source.clone(),
            svg: canvas.svg(&self.title, &description),
            ground_style: "",
            description,
            table,
            width: canvas.size.width,
            height: canvas.size.height,
        }
    }
}

fn rect_attributes(block: Block) -> String {
    let (width, height) = ((block.right - block.left).max(0.0), (block.bottom - block.top).max(0.0));
    format!(" x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"", block.left, block.top)
}

/// Straight lines through points, as the `d` of a path.
pub(super) fn polyline(points: &[[f64; 2]]) -> String {
    let mut d = String::new();
    for (at, [x, y]) in points.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(d, "{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" });
    }
    d
}

/// The area around points.
pub(super) fn polygon(points: impl IntoIterator<Item = [f64; 2]>) -> String {
    let points: Vec<[f64; 2]> = points.into_iter().collect();
    if points.len() < 3 { String::new() } else { polyline(&points) + "Z" }
}
