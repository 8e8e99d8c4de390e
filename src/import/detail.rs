//! What a plan tells machines, and of the file beside its rows: every row with its fate, totals, rows that are gone.

use super::plan::{Plan, Reason, Where};
use super::summary::{place_cells, place_columns};
use crate::ledgers::Draft;
use crate::model::{Cell, Rows, number, text};
use crate::said;
use crate::words::{Said, Words, words};

impl Plan {
    /// What the totals of the file say, beside the sums of its lines.
    pub fn totals(&self) -> Rows {
        let rows = self.totals.iter().map(|(place, total)| {
            let difference = total.stated.checked_add(-total.summed).unwrap_or_default();
            let verdict = match (total.agrees(), total.mixed, total.unread) {
                (true, false, _) => words("equal", "一致"),
                (true, true, _) => words("equal, but it adds different units", "一致，但把不同单位相加"),
                (false, _, 1..) => words("differs; some lines are no numbers", "不一致；有的行不是数字"),
                (false, true, 0) => words("differs; it adds different units", "不一致；把不同单位相加"),
                (false, false, 0) => words("differs", "不一致"),
            };
            let mut row = place_cells(place);
            row.extend([
                Cell::text(total.field),
                Cell::text(total.unit.as_str()),
                Cell::Number(total.stated),
                Cell::Number(total.summed),
                Cell::Count(total.lines as i64),
                Cell::Number(difference),
                Cell::Said(verdict.into()),
            ]);
            row
        });
        let mut columns = place_columns();
        columns.extend([
            text("field", "field", "字段"),
            text("unit", "unit", "单位"),
            number("stated", "the file says", "表中合计"),
            number("summed", "its lines come to", "各行相加"),
            number("lines", "lines", "行数"),
            number("difference", "difference", "相差"),
            text("verdict", "verdict", "结论"),
        ]);
        let title = said!("Totals in the file", "表中的合计");
        Rows { name: "totals", title, columns, rows: rows.collect(), ..Rows::default() }
    }

    /// The rows in force that earlier imports of this source brought and the file no longer has.
    pub fn gone(&self) -> Rows {
        let rows = self.gone.iter().map(|row| {
            vec![Cell::text(row.id.to_string()), Cell::Day(row.id.day), Cell::text(row.text.as_str())]
        });
        let columns =
            vec![text("id", "id", "行号"), text("date", "date", "日期"), text("text", "text", "内容")];
        let title = said!("Gone from the file", "文件中已没有的行");
        Rows { name: "gone", title, columns, rows: rows.collect(), ..Rows::default() }
    }

    /// Every row of the file with what became of it; a row with several faults once for each.
    pub fn row_by_row(&self) -> Rows {
        let mut rows: Vec<(&Where, [Cell; 8])> = Vec::new();
        let line = |fate: Words, code: &'static str, id: Cell| {
            let none = || Cell::Absent;
            [Cell::Code(code, fate), id, none(), none(), none(), none(), none(), none()]
        };
        let id_of = |draft: &Draft| Cell::text(draft.get("id"));
        for taken in &self.taken {
            rows.push((&taken.place, line(words("taken", "新增"), "taken", id_of(&taken.draft))));
        }
        for amended in &self.amended {
            let id = id_of(&amended.corrected);
            rows.push((&amended.place, line(words("amended", "更正"), "amended", id)));
        }
        for (place, id) in &self.unchanged {
            let id = id.map_or(Cell::Absent, |id| Cell::text(id.to_string()));
            rows.push((place, line(words("unchanged", "未变"), "unchanged", id)));
        }
        for ignored in &self.ignored {
            let mut cells = line(words("left out", "略过"), "ignored", Cell::Absent);
            cells[2] = Cell::Said(ignored.reason.words().into());
            cells[5] = Cell::text(ignored.text.as_str());
            let totals = self.totals.iter().filter(|(place, _)| *place == ignored.place);
            let said: Option<Said> = totals
                .map(|(_, total)| total.said())
                .reduce(|all, one| all.then(&said!("; ", "；")).then(&one));
            cells[6] = match &ignored.reason {
                Reason::Replaced { by } => Cell::Said(said!("row {by} counts", "以第 {by} 行为准")),
                Reason::Voided { id } => Cell::text(id.to_string()),
                _ => said.map_or(Cell::Absent, Cell::Said),
            };
            rows.push((&ignored.place, cells));
        }
        for refused in &self.refused {
            let mut cells = line(words("refused", "拒收"), "refused", Cell::Absent);
            cells[3] = Cell::text(refused.column.as_str());
            cells[4] = Cell::text(refused.field);
            cells[5] = Cell::text(refused.value.as_str());
            cells[6] = Cell::Said(refused.message.clone());
            cells[7] = refused.remedy.clone().map_or(Cell::Absent, Cell::Said);
            rows.push((&refused.place, cells));
        }
        // Files and sheets stay in their order, and rows go by number.
        let mut sheets: Vec<(&str, &str)> = Vec::new();
        rows.sort_by_key(|(place, _)| {
            let sheet = (&*place.file, &*place.sheet);
            let at = sheets.iter().position(|known| *known == sheet).unwrap_or_else(|| {
                sheets.push(sheet);
                sheets.len() - 1
            });
            (at, place.row)
        });
        let rows =
            rows.into_iter().map(|(place, cells)| place_cells(place).into_iter().chain(cells).collect());
        let mut columns = place_columns();
        columns.extend([
            text("fate", "what became of it", "去向"),
            text("id", "id", "行号"),
            text("reason", "why", "原因"),
            text("column", "column", "列"),
            text("field", "field", "字段"),
            text("value", "value", "内容"),
            text("message", "what is wrong", "问题"),
            text("fix", "what to do", "处理办法"),
        ]);
        Rows { name: "rows", title: Said::default(), columns, rows: rows.collect(), ..Rows::default() }
    }
}
