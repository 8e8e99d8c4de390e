//! The mapping that a guess proposes, as a file.

use super::cell::Known;
use super::grid::{Grid, column_letter};
use super::guess::{Guess, GuessedColumn, Told};
use super::header::key_of;
use super::sign_up::SIGN_UP;
use super::table::day_above;
use crate::ledgers::{Kind, RoundKind};
use crate::words::Lang;
use std::fmt::Write as _;

/// The headings under which survey forms write when they were handed in.
const HANDED_IN: [&str; 6] = ["提交时间", "提交答卷时间", "答题时间", "填写时间", "submittedat", "timestamp"];
/// The headings of an address in pieces: building, unit, room.
const PIECES: [&[&str]; 3] = [
    &["楼号", "楼栋", "栋", "幢", "楼", "栋号", "幢号", "几幢", "几栋", "building"],
    &["单元", "单元号", "unitno"],
    &["室", "室号", "房间", "房间号", "房号", "门牌号", "room"],
];
/// The headings of what goes into the note.
const NOTES: [&str; 8] = ["规格", "型号", "规格型号", "说明", "备注", "用途", "remark", "specification"];

/// How blank cells take the value above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fill {
    Down,
    Merged,
}

impl Guess {
    /// The text of the mapping, with how each column was told beside it.
    pub fn text(&self, grids: &[Grid], known: &Known<'_>, lang: Lang) -> String {
        let grid = &grids[self.grid];
        let mut text = format!("ledger = {}\n", quoted(self.ledger.name));
        self.sheets(grids, &mut text);
        let said = |en: &'static str, zh: &'static str| lang.pick(en, zh);
        let has = |name: &str| self.column_of(name).is_some();
        if !has("date")
            && self.ledger.field("date").is_some()
            && day_above(grid, self.header, known.today).is_some()
        {
            let _ = writeln!(
                text,
                "date_above = true                   # {}",
                said("a day stands above the table", "日期在表头上方")
            );
        }
        if self.column_of("quantity").is_some_and(|c| c.looks.measure > 0.3) {
            let _ = writeln!(
                text,
                "quantity_with_unit = true           # {}",
                said("such as 198件", "例如 198件")
            );
        }
        let place = self.column_of("place");
        let is_other = place.is_some_and(|c| c.looks.place < 0.5) && self.pieces().is_empty();
        if self.ledger.name == "distributions" && is_other {
            let _ = writeln!(
                text,
                "receivers = \"destinations\"          # {}",
                said("receivers that are no addresses", "接收方不是门牌")
            );
        }
        for (key, wanted, why) in [
            ("fill_down", Fill::Down, said("empty cells take the value above", "空白格取上一行的值")),
            ("fill_merged", Fill::Merged, said("only where cells are merged", "只在合并单元格内填充")),
        ] {
            let fills = self.columns.iter().filter(|c| c.fill() == Some(wanted) && self.second(c).is_none());
            let fills: Vec<String> = fills.filter_map(|c| c.field.map(|(f, _)| quoted(f.name))).collect();
            if !fills.is_empty() {
                let _ = writeln!(text, "{key} = [{}]  # {why}", fills.join(", "));
            }
        }
        if let Some(end) = &self.whole.end {
            let _ = writeln!(
                text,
                "end = [{}]  # {}",
                quoted(end),
                said("the table ends there", "表格到此行为止")
            );
        }
        self.running(
            &mut text,
            said(
                "figures count from the beginning: rows bring what was added",
                "数字为累计数：导入的是每天增加的数",
            ),
        );
        self.handed_in(
            &mut text,
            said("of those handed in twice the last counts", "重复提交时以最后一次为准"),
        );
        self.round(known, &mut text);
        let notes: Vec<String> =
            self.columns.iter().filter(|c| c.is_note()).map(|c| quoted(&c.heading)).collect();
        if !notes.is_empty() {
            let _ = writeln!(text, "note = [{}]", notes.join(", "));
        }
        self.fields(&mut text, lang);
        let others = self.columns.iter().filter(|c| !self.is_used(c));
        let others: Vec<String> =
            others.map(|c| format!("#   {} {}\n", column_letter(c.column), one_line(&c.heading))).collect();
        if !others.is_empty() {
            let _ = write!(text, "\n# {}\n{}", said("not read:", "未使用的列："), others.concat());
        }
        text
    }

    /// A column that is filled where this one, of a name, is empty: it is looked into then.
    fn second(&self, own: &GuessedColumn) -> Option<&GuessedColumn> {
        let (_, second) = self.whole.seconds.iter().find(|(first, _)| *first == own.column)?;
        self.columns.iter().find(|column| column.column == *second)
    }

    /// What identifies a row of running totals, and which of its figures they are.
    fn running(&self, text: &mut String, said: &str) {
        let figure =
            ["tested", "residents", "quantity"].into_iter().find(|name| self.column_of(name).is_some());
        if let (true, Some(figure)) = (self.whole.running, figure) {
            let key = ["place", "item", "date"].into_iter().filter(|name| self.column_of(name).is_some());
            let key: Vec<String> = key.map(quoted).collect();
            let _ = writeln!(text, "key = [{}]\ncumulative = [{}]  # {said}", key.join(", "), quoted(figure));
        }
    }

    pub(super) fn column_of(&self, name: &str) -> Option<&GuessedColumn> {
        self.columns.iter().find(|c| c.field.is_some_and(|(field, _)| field.name == name))
    }

    /// The columns of an address in pieces, if there are a building and a room by themselves.
    fn pieces(&self) -> Vec<&GuessedColumn> {
        if self.ledger.field("place").is_none() || self.ledger.name == SIGN_UP.name {
            return Vec::new();
        }
        let of = |names: &[&str]| self.columns.iter().find(|c| names.contains(&key_of(&c.heading).as_str()));
        match PIECES.map(of) {
            [Some(building), unit, Some(room)] => {
                [Some(building), unit, Some(room)].into_iter().flatten().collect()
            }
            _ => Vec::new(),
        }
    }

    fn is_used(&self, column: &GuessedColumn) -> bool {
        column.field.is_some()
            || column.is_note()
            || column.is_handed_in() && self.key().is_some() && !self.whole.running
            || self.whole.areas.contains(&column.column)
            || self.columns.iter().any(|own| self.second(own).is_some_and(|c| c.column == column.column))
            || self.pieces().iter().any(|c| c.column == column.column)
    }

    /// Which sheets: the first needs no word, several with the same header are all read.
    fn sheets(&self, grids: &[Grid], text: &mut String) {
        let header: Vec<&str> = self.columns.iter().map(|c| c.heading.as_str()).collect();
        let has_it = |grid: &&Grid| {
            grid.rows.iter().take(60).any(|row| row.filled().map(|(_, t)| t).collect::<Vec<_>>() == header)
        };
        if grids.iter().filter(has_it).count() > 1 {
            text.push_str("sheet = \"*\"\n");
        } else if grids.iter().position(|g| !g.is_blank()) != Some(self.grid) {
            let _ = writeln!(text, "sheet = {}", quoted(&grids[self.grid].sheet));
        }
    }

    /// What makes two submissions the same: the place.
    fn key(&self) -> Option<&'static str> {
        let is_there = self.column_of("place").is_some() || !self.pieces().is_empty();
        (is_there && self.ledger.name != SIGN_UP.name).then_some("place")
    }

    fn handed_in(&self, text: &mut String, said: &str) {
        let Some(column) = self.columns.iter().find(|c| c.is_handed_in()) else { return };
        let Some(key) = self.key().filter(|_| !self.whole.running) else { return };
        let mut key = vec![quoted(key)];
        if self.column_of("item").is_some() {
            key.push(quoted("item"));
        }
        let (key, heading) = (key.join(", "), quoted(&column.heading));
        let _ = writeln!(text, "key = [{key}]\nlatest = {heading}  # {said}");
    }

    /// A testing round that is not told: the only one there is, else one a day.
    fn round(&self, known: &Known<'_>, text: &mut String) {
        if self.ledger.name != "tests" || self.column_of("round").is_some() {
            return;
        }
        let mut testing = known.registers.rounds.iter().filter(|r| r.kind == RoundKind::Testing);
        match (testing.next(), testing.next()) {
            (Some(one), None) => {
                let _ = writeln!(text, "defaults = {{ round = {} }}", quoted(&one.code));
            }
            _ => text.push_str("rounds = \"test-{date}\"\n"),
        }
    }

    /// A place out of several areas.
    fn write_areas(&self, text: &mut String, lang: Lang) {
        let areas = self.columns.iter().filter(|c| self.whole.areas.contains(&c.column));
        let headings: Vec<&str> = areas.map(|c| c.heading.as_str()).collect();
        let names: Vec<String> = headings.iter().map(|heading| quoted(heading)).collect();
        let join = if headings.iter().all(|heading| heading.is_ascii()) { ", " } else { "" };
        let said = lang.pick("put together", "合并为一个地点");
        let _ = writeln!(
            text,
            "\n[columns.place]\nparts = [{}]  # {said}\njoin = {}",
            names.join(", "),
            quoted(join)
        );
    }

    fn fields(&self, text: &mut String, lang: Lang) {
        let pieces = self.pieces();
        for field in self.ledger.fields {
            if field.name == "place" && !pieces.is_empty() {
                let names: Vec<String> = pieces.iter().map(|c| quoted(&c.heading)).collect();
                let _ = write!(text, "\n[columns.place]\nparts = [{}]\n", names.join(", "));
                continue;
            }
            if field.name == "place" && !self.whole.areas.is_empty() {
                self.write_areas(text, lang);
                continue;
            }
            let Some(column) = self.column_of(field.name) else { continue };
            let how = match column.field.map(|(_, told)| told) {
                Some(Told::Cells) => lang.pick("  # told by the cells", "  # 按单元格内容判断"),
                Some(Told::Part) => lang.pick("  # told by a part of the heading", "  # 按列名中的词判断"),
                _ => "",
            };
            let (name, heading) = (field.name, quoted(&column.heading));
            let _ = write!(text, "\n[columns.{name}]\nnames = [{heading}]{how}\n");
            if let Some(second) = self.second(column) {
                let _ = writeln!(
                    text,
                    "or_from = [{}]  # {}",
                    quoted(&second.heading),
                    lang.pick("where it is empty", "空白时取此列")
                );
            }
        }
    }
}

impl GuessedColumn {
    /// How blank cells take the value above: names and places do, figures never.
    fn fill(&self) -> Option<Fill> {
        let (field, _) = self.field?;
        let has_gaps = self.looks.filled < 0.98 && self.looks.cells > 0 && field.name != "home";
        match field.kind {
            _ if !has_gaps => None,
            Kind::Place | Kind::Day => Some(Fill::Down),
            Kind::Text if field.required => Some(Fill::Down),
            Kind::Item if self.looks.merged > 0.0 => Some(Fill::Merged),
            _ => None,
        }
    }

    fn is_handed_in(&self) -> bool {
        let key = key_of(&self.heading);
        HANDED_IN.contains(&key.as_str())
    }

    fn is_note(&self) -> bool {
        let key = key_of(&self.heading);
        self.field.is_none() && self.looks.personal < 0.1 && NOTES.contains(&key.as_str())
    }
}

fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
