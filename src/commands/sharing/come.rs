//! What came with a merge, in words: rows by whom, corrections, registers.

use crate::commands::ui::Ui;
use crate::merging::{Kind, rows_by_id};
use crate::said;
use crate::store::text::Source;
use crate::words::{Said, count_of};
use std::collections::{BTreeMap, BTreeSet};

/// What one state of the books has more than another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// Rows, by who recorded them.
    pub rows: BTreeMap<String, usize>,
    /// How many of them cancel another.
    pub corrections: usize,
    /// Registers that changed.
    pub registers: BTreeSet<String>,
}

impl Came {
    /// What `after` has and `before` has not.
    pub fn between(before: &[Source], after: &[Source]) -> Came {
        let mut came = Came::default();
        for new in after {
            let old = before.iter().find(|s| s.path == new.path);
            if old.is_some_and(|old| old.text == new.text) {
                continue;
            }
            if !matches!(Kind::of(&new.path), Kind::Ledger(_)) {
                came.registers.insert(new.path.clone());
                continue;
            }
            let known = rows_by_id(old.map(|s| s.text.as_str())).unwrap_or_default();
            for (id, row) in rows_by_id(Some(&new.text)).unwrap_or_default() {
                if !known.contains_key(&id) {
                    *came.rows.entry(row.get("by").cloned().unwrap_or_default()).or_default() += 1;
                    came.corrections += usize::from(row.contains_key("reverses"));
                }
            }
        }
        came
    }

    /// True if there is nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.registers.is_empty()
    }

    /// `12 rows (王柳 8, 李梅 4), 2 of them corrections; ledgers/items.csv`.
    pub fn say(&self) -> Said {
        let total: usize = self.rows.values().sum();
        let mut people: Vec<(&String, &usize)> = self.rows.iter().collect();
        people.sort_by_key(|(name, n)| (std::cmp::Reverse(**n), *name));
        let few = |comma: &str| {
            let named: Vec<String> = people.iter().take(6).map(|(name, n)| format!("{name} {n}")).collect();
            named.join(comma) + if people.len() > 6 { " …" } else { "" }
        };
        let n = count_of(total, "row", "rows", "行");
        let mut said = Said::default();
        if total > 0 {
            said = said!("{n} ({e})", "{n}（{e}）", n = (n.en, n.zh), e = (few(", "), few("，")));
        }
        if self.corrections > 0 {
            let n = self.corrections;
            said = said.then(&said!(", {n} of them corrections", "，其中更正 {n} 行"));
        }
        if !self.registers.is_empty() {
            let list: Vec<&str> = self.registers.iter().map(String::as_str).collect();
            let (en, zh) = (list.join(", "), list.join("、"));
            let joint = if total > 0 { said!("; ", "；") } else { Said::default() };
            said = said.then(&joint).then(&said!("changed: {l}", "有改动：{l}", l = (en, zh)));
        }
        said
    }

    /// Tells it, if there is something.
    pub fn tell(&self, ui: &mut Ui, what: &Said) {
        if !self.is_empty() {
            ui.did(&what.clone().then(&self.say()));
        }
    }
}
