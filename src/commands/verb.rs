//! What a verb of the command line is: its words in both languages, its arguments, and what it does.

use super::desk::Desk;
use crate::error::Result;
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgAction, ArgMatches, Command};

/// How a command that worked ends: 0 done, 1 when it found something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and something was found.
    Found,
}

/// The exit codes, and what each means.
pub const EXITS: [(u8, Words); 4] = [
    (0, words("done", "完成")),
    (1, words("`check` and its like found something", "`check` 等发现了问题")),
    (2, words("could not be done; nothing was changed", "无法完成，什么都没改")),
    (75, words("another writer is still busy: try again", "别人正在写入，请稍后再试")),
];

/// A verb, described. Its help exists in both languages or it does not compile.
pub struct Verb {
    /// The word that is typed.
    pub name: &'static str,
    /// What it does, in a line.
    pub about: Words,
    /// Longer help with an example; may be empty.
    pub long: Words,
    /// The heading under which `linli --help` lists it.
    pub heading: Heading,
    /// Its arguments.
    pub args: fn(Lang) -> Vec<Arg>,
    /// The verbs below it (`item add`); with them `run` is not called.
    pub subs: &'static [Verb],
    /// Does it.
    pub run: fn(&ArgMatches, &mut Desk) -> Result<Exit>,
}

/// The chapters of the commands page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a chapter's name")]
pub enum Heading {
    Start,
    Record,
    Registers,
    See,
    Trust,
    InOut,
    Automate,
    City,
    /// Not listed: what git runs by itself.
    ForGit,
}

impl Heading {
    /// In the order of help.
    pub const ALL: [Heading; 8] = [
        Heading::Start,
        Heading::Record,
        Heading::Registers,
        Heading::See,
        Heading::Trust,
        Heading::InOut,
        Heading::Automate,
        Heading::City,
    ];

    /// The heading.
    pub fn words(self) -> Words {
        match self {
            Heading::Start => words("Start", "开始"),
            Heading::Record => words("Record", "登记"),
            Heading::Registers => words("Registers", "名册"),
            Heading::See => words("See", "查看"),
            Heading::Trust => words("Trust", "核对"),
            Heading::InOut => words("In and out", "导入导出"),
            Heading::Automate => words("Automate", "自动化"),
            Heading::City => words("Many communities", "多个小区"),
            Heading::ForGit => words("For git", "供 git 调用"),
        }
    }
}

/// A verb with verbs below it does nothing by itself.
pub fn only_subs(_: &ArgMatches, _: &mut Desk) -> Result<Exit> {
    Ok(Exit::Done)
}

/// No arguments of its own.
pub fn no_args(_: Lang) -> Vec<Arg> {
    Vec::new()
}

/// An option with a value: `--store STORE`.
pub fn option(name: &'static str, value: &'static str, help: Words, lang: Lang) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help.say(lang)).allow_hyphen_values(true)
}

/// An option that may be given several times.
pub fn options(name: &'static str, value: &'static str, help: Words, lang: Lang) -> Arg {
    option(name, value, help, lang).action(ArgAction::Append)
}

/// A switch: `--dry-run`.
pub fn switch(name: &'static str, help: Words, lang: Lang) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help.say(lang))
}

/// A word by its place. Whether it is required the command decides: at a terminal it is asked for.
pub fn word(name: &'static str, value: &'static str, help: Words, lang: Lang) -> Arg {
    Arg::new(name).value_name(value).help(help.say(lang))
}

/// What stands for a value in help: in Chinese a Chinese word. A list of codes (`zh|en`) is typed as it stands.
fn in_chinese(name: &str) -> Option<&'static str> {
    Some(match name {
        "CODE" => "代码",
        "COMMAND" => "命令",
        "DAY" => "日期",
        "DIR" => "目录",
        "DOCUMENT" => "单据号",
        "DONATION" => "捐赠单",
        "DONOR" => "捐赠方",
        "EARMARK" => "用途",
        "END" | "START" => "时刻",
        "EXPIRES" => "有效期",
        "FIELD=VALUE" => "列名=内容",
        "FILE" => "文件",
        "FILE|DIR|GIT-URL" => "文件|目录|git地址",
        "FORMAT" => "格式",
        "GROUP" => "小组",
        "HOME" => "户号",
        "ID" => "行号",
        "ITEM" => "物品",
        "ITEM=QTY" => "物品=数量",
        "ITEM=±QTY" => "物品=±数量",
        "ITEM=QTY/household|resident|unit" => "物品=数量/户|人|单元",
        "KEY" => "分行依据",
        "KEY=VALUE" => "键=值",
        "LEDGER" => "台账",
        "LOT" => "批号",
        "N" => "数",
        "NAME" => "名字",
        "NAME|FILE" => "名字|文件",
        "ALIASES" => "别名",
        "BUILDING" | "BUILDINGS" => "楼幢",
        "CATEGORY" => "类别",
        "CODES" => "代码",
        "COST" => "费用",
        "MINIMUM" => "最低库存",
        "NOTE" => "备注",
        "PACKS" => "包装",
        "PLACE|ITEM=QTY" => "位置|物品=数量",
        "REQUEST" => "求助单",
        "NOTICE" => "通知",
        "ROOM=STATUS" => "室号=状态",
        "CHANNEL" => "方式",
        "POST" => "岗位",
        "SKILL" => "特长",
        "ROOM=OUTCOME" => "室号=结果",
        "SINCE" => "起始日",
        "SKILLS" => "特长",
        "UNIT" => "单位",
        "URL|DIR" => "地址|目录",
        "UNTIL" => "截止日",
        "VALUE" => "价值",
        "NEED" => "需求",
        "PHONE" => "电话",
        "PLACE" => "位置",
        "PLACE=RESIDENTS" => "位置=人数",
        "PLACE=TESTED" => "位置=检测人数",
        "REASON" => "原因",
        "REV" => "版本",
        "REMOTE|DIR" => "远端|目录",
        "REV|TIME" => "版本|时刻",
        "REV|DATE" => "版本|日期",
        "REV..REV" => "版本..版本",
        "OPERATION" => "操作",
        "ROUND" => "批次",
        "ROUND|NOTICE" => "批次|通知",
        "SECONDS" => "秒",
        "SOURCE" => "来源",
        "STORE" => "仓库",
        "TEMPLATE" => "模板",
        "TEXT" => "文字",
        "TIME" => "时刻",
        "TITLE" => "标题",
        "WHO" => "谁",
        "WORDS" => "文字",
        "WHAT=N" => "项目=数",
        _ => return None,
    })
}

/// An argument whose help names its value in the chosen language.
pub fn named_in(lang: Lang, arg: Arg) -> Arg {
    let names = arg.get_value_names().filter(|_| lang == Lang::Zh);
    let chinese = names.and_then(|names| match names {
        [name] => in_chinese(name.as_str()),
        _ => None,
    });
    match chinese {
        Some(name) => arg.value_name(name),
        None => arg,
    }
}

/// The words that are left.
pub fn rest(name: &'static str, value: &'static str, help: Words, lang: Lang) -> Arg {
    word(name, value, help, lang).num_args(0..).action(ArgAction::Append)
}

/// The value of an option or word.
pub fn value<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m str> {
    matches.try_get_one::<String>(name).ok().flatten().map(String::as_str)
}

/// The values of an option or the words that are left.
pub fn values<'m>(matches: &'m ArgMatches, name: &str) -> Vec<&'m str> {
    matches.try_get_many::<String>(name).ok().flatten().into_iter().flatten().map(String::as_str).collect()
}

/// True if the switch was given.
pub fn given(matches: &ArgMatches, name: &str) -> bool {
    matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or(false)
}

impl Verb {
    /// The clap command of this verb and those below it.
    pub fn build(&self, lang: Lang) -> Command {
        let headings = lang.pick(("Arguments", "Options"), ("参数", "选项"));
        let with_heading = |(at, arg): (usize, Arg)| {
            let heading = if arg.is_positional() { headings.0 } else { headings.1 };
            // Words stand in help in the order in which they are typed, not of the alphabet.
            let arg = if arg.is_positional() { arg.display_order(at) } else { arg };
            let arg = named_in(lang, arg);
            if arg.get_help_heading().is_some() { arg } else { arg.help_heading(heading) }
        };
        let mut command = Command::new(self.name)
            .about(self.about.say(lang))
            .hide(self.heading == Heading::ForGit)
            .disable_help_flag(true)
            .disable_help_subcommand(true)
            .args((self.args)(lang).into_iter().enumerate().map(with_heading))
            .subcommands(self.subs.iter().map(|sub| sub.build(lang)))
            .subcommand_required(!self.subs.is_empty())
            .subcommand_help_heading(lang.pick("Commands", "子命令"))
            .subcommand_value_name(lang.pick("COMMAND", "子命令"))
            .arg(help_flag(lang).help_heading(lang.pick("Everywhere", "通用选项")));
        if !self.long.en.is_empty() {
            command = command.after_help(self.long.say(lang));
        }
        command.help_template(template(lang, !self.subs.is_empty()))
    }
}

/// `-h`, `--help` in the chosen language.
pub fn help_flag(lang: Lang) -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help(lang.pick("print this help", "显示本帮助"))
}

/// The order of help's parts, with the word for usage in the chosen language.
pub fn template(lang: Lang, _subs: bool) -> String {
    let usage = lang.pick("Usage: ", "用法：");
    format!("{{about-with-newline}}\n{usage}{{usage}}\n\n{{all-args}}{{after-help}}")
}
