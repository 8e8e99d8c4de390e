//! One fault makes one finding, and a correction clears it.

use super::example::findings_of;
use super::tests::{HEADER, RECEIPTS, codes, community, receipts, serious, source};
use super::*;
use crate::output::{FindingFormat, Look, render_findings};

#[test]
fn a_correction_clears_what_was_said_of_the_row() {
    let bad = "R220816-4N7Q2K,2022-08-16,街道办,牛乃,24O,,,李梅,2022-08-16T09:00:00+08:00\n";
    assert_eq!(codes(&receipts(bad)), ["unknown-item", "type"]);
    let amended = format!(
        "{bad}R220816-1D2E3F.1,2022-08-16,街道办,牛乃,24O,误写,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n\
         R220816-1D2E3F.2,2022-08-16,街道办,牛奶,240,,,李梅,2022-08-16T10:00:00+08:00\n"
    );
    assert_eq!(receipts(&amended), []);
}

#[test]
fn a_row_without_a_readable_day_can_be_cancelled() {
    let bad = "R220816-4N7Q2K,2022/8/16,街道办,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n";
    assert_eq!(codes(&receipts(bad)), ["type"]);
    let void =
        "R220816-1D2E3F,2022/8/16,街道办,牛奶,-240,误写,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n";
    assert_eq!(receipts(&format!("{bad}{void}")), []);
}

#[test]
fn a_bad_line_silences_what_only_follows_from_it() {
    let lost = "R220816-4N7Q2K,2022-08-16,街道办,仓,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n";
    let void =
        "R220816-1D2E3F,2022-08-16,街道办,牛奶,-240,误写,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n";
    assert_eq!(codes(&receipts(&format!("{lost}{void}"))), ["field-count"]);
    let no_id =
        "date,source,item,quantity,by,at\n2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n";
    assert_eq!(codes(&findings_of(&community(&[(RECEIPTS, no_id)]), &[])), ["header"]);
}

#[test]
fn a_row_that_a_spreadsheet_rewrote_is_one_finding() {
    let good =
        format!("{HEADER}R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n");
    let rewritten = good.replace("2022-08-16,", "2022/8/16,");
    let found = findings_of(&community(&[(RECEIPTS, &rewritten)]), &[source(RECEIPTS, &good)]);
    assert_eq!(codes(&found), ["edited-row"]);
    let torn = good.replace("街道办", "街道办,");
    let found = findings_of(&community(&[(RECEIPTS, &torn)]), &[source(RECEIPTS, &good)]);
    assert_eq!(codes(&found), ["field-count"]);
}

#[test]
fn a_file_cut_short_hides_no_edit_before_the_cut() {
    let row = |code: &str, n: u32| {
        format!("R220816-{code},2022-08-16,街道办,牛奶,{n},,,李梅,2022-08-16T09:00:00+08:00\n")
    };
    let committed = format!("{HEADER}{}{}{}", row("4N7Q2K", 240), row("4N7Q2M", 24), row("4N7Q2N", 12));
    let mut edited = committed.replace(",24,", ",42,");
    edited.truncate(edited.len() - 20);
    let found = findings_of(&community(&[(RECEIPTS, &edited)]), &[source(RECEIPTS, &committed)]);
    assert_eq!(codes(&found), ["edited-row", "truncated"]);
}

#[test]
fn a_number_in_a_cancelled_row_is_only_noted() {
    let bad = "R220816-4N7Q2K,2022-08-16,王先生13800138000,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n";
    let found = receipts(bad);
    assert_eq!(codes(&found), ["personal-number"]);
    let shown = render_findings(&found, FindingFormat::Human, &Look::plain(Lang::En));
    assert!(!shown.contains("13800138000"), "{shown}");
    let void = "R220816-1D2E3F,2022-08-16,王先生13800138000,牛奶,-240,,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n";
    assert_eq!(serious(&receipts(&format!("{bad}{void}"))), Vec::<&Finding>::new());
}

#[test]
fn public_phones_and_codes_are_no_personal_numbers() {
    let toml = Example::NONE.sources().into_iter().find(|s| s.path == "ledgers/community.toml").unwrap().text;
    let public = toml.replacen("\n\n", "\npublic_phones = [\"13800138000\"]\n\n", 1);
    assert_eq!(
        codes(&findings_of(&community(&[("ledgers/community.toml", &public)]), &[])),
        Vec::<&str>::new()
    );
    let comment = format!("{toml}# 13912345678\n");
    let found = findings_of(&community(&[("ledgers/community.toml", &comment)]), &[]);
    assert_eq!(codes(&found), ["personal-number"]);
}
