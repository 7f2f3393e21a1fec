//! How far the confidence of statements is from how often they are right.

use serde::Serialize;

use super::Item;
use crate::disclosure::role::Role;

/// Bins of equal width.
const BINS: u32 = 10;

/// Statements held against their labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// Expected calibration error: the distance between the mean probability of use and the share in use,
    /// averaged over ten bins of equal width by their number of statements. 0 where there are none.
    pub error: f64,
    /// Statements compared. Left out are chips whose label is uncertain or has both roles.
    pub statements: u32,
}

impl Calibration {
    /// Compares the statements of `items`, of either role, with the labels.
    pub fn of(items: &[Item]) -> Self {
        Self::of_pairs(&items.iter().flat_map(judged).collect::<Vec<_>>())
    }

    fn of_pairs(pairs: &[(f64, bool)]) -> Self {
        let bins = (0..BINS).map(|bin| {
            let inside = pairs.iter().filter(|(probability, _)| bin_of(*probability) == bin);
            inside.map(|(probability, used)| probability - f64::from(u8::from(*used))).sum::<f64>().abs()
        });
        let statements = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
        Self { error: bins.sum::<f64>() / f64::from(statements.max(1)), statements }
    }
}

fn bin_of(probability: f64) -> u32 {
    (1..BINS).filter(|bin| probability >= f64::from(*bin) / f64::from(BINS)).map(|_| 1).sum()
}

/// The probability of use that each statement gives, and whether the label says use.
fn judged(item: &Item) -> impl Iterator<Item = (f64, bool)> + '_ {
    item.predicted.iter().filter_map(|record| {
        let labels = || item.gold.iter().filter(|label| label.chip == record.chip);
        let has = |role: Role| labels().any(|label| label.role == role);
        let unclear = labels().any(|label| label.uncertain) || (has(Role::Used) && has(Role::Other));
        (!unclear).then(|| (record.confidence, has(Role::Used)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(pairs: &[(f64, bool)]) -> f64 {
        Calibration::of_pairs(pairs).error
    }

    #[test]
    fn the_error_is_the_distance_within_each_bin() {
        assert!(error(&[(0.75, true), (0.75, true), (0.75, true), (0.75, false)]).abs() < 1e-12);
        assert!((error(&[(0.95, false), (0.05, true)]) - 0.95).abs() < 1e-12);
        assert!((error(&[(1.0, true), (0.0, true)]) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn nothing_compared_is_no_error() {
        assert_eq!(Calibration::of(&[]), Calibration::default());
    }
}
