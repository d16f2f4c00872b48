//! Clips rings and lines to the view, so that a drawing holds only what it shows.

use super::topojson::Bounds;
use super::view::View;

/// Kept around the view, in pixels: wider than half of every stroke, so that no cut edge is visible.
const BLEED: f64 = 24.0;

/// A rectangle of pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub low: [f64; 2],
    pub high: [f64; 2],
}

impl Frame {
    pub fn of(view: &View) -> Self {
        Self { low: [-BLEED, -BLEED], high: [view.width + BLEED, view.height + BLEED] }
    }

    /// Whether something within the bounds can be visible.
    pub fn shows(&self, view: &View, bounds: &Bounds) -> bool {
        let (low, high) = (view.place(bounds.low), view.place(bounds.high));
        (0..2).all(|axis| low[axis] <= self.high[axis] && high[axis] >= self.low[axis])
    }

    /// Whether something within the bounds lies inside as a whole.
    pub fn holds(&self, view: &View, bounds: &Bounds) -> bool {
        let (low, high) = (view.place(bounds.low), view.place(bounds.high));
        (0..2).all(|axis| low[axis] >= self.low[axis] && high[axis] <= self.high[axis])
    }

    /// A ring within the frame (Sutherland and Hodgman 1974, "Reentrant polygon clipping").
    pub fn clip_ring(&self, mut ring: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
        let edges =
            [(0, self.low[0], 1.0), (0, self.high[0], -1.0), (1, self.low[1], 1.0), (1, self.high[1], -1.0)];
        for (axis, edge, side) in edges {
            let depth = |at: &[f64; 2]| (at[axis] - edge) * side;
            let mut kept = Vec::with_capacity(ring.len());
            let Some(mut before) = ring.last().copied() else { return ring };
            for at in ring {
                let (from, to) = (depth(&before), depth(&at));
                if (from < 0.0) != (to < 0.0) {
                    let part = from / (from - to);
                    kept.push([0, 1].map(|axis| before[axis] + part * (at[axis] - before[axis])));
                }
                if to >= 0.0 {
                    kept.push(at);
                }
                before = at;
            }
            ring = kept;
        }
        ring
    }

    /// The parts of a line that may be visible. Segments stay whole, because a cut would move the dashes.
    pub fn clip_line(&self, line: &[[f64; 2]]) -> Vec<Vec<[f64; 2]>> {
        let mut parts: Vec<Vec<[f64; 2]>> = Vec::new();
        let mut open = false;
        for pair in line.windows(2) {
            let [from, to] = [pair[0], pair[1]];
            let visible = (0..2).all(|axis| {
                from[axis].min(to[axis]) <= self.high[axis] && from[axis].max(to[axis]) >= self.low[axis]
            });
            match parts.last_mut().filter(|_| open && visible) {
                Some(part) => part.push(to),
                None if visible => parts.push(vec![from, to]),
                None => {}
            }
            open = visible;
        }
        parts
    }
}
