//! How it stands with schedules in this clone, for `status` and `doctor`.

use super::Desk;
use super::desk::Files;
use crate::arithmetic::slots::Slot;
use crate::error::Result;
use crate::model::Stamp;
use crate::recording::scheduled::tasks;
use crate::said;
use crate::store::{Heartbeat, Store};
use crate::words::Said;

/// A slot that should be there may be so many seconds late before it is missed.
const GRACE: i64 = 3600;

/// How it stands.
pub struct Standing {
    /// How many schedules there are.
    pub schedules: usize,
    /// When this clone last looked; `None` if it never did.
    pub heartbeat: Option<Heartbeat>,
    /// By schedule: its last slot and whether it is done.
    pub last: Vec<(String, Slot, bool)>,
    /// The slots that failed, and why.
    pub failed: Vec<String>,
    /// What is wrong in the schedules themselves.
    pub wrong: usize,
}

/// Looks at the schedules of this desk's community.
///
/// # Errors
/// Git's history cannot be read.
pub fn standing(store: &Store, files: &Files, desk: &Desk) -> Result<Standing> {
    let now = desk.stamp(&files.registers);
    let met = store.schedules_met();
    let all = tasks(&files.registers.community);
    let history = if all.is_empty() { Default::default() } else { store.slots_done()? };
    let mut standing = Standing {
        schedules: all.len(),
        heartbeat: store.heartbeat(),
        last: Vec::new(),
        failed: met.failed.iter().map(|((name, slot), why)| format!("{name} {slot}: {why}")).collect(),
        wrong: all.iter().filter(|task| task.is_err()).count(),
    };
    for task in all.iter().flatten() {
        if let Some((slot, done)) = super::run::last_slot(task, &met, &history, now) {
            standing.last.push((task.schedule.name.clone(), slot, done));
        }
    }
    Ok(standing)
}

impl Standing {
    /// The slots that should have been made by now and are not.
    pub fn missed(&self, now: Stamp) -> Vec<String> {
        let late = |slot: &Slot| slot.at.seconds() + GRACE < now.seconds();
        let missed = self.last.iter().filter(|(_, slot, done)| !done && late(slot));
        missed.map(|(name, slot, _)| format!("{name} {}", slot.shown())).collect()
    }

    /// One line for `status`; nothing where there are no schedules.
    pub fn line(&self) -> Option<Said> {
        if self.schedules == 0 {
            return None;
        }
        let Some(beat) = &self.heartbeat else {
            return Some(said!(
                "schedules: linli run was never run in this clone (linli schedule install)",
                "定时任务：本克隆从未执行过 linli run（linli schedule install 可安装）"
            ));
        };
        let list: Vec<String> = self
            .last
            .iter()
            .map(|(name, slot, done)| format!("{name} {}{}", slot.shown(), if *done { " ✓" } else { " …" }))
            .collect();
        let run = beat.run.get(..16).unwrap_or(&beat.run).replace('T', " ");
        let said = said!("schedules: last run {run}", "定时任务：上次执行 {run}");
        Some(match list.is_empty() {
            true => said,
            false => said.then(&said!("; {l}", "；{l}", l = (list.join(", "), list.join("、")))),
        })
    }
}
