//! The files with which a community begins: its registers, written out with comments for whoever edits them, and what
//! git must know. Pure: a way of working and a name in, texts out.

use super::playbook::{Group, Playbook, quoted};
use crate::model::BuildingPlan;
use crate::registers::{self, Named};
use crate::store::text::write_line;
use crate::words::{Lang, words};
use std::fmt::Write as _;

/// What git must know of a community's folder: line ends are kept, ledgers are merged by our driver, issued notices byte for byte, `private/` is never
/// committed. Each is a path and its text.
pub const GIT_FILES: [(&str, &str); 2] = [
    (
        ".gitattributes",
        "ledgers/** text eol=lf\nledgers/**/*.csv merge=linli diff=linli\nledgers/**/*.toml merge=linli\nreports/** -text\n",
    ),
    (".gitignore", "/private/\n.linli-*.tmp\n~$*\n.~lock.*#\n.DS_Store\nThumbs.db\n"),
];

/// Where names and phones are kept, outside git.
pub const CONTACTS: (&str, &str) = ("private/contacts.csv", "place,name,phone,note\n");

/// The header line of `items.csv`.
pub fn items_header() -> String {
    write_line(registers::items::FIELDS.iter().map(|f| f.name))
}

/// Every file of a new community that git keeps, but those of [`GIT_FILES`]: paths and texts, in the language of the
/// community.
pub fn founding_files(
    name: &str,
    plans: &[BuildingPlan],
    book: &Playbook,
    lang: Lang,
) -> Vec<(String, String)> {
    let header = write_line(registers::volunteers::FIELDS.iter().map(|f| f.name));
    let mut files = book.templates.clone();
    files.extend(book.mappings.iter().cloned());
    files.push((registers::ITEMS.to_owned(), book.items.clone()));
    files.push((registers::VOLUNTEERS.to_owned(), header));
    files.push((registers::ROUNDS.to_owned(), rounds(book, lang)));
    // Last: a folder without it is no community yet.
    files.push((registers::COMMUNITY.to_owned(), community(name, plans, book, lang)));
    files
}

fn community(name: &str, plans: &[BuildingPlan], book: &Playbook, lang: Lang) -> String {
    let mut text = String::new();
    let mut put = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    let say = |en: &'static str, zh: &'static str| words(en, zh).say(lang);
    put(&format!(
        "# {name}{}",
        say(
            ": who we are. Edit it at will, then run: linli check",
            "：本社区的基本情况。可以随时修改，改完请运行 linli check"
        )
    ));
    put("#");
    put(say(
        "# This repository is confidential to the team. It may hold the names of volunteers, captains and donors who\n\
         # consent, home codes and need codes. It never holds residents' names, phone or identity numbers: those belong in\n\
         # private/, which git does not keep.",
        "# 本仓库仅限工作组内部使用。可以写入：志愿者、楼长和同意署名的捐赠方姓名，户号，需求代码。\n\
         # 绝不写入：住户姓名、电话、身份证号。这些只放在 private/，git 不保存该目录。",
    ));
    put("");
    put("[community]");
    put(&format!("name = {}", quoted(name)));
    put(say(
        "public_phones = []              # numbers that may be published, such as \"010-12345678\"",
        "public_phones = []              # 可以对外公布的电话，例如 \"010-12345678\"",
    ));
    put(&format!(
        "language = \"{}\"                 {}",
        lang.code(),
        say("# zh or en: of reports, notices and messages", "# zh 或 en：报表、通知和提示的语言")
    ));
    put(&format!("timezone = {}", quoted(book.timezone.as_deref().unwrap_or("Asia/Shanghai"))));
    put(&format!("currency = {}", quoted(book.currency.as_deref().unwrap_or("CNY"))));
    put("");
    if plans.is_empty() {
        put(say(
            "# Buildings: homes are floor*100 + door, in every unit. A building without `units` has none.\n\
             # captain: for a building whose captain is not in volunteers.csv.",
            "# 楼栋：每个单元的户号为 楼层*100+门号。不分单元的楼不写 units。",
        ));
        put("# [[building]]\n# code = \"1\"\n# units = [\"1\", \"2\"]\n# floors = 17\n# doors = 2");
        put(say(
            "# except = [\"1-1-1702\"]           # homes that do not exist\n# extra = [\"1-1-shop1\"]             # homes that the pattern does not make",
            "# except = [\"1-1-1702\"]           # 不存在的户\n# extra = [\"1-1-商101\"]            # 规律之外的户",
        ));
        put("");
    }
    for plan in plans {
        put(&building(plan));
    }
    put(say(
        "# Places goods can go to that are not homes and are never due.",
        "# 住户之外的去处，不计入应发。",
    ));
    match book.destinations.as_slice() {
        [] => put(say(
            "# [[destination]]\n# code = \"hospital\"\n# name = \"Hospital\"\n",
            "# [[destination]]\n# code = \"医院\"\n# name = \"人民医院\"\n",
        )),
        some => some.iter().for_each(|place| put(&named("destination", place))),
    }
    put(say(
        "# The working group. Who serves in which: volunteers.csv.",
        "# 工作小组；成员写在 volunteers.csv。",
    ));
    book.groups.iter().for_each(|group| put(&group_entry(group, lang)));
    put(say("# Stores. The first is meant where none is named.", "# 仓库；没有写明时指第一个。"));
    let usual = [Named { code: "main".to_owned(), name: say("Main store", "物资仓库").to_owned() }];
    let stores = if book.stores.is_empty() { &usual[..] } else { &book.stores[..] };
    stores.iter().for_each(|store| put(&named("store", store)));
    put("[privacy]");
    put(&format!(
        "mask = {}                {}",
        quoted(&book.mask),
        say(
            "# names in public: \"surname\" 王** or \"ends\" 王*柳",
            "# 对外姓名：\"surname\" 为 王**，\"ends\" 为 王*柳"
        )
    ));
    put(&format!(
        "small_counts = {}                {}",
        book.small_counts,
        say("# public tables show <n below this", "# 对外表格中小于此数的只显示 <n")
    ));
    put("");
    put(say(
        "# A request is overdue after this time, from opening to delivery.",
        "# 求助从提出到送达的时限，超过即为超时。",
    ));
    put("[requests]");
    for (urgency, limit) in ["critical", "today", "normal"].iter().zip(&book.limits) {
        put(&format!("{urgency} = {}", quoted(limit)));
    }
    for plan in &book.schedules {
        put("");
        put("[[schedule]]");
        put(&format!("name = {}", quoted(&plan.name)));
        for (key, value) in [("report", &plan.report), ("notice", &plan.notice)] {
            if let Some(value) = value {
                put(&format!("{key} = {}", quoted(value)));
            }
        }
        put(&format!("public = {}", plan.public));
        put(&format!("at = {}", quoted(&plan.at)));
        put(&format!("write = {}", quoted(&plan.write)));
    }
    text
}

fn building(plan: &BuildingPlan) -> String {
    let list = |codes: &[String]| codes.iter().map(|c| quoted(c)).collect::<Vec<_>>().join(", ");
    let mut text = format!("[[building]]\ncode = {}\n", quoted(&plan.code));
    if !plan.units.is_empty() {
        let _ = writeln!(text, "units = [{}]", list(&plan.units));
    }
    let _ = writeln!(text, "floors = {}\ndoors = {}", plan.floors, plan.doors);
    if !plan.except.is_empty() {
        let _ = writeln!(text, "except = [{}]", list(&plan.except));
    }
    text
}

fn named(table: &str, named: &Named) -> String {
    format!("[[{table}]]\ncode = {}\nname = {}\n", quoted(&named.code), quoted(&named.name))
}

/// A group, with how many served in each role where it comes from.
fn group_entry(group: &Group, lang: Lang) -> String {
    let mut text = format!("[[group]]\ncode = {}\nname = {}\n", quoted(&group.code), quoted(&group.name));
    if !group.does.is_empty() {
        let _ = writeln!(text, "does = {}", quoted(&group.does));
    }
    if !group.roles.is_empty() {
        let of = |(role, n): (&String, &u32)| format!("{n} {role}");
        let roles: Vec<String> = group.roles.iter().map(of).collect();
        let begins = lang.pick("# in the community this comes from: ", "# 原社区的人手：");
        let _ = writeln!(text, "{begins}{}", roles.join(", "));
    }
    text
}

/// An example that is no round yet.
fn rounds(book: &Playbook, lang: Lang) -> String {
    // A remark is one line, whatever a stranger wrote: what stood on the next would be read.
    let one_line =
        |text: &str| text.split(|c: char| c.is_whitespace() || c.is_control()).collect::<Vec<_>>().join(" ");
    let needs: Vec<String> = book.needs.iter().map(|n| quoted(&one_line(n))).collect();
    let item =
        one_line(if book.round_item.is_empty() { lang.pick("rice", "大米") } else { &book.round_item });
    let needs = if needs.is_empty() { "\"infant\", \"elderly\"".to_owned() } else { needs.join(", ") };
    match lang {
        Lang::En => format!(
            "# Rounds: who is due what. linli round open writes them; they may be written by hand, like this:\n\
             #\n\
             # [[round]]\n\
             # code = \"first\"\n\
             # kind = \"distribution\"          # distribution | testing | rollcall\n\
             # title = \"First distribution\"\n\
             # date = 2022-08-16\n\
             # places = [\"*\"]\n\
             # needs = []                     # only homes with one of: {needs}\n\
             # [[round.allot]]\n\
             # item = {item}\n\
             # quantity = 1\n\
             # per = \"household\"              # household | resident | unit\n",
            item = quoted(&item)
        ),
        Lang::Zh => format!(
            "# 批次：应发给谁、发多少。linli round open 会写在这里，也可以照下面的样子手写：\n\
             #\n\
             # [[round]]\n\
             # code = \"first\"\n\
             # kind = \"distribution\"          # distribution 发放 | testing 检测 | rollcall 点名\n\
             # title = \"第一次发放\"\n\
             # date = 2022-08-16\n\
             # places = [\"*\"]\n\
             # needs = []                     # 只发给有这些需求的户：{needs}\n\
             # [[round.allot]]\n\
             # item = {item}\n\
             # quantity = 1\n\
             # per = \"household\"              # household 每户 | resident 每人 | unit 每单元\n",
            item = quoted(&item)
        ),
    }
}

/// A text with the lines of another that it lacks: for `.gitignore` and `.gitattributes` that are there already.
pub fn with_lines(before: &str, wanted: &str) -> String {
    let mut text = before.to_owned();
    for line in wanted.lines().filter(|line| !before.lines().any(|have| have.trim() == *line)) {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::read_registers;
    use crate::recording::{PRESETS, building_plans};
    use crate::registers::Registers;
    use crate::store::text::Source;
    use proptest::prelude::*;

    fn read(files: &[(String, String)]) -> Registers {
        let sources: Vec<Source> =
            files.iter().map(|(path, text)| Source::new(path.clone(), text.clone().into_bytes())).collect();
        let (registers, findings) = read_registers(&sources);
        assert!(findings.is_empty(), "{findings:?}");
        registers.unwrap()
    }

    #[test]
    fn every_preset_makes_registers_without_a_finding_in_both_languages() {
        for preset in &PRESETS {
            for lang in [Lang::Zh, Lang::En] {
                for buildings in ["", "1..12: units 1..2, floors 2..17, doors 2; A: floors 6, doors 4"] {
                    let plans =
                        if buildings.is_empty() { Vec::new() } else { building_plans(buildings).unwrap() };
                    let registers =
                        read(&founding_files("东区\"花苑\"", &plans, &preset.playbook(lang), lang));
                    let community = &registers.community;
                    assert_eq!((community.name.as_str(), community.language), ("东区\"花苑\"", Some(lang)));
                    assert_eq!(community.buildings.len(), plans.len());
                    assert!(registers.items.len() > 12 && community.groups.len() >= 7, "{}", preset.name);
                    let item = preset.playbook(lang).round_item;
                    assert!(registers.items.iter().any(|i| i.name == item));
                }
            }
        }
    }

    #[test]
    fn the_example_of_a_round_is_a_round_once_its_marks_are_taken_away() {
        for preset in &PRESETS {
            for lang in [Lang::Zh, Lang::En] {
                let mut files = founding_files("x", &[], &preset.playbook(lang), lang);
                let rounds = files.iter_mut().find(|(path, _)| path == registers::ROUNDS).unwrap();
                let example = rounds.1.lines().skip(2).map(|l| l.strip_prefix("# ").unwrap());
                rounds.1 = example.collect::<Vec<_>>().join("\n");
                assert_eq!(read(&files).rounds.len(), 1);
            }
        }
    }

    #[test]
    fn what_a_stranger_wrote_for_a_remark_stays_in_it() {
        let break_out = "x\n[[round]]\ncode = \"evil\"\n\r\u{2028}#";
        let mut book = PRESETS[0].playbook(Lang::Zh);
        book.round_item = break_out.to_owned();
        book.needs = vec![break_out.to_owned()];
        let files = founding_files("x", &[], &book, Lang::En);
        let rounds = &files.iter().find(|(path, _)| path == registers::ROUNDS).unwrap().1;
        assert!(rounds.lines().all(|line| line.starts_with('#')), "{rounds}");
        assert!(read(&files).rounds.is_empty());
    }

    #[test]
    fn lines_that_are_there_are_not_written_again() {
        assert_eq!(with_lines("", "a\nb\n"), "a\nb\n");
        assert_eq!(with_lines("b\nc", "a\nb\n"), "b\nc\na\n");
    }

    proptest! {
        #[test]
        fn any_name_is_written_so_that_it_reads_back(name in "[^\\p{Cc}]{1,20}") {
            let files = founding_files(&name, &[], &PRESETS[0].playbook(Lang::Zh), Lang::Zh);
            prop_assert_eq!(&read(&files).community.name, &name);
        }
    }
}
