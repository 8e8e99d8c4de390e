//! `linli run`: does every schedule that is due, once. With nothing due it reads two small files and ends.

mod deliver;
mod due;
mod failed;
mod make;

use super::Desk;
use super::operation::take_lock;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, value};
use crate::arithmetic::slots::read_slot;
use crate::error::{Error, Result};
use crate::model::{Severity, Stamp};
use crate::recording::scheduled::{Task, tasks};
use crate::registers::Community;
use crate::said;
use crate::store::{COMMUNITY_FILE, Done, Met, Parcel, Store};
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};
use due::Due;
pub use due::{first_due, last_slot};

/// The verb.
pub const VERB: Verb = Verb {
    name: "run",
    about: words(
        "do every schedule that is due, once; late ones late",
        "执行到点的定时任务，每次一遍；错过的补做",
    ),
    long: words(
        "Silent unless something is wrong: then exit code 1, and the next run tries again. What is done is told by the commits \
         themselves, so several clones may run it.\n\
         Example: linli schedule install --systemd has it run by itself; linli schedule list shows when",
        "没有问题时不输出任何内容；有问题时退出码为 1，下次再试。做没做过由提交本身说明，多个克隆都可以执行。\n示例：linli schedule install --systemd 让它自动执行；linli schedule list 查看时间",
    ),
    heading: Heading::Automate,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let wanted = ["by", "wait"];
    recording_args(lang).into_iter().filter(|arg| wanted.contains(&arg.get_id().as_str())).collect()
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let root = desk.root()?;
    let bytes = std::fs::read(root.join(COMMUNITY_FILE)).unwrap_or_default();
    let (community, faults) = Community::parse(&String::from_utf8_lossy(&bytes));
    let Some(community) = community else {
        // Says what is wrong, with its line.
        desk.files(|_| false)?;
        return Err(Error::refused(said!("{COMMUNITY_FILE} cannot be read", "{COMMUNITY_FILE} 无法读取")));
    };
    if let Some(lang) = community.language.filter(|_| !desk.lang_chosen) {
        (desk.ui.lang, desk.ui.look.lang) = (lang, lang);
    }
    let mut well = true;
    if faults.iter().any(|fault| fault.severity == Severity::Error && fault.field == Some("at")) {
        let mut findings = desk.files(|_| false)?.findings;
        findings.retain(|finding| finding.field == Some("at"));
        desk.ui.findings(&findings);
        well = false;
    }
    let mut fit = Vec::new();
    for task in tasks(&community) {
        match task {
            Ok(task) => fit.push(task),
            Err(error) => {
                desk.ui.error(&error);
                well = false;
            }
        }
    }
    let store = Store::open(&root)?;
    let now = due::stamp(desk, &community);
    if due::is_any(&fit, &store.schedules_met(), now) {
        well &= do_slots(&fit, &community, &store, matches, desk)?;
    }
    if store.parcels().iter().any(|parcel| parcel.trying || parcel.next <= now.seconds()) {
        well &= deliver::deliver(&store, desk, now)?;
    }
    store.beat(&now.to_string(), well);
    Ok(if well { Exit::Done } else { Exit::Found })
}

/// Does the slots that are due, under the writers' lock; true if all went well.
fn do_slots(
    tasks: &[Task],
    community: &Community,
    store: &Store,
    matches: &ArgMatches,
    desk: &mut Desk,
) -> Result<bool> {
    let lock = take_lock(desk, matches, store)?;
    let (before, history) = (store.schedules_met(), store.slots_done()?);
    let (now, mut met, mut well) = (due::stamp(desk, community), before.clone(), true);
    let slots = due::settle(tasks, &mut met, &history, store, now, desk);
    for task in tasks {
        let name = &task.schedule.name;
        if store.delivery_command(name).is_none() {
            met.handing.remove(name);
        } else if !met.handing.contains_key(name) {
            // What is due at this moment is handed over, and nothing older.
            let first = slots.iter().find(|due| due.task.schedule.name == *name).map(|due| due.slot.at);
            met.handing.insert(name.clone(), first.unwrap_or(now).seconds() - 1);
        }
    }
    if met != before {
        store.note_schedules(&met)?;
    }
    let by = desk.recorder(value(matches, "by"), Some(store)).unwrap_or_else(|_| "linli".to_owned());
    for due in slots {
        let path = due.task.path(due.slot);
        let done = match history.get(&due.key()) {
            Some(_) => Ok(true),
            None if overtaken(&due, &path, &met, &history, now) => {
                met.done.insert(due.key());
                store.note_schedules(&met)?;
                continue;
            }
            None => make::make(&due, community, &by, store, &lock, desk),
        };
        match done {
            Ok(whole) => {
                well &= whole;
                failed::clear(store, &path);
                met.failed.remove(&due.key());
                let handed = met.handing.get(&due.task.schedule.name);
                if handed.is_some_and(|since| due.slot.at.seconds() > *since) {
                    store.add_parcel(&Parcel::new(&due.task.schedule.name, &due.slot.name(), &path))?;
                }
                met.done.insert(due.key());
            }
            Err(error) => {
                well = false;
                let why = failed::tell(store, desk, &due, &path, &error);
                met.failed.insert(due.key(), why);
            }
        }
        store.note_schedules(&met)?;
    }
    Ok(well)
}

/// True if a later slot of the schedule wrote the same path already: older figures do not take the place of newer ones.
fn overtaken(due: &Due, path: &str, met: &Met, history: &Done, now: Stamp) -> bool {
    let name = &due.task.schedule.name;
    let later = |slot: &str| read_slot(slot).is_some_and(|at| at.seconds() > due.slot.at.seconds());
    let mut slots = due.task.times.between(due.slot.at, now).into_iter();
    history.iter().any(|((other, slot), at)| at == path && other == name && later(slot))
        || slots.any(|slot| met.done.contains(&(name.clone(), slot.name())) && due.task.path(slot) == path)
}
