//! Behind the reports of requests, and the bulletin.

use super::{Behind, Line, goods, rounds};
use crate::arithmetic::coverage::Level;
use crate::arithmetic::requests::{RequestState, StepRow};
use crate::books::Books;
use crate::ledgers::Step;
use crate::model::{Cell, Period, Quantity};
use crate::reports::requests::asked_for;
use crate::reports::{Asked, stock};
use crate::words::words;

const ONE: Option<Quantity> = Some(Quantity::ONE);

fn kind_cell(request: &RequestState) -> Cell {
    request.kind.map_or(Cell::Absent, |kind| Cell::Code(kind.code(), kind.words()))
}

fn last<'b, 'a>(request: &RequestState<'b, 'a>) -> &'b StepRow<'a> {
    request.steps[request.steps.len() - 1]
}

/// Behind `requests`: every step of one.
pub fn requests(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let mut behind = Behind::default();
    let id = line.text("request");
    for request in asked_for(books, asked).iter().filter(|r| r.request.to_string() == id) {
        for step in &request.steps {
            match step.body.spent {
                Some(money) => {
                    behind.add("spent", &step.head, Some(money.0), &books.registers.community.currency);
                }
                None => behind.add("status", &step.head, None, ""),
            }
        }
    }
    behind.sums(&["spent"]).told("status", words("the last of these steps", "以上最后一步"), None).told(
        "hours",
        words("from the opening to the delivery, or to now", "从受理到送达，未送达则到现在"),
        None,
    )
}

/// Behind `service`: of each request the step that counts.
pub fn service(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let mut behind = Behind::default();
    for request in asked_for(books, asked).iter().filter(|r| line.says("kind", &kind_cell(r))) {
        behind.add("opened", &request.steps[0].head, ONE, "");
        let end = if request.is_open() { "open" } else { "closed" };
        behind.add(end, &last(request).head, ONE, "");
        if request.overdue {
            behind.add("overdue", &last(request).head, ONE, "");
        }
        if request.is_unconfirmed() {
            behind.add("unconfirmed", &last(request).head, ONE, "");
        }
    }
    let median = words("the middle of the requests that got there", "到达该步的求助用时的中位数");
    behind
        .sums(&["opened", "closed", "open", "overdue", "unconfirmed"])
        .told("median_hours_to_take", median, None)
        .told("median_hours_to_deliver", median, None)
}

/// Behind `errands`: the step with which a runner took each request last, and what each step says was spent.
pub fn errands(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let mut behind = Behind::default();
    let named =
        |runner| line.says("runner", &asked.shown_name(books, &books.registers.names.volunteer_name(runner)));
    for request in asked_for(books, asked) {
        if let Some(runner) = request.runner.filter(|runner| named(*runner)) {
            let took = request.steps.iter().rev().find(|step| step.body.runner == Some(runner));
            let took = took.map_or(&last(&request).head, |step| &step.head);
            behind.add("requests", took, ONE, "");
            if request.is_open() {
                behind.add("open", &last(&request).head, ONE, "");
            }
        }
        for (_, money, row) in request.advance_rows().into_iter().filter(|(who, _, _)| named(*who)) {
            behind.add("spent", &row.head, Some(money), &books.registers.community.currency);
        }
    }
    behind.sums(&["requests", "spent", "open"])
}

/// Behind a line of the bulletin, by its table.
pub fn daily(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let asked = Asked { period: Period::day(asked.as_of), by: None, ..asked.clone() };
    match line.table.name {
        "testing" | "coverage" | "notices" => rounds::of_round(books, &asked, line, None),
        "missing" => rounds::of_round(books, &asked, line, Some(Level::Unit)),
        "received" => match super::plain(line.cell("kind")) == "donation" {
            true => goods::donations(books, &asked, line),
            false => goods::receipts(books, &asked, line),
        },
        "handed-out" => goods::distributions(books, &Asked { by: Some("item".to_owned()), ..asked }, line),
        stock if stock == stock::STOCK.name => goods::stock(books, &asked, line),
        "requests" => of_the_day(books, &asked, line),
        "testing-rounds" => rounds::of_round(books, &asked, line, None),
        "compared" | "supplies" | "days-left" | "waiting" | "houses" | "units" => {
            super::houses::of_the_bulletin(line.table.name)
        }
        _ => Behind::default().told("count", words("linli check lists them", "见 linli check"), None),
    }
}

/// Requests of the day and those that are open.
fn of_the_day(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let mut behind = Behind::default();
    let day = asked.as_of;
    let everything = Asked { period: Period::ALL, ..asked.clone() };
    for request in asked_for(books, &everything).iter().filter(|r| line.says("kind", &kind_cell(r))) {
        if request.steps[0].head.date == day {
            behind.add("opened", &request.steps[0].head, ONE, "");
        }
        let delivered = |step: &&&StepRow| step.body.step == Step::Delivered && step.head.date == day;
        if let Some(step) = request.steps.iter().find(delivered) {
            behind.add("delivered", &step.head, ONE, "");
        }
        if !request.is_open() && last(request).head.date == day {
            behind.add("closed", &last(request).head, ONE, "");
        }
        if request.is_open() {
            behind.add("open", &last(request).head, ONE, "");
        }
        if request.overdue {
            behind.add("overdue", &last(request).head, ONE, "");
        }
    }
    behind.sums(&["opened", "delivered", "closed", "open", "overdue"])
}
