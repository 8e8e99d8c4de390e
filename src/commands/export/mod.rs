//! `linli export --format F --out DIR`: the ledgers as files for other programs.

mod account;
mod place;

pub use account::say;

use super::Desk;
use super::desk::Files;
use super::known_at::{self, known_at_arg};
use super::printing::{period, period_args};
use super::verb::{Exit, Heading, Verb, given, option, options, switch, value, values};
use crate::error::{Error, Result, did_you_mean};
use crate::export::{Export, FORMATS, Folder, Format, needed, public, refuse_numbers, registers, table};
use crate::ledgers::{LEDGERS, Ledger, by_name};
use crate::model::{Period, near};
use crate::output::{Format as Look, render};
use crate::reports::Asked;
use crate::said;
use crate::words::{Lang, Said, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "export",
    about: words("write the ledgers as files for other programs", "把台账导出为其他程序使用的文件"),
    long: words(
        "Every row is there, reversals too, so that a sum over a column is right; `state` says which rows count. With --public \
         it is what the reports publish: nothing below the unit, donors as they wish, no free text.\n\
         Example: linli export --format xlsx --headings --out ../for-the-office; \
         linli export --ledger donations --format csv --public --out ../open",
        "导出全部行，含冲销行，对列求和即正确；state 列说明该行是否计数。加 --public 则是对外公布的内容：不低于单元，捐赠方按其意愿署名，没有备注等文字。\n\
         示例：linli export --format xlsx --headings --out ../交办公室；linli export --ledger donations --format csv --public --out ../公开",
    ),
    heading: Heading::InOut,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let names = FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join("|");
    let mut args = vec![
        option("format", "FORMAT", words("into what", "导出格式"), lang).value_name(names),
        option("out", "DIR", words("the folder to write to", "写入的目录"), lang),
        options(
            "ledger",
            "LEDGER",
            words("only this ledger; may be given again", "只导出该台账，可多次给出"),
            lang,
        ),
        switch(
            "public",
            words(
                "for the public: nothing below the unit, donors as they wish",
                "对外公布：不低于单元，捐赠方按其意愿署名",
            ),
            lang,
        ),
        switch(
            "headings",
            words(
                "headings and words of the language instead of column names and codes (csv, xlsx, hxl)",
                "用中文标题和文字代替列名和代码（csv、xlsx、hxl）",
            ),
            lang,
        ),
        switch(
            "excel",
            words("CSV as Excel reads it; formulas are made harmless", "供 Excel 打开的 CSV，公式不会执行"),
            lang,
        ),
        switch(
            "force",
            words(
                "also where other files lie, over those of the same name",
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
    let (format, ledgers) = (format(matches)?, ledgers(matches)?);
    fitting(matches, format)?;
    let Some(typed) = value(matches, "out") else {
        return Err(super::ask::missing("--out DIR", words("the folder to write to", "写入的目录")));
    };
    let (out, for_public) = (desk.start.join(typed), given(matches, "public"));
    place::refuse_tracked(desk, &out, for_public)?;
    let names = if for_public { needed(&ledgers) } else { ledgers.iter().map(|l| l.name).collect() };
    let watch = desk.ui.reading();
    let files = known_at::read(desk, matches, &names)?;
    let books = files.books(|ledger| names.contains(&ledger.name));
    let period = period(matches, desk.today(&files.registers))?;
    let mut export = Export {
        tables: Vec::new(),
        registers: registers(&files.registers, for_public),
        community: &files.registers.community,
        made: desk.stamp(&files.registers),
        lang: desk.ui.lang,
        headings: given(matches, "headings").then_some(desk.ui.lang),
        excel: given(matches, "excel"),
        whole: period == Period::ALL,
    };
    let (mut notes, mut left_out) = (Vec::new(), Vec::new());
    if for_public {
        let asked = asked(&files, period, desk);
        (export.tables, notes) = public(&books, &ledgers, &asked, desk.ui.lang)?;
        for register in &export.registers {
            refuse_numbers(register, &export.community.public_phones)?;
        }
    } else {
        for ledger in &ledgers {
            let (table, left) = table(&books, ledger, period);
            export.tables.push(table);
            left_out.extend(left);
        }
        notes.extend(account::numbers(&files));
        notes.extend(account::lost(&books, &ledgers, &left_out));
    }
    drop(watch);
    let mut folder = Folder::open(&out, given(matches, "force"))?;
    let watch = desk.ui.watch(words("writing rows", "正在写出各行"));
    for table in export.tables.iter_mut().chain(&mut export.registers) {
        watch.tally.expect(table.row_count());
        table.tally = watch.tally.clone();
    }
    notes.extend((format.write)(&export, &mut folder)?);
    let (written, kept) = folder.finish()?;
    drop(watch);
    let text = render(&account::account(&written).into(), Look::Table, &desk.ui.look);
    desk.ui.answer(&text);
    say(&kept, desk);
    notes.extend(super::desk::damage(&books));
    notes.iter().for_each(|note| desk.ui.warn(note));
    Ok(Exit::Done)
}

/// What the reports are asked when they are published.
fn asked(files: &Files, period: Period, desk: &Desk) -> Asked {
    let today = desk.today(&files.registers);
    let last = period.to.map_or(today, |to| to.min(today));
    Asked { period, public: true, ..Asked::of_day(last, desk.stamp(&files.registers)) }
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
            let one = |f: &Format| match lang {
                Lang::En => format!("{} ({})", f.name, f.about.en),
                Lang::Zh => format!("{}（{}）", f.name, f.about.zh),
            };
            FORMATS.iter().map(one).collect::<Vec<_>>()
        };
        Said { en: tell(Lang::En).join("; "), zh: tell(Lang::Zh).join("；") }
    };
    let Some(name) = value(matches, "format") else {
        return Err(super::ask::missing("--format FORMAT", words("into what", "导出格式")).hint(every()));
    };
    FORMATS.iter().find(|f| f.name == name).ok_or_else(|| {
        Error::usage(said!("`{name}` is not a format of export", "没有“{name}”这种导出格式")).hint(every())
    })
}

/// Refuses a switch that means nothing in this format.
fn fitting(matches: &ArgMatches, format: &Format) -> Result<()> {
    let name = format.name;
    let with =
        |fits: fn(&Format) -> bool| FORMATS.iter().filter(|f| fits(f)).map(|f| f.name).collect::<Vec<_>>();
    for (switch, fits) in [("excel", (|f| f.excel) as fn(&Format) -> bool), ("headings", |f| f.headings)] {
        if given(matches, switch) && !fits(format) {
            let list = crate::words::any_of(&with(fits));
            return Err(Error::usage(said!(
                "--{switch} means nothing for {name}",
                "{name} 格式不能用 --{switch}"
            ))
            .hint(said!("it is for {l}", "只用于 {l}", l = (list.en, list.zh))));
        }
    }
    Ok(())
}
