//! `linli request open PLACE NEED --kind K [--urgency U]`, and `linli request open -` for the lines of a chat.

use super::pasted;
use crate::commands::Desk;
use crate::commands::ask::{ask_known, ask_words, missing};
use crate::commands::fields::{field_option, typed_fields};
use crate::commands::operation::record;
use crate::commands::recording_args::recording_args;
use crate::commands::verb::{Exit, Heading, Verb, given, rest, value, values, word};
use crate::error::{Error, Result};
use crate::ledgers::{Help, Request, Urgency};
use crate::recording::read_place;
use crate::recording::requests::{Opening, code_of, every_request, just_recorded, kind_of, open};
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "open",
    about: words("open a request; - reads lines from a chat", "受理求助；写 - 则读取群里的接龙或逐行文字"),
    long: words(
        "Example: linli request open 3-2-502 布洛芬1盒 --kind medicine --urgency today\n\
         Example: linli request open - < chat.txt      with lines such as: 3-2-502 布洛芬1盒 急\n\
         A line says the home (first or last), the need, and perhaps the kind and the urgency.\n\
         Kind: its word or code (药品 medicine), else the category of an item in items.csv that it names,\n\
         else a known word such as 布洛芬 or 漏水, else --kind.\n\
         Urgency: 特急 紧急 救命 critical; 急 急需 今天 today; else --urgency, else normal.\n\
         Numbers of a list, bullets and #接龙 are passed over. If one line is doubtful, none is recorded.\n\
         What a list posted again repeats within three days is passed over (--again opens it anew).",
        "示例：linli request open 3-2-502 布洛芬1盒 --kind medicine --urgency today\n\
         示例：linli request open - < 群消息.txt      每行例如：3-2-502 布洛芬1盒 急\n\
         每行写户号（在行首或行末）、需求，也可写类别和紧急程度。类别：行中的类别词或代码（药品 medicine），\n\
         其次看所写物品在 items.csv 中的类别，再看常用词（布洛芬 奶粉 漏水），最后用 --kind。\n\
         紧急程度：特急、紧急、救命为 critical；急、急需、今天为 today；否则用 --urgency，默认 normal。\n\
         接龙序号、项目符号、#接龙 表头自动略过。只要有一行存疑，就全部不登记。\n\
         三天内重复发出的同样内容自动略过（--again 则再次受理）。",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word(
            "place",
            "PLACE",
            words("the home; - reads lines from standard input", "户号；写 - 则从标准输入逐行读取"),
            lang,
        ),
        rest("need", "NEED", words("what is needed", "需要什么"), lang),
    ];
    for name in ["kind", "urgency"] {
        args.extend(Request::LEDGER.field(name).map(|field| field_option(field, lang)));
    }
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    if value(matches, "place") == Some("-") {
        return pasted::run(matches, desk);
    }
    let homes = |files: &crate::commands::desk::Files| {
        let places = files.registers.names.places();
        places.homes(crate::model::PlaceId::WHOLE).map(|h| places.code(h).to_owned()).collect()
    };
    let is_place = |files: &crate::commands::desk::Files, typed: &str| {
        read_place(typed, &files.registers.names, &mut Vec::new()).map(|_| ())
    };
    let whose = words("whose request it is", "哪一户的求助");
    let place = ask_known(desk, value(matches, "place"), "PLACE", whose, &homes, &is_place)?;
    let need = ask_words(
        desk,
        values(matches, "need"),
        "NEED",
        words("what is needed", "需要什么"),
        &|_| Vec::new(),
        &|_, _| Ok(()),
    )?;
    let need = need.join(" ");
    let asked = ask_kind(matches, &need, desk)?;
    let again = given(matches, "again");
    record(desk, matches, &|path| path.starts_with("ledgers/requests/"), &|books, setting, desk| {
        let registers = books.registers;
        let all = every_request(books, setting.at);
        let mut noted = Vec::new();
        let home = read_place(&place, &registers.names, &mut noted)?;
        let (kind, urgency) = flags(matches, registers, setting.today)?;
        let kind = match kind.or(asked) {
            Some(kind) => kind,
            None => match kind_of(&need, registers)? {
                Some((kind, _)) => kind,
                None => return Err(kind_missing()),
            },
        };
        let opening = Opening { place: home, need: need.clone(), kind, urgency: urgency.unwrap_or_default() };
        let mut slip = Vec::new();
        if !again && let Some(twin) = just_recorded(books, &all, &opening, setting) {
            let code = code_of(&all, twin);
            let message = said!(
                "{code}, recorded minutes ago, says exactly the same",
                "几分钟前登记的 {code} 与此完全相同"
            );
            if desk.ui.asker.is_none() {
                return Err(Error::refused(message).hint(said!(
                    "if it really is another one: --again",
                    "如果确实是另一件事，请加 --again"
                )));
            }
            slip.push(message);
        }
        let mut entry = open(books, &all, &[opening], setting)?;
        entry.doubts.splice(0..0, noted);
        entry.doubts.extend(slip);
        Ok(entry)
    })
}

/// The kind, asked for at a terminal if neither `--kind` nor the need says it.
fn ask_kind(matches: &ArgMatches, need: &str, desk: &mut Desk) -> Result<Option<Help>> {
    if value(matches, "kind").is_some() || desk.ui.asker.is_none() {
        return Ok(None);
    }
    let files = desk.ledgers(&[])?;
    if matches!(kind_of(need, &files.registers), Ok(Some(_))) {
        return Ok(None);
    }
    let lang = desk.ui.lang;
    let names: Vec<String> =
        Help::ALL.iter().map(|k| format!("{} {}", k.code(), k.words().say(lang))).collect();
    let Some(typed) = desk.ui.ask(words("what kind of help", "求助类别"), &names)? else {
        return Err(kind_missing());
    };
    let word = typed.split_whitespace().next().unwrap_or_default();
    let kind = Help::ALL.iter().find(|k| [k.code(), k.words().zh].contains(&word));
    kind.copied().map(Some).ok_or_else(kind_missing)
}

fn kind_missing() -> Error {
    let codes: Vec<&str> = Help::ALL.iter().map(|kind| kind.code()).collect();
    let zh: Vec<String> = Help::ALL.iter().map(|k| format!("{} {}", k.code(), k.words().zh)).collect();
    missing("--kind", words("what kind of help", "求助类别")).hint(said!(
        "one of {l}",
        "可选：{l}",
        l = (codes.join(", "), zh.join("、"))
    ))
}

/// `--kind` and `--urgency`, by code or by word.
pub(super) fn flags(
    matches: &ArgMatches,
    registers: &crate::registers::Registers,
    today: crate::model::Day,
) -> Result<(Option<Help>, Option<Urgency>)> {
    let cells = typed_fields(&Request::LEDGER, &["kind", "urgency"], matches, registers, today)?;
    let of = |name| cells.iter().find(|(n, _)| *n == name).map(|(_, cell)| cell.as_str());
    Ok((of("kind").and_then(Help::from_code), of("urgency").and_then(Urgency::from_code)))
}
