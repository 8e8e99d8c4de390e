//! Names and phones of the private contacts that stand in the ledgers.

use super::{Line, Matter, Patient, Verdict};
use crate::error::Result;
use crate::privacy::residents_named;
use crate::registers::contacts::CONTACTS;
use crate::said;
use crate::words::{Said, words};

/// The matter.
pub const MATTER: Matter = Matter {
    code: "residents",
    title: words("residents in the ledgers", "台账中的住户姓名"),
    look,
    mend: None,
};

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let (Some(store), Some(files)) = (&patient.store, &patient.files) else { return Ok(Vec::new()) };
    let Some(contacts) = store.read_working(CONTACTS)? else {
        let found = said!("there is no {CONTACTS}", "没有 {CONTACTS}");
        return Ok(vec![Line::new(Verdict::NotUsed, found)]);
    };
    let books = files.books(|_| true);
    let found = residents_named(&contacts, &books);
    if found.is_empty() {
        return Ok(vec![Line::new(Verdict::Good, Said::default())]);
    }
    let line = |finding: &crate::model::Finding| {
        let spot = finding.spot.clone().unwrap_or_default();
        let (path, line) = (spot.path, spot.line.unwrap_or_default());
        let found = Said::same(format!("{path}:{line} ")).then(&finding.message);
        Line::new(Verdict::Warning, found).remedy(said!(
            "linli amend ID FIELD=TEXT --reason TEXT; the history keeps it",
            "linli amend 行号 列名=内容 --reason 原因；历史记录里仍有"
        ))
    };
    Ok(found.iter().map(line).collect())
}
