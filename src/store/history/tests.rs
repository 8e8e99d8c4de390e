//! A history as git makes it, also bare, shallow, and with objects missing.

use super::*;
use std::process::Command;
use tempfile::TempDir;

fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_NAME", "李梅")
        .env("GIT_AUTHOR_EMAIL", "limei@example.invalid")
        .env("GIT_COMMITTER_NAME", "王柳")
        .env("GIT_COMMITTER_EMAIL", "w@example.invalid")
        .env("GIT_AUTHOR_DATE", "2022-08-16T20:00:00+08:00")
        .env("GIT_COMMITTER_DATE", "2022-08-16T20:05:00+08:00")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn commit(folder: &Path, path: &str, text: &str, message: &str) -> Oid {
    let full = folder.join(path);
    std::fs::create_dir_all(full.parent().unwrap()).unwrap();
    std::fs::write(full, text).unwrap();
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "--allow-empty", "-m", message]);
    Oid::from_str(&git(folder, &["rev-parse", "HEAD"])).unwrap()
}

/// Three commits of a community that lies in the folder `sub` of its repository.
fn sample() -> (TempDir, [Oid; 3]) {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    git(at, &["init", "-q", "-b", "main"]);
    let first = commit(at, "sub/ledgers/community.toml", "[community]\n", "begin");
    let second = commit(at, "sub/ledgers/counts/2022-08.csv", "id\na\n", "two\n\nLinli-Op: C220816-K7QF2M");
    let third = commit(at, "elsewhere", "x", "three");
    (folder, [first, second, third])
}

#[test]
fn a_walk_gives_commits_parents_first_with_what_their_objects_say() {
    let (folder, ids) = sample();
    let history = History::open(&folder.path().join("sub")).unwrap();
    let walk = history.walk(ids[2], None);
    assert_eq!(walk.gaps, []);
    assert_eq!(walk.commits.iter().map(|c| c.id).collect::<Vec<_>>(), ids);
    let second = &walk.commits[1];
    assert_eq!((second.author.as_str(), second.email.as_str()), ("李梅", "limei@example.invalid"));
    assert_eq!(second.when.to_rfc3339(), "2022-08-16T20:00:00+08:00");
    assert_eq!(second.committed.to_rfc3339(), "2022-08-16T20:05:00+08:00");
    assert_eq!((second.subject(), second.parents.as_slice()), ("two", &ids[..1]));
    assert_eq!(second.trailers("Linli-Op").collect::<Vec<_>>(), ["C220816-K7QF2M"]);
    assert!(!second.signed && !second.is_merge());
    assert_eq!(history.walk(ids[2], Some(ids[1])).commits.iter().map(|c| c.id).collect::<Vec<_>>(), ids[2..]);
}

#[test]
fn only_what_lies_in_the_communitys_folder_is_seen_to_change() {
    let (folder, ids) = sample();
    let history = History::open(&folder.path().join("sub")).unwrap();
    let tops = ids.map(|id| history.tree_of(id).unwrap());
    let mut gaps = Vec::new();
    let paths = |old, new, gaps: &mut Vec<Gap>| {
        history.changes(old, new, gaps).into_iter().map(|c| c.path).collect::<Vec<_>>()
    };
    assert_eq!(
        paths(None, Some(tops[1]), &mut gaps),
        ["ledgers/community.toml", "ledgers/counts/2022-08.csv"]
    );
    assert_eq!(paths(Some(tops[0]), Some(tops[1]), &mut gaps), ["ledgers/counts/2022-08.csv"]);
    assert!(paths(Some(tops[1]), Some(tops[2]), &mut gaps).is_empty());
    assert!(gaps.is_empty());
    let blob = history.file_in(tops[2], "ledgers/counts/2022-08.csv").unwrap().unwrap();
    assert_eq!(history.blob(blob, "").unwrap(), b"id\na\n");
    assert_eq!(history.file_in(tops[0], "ledgers/counts/2022-08.csv").unwrap(), None);
}

#[test]
fn a_bare_repository_is_read_and_its_community_found() {
    let (folder, ids) = sample();
    let bare = TempDir::new().unwrap();
    let target = bare.path().join("hub.git");
    git(folder.path(), &["clone", "-q", "--bare", ".", target.to_str().unwrap()]);
    let history = History::open(&target).unwrap();
    assert_eq!((history.prefix.as_str(), history.head().unwrap()), ("sub/", Some(ids[2])));
    assert_eq!(history.walk(ids[2], None).commits.len(), 3);
}

#[test]
fn a_shallow_clone_says_where_it_ends() {
    let (folder, ids) = sample();
    let clone = TempDir::new().unwrap();
    let from = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "2", &from, "shallow"]);
    let history = History::open(&clone.path().join("shallow/sub")).unwrap();
    assert!(history.is_shallow() && history.is_cut_at(ids[1]) && !history.is_cut_at(ids[2]));
    let walk = history.walk(ids[2], None);
    assert_eq!((walk.commits.len(), walk.gaps.len()), (2, 0));
}

#[test]
fn what_is_missing_is_a_gap_and_never_passed_over() {
    let (folder, ids) = sample();
    let remove = |id: Oid| {
        let hex = id.to_string();
        std::fs::remove_file(folder.path().join(".git/objects").join(&hex[..2]).join(&hex[2..])).unwrap();
    };
    let opened = || History::open(&folder.path().join("sub")).unwrap();
    let top = opened().tree_of(ids[1]).unwrap();
    let blob = opened().file_in(top, "ledgers/counts/2022-08.csv").unwrap().unwrap();
    remove(blob);
    assert_eq!(opened().has_blob(blob, "x").unwrap_err().path, "x");
    assert_eq!(opened().blob(blob, "x").unwrap_err().id, blob);
    remove(top);
    let mut gaps = Vec::new();
    assert!(opened().changes(None, Some(top), &mut gaps).is_empty());
    assert_eq!(gaps.iter().map(|gap| gap.id).collect::<Vec<_>>(), [top]);
    remove(ids[0]);
    for since in [None, Some(ids[1])] {
        let walk = opened().walk(ids[2], since);
        assert_eq!(walk.commits.len(), if since.is_none() { 2 } else { 1 });
        assert_eq!(walk.gaps.len(), usize::from(since.is_none()));
    }
}

#[test]
fn a_commit_that_makes_no_sense_is_no_commit() {
    let id = Oid::from_bytes(&[0; 20]).unwrap();
    for raw in
        [&b""[..], b"tree x\n\n", b"tree 1\nauthor a\n", b"\n\n\n", b"author <> 1 +0000\ncommitter <> 1\n\n"]
    {
        assert_eq!(Commit::parse(id, raw), None);
    }
}

#[test]
fn a_signature_is_taken_out_of_the_commit_that_it_signs() {
    let raw = b"tree 1\nauthor a <b> 1 +0000\ngpgsig -----BEGIN\n abc\n -----END\ncommitter a <b> 1 +0000\n\ngpgsig no\n";
    let signed = commit::signature(raw).unwrap();
    assert_eq!(signed.signature, "-----BEGIN\nabc\n-----END\n");
    assert_eq!(signed.payload, b"tree 1\nauthor a <b> 1 +0000\ncommitter a <b> 1 +0000\n\ngpgsig no\n");
    assert_eq!(commit::signature(&signed.payload), None);
}

/// What is appended, the slow way.
fn tail(history: &History, old: Oid, new: Oid) -> Option<Vec<u8>> {
    let (old, new) = (history.blob(old, "").unwrap(), history.blob(new, "").unwrap());
    new.strip_prefix(old.as_slice()).map(<[u8]>::to_vec)
}

/// Versions of a file as it grows, with an edit and a loss among them.
fn versions(seed: usize) -> Vec<String> {
    let mut text = "id,a\n".to_owned();
    let mut all = vec![text.clone()];
    for n in 0..80_usize {
        match (n * 7 + seed) % 19 {
            3 => text = text.replacen("牛", "羊", 1),
            7 => {
                text =
                    text.lines().filter(|line| !line.starts_with("r4,")).map(|l| format!("{l}\n")).collect()
            }
            _ => text.push_str(&format!("r{n},牛奶{}\n", "x".repeat((n * 31 + seed) % 90))),
        }
        all.push(text.clone());
    }
    all
}

#[test]
fn what_packs_say_of_appends_is_what_the_files_say_however_they_were_packed() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    git(at, &["init", "-q", "-b", "main"]);
    commit(at, "ledgers/community.toml", "[community]\n", "begin");
    let mut blobs = Vec::new();
    for seed in [0, 5] {
        for text in versions(seed) {
            std::fs::write(at.join("file"), text).unwrap();
            git(at, &["add", "file"]);
            blobs.push(Oid::from_str(&git(at, &["rev-parse", ":file"])).unwrap());
            git(at, &["commit", "-q", "--allow-empty", "-m", "x"]);
        }
    }
    let loose = History::open(at).unwrap();
    assert_eq!(loose.appended(blobs[0], blobs[1]), None, "nothing is packed");
    for pack in [
        &["repack", "-adfq"][..],
        &["repack", "-adfq", "--depth=4095", "--window=50"],
        &["-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"],
        &["repack", "-adfq", "--depth=0"],
    ] {
        git(at, pack);
        let history = History::open(at).unwrap();
        let mut proved = 0;
        for pair in blobs.windows(2).chain(blobs.windows(9)) {
            let (old, new) = (pair[0], *pair.last().unwrap());
            let said = history.appended(old, new);
            assert_eq!(said, tail(&history, old, new), "{pack:?}");
            proved += usize::from(said.is_some());
        }
        assert!(proved > 200, "{pack:?} {proved}");
        history.be_strict();
        assert_eq!(history.appended(blobs[0], blobs[1]), None, "strictly, files are read");
    }
}

proptest::proptest! {
    #[test]
    fn packs_and_deltas_of_any_bytes_are_read_or_refused(bytes: Vec<u8>, count in 0u32..9, offset in 0usize..64) {
        let _ = pack::delta(&bytes);
        let mut index = b"\xfftOc\0\0\0\x02".to_vec();
        index.extend(count.to_be_bytes().repeat(256));
        index.extend(bytes.iter().cycle().take(if bytes.is_empty() { 0 } else { 40 * count as usize }));
        let body = [b"PACK\0\0\0\x02\0\0\0\x01".as_slice(), &bytes].concat();
        if let Some(pack) = pack::Pack::of(index, body) {
            let id = Oid::from_bytes(&[7; 20]).unwrap();
            pack.find(id);
            if let Some(pack::Stored::Whole(size, at)) = pack.stored(offset) {
                pack.inflate(at, size, &mut flate2::Decompress::new(true));
            }
        }
    }
}
