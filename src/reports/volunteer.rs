//! One volunteer: the shifts of the last days, and the requests in hand.

use crate::arithmetic::requests::{hours, requests};
use crate::arithmetic::shifts::{LONGEST_DAY, Span, days};
use crate::books::Books;
use crate::model::{Cell, Day, Rows, Stamp, number, text};
use crate::said;

/// How many days of shifts are shown, today included.
const DAYS: i32 = 7;

/// The shifts and hours of the last seven days, and the open errands, of one volunteer. Empty tables are left out.
pub fn volunteer_tables(books: &Books, name: &str, today: Day, now: Stamp) -> Vec<Rows> {
    let Some(volunteer) = books.registers.names.volunteer(name) else { return Vec::new() };
    let mut tables = vec![shifts(books, volunteer, today), errands(books, volunteer, today, now)];
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn shifts(books: &Books, volunteer: crate::registers::VolunteerId, today: Day) -> Rows {
    let first = today.plus(1 - DAYS);
    let (mut rows, mut minutes, mut tired) = (Vec::new(), 0, Vec::new());
    for ((day, _), served) in
        days(books, |day| first <= day && day <= today).into_iter().filter(|((_, who), _)| *who == volunteer)
    {
        minutes += served.minutes;
        if served.minutes > LONGEST_DAY {
            let hours = hours(served.minutes * 60);
            tired.push(said!("{day}: {hours} hours, more than 12", "{day}：{hours} 小时，超过 12 小时"));
        }
        for row in served.rows {
            let span = Span::of(&row.body);
            rows.push(vec![
                Cell::Day(day),
                books.registers.community.group_cell(&books.registers.names.group_code(row.body.group)),
                Cell::text(row.body.post.get()),
                Cell::text(row.body.start.to_string()),
                Cell::text(row.body.end.to_string()),
                hours((span.end - span.start) * 60).into(),
            ]);
        }
    }
    let hours = hours(minutes * 60);
    let mut below = vec![said!("{hours} hours since {first}", "自 {first} 起共 {hours} 小时")];
    below.extend(tired);
    Rows {
        name: "shifts",
        title: said!("Shifts of the last 7 days", "最近 7 天的值班"),
        columns: vec![
            text("date", "Date", "日期"),
            text("group", "Group", "小组"),
            text("post", "Post", "岗位"),
            text("start", "Start", "开始"),
            text("end", "End", "结束"),
            number("hours", "Hours", "小时"),
        ],
        rows,
        below,
        ..Rows::default()
    }
}

fn errands(books: &Books, volunteer: crate::registers::VolunteerId, today: Day, now: Stamp) -> Rows {
    let states = requests(books, today, now);
    let own = states.iter().filter(|r| r.is_open() && r.runner == Some(volunteer));
    let rows = own.map(|r| {
        vec![
            Cell::text(r.request.to_string()),
            r.place.map_or(Cell::Absent, |p| Cell::text(books.registers.names.place_code(p))),
            Cell::text(r.need.get()),
            Cell::Code(r.status.code(), r.status.words()),
            r.hours().map_or(Cell::Absent, Cell::Number),
            Cell::Flag(r.overdue),
        ]
    });
    Rows {
        name: "errands",
        title: said!("Open errands", "手上的求助"),
        columns: vec![
            text("request", "Request", "求助"),
            text("place", "Place", "位置"),
            text("need", "Need", "需求"),
            text("status", "Status", "状态"),
            number("hours", "Hours", "小时"),
            text("overdue", "Overdue", "超时"),
        ],
        rows: rows.collect(),
        ..Rows::default()
    }
}
