//! The texts that start `linli run` by themselves: a line of the crontab, a service and a timer of systemd, a workflow of
//! GitHub. Paths are absolute and the language is written down, so that they work under an empty environment.

use crate::arithmetic::slots::Times;
use crate::recording::scheduled::Task;
use crate::words::Lang;
use chrono::{Datelike, TimeZone, Timelike};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What is to be started.
pub struct Unit {
    /// The program.
    pub program: PathBuf,
    /// The community's folder.
    pub root: PathBuf,
    /// The language of what it says.
    pub lang: Lang,
}

/// Quoted for `sh`.
fn for_sh(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Quoted for a line of systemd.
fn for_systemd(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    format!("\"{text}\"")
}

/// True if a look every five minutes meets every schedule at its minute.
fn by_fives(tasks: &[Task]) -> bool {
    tasks.iter().all(|task| task.minute().is_multiple_of(5))
}

impl Unit {
    /// `linli-` and eight digits of the folder's digest: one for each folder, however it is called.
    pub fn name(&self) -> String {
        let digest = Sha256::digest(self.root.to_string_lossy().as_bytes());
        let digits: String = digest[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        format!("linli-{digits}")
    }

    /// The marked block of a crontab.
    pub fn cron(&self, tasks: &[Task]) -> String {
        let (name, lang) = (self.name(), self.lang.code());
        let when = if by_fives(tasks) { "*/5 * * * *" } else { "* * * * *" };
        let (program, root) = (for_sh(&self.program.to_string_lossy()), for_sh(&self.root.to_string_lossy()));
        // In a crontab a percent sign is the end of the line.
        let command = format!("LINLI_LANG={lang} {program} -C {root} run").replace('%', "\\%");
        format!("# {name} begin: linli schedule install --cron\n{when} {command}\n# {name} end\n")
    }

    /// A crontab with this block in the place of the one of the same name, or without it.
    pub fn in_crontab(&self, crontab: &str, block: &str) -> String {
        let (begin, end) = (format!("# {} begin", self.name()), format!("# {} end", self.name()));
        let (mut text, mut inside) = (String::new(), false);
        for line in crontab.lines() {
            inside |= line.starts_with(&begin);
            if !inside {
                text.push_str(line);
                text.push('\n');
            }
            inside &= line != end;
        }
        text + block
    }

    /// The service of systemd.
    pub fn service(&self) -> String {
        let (program, root) =
            (for_systemd(&self.program.to_string_lossy()), for_systemd(&self.root.to_string_lossy()));
        let (lang, shown) = (self.lang.code(), self.root.to_string_lossy().replace('%', "%%"));
        format!(
            "[Unit]\nDescription=linli run: {shown}\n\n[Service]\nType=oneshot\nEnvironment=LINLI_LANG={lang}\n\
             ExecStart={program} -C {root} run\n"
        )
    }

    /// The timer of systemd. After the machine was off it looks at once.
    pub fn timer(&self, tasks: &[Task]) -> String {
        let when = if by_fives(tasks) { "*:0/5" } else { "*:0/1" };
        let shown = self.root.to_string_lossy().replace('%', "%%");
        format!(
            "[Unit]\nDescription=linli run: {shown}\n\n[Timer]\nOnCalendar={when}\nAccuracySec=1s\nPersistent=true\n\n\
             [Install]\nWantedBy=timers.target\n"
        )
    }
}

/// The lines of a cron that runs in UTC at which schedules are due: both where clocks are put forward and back. One that
/// comes too early does nothing.
fn utc_lines(tasks: &[Task]) -> BTreeSet<String> {
    let line = |times: Times, month: u32| {
        let wall = chrono::NaiveDate::from_ymd_opt(2024, month, 15)?.and_hms_opt(0, 0, 0)?;
        // From that day on until the weekday that is wanted.
        let wall = (0..7)
            .map(|n| wall + chrono::Duration::days(n))
            .find(|day| times.weekday.is_none_or(|w| day.weekday() == w))?;
        let wall = wall + chrono::Duration::minutes(i64::from(times.at.minutes()));
        let utc = times.zone.from_local_datetime(&wall).earliest()?.naive_utc();
        let day = match times.weekday {
            Some(_) => utc.weekday().num_days_from_sunday().to_string(),
            None => "*".to_owned(),
        };
        Some(format!("{} {} * * {day}", utc.minute(), utc.hour()))
    };
    tasks.iter().flat_map(|task| (1..=12).filter_map(move |month| line(task.times, month))).collect()
}

/// The workflow of GitHub. It holds no secret: it pushes with the token that GitHub gives each run.
pub fn github(tasks: &[Task], folder: &str, lang: Lang) -> String {
    let crons: String = utc_lines(tasks).iter().map(|line| format!("    - cron: '{line}'\n")).collect();
    let (lang, folder) = (lang.code(), serde_json::Value::from(if folder.is_empty() { "." } else { folder }));
    format!(
        r#"# .github/workflows/linli.yml — UTC. GitHub may start late: late slots are made late.
name: linli run
on:
  schedule:
{crons}  workflow_dispatch:
permissions:
  contents: write
concurrency: linli-run
jobs:
  run:
    runs-on: ubuntu-latest
    env:
      LINLI_LANG: {lang}
      LINLI_DIR: {folder}
      # Where the source of linli is: a repository variable of this name, a git URL.
      LINLI_SOURCE: ${{{{ vars.LINLI_SOURCE }}}}
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/cache@v4
        with:
          path: ~/.cargo/bin/linli
          key: linli-${{{{ runner.os }}}}
      - run: command -v ~/.cargo/bin/linli || cargo install --locked --git "$LINLI_SOURCE" linli
      - run: ~/.cargo/bin/linli run --by linli
      - if: always()
        run: git push
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::scheduled::tasks;
    use crate::registers::Community;

    fn community(zone: &str, at: &str) -> Community {
        let text = format!(
            "[community]\nname = \"银河湾\"\ntimezone = \"{zone}\"\n[[schedule]]\nname = \"b\"\nreport = \"daily\"\nat = \"{at}\"\nwrite = \"reports/{{date}}.html\"\n"
        );
        Community::parse(&text).0.unwrap()
    }

    fn unit() -> Unit {
        Unit { program: "/opt/it's/linli".into(), root: "/srv/银河湾 100%".into(), lang: Lang::Zh }
    }

    fn fit(community: &Community) -> Vec<Task<'_>> {
        tasks(community).into_iter().map(|task| task.unwrap()).collect()
    }

    #[test]
    fn the_crontab_line_is_quoted_and_in_place_of_the_former() {
        let community = community("Asia/Shanghai", "20:00");
        let block = unit().cron(&fit(&community));
        let line = block.lines().nth(1).unwrap();
        assert_eq!(line, "*/5 * * * * LINLI_LANG=zh '/opt/it'\\''s/linli' -C '/srv/银河湾 100\\%' run");
        let once = unit().in_crontab("0 1 * * * backup\n", &block);
        assert_eq!(unit().in_crontab(&once, &block), once);
        assert_eq!(unit().in_crontab(&once, ""), "0 1 * * * backup\n");
        let odd = self::community("Asia/Shanghai", "20:07");
        assert!(unit().cron(&fit(&odd)).contains("\n* * * * * "));
    }

    #[test]
    fn the_service_names_the_program_whole() {
        let line = "ExecStart=\"/opt/it's/linli\" -C \"/srv/银河湾 100%%\" run\n";
        assert!(unit().service().contains(line), "{}", unit().service());
    }

    #[test]
    fn the_workflow_is_due_in_utc_whether_clocks_are_forward_or_back() {
        let lines =
            |zone: &str, at: &str| utc_lines(&fit(&community(zone, at))).into_iter().collect::<Vec<_>>();
        assert_eq!(lines("Asia/Shanghai", "20:00"), ["0 12 * * *"]);
        assert_eq!(lines("Europe/Rome", "20:00"), ["0 18 * * *", "0 19 * * *"]);
        assert_eq!(lines("Asia/Shanghai", "sun 07:30"), ["30 23 * * 6"]);
    }
}
