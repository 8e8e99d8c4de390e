//! `linli notice … --issue`: the row of the ledger and the exact bytes of the notice, in one commit.

use super::own::ISSUED;
use super::{hand_over, is_public, made};
use crate::books::Books;
use crate::commands::Desk;
use crate::commands::operation::correct;
use crate::commands::verb::{Exit, given, value};
use crate::error::{Error, Result};
use crate::ledgers::{Draft, Notice};
use crate::model::Day;
use crate::notices::{Form, Template, Written};
use crate::recording::Entry;
use crate::said;
use crate::words::Said;
use clap::ArgMatches;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

/// Issues a notice: writes its bytes to `reports/notices/`, or only their digest if it is private, and its row.
///
/// # Errors
/// The books cannot be read whole; the code is taken or could not be a file's name; whatever hinders making the notice.
pub fn issue(template: &Template, form: Form, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let public = is_public(template, matches);
    let made_here: RefCell<Option<(Written, String)>> = RefCell::new(None);
    let exit = correct(desk, matches, &|books, setting, desk| {
        if books.is_damaged() {
            return Err(Error::refused(said!(
                "the ledgers cannot be read whole, so no figure is issued",
                "台账有读不出的内容，不发布数字"
            ))
            .hint(said!("linli check shows where", "请运行 linli check 查看位置")));
        }
        let files = desk_files(desk)?;
        let written = made(template, form, books, &files, &setting.by, matches, desk)?;
        let root = desk.root()?;
        let day = desk.day(value(matches, "as-of"), books.registers)?;
        let code = match value(matches, "notice-code") {
            Some(typed) => free(typed, books, &root)?,
            None => first_free(&template.name, day, books, &root),
        };
        let audience = match value(matches, "audience").map(str::trim) {
            None => written.audience.clone(),
            Some("") => {
                return Err(Error::refused(said!(
                    "a notice to nobody: --audience is empty",
                    "没有通知对象：--audience 为空"
                )));
            }
            Some(words) => words.to_owned(),
        };
        let path = if public { format!("{ISSUED}{code}.{}", form.extension()) } else { String::new() };
        let row = Draft::new(&Notice::LEDGER)
            .set("date", setting.today.to_string())
            .set("notice", &code)
            .set("template", &template.name)
            .set("title", &written.title)
            .set("audience", &audience)
            .set("path", &path)
            .set("digest", hex(&Sha256::digest(written.text.as_bytes())));
        let title = &written.title;
        let mut entry = Entry::of_rows(vec![row], format!("notices: {title} ({code})"));
        if public {
            entry.registers.push((path, written.text.clone()));
        }
        entry.doubts.extend(twin(books, template, title, &audience, setting.today));
        *made_here.borrow_mut() = Some((written, code));
        Ok(entry)
    })?;
    if let Some((written, code)) = made_here.into_inner() {
        hand_over(&written, matches, desk)?;
        if !given(matches, "dry-run") {
            desk.ui.did(&said!(
                "who has it: linli reach {code} PLACE… --status told; who has not: linli missing {code}",
                "登记到户：linli reach {code} 位置… --status told；未到户：linli missing {code}"
            ));
        }
    }
    Ok(exit)
}

/// The files that the books were made of, for their anchor.
fn desk_files(desk: &Desk) -> Result<crate::commands::desk::Files> {
    let root = desk.root()?;
    let paths = crate::commands::desk::ledger_paths(&root)?;
    let sources = paths
        .iter()
        .map(|path| crate::commands::desk::read_source(&root, path))
        .collect::<Result<Vec<_>>>()?;
    let (registers, findings) = crate::books::read_registers(&sources);
    match registers {
        Some(registers) => Ok(crate::commands::desk::Files { sources, registers, findings }),
        None => Err(Error::Findings(findings)),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every code that a row of `notices` has borne, and every round's, which `reach` could mean too.
fn taken(books: &Books) -> BTreeSet<String> {
    let notices = books.notices.all().map(|row| row.body.notice.get().into_owned());
    notices.chain(books.registers.rounds.iter().map(|round| round.code.clone())).collect()
}

fn lies_there(root: &Path, code: &str) -> bool {
    Form::ALL
        .iter()
        .any(|form| root.join(format!("{ISSUED}{code}.{}", form.extension())).symlink_metadata().is_ok())
}

/// A code as typed, if it can be one and is free.
fn free(typed: &str, books: &Books, root: &Path) -> Result<String> {
    let code = typed.trim();
    let good = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if code.is_empty() || !code.chars().all(good) || code.chars().count() > 60 {
        return Err(Error::usage(said!("`{code}` cannot be a notice's code", "“{code}”不能作通知代码"))
            .hint(said!("letters, digits, - and _", "只用文字、数字、- 和 _")));
    }
    if taken(books).contains(code) || lies_there(root, code) {
        return Err(Error::refused(said!("the code {code} is taken", "代码 {code} 已被使用"))
            .hint(said!("another --code, or none", "换一个 --code，或不写")));
    }
    Ok(code.to_owned())
}

/// `testing-0816`, then `testing-0816-2` and so on.
fn first_free(template: &str, day: Day, books: &Books, root: &Path) -> String {
    let taken = taken(books);
    let base = format!("{template}-{}", &day.short()[2..]);
    let codes = (1_u32..).map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") });
    let mut codes = codes.filter(|code| !taken.contains(code) && !lies_there(root, code));
    codes.next().unwrap_or(base)
}

/// Whether the same was issued today already.
fn twin(books: &Books, template: &Template, title: &str, audience: &str, today: Day) -> Option<Said> {
    let same = books.notices.effective().find(|row| {
        let body = &row.body;
        row.head.date == today
            && body.template.get() == template.name
            && body.title.get() == title
            && body.audience.get() == audience
    })?;
    let code = same.body.notice.get();
    Some(said!(
        "{code} was issued today with the same title to the same people",
        "今天已发布过同题、同对象的 {code}"
    ))
}
