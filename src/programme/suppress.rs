//! Small cells: who knows the clinic could tell the patient from a count of one.
//!
//! The rule: a count of 1 to 4 is not shown; nothing is zero unless it is. Where cells add up to a
//! total that is shown, a lone hidden cell could be worked out from the others: further cells, the
//! smallest first, are hidden until at least two are and together hold at least [`SMALLEST`] people.
//! A table whose total is not shown is not shown at all.
//! Source of the threshold: the customary minimum cell size of five for health data about small areas;
//! of complementary suppression: Cox, J Am Stat Assoc 1980;75:377-85.

use serde::{Serialize, Serializer};

/// The least count that is shown, zero apart.
pub const SMALLEST: u64 = 5;

/// A count, or that it is too small to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    Shown(u64),
    Hidden,
}

impl Cell {
    /// By its own size alone.
    #[must_use]
    pub fn alone(count: u64) -> Self {
        if (1..SMALLEST).contains(&count) { Self::Hidden } else { Self::Shown(count) }
    }

    #[must_use]
    pub fn value(self) -> Option<u64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Hidden => None,
        }
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shown(count) => f.pad(&count.to_string()),
            Self::Hidden => f.pad("hidden"),
        }
    }
}

/// `null` when hidden.
impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

/// The cells of a table whose counts add up to its total, which stands as `total`; `forced` are hidden
/// in any case.
#[must_use]
pub fn protect(total: Cell, counts: &[u64], forced: &[usize]) -> Vec<Cell> {
    if total == Cell::Hidden {
        return counts.iter().map(|_| Cell::Hidden).collect();
    }
    let mut cells: Vec<Cell> = counts.iter().map(|count| Cell::alone(*count)).collect();
    for place in forced {
        if let Some(cell) = cells.get_mut(*place) {
            *cell = Cell::Hidden;
        }
    }
    loop {
        let hidden: Vec<u64> =
            cells.iter().zip(counts).filter(|(cell, _)| **cell == Cell::Hidden).map(|(_, n)| *n).collect();
        if hidden.is_empty() || (hidden.len() >= 2 && hidden.iter().sum::<u64>() >= SMALLEST) {
            return cells;
        }
        let shown = cells.iter().enumerate().filter_map(|(place, cell)| Some((cell.value()?, place)));
        // A zero tells of nobody; it is hidden only when nothing else is left to hide.
        let Some((_, place)) = shown.min_by_key(|(count, place)| (*count == 0, *count, *place)) else {
            return cells;
        };
        cells[place] = Cell::Hidden;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_lone_small_cell_takes_the_next_one_along() {
        let cells = |counts: &[u64]| protect(Cell::alone(counts.iter().sum()), counts, &[]);
        assert_eq!(cells(&[40, 3, 0]), [Cell::Hidden, Cell::Hidden, Cell::Shown(0)]);
        assert_eq!(cells(&[40, 3, 2, 0]), [Cell::Shown(40), Cell::Hidden, Cell::Hidden, Cell::Shown(0)]);
        assert_eq!(cells(&[40, 1, 1, 9]), [Cell::Shown(40), Cell::Hidden, Cell::Hidden, Cell::Hidden]);
        assert_eq!(cells(&[1, 0, 2]), [Cell::Hidden; 3], "the total is small itself");
        assert_eq!(cells(&[7, 0, 12]), [Cell::Shown(7), Cell::Shown(0), Cell::Shown(12)]);
        assert_eq!(protect(Cell::Shown(20), &[15, 5], &[0]), [Cell::Hidden, Cell::Hidden]);
    }

    proptest! {
        /// Whoever knows the total, the cells that are shown and this rule still has two answers.
        #[test]
        fn no_hidden_count_can_be_worked_out(counts in prop::collection::vec(0_u64..12, 1..6)) {
            let total = Cell::alone(counts.iter().sum());
            let cells = protect(total, &counts, &[]);
            for (cell, count) in cells.iter().zip(&counts) {
                prop_assert!(cell.value().is_none_or(|shown| shown == *count));
                prop_assert!(!(1..SMALLEST).contains(count) || *cell == Cell::Hidden);
            }
            let hidden: Vec<u64> = cells.iter().zip(&counts)
                .filter(|(cell, _)| **cell == Cell::Hidden).map(|(_, count)| *count).collect();
            if total != Cell::Hidden && !hidden.is_empty() {
                prop_assert!(hidden.len() >= 2);
                prop_assert!(hidden.iter().sum::<u64>() >= SMALLEST);
            }
        }
    }
}
