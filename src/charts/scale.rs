//! From values to pixels, and the round values that an axis names.

/// A straight line from an interval of values to an interval of pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    pub(super) fn new([from, to]: [f64; 2], [start, end]: [f64; 2]) -> Self {
        Self { from, to, start, end }
    }

    /// The pixel of a value; the middle where all values are one.
    pub(super) fn at(self, value: f64) -> f64 {
        let span = self.to - self.from;
        if span == 0.0 {
            return f64::midpoint(self.start, self.end);
        }
        self.start + (value - self.from) / span * (self.end - self.start)
    }
}

/// Where an axis of values begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// At zero: bars, areas and shares of a whole.
    Zero,
    /// Above zero where that shows the change better. The subtitle then says so and the axis wears a kink.
    Data,
    /// 0 to 100, whatever the values are.
    Percent,
}

/// Round values with a common distance, and the ends of the axis around them and the data.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticks {
    pub values: Vec<f64>,
    pub step: f64,
    /// The lowest and the highest value that has room.
    pub ends: [f64; 2],
}

impl Ticks {
    /// About `wanted` intervals around the values, their distance a multiple of `least`; always at least two ticks. The
    /// data may rise above the last tick by half a step, so that the plot is not half empty.
    pub(super) fn new(low: f64, high: f64, baseline: Baseline, wanted: usize, least: f64) -> Self {
        if baseline == Baseline::Percent {
            return Self { values: vec![0.0, 25.0, 50.0, 75.0, 100.0], step: 25.0, ends: [0.0, 100.0] };
        }
        let (mut low, mut high) = (low.min(high), high.max(low));
        // Above zero only where the lower half of the axis would be empty.
        let keeps_clear = baseline == Baseline::Data && low > 0.0 && low > 0.5 * high;
        if !keeps_clear {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if high <= low {
            high = low + if low == 0.0 { 10.0 } else { low.abs() * 0.1 };
        }
        let step = nice((high - low) / wanted.max(1) as f64, least);
        // From half a step on, the next tick is shown.
        let beyond = |value: f64| (value / step - 0.5).ceil() as i64;
        let first = if low < 0.0 { -beyond(-low) } else { (low / step + 1e-9).floor() as i64 };
        let last = beyond(high).max(first + 1);
        let values: Vec<f64> = (first..=last).map(|at| at as f64 * step).collect();
        let ends = [low.min(first as f64 * step), high.max(last as f64 * step)];
        Self { values, step, ends }
    }

    pub(super) fn starts_above_zero(&self) -> bool {
        self.ends[0] > 0.0
    }
}

/// The next 1, 2, 2.5 or 5 times a power of ten that is a multiple of `least`.
fn nice(rough: f64, least: f64) -> f64 {
    let power = 10f64.powf(rough.max(least).log10().floor());
    let fits = |step: f64| step >= rough * 0.8 && step >= least && (step / least).fract().abs() < 1e-9;
    [1.0, 2.0, 2.5, 5.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| fits(*step))
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_enclose_the_values() {
        assert_eq!(Ticks::new(9_451.0, 20_220.0, Baseline::Zero, 4, 1.0).values, [0.0, 5e3, 1e4, 1.5e4, 2e4]);
        assert_eq!(
            Ticks::new(2_226.0, 2_980.0, Baseline::Data, 4, 1.0).values,
            [2_200.0, 2_400.0, 2_600.0, 2_800.0, 3_000.0]
        );
        assert_eq!(
            Ticks::new(-390.0, -20.0, Baseline::Zero, 4, 1.0).values,
            [-400.0, -300.0, -200.0, -100.0, 0.0]
        );
        assert_eq!(Ticks::new(0.0, 0.0, Baseline::Data, 4, 1.0).values, [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(Ticks::new(3.0, 96.0, Baseline::Percent, 4, 1.0).ends, [0.0, 100.0]);
    }

    #[test]
    fn an_axis_starts_above_zero_only_if_asked_and_if_half_of_it_would_be_empty() {
        assert!(Ticks::new(90.0, 100.0, Baseline::Data, 4, 1.0).starts_above_zero());
        assert!(!Ticks::new(90.0, 100.0, Baseline::Zero, 4, 1.0).starts_above_zero());
        assert!(!Ticks::new(40.0, 100.0, Baseline::Data, 4, 1.0).starts_above_zero());
    }

    proptest::proptest! {
        #[test]
        fn any_values_lie_between_a_handful_of_ticks(a in -1e12f64..1e12, b in -1e12f64..1e12, wanted in 2usize..8) {
            for baseline in [Baseline::Zero, Baseline::Data] {
                let ticks = Ticks::new(a, b, baseline, wanted, 1e-6);
                let [from, to] = ticks.ends;
                let slack = 1e-6 * ticks.step;
                proptest::prop_assert!(from <= a.min(b) + slack && a.max(b) <= to + slack, "{ticks:?}");
                proptest::prop_assert!((2..=wanted * 5 / 4 + 3).contains(&ticks.values.len()), "{ticks:?}");
            }
        }
    }
}
