//! docs/tables.md: every report with what its columns mean and an example of each format, answered by the program on the sample.

use crate::pages::{both, cell, hold};
use crate::program::EVENING;
use crate::typist::{Typist, stated};
use linli::reports::columns::{COLUMNS, meaning};
use linli::reports::{REPORTS, Report};
use linli::words::Lang;
use std::collections::BTreeSet;

const PAGE: &str = "docs/tables.md";

/// What makes the example of a report short.
fn narrowed(report: &str) -> &'static str {
    match report {
        "stock" | "donations" => " --item 牛奶",
        "receipts" => " --item 大米",
        "stock-card" => " --item 牛奶 --from 8.15",
        "coverage" => " --round milk-0810",
        "testing" => " --round test-0816",
        "distributions" => " --by round",
        "requests" => " --overdue",
        "missing" => " --round veg-0816",
        "grid" => " --place 9-2",
        _ => "",
    }
}

/// Somebody in the folder of the sample, on its last evening.
fn typist() -> Typist {
    let mut typist = Typist::new(&[("LINLI_LANG", "en"), ("LINLI_NOW", EVENING), ("LINLI_BY", "李梅")]);
    typist.types("linli -q demo");
    typist.types("cd galaxy-bay");
    typist
}

/// A line typed, as a block of the page.
fn shown(typist: &mut Typist, line: &str) -> String {
    let answered = typist.reads(line).expect("it runs");
    assert_eq!(answered.code, Some(stated(line)), "{line}\n{}", answered.out);
    assert!(!answered.out.trim().is_empty(), "{line}: nothing to show");
    let long = answered.out.lines().find(|line| line.chars().count() > 1000);
    assert_eq!(long, None, "{line}");
    format!("$ {line}\n{}", answered.out)
}

/// The columns of each table of a report, as its JSON names them, with their headings.
fn columns(report: &Report, typist: &mut Typist) -> Vec<(String, String, String)> {
    let names = typist.types(&format!("linli report {}{} --format csv", report.name, narrowed(report.name)));
    let names = names.expect("it runs").out;
    let mut heads = [Lang::En, Lang::Zh].map(|lang| {
        let line = format!(
            "linli report {}{} --format markdown --lang {}",
            report.name,
            narrowed(report.name),
            lang.code()
        );
        let page = typist.types(&line).expect("it runs").out;
        let head = page.lines().find(|line| line.starts_with("| ")).expect("a table").to_owned();
        head.trim_matches('|').split(" | ").map(|name| name.trim().to_owned()).collect::<Vec<_>>().into_iter()
    });
    let names = names.lines().next().expect("a head").split(',');
    names
        .map(|name| (name.to_owned(), heads[0].next().expect("as many"), heads[1].next().expect("as many")))
        .collect()
}

fn table_of_columns(report: &Report, typist: &mut Typist) -> String {
    let mut text = String::from("| column | heading · 名称 | meaning | 含义 |\n|---|---|---|---|\n");
    for (name, en, zh) in columns(report, typist) {
        let meaning = meaning(report.name, &name).unwrap_or_else(|| {
            panic!("{} of {} has no meaning in src/reports/columns.rs", name, report.name)
        });
        text.push_str(&format!("| `{name}` | {en} · {zh} | {} | {} |\n", cell(meaning.en), cell(meaning.zh)));
    }
    text
}

fn section(report: &Report, typist: &mut Typist) -> String {
    let (name, more) = (report.name, narrowed(report.name));
    let mut text =
        format!("\n## `{name}` {}\n\n{}. {}。\n", both(report.title), report.about.en, report.about.zh);
    if !report.by.is_empty() {
        let keys: Vec<String> = report.by.iter().map(|key| format!("`{key}`")).collect();
        text.push_str(&format!("\n`--by` {}\n", keys.join(" ")));
    }
    text.push('\n');
    match name {
        // Its tables are those of the other reports, and some of its own that its page explains.
        "daily" => text.push_str(
            "Its tables, and what their columns mean: [the bulletin as a page](pages.md). 各表及其列的含义见[日报网页](pages.md#中文)。\n",
        ),
        _ => text.push_str(&table_of_columns(report, typist)),
    }
    text.push_str("\n```console\n");
    for (format, rest) in [
        ("csv", " | head -n 3"),
        ("json", " | head -n 3"),
        ("markdown", " | head -n 6"),
        ("markdown --lang zh", " | head -n 6"),
        ("html", " | grep -m 2 '<tr>'"),
    ] {
        text.push_str(&shown(typist, &format!("linli report {name}{more} --format {format}{rest}")));
    }
    text.push_str("```\n");
    text
}

const HEAD: &str = "# Tables people keep · 各种报表

<!-- Made from the program by tests/cli/tables.rs; do not edit. LINLI_REWRITE=1 cargo test --test cli rewrites it. -->

Every report, what its columns mean, and an example in each format, answered by the program on the sample community (`linli demo`).
`--out FILE` writes it to a file. Column names, JSON keys and codes are the same in both languages and do not change; headings and
words are in the language of `--lang`.

- **CSV** has the column names as its head. In a spreadsheet open it as UTF-8.
- **JSON** is an array with one object a row. Quantities are numbers with their exact digits, what is absent is `null`. A report of
  several tables (`daily`) is an array of `{\"table\": …, \"rows\": […]}`, in CSV `table,row,field,value`.
- **Markdown** goes into a page or an issue.
- **HTML** is one page with nothing to fetch, for a phone or the printer; here the head of its table and its first row.

What the ledgers' own columns mean: [the dictionary](dictionary.md).

全部报表、各列含义，以及每种格式的一个例子，均由程序在样例小区（`linli demo`）上输出。`--out 文件` 写入文件。列名、JSON 键和代码两种语言相同，不会变动；标题和文字随 `--lang`。
CSV 首行为列名，用表格软件打开时选 UTF-8；JSON 是数组，每行一个对象，数量为精确的数字，没有的为 `null`，含多张表的报表（`daily`）为 `{\"table\": …, \"rows\": […]}` 的数组，CSV 则为
`table,row,field,value`；Markdown 可贴进网页或议题；HTML 是一个不需联网的网页，这里只列表头和第一行。台账各列的含义见[数据字典](dictionary.md)。
";

#[test]
fn every_report_has_its_section_with_an_example_of_each_format() {
    let mut typist = typist();
    let mut text = HEAD.to_owned();
    REPORTS.iter().for_each(|report| text.push_str(&section(report, &mut typist)));
    hold(PAGE, &text);
}

#[test]
fn no_meaning_is_written_down_for_a_column_that_no_report_has() {
    let mut typist = typist();
    let mut seen = BTreeSet::new();
    for report in REPORTS.iter().filter(|report| report.name != "daily") {
        let plain = std::iter::once(String::new()).chain(report.by.iter().map(|key| format!(" --by {key}")));
        for by in plain.chain([" --public".to_owned()]) {
            let line = format!(
                "linli report {}{}{by} --format csv",
                report.name,
                if by.is_empty() { narrowed(report.name) } else { "" }
            );
            let Some(answered) = typist.types(&line).filter(|answered| answered.code == Some(0)) else {
                continue;
            };
            for name in answered.out.lines().next().unwrap_or_default().split(',') {
                seen.insert((report.name, name.to_owned()));
                assert!(meaning(report.name, name).is_some(), "{line}: {name} has no meaning");
            }
        }
    }
    for (table, column, _) in COLUMNS {
        let used = seen.iter().any(|(report, name)| {
            let of_its_own = COLUMNS.iter().any(|(of, other, _)| of == report && other == name);
            name == column && (report == table || table.is_empty() && !of_its_own)
        });
        assert!(used, "{table} {column}: no report has it");
    }
}
