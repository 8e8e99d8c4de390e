//! Goods lines as typed: `牛奶=40箱`.

use super::typed::read_item;
use crate::ledgers::unquoted;
use crate::model::{Fault, Quantity, goods_line};
use crate::registers::Registers;
use crate::said;
use crate::store::text::{Source, read_records, write_line};
use crate::words::Said;

/// One goods line, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goods {
    /// The item's own name.
    pub item: String,
    /// The unit as typed; empty is the base unit.
    pub unit: String,
    /// How much, with its sign.
    pub quantity: Quantity,
    /// What belongs in the note (an approximate quantity).
    pub note: Option<Said>,
    /// True if the item is not registered yet and will be.
    pub new: bool,
}

impl Goods {
    /// `牛奶 40箱`, for sentences.
    pub fn shown(&self) -> String {
        format!("{} {}{}", self.item, self.quantity, self.unit)
    }
}

/// Reads goods lines. An unknown item is refused with near names, unless `new` registers it with the unit typed.
pub fn read_goods(
    lines: &[&str],
    registers: &Registers,
    new: bool,
    signed: bool,
) -> Result<Vec<Goods>, Fault> {
    let mut goods: Vec<Goods> = Vec::new();
    for line in lines {
        let (item, measure) = goods_line(line)?;
        let mut unit = measure.unit.unwrap_or_default();
        let (name, is_new) = match read_item(&item, &registers.names) {
            Ok(id) => {
                unit = registers.item(id).map_or(unit.clone(), |item| item.packs.own_word(&unit));
                (registers.names.item_name(id), false)
            }
            Err(_) if new && unit.is_empty() => {
                return Err(Fault::new(said!(
                    "`{item}` is new: its unit is missing",
                    "“{item}”是新物品，缺少单位"
                ))
                .remedy(said!(
                    "write it after the quantity: {item}=40箱",
                    "请在数量后写上单位：{item}=40箱"
                )));
            }
            Err(_) if new => (item.trim().to_owned(), true),
            Err(fault) => return Err(fault),
        };
        let quantity = measure.quantity;
        if !signed && quantity.is_negative() {
            return Err(Fault::new(said!("{line}: the quantity is below zero", "{line}：数量小于零"))
                .remedy(said!(
                    "to take something back: linli void, or linli adjust",
                    "要撤回请用 linli void，库存变动请用 linli adjust"
                )));
        }
        if quantity.is_zero() {
            return Err(Fault::new(said!("{line}: the quantity is nothing", "{line}：数量为零")));
        }
        let note = measure
            .approximate
            .then(|| measure.noted.into_iter().next().unwrap_or_else(|| said!("approximate", "约数")));
        let is_new = is_new && !goods.iter().any(|g| g.item == name);
        goods.push(Goods { item: name, unit, quantity, note, new: is_new });
    }
    Ok(goods)
}

/// Wonders about units that nothing relates to their item's: such goods are counted apart.
pub fn odd_units(goods: &[Goods], registers: &Registers) -> Vec<Said> {
    let mut doubts = Vec::new();
    for line in goods.iter().filter(|g| !g.unit.is_empty()) {
        let item = registers.names.item(&line.item).and_then(|id| registers.item(id));
        let Some(item) = item.filter(|item| item.packs.factor(&line.unit).is_none()) else { continue };
        let (name, unit, base) = (&item.name, &line.unit, &item.unit);
        doubts.push(said!(
            "nothing says how many {base} of {name} a {unit} is; it is counted apart",
            "没有登记一{unit} {name} 合多少{base}，将单独计数"
        ));
    }
    doubts
}

/// The text of `items.csv` with new items added, in the order of its own columns.
pub fn new_item_line(source: Option<&Source>, goods: &[Goods]) -> Option<String> {
    let new: Vec<&Goods> = goods.iter().filter(|g| g.new).collect();
    if new.is_empty() {
        return None;
    }
    let mut text = source.map_or_else(String::new, |s| s.text.clone());
    if text.trim().is_empty() {
        text = write_line(crate::registers::items::FIELDS.iter().map(|f| f.name));
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut names: Vec<String> = Vec::new();
    read_records(&text, |record| {
        if names.is_empty() {
            names = record
                .spans
                .iter()
                .map(|&(a, b)| unquoted(&record.line[a as usize..b as usize]).trim().to_owned())
                .collect();
        }
    });
    for goods in new {
        let cell = |name: &String| match name.as_str() {
            "item" => goods.item.clone(),
            "unit" => goods.unit.clone(),
            _ => String::new(),
        };
        text.push_str(&write_line(names.iter().map(cell)));
    }
    Some(text)
}
