//! Running totals: a source that counts from the beginning says each day what there is so far; a ledger records what was
//! added. A total that falls is refused: which of the earlier days was wrong, nobody here can know.

use super::mapping::Mapping;
use super::planning::Line;
use super::row::RowFault;
use crate::ledgers::Kind;
use crate::model::{Day, Fault, Quantity};
use crate::said;
use std::collections::BTreeMap;

/// Replaces the running totals of rows that were read by what was added since the day before of the same place and goods.
pub(super) fn differences(lines: &mut [Line], mapping: &Mapping) {
    let mut order: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].replaced.is_none()).collect();
    order.sort_by_key(|&at| (lines[at].read.as_ref().map_or_else(|_| Day::default(), |read| read.day), at));
    for name in &mapping.cumulative {
        let place = mapping.columns.iter().position(|c| c.field.name == *name);
        let mut so_far: BTreeMap<Vec<String>, (Quantity, Day, u32)> = BTreeMap::new();
        for &at in &order {
            let row = lines[at].place.row;
            let Ok(read) = &mut lines[at].read else { continue };
            let Ok(total) = Quantity::parse(read.draft.get(name)) else { continue };
            let whose = read.draft.ledger.fields.iter().filter(|f| {
                matches!(f.kind, Kind::Place | Kind::Item | Kind::Unit | Kind::Store)
                    || f.required && f.kind == Kind::Text && f.name != "by"
            });
            let key: Vec<String> = whose.map(|f| read.draft.get(f.name).to_owned()).collect();
            let before = so_far.insert(key, (total, read.day, row));
            let Some((before, day, earlier)) = before else { continue };
            let added = total.checked_add(-before).unwrap_or_default();
            if !added.is_negative() {
                read.draft.put(name, added.to_string());
                continue;
            }
            let Some(place) = place else { continue };
            let fault = Fault::new(said!(
                "the running total falls from {before} ({day}, row {earlier}) to {total}",
                "累计数从 {before}（{day}，第 {earlier} 行）降为 {total}"
            ))
            .remedy(said!(
                "the source corrected an earlier day: mend that day's figure, or leave this row out",
                "来源更正了此前某天的数字：请改那一天的数字，或不导入此行"
            ));
            let (column, value) = (lines[at].source.columns[place], lines[at].source.cells[place].clone());
            lines[at].fault(RowFault { field: mapping.columns[place].field, column, value, fault });
        }
    }
}
