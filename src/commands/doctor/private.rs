//! `private/`: git must not see it, must not have it, and nobody else on this machine may read it.

use super::{Line, Matter, Patient, Verdict};
use crate::commands::writing::person;
use crate::error::Result;
use crate::recording::{GIT_FILES, with_lines};
use crate::said;
use crate::store::{Operation, Write};
use crate::words::{Said, words};

/// Git passes `private/` over.
pub const IGNORED: Matter = Matter {
    code: "private-ignored",
    title: words("git ignores private/", "git 忽略 private/"),
    look: ignored,
    mend: Some(ignore),
};

/// Git keeps no file of `private/`.
pub const TRACKED: Matter = Matter {
    code: "private-tracked",
    title: words("private/ not in git", "private/ 不在 git 中"),
    look: tracked,
    mend: None,
};

/// Only its owner can read `private/`.
pub const PERMISSIONS: Matter = Matter {
    code: "private-permissions",
    title: words("who can read private/", "private/ 的权限"),
    look: permissions,
    mend: Some(close),
};

fn ignored(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let contacts = store.root().join(crate::registers::contacts::CONTACTS);
    Ok(vec![match store.repository().is_path_ignored(contacts).unwrap_or(false) {
        true => Line::new(Verdict::Good, Said::default()),
        false => Line::new(
            Verdict::Problem,
            said!("git would take private/ into a commit", "git 会把 private/ 收进提交"),
        )
        .remedy(said!("linli doctor --fix", "linli doctor --fix")),
    }])
}

fn ignore(patient: &mut Patient) -> Result<Vec<Said>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let by = patient.desk.recorder(None, Some(store))?;
    store.ready_to_write()?;
    let lock = store.lock(std::time::Duration::from_secs(30), "linli doctor --fix")?;
    store.recover(&lock)?;
    let head = store.head()?.map(|head| head.commit);
    let (path, wanted) = GIT_FILES[1];
    let text = |bytes: Vec<u8>| with_lines(&String::from_utf8_lossy(&bytes), wanted).into_bytes();
    let before = head.and_then(|head| store.blob_at(head, path).transpose()).transpose()?;
    let before = before.map(|blob| store.read_blob(blob)).transpose()?.unwrap_or_default();
    let working = store.read_working(path)?;
    let write = Write {
        path: path.to_owned(),
        working: Some(text(working.clone().unwrap_or_default())),
        expects: working,
        committed: Some(text(before)),
    };
    let landed = store.apply(
        &lock,
        &Operation {
            writes: vec![write],
            message: "community: git ignores private/\n\nLinli-Command: linli doctor --fix\n".to_owned(),
            author: person(store, &by),
            when: patient.now.datetime(),
            base: head,
        },
    )?;
    let mut said = landed.said;
    said.push(said!("{path} names private/ now", "已在 {path} 中写入 private/"));
    Ok(said)
}

fn tracked(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let tracked = store.tracked()?;
    let mut found: Vec<Line> = tracked
        .iter()
        .filter(|(path, _)| path.starts_with("private/"))
        .map(|(path, _)| {
            Line::new(
                Verdict::Problem,
                said!("git keeps {path}, or is about to", "git 保存了或即将保存 {path}"),
            )
            .remedy(said!(
                "git rm --cached {path}, then commit; its history stays",
                "git rm --cached {path} 后提交；历史记录里仍有"
            ))
        })
        .collect();
    if found.is_empty() {
        found.push(Line::new(Verdict::Good, Said::default()));
    }
    Ok(found)
}

fn permissions(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    if store.private_files().is_empty() {
        return Ok(vec![Line::new(Verdict::NotUsed, said!("there is no private/", "没有 private/"))]);
    }
    let open = store.open_to_others();
    let Some(first) = open.first() else { return Ok(vec![Line::new(Verdict::Good, Said::default())]) };
    let (first, n) = (first.strip_prefix(store.root()).unwrap_or(first).display(), open.len());
    Ok(vec![
        Line::new(
            Verdict::Warning,
            said!(
                "others on this machine can look into {first} ({n} in all)",
                "本机其他用户能看到 {first}（共 {n} 处）"
            ),
        )
        .remedy(said!("linli doctor --fix", "linli doctor --fix")),
    ])
}

fn close(patient: &mut Patient) -> Result<Vec<Said>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    store.close_to_others()?;
    Ok(vec![said!("private/ is its owner's alone now", "private/ 现在只有所有者可读")])
}
