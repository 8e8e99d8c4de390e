//! `linli request open -`: the lines of a chat, all of them or none.

use super::open::flags;
use crate::books::Books;
use crate::commands::Desk;
use crate::commands::operation::record;
use crate::commands::verb::{Exit, given};
use crate::error::{Error, Result};
use crate::import::decoded;
use crate::recording::chain::Read;
use crate::recording::requests::{
    Asking, Chat, KindFrom, Opening, Told, code_of, every_request, known_already, open, read_chat,
};
use crate::recording::{Entry, Setting};
use crate::said;
use crate::words::{Said, count_of};
use clap::ArgMatches;

/// Reads standard input and opens what it asks for.
pub fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    if desk.ui.asker.is_some() {
        desk.ui.did(&said!("paste the lines, then press Ctrl-D", "请粘贴内容，然后按 Ctrl-D 结束"));
    }
    let doing = || said!("read", "读取");
    let bytes =
        (desk.input)().map_err(|source| Error::File { doing: doing(), path: "stdin".into(), source })?;
    let text = decoded("stdin", &bytes)?;
    let (again, mask) = (given(matches, "again"), given(matches, "mask-numbers"));
    record(desk, matches, &|path| path.starts_with("ledgers/requests/"), &|books, setting, _| {
        let (kind, urgency) = flags(matches, books.registers, setting.today)?;
        let chat = read_chat(&text, books.registers, &Told { kind, urgency, mask, context: None });
        refuse_doubts(&chat)?;
        entry(books, &chat, again, setting)
    })
}

/// Every doubtful line with its reason; nothing is recorded.
fn refuse_doubts(chat: &Chat) -> Result<()> {
    let (doubts, all) = (chat.doubtful.len(), chat.lines);
    if doubts == 0 {
        return Ok(());
    }
    let (lines, ignored) = (count_of(all, "line", "lines", "行"), chat.ignored.len());
    let mut message = said!(
        "{doubts} of {l} are doubtful ({i} ignored), so nothing was recorded:",
        "共 {l}，其中 {doubts} 行存疑（略过 {i} 行），全部没有登记：",
        l = (lines.en, lines.zh),
        i = (ignored, ignored)
    );
    for doubtful in &chat.doubtful {
        let (line, text) = (doubtful.spot.shown(), &doubtful.spot.text);
        let (why, remedy) = (&doubtful.fault.message, doubtful.fault.remedy.clone().unwrap_or_default());
        message = message.then(&said!(
            "\n  line {line}: {text}\n    {w}",
            "\n  第 {line} 行：{text}\n    {w}",
            w = (&why.en, &why.zh)
        ));
        if !remedy.is_empty() {
            message = message.then(&said!("; {r}", "；{r}", r = (remedy.en, remedy.zh)));
        }
    }
    Err(Error::refused(message))
}

/// What is opened, and what is said of every line.
fn entry(books: &Books, chat: &Chat, again: bool, setting: &Setting) -> Result<Entry> {
    let all = every_request(books, setting.at);
    let (mut told, mut noted): (Vec<Said>, Vec<Said>) = Default::default();
    let (mut openings, mut lines): (Vec<Opening>, Vec<&Read<Asking>>) = Default::default();
    for read in &chat.read {
        let line = read.spot.shown();
        let repeated = openings.contains(&read.said.opening);
        if !again && let Some(known) = known_already(&all, &read.said.opening, setting) {
            let (code, step) = (code_of(&all, known), known.status.words());
            told.push(said!(
                "line {line}: known already as {code} ({s})",
                "第 {line} 行：已登记为 {code}（{s}），略过",
                s = (step.en, step.zh)
            ));
            continue;
        }
        if !again && repeated {
            told.push(said!("line {line}: the same once more", "第 {line} 行：与前面重复，略过"));
            continue;
        }
        for note in &read.said.noted {
            noted.push(said!("line {line}: ", "第 {line} 行：").then(note));
        }
        openings.push(read.said.opening.clone());
        lines.push(read);
    }
    let mut entry = open(books, &all, &openings, setting)?;
    let mut effects = Vec::new();
    for (read, effect) in lines.into_iter().zip(entry.effects.drain(..)) {
        let line = read.spot.shown();
        let from = match &read.said.from {
            KindFrom::Said | KindFrom::Flag => Said::default(),
            KindFrom::Item(name) => said!("; kind by {name}", "；类别据“{name}”"),
            KindFrom::Word(word) => said!("; kind by {word}", "；类别据“{word}”"),
        };
        effects.push(said!("line {line}: ", "第 {line} 行：").then(&effect).then(&from));
    }
    effects.extend(told);
    for ignored in &chat.ignored {
        let (line, why) = (ignored.spot.shown(), ignored.why);
        effects.push(said!("line {line}: ignored, {w}", "第 {line} 行：略过（{w}）", w = (why.en, why.zh)));
    }
    entry.effects = effects;
    entry.doubts.splice(0..0, noted);
    Ok(entry)
}
