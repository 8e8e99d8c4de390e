//! The account of an import.

use crate::commands::Desk;
use crate::commands::printing::print;
use crate::commands::verb::value;
use crate::error::Result;
use crate::import::Plan;
use crate::model::Page;
use crate::output::{Format, render};
use crate::said;
use clap::ArgMatches;

/// Shows the account: for machines every row with what became of it; for people what was refused where warnings go, and
/// the rest as the answer.
pub fn show(plan: &Plan, matches: &ArgMatches, desk: &mut Desk) -> Result<()> {
    let format = value(matches, "format").map_or(Ok(Format::Table), Format::parse)?;
    if format.is_for_machines() {
        print(&plan.row_by_row().into(), matches, desk)?;
    } else {
        let refused = plan.refusals();
        if !refused.rows.is_empty() {
            let text = render(&refused.into(), Format::Table, &desk.ui.look);
            let _ = std::io::Write::write_all(&mut desk.ui.err, text.as_bytes());
        }
        let mut tables = vec![plan.account()];
        let more = [plan.left_out(), plan.totals(), plan.gone(), plan.sums()];
        tables.extend(more.into_iter().filter(|table| !table.rows.is_empty()));
        print(&Page { tables, ..Page::default() }, matches, desk)?;
    }
    for (place, said) in &plan.noted {
        let (sheet, row) = (&place.sheet, place.row);
        desk.ui.did(&said!(
            "{sheet} row {row}: {s}",
            "{sheet} 第 {row} 行：{s}",
            s = (said.en.clone(), said.zh.clone())
        ));
    }
    if !plan.unmapped.is_empty() {
        let list = plan.unmapped.join(" | ");
        desk.ui.did(&said!("columns that were not read: {list}", "未读取的列：{list}"));
    }
    if !plan.unread.is_empty() {
        let list = plan.unread.join(" | ");
        desk.ui.did(&said!("sheets that were not read: {list}", "未读取的工作表：{list}"));
    }
    if !plan.gone.is_empty() {
        desk.ui.did(&said!(
            "rows that the file no longer has stay in the ledger; to cancel one: linli void ID --reason TEXT",
            "文件中已没有的行仍在台账里；需要冲销时：linli void 行号 --reason 原因"
        ));
    }
    desk.ui.did(&plan.sentence());
    Ok(())
}
