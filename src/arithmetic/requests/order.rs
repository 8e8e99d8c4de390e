//! Whether steps stand in an order that ledgers.md §5 allows.

use crate::ledgers::Step;

/// How many of these steps, in their order, may not stand where they stand. A request begins with its opening, and
/// is confirmed only after a delivery since it was opened or last reopened.
pub fn order_faults(steps: &[Step]) -> usize {
    let (mut faults, mut before, mut delivered) = (0, None, false);
    for &step in steps {
        let possible = before.map_or(&[Step::Opened][..], Step::next);
        let good = possible.contains(&step) && (step != Step::Confirmed || delivered);
        faults += usize::from(!good);
        delivered = step == Step::Delivered || delivered && step != Step::Reopened;
        before = Some(step);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_road_has_no_fault_and_each_wrong_turn_has_one() {
        use Step::{Bought, Cancelled, Confirmed, Delivered, Opened, Reopened, Taken};
        assert_eq!(order_faults(&[Opened, Taken, Bought, Taken, Delivered, Confirmed, Reopened, Taken]), 0);
        assert_eq!(order_faults(&[Opened, Cancelled, Reopened, Cancelled]), 0);
        assert_eq!(order_faults(&[Taken]), 1);
        assert_eq!(order_faults(&[Opened, Delivered, Confirmed]), 1);
        assert_eq!(order_faults(&[Opened, Taken, Confirmed]), 1);
        assert_eq!(order_faults(&[Opened, Taken, Delivered, Confirmed, Confirmed]), 1);
    }
}
