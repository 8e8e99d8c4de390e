//! The options that every recording command has.

use super::verb::{option, switch};
use crate::words::{Lang, words};
use clap::Arg;

/// The options of every command that records.
pub fn recording_args(lang: Lang) -> Vec<Arg> {
    let heading = lang.pick("Recording", "登记选项");
    let all = [
        option(
            "date",
            "DAY",
            words(
                "the day it happened: 2022-08-16, 8.16, 8月16日, yesterday; today if not given",
                "发生的日期：2022-08-16、8.16、8月16日、昨天；默认今天",
            ),
            lang,
        ),
        option(
            "by",
            "NAME",
            words(
                "who records it; else LINLI_BY, else git's user.name",
                "登记人；默认 LINLI_BY 或 git 的 user.name",
            ),
            lang,
        ),
        option("note", "TEXT", words("a note for the rows", "备注"), lang),
        switch(
            "dry-run",
            words("show the rows and their effect; write nothing", "只显示将写入的行及其影响，不写入"),
            lang,
        ),
        switch(
            "force",
            words("record what a rule refuses; the finding stays", "强制登记违反规则的内容，问题会保留"),
            lang,
        ),
        switch(
            "again",
            words(
                "it really happened twice: the same goods, place and day within ten minutes",
                "确实又发生了一次（十分钟内重复登记）",
            ),
            lang,
        ),
        switch(
            "mask-numbers",
            words(
                "write phone and identity numbers masked: 138****1234",
                "把手机号、身份证号打码后写入：138****1234",
            ),
            lang,
        ),
        option(
            "wait",
            "SECONDS",
            words("how long to wait for another writer (30)", "等待其他写入者的秒数（默认 30）"),
            lang,
        ),
    ];
    all.into_iter().map(|arg| arg.help_heading(heading)).collect()
}

/// The options of every command that writes, registers included.
pub fn writing_args(lang: Lang) -> Vec<Arg> {
    let names = ["by", "dry-run", "mask-numbers", "wait"];
    recording_args(lang).into_iter().filter(|arg| names.contains(&arg.get_id().as_str())).collect()
}
