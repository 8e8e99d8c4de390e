//! Requests that wait for help, the longest first.

use crate::arithmetic::requests::RequestState;
use crate::books::Books;
use crate::model::{Cell, Chart, ChartKind, Period, Rows, Series, number, text};
use crate::reports::Asked;
use crate::reports::requests::asked_for;
use crate::said;
use crate::words::{Said, words};

/// The table, its chart, and which has waited longest. The public is told of the one that has waited longest only, and
/// neither where it is nor what is needed: how many there are of a kind may be too few to tell.
pub(super) fn waiting(books: &Books, asked: &Asked) -> (Rows, Vec<Chart>, Said) {
    let everything = Asked { period: Period::ALL, open: true, overdue: false, ..asked.clone() };
    let mut all = asked_for(books, &everything);
    all.retain(|request| request.delivered.is_none());
    // Whole seconds, so that two of the same tenth of an hour stand in the order of their opening.
    all.sort_by_key(|request| {
        (request.opened.is_none(), request.opened.map(|at| at.seconds()), request.request)
    });
    if asked.leaves() {
        all.truncate(1);
    }
    let kind = |request: &RequestState| {
        request.kind.map_or(Cell::Absent, |kind| Cell::Code(kind.code(), kind.words()))
    };
    let hours = |request: &RequestState| request.hours().map_or(Cell::Absent, Cell::Number);
    let own = |cell: Cell| if asked.leaves() { Cell::Absent } else { cell };
    let row = |request: &RequestState| {
        vec![
            Cell::text(request.request.to_string()),
            own(request.place.map_or(Cell::Absent, |place| asked.shown_code(books, place))),
            kind(request),
            own(Cell::text(request.need.get())),
            Cell::Code(request.urgency.code(), request.urgency.words()),
            Cell::Code(request.status.code(), request.status.words()),
            request.opened.map_or(Cell::Absent, Cell::Stamp),
            hours(request),
            Cell::Flag(request.overdue),
        ]
    };
    let below = match asked.leaves() {
        true => vec![said!("only the one that has waited longest is told", "对外只公布等得最久的一件")],
        false => Vec::new(),
    };
    let table = Rows {
        name: "waiting",
        title: said!("Requests waiting for help", "等待中的求助"),
        columns: vec![
            text("request", "Request", "求助"),
            text("place", "Place", "位置"),
            text("kind", "Kind", "类别"),
            text("need", "Need", "需要"),
            text("urgency", "Urgency", "缓急"),
            text("status", "Status", "进展"),
            text("opened", "Opened", "受理"),
            number("hours", "Hours", "已等小时"),
            text("overdue", "Overdue", "超时"),
        ],
        rows: all.iter().map(row).collect(),
        below,
        ..Rows::default()
    };
    let lead = match all.first() {
        None => said!("No request is waiting", "没有等待中的求助"),
        Some(first) => {
            let (called, waited) = (called(books, asked, first), first.hours());
            let known = waited.map_or(Said::default(), |h| said!(", {h} hours", "，已等 {h} 小时"));
            said!("Waiting longest: ", "等得最久：").then(&called).then(&known)
        }
    };
    let chart = chart(books, asked, "waiting", &all);
    (table, vec![chart], lead)
}

/// What a request is called: its code, and what those who ask may know of it.
fn called(books: &Books, asked: &Asked, request: &RequestState) -> Said {
    let mut said = Said::same(request.request.to_string());
    let mut more = |piece: Said| said = std::mem::take(&mut said).then(&Said::same(" ")).then(&piece);
    if let (false, Some(place)) = (asked.leaves(), request.place) {
        more(Said::same(books.registers.names.place_code(place)));
    }
    match (asked.leaves(), request.need.is_empty(), request.kind) {
        (false, false, _) => more(Said::same(request.need.get())),
        (_, _, Some(kind)) => more(kind.words().into()),
        _ => {}
    }
    said
}

/// How long each has waited, the longest first.
pub(in crate::reports) fn chart(
    books: &Books,
    asked: &Asked,
    table: &'static str,
    all: &[RequestState],
) -> Chart {
    let hours = |request: &RequestState| request.hours().map_or(Cell::Absent, Cell::Number);
    Chart {
        name: "waiting",
        table,
        title: said!("Hours of waiting", "已等待"),
        kind: ChartKind::Bars,
        categories: all.iter().map(|request| called(books, asked, request)).collect(),
        series: vec![Series { name: Said::default(), values: all.iter().map(hours).collect() }],
        unit: words("hours", "小时").into(),
        below: Vec::new(),
    }
}
