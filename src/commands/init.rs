//! `linli init [DIR] --name NAME`: a new community's folder, in git, with its registers.

use super::Desk;
use super::ask::missing;
use super::next::{alias, pasted, say_steps, step, that_exist};
use super::operation::take_lock;
use super::playbook::{Taken, take_over};
use super::verb::{Exit, Heading, Verb, option, value, word};
use super::writing::person;
use crate::books::read_registers;
use crate::error::{Error, Result};
use crate::model::{BuildingPlan, Finding, Severity, mask_numbers, personal_numbers};
use crate::recording::playbook::{self, Playbook, keep_runnable};
use crate::recording::{CONTACTS, GIT_FILES, PRESETS, building_plans, founding_files, preset, with_lines};
use crate::registers::Registers;
use crate::said;
use crate::store::text::Source;
use crate::store::{COMMUNITY_FILE, Hook, Operation, Store, Write};
use crate::words::{Lang, Said, count_of, words};
use clap::{Arg, ArgMatches};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// The verb.
pub const VERB: Verb = Verb {
    name: "init",
    about: words("begin a community: its folder, registers and history", "新建社区：目录、名册和历史记录"),
    long: words(
        "Example: linli init bay --name \"Galaxy Bay\" --buildings \"1..12: units 1..2, floors 1..17, doors 2; A: floors 6, doors 4\"",
        "示例：linli init 银河湾 --name 银河湾小区 --buildings \"1..12：单元 1..2，17 层，每层 2 户；A：6 层，每层 4 户\"",
    ),
    heading: Heading::Start,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let presets: Vec<String> = PRESETS.iter().map(|p| format!("{} {}", p.name, p.about.say(lang))).collect();
    let presets = format!(
        "{}{}",
        lang.pick("where to begin (the first if not given): ", "从哪种预设开始（默认第一种）："),
        presets.join(lang.pick("; ", "；"))
    );
    vec![
        word(
            "dir",
            "DIR",
            words("the folder; the working directory if not given", "目录，默认当前目录"),
            lang,
        ),
        option("name", "NAME", words("the community's name", "社区名称"), lang),
        option(
            "buildings",
            "BUILDINGS",
            words(
                "its buildings: 1..12: units 1..2, floors 1..17, doors 2; 13: floors 6, doors 4",
                "楼栋：1..12：单元 1..2，17 层，每层 2 户；13：6 层，每层 4 户",
            ),
            lang,
        ),
        Arg::new("preset")
            .long("preset")
            .value_name(PRESETS.map(|p| p.name).join("|"))
            .help(presets)
            .conflicts_with("from"),
        option(
            "from",
            "FILE|DIR|GIT-URL",
            words(
                "take over how another community works: groups, items, templates, policies, schedules, mappings",
                "沿用另一社区的做法：小组、物品、模板、规则、定时任务、映射",
            ),
            lang,
        ),
        option(
            "by",
            "NAME",
            words(
                "who begins it; else LINLI_BY, else git's user.name",
                "建立人；默认 LINLI_BY 或 git 的 user.name",
            ),
            lang,
        ),
    ]
}

/// What is to be founded, looked at as a whole before anything is touched.
struct Plan {
    name: String,
    folder: PathBuf,
    by: String,
    lang: Lang,
    files: Vec<(String, String)>,
    registers: Registers,
    left: Vec<Said>,
    /// The community whose playbook was taken over, and what that brings.
    from: Option<(String, Said)>,
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let plan = plan(matches, desk)?;
    let new_repository = Store::open(&nearest(&plan.folder)).is_err();
    let store = Store::create(&plan.folder)?;
    found(&plan, &store, matches, desk)?;
    store.write_unless_there(CONTACTS.0, CONTACTS.1.as_bytes())?;
    told(&plan, &store, new_repository, desk);
    if let Err(error) = store.install_drivers() {
        desk.ui.error(&error);
    }
    match store.install_hook() {
        Ok(Hook::There) => {}
        Ok(Hook::Foreign(path)) => desk.ui.warn(&said!(
            "{p} is a hook of your own; add `linli check` to it, so that git looks at the ledgers before a commit",
            "{p} 已有你自己的钩子；请在其中加入 linli check，以便提交前核对台账",
            p = (path.display(), path.display())
        )),
        Err(error) => desk.ui.error(&error),
    }
    suggest(&plan, matches, desk);
    Ok(Exit::Done)
}

fn plan(matches: &ArgMatches, desk: &Desk) -> Result<Plan> {
    let folder = desk.start.join(value(matches, "dir").unwrap_or("."));
    refuse_community(&folder)?;
    let name = name(matches, desk)?;
    let plans = value(matches, "buildings").map_or(Ok(Vec::new()), building_plans)?;
    let taken = value(matches, "from")
        .map(|typed| take_over(typed, &desk.start, desk.ui.asker.is_some()))
        .transpose()?;
    let chosen = preset(value(matches, "preset").unwrap_or(PRESETS[0].name))?;
    let by = founder(matches, desk, &folder)?;
    // Items and groups of another community are in its language.
    let theirs = taken.as_ref().and_then(|t| t.playbook.language).filter(|_| !desk.lang_chosen);
    let lang = theirs.unwrap_or(desk.ui.lang);
    let (mut book, from, mut left) = match taken {
        Some(Taken { playbook, name, left }) => (playbook, Some(name), left),
        None => (chosen.playbook(lang), None, Vec::new()),
    };
    let (mut files, mut registers) = read_back(&name, &plans, &book, lang)?;
    let gone = keep_runnable(&mut book, &registers);
    if !gone.is_empty() {
        left.extend(gone);
        (files, registers) = read_back(&name, &plans, &book, lang)?;
    }
    let from = from.map(|name| (name, counted(&book)));
    let taken_by = files.iter().map(|(path, _)| path).find(|path| folder.join(path).exists());
    if let Some(path) = taken_by {
        return Err(Error::refused(said!("{path} is there already", "{path} 已经存在"))
            .hint(said!("move it away, or choose another folder", "请先移走它，或另选一个目录")));
    }
    Ok(Plan { name, folder, by, lang, files, registers, left, from })
}

/// What is taken over, in numbers; schedules by name, for they act by themselves.
fn counted(book: &Playbook) -> Said {
    let counts = [
        (book.groups.len(), ("group", "groups", "个小组")),
        (book.items.lines().count().saturating_sub(1), ("item", "items", "种物品")),
        (book.templates.len(), ("template file", "template files", "个模板文件")),
        (book.mappings.len(), ("mapping", "mappings", "个映射")),
        (book.schedules.len(), ("schedule", "schedules", "个定时任务")),
    ];
    let counts = counts.into_iter().filter(|(n, _)| *n > 0);
    let counts: Vec<Said> = counts.map(|(n, (one, many, zh))| count_of(n, one, many, zh)).collect();
    let said = |lang: Lang| {
        let one = |plan: &playbook::Plan| match plan.public {
            true => format!("{} → {}", plan.name, plan.write),
            false => format!(
                "{} → {}{}",
                plan.name,
                plan.write,
                lang.pick(" (for the team only)", "（仅限工作组）")
            ),
        };
        let schedules: Vec<String> = book.schedules.iter().map(one).collect();
        let counts: Vec<String> = counts.iter().map(|count| count.say(lang).to_owned()).collect();
        let named = match schedules.is_empty() {
            true => String::new(),
            false => {
                let list = schedules.join(lang.pick(", ", "，"));
                format!("{}{list}{}", lang.pick(" (", "（"), lang.pick(")", "）"))
            }
        };
        counts.join(lang.pick(", ", "、")) + &named
    };
    Said { en: said(Lang::En), zh: said(Lang::Zh) }
}

/// The files, read back: nothing may be wrong in them.
fn read_back(
    name: &str,
    plans: &[BuildingPlan],
    book: &Playbook,
    lang: Lang,
) -> Result<(Vec<(String, String)>, Registers)> {
    let files = founding_files(name, plans, book, lang);
    let sources: Vec<Source> =
        files.iter().map(|(path, text)| Source::new(path.clone(), text.clone().into_bytes())).collect();
    let (registers, findings) = read_registers(&sources);
    let errors: Vec<Finding> = findings.into_iter().filter(|f| f.severity == Severity::Error).collect();
    match registers {
        Some(registers) if errors.is_empty() => Ok((files, registers)),
        _ => Err(Error::Findings(errors)),
    }
}

fn name(matches: &ArgMatches, desk: &Desk) -> Result<String> {
    let meaning = words("the community's name", "社区名称");
    let typed = match value(matches, "name") {
        Some(name) => Some(name.to_owned()),
        None => desk.ui.ask(meaning, &[])?,
    };
    let name: String = typed.unwrap_or_default().trim().nfc().collect();
    if name.is_empty() {
        return Err(missing("--name NAME", meaning)
            .hint(said!("linli init --name \"Galaxy Bay\"", "linli init --name 银河湾小区")));
    }
    if name.contains(char::is_control) || !personal_numbers(&name, &[]).is_empty() {
        let name = mask_numbers(&name, &[]);
        return Err(Error::usage(said!("`{name}` is no name for a community", "“{name}”不能作为社区名称")));
    }
    Ok(name)
}

/// Who begins it, before there is a repository that could say so.
fn founder(matches: &ArgMatches, desk: &Desk, folder: &Path) -> Result<String> {
    let store = Store::open(&nearest(folder)).ok();
    let anywhere = || if desk.by.is_none() && store.is_none() { Store::user_name_anywhere() } else { None };
    let typed = value(matches, "by").map(str::to_owned).or_else(anywhere);
    desk.recorder(typed.as_deref(), store.as_ref()).or_else(|error| {
        desk.ui.ask(words("your name, for the history", "你的姓名（记入历史）"), &[])?.ok_or(error)
    })
}

/// The folder, or the nearest one above it that exists.
fn nearest(folder: &Path) -> PathBuf {
    folder.ancestors().find(|f| f.is_dir()).unwrap_or(Path::new(".")).to_owned()
}

/// A community inside another one would be taken for part of it.
fn refuse_community(folder: &Path) -> Result<()> {
    if folder.exists() && !folder.is_dir() {
        let at = folder.display();
        return Err(Error::usage(said!("{at} is a file", "{at} 是文件，不是目录")));
    }
    let Ok(root) = Store::find_root(&nearest(folder)) else { return Ok(()) };
    let at = root.display();
    let error = if folder.join(COMMUNITY_FILE).exists() {
        Error::refused(said!("there is a community already in {at}", "{at} 里已经有一个社区"))
    } else {
        Error::refused(said!("that folder lies within the community in {at}", "该目录在另一个社区 {at} 之内"))
    };
    Err(error.hint(said!(
        "edit {COMMUNITY_FILE} to change it; a new one needs a folder elsewhere: linli init DIR --name NAME",
        "要修改请编辑 {COMMUNITY_FILE}；新建请另选目录：linli init 目录 --name 名称"
    )))
}

/// Writes and commits: the first commit where there is none, else one more.
fn found(plan: &Plan, store: &Store, matches: &ArgMatches, desk: &mut Desk) -> Result<()> {
    let name = &plan.name;
    let command = mask_numbers(&desk.command_line, &[]);
    let message = format!("community: {name} begins\n\nLinli-Command: {command}\n");
    let author = person(store, &plan.by);
    let when = desk.stamp(&plan.registers).datetime();
    let texts = plan.files.iter().map(|(path, text)| (path.clone(), text.clone()));
    let Some(head) = store.head()?.map(|h| h.commit) else {
        let _lock = store.lock(std::time::Duration::from_secs(30), &desk.command_line)?;
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for (path, wanted) in GIT_FILES {
            files.push((path.to_owned(), with_lines(&working(store, path)?, wanted).into_bytes()));
        }
        files.extend(texts.map(|(path, text)| (path, text.into_bytes())));
        return store.first_commit(&files, &message, &author, when).map(drop);
    };
    let lock = take_lock(desk, matches, store)?;
    let mut writes = Vec::new();
    for (path, wanted) in GIT_FILES {
        // Lines that somebody added and has not committed stay uncommitted.
        let before = store.blob_at(head, path)?.map(|blob| store.read_blob(blob)).transpose()?;
        let before = String::from_utf8_lossy(&before.unwrap_or_default()).into_owned();
        writes.push(Write {
            path: path.to_owned(),
            expects: store.read_working(path)?,
            working: Some(with_lines(&working(store, path)?, wanted).into_bytes()),
            committed: Some(with_lines(&before, wanted).into_bytes()),
        });
    }
    writes.extend(texts.map(|(path, text)| Write {
        path,
        expects: None,
        working: Some(text.clone().into_bytes()),
        committed: Some(text.into_bytes()),
    }));
    let landed = store.apply(&lock, &Operation { writes, message, author, when, base: Some(head) })?;
    landed.said.iter().for_each(|said| desk.ui.warn(said));
    Ok(())
}

fn working(store: &Store, path: &str) -> Result<String> {
    Ok(String::from_utf8_lossy(&store.read_working(path)?.unwrap_or_default()).into_owned())
}

/// What was made, and what the repository may hold.
fn told(plan: &Plan, store: &Store, new_repository: bool, desk: &mut Desk) {
    let ui = &mut desk.ui;
    for left in &plan.left {
        ui.warn(left);
    }
    let (name, root) = (&plan.name, store.root().display());
    let places = plan.registers.names.places();
    let homes = places.homes(crate::model::PlaceId::WHOLE).count();
    let buildings = count_of(plan.registers.community.buildings.len(), "building", "buildings", "幢");
    let homes = count_of(homes, "home", "homes", "户");
    ui.did(&said!(
        "{name} begins in {root}: {b}, {h}",
        "{name} 已建立在 {root}：{b}，{h}",
        b = (buildings.en, buildings.zh),
        h = (homes.en, homes.zh)
    ));
    if let Some((from, what)) = &plan.from {
        ui.did(&said!(
            "taken over from {from}: {w}, and its policies; none of its ledgers, people or places",
            "沿用 {from} 的 {w}，以及各项规则；未取其台账、人员和地点",
            w = (&what.en, &what.zh)
        ));
    }
    if !new_repository {
        let top = store.repository().workdir().unwrap_or(store.root()).display();
        ui.did(&said!(
            "committed to the git repository that was there: {top}",
            "已提交到原有的 git 仓库：{top}"
        ));
    }
    ui.did(&said!(
        "\nThis repository is confidential to the team.\n\
         \x20 It may hold:  names of volunteers, captains and donors who consent; home codes; need codes.\n\
         \x20 It never holds:  residents' names, phone numbers, identity numbers. A number that comes into git's history \
         stays there; names and phones belong in {contacts}, which git does not keep.",
        "\n本仓库仅限工作组内部使用。\n\
         \x20 可以写入：志愿者、楼长和同意署名的捐赠方姓名；户号；需求代码。\n\
         \x20 绝不写入：住户姓名、电话号码、身份证号。号码一旦进入 git 历史就无法收回；姓名和电话请写在 {contacts}，git 不保存它。",
        contacts = (CONTACTS.0, CONTACTS.0)
    ));
}

fn suggest(plan: &Plan, matches: &ArgMatches, desk: &mut Desk) {
    let registers = &plan.registers;
    let mut steps = Vec::new();
    if let Some(dir) = value(matches, "dir").filter(|d| *d != ".") {
        steps.push(step(&format!("cd {}", pasted(dir)), words("", "")));
    }
    steps.extend(alias(desk));
    let places = registers.names.places();
    let unit = registers.community.buildings.first().map(|b| {
        let unit = b.plan.units.first();
        unit.map_or_else(|| b.plan.code.clone(), |unit| format!("{}-{unit}", b.plan.code))
    });
    let mut more = Vec::new();
    if places.homes(crate::model::PlaceId::WHOLE).next().is_none() {
        desk.ui.did(&said!(
            "\nno building yet: write them in {COMMUNITY_FILE}, where an example stands",
            "\n还没有楼栋：请写入 {COMMUNITY_FILE}，文件里有示例"
        ));
    }
    let group = registers.community.groups.first().map(|g| g.code.as_str()).unwrap_or("logistics");
    let who = pasted(&plan.by);
    more.push(step(
        &format!("linli volunteer add {who} --group {group} --role leader"),
        words("who serves where", "谁在哪个组"),
    ));
    if let Some(unit) = unit {
        let census = format!("linli census {}=56 --households 20", pasted(&unit));
        more.push(step(&census, words("who lives there", "登记住户人数")));
    }
    if let Some(item) = registers.items.iter().find(|i| pasted(&i.name) == i.name) {
        let pack = item.packs_text.split(['=', '|']).next().filter(|p| !p.is_empty()).unwrap_or(&item.unit);
        let from = plan.lang.pick("town-hall", "街道办事处");
        let receive = format!("linli receive {from} {}=10{pack}", item.name);
        more.push(step(&receive, words("goods that come in", "登记收到的物资")));
    }
    more.push(step("linli status", words("today at a glance", "今日概览")));
    more.push(step("linli check", words("what does not add up", "哪些地方对不上")));
    let copy = words(
        "a second copy, on a stick or a shared folder, that refuses rewinding",
        "在 U 盘或共享目录留第二份，拒绝改写历史",
    );
    more.push(step("linli sync /media/usb/ledgers --hub", copy));
    steps.extend(that_exist(more));
    say_steps(&mut desk.ui, words("Type next:", "接下来可以输入："), &steps);
}
