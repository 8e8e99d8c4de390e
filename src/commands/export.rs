//! `linli export --format F --out DIR`: the ledgers as files for other programs.

use super::Desk;
use super::known_at::{self, known_at_arg};
use super::printing::{period, period_args};
use super::verb::{Exit, Heading, Verb, given, option, options, switch, value, values};
use crate::error::{Error, Result, did_you_mean};
use crate::export::{Export, FORMATS, Folder, Format, Kept, Written, table};
use crate::ledgers::{LEDGERS, Ledger, by_name};
use crate::model::{Cell, Rows, near, number, text};
use crate::output::{Format as Look, render};
use crate::said;
use crate::words::{Lang, Said, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "export",
    about: words("write the ledgers as files for other programs", "把台账导出为其他程序使用的文件"),
    long: words(
        "Example: linli export --format parquet --out ../data; linli export --ledger donations --format csv --out ../open --public",
        "示例：linli export --format parquet --out ../data；linli export --ledger donations --format csv --out ../open --public",
    ),
    heading: Heading::InOut,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let names = FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join("|");
    let mut args = vec![
        options(
            "ledger",
            "LEDGER",
            words("only this ledger; may be given again", "只导出该台账，可多次给出"),
            lang,
        ),
        option("format", "FORMAT", words("into what", "导出格式"), lang).value_name(names),
        option("out", "DIR", words("the folder to write to", "写入的目录"), lang),
        switch(
            "force",
            words(
                "also where other files lie; overwrites those of the same name",
                "目录里有其他文件也写入，同名的覆盖",
            ),
            lang,
        ),
        known_at_arg(lang),
    ];
    args.extend(period_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let ledgers = ledgers(matches)?;
    let format = format(matches)?;
    let Some(out) = value(matches, "out") else {
        return Err(super::ask::missing("--out DIR", words("the folder to write to", "写入的目录")));
    };
    let names: Vec<&str> = ledgers.iter().map(|l| l.name).collect();
    let files = known_at::read(desk, matches, &names)?;
    let books = files.books(|ledger| names.contains(&ledger.name));
    let period = period(matches, desk.today(&files.registers))?;
    let mut export = Export { ledgers: Vec::new() };
    for ledger in ledgers {
        let (table, _left_out) = table(&books, ledger, period);
        export.ledgers.push(table);
    }
    let mut folder = Folder::open(&desk.start.join(out), given(matches, "force"))?;
    (format.write)(&export, &mut folder)?;
    let (written, kept) = folder.finish()?;
    let text = render(&account(&written).into(), Look::Table, &desk.ui.look);
    desk.ui.answer(&text);
    say(&kept, desk);
    if let Some(damage) = super::desk::damage(&books) {
        desk.ui.warn(&damage);
    }
    Ok(Exit::Done)
}

/// The ledgers that were named; all of them if none was.
pub fn ledgers(matches: &ArgMatches) -> Result<Vec<&'static Ledger>> {
    let named = values(matches, "ledger");
    let find = |name: &&str| {
        by_name(name).or_else(|| LEDGERS.iter().find(|l| l.title.zh == *name)).ok_or_else(|| {
            let all = LEDGERS.iter().map(|l| l.name).collect::<Vec<_>>();
            let list = said!("one of {l}", "可用台账：{l}", l = (all.join(", "), all.join("、")));
            let near = near(name, all.iter().copied());
            Error::usage(said!("there is no ledger `{name}`", "没有台账“{name}”"))
                .hint(did_you_mean(&near).unwrap_or(list))
        })
    };
    let found = named.iter().map(find).collect::<Result<Vec<_>>>()?;
    Ok(LEDGERS.iter().filter(|l| found.is_empty() || found.contains(l)).collect())
}

fn format(matches: &ArgMatches) -> Result<&'static Format> {
    let every = || {
        let tell = |lang: Lang| {
            FORMATS.iter().map(|f| format!("{} ({})", f.name, f.about.say(lang))).collect::<Vec<_>>()
        };
        Said { en: tell(Lang::En).join("; "), zh: tell(Lang::Zh).join("；") }
    };
    let Some(name) = value(matches, "format") else {
        return Err(super::ask::missing("--format FORMAT", words("the format", "导出格式")).hint(every()));
    };
    FORMATS.iter().find(|f| f.name == name).ok_or_else(|| {
        Error::usage(said!("`{name}` is not a format of export", "没有“{name}”这种导出格式")).hint(every())
    })
}

/// What was written.
fn account(written: &[Written]) -> Rows {
    let row = |w: &Written| {
        vec![Cell::text(w.path.as_str()), Cell::Count(w.rows as i64), Cell::Count(w.bytes as i64)]
    };
    let sum = |of: fn(&Written) -> u64| Cell::Count(written.iter().map(of).sum::<u64>() as i64);
    Rows {
        name: "export",
        columns: vec![
            text("file", "File", "文件"),
            number("rows", "Rows", "行数"),
            number("bytes", "Bytes", "字节"),
        ],
        rows: written.iter().map(row).collect(),
        total: (written.len() > 1)
            .then(|| vec![Cell::Said(said!("total", "合计")), sum(|w| w.rows), sum(|w| w.bytes)]),
        ..Rows::default()
    }
}

/// What became of the files that were there.
pub fn say(kept: &Kept, desk: &mut Desk) {
    let n = kept.removed.len();
    if n > 0 {
        desk.ui.did(&said!("removed {n} files of the earlier export", "已删除上次导出的 {n} 个文件"));
    }
    let n = kept.overwritten.len();
    if n > 0 {
        desk.ui.warn(&said!("{n} files that were there were overwritten", "覆盖了原有的 {n} 个文件"));
    }
}
