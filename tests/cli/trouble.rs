//! Bad input and bad circumstances: a clear message, exit 2, and nothing changed.

use super::community::Community;
use insta::assert_snapshot;

#[test]
fn every_mistake_is_named_with_its_remedy() {
    let community = Community::new();
    let all: Vec<String> = [
        &["donate"][..],
        &["donate", "爱心企业", "牛奶"],
        &["donate", "爱心企业", "牛乃=4箱"],
        &["donate", "爱心企业", "牛奶=-4箱"],
        &["donate", "爱心企业", "牛奶=4箱", "--date", "8.32"],
        &["donate", "爱心企业", "牛奶=4箱", "--date", "8.20"],
        &["donate", "爱心企业", "牛奶=4箱", "--store", "gat"],
        &["donate", "爱心企业", "牛奶=4箱", "--publish", "maybe"],
        &["distribute", "9-9", "牛奶=1盒"],
        &["distribute", "3-2-5O2", "牛奶=1盒"],
        &["census", "3=40"],
        &["census", "3-1=很多"],
        &["test", "veg-0816", "3-1=4"],
        &["test", "test-0817", "3-1=4"],
        &["captain", "3-1"],
        &["adjust", "牛奶=4箱"],
        &["void", "K7QF", "--reason", "x"],
        &["report", "stocks"],
        &["report", "stock", "--format", "pdf"],
        &["list", "donation"],
        &["fly"],
        &["donate", "--fast"],
    ]
    .iter()
    .map(|args| format!("$ linli {}\n{}", args.join(" "), community.refused(args).err))
    .collect();
    assert_snapshot!(all.join("\n"));
}

#[test]
fn the_same_mistakes_in_english() {
    let mut community = Community::new();
    community.lang = "en".to_owned();
    let all: Vec<String> = [
        &["donate", "爱心企业", "牛奶"][..],
        &["donate", "爱心企业", "牛奶=4箱", "--date", "8.20"],
        &["distribute", "9-9", "牛奶=1盒"],
        &["distribute", "3-1", "牛奶=1盒"],
        &["void", "K7QF", "--reason", "x"],
        &["fly"],
    ]
    .iter()
    .map(|args| format!("$ linli {}\n{}", args.join(" "), community.refused(args).err))
    .collect();
    assert_snapshot!(all.join("\n"));
}

#[test]
fn circumstances_in_which_nothing_can_be_recorded_are_named() {
    let donate = ["donate", "爱心企业", "牛奶=4箱"];
    let mut all = Vec::new();
    let mut note = |what: &str, community: &Community| {
        let text = community.refused(&donate).err.replace(&community.path().display().to_string(), "DIR");
        all.push(format!("# {what}\n{text}"));
    };
    let detached = Community::new();
    detached.git(&["checkout", "-q", "--detach"]);
    note("detached head", &detached);
    let unborn = Community::new();
    unborn.git(&["checkout", "-q", "--orphan", "empty"]);
    note("unborn branch", &unborn);
    let merging = Community::new();
    merging.git(&["checkout", "-q", "-b", "other"]);
    merging.write("ledgers/items.csv", "item,unit\na,b\n");
    merging.git(&["commit", "-qam", "x"]);
    merging.git(&["checkout", "-q", "main"]);
    merging.write("ledgers/items.csv", "item,unit\nc,d\n");
    merging.git(&["commit", "-qam", "y"]);
    merging.git(&["merge", "-q", "other"]);
    note("merge in progress", &merging);
    let bare = Community::new();
    std::fs::remove_dir_all(bare.file(".git")).expect("removed");
    note("no repository", &bare);
    assert_snapshot!(all.join("\n"));
}

#[test]
fn no_community_no_person_and_no_clock_are_named() {
    let community = Community::new();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let said = community.refused(&["-C", &elsewhere.path().display().to_string(), "report", "stock"]);
    assert!(said.err.contains("linli init"), "{}", said.err);
    let mut nobody = Community::new();
    nobody.by = String::new();
    assert!(nobody.refused(&["donate", "甲", "牛奶=4箱"]).err.contains("--by"), "nobody is named");
    nobody.now = "yesterday".to_owned();
    assert!(nobody.refused(&["report", "stock"]).err.contains("LINLI_NOW"));
}

#[test]
fn any_bytes_in_a_ledger_are_findings_and_never_a_crash() {
    let junk: [&[u8]; 9] = [
        b"",
        b"\0\0\0",
        b"\xff\xfe\x00\x01",
        b"id,date\n\"",
        b"id,date,donor,item,quantity,by,at\n\xb0\xae\xd0\xc4,,,,,,\n",
        b"<<<<<<< HEAD\n=======\n>>>>>>> x\n",
        b",,,,,,\n,,,\n\n\n",
        b"\xef\xbb\xbfid,date,donor,item,quantity,unit,by,at\r\nD220816-K7QF2M,2022-08-16,x,\"a\nb\",1,,y,2022-08-16T08:00:00+08:00",
        &[b'"'; 5000],
    ];
    for bytes in junk {
        for path in [
            "ledgers/donations/2022-08.csv",
            "ledgers/items.csv",
            "ledgers/rounds.toml",
            "ledgers/community.toml",
        ] {
            let community = Community::new();
            community.write(path, bytes);
            let before = community.state();
            let said = community.run(&["check", "--format", "json"]);
            assert!(said.code == 0 || said.code == 1, "{path} {bytes:?}\n{}", said.all());
            assert!(said.out.starts_with('['), "{path} {bytes:?}\n{}", said.all());
            for report in ["stock", "donations", "daily"] {
                let said = community.run(&["report", report]);
                assert!(said.code == 0 || said.code == 2, "{path} {bytes:?}\n{}", said.all());
            }
            assert!(community.state() == before, "reading changed something: {path} {bytes:?}");
        }
    }
}

#[test]
fn a_damaged_file_is_not_written_to() {
    let community = Community::new();
    community.ok(&["donate", "甲", "牛奶=1箱"]);
    let file = "ledgers/donations/2022-08.csv";
    let good = community.read(file);
    for bad in [good.trim_end_matches("+08:00\n").to_owned(), format!("<<<<<<< HEAD\n{good}"), String::new()]
    {
        community.write(file, bad);
        let said = community.refused(&["donate", "乙", "牛奶=2箱"]);
        assert!(said.err.contains("未作任何改动"), "{}", said.err);
    }
    community.write(file, [good.as_bytes(), b"\xff\xfe\n"].concat());
    community.refused(&["donate", "乙", "牛奶=2箱"]);
    community.write(file, good);
    community.ok(&["donate", "乙", "牛奶=2箱"]);
}

#[test]
fn a_reader_who_stops_listening_is_no_error() {
    let community = Community::new();
    for _ in 0..3 {
        community.ok(&["receive", "街道办", "牛奶=1箱", "--again"]);
    }
    let shell = format!("{} list receipts | head -1; echo ${{PIPESTATUS[0]}}", env!("CARGO_BIN_EXE_linli"));
    let output = std::process::Command::new("bash")
        .args(["-c", &shell])
        .current_dir(community.path())
        .output()
        .expect("runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(String::from_utf8_lossy(&output.stdout).ends_with("\n0\n"), "{output:?}");
}

#[test]
fn cells_that_are_all_quoted_read_as_if_they_were_not() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱", "大米=100斤"]);
    community.ok(&["distribute", "3-1", "牛奶=2盒"]);
    let figures = |name: &str| community.ok(&["report", name, "--format", "csv"]).out;
    let before = [figures("stock"), figures("distributions")];
    for ledger in ["receipts", "distributions"] {
        let path = format!("ledgers/{ledger}/2022-08.csv");
        let quoted = |line: &str| line.split(',').map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(",");
        let text: Vec<String> = community.read(&path).lines().map(quoted).collect();
        community.write(&path, text.join("\n") + "\n");
    }
    assert_eq!([figures("stock"), figures("distributions")], before);
    let said = community.ok(&["check", "--format", "json"]);
    assert!(!said.out.contains("\"error\"") && said.out.contains("\"encoding\""), "{}", said.out);
}

#[test]
fn an_imported_row_that_came_with_two_days_counts_once() {
    let community = Community::new();
    let row = |day: &str| {
        format!(
            "R22{}-FFFFF0GGGG,2022-{},街道,牛奶,7,李梅,2022-08-10T09:30:00+08:00\n",
            day.replace('-', ""),
            day
        )
    };
    community.write(
        "ledgers/receipts/2022-08.csv",
        "id,date,source,item,quantity,by,at\n".to_owned() + &row("08-09") + &row("08-10"),
    );
    let said = community.run(&["check", "--format", "json"]);
    assert_eq!((said.code, said.out.matches("id-duplicate").count()), (1, 1), "{}", said.out);
    assert!(community.ok(&["report", "receipts", "--by", "item", "--format", "csv"]).out.contains(",7,"));
}

#[test]
fn a_row_in_the_file_of_another_month_is_misplaced_and_not_gone() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱"]);
    let text = community.read("ledgers/receipts/2022-08.csv");
    std::fs::remove_file(community.file("ledgers/receipts/2022-08.csv")).expect("removed");
    community.write("ledgers/receipts/2022-07.csv", text);
    let said = community.run(&["check", "--format", "json"]);
    assert!(said.out.contains("wrong-month") && !said.out.contains("removed-row"), "{}", said.out);
    std::fs::remove_file(community.file("ledgers/receipts/2022-07.csv")).expect("removed");
    let said = community.ok(&["report", "stock"]);
    assert!(said.out.contains("linli check"), "a report says that a committed row is gone\n{}", said.all());
}

#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    let community = Community::new();
    let shell = format!("LINLI_BY=x {} list receipts > /dev/full", env!("CARGO_BIN_EXE_linli"));
    let output = std::process::Command::new("bash")
        .args(["-c", &shell])
        .current_dir(community.path())
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = community.refused(&["report", "stock", "--out", "/dev/null"]);
    assert!(said.err.contains("普通文件"), "{}", said.err);
    assert!(community.refused(&["--lang", "fr", "report", "stock"]).err.contains("--lang"));
}

#[test]
fn an_opening_of_a_request_says_what_is_asked() {
    let community = Community::new();
    community.write(
        "ledgers/requests/2022-08.csv",
        "id,date,request,step,place,kind,need,by,at\n\
         Q220816-FFFFF0,2022-08-16,Q220816-FFFFF0,opened,3-1-101,,布洛芬,李梅,2022-08-16T12:00:00+08:00\n",
    );
    let said = community.run(&["check", "--format", "json"]);
    assert!(
        said.code == 1 && said.out.contains("\"required\"") && said.out.contains("\"kind\""),
        "{}",
        said.out
    );
}

#[test]
fn a_slip_in_a_round_is_one_finding_and_not_one_for_every_row() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "蔬菜包=100份"]);
    community.ok(&["distribute", "3-1-101..302", "蔬菜包=1份", "--round", "veg-0816"]);
    let rounds = community.read("ledgers/rounds.toml");
    for bad in
        [rounds.replace("\"household\"", "\"houshold\""), rounds.replace("[[round.allot]]", "[[round.allot")]
    {
        community.write("ledgers/rounds.toml", bad);
        let said = community.run(&["check", "--format", "json"]);
        assert_eq!((said.code, said.out.matches("\"error\"").count()), (1, 1), "{}", said.out);
        assert!(!said.out.contains("unknown-round"), "{}", said.out);
    }
}

#[test]
fn check_says_everything_that_is_wrong_in_the_list_of_other_communities() {
    let community = Community::new();
    let codes = |community: &Community| -> Vec<(String, i64)> {
        let said = community.run(&["check", "--format", "json"]);
        let found: Vec<serde_json::Value> = serde_json::from_str(&said.out).unwrap();
        let of_it = found.iter().filter(|f| f["path"] == "ledgers/federation.toml");
        of_it.map(|f| (f["code"].as_str().unwrap().to_owned(), f["line"].as_i64().unwrap_or(0))).collect()
    };
    let good = "[[community]]\nname = \"东苑\"\nurl = \"https://example.org/east.git\"\n";
    community.write("ledgers/federation.toml", good);
    assert_eq!(codes(&community), []);
    let bad = "[[community]]\nname = \"东苑\"\nurl = \"ext::sh -c id\"\n[[community]]\nname = \"西苑\"\nurl = \"https://me:secret@example.org/w\"\n";
    community.write("ledgers/federation.toml", format!("{good}{good}{bad}"));
    let expected = [("id-duplicate", 5), ("type", 9), ("type", 12)];
    assert_eq!(codes(&community), expected.map(|(code, line)| (code.to_owned(), line)));
    assert_eq!(community.run(&["check"]).code, 1);
    community.write("ledgers/federation.toml", "[[community]\n");
    assert_eq!(codes(&community).len(), 1);
}
