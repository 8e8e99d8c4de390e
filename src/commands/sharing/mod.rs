//! What `sync` and `resolve` share: two commits made one with our own engine, looked at before it lands, and told.

pub mod by_hand;
pub mod come;
pub mod join;
pub mod looked;

pub use by_hand::hand_work;
pub use come::Came;
pub use join::{Clash, Joint, join};
pub use looked::{Looked, look};

use crate::commands::verb::option;
use crate::error::{Error, Result};
use crate::merging::Keep;
use crate::model::mask_numbers;
use crate::said;
use crate::words::{Lang, Said, words};
use clap::Arg;

/// `--keep ours|theirs`.
pub fn keep_arg(lang: Lang) -> Arg {
    let help = words(
        "where both sides say something different, take ours (this clone's) or theirs",
        "双方内容不一致之处，取 ours（本地）或 theirs（对方）",
    );
    option("keep", "ours|theirs", help, lang)
}

/// The value of `--keep`.
pub fn keep(typed: Option<&str>) -> Result<Option<Keep>> {
    match typed {
        None => Ok(None),
        Some("ours" | "本地") => Ok(Some(Keep::Ours)),
        Some("theirs" | "对方") => Ok(Some(Keep::Theirs)),
        Some(other) => Err(Error::usage(said!("--keep {other} is not known", "不认识 --keep {other}"))
            .hint(said!("--keep ours or --keep theirs", "--keep ours 或 --keep theirs"))),
    }
}

/// What is in conflict, both sides shown as data.
pub fn say(clash: &Clash) -> Said {
    let (path, place) = (&clash.path, &clash.conflict.place);
    let (place_en, place_zh) = match place == path {
        true => (String::new(), String::new()),
        false => (format!(", {place}"), format!("，{place}")),
    };
    let side = |text: &Option<String>, lang: Lang| {
        text.clone().filter(|t| !t.is_empty()).unwrap_or_else(|| lang.pick("(nothing)", "（无）").to_owned())
    };
    let lines = |lang: Lang| {
        let c = &clash.conflict;
        let mut text = format!("\n  {} {}", lang.pick("ours:  ", "本地："), side(&c.ours, lang));
        text.push_str(&format!("\n  {} {}", lang.pick("theirs:", "对方："), side(&c.theirs, lang)));
        if let Some(base) = &c.base {
            text.push_str(&format!("\n  {} {base}", lang.pick("before:", "此前：")));
        }
        text
    };
    Said {
        en: format!("{path}{place_en}{}", lines(Lang::En)),
        zh: format!("{path}{place_zh}{}", lines(Lang::Zh)),
    }
}

/// The refusal of a merge in which both sides say something different.
pub fn refusal(clashes: &[Clash], command: &str) -> Error {
    let n = crate::words::count_of(clashes.len(), "thing", "things", "处");
    let mut message = said!(
        "both sides say {n} differently; nothing was changed",
        "双方有 {n}内容不一致，未作任何改动",
        n = (n.en, n.zh)
    );
    for clash in clashes.iter().take(20) {
        message = message.then(&said!("\n", "\n")).then(&say(clash));
    }
    Error::refused(message).hint(said!(
        "ask whoever wrote it, then {command} --keep ours (this clone's) or --keep theirs; the other stays in the history",
        "请与登记人核实，然后 {command} --keep ours（取本地）或 --keep theirs（取对方）；另一方的内容仍留在历史中"
    ))
}

/// The message of a merge: what it brought, and which side was kept where both said something different.
pub fn message(came: &Came, joint: &Joint, keep: Option<Keep>, command_line: &str) -> String {
    let what = if came.is_empty() { "histories joined".to_owned() } else { came.say().en };
    let mut text = format!("merge: {what}\n\nLinli-Command: {}\n", mask_numbers(command_line, &[]));
    for clash in &joint.clashes {
        let side = if keep == Some(Keep::Theirs) { "theirs" } else { "ours" };
        text.push_str(&format!("Linli-Kept: {side} in {} {}\n", clash.path, clash.conflict.place));
    }
    text
}
