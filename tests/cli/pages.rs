//! Pages that are made from the program, and held to it: `LINLI_REWRITE=1 cargo test --test cli` rewrites them.
#![allow(clippy::disallowed_methods, reason = "tests stand outside: they read the environment")]

use linli::checks::{CHECKS, Tier};
use linli::ledgers::{Field, Kind, LEDGERS};
use linli::registers::{items, volunteers};
use linli::words::{Words, words};
use std::path::{Path, PathBuf};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The text of a page.
pub fn page(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_default()
}

/// Holds a page to what it should be, or rewrites it when asked to.
pub fn hold(name: &str, expected: &str) {
    if page(name) == expected {
        return;
    }
    if std::env::var_os("LINLI_REWRITE").is_some() {
        std::fs::write(path(name), expected).expect("the page is written");
        return;
    }
    let differs = page(name).lines().zip(expected.lines()).position(|(is, should)| is != should);
    panic!(
        "{name} is not what the program says (line {}); LINLI_REWRITE=1 cargo test --test cli rewrites it",
        differs.map_or(0, |at| at + 1)
    );
}

/// A text in both languages, as a page for both has it.
pub fn both(text: Words) -> String {
    format!("{} · {}", text.en, text.zh)
}

/// A text as a cell of a Markdown table.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn columns(fields: &[Field]) -> String {
    let mut text =
        String::from("| column | heading · 名称 | kind · 类型 | meaning | 含义 |\n|---|---|---|---|---|\n");
    for field in fields {
        let (mut en, mut zh) = (field.meaning.en.to_owned(), field.meaning.zh.to_owned());
        if let Kind::Choice(choices) = field.kind {
            let list = |words: &dyn Fn(Words) -> &'static str, joint: &str| {
                let all: Vec<String> =
                    choices.iter().map(|c| format!("`{}` {}", c.code, words(c.words))).collect();
                all.join(joint)
            };
            en.push_str(&format!(": {}", list(&|w| w.en, ", ")));
            zh.push_str(&format!("：{}", list(&|w| w.zh, "、")));
        }
        let star = if field.required { "\\*" } else { "" };
        text.push_str(&format!(
            "| `{}`{star} | {} | {} | {} | {} |\n",
            field.name,
            cell(&both(field.heading)),
            cell(&both(field.kind.title())),
            cell(&en),
            cell(&zh),
        ));
    }
    text
}

fn dictionary() -> String {
    let mut text = String::from(
        "# Data dictionary · 数据字典\n\n\
         <!-- Made from the definitions in src/ledgers and src/registers by tests/cli/pages.rs; do not edit. -->\n\n\
         Every column of every ledger and of the registers kept as CSV. \\* marks what must be filled; `linli save` fills\n\
         `id`, `by` and `at`. `linli list LEDGER --describe` prints the same.\n\n\
         各台账和 CSV 名册的全部列。\\* 为必填；`id`、`by`、`at` 由 `linli save` 补齐。`linli list 台账 --describe` 打印同样的内容。\n",
    );
    for ledger in LEDGERS {
        text.push_str(&format!(
            "\n## `{}` {}\n\nIds begin with `{}`. 编号以 `{}` 开头。\n\n{}\n\n{}\n\n{}",
            ledger.name,
            both(ledger.title),
            char::from(ledger.letter),
            char::from(ledger.letter),
            ledger.about.en,
            ledger.about.zh,
            columns(ledger.fields)
        ));
    }
    for (name, title, fields) in [
        ("items.csv", words("Items", "物品"), items::FIELDS),
        ("volunteers.csv", words("Roster", "花名册"), volunteers::FIELDS),
    ] {
        text.push_str(&format!("\n## `{name}` {}\n\n{}", both(title), columns(fields)));
    }
    text
}

fn checks() -> String {
    let mut text = String::from(
        "# What `linli check` finds · `linli check` 能发现的问题\n\n\
         <!-- Made from the definitions in src/checks by tests/cli/pages.rs; do not edit. -->\n\n\
         `linli explain CODE` adds the smallest example. Exit code 1 if there is an error, else 0.\n\n\
         `linli explain 代码` 另附最小示例。有错误时退出码为 1，否则为 0。\n",
    );
    for tier in [Tier::Core, Tier::Books, Tier::Privacy] {
        text.push_str(&format!("\n## {}\n", both(tier.title())));
        for check in CHECKS.iter().filter(|c| c.tier == tier) {
            text.push_str(&format!(
                "\n### `{}` ({})\n\n**{}.** {}\n\n**{}。** {}\n",
                check.code,
                both(words(
                    check.severity.say(linli::words::Lang::En),
                    check.severity.say(linli::words::Lang::Zh)
                )),
                check.title.en,
                check.meaning.en,
                check.title.zh,
                check.meaning.zh
            ));
        }
    }
    text
}

#[test]
fn the_dictionary_page_is_made_from_the_definitions() {
    hold("docs/dictionary.md", &dictionary());
}

#[test]
fn the_page_of_checks_is_made_from_the_definitions() {
    let text = checks();
    for check in CHECKS {
        assert_eq!(text.matches(&format!("### `{}` ", check.code)).count(), 1, "{}", check.code);
    }
    hold("docs/checks.md", &text);
}
