//! `linli audit verify`

use super::{commit_cell, files, for_machines, open};
use crate::audit::{Asked, Layer, Outcome, Problem, Verdict, Verified, anchored, replaced, verify};
use crate::commands::Desk;
use crate::commands::printing::{print, printing_args};
use crate::commands::verb::{Exit, Heading, Verb, given, option, switch, value};
use crate::error::Result;
use crate::model::{Cell, Column, Page, Rows, number, text};
use crate::said;
use crate::store::Oid;
use crate::store::history::History;
use crate::words::{Lang, Said, Words, count_of, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "verify",
    about: words("whether the history can be trusted, layer by layer", "逐层核验历史是否可信"),
    long: words(
        "What was verified before on this clone is not looked at again; --strict looks at everything.\n\
         Who may sign is listed in ledgers/allowed_signers, as ssh-keygen reads it: address or name, then the key.\n\
         Example: linli audit verify; linli audit verify --anchor 1a2b3c4d",
        "本机已核验过的历史不再重看；--strict 从头全部重看。\n获准签名的人列在 ledgers/allowed_signers，格式同 ssh-keygen：邮箱或姓名，然后是公钥。\n示例：linli audit verify；linli audit verify --anchor 1a2b3c4d",
    ),
    heading: Heading::Trust,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        option("since", "REV", words("only what came after this revision", "只核验此版本之后的部分"), lang),
        option(
            "anchor",
            "CODE",
            words(
                "whether the state printed on a sheet or notice is part of today's history",
                "核对单据或通知上印的账目版本是否属于现在的历史",
            ),
            lang,
        ),
        switch(
            "strict",
            words(
                "look at everything again, hash every object, ask for signatures",
                "全部重看，重算每个对象的哈希，并要求签名",
            ),
            lang,
        ),
    ];
    args.extend(printing_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let (history, tip) = open(desk)?;
    let _ = files(desk, &history, tip, &|_| false);
    if let Some(code) = value(matches, "anchor") {
        return anchor(code, &history, tip, matches, desk);
    }
    let strict = given(matches, "strict");
    let typed = value(matches, "since").map(|rev| history.resolve(rev)).transpose()?;
    let noted = history.noted().filter(|_| typed.is_none());
    // The note saves time where the objects bear it out: its commit is in today's history, and no pack is gone.
    let before = noted
        .filter(|(commit, same)| !strict && *same && history.contains(tip, *commit))
        .map(|(commit, _)| commit);
    let watch = desk.ui.watch(words("verifying", "正在核验"));
    let mut verified = verify(&history, Asked { tip, since: typed.or(before), strict }, &watch.tally);
    drop(watch);
    if let Some((commit, _)) = noted.filter(|(commit, _)| !history.contains(tip, *commit)) {
        let problems = replaced(&history, commit, tip);
        if !problems.is_empty() {
            let layer = &mut verified.layers[Layer::AppendOnly as usize];
            layer.verdict = Verdict::Problems;
            layer.problems.extend(problems);
            let note = history.own_folder().join("verified");
            let note = note.display();
            desk.ui.warn(&said!(
                "the history that was verified last has been replaced; if that was meant, remove {note}",
                "上次核验过的历史已被取代；若属有意，请删除 {note}"
            ));
        }
    }
    if verified.is_clean() && typed.is_none() && !history.is_shallow() {
        history.note(tip);
    }
    let below = below(&verified, before, typed, tip, &history);
    say(&verified.layers, below, matches, desk)
}

/// What was looked at, and what was not.
fn below(
    verified: &Verified,
    before: Option<Oid>,
    typed: Option<Oid>,
    tip: Oid,
    history: &History,
) -> Vec<Said> {
    let n = count_of(verified.commits, "commit", "commits", "次提交");
    let tip = &tip.to_string()[..8];
    let mut below = vec![match before.or(typed) {
        None => said!("looked at {n}, up to {tip}", "共核验 {n}，至 {tip}", n = (n.en, n.zh)),
        Some(since) => {
            let since = &since.to_string()[..8];
            match typed.is_some() {
                true => said!(
                    "looked at {n} after {since}, up to {tip}; what is older was not looked at",
                    "共核验 {since} 之后的 {n}，至 {tip}；更早的未看",
                    n = (n.en, n.zh)
                ),
                false => said!(
                    "looked at {n} after {since}, up to {tip}; what is older was verified on this clone before (--strict looks at everything)",
                    "共核验 {since} 之后的 {n}，至 {tip}；更早的本机已核验过（--strict 全部重看）",
                    n = (n.en, n.zh)
                ),
            }
        }
    }];
    if history.is_shallow() {
        below.push(said!(
            "this clone holds only the end of the history: what is older was not verified (git fetch --unshallow)",
            "本机只有历史的末段，更早的没有核验（git fetch --unshallow 可补全）"
        ));
    }
    below
}

/// Whether the state of a printed code is part of today's history.
fn anchor(code: &str, history: &History, tip: Oid, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let found = anchored(history, tip, code);
    let mut below = Vec::new();
    if let (Some(commit), true) = (&found.commit, found.problems.is_empty()) {
        let (id, rows) = (&commit.id.to_string()[..8], found.rows);
        let (author, when) = (&commit.author, commit.when.format("%Y-%m-%d %H:%M"));
        below.push(said!(
            "{id}, recorded by {author} at {when}, is part of today's history; the ledgers had {rows} rows then",
            "{id}（{author}，{when}）属于现在的历史；当时台账共 {rows} 行"
        ));
        if found.edited {
            below.push(said!(
                "the + says that it was printed with changes that were not committed then",
                "“+” 表示打印时还有未提交的改动"
            ));
        }
    }
    let row = [Row {
        code: "anchor",
        words: words("the printed state is in the history", "所印版本在历史中"),
        verdict: if found.problems.is_empty() { Verdict::Ok } else { Verdict::Problems },
        checked: found.rows,
        problems: &found.problems,
    }];
    show(&row, below, matches, desk)
}

/// A line of the answer.
struct Row<'p> {
    code: &'static str,
    words: Words,
    verdict: Verdict,
    checked: usize,
    problems: &'p [Problem],
}

fn say(layers: &[Outcome], below: Vec<Said>, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let rows: Vec<Row> = layers
        .iter()
        .map(|outcome| Row {
            code: outcome.layer.code(),
            words: outcome.layer.words(),
            verdict: outcome.verdict,
            checked: outcome.checked,
            problems: &outcome.problems,
        })
        .collect();
    show(&rows, below, matches, desk)
}

fn show(rows: &[Row], below: Vec<Said>, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let bad = rows.iter().any(|row| !row.problems.is_empty());
    let machines = for_machines(matches)?;
    let line = |row: &Row| {
        let n = row.problems.len();
        let list = Cell::List(row.problems.iter().map(problem_cell).collect(), Said::same(n.to_string()));
        vec![
            Cell::Code(row.code, Words { en: row.code, zh: row.code }),
            verdict(row.verdict),
            Cell::Count(i64::try_from(row.checked).unwrap_or(i64::MAX)),
            if machines { list } else { Cell::Count(i64::try_from(n).unwrap_or(i64::MAX)) },
        ]
    };
    let mut table = Rows {
        name: "verify",
        columns: vec![
            text("layer", "Layer", "层"),
            text("verdict", "Verdict", "结论"),
            number("checked", "Checked", "核验数"),
            number("problems", "Problems", "问题"),
        ],
        rows: rows.iter().map(line).collect(),
        ..Rows::default()
    };
    if !machines {
        let meaning = Column { name: "meaning", heading: words("What it says", "含义"), right: false };
        table.columns.insert(1, meaning);
        for (line, row) in table.rows.iter_mut().zip(rows) {
            line.insert(1, Cell::Said(row.words.into()));
        }
    }
    let mut page = Page::from(table);
    if machines {
        below.iter().filter(|_| rows.len() > 1).for_each(|said| desk.ui.did(said));
    } else {
        page.below = below;
        if bad {
            page.tables.push(problems_table(rows));
        }
    }
    print(&page, matches, desk)?;
    Ok(if bad { Exit::Found } else { Exit::Done })
}

fn verdict(verdict: Verdict) -> Cell {
    match verdict {
        Verdict::Ok => Cell::Code("ok", words("ok", "无误")),
        Verdict::Problems => Cell::Code("problems", words("problems", "有问题")),
        Verdict::NotUsed => Cell::Code("not-used", words("not used", "未使用")),
    }
}

fn problem_cell(problem: &Problem) -> Cell {
    let commit = problem.commit.map_or(Cell::Absent, commit_cell);
    let fields = [
        ("commit", commit),
        ("file", Cell::text(&problem.file)),
        ("id", Cell::text(&problem.id)),
        ("what", Cell::Said(problem.what.clone())),
    ];
    Cell::Fields(fields.map(|(name, cell)| (name.to_owned(), cell)).into(), problem.what.clone())
}

fn problems_table(rows: &[Row]) -> Rows {
    let lines = rows.iter().flat_map(|row| row.problems.iter().map(move |problem| (row.code, problem)));
    let line = |(code, problem): (&'static str, &Problem)| {
        vec![
            Cell::text(code),
            problem.commit.map_or(Cell::Absent, commit_cell),
            Cell::text(&problem.file),
            Cell::text(&problem.id),
            Cell::Said(problem.what.clone()),
        ]
    };
    Rows {
        name: "problems",
        title: words("Problems", "问题").into(),
        columns: vec![
            text("layer", "Layer", "层"),
            text("commit", "Commit", "提交"),
            text("file", "File", "文件"),
            text("id", "Row", "行号"),
            text("what", "What", "说明"),
        ],
        rows: lines.map(line).collect(),
        ..Rows::default()
    }
}
