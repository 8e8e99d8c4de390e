//! `linli schedule list`: every schedule, when it was last made and when it is due next.

use super::fit;
use crate::arithmetic::slots::read_slot;
use crate::commands::Desk;
use crate::commands::printing::{print, printing_args};
use crate::commands::run::first_due;
use crate::commands::verb::{Exit, Heading, Verb};
use crate::error::Result;
use crate::model::{Cell, Rows, Stamp, text};
use crate::recording::scheduled::What;
use crate::words::{Lang, words};
use chrono::Duration;
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "list",
    about: words("list schedules: last made, next due, delivered to", "列出定时任务：上次、下次、交给谁"),
    long: words("", ""),
    heading: Heading::Automate,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    printing_args(lang)
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let files = desk.files(|_| false)?;
    let tasks = fit(&files.registers.community, desk);
    let store = desk.store()?;
    let (met, history, now) = (store.schedules_met(), store.slots_done()?, desk.stamp(&files.registers));
    let mut rows = Rows {
        name: "schedules",
        title: words("Schedules", "定时任务").into(),
        columns: vec![
            text("schedule", "Schedule", "任务"),
            text("makes", "Makes", "内容"),
            text("at", "At", "时间"),
            text("write", "Writes", "写入"),
            text("last", "Last made", "上次"),
            text("next", "Next due", "下次"),
            text("failed", "Failed", "失败原因"),
            text("deliver", "Handed to", "交给"),
        ],
        ..Rows::default()
    };
    for task in &tasks {
        let name = &task.schedule.name;
        let made = met.done.iter().chain(history.keys()).filter(|(other, _)| other == name);
        let last = made.filter_map(|(_, slot)| read_slot(slot)).max_by_key(|at| at.seconds());
        let next = task.times.between(now, Stamp::from_datetime(now.datetime() + Duration::days(9)));
        let next = first_due(task, &met, &history, &store, now).or(next.into_iter().next());
        let why: Vec<&str> =
            met.failed.iter().filter(|((other, _), _)| other == name).map(|(_, why)| why.as_str()).collect();
        let what = match task.what {
            What::Report(report, _) => report.name,
            What::Notice(template, _) => template,
        };
        let or_absent = |text: &str| if text.is_empty() { Cell::Absent } else { Cell::text(text) };
        rows.rows.push(vec![
            Cell::text(name),
            Cell::text(what),
            Cell::text(task.times.text()),
            Cell::text(&task.schedule.write),
            last.map_or(Cell::Absent, |at| Cell::text(at.datetime().format("%Y-%m-%d %H:%M").to_string())),
            next.map_or(Cell::Absent, |slot| Cell::text(slot.shown())),
            or_absent(why.first().copied().unwrap_or_default()),
            or_absent(&store.delivery_command(name).unwrap_or_default()),
        ]);
    }
    print(&rows.into(), matches, desk)?;
    Ok(Exit::Done)
}
