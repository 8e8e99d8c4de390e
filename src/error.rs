//! Errors: the program could not do what it was asked. A finding is something else (`model::finding`).

use crate::model::{Fault, Finding};
use crate::words::{Lang, Said, any_of, count_of};
use std::path::PathBuf;

/// What could not be done. Every variant says what was being done to what; `hint` can be pasted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A word of the command line is not acceptable.
    #[error("{}", .message.en)]
    Usage {
        /// What is wrong, naming the value.
        message: Said,
        /// What to type instead.
        hint: Option<Said>,
    },
    /// The operation is refused by a rule of the books (not enough stock, a future date, an illegal step).
    #[error("{}", .message.en)]
    Refused {
        /// The rule and the figures.
        message: Said,
        /// What can be done.
        hint: Option<Said>,
    },
    /// What was to be written or read does not check.
    #[error("{} finding(s)", .0.len())]
    Findings(Vec<Finding>),
    /// A file or folder could not be read or written.
    #[error("{}: {}", .path.display(), .source)]
    File {
        /// What was being done, such as "write" / "写入".
        doing: Said,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Git could not do its part.
    #[error("git: {}", .message.en)]
    Git {
        /// What was being done and what is in the way.
        message: Said,
        /// What can be done.
        hint: Option<Said>,
    },
    /// Another writer holds the lock; exit 75.
    #[error("busy")]
    Busy {
        /// Who holds it (process, command), as far as known.
        holder: String,
        /// How long was waited, in seconds.
        waited: u64,
    },
}

/// The result of everything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error about the command line.
    pub fn usage(message: Said) -> Error {
        Error::Usage { message, hint: None }
    }

    /// A refusal by a rule of the books.
    pub fn refused(message: Said) -> Error {
        Error::Refused { message, hint: None }
    }

    /// The same error with a hint, where the variant has one.
    pub fn hint(mut self, text: Said) -> Error {
        match &mut self {
            Error::Usage { hint, .. } | Error::Refused { hint, .. } | Error::Git { hint, .. } => {
                *hint = Some(text)
            }
            Error::Findings(_) | Error::File { .. } | Error::Busy { .. } => {}
        }
        self
    }

    /// The exit code: 75 while another writer is busy, else 2.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Busy { .. } => 75,
            _ => 2,
        }
    }

    /// The message for a person, and the hint below it.
    pub fn say(&self, lang: Lang) -> (String, Option<String>) {
        let hinted =
            |m: &Said, h: &Option<Said>| (m.say(lang).to_owned(), h.as_ref().map(|h| h.say(lang).to_owned()));
        match self {
            Error::Usage { message, hint } | Error::Refused { message, hint } => hinted(message, hint),
            Error::Git { message, hint } => hinted(message, hint),
            Error::Findings(found) => {
                let n = count_of(found.len(), "finding", "findings", "处问题");
                let en = format!("{} in the way; nothing was changed", n.en);
                (lang.pick(en, format!("有 {}，未作任何改动", n.zh)), None)
            }
            Error::File { doing, path, source } => file_error(lang, doing, path, source),
            Error::Busy { holder, waited } => (
                lang.pick(
                    format!("another writer is still busy after {waited} s: {holder}"),
                    format!("等了 {waited} 秒，另一个写入者仍未结束：{holder}"),
                ),
                Some(
                    lang.pick(
                        "try again, or wait longer with --wait 120",
                        "请稍后再试，或用 --wait 120 多等一会儿",
                    )
                    .to_owned(),
                ),
            ),
        }
    }
}

fn file_error(
    lang: Lang,
    doing: &Said,
    path: &std::path::Path,
    source: &std::io::Error,
) -> (String, Option<String>) {
    use std::io::ErrorKind as K;
    let (why, hint): ((&str, &str), Option<(&str, &str)>) = match source.kind() {
        K::StorageFull | K::QuotaExceeded => (
            ("the disk is full", "磁盘已满"),
            Some(("free some space and run the command again", "请清理磁盘空间后重新执行")),
        ),
        K::PermissionDenied | K::ReadOnlyFilesystem => (
            ("permission denied (read-only?)", "没有写入权限（目录只读？）"),
            Some(("check the owner and the permissions of the folder", "请检查目录的所有者和权限")),
        ),
        K::NotFound => (("it does not exist", "文件不存在"), None),
        _ => (("", ""), None),
    };
    let detail = match lang.pick(why.0, why.1) {
        "" => source.to_string(),
        known => known.to_owned(),
    };
    let text = lang.pick(
        format!("cannot {} {}: {detail}", doing.en, path.display()),
        format!("无法{} {}：{detail}", doing.zh, path.display()),
    );
    (text, hint.map(|(en, zh)| lang.pick(en, zh).to_owned()))
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        Error::Usage { message: fault.message, hint: fault.remedy }
    }
}

/// The hint "did you mean …" for names near a typed one; `None` if there are none.
pub fn did_you_mean<S: AsRef<str>>(near: &[S]) -> Option<Said> {
    if near.is_empty() {
        return None;
    }
    let names = any_of(near);
    Some(Said { en: format!("did you mean {}?", names.en), zh: format!("是不是 {}？", names.zh) })
}
