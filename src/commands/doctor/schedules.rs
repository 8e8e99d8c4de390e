//! Schedules: whether what should have been made by now is there, and whether anything still looks.

use super::{Line, Matter, Patient, Verdict};
use crate::commands::heartbeat::standing;
use crate::error::Result;
use crate::said;
use crate::words::words;

/// The matter.
pub const MATTER: Matter =
    Matter { code: "schedules", title: words("schedules", "定时任务"), look, mend: None };

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let (Some(store), Some(files)) = (&patient.store, &patient.files) else { return Ok(Vec::new()) };
    let standing = standing(store, files, patient.desk)?;
    let install =
        said!("linli schedule install --systemd, or --cron", "linli schedule install --systemd，或 --cron");
    if standing.schedules == 0 {
        return Ok(vec![Line::new(Verdict::NotUsed, said!("no schedule is written down", "没有定时任务"))]);
    }
    let mut lines = Vec::new();
    if standing.wrong > 0 {
        let n = standing.wrong;
        let found = said!("{n} of the schedules cannot be run", "有 {n} 个定时任务无法执行");
        lines.push(
            Line::new(Verdict::Problem, found).remedy(said!("linli run says why", "linli run 会说明原因")),
        );
    }
    for failed in &standing.failed {
        let line = Line::new(Verdict::Problem, said!("not made: {failed}", "未能生成：{failed}"));
        lines.push(line.remedy(said!("linli check, then linli run", "linli check，然后 linli run")));
    }
    let Some(beat) = &standing.heartbeat else {
        let found = said!("linli run was never run in this clone", "本克隆从未执行过 linli run");
        lines.push(Line::new(Verdict::NotUsed, found).remedy(install));
        return Ok(lines);
    };
    let missed = if standing.failed.is_empty() { standing.missed(patient.now) } else { Vec::new() };
    if !missed.is_empty() {
        let run = &beat.run;
        let found = said!(
            "not made though its time has passed: {l}; last run {run}",
            "已到时间而未生成：{l}；上次执行 {run}",
            l = (missed.join(", "), missed.join("、"))
        );
        lines.push(
            Line::new(Verdict::Warning, found)
                .remedy(said!("linli run now; ", "先执行 linli run；").then(&install)),
        );
    }
    if lines.is_empty() {
        let run = &beat.run;
        lines.push(Line::new(Verdict::Good, said!("last run {run}", "上次执行 {run}")));
    }
    Ok(lines)
}
