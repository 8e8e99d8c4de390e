//! One manual page, as roff. Options and what stands below a command are laid out by clap's own writer; the sections that
//! it heads in English only are written here.

use super::super::verb::{EXITS, Heading, Verb};
use super::super::whole::{ABOUT, USAGE};
use super::super::{COMMANDS, command, in_language};
use crate::words::{Lang, Words, words};
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

/// Variables of the environment that a person may set.
const VARIABLES: [(&str, Words); 5] = [
    ("LINLI_LANG", words("the language, zh or en; --lang goes before it", "语言，zh 或 en；--lang 优先")),
    ("LINLI_DIR", words("where to look for the community; -C goes before it", "在哪里找社区目录；-C 优先")),
    ("LINLI_BY", words("who records; --by goes before it", "登记人；--by 优先")),
    (
        "LINLI_NOW",
        words("the present moment, RFC 3339, instead of the clock", "当前时刻（RFC 3339），代替时钟"),
    ),
    ("NO_COLOR", words("no colours", "不用颜色")),
];

/// What lies in a community's folder.
const FILES: [(&str, Words); 6] = [
    (
        "ledgers/community.toml",
        words(
            "who we are: buildings, groups, stores, policies, schedules",
            "小区：楼幢、小组、仓库、规则、定时任务",
        ),
    ),
    ("ledgers/items.csv", words("goods we handle", "物品")),
    (
        "ledgers/volunteers.csv",
        words("who serves in which group, in which role", "花名册：谁在哪个组、什么职务"),
    ),
    (
        "ledgers/rounds.toml",
        words("distribution drives, testing rounds, roll-calls", "发放批次、检测轮次、点名"),
    ),
    ("ledgers/LEDGER/YYYY-MM.csv", words("what happened: one file a month", "发生了什么：每月一个文件")),
    ("private/", words("names and phones; never in git", "姓名和电话，不进 git")),
];

/// `linli-request-open`
pub fn title(verbs: &[&Verb]) -> String {
    let mut title = "linli".to_owned();
    for verb in verbs {
        title.push('-');
        title.push_str(verb.name);
    }
    title
}

/// The page of the last of these verbs, of the program itself if there are none.
pub fn page(verbs: &[&Verb], lang: Lang) -> String {
    let mut whole = command(lang);
    whole.build();
    let mut this = &whole;
    for verb in verbs {
        this = this.find_subcommand(verb.name).unwrap_or(this);
    }
    let this = this.clone();
    let mut text = String::from(".\\\" -*- coding: UTF-8 -*-\n");
    if lang == Lang::Zh {
        // Where lines may be broken between Chinese characters.
        text.push_str(".mso zh.tmac\n");
    }
    text.push_str(".ad l\n");
    text.push_str(&head(verbs, lang));
    text.push_str(&match verbs.last() {
        Some(verb) => of_verb(verb, verbs, this, lang),
        None => of_all(this, lang),
    });
    text
}

/// A section with a heading of ours.
fn section(roff: &mut Roff, heading: Words, lang: Lang) {
    roff.control("SH", [heading.say(lang)]);
}

/// A paragraph that hangs below a bold word.
fn entry(roff: &mut Roff, word: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(word)]);
    roff.text([roman(meaning)]);
}

fn head(verbs: &[&Verb], lang: Lang) -> String {
    let (title, version) = (title(verbs), env!("CARGO_PKG_VERSION"));
    // Without a date: the same source makes the same page.
    let manual = lang.pick("linli manual", "linli 手册");
    let mut text = format!(".TH {} 1 \"\" \"linli {version}\" \"{manual}\"\n", title.to_uppercase());
    let mut roff = Roff::new();
    section(&mut roff, words("NAME", "名称"), lang);
    let about = verbs.last().map_or(ABOUT, |verb| verb.about).say(lang);
    roff.text([roman(format!("{title} - {about}"))]);
    text.push_str(&roff.to_roff());
    text
}

fn of_verb(verb: &Verb, verbs: &[&Verb], mut this: Command, lang: Lang) -> String {
    let mut roff = Roff::new();
    section(&mut roff, words("SYNOPSIS", "用法"), lang);
    let usage = this.render_usage().to_string();
    roff.text([bold(in_language(usage.trim_start_matches("Usage: ").trim_end(), lang))]);
    section(&mut roff, words("DESCRIPTION", "说明"), lang);
    let long = if verb.long.en.is_empty() { verb.about } else { verb.long };
    for line in long.say(lang).lines() {
        roff.control("PP", []);
        roff.text([roman(line.trim())]);
    }
    let mut text = roff.to_roff();
    let has_subs = !verb.subs.is_empty();
    let man = Man::new(this);
    let mut bytes = Vec::new();
    // Writing into memory does not fail.
    let _ = man.render_options_section(&mut bytes);
    if has_subs {
        let _ = man.render_subcommands_section(&mut bytes);
    }
    text.push_str(&String::from_utf8_lossy(&bytes));
    let mut roff = Roff::new();
    section(&mut roff, words("SEE ALSO", "参见"), lang);
    let above = title(&verbs[..verbs.len() - 1]);
    let mut all = vec!["linli".to_owned()];
    all.extend((above != "linli").then_some(above));
    roff.text(see(&all));
    text + &roff.to_roff()
}

fn see(names: &[String]) -> Vec<Inline> {
    let mut line = Vec::new();
    for (at, name) in names.iter().enumerate() {
        line.push(roman(if at == 0 { "" } else { ", " }));
        line.push(bold(name.as_str()));
        line.push(roman("(1)"));
    }
    line
}

fn of_all(this: Command, lang: Lang) -> String {
    let mut roff = Roff::new();
    section(&mut roff, words("SYNOPSIS", "用法"), lang);
    roff.text([bold(USAGE.say(lang))]);
    section(&mut roff, words("DESCRIPTION", "说明"), lang);
    roff.text([roman(lang.pick(
        "Keeps the books of a compound in a lockdown, a flood or a typhoon: what came in, what went out, who has not been \
         reached. The files are plain CSV and TOML in a git repository. Rows are never changed and never removed: a mistake is \
         cancelled by another row. The answer goes to standard output, all else to standard error.",
        "在封控、洪水、台风时记小区的账：进了什么、发了什么、还缺谁。文件是 git 仓库里的普通 CSV 和 TOML。记录不改不删，错了就冲销。结果在标准输出，其余在标准错误。",
    ))]);
    roff.control("PP", []);
    roff.text([roman(lang.pick("Begin with: linli demo", "第一次使用请运行：linli demo"))]);
    section(&mut roff, words("COMMANDS", "命令"), lang);
    for heading in Heading::ALL {
        roff.control("SS", [heading.words().say(lang)]);
        for verb in COMMANDS.iter().filter(|verb| verb.heading == heading) {
            roff.control("TP", []);
            roff.text([bold(title(&[verb])), roman("(1)")]);
            roff.text([roman(verb.about.say(lang))]);
        }
    }
    let mut text = roff.to_roff();
    let mut bytes = Vec::new();
    let _ = Man::new(this).render_options_section(&mut bytes);
    text.push_str(&String::from_utf8_lossy(&bytes));
    let mut roff = Roff::new();
    section(&mut roff, words("EXIT STATUS", "退出码"), lang);
    for (code, meaning) in EXITS {
        entry(&mut roff, &code.to_string(), meaning.say(lang));
    }
    section(&mut roff, words("ENVIRONMENT", "环境变量"), lang);
    for (name, meaning) in VARIABLES {
        entry(&mut roff, name, meaning.say(lang));
    }
    section(&mut roff, words("FILES", "文件"), lang);
    for (name, meaning) in FILES {
        entry(&mut roff, name, meaning.say(lang));
    }
    text + &roff.to_roff()
}
