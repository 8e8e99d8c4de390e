//! Which slots are due in this clone: those of each schedule since it counts, without what the history or this clone knows
//! as done.

use crate::arithmetic::slots::{self, MADE_UP_FOR, Slot, just_before, made_up_from, open_slots, read_slot};
use crate::commands::Desk;
use crate::model::Stamp;
use crate::recording::scheduled::{Task, times};
use crate::registers::Community;
use crate::said;
use crate::store::{COMMUNITY_FILE, Done, Key, Met, Store};
use crate::words::count_of;

/// A slot that is due.
pub struct Due<'t> {
    /// Its schedule.
    pub task: &'t Task<'t>,
    /// Which one.
    pub slot: Slot,
}

impl Due<'_> {
    /// The names of both.
    pub fn key(&self) -> Key {
        (self.task.schedule.name.clone(), self.slot.name())
    }
}

/// The present moment in the community's time zone.
pub fn stamp(desk: &Desk, community: &Community) -> Stamp {
    Stamp::from_datetime(desk.now.with_timezone(&community.timezone).fixed_offset())
}

/// True if something may be due, as far as this clone's own note tells.
pub fn is_any(tasks: &[Task], met: &Met, now: Stamp) -> bool {
    tasks.iter().any(|task| match met.since.get(&task.schedule.name) {
        Some((times, since)) if *times == task.times.text() => {
            let mut slots = open_slots(task.times, moment(*since), now).into_iter();
            slots.any(|slot| !met.done.contains(&(task.schedule.name.clone(), slot.name())))
        }
        _ => true,
    })
}

fn moment(seconds: i64) -> Stamp {
    let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    Stamp::from_datetime(at.fixed_offset())
}

/// Notes from when on each schedule counts, forgets what is long past, tells what is too old, and lists what is due by its
/// moment.
pub fn settle<'t>(
    tasks: &'t [Task<'t>],
    met: &mut Met,
    history: &Done,
    store: &Store,
    now: Stamp,
    desk: &mut Desk,
) -> Vec<Due<'t>> {
    let mut due = Vec::new();
    for task in tasks {
        let name = &task.schedule.name;
        let text = task.times.text();
        let since = since(task, met, history, store, now);
        met.since.insert(name.clone(), (text, since.seconds()));
        let open = |slot: &Slot| {
            let key = (name.clone(), slot.name());
            !met.done.contains(&key)
        };
        let slots: Vec<Slot> = open_slots(task.times, since, now).into_iter().filter(open).collect();
        tell_old(task, met, history, since, now, desk);
        due.extend(slots.into_iter().map(|slot| Due { task, slot }));
    }
    due.sort_by_key(|due| due.slot.at.seconds());
    let kept = made_up_from(made_up_from(now)).seconds();
    met.done.retain(|(_, slot)| read_slot(slot).is_some_and(|at| at.seconds() > kept));
    met.failed.retain(|(name, slot), _| {
        due.iter().any(|due| due.task.schedule.name == *name && due.slot.name() == *slot)
    });
    due
}

/// From when on the slots of a schedule count here.
fn since(task: &Task, met: &Met, history: &Done, store: &Store, now: Stamp) -> Stamp {
    match met.since.get(&task.schedule.name) {
        Some((times, since)) if *times == task.times.text() => moment(*since),
        _ => counts_from(task, history, store, now),
    }
}

/// The earliest slot of a schedule that is due and that nobody has done.
pub fn first_due(task: &Task, met: &Met, history: &Done, store: &Store, now: Stamp) -> Option<Slot> {
    let since = since(task, met, history, store, now);
    open_slots(task.times, since, now).into_iter().find(|slot| {
        let key = (task.schedule.name.clone(), slot.name());
        !met.done.contains(&key) && !history.contains_key(&key)
    })
}

/// From when on the slots of a schedule count that this clone has not met, or with other times. What the history shows as
/// done began it; else it begins with its last slot since it was written. Nothing before is made up for.
fn counts_from(task: &Task, history: &Done, store: &Store, now: Stamp) -> Stamp {
    let same = |bytes: &[u8]| {
        let community = Community::parse(&String::from_utf8_lossy(bytes)).0;
        community.is_some_and(|community| {
            let mut all = community.schedules.iter();
            all.any(|other| other.name == task.schedule.name && times(&community, other) == task.times)
        })
    };
    let Some(written) = store.since_when(COMMUNITY_FILE, same) else { return now };
    let is_one = |at: &Stamp| !task.times.between(just_before(*at), *at).is_empty();
    let done = history.keys().filter(|(name, _)| *name == task.schedule.name);
    let first = done.filter_map(|(_, slot)| read_slot(slot)).filter(|at| at.seconds() >= written);
    match first.filter(is_one).min_by_key(|at| at.seconds()) {
        Some(first) => just_before(first),
        None => match task.times.latest(now) {
            Some(last) if last.at.seconds() >= written => just_before(last.at),
            _ => now,
        },
    }
}

/// Tells once how many slots are too old to be made up for.
fn tell_old(task: &Task, met: &mut Met, history: &Done, since: Stamp, now: Stamp, desk: &mut Desk) {
    let name = &task.schedule.name;
    let told = met.told.get(name).map_or(since.seconds(), |told| since.seconds().max(*told));
    let until = made_up_from(now);
    let unmade = |slot: &Slot| {
        let key = (name.clone(), slot.name());
        !met.done.contains(&key) && !history.contains_key(&key)
    };
    let old: Vec<Slot> = match told < until.seconds() {
        true => task.times.between(moment(told), until).into_iter().filter(unmade).collect(),
        false => Vec::new(),
    };
    if let (Some(first), Some(last)) = (old.first(), old.last()) {
        let n = count_of(old.len(), "slot", "slots", "次");
        desk.ui.warn(&said!(
            "{name}: {n} ({first} … {last}) are more than {MADE_UP_FOR} days old and not made up for; linli report --as-of DAY makes one by hand",
            "{name}：{n}（{first} … {last}）已超过 {MADE_UP_FOR} 天，不再补做；可用 linli report --as-of 日期 手工生成",
            n = (n.en, n.zh),
            first = (first.shown(), first.shown()),
            last = (last.shown(), last.shown())
        ));
        met.told.insert(name.clone(), until.seconds());
    }
}

/// The last slot of a schedule up to now, and whether it is done; `None` if there was none since it counts.
pub fn last_slot(task: &Task, met: &Met, history: &Done, now: Stamp) -> Option<(Slot, bool)> {
    let (_, since) = met.since.get(&task.schedule.name)?;
    let slot = slots::open_slots(task.times, moment(*since), now).pop()?;
    let key = (task.schedule.name.clone(), slot.name());
    Some((slot, met.done.contains(&key) || history.contains_key(&key)))
}
