//! What whole commands take: the program itself, run in a community.

use crate::generated;
use linli::export::FORMATS;
use linli::ledgers::LEDGERS;
use linli::reports::REPORTS;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// A day after the year of the generated community, so that a row is recorded in a new month.
const NEW_YEAR: &str = "2023-01-05T20:05:00+08:00";
/// The evening up to which the sample community is complete.
const EVENING: &str = "2022-08-16T20:05:00+08:00";

/// What one run takes, in seconds.
struct Taken {
    cpu: f64,
    wall: f64,
}

/// The user and system time of the processes waited for, in seconds, as Linux counts it: by hundredths.
pub fn children_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 =
        after_name.split_whitespace().skip(13).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

fn run(root: &Path, now: &str, arguments: &[&str]) -> f64 {
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.args(arguments).current_dir(root).stdout(Stdio::null()).stderr(Stdio::null());
    command.env("LINLI_NOW", now).env("LINLI_BY", "李梅").env_remove("LINLI_DIR");
    let code = command.status().expect("the program runs").code();
    // `check` says with 1 that it found something.
    let is_good = code == Some(0) || code == Some(1) && matches!(arguments[0], "check" | "missing");
    assert!(is_good, "linli {} ended with {code:?}", arguments.join(" "));
    start.elapsed().as_secs_f64()
}

/// The mean CPU time of one run and the shortest wall time, over half a second of runs, three at least.
fn taken(root: &Path, now: &str, arguments: &[&str]) -> Taken {
    let before = children_seconds();
    let (mut runs, mut wall) = (0, f64::INFINITY);
    while runs < 3 || runs < 20 && children_seconds() - before < 0.5 {
        wall = wall.min(run(root, now, arguments));
        runs += 1;
    }
    Taken { cpu: (children_seconds() - before) / f64::from(runs), wall }
}

/// Prints what commands take in communities of these sizes.
pub fn of_history(sizes: &[usize]) {
    let recording = ["distribute", "1-1-101", "大米=1份", "--force", "--again"];
    let commands: [(&str, &[&str]); 4] = [
        ("report distributions --by item", &["report", "distributions", "--by", "item"]),
        ("report coverage", &["report", "coverage"]),
        ("check", &["check"]),
        ("recording one row, with its commit", &recording),
    ];
    println!("{:<48} CPU s    wall s", "of the whole process");
    for &rows in sizes {
        let community = generated::community(rows).expect("room for 100 MB");
        generated::commit(community.path()).expect("a repository");
        // The first entry looks through the old months once, and keeps what later ones need of them.
        println!(
            "{rows:>9} rows: first entry, old months read {:>17.3}",
            run(community.path(), NEW_YEAR, &recording)
        );
        for (name, arguments) in commands {
            let Taken { cpu, wall } = taken(community.path(), NEW_YEAR, arguments);
            println!("{rows:>9} rows: {name:<35} {cpu:>5.3} {wall:>9.3}");
        }
    }
    println!();
}

/// Prints what an export of so many rows takes in every format; the folder it goes to is outside the community.
pub fn of_export(rows: usize) {
    let community = generated::community(rows).expect("room for 100 MB");
    let out = TempDir::new().expect("room for the exports");
    println!("{:<48} CPU s    wall s", format!("export of {rows} rows"));
    for format in FORMATS {
        let folder = out.path().join(format.name);
        let folder = folder.to_str().expect("UTF-8");
        let Taken { cpu, wall } =
            taken(community.path(), NEW_YEAR, &["export", "--format", format.name, "--out", folder]);
        println!("{:<46} {cpu:>7.3} {wall:>9.3}", format.name);
    }
    println!();
}

/// Prints what importing a list of so many rows takes, each time into a community without any, in one commit.
pub fn of_import(rows: usize) {
    let list = generated::list(rows);
    let import = ["import", "list.csv", "--ledger", "distributions"];
    let mut seconds = Vec::new();
    for _ in 0..5 {
        let community = generated::community(0).expect("a folder");
        generated::commit(community.path()).expect("a repository");
        std::fs::write(community.path().join("list.csv"), &list).expect("room for a list");
        let before = children_seconds();
        run(community.path(), NEW_YEAR, &import);
        seconds.push(children_seconds() - before);
    }
    seconds.sort_by(f64::total_cmp);
    let (best, middle) = (seconds[0], seconds[2]);
    println!(
        "{rows} rows imported from CSV in one commit: {best:.2} CPU s ({middle:.2} in the middle of 5)\n"
    );
}

/// Prints what the bulletin's page of 1,040 homes and 30 days takes and how long it is, and `run` when nothing is due.
pub fn of_the_page() {
    let community = generated::month::community().expect("a folder");
    let (root, now) = (community.path(), generated::month::EVENING);
    generated::commit(root).expect("a repository");
    let page = ["report", "daily", "--format", "html", "--out", "page.html"];
    let Taken { cpu, wall } = taken(root, now, &page);
    let bytes = std::fs::metadata(root.join("page.html")).expect("the page").len();
    println!("1,040 homes and 30 days: the bulletin's page, {bytes} bytes{cpu:>14.3} {wall:>9.3}");
    run(root, now, &["run"]);
    let Taken { cpu, wall } = taken(root, now, &["run"]);
    println!("run, with nothing due{:>42.3} {wall:>9.3}\n", cpu);
}

/// Prints what every command that reads takes in the sample community, the slowest first.
pub fn of_the_sample() {
    let folder = TempDir::new().expect("a folder");
    run(folder.path(), EVENING, &["demo", "sample"]);
    let root = folder.path().join("sample");
    let mut commands = vec![vec!["status"], vec!["missing"], vec!["check"]];
    commands.extend(LEDGERS.iter().map(|ledger| vec!["list", ledger.name]));
    commands.extend(REPORTS.iter().map(|report| match report.name {
        "stock-card" => vec!["report", report.name, "--item", "蔬菜包"],
        name => vec!["report", name],
    }));
    let mut figures: Vec<(f64, String)> = commands
        .iter()
        .map(|arguments| {
            let shortest = (0..5).map(|_| run(&root, EVENING, arguments)).fold(f64::INFINITY, f64::min);
            (shortest * 1000.0, arguments.join(" "))
        })
        .collect();
    figures.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("every command that reads, on the sample community, in ms by the clock (the best of 5)");
    figures.iter().for_each(|(ms, command)| println!("{ms:>7.1} {command}"));
    println!();
}
