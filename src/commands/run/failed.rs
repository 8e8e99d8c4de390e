//! A slot that could not be made: the last good output stays, the reason lies beside the place of the new one, and stderr
//! says it.

use super::due::Due;
use crate::commands::Desk;
use crate::commands::printing::write_file;
use crate::error::Error;
use crate::output::{FindingFormat, Look, render_findings};
use crate::said;
use crate::store::Store;
use std::path::PathBuf;

/// How the note's name ends. Git passes over it: it is about this machine and this hour.
const END: &str = ".failed.txt";

fn note(store: &Store, path: &str) -> PathBuf {
    store.root().join(format!("{path}{END}"))
}

/// Says why a slot was not made, on stderr and beside its place; the reason in one line.
pub fn tell(store: &Store, desk: &mut Desk, due: &Due, path: &str, error: &Error) -> String {
    let (name, slot) = (&due.task.schedule.name, due.slot.shown());
    let head = said!(
        "{name} of {slot} was not made; the next run tries again",
        "{name} {slot} 未能生成，下次执行时再试"
    );
    desk.ui.warn(&head);
    desk.ui.error(error);
    let lang = desk.ui.lang;
    let (message, hint) = error.say(lang);
    let mut text = format!("{}\n{message}\n", head.say(lang));
    hint.iter().for_each(|hint| text.push_str(&format!("{hint}\n")));
    if let Error::Findings(findings) = error {
        text.push_str(&render_findings(findings, FindingFormat::Human, &Look::plain(lang)));
    }
    // Where the note cannot be written, stderr has said it.
    let file = note(store, path);
    let same = std::fs::read_to_string(&file).is_ok_and(|there| there == text);
    if !same && let Some(folder) = file.parent().filter(|_| inside(store, path)) {
        let _ = store.pass_over(&format!("*{END}"));
        let _ = std::fs::create_dir_all(folder);
        let _ = write_file(&file, text.as_bytes());
    }
    first_of(error, message)
}

/// What `status` shows of it: the first finding, else the message.
fn first_of(error: &Error, message: String) -> String {
    match error {
        Error::Findings(findings) => findings.first().map_or(message, |first| {
            let spot = first.spot.as_ref().map_or("", |spot| spot.path.as_str());
            format!("{} {spot}", first.code)
        }),
        _ => message,
    }
}

/// Takes the note away, once the slot is made.
pub fn clear(store: &Store, path: &str) {
    if inside(store, path) {
        let _ = std::fs::remove_file(note(store, path));
    }
}

/// True if the path leads through no link: then the note lies where it seems to.
fn inside(store: &Store, path: &str) -> bool {
    store.read_working(path).is_ok()
}
