//! Labels at the ends of lines: pushed apart where they are close, with a leader back to the line, and dropped where the
//! edge has no room for all of them.

use super::canvas::{Canvas, Style, Text};
use super::data::Tone;
use super::text::wrap;

/// Between the end of a line and its label.
pub(super) const GAP: f64 = 7.0;
/// Between two labels.
const APART: f64 = 1.0;
/// A label further from its line than this has a leader.
const LEADER_FROM: f64 = 5.0;

/// What stands at the end of a line.
#[derive(Debug, Clone)]
pub(super) struct EndLabel {
    /// Each with its style.
    lines: Vec<(Style, String)>,
    tone: Option<Tone>,
    /// The height of what it names.
    at: f64,
    /// Where there is no room for all, the highest are dropped first.
    rank: usize,
}

impl EndLabel {
    /// A name in one or two lines and below it further lines. `None` if a word is wider than the edge.
    pub(super) fn new(name: &str, below: &[(Style, String)], most: f64) -> Option<Self> {
        let names = wrap(name, Style::Label.size(), true, most, 2)?;
        let mut lines: Vec<(Style, String)> = names.into_iter().map(|line| (Style::Label, line)).collect();
        for (style, text) in below {
            let wrapped = wrap(text, style.size(), style.is_bold(), most, 3)?;
            lines.extend(wrapped.into_iter().map(|line| (*style, line)));
        }
        Some(Self { lines, tone: None, at: 0.0, rank: 0 })
    }

    /// A single line without a name.
    pub(super) fn note(text: String) -> Self {
        Self { lines: vec![(Style::Note, text)], tone: None, at: 0.0, rank: 0 }
    }

    /// At the height of what it names.
    pub(super) fn at(self, at: f64) -> Self {
        Self { at, ..self }
    }

    pub(super) fn tone(self, tone: Tone) -> Self {
        Self { tone: Some(tone), ..self }
    }

    pub(super) fn rank(self, rank: usize) -> Self {
        Self { rank, ..self }
    }

    fn height(&self) -> f64 {
        self.lines.iter().map(|(style, _)| style.line_height()).sum::<f64>() + 2.0
    }

    pub(super) fn width(&self) -> f64 {
        self.lines.iter().map(|(style, line)| style.width(line)).fold(0.0, f64::max)
    }
}

/// Draws labels right of `x`, between `top` and `bottom`.
pub(super) fn draw(canvas: &mut Canvas, labels: Vec<EndLabel>, x: f64, [top, bottom]: [f64; 2]) {
    let room = canvas.size.width - x - GAP;
    let mut labels: Vec<EndLabel> = labels.into_iter().filter(|label| label.width() <= room).collect();
    labels.sort_by_key(|label| label.rank);
    while labels.iter().map(|label| label.height() + APART).sum::<f64>() - APART > bottom - top {
        labels.pop();
    }
    labels.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.rank.cmp(&b.rank)));
    let boxes: Vec<[f64; 2]> = labels.iter().map(|label| [label.at, label.height()]).collect();
    for (label, middle) in labels.iter().zip(push_apart(&boxes, top, bottom)) {
        draw_one(canvas, label, x, middle);
    }
}

fn draw_one(canvas: &mut Canvas, label: &EndLabel, x: f64, middle: f64) {
    let mut y = middle - label.height() / 2.0 + 1.0;
    let texts: Vec<Text<'_>> = label
        .lines
        .iter()
        .map(|(style, line)| {
            let baseline = y + style.size() * 0.92;
            y += style.line_height();
            let text = Text::new(*style, line, x + GAP, baseline);
            match label.tone {
                Some(tone) if *style == Style::Label => text.tone(tone),
                _ => text,
            }
        })
        .collect();
    if canvas.texts(&texts) && (middle - label.at).abs() > LEADER_FROM && label.lines.len() > 1 {
        canvas.line("leader", [x + 2.0, label.at], [x + GAP - 1.5, middle]);
    }
}

/// New middles of boxes of given middle and height, sorted by middle, as near to the old ones as without overlap they
/// can be, all between `top` and `bottom` if their heights fit in there.
pub(super) fn push_apart(boxes: &[[f64; 2]], top: f64, bottom: f64) -> Vec<f64> {
    // Each group moves as one: its boxes touch. Adjacent groups that overlap become one (pool adjacent violators).
    struct Group {
        first: usize,
        count: usize,
        height: f64,
        /// The sum of the tops that the members want for the group.
        wanted: f64,
    }
    let clamped = |group: &Group| (group.wanted / group.count as f64).min(bottom - group.height).max(top);
    let mut groups: Vec<Group> = Vec::new();
    for (at, [middle, height]) in boxes.iter().enumerate() {
        groups.push(Group { first: at, count: 1, height: *height, wanted: middle - height / 2.0 });
        while let [.., before, last] = groups.as_slice() {
            if clamped(before) + before.height + APART <= clamped(last) {
                break;
            }
            let shift = before.height + APART;
            let joined = Group {
                first: before.first,
                count: before.count + last.count,
                height: shift + last.height,
                wanted: before.wanted + last.wanted - shift * last.count as f64,
            };
            groups.truncate(groups.len() - 2);
            groups.push(joined);
        }
    }
    let mut middles = Vec::with_capacity(boxes.len());
    for group in &groups {
        let mut y = clamped(group);
        for [_, height] in &boxes[group.first..group.first + group.count] {
            middles.push(y + height / 2.0);
            y += height + APART;
        }
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_are_close_are_pushed_apart_and_others_stay() {
        let moved = push_apart(&[[50.0, 28.0], [60.0, 28.0], [150.0, 28.0]], 0.0, 200.0);
        assert_eq!(moved, [40.5, 69.5, 150.0]);
    }

    proptest::proptest! {
        #[test]
        fn pushed_labels_stay_inside_in_order_and_clear_of_each_other(
            mut middles in proptest::collection::vec(-500.0f64..800.0, 1..8),
            height in 10.0f64..36.0,
        ) {
            middles.sort_by(f64::total_cmp);
            let boxes: Vec<[f64; 2]> = middles.iter().map(|middle| [*middle, height]).collect();
            let moved = push_apart(&boxes, 0.0, 300.0);
            for pair in moved.windows(2) {
                proptest::prop_assert!(pair[1] - pair[0] >= height + APART - 1e-6, "{moved:?}");
            }
            for middle in &moved {
                proptest::prop_assert!(*middle >= height / 2.0 - 1e-6 && *middle <= 300.0 - height / 2.0 + 1e-6, "{moved:?}");
            }
        }
    }
}
