//! `linli city export --format parquet --out DIR`: the ledgers of all communities as one partitioned data set.

use super::fetch::{Unfetched, fetch};
use super::office::Office;
use super::outcome::{left_out, why};
use super::reading::found;
use crate::books::is_damage;
use crate::commands::Desk;
use crate::commands::ask::missing;
use crate::commands::export::ledgers;
use crate::commands::printing::{period, period_args};
use crate::commands::verb::{Exit, Heading, Verb, given, option, options, switch, value};
use crate::error::{Error, Result};
use crate::export::{Folder, leaving, table};
use crate::ledgers::Ledger;
use crate::model::{Cell, Rows, Stamp, number, text};
use crate::output::{Format, render};
use crate::registers::federation::Member;
use crate::said;
use crate::words::{Lang, Said, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "export",
    about: words(
        "write the ledgers of all communities as one data set for DuckDB, Spark and the like",
        "把所有小区的台账导出为一个数据集，供 DuckDB、Spark 等使用",
    ),
    long: words(
        "Example: linli city export --format parquet --out ../data\n\
         The folders are community=…/ledger=…/month=…; nothing of residents below the unit leaves a community.",
        "示例：linli city export --format parquet --out ../data\n\
         目录为 community=…/ledger=…/month=…；出小区的内容只到单元，不到户。",
    ),
    heading: Heading::City,
    args,
    subs: &[],
    run,
};

/// The one format in which folders are columns.
const PARQUET: &str = "parquet";

fn args(lang: Lang) -> Vec<Arg> {
    let force = words(
        "also where other files lie; overwrites those of the same name",
        "目录里有其他文件也写入，同名的覆盖",
    );
    let offline = words("fetch nothing: take what was fetched before", "不取回，只用以前取回的内容");
    let ledger = words("only this ledger; may be given again", "只导出该台账，可多次给出");
    let mut args = vec![
        options("ledger", "LEDGER", ledger, lang),
        option("format", "FORMAT", words("into what", "导出格式"), lang).value_name(PARQUET),
        option("out", "DIR", words("the folder to write to", "写入的目录"), lang),
        switch("force", force, lang),
        switch("offline", offline, lang),
    ];
    args.extend(period_args(lang));
    args
}

/// What was written of one community.
struct Written {
    rows: u64,
    damaged: bool,
    damage: Option<Said>,
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let ledgers = ledgers(matches)?;
    if let Some(other) = value(matches, "format").filter(|format| *format != PARQUET) {
        return Err(Error::usage(said!(
            "`{other}` is not a format of city export",
            "city export 没有“{other}”格式"
        ))
        .hint(said!("--format parquet", "--format parquet")));
    }
    let Some(out) = value(matches, "out") else {
        return Err(missing("--out DIR", words("the folder to write to", "写入的目录")));
    };
    let office = Office::open(desk)?.some()?;
    let mut folder = Folder::open(&desk.start.join(out), given(matches, "force"))?;
    let unfetched = match given(matches, "offline") {
        true => Unfetched::default(),
        false => fetch(desk, &office),
    };
    let mut is_found = unfetched.now > 0;
    let (mut lines, mut failed) = (Vec::new(), 0);
    let watch = desk.ui.watch(words("reading and writing", "正在读取和写出"));
    watch.tally.expect(office.members.len());
    let (mut warned, mut lost) = (Vec::new(), Vec::new());
    for member in &office.members {
        let done = one(&office, member, &ledgers, matches, desk, &mut folder);
        watch.tally.done(1);
        match done {
            Ok(written) => {
                is_found |= written.damaged;
                if let Some(damage) = written.damage {
                    warned.push(Said::same(member.name.clone()).then(&said!(": ", "：")).then(&damage));
                }
                lines.push((member.name.clone(), written.rows));
            }
            // What concerns the folder that is written to stops all.
            Err(error @ Error::File { .. }) => return Err(error),
            Err(error) => {
                failed += 1;
                let fetching = unfetched.never.iter().find(|(name, _)| *name == member.name);
                let why = fetching.map_or_else(|| why(&error), |(_, why)| why.clone());
                lost.push((&member.name, why));
            }
        }
    }
    drop(watch);
    warned.iter().for_each(|said| desk.ui.warn(said));
    lost.iter().for_each(|(name, why)| left_out(desk, name, why));
    if lines.is_empty() {
        return Err(Error::refused(said!(
            "no community could be read; nothing was written",
            "没有一个小区可以读取，没有写入任何内容"
        )));
    }
    let (written, kept) = folder.finish()?;
    let bytes: u64 = written.iter().map(|file| file.bytes).sum();
    let page = account(&lines, written.len(), bytes);
    let text = render(&page.into(), Format::Table, &desk.ui.look);
    desk.ui.answer(&text);
    crate::commands::export::say(&kept, desk);
    Ok(if is_found || failed > 0 { Exit::Found } else { Exit::Done })
}

fn one(
    office: &Office,
    member: &Member,
    ledgers: &[&'static Ledger],
    matches: &ArgMatches,
    desk: &Desk,
    folder: &mut Folder,
) -> Result<Written> {
    let names: Vec<&str> = ledgers.iter().map(|ledger| ledger.name).collect();
    let files = found(&office.mirrors.of(&member.url), member)?.files(&names)?;
    let books = files.books(|ledger| names.contains(&ledger.name));
    let zone = files.registers.community.timezone;
    let today = Stamp::from_datetime(desk.now.with_timezone(&zone).fixed_offset()).day();
    let period = period(matches, today)?;
    let (mut tables, mut rows) = (Vec::new(), 0);
    for ledger in ledgers {
        let table = leaving(table(&books, ledger, period).0, &books);
        rows += table.row_count() as u64;
        tables.push(table);
    }
    write(&tables, folder, &member.name)?;
    Ok(Written {
        rows,
        damaged: books.findings.iter().any(is_damage),
        damage: crate::commands::desk::damage(&books),
    })
}

#[cfg(feature = "parquet")]
fn write(tables: &[crate::export::Table], folder: &mut Folder, community: &str) -> Result<()> {
    crate::export::parquet::write(tables, folder, &[("community", community)])
}

#[cfg(not(feature = "parquet"))]
fn write(_: &[crate::export::Table], _: &mut Folder, _: &str) -> Result<()> {
    Err(crate::export::without_feature(PARQUET))
}

/// What was written, by community.
fn account(lines: &[(String, u64)], files: usize, bytes: u64) -> Rows {
    let count = |n: u64| Cell::Count(i64::try_from(n).unwrap_or(i64::MAX));
    let all = lines.iter().map(|(_, rows)| rows).sum();
    Rows {
        name: "export",
        columns: vec![text("community", "Community", "社区"), number("rows", "Rows", "行数")],
        rows: lines.iter().map(|(name, rows)| vec![Cell::text(name.clone()), count(*rows)]).collect(),
        total: (lines.len() > 1).then(|| vec![Cell::Said(said!("total", "合计")), count(all)]),
        below: vec![said!("{files} files, {bytes} bytes", "共 {files} 个文件，{bytes} 字节")],
        ..Rows::default()
    }
}
