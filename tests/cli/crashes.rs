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

/// What is recorded: the committed files, but not the commit.
fn recorded(community: &Community) -> String {
    community.git(&["ls-tree", "-r", "HEAD"])
}

fn killed_at_every_write(prepared: &Community, line: &str) -> usize {
    let words: Vec<&str> = line.split(' ').collect();
    for write in 0.. {
        assert!(write < 200, "linli {line} never ends");
        let community = prepared.copy();
        let before = recorded(&community);
        let commits = community.git(&["rev-list", "--count", "HEAD"]);
        let said = community.run_with(&words, &[("LINLI_ABORT_BEFORE", &write.to_string())]);
        let after_all = said.code == 0;
        assert!(after_all || said.code == -1, "linli {line}\n{}", said.all());
        // The next command, of another person and about something else.
        community.ok(&["item", "add", "盐", "--unit", "袋", "--by", "王柳"]);
        let is_in = community.git(&["rev-list", "--count", "HEAD"]).trim().parse::<u32>().unwrap_or(0)
            == commits.trim().parse::<u32>().unwrap_or(0) + 2;
        assert!(
            is_in || !after_all || line.starts_with("home"),
            "linli {line}: success was said, and nothing is there"
        );
        let at = format!("linli {line}, killed before write {write}");
        assert_eq!(community.git(&["status", "--porcelain"]), "", "{at}: the files are those of the commit");
        let now = recorded(&community);
        let lost: Vec<&str> = before
            .lines()
            .filter_map(|l| l.split_once('\t'))
            .filter(|(_, path)| !now.contains(path))
            .map(|(_, path)| path)
            .collect();
        assert!(lost.is_empty(), "{at}: {lost:?} is gone");
        let mine: Vec<&str> = before
            .lines()
            .filter(|l| !is_in && !l.ends_with("ledgers/items.csv") && !now.contains(*l))
            .collect();
        assert!(mine.is_empty(), "{at}: half of it is in {mine:?}");
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
