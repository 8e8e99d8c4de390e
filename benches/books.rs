//! Reading the books of a large community: `cargo bench --bench books`.
//!
//! First it prints what counts: the CPU seconds (user and system) that a whole process takes to read a million rows of
//! distributions, validate them and sum them by item. Then divan measures the steps by the clock.
#![allow(clippy::print_stdout, reason = "a measurement is for reading")]

mod generated;

use divan::{Bencher, black_box};
use linli::books::{Books, read_registers};
use linli::model::Quantity;
use linli::registers::Registers;
use linli::store::text::Source;
use std::path::Path;
use std::process::Command;

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

/// The argument of a process that reads and sums once.
const ONCE: &str = "--once";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, once, root] = arguments.as_slice()
        && once == ONCE
    {
        return sum_once(Path::new(root));
    }
    if arguments.iter().any(|a| a == "--bench") {
        cpu_seconds_of_a_million_rows(5);
    }
    divan::main();
}

fn sum_once(root: &Path) {
    let sources = generated::sources(root).expect("the community was generated");
    let registers = registers(&sources);
    let books = read(&registers, &sources);
    black_box(sums(&books));
}

/// Runs whole processes, and prints what the kernel says that the best and the middle one took.
fn cpu_seconds_of_a_million_rows(times: usize) {
    let community = generated::community(1_000_000).expect("room for 100 MB");
    let program = std::env::current_exe().expect("this program");
    let mut taken = Vec::new();
    for _ in 0..times {
        let before = children_ticks();
        let status = Command::new(&program).arg(ONCE).arg(community.path()).status();
        assert!(status.is_ok_and(|s| s.success()), "reading failed");
        taken.push(children_ticks() - before);
    }
    taken.sort_unstable();
    let seconds = |ticks: u64| ticks as f64 / 100.0;
    let (best, middle) = (seconds(taken[0]), seconds(taken[times / 2]));
    println!(
        "1,000,000 rows read, validated and summed by item: {best:.2} CPU s ({middle:.2} in the middle of {times})\n"
    );
}

/// The user and system time of the processes waited for, in hundredths of a second, as Linux counts it.
fn children_ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().skip(13).take(2).filter_map(|n| n.parse::<u64>().ok()).sum()
}

fn registers(sources: &[Source]) -> Registers {
    let (registers, findings) = read_registers(sources);
    assert!(findings.is_empty(), "{findings:?}");
    registers.expect("a community")
}

fn read<'a>(registers: &'a Registers, sources: &'a [Source]) -> Books<'a> {
    Books::read(registers, sources, |ledger| ledger.name == "distributions")
}

/// What was handed out of each item, in its base unit.
fn sums(books: &Books) -> Vec<Quantity> {
    let mut sums = vec![Quantity::ZERO; books.registers.names.item_count()];
    for row in books.distributions.effective() {
        let body = &row.body;
        sums[body.item.index()] += books.goods(body.item, body.unit, body.quantity).1;
    }
    sums
}

/// From files on disk to validated rows.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn read_and_validate(bencher: Bencher, rows: usize) {
    let community = generated::community(rows).expect("room for 100 MB");
    bencher.bench_local(|| {
        let sources = generated::sources(community.path()).expect("the files");
        let registers = registers(&sources);
        read(&registers, &sources).findings.len()
    });
}

/// From validated rows to the sums by item.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn sum_by_item(bencher: Bencher, rows: usize) {
    let community = generated::community(rows).expect("room for 100 MB");
    let sources = generated::sources(community.path()).expect("the files");
    let registers = registers(&sources);
    let books = read(&registers, &sources);
    assert_eq!(books.distributions.len(), rows);
    bencher.bench_local(|| sums(&books));
}

// Here come: coverage of a round, the whole `check`, and recording one row.
