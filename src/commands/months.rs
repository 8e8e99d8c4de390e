//! Old months in brief: what a recording command needs of a month that it does not look into is kept under
//! `.git/linli/stock/` by the id of the month's blob. It is rebuilt when absent and never trusted over the file.

use super::STOCK;
use super::desk::{Desk, Files, ledger_paths, read_source};
use crate::arithmetic::carried::{digest, read_digest, sums};
use crate::arithmetic::open::is_open;
use crate::books::{Books, Carried};
use crate::error::Result;
use crate::model::Day;
use crate::recording::Setting;
use crate::registers::{Registers, RoundId};
use crate::store::{Oid, Store};
use std::path::PathBuf;

/// The first day that must be looked into row by row: the month of the entry, and those since any round that is meant.
pub fn detail_from(registers: &Registers, setting: &Setting, named: &[&str]) -> Day {
    let named = |code: &str| named.contains(&code);
    let meant = |id: usize| {
        let round = &registers.rounds[id];
        named(&registers.names.round_code(RoundId::from_index(id))) || is_open(round, setting.day, setting.at)
    };
    let rounds = (0..registers.rounds.len()).filter(|id| meant(*id)).map(|id| registers.rounds[id].date);
    rounds.fold(setting.day.min(setting.today), Day::min)
}

/// True for a month of stock that lies wholly before the day's month.
fn is_old(path: &str, day: Day) -> bool {
    let Some((folder, month)) = path.strip_prefix("ledgers/").and_then(|p| p.split_once('/')) else {
        return false;
    };
    STOCK.contains(&folder) && *month < *format!("{}.csv", day.month())
}

/// Reads what is wanted: months of stock before `from` in brief, everything else row by row.
pub fn read(
    desk: &mut Desk,
    store: &Store,
    from: Day,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<(Files, Vec<Carried>)> {
    let files = desk.files(|path| wanted(path) && !is_old(path, from))?;
    let mut carried = Vec::new();
    for path in ledger_paths(store.root())?.into_iter().filter(|p| wanted(p) && is_old(p, from)) {
        carried.extend(in_brief(&files, store, &path)?);
    }
    Ok((files, carried))
}

fn in_brief(files: &Files, store: &Store, path: &str) -> Result<Vec<Carried>> {
    let names = &files.registers.names;
    let kept = |blob: Oid| store.own_folder().join("stock").join(blob.to_string());
    let known =
        |blob: Oid| std::fs::read_to_string(kept(blob)).ok().and_then(|text| read_digest(&text, names));
    if let Some(carried) = store.clean_blob(path).and_then(known) {
        return Ok(carried);
    }
    let source = read_source(store.root(), path)?;
    let blob = Oid::hash_object(git2::ObjectType::Blob, source.text.as_bytes())
        .ok()
        .filter(|_| !source.bom && source.spoilt.is_empty());
    if let Some(carried) = blob.and_then(known) {
        return Ok(carried);
    }
    let sources = [source];
    let books = Books::read(&files.registers, &sources, |_| true);
    if let (Some(text), Some(blob)) = (digest(&books), blob) {
        keep(kept(blob), &text);
    }
    Ok(sums(&books))
}

/// Kept for the next time; if it cannot be, the month is read again.
fn keep(path: PathBuf, text: &str) {
    let Some(folder) = path.parent() else { return };
    let _ = std::fs::create_dir_all(folder).and_then(|()| {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.persist(&path).map(|_| ()).map_err(|e| e.error)
    });
}
