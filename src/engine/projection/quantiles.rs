//! Quantiles of many values by selection: values are counted into bins of equal width, and only the
//! few bins that hold a wanted rank are put in order. Two passes over the values, no full sort.

/// Bins that values are counted into: few enough to stay in the first cache, and many enough that a
/// bin holds few values.
const BINS: usize = 256;
/// Fewer values than this are simply sorted.
const SMALL: usize = 64;
/// Marks that are looked at together.
const MARKS: usize = 8;
const UNWANTED: u32 = u32::MAX;

/// Memory for one selection after the other.
#[derive(Debug)]
pub struct Selector {
    bin_of: Vec<u8>,
    /// 1 where a value is in a wanted bin.
    marks: Vec<u8>,
    counts: [u32; BINS],
    /// Where the next value of a wanted bin goes in `sorted`.
    next: [u32; BINS],
    sorted: Vec<f64>,
}

impl Default for Selector {
    fn default() -> Self {
        Self {
            bin_of: Vec::new(),
            marks: Vec::new(),
            counts: [0; BINS],
            next: [UNWANTED; BINS],
            sorted: Vec::new(),
        }
    }
}

impl Selector {
    /// Sample quantiles of definition 7 of Hyndman and Fan (1996): straight between the two nearest
    /// ranks. `probabilities` lie from 0 to 1 and `values` are finite; without values all are NaN.
    #[inline(always)]
    pub fn quantiles(&mut self, values: &[f64], probabilities: &[f64], out: &mut [f64]) {
        let last = values.len().saturating_sub(1) as f64;
        let (least, greatest) = extremes(values);
        if values.len() < SMALL || greatest - least <= 0.0 || !(greatest - least).is_finite() {
            return sort_all(values, probabilities, out);
        }
        self.count(values, least, greatest);
        let starts = self.select_bins(values.len(), probabilities);
        self.gather(values, &starts);
        for (q, p) in out.iter_mut().zip(probabilities) {
            let rank = p * last;
            let (below, part) = (rank.floor(), rank.fract());
            let low = self.ranked(&starts, below as usize);
            let high = if part > 0.0 { self.ranked(&starts, below as usize + 1) } else { low };
            *q = low + part * (high - low);
        }
    }

    /// The bin of each value, and how many each bin holds. Added to 2^52, a number below it has its whole
    /// part, rounded, in the last bits: vector instructions (SIMD) can do this conversion, and it keeps the order.
    #[inline(always)]
    fn count(&mut self, values: &[f64], least: f64, greatest: f64) {
        const WHOLE: f64 = 4_503_599_627_370_496.0;
        let scale = (BINS - 1) as f64 / (greatest - least);
        self.bin_of.clear();
        self.bin_of.extend(values.iter().map(|v| ((v - least) * scale + WHOLE).to_bits() as u8));
        self.counts = [0; BINS];
        for &bin in &self.bin_of {
            self.counts[usize::from(bin)] += 1;
        }
    }

    /// Finds the bins that hold the two ranks around each quantile of `count` values (at least one). Returns for each bin its
    /// number, its first rank and its position in `sorted`, in the order of ranks. Sets `next` to where [`gather`](Self::gather)
    /// writes the first value of a bin, and makes room in `sorted`.
    #[inline(always)]
    fn select_bins(&mut self, count: usize, probabilities: &[f64]) -> Vec<Wanted> {
        let mut ranks: Vec<usize> = Vec::with_capacity(2 * probabilities.len());
        for p in probabilities {
            let below = (p * (count - 1) as f64).floor() as usize;
            ranks.extend([below.min(count - 1), (below + 1).min(count - 1)]);
        }
        ranks.sort_unstable();
        self.next = [UNWANTED; BINS];
        let (mut wanted, mut bin, mut first, mut place): (Vec<Wanted>, usize, usize, usize) =
            (Vec::new(), 0, 0, 0);
        for rank in ranks {
            while rank >= first + self.counts[bin] as usize {
                first += self.counts[bin] as usize;
                bin += 1;
            }
            if self.next[bin] == UNWANTED {
                let size = self.counts[bin] as usize;
                self.next[bin] = place as u32;
                wanted.push(Wanted { number: bin as u8, first, place, size });
                place += size;
            }
        }
        self.sorted.clear();
        self.sorted.resize(place, 0.0);
        wanted
    }

    /// Collects the values of the wanted bins and sorts each bin. Few values are wanted, so they are
    /// first marked, a vector at a time, and then visited eight at a time.
    #[inline(always)]
    fn gather(&mut self, values: &[f64], wanted: &[Wanted]) {
        self.marks.clear();
        self.marks.resize(self.bin_of.len().next_multiple_of(MARKS), 0);
        for bin in wanted {
            let marked = self.marks.iter_mut().zip(&self.bin_of);
            marked.for_each(|(mark, of)| *mark |= u8::from(*of == bin.number));
        }
        let (words, _) = self.marks.as_chunks::<MARKS>();
        for (at, word) in words.iter().enumerate().filter(|(_, word)| u64::from_ne_bytes(**word) != 0) {
            for (i, _) in word.iter().enumerate().filter(|(_, mark)| **mark != 0) {
                let value = at * MARKS + i;
                let next = &mut self.next[usize::from(self.bin_of[value])];
                self.sorted[*next as usize] = values[value];
                *next += 1;
            }
        }
        for bin in wanted {
            self.sorted[bin.place..bin.place + bin.size].sort_unstable_by(f64::total_cmp);
        }
    }

    /// The value of a wanted rank.
    #[inline(always)]
    fn ranked(&self, wanted: &[Wanted], rank: usize) -> f64 {
        let bin = wanted.iter().rev().find(|bin| bin.first <= rank);
        bin.and_then(|bin| self.sorted.get(bin.place + rank - bin.first)).copied().unwrap_or(f64::NAN)
    }
}

/// A bin with wanted ranks: its number, the rank of its least value, its place in the sorted values, its size.
#[derive(Debug)]
struct Wanted {
    number: u8,
    first: usize,
    place: usize,
    size: usize,
}

/// The least and the greatest value, in parallel chains.
#[inline(always)]
fn extremes(values: &[f64]) -> (f64, f64) {
    const CHAINS: usize = 16;
    let (mut least, mut greatest) = ([f64::INFINITY; CHAINS], [f64::NEG_INFINITY; CHAINS]);
    let (chunks, rest) = values.as_chunks::<CHAINS>();
    for chunk in chunks {
        for (i, &v) in chunk.iter().enumerate() {
            least[i] = if v < least[i] { v } else { least[i] };
            greatest[i] = if v > greatest[i] { v } else { greatest[i] };
        }
    }
    let least = least.iter().chain(rest).copied().fold(f64::INFINITY, f64::min);
    let greatest = greatest.iter().chain(rest).copied().fold(f64::NEG_INFINITY, f64::max);
    (least, greatest)
}

fn sort_all(values: &[f64], probabilities: &[f64], out: &mut [f64]) {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |rank: usize| sorted.get(rank.min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN);
    for (q, p) in out.iter_mut().zip(probabilities) {
        let rank = p * sorted.len().saturating_sub(1) as f64;
        let (low, high) = (at(rank.floor() as usize), at(rank.ceil() as usize));
        *q = low + rank.fract() * (high - low);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn select(values: &[f64], probabilities: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; probabilities.len()];
        Selector::default().quantiles(values, probabilities, &mut out);
        out
    }

    #[test]
    fn quantiles_lie_straight_between_the_nearest_ranks() {
        assert_eq!(select(&[4.0, 1.0, 3.0, 2.0], &[0.0, 0.25, 0.5, 1.0]), [1.0, 1.75, 2.5, 4.0]);
        assert_eq!(select(&[7.0], &[0.1, 0.9]), [7.0, 7.0]);
        assert!(select(&[], &[0.5])[0].is_nan());
    }

    #[test]
    fn equal_values_and_a_far_one_are_no_trouble() {
        assert_eq!(select(&[5.0; 500], &[0.025, 0.5]), [5.0, 5.0]);
        let mut values = vec![5.0; 499];
        values.push(1e12);
        assert_eq!(select(&values, &[0.5, 1.0]), [5.0, 1e12]);
    }

    proptest! {
        #[test]
        fn selection_finds_what_a_sort_finds(
            values in prop::collection::vec(prop_oneof![0.0..1e6, 0.0..1e-3, Just(3.0)], 1..2_000),
            probabilities in prop::collection::vec(0.0..=1.0, 1..9),
        ) {
            let mut expected = vec![0.0; probabilities.len()];
            sort_all(&values, &probabilities, &mut expected);
            prop_assert_eq!(select(&values, &probabilities), expected);
        }
    }
}
