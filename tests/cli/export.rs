//! `linli export`: what is written, where, and what never is.

use super::community::Community;
use super::public::{leaks, told_everything};
use linli::export::FORMATS;
use linli::ledgers::LEDGERS;
use std::path::Path;
use tempfile::TempDir;

/// A community with goods handed out in packs, a voided row and a formula in a note.
fn community() -> Community {
    let community = Community::new();
    community.ok(&["receive", "街道", "牛奶=10箱", "大米=50"]);
    community.ok(&["donate", "爱心企业", "大米=20袋", "--value", "1200.50"]);
    community.ok(&["distribute", "3-1-101", "3-1-102", "牛奶=1箱", "--note", "=1+1"]);
    community.ok(&["distribute", "3-2", "大米=12.5", "--receiver", "captain"]);
    let listed = community.ok(&["list", "distributions", "--place", "3-2", "--format", "csv"]).out;
    let id = listed.lines().nth(1).and_then(|line| line.split(',').next()).expect("a row").to_owned();
    community.ok(&["void", &id, "--reason", "写错"]);
    community.ok(&["census", "3-1-101=3", "3-1-102=2"]);
    community.ok(&["shift", "王柳", "--group", "logistics", "--start", "20:00", "--end", "24:00"]);
    community
}

/// A folder outside the community.
fn outside() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn exported(community: &Community, out: &Path, more: &[&str]) -> String {
    let out = out.to_str().expect("UTF-8");
    community.ok(&[&["export", "--out", out], more].concat()).all()
}

fn read(out: &Path, name: &str) -> String {
    std::fs::read_to_string(out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every text of every file that an export wrote, whatever the format.
fn everything(out: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(out).expect("a folder").flatten() {
        let path = entry.path();
        text.push_str(&format!("\n{}\n", path.display()));
        if path.is_dir() {
            text.push_str(&everything(&path));
            continue;
        }
        match path.extension().and_then(|e| e.to_str()) {
            #[cfg(feature = "parquet")]
            Some("parquet") => text.push_str(&parquet_text(&path)),
            #[cfg(feature = "xlsx")]
            Some("xlsx") => text.push_str(&workbook_text(&path)),
            _ => text.push_str(&String::from_utf8_lossy(&std::fs::read(&path).expect("read"))),
        }
    }
    text
}

#[cfg(feature = "parquet")]
fn parquet_text(path: &Path) -> String {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let reader = SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap();
    reader.get_row_iter(None).unwrap().map(|row| format!("{}\n", row.unwrap())).collect()
}

#[cfg(feature = "xlsx")]
fn workbook_text(path: &Path) -> String {
    use calamine::Reader;
    let mut book = calamine::open_workbook_auto(path).unwrap();
    let sheets = book.sheet_names();
    let cells = |name: &String| {
        let range = book.worksheet_range(name).unwrap();
        range.rows().map(|row| format!("{row:?}\n")).collect::<String>()
    };
    sheets.iter().map(cells).collect()
}

/// A moment as a workbook counts it.
#[cfg(feature = "xlsx")]
fn moment(serial: f64, how: &str) -> String {
    let start = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let seconds = chrono::TimeDelta::seconds((serial * 86_400.0).round() as i64);
    (start + seconds).format(how).to_string()
}

/// The formats that this program has.
fn formats() -> impl Iterator<Item = &'static str> {
    let missing = |name: &str| {
        name == "parquet" && !cfg!(feature = "parquet") || name == "xlsx" && !cfg!(feature = "xlsx")
    };
    FORMATS.iter().map(|format| format.name).filter(move |name| !missing(name))
}

#[test]
fn no_public_export_names_a_home_a_person_or_a_need_in_any_format() {
    for small_counts in [0, 5] {
        let mut community = told_everything(small_counts);
        for lang in ["zh", "en"] {
            community.lang = lang.to_owned();
            for format in formats() {
                let out = outside();
                let said = exported(&community, out.path(), &["--format", format, "--public"]);
                let text = everything(out.path()) + &said;
                assert!(text.contains("爱心企业"), "{format}: nothing was read of it");
                let found = leaks(&text);
                assert!(found.is_empty(), "{format}: {found:?}");
            }
        }
    }
}

#[test]
fn the_same_export_tells_all_of_it_to_the_team() {
    // Else the test above would prove nothing.
    let community = told_everything(0);
    for format in formats() {
        let out = outside();
        exported(&community, out.path(), &["--format", format]);
        let found = leaks(&everything(out.path()));
        for word in ["孙大圣", "高血压药", "匿名好人", "老人独居", "3-1-102"] {
            assert!(found.iter().any(|leak| leak == word), "{format}: {word}: {found:?}");
        }
    }
}

#[test]
fn small_numbers_of_people_are_empty_in_public_and_named_as_hidden() {
    let community = told_everything(5);
    let out = outside();
    exported(&community, out.path(), &["--format", "json", "--public"]);
    for table in ["census", "tests", "distributions"] {
        let mut hidden = 0;
        for line in read(out.path(), &format!("{table}.jsonl")).lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            for key in ["residents", "present", "tested", "exempt", "missing", "lines", "places"] {
                let small = row[key].as_i64().is_some_and(|n| (1..5).contains(&n));
                assert!(!small, "{table}: {line}");
                let named =
                    row["hidden"].as_str().is_some_and(|names| names.split('|').any(|name| name == key));
                assert_eq!(named, row[key].is_null() && row.get(key).is_some(), "{table}: {key}: {line}");
                hidden += usize::from(named);
            }
        }
        // Every unit of the census has more.
        assert!(hidden > 0 || table == "census", "{table}: nothing was hidden");
    }
}

#[test]
fn a_csv_export_put_back_as_a_ledger_is_the_same_ledger() {
    let community = community();
    let out = outside();
    exported(&community, out.path(), &["--format", "csv"]);
    let copy = community.copy();
    let mut compared = 0;
    for ledger in LEDGERS {
        let month = format!("ledgers/{}/2022-08.csv", ledger.name);
        if community.file(&month).exists() {
            copy.write(&month, read(out.path(), &format!("{}.csv", ledger.name)));
            compared += 1;
        }
    }
    assert!(compared >= 5);
    for args in [
        &["list", "distributions", "--all", "--format", "json"][..],
        &["list", "census", "--format", "json"],
        &["list", "shifts", "--format", "json"],
        &["report", "stock", "--format", "json"],
        &["report", "donations", "--format", "json"],
    ] {
        let plain = |c: &Community| {
            // Words that an empty cell stood for are written out.
            c.ok(args)
                .out
                .replace("\"outcome\": null", "\"outcome\": \"delivered\"")
                .replace("\"store\": null", "\"store\": \"main\"")
        };
        assert_eq!(plain(&community).replace("\"unit\": null", "\"unit\": \"kg\""), plain(&copy), "{args:?}");
    }
}

#[test]
fn packs_defaults_and_reversals_stand_in_a_csv_so_that_sums_are_right() {
    let community = community();
    let out = outside();
    let said = exported(&community, out.path(), &["--format", "csv", "--ledger", "发放"]);
    insta::assert_snapshot!(said.replace(&out.path().display().to_string(), "OUT"));
    insta::assert_snapshot!(read(out.path(), "distributions.csv"));
    assert_eq!(std::fs::read_dir(out.path()).expect("a folder").count(), 2, "one ledger and the list");
}

#[test]
fn excel_gets_a_bom_crlf_and_no_formulas_and_chinese_headings_if_asked() {
    let community = community();
    let out = outside();
    exported(
        &community,
        out.path(),
        &["--format", "csv", "--excel", "--headings", "--ledger", "distributions"],
    );
    let text = read(out.path(), "distributions.csv");
    assert!(text.starts_with("\u{feff}行号,日期,批次,位置,物品,数量"), "{text}");
    assert!(text.contains(",'=1+1,") && !text.contains(",=1+1"), "{text}");
    assert!(text.contains(",-12.5,kg,"), "a number below zero stays one: {text}");
    assert!(text.contains("已送达") && text.contains("楼长"), "{text}");
    assert!(text.lines().count() == text.matches("\r\n").count(), "{text}");
    exported(&community, out.path(), &["--format", "csv", "--ledger", "distributions"]);
    assert!(read(out.path(), "distributions.csv").contains(",=1+1,"), "programs get the cell as it is");
}

#[cfg(feature = "xlsx")]
#[test]
fn cells_of_a_workbook_have_types_and_are_those_of_the_csv() {
    use calamine::{Data, Reader};
    let community = community();
    let out = outside();
    exported(&community, out.path(), &["--format", "xlsx"]);
    let csv = outside();
    exported(&community, csv.path(), &["--format", "csv"]);
    let mut book = calamine::open_workbook_auto(out.path().join("linli.xlsx")).unwrap();
    for name in ["distributions", "donations", "census", "shifts"] {
        let sheet = book.worksheet_range(name).unwrap();
        let mut rows = csv::Reader::from_path(csv.path().join(format!("{name}.csv"))).unwrap();
        let header: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
        let mut lines = sheet.rows().skip(1);
        for row in rows.records() {
            let (row, line) = (row.unwrap(), lines.next().expect("as many rows"));
            for ((column, text), cell) in header.iter().zip(row.iter()).zip(line) {
                let shown = match (column.as_str(), cell) {
                    ("date", Data::DateTime(day)) => moment(day.as_f64(), "%Y-%m-%d"),
                    ("at", Data::DateTime(at)) => moment(at.as_f64(), "%Y-%m-%dT%H:%M:%S+08:00"),
                    // 24:00 is a whole day.
                    ("start" | "end", Data::DateTime(time)) => {
                        let minutes = (time.as_f64() * 1440.0).round() as u32;
                        format!("{:02}:{:02}", minutes / 60, minutes % 60)
                    }
                    (_, Data::Float(number)) => number.to_string(),
                    (_, Data::String(text)) => text.clone(),
                    (_, Data::Empty) => String::new(),
                    other => panic!("{other:?}"),
                };
                // The exact digits of 1200.50 are those of 1200.5.
                let text = text
                    .strip_suffix('0')
                    .filter(|_| column == "value" && text.contains('.'))
                    .unwrap_or(text);
                assert_eq!(shown, text, "{name}.{column}");
            }
        }
        assert_eq!(lines.next(), None, "{name}");
    }
}

#[test]
fn what_is_not_for_everybody_is_never_written_where_git_keeps_it() {
    let community = community();
    for out in ["out", "reports/data", "private/../out", "ledgers/x", "."] {
        let said = community.refused(&["export", "--format", "csv", "--out", out]);
        assert!(said.err.contains("private/export"), "{}", said.err);
    }
    community.refused(&["export", "--format", "csv", "--public", "--out", "ledgers/open"]);
    community.write(".gitignore", "private/\n");
    community.ok(&["export", "--format", "csv", "--out", "private/export"]);
    community.ok(&["export", "--format", "csv", "--public", "--out", "reports/open"]);
}

#[test]
fn an_earlier_export_is_replaced_and_other_files_are_left_alone() {
    let community = community();
    let out = outside();
    let folder = out.path().join("data");
    exported(&community, &folder, &["--format", "csv"]);
    let said = exported(&community, &folder, &["--format", "json", "--ledger", "donations"]);
    assert!(said.contains("上次导出的"), "{said}");
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).unwrap().flatten().map(|e| e.file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".linli-export", "donations.jsonl"]);

    let theirs = outside();
    std::fs::write(theirs.path().join("donations.csv"), "theirs").unwrap();
    let path = theirs.path().to_str().unwrap();
    let said = community.run(&["export", "--format", "csv", "--out", path]);
    assert_eq!((said.code, read(theirs.path(), "donations.csv").as_str()), (2, "theirs"), "{}", said.all());
    let said = exported(&community, theirs.path(), &["--format", "csv", "--ledger", "donations", "--force"]);
    assert!(said.contains("已覆盖：donations.csv"), "{said}");
    assert!(read(theirs.path(), "donations.csv").starts_with("id,date,donor"));
}

#[test]
fn rows_that_cannot_be_read_are_named_and_in_no_file() {
    let community = community();
    let path = "ledgers/distributions/2022-08.csv";
    let text = community.read(path);
    let broken = text.trim_end().to_owned()
        + "\nI220816-AAAAAA,2022-08-16,,3-2,大米,七,kg,,,,,,,李梅,2022-08-16T09:00:00+08:00\ntoo,few\n";
    community.write(path, broken);
    let out = outside();
    let said = exported(&community, out.path(), &["--format", "csv", "--ledger", "distributions"]);
    let lines = text.lines().count();
    let named = format!(
        "未导出 2 行：无法读取，或冲销的是无法读取的行（{path}:{}、{path}:{}）",
        lines + 1,
        lines + 2
    );
    assert!(said.contains(&named), "{said}");
    assert_eq!(read(out.path(), "distributions.csv").lines().count(), lines);
}

#[test]
fn a_personal_number_is_told_in_an_export_and_refused_in_a_public_one() {
    let community = Community::new();
    let number = ["138", "0013", "8000"].concat();
    community.write(
        "ledgers/donations/2022-08.csv",
        format!("id,date,donor,item,quantity,by,at\nD220816-AAAAAA,2022-08-16,某人{number},大米,1,李梅,2022-08-16T09:00:00+08:00\n"),
    );
    let out = outside();
    let said = exported(&community, out.path(), &["--format", "csv"]);
    assert!(said.contains("个人号码") && !said.contains(&number), "{said}");
    let public = outside();
    let path = public.path().join("open");
    let said = community.run(&["export", "--format", "csv", "--public", "--out", path.to_str().unwrap()]);
    assert_eq!((said.code, path.exists()), (2, false), "{}", said.all());
    assert!(said.err.contains("donor") && !said.err.contains(&number), "{}", said.err);
}

#[test]
fn what_cannot_be_is_refused_with_what_can() {
    let mut community = community();
    for lang in ["zh", "en"] {
        community.lang = lang.to_owned();
        let mut all = String::new();
        for args in [
            &["export"][..],
            &["export", "--format", "csv"],
            &["export", "--format", "sas", "--out", "x"],
            &["export", "--format", "json", "--excel", "--out", "x"],
            &["export", "--format", "parquet", "--headings", "--out", "x"],
            &["export", "--format", "csv", "--ledger", "donation", "--out", "x"],
        ] {
            all.push_str(&format!("$ linli {}\n{}\n", args.join(" "), community.refused(args).all()));
        }
        insta::assert_snapshot!(format!("export-refused-{lang}"), all);
    }
}

#[test]
fn a_data_package_says_the_types_keys_and_references_of_every_table() {
    let community = community();
    let out = outside();
    exported(&community, out.path(), &["--format", "datapackage"]);
    let package: serde_json::Value = serde_json::from_str(&read(out.path(), "datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let find = |name: &str| resources.iter().find(|r| r["name"] == name).unwrap();
    for ledger in LEDGERS {
        let header = read(out.path(), &format!("{}.csv", ledger.name));
        let schema = &find(ledger.name)["schema"];
        let names: Vec<&str> =
            schema["fields"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
        assert_eq!(header.lines().next(), Some(names.join(",").as_str()));
        assert_eq!(schema["primaryKey"][0], "id");
        for key in schema["foreignKeys"].as_array().unwrap() {
            let resource = key["reference"]["resource"].as_str().unwrap();
            let fields = if resource.is_empty() { schema } else { &find(resource)["schema"] };
            let wanted = &key["reference"]["fields"][0];
            assert!(fields["fields"].as_array().unwrap().iter().any(|f| &f["name"] == wanted), "{key}");
        }
    }
    insta::assert_snapshot!(format!("{:#}", find("distributions")["schema"]));
}
