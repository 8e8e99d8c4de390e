//! The entry of a chain: the rows it brings, what becomes of each of its entries, who is gone and who is absent.

use super::absent::{Absent, Scope};
use super::facts::{Facts, Frame};
use super::fate::{Brought, Fate, Outcome};
use super::frame::Rounds;
use super::reading::Chain;
use super::sorted::Read;
use super::{goods, people};
use crate::books::Books;
use crate::error::Result;
use crate::model::{Cell, PlaceId, RowId, Rows, number, text};
use crate::recording::goods::new_item_line;
use crate::recording::outgoing::{refuse_future, stock_after};
use crate::recording::{Document, Entry, Setting};
use crate::registers::ITEMS;
use crate::said;
use crate::words::{Said, count_of};

/// What a chain does, with everything that is told of it.
pub struct Recorded {
    /// The operation.
    pub entry: Entry,
    /// What becomes of each entry.
    pub outcomes: Vec<Outcome>,
    /// What an earlier paste had and this one has not.
    pub gone: Rows,
    /// Who is due and not in the chain.
    pub absent: Option<Absent>,
}

/// Makes the entry of a chain. With `left` it is the mended rest of an earlier paste: nobody is missed in it.
pub fn record_chain(
    chain: &Chain,
    frame: &Frame,
    rounds: Rounds,
    left: bool,
    books: &Books,
    setting: &Setting,
) -> Result<Recorded> {
    let names = &books.registers.names;
    let mut read: Vec<&Read<Facts>> = chain.read.iter().collect();
    read.sort_by_key(|entry| (entry.place, entry.spot.lines));
    let mut brought = Brought::default();
    let mut entry = Entry::default();
    let mut rows = Vec::new();
    let mut amends = Vec::new();
    let mut keep = |brought: &mut Brought| {
        rows.push(std::mem::take(&mut brought.plain));
        amends.append(&mut brought.amends);
    };
    let says = |wanted: std::ops::Range<usize>| {
        let has = move |entry: &&&Read<Facts>| entry.said.people[wanted.clone()].iter().any(Option::is_some);
        read.iter().filter(has).copied().collect::<Vec<_>>()
    };
    if frame.census() {
        people::census(&says(0..3), books, setting, &mut brought)?;
        keep(&mut brought);
    }
    if let Some(round) = rounds.testing {
        people::tests(&says(3..7), round, books, setting, &mut brought)?;
        keep(&mut brought);
    }
    let handed = match frame.goods() {
        true => goods::goods(&read, rounds.goods, books, setting, &mut brought)?,
        false => Vec::new(),
    };
    keep(&mut brought);
    entry
        .documents
        .extend(rows.into_iter().chain(amends).filter(|r| !r.is_empty()).map(|rows| Document { rows }));
    entry.doubts.append(&mut brought.doubts);
    for read in &read {
        let code = names.place_code(read.place);
        entry.doubts.extend(read.said.noted.iter().map(|noted| said!("{code}: ", "{code}：").then(noted)));
    }
    let moved: Vec<_> = entry.rows().cloned().collect();
    stock_after(books, &moved, setting.day, &mut entry);
    refuse_future(&mut entry, setting);
    let items = books.sources.iter().find(|source| source.path == ITEMS);
    entry.registers.extend(new_item_line(items, &handed).map(|text| (ITEMS.to_owned(), text)));
    entry.subject = subject(frame, rounds, &brought.outcomes, books);
    if !brought.outcomes.is_empty() {
        entry.effects.push(sentence(&brought.outcomes));
    }
    let scope = Scope::of(chain, frame.context, books);
    let mut absent = None;
    if !left {
        scope.gone(rounds, frame.census(), setting, &mut brought);
        absent = scope.absent(rounds, frame.census(), setting);
    }
    let gone = gone(&brought, books);
    Ok(Recorded { entry, outcomes: brought.outcomes, gone, absent })
}

/// `tests: chain of 3-1 to test-0816, 44 new, 2 amended`.
fn subject(frame: &Frame, rounds: Rounds, outcomes: &[Outcome], books: &Books) -> String {
    let names = &books.registers.names;
    let count = |code: &str| outcomes.iter().filter(|o| o.fate.words().0 == code).count();
    let mut ledgers: Vec<&str> = outcomes.iter().map(|o| o.ledger.name).collect();
    ledgers.sort_unstable();
    ledgers.dedup();
    let rounds = [rounds.testing, rounds.goods].into_iter().flatten().map(|id| names.round_code(id));
    let rounds: Vec<String> = rounds.collect();
    let of = frame.context.map_or_else(String::new, |place| format!(" of {}", names.place_code(place)));
    let to = if rounds.is_empty() { String::new() } else { format!(" to {}", rounds.join(", ")) };
    let (new, amended) = (count("new"), count("amended"));
    format!("{}: chain{of}{to}, {new} new, {amended} amended", ledgers.join(", "))
}

/// `of the chain: 40 new, 2 amended`.
pub fn sentence(outcomes: &[Outcome]) -> Said {
    let mut said = Said::default();
    for fate in [Fate::New, Fate::Amended(Said::default()), Fate::Unchanged, Fate::Kept(Said::default())] {
        let (code, words) = fate.words();
        let n = outcomes.iter().filter(|o| o.fate.words().0 == code).count();
        if n > 0 {
            let comma = if said.is_empty() { Said::default() } else { said!(", ", "，") };
            said = said.then(&comma).then(&said!("{n} {w}", "{w} {n} 条", w = (words.en, words.zh)));
        }
    }
    said!("of the chain: ", "接龙：").then(&said)
}

/// What was read of each home, and what becomes of it; `blocked` if nothing is recorded because something is doubtful.
pub fn read_rows(outcomes: &[Outcome], blocked: bool, books: &Books) -> Rows {
    let names = &books.registers.names;
    let row = |outcome: &Outcome| {
        let (code, words) = outcome.fate.words();
        let mut more = match &outcome.fate {
            Fate::Amended(was) => said!("was: {w}", "原为：{w}", w = (&was.en, &was.zh)),
            Fate::Kept(why) => why.clone(),
            Fate::New | Fate::Unchanged => Said::default(),
        };
        let passed = outcome.passed.join(" ");
        if !passed.is_empty() {
            let blank = if more.is_empty() { "" } else { "; " };
            more =
                more.then(&said!("{blank}passed over as a name: {passed}", "{blank}“{passed}”当作称呼略过"));
        }
        let more = if more.is_empty() { Cell::Absent } else { Cell::Said(more) };
        vec![
            Cell::text(names.place_code(outcome.place)),
            super::sorted::line(&outcome.spot),
            Cell::Said(outcome.says.clone()),
            Cell::Code(code, words),
            more,
        ]
    };
    let n = count_of(outcomes.len(), "entry", "entries", "条");
    Rows {
        name: "read",
        title: match blocked {
            true => said!("Read, and not recorded yet: {n}", "读取，尚未登记：{n}", n = (n.en, n.zh)),
            false => said!("Read: {n}", "读取：{n}", n = (n.en, n.zh)),
        },
        columns: vec![
            text("place", "place", "位置"),
            number("line", "line", "行"),
            text("says", "says", "内容"),
            text("fate", "what becomes of it", "去向"),
            text("remark", "remark", "说明"),
        ],
        rows: outcomes.iter().map(row).collect(),
        ..Rows::default()
    }
}

fn gone(brought: &Brought, books: &Books) -> Rows {
    gone_rows(&brought.gone, "linli void ID --reason …", books)
}

/// What an earlier paste had and this one has not.
pub fn gone_rows(gone: &[(PlaceId, RowId, Said)], cancel: &str, books: &Books) -> Rows {
    let names = &books.registers.names;
    let row = |(place, id, says): &(PlaceId, RowId, Said)| {
        vec![Cell::text(names.place_code(*place)), Cell::Said(says.clone()), Cell::text(id.reference())]
    };
    Rows {
        name: "gone",
        title: said!(
            "No longer in the chain; what is recorded stays (to cancel it: {cancel})",
            "接龙中已不见，已登记的仍保留（如要作废：{cancel}）"
        ),
        columns: vec![
            text("place", "place", "位置"),
            text("says", "recorded", "已登记"),
            text("id", "row", "行号"),
        ],
        rows: gone.iter().map(row).collect(),
        ..Rows::default()
    }
}
