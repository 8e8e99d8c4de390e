//! Reading the books of a large community: `cargo bench --bench books`, or one figure alone: `-- page`.
//!
//! First it prints what counts, CPU seconds (user and system) of whole processes: reading a million rows of distributions,
//! validating and summing them by item; importing 100,000 rows of a list; then, of a community of 10,000, 100,000 and a
//! million rows of history, the two longest reports, `check`, and recording one row with its commit; the export of a million
//! rows in every format; the bulletin's page of 1,040 homes and 30 days, and `run` with nothing due; and what every command
//! that reads takes on the sample community. Then divan measures reading and summing by the clock.
#![allow(clippy::print_stdout, reason = "a measurement is for reading")]

mod figures;
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
        let wanted = |name: &str| arguments.len() < 3 || arguments.iter().any(|a| a == name);
        let figures: [(&str, fn()); 6] = [
            ("reading", || cpu_seconds_of_a_million_rows(5)),
            ("import", || figures::of_import(100_000)),
            ("history", || figures::of_history(&SIZES)),
            ("export", || figures::of_export(1_000_000)),
            ("page", figures::of_the_page),
            ("sample", figures::of_the_sample),
        ];
        figures.iter().filter(|(name, _)| wanted(name)).for_each(|(_, figure)| figure());
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
        let before = figures::children_seconds();
        let status = Command::new(&program).arg(ONCE).arg(community.path()).status();
        assert!(status.is_ok_and(|s| s.success()), "reading failed");
        taken.push(figures::children_seconds() - before);
    }
    taken.sort_by(f64::total_cmp);
    let (best, middle) = (taken[0], taken[times / 2]);
    println!(
        "1,000,000 rows read, validated and summed by item: {best:.2} CPU s ({middle:.2} in the middle of {times})\n"
    );
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
