//! Audits: what the history says, and what it says of those who tampered with it.

use super::community::Community;
use insta::assert_snapshot;

/// A community with a donation, an amend, a void and a notice, by two people.
fn lived() -> Community {
    let mut community = Community::new();
    community.ok(&["donate", "爱心企业", "牛奶=40箱", "--date", "8.14"]);
    community.now = "2022-08-16T19:00:00+08:00".to_owned();
    community.by = "王柳".to_owned();
    community.ok(&["receive", "街道办", "大米=100kg", "蔬菜包=30份"]);
    community.ok(&["test", "test-0816", "3-2=20"]);
    community
}

fn id(community: &Community, ledger: &str) -> String {
    let list = community.ok(&["list", ledger, "--format", "csv"]).out;
    list.lines().nth(1).expect("a row").split(',').next().expect("an id").to_owned()
}

/// Changes a file by hand and commits it as somebody.
fn tamper(community: &Community, path: &str, change: impl Fn(String) -> String, author: &str) {
    community.write(path, change(community.read(path)));
    community.git(&["add", "-A"]);
    community.git(&["commit", "-q", "--author", &format!("{author} <x@example.invalid>"), "-m", "tampered"]);
}

/// The problems that `verify` finds, one a line: layer, file, id, what.
fn problems(community: &Community) -> Vec<String> {
    let said = community.run(&["audit", "verify", "--format", "json"]);
    let layers: serde_json::Value =
        serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.all()));
    let mut found = Vec::new();
    for layer in layers.as_array().expect("layers") {
        for problem in layer["problems"].as_array().expect("problems") {
            let text = |key: &str| problem[key].as_str().unwrap_or("-").to_owned();
            found.push(format!(
                "{} {} {} {}",
                layer["layer"].as_str().expect("a name"),
                text("file"),
                text("id"),
                text("what")
            ));
        }
    }
    assert_eq!(said.code, i32::from(!found.is_empty()), "{}", said.all());
    found
}

const DONATIONS: &str = "ledgers/donations/2022-08.csv";
const RECEIPTS: &str = "ledgers/receipts/2022-08.csv";

#[test]
fn a_clean_history_is_verified_in_both_languages_and_the_second_time_only_what_is_new() {
    let mut community = lived();
    assert_snapshot!(community.ok(&["audit", "verify"]).all());
    community.ok(&["donate", "爱心企业", "牛奶=1箱"]);
    community.lang = "en".to_owned();
    assert_snapshot!(community.ok(&["audit", "verify"]).all());
    assert_snapshot!(community.ok(&["audit", "verify", "--strict"]).all());
    assert_snapshot!(community.ok(&["audit", "verify", "--since", "HEAD~1"]).all());
}

#[test]
fn the_log_tells_what_happened_to_each_row() {
    let mut community = lived();
    let donation = id(&community, "donations");
    community.now = "2022-08-16T20:00:00+08:00".to_owned();
    community.ok(&["amend", &donation, "quantity=30", "date=7月30日", "--reason", "复点"]);
    let receipt = id(&community, "receipts");
    community.ok(&["void", &receipt, "--reason", "重复登记"]);
    assert_snapshot!(community.ok(&["audit", "log"]).all());
    assert_snapshot!(community.ok(&["audit", "log", "--format", "json"]).all());
    community.lang = "en".to_owned();
    assert_snapshot!(community.ok(&["audit", "log", "--by", "李梅"]).all());
    assert_snapshot!(community.ok(&["audit", "log", "--place", "3-2", "--format", "csv"]).all());
    assert_eq!(
        community.ok(&["audit", "log", "--since", "HEAD~1", "--format", "csv"]).out.lines().count(),
        2
    );
    assert_eq!(community.ok(&["audit", "log", "--since", "8.17", "--format", "json"]).out, "[]\n");
    assert_eq!(
        community.ok(&["audit", "log", "--ledger", "tests", "--format", "csv"]).out.lines().count(),
        2
    );
    assert_snapshot!(community.refused(&["audit", "log", "--since", "nonsense"]).all());
    assert_snapshot!(community.refused(&["audit", "log", "--ledger", "donation"]).all());
}

#[test]
fn a_row_is_shown_with_its_corrections_and_who_recorded_each_row_is_told() {
    let mut community = lived();
    let donation = id(&community, "donations");
    community.now = "2022-08-16T20:00:00+08:00".to_owned();
    community.ok(&["notice", "donation-disclosure", "--issue"]);
    community.ok(&["amend", &donation, "quantity=30", "--reason", "复点"]);
    community.now = "2022-08-16T21:00:00+08:00".to_owned();
    community.ok(&["notice", "donation-disclosure", "--issue"]);
    assert_snapshot!(community.ok(&["audit", "show", &donation[8..12]]).all());
    assert_snapshot!(community.ok(&["audit", "show", &donation, "--format", "json"]).all());
    assert_snapshot!(community.ok(&["audit", "blame", "donations"]).all());
    community.lang = "en".to_owned();
    assert_snapshot!(community.ok(&["audit", "show", &donation[8..12]]).all());
    assert_snapshot!(community.refused(&["audit", "show", "ZZZZ"]).all());
    assert_eq!(community.run(&["audit", "show", "220816"]).code, 2);
    assert_eq!(problems(&community), [""; 0]);
}

#[test]
fn a_stretch_of_history_comes_to_what_is_left_of_it() {
    let mut community = lived();
    let donation = id(&community, "donations");
    community.now = "2022-08-16T20:00:00+08:00".to_owned();
    community.ok(&["amend", &donation, "quantity=30", "--reason", "复点"]);
    let corrected = id(&community, "donations");
    community.ok(&["amend", &corrected, "quantity=35", "--reason", "再点"]);
    community.ok(&["donate", "居民", "大米=5kg"]);
    let list = community.ok(&["list", "donations", "--item", "大米", "--format", "csv"]).out;
    let rice = list.lines().nth(1).expect("a row").split(',').next().expect("an id").to_owned();
    community.ok(&["void", &rice, "--reason", "没有送来"]);
    community.ok(&["test", "test-0816", "3-1=18"]);
    assert_snapshot!(community.ok(&["audit", "diff", "HEAD~5..HEAD"]).all());
    assert_snapshot!(community.ok(&["audit", "diff", "HEAD~5..", "--format", "json"]).all());
    community.ok(&["audit", "diff", "HEAD..HEAD"]);
    assert_snapshot!(community.refused(&["audit", "diff", "HEAD~500..HEAD"]).all());
}

#[test]
fn an_edited_row_and_a_removed_row_are_found_by_commit_file_and_id() {
    let community = lived();
    let edited = |text: String| text.replace(",40,", ",4,");
    tamper(&community, DONATIONS, edited, "李梅");
    tamper(
        &community,
        RECEIPTS,
        |text| text.lines().take(2).map(|line| format!("{line}\n")).collect(),
        "王柳",
    );
    assert_snapshot!(problems(&community).join("\n"));
    assert_snapshot!(community.run(&["audit", "verify"]).all());
    assert_eq!(community.ok(&["audit", "log", "--format", "csv"]).out.matches(",edited,").count(), 1);
    assert_eq!(community.ok(&["audit", "log", "--format", "csv"]).out.matches(",removed,").count(), 1);
    tamper(&community, DONATIONS, |text| text.replace(",4,", ",40,"), "李梅");
    assert_eq!(problems(&community).len(), 3, "put back, it was edited all the same");
}

#[test]
fn another_form_of_the_same_rows_and_another_message_are_no_tampering() {
    let community = lived();
    tamper(&community, RECEIPTS, |text| text.replace('\n', "\r\n").replace("大米", "\"大米\""), "王柳");
    let reordered = |text: String| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        lines.join("\n") + "\n"
    };
    tamper(&community, RECEIPTS, reordered, "王柳");
    community.git(&["commit", "-q", "--amend", "-m", "another message"]);
    assert_eq!(problems(&community), [""; 0]);
}

#[test]
fn a_forged_author_is_found() {
    let community = lived();
    let row = "D220816-000001,2022-08-16,我,牛奶,400,箱,,,,,,,,,李梅,2022-08-16T18:00:00+08:00\n";
    tamper(&community, DONATIONS, |text| text + row, "王柳");
    assert_snapshot!(problems(&community).join("\n"));
}

#[test]
fn a_merge_that_drops_a_row_and_one_that_adds_a_row_are_found() {
    for (evil, row) in [
        ("drops", ""),
        ("adds", "D220816-000009,2022-08-16,我,牛奶,400,箱,,,,,,,,,李梅,2022-08-16T18:00:00+08:00\n"),
    ] {
        let mut community = lived();
        community.git(&["switch", "-q", "-c", "side", "HEAD~1"]);
        community.by = "李梅".to_owned();
        community.ok(&["donate", "居民", "大米=5kg"]);
        community.git(&["switch", "-q", "main"]);
        match evil {
            "drops" => drop(community.git(&["merge", "-q", "-s", "ours", "-m", "merge", "side"])),
            _ => {
                community.git(&["merge", "-q", "--no-commit", "side"]);
                community.write(DONATIONS, community.read(DONATIONS) + row);
                community.git(&["commit", "-qam", "merge"]);
            }
        }
        let found = problems(&community);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("append-only ledgers/donations/2022-08.csv D220816-"), "{found:?}");
        assert!(found[0].contains(if evil == "drops" { "丢掉" } else { "多出" }), "{found:?}");
    }
    let mut community = lived();
    community.git(&["switch", "-q", "-c", "side", "HEAD~1"]);
    community.by = "李梅".to_owned();
    community.ok(&["donate", "居民", "大米=5kg"]);
    community.git(&["switch", "-q", "main"]);
    community.git(&["merge", "-q", "-m", "merge", "side"]);
    assert_eq!(problems(&community), [""; 0]);
    assert_eq!(community.ok(&["audit", "log", "--format", "csv"]).out.matches(",added,").count(), 5);
}

#[test]
fn a_notice_that_was_changed_and_one_that_was_issued_wrong_are_found() {
    let community = lived();
    community.ok(&["notice", "donation-disclosure", "--issue", "--code", "d1"]);
    assert_eq!(problems(&community), [""; 0]);
    let listed = community.ok(&["audit", "verify", "--strict", "--format", "csv"]).out;
    assert!(listed.contains("published,ok,1,"), "{listed}");
    let path = ["md", "html", "txt"].map(|end| format!("reports/notices/d1.{end}"));
    let path = path.iter().find(|path| community.file(path).exists()).expect("a notice");
    let before = community.read(path);
    tamper(&community, path, |text| text.replace("40", "4"), "李梅");
    let found = problems(&community);
    assert!(found.len() == 1 && found[0].starts_with(&format!("published {path} N220816-")), "{found:?}");
    let who = community.run(&["audit", "verify", "--format", "json"]).out;
    let head = community.git(&["rev-parse", "HEAD"]);
    assert!(who.contains(&head.trim()[..8]), "the commit that changed it is named: {who}");
    tamper(&community, path, |_| before.clone(), "李梅");
    assert_eq!(problems(&community), [""; 0]);
    community.git(&["rm", "-q", path]);
    community.git(&["commit", "-qm", "gone"]);
    let found = problems(&community);
    assert!(found.len() == 1 && found[0].contains("不存在"), "{found:?}");
}

#[test]
fn a_scheduled_report_is_held_to_its_digest_also_when_its_commit_was_verified_before() {
    let community = lived();
    community.write("reports/today.html", "<p>晚报</p>\n");
    community.git(&["add", "-A"]);
    let digest = "1a1dc5ff9a2b4b1c2b39e5e5a8f4c0ec67cd2b8e4c0f4a6bd0f2a5f7c6b1a2d3";
    let message = format!(
        "evening\n\nLinli-Slot: evening-bulletin 2022-08-16T20:00\nLinli-Digest: {digest} reports/today.html\n"
    );
    community.git(&["commit", "-qm", &message]);
    assert!(problems(&community)[0].starts_with("published reports/today.html"));
    let sum = std::process::Command::new("sha256sum")
        .arg(community.file("reports/today.html"))
        .output()
        .expect("a sum");
    let sum = String::from_utf8_lossy(&sum.stdout)[..64].to_owned();
    community.git(&["commit", "-q", "--amend", "-m", &message.replace(digest, &sum)]);
    assert_eq!(problems(&community), [""; 0]);
    tamper(&community, "reports/today.html", |text| text + "!", "李梅");
    assert_eq!(problems(&community).len(), 1);
}

#[test]
fn what_is_missing_from_the_store_is_found_and_never_passed_over() {
    let community = lived();
    let blob = community.git(&["rev-parse", &format!("HEAD~2:{DONATIONS}")]);
    let remove = |id: &str| {
        std::fs::remove_file(community.file(&format!(".git/objects/{}/{}", &id[..2], &id.trim()[2..])))
            .expect("removed");
    };
    remove(&blob);
    let found = problems(&community);
    assert!(found[0].starts_with(&format!("objects {DONATIONS} -")), "{found:?}");
    let tree = community.git(&["rev-parse", "HEAD~1:ledgers"]);
    remove(&tree);
    assert!(problems(&community).len() > found.len());
    remove(&community.git(&["rev-parse", "HEAD~2"]));
    assert!(problems(&community).iter().any(|problem| problem.contains("提交")));
}

#[test]
fn an_object_that_was_changed_in_its_file_is_found_when_asked_strictly() {
    let community = lived();
    let path = |rev: &str| {
        let id = community.git(&["rev-parse", rev]);
        community.file(&format!(".git/objects/{}/{}", &id[..2], &id.trim()[2..]))
    };
    let (items, volunteers) = (path("HEAD:ledgers/items.csv"), path("HEAD:ledgers/volunteers.csv"));
    std::fs::remove_file(&items).expect("removed");
    std::fs::copy(volunteers, items).expect("another's bytes");
    let said = community.run(&["audit", "verify", "--strict", "--format", "csv"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("ledgers/items.csv"), "{}", said.all());
}

#[test]
fn a_printed_code_is_part_of_the_history_or_it_is_said_why_not() {
    let mut community = lived();
    let head = community.git(&["rev-parse", "--short=8", "HEAD"]).trim().to_owned();
    let short = head.as_str();
    community.ok(&["donate", "居民", "大米=5kg"]);
    assert_snapshot!(community.ok(&["audit", "verify", "--anchor", short]).all());
    community.ok(&["audit", "verify", "--anchor", &format!("账目版本 {short} · 4 行")]);
    assert_snapshot!(
        community.run(&["audit", "verify", "--anchor", &format!("books {short}, 5 rows")]).all()
    );
    community.git(&["reset", "-q", "--hard", "HEAD~2"]);
    community.ok(&["donate", "居民", "大米=5kg"]);
    community.lang = "en".to_owned();
    let rewritten = community.run(&["audit", "verify", "--anchor", short]);
    assert_eq!(rewritten.code, 1);
    assert_snapshot!(rewritten.all());
    assert_snapshot!(community.run(&["audit", "verify", "--anchor", "00000000"]).all());
    assert_eq!(community.run(&["audit", "verify", "--anchor", "main"]).code, 1);
}

#[test]
fn a_range_from_the_later_to_the_earlier_is_refused_with_the_range_that_was_meant() {
    let community = lived();
    let said = community.refused(&["audit", "diff", "HEAD..HEAD~2"]);
    assert!(said.err.contains("linli audit diff HEAD~2..HEAD"), "{}", said.err);
    community.ok(&["audit", "diff", "HEAD~2..HEAD"]);
}

#[test]
fn a_history_that_was_replaced_after_it_was_verified_is_told() {
    let community = lived();
    assert_eq!(problems(&community), [""; 0]);
    let gone = id(&community, "tests");
    community.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let found = problems(&community);
    assert!(found.len() == 1 && found[0].contains(&gone) && found[0].contains("取代"), "{found:?}");
    for _ in 0..2 {
        let strict = community.run(&["audit", "verify", "--strict"]);
        assert!(
            strict.code == 1 && strict.all().contains("取代"),
            "the strict look is no weaker: {}",
            strict.all()
        );
    }
    assert_eq!(problems(&community).len(), 1, "until the note is removed");
    std::fs::remove_file(community.file(".git/linli/verified")).expect("a note");
    assert_eq!(problems(&community), [""; 0]);
}

#[test]
fn a_note_that_is_damaged_is_not_believed() {
    let community = lived();
    tamper(&community, DONATIONS, |text| text.replace(",40,", ",4,"), "李梅");
    let head = community.git(&["rev-parse", "HEAD"]);
    std::fs::create_dir_all(community.file(".git/linli")).expect("made");
    for note in [
        "",
        "linli-verified 1\n",
        "linli-verified 9\nrefs/heads/main\tx\ty\n",
        &format!("linli-verified 1\nrefs/heads/main\t{}\twrong\n", head.trim()),
    ] {
        community.write(".git/linli/verified", note);
        assert_eq!(problems(&community).len(), 1, "{note:?}");
    }
}

#[test]
fn a_bare_repository_is_audited_and_a_shallow_clone_says_what_it_does_not_see() {
    let community = lived();
    community.git(&["clone", "-q", "--bare", ".", "hub.git"]);
    let bare = community.ok(&["-C", "hub.git", "audit", "verify"]);
    assert!(bare.out.contains("共核验 4 次提交"), "{}", bare.all());
    assert_eq!(community.ok(&["-C", "hub.git", "audit", "log", "--format", "csv"]).out.lines().count(), 5);
    assert_eq!(
        community.ok(&["-C", "hub.git", "audit", "blame", "receipts", "--format", "csv"]).out.lines().count(),
        3
    );
    let from = format!("file://{}", community.path().display());
    community.git(&["clone", "-q", "--depth", "2", &from, "shallow"]);
    let shallow = community.ok(&["-C", "shallow", "audit", "verify"]);
    assert!(shallow.out.contains("本机只有历史的末段"), "{}", shallow.all());
    assert!(community.ok(&["-C", "shallow", "audit", "log"]).out.contains("更早的看不到"));
}

/// A key of somebody, and its public half.
fn key(community: &Community, name: &str) -> String {
    let path = community
        .file(&format!("../{}-{name}", community.path().file_name().expect("a name").to_string_lossy()));
    let made = std::process::Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"])
        .arg(&path)
        .status();
    assert!(made.is_ok_and(|status| status.success()), "ssh-keygen");
    path.display().to_string()
}

fn signed(community: &Community, key: &str, author: &str) {
    let config =
        ["-c", "gpg.format=ssh", "-c", &format!("user.signingkey={key}"), "-c", "commit.gpgsign=true"];
    let author = format!("{author} <{author}@example.invalid>");
    let commit = ["commit", "-q", "--allow-empty", "--author", &author, "-m", "signed"];
    community.git(&[&config[..], &commit[..]].concat());
}

#[test]
fn a_signature_must_be_the_authors_with_a_key_that_was_allowed_before() {
    let community = lived();
    let (mei, liu) = (key(&community, "mei"), key(&community, "liu"));
    let public = |key: &str| std::fs::read_to_string(format!("{key}.pub")).expect("a key");
    signed(&community, &mei, "李梅");
    assert_eq!(problems(&community), [""; 0], "without a list nobody can be judged");
    community.write("ledgers/allowed_signers", format!("李梅@example.invalid {}", public(&mei)));
    community.git(&["add", "-A"]);
    community.git(&["commit", "-q", "-m", "signers"]);
    signed(&community, &mei, "李梅");
    let listed = community.ok(&["audit", "verify", "--format", "csv"]).out;
    assert!(listed.contains("signatures,ok,1,"), "{listed}");
    signed(&community, &liu, "李梅");
    signed(&community, &mei, "王柳");
    let found = problems(&community);
    assert_eq!(found.iter().filter(|p| p.starts_with("signatures")).count(), 2, "{found:?}");
    community.write("ledgers/allowed_signers", format!("王柳 {}", public(&liu)));
    community.git(&["add", "-A"]);
    community.git(&["commit", "-q", "-m", "signers"]);
    assert_eq!(problems(&community).len(), 3, "the list is changed only by who is on it");
    signed(&community, &liu, "王柳");
    assert_eq!(problems(&community).len(), 3, "a name will do");
    let strict = community.run(&["audit", "verify", "--strict", "--format", "csv"]).out;
    assert!(strict.contains("这个提交没有签名"), "{strict}");
    for key in [mei, liu] {
        let _ = std::fs::remove_file(format!("{key}.pub"));
        let _ = std::fs::remove_file(key);
    }
}
