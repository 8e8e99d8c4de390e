//! What a plan tells a person: the account of all rows, the sums, and everything that was not taken.

use super::plan::{Plan, Where};
use crate::ledgers::Draft;
use crate::model::{Cell, Quantity, Rows, number, text};
use crate::said;
use crate::words::{Said, Words, count_of, words};
use std::collections::BTreeMap;

impl Plan {
    /// The account: taken, amended, unchanged, ignored and refused add up to the rows of the sheets.
    pub fn account(&self) -> Rows {
        let further = (self.further_choices > 0).then(|| {
            let words = words("further choices in one row", "同一行中的其余选项");
            vec![Cell::Code("further", words), Cell::Count(-(self.further_choices as i64))]
        });
        let count =
            |words: Words, code: &'static str, n: usize| vec![Cell::Code(code, words), Cell::Count(n as i64)];
        Rows {
            name: "account",
            title: said!("Rows of the file", "文件各行的去向"),
            columns: vec![text("rows", "rows", "行"), number("count", "count", "行数")],
            rows: vec![
                count(words("taken", "新增"), "taken", self.taken.len()),
                count(words("amended", "更正"), "amended", self.amended.len()),
                count(words("unchanged", "未变"), "unchanged", self.unchanged.len()),
                count(words("left out", "略过"), "ignored", self.ignored.len()),
                count(words("refused", "拒收"), "refused", self.refused_rows),
            ]
            .into_iter()
            .chain(further)
            .collect(),
            total: Some(vec![
                Cell::Said(words("rows of the file", "文件总行数").into()),
                Cell::Count(self.rows as i64),
            ]),
            ..Rows::default()
        }
    }

    /// The sums of what is new and of what a change leaves, per unit as written; goods of different units are never
    /// added. Empty for ledgers without quantities.
    pub fn sums(&self) -> Rows {
        let mut sums: BTreeMap<&str, (Quantity, i64)> = BTreeMap::new();
        let drafts = self.taken.iter().map(|t| &t.draft).chain(self.amended.iter().map(|a| &a.corrected));
        for draft in drafts.filter(|d| d.ledger.field("quantity").is_some()) {
            let (sum, lines) = sums.entry(draft.get("unit")).or_default();
            let quantity = Quantity::parse(draft.get("quantity")).unwrap_or_default();
            *sum = sum.checked_add(quantity).unwrap_or(*sum);
            *lines += 1;
        }
        let rows = sums
            .into_iter()
            .map(|(unit, (sum, lines))| vec![Cell::text(unit), Cell::Number(sum), Cell::Count(lines)]);
        Rows {
            name: "sums",
            title: said!("Sums per unit", "按单位合计"),
            columns: vec![
                text("unit", "unit", "单位"),
                number("quantity", "quantity", "数量"),
                number("lines", "lines", "行数"),
            ],
            rows: rows.collect(),
            ..Rows::default()
        }
    }

    /// Everything that was not accepted: file, sheet, row, column, value and rule.
    pub fn refusals(&self) -> Rows {
        let rows = self.refused.iter().map(|r| {
            let remedy = r.remedy.clone().map_or(Cell::Absent, Cell::Said);
            let mut row = place_cells(&r.place);
            row.extend([
                Cell::text(r.column.as_str()),
                Cell::text(r.field),
                Cell::text(r.value.as_str()),
                Cell::Said(r.message.clone()),
                remedy,
            ]);
            row
        });
        let mut columns = place_columns();
        columns.extend([
            text("column", "column", "列"),
            text("field", "field", "字段"),
            text("value", "value", "内容"),
            text("message", "what is wrong", "问题"),
            text("fix", "what to do", "处理办法"),
        ]);
        let title = said!("Not accepted", "未接受的内容");
        Rows { name: "refused", title, columns, rows: rows.collect(), ..Rows::default() }
    }

    /// Every row that is none of the table's, with the reason. Blank ones are only counted, in [`Plan::account`].
    pub fn left_out(&self) -> Rows {
        let told = self.ignored.iter().filter(|i| !i.text.is_empty());
        let rows = told.map(|i| {
            let mut row = place_cells(&i.place);
            row.extend([Cell::Said(i.reason.words().into()), Cell::text(shortened(&i.text))]);
            row
        });
        let mut columns = place_columns();
        columns.extend([text("reason", "why", "原因"), text("text", "text", "内容")]);
        let title = said!("Left out", "略过的行");
        Rows { name: "ignored", title, columns, rows: rows.collect(), ..Rows::default() }
    }

    /// One sentence for stderr: what the import does, or would do.
    pub fn sentence(&self) -> Said {
        let taken = count_of(self.taken.len(), "new row", "new rows", "行新增");
        let amended = count_of(self.amended.len(), "amended", "amended", "行更正");
        let (unchanged, ignored) = (self.unchanged.len(), self.ignored.len());
        let refused = count_of(self.refused_rows, "row refused", "rows refused", "行拒收");
        let mut said = Said {
            en: format!("{}, {}, {unchanged} unchanged, {ignored} left out", taken.en, amended.en),
            zh: format!("{}，{}，{unchanged} 行未变，{ignored} 行略过", taken.zh, amended.zh),
        };
        if self.refused_rows > 0 {
            said = said.then(&Said { en: format!(", {}", refused.en), zh: format!("，{}", refused.zh) });
        }
        if self.is_blocked() {
            said = said.then(&said!(
                "; nothing is taken (--partial takes the rest)",
                "；全部未导入（--partial 可导入其余行）"
            ));
        }
        said
    }

    /// The files (relative to the community's directory) that the rows go to.
    pub fn files(&self) -> Vec<String> {
        let path = |d: &&Draft| crate::model::Day::parse(d.get("date")).ok().map(|day| d.ledger.path(day));
        let mut files: Vec<String> = self.drafts().iter().filter_map(path).collect();
        files.sort();
        files.dedup();
        files
    }
}

pub(super) fn place_columns() -> Vec<crate::model::Column> {
    vec![text("file", "file", "文件"), text("sheet", "sheet", "工作表"), number("row", "row", "行")]
}

pub(super) fn place_cells(place: &Where) -> Vec<Cell> {
    vec![Cell::text(&*place.file), Cell::text(&*place.sheet), Cell::Count(i64::from(place.row))]
}

fn shortened(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(60).collect();
    if chars.next().is_some() { format!("{start}…") } else { start }
}
