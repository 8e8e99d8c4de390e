//! A cell of a sheet becomes the canonical cell of a field, by the parsers that flags use too.

use crate::ledgers::{
    Change, Choice, Count, Field, Kind, Money, Needs, Read, Value, choose_typed, need_codes, read_alone,
};
use crate::model::{
    Day, Fault, Quantity, RowId, excel_day, measure, spoken_decimal, typed_day, typed_moment, unit_word,
    whole_number,
};
use crate::registers::{GroupId, ItemId, NameKind, Names, Registers, RoundId, StoreId, VolunteerId};
use crate::said;
use crate::words::Said;
use unicode_normalization::UnicodeNormalization;

/// What the readers of cells must know.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The registers.
    pub registers: &'a Registers,
    /// The day by which a day without a year is read.
    pub today: Day,
    /// True if unknown items are registered.
    pub new_items: bool,
    /// True if places that are no address become destinations.
    pub new_destinations: bool,
}

/// A canonical cell, and what came of reading it.
#[derive(Clone, Debug, Default)]
pub struct Canonical {
    /// The cell.
    pub cell: String,
    /// True if it names something to be registered.
    pub is_new: bool,
    /// How a doubtful form was read.
    pub noted: Vec<Said>,
}

/// A quantity and what stood with it.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The quantity.
    pub quantity: Quantity,
    /// The unit, if one stood with it.
    pub unit: Option<String>,
    /// True if it was approximate: the words belong in the note.
    pub approximate: bool,
    /// How a doubtful form was read.
    pub noted: Vec<Said>,
}

/// What a spreadsheet shows where a formula failed.
const FAILED: [&str; 8] = ["#VALUE!", "#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#DATA!"];

/// Refuses a cell in which a formula failed.
pub fn refuse_failed(text: &str) -> Result<(), Fault> {
    if FAILED.contains(&text) {
        return Err(Fault::new(said!("`{text}` is a formula that failed", "“{text}” 是出错的公式"))
            .remedy(said!("write the value itself into the cell", "请在单元格中直接填写数值")));
    }
    Ok(())
}

/// Reads a cell that is not empty. Quantities of goods are read by [`counted`].
pub fn canonical(field: &Field, text: &str, known: &Known<'_>) -> Result<Canonical, Fault> {
    refuse_failed(text)?;
    let names = &known.registers.names;
    let plain = |cell: String| Ok(Canonical { cell, ..Canonical::default() });
    match field.kind {
        Kind::Text => plain(text.to_owned()),
        Kind::Day => plain(day(text, known.today)?.to_string()),
        Kind::Place => place(text, known),
        Kind::Item => match names.item(text).or_else(|| item_spelt(text, names)) {
            Some(item) => plain(names.item_name(item)),
            None if known.new_items => {
                Ok(Canonical { cell: text.to_owned(), is_new: true, noted: Vec::new() })
            }
            None => Err(unknown_item(text, names)),
        },
        Kind::Unit => plain(unit_word(text)?),
        Kind::Store => {
            let named = known.registers.community.stores.iter().find(|s| s.name == text);
            one_of::<StoreId>(named.map_or(text, |s| &s.code), names)
        }
        Kind::Group => {
            let named = known.registers.community.groups.iter().find(|g| g.name == text);
            one_of::<GroupId>(named.map_or(text, |g| &g.code), names)
        }
        Kind::Round => {
            let titled = known.registers.rounds.iter().find(|r| r.title == text);
            one_of::<RoundId>(titled.map_or(text, |r| &r.code), names)
        }
        Kind::Volunteer => one_of::<VolunteerId>(text, names),
        Kind::Money => plain(money(text)?.to_string()),
        Kind::Count => plain(checked::<Count>(whole_number(text)?.to_string(), names)?),
        Kind::Needs => {
            let cell = need_codes(text).join("|");
            match Needs::read(&cell, &cell, names) {
                Ok(_) => plain(cell),
                Err(fault) => Err(fault.fault),
            }
        }
        Kind::Moment => {
            let clock =
                text.rsplit_once(' ').filter(|(day, _)| Day::parse(day).is_ok()).map_or(text, |c| c.1);
            plain(typed_moment(clock)?.to_string())
        }
        Kind::Choice(choices) => plain(choice(text, choices)?.to_owned()),
        Kind::RowRef => plain(checked::<Option<RowId>>(text.to_owned(), names)?),
        Kind::Id | Kind::Stamp => plain(text.to_owned()),
        Kind::Quantity | Kind::Change => plain(counted(field, text, true)?.quantity.to_string()),
    }
}

/// Reads a quantity of goods, with the unit in the same cell where the mapping allows it.
pub fn counted(field: &Field, text: &str, with_unit: bool) -> Result<Counted, Fault> {
    refuse_failed(text)?;
    let measure = measure(text)?;
    if let (Some(unit), false) = (&measure.unit, with_unit) {
        return Err(Fault::new(said!(
            "`{text}` has a unit ({unit}), and the mapping expects a number",
            "“{text}” 带有单位（{unit}），而映射要求只有数字"
        ))
        .remedy(said!(
            "write quantity_with_unit = true into the mapping",
            "请在映射中写 quantity_with_unit = true"
        )));
    }
    if measure.quantity.is_negative() && field.kind == Kind::Quantity {
        return Err(Fault::new(said!("{text} is below zero", "{text} 小于零")).remedy(said!(
            "only a reversal is negative: linli void cancels a row",
            "只有冲销行可以为负：请用 linli void 冲销"
        )));
    }
    Quantity::parse(&measure.quantity.to_string())?;
    Ok(Counted {
        quantity: measure.quantity,
        unit: measure.unit,
        approximate: measure.approximate,
        noted: measure.noted,
    })
}

/// A day as typed, with or without a time behind it, or the serial number of one between 1954 and 2119: other numbers are
/// no days.
pub fn day(text: &str, today: Day) -> Result<Day, Fault> {
    let text = match text.split_once([' ', 'T']) {
        Some((day, clock)) if is_clock(clock) => day,
        _ => text,
    };
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let serial = whole.parse::<i64>().ok().filter(|n| whole.len() == 5 && (20_000..80_000).contains(n));
    match serial.and_then(excel_day) {
        Some(day) => Ok(day),
        None => typed_day(text, today),
    }
}

/// `18:00`, `18:00:00`, `18:00:00.000Z`.
fn is_clock(text: &str) -> bool {
    text.contains(':')
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | 'Z'))
}

/// Units that stand in columns meant for something else; more are known from the items.
const UNITS: &str = "个 只 件 箱 盒 包 袋 瓶 桶 支 片 台 套 副 双 提 条 卷 张 份 人份 本 把 枚 粒 板 筐 捆 罐 听 升 L ml 毫升 顶 辆 \
                     床 组 批 对 扎 斤 公斤 千克 kg 克 g 两 吨";

/// The unit in a cell that is meant for something else, if it holds one and nothing else.
pub fn unit_typed_elsewhere(text: &str, names: &Names) -> Option<String> {
    let word = unit_word(text).ok()?;
    let known =
        names.unit(&word).is_some() || UNITS.split_whitespace().any(|u| u.eq_ignore_ascii_case(&word));
    known.then_some(word)
}

fn money(text: &str) -> Result<Quantity, Fault> {
    const SIGNS: [&str; 8] = ["¥", "￥", "元", "块", "RMB", "CNY", "人民币", "圆"];
    let mut bare = text.trim();
    for sign in SIGNS {
        bare = bare.strip_prefix(sign).unwrap_or(bare).trim();
        bare = bare.strip_suffix(sign).unwrap_or(bare).trim();
    }
    let spoken = spoken_decimal(bare)?;
    if spoken.value.is_negative() || spoken.approximate {
        return Err(Fault::new(said!("`{text}` is not an amount of money", "“{text}” 不是金额"))
            .remedy(said!("an exact amount from 0, such as 1200.50", "请写确切的金额，例如 1200.50")));
    }
    Ok(spoken.value)
}

fn place(text: &str, known: &Known<'_>) -> Result<Canonical, Fault> {
    let places = known.registers.names.places();
    match places.typed(text, None) {
        Ok(typed) => {
            Ok(Canonical { cell: places.code(typed.id).to_owned(), is_new: false, noted: typed.noted })
        }
        Err(_) if known.new_destinations && !looks_like_an_address(text) => {
            Ok(Canonical { cell: text.to_owned(), is_new: true, noted: Vec::new() })
        }
        Err(fault) => Err(fault),
    }
}

/// True if nothing but numbers, letters, dashes and the words of addresses stand in it, and a number among them:
/// `3-2-5O2` is a slip, `武汉市第三医院` a receiver.
fn looks_like_an_address(text: &str) -> bool {
    const WORDS: &str = "幢栋座号楼单元门梯室户房#＃-－—~～/. 一二三四五六七八九十两";
    text.chars().any(char::is_numeric)
        && text.chars().all(|c| c.is_ascii_alphanumeric() || WORDS.contains(c) || c.is_numeric())
}

/// A name without its width, its capitals and its blanks.
pub fn spelling(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The one item that a name means but for width, capitals and blanks.
fn item_spelt(text: &str, names: &Names) -> Option<ItemId> {
    let wanted = spelling(text);
    let known = names.list(NameKind::Item).iter().filter(|name| spelling(name) == wanted);
    let mut items: Vec<ItemId> = known.filter_map(|name| names.item(name)).collect();
    items.dedup();
    match items[..] {
        [item] => Some(item),
        _ => None,
    }
}

fn unknown_item(text: &str, names: &Names) -> Fault {
    let mut fault = match read_alone::<ItemId>(text, names) {
        Err(fault) => fault.fault,
        Ok(_) => Fault::new(said!("there is no item {text}", "没有物品“{text}”")),
    };
    let more = said!("; --new-items registers what is new", "；--new-items 可登记新物品");
    fault.remedy = Some(fault.remedy.unwrap_or_default().then(&more));
    fault
}

fn choice(text: &str, choices: &'static [Choice]) -> Result<&'static str, Fault> {
    choose_typed(text, choices).map(|at| choices[at].code)
}

fn one_of<T: for<'a> Value<'a>>(code: &str, names: &Names) -> Result<Canonical, Fault> {
    checked::<T>(code.to_owned(), names).map(|cell| Canonical { cell, ..Canonical::default() })
}

fn checked<T: for<'a> Value<'a>>(cell: String, names: &Names) -> Result<String, Fault> {
    let read: Read<T> = read_alone(&cell, names);
    read.map(|_| cell).map_err(|fault| fault.fault)
}

/// A default of the mapping, which must be as it would stand in the ledger.
pub fn default_cell(field: &Field, text: &str, known: &Known<'_>) -> Result<String, Fault> {
    let amount = matches!(field.kind, Kind::Quantity | Kind::Change | Kind::Money);
    if amount {
        read_alone::<Money>(text, &known.registers.names).map_err(|f| f.fault)?;
        read_alone::<Change>(text, &known.registers.names).map_err(|f| f.fault)?;
        return Ok(text.to_owned());
    }
    canonical(field, text, known).map(|c| c.cell)
}
