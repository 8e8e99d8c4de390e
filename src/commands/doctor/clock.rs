//! The clock: rows recorded in the future mean that this machine's clock, or another's, is wrong.

use super::{Line, Matter, Patient, Verdict};
use crate::error::Result;
use crate::ledgers::LEDGERS;
use crate::said;
use crate::words::words;

/// The matter.
pub const MATTER: Matter = Matter { code: "clock", title: words("clock", "时钟"), look, mend: None };

/// Clocks may differ by so many seconds.
const APART: i64 = 600;

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(files) = &patient.files else {
        let line = Line::new(Verdict::Problem, said!("the registers cannot be read", "名册无法读取"));
        return Ok(vec![line.remedy(said!("linli check", "linli check"))]);
    };
    let books = files.books(|_| true);
    let newest = LEDGERS.iter().flat_map(|ledger| books.heads(ledger)).map(|head| head.at).max();
    let now = patient.now;
    Ok(vec![match newest.filter(|at| at.seconds() > now.seconds() + APART) {
        None => Line::new(Verdict::Good, said!("it is {now}", "现在是 {now}")),
        Some(at) => Line::new(
            Verdict::Warning,
            said!(
                "it is {now}, but a row was recorded at {at}: a clock is wrong",
                "现在是 {now}，但有一行登记于 {at}：某台机器的时钟不对"
            ),
        )
        .remedy(said!("set the clock, or put LINLI_NOW right", "请校准时钟，或改正 LINLI_NOW")),
    }])
}
