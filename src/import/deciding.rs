//! Deciding: whether a row is new, changed, known, cancelled, or cannot be taken.

use super::earlier::{Existing, Fate, amend_code, row_code, says_the_same};
use super::grid::column_letter;
use super::left::{self, LeftRow};
use super::mapping::Mapping;
use super::plan::{Amendment, Gone, Ignored, Reason, Refusal, Taken};
use super::planning::{Line, Planning, text_of};
use super::row::{ReadRow, RowFault};
use crate::ledgers::{DATE, Draft};
use crate::model::{Code, Fault};
use crate::registers::Named;
use crate::said;
use rustc_hash::FxHashMap;

/// What makes a row the same in every import: its code, and the how-manieth of its key it is.
#[derive(Clone, Copy)]
struct Identity {
    code: Code,
    nth: usize,
}

impl Planning<'_> {
    /// Decides about the rows in their order; the n-th row of a key is the n-th of it in every import.
    pub(super) fn decide_all(&mut self, lines: Vec<Line>) {
        let mut occurrences: FxHashMap<Code, usize> = FxHashMap::default();
        for mut line in lines {
            self.options.tally.done(1);
            // What is replaced is none of the rows of its key.
            if let Some(by) = line.replaced {
                let text = text_of(&self.grids[line.grid], line.source.row);
                self.plan.ignored.push(Ignored { place: line.place, reason: Reason::Replaced { by }, text });
                continue;
            }
            let key = own_key(&mut line, self.mapping);
            let source = &self.plan.source;
            let first = row_code(source, &key, 1);
            let met = occurrences.entry(first).or_default();
            *met += 1;
            let said = left::number(&line.source.before);
            let identity = match said.map(|(nth, said)| (nth, said, row_code(source, &key, nth))) {
                Some((nth, said, code)) if code.to_string() == said => Identity { code, nth },
                _ if *met == 1 => Identity { code: first, nth: 1 },
                _ => Identity { code: row_code(source, &key, *met), nth: *met },
            };
            self.met.insert(identity.code);
            match std::mem::replace(&mut line.read, Err(Vec::new())) {
                Ok(read) => self.decide(identity, &line, read),
                Err(faults) => self.refuse(identity, &line, faults),
            }
        }
    }

    fn refuse(&mut self, identity: Identity, line: &Line, faults: Vec<RowFault>) {
        self.plan.refused_rows += 1;
        let refusals = faults.into_iter().map(|f| Refusal {
            place: line.place.clone(),
            column: f.column.map_or_else(String::new, column_letter),
            field: f.field.name,
            value: f.value,
            message: f.fault.message,
            remedy: f.fault.remedy,
        });
        self.plan.refused.extend(refusals);
        let Identity { code, nth } = identity;
        self.plan.left.push(LeftRow::of(line, format!("{nth}-{code}"), &self.grids[line.grid]));
    }

    /// Whether a good row is new, changed, or known.
    fn decide(&mut self, identity: Identity, line: &Line, mut read: ReadRow) {
        let (code, place) = (identity.code, line.place.clone());
        for name in &mut read.new_destinations {
            let key: String = name.split_whitespace().collect::<String>().to_lowercase();
            let code = self.destinations.entry(key).or_insert_with(|| name.clone()).clone();
            read.draft.put("place", code.clone());
            *name = code;
        }
        let (names, items) = (&self.registers.names, &self.registers.items);
        let same = |row: &Existing, with_day| says_the_same(&read.draft, &row.cells, with_day, names, items);
        match self.earlier.fate(code) {
            Fate::New => {
                self.register(&read);
                let mut draft = read.draft;
                draft.identify(read.day, code, 0);
                if draft.ledger.name == "requests" && draft.get("request").is_empty() {
                    let id = draft.get("id").to_owned();
                    draft.put("request", id);
                }
                self.plan.noted.extend(read.noted.into_iter().map(|said| (place.clone(), said)));
                self.plan.taken.push(Taken { place, draft });
            }
            Fate::Voided(row) => {
                let text = text_of(&self.grids[line.grid], line.source.row);
                self.plan.ignored.push(Ignored { place, reason: Reason::Voided { id: row.id }, text });
            }
            Fate::InForce { row, imported }
                if same(row, read.day_from_sheet) || same(imported, read.day_from_sheet) =>
            {
                if self.is_leftover {
                    let id = row.id;
                    let known =
                        said!("{id} says the same: nothing is added", "与已有的 {id} 内容相同，没有另加一行");
                    self.plan.noted.push((place.clone(), known));
                }
                self.plan.unchanged.push((place, Some(row.id)));
            }
            Fate::InForce { row, imported } if row.id == imported.id => {
                let mut original = Draft { ledger: read.draft.ledger, cells: row.cells.clone() };
                original.put("id", row.id.to_string());
                let mut corrected = read.draft.clone();
                if !read.day_from_sheet {
                    read.day = row.id.day;
                }
                if draft_of_request(&corrected) {
                    corrected.put("request", original.get("request"));
                }
                corrected.put("date", read.day.to_string());
                let code = amend_code(row.id.code, &corrected);
                corrected.identify(read.day, code, 2);
                let mut reversal = original.reversal();
                reversal.identify(row.id.day, code, 1);
                reversal.put("note", self.options.reason);
                self.register(&read);
                self.plan.noted.extend(read.noted.into_iter().map(|said| (place.clone(), said)));
                self.plan.amended.push(Amendment { place, original: row.id, reversal, corrected });
            }
            Fate::InForce { row, .. } => {
                let id = row.id;
                let fault = Fault::new(said!(
                    "the row changed in the file, and was corrected by hand in the ledger ({id})",
                    "该行在文件中有改动，而台账中已有人更正过（{id}）"
                ))
                .remedy(said!(
                    "decide by hand: linli amend {id} FIELD=VALUE --reason TEXT",
                    "请人工决定：linli amend {id} 字段=值 --reason 原因"
                ));
                let value = text_of(&self.grids[line.grid], line.source.row);
                self.refuse(identity, line, vec![RowFault { field: &DATE, column: None, value, fault }]);
            }
        }
    }

    /// What must be registered for a row to be recorded.
    fn register(&mut self, read: &ReadRow) {
        if let Some(item) = &read.new_item
            && !self.plan.new_items.iter().any(|(name, _)| name == item)
        {
            self.plan.new_items.push((item.clone(), read.draft.get("unit").to_owned()));
        }
        for code in &read.new_destinations {
            if !self.plan.new_destinations.iter().any(|d| d.code == *code) {
                self.plan.new_destinations.push(Named { code: code.clone(), name: code.clone() });
            }
        }
        if let Some(code) = &read.new_round
            && !self.plan.new_rounds.iter().any(|(name, _)| name == code)
        {
            self.plan.new_rounds.push((code.clone(), read.day));
        }
    }

    /// Rows of this source that are in force and that the file no longer has.
    pub(super) fn find_gone(&mut self) {
        if self.is_leftover {
            return;
        }
        for first in self.earlier.first_states() {
            let code = first.id.code;
            if self.options.of_source.contains(&code)
                && !self.met.contains(&code)
                && let Fate::InForce { row, .. } = self.earlier.fate(code)
            {
                let fields = self.mapping.ledger.own_fields();
                let own = row.cells.iter().skip(2).take(fields.len()).map(String::as_str);
                let text = own.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ");
                self.plan.gone.push(Gone { id: row.id, text });
            }
        }
        self.plan.gone.sort_unstable_by_key(|gone| gone.id);
    }
}

/// The key of a row. Where later submissions replace earlier ones its places and names count, however they were typed.
fn own_key(line: &mut Line, mapping: &Mapping) -> Vec<String> {
    let key = std::mem::take(&mut line.source.key);
    match (&mapping.latest, &mapping.key, &line.read) {
        (Some(_), Some(names), Ok(read)) => as_read(key, names, read),
        _ => key,
    }
}

/// A key with its mapped columns as they were read.
pub(super) fn as_read(mut key: Vec<String>, names: &[String], read: &ReadRow) -> Vec<String> {
    for (part, name) in key.iter_mut().zip(names) {
        if read.draft.ledger.field(name).is_some() {
            read.draft.get(name).clone_into(part);
        }
    }
    key
}

fn draft_of_request(draft: &Draft) -> bool {
    draft.ledger.name == "requests" && draft.get("request").is_empty()
}
