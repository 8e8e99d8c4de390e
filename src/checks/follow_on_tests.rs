//! What only follows from a row or a file that cannot be read, or that was changed, is not a second finding; what does not
//! follow from it is still found.

use super::example::findings_of;
use super::tests::{RECEIPTS, codes, community, source};
use crate::model::Finding;

const DISTRIBUTIONS: &str = "ledgers/distributions/2022-08.csv";
const CENSUS: &str = "ledgers/census/2022-08.csv";
const ITEMS: &str = "ledgers/items.csv";
const ROUNDS: &str = "ledgers/rounds.toml";

/// 10 cartons of milk (240 bottles) and 50 kg of rice came in; 200 bottles and 20 kg went out.
const CAME: &str = "id,date,source,item,quantity,unit,store,note,by,at\n\
    R220815-4N7Q2K,2022-08-15,街道办,牛奶,10,箱,,,李梅,2022-08-15T09:00:00+08:00\n\
    R220815-4N7Q2M,2022-08-15,街道办,大米,50,kg,,急,李梅,2022-08-15T09:05:00+08:00\n";
const WENT: &str = "id,date,round,place,item,quantity,by,at\n\
    I220816-7K2MQX,2022-08-16,,采样点,牛奶,200,李梅,2022-08-16T18:30:00+08:00\n\
    I220816-7K2MQY,2022-08-16,,采样点,大米,20,李梅,2022-08-16T18:31:00+08:00\n";

/// What is found where receipts read like this, against what is committed.
fn received(now: &str) -> Vec<Finding> {
    let files = community(&[(RECEIPTS, now), (DISTRIBUTIONS, WENT)]);
    findings_of(&files, &[source(RECEIPTS, CAME)])
}

#[test]
fn a_receipt_that_cannot_be_read_makes_no_stock_negative() {
    assert_eq!(codes(&received(CAME)), Vec::<&str>::new());
    for (from, to, code) in [
        ("牛奶,10", "牛奶,十", "edited-row"),
        ("牛奶,10", "牛奶,1", "edited-row"),
        ("牛奶,10", "牛奶,10,,", "field-count"),
        ("R220815-4N7Q2K", "R220815-4N7Q2K0", "removed-row"),
    ] {
        let found = received(&CAME.replace(from, to));
        assert!(
            codes(&found).contains(&code) && !codes(&found).contains(&"negative-stock"),
            "{from}: {found:?}"
        );
    }
    // Never committed: the bad cell itself is said.
    let typed = |from: &str, to: &str| {
        let receipts = CAME.replace(from, to);
        codes(&findings_of(&community(&[(RECEIPTS, &receipts), (DISTRIBUTIONS, WENT)]), &[]))
    };
    assert_eq!(typed("牛奶,10", "牛奶,十"), ["type"]);
    assert_eq!(typed("街道办,牛奶", "街道办,牛女"), ["unknown-item"]);
    assert_eq!(typed("箱,,", "箱,mian,"), ["unknown-store"]);
    assert_eq!(typed("牛奶,10,箱", "牛奶,10,筐"), ["unit-not-convertible"]);
    let odd = WENT
        .replace("item,quantity,", "item,quantity,unit,")
        .replace("200,", "200,,")
        .replace("20,李", "20,袋,李");
    let files = community(&[(RECEIPTS, CAME), (DISTRIBUTIONS, &odd)]);
    assert_eq!(codes(&findings_of(&files, &[])), ["unit-not-convertible"]);
    let files = community(&[(RECEIPTS, CAME), (DISTRIBUTIONS, &odd.replace("牛奶,200", "牛奶,250"))]);
    assert_eq!(codes(&findings_of(&files, &[])), ["negative-stock", "unit-not-convertible"]);
}

#[test]
fn a_file_of_receipts_that_is_lost_is_one_finding() {
    let lines: Vec<&str> = CAME.lines().collect();
    assert_eq!(codes(&received(&[lines[0], lines[2], ""].join("\n"))), ["removed-row"]);
    assert_eq!(codes(&received("")), ["truncated"]);
    let gone = findings_of(&community(&[(DISTRIBUTIONS, WENT)]), &[source(RECEIPTS, CAME)]);
    assert_eq!(codes(&gone), ["removed-row"], "a deleted file, not each of its rows");
    assert!(gone[0].message.en.contains("2 committed rows"));
    let mut bytes = CAME.as_bytes().to_vec();
    let at = CAME.find("街道办").unwrap();
    bytes[at] = 0xC5;
    let mut spoilt = community(&[(DISTRIBUTIONS, WENT)]);
    spoilt.push(crate::store::text::Source::new(RECEIPTS, bytes));
    assert_eq!(codes(&findings_of(&spoilt, &[])), ["encoding"]);
}

#[test]
fn a_fault_hides_no_shortage_that_it_cannot_explain() {
    let milk = CAME.replace("牛奶,10", "牛奶,十");
    let rice = WENT.replace("大米,20", "大米,70");
    let files = community(&[(RECEIPTS, &milk), (DISTRIBUTIONS, &rice)]);
    assert_eq!(
        codes(&findings_of(&files, &[])),
        ["negative-stock", "type"],
        "rice is short for another reason"
    );
    // A row that was to hand out goods leaves more of them, not less.
    let unread = WENT.replace("大米,20", "大米,二十").replace("牛奶,200", "牛奶,250");
    let unread = unread.replace("采样点,大米", "采样点,牛奶");
    let files = community(&[(RECEIPTS, CAME), (DISTRIBUTIONS, &unread)]);
    assert_eq!(codes(&findings_of(&files, &[])), ["negative-stock", "type"]);
    // What came in later was not there either.
    let later =
        format!("{CAME}R220818-4N7Q2N,2022-08-18,街道办,牛奶,九,箱,,,李梅,2022-08-18T09:00:00+08:00\n");
    let files = community(&[(RECEIPTS, &later), (DISTRIBUTIONS, &WENT.replace("牛奶,200", "牛奶,250"))]);
    assert_eq!(codes(&findings_of(&files, &[])), ["negative-stock", "type"]);
    // An edited note changes no sum.
    let noted = CAME.replace("急,", "不急,");
    let files = community(&[(RECEIPTS, &noted), (DISTRIBUTIONS, &rice)]);
    assert_eq!(codes(&findings_of(&files, &[source(RECEIPTS, CAME)])), ["negative-stock", "edited-row"]);
}

#[test]
fn a_column_that_was_renamed_is_one_finding_and_not_one_for_each_row() {
    assert_eq!(codes(&received(&CAME.replace(",quantity,", ",qty,"))), ["header"]);
    let found = received(&CAME.replace(",note,", ",remark,"));
    let errors: Vec<_> =
        super::tests::serious(&found).into_iter().map(|f| (f.code, f.message.en.as_str())).collect();
    assert_eq!(
        errors,
        [("edited-row", "the column `note` is gone, and with it what 1 committed rows held in it")]
    );
    assert_eq!(codes(&received(&CAME.replace("id,", "no,"))), ["header"]);
}

#[test]
fn a_changed_pack_is_one_finding() {
    let items = super::Example::NONE.sources().into_iter().find(|s| s.path == ITEMS).unwrap().text;
    for to in ["箱=1", "", "箱=12"] {
        let changed = items.replace("箱=24", to);
        let files = community(&[(ITEMS, &changed), (RECEIPTS, CAME), (DISTRIBUTIONS, WENT)]);
        let found = findings_of(&files, &[source(ITEMS, &items)]);
        assert_eq!(codes(&found), ["pack-changed"], "{to}");
        let spot = found[0].spot.clone().unwrap();
        assert_eq!((spot.line, spot.column), (Some(2), Some(9)), "the cell, in characters");
    }
    let damaged = items.replace("牛奶,食品,", "牛奶,食品,,");
    let files = community(&[(ITEMS, &damaged), (RECEIPTS, CAME), (DISTRIBUTIONS, WENT)]);
    assert_eq!(codes(&findings_of(&files, &[source(ITEMS, &items)])), ["field-count"]);
}

#[test]
fn an_item_that_stands_twice_is_found_where_it_stands_the_second_time() {
    let items = super::Example::NONE.sources().into_iter().find(|s| s.path == ITEMS).unwrap().text;
    let found = findings_of(&community(&[(ITEMS, &format!("{items}大米,粮,kg,,,,\n"))]), &[]);
    assert_eq!(codes(&found), ["id-duplicate"]);
    let spot = found[0].spot.clone().unwrap();
    assert_eq!((spot.line, spot.column, spot.width), (Some(5), Some(1), 2));
    let found = findings_of(
        &community(&[(ITEMS, &items.replace("蔬菜包,食品,份,,,", "蔬菜包,食品,份,,,大米"))]),
        &[],
    );
    let spot = found[0].spot.clone().unwrap();
    assert_eq!((found[0].code, spot.line, spot.column), ("id-duplicate", Some(4), Some(12)));
}

#[test]
fn a_census_that_cannot_be_read_leaves_no_home_unknown() {
    let census = super::Example::NONE.sources().into_iter().find(|s| s.path == CENSUS).unwrap().text;
    let found = |to: &str| codes(&findings_of(&community(&[(CENSUS, to)]), &[source(CENSUS, &census)]));
    assert_eq!(found(&census), Vec::<&str>::new());
    assert_eq!(found(""), ["truncated"]);
    assert_eq!(found(&census.replace(",residents,", ",people,")), ["header"]);
    let lines: Vec<&str> = census.lines().collect();
    assert_eq!(found(&[lines[0], lines[2], ""].join("\n")), ["removed-row"]);
    let typed =
        |from: &str, to: &str| codes(&findings_of(&community(&[(CENSUS, &census.replace(from, to))]), &[]));
    assert_eq!(typed("3-1,4,9", "3-1,4,九"), ["type"]);
    assert_eq!(typed("3-1,4,9", "3-7,4,9"), ["unknown-place"]);
    let one = census.replace(lines[2], "").replace("3-1,4,9", "3-1,4,九");
    let one = one.trim_end().to_owned() + "\n";
    let found = findings_of(&community(&[(CENSUS, &one)]), &[]);
    assert_eq!(codes(&found), ["home-unknown", "type"], "3-2 is unknown all the same");
    assert!(found[0].message.en.starts_with("3-2:"));
}

#[test]
fn a_census_row_that_cannot_be_read_makes_nobody_tested_too_often() {
    let tests = "id,date,round,place,tested,by,at\n\
        T220816-5B7C9D,2022-08-16,test-0816,3-1,11,李梅,2022-08-16T18:00:00+08:00\n";
    let census = super::Example::NONE.sources().into_iter().find(|s| s.path == CENSUS).unwrap().text;
    let newer = |residents: &str| {
        let row = format!(
            "P220810-8M6N4B,2022-08-10,3-1,4,{residents},{residents},李梅,2022-08-10T20:00:00+08:00\n"
        );
        let files = [(CENSUS, &*format!("{census}{row}")), ("ledgers/tests/2022-08.csv", tests)];
        codes(&findings_of(&community(&files), &[]))
    };
    assert_eq!(newer("12"), Vec::<&str>::new());
    assert_eq!(newer("一二"), ["type", "type"], "two bad cells, nothing else");
    assert_eq!(newer("10"), ["tested-exceeds-present"]);
}

#[test]
fn every_unit_without_a_census_row_is_told_also_before_the_first() {
    let none = "id,date,place,households,residents,present,by,at\n";
    let found = findings_of(&community(&[(CENSUS, none)]), &[]);
    assert_eq!(codes(&found), ["home-unknown", "home-unknown"]);
}

#[test]
fn a_slip_in_a_round_makes_nothing_over_supplied() {
    let rounds = super::Example::NONE.sources().into_iter().find(|s| s.path == ROUNDS).unwrap().text;
    let receipts = "id,date,source,item,quantity,by,at\n\
        R220816-4N7Q2K,2022-08-16,街道办,蔬菜包,50,李梅,2022-08-16T09:00:00+08:00\n";
    let handed = "id,date,round,place,item,quantity,by,at\n\
        I220816-7K2MQX,2022-08-16,veg-0816,3-1,蔬菜包,4,李梅,2022-08-16T18:30:00+08:00\n";
    let with = |rounds: &str| {
        let files = [(ROUNDS, rounds), (RECEIPTS, receipts), (DISTRIBUTIONS, handed)];
        codes(&findings_of(&community(&files), &[]))
    };
    assert_eq!(with(&rounds), Vec::<&str>::new());
    assert_eq!(with(&rounds.replace("item = \"蔬菜包\"", "item = \"蔬菜\"")), ["unknown-item"]);
    let placed = |place: &str| {
        rounds.replacen("date = 2022-08-16\n", &format!("date = 2022-08-16\nplaces = [{place}]\n"), 1)
    };
    assert_eq!(with(&placed("\"3-9\"")), ["unknown-place"]);
    assert_eq!(with(&placed("\"3-2\"")), ["over-supplied"]);
    assert_eq!(with(&placed("3")), ["type"]);
}

#[test]
fn a_bad_step_or_kind_does_not_also_lack_what_it_would_ask_for() {
    let request = |row: &str| {
        let text = format!("id,date,request,step,place,kind,need,runner,by,at\n{row}\n");
        codes(&findings_of(&community(&[("ledgers/requests/2022-08.csv", &text)]), &[]))
    };
    let open =
        "Q220820-5T4R3E,2022-08-20,Q220820-5T4R3E,opened,3-2-101,medicine,药,,李梅,2022-08-20T19:00:00+08:00";
    assert_eq!(request(open), Vec::<&str>::new());
    assert_eq!(request(&open.replace("medicine", "foo")), ["bad-choice"]);
    let taken = "Q220820-7H8J9K,2022-08-20,Q220820-5T4R3E,grabbed,,,,王强,王强,2022-08-20T19:30:00+08:00";
    assert_eq!(request(&format!("{open}\n{taken}")), ["bad-choice"]);
}

#[test]
fn a_bom_and_line_ends_of_toml_files_are_noted_like_those_of_tables() {
    let sources = super::Example::NONE.sources();
    let text = |path: &str| sources.iter().find(|s| s.path == path).unwrap().text.clone();
    for path in ["ledgers/community.toml", ROUNDS] {
        let windows = format!("\u{feff}{}", text(path).replace('\n', "\r\n"));
        let found = findings_of(&community(&[(path, &windows)]), &[]);
        assert_eq!(codes(&found), ["encoding", "encoding"], "{path}");
        assert!(found.iter().all(|f| f.severity == crate::model::Severity::Info
            && f.spot.as_ref().is_some_and(|spot| spot.path == path)));
    }
}
