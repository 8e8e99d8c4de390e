use super::*;
use crate::arithmetic::literal::{august, ledger, much, with};
use crate::store::text::Source;

const COLUMNS: &str = "request,step,place,kind,need,urgency,runner,spent";
const ID: &str = "Q220810-000001";

/// The request that these steps make; each is `10 08:00 taken`, with more cells after a comma.
fn rows(steps: &[&str]) -> Vec<Source> {
    let mut lines = Vec::new();
    let opening = steps.iter().position(|step| step.contains("opened")).unwrap_or(0);
    let id = format!("Q220810-{:06}", opening + 1);
    for step in steps {
        let (head, more) = step.split_once(',').unwrap_or((step, ""));
        let words: Vec<&str> = head.split(' ').collect();
        let cells = match (words[2], more) {
            ("opened", "") => "2-1-101,medicine,降压药,,,",
            (_, "") => ",,,,,",
            (_, more) => more,
        };
        lines.push(format!("2022-08-{} {},{id},{},{cells}", words[0], words[1], words[2]));
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    vec![ledger("requests", COLUMNS, &lines)]
}

fn ask<R>(steps: &[&str], now: &str, ask: impl FnOnce(&RequestState) -> R) -> R {
    let now = Stamp::parse(&format!("2022-08-{}:00+08:00", now.replace(' ', "T"))).unwrap();
    with(&rows(steps), |books| {
        let states = requests(books, now.day(), now);
        assert_eq!(states.len(), 1);
        ask(&states[0])
    })
}

/// The steps that are illegal, and whether some confirmation lacks its delivery.
fn wrong(steps: &[&str]) -> (Vec<Step>, bool) {
    ask(steps, "20 12:00", |r| {
        (r.illegal.iter().map(|i| i.row.body.step).collect(), !r.undelivered.is_empty())
    })
}

const ROAD: [&str; 5] =
    ["10 08:00 opened", "10 08:30 taken", "10 09:00 bought", "10 10:00 delivered", "10 11:00 confirmed"];

#[test]
fn the_whole_road_is_legal_and_ends_closed() {
    assert_eq!(wrong(&ROAD), (vec![], false));
    ask(&ROAD, "20 12:00", |r| {
        assert_eq!((r.status, r.is_open(), r.overdue), (Step::Confirmed, false, false));
        assert_eq!((r.request.to_string().as_str(), r.need.get().as_ref()), (ID, "降压药"));
        assert_eq!((r.kind, r.urgency), (Some(Help::Medicine), Urgency::Normal));
        assert_eq!(r.hours(), Some(much("2")));
        assert_eq!(r.seconds_to_take(), Some(1800));
    });
}

#[test]
fn from_each_step_exactly_the_named_ones_may_follow() {
    use Step::{
        Bought, Cancelled, Confirmed, Delivered, Duplicate, Opened, Referred, Reopened, Taken, Unmet,
    };
    let exits = [Referred, Unmet, Duplicate, Cancelled];
    let roads: [(&[Step], &[Step]); 6] = [
        (&[Opened], &[Taken]),
        (&[Opened, Taken], &[Taken, Bought, Delivered]),
        (&[Opened, Taken, Bought], &[Taken, Delivered]),
        (&[Opened, Taken, Delivered], &[Confirmed]),
        (&[Opened, Taken, Delivered, Confirmed], &[Reopened]),
        (&[Opened, Cancelled, Reopened], &[Taken]),
    ];
    for (road, may) in roads {
        let closed = road.contains(&Confirmed);
        for &next in Step::ALL {
            let steps: Vec<String> = road
                .iter()
                .chain([&next])
                .enumerate()
                .map(|(at, step)| format!("10 {:02}:00 {}", 8 + at, step.code()))
                .collect();
            let legal = may.contains(&next) || !closed && exits.contains(&next);
            let (illegal, undelivered) = wrong(&steps.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(illegal.is_empty() && !undelivered, legal, "{steps:?}");
            let confirms_nothing = next == Confirmed && !road.contains(&Delivered);
            assert_eq!(undelivered, confirms_nothing, "{steps:?}");
            if !legal && !confirms_nothing {
                assert_eq!(illegal, [next], "{steps:?}");
            }
        }
    }
}

#[test]
fn a_request_begins_with_its_opening() {
    let steps = ["10 08:00 taken", "10 09:00 opened"];
    assert_eq!(wrong(&steps).0, [Step::Taken, Step::Opened]);
}

#[test]
fn a_confirmation_after_a_delivery_that_was_reopened_lacks_its_delivery() {
    let steps: Vec<&str> =
        ROAD.into_iter().chain(["11 08:00 reopened", "11 09:00 taken", "11 10:00 confirmed"]).collect();
    assert_eq!(wrong(&steps), (vec![], true));
}

#[test]
fn steps_of_one_moment_stand_in_the_order_of_their_rank() {
    let steps = ["10 09:00 delivered", "10 09:00 bought", "10 09:00 taken", "10 08:00 opened"];
    assert_eq!(wrong(&steps), (vec![], false));
}

#[test]
fn a_step_that_is_voided_is_no_step() {
    let mut source = rows(&["10 08:00 opened", "10 09:00 cancelled"]);
    source[0].text = source[0].text.replacen("spent\n", "spent,note,reverses\n", 1);
    let lines: Vec<String> = source[0].text.lines().map(str::to_owned).collect();
    let opened = format!("{},,", lines[1]);
    let cancelled = format!("{},,", lines[2]);
    let void = lines[2].replacen("000002", "000003", 1) + ",点错,Q220810-000002";
    source[0].text = format!("{}\n{opened}\n{cancelled}\n{void}\n", lines[0]);
    with(&source, |books| {
        let now = Stamp::parse("2022-08-10T12:00:00+08:00").unwrap();
        let states = requests(books, august(10), now);
        assert_eq!((states[0].status, states[0].steps.len()), (Step::Opened, 1));
    });
}

#[test]
fn the_limit_goes_by_urgency_and_counts_from_the_opening() {
    for (urgency, before, after) in [
        ("critical", "10 10:00", "10 10:01"),
        ("today", "10 20:00", "10 20:01"),
        ("normal", "12 08:00", "12 08:01"),
        ("", "12 08:00", "12 08:01"),
    ] {
        let opened = format!("10 08:00 opened,2-1-101,food,米,{urgency},,");
        let overdue = |now| ask(&[&opened, "10 09:00 taken"], now, |r| r.overdue);
        assert!(!overdue(before) && overdue(after), "{urgency}");
    }
}

#[test]
fn one_delivered_late_or_ended_is_no_longer_overdue_and_still_open_until_confirmed() {
    let late = ["10 08:00 opened", "10 09:00 taken", "15 09:00 delivered"];
    ask(&late, "16 12:00", |r| {
        assert_eq!((r.overdue, r.is_open(), r.is_unconfirmed()), (false, true, true));
        assert_eq!(r.hours(), Some(much("121")));
    });
    assert!(ask(&late[..2], "15 08:00", |r| r.overdue));
    for exit in ["referred", "unmet", "duplicate", "cancelled"] {
        let steps = ["10 08:00 opened", &format!("15 09:00 {exit}")];
        ask(&steps, "16 12:00", |r| assert_eq!((r.overdue, r.is_open()), (false, false), "{exit}"));
    }
}

#[test]
fn a_reopened_request_is_open_and_its_limit_counts_anew() {
    let steps: Vec<&str> = ROAD.into_iter().chain(["15 08:00 reopened"]).collect();
    ask(&steps, "17 08:00", |r| {
        assert_eq!((r.status, r.is_open(), r.overdue), (Step::Reopened, true, false));
        assert_eq!(r.reopened.map(|s| s.to_string()).as_deref(), Some("2022-08-15T08:00:00+08:00"));
        assert_eq!(r.hours(), Some(much("168")), "not delivered since: from the opening to now");
    });
    assert!(ask(&steps, "17 08:01", |r| r.overdue));
    let again: Vec<&str> = steps.into_iter().chain(["15 09:00 taken", "15 20:00 delivered"]).collect();
    ask(&again, "18 08:00", |r| {
        assert_eq!((r.overdue, r.hours()), (false, Some(much("132"))));
        assert_eq!(r.seconds_to_take(), Some(1800), "the first taking");
    });
}

#[test]
fn on_an_earlier_day_later_steps_have_not_happened_and_waiting_ends_with_that_day() {
    let steps = ["10 08:00 opened", "12 09:00 taken", "13 09:00 delivered"];
    let now = Stamp::parse("2022-08-20T12:00:00+08:00").unwrap();
    with(&rows(&steps), |books| {
        let of = |day| requests(books, august(day), now).remove(0);
        assert_eq!((of(10).status, of(10).hours(), of(10).overdue), (Step::Opened, Some(much("16")), false));
        assert_eq!((of(12).status, of(12).hours(), of(12).overdue), (Step::Taken, Some(much("64")), true));
        assert_eq!(
            (of(13).status, of(13).hours(), of(13).overdue),
            (Step::Delivered, Some(much("73")), false)
        );
        assert!(requests(books, august(9), now).is_empty());
    });
}

#[test]
fn the_runner_is_who_took_it_last_and_all_that_was_spent_is_added_up() {
    let steps = [
        "10 08:00 opened",
        "10 09:00 taken,,,,,李梅,",
        "10 10:00 bought,,,,,李梅,35.50",
        "10 11:00 taken,,,,,王强,",
        "10 12:00 delivered,,,,,王强,4",
    ];
    ask(&steps, "10 13:00", |r| {
        let spent = r.spent.map(|q| q.to_string());
        assert_eq!((r.runner.map(|v| v.index()), spent.as_deref()), (Some(1), Some("39.5")));
    });
    assert_eq!(ask(&steps[..2], "10 13:00", |r| r.spent), None);
}

#[test]
fn hours_are_rounded_half_up_to_one_digit() {
    for (seconds, shown) in [(0, "0"), (179, "0"), (180, "0.1"), (3600, "1"), (5220, "1.5"), (-5, "0")] {
        assert_eq!(hours(seconds).to_string(), shown, "{seconds}");
    }
}

#[test]
fn the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() {
    let median =
        |hours: &[i64]| median_hours(hours.iter().map(|h| h * 3600).collect()).map(|q| q.to_string());
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[5, 1, 3]).as_deref(), Some("3"));
    assert_eq!(median(&[9, 1, 2, 3]).as_deref(), Some("2.5"));
    assert_eq!(
        median_hours(vec![360, 0]).map(|q| q.to_string()).as_deref(),
        Some("0.1"),
        "0.05 is rounded up"
    );
}
