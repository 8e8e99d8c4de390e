//! Git's loose objects: one command writes a few, and nobody packs them unless asked to.

use super::{Line, Matter, Patient, Verdict};
use crate::error::Result;
use crate::said;
use crate::words::words;

/// The matter.
pub const MATTER: Matter =
    Matter { code: "objects", title: words("size of git", "git 的体积"), look, mend: None };

/// Git itself packs when it has more (`gc.auto`).
const MANY: usize = 6700;

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let n = store.loose_objects();
    let line = Line::new(Verdict::Good, said!("about {n} loose objects", "约 {n} 个松散对象"));
    // Not a fault: it costs space and time.
    Ok(vec![if n > MANY { line.remedy(said!("git gc", "git gc")) } else { line }])
}
