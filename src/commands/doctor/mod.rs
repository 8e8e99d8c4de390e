//! `linli doctor`: is everything in place? A matter a file; to add one, write its file and add one line to [`MATTERS`].

mod author;
mod clock;
mod drivers;
#[cfg(feature = "png")]
mod fonts;
pub mod history;
mod hook;
mod hub;
mod leftovers;
mod objects;
mod private;
mod repository;
mod residents;
mod schedules;

use super::Desk;
use super::desk::Files;
use super::printing::{print, printing_args};
use super::verb::{Exit, Heading, Verb, given, switch};
use crate::error::{Error, Result};
use crate::model::{Cell, Rows, Stamp, text};
use crate::store::Store;
use crate::words::{Lang, Said, Words, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "doctor",
    about: words(
        "is everything in place: git, author, hook, drivers, private files, clock, fonts; personal numbers in the history",
        "环境是否就绪：git、登记人、钩子、驱动、私密文件、时钟、字体；历史记录里的个人号码",
    ),
    long: words(
        "Exit code 1 when it finds something. It changes nothing without --fix.",
        "发现问题时退出码为 1。不加 --fix 不作任何改动。",
    ),
    heading: Heading::Trust,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let fix = words(
        "put right what can be: the hook, the drivers, .gitignore, permissions, what a crash left",
        "修好能修的：钩子、驱动、.gitignore、权限、中断的残留",
    );
    let mut args = vec![switch("fix", fix, lang)];
    args.extend(printing_args(lang));
    args
}

/// How it stands with a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// In place.
    Good,
    /// A person should look at it.
    Warning,
    /// Not in place.
    Problem,
    /// Nothing here needs it.
    NotUsed,
}

impl Verdict {
    fn cell(self) -> Cell {
        let (code, words) = match self {
            Verdict::Good => ("ok", words("ok", "正常")),
            Verdict::Warning => ("warning", words("warning", "注意")),
            Verdict::Problem => ("problem", words("problem", "问题")),
            Verdict::NotUsed => ("not-used", words("not used", "未使用")),
        };
        Cell::Code(code, words)
    }
}

/// One line of the answer.
pub struct Line {
    /// How it stands.
    pub verdict: Verdict,
    /// What was found.
    pub found: Said,
    /// What to type; may be empty.
    pub remedy: Said,
}

impl Line {
    /// A line without a remedy.
    pub fn new(verdict: Verdict, found: Said) -> Line {
        Line { verdict, found, remedy: Said::default() }
    }

    /// The same with what to type.
    pub fn remedy(mut self, remedy: Said) -> Line {
        self.remedy = remedy;
        self
    }

    /// A problem that an error tells of, with its hint.
    pub fn of(error: &Error) -> Line {
        let ((en, en_hint), (zh, zh_hint)) = (error.say(Lang::En), error.say(Lang::Zh));
        let remedy = Said { en: en_hint.unwrap_or_default(), zh: zh_hint.unwrap_or_default() };
        Line::new(Verdict::Problem, Said { en, zh }).remedy(remedy)
    }
}

/// What is looked at.
pub struct Patient<'d> {
    /// The repository; `None` where there is none that can be used.
    pub store: Option<Store>,
    /// Why there is none.
    pub no_store: Option<Line>,
    /// The files, unless the registers cannot be read.
    pub files: Option<Files>,
    /// The present moment, in the community's time zone where that is known.
    pub now: Stamp,
    /// The desk.
    pub desk: &'d mut Desk,
}

impl Patient<'_> {
    /// The community's public phones.
    pub fn exempt(&self) -> Vec<String> {
        self.files.as_ref().map(|f| f.registers.community.public_phones.clone()).unwrap_or_default()
    }
}

/// Puts a matter right, and says what it did.
pub type Mend = fn(&mut Patient) -> Result<Vec<Said>>;

/// A matter: what it is called, how to look at it, and how to put it right if that can be done.
pub struct Matter {
    /// Its code in JSON and CSV.
    pub code: &'static str,
    /// Its name for people.
    pub title: Words,
    /// Looks at it: one line, or one for each thing found. Nothing where the repository is missing that it needs.
    pub look: fn(&mut Patient) -> Result<Vec<Line>>,
    /// Puts it right, and says what it did.
    pub mend: Option<Mend>,
}

/// Every matter, in the order of the answer.
pub static MATTERS: &[Matter] = &[
    repository::MATTER,
    author::MATTER,
    hook::MATTER,
    drivers::MATTER,
    hub::MATTER,
    private::IGNORED,
    private::TRACKED,
    private::PERMISSIONS,
    clock::MATTER,
    #[cfg(feature = "png")]
    fonts::MATTER,
    schedules::MATTER,
    leftovers::MATTER,
    objects::MATTER,
    history::MATTER,
    residents::MATTER,
];

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let page = examined(desk, given(matches, "fix"))?;
    let found = page.rows.iter().any(|row| matches!(&row[1], Cell::Code("warning" | "problem", _)));
    print(&page.into(), matches, desk)?;
    Ok(if found { Exit::Found } else { Exit::Done })
}

/// Looks at the community of this desk.
///
/// # Errors
/// There is no community.
pub fn patient(desk: &mut Desk) -> Result<Patient<'_>> {
    desk.root()?;
    let files = match desk.files(|_| true) {
        Err(Error::Findings(_)) => None,
        other => Some(other?),
    };
    let now = files.as_ref().map_or_else(|| Stamp::from_datetime(desk.now), |f| desk.stamp(&f.registers));
    let (store, no_store) = match desk.store() {
        Ok(store) => (Some(store), None),
        Err(error) => (None, Some(Line::of(&error))),
    };
    Ok(Patient { store, no_store, files, now, desk })
}

fn examined(desk: &mut Desk, fix: bool) -> Result<Rows> {
    let mut patient = patient(desk)?;
    let mut page = Rows {
        name: "doctor",
        title: words("Is everything in place?", "环境检查").into(),
        columns: vec![
            text("matter", "Matter", "事项"),
            text("verdict", "Verdict", "结论"),
            text("found", "Found", "情况"),
            text("remedy", "Remedy", "处理办法"),
        ],
        ..Rows::default()
    };
    for matter in MATTERS {
        let mut lines = seen(matter, &mut patient);
        let is_well = |line: &Line| matches!(line.verdict, Verdict::Good | Verdict::NotUsed);
        if fix
            && !lines.iter().all(is_well)
            && let Some(mend) = matter.mend
        {
            match mend(&mut patient) {
                Ok(said) => said.iter().for_each(|said| patient.desk.ui.did(said)),
                Err(error) => patient.desk.ui.error(&error),
            }
            lines = seen(matter, &mut patient);
        }
        for line in lines {
            let said = |said: Said| if said.is_empty() { Cell::Absent } else { Cell::Said(said) };
            page.rows.push(vec![
                Cell::Code(matter.code, matter.title),
                line.verdict.cell(),
                said(line.found),
                said(line.remedy),
            ]);
        }
    }
    page.below = history::advice(&page);
    Ok(page)
}

fn seen(matter: &Matter, patient: &mut Patient) -> Vec<Line> {
    (matter.look)(patient).unwrap_or_else(|error| vec![Line::of(&error)])
}
