//! In which form a notice is written, and for whom it is.

use crate::error::{Error, Result};
use crate::said;
use crate::words::{Words, words};

/// How a notice is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text for a chat group: short, made to be forwarded.
    Chat,
    /// A page in Markdown.
    Markdown,
    /// The same page in HTML, whole in one file.
    Html,
}

impl Form {
    /// Every form, in the order in which help names them.
    pub const ALL: [Form; 3] = [Form::Chat, Form::Markdown, Form::Html];

    /// What is typed after `--format`.
    pub fn name(self) -> &'static str {
        match self {
            Form::Chat => "chat",
            Form::Markdown => "markdown",
            Form::Html => "html",
        }
    }

    /// How its file ends.
    pub fn extension(self) -> &'static str {
        match self {
            Form::Chat => "txt",
            Form::Markdown => "md",
            Form::Html => "html",
        }
    }

    /// How the template of it ends: a page is written once, in Markdown.
    pub fn template(self) -> &'static str {
        match self {
            Form::Chat => "txt",
            Form::Markdown | Form::Html => "md",
        }
    }

    /// The form asked for by `--format`, else by the end of the file's name, else chat.
    ///
    /// # Errors
    /// There is no such form; a file whose name ends otherwise is refused too, because it would not open.
    pub fn asked(format: Option<&str>, file: Option<&str>) -> Result<Form> {
        if let Some(name) = format {
            let by_name = Form::ALL.into_iter().find(|form| form.name() == name);
            return by_name.ok_or_else(|| {
                Error::usage(said!("a notice has no form `{name}`", "通知没有“{name}”这种格式"))
                    .hint(said!("--format chat, markdown or html", "--format chat、markdown 或 html"))
            });
        }
        let Some(file) = file else { return Ok(Form::Chat) };
        let end = file.rsplit_once('.').map_or("", |(_, end)| end).to_lowercase();
        let by_end = Form::ALL.into_iter().find(|form| form.extension() == end);
        by_end.or((end == "htm").then_some(Form::Html)).ok_or_else(|| {
            Error::usage(said!("{file}: in which form?", "{file}：要哪种格式？")).hint(said!(
                "name it .txt, .md or .html, or add --format",
                "请用 .txt、.md 或 .html 结尾，或加 --format"
            ))
        })
    }
}

/// For whom a notice is made: it decides what is public by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody.
    Public,
    /// A building captain.
    Captain,
    /// One home.
    Home,
    /// The street office, or others who answer for us.
    Office,
}

impl Scope {
    /// Reads what stands in `notice.toml`.
    pub fn from_code(code: &str) -> Option<Scope> {
        [Scope::Public, Scope::Captain, Scope::Home, Scope::Office].into_iter().find(|s| s.code() == code)
    }

    /// The code in `notice.toml`.
    pub fn code(self) -> &'static str {
        match self {
            Scope::Public => "public",
            Scope::Captain => "captain",
            Scope::Home => "home",
            Scope::Office => "office",
        }
    }

    /// In words.
    pub fn words(self) -> Words {
        match self {
            Scope::Public => words("the public", "公开"),
            Scope::Captain => words("captains", "楼长"),
            Scope::Home => words("the home that asked", "求助住户"),
            Scope::Office => words("the street office", "街道、社区"),
        }
    }
}
