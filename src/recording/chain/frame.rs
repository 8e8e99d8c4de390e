//! What a chain is about: the ledgers its numbers go to, the rounds, the item; from the command line, from the chain, from
//! the rounds that are open.

use super::facts::Frame;
use super::learning;
use super::pattern::{Pattern, RESIDENTS, Shape, Slot, TESTED};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::RoundKind;
use crate::model::chain::Piece;
use crate::model::{Measure, PlaceId, goods_line};
use crate::recording::Setting;
use crate::recording::captain::{candidates, several, testing_round};
use crate::recording::typed::{read_item, read_round};
use crate::registers::RoundId;
use crate::said;

/// The ledger that a chain is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Into {
    /// `tests`
    Tests,
    /// `distributions`
    Distributions,
    /// `census`
    Census,
}

/// What was said on the command line.
#[derive(Clone, Debug, Default)]
pub struct Asked<'m> {
    /// `--ledger`; else the pattern tells.
    pub into: Option<Into>,
    /// `--round`, one for each kind.
    pub rounds: Vec<&'m str>,
    /// `--building` and `--unit`.
    pub context: Option<PlaceId>,
    /// `--pattern`.
    pub pattern: Option<&'m str>,
    /// `--item ITEM[=QTY]`.
    pub item: Option<&'m str>,
    /// `--mask-numbers`.
    pub mask: bool,
}

/// The rounds to which the numbers of a chain go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rounds {
    /// Of tests.
    pub testing: Option<RoundId>,
    /// Of goods; none if they were handed out outside rounds.
    pub goods: Option<RoundId>,
}

/// Settles it. The second value is true if a pattern or an example tells how entries are written.
pub fn frame<'a>(
    asked: &Asked,
    pieces: &[Piece],
    books: &'a Books<'a>,
    setting: &Setting,
) -> Result<(Frame<'a>, bool, Rounds)> {
    let registers = books.registers;
    let said = asked.pattern.map(|text| Pattern::parse(text, &registers.names)).transpose()?;
    let pattern = said.or_else(|| learning::template(pieces, &registers.names));
    let mut declared = pattern.is_some();
    let mut pattern = pattern.unwrap_or(Pattern {
        shape: Shape::Any,
        name: false,
        item: false,
        need: false,
        slots: Vec::new(),
    });
    let slots = slots(asked.into, &pattern)?;
    let mut item = asked.item.map(|typed| item(typed, books, setting)).transpose()?;
    let mut frame = Frame {
        pattern: pattern.clone(),
        slots,
        item: None,
        new_items: setting.new_items,
        registers,
        context: asked.context,
    };
    let mut named = Vec::new();
    for typed in &asked.rounds {
        named.push(read_round(typed, &registers.names)?);
    }
    let mut rounds = Rounds::default();
    if frame.tests() {
        rounds.testing = Some(testing_round(books, &named, setting)?);
    }
    if frame.goods() {
        rounds.goods =
            goods_round(books, &named, &frame, item.as_ref().map(|(item, _)| item.as_str()), setting)?;
        let allots = rounds.goods.and_then(|id| registers.round(id)).map(|round| &round.allot[..]);
        if let (None, Some([only])) = (&item, allots) {
            item = registers.names.item(&only.item).map(|id| (registers.names.item_name(id), None));
        }
    }
    refuse_idle_rounds(&named, rounds, books)?;
    frame.item = item;
    if !declared && let Some(shape) = learning::example(pieces, &frame) {
        pattern.shape = shape;
        declared = true;
    }
    frame.pattern = pattern;
    Ok((frame, declared, rounds))
}

/// A round that nothing goes to was not meant.
fn refuse_idle_rounds(named: &[RoundId], rounds: Rounds, books: &Books) -> Result<()> {
    let used = [rounds.testing, rounds.goods];
    match named.iter().find(|round| !used.contains(&Some(**round))) {
        None => Ok(()),
        Some(round) => {
            let code = books.registers.names.round_code(*round);
            Err(Error::usage(said!(
                "nothing of this chain goes to the round {code}",
                "这条接龙没有内容要记入批次 {code}"
            ))
            .hint(said!(
                "--ledger and --pattern say what its numbers count",
                "请用 --ledger 和 --pattern 说明数字的含义"
            )))
        }
    }
}

/// What the numbers count, for the ledger that is meant.
fn slots(into: Option<Into>, pattern: &Pattern) -> Result<Vec<Slot>> {
    let mut slots = pattern.slots.clone();
    let alone = slots == [Slot::People(RESIDENTS)];
    match into {
        Some(Into::Tests) => {
            let at = slots.iter().position(|slot| *slot == Slot::People(RESIDENTS));
            match at {
                _ if pattern.has_people(TESTED) => {}
                Some(at) => slots[at] = Slot::People(TESTED),
                None => slots.insert(0, Slot::People(TESTED)),
            }
        }
        Some(Into::Distributions) if !pattern.has_goods() => match alone {
            false => slots.push(Slot::Goods(None)),
            true => {
                return Err(Error::usage(said!(
                    "the pattern counts people, and no goods",
                    "这个格式数的是人，不是物品"
                ))
                .hint(said!("such as \"室号 份数\" or \"room portions\"", "例如 \"室号 份数\"")));
            }
        },
        Some(Into::Distributions) => {}
        Some(Into::Census) if !pattern.has_people(RESIDENTS) => slots.insert(0, Slot::People(RESIDENTS)),
        Some(Into::Census) => {}
        None if slots.is_empty() && pattern.item => slots.push(Slot::Goods(None)),
        None if slots.is_empty() || alone => {
            return Err(Error::usage(said!(
                "--ledger is missing: what are the numbers?",
                "缺少 --ledger：这些数字是什么？"
            ))
            .hint(said!(
                "--ledger tests, census, distributions or requests",
                "可写 --ledger tests（检测）、census（人数）、distributions（发放）或 requests（求助）"
            )));
        }
        None => {}
    }
    Ok(slots)
}

/// `--item 蔬菜包=1份`: the item, and how much an entry means that says no number.
fn item(typed: &str, books: &Books, setting: &Setting) -> Result<(String, Option<Measure>)> {
    let (name, measure) = match typed.contains(['=', '＝', '：']) {
        true => goods_line(typed).map(|(name, measure)| (name, Some(measure)))?,
        false => (typed.trim().to_owned(), None),
    };
    let names = &books.registers.names;
    match read_item(&name, names) {
        Ok(id) => Ok((names.item_name(id), measure)),
        Err(_) if setting.new_items && measure.as_ref().is_some_and(|m| m.unit.is_some()) => {
            Ok((name, measure))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The round of the goods: the one named, else the open one that allots them.
fn goods_round(
    books: &Books,
    named: &[RoundId],
    frame: &Frame,
    item: Option<&str>,
    setting: &Setting,
) -> Result<Option<RoundId>> {
    let names = &books.registers.names;
    let in_pattern = frame.slots.iter().filter_map(|slot| match slot {
        Slot::Goods(Some(item)) => Some(item.as_str()),
        _ => None,
    });
    let items: Vec<_> = in_pattern.chain(item).filter_map(|item| names.item(item)).collect();
    let rounds = candidates(books, RoundKind::Distribution, named, setting);
    let given = named.iter().any(|id| rounds.contains(id));
    let allots = |id: &RoundId| {
        let allot = books.registers.round(*id).map(|r| &r.allot[..]).unwrap_or_default();
        allot.iter().any(|a| names.item(&a.item).is_some_and(|item| items.contains(&item)))
    };
    let fitting: Vec<RoundId> = match rounds.as_slice() {
        [_] if given => rounds,
        _ if items.is_empty() => rounds,
        _ => rounds.into_iter().filter(allots).collect(),
    };
    match fitting.as_slice() {
        [] => Ok(None),
        [round] => Ok(Some(*round)),
        more => Err(several(books, more)),
    }
}
