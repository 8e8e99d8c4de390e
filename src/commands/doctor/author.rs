//! Who records: a name must be configured, and no number may stand in it, since every commit bears it.

use super::{Line, Matter, Patient, Verdict};
use crate::error::Result;
use crate::model::{mask_numbers, personal_numbers};
use crate::said;
use crate::words::words;

/// The matter.
pub const MATTER: Matter =
    Matter { code: "author", title: words("who records", "登记人"), look, mend: None };

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let by = match patient.desk.recorder(None, Some(store)) {
        Ok(by) => by,
        Err(error) => return Ok(vec![Line::of(&error)]),
    };
    let email = store.user_email().unwrap_or_default();
    if !personal_numbers(&email, &[]).is_empty() {
        let masked = mask_numbers(&email, &[]);
        let found = said!(
            "git's user.email is {masked}, and every commit bears it",
            "git 的 user.email 是 {masked}，会写进每次提交"
        );
        let remedy = said!("git config user.email \"\"", "git config user.email \"\"");
        return Ok(vec![Line::new(Verdict::Problem, found).remedy(remedy)]);
    }
    Ok(vec![Line::new(Verdict::Good, said!("{by}", "{by}"))])
}
