//! A day of the compound, played from its chat on the sample: docs/sample/day.md is what was typed and what was said.

use crate::pages::hold;
use crate::sample::Sample;
use std::io::Write;
use std::process::{Command, Stdio};

const SCRIPT: &str = include_str!("day.txt");

const HEAD: &str = "# A day from the chat · 从群消息开始的一天

17 August 2022 in the sample community: 30 requests out of four pasted chats, four runners, two notices, a chase-up, the evening
bulletin. Every line was typed by `tests/cli/day.rs` and answered by the program.

样例小区的 2022 年 8 月 17 日：四段群消息里的 30 件求助、四位代跑员、两份通知、一次催办、一份晚间日报。每一行都由测试输入，由程序回答。

";

/// The program in the demo's folder: all that it said, as at a terminal.
fn said(sample: &Sample, words: &[&str], time: &str, who: &str, chat: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_linli"))
        .args(words)
        .current_dir(sample.path())
        .env_clear()
        .env("LINLI_NOW", format!("2022-08-17T{time}:00+08:00"))
        .env("LINLI_BY", who)
        .env("LINLI_LANG", "zh")
        .env("LINLI_SEED", "day")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(chat.as_bytes()).expect("it listens");
    let output = child.wait_with_output().expect("it ends");
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    match output.status.code() {
        Some(0) => said,
        code => format!("{said}(exit {})\n", code.unwrap_or(-1)),
    }
}

#[test]
fn a_day_from_the_chat_ends_without_a_matter_unanswered() {
    let sample = Sample::new();
    let (mut time, mut who) = ("", "");
    let (mut page, mut chat) = (HEAD.to_owned(), String::new());
    let mut commands = 0;
    for line in SCRIPT.lines().filter(|line| !line.starts_with('#')) {
        if let Some(rest) = line.strip_prefix("@ ") {
            (time, who) = rest.split_once(' ').expect("a time and a name");
            if commands > 0 {
                page.push_str("```\n\n");
            }
            page.push_str(&format!("**{time} {who}**\n\n```text\n"));
        } else if let Some(message) = line.strip_prefix('|') {
            chat.push_str(message.trim_start());
            chat.push('\n');
        } else {
            let words: Vec<&str> = line.split(' ').collect();
            page.push_str(
                &chat.lines().map(|l| format!("| {l}").trim_end().to_owned() + "\n").collect::<String>(),
            );
            page.push_str(&format!("$ linli {line}\n{}", said(&sample, &words, time, who, &chat)));
            chat.clear();
            commands += 1;
        }
    }
    page.push_str("```\n");
    assert!(page.contains("求助：件件有回音，没有未结的求助"), "{page}");
    hold("docs/sample/day.md", &page);
}
