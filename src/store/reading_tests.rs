//! Finding, opening and reading a store, and what stands in the way of writing to it.

use super::tests::{HEADER, MONTH, append, fresh, on_disk, told};
use crate::store::{Snapshot, Store};
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

#[test]
fn the_community_is_found_from_a_folder_inside_it() {
    let (dir, store) = fresh();
    assert_eq!(Store::find_root(&dir.path().join("ledgers/donations")).unwrap(), store.root());
    let elsewhere = TempDir::new().unwrap();
    assert!(told(Store::find_root(elsewhere.path())).contains("linli init"));
    assert!(Store::find_root(&elsewhere.path().join("gone")).is_err());
}

#[test]
fn repositories_that_cannot_be_used_are_named_for_what_they_are() {
    let dir = TempDir::new().unwrap();
    let open = |at: &Path| told(Store::open(at).map(drop));
    assert!(open(dir.path()).contains("git init"), "{}", open(dir.path()));
    let bare = dir.path().join("bare");
    git2::Repository::init_bare(&bare).unwrap();
    assert!(open(&bare).contains("bare"));
    for extension in ["objectformat = sha256", "refstorage = reftable"] {
        let at = TempDir::new().unwrap();
        git2::Repository::init(at.path()).unwrap();
        let config = format!("[core]\n\trepositoryformatversion = 1\n[extensions]\n\t{extension}\n");
        fs::write(at.path().join(".git/config"), config).unwrap();
        assert!(open(at.path()).contains("cannot read"), "{}", open(at.path()));
    }
}

#[test]
fn a_repository_of_another_user_is_not_trusted() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let (dir, store) = fresh();
    if fs::metadata(dir.path()).unwrap().uid() != 0 {
        return; // only root can give files away
    }
    for path in [dir.path().to_owned(), store.repo.path().to_owned()] {
        chown(path, Some(12345), Some(12345)).unwrap();
    }
    assert!(told(Store::open(store.root()).map(drop)).contains("safe.directory"));
}

#[test]
fn nothing_is_written_while_git_is_in_the_middle_of_something() {
    let (_dir, store) = fresh();
    store.ready_to_write().unwrap();
    let git = store.repo.path().to_owned();
    let head = store.head().unwrap().unwrap().commit;
    let file = |name: &str| fs::write(git.join(name), format!("{head}\n")).unwrap();
    for (name, word) in
        [("MERGE_HEAD", "merge"), ("CHERRY_PICK_HEAD", "cherry-pick"), ("BISECT_LOG", "bisect")]
    {
        file(name);
        let text = told(store.ready_to_write());
        assert!(text.contains(word) && text.contains("正在进行中"), "{text}");
        assert!(append(&store, "row").is_err());
        fs::remove_file(git.join(name)).unwrap();
    }
    fs::create_dir(git.join("rebase-merge")).unwrap();
    assert!(told(store.ready_to_write()).contains("git rebase --continue"));
    fs::remove_dir(git.join("rebase-merge")).unwrap();
    store.repo.set_head_detached(head).unwrap();
    assert!(told(store.ready_to_write()).contains("detached"));
    store.repo.set_head("refs/heads/new").unwrap();
    assert!(told(store.ready_to_write()).contains("no commit yet"));
    assert_eq!(store.head().unwrap(), None);
    store.repo.set_head("refs/heads/main").unwrap();
    let mut index = store.repo.index().unwrap();
    let mut entry = index.get_path(Path::new(MONTH), 0).unwrap();
    index.remove_path(Path::new(MONTH)).unwrap();
    for stage in [2u16, 3] {
        entry.flags = stage << 12;
        index.add(&entry).unwrap();
    }
    index.write().unwrap();
    assert!(told(store.ready_to_write()).contains("linli resolve"));
    assert_eq!(on_disk(&store, MONTH).unwrap(), HEADER);
}

#[test]
fn permissions_are_kept_and_links_are_refused() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (_dir, store) = fresh();
    let month = store.root().join(MONTH);
    fs::set_permissions(&month, fs::Permissions::from_mode(0o640)).unwrap();
    append(&store, "row").unwrap();
    assert_eq!(fs::metadata(&month).unwrap().permissions().mode() & 0o777, 0o640);

    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("x.csv"), "x").unwrap();
    symlink(outside.path().join("x.csv"), store.root().join("ledgers/x.csv")).unwrap();
    assert!(told(store.working_files("ledgers", |_| true)).contains("symbolic link"));
    assert_eq!(store.working_files("ledgers", |p| p == MONTH).unwrap().files.len(), 1);
    assert!(store.read_working("ledgers/x.csv").is_err());
    for path in ["../x", "/etc/passwd", "a//b", ".git/config", "ledgers/../../x", ""] {
        assert!(told(store.read_working(path)).contains("does not stay inside"), "{path}");
    }
}

#[test]
fn file_names_that_are_not_text_are_said() {
    use std::os::unix::ffi::OsStrExt as _;
    let (_dir, store) = fresh();
    let name = std::ffi::OsStr::from_bytes(b"\xff.csv");
    fs::write(store.root().join("ledgers").join(name), "").unwrap();
    assert!(told(store.working_files("ledgers", |_| true)).contains("UTF-8"));
}

#[test]
fn the_working_tree_and_the_commit_read_alike() {
    let (_dir, store) = fresh();
    append(&store, "row").unwrap();
    fs::write(store.root().join("ledgers/.linli-abc.tmp"), "left by a crash").unwrap();
    let csv = |path: &str| path.ends_with(".csv");
    let now = store.working_files("ledgers", csv).unwrap();
    let head = store.head().unwrap().unwrap().commit;
    let then = store.files_at(head, "ledgers", csv).unwrap();
    let plain = |s: &Snapshot| s.files.iter().map(|f| (f.path.clone(), f.bytes.clone())).collect::<Vec<_>>();
    assert_eq!(plain(&now), plain(&then));
    assert_eq!(now.files.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), [MONTH, "ledgers/items.csv"]);
    assert!(then.get(MONTH).unwrap().blob.is_some() && then.get("ledgers/none").is_none());
    assert_eq!(store.files_at(head, "nowhere", csv).unwrap(), Snapshot::default());
}

#[test]
fn the_index_vouches_for_a_file_only_while_it_is_untouched() {
    let (_dir, store) = fresh();
    let path = store.root().join(MONTH);
    let long_ago = std::time::UNIX_EPOCH + Duration::from_secs(1_660_000_000);
    let age = || fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    age();
    assert_eq!(store.clean_blob(MONTH), None, "its times changed since the index was written");
    assert_eq!(store.refresh_index([(MONTH.to_owned(), None)].into()), None);
    let head = store.head().unwrap().unwrap().commit;
    assert_eq!(store.clean_blob(MONTH), store.blob_at(head, MONTH).unwrap());
    assert_eq!(
        store.working_files("ledgers", |p| p == MONTH).unwrap().files[0].blob,
        store.clean_blob(MONTH)
    );
    std::thread::sleep(Duration::from_millis(20));
    fs::write(&path, HEADER.to_uppercase()).unwrap();
    age();
    assert_eq!(store.clean_blob(MONTH), None, "same size, same time, other bytes");
    assert_eq!(store.clean_blob("ledgers/none.csv"), None);
}
