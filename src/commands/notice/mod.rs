//! `linli notice TEMPLATE`: a notice, made from a template and the reports; with `--issue` entered in the ledger.

mod issue;
mod own;
mod templates;

pub(super) use own::{ISSUED, issued, library};

use super::Desk;
use super::anchor::anchor;
use super::desk::Files;
use super::printing::write_file;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, given, option, options, switch, value, values, word};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::notices::{Form, Scope, Subject, Template, Typed, Wanted, Written, write};
use crate::said;
use crate::words::{Lang, any_of, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "notice",
    about: words("write a notice from a template, and issue it", "按模板写通知，并登记发布"),
    long: words(
        "Example: linli notice --list; linli notice testing --round test-0816; linli notice chase-up --round test-0816 --place 3 --private; linli notice bulletin --issue --out bulletin.html",
        "示例：linli notice --list；linli notice testing --round test-0816；linli notice chase-up --round test-0816 --place 3 --private；linli notice bulletin --issue --out 日报.html",
    ),
    heading: Heading::See,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word(
            "template",
            "TEMPLATE",
            words("which notice; --list names them", "通知模板名；--list 列出全部"),
            lang,
        ),
        switch("list", words("list the templates, and what each needs", "列出全部模板及各自所需"), lang),
        option("show", "TEMPLATE", words("print a template's source", "打印模板原文"), lang),
        option(
            "eject",
            "TEMPLATE",
            words("copy a template into templates/, to change it", "把模板复制到 templates/ 供修改"),
            lang,
        ),
        option("round", "ROUND", words("the round it is about", "所指批次"), lang),
        option("place", "PLACE", words("only this place", "只限该位置"), lang),
        option("request", "REQUEST", words("the request it is about", "所指求助单"), lang),
        option("donation", "DONATION", words("the donation it is about", "所指捐赠单"), lang),
        options(
            "set",
            "KEY=VALUE",
            words("what else the template asks for: --list", "模板另需的内容，见 --list"),
            lang,
        ),
        switch(
            "public",
            words(
                "for the public: nothing below the unit, names masked, donors as they wish",
                "对外公布：不低于单元，姓名遮盖，捐赠方按其意愿署名",
            ),
            lang,
        )
        .conflicts_with("private"),
        switch(
            "private",
            words("for a captain, a home or the office: homes are named", "发给楼长、住户或街道：列出住户"),
            lang,
        ),
        option(
            "format",
            "chat|markdown|html",
            words("a chat text or a page; chat if not given", "聊天文本或页面；默认聊天文本"),
            lang,
        ),
        option(
            "out",
            "FILE",
            words("write it to a file: .txt, .md or .html", "写入文件：.txt、.md 或 .html"),
            lang,
        ),
        option(
            "as-of",
            "DAY",
            words("as things stood at the end of this day; today if not given", "截至该日；默认今天"),
            lang,
        ),
        switch(
            "issue",
            words("enter it in the ledger and keep its exact bytes", "登记发布，并保存原文"),
            lang,
        ),
        Arg::new("notice-code").long("code").value_name("CODE").help(lang.pick(
            "with --issue: its code; else the template's name and the day",
            "配合 --issue：通知代码；默认模板名加日期",
        )),
        option("audience", "WORDS", words("with --issue: for whom it is", "配合 --issue：通知对象"), lang),
    ];
    let of_issue = ["by", "note", "dry-run", "wait"];
    let recording = recording_args(lang).into_iter();
    args.extend(recording.filter(|arg| of_issue.contains(&arg.get_id().as_str())));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    if given(matches, "list") {
        return templates::list(desk);
    }
    if let Some(name) = value(matches, "show") {
        return templates::show(name, desk);
    }
    if let Some(name) = value(matches, "eject") {
        return templates::eject(name, matches, desk);
    }
    let library = library(&desk.root()?)?;
    let Some(name) = value(matches, "template") else {
        let all = any_of(&library.names());
        return Err(super::ask::missing("TEMPLATE", words("the name of a template", "模板名")).hint(said!(
            "one of {l}",
            "可用：{l}",
            l = (all.en, all.zh)
        )));
    };
    let template = library.template(name)?;
    let form = Form::asked(value(matches, "format"), value(matches, "out"))?;
    for flag in ["notice-code", "audience", "note"] {
        if value(matches, flag).is_some() && !given(matches, "issue") {
            let flag = flag.trim_start_matches("notice-");
            return Err(Error::usage(said!("--{flag} goes with --issue", "--{flag} 须与 --issue 同用")));
        }
    }
    if given(matches, "issue") {
        return issue::issue(&template, form, matches, desk);
    }
    let files = desk.files(|_| true)?;
    let books = files.books(|_| true);
    let by = desk.recorder(value(matches, "by"), desk.store().ok().as_ref()).unwrap_or_default();
    let written = made(&template, form, &books, &files, &by, matches, desk)?;
    if let Some(damage) = super::desk::damage(&books) {
        desk.ui.warn(&damage);
    }
    hand_over(&written, matches, desk)?;
    Ok(Exit::Done)
}

/// Makes the notice out of the books.
fn made(
    template: &Template,
    form: Form,
    books: &Books,
    files: &Files,
    by: &str,
    matches: &ArgMatches,
    desk: &Desk,
) -> Result<Written> {
    let registers = &files.registers;
    let typed = Typed {
        round: value(matches, "round").map(str::to_owned),
        place: value(matches, "place").map(str::to_owned),
        request: value(matches, "request").map(str::to_owned),
        donation: value(matches, "donation").map(str::to_owned),
        set: values(matches, "set").into_iter().map(str::to_owned).collect(),
    };
    let root = desk.root()?;
    let subject = Subject::read(&template.manifest, &typed, books, &|code| own::issued(&root, books, code))?;
    let anchor = anchor(desk, files)?;
    let wanted = Wanted {
        template,
        subject: &subject,
        form,
        lang: desk.ui.lang,
        public: is_public(template, matches),
        as_of: desk.day(value(matches, "as-of"), registers)?,
        now: desk.stamp(registers),
        by,
        anchor: &anchor,
    };
    write(books, &wanted)
}

/// Whether it is for the public: what was said, else as the template is meant.
fn is_public(template: &Template, matches: &ArgMatches) -> bool {
    match (given(matches, "public"), given(matches, "private")) {
        (true, _) => true,
        (_, true) => false,
        _ => template.manifest.scope == Scope::Public,
    }
}

/// Prints it, or writes it where it was asked for.
fn hand_over(written: &Written, matches: &ArgMatches, desk: &mut Desk) -> Result<()> {
    match value(matches, "out") {
        None => desk.ui.answer(&written.text),
        Some(path) => {
            write_file(&desk.start.join(path), written.text.as_bytes())?;
            desk.ui.did(&said!("wrote {path}", "已写入 {path}"));
        }
    }
    Ok(())
}
