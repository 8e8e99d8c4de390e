//! Verifying a history of 10,000 commits of one row each, over twelve monthly files: `cargo bench --bench history`.
//!
//! It prints the CPU seconds of `linli audit verify` from nothing, of `git log -p` on the same repository in the same run, and
//! of `linli audit verify` from the last verified commit: once with small files, once with files of about a megabyte.
//! Then what recording one row costs, with its commit, after 100 and after 20,000 commits.
//! The repositories are made by `git fast-import` in one pack, in a temporary folder (`LINLI_BENCH_KEEP=DIR` keeps them).
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement is for reading")]

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const COMMITS: usize = 10_000;
const HEADER: &str =
    "id,date,round,place,item,quantity,unit,store,lot,outcome,receiver,note,reverses,by,at\n";
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let temporary = tempfile::tempdir().expect("room");
    let folder = std::env::var_os("LINLI_BENCH_KEEP").map_or(temporary.path().to_owned(), PathBuf::from);
    for (name, bytes) in [("small files", 0), ("files of about a megabyte", 1_000_000)] {
        let root = folder.join(format!("history-{bytes}"));
        if !root.exists() {
            make(&root, COMMITS, bytes).expect("git fast-import");
        }
        measure(name, &root);
    }
    for commits in [100, 20_000] {
        let root = folder.join(format!("recording-{commits}"));
        if !root.exists() {
            make(&root, commits, 0).expect("git fast-import");
        }
        record(commits, &root);
    }
}

/// Recording one row, with its commit: CPU on average of ten, the clock's best of them.
fn record(commits: usize, root: &Path) {
    let receive = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        command.args(["receive", "街道办", "大米=1份", "--again", "-q", "--by", "李梅"]);
        run(command.env("LINLI_NOW", "2023-01-01T08:00:00+08:00").current_dir(root))
    };
    receive();
    let (mut cpu, mut clock) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..10 {
        let (one, wall) = receive();
        (cpu, clock) = (cpu.min(one), clock.min(wall));
    }
    println!(
        "recording one row after {commits} commits: {cpu:.2} CPU s, {:.0} ms by the clock",
        clock * 1000.0
    );
}

/// A row of a month, as `distribute` would record it.
fn row(month: usize, n: usize) -> String {
    let code: String = (0..6).rev().map(|at| char::from(ALPHABET[n >> (5 * at) & 31])).collect();
    let (day, home) = (n % 28 + 1, n % 17 * 100 + 101 + n % 2);
    format!(
        "I22{month:02}{day:02}-{code},2022-{month:02}-{day:02},,{}-1-{home},大米,1,份,,,,,,,李梅,2022-{month:02}-{day:02}T20:05:{:02}+08:00\n",
        n % 9 + 1,
        n % 60
    )
}

fn make(root: &Path, commits: usize, bytes: usize) -> std::io::Result<()> {
    let git = |arguments: &[&str]| {
        let status = Command::new("git").args(arguments).current_dir(root).stdout(Stdio::null()).status();
        assert!(status.is_ok_and(|status| status.success()), "git {arguments:?}");
    };
    std::fs::create_dir_all(root)?;
    git(&["init", "-q", "-b", "main"]);
    let mut import = Command::new("git")
        .args(["fast-import", "--quiet"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .spawn()?;
    let mut pipe = BufWriter::with_capacity(1 << 20, import.stdin.take().expect("a pipe"));
    let mut files: Vec<String> = Vec::new();
    let mut number = 0;
    for month in 1..=12 {
        let mut text = HEADER.to_owned();
        while text.len() < bytes {
            text.push_str(&row(month, number));
            number += 1;
        }
        files.push(text);
    }
    let blob = |pipe: &mut BufWriter<_>, path: &str, text: &str| -> std::io::Result<()> {
        write!(pipe, "M 100644 inline {path}\ndata {}\n{text}\n", text.len())
    };
    let head = |pipe: &mut BufWriter<_>, message: &str, at: usize| -> std::io::Result<()> {
        let who = format!("李梅 <limei@example.invalid> {} +0800", 1_640_966_400 + at * 60);
        write!(
            pipe,
            "commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {}\n{message}\n",
            message.len()
        )
    };
    head(&mut pipe, "begin", 0)?;
    let building = |n| format!("[[building]]\ncode = \"{n}\"\nunits = [\"1\"]\nfloors = 17\ndoors = 2\n");
    let buildings: String = (1..10).map(building).collect();
    let stores = "[[store]]\ncode = \"main\"\nname = \"main\"\n";
    let community = format!("[community]\nname = \"x\"\ntimezone = \"Asia/Shanghai\"\n{buildings}{stores}");
    blob(&mut pipe, "ledgers/community.toml", &community)?;
    blob(&mut pipe, "ledgers/items.csv", "item,category,unit,packs,minimum,aliases,note\n大米,,份,,,,\n")?;
    for (at, text) in files.iter().enumerate() {
        blob(&mut pipe, &format!("ledgers/distributions/2022-{:02}.csv", at + 1), text)?;
    }
    for n in 0..commits {
        let month = n * 12 / commits;
        files[month].push_str(&row(month + 1, number));
        number += 1;
        head(&mut pipe, &format!("distributions: row {n}"), n + 1)?;
        blob(&mut pipe, &format!("ledgers/distributions/2022-{:02}.csv", month + 1), &files[month])?;
    }
    pipe.write_all(b"done\n")?;
    drop(pipe);
    assert!(import.wait()?.success(), "git fast-import");
    git(&["reset", "-q", "--hard"]);
    Ok(())
}

fn measure(name: &str, root: &Path) {
    let verified = root.join(".git/linli/verified");
    let verify =
        || run(Command::new(env!("CARGO_BIN_EXE_linli")).args(["audit", "verify", "-q"]).current_dir(root));
    let mut whole = f64::INFINITY;
    for _ in 0..3 {
        let _ = std::fs::remove_file(&verified);
        whole = whole.min(verify().0);
    }
    let log = run(Command::new("git").args(["log", "-p"]).current_dir(root)).0;
    let (mut again, mut clock) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..5 {
        let (cpu, wall) = verify();
        (again, clock) = (again.min(cpu), clock.min(wall));
    }
    println!("{COMMITS} commits, {name}:");
    println!("  linli audit verify, from nothing              {whole:>7.2} CPU s");
    println!("  git log -p                                    {log:>7.2} CPU s   ({:.2} of it)", whole / log);
    println!(
        "  linli audit verify, from the last verified    {again:>7.2} CPU s, {:.0} ms by the clock",
        clock * 1000.0
    );
}

/// The CPU seconds of a process and its children, and the seconds by the clock.
fn run(command: &mut Command) -> (f64, f64) {
    let (before, start) = (children_seconds(), Instant::now());
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it runs");
    assert!(status.success(), "{command:?}");
    (children_seconds() - before, start.elapsed().as_secs_f64())
}

/// The user and system time of the processes waited for, in seconds, as Linux counts it: by hundredths.
fn children_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 =
        after_name.split_whitespace().skip(13).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}
