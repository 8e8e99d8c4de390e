//! `duplicate-document`: the same document twice.

use super::{Check, Example, Scene, Tier};
use crate::books::{Books, Rows};
use crate::ledgers::{
    Adjustment, Distribution, Donation, Draft, Head, Ledger, Origin, Outcome, Reason, Receipt, Row, Text,
};
use crate::model::{Code, Day, Finding, PlaceId, Quantity, RowId, Severity, Stamp};
use crate::registers::{ItemId, RoundId, StoreId, UnitId};
use crate::said;
use crate::store::text::push_cell;
use crate::words::words;
use rustc_hash::{FxBuildHasher, FxHashSet};
use std::hash::{BuildHasher, Hash};

/// The check.
pub const CHECK: Check = Check {
    code: "duplicate-document",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("the same document twice", "同一单据登记了两次"),
    meaning: words(
        "Two documents of one ledger have the same day, the same place or source and the same goods, and the same person recorded them within ten minutes: a command entered twice, or two helpers at one phone. If they are two deliveries, nothing needs doing (`--again` says so while recording); else void one. Imported rows are not compared: their codes already tell them apart.",
        "同一台账中两张单据的日期、位置或来源、物资都相同，由同一人在十分钟内登记：多半是命令执行了两次。若确有两次，不必处理（登记时可用 --again 说明）；否则请冲销其一。导入的行不作比较，它们的编码已能区分。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n\
             R220816-9C3D5E,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:03:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

/// How far apart two recordings may be to be taken for one, in seconds.
const APART: i64 = 600;

/// The goods of a row and where they came from or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Line<'a> {
    whom: Text<'a>,
    place: Option<PlaceId>,
    round: Option<RoundId>,
    item: ItemId,
    goods: (UnitId, Quantity),
    store: StoreId,
    counterpart: Option<StoreId>,
    lot: Text<'a>,
    /// The outcome or the reason.
    how: usize,
}

/// The typed rows of one ledger that bear one code.
#[derive(Clone, Debug)]
struct Document<'a> {
    date: Day,
    by: Text<'a>,
    lines: Vec<Line<'a>>,
    at: i64,
    id: RowId,
    origin: Origin,
}

impl<'a> Document<'a> {
    /// What two documents that say the same have in common.
    fn content(&self) -> (Day, Text<'a>, &[Line<'a>]) {
        (self.date, self.by, &self.lines)
    }
}

/// Which documents are worth putting together line by line.
#[derive(Clone, Copy, Debug)]
enum Pick {
    /// Those that may say the same as another of their ledger.
    Twins,
    /// Those with a row recorded within ten minutes of this second.
    Near(i64),
}

fn find(books: &Books, _: &Scene) -> Vec<Finding> {
    let mut found = Vec::new();
    for (ledger, field) in [
        (&Receipt::LEDGER, "source"),
        (&Donation::LEDGER, "donor"),
        (&Distribution::LEDGER, "place"),
        (&Adjustment::LEDGER, "item"),
    ] {
        let mut documents = documents(books, ledger, Pick::Twins);
        documents.sort_by(|a, b| (a.content(), a.at, a.id).cmp(&(b.content(), b.at, b.id)));
        for pair in documents.windows(2) {
            let (first, second) = (&pair[0], &pair[1]);
            if first.content() != second.content() || second.at - first.at > APART {
                continue;
            }
            let (code, earlier) = (second.id.code, first.id.document());
            let message = said!(
                "{earlier} says the same, recorded by the same person within ten minutes",
                "{earlier} 的内容相同，由同一人在十分钟内登记"
            );
            let mut finding = Finding::new("duplicate-document", Severity::Warning, message);
            finding.spot = Some(books.spot(ledger, second.origin, field));
            finding.field = Some(field);
            finding.id = Some(second.id.to_string());
            finding.fix = Some(said!(
                "linli void {code} --reason \"recorded twice\"",
                "linli void {code} --reason \"重复登记\""
            ));
            found.push(finding);
        }
    }
    found
}

/// The document already recorded that says the same as these rows, about to be recorded by `by` at `at`; the latest if
/// there are several.
pub fn twin(books: &Books, drafts: &[Draft], by: &str, at: Stamp) -> Option<RowId> {
    let ledger = drafts.first()?.ledger;
    let date = Day::parse(drafts.first()?.get("date")).ok()?;
    let texts: Vec<[String; 3]> = drafts.iter().map(raw_texts).collect();
    let lines: Option<Vec<Line>> =
        drafts.iter().zip(&texts).map(|(d, raw)| line_of_draft(books, d, raw)).collect();
    let mut lines = lines?;
    lines.sort_unstable();
    let near = |d: &&Document| (at.seconds() - d.at).abs() <= APART && d.by.get() == by;
    let documents = documents(books, ledger, Pick::Near(at.seconds()));
    let same = documents.iter().filter(near).filter(|d| d.date == date && d.lines == lines);
    same.max_by_key(|d| (d.at, d.id)).map(|d| d.id.document())
}

fn documents<'a>(books: &Books<'a>, ledger: &Ledger, pick: Pick) -> Vec<Document<'a>> {
    let goods = |item, unit, quantity| books.goods(item, unit, quantity);
    let none = Text("");
    match ledger.letter {
        b'R' => gather(books, &books.receipts, pick, |_, r| Line {
            lot: r.lot,
            ..Line::of(r.source, r.item, goods(r.item, r.unit, r.quantity), r.store)
        }),
        b'D' => gather(books, &books.donations, pick, |_, r| Line {
            lot: r.lot,
            ..Line::of(r.donor, r.item, goods(r.item, r.unit, r.quantity), r.store)
        }),
        b'I' => gather(books, &books.distributions, pick, |head, r| Line {
            place: Some(r.place),
            round: r.round,
            lot: books.text(head, r.lot),
            how: r.outcome as usize,
            ..Line::of(none, r.item, goods(r.item, r.unit, r.quantity), r.store)
        }),
        b'J' => gather(books, &books.adjustments, pick, |_, r| Line {
            counterpart: r.counterpart,
            how: r.reason as usize,
            ..Line::of(none, r.item, goods(r.item, r.unit, r.quantity.0), r.store)
        }),
        _ => Vec::new(),
    }
}

impl<'a> Line<'a> {
    fn of(whom: Text<'a>, item: ItemId, goods: (UnitId, Quantity), store: StoreId) -> Line<'a> {
        let lot = Text("");
        Line { whom, place: None, round: None, item, goods, store, counterpart: None, lot, how: 0 }
    }
}

fn gather<'a, B>(
    books: &Books<'a>,
    rows: &Rows<Row<'a, B>>,
    pick: Pick,
    line: impl Fn(&Head, &B) -> Line<'a>,
) -> Vec<Document<'a>> {
    let typed = rows.effective().filter(|row| !row.head.id.code.is_long());
    let picked: FxHashSet<Code> = match pick {
        Pick::Twins => alike(typed.clone().map(|row| Print::of(books, row, &line)).collect()),
        Pick::Near(at) => {
            let near = typed.clone().filter(|row| (row.head.at.seconds() - at).abs() <= APART);
            near.map(|row| row.head.id.code).collect()
        }
    };
    if picked.is_empty() {
        return Vec::new();
    }
    let mut typed: Vec<&Row<'a, B>> = typed.filter(|row| picked.contains(&row.head.id.code)).collect();
    typed.sort_by_key(|row| (row.head.id.code, row.head.id));
    let same = |a: &&Row<'a, B>, b: &&Row<'a, B>| a.head.id.code == b.head.id.code;
    typed
        .chunk_by(same)
        .map(|rows| {
            let head = &rows[0].head;
            let mut lines: Vec<Line<'a>> = rows.iter().map(|row| line(&row.head, &row.body)).collect();
            lines.sort_unstable();
            let at = head.at.seconds();
            let by = books.text(head, head.by);
            Document { date: head.date, by, lines, at, id: head.id, origin: head.origin }
        })
        .collect()
}

/// A row in short: documents that say the same have the same sum of prints.
#[derive(Clone, Copy, Debug)]
struct Print {
    code: Code,
    /// The day and who recorded it, as a number that others seldom have.
    who: u32,
    at: i64,
    /// The line, as a number that others seldom have.
    line: u64,
}

impl Print {
    fn of<'a, B>(books: &Books<'a>, row: &Row<'a, B>, line: &impl Fn(&Head, &B) -> Line<'a>) -> Print {
        let head = &row.head;
        Print {
            code: head.id.code,
            who: number(&(head.date, books.text(head, head.by))) as u32,
            at: head.at.seconds(),
            line: number(&line(head, &row.body)),
        }
    }
}

fn number(of: &impl Hash) -> u64 {
    FxBuildHasher.hash_one(of)
}

/// The codes of all documents that may say the same as another one, recorded within ten minutes; few others with them.
fn alike(mut rows: Vec<Print>) -> FxHashSet<Code> {
    rows.sort_unstable_by_key(|row| row.code);
    let mut alike = FxHashSet::default();
    let mut documents: Vec<(u64, i64, Code)> = Vec::with_capacity(rows.len());
    for rows in rows.chunk_by(|a, b| a.code == b.code) {
        let first = rows[0];
        let lines = rows.iter().fold(0u64, |sum, row| sum.wrapping_add(row.line));
        let print = |row: &Print| (lines ^ u64::from(row.who) << 32, row.at, row.code);
        documents.push(print(&first));
        // Two documents of one code, or one written by hand: any of its rows may be the one that stands for it.
        let others = rows.iter().filter(|row| (row.who, row.at) != (first.who, first.at));
        documents.extend(others.map(print));
    }
    documents.sort_unstable();
    for pair in documents.windows(2) {
        let ((one, at, first), (other, later, second)) = (pair[0], pair[1]);
        if one == other && later - at <= APART {
            alike.extend([first, second]);
        }
    }
    alike
}

/// The cells of a draft that are compared as text, as they will stand in the file.
fn raw_texts(draft: &Draft) -> [String; 3] {
    ["source", "donor", "lot"].map(|field| {
        let mut raw = String::new();
        push_cell(&mut raw, draft.get(field));
        raw
    })
}

/// `None` if the draft names something that is not registered: then it cannot be there already.
fn line_of_draft<'t>(books: &Books, draft: &Draft, raw: &'t [String; 3]) -> Option<Line<'t>> {
    let names = &books.registers.names;
    let item = names.item(draft.get("item"))?;
    let goods =
        books.goods(item, names.unit(draft.get("unit"))?, Quantity::parse(draft.get("quantity")).ok()?);
    let named = |field: &str| match draft.get(field) {
        "" => None,
        code => Some(names.store(code)),
    };
    let whom = if raw[0].is_empty() { Text(&raw[1]) } else { Text(&raw[0]) };
    let mut line = Line::of(whom, item, goods, named("store").unwrap_or(Some(StoreId::default()))?);
    line.lot = Text(&raw[2]);
    line.counterpart = named("counterpart").flatten();
    line.place = names.places().find(draft.get("place").as_bytes());
    line.round = match draft.get("round") {
        "" => None,
        code => Some(names.round(code)?),
    };
    line.how = match draft.ledger.letter {
        b'I' if !draft.get("outcome").is_empty() => Outcome::from_code(draft.get("outcome"))? as usize,
        b'J' => Reason::from_code(draft.get("reason"))? as usize,
        _ => 0,
    };
    Some(line)
}
