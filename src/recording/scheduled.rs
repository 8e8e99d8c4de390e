//! What a schedule asks for, understood: which report or notice, in which form, at which path for a slot. The paths stand in
//! a tracked file, so they stay below `reports/`, whose bytes are never mixed in a merge.

use crate::arithmetic::slots::{Slot, Times};
use crate::error::{Error, Result, did_you_mean};
use crate::model::{Moment, near};
use crate::notices::Form;
use crate::output::Format;
use crate::registers::Community;
use crate::registers::community::Schedule;
use crate::reports::{REPORTS, Report, by_name};
use crate::said;
use crate::words::{Said, any_of};

/// What is made.
#[derive(Clone, Copy)]
pub enum What<'c> {
    /// A report in a format.
    Report(&'static Report, Format),
    /// A notice by its template, in a form.
    Notice(&'c str, Form),
}

/// A schedule that can be run.
#[derive(Clone, Copy)]
pub struct Task<'c> {
    /// As `community.toml` has it.
    pub schedule: &'c Schedule,
    /// When it is due.
    pub times: Times,
    /// What it makes.
    pub what: What<'c>,
}

/// Where scheduled output lies.
const FOLDER: &str = "reports/";
/// The ends of a report's file, and the formats they mean.
const ENDS: [(&str, Format); 5] = [
    ("html", Format::Html),
    ("md", Format::Markdown),
    ("csv", Format::Csv),
    ("json", Format::Json),
    ("txt", Format::Table),
];
/// What may stand in a path, and what it becomes.
const MARKS: [&str; 4] = ["date", "time", "slot", "week"];

/// When a schedule of a community is due.
pub fn times(community: &Community, schedule: &Schedule) -> Times {
    Times { at: schedule.at, weekday: schedule.weekday, zone: community.timezone }
}

/// The schedules of a community, each understood or with what is wrong in it.
pub fn tasks(community: &Community) -> Vec<Result<Task<'_>>> {
    let all = &community.schedules;
    let one = |(at, schedule)| {
        let fault = |error: Error| named(schedule, error);
        let task = task(community, schedule).map_err(fault)?;
        let earlier = &all[..at];
        if earlier.iter().any(|other| other.name == schedule.name) {
            return Err(fault(Error::usage(said!("two schedules have this name", "有两个同名的定时任务"))));
        }
        if let Some(other) = earlier.iter().find(|other| other.write == schedule.write) {
            let (path, other) = (&schedule.write, &other.name);
            return Err(fault(Error::usage(said!(
                "{other} writes {path} too, and one would overwrite the other",
                "{other} 也写入 {path}，会互相覆盖"
            ))));
        }
        Ok(task)
    };
    all.iter().enumerate().map(one).collect()
}

/// The same error, naming the schedule.
fn named(schedule: &Schedule, error: Error) -> Error {
    let Error::Usage { message, hint } = error else { return error };
    let name = &schedule.name;
    let message =
        said!("ledgers/community.toml, schedule {name}: ", "ledgers/community.toml 定时任务 {name}：")
            .then(&message);
    Error::Usage { message, hint }
}

fn task<'c>(community: &Community, schedule: &'c Schedule) -> Result<Task<'c>> {
    let name = &schedule.name;
    if name.trim().is_empty() || name.trim() != name || name.chars().any(char::is_control) {
        return Err(Error::usage(said!("a schedule needs a name of one line", "定时任务须有一行的名字")));
    }
    check_path(&schedule.write)?;
    let what = match (&schedule.report, &schedule.notice) {
        (Some(report), None) => What::Report(report_of(report)?, format_of(&schedule.write)?),
        (None, Some(template)) => What::Notice(template, Form::asked(None, Some(&schedule.write))?),
        _ => {
            return Err(Error::usage(said!(
                "neither a report nor a notice, or both",
                "未写明报表或通知，或两者都写了"
            ))
            .hint(said!(
                "either report = \"daily\" or notice = \"bulletin\"",
                "写 report = \"daily\" 或 notice = \"bulletin\" 之一"
            )));
        }
    };
    Ok(Task { schedule, times: times(community, schedule), what })
}

fn report_of(name: &str) -> Result<&'static Report> {
    by_name(name).ok_or_else(|| {
        let names: Vec<&str> = REPORTS.iter().map(|r| r.name).collect();
        let all = any_of(&names);
        Error::usage(said!("there is no report `{name}`", "没有报表“{name}”"))
            .hint(did_you_mean(&near(name, names.iter().copied())).unwrap_or(all))
    })
}

fn format_of(path: &str) -> Result<Format> {
    let end = path.rsplit_once('.').map_or("", |(_, end)| end);
    ENDS.iter().find(|(known, _)| *known == end).map(|(_, format)| *format).ok_or_else(|| {
        let all = any_of(&ENDS.map(|(end, _)| format!(".{end}")));
        Error::usage(said!(
            "write = \"{path}\" does not say in which format",
            "write = \"{path}\" 看不出格式"
        ))
        .hint(said!("end it in {e}", "文件名请以 {e} 结尾", e = (all.en, all.zh)))
    })
}

/// Refuses a path that leaves `reports/`, or whose marks are not known.
fn check_path(path: &str) -> Result<()> {
    let bad = |why: Said| {
        Err(Error::usage(said!("write = \"{path}\": ", "写入位置 write = \"{path}\"：").then(&why))
            .hint(said!("such as reports/{{date}}.html", "例如 reports/{{date}}.html")))
    };
    let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']);
    if !path.starts_with(FOLDER) || path.chars().any(char::is_control) || !path.split('/').all(plain) {
        return bad(said!("scheduled output lies below reports/", "定时产生的文件必须放在 reports/ 之下"));
    }
    if path.starts_with("reports/notices/") {
        return bad(said!(
            "reports/notices/ is for notices that are issued",
            "reports/notices/ 只放已发布的通知"
        ));
    }
    let mut rest = path;
    while let Some((_, from)) = rest.split_once('{') {
        let Some((mark, after)) = from.split_once('}').filter(|(mark, _)| MARKS.contains(mark)) else {
            let all = any_of(&MARKS.map(|mark| format!("{{{mark}}}")));
            return bad(said!("only {m} stand for something", "只能用 {m}", m = (all.en, all.zh)));
        };
        let _ = mark;
        rest = after;
    }
    Ok(())
}

impl Task<'_> {
    /// Where a slot is written.
    pub fn path(&self, slot: Slot) -> String {
        let date = slot.day.date();
        let time = self.times.at;
        let time = format!("{:02}{:02}", time.minutes() / 60, time.minutes() % 60);
        self.schedule
            .write
            .replace("{date}", &slot.day.to_string())
            .replace("{time}", &time)
            .replace("{slot}", &slot.at.datetime().format("%Y-%m-%dT%H%M").to_string())
            .replace("{week}", &date.format("%G-W%V").to_string())
    }

    /// The minute of the hour at which it is due.
    pub fn minute(&self) -> u16 {
        Moment::minutes(self.times.at) % 60
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stamp;

    fn community(schedules: &str) -> Community {
        let text = format!("[community]\nname = \"银河湾\"\n{schedules}");
        Community::parse(&text).0.unwrap()
    }

    fn schedule(write: &str) -> String {
        format!(
            "[[schedule]]\nname = \"bulletin\"\nreport = \"daily\"\nat = \"20:00\"\nwrite = \"{write}\"\n"
        )
    }

    fn refused(schedules: &str) -> String {
        let community = community(schedules);
        let wrong: Vec<String> =
            tasks(&community).into_iter().filter_map(|t| t.err()).map(|e| e.to_string()).collect();
        wrong.join("; ")
    }

    #[test]
    fn the_path_of_a_slot_names_its_day_time_and_week() {
        let community = community(&schedule("reports/{week}/{date}-{time}-{slot}.html"));
        let task = tasks(&community).remove(0).unwrap();
        let slot = task.times.latest(Stamp::parse("2022-08-16T20:00:00+08:00").unwrap()).unwrap();
        assert_eq!(task.path(slot), "reports/2022-W33/2022-08-16-2000-2022-08-16T2000.html");
    }

    #[test]
    fn a_path_stays_below_reports() {
        for bad in [
            "",
            "bulletin.html",
            "/etc/passwd.html",
            "reports/../ledgers/x.csv",
            "reports/.git/x.html",
            "private/x.html",
            "reports//x.html",
            "reports/notices/x.html",
            "reports/{day}.html",
            "reports/{date.html",
            "reports/x.pdf",
            "reports/x",
        ] {
            assert_ne!(refused(&schedule(bad)), "", "{bad}");
        }
        assert_eq!(refused(&schedule("reports/a b/{date}.html")), "");
    }

    #[test]
    fn two_of_one_name_or_path_and_what_makes_nothing_are_refused() {
        let one = schedule("reports/{date}.html");
        assert!(refused(&format!("{one}{one}")).contains("two schedules"));
        let other = one.replace("bulletin", "other");
        assert!(refused(&format!("{one}{other}")).contains("bulletin writes"));
        assert!(refused(&one.replace("report = \"daily\"", "")).contains("neither"));
        assert!(refused(&one.replace("daily", "dialy")).contains("no report `dialy`"));
    }
}
