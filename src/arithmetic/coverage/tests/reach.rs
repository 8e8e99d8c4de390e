//! Roll-calls and notices, with figures worked out by hand.

use super::{day, figures, lines, seven};
use crate::arithmetic::coverage::Reckoning;

fn rollcall(reach: &[&str]) -> Vec<String> {
    let example = seven("code = \"r\"\nkind = \"rollcall\"\ndate = 2022-08-16\nplaces = [\"7\"]")
        .census(&["2022-08-02,7-1-102,,1,,,09:00"])
        .reach(reach);
    lines(&example, "r")
}

#[test]
fn a_rollcall_is_due_for_households_and_done_where_they_were_read_told_or_posted() {
    assert_eq!(
        rollcall(&[
            "2022-08-16,r,7-1-101,told,18:00",
            "2022-08-16,r,7-1-102,sent,18:00",
            "2022-08-16,x,7,told,18:00"
        ]),
        ["7-1-101: 1 1 0 0 0 0", "7-1-102: 1 0 0 1 0 0 7-1-102=sent", "7-2: 2 0 0 2 0 0 7-2=no-report"]
    );
    assert_eq!(
        rollcall(&["2022-08-16,r,7-2-101,read,18:00"])[2],
        "7-2: 2 1 0 1 0 0 7-2=short",
        "a home of a unit counted whole is one household"
    );
}

#[test]
fn a_row_covers_every_home_in_it_except_those_with_a_later_row_of_their_own() {
    assert_eq!(
        rollcall(&[
            "2022-08-16,r,7-1-101,unreachable,19:00",
            "2022-08-16,r,7,posted,18:00",
            "2022-08-16,r,7-1-102,unreachable,17:00",
            "2022-08-16,r,7-2-102,unreachable,20:00",
        ]),
        [
            "7-1-101: 1 0 0 1 0 0 7-1-101=unreachable",
            "7-1-102: 1 1 0 0 0 0",
            "7-2: 2 1 0 1 0 0 7-2-102=unreachable",
        ]
    );
    assert_eq!(
        rollcall(&["2022-08-16,r,7-1-101,told,18:00", "2022-08-16,r,*,sent,20:00"])[0],
        "7-1-101: 1 1 0 0 0 0",
        "a message to everybody takes back nothing"
    );
}

#[test]
fn who_was_told_stays_told_by_home_and_by_unit_alike() {
    for later in ["sent", "unreachable"] {
        let told = |place: &str, again: &str| {
            rollcall(&[
                &format!("2022-08-16,r,{place},told,18:00"),
                &format!("2022-08-16,r,{again},{later},20:00"),
            ])
        };
        assert_eq!(told("7-1-101", "7-1-101")[0], "7-1-101: 1 1 0 0 0 0", "{later}");
        assert_eq!(told("7-1-101", "7-1")[0], "7-1-101: 1 1 0 0 0 0", "{later}");
        assert_eq!(told("7-1", "7-1")[0], "7-1-101: 1 1 0 0 0 0", "{later}");
        assert_eq!(told("7-2", "7-2")[2], "7-2: 2 2 0 0 0 0", "{later}");
        assert_eq!(told("7-2-101", "7-2-101")[2], "7-2: 2 1 0 1 0 0 7-2=short", "{later}");
        let own = told("7-1", "7-1-101");
        assert_eq!(
            own[0],
            format!("7-1-101: 1 0 0 1 0 0 7-1-101={later}"),
            "a later row of its own excepts it"
        );
    }
}

#[test]
fn a_notice_is_due_for_all_households_or_those_of_its_audience() {
    let example = seven("code = \"r\"\nkind = \"rollcall\"\ndate = 2022-08-16")
        .reach(&["2022-08-16,n2,7-2,told,18:00"])
        .rows(
            "notices",
            "notice,template,title,audience,path,digest",
            &["2022-08-16,n1,t,通知,全体住户,,,12:00", "2022-08-16,n2,t,通知,7-2,,,12:00"],
        );
    example.read(|books| {
        let reckoning = Reckoning::new(books, day());
        let total = |code: &str| figures(&reckoning.notice(code).unwrap().total(None));
        assert_eq!(total("n1"), "3 0 0 3 0 14", "17 homes, less 7-1-101 and the two of 7-2");
        assert_eq!(total("n2"), "2 2 0 0 0 0");
        assert!(reckoning.notice("n3").is_none());
    });
}
