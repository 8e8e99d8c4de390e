//! How the entries of a chain are written: `室号 人数`, `楼号-房号 份数`, `室号 品名 数量`, `室号 人数 检测 份数`; said on the command line, or
//! by the chain itself in its template or its example.

use crate::model::{Fault, chain::tidied};
use crate::recording::captain_line::COUNTS;
use crate::registers::{NameKind, Names};
use crate::said;

/// How much of an address an entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The room; building and unit are given beside it.
    Room,
    /// Unit and room.
    UnitRoom,
    /// Building and room.
    BuildingRoom,
    /// Building, unit and room.
    Full,
    /// Building and unit: the entries are of whole units.
    WholeUnit,
    /// Whatever is written.
    Any,
}

impl Shape {
    /// How many numbers the address has.
    pub(super) fn numbers(self) -> Option<usize> {
        match self {
            Shape::Room => Some(1),
            Shape::UnitRoom | Shape::BuildingRoom | Shape::WholeUnit => Some(2),
            Shape::Full => Some(3),
            Shape::Any => None,
        }
    }
}

/// What a number of an entry counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// People, as `COUNTS` lists them by their place: residents, present, households, tested, elsewhere, exempt, visitors.
    People(usize),
    /// Goods: the item that the pattern names, else the one that is meant everywhere.
    Goods(Option<String>),
}

/// The residents, or in a chain of tests those tested: 人数.
pub const RESIDENTS: usize = 0;
/// Those tested.
pub const TESTED: usize = 3;
/// Those tested elsewhere.
pub const ELSEWHERE: usize = 4;
/// Those not due.
pub const EXEMPT: usize = 5;

/// How entries are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The address.
    pub shape: Shape,
    /// A name stands in the entry; it is passed over.
    pub name: bool,
    /// The entry names its goods.
    pub item: bool,
    /// The entry says in words what is needed.
    pub need: bool,
    /// What its numbers count, in their order.
    pub slots: Vec<Slot>,
}

/// A word of a pattern.
#[derive(Clone, Debug)]
enum Field {
    Building,
    Unit,
    Room,
    Address,
    Name,
    Item,
    Need,
    Slot(Slot),
}

const WORDS: &[(&[&str], Field)] = &[
    (&["楼号", "幢号", "栋号", "楼栋", "楼幢", "幢", "栋", "building", "bldg"], Field::Building),
    (&["单元号", "单元", "unit"], Field::Unit),
    (&["室号", "房号", "房间号", "房间", "室", "room"], Field::Room),
    (
        &["详细地址", "地址", "门牌号", "门牌", "户号", "住址", "位置", "address", "home", "place"],
        Field::Address,
    ),
    (&["姓名", "昵称", "称呼", "名字", "name", "nickname"], Field::Name),
    (&["品名", "物品", "商品", "物资", "item", "goods"], Field::Item),
    (&["需求", "需要", "内容", "need"], Field::Need),
    (&["几人", "people", "persons"], Field::Slot(Slot::People(RESIDENTS))),
    (&["核酸人数", "已做人数", "已检人数"], Field::Slot(Slot::People(TESTED))),
    (
        &["份数", "数量", "件数", "箱数", "袋数", "几份", "portions", "quantity", "qty"],
        Field::Slot(Slot::Goods(None)),
    ),
];

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A word that is none of the fields, nothing that says whose entry it is.
    pub fn parse(text: &str, names: &Names) -> Result<Pattern, Fault> {
        let mut fields = Vec::new();
        let text = tidied(text);
        let mut rest = text.trim_start_matches(between);
        while !rest.is_empty() {
            let Some((field, length)) = field(rest, names) else {
                let word = rest.split(between).next().unwrap_or(rest);
                return Err(Fault::new(said!(
                    "`{word}` is no field of a pattern",
                    "“{word}”不是可用的格式字段"
                ))
                .remedy(how_to_write()));
            };
            fields.push(field);
            rest = rest[length..].trim_start_matches(between);
        }
        Pattern::of(&fields).ok_or_else(|| {
            Fault::new(said!(
                "the pattern `{text}` does not say whose entry it is",
                "格式“{text}”没有写明户号"
            ))
            .remedy(how_to_write())
        })
    }

    fn of(fields: &[Field]) -> Option<Pattern> {
        let has = |wanted: fn(&Field) -> bool| fields.iter().any(wanted);
        let building = has(|f| matches!(f, Field::Building));
        let unit = has(|f| matches!(f, Field::Unit));
        let room = has(|f| matches!(f, Field::Room));
        let shape = match (building, unit, room) {
            (true, true, true) => Shape::Full,
            (true, false, true) => Shape::BuildingRoom,
            (false, true, true) => Shape::UnitRoom,
            (false, false, true) => Shape::Room,
            (true, true, false) => Shape::WholeUnit,
            _ if has(|f| matches!(f, Field::Address)) => Shape::Any,
            _ => return None,
        };
        let slot = |field: &Field| match field {
            Field::Slot(slot) => Some(slot.clone()),
            _ => None,
        };
        Some(Pattern {
            shape,
            name: has(|f| matches!(f, Field::Name)),
            item: has(|f| matches!(f, Field::Item)),
            need: has(|f| matches!(f, Field::Need)),
            slots: fields.iter().filter_map(slot).collect(),
        })
    }

    /// True if goods are counted.
    pub fn has_goods(&self) -> bool {
        self.slots.iter().any(|slot| matches!(slot, Slot::Goods(_)))
    }

    /// True if these people are counted.
    pub fn has_people(&self, which: usize) -> bool {
        self.slots.contains(&Slot::People(which))
    }
}

fn how_to_write() -> crate::words::Said {
    said!(
        "such as \"室号 人数\", \"楼号-房号 份数\", \"室号 品名 数量\" or \"room people tested portions\"",
        "例如 \"室号 人数\"、\"楼号-房号 份数\"、\"室号 品名 数量\"、\"室号 人数 检测 份数\""
    )
}

fn between(c: char) -> bool {
    !c.is_alphanumeric()
}

/// The field with which a text begins, and the bytes it takes: the longest word that fits.
fn field(text: &str, names: &Names) -> Option<(Field, usize)> {
    let begins = |word: &str| {
        let ascii = word.is_ascii();
        let fits = text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        fits && !(ascii && text[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let fixed = WORDS.iter().flat_map(|(words, field)| words.iter().map(move |w| (*w, field.clone())));
    let counts = COUNTS.iter().enumerate().flat_map(|(at, (en, zh))| {
        let words = std::iter::once(*en).chain(zh.iter().copied());
        words.map(move |word| (word, Field::Slot(Slot::People(at))))
    });
    let known: Vec<(&str, Field)> = fixed.chain(counts).filter(|(word, _)| begins(word)).collect();
    let items = names.list(NameKind::Item).iter().filter(|item| begins(item));
    let items = items.map(|item| (item.as_str(), Field::Slot(Slot::Goods(Some(item.clone())))));
    let longest = known.into_iter().chain(items).max_by_key(|(word, _)| word.len());
    longest.map(|(word, field)| (field, word.len()))
}
