//! One slot made: the report or notice as of its own moment, with what is known now, written and committed.

use super::due::Due;
use crate::books::Books;
use crate::commands::Desk;
use crate::commands::anchor::anchor_of_books;
use crate::commands::desk::{Files, damage};
use crate::commands::notice::{issued, library};
use crate::commands::report;
use crate::commands::writing::{WHOLE_FILE, person};
use crate::error::{Error, Result};
use crate::model::Finding;
use crate::notices::{Form, Subject, Typed, Wanted, write};
use crate::output::{Format, Look, render};
use crate::recording::scheduled::What;
use crate::registers::Community;
use crate::reports::{Asked, Report};
use crate::said;
use crate::store::{DIGEST_TRAILER, Lock, Operation, SLOT_TRAILER, Store, Write};
use crate::words::Said;
use sha2::{Digest, Sha256};

/// Makes a slot and commits it; nothing is committed where the same bytes stand there. False if rows could not be read and
/// the form of the output has no place to say so.
///
/// # Errors
/// A file that it needs cannot be read; what it writes has edits that are not committed; whatever hinders making it.
pub fn make(
    due: &Due,
    community: &Community,
    by: &str,
    store: &Store,
    lock: &Lock,
    desk: &mut Desk,
) -> Result<bool> {
    let lang = community.language.unwrap_or(desk.ui.lang);
    let (text, unsaid) = match due.task.what {
        What::Report(kind, format) => report_text(kind, format, due, Look::plain(lang), store, desk)?,
        What::Notice(template, form) => (notice_text(template, form, due, by, lang, store, desk)?, None),
    };
    land(due, text.into_bytes(), by, store, lock, desk)?;
    if let Some(unsaid) = &unsaid {
        let name = &due.task.schedule.name;
        desk.ui.warn(&said!("{name}: ", "{name}：").then(unsaid));
    }
    Ok(unsaid.is_none())
}

fn report_text(
    kind: &Report,
    format: Format,
    due: &Due,
    look: Look,
    store: &Store,
    desk: &mut Desk,
) -> Result<(String, Option<Said>)> {
    let files = desk.ledgers(kind.needs)?;
    let books = report::books(kind, &files, true, desk)?;
    refuse_damage(&books, &files)?;
    let today = desk.today(&files.registers);
    let asked = Asked { public: due.task.schedule.public, today, ..Asked::of_day(due.slot.day, due.slot.at) };
    let mut page = report::page(kind, &books, &asked)?;
    if kind.name == "daily" {
        page.below.push(anchor_of_books(store, &files)?.line());
    }
    let unsaid = damage(&books).filter(|_| format.is_for_machines());
    Ok((render(&page, format, &look), unsaid))
}

fn notice_text(
    template: &str,
    form: Form,
    due: &Due,
    by: &str,
    lang: crate::words::Lang,
    store: &Store,
    desk: &mut Desk,
) -> Result<String> {
    let root = store.root();
    let library = library(root)?;
    let template = library.template(template)?;
    let files = desk.files(|_| true)?;
    let books = files.books(|_| true);
    refuse_damage(&books, &files)?;
    let issued = |code: &str| issued(root, &books, code);
    let subject = Subject::read(&template.manifest, &Typed::default(), &books, &issued)?;
    let wanted = Wanted {
        template: &template,
        subject: &subject,
        form,
        lang,
        public: due.task.schedule.public,
        as_of: due.slot.day,
        now: due.slot.at,
        by,
        anchor: &anchor_of_books(store, &files)?,
    };
    Ok(write(&books, &wanted)?.text)
}

/// Refuses to make figures of a file that is no set of rows. Other findings are printed in the output.
fn refuse_damage(books: &Books, files: &Files) -> Result<()> {
    let whole = |f: &&Finding| WHOLE_FILE.contains(&f.code) && f.severity == crate::model::Severity::Error;
    let mut found: Vec<Finding> = books.findings.iter().filter(whole).cloned().collect();
    found.dedup();
    match found.is_empty() {
        true => Ok(()),
        false => Err(Error::Findings(crate::checks::together(found, &files.registers))),
    }
}

fn land(due: &Due, bytes: Vec<u8>, by: &str, store: &Store, lock: &Lock, desk: &mut Desk) -> Result<()> {
    let path = due.task.path(due.slot);
    let head = store.head()?.map(|head| head.commit);
    let expects = store.read_working(&path)?;
    let committed = head.and_then(|head| store.blob_at(head, &path).transpose()).transpose()?;
    let committed = committed.map(|blob| store.read_blob(blob)).transpose()?;
    if expects.as_ref().is_some_and(|there| *there != bytes) && expects != committed {
        return Err(Error::refused(said!(
            "{path} has edits that are not committed, and would be overwritten",
            "{path} 有未提交的改动，会被覆盖"
        ))
        .hint(said!("move it away, then linli run", "请把它移走，再执行 linli run")));
    }
    let (name, slot) = due.key();
    let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let shown = due.slot.shown();
    let operation = Operation {
        writes: vec![Write {
            path: path.clone(),
            expects,
            working: Some(bytes.clone()),
            committed: Some(bytes),
        }],
        message: format!(
            "reports: {name} of {shown}\n\n{SLOT_TRAILER}: {name} {slot}\n{DIGEST_TRAILER}: {digest} {path}\n"
        ),
        author: person(store, by),
        when: desk.now.with_timezone(&due.task.times.zone).fixed_offset(),
        base: head,
    };
    for said in store.apply(lock, &operation)?.said {
        desk.ui.warn(&said);
    }
    Ok(())
}
