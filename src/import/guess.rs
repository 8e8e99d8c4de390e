//! A proposal of what the columns of an unknown table mean: by its headings, and by its cells where headings do not say.

use super::cell::Known;
use super::grid::Grid;
use super::guess_cells::{Looks, looks};
use super::guess_whole::Whole;
use super::header::key_of;
use super::mapping::{is_given_by_the_program, own_names};
use super::sign_up::SIGN_UP;
use crate::error::{Error, Result};
use crate::ledgers::{Field, Kind, LEDGERS, Ledger, by_name};
use crate::said;

/// How a column was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// By what its cells look like.
    Cells,
    /// By a part of its heading.
    Part,
    /// By its heading.
    Heading,
}

/// A column of the table, and the field it was taken for.
#[derive(Clone, Debug)]
pub struct GuessedColumn {
    /// By index.
    pub column: usize,
    /// Its heading.
    pub heading: String,
    /// The field, and how it was told.
    pub field: Option<(&'static Field, Told)>,
    /// What its cells look like.
    pub looks: Looks,
}

/// What an unknown table was taken for.
#[derive(Clone, Debug)]
pub struct Guess {
    /// The ledger its rows would go to.
    pub ledger: &'static Ledger,
    /// The sheet, by index.
    pub grid: usize,
    /// The row of the header, by index.
    pub header: usize,
    /// Its columns that have a heading.
    pub columns: Vec<GuessedColumn>,
    /// What the whole of it tells.
    pub whole: Whole,
}

/// The ledgers that a table of others may be for; what is issued here comes from nobody else.
fn candidates() -> impl Iterator<Item = &'static Ledger> {
    LEDGERS.iter().filter(|l| !matches!(l.name, "notices" | "reach")).chain([&SIGN_UP])
}

/// Looks at all sheets for the table that fits best.
///
/// # Errors
/// No sheet has a row that could be a header.
pub fn guess(grids: &[Grid], wanted: Option<&'static Ledger>, known: &Known<'_>) -> Result<Guess> {
    let mut best: Option<(i64, Guess)> = None;
    for (at, grid) in grids.iter().enumerate() {
        for header in headers(grid) {
            let cells = described(grid, header, known);
            let ledgers = wanted.into_iter().chain(candidates().filter(|_| wanted.is_none()));
            for ledger in ledgers {
                let mut columns = cells.clone();
                assign(ledger, &mut columns);
                let score = score(ledger, &columns);
                if best.as_ref().is_none_or(|(known, _)| score > *known) {
                    best =
                        Some((score, Guess { ledger, grid: at, header, columns, whole: Whole::default() }));
                }
            }
        }
    }
    let Some((_, mut guess)) = best else {
        return Err(Error::usage(said!("no row of the file looks like a header", "文件中没有像表头的行"))
            .hint(said!("how a mapping is written: docs/import.md", "映射的写法见 docs/import.md")));
    };
    guess.look_at_all(&grids[guess.grid], known);
    Ok(guess)
}

/// Rows near the top that could be headers: several texts, none of them a number, none twice.
fn headers(grid: &Grid) -> Vec<usize> {
    let could = |at: &usize| {
        let texts: Vec<&str> = grid.rows[*at].filled().map(|(_, text)| text).collect();
        let is_name = |text: &&str| text.parse::<f64>().is_err() && text.chars().count() <= 60;
        let mut keys: Vec<String> = texts.iter().map(|t| key_of(t)).collect();
        keys.sort();
        keys.dedup();
        texts.len() >= 2 && keys.len() == texts.len() && texts.iter().all(is_name)
    };
    let near_top = (0..grid.rows.len().min(60)).filter(could);
    near_top.take(12).collect()
}

fn described(grid: &Grid, header: usize, known: &Known<'_>) -> Vec<GuessedColumn> {
    let own = super::left::OWN;
    let headings = grid.rows[header].filled().filter(|(_, text)| !own.contains(text));
    headings
        .map(|(column, heading)| GuessedColumn {
            column,
            heading: heading.to_owned(),
            field: None,
            looks: looks(grid, header, column, known),
        })
        .collect()
}

/// Words in headings that tell a field although no heading of the dictionary does.
const WORDS: &[(&str, &[&str])] = &[
    ("donor", &["捐赠", "捐助", "爱心", "donor", "donated by"]),
    ("source", &["来源", "供货", "供应", "拨付单位", "supplier", "origin"]),
    (
        "place",
        &[
            "房号",
            "门牌",
            "住址",
            "地址",
            "室号",
            "接收",
            "领用",
            "领取单位",
            "受助",
            "address",
            "village",
            "district",
            "location",
            "region",
            "denominazione",
        ],
    ),
    ("item", &["物品", "品名", "品类", "物资", "商品", "货品", "item", "goods"]),
    ("quantity", &["数量", "份数", "件数", "箱数", "amount", "quantity", "qty"]),
    ("unit", &["单位", "unit"]),
    ("date", &["日期", "date", "data"]),
    ("tested", &["检测人数", "已检", "核酸", "采样", "tested", "tamponi", "swab"]),
    ("residents", &["人数", "人口", "几人", "几口", "residents", "people"]),
    ("present", &["在住", "在家", "present"]),
    ("needs", &["需求", "特殊", "困难", "needs"]),
    ("need", &["需要", "求助", "needed"]),
    ("volunteer", &["姓名", "志愿者", "name"]),
    ("group", &["小组", "组别", "group"]),
    ("skills", &["特长", "技能", "skills"]),
    ("phone", &["电话", "手机", "phone"]),
    ("start", &["开始", "start", "from"]),
    ("end", &["结束", "end", "until"]),
];

/// Gives columns to the fields of a ledger: by heading, by words in headings, and for what must be there by the cells.
fn assign(ledger: &'static Ledger, columns: &mut [GuessedColumn]) {
    let private = ledger.name == SIGN_UP.name;
    let fields: Vec<&'static Field> = ledger
        .fields
        .iter()
        .filter(|f| !matches!(f.name, "id" | "reverses" | "by" | "at") && !is_given_by_the_program(ledger, f))
        .collect();
    for told in [Told::Heading, Told::Part, Told::Cells] {
        for field in &fields {
            if columns.iter().any(|c| c.field.is_some_and(|(f, _)| f.name == field.name)) {
                continue;
            }
            let is_free = |c: &&mut GuessedColumn| c.field.is_none() && (private || c.looks.personal < 0.1);
            let fit = |c: &GuessedColumn| match told {
                Told::Heading => named(field, &c.heading).filter(|_| can_be(field, &c.looks)),
                Told::Part => worded(field, &c.heading).filter(|_| can_be(field, &c.looks)),
                Told::Cells => by_cells(field, &c.looks),
            };
            let best = columns.iter_mut().filter(is_free).filter_map(|c| Some((fit(c)?, c)));
            // Of equals the first, as people read.
            let best = best.reduce(|best, next| if next.0 > best.0 { next } else { best });
            if let Some((_, column)) = best {
                column.field = Some((*field, told));
            }
        }
    }
}

/// How well a heading is one of a field's own: the first of its names is the best.
fn named(field: &Field, heading: &str) -> Option<i64> {
    let key = key_of(heading);
    let at = own_names(field).iter().position(|name| key_of(name) == key)?;
    Some(1000 - at as i64)
}

/// How well a heading contains a word for a field: the longer the word and the less beside it, the better.
pub(super) fn worded(field: &Field, heading: &str) -> Option<i64> {
    let own = own_names(field).into_iter().filter(|name| name.chars().count() > 1);
    let more = WORDS.iter().filter(|(name, _)| *name == field.name).flat_map(|(_, words)| *words);
    let words = own.chain(more.map(|word| (*word).to_owned()));
    let found = words.filter(|word| contains(heading, word)).map(|word| word.chars().count() as i64).max()?;
    Some(found * 100 - key_of(heading).chars().count() as i64)
}

/// True if a word stands in a heading; one of letters as a whole word, or several (`item` in `Items grouped`, not `unit`
/// in `community`).
pub(super) fn contains(heading: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return key_of(heading).contains(&key_of(word));
    }
    let words = |text: &str| -> Vec<String> {
        let split = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        split.map(str::to_lowercase).collect()
    };
    let (all, wanted) = (words(heading), words(word));
    let is = |(one, wanted): (&String, &String)| one == wanted || one.strip_suffix('s') == Some(wanted);
    !wanted.is_empty() && all.windows(wanted.len()).any(|some| some.iter().zip(&wanted).all(is))
}

/// False where the cells say that a heading means something else.
pub(super) fn can_be(field: &Field, looks: &Looks) -> bool {
    match field.kind {
        _ if looks.cells == 0 => true,
        // What every row must say stands in most of them, or at the head of a block of merged cells.
        _ if field.required && looks.filled + looks.merged < 0.2 => false,
        Kind::Quantity | Kind::Change | Kind::Count | Kind::Money => looks.number + looks.measure > 0.3,
        Kind::Day => looks.day > 0.3,
        Kind::Unit => looks.number < 0.5,
        Kind::Item | Kind::Text => looks.number < 0.9 || field.name == "phone",
        _ => true,
    }
}

/// How well the cells alone look like a field, where they do.
fn by_cells(field: &Field, looks: &Looks) -> Option<i64> {
    let share = match field.kind {
        Kind::Place if field.name == "place" => looks.place,
        Kind::Item => looks.item,
        Kind::Day if field.name == "date" => looks.day,
        Kind::Unit => looks.unit,
        Kind::Volunteer => looks.volunteer,
        Kind::Quantity | Kind::Change if field.required => f64::max(looks.number, looks.measure),
        Kind::Count if field.required => looks.number,
        _ => return None,
    };
    (share >= 0.7 && looks.cells > 0 && looks.filled >= 0.5).then_some((share * 100.0) as i64)
}

/// How well the columns of a table fit a ledger.
fn score(ledger: &'static Ledger, columns: &[GuessedColumn]) -> i64 {
    let mut score = 0;
    for field in ledger.fields {
        let own =
            columns.iter().find_map(|c| c.field.filter(|(f, _)| f.name == field.name).map(|(_, t)| (c, t)));
        let otherwise = matches!(field.name, "id" | "date" | "by" | "at" | "round")
            || is_given_by_the_program(ledger, field);
        // A longer word says more: 检测人数 is a test's, 人数 anybody's.
        let weight =
            |column: &GuessedColumn| worded(field, &column.heading).map_or(0, |w| (w / 100).clamp(0, 4));
        score += match (own, field.required && !otherwise) {
            (Some((_, Told::Heading)), true) => 14,
            (Some((column, Told::Part)), true) => 8 + weight(column),
            (Some((_, Told::Cells)), true) => 6,
            (Some((_, Told::Heading)), false) => 4,
            (Some(_), false) => 2,
            (None, true) => -12,
            (None, false) => 0,
        };
    }
    // Everybody's words: a table that says nothing more is one of goods handed out or received, not of a stock-take.
    let plain = matches!(ledger.name, "counts" | "adjustments");
    score - if plain { 3 } else { 0 } + i64::from(by_name(ledger.name).is_some())
}
