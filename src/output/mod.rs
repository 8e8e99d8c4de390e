//! Readings of [`Page`] and [`Finding`](crate::model::Finding): the same rows for a terminal, a spreadsheet, a
//! program, a wiki and a phone. Nothing here asks where the figures come from, and nothing here writes.

mod anchor;
mod caret;
mod cells;
mod csv;
mod findings;
mod html;
mod json;
mod layout;
mod markdown;
mod picture;
mod progress;
pub mod sheets;
mod signs;
mod svg;
mod terminal;
mod visible;

#[cfg(test)]
mod samples;

pub use anchor::Anchor;
pub use findings::{FindingFormat, render_findings};
pub use html::html_document;
pub use markdown::markdown_text;
pub use picture::{Caption, picture};
#[cfg(feature = "png")]
pub use picture::{PNG_WIDTH, font_family, png};
pub use progress::progress_line;
pub use visible::visible;

use crate::model::{Fault, Page};
use crate::said;
use crate::words::{Lang, Words, any_of, words};

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Format {
    /// Tables for people at a terminal.
    #[default]
    Table,
    /// For spreadsheets and databases; of several tables the tidy long form.
    Csv,
    /// For programs: an array of objects.
    Json,
    /// For wikis and issues, as GitHub reads it.
    Markdown,
    /// One page for a phone or a printer, with everything in it.
    Html,
}

impl Format {
    /// Every format, in the order in which help names them.
    pub const ALL: [Format; 5] = [Format::Table, Format::Csv, Format::Json, Format::Markdown, Format::Html];

    /// What is typed after `--format`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Markdown => "markdown",
            Format::Html => "html",
        }
    }

    /// Reads what is typed after `--format`.
    pub fn parse(name: &str) -> Result<Format, Fault> {
        Format::ALL.into_iter().find(|f| f.name() == name).ok_or_else(|| {
            let known = any_of(&Format::ALL.map(Format::name));
            no_such_format(name, &known.en, &known.zh)
        })
    }

    /// True for the formats that programs read: no titles, banners or total rows in them.
    pub fn is_for_machines(self) -> bool {
        matches!(self, Format::Csv | Format::Json)
    }
}

fn no_such_format(name: &str, en: &str, zh: &str) -> Fault {
    let name = visible(name);
    Fault::new(said!("`{name}` is not a format", "没有 “{name}” 这种格式"))
        .remedy(said!("use {en}", "可用：{zh}"))
}

/// How the reader wants it, and what stands at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The language of headings, titles and words.
    pub lang: Lang,
    /// The columns of the terminal; `None` where the output goes to a file or a pipe, and is then neither
    /// wrapped nor (in CSV) relieved of control characters.
    pub width: Option<u16>,
    /// Colours and bold letters.
    pub color: bool,
    /// Box-drawing lines instead of `+-|`: the terminal is known to draw them one column wide.
    pub unicode_borders: bool,
    /// Blocks instead of `#` for bars: the terminal is known to be UTF-8, though it may draw them two columns wide.
    pub blocks: bool,
    /// What of the tables can be drawn is drawn below them.
    pub charts: bool,
}

impl Look {
    /// Plain output for a file or a pipe.
    pub fn plain(lang: Lang) -> Look {
        Look { lang, width: None, color: false, unicode_borders: false, blocks: false, charts: false }
    }
}

/// The page in a format. Ends in one newline.
pub fn render(page: &Page, format: Format, look: &Look) -> String {
    let mut out = match format {
        Format::Table => terminal::render(page, look),
        Format::Csv => csv::render(page, look),
        Format::Json => json::render(page, look),
        Format::Markdown => markdown::render(page, look),
        Format::Html => html::render(page, look),
    };
    out.truncate(out.trim_end_matches('\n').len());
    out.push('\n');
    out
}

/// What stands in the place of the rows of a table that has none.
const NOTHING: Words = words("(nothing)", "（无）");

/// What a colour or weight is for. The codes stand here and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ink {
    Strong,
    Error,
    Warning,
    Info,
    Quiet,
    Remedy,
    /// The first series of a chart, and what is well.
    One,
    /// The second series, and what is not quite well.
    Two,
    /// What must be seen first.
    Alarm,
    /// Supplied.
    Good,
    /// What asks for nothing.
    Faint,
}

/// Text in an ink, if the look has colours.
fn paint(text: &str, ink: Ink, look: &Look) -> String {
    if !look.color || text.is_empty() {
        return text.to_owned();
    }
    let code = match ink {
        Ink::Strong => "1",
        Ink::Error => "1;31",
        Ink::Warning => "1;33",
        Ink::Info => "1;36",
        Ink::Quiet => "34",
        Ink::Remedy | Ink::Good => "32",
        Ink::One => "36",
        Ink::Two => "33",
        Ink::Alarm => "1;7;31",
        Ink::Faint => "2",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_read_by_its_name_and_others_are_refused_with_the_names() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.name()), Ok(format));
        }
        let fault = Format::parse("yaml\u{7}").unwrap_err();
        assert_eq!(fault.message.en, "`yaml␇` is not a format");
        assert_eq!(fault.remedy.unwrap().zh, "可用：table、csv、json、markdown 或 html");
    }

    #[test]
    fn every_format_ends_in_one_newline_whatever_the_page_holds() {
        for page in
            [Page::default(), samples::coverage().into(), samples::bulletin(), samples::empty().into()]
        {
            for format in Format::ALL {
                for lang in [Lang::En, Lang::Zh] {
                    let text = render(&page, format, &Look::plain(lang));
                    assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format:?} {text:?}");
                    assert!(text.lines().all(|l| l.trim_end() == l), "trailing blanks: {format:?} {text}");
                }
            }
        }
    }
}
