//! What a round of distribution allots: read in the item's base unit, written, and wondered at.

use super::super::typed::read_item;
use super::nothing_changes;
use crate::arithmetic::stock::stock;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Per, RoundKind, choose_typed};
use crate::model::{Day, Quantity};
use crate::recording::Entry;
use crate::registers::Allot;
use crate::registers::toml_text::put;
use crate::said;
use toml_edit::{ArrayOfTables, Item, Table, Value};

/// `ITEM=QTY/household`, in the item's base unit.
pub fn allotments(books: &Books, typed: &[String], kind: RoundKind) -> Result<Vec<Allot>> {
    if !typed.is_empty() && kind != RoundKind::Distribution {
        return Err(Error::usage(said!("only distribution rounds allot goods", "只有发放批次才写应发物品"))
            .hint(said!("--kind distribution", "--kind distribution")));
    }
    let mut allots: Vec<Allot> = Vec::new();
    for line in typed {
        let (goods, per) = match line.rsplit_once(['/', '／']) {
            None => (line.as_str(), Per::Household),
            Some((goods, per)) => (goods, Per::ALL[choose_typed(per, Per::CHOICES)?]),
        };
        let (name, much) = crate::model::goods_line(goods)?;
        let id = read_item(&name, &books.registers.names)?;
        let item = books.registers.item(id).ok_or_else(nothing_changes)?;
        let unit = item.packs.own_word(&much.unit.unwrap_or_default());
        let quantity =
            if unit.is_empty() { Some(much.quantity) } else { item.packs.to_base(much.quantity, &unit) };
        let (name, base) = (&item.name, &item.unit);
        let quantity = quantity.ok_or_else(|| {
            Error::usage(said!(
                "{line}: {unit} does not convert to {base} of {name}",
                "{line}：{unit} 不能折算成 {name} 的 {base}"
            ))
            .hint(said!(
                "write it in {base}, or state the pack: linli item edit {name} --packs {unit}=…",
                "请用 {base} 书写，或先登记包装：linli item edit {name} --packs {unit}=…"
            ))
        })?;
        if quantity <= Quantity::ZERO {
            return Err(Error::usage(said!(
                "{line}: the share must be more than nothing",
                "{line}：应发数量必须大于零"
            )));
        }
        if allots.iter().any(|a| a.item == *name && a.per == per) {
            return Err(Error::usage(said!("{name} is allotted twice", "{name} 写了两次")));
        }
        allots.push(Allot { item: name.clone(), span: 0..0, quantity, per });
    }
    Ok(allots)
}

/// The allotments as `[[round.allot]]`.
pub fn allot_tables(allots: &[Allot]) -> Result<Item> {
    let mut tables = ArrayOfTables::new();
    for allot in allots {
        let mut table = Table::new();
        put(&mut table, "item", allot.item.as_str());
        let text = allot.quantity.to_string();
        let quantity: Value = text
            .parse()
            .map_err(|_| Error::usage(said!("`{text}` is not a quantity", "“{text}”不是数量")))?;
        put(&mut table, "quantity", quantity);
        put(&mut table, "per", allot.per.code());
        tables.push(table);
    }
    Ok(Item::ArrayOfTables(tables))
}

/// Says what a round of distribution takes, and doubts a share that is rather the total.
pub fn wonder(books: &Books, allots: &[Allot], homes: usize, today: Day, entry: &mut Entry) {
    let stock = stock(books, today);
    for allot in allots.iter().filter(|a| a.per == Per::Household && homes > 0) {
        let unit =
            books.registers.items.iter().find(|i| i.name == allot.item).map_or("", |i| i.unit.as_str());
        let (item, each) = (&allot.item, allot.quantity);
        let Some(homes_q) = Quantity::parse(&homes.to_string()).ok() else { continue };
        if let Some(total) = each.times(homes_q) {
            let on_hand = books
                .registers
                .names
                .item(item)
                .map_or(Quantity::ZERO, |id| stock.over_all_stores(books, id));
            entry.effects.push(said!(
                "{item}: {each} {unit} for each of {homes} homes is {total} {unit}; on hand {on_hand} {unit}",
                "{item}：每户 {each}{unit}，{homes} 户共 {total}{unit}，现有库存 {on_hand}{unit}"
            ));
        }
        // Seldom does a home get as many as there are homes: somebody typed the total.
        if homes >= 10 && each >= homes_q {
            entry.doubts.push(said!(
                "{item}: {each}{unit} for each home? that looks like the total",
                "{item}：每户 {each}{unit}？看起来像是总数"
            ));
        }
    }
}
