//! Trouble at every step of an operation: after the next command it is fully in or fully out, what was there
//! before is intact, and nothing is left lying about.

use super::tests::{MONTH, community, noon, operation, person, status, write};
use crate::store::{Oid, Operation, Store, Trouble, disk};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

const NEW: &str = "ledgers/tests/2022-08.csv";
const ITEMS: &str = "ledgers/items.csv";
const OLD: &str = "reports/old.html";
const CONTACTS: &str = "private/contacts.csv";
const HAND: &str = "id,date,note\nby hand\n";

/// A community with hand edits in a month, and a report that will be removed.
fn prepared(folder: &Path) -> Store {
    let store = community(folder);
    let head = store.head().unwrap().map(|head| head.commit);
    store.append_commit(head, &[(OLD.into(), b"old".to_vec())], "old", &person(), noon()).unwrap();
    store.checkout_head().unwrap();
    fs::write(store.root().join(MONTH), HAND).unwrap();
    store
}

/// Five files at once: one with hand edits, one new in a new folder, one changed, one removed, one private.
fn five_files(store: &Store) -> Operation {
    let mut month = write(store, MONTH, Some("id,date,note\nby hand\nrow\n"));
    month.committed = Some("id,date,note\nrow\n".into());
    let mut contacts = write(store, CONTACTS, Some("3-2-502,phone\n"));
    contacts.committed = None;
    let rest = [
        write(store, NEW, Some("id\nT1\n")),
        write(store, ITEMS, Some("item\n牛奶\n")),
        write(store, OLD, None),
    ];
    operation([month].into_iter().chain(rest).chain([contacts]).collect(), "five files")
}

/// Every file of the folder outside `.git`, temporary ones included, and empty folders.
fn everything(root: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    fn walk(folder: &Path, top: &Path, all: &mut BTreeMap<String, Option<Vec<u8>>>) {
        for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            let name = entry.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
            if name == ".git" {
                continue;
            }
            if entry.is_dir() {
                all.insert(name, None);
                walk(&entry, top, all);
            } else {
                all.insert(name, Some(fs::read(&entry).unwrap()));
            }
        }
    }
    let mut all = BTreeMap::new();
    walk(root, root, &mut all);
    all
}

/// True if the operation is fully in, false if fully out; anything else fails the test.
fn fully_in_or_out(store: &Store, before: &BTreeMap<String, Option<Vec<u8>>>, head: Oid) -> bool {
    let lock = store.lock(Duration::ZERO, "after").expect("no lock is left");
    store.recover(&lock).unwrap();
    assert_eq!(store.recover(&lock).unwrap(), None, "recovery is done once");
    assert!(!store.own_folder().join("intent").exists() && !store.own_folder().join("before").exists());
    for lock in ["index.lock", "refs/heads/main.lock"] {
        assert!(!store.repo.path().join(lock).exists(), "{lock} is left");
    }
    let now = everything(store.root());
    let tip = store.head().unwrap().unwrap().commit;
    let is_in = tip != head;
    let dirty = format!("Status(WT_MODIFIED) {MONTH}");
    assert_eq!(status(store), [dirty], "only the hand edits show");
    if is_in {
        let commit = store.repo.find_commit(tip).unwrap();
        assert_eq!(commit.parent_id(0).unwrap(), head);
        let file = |path: &str| now.get(path).cloned().flatten().map(|b| String::from_utf8(b).unwrap());
        assert_eq!(file(MONTH).unwrap(), "id,date,note\nby hand\nrow\n");
        assert_eq!(file(NEW).unwrap(), "id\nT1\n");
        assert_eq!(file(ITEMS).unwrap(), "item\n牛奶\n");
        assert_eq!(file(CONTACTS).unwrap(), "3-2-502,phone\n");
        assert_eq!(file(OLD), None);
        assert_eq!(store.blob_at(tip, CONTACTS).unwrap(), None);
        let committed = store.read_blob(store.blob_at(tip, MONTH).unwrap().unwrap()).unwrap();
        assert_eq!(committed, b"id,date,note\nrow\n");
        assert!(!now.keys().any(|name| name.contains(".linli-")), "{:?}", now.keys());
    } else {
        assert_eq!(&now, before);
    }
    // Life goes on.
    let text = String::from_utf8(store.read_working(ITEMS).unwrap().unwrap()).unwrap() + "next\n";
    store.apply(&lock, &operation(vec![write(store, ITEMS, Some(&text))], "next")).unwrap();
    is_in
}

/// The outcomes of trouble at step 0, 1, 2 … until the operation runs through; true is in.
fn at_every_step(trouble: impl Fn(&Store, u32) -> bool) -> Vec<bool> {
    let mut outcomes = Vec::new();
    for step in 0.. {
        let dir = TempDir::new().unwrap();
        let store = prepared(dir.path());
        let (before, head) = (everything(store.root()), store.head().unwrap().unwrap().commit);
        let through = trouble(&store, step);
        outcomes.push(fully_in_or_out(&Store::open(store.root()).unwrap(), &before, head));
        if through {
            return outcomes;
        }
    }
    outcomes
}

fn first_out_then_in(outcomes: &[bool]) {
    assert!(outcomes.len() > 15, "{outcomes:?}");
    assert!(outcomes.is_sorted() && !outcomes[0] && outcomes.iter().filter(|is_in| **is_in).count() >= 3);
}

#[test]
fn killed_at_any_step_it_is_fully_in_or_fully_out() {
    first_out_then_in(&at_every_step(|store, step| run_child(store.root(), &format!("abort {step}"))));
}

#[test]
fn a_step_that_fails_once_leaves_everything_as_it_was() {
    first_out_then_in(&at_every_step(|store, step| {
        let (before, head) = (everything(store.root()), store.head().unwrap());
        let lock = store.lock(Duration::ZERO, "test").unwrap();
        store.make_trouble(step, Trouble::Fail);
        let result = store.apply(&lock, &five_files(store));
        let through = store.stop_trouble();
        if result.is_err() {
            assert_eq!((everything(store.root()), store.head().unwrap()), (before, head), "without recovery");
        }
        assert!(!through || result.unwrap().said.is_empty());
        through
    }));
}

#[test]
fn a_disk_that_stays_full_leaves_it_to_the_next_command() {
    first_out_then_in(&at_every_step(|store, step| {
        let lock = store.lock(Duration::ZERO, "test").unwrap();
        store.make_trouble(step, Trouble::FailOn);
        let result = store.apply(&lock, &five_files(store));
        let through = store.stop_trouble();
        let landed =
            store.repo.head().unwrap().peel_to_commit().unwrap().summary().unwrap() == Some("five files");
        assert_eq!(result.is_ok(), landed, "success is said if and only if it is committed");
        through
    }));
}

#[test]
fn a_file_edited_after_the_crash_is_never_touched() {
    let dir = TempDir::new().unwrap();
    let store = prepared(dir.path());
    // The last step before the branch moves: every file is in place.
    let step = (0..).find(|step| {
        let dir = TempDir::new().unwrap();
        let store = prepared(dir.path());
        run_child(dir.path(), &format!("abort {step}"));
        store.repo.head().unwrap().peel_to_commit().unwrap().summary().unwrap() == Some("five files")
    });
    run_child(dir.path(), &format!("abort {}", step.unwrap() - 1));
    assert_eq!(fs::read(dir.path().join(NEW)).unwrap(), b"id\nT1\n");
    fs::write(dir.path().join(NEW), "id\nT1\nT2 by hand\n").unwrap();
    let lock = store.lock(Duration::ZERO, "after").unwrap();
    let said = store.recover(&lock).unwrap().unwrap();
    assert!(said.en.contains(NEW) && said.en.contains("five files") && said.zh.contains(NEW), "{said:?}");
    assert_eq!(fs::read(dir.path().join(NEW)).unwrap(), b"id\nT1\nT2 by hand\n");
    assert_eq!(fs::read_to_string(dir.path().join(MONTH)).unwrap(), HAND);
}

#[test]
fn writers_that_are_killed_at_random_lose_nothing_that_they_said() {
    let dir = TempDir::new().unwrap();
    let store = community(dir.path());
    for round in 0..6u64 {
        let mut child = child(dir.path(), "forever").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(120 + round * 37 % 100));
        child.kill().unwrap();
        child.wait().unwrap();
        let lock = store.lock(Duration::ZERO, "after").expect("the kernel freed the lock");
        store.recover(&lock).unwrap();
        let text = fs::read_to_string(dir.path().join(MONTH)).unwrap();
        let head = store.head().unwrap().unwrap().commit;
        let committed = store.read_blob(store.blob_at(head, MONTH).unwrap().unwrap()).unwrap();
        assert_eq!(text.as_bytes(), committed);
        let said = fs::read_to_string(dir.path().join("private/said")).unwrap_or_default();
        assert!(said.lines().all(|row| text.contains(row)), "a row that was reported is gone");
        assert_eq!(status(&store), [""; 0]);
    }
    assert!(fs::read_to_string(dir.path().join("private/said")).unwrap().lines().count() > 3);
}

fn child(root: &Path, job: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "store::crash_tests::the_process_that_is_killed", "--nocapture"]);
    command.env("LINLI_TEST_ROOT", root).env("LINLI_TEST_JOB", job);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    command
}

/// True if the child ran through.
fn run_child(root: &Path, job: &str) -> bool {
    child(root, job).status().unwrap().success()
}

/// Not a test by itself: what the tests above start as another process.
#[test]
#[allow(clippy::disallowed_methods)]
fn the_process_that_is_killed() {
    let (Ok(root), Ok(job)) = (std::env::var("LINLI_TEST_ROOT"), std::env::var("LINLI_TEST_JOB")) else {
        return;
    };
    let store = Store::open(Path::new(&root)).unwrap();
    if let Some(step) = job.strip_prefix("abort ") {
        let lock = store.lock(Duration::from_secs(5), "child").unwrap();
        store.make_trouble(step.parse().unwrap(), Trouble::Abort);
        store.apply(&lock, &five_files(&store)).unwrap();
        return;
    }
    fs::create_dir_all(store.root().join("private")).unwrap();
    loop {
        let lock = store.lock(Duration::from_secs(5), "child").unwrap();
        store.recover(&lock).unwrap();
        let old = String::from_utf8(store.read_working(MONTH).unwrap().unwrap()).unwrap();
        let row = format!("row {}", old.lines().count());
        let new = format!("{old}{row}\n");
        store.apply(&lock, &operation(vec![write(&store, MONTH, Some(&new))], &row)).unwrap();
        drop(lock);
        let said = store.root().join("private/said");
        let mut all = fs::read_to_string(&said).unwrap_or_default();
        all.push_str(&format!("{row}\n"));
        disk::replace(&said, all.as_bytes()).unwrap();
    }
}

/// The test runs itself again on a disk of 600 kB of its own. Where the system lets an ordinary user mount
/// none, [`a_disk_that_stays_full_leaves_it_to_the_next_command`] stands for it alone.
#[test]
#[allow(clippy::disallowed_methods)]
fn on_a_disk_that_is_really_full_nothing_changes_and_it_is_said() {
    if std::env::var("LINLI_TEST_JOB").is_ok_and(|job| job == "small disk") {
        return fill_the_disk();
    }
    let own_mounts = |script: &str, folder: &Path| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]).arg(folder);
        command.arg(std::env::current_exe().unwrap()).env("LINLI_TEST_JOB", "small disk").output()
    };
    let dir = TempDir::new().unwrap();
    let mount = "mount -t tmpfs -o size=600k tmpfs \"$1\"";
    if !own_mounts(mount, dir.path()).is_ok_and(|tried| tried.status.success()) {
        return;
    }
    let name = "store::crash_tests::on_a_disk_that_is_really_full_nothing_changes_and_it_is_said";
    let script = format!("{mount} && TMPDIR=\"$1\" exec \"$2\" --exact {name}");
    let ran = own_mounts(&script, dir.path()).unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
}

fn fill_the_disk() {
    let dir = TempDir::new().unwrap();
    let store = community(dir.path());
    let lock = store.lock(Duration::ZERO, "test").unwrap();
    let mut noise = 1u64;
    for _ in 0..2000 {
        let mut text = String::from_utf8(store.read_working(MONTH).unwrap().unwrap()).unwrap();
        for _ in 0..100 {
            noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(&format!("{noise}\n"));
        }
        let (before, head) = (everything(store.root()), store.head().unwrap());
        let Err(error) = store.apply(&lock, &operation(vec![write(&store, MONTH, Some(&text))], "more"))
        else {
            continue;
        };
        assert_eq!((everything(store.root()), store.head().unwrap()), (before, head));
        let (en, hint) = error.say(crate::words::Lang::En);
        assert!(en.contains("disk is full") && hint.is_some(), "{en}");
        assert_eq!(store.recover(&lock).unwrap(), None);
        assert_eq!(status(&store), [""; 0]);
        return;
    }
    panic!("the disk is not small");
}
