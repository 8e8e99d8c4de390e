//! What goes out: distributions, adjustments, transfers, and stock-takes.

use super::goods::{Goods, new_item_line, odd_units, read_goods};
use super::{Document, Entry, Setting};
use crate::arithmetic::day_ends::{DayEnds, day_ends};
use crate::arithmetic::stock::{Shelf, handed_over};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Distribution, Draft, Outcome};
use crate::model::{Day, PlaceId, Quantity};
use crate::registers::{ITEMS, ItemId, NameKind, RoundId, StoreId, UnitId};
use crate::said;
use crate::words::Lang;
use std::collections::BTreeMap;

/// What is handed out besides places and goods.
#[derive(Clone, Debug, Default)]
pub struct HandOut {
    /// The round.
    pub round: Option<RoundId>,
    /// The store; the first if not given.
    pub store: Option<StoreId>,
    /// What came of it.
    pub outcome: Outcome,
    /// Who took it, as a code.
    pub receiver: String,
    /// The lot.
    pub lot: String,
}

/// The shelf of goods as typed; a unit word or item that is not known yet has a shelf of its own.
pub fn shelf(books: &Books, store: StoreId, item: &str, unit: &str, quantity: Quantity) -> (Shelf, Quantity) {
    let names = &books.registers.names;
    let item = names.item(item).unwrap_or_else(|| ItemId::from_index(names.extra(NameKind::Item, item)));
    let unit = names.unit(unit).unwrap_or_else(|| UnitId::from_index(names.extra(NameKind::Unit, unit)));
    Shelf::of(books, store, item, unit, quantity)
}

/// The unit of a shelf, for a sentence.
pub fn unit_of(books: &Books, shelf: Shelf) -> String {
    books.registers.names.unit_name(shelf.unit)
}

/// What a row does to the stock once it counts: the shelf, the day and the change. `None` if it moves nothing (an attempt,
/// a stock-take, another ledger), or if its quantity or day cannot be read.
pub fn change_of(books: &Books, row: &Draft) -> Option<(Shelf, Day, Quantity)> {
    let quantity = Quantity::parse(row.get("quantity")).ok()?;
    let change = match row.ledger.letter {
        b'R' | b'D' | b'J' => quantity,
        b'I' => match Outcome::from_code(row.get("outcome")).unwrap_or_default() {
            Outcome::Returned => quantity,
            outcome if outcome.is_attempt() => return None,
            _ => -quantity,
        },
        _ => return None,
    };
    let store = match row.get("store") {
        "" => StoreId::default(),
        code => books.registers.names.store(code)?,
    };
    let (shelf, change) = shelf(books, store, row.get("item"), row.get("unit"), change);
    Some((shelf, Day::parse(row.get("date")).ok()?, change))
}

/// Changes of stock by shelf and day, for what they leave and what they lack.
#[derive(Default)]
pub struct Changes(BTreeMap<Shelf, BTreeMap<Day, Quantity>>);

impl Changes {
    /// What these rows do to the stock, taken together.
    pub fn of<'r>(books: &Books, rows: impl IntoIterator<Item = &'r Draft>) -> Changes {
        let mut changes = Changes::default();
        for (shelf, day, change) in rows.into_iter().filter_map(|row| change_of(books, row)) {
            *changes.0.entry(shelf).or_default().entry(day).or_default() += change;
        }
        changes
    }

    /// True if nothing moves.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says what each shelf holds on the day before and after, and refuses what it does not hold.
    pub fn judge(&self, books: &Books, ends: &DayEnds, day: Day, entry: &mut Entry) {
        for (shelf, by_day) in &self.0 {
            let change: Quantity = by_day.values().copied().sum();
            let names = &books.registers.names;
            let (item, unit) = (names.item_name(shelf.item), unit_of(books, *shelf));
            told(&item, &unit, ends.on(*shelf, day), change, entry);
            let take = -change;
            if let Some((short, there)) = ends.first_short(*shelf, day, take).filter(|_| change.is_negative())
            {
                let store = names.store_code(shelf.store);
                entry.refusals.push(if short == day {
                    said!(
                        "not enough {item} in {store}: {there} {unit} on {day}, {take} to go out",
                        "{store} 的 {item} 不足：{day} 只有 {there} {unit}，要发出 {take} {unit}"
                    )
                } else {
                    said!(
                        "{item} in {store} would fall below zero on {short}: {there} {unit} then, {take} to go out",
                        "{store} 的 {item} 到 {short} 会变成负数：当日 {there} {unit}，要发出 {take} {unit}"
                    )
                });
            }
            below_minimum(books, *shelf, ends.on(*shelf, day), change, entry);
        }
    }

    /// The same for a correction, which may change several days, long past: says what each shelf holds on this day (today)
    /// before and after, and refuses what leaves less than nothing at any day's end.
    pub fn judge_correction(&self, books: &Books, ends: &DayEnds, day: Day, entry: &mut Entry) {
        for (shelf, by_day) in &self.0 {
            let change: Quantity = by_day.values().copied().sum();
            let names = &books.registers.names;
            let (item, unit) = (names.item_name(shelf.item), unit_of(books, *shelf));
            let last = by_day.keys().copied().fold(day, Day::max);
            if !change.is_zero() {
                told(&item, &unit, ends.on(*shelf, last), change, entry);
            }
            if let Some((short, left)) = ends.first_negative(*shelf, by_day) {
                let store = names.store_code(shelf.store);
                entry.refusals.push(said!(
                    "{item} in {store} would fall below zero on {short}: {left} {unit}",
                    "{store} 的 {item} 到 {short} 会变成负数：{left} {unit}"
                ));
            }
            below_minimum(books, *shelf, ends.on(*shelf, last), change, entry);
        }
    }
}

fn told(item: &str, unit: &str, before: Quantity, change: Quantity, entry: &mut Entry) {
    let after = before + change;
    entry
        .effects
        .push(said!("{item} on hand: {before} → {after} {unit}", "{item} 库存：{before} → {after} {unit}"));
}

/// Wonders if the change takes an item below its minimum.
fn below_minimum(books: &Books, shelf: Shelf, before: Quantity, change: Quantity, entry: &mut Entry) {
    let Some(item) = books.registers.item(shelf.item).filter(|_| books.base_unit(shelf.item) == shelf.unit)
    else {
        return;
    };
    if let Some(minimum) = item.minimum.filter(|m| before >= *m && before + change < *m) {
        let (item, unit) = (&item.name, unit_of(books, shelf));
        entry.doubts.push(said!(
            "{item} falls below its minimum of {minimum} {unit}",
            "{item} 将低于最低库存 {minimum} {unit}"
        ));
    }
}

/// What a person wants to know of goods that came in: the stock before and after.
pub fn stock_after(books: &Books, rows: &[Draft], day: Day, entry: &mut Entry) {
    let changes = Changes::of(books, rows);
    if !changes.is_empty() {
        changes.judge(books, &day_ends(books), day, entry);
    }
}

fn future(day: Day, setting: &Setting, entry: &mut Entry) {
    if day > setting.today {
        entry.refusals.push(said!("{day} is in the future", "{day} 还没有到"));
    }
}

/// Refuses days that have not come.
pub fn refuse_future(entry: &mut Entry, setting: &Setting) {
    future(setting.day, setting, entry);
}

/// What belongs in the note of a row.
pub fn note_of(goods: &Goods, books: &Books) -> String {
    let lang = books.registers.community.language.unwrap_or(Lang::Zh);
    goods.note.as_ref().map_or_else(String::new, |n| n.say(lang).to_owned())
}

/// One row of `distributions`.
pub fn handed_row(place: PlaceId, goods: &Goods, what: &HandOut, books: &Books, setting: &Setting) -> Draft {
    let names = &books.registers.names;
    let attempt = what.outcome.is_attempt();
    Draft::new(&Distribution::LEDGER)
        .set("date", setting.day.to_string())
        .set("round", what.round.map_or_else(String::new, |r| names.round_code(r)))
        .set("place", names.place_code(place))
        .set("item", &goods.item)
        .set("quantity", if attempt { "0".to_owned() } else { goods.quantity.to_string() })
        .set("unit", &goods.unit)
        .set("store", what.store.map_or_else(String::new, |s| names.store_code(s)))
        .set("lot", &what.lot)
        .set("outcome", if what.outcome == Outcome::Delivered { "" } else { what.outcome.code() })
        .set("receiver", &what.receiver)
        .set("note", note_of(goods, books))
}

/// Hands the same goods to each of some places. Says what is left, and who got it before.
pub fn hand_out(
    books: &Books,
    places: &[PlaceId],
    lines: &[&str],
    what: &HandOut,
    setting: &Setting,
) -> Result<Entry> {
    let goods = read_goods(lines, books.registers, setting.new_items, false)?;
    let mut rows = Vec::new();
    let mut entry = Entry::default();
    entry.doubts.extend(odd_units(&goods, books.registers));
    for place in places {
        refuse_whole_building(books, *place, what.round)?;
        for line in &goods {
            already(books, *place, line, what, setting, &mut entry);
            rows.push(handed_row(*place, line, what, books, setting));
        }
    }
    stock_after(books, &rows, setting.day, &mut entry);
    refuse_future(&mut entry, setting);
    let names = &books.registers.names;
    let first = places.first().map_or_else(String::new, |p| names.place_code(*p));
    let to = if places.len() == 1 { first } else { format!("{first} … ({} places)", places.len()) };
    let shown: Vec<String> = goods.iter().map(Goods::shown).collect();
    entry.subject = format!("distributions: {} to {to}", shown.join(", "));
    entry.documents.push(Document { rows });
    let items = books.sources.iter().find(|s| s.path == ITEMS);
    entry.registers.extend(new_item_line(items, &goods).map(|text| (ITEMS.to_owned(), text)));
    Ok(entry)
}

/// A row of a round that names a whole building of several units is refused: who got it could not be said.
pub(super) fn refuse_whole_building(books: &Books, place: PlaceId, round: Option<RoundId>) -> Result<()> {
    let places = books.registers.names.places();
    if round.is_some() && places.unit_of(place).is_none() && !places.destinations().any(|d| d == place) {
        let code = places.code(place);
        return Err(Error::usage(said!(
            "in a round, {code} is too large a place: it has several units",
            "批次发放不能只写 {code}：它有多个单元"
        ))
        .hint(said!("name its units, for example {code}-*", "请写到单元，例如 {code}-*")));
    }
    Ok(())
}

/// Wonders if the place has this item of the round already, or of this day outside rounds.
fn already(
    books: &Books,
    place: PlaceId,
    goods: &Goods,
    what: &HandOut,
    setting: &Setting,
    entry: &mut Entry,
) {
    let names = &books.registers.names;
    let item = names.item(&goods.item);
    let same = |r: &&crate::ledgers::Row<Distribution>| {
        r.body.place == place
            && Some(r.body.item) == item
            && r.body.round == what.round
            && (what.round.is_some() || r.head.date == setting.day)
    };
    let mut got: BTreeMap<UnitId, Quantity> = BTreeMap::new();
    for row in books.distributions.effective().filter(same) {
        let (unit, quantity) =
            books.goods(row.body.item, row.body.unit, handed_over(&row.body).unwrap_or_default());
        *got.entry(unit).or_default() += quantity;
    }
    if what.outcome == Outcome::Returned {
        return;
    }
    for (unit, quantity) in got.into_iter().filter(|(_, q)| !q.is_zero()) {
        let (code, item, unit) = (names.place_code(place), &goods.item, names.unit_name(unit));
        entry.doubts.push(match what.round {
            Some(round) => {
                let round = names.round_code(round);
                said!(
                    "{code} already got {quantity} {unit} {item} in {round}",
                    "{code} 在 {round} 中已领 {item} {quantity} {unit}"
                )
            }
            None => said!(
                "{code} already got {quantity} {unit} {item} on this day",
                "{code} 当天已领 {item} {quantity} {unit}"
            ),
        });
    }
}
