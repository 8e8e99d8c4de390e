//! Every report of the sample in every format and language, and its JSON keys as commands.md §4 has them.

use crate::sample::{LANGS, Sample, first, snapshot};
use linli::reports::REPORTS;

/// What a report needs beside its name to be read in a snapshot.
fn more(report: &str) -> &'static [&'static str] {
    match report {
        "stock-card" => &["--item", "饮用水"],
        "coverage" => &["--round", "veg-0816"],
        _ => &[],
    }
}

/// The part of a page that is not the same in all: what stands between `<body>` and `</body>`.
fn body(html: &str) -> &str {
    let from = html.find("<body>").expect("a page has a body");
    &html[from..]
}

#[test]
fn every_report_of_the_sample_reads_well_in_every_format_and_language() {
    let sample = Sample::new();
    for report in REPORTS {
        for lang in LANGS {
            let mut text = String::new();
            for format in ["table", "csv", "json", "markdown", "html"] {
                let args = [&["report", report.name, "--format", format], more(report.name)].concat();
                let ran = sample.run(&args, lang);
                assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
                let answer = match format {
                    "table" => first(&ran.out, 90),
                    "html" => first(body(&ran.out), 14),
                    _ => first(&ran.out, 6),
                };
                text.push_str(&format!("$ linli {}\n{answer}", args.join(" ")));
                if !ran.err.is_empty() {
                    text.push_str(&format!("(stderr)\n{}", ran.err));
                }
                text.push('\n');
            }
            snapshot(&format!("report-{}-{lang}", report.name), &text);
        }
    }
}

/// The JSON keys of reports, copied from commands.md §4: how it is asked for, and the keys.
const KEYS: &[(&str, &str)] = &[
    ("stock", "store,item,unit,received,donated,distributed,adjusted,on_hand,minimum,low,next_expiry"),
    ("receipts --by source", "source,item,unit,quantity,value,lines"),
    ("receipts --by item", "item,unit,quantity,value,lines"),
    ("receipts --by day", "day,item,unit,quantity,value,lines"),
    ("donations --by donor", "donor,item,unit,quantity,value,lines"),
    ("donations --by item", "item,unit,quantity,value,lines"),
    ("donations --by day", "day,item,unit,quantity,value,lines"),
    ("distributions --by building", "place,item,unit,quantity,places,lines"),
    ("distributions --by unit", "place,item,unit,quantity,places,lines"),
    ("distributions --by home", "place,item,unit,quantity,places,lines"),
    ("distributions --by item", "item,unit,quantity,places,lines"),
    ("distributions --by day", "day,item,unit,quantity,places,lines"),
    ("distributions --by round", "round,item,unit,quantity,places,lines"),
    ("coverage", "round,place,item,due,done,exempt,missing,over,unknown_homes,rate"),
    ("coverage --by unit", "round,place,item,due,done,exempt,missing,over,unknown_homes,rate"),
    ("coverage --by home", "round,place,item,due,done,exempt,missing,over,unknown_homes,rate"),
    ("testing --by round", "round,place,due,tested,elsewhere,exempt,visitors,missing,rate"),
    ("testing --by building", "round,place,due,tested,elsewhere,exempt,visitors,missing,rate"),
    ("testing --by unit", "round,place,due,tested,elsewhere,exempt,visitors,missing,rate"),
    ("disclosure", "donation,date,donor,item,specification,quantity,unit,destination"),
    ("census --by building", "place,homes,households,residents,present,unknown_homes"),
    ("census --by unit", "place,homes,households,residents,present,unknown_homes"),
    ("census --by home", "place,homes,households,residents,present,unknown_homes"),
    ("errands", "runner,requests,spent,open"),
    ("roster", "group,role,volunteer,place,since"),
    ("requests", "request,place,kind,need,urgency,status,opened,last,hours,runner,spent,overdue"),
    ("requests --open", "request,place,kind,need,urgency,status,opened,last,hours,runner,spent,overdue"),
    ("requests --overdue", "request,place,kind,need,urgency,status,opened,last,hours,runner,spent,overdue"),
    ("service", "kind,opened,closed,open,overdue,unconfirmed,median_hours_to_take,median_hours_to_deliver"),
    ("volunteers", "volunteer,group,role,place,shifts,hours"),
    ("notices", "notice,title,date,households,reached,missing,rate"),
    ("stock-card --item 牛奶", "date,document,from,to,in,out,balance,by"),
    ("missing", "round,place,item,due,done,missing,unknown,reason,captain"),
    ("grid", "round,building,unit,floor,home,state"),
    ("grid --public", "round,building,place,item,rate"),
];

/// The keys of the first object of an answer, in their order, and in how many objects they are so.
fn keys(json: &str) -> Vec<Vec<String>> {
    // Our JSON has an object a line; a key is a string before a colon that stands outside strings.
    json.lines().filter(|line| line.trim_start().starts_with('{')).map(keys_of_line).collect()
}

fn keys_of_line(line: &str) -> Vec<String> {
    let (mut found, mut string, mut inside, mut escaped) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match (inside, c) {
            (true, _) if escaped => escaped = false,
            (true, '\\') => escaped = true,
            (true, '"') => inside = false,
            (true, c) => string.push(c),
            (false, '"') => {
                inside = true;
                string.clear();
            }
            (false, ':') => found.push(string.clone()),
            _ => {}
        }
    }
    found
}

#[test]
fn the_json_keys_and_csv_headings_of_every_report_are_those_of_the_commands_page() {
    let sample = Sample::new();
    for (asked, expected) in KEYS {
        let expected: Vec<&str> = expected.split(',').collect();
        let args: Vec<&str> = std::iter::once("report").chain(asked.split(' ')).collect();
        for lang in LANGS {
            let json = sample.answer(&[&args[..], &["--format", "json"]].concat(), lang);
            let objects = keys(&json);
            assert!(!objects.is_empty(), "{asked}: nothing to look at");
            for object in objects {
                assert_eq!(object, expected, "{asked}");
            }
            let csv = sample.answer(&[&args[..], &["--format", "csv"]].concat(), lang);
            assert_eq!(csv.lines().next(), Some(expected.join(",").as_str()), "{asked}");
        }
    }
}

/// The tables of the bulletin in their order, each with its keys; those that only the team's or only the public's has.
const DAILY: &[(&str, &str)] = &[
    ("testing", "round,due,tested,elsewhere,exempt,visitors,missing,rate"),
    ("coverage", "round,item,unit,due,done,exempt,missing,over,unknown_homes,rate"),
    ("notices", "notice,title,households,reached,missing,rate"),
    ("missing", "round,place,item,unit,due,done,missing,unknown"),
    ("received", "kind,from,item,unit,quantity"),
    ("handed-out", "item,unit,quantity,places,lines"),
    ("stock", "store,item,unit,on_hand,minimum,low,next_expiry"),
    ("requests", "kind,opened,delivered,closed,open,overdue"),
    ("findings", "severity,code,count"),
    ("compared", "figure,today,yesterday"),
    ("houses", "place,done,missing,excused,unknown,not_due,missing_homes"),
    ("units", "round,building,place,item,rate"),
    ("days-left", "item,unit,on_hand,daily,days,runs_out,next_expiry,expiring"),
    ("waiting", "request,place,kind,need,urgency,status,opened,hours,overdue"),
    ("testing-rounds", "round,date,due,tested,elsewhere,exempt,visitors,missing,rate"),
    ("supplies", "day,item,unit,in,out"),
];

#[test]
fn the_tables_of_the_bulletin_keep_their_names_their_order_and_their_keys() {
    let sample = Sample::new();
    let mut seen = std::collections::BTreeSet::new();
    for (public, left_out) in [(&[][..], "units"), (&["--public"], "houses")] {
        // A notice was issued on one of the days only.
        for day in ["2022-08-16", "2022-08-11"] {
            let args = [&["report", "daily", "--as-of", day, "--format", "json"], public].concat();
            let json = sample.answer(&args, "en");
            let (mut tables, mut keys): (Vec<&str>, &str) = (Vec::new(), "");
            for line in json.lines() {
                if let Some(name) = line.trim_start().strip_prefix("{\"table\": \"") {
                    let name = name.split('"').next().expect("a name");
                    tables.push(name);
                    keys = DAILY.iter().find(|(table, _)| *table == name).expect("it is listed").1;
                } else if line.trim_start().starts_with('{') {
                    assert_eq!(keys_of_line(line).join(","), keys, "{tables:?}");
                    seen.extend(tables.last().map(|table| (*table).to_owned()));
                }
            }
            let expected: Vec<&str> =
                DAILY.iter().map(|(table, _)| *table).filter(|t| *t != left_out).collect();
            assert_eq!(tables, expected);
        }
    }
    assert_eq!(seen.len(), DAILY.len(), "each table was seen with rows: {seen:?}");
}

#[test]
fn every_report_has_its_keys_written_down() {
    for report in REPORTS.iter().filter(|r| r.name != "daily") {
        let asked = |by: &str| {
            KEYS.iter().any(|(asked, _)| {
                asked.split(' ').next() == Some(report.name) && (by.is_empty() || asked.ends_with(by))
            })
        };
        assert!(asked(""), "{}", report.name);
        // The default needs no --by; every other level is looked at.
        for by in report.by.iter().skip(1) {
            assert!(asked(by) || report.name == "missing", "{} --by {by}", report.name);
        }
    }
}

#[test]
fn json_is_the_same_whatever_the_language_but_for_texts_the_program_words() {
    let sample = Sample::new();
    for report in ["stock", "distributions", "coverage", "testing", "census", "requests", "roster"] {
        let answer = |lang| sample.answer(&["report", report, "--format", "json"], lang);
        assert_eq!(answer("zh"), answer("en"), "{report}");
    }
}

#[test]
fn the_columns_of_every_table_stand_right_under_one_another() {
    use unicode_width::UnicodeWidthStr as _;
    let sample = Sample::new();
    for report in REPORTS {
        for lang in LANGS {
            let args = [&["report", report.name], more(report.name)].concat();
            let mut width = None;
            for line in sample.answer(&args, lang).lines() {
                match line.starts_with(['+', '|']) {
                    true => {
                        let this = line.width();
                        assert_eq!(*width.get_or_insert(this), this, "{}: {line}", report.name);
                    }
                    false => width = None,
                }
            }
        }
    }
}
