//! What runners advanced, and what they are still owed.

use super::RequestState;
use crate::ledgers::Step;
use crate::model::Quantity;
use crate::registers::VolunteerId;

impl RequestState<'_, '_> {
    /// What was spent, row by row, with who spent it: the runner whom the row names, else the one who held the request
    /// at that moment. Money is owed to who spent it, also where another took the request later.
    pub fn advances(&self) -> Vec<(VolunteerId, Quantity)> {
        let mut holder = None;
        let mut advances = Vec::new();
        for row in &self.steps {
            if row.body.step == Step::Taken || holder.is_none() {
                holder = row.body.runner.or(holder);
            }
            let spender = row.body.runner.or(holder).or(self.runner);
            if let (Some(money), Some(spender)) = (row.body.spent, spender) {
                advances.push((spender, money.0));
            }
        }
        advances
    }

    /// True while what was spent is owed by the home: it pays when it gets what it asked for, and the acknowledgement
    /// says so.
    pub fn owes(&self) -> bool {
        self.status != Step::Confirmed && self.spent.is_some_and(|spent| !spent.is_zero())
    }
}
