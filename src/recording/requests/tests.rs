//! Steps and openings on literal ledgers.

use super::{Opening, StepOrder, every_request, find_request, open, step};
use crate::arithmetic::literal::{august, ledger, with};
use crate::books::Books;
use crate::error::Error;
use crate::ledgers::{Help, Step, Urgency};
use crate::model::{PlaceId, Quantity, Stamp};
use crate::recording::{Entry, Setting};
use crate::words::Lang;

/// Request 1 is open, 2 taken by 李梅, 3 bought by 王强, 4 delivered, 5 confirmed, 6 a duplicate of 1.
const ROWS: [&str; 15] = [
    "2022-08-10 08:00,Q220810-000001,opened,2-1-101,medicine,降压药,,,,",
    "2022-08-10 08:00,Q220810-000002,opened,2-1-102,baby,奶粉,today,,,",
    "2022-08-10 08:00,Q220810-000003,opened,2-2-101,food,大米,,,,",
    "2022-08-10 08:00,Q220810-000004,opened,2-2-102,food,鸡蛋,,,,",
    "2022-08-10 08:00,Q220810-000005,opened,2-2-102,repair,漏水,,,,",
    "2022-08-10 08:00,Q220810-000006,opened,2-1-101,medicine,降压药,,,,",
    "2022-08-10 09:00,Q220810-000002,taken,,,,,李梅,,",
    "2022-08-10 09:00,Q220810-000003,taken,,,,,王强,,",
    "2022-08-10 09:30,Q220810-000003,bought,,,,,,60,",
    "2022-08-10 09:00,Q220810-000004,taken,,,,,王强,,",
    "2022-08-10 10:00,Q220810-000004,delivered,,,,,,12,",
    "2022-08-10 09:00,Q220810-000005,taken,,,,,李梅,,",
    "2022-08-10 10:00,Q220810-000005,delivered,,,,,,,",
    "2022-08-10 11:00,Q220810-000005,confirmed,,,,,,,",
    "2022-08-10 09:00,Q220810-000006,duplicate,,,,,,,Q220810-000001",
];

pub(super) const COLUMNS: &str = "request,step,place,kind,need,urgency,runner,spent,ref";

pub(super) fn setting(by: &str, at: &str) -> Setting {
    let at = Stamp::parse(&format!("2022-08-{}:00+08:00", at.replace(' ', "T"))).unwrap();
    Setting { day: at.day(), today: at.day(), at, by: by.to_owned(), note: String::new(), new_items: false }
}

pub(super) fn order(step: Step, codes: &[&str]) -> StepOrder {
    StepOrder {
        step,
        codes: codes.iter().map(|c| (*c).to_owned()).collect(),
        runner: None,
        spent: None,
        to: String::new(),
        of: None,
        reason: String::new(),
    }
}

fn books<R>(ask: impl FnOnce(&Books) -> R) -> R {
    with(&[ledger("requests", COLUMNS, &ROWS)], ask)
}

/// The rows that a step makes: step, runner, spent, ref.
fn made(order: &StepOrder, setting: &Setting) -> Result<Vec<String>, String> {
    let entry = books(|books| step(books, order, setting));
    entry.map(|e| shown(&e)).map_err(|e| said(&e))
}

fn shown(entry: &Entry) -> Vec<String> {
    let cells = |row: &crate::ledgers::Draft| {
        let own = ["step", "runner", "spent", "ref"].map(|field| row.get(field).to_owned());
        own.join(",").trim_end_matches(',').to_owned()
    };
    entry.rows().map(cells).collect()
}

fn said(error: &Error) -> String {
    let (message, hint) = error.say(Lang::En);
    format!("{message}; {}", hint.unwrap_or_default())
}

fn noon() -> Setting {
    setting("李梅", "10 12:00")
}

#[test]
fn a_delivery_of_what_was_not_taken_records_the_taking() {
    assert_eq!(made(&order(Step::Delivered, &["000001"]), &noon()).unwrap(), ["taken,李梅", "delivered"]);
    let named = StepOrder {
        runner: Some("王强".to_owned()),
        spent: Quantity::parse("45.5").ok(),
        ..order(Step::Bought, &["000001"])
    };
    assert_eq!(made(&named, &noon()).unwrap(), ["taken,王强", "bought,,45.5"]);
    assert_eq!(made(&order(Step::Delivered, &["000003"]), &noon()).unwrap(), ["delivered"]);
}

#[test]
fn a_runner_must_be_on_the_roster() {
    let stranger = setting("陈晨", "10 12:00");
    assert!(
        made(&order(Step::Taken, &["000001"]), &stranger).unwrap_err().contains("陈晨 is not on the roster")
    );
    assert_eq!(made(&order(Step::Delivered, &["000002"]), &stranger).unwrap(), ["delivered"], "李梅 has it");
    let unknown = StepOrder { runner: Some("王某".to_owned()), ..order(Step::Taken, &["000001"]) };
    assert!(made(&unknown, &noon()).unwrap_err().contains("王某"));
}

#[test]
fn a_hand_over_names_the_former_runner() {
    let handed = StepOrder { runner: Some("王强".to_owned()), ..order(Step::Taken, &["000002"]) };
    assert_eq!(made(&handed, &noon()).unwrap(), ["taken,王强,,李梅"]);
    let delivered = StepOrder { step: Step::Delivered, ..handed };
    assert_eq!(made(&delivered, &noon()).unwrap(), ["taken,王强,,李梅", "delivered"]);
    let refused = made(&order(Step::Taken, &["000002"]), &noon()).unwrap_err();
    assert!(refused.starts_with("李梅 has 000002 already, since 09:00"), "{refused}");
}

#[test]
fn what_cannot_follow_is_refused_with_what_can() {
    for (step, code, part) in [
        (Step::Confirmed, "000003", "was not delivered; it is `bought`, and cannot be confirmed"),
        (
            Step::Delivered,
            "000004",
            "is `delivered` already, since 10:00; possible: linli request confirm 000004",
        ),
        (Step::Bought, "000003", "is `bought` already"),
        (
            Step::Taken,
            "000005",
            "is `confirmed` since 11:00; `take` cannot follow; possible: linli request reopen 000005",
        ),
        (Step::Cancelled, "000006", "is `duplicate` since 09:00; `cancel` cannot follow"),
        (Step::Reopened, "000001", "is `opened` since 08:00; `reopen` cannot follow"),
    ] {
        let refused = made(&order(step, &[code]), &noon()).unwrap_err();
        assert!(refused.contains(part), "{refused}");
    }
}

#[test]
fn several_are_recorded_all_or_none() {
    let refused = made(&order(Step::Confirmed, &["000004", "000003", "00000Z"]), &noon()).unwrap_err();
    assert!(refused.starts_with("2 of 3 cannot be recorded, so none was:"), "{refused}");
    assert!(refused.contains("there is no request `00000Z`"), "{refused}");
    let entry =
        books(|b| step(b, &order(Step::Cancelled, &["000001", "Q220810-000002", "2-1-102"]), &noon()))
            .unwrap();
    assert_eq!((entry.documents.len(), entry.subject.as_str()), (2, "requests: 2 cancelled"));
    let money = StepOrder { spent: Quantity::parse("5").ok(), ..order(Step::Bought, &["000001", "000002"]) };
    assert!(made(&money, &noon()).unwrap_err().contains("--spent"));
}

#[test]
fn a_duplicate_is_of_another_request_that_is_none_itself() {
    let of = |code: &str, original: &str| {
        made(&StepOrder { of: Some(original.to_owned()), ..order(Step::Duplicate, &[code]) }, &noon())
    };
    assert_eq!(of("000002", "000001").unwrap(), ["duplicate,,,Q220810-000001"]);
    assert!(of("000001", "000001").unwrap_err().contains("no duplicate of itself"));
    let round = of("000001", "000006").unwrap_err();
    assert!(
        round.contains("000006 is itself a duplicate, of Q220810-000001; then 000001 is the one"),
        "{round}"
    );
    assert!(of("000002", "000006").unwrap_err().contains("--of Q220810-000001"));
    assert!(made(&order(Step::Duplicate, &["000001"]), &noon()).unwrap_err().contains("--of CODE"));
    assert!(made(&order(Step::Referred, &["000001"]), &noon()).unwrap_err().contains("to whom"));
}

#[test]
fn a_step_of_an_earlier_day_must_fit_what_came_after_it() {
    let earlier = |step, code: &str, day| {
        made(&order(step, &[code]), &Setting { day: august(day), ..setting("李梅", "12 12:00") })
    };
    assert!(earlier(Step::Taken, "000001", 9).unwrap_err().contains("was opened on 2022-08-10"));
    assert_eq!(earlier(Step::Taken, "000001", 11).unwrap(), ["taken,李梅"]);
    assert!(earlier(Step::Taken, "000001", 13).unwrap_err().contains("in the future"));
    let rows = [&ROWS[..1], &["2022-08-12 09:00,Q220810-000001,taken,,,,,王强,,"]].concat();
    with(&[ledger("requests", COLUMNS, &rows)], |books| {
        let on_11 = Setting { day: august(11), ..setting("李梅", "12 12:00") };
        let refused = step(books, &order(Step::Cancelled, &["000001"]), &on_11).unwrap_err();
        assert!(
            said(&refused).contains("is `taken` on 2022-08-12; a step of 2022-08-11 does not fit"),
            "{refused:?}"
        );
    });
}

#[test]
fn a_step_in_the_same_second_is_recorded_after_the_one_it_follows() {
    let at = |order: &StepOrder, time: &str| {
        books(|b| step(b, order, &setting("李梅", time))).unwrap().not_before.map(|s| s.to_string())
    };
    assert_eq!(at(&order(Step::Taken, &["000001"]), "10 08:00"), None, "the rank tells");
    let back = at(&order(Step::Taken, &["000003"]), "10 09:30");
    assert_eq!(back.as_deref(), Some("2022-08-10T09:30:01+08:00"), "taken ranks before bought");
    let behind =
        books(|b| step(b, &order(Step::Delivered, &["000003"]), &setting("李梅", "10 09:00"))).unwrap();
    assert_eq!(behind.not_before.map(|s| s.to_string()).as_deref(), Some("2022-08-10T09:30:01+08:00"));
    assert!(behind.doubts[0].en.contains("ahead of this clock"), "{:?}", behind.doubts);
}

#[test]
fn two_who_took_it_offline_are_told_apart_by_taking_it_once_more() {
    let rows = [
        &ROWS[..1],
        &[
            "2022-08-10 09:00,Q220810-000001,taken,,,,,李梅,,",
            "2022-08-10 09:05,Q220810-000001,taken,,,,,王强,,",
        ],
    ]
    .concat();
    // Every row of literal ledgers is recorded by 陈晨: the second is made another's.
    let mut source = ledger("requests", COLUMNS, &rows);
    source.text = source.text.replacen("陈晨,2022-08-10T09:05", "赵敏,2022-08-10T09:05", 1);
    with(&[source], |books| {
        let all = every_request(books, noon().at);
        assert_eq!(crate::arithmetic::requests::taken_twice(books, &all[0]).len(), 1);
        let king = StepOrder { runner: Some("王强".to_owned()), ..order(Step::Taken, &["000001"]) };
        assert_eq!(
            shown(&step(books, &king, &noon()).unwrap()),
            ["taken,王强,,李梅"],
            "the last has it, and keeps it"
        );
    });
}

#[test]
fn a_request_is_found_by_its_code_and_by_its_home() {
    books(|books| {
        let all = every_request(books, noon().at);
        let find = |typed: &str| find_request(books, &all, typed, None).map(|r| r.request.to_string());
        for typed in ["000002", "Q220810-000002", "2-1-102", "2幢1单元102室", "OOOOO2"] {
            assert_eq!(find(typed).unwrap(), "Q220810-000002", "{typed}");
        }
        let several = said(&find("0000").unwrap_err());
        assert!(
            several.contains("fits 6 requests") && several.contains("000002  2-1-102 奶粉 (now taken)"),
            "{several}"
        );
        assert!(said(&find("2-2-201").unwrap_err()).contains("no open request"));
        let delivered = ROWS.iter().filter(|row| !row.contains("000005,confirmed"));
        let two: Vec<String> =
            delivered.map(|r| r.replace("000005,opened,2-2-102", "000005,opened,2-1-102")).collect();
        let two: Vec<&str> = two.iter().map(String::as_str).collect();
        with(&[ledger("requests", COLUMNS, &two)], |books| {
            let all = every_request(books, noon().at);
            let find = |step| find_request(books, &all, "2-1-102", step).map(|r| r.request.to_string());
            assert_eq!(find(Some(Step::Bought)).unwrap(), "Q220810-000002", "000005 is delivered");
            assert_eq!(find(Some(Step::Confirmed)).unwrap(), "Q220810-000005");
            assert!(said(&find(Some(Step::Cancelled)).unwrap_err()).contains("which one"));
        });
        let step_row = said(&find("000007").unwrap_err());
        assert!(step_row.contains("a step of 000002 (2-1-102 奶粉)"), "{step_row}");
        assert!(said(&find("").unwrap_err()).contains("no request"));
    });
}

#[test]
fn an_opening_like_one_that_is_open_is_a_doubt() {
    books(|books| {
        let all = every_request(books, noon().at);
        let home = |code: &str| books.registers.names.places().find(code.as_bytes()).unwrap();
        let opening = |code: &str, kind| Opening {
            place: home(code),
            need: "药".to_owned(),
            kind,
            urgency: Urgency::Critical,
        };
        let entry = open(books, &all, &[opening("2-1-101", Help::Medicine)], &noon()).unwrap();
        assert_eq!(entry.doubts.len(), 1, "the duplicate is closed: {:?}", entry.doubts);
        assert!(entry.doubts[0].en.starts_with("000001 may be the same"), "{:?}", entry.doubts);
        assert!(entry.effects[0].en.ends_with("to be delivered by 14:00"), "{:?}", entry.effects);
        assert!(open(books, &all, &[opening("2-1-101", Help::Food)], &noon()).unwrap().doubts.is_empty());
        let destination = Opening { place: home("采样点"), ..opening("2-1-101", Help::Food) };
        assert!(open(books, &all, &[destination], &noon()).is_err());
        let empty = Opening {
            place: PlaceId::WHOLE,
            need: " ".to_owned(),
            kind: Help::Food,
            urgency: Urgency::Normal,
        };
        assert!(open(books, &all, &[empty], &noon()).is_err());
    });
}
