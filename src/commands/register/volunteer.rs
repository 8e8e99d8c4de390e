//! `linli volunteer list|show|add|edit|leave`

use super::{answer, cell, change, column_flags, columns, flags, list_args, table};
use crate::commands::Desk;
use crate::commands::ask::ask_line;
use crate::commands::recording_args::writing_args;
use crate::commands::verb::{Exit, Heading, Verb, no_args, only_subs, option, value, word};
use crate::error::Result;
use crate::model::{Cell, Page};
use crate::recording::read_cell;
use crate::recording::registering::{add_service, edit_service, leave, service_rows};
use crate::registers::volunteers::FIELDS;
use crate::registers::{NameKind, Service};
use crate::reports::volunteer_tables;
use crate::said;
use crate::words::{Lang, Words, count_of, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "volunteer",
    about: words("the roster: list, show, add, edit, leave", "志愿者花名册：查看、登记、修改、离任"),
    long: words("", ""),
    heading: Heading::Registers,
    args: no_args,
    subs: &[LIST, SHOW, ADD, EDIT, LEAVE],
    run: only_subs,
};

const LIST: Verb = Verb {
    name: "list",
    about: words("list the roster", "列出花名册"),
    long: words(
        "Example: linli volunteer list --skill 护士 --group sampling",
        "示例：linli volunteer list --skill 护士 --group sampling",
    ),
    heading: Heading::Registers,
    args: roster_args,
    subs: &[],
    run: list,
};

const SHOW: Verb = Verb {
    name: "show",
    about: words(
        "one volunteer: all roles, the shifts of the last 7 days, open errands",
        "查看一名志愿者：全部职务、最近 7 天的值班、手上的求助",
    ),
    long: words("Example: linli volunteer show 朱婷", "示例：linli volunteer show 朱婷"),
    heading: Heading::Registers,
    args: show_args,
    subs: &[],
    run: show,
};

const ADD: Verb = Verb {
    name: "add",
    about: words("put a volunteer on the roster, in a group and a role", "把志愿者登记到小组和职务"),
    long: words(
        "Example: linli volunteer add 李梅 --group captains --role captain --place 3-2",
        "示例：linli volunteer add 李梅 --group captains --role captain --place 3-2",
    ),
    heading: Heading::Registers,
    args: add_args,
    subs: &[],
    run: add,
};

const EDIT: Verb = Verb {
    name: "edit",
    about: words(
        "change a row of the roster; --group and --role say which, an empty value clears",
        "修改花名册中的一行；多行时用 --group、--role 指明，空值表示清除",
    ),
    long: words(
        "Example: linli volunteer edit 李梅 --end 8.20",
        "示例：linli volunteer edit 李梅 --end 8.20",
    ),
    heading: Heading::Registers,
    args: edit_args,
    subs: &[],
    run: edit,
};

const LEAVE: Verb = Verb {
    name: "leave",
    about: words(
        "a volunteer leaves: ends all services, and says what is left without anybody",
        "志愿者离任：结束其全部任职，并提示哪些事没有人接",
    ),
    long: words(
        "Example: linli volunteer leave 李梅 --date 8.20; one group only: --group captains",
        "示例：linli volunteer leave 李梅 --date 8.20；只退出一个小组：--group captains",
    ),
    heading: Heading::Registers,
    args: leave_args,
    subs: &[],
    run: leave_run,
};

const NAME: Words = words("the volunteer's name", "志愿者姓名");

fn group_field() -> &'static crate::ledgers::Field {
    FIELDS.iter().find(|f| f.name == "group").unwrap_or(&FIELDS[1])
}

fn roster_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        option("group", "GROUP", words("only this group", "只列该小组"), lang),
        option("skill", "SKILL", words("only who can do this", "只列有此特长的人"), lang),
    ];
    args.extend(list_args(lang));
    args
}

fn leave_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word("volunteer", "NAME", NAME, lang),
        option(
            "date",
            "DAY",
            words("the last day of service; today if not given", "最后一天；默认今天"),
            lang,
        ),
        option("group", "GROUP", words("leaves this group only", "只退出该小组"), lang),
    ];
    args.extend(writing_args(lang));
    args
}

fn show_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("volunteer", "NAME", NAME, lang)];
    args.extend(list_args(lang));
    args
}

fn add_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("volunteer", "NAME", NAME, lang)];
    args.extend(column_flags(FIELDS, &["volunteer"], lang));
    args.extend(writing_args(lang));
    args
}

fn edit_args(lang: Lang) -> Vec<Arg> {
    let mut args = add_args(lang);
    let help =
        words("leaves: the last day of service, today if no day is given", "离任：最后一天，不写日期即今天");
    let end = option("end", "DAY", help, lang)
        .num_args(0..=1)
        .default_missing_value("today")
        .allow_hyphen_values(false);
    args.push(end);
    args
}

fn row(service: &Service) -> Vec<Cell> {
    let day = |d: Option<crate::model::Day>| d.map_or_else(String::new, |d| d.to_string());
    let texts = [
        service.volunteer.clone(),
        service.group.clone(),
        service.role.code().to_owned(),
        service.place_text.clone(),
        service.skills.clone(),
        day(service.since),
        day(service.until),
        service.note.clone(),
    ];
    FIELDS.iter().zip(&texts).map(|(field, text)| cell(field, text)).collect()
}

fn list(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let files = desk.ledgers(&[])?;
    let today = desk.today(&files.registers);
    let group = value(matches, "group")
        .map(|typed| read_cell(group_field(), typed, &files.registers, today, &mut Vec::new()))
        .transpose()?;
    let skill = value(matches, "skill").map(str::trim).filter(|s| !s.is_empty());
    let able = |s: &&Service| skill.is_none_or(|wanted| s.can(wanted));
    let services: Vec<&Service> = files
        .registers
        .services
        .iter()
        .filter(|s| group.as_ref().is_none_or(|g| s.group == *g))
        .filter(able)
        .collect();
    let mut names: Vec<&str> = services.iter().map(|s| s.volunteer.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut below = vec![count_of(names.len(), "volunteer", "volunteers", "名志愿者")];
    if let (Some(skill), true) = (skill, services.is_empty()) {
        let mut known: Vec<&str> = files.registers.services.iter().flat_map(Service::each_skill).collect();
        known.sort_unstable();
        known.dedup();
        let (en, zh) = (known.join(", "), known.join("、"));
        below.push(said!(
            "nobody is noted for {skill}; skills: {en}",
            "没有登记“{skill}”的人；现有特长：{zh}"
        ));
    }
    let rows = services.into_iter().map(row).collect();
    let mut table = table("volunteers", words("Roster", "花名册"), columns(FIELDS), rows);
    table.below = below;
    answer(table, matches, desk)
}

fn name(matches: &ArgMatches, desk: &mut Desk, known: bool) -> Result<String> {
    ask_line(desk, value(matches, "volunteer"), "NAME", NAME, &[], &|files| {
        if known { files.registers.names.list(NameKind::Volunteer).to_vec() } else { Vec::new() }
    })
}

fn show(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let name = name(matches, desk, true)?;
    let files = desk.ledgers(&["shifts", "requests"])?;
    let services = service_rows(&files.registers, &name)?;
    let books = files.books(|l| matches!(l.name, "shifts" | "requests"));
    let volunteer = services.first().map_or(name, |s| s.volunteer.clone());
    let rows = services.into_iter().map(row).collect();
    let (today, now) = (desk.today(&files.registers), desk.stamp(&files.registers));
    let mut tables = vec![table("volunteers", words("Volunteer", "志愿者"), columns(FIELDS), rows)];
    tables.extend(volunteer_tables(&books, &volunteer, today, now));
    let banner = crate::commands::desk::damage(&books).into_iter().collect();
    answer(Page { banner, tables, ..Page::default() }, matches, desk)
}

fn leave_run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let name = name(matches, desk, true)?;
    change(desk, matches, &|books, setting| leave(books, &name, &flags(matches), setting))
}

fn add(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let name = name(matches, desk, false)?;
    change(desk, matches, &|books, setting| add_service(books, &name, &flags(matches), setting))
}

fn edit(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let name = name(matches, desk, true)?;
    change(desk, matches, &|books, setting| edit_service(books, &name, &flags(matches), setting))
}
