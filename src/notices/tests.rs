//! Templates on a small community: what they may say, and what happens to those that go wrong.

mod promises;

use super::{Form, Library, Manifest, Subject, Template, Typed, Wanted, Written, write};
use crate::books::{Books, read_registers};
use crate::error::{Error, Result};
use crate::model::{Day, Stamp};
use crate::output::Anchor;
use crate::registers::Registers;
use crate::store::text::Source;
use crate::words::Lang;

const COMMUNITY: &str = r#"[community]
name = "银河湾小区"
timezone = "Asia/Shanghai"
public_phones = ["0579-85550000", "13812345678"]
[[building]]
code = "3"
units = ["1", "2"]
floors = 5
doors = 2
captain = "李梅"
[[destination]]
code = "采样点"
name = "核酸采样点"
[[store]]
code = "main"
name = "仓库"
"#;
const ROUNDS: &str = r#"[[round]]
code = "test-0816"
kind = "testing"
title = "8月16日核酸检测"
date = 2022-08-16
closes = 2022-08-16T21:00:00+08:00
[[round]]
code = "test-9999"
kind = "testing"
title = "无人轮次"
date = 2022-08-16
places = ["3-2"]
needs = ["dialysis"]
"#;
const ITEMS: &str = "item,category,unit,packs,minimum,aliases,note\n牛|奶*,食品,盒,箱=12,,,\n";
const CENSUS: &str = "id,date,place,households,residents,present,needs,note,reverses,by,at\n\
    P220801-AAAAAA.1,2022-08-01,3-1,10,20,18,,,,李梅,2022-08-01T08:00:00+08:00\n\
    P220801-AAAAAA.2,2022-08-01,3-2,10,21,19,,,,李梅,2022-08-01T08:00:00+08:00\n";
const DONATIONS: &str = "id,date,donor,item,quantity,unit,store,lot,expires,value,earmark,publish,note,reverses,by,at\n\
    D220816-BBBBBB.1,2022-08-16,<b>甲|乙</b>,牛|奶*,2.5,箱,,,,,,,,,李梅,2022-08-16T09:00:00+08:00\n\
    D220816-BBBBBB.2,2022-08-16,王小柳,牛|奶*,1,箱,,,,,,private,,,李梅,2022-08-16T09:00:00+08:00\n";

fn sources() -> Vec<Source> {
    [
        ("ledgers/census/2022-08.csv", CENSUS),
        ("ledgers/community.toml", COMMUNITY),
        ("ledgers/donations/2022-08.csv", DONATIONS),
        ("ledgers/items.csv", ITEMS),
        ("ledgers/rounds.toml", ROUNDS),
    ]
    .map(|(path, text)| Source::new(path, text.as_bytes().to_vec()))
    .to_vec()
}

fn registers(sources: &[Source]) -> Registers {
    let (registers, findings) = read_registers(sources);
    assert!(findings.is_empty(), "{findings:?}");
    registers.unwrap()
}

/// A template of its own making, in both forms.
fn template(text: &str) -> Template {
    let manifest = "scope = \"public\"\n[title]\nen = \"T\"\n[set.spot]\nen = \"where\"\n".to_owned();
    let own = [("notice.toml", manifest), ("en.txt", text.to_owned()), ("en.md", text.to_owned())];
    let own = own.map(|(name, text)| (format!("templates/own/{name}"), text));
    Library::new(own).template("own").unwrap()
}

fn written(template: &Template, form: Form, public: bool, typed: &Typed) -> Result<Written> {
    let sources = sources();
    let registers = registers(&sources);
    let books = Books::read(&registers, &sources, |_| true);
    let subject = Subject::read(&template.manifest, typed, &books, &|_| None)?;
    let anchor = Anchor { commit: "1a2b3c4d".to_owned(), edited: false, rows: 4812 };
    let wanted = Wanted {
        template,
        subject: &subject,
        form,
        lang: Lang::En,
        public,
        as_of: Day::ymd(2022, 8, 16).unwrap(),
        now: Stamp::parse("2022-08-16T20:00:00+08:00").unwrap(),
        by: "李梅",
        anchor: &anchor,
    };
    write(&books, &wanted)
}

fn chat(text: &str) -> Result<String> {
    written(&template(text), Form::Chat, true, &Typed::default()).map(|written| written.text)
}

/// What is said of a template that goes wrong: message, label, and the words the caret stands under.
fn wrong(text: &str) -> (String, String, String) {
    match chat(text) {
        Err(Error::Findings(found)) => {
            let spot = found[0].spot.clone().unwrap();
            let line: Vec<char> = spot.text.chars().collect();
            let from = spot.column.map_or(0, |c| c as usize - 1);
            let under: String = line[from..(from + spot.width as usize).min(line.len())].iter().collect();
            (
                found[0].message.en.clone(),
                found[0].label.en.clone(),
                format!("{}:{} {under}", spot.path, spot.line.unwrap_or(0)),
            )
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn refusal(result: Result<String>) -> String {
    result.expect_err("it is refused").say(Lang::En).0
}

#[test]
fn what_is_not_there_is_named_with_its_place_and_the_names_that_are() {
    for (text, message, label, at) in [
        ("a\n全体 {{ comunity }}", "there is no `comunity`", "community", ":2 comunity"),
        ("{{ community.nmae }}", "there is no `community.nmae`", "name", ":1 community.nmae"),
        ("{{ set.spto }}", "there is no `set.spto`", "spot", ":1 set.spto"),
        ("{{ round.title }}", "there is no `round.title`", "title", ":1 round.title"),
        (
            "{% for r in report('disclosure') %}{{ r.itme }}{% endfor %}",
            "there is no `r.itme`",
            "item",
            ":1 r.itme",
        ),
        ("{{ rond.title }}", "there is no `rond.title`", "round", ":1 rond.title"),
        ("{{ date|dat }}", "there is no filter `dat`", "date", ":1 "),
        ("{{ reprt('stock') }}", "there is no function `reprt`", "report", ":1 "),
        ("{{ report('stok') }}", "there is no report `stok`", "stock", ":1 "),
        ("{{ report('stock', place='3-9') }}", "there is no place `3-9`", "", ":1 "),
        ("{{ report('stock', plcae='3') }}", "report has no argument `plcae`", "place", ":1 "),
        ("{{ report('daily') }}", "daily has several tables: which?", "table=", ":1 "),
        ("{{ table('stock') }}", "tables are for pages (.md)", "report", ":1 "),
        ("{{ 'x' if public == 3 }}", "an `if` within a value needs its `else`", "else", ":1 "),
        ("{{ report('stock') }}", "this cannot be worked out: a sequence cannot be printed", "", ":1 "),
        ("a\n{% for %}", "the template cannot be read: ", "", ":2 "),
        ("{{ 'x'|date }}", "this cannot be worked out: `x` is not a day", "", ":1 "),
        ("{{ community|safe }}", "there is no filter `safe`", "", ":1 "),
    ] {
        let told = wrong(text);
        assert!(told.0.starts_with(message), "{text}: {told:?}");
        assert!(told.1.contains(label), "{text}: {told:?}");
        assert!(told.2.starts_with("templates/own/en.txt") && told.2.contains(at), "{text}: {told:?}");
    }
}

#[test]
fn a_template_without_end_comes_to_one() {
    for text in [
        "{% for a in range(100000) %}{% for b in range(100000) %}{% set c = b %}{% endfor %}{% endfor %}",
        "{% macro again() %}{{ again() }}{{ again() }}{% endmacro %}{{ again() }}",
        "{% set ns = namespace(a='x') %}{% for a in range(100000) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}",
        "{% include 'en.txt' %}",
    ] {
        let (message, ..) = wrong(text);
        let known = ["never comes to an end", "without end", "recursion"].iter().any(|k| message.contains(k));
        assert!(known, "{text}: {message}");
    }
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    let (message, ..) = wrong("{% for a in range(90000) %}0123456789{% endfor %}");
    assert_eq!(message, "the notice is longer than 512 KB");
}

#[test]
fn a_template_asks_for_so_many_reports_and_no_more() {
    let refused = chat("{% for d in range(99) %}{{ report('stock', to='2022-08-' ~ d)|length }}{% endfor %}");
    assert!(refused.is_err());
    let many = "{% for d in range(10, 29) %}{% for k in ['stock', 'census', 'service'] %}{{ report(k, to='2022-08-' ~ d)|length }}{% endfor %}{% endfor %}";
    assert_eq!(refusal(chat(many)), "the template asks for more than 40 different reports");
}

#[test]
fn a_template_reads_no_file_but_its_own() {
    for name in [
        "../../Cargo.toml",
        "/etc/passwd",
        "..\\\\x",
        "testing/en.txt",
        "templates/testing/en.txt",
        "x.txt",
        "notice.toml",
    ] {
        for tag in ["include", "extends", "import"] {
            let more = if tag == "import" { " as x" } else { "" };
            let (message, label, at) = wrong(&format!("{{% {tag} '{name}'{more} %}}"));
            assert_eq!(message, "a template includes only files of its own folder", "{tag} {name}");
            assert!(
                label.contains("list.md") && at.starts_with("templates/own/en.txt:1"),
                "{tag} {name}: {at}"
            );
        }
    }
    let own = Library::new([
        ("templates/own/notice.toml".to_owned(), "scope = \"public\"\n[title]\nen = \"T\"\n".to_owned()),
        ("templates/own/en.txt".to_owned(), "a {% include 'part.txt' %}".to_owned()),
        ("templates/own/part.txt".to_owned(), "{{ community.nam }}".to_owned()),
    ]);
    let template = own.template("own").unwrap();
    let Err(Error::Findings(found)) = written(&template, Form::Chat, true, &Typed::default()) else {
        panic!()
    };
    assert_eq!(found[0].spot.as_ref().unwrap().path, "templates/own/part.txt", "a fault is where it stands");
}

#[test]
fn what_data_says_is_never_markup() {
    let text = "# {{ title }}\n\n{% for row in report('disclosure') %}- {{ row.donor }} {{ row.item }} {{ row.quantity }}\n{% endfor %}\n\n{{ table('disclosure', columns=['donor', 'item']) }}\n";
    let page = |form| written(&template(text), form, false, &Typed::default()).unwrap().text;
    let markdown = page(Form::Markdown);
    assert!(markdown.contains("- &lt;b&gt;甲\\|乙&lt;/b&gt; 牛\\|奶\\* 2.5\n"), "{markdown}");
    let html = page(Form::Html);
    assert!(html.contains("&lt;b&gt;甲|乙&lt;/b&gt; 牛|奶* 2.5") && !html.contains("<b>"), "{html}");
    assert!(html.contains("<td>牛|奶*</td>"), "{html}");
}

#[test]
fn a_public_text_names_donors_as_they_wish_and_a_template_cannot_change_that() {
    let text = "{% for row in report('disclosure') %}{{ row.donor }};{% endfor %}";
    let public = chat(text).unwrap();
    assert!(public.contains("a donor;") && !public.contains("王小柳"), "{public}");
    assert!(written(&template(text), Form::Chat, false, &Typed::default()).unwrap().text.contains("王小柳;"));
    assert_eq!(wrong("{{ report('disclosure', public=false) }}").0, "report has no argument `public`");
    assert!(wrong("{{ report('census', by='home') }}").0.contains("names no home"));
}

#[test]
fn no_number_and_no_home_gets_into_a_public_text() {
    let said = |spot: &str, public| {
        let typed = Typed { set: vec![format!("spot={spot}")], ..Typed::default() };
        written(&template("{{ set.spot }}"), Form::Markdown, public, &typed).map(|written| written.text)
    };
    for spot in ["13912345678", "139 1234 5678", "１３９１２３４５６７８", "+86-13912345678"] {
        assert!(refusal(said(spot, true)).contains("139****5678"), "{spot}");
    }
    for spot in [
        "3-2-502",
        "（3-2-502）",
        "3幢2单元502室",
        "3号楼2单元502",
        "３－２－５０２",
        "3#2-502",
        "3幢2单元502室门口",
        "住3幢 2单元 502室的邻居",
        "502 3-2-502 503",
    ] {
        assert!(refusal(said(spot, true)).starts_with("this would publish a home"), "{spot}");
        assert!(said(spot, false).is_ok(), "{spot}");
    }
    for spot in [
        "3-2",
        "3幢2单元",
        "13812345678",
        "0579-85550000",
        "2022-08-16",
        "3-2-5021",
        "8月16日",
        "采样点",
        "13-2-502",
    ] {
        assert!(said(spot, true).is_ok(), "{spot}");
    }
    assert!(said("a\u{1b}b", true).unwrap().starts_with("a␛b"));
    let hidden = said("a\u{1b}[2J\u{202e}b", true).unwrap();
    assert!(!hidden.contains(['\u{1b}', '\u{202e}']), "{hidden:?}");
}

#[test]
fn what_a_notice_needs_is_asked_for_by_its_flag() {
    let library = Library::new([]);
    let testing = library.template("testing").unwrap();
    let ask = |name: &str, typed: Typed| {
        let error = written(&library.template(name).unwrap(), Form::Chat, true, &typed).expect_err("refused");
        let (message, hint) = error.say(Lang::En);
        format!("{message} / {}", hint.unwrap_or_default())
    };
    assert_eq!(
        ask("testing", Typed::default()),
        "this notice still needs --round ROUND / the latest: test-0816, test-9999"
    );
    assert!(
        ask("correction", Typed::default())
            .starts_with("this notice still needs --set new=… --set notice=… --set old=… / ")
    );
    assert!(
        ask("request-receipt", Typed::default()).starts_with("this notice still needs --request REQUEST")
    );
    let set = |pair: &str| Typed {
        round: Some("test-0816".to_owned()),
        set: vec![pair.to_owned()],
        ..Typed::default()
    };
    assert_eq!(ask("testing", set("spto=x")), "this notice has no key `spto` / did you mean spot?");
    assert_eq!(ask("testing", set("spot")), "--set spot: there is no `=` / --set KEY=VALUE");
    let round = |code: &str| Typed { round: Some(code.to_owned()), ..Typed::default() };
    assert!(ask("testing", round("test-0817")).contains("did you mean test-0816"));
    assert!(ask("distribution", round("test-0816")).contains("round of another kind"));
    assert!(ask("testing", round("test-9999")).contains("a notice to nobody: nobody is due in this round"));
    let nowhere = Typed { place: Some("采样点".to_owned()), ..round("test-0816") };
    assert!(ask("chase-up", nowhere).starts_with("a notice to nobody: there is no home in 采样点"));
    assert!(
        written(&testing, Form::Chat, true, &round("test-0816")).unwrap().text.contains("8月16日核酸检测")
    );
}

#[test]
fn a_notice_ends_with_the_books_it_was_made_from() {
    let page = |form| written(&template("x"), form, true, &Typed::default()).unwrap().text;
    assert_eq!(page(Form::Chat), "x\n(books 1a2b3c4d)\n");
    assert_eq!(page(Form::Markdown), "x\n\nbooks 1a2b3c4d, 4,812 rows\n");
    assert!(page(Form::Html).contains("<p>books 1a2b3c4d, 4,812 rows</p>"));
    assert_eq!(refusal(chat("{% if public %}{% endif %}")), "the template gives an empty text");
}

#[test]
fn a_wrong_notice_toml_is_said_with_its_line() {
    let read = |text: &str| match Manifest::parse("templates/x/notice.toml", text) {
        Err(Error::Findings(found)) => {
            let spot = found[0].spot.clone().unwrap();
            format!("{}:{} {}", found[0].message.en, spot.line.unwrap_or(0), found[0].label.en)
        }
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(read("scope = \"all\"\n[title]\n"), "`all` is no scope:1 public, captain, home or office");
    assert_eq!(
        read("scope = \"public\"\nneeds = [\"testin\"]\n[title]\n"),
        "a notice cannot need `testin`:2 testing"
    );
    assert!(read("scope = \"public\"\ntitel = 3\n").starts_with("notice.toml cannot be read: "));
}
