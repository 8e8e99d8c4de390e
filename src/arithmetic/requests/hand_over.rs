//! A request in two hands: who handed it over knows, who took it offline does not.

use super::{RequestState, StepRow};
use crate::books::Books;
use crate::ledgers::Step;

/// Two runners took one request, and neither knew of the other.
#[derive(Clone, Copy, Debug)]
pub struct TakenTwice<'b, 'a> {
    /// The earlier taking.
    pub former: &'b StepRow<'a>,
    /// The later one, which does not say that it was handed over.
    pub later: &'b StepRow<'a>,
}

/// Takings that stand next to each other, by different runners and recorded by different people, where the later one
/// does not name the former runner in `ref`, was not recorded by that runner, and no later taking has settled it by
/// naming one of the two.
pub fn taken_twice<'b, 'a>(books: &Books<'a>, request: &RequestState<'b, 'a>) -> Vec<TakenTwice<'b, 'a>> {
    let names = &books.registers.names;
    let settled = |after: usize, runners: [&str; 2]| {
        let later = request.steps.iter().skip(after).filter(|row| row.body.step == Step::Taken);
        later.into_iter().any(|row| runners.contains(&row.body.ref_.get().as_ref()))
    };
    let by = |row: &StepRow<'a>| books.text(&row.head, row.head.by).get().into_owned();
    let mut found = Vec::new();
    for (at, pair) in request.steps.windows(2).enumerate() {
        let &[former, later] = pair else { continue };
        let both_taken = former.body.step == Step::Taken && later.body.step == Step::Taken;
        let (Some(first), Some(second)) = (former.body.runner, later.body.runner) else { continue };
        if !both_taken || first == second || by(former) == by(later) {
            continue;
        }
        let (first, second) = (names.volunteer_name(first), names.volunteer_name(second));
        let told = later.body.ref_.get() == first.as_str() || by(later) == first;
        if !told && !settled(at + 2, [&first, &second]) {
            found.push(TakenTwice { former, later });
        }
    }
    found
}
