//! Completion in the shell, with candidates from the data: `linli donate <TAB>`; `niu<TAB>` finds 牛奶.
//!
//! Switched on by `source <(linli completions bash)` (or zsh, fish, elvish, powershell).

use crate::books::{Books, read_registers};
use crate::checks::CHECKS;
use crate::commands::{codes_of, command};
use crate::ledgers::{LEDGERS, RoundKind, Step};
use crate::model::{PlaceId, sounds_like};
use crate::recording::count_words;
use crate::registers::{COMMUNITY, ITEMS, NameKind, ROUNDS, Registers, Service, VOLUNTEERS};
use crate::reports::{PICTURES, REPORTS};
use crate::store::Store;
use crate::store::text::Source;
use crate::words::Lang;
use clap::{Arg, Command};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Answers the shell if it asks for candidates, and then ends the process. Nothing may be printed before.
pub fn answer_the_shell(start: &Path, lang: Lang) {
    let start = start.to_owned();
    CompleteEnv::with_factory(move || with_candidates(command(lang), "", &start)).complete();
}

/// A command with candidates for its arguments; `above` is how it is typed up to it.
fn with_candidates(command: Command, above: &str, start: &Path) -> Command {
    command.mut_args(|arg| completed(arg, above, start)).mut_subcommands(|sub| {
        let typed = format!("{above} {}", sub.get_name());
        with_candidates(sub, typed.trim_start(), start)
    })
}

/// An argument that names a request, with those of which its step is possible, each with its place and need.
fn request_completed(arg: Arg, start: &Path, step: Option<Step>) -> Arg {
    let start = start.to_owned();
    arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = typed.to_string_lossy().to_uppercase();
        let offered = requests(&start, step).unwrap_or_default();
        let fitting = offered.into_iter().filter(|(code, _)| code.contains(&typed));
        fitting.map(|(code, what)| CompletionCandidate::new(code).help(Some(what.into()))).collect::<Vec<_>>()
    }))
}

fn requests(start: &Path, step: Option<Step>) -> Option<Vec<(String, String)>> {
    let root = Store::find_root(start).ok()?;
    let mut sources = Vec::new();
    let folder = std::fs::read_dir(root.join("ledgers/requests")).ok()?;
    for month in folder.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()) {
        let path = format!("ledgers/requests/{month}");
        if month.ends_with(".csv") && !month.starts_with('.') {
            sources.push(Source::new(path.clone(), std::fs::read(root.join(&path)).ok()?));
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Some(codes_of(&registers(start)?, &sources, step))
}

/// An argument with the names that it may be, told by what it is called everywhere, and for a word that several commands use for
/// things of their own by the command.
fn completed(arg: Arg, typed: &str, start: &Path) -> Arg {
    match arg.get_id().as_str() {
        "request-open" => return request_completed(arg, start, Some(Step::Cancelled)),
        "request-delivered" => return request_completed(arg, start, Some(Step::Confirmed)),
        "request-closed" => return request_completed(arg, start, Some(Step::Reopened)),
        "of" => return request_completed(arg, start, None),
        _ => {}
    }
    let source: fn(&Registers) -> Vec<String> = match arg.get_id().as_str() {
        "line" => |r| {
            let counts = count_words(r.community.language.unwrap_or_default()).into_iter();
            let items = r.names.list(NameKind::Item).iter();
            counts.map(|n| format!("{n}=")).chain(items.map(|n| format!("{n}="))).collect()
        },
        "goods" => |r| r.names.list(NameKind::Item).iter().map(|n| format!("{n}=")).collect(),
        "what" if typed == "missing" => |r| r.names.list(NameKind::Round).to_vec(),
        "what" => |r| {
            let items = r.names.list(NameKind::Item).iter().map(|n| format!("{n}="));
            places(r).into_iter().chain(items).collect()
        },
        "counts" => |r| places(r).iter().map(|p| format!("{p}=")).collect(),
        "place" => places,
        "item" => |r| r.names.list(NameKind::Item).to_vec(),
        "round" => |r| r.names.list(NameKind::Round).to_vec(),
        "store" | "to" => |r| r.names.list(NameKind::Store).to_vec(),
        "group" => |r| r.names.list(NameKind::Group).to_vec(),
        "skill" => |r| {
            let skills = r.services.iter().flat_map(Service::each_skill).map(str::to_owned);
            skills.collect::<BTreeSet<String>>().into_iter().collect()
        },
        "by" | "captain" | "volunteer" | "runner" => |r| r.names.list(NameKind::Volunteer).to_vec(),
        "ledger" => |_| LEDGERS.iter().map(|l| l.name.to_owned()).collect(),
        "name" => match typed {
            "report" | "why" | "city report" => |_| REPORTS.iter().map(|r| r.name.to_owned()).collect(),
            "chart" => |_| PICTURES.iter().map(|p| p.name.to_owned()).collect(),
            "item show" | "item edit" => |r| r.names.list(NameKind::Item).to_vec(),
            _ => return arg,
        },
        "template" | "show" | "eject" => {
            |_| crate::notices::built_in_names().into_iter().map(str::to_owned).collect()
        }
        "code" => match typed {
            "explain" => |_| CHECKS.iter().map(|c| c.code.to_owned()).collect(),
            "round show" | "round edit" | "round close" => |r| r.names.list(NameKind::Round).to_vec(),
            "store show" | "store edit" => |r| r.names.list(NameKind::Store).to_vec(),
            _ => return arg,
        },
        "only" => |_| CHECKS.iter().map(|c| c.code.to_owned()).collect(),
        "shell" => |_| Shells::builtins().names().map(str::to_owned).collect(),
        "notice" => |r| {
            let rollcalls = r.rounds.iter().filter(|round| round.kind == RoundKind::Rollcall);
            rollcalls.map(|round| round.code.clone()).collect()
        },
        _ => return arg,
    };
    let with_notices = arg.get_id() == "notice" || typed == "missing" && arg.get_id() == "what";
    let start: PathBuf = start.to_owned();
    arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = typed.to_string_lossy().into_owned();
        let mut names = registers(&start).map_or_else(Vec::new, |registers| source(&registers));
        if with_notices {
            names.extend(notices(&start));
        }
        fitting(&typed, names).into_iter().map(CompletionCandidate::new).collect::<Vec<_>>()
    }))
}

fn places(registers: &Registers) -> Vec<String> {
    let places = registers.names.places();
    places.within(PlaceId::WHOLE).skip(1).map(|p| places.code(p).to_owned()).collect()
}

/// The names that begin with what is typed, else those that sound like it.
fn fitting(typed: &str, names: Vec<String>) -> Vec<String> {
    let begins: Vec<String> = names.iter().filter(|n| n.starts_with(typed)).cloned().collect();
    match begins.is_empty() {
        true => names.into_iter().filter(|n| sounds_like(typed, n.trim_end_matches('='))).collect(),
        false => begins,
    }
}

/// The codes of the notices issued, the latest month last.
fn notices(start: &Path) -> Vec<String> {
    let Ok(root) = Store::find_root(start) else { return Vec::new() };
    let months = std::fs::read_dir(root.join("ledgers/notices")).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> =
        months.map(|m| m.path()).filter(|p| p.extension().is_some_and(|e| e == "csv")).collect();
    paths.sort();
    let mut sources: Vec<Source> = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        let bytes = std::fs::read(path).unwrap_or_default();
        sources.push(Source::new(format!("ledgers/notices/{at:06}.csv"), bytes));
    }
    let Some(registers) = registers(start) else { return Vec::new() };
    let books = Books::read(&registers, &sources, |ledger| ledger.name == "notices");
    let mut codes: Vec<String> =
        books.notices.effective().map(|row| row.body.notice.get().into_owned()).collect();
    codes.dedup();
    codes
}

fn registers(start: &Path) -> Option<Registers> {
    let root = Store::find_root(start).ok()?;
    let read = |path: &&str| std::fs::read(root.join(path)).ok().map(|bytes| Source::new(*path, bytes));
    let sources: Vec<Source> = [COMMUNITY, ITEMS, ROUNDS, VOLUNTEERS].iter().filter_map(read).collect();
    read_registers(&sources).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_finds_names_by_their_beginning_and_by_their_sound() {
        let names = || vec!["牛奶=".to_owned(), "大米=".to_owned()];
        assert_eq!(fitting("牛", names()), ["牛奶="]);
        assert_eq!(fitting("", names()).len(), 2);
        #[cfg(feature = "prompts")]
        assert_eq!(fitting("niu", names()), ["牛奶="]);
        assert!(fitting("xyz", names()).is_empty());
    }
}
