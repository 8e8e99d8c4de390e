//! `linli save`: what was typed by hand in the files.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail by panicking, and say why it did not run"
)]

mod hand;

use hand::{Community, DONATIONS};

const FILE: &str = "ledgers/donations/2022-08.csv";

#[test]
fn rows_typed_as_people_write_are_made_canonical_and_committed_by_person() {
    let c = Community::new();
    c.append(
        FILE,
        ",8.16,王先生,纯牛奶,约40箱,,物业仓库,,9.1,,,匿名\n,昨天,李女士,大米,５０,kg,,,,,,,,,赵铁军,\n",
    );
    c.write("ledgers/census/2022-08.csv", "date,place,residents\n8月16日,３幢2单元502室,三人\n");
    insta::assert_snapshot!(c.done(&["save"]));
    insta::assert_snapshot!(c.read(FILE));
    insta::assert_snapshot!(c.read("ledgers/census/2022-08.csv"));
    insta::assert_snapshot!(c.git(&["log", "--format=%an: %s%n%b", "-2"]));
    assert!(c.read(FILE).starts_with(DONATIONS));
    c.clean();
    assert_eq!(c.git(&["show", "--stat", "--format=", "HEAD"]).lines().count(), 2);
    insta::assert_snapshot!(c.done(&["save", "--lang", "en"]));
}

#[test]
fn a_file_that_a_spreadsheet_rewrote_keeps_its_committed_bytes() {
    let c = Community::new();
    let rewritten = "\u{feff}\"date\",\"id\",\"donor\",\"item\",\"quantity\",\"unit\",\"by\",\"at\"\r\n\
        2022-08-15,D220815-AAAAAA,爱心企业,牛奶,40,箱,李梅,2022-08-15T20:00:00+08:00\r\n\
        2022/8/16,,某公司,牛奶,2,箱,,\r\n";
    c.write(FILE, rewritten);
    c.done(&["save", "-m", "补录"]);
    let text = c.read(FILE);
    assert!(text.starts_with(DONATIONS) && text.lines().count() == 3, "{text}");
    assert!(c.git(&["log", "-1", "--format=%s"]).starts_with("补录"));
    c.clean();
    c.write(FILE, &text.replace('\n', "\r\n"));
    c.done(&["save"]);
    assert_eq!(c.read(FILE), text);
    c.clean();
}

#[test]
fn a_column_of_ones_own_is_kept() {
    let c = Community::new();
    let mut lines = DONATIONS.lines();
    let (head, row) = (lines.next().unwrap(), lines.next().unwrap());
    c.write(FILE, &format!("{head},车牌\n{row},浙A\n,8.16,某公司,牛奶,2,箱,,,,,,,,,,,浙B\n"));
    c.done(&["save"]);
    let text = c.read(FILE);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], format!("{head},车牌"));
    assert_eq!(lines[1], format!("{row},浙A"));
    assert!(lines[2].ends_with(",浙B") && lines.len() == 3, "{text}");
    c.clean();
}

#[test]
fn committed_rows_that_were_edited_or_removed_are_refused_and_keep_new_brings_them_back() {
    let c = Community::new();
    c.append(FILE, "D220815-BBBBBB,2022-08-15,乙,牛奶,1,箱,,,,,,,,,李梅,2022-08-15T20:00:00+08:00\n");
    c.done(&["save"]);
    let committed = c.read(FILE);
    let head = committed.lines().next().unwrap();
    c.write(FILE, &format!("{head}\nD220815-AAAAAA,2022/8/15,爱心企业,牛奶,4,箱,,,,,,,,,李梅,2022-08-15T20:00:00+08:00\n,8.16,丙,牛奶,3,箱\n"));
    insta::assert_snapshot!(c.refused(&["save"]));
    c.done(&["save", "--keep-new"]);
    let text = c.read(FILE);
    assert!(text.starts_with(&committed) && text.lines().count() == 4, "{text}");
    c.clean();
    c.write(FILE, "");
    c.refused(&["save"]);
    c.done(&["save", "--keep-new"]);
    assert_eq!(c.read(FILE), text);
    std::fs::remove_file(c.path().join(FILE)).unwrap();
    c.refused(&["save"]);
    c.done(&["save", "--keep-new"]);
    assert_eq!(c.read(FILE), text);
}

#[test]
fn what_is_wrong_with_new_rows_is_said_where_it_was_typed_and_nothing_is_saved() {
    let c = Community::new();
    c.append(
        FILE,
        ",8.16,甲,牛乃,2,箱\n,2022-13-40,甲,牛奶,2,箱\n,8.16,甲,牛奶,2袋,箱\n,8.16,,牛奶,2,箱\n,8.20,甲,牛奶,2,箱\n\
         D220815-AAAAAA,8.16,甲,牛奶,2,箱\n,8.16,王13812345678,牛奶,2,箱\n,8.16,甲,牛奶,2,箱,,,,,,,,,,,多余\n",
    );
    insta::assert_snapshot!(c.refused(&["save"]));
}

#[test]
fn a_future_day_is_refused_and_a_row_of_another_month_goes_to_its_own_file() {
    let c = Community::new();
    c.append(FILE, ",8.20,甲,牛奶,2,箱\n");
    let said = c.refused(&["save"]);
    assert!(said.contains("future-date"), "{said}");
    c.write(FILE, DONATIONS);
    c.append(FILE, ",7月31日,甲,牛奶,2,箱\n");
    c.done(&["save"]);
    assert_eq!(c.read(FILE), DONATIONS);
    assert!(c.read("ledgers/donations/2022-07.csv").contains("2022-07-31,甲"));
    c.write("ledgers/donations/新.csv", "date,donor,item,quantity\n8.1,甲,牛奶,1箱\n");
    c.done(&["save"]);
    assert!(!c.path().join("ledgers/donations/新.csv").exists());
    assert!(c.read(FILE).contains("2022-08-01,甲,牛奶,1,箱"));
    c.clean();
}

#[test]
fn registers_are_saved_with_the_recorder_and_packs_that_rows_use_stay() {
    let c = Community::new();
    let items = c.read("ledgers/items.csv");
    c.write(
        "ledgers/items.csv",
        &format!(
            "\u{feff}{}",
            items.replace('"', "").replace("a,b", "\"a,b\"").replace('\n', "\r\n") + "鸡蛋,,个,,,,\r\n"
        ),
    );
    c.append(FILE, ",8.16,甲,鸡蛋,30,,,,,,,,,,赵铁军\n");
    c.done(&["save"]);
    assert_eq!(c.read("ledgers/items.csv"), format!("{items}鸡蛋,,个,,,,\n"));
    assert_eq!(c.git(&["log", "-2", "--format=%an"]), "赵铁军\n李梅\n");
    c.clean();
    c.write("ledgers/items.csv", &items.replace("箱=12", "箱=24"));
    let said = c.refused(&["save"]);
    assert!(said.contains("pack-changed") && said.contains("unknown-item"), "{said}");
    c.write("ledgers/items.csv", &(items + "鸡蛋,,个,,,,找王13812345678\n"));
    let said = c.refused(&["save"]);
    assert!(said.contains("138****5678") && !said.contains("13812345678"), "{said}");
    c.done(&["save", "--mask-numbers"]);
    assert!(c.read("ledgers/items.csv").contains("138****5678"));
}

#[test]
fn a_dry_run_prints_the_rows_and_writes_nothing() {
    let c = Community::new();
    c.append(FILE, ",8.16,甲,牛奶,2箱\n");
    let before = c.state();
    insta::assert_snapshot!(c.done(&["save", "--dry-run"]));
    assert_eq!(c.state(), before);
}

#[test]
fn a_request_typed_by_hand_gets_its_own_id_and_an_illegal_step_is_refused() {
    let c = Community::new();
    let head = "id,date,request,step,place,kind,need,urgency,runner,spent,ref,note,reverses,by,at\n";
    c.write("ledgers/requests/2022-08.csv", &format!("{head},8.16,,已受理,3幢2单元502室,medicine,布洛芬\n"));
    c.done(&["save"]);
    let text = c.read("ledgers/requests/2022-08.csv");
    let id = text.lines().nth(1).unwrap().split(',').next().unwrap();
    assert!(text.contains(&format!("{id},2022-08-16,{id},opened,3-2-502,medicine,布洛芬,")), "{text}");
    c.append("ledgers/requests/2022-08.csv", &format!(",8.16,{id},confirmed\n"));
    let said = c.refused(&["save"]);
    assert!(said.contains("undelivered-confirmation"), "{said}");
}
