//! `linli import FILE --guess`: what the columns seem to mean, and the first rows as they would be read.

use super::drafting;
use super::mapping::{keep, ledger_named};
use crate::commands::Desk;
use crate::commands::operation::{record, setting};
use crate::commands::printing::print;
use crate::commands::verb::{Exit, value};
use crate::error::Result;
use crate::import::{Grid, Known, Mapping, Plan, SIGN_UP, guess as look, plan, plan_sign_up};
use crate::ledgers::Ledger;
use crate::model::{Cell, Column, Page, Rows, number, text};
use crate::recording::Entry;
use crate::said;
use crate::words::Said;
use clap::ArgMatches;

/// How many rows are shown.
const SHOWN: usize = 8;

/// Proposes a mapping, and keeps it if that was asked for. No row is recorded.
pub fn guess(grids: &[Grid], matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let files = desk.files(|_| false)?;
    let setting = setting(desk, matches, &files, desk.store().ok().as_ref())?;
    let mut options = drafting::options(&setting, matches, desk)?;
    let known = Known {
        registers: &files.registers,
        today: options.date.unwrap_or(options.today),
        new_items: true,
        new_destinations: false,
    };
    let guessed = look(grids, ledger_named(matches)?, &known)?;
    let proposal = guessed.text(grids, &known, desk.ui.lang);
    desk.ui.answer(&proposal);
    desk.ui.answer("\n");
    // What a mapping cannot know is asked of no row here: unknown items would be registered, a day would be given.
    (options.new_items, options.partial) = (true, true);
    let mut mapping = Mapping::parse(&proposal)?;
    mapping.date = Some(options.today);
    let read = match guessed.ledger.name == SIGN_UP.name {
        true => plan_sign_up(grids, &mapping, &files.registers, &options).map(|taken| taken.plan),
        false => plan(grids, &mapping, &files.registers, &[], &options),
    };
    match read {
        Ok(read) => show(&read, &mapping, matches, desk)?,
        Err(error) => desk.ui.error(&error),
    }
    match value(matches, "save-map") {
        Some(name) => {
            let (name, proposal) = (name.to_owned(), proposal.clone());
            return record(desk, matches, &|_| false, &move |_, _, desk| {
                let subject = format!("import: keep the mapping {name}");
                let mut entry = Entry { subject, ..Entry::default() };
                keep(&mut entry, &name, &proposal, desk)?;
                Ok(entry)
            });
        }
        None => desk.ui.did(&said!(
            "nothing was recorded; --save-map NAME keeps this mapping, or copy it to a file, mend it, and name it with --map FILE",
            "没有登记任何内容；加 --save-map 名称 可保存此映射，也可存成文件修改后用 --map 文件 导入"
        )),
    }
    Ok(Exit::Done)
}

/// The first rows as they would be read, what is wrong with others, and what there is in all.
fn show(read: &Plan, mapping: &Mapping, matches: &ArgMatches, desk: &mut Desk) -> Result<()> {
    let mut tables = vec![first_rows(read, mapping)];
    let mut refused = read.refusals();
    let more = refused.rows.len().saturating_sub(SHOWN);
    refused.rows.truncate(SHOWN);
    if more > 0 {
        refused.below.push(said!("and {more} more", "另有 {more} 处"));
    }
    tables.extend([refused, read.totals(), read.account()].into_iter().filter(|t| !t.rows.is_empty()));
    print(&Page { tables, ..Page::default() }, matches, desk)
}

fn first_rows(read: &Plan, mapping: &Mapping) -> Rows {
    let ledger: &'static Ledger = mapping.ledger;
    let drafts = || read.taken.iter().take(SHOWN);
    let fields = ledger.fields.iter().filter(|f| !matches!(f.name, "id" | "phone" | "home"));
    let fields: Vec<_> = fields.filter(|f| drafts().any(|t| !t.draft.get(f.name).is_empty())).collect();
    let mut columns = vec![number("row", "row", "行")];
    columns.extend(fields.iter().map(|f| Column { heading: f.heading, ..text(f.name, "", "") }));
    let rows = drafts().map(|taken| {
        let cells = fields.iter().map(|f| Cell::text(taken.draft.get(f.name)));
        std::iter::once(Cell::Count(i64::from(taken.place.row))).chain(cells).collect()
    });
    let (name, n) = (ledger.name, read.taken.len());
    let title: Said = said!("The first rows of {n} as {name}", "共 {n} 行可读入 {name}，前几行如下");
    Rows { name: "first", title, columns, rows: rows.collect(), ..Rows::default() }
}
