//! Notices of the sample community: every template in every language and form, for the public and not; issuing them;
//! changing a template.

use crate::pages::hold;
use crate::program::git;
use crate::sample::{LANGS, Sample, run_in, snapshot};
use linli::notices::{BUILT_IN_FILTERS, CONTEXT, FILTERS, FUNCTIONS, Library, built_in_names};
use linli::words::Lang;
use sha2::Digest;
use std::path::PathBuf;
use tempfile::TempDir;

/// What a template needs on the sample's last evening.
fn needs(template: &str) -> &'static [&'static str] {
    match template {
        "testing" => &["--round", "test-0816", "--set", "spot=南门广场"],
        "distribution" => &["--round", "veg-0816"],
        "chase-up" => &["--round", "veg-0816"],
        "thank-you" => &["--donation", "ACH9W2"],
        "request-receipt" => &["--request", "2M9WFM.1"],
        "correction" => &["--set", "notice=correction-0811", "--set", "old=30箱", "--set", "new=36箱"],
        _ => &[],
    }
}

fn asked<'a>(template: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["notice", template], needs(template), more].concat()
}

fn body(html: &str) -> &str {
    html.find("<body>").map_or(html, |from| &html[from..])
}

#[test]
fn every_notice_reads_well_in_every_language_and_form_for_the_public_and_for_captains() {
    let sample = Sample::new();
    for template in built_in_names() {
        for lang in LANGS {
            let mut text = String::new();
            for form in ["chat", "markdown", "html"] {
                let mut before = String::new();
                for scope in ["--public", "--private"] {
                    let args = asked(template, &["--format", form, scope]);
                    let ran = sample.run(&args, lang);
                    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
                    for line in ran.out.lines().filter(|_| form != "html") {
                        assert!(!line.trim_start().contains("  "), "{args:?}: aligned with blanks: {line}");
                        assert!(!line.contains(['\t', '\u{3000}']), "{args:?}: {line}");
                    }
                    assert!(ran.out.ends_with('\n') && !ran.out.contains("\n\n\n"), "{args:?}");
                    let shown = if form == "html" { body(&ran.out) } else { &ran.out };
                    match ran.out == before {
                        true => text.push_str(&format!("$ linli {}\n(the same)\n\n", args.join(" "))),
                        false => text.push_str(&format!("$ linli {}\n{shown}\n", args.join(" "))),
                    }
                    before = ran.out;
                }
            }
            snapshot(&format!("notice-{template}-{lang}"), &text);
        }
    }
}

#[test]
fn no_public_notice_names_a_home_or_who_does_not_wish_it() {
    let sample = Sample::new();
    for template in built_in_names() {
        for form in ["chat", "markdown", "html"] {
            let public = sample.answer(&asked(template, &["--format", form, "--public"]), "zh");
            for word in ["5-0-304", "304室", "803室", "何静", "小桥画室", "李梅", "欧阳淑芬", "布洛芬一盒"]
            {
                assert!(!public.contains(word), "{template} {form}: {word}");
            }
        }
    }
    let private = sample.answer(&asked("chase-up", &["--private"]), "zh");
    assert!(private.contains("5幢304室") && private.contains("欧阳淑芬："), "{private}");
    let slip = asked("testing", &["--set", "spot=3幢2单元502室门口"]);
    let ran = sample.run(&slip, "zh");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("公开内容中出现具体住户：3幢2单元502室"), "{}", ran.err);
}

#[test]
fn a_chat_text_is_short() {
    let sample = Sample::new();
    for template in built_in_names().into_iter().filter(|t| !["roster", "donation-disclosure"].contains(t)) {
        let text = sample.answer(&asked(template, &[]), "zh");
        assert!(text.chars().count() < 320 && text.lines().count() <= 16, "{template}: {text}");
    }
}

/// The sample, its folder, and what git and linli say in it.
struct Here {
    _sample: TempDir,
    folder: PathBuf,
}

impl Here {
    fn new() -> Here {
        let sample = TempDir::new().unwrap();
        assert_eq!(run_in(sample.path().to_owned(), &["-q", "demo"], "zh").code, 0);
        let folder = sample.path().join("galaxy-bay");
        Here { _sample: sample, folder }
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let ran = run_in(self.folder.clone(), args, "zh");
        (ran.code, ran.out, ran.err)
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(self.folder.join("ledgers/notices/2022-08.csv")).unwrap();
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

#[test]
fn an_issued_notice_lies_in_the_commit_byte_for_byte_with_its_digest() {
    let here = Here::new();
    let head = git(&here.folder, &["rev-parse", "HEAD"]);
    let (code, out, err) = here.run(&["notice", "testing", "--round", "test-0816", "--issue"]);
    assert_eq!(code, 0, "{err}");
    assert!(
        err.contains("linli reach testing-0816 位置… --status told；未到户：linli missing testing-0816"),
        "{err}"
    );
    assert!(out.contains(&head[..8]), "the books are those before the notice: {out}");
    let committed = git(&here.folder, &["show", "HEAD:reports/notices/testing-0816.txt"]);
    assert_eq!(committed, out);
    assert_eq!(std::fs::read_to_string(here.folder.join("reports/notices/testing-0816.txt")).unwrap(), out);
    let digest: String = sha2::Sha256::digest(out.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let row = here.rows().pop().unwrap();
    assert_eq!(
        row[2..8],
        [
            "testing-0816",
            "testing",
            "关于8月16日核酸检测的通知",
            "全体居民",
            "reports/notices/testing-0816.txt",
            &digest
        ]
    );
    let files = git(&here.folder, &["show", "--name-only", "--format=%s", "HEAD"]);
    assert!(files.starts_with("notices: 关于8月16日核酸检测的通知 (testing-0816) (N220816-"), "{files}");
    assert_eq!(files.lines().filter(|l| !l.is_empty()).count(), 3, "{files}");
    assert_eq!(git(&here.folder, &["status", "--short"]), "");
    // A second one wonders, and takes the next code.
    let (code, _, err) =
        here.run(&["notice", "testing", "--round", "test-0816", "--issue", "--format", "html"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("今天已发布过同题、同对象的 testing-0816"), "{err}");
    assert_eq!(here.rows().pop().unwrap()[6], "reports/notices/testing-0816-2.html");
    assert_eq!(here.run(&["check"]).0, 0);
    // Its count is open, and reach is recorded for it.
    let (_, out, _) = here.run(&["report", "notices", "--format", "csv"]);
    assert!(out.contains("testing-0816,关于8月16日核酸检测的通知,2022-08-16,550,0,550,0"), "{out}");
}

#[test]
fn a_private_notice_keeps_its_digest_and_no_file() {
    let here = Here::new();
    let (code, out, err) = here.run(&[
        "notice",
        "chase-up",
        "--round",
        "veg-0816",
        "--place",
        "5",
        "--private",
        "--issue",
        "--code",
        "催5幢",
    ]);
    assert_eq!(code, 0, "{err}");
    let digest: String = sha2::Sha256::digest(out.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(
        here.rows().pop().unwrap()[2..8],
        ["催5幢", "chase-up", "8月16日蔬菜包催办（5幢）", "5幢", "", &digest]
    );
    assert!(!here.folder.join("reports/notices").exists());
    assert!(out.contains("5幢304室"), "{out}");
    assert!(!git(&here.folder, &["show", "HEAD"]).contains("304"), "no home reaches the history");
}

#[test]
fn what_cannot_be_issued_leaves_everything_as_it_was() {
    let here = Here::new();
    let head = git(&here.folder, &["rev-parse", "HEAD"]);
    here.write("templates/own/notice.toml", "scope = \"public\"\n[title]\nzh = \"X\"\n");
    here.write("templates/own/zh.txt", "电话 13912345678\n");
    here.write("templates/loop/notice.toml", "scope = \"public\"\n[title]\nzh = \"X\"\n");
    here.write(
        "templates/loop/zh.txt",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    );
    for (args, said) in [
        (&["own"][..], "139****5678"),
        (&["loop"], "没完没了"),
        (&["testing", "--round", "test-0816", "--code", "closed-0802"], "代码 closed-0802 已被使用"),
        (&["testing", "--round", "test-0816", "--code", "veg-0816"], "代码 veg-0816 已被使用"),
        (&["testing", "--round", "test-0816", "--code", "../x"], "不能作通知代码"),
        (&["testing", "--round", "test-0816", "--audience", " "], "没有通知对象"),
        (&["testing"], "还需要：--round 批次"),
        (&["chase-up", "--round", "veg-0814", "--place", "1"], "没有"),
        (&["chase-up", "--round", "veg-0816", "--place", "采样点"], "没有通知对象"),
        (&["testng"], "testing"),
    ] {
        let all = [&["notice"], args, &["--issue"]].concat();
        let (code, out, err) = here.run(&all);
        assert_eq!((code, out.as_str()), (2, ""), "{all:?}: {err}");
        assert!(err.contains(said), "{all:?}: {err}");
    }
    assert_eq!(git(&here.folder, &["rev-parse", "HEAD"]), head);
    assert!(!here.folder.join("reports").exists());
    // Nothing is issued out of books that cannot be read whole; a look at them says so.
    let path = "ledgers/donations/2022-08.csv";
    let text = std::fs::read_to_string(here.folder.join(path)).unwrap();
    here.write(path, &text.replace(",饮用水,30,箱", ",饮用水,三O,箱"));
    let (code, _, err) = here.run(&["notice", "bulletin", "--issue"]);
    assert_eq!(code, 2);
    assert!(err.contains("台账有读不出的内容，不发布数字"), "{err}");
    let (code, out, err) = here.run(&["notice", "bulletin"]);
    assert!(code == 0 && err.contains("数字可能不全") && out.contains("+"), "{out}{err}");
}

#[test]
fn a_correction_quotes_what_was_issued_word_for_word() {
    let here = Here::new();
    assert_eq!(here.run(&["notice", "donation-disclosure", "--issue", "--format", "markdown"]).0, 0);
    let correct = |old: &str| {
        let set = format!("old={old}");
        here.run(&[
            "notice",
            "correction",
            "--set",
            "notice=donation-disclosure-0816",
            "--set",
            &set,
            "--set",
            "new=36箱",
        ])
    };
    let (code, out, err) = correct("12桶/箱");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("8月16日《接收爱心捐赠物资公示》中，“12桶/箱”更正为“36箱”。"), "{out}");
    let (code, _, err) = correct("13桶/箱");
    assert_eq!(code, 2);
    assert!(err.contains("已发布的 donation-disclosure-0816 原文中没有“13桶/箱”"), "{err}");
    let (code, _, err) = here.run(&[
        "notice",
        "correction",
        "--set",
        "notice=donation-disclosure-0817",
        "--set",
        "old=a",
        "--set",
        "new=b",
    ]);
    assert_eq!(code, 2);
    assert!(
        err.contains("没有发布过通知“donation-disclosure-0817”") && err.contains("donation-disclosure-0816"),
        "{err}"
    );
}

#[test]
fn a_template_is_copied_once_changed_and_then_wins() {
    let here = Here::new();
    let (code, _, err) = here.run(&["notice", "--eject", "testing"]);
    assert_eq!(code, 0, "{err}");
    assert!(
        git(&here.folder, &["show", "--stat", "--format=%s", "HEAD"]).contains("templates/testing/zh.txt")
    );
    assert_eq!(git(&here.folder, &["status", "--short"]), "");
    let (code, _, err) = here.run(&["notice", "--eject", "testing"]);
    assert!(code == 2 && err.contains("已存在"), "{err}");
    here.write("templates/testing/zh.txt", "本小区自己的话：{{ round.title }}\n");
    let (_, out, _) = here.run(&["notice", "testing", "--round", "test-0816"]);
    assert!(out.starts_with("本小区自己的话：8月16日核酸检测\n"), "{out}");
    let (_, list, _) = here.run(&["notice", "--list"]);
    assert!(list.contains("本小区") && list.contains("内置"), "{list}");
    here.write("templates/testing/zh.txt", "全体居民 {{ rond.title }}\n");
    let (code, _, err) = here.run(&["notice", "testing", "--round", "test-0816"]);
    assert_eq!(code, 2);
    snapshot("notice-wrong-template", &err);
    let (_, shown, _) = here.run(&["notice", "--show", "testing"]);
    assert!(shown.contains("{# templates/testing/zh.txt #}\n全体居民 {{ rond.title }}"), "{shown}");
}

#[test]
fn a_donation_of_several_donors_thanks_each_for_their_own() {
    let here = Here::new();
    let (code, _, err) = here.run(&["notice", "thank-you", "--donation", "706MHR"]);
    assert!(code == 2 && err.contains("有多位捐赠方"), "{err}");
    let (_, out, _) = here.run(&["notice", "thank-you", "--donation", "706MHR.3"]);
    assert!(out.contains("叶青：\n") && out.contains("垃圾袋1箱") && !out.contains("布洛芬"), "{out}");
}

#[test]
fn a_notice_is_written_to_a_file_by_the_end_of_its_name() {
    let here = Here::new();
    for (file, begins) in [("x.txt", "【"), ("x.md", "# "), ("x.html", "<!doctype html>")] {
        let (code, out, err) = here.run(&["notice", "bulletin", "--out", file]);
        assert_eq!((code, out.as_str()), (0, ""), "{err}");
        assert!(std::fs::read_to_string(here.folder.join(file)).unwrap().starts_with(begins), "{file}");
    }
    assert_eq!(here.run(&["notice", "bulletin", "--out", "x.pdf"]).0, 2);
    let (code, _, err) = here.run(&["notice", "bulletin", "--code", "x"]);
    assert!(code == 2 && err.contains("--code 须与 --issue 同用"), "{err}");
    let (code, out, _) = here.run(&["notice", "bulletin", "--issue", "--dry-run"]);
    assert!(code == 0 && out.contains("bulletin-0816") && out.contains("【银河湾小区8月16日日报】"), "{out}");
    assert!(!here.folder.join("reports").exists());
}

/// The page about notices, made from the code.
fn page() -> String {
    let mut text = String::from(
        "# Notices · 通知\n\n\
         <!-- Made from the templates and src/notices by tests/cli/notices.rs; do not edit. -->\n\n\
         `linli notice NAME` writes a notice as chat text, `--format markdown|html` or `--out FILE.html` as a page; `--issue` enters it\n\
         in the ledger, keeps its exact bytes in `reports/notices/` and opens its count of homes reached. What is public names no home\n\
         and no phone. Every notice ends with the commit it was made from.\n\n\
         `linli notice 模板名` 写出聊天文本；`--format markdown|html` 或 `--out 文件.html` 写成页面；`--issue` 登记发布，原文存入\n\
         `reports/notices/`，并开始统计到户。公开内容不出现具体住户和私人电话。每份通知末尾注明所依据的账目版本。\n\n\
         ## Built in · 内置模板\n\n| name · 名称 | for | 用途 | needs · 所需 | may be given · 可另给 |\n|---|---|---|---|---|\n",
    );
    let library = Library::new([]);
    for name in built_in_names() {
        let manifest = library.template(name).unwrap().manifest;
        let needs: Vec<String> = manifest.needs(Lang::En).iter().map(|flag| format!("`{flag}`")).collect();
        let keys = manifest.set.iter().filter(|key| !key.required);
        let keys: Vec<String> =
            keys.map(|k| format!("`{}` {} · {}", k.name, k.about.en, k.about.zh)).collect();
        let (needs, keys) = (needs.join(" "), keys.join("; "));
        text.push_str(&format!(
            "| `{name}` | {} | {} | {needs} | {keys} |\n",
            manifest.about.en, manifest.about.zh
        ));
    }
    text.push_str(
        "\n## Your own words · 改成自己的话\n\n\
         ```sh\nlinli notice --eject testing\n```\n\n\
         copies `templates/testing/` into your folder and commits it. Change the texts there; what stands there wins over what is built\n\
         in, file by file. A folder with another name is another notice. It holds `notice.toml` and, for each language, `zh.txt` and\n\
         `en.txt` (chat), `zh.md` and `en.md` (pages; HTML is made from them). `notice.toml` has `scope` (`public`, `captain`, `home`,\n\
         `office`), `needs` (`round`, `testing`, `distribution`, `rollcall`, `place`, `request`, `donation`), `[title]`, `[about]`,\n\
         `[audience]` with `zh` and `en`, and a `[set.KEY]` for each `--set` (`zh`, `en`, `required`, `kind = \"notice\"` or `\"quote\"`).\n\n\
         会把 `templates/testing/` 复制到小区目录并提交，之后直接改文字；逐个文件优先于内置模板。换个文件夹名就是一份新通知，内有\n\
         `notice.toml`，以及每种语言的聊天文本（`zh.txt`、`en.txt`）和页面（`zh.md`、`en.md`，HTML 由此生成）。`notice.toml` 写\n\
         `scope`（给谁看）、`needs`（所需）、`[title]`、`[about]`、`[audience]`（各有 `zh`、`en`），以及每个 `--set` 键的 `[set.键]`。\n\n\
         The language of templates is Jinja (`{{ value }}`, `{% if %}`, `{% for %}`), and strict: a name that is not there is an error with\n\
         its line. A template reads reports and its own folder, nothing else. Nothing is ever aligned with blanks: runs of them become one.\n\n\
         模板用 Jinja 语法（`{{ 值 }}`、`{% if %}`、`{% for %}`），写错名字会指出行号。模板只能读报表和自己文件夹里的文件。\n不用空格对齐：连续空格会变成一个。\n\n\
         ## What a template knows · 可用的内容\n\n| name · 名称 | keys · 键 | what it is | 含义 |\n|---|---|---|---|\n",
    );
    for (name, keys, about) in CONTEXT {
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        text.push_str(&format!("| `{name}` | {} | {} | {} |\n", keys.join(" "), about.en, about.zh));
    }
    text.push_str("\n## Functions · 函数\n\n| call · 写法 | what it gives | 结果 |\n|---|---|---|\n");
    for (call, about) in FUNCTIONS {
        text.push_str(&format!("| `{call}` | {} | {} |\n", about.en, about.zh));
    }
    text.push_str(
        "\nRows have the keys of `linli report NAME --format json`. Numbers print with their exact digits and can be compared; `round` and\n\
         `place` are in words, with `round_code` and `place_code` beside them.\n\n\
         各行的键与 `linli report 报表 --format json` 相同。数字原样输出，可以比较；`round`、`place` 为文字，代码在 `round_code`、`place_code`。\n\n\
         ## Filters · 过滤器\n\n| example | 示例 | what it is for | 用途 |\n|---|---|---|---|\n",
    );
    for (_, example, about) in FILTERS {
        let cell = |text: &str| format!("`{}`", text.replace('|', "\\|"));
        text.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            cell(example.en),
            cell(example.zh),
            about.en,
            about.zh
        ));
    }
    let own: Vec<String> = BUILT_IN_FILTERS.iter().map(|name| format!("`{name}`")).collect();
    text.push_str(&format!("\nand those of Jinja · 以及 Jinja 自带的：{}。\n", own.join(" ")));
    text
}

#[test]
fn the_page_of_notices_is_made_from_the_templates_and_the_code() {
    hold("docs/notices.md", &page());
}
