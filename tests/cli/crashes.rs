//! Any crash: every recording command is killed before each of its writes, and the next command finds it fully in or
//! fully out.

use super::community::Community;

/// A community with something to correct, to take and to close.
fn prepared() -> Community {
    let community = Community::new();
    community.write(".gitignore", "private/\n");
    community.git(&["add", "-A"]);
    community.git(&["commit", "-q", "-m", "private"]);
    for line in [
        "receive 街道 牛奶=20箱 蔬菜包=90份",
        "census 3-1-101=3 3-1-102=2",
        "volunteer add 王强 --group logistics --role member",
        "request open 3-1-101 布洛芬1盒 --kind medicine",
        "round open roll-0816 --kind rollcall --title 点名",
    ] {
        community.ok(&line.split(' ').collect::<Vec<_>>());
    }
    community
}

/// One of each way in which a command writes: one ledger, several, a register, both, private files, a notice.
const COMMANDS: &[&str] = &[
    "donate 爱心企业 牛奶=2箱",
    "receive 街道 姜=3袋 --new",
    "distribute --round veg-0816 3-1-101 3-1-102",
    "adjust 牛奶=-1盒 --reason damaged",
    "count 牛奶=100盒 --adjust",
    "captain 3-1 人数=12 检测=9 蔬菜包=4 --round test-0816 --round veg-0816",
    "census 3-1-101=4",
    "test test-0816 3-1-101=2",
    "request deliver 3-1-101 --runner 王强 --spent 20",
    "reach roll-0816 3-1",
    "shift 王强 --start 8:00 --end 12:00",
    "item add 红糖 --unit 袋",
    "home add 3-1-商101 --name 王芳 --phone 13800138000",
    "volunteer add 丁一帆 --group logistics --role member",
    "round close veg-0816",
    "store add post --name 门岗",
    "notice testing --round test-0816 --issue",
    "notice --eject testing",
];

/// The next command, of another person and about something else.
const NEXT: &[&str] = &["item", "add", "盐", "--unit", "袋", "--by", "王柳"];

/// What is recorded: the committed files, but not the commit.
fn recorded(community: &Community) -> String {
    community.git(&["ls-tree", "-r", "HEAD"])
}

/// What is recorded, and what is private, once a line was typed in a copy, or not, and after it the next command.
fn reference(prepared: &Community, line: Option<&[&str]>) -> (String, String) {
    let community = prepared.copy();
    line.iter().for_each(|words| drop(community.ok(words)));
    community.ok(NEXT);
    (recorded(&community), community.read("private/contacts.csv"))
}

fn killed_at_every_write(prepared: &Community, line: &str) -> usize {
    let words: Vec<&str> = line.split(' ').collect();
    let (out, whole) = (reference(prepared, None), reference(prepared, Some(&words)));
    assert_ne!(out, whole, "linli {line} records nothing");
    for write in 0.. {
        assert!(write < 200, "linli {line} never ends");
        let community = prepared.copy();
        let said = community.run_with(&words, &[("LINLI_ABORT_BEFORE", &write.to_string())]);
        let after_all = said.code == 0;
        assert!(after_all || said.code == -1, "linli {line}\n{}", said.all());
        community.ok(NEXT);
        let at = format!("linli {line}, killed before write {write}");
        let now = (recorded(&community), community.read("private/contacts.csv"));
        assert!(now == whole || !after_all && now == out, "{at}: neither fully in nor fully out: {now:?}");
        assert_eq!(community.git(&["status", "--porcelain"]), "", "{at}: the files are those of the commit");
        let damage = ["truncated", "edited-row", "removed-row", "id-duplicate"];
        let only = damage.iter().flat_map(|code| ["--only", code]);
        let check = community.run(&["check", "--format", "json"].into_iter().chain(only).collect::<Vec<_>>());
        assert_eq!(check.out.trim(), "[]", "{at}");
        for left in [".git/index.lock", ".git/HEAD.lock", ".git/linli/intent"] {
            assert!(!community.file(left).exists(), "{at}: {left} is left");
        }
        if after_all {
            return write;
        }
    }
    0
}

#[test]
fn every_recording_command_killed_before_any_of_its_writes_is_fully_in_or_fully_out() {
    let threads = 2;
    let prepared = &prepared();
    std::thread::scope(|scope| {
        for part in 0..threads {
            scope.spawn(move || {
                for line in COMMANDS.iter().skip(part).step_by(threads) {
                    let writes = killed_at_every_write(prepared, line);
                    assert!(writes >= 3, "linli {line} was stopped at {writes} writes only");
                }
            });
        }
    });
}
