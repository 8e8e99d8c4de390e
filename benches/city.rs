//! Reports over 200 communities of 20,000 rows: `cargo bench --bench city`.
//!
//! It prints what fetching them takes, then what `city report` takes offline against the plain reading of the same bytes out of
//! the same git objects, by CPU seconds (user and system) and by the clock. All cores are used for both.
#![allow(clippy::print_stdout, reason = "a measurement is for reading")]

#[allow(dead_code, reason = "the other benches use all of it")]
mod figures;
#[allow(dead_code, reason = "the other benches use all of it")]
mod generated;

use figures::children_seconds;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tempfile::TempDir;

const COMMUNITIES: usize = 200;
const ROWS: usize = 20_000;
/// The argument of a process that only reads the bytes.
const BYTES: &str = "--bytes";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, bytes, mirrors] = arguments.as_slice()
        && bytes == BYTES
    {
        return bytes_of(Path::new(mirrors));
    }
    if !arguments.iter().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let folder = TempDir::new()?;
    let street = lay_out(folder.path())?;
    let linli = env!("CARGO_BIN_EXE_linli");
    let city = |arguments: &[&str]| {
        let mut command = Command::new(linli);
        command.args(["-C", &street.display().to_string(), "city"]).args(arguments);
        command.env("LINLI_NOW", "2023-01-05T20:05:00+08:00").env("LINLI_BY", "李梅");
        command
    };
    println!("{COMMUNITIES} communities of {ROWS} rows{:>24} CPU s    wall s", "");
    told("city fetch, the first time", 1, || city(&["fetch"]));
    told("city fetch, nothing new", 1, || city(&["fetch"]));
    let mirrors = street.join(".git/linli/mirrors");
    let itself = std::env::current_exe()?;
    let plain = || {
        let mut command = Command::new(&itself);
        command.arg(BYTES).arg(&mirrors);
        command
    };
    told("the bytes of the same files, read from git", 3, plain);
    told("city report stock --offline", 3, || city(&["report", "stock", "--offline"]));
    told("city report distributions --by item --offline", 3, || {
        city(&["report", "distributions", "--by", "item", "--offline"])
    });
    told("city report coverage --offline, 1.9 million lines", 1, || {
        city(&["report", "coverage", "--offline"])
    });
    told("city report coverage --round veg-0816 --offline", 3, || {
        city(&["report", "coverage", "--round", "veg-0816", "--offline"])
    });
    Ok(())
}

/// The repositories and an office that names them.
fn lay_out(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let one = generated::community(ROWS)?;
    generated::commit(one.path())?;
    let mut federation = String::new();
    for n in 0..COMMUNITIES {
        let to = folder.join(format!("{n:03}"));
        let done = Command::new("/bin/cp").arg("-a").arg(one.path()).arg(&to).status()?;
        assert!(done.success(), "a copy");
        federation += &format!("[[community]]\nname = \"社区{n:03}\"\nurl = \"{}\"\n", to.display());
    }
    let street = folder.join("street");
    std::fs::create_dir_all(street.join("ledgers"))?;
    std::fs::write(street.join("ledgers/federation.toml"), federation)?;
    git2::Repository::init(&street)?;
    Ok(street)
}

/// Runs it so many times, and prints the best.
fn told(what: &str, times: usize, command: impl Fn() -> Command) {
    let (mut cpu, mut wall) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..times {
        let (before, start) = (children_seconds(), Instant::now());
        let status = command().stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.is_ok_and(|status| status.success()), "{what}");
        (cpu, wall) = (cpu.min(children_seconds() - before), wall.min(start.elapsed().as_secs_f64()));
    }
    println!("{what:<50} {cpu:>9.2} {wall:>9.2}");
}

/// Reads every file of every mirror, and does nothing with it.
fn bytes_of(mirrors: &Path) -> Result<(), Box<dyn Error>> {
    git2::opts::strict_hash_verification(false);
    let all: Vec<PathBuf> = std::fs::read_dir(mirrors)?.flatten().map(|entry| entry.path()).collect();
    let (next, sum) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || -> Result<(), git2::Error> {
        while let Some(path) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            let repo = git2::Repository::open_bare(path)?;
            let (odb, tree) = (repo.odb()?, repo.find_reference("refs/linli/newest")?.peel_to_tree()?);
            let mut ids = Vec::new();
            tree.walk(git2::TreeWalkMode::PreOrder, |_, entry| {
                ids.extend((entry.kind() == Some(git2::ObjectType::Blob)).then(|| entry.id()));
                git2::TreeWalkResult::Ok
            })?;
            for id in ids {
                sum.fetch_add(odb.read(id)?.data().len(), Ordering::Relaxed);
            }
        }
        Ok(())
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        (0..threads)
            .map(|_| scope.spawn(work))
            .collect::<Vec<_>>()
            .into_iter()
            .try_for_each(|t| t.join().expect("reading does not panic"))
    })?;
    println!("{}", sum.into_inner());
    Ok(())
}
