//! At a terminal, what is missing is asked for, with completion and pinyin.
#![cfg(all(unix, feature = "prompts"))]

use super::community::Community;
use expectrl::{Eof, Expect, Session};
use std::process::Command;
use std::time::Duration;

fn session(community: &Community, args: &[&str]) -> expectrl::session::OsSession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command
        .args(args)
        .current_dir(community.path())
        .env_clear()
        .env("TERM", "xterm")
        .env("LINLI_NOW", &community.now)
        .env("LINLI_BY", &community.by)
        .env("LINLI_SEED", "1");
    let mut session = Session::spawn(command).expect("a terminal");
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    session
}

#[test]
fn what_is_missing_is_asked_for_and_pinyin_finds_the_item() {
    let community = Community::new();
    let mut terminal = session(&community, &["donate"]);
    terminal.expect("捐赠").expect("the donor is asked for");
    terminal.send("爱心企业\r").expect("typed");
    terminal.expect("物品").expect("the item is asked for");
    terminal.send("niunai\t\r").expect("typed");
    terminal.expect("数量").expect("the quantity is asked for");
    terminal.send("40箱\r").expect("typed");
    terminal.expect("物品").expect("another item is asked for");
    terminal.send("\r").expect("typed");
    terminal.expect("已登记").expect("it is recorded");
    terminal.expect(Eof).expect("it ends");
    assert!(community.read("ledgers/donations/2022-08.csv").contains("爱心企业,牛奶,40,箱"));
}

#[test]
fn leaving_a_question_records_nothing() {
    let community = Community::new();
    let before = community.state();
    let mut terminal = session(&community, &["donate"]);
    terminal.expect("捐赠").expect("the donor is asked for");
    terminal.send("\x1b").expect("typed");
    terminal.expect(Eof).expect("it ends");
    assert!(community.state() == before);
}

#[test]
fn a_doubt_is_asked_about_at_a_terminal() {
    let community = Community::new();
    community.ok(&["test", "test-0816", "3-1=18"]);
    let before = community.state();
    let mut terminal = session(&community, &["test", "test-0816", "3-1=180"]);
    terminal.expect("确定登记吗").expect("it is asked");
    terminal.send("n\r").expect("typed");
    terminal.expect(Eof).expect("it ends");
    assert!(community.state() == before, "a no records nothing");
}

#[test]
fn leaving_after_the_first_item_records_nothing_either() {
    let community = Community::new();
    let before = community.state();
    let mut terminal = session(&community, &["donate", "爱心企业"]);
    terminal.expect("物品").expect("the item is asked for");
    terminal.send("牛奶\r").expect("typed");
    terminal.expect("数量").expect("the quantity is asked for");
    terminal.send("6箱\r").expect("typed");
    terminal.expect("物品").expect("another item is asked for");
    terminal.send("\x1b").expect("typed");
    terminal.expect("已取消").expect("it says so");
    terminal.expect(Eof).expect("it ends");
    assert!(community.state() == before);
}

#[test]
fn a_request_is_chosen_from_those_that_are_open_and_the_runner_is_asked_for() {
    let mut community = Community::new();
    community.ok(&["request", "open", "3-2-502", "布洛芬1盒"]);
    community.by = "陈晨".to_owned();
    community.now = "2022-08-16T18:30:00+08:00".to_owned();
    let mut terminal = session(&community, &["request", "take"]);
    terminal.expect("哪一张").expect("the request is asked for");
    terminal.expect("3-2-502 布洛芬1盒").expect("the open one is offered");
    terminal.send("\t\r").expect("typed");
    terminal.expect("由谁承办").expect("the runner is asked for, as who records is not on the roster");
    terminal.send("王柳\r").expect("typed");
    terminal.expect("已登记").expect("it is recorded");
    terminal.expect(Eof).expect("it ends");
    assert!(community.read("ledgers/requests/2022-08.csv").contains(",taken,,,,,王柳,"));
}

#[test]
fn a_word_that_is_not_understood_is_told_at_once_and_asked_for_again() {
    let community = Community::new();
    let mut terminal = session(&community, &["captain"]);
    terminal.expect("单元或户").expect("the place is asked for");
    terminal.send("9-9\r").expect("typed");
    terminal.expect("错误").expect("there is no such place");
    terminal.expect("单元或户").expect("it is asked for again");
    terminal.send("3-2\r").expect("typed");
    terminal.expect("检测=36").expect("the line is asked for");
    terminal.expect("补全").expect("the help is in Chinese");
    terminal.send("检则=3\r").expect("typed");
    terminal.expect("是不是 检测").expect("it is told at once");
    terminal.expect("检测=36").expect("the line is asked for again");
    terminal.send("人数=24 jiance\t20\r").expect("typed, the word completed by its sound");
    terminal.expect("已登记").expect("it is recorded");
    terminal.expect(Eof).expect("it ends");
    assert!(community.read("ledgers/tests/2022-08.csv").contains("test-0816,3-2,20"));
}

#[test]
fn yes_may_be_said_in_chinese() {
    let community = Community::new();
    community.ok(&["test", "test-0816", "3-1=18"]);
    let mut terminal = session(&community, &["test", "test-0816", "3-1=180"]);
    terminal.expect("确定登记吗").expect("it is asked");
    terminal.send("是\r").expect("typed");
    terminal.expect("已登记").expect("it is recorded");
    terminal.expect(Eof).expect("it ends");
}
