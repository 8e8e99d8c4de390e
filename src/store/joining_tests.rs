//! Trouble at every step of joining two histories: it is fully in or fully out, and a second try lands it.

use super::tests::{MONTH, at_once, community, noon, on_disk, operation, person, status, write};
use crate::store::{Joining, Oid, Store, Trouble};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const OTHER: &str = "ledgers/tests/2022-08.csv";
const OURS: &str = "ledgers/items.csv";

/// A branch with a commit of its own, and another commit beside it that nobody names: two files changed, one in a new folder.
fn apart(folder: &Path, forward: bool) -> (Store, Joining) {
    let store = community(folder);
    let base = store.head().unwrap().unwrap().commit;
    let repo = git2::Repository::open(folder).unwrap();
    let by = git2::Signature::new("王柳", "x@example.invalid", &git2::Time::new(1_660_000_000, 480)).unwrap();
    let tree = repo.find_commit(base).unwrap().tree().unwrap();
    let blobs = [(MONTH, "id,date,note\ntheirs\n"), (OTHER, "id\nT1\n")]
        .map(|(path, text)| (path, repo.blob(text.as_bytes()).unwrap()));
    let mut builder = git2::build::TreeUpdateBuilder::new();
    for (path, blob) in &blobs {
        builder.upsert(*path, *blob, git2::FileMode::Blob);
    }
    let tree = repo.find_tree(builder.create_updated(&repo, &tree).unwrap()).unwrap();
    let theirs = repo.commit(None, &by, &by, "theirs", &tree, &[&repo.find_commit(base).unwrap()]).unwrap();
    if !forward {
        let change = operation(vec![write(&store, OURS, Some("item\n牛奶\n"))], "ours");
        store.apply(&at_once(&store), &change).unwrap();
    }
    let joining = Joining {
        ours: store.head().unwrap().unwrap().commit,
        parents: if forward { Vec::new() } else { vec![theirs] },
        forward: forward.then_some(theirs),
        files: blobs.iter().map(|(path, blob)| ((*path).to_owned(), Some((*blob, 0o100644)))).collect(),
        settled: Vec::new(),
        begun_by_git: false,
        message: "merge\n".to_owned(),
        author: person(),
        when: noon(),
    };
    (store, joining)
}

fn joined(store: &Store, joining: &Joining) -> bool {
    let lock = at_once(store);
    store.recover(&lock).unwrap();
    assert_eq!(store.recover(&lock).unwrap(), None);
    assert_eq!(status(store), [""; 0]);
    for left in ["index.lock", "refs/heads/main.lock", "linli/intent"] {
        assert!(!store.repo.path().join(left).exists(), "{left} is left");
    }
    let tip: Oid = store.head().unwrap().unwrap().commit;
    let is_in = tip != joining.ours;
    assert_eq!(
        on_disk(store, MONTH).unwrap(),
        if is_in { "id,date,note\ntheirs\n" } else { "id,date,note\n" }
    );
    assert_eq!(on_disk(store, OTHER).is_some(), is_in);
    let parents: BTreeSet<Oid> = store.repo.find_commit(tip).unwrap().parent_ids().collect();
    match joining.forward {
        Some(theirs) if is_in => assert_eq!(tip, theirs),
        None if is_in => assert_eq!(parents, BTreeSet::from([joining.ours, joining.parents[0]])),
        _ => {}
    }
    is_in
}

fn at_every_step(forward: bool, trouble: impl Fn(&Store, &Joining, u32) -> bool) {
    let mut outcomes = Vec::new();
    for step in 0.. {
        let dir = TempDir::new().unwrap();
        let (store, joining) = apart(dir.path(), forward);
        let through = trouble(&store, &joining, step);
        let store = Store::open(dir.path()).unwrap();
        outcomes.push(joined(&store, &joining));
        if !outcomes.last().unwrap() {
            let lock = at_once(&store);
            store.join(&lock, &joining).unwrap();
            drop(lock);
            assert!(joined(&store, &joining), "a second try lands it");
        }
        if through {
            break;
        }
    }
    assert!(
        outcomes.len() > 10 && outcomes.is_sorted() && !outcomes[0] && outcomes[outcomes.len() - 2],
        "{outcomes:?}"
    );
}

#[test]
fn a_merge_killed_at_any_step_is_fully_in_or_fully_out_and_lands_when_tried_again() {
    for forward in [false, true] {
        at_every_step(forward, |store, _, step| {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.args(["--exact", "store::joining_tests::the_process_that_is_killed", "--nocapture"]);
            command.env("LINLI_JOIN_ROOT", store.root()).env("LINLI_JOIN_STEP", format!("{step} {forward}"));
            command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
            command.status().unwrap().success()
        });
    }
}

#[test]
fn a_step_of_a_merge_that_fails_leaves_everything_as_it_was() {
    for (forward, kind) in [(false, Trouble::Fail), (true, Trouble::FailOn)] {
        at_every_step(forward, |store, joining, step| {
            store.make_trouble(step, kind);
            let _ = store.join(&at_once(store), joining);
            store.stop_trouble()
        });
    }
}

/// Not a test by itself: what the test above starts as another process.
#[test]
#[allow(clippy::disallowed_methods)]
fn the_process_that_is_killed() {
    let (Ok(root), Ok(job)) = (std::env::var("LINLI_JOIN_ROOT"), std::env::var("LINLI_JOIN_STEP")) else {
        return;
    };
    let (step, forward) = job.split_once(' ').unwrap();
    // The same commits again: they are made of the same bytes at the same times.
    let store = Store::open(Path::new(&root)).unwrap();
    let (_, mut joining) = apart(TempDir::new().unwrap().path(), forward == "true");
    joining.ours = store.head().unwrap().unwrap().commit;
    store.make_trouble(step.parse().unwrap(), Trouble::Abort);
    store.join(&at_once(&store), &joining).unwrap();
}

#[test]
fn a_working_file_with_hand_edits_stops_a_merge_before_anything_changes() {
    let dir = TempDir::new().unwrap();
    let (store, joining) = apart(dir.path(), false);
    std::fs::write(store.root().join(MONTH), "by hand\n").unwrap();
    let told = super::tests::told(store.join(&at_once(&store), &joining));
    assert!(told.contains(MONTH) && told.contains("linli save"), "{told}");
    assert_eq!(on_disk(&store, MONTH).unwrap(), "by hand\n");
    assert_eq!(store.head().unwrap().unwrap().commit, joining.ours);
}
