//! What runners advanced, and what they are still owed.

use super::{RequestState, StepRow};
use crate::ledgers::Step;
use crate::model::Quantity;
use crate::registers::VolunteerId;

impl RequestState<'_, '_> {
    /// What was spent, row by row, with who spent it: the runner whom the row names, else the one who held the request
    /// at that moment. Money is owed to who spent it, also where another took the request later.
    pub fn advances(&self) -> Vec<(VolunteerId, Quantity)> {
        self.advance_rows().into_iter().map(|(spender, money, _)| (spender, money)).collect()
    }

    /// The same, each with its row.
    pub fn advance_rows(&self) -> Vec<(VolunteerId, Quantity, &StepRow<'_>)> {
        self.spent_after(0)
    }

    /// What the home still owes: it pays when it gets what it asked for, and the acknowledgement says so. What was
    /// spent since the last acknowledgement is owed until the next.
    pub fn owed(&self) -> Vec<(VolunteerId, Quantity)> {
        let paid = self.steps.iter().rposition(|row| row.body.step == Step::Confirmed);
        let owed = self.spent_after(paid.map_or(0, |at| at + 1));
        owed.into_iter().map(|(spender, money, _)| (spender, money)).collect()
    }

    fn spent_after(&self, from: usize) -> Vec<(VolunteerId, Quantity, &StepRow<'_>)> {
        let mut holder = None;
        let mut advances = Vec::new();
        for (at, row) in self.steps.iter().enumerate() {
            if row.body.step == Step::Taken || holder.is_none() {
                holder = row.body.runner.or(holder);
            }
            let spender = row.body.runner.or(holder).or(self.runner);
            if let (Some(money), Some(spender)) = (row.body.spent, spender)
                && at >= from
            {
                advances.push((spender, money.0, *row));
            }
        }
        advances
    }
}

#[cfg(test)]
mod tests {
    use crate::arithmetic::literal::{august, ledger, with};
    use crate::arithmetic::requests::requests;
    use crate::model::Stamp;

    /// What is owed and what was advanced after so many of these steps.
    fn owed(steps: usize) -> [Vec<String>; 2] {
        let rows = [
            "2022-08-10 08:00,Q220810-000001,opened,2-1-101,food,米,,,",
            "2022-08-10 09:00,Q220810-000001,taken,,,,,李梅,",
            "2022-08-10 10:00,Q220810-000001,bought,,,,,,60",
            "2022-08-10 11:00,Q220810-000001,taken,,,,,王强,",
            "2022-08-10 12:00,Q220810-000001,delivered,,,,,,4.5",
            "2022-08-10 13:00,Q220810-000001,confirmed,,,,,,",
            "2022-08-10 14:00,Q220810-000001,reopened,,,,,,",
            "2022-08-10 15:00,Q220810-000001,taken,,,,,李梅,",
            "2022-08-10 16:00,Q220810-000001,delivered,,,,,,9",
        ];
        let columns = "request,step,place,kind,need,urgency,runner,spent";
        with(&[ledger("requests", columns, &rows[..steps])], |books| {
            let now = Stamp::parse("2022-08-11T12:00:00+08:00").unwrap();
            let request = &requests(books, august(11), now)[0];
            let names = &books.registers.names;
            [request.owed(), request.advances()].map(|list| {
                list.iter().map(|(who, m)| format!("{} {m}", names.volunteer_name(*who))).collect()
            })
        })
    }

    #[test]
    fn money_is_owed_to_who_spent_it_until_the_home_has_acknowledged() {
        assert_eq!(owed(5)[0], ["李梅 60", "王强 4.5"]);
        assert!(owed(6)[0].is_empty());
        assert_eq!(owed(6)[1], ["李梅 60", "王强 4.5"]);
        assert_eq!(
            owed(9),
            [vec!["李梅 9"], vec!["李梅 60", "王强 4.5", "李梅 9"]],
            "what was paid stays paid"
        );
    }
}
