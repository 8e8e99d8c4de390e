//! The merge and the diff driver: registered in this clone, and named in `.gitattributes`.

use super::{Line, Matter, Patient, Verdict};
use crate::commands::writing::person;
use crate::error::Result;
use crate::recording::{GIT_FILES, with_lines};
use crate::said;
use crate::store::{Operation, Write};
use crate::words::{Said, words};

/// The matter.
pub const MATTER: Matter =
    Matter { code: "drivers", title: words("merging with git", "用 git 合并"), look, mend: Some(mend) };

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let fix = said!("linli doctor --fix", "linli doctor --fix");
    if !store.drivers_missing().is_empty() {
        let found = said!(
            "git would merge ledgers as text in this clone: the drivers are not registered",
            "本克隆未登记合并驱动，git 会把台账当作普通文本合并"
        );
        return Ok(vec![Line::new(Verdict::Problem, found).remedy(fix)]);
    }
    let named =
        attributes(&String::from_utf8_lossy(&store.read_working(GIT_FILES[0].0)?.unwrap_or_default()));
    Ok(vec![match named {
        true => Line::new(Verdict::Good, said!("registered", "已登记")),
        false => Line::new(
            Verdict::Problem,
            said!(".gitattributes does not name the drivers", ".gitattributes 没有写明合并驱动"),
        )
        .remedy(fix),
    }])
}

/// True if every line is there.
fn attributes(text: &str) -> bool {
    with_lines(text, GIT_FILES[0].1) == text
}

fn mend(patient: &mut Patient) -> Result<Vec<Said>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let mut done = Vec::new();
    if !store.drivers_missing().is_empty() {
        store.install_drivers()?;
        done.push(said!(
            "the merge and diff drivers are registered in this clone",
            "已在本克隆登记合并与比较驱动"
        ));
    }
    let (path, wanted) = GIT_FILES[0];
    let working = store.read_working(path)?;
    if attributes(&String::from_utf8_lossy(working.as_deref().unwrap_or_default())) {
        return Ok(done);
    }
    let by = patient.desk.recorder(None, Some(store))?;
    store.ready_to_write()?;
    let lock = store.lock(std::time::Duration::from_secs(30), "linli doctor --fix")?;
    store.recover(&lock)?;
    let head = store.head()?.map(|head| head.commit);
    let text = |bytes: Vec<u8>| with_lines(&String::from_utf8_lossy(&bytes), wanted).into_bytes();
    let before = head.and_then(|head| store.blob_at(head, path).transpose()).transpose()?;
    let before = before.map(|blob| store.read_blob(blob)).transpose()?.unwrap_or_default();
    let write = Write {
        path: path.to_owned(),
        working: Some(text(working.clone().unwrap_or_default())),
        expects: working,
        committed: Some(text(before)),
    };
    let operation = Operation {
        writes: vec![write],
        message: "community: git knows how ledgers are merged\n\nLinli-Command: linli doctor --fix\n"
            .to_owned(),
        author: person(store, &by),
        when: patient.now.datetime(),
        base: head,
    };
    let landed = store.apply(&lock, &operation)?;
    done.extend(landed.said);
    done.push(said!(".gitattributes now names the drivers", ".gitattributes 已写明合并驱动"));
    Ok(done)
}
