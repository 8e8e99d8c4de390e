//! The store as its users know it: files in, one commit out, `git status` clean, and clear words when it cannot.

use crate::error::{Error, Result};
use crate::store::{COMMUNITY_FILE, Landed, Lock, Oid, Operation, Person, Snapshot, Store, Write, intent};
use crate::words::Lang;
use chrono::DateTime;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

pub(super) const MONTH: &str = "ledgers/donations/2022-08.csv";
pub(super) const HEADER: &str = "id,date,note\n";

pub(super) fn person() -> Person {
    Person { name: "李梅".into(), email: "".into() }
}

pub(super) fn noon() -> chrono::DateTime<chrono::FixedOffset> {
    DateTime::parse_from_rfc3339("2022-08-16T12:00:00+08:00").unwrap()
}

/// A community in `folder`, with one month of donations committed.
pub(super) fn community(folder: &Path) -> Store {
    let store = Store::create(folder).unwrap();
    let files = [
        (COMMUNITY_FILE.to_owned(), b"[community]\nname = \"x\"\n".to_vec()),
        (MONTH.to_owned(), HEADER.into()),
        ("ledgers/items.csv".to_owned(), b"item\n".to_vec()),
        (".gitignore".to_owned(), b"/private/\n".to_vec()),
    ];
    let parent = store.head().unwrap().map(|h| h.commit);
    store.append_commit(parent, &files, "start\n", &person(), noon()).unwrap();
    store.checkout_head().unwrap();
    store
}

pub(super) fn fresh() -> (TempDir, Store) {
    let dir = TempDir::new().unwrap();
    let store = community(dir.path());
    (dir, store)
}

pub(super) fn operation(writes: Vec<Write>, subject: &str) -> Operation {
    let message = format!("{subject}\n\nLinli-Op: x\n");
    Operation { writes, message, author: person(), when: noon(), base: None }
}

pub(super) fn write(store: &Store, path: &str, bytes: Option<&str>) -> Write {
    let bytes = bytes.map(|b| b.as_bytes().to_vec());
    Write {
        path: path.into(),
        expects: store.read_working(path).unwrap(),
        working: bytes.clone(),
        committed: bytes,
    }
}

pub(super) fn append(store: &Store, row: &str) -> Result<Landed> {
    let lock = store.lock(Duration::from_secs(60), "test")?;
    store.recover(&lock)?;
    let old = store.read_working(MONTH)?.unwrap();
    let new = String::from_utf8(old).unwrap() + row + "\n";
    store.apply(&lock, &operation(vec![write(store, MONTH, Some(&new))], row))
}

pub(super) fn at_once(store: &Store) -> Lock {
    store.lock(Duration::ZERO, "test").unwrap()
}

/// What `git status` would show.
pub(super) fn status(store: &Store) -> Vec<String> {
    let mut options = git2::StatusOptions::new();
    options.include_untracked(true).recurse_untracked_dirs(true);
    // Opened anew: a cached index must not hide anything.
    let repo = git2::Repository::open(store.repo.path()).unwrap();
    let all = repo.statuses(Some(&mut options)).unwrap();
    all.iter().map(|s| format!("{:?} {}", s.status(), s.path().unwrap())).collect()
}

fn in_head(store: &Store, path: &str) -> Option<String> {
    let head = store.head().unwrap().unwrap().commit;
    let id = store.blob_at(head, path).unwrap()?;
    Some(String::from_utf8(store.read_blob(id).unwrap()).unwrap())
}

pub(super) fn on_disk(store: &Store, path: &str) -> Option<String> {
    fs::read_to_string(store.root().join(path)).ok()
}

/// The error in English, its hint, and both in Chinese, in one text.
pub(super) fn told<T: std::fmt::Debug>(result: Result<T>) -> String {
    let error = result.unwrap_err();
    let (en, hint) = error.say(Lang::En);
    let (zh, hint_zh) = error.say(Lang::Zh);
    assert_ne!(en, zh);
    format!("{en} | {} | {zh} | {}", hint.unwrap_or_default(), hint_zh.unwrap_or_default())
}

#[cfg(unix)]
#[test]
fn an_operation_is_one_commit_and_leaves_git_status_clean() {
    let (_dir, store) = fresh();
    let before = store.head().unwrap().unwrap().commit;
    let landed = append(&store, "D220816-K7QF2M").unwrap();
    assert_eq!(landed.said, []);
    let commit = store.repo.find_commit(landed.commit).unwrap();
    assert_eq!(commit.parent_id(0).unwrap(), before);
    assert_eq!(commit.message().unwrap(), "D220816-K7QF2M\n\nLinli-Op: x\n");
    assert_eq!(commit.author().name().unwrap(), "李梅");
    assert_eq!(commit.committer().name().unwrap(), "李梅");
    assert_eq!(commit.time().seconds(), noon().timestamp());
    assert_eq!(commit.time().offset_minutes(), 480);
    assert_eq!(in_head(&store, MONTH), on_disk(&store, MONTH));
    assert_eq!(status(&store), [""; 0]);
    let log = store.repo.reflog("HEAD").unwrap();
    assert_eq!(log.get(0).unwrap().message().unwrap(), Some("D220816-K7QF2M"));
    assert!(!store.own_folder().join("intent").exists());
}

#[test]
fn several_files_are_made_changed_and_removed_together() {
    let (_dir, store) = fresh();
    let writes = vec![
        write(&store, "ledgers/tests/2022-08.csv", Some("id\n")),
        write(&store, "reports/a/b.html", Some("<p>")),
        write(&store, MONTH, None),
    ];
    store.apply(&at_once(&store), &operation(writes, "many")).unwrap();
    assert_eq!(in_head(&store, "ledgers/tests/2022-08.csv").as_deref(), Some("id\n"));
    assert_eq!(on_disk(&store, "reports/a/b.html").as_deref(), Some("<p>"));
    assert_eq!((in_head(&store, MONTH), on_disk(&store, MONTH)), (None, None));
    let ledgers = store.repo.revparse_single("HEAD:ledgers").unwrap();
    assert!(ledgers.as_tree().unwrap().get_name("donations").is_none(), "an empty folder stays in git");
    assert_eq!(status(&store), [""; 0]);
}

#[test]
fn hand_edits_are_not_swept_into_the_commit_even_when_staged() {
    for staged in [false, true] {
        let (_dir, store) = fresh();
        fs::write(store.root().join(MONTH), "id,date,note\nby hand\n").unwrap();
        fs::write(store.root().join("ledgers/items.csv"), "item\n牛奶\n").unwrap();
        if staged {
            let mut index = store.repo.index().unwrap();
            index.add_path(Path::new(MONTH)).unwrap();
            index.write().unwrap();
        }
        let mut one = write(&store, MONTH, Some("id,date,note\nby hand\nrow\n"));
        one.committed = Some("id,date,note\nrow\n".into());
        store.apply(&at_once(&store), &operation(vec![one], "row")).unwrap();
        assert_eq!(in_head(&store, MONTH).unwrap(), "id,date,note\nrow\n");
        assert_eq!(on_disk(&store, MONTH).unwrap(), "id,date,note\nby hand\nrow\n");
        let dirty = [format!("Status(WT_MODIFIED) {MONTH}"), "Status(WT_MODIFIED) ledgers/items.csv".into()];
        assert_eq!(status(&store), dirty);
    }
}

#[test]
fn a_community_in_a_folder_of_a_repository_leaves_the_rest_alone() {
    let dir = TempDir::new().unwrap();
    let above = Store::create(dir.path()).unwrap();
    above.append_commit(None, &[("README".into(), b"hello".to_vec())], "up", &person(), noon()).unwrap();
    above.checkout_head().unwrap();
    fs::write(dir.path().join("README"), "edited").unwrap();
    let store = community(&dir.path().join("小区"));
    assert_eq!(store.prefix(), "小区/");
    append(&store, "row").unwrap();
    assert_eq!(in_head(&store, MONTH).unwrap(), "id,date,note\nrow\n");
    assert!(store.repo.revparse_single("HEAD:README").is_ok());
    assert_eq!(status(&store), ["Status(WT_MODIFIED) README"]);
    assert_eq!(fs::read_to_string(dir.path().join("README")).unwrap(), "edited");
    let head = store.head().unwrap().unwrap();
    assert_eq!(store.repo.find_tree(head.tree.unwrap()).unwrap().len(), 2);
    let apart = Store::create_apart(&dir.path().join("demo")).unwrap();
    assert_eq!((apart.prefix(), apart.head().unwrap()), ("", None));
}

#[test]
fn a_file_edited_since_it_was_read_is_refused() {
    let (_dir, store) = fresh();
    let one = write(&store, MONTH, Some("new"));
    fs::write(store.root().join(MONTH), "edited").unwrap();
    let head = store.head().unwrap();
    assert!(
        told(store.apply(&at_once(&store), &operation(vec![one], "x"))).contains("run the command again")
    );
    assert_eq!((store.head().unwrap(), on_disk(&store, MONTH).unwrap()), (head, "edited".into()));
}

#[test]
fn a_head_that_moved_is_built_upon_unless_the_file_itself_changed() {
    let (_dir, store) = fresh();
    let base = store.head().unwrap().unwrap().commit;
    let other = [("ledgers/items.csv".to_owned(), b"item\nrice\n".to_vec())];
    let theirs = store.append_commit(Some(base), &other, "theirs", &person(), noon()).unwrap();
    let mut mine = operation(vec![write(&store, MONTH, Some("id,date,note\nrow\n"))], "mine");
    mine.base = Some(base);
    let landed = store.apply(&at_once(&store), &mine).unwrap();
    assert_eq!(store.repo.find_commit(landed.commit).unwrap().parent_id(0).unwrap(), theirs);
    assert_eq!(in_head(&store, "ledgers/items.csv").unwrap(), "item\nrice\n");

    let same = [(MONTH.to_owned(), b"theirs".to_vec())];
    store.append_commit(Some(landed.commit), &same, "theirs", &person(), noon()).unwrap();
    let mut mine = operation(vec![write(&store, MONTH, Some("mine"))], "mine");
    mine.base = Some(landed.commit);
    assert!(told(store.apply(&at_once(&store), &mine)).contains("changed in git"));
    assert_eq!(on_disk(&store, MONTH).unwrap(), "id,date,note\nrow\n");
}

#[test]
fn a_branch_that_moves_at_the_last_moment_is_followed() {
    let (_dir, store) = fresh();
    let base = store.head().unwrap().unwrap().commit;
    let mine = operation(vec![write(&store, MONTH, Some("id,date,note\nrow\n"))], "mine");
    let planned = store.plan(&mine, base, &mut Vec::new()).unwrap();
    let mut intent = intent::Intent::new("mine", "refs/heads/main");
    let first = store.commit_on(base, &mine, &planned, &mut Vec::new()).unwrap().unwrap();
    intent.commit = Some(first.to_string());
    let other = [("ledgers/items.csv".to_owned(), b"item\nrice\n".to_vec())];
    let theirs = store.append_commit(Some(base), &other, "theirs", &person(), noon()).unwrap();
    store.move_branch(&mine, &planned, &mut intent, base).unwrap();
    let tip = store.repo.head().unwrap().peel_to_commit().unwrap();
    assert_eq!(tip.parent_id(0).unwrap(), theirs);
    assert_eq!(intent.commit, Some(tip.id().to_string()), "the intent names the commit that landed");
    assert_eq!(in_head(&store, MONTH).unwrap(), "id,date,note\nrow\n");
}

#[test]
fn an_index_that_another_program_holds_is_brought_up_later() {
    let (_dir, store) = fresh();
    let lock_file = store.repo.path().join("index.lock");
    fs::write(&lock_file, "").unwrap();
    for row in ["one", "two"] {
        let landed = append(&store, row).unwrap();
        assert!(landed.said.iter().any(|s| s.en.contains("index")), "{:?}", landed.said);
    }
    assert_ne!(status(&store), [""; 0]);
    fs::remove_file(&lock_file).unwrap();
    assert_eq!(store.recover(&at_once(&store)).unwrap(), None);
    assert_eq!(status(&store), [""; 0]);
    assert!(!store.index_is_behind());
}

#[test]
fn a_file_where_a_folder_should_be_changes_nothing() {
    let (_dir, store) = fresh();
    fs::write(store.root().join("reports"), "a file").unwrap();
    let head = store.head().unwrap();
    let writes = vec![
        write(&store, MONTH, Some("id,date,note\nrow\n")),
        write(&store, "reports/today.html", Some("x")),
    ];
    let error = store.apply(&at_once(&store), &operation(writes, "x")).unwrap_err();
    assert!(matches!(error, Error::File { .. }), "{error:?}");
    assert_eq!((store.head().unwrap(), on_disk(&store, MONTH).unwrap()), (head, HEADER.into()));
    assert_eq!(store.recover(&at_once(&store)).unwrap(), None);
}

#[test]
fn private_files_are_written_without_a_commit_and_leave_nothing_in_git() {
    let (_dir, store) = fresh();
    let head = store.head().unwrap().unwrap();
    fs::create_dir(store.root().join("private")).unwrap();
    fs::write(store.root().join("private/contacts.csv"), "old phone").unwrap();
    let mut one = write(&store, "private/contacts.csv", Some("new phone"));
    assert!(store.apply(&at_once(&store), &operation(vec![one.clone()], "x")).is_err());
    one.committed = None;
    let landed = store.apply(&at_once(&store), &operation(vec![one], "x")).unwrap();
    assert_eq!(landed.commit, head.commit);
    assert_eq!(on_disk(&store, "private/contacts.csv").unwrap(), "new phone");
    for phone in ["old phone", "new phone"] {
        let id = Oid::hash_object(git2::ObjectType::Blob, phone.as_bytes()).unwrap();
        assert!(!store.repo.odb().unwrap().exists(id));
        assert!(!store.own_folder().join("before").exists());
    }
    assert_eq!(store.working_files("private", |_| true).unwrap(), Snapshot::default());
}

#[cfg(unix)]
#[cfg(unix)]
#[cfg(unix)]
#[test]
fn a_new_community_is_laid_out_commit_by_commit() {
    let (_dir, store) = fresh();
    let mut parent = store.head().unwrap().map(|head| head.commit);
    for n in 0..30 {
        let files = [(MONTH.to_owned(), format!("{HEADER}{n}\n").into_bytes())];
        parent = Some(store.append_commit(parent, &files, &format!("day {n}"), &person(), noon()).unwrap());
    }
    let stale = store.append_commit(None, &[], "again", &person(), noon());
    assert!(stale.is_err(), "the branch has commits already");
    store.checkout_head().unwrap();
    assert_eq!(on_disk(&store, MONTH).unwrap(), "id,date,note\n29\n");
    assert_eq!(status(&store), [""; 0]);
    store.repo.config().unwrap().set_str("user.name", " 王芳 ").unwrap();
    assert_eq!(store.user_name().as_deref(), Some("王芳"));
    assert_eq!(store.loose_objects() % 256, 0);
    let nameless = Person { name: " ".into(), email: String::new() };
    assert!(told(store.append_commit(parent, &[], "x", &nameless, noon())).contains("--by"));
}

#[test]
fn a_second_writer_waits_and_is_told_who_is_busy() {
    let (_dir, store) = fresh();
    let first = store.lock(Duration::ZERO, "linli donate 牛奶=40箱").unwrap();
    let again = Store::open(store.root()).unwrap();
    match again.lock(Duration::from_millis(30), "linli count").unwrap_err() {
        Error::Busy { holder, .. } => {
            assert!(holder.contains("linli donate 牛奶=40箱"), "{holder}");
            assert!(holder.contains(&std::process::id().to_string()), "{holder}");
        }
        other => panic!("{other:?}"),
    }
    let waiting = std::thread::spawn(move || again.lock(Duration::from_secs(30), "linli count").map(drop));
    std::thread::sleep(Duration::from_millis(50));
    drop(first);
    waiting.join().unwrap().unwrap();
}

#[test]
fn twelve_writers_at_once_all_land() {
    let (dir, store) = fresh();
    std::thread::scope(|scope| {
        for writer in 0..12 {
            let dir = dir.path();
            scope.spawn(move || {
                let store = Store::open(dir).unwrap();
                for n in 0..3 {
                    append(&store, &format!("writer {writer} row {n}")).unwrap();
                }
            });
        }
    });
    let text = on_disk(&store, MONTH).unwrap();
    for writer in 0..12 {
        for n in 0..3 {
            assert!(text.contains(&format!("writer {writer} row {n}\n")));
        }
    }
    assert_eq!(in_head(&store, MONTH).unwrap(), text);
    let mut walk = store.repo.revwalk().unwrap();
    walk.push_head().unwrap();
    assert_eq!(walk.count(), 37);
    assert_eq!(status(&store), [""; 0]);
}
