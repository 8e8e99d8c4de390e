//! The remedies that are offered: none of them may make matters worse when it is pasted.

use super::example::findings_of;
use super::tests::{RECEIPTS, codes, community};
use super::*;
use crate::store::text::Source;

fn fix(finding: &Finding) -> &str {
    finding.fix.as_ref().map_or("", |fix| fix.en.as_str())
}

/// 240 bottles came in, 235 were counted on the 17th, and these adjustments were recorded.
fn counted(adjustments: &[&str]) -> Vec<Finding> {
    let receipts = "id,date,source,item,quantity,by,at\n\
        R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n";
    let counts = "id,date,item,quantity,by,at\n\
        C220817-3F2D1C,2022-08-17,牛奶,235,王强,2022-08-17T21:00:00+08:00\n";
    let adjusted = format!("id,date,item,quantity,reason,by,at\n{}\n", adjustments.join("\n"));
    let files = [
        (RECEIPTS, receipts),
        ("ledgers/counts/2022-08.csv", counts),
        ("ledgers/adjustments/2022-08.csv", adjusted.as_str()),
    ];
    findings_of(&community(&files), &[])
}

#[test]
fn what_was_adjusted_after_a_count_is_not_adjusted_again() {
    let plain = counted(&[]);
    assert_eq!(fix(&plain[0]), "linli adjust 牛奶=-5瓶 --reason recount --store main --date 2022-08-16");
    let same = counted(&["J220818-9C3D5E,2022-08-18,牛奶,-5,recount,王强,2022-08-18T08:00:00+08:00"]);
    assert_eq!(codes(&same), ["count-differs"]);
    let amend = "linli amend 9C3D5E date=2022-08-16 --reason \"found by the count of 2022-08-17\"";
    assert_eq!(fix(&same[0]), amend);
    assert_eq!(same[0].label.en, "shortage of 5瓶; -5瓶 were adjusted since, so do not adjust them again");
    let amended = counted(&["J220816-9C3D5E,2022-08-16,牛奶,-5,recount,王强,2022-08-18T08:00:00+08:00"]);
    assert_eq!(amended, [], "what the remedy does clears the finding");
    let part = counted(&["J220817-9C3D5E,2022-08-17,牛奶,-3,recount,王强,2022-08-17T22:00:00+08:00"]);
    assert_eq!(fix(&part[0]), "linli count 牛奶=…瓶 --store main");
    let broken = counted(&["J220818-9C3D5E,2022-08-18,牛奶,-5,damaged,王强,2022-08-18T08:00:00+08:00"]);
    assert_eq!(fix(&broken[0]), fix(&plain[0]), "bottles broken later are another matter");
}

#[test]
fn too_many_tested_is_mended_in_the_test_and_not_in_the_census() {
    let mut found = by_code("tested-exceeds-present").unwrap().example.findings();
    found.retain(|f| f.code == "tested-exceeds-present");
    assert_eq!(fix(&found[0]), "linli amend 5B7C9D tested=… elsewhere=… visitors=… --reason \"misread\"");
    assert!(found[0].label.en.contains("linli census 3-1=…"));
}

#[test]
fn a_file_in_another_encoding_is_converted_but_never_one_that_is_partly_utf8() {
    let header = "id,date,source,item,quantity,by,at\n";
    let gbk = b"R220816-4N7Q2K,2022-08-16,A,\xC5\xA3\xC4\xCC,240,B,2022-08-16T09:00:00+08:00\n";
    let found = |bytes: Vec<u8>| {
        let mut files = community(&[]);
        files.push(Source::new(RECEIPTS, bytes));
        findings_of(&files, &[])
    };
    let whole = found([header.as_bytes(), gbk].concat());
    let fixed = "iconv -f GB18030 -t UTF-8 ledgers/receipts/2022-08.csv > ledgers/receipts/2022-08.csv.utf8 && mv \
                 ledgers/receipts/2022-08.csv.utf8 ledgers/receipts/2022-08.csv";
    assert_eq!((codes(&whole), fix(&whole[0])), (vec!["encoding"], fixed));
    let utf8 = "R220816-4N7Q2M,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n";
    let partly = found([header.as_bytes(), gbk, utf8.as_bytes()].concat());
    assert_eq!((codes(&partly), fix(&partly[0])), (vec!["encoding"], ""));
    let mut files = community(&[]);
    files.retain(|s| s.path != "ledgers/items.csv");
    files.push(Source::new(
        "ledgers/items.csv",
        b"item,unit\n\xC5\xA3\xC4\xCC,\xC6\xBF\n\xB4\xF3\xC3\xD7,kg\n".to_vec(),
    ));
    let items = findings_of(&files, &[]);
    let items: Vec<_> = items.iter().filter(|f| f.code == "encoding").collect();
    assert_eq!(items.len(), 1, "one for the file, not one a line");
    assert!(fix(items[0]).starts_with("iconv "));
}
