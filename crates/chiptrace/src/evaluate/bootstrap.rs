//! Intervals by resampling items with replacement.

use super::score::Score;

/// Resamples drawn.
const DRAWS: usize = 1000;

/// The 2.5 % and 97.5 % points of `measure` over resamples of `scores`. Deterministic: the draws are
/// those of a fixed generator.
pub fn interval(scores: &[Score], measure: impl Fn(&Score) -> f64) -> (f64, f64) {
    let mut generator = Generator(0x9e37_79b9_7f4a_7c15);
    let mut values: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let mut total = Score::default();
            for _ in 0..scores.len() {
                if let Some(score) = scores.get(generator.below(scores.len())) {
                    total.add(score);
                }
            }
            measure(&total)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |share: usize| values.get(DRAWS * share / 1000).copied().unwrap_or(f64::NAN);
    (at(25), at(974))
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and the same on every machine.
struct Generator(u64);

impl Generator {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = bound.max(1) as u64;
        usize::try_from((z ^ (z >> 31)) % bound).unwrap_or(0)
    }
}
