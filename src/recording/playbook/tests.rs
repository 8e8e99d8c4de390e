use super::*;
use crate::books::{Books, read_registers};
use crate::recording::{PRESETS, founding_files, items_header};
use crate::registers::Registers;
use crate::store::text::Source;
use crate::words::Said;
use proptest::prelude::*;

const COMMUNITY: &str = "[community]\nname = \"银河湾小区\"\npublic_phones = [\"0579-85550000\"]\nlanguage = \"zh\"\n\
    [[building]]\ncode = \"3\"\nunits = [\"1\", \"2\"]\nfloors = 6\ndoors = 2\ncaptain = \"楼长甲某\"\n\
    [[destination]]\ncode = \"第一医院\"\nname = \"市第一医院\"\n\
    [[group]]\ncode = \"logistics\"\nname = \"后勤保障组\"\ndoes = \"找楼长甲某领料\"\n\
    [[group]]\ncode = \"errands\"\nname = \"红色代跑组\"\ndoes = \"代买代送\"\n\
    [[store]]\ncode = \"main\"\nname = \"江滨路九号仓库\"\n[[store]]\ncode = \"main2\"\nname = \"北仓\"\n\
    [requests]\ncritical = \"90m\"\n\
    [[schedule]]\nname = \"evening\"\nreport = \"daily\"\nat = \"sun 20:00\"\nwrite = \"reports/{date}.html\"\n\
    [[schedule]]\nname = \"out\"\nreport = \"daily\"\nat = \"20:00\"\nwrite = \"../{date}.html\"\n\
    [[schedule]]\nname = \"银河湾\"\nreport = \"daily\"\nat = \"20:00\"\nwrite = \"reports/x.html\"\n";
const ITEMS: &str = "item,category,unit,packs,minimum,aliases,note,buyer\n牛奶,食品,盒,箱=12,20,纯牛奶,志愿者乙某联系,丙\n\
    捐赠方丁某大米,食品,kg,,,,,\n大米,食品,kg,袋=10,,米,,\n";
const VOLUNTEERS: &str = "volunteer,group,role,place,skills,since,until,note\n志愿者乙某,logistics,leader,,,,,\n\
    志愿者戊某,logistics,member,,,,,\n志愿者己某,logistics,member,,,,,\nLin Daiyu,errands,member,,,,,\n";
const DONATIONS: &str = "id,date,donor,item,quantity,unit,store,lot,expires,value,earmark,publish,note,reverses,by,at\n\
    D220816-K7QF2M,2022-08-16,捐赠方丁某,大米,3,,,,,,,,,,登记人庚某,2022-08-16T10:00:00+08:00\n";
const MAPPING: &str = "# 志愿者戊某整理\nledger = \"donations\"\nsource = \"银河湾小区-捐赠\"\nskip = [\"捐赠方丁某*\", \"合计*\"]\n\
    [defaults]\ndonor = \"捐赠方丁某\"\nunit = \"箱\"\n[columns.item]\nnames = [\"品名\"]\n[columns.quantity]\n";
const CONTACTS: &str = "place,name,phone,note\n3-2-502,住户辛某,0579-85551111,\n";
const TELLING: [&str; 19] = [
    "银河湾",
    "0579",
    "甲某",
    "乙某",
    "丙",
    "丁某",
    "戊某",
    "己某",
    "庚某",
    "辛某",
    "第一医院",
    "江滨路",
    "502",
    "../",
    "Daiyu",
    "Lin",
    "三幢",
    "8555",
    "example.org",
];

fn sources() -> Vec<Source> {
    [
        ("ledgers/community.toml", COMMUNITY),
        ("ledgers/items.csv", ITEMS),
        ("ledgers/volunteers.csv", VOLUNTEERS),
        ("ledgers/donations/2022-08.csv", DONATIONS),
    ]
    .map(|(path, text)| Source::new(path, text.as_bytes().to_vec()))
    .into()
}

fn gathered(templates: &[(&str, &str)], mappings: &[(&str, &str)]) -> (Playbook, Vec<Said>) {
    let sources = sources();
    let (registers, _) = read_registers(&sources);
    let registers = registers.unwrap();
    let books = Books::read(&registers, &sources, |_| true);
    assert_eq!(books.donations.len(), 1);
    let texts = |all: &[(&str, &str)]| all.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect();
    let material = Material {
        registers: &registers,
        community: COMMUNITY,
        items: ITEMS,
        templates: texts(templates),
        mappings: texts(mappings),
    };
    gather(material, &Telltales::new(&books, CONTACTS.as_bytes()))
}

#[test]
fn nothing_that_tells_who_the_community_is_gets_into_its_playbook() {
    let telling = [
        "联系人：楼长甲某",
        "请致电 0579-85550000",
        "请致电 (0579) 8555 2222",
        "１３８００１３８０００",
        "感谢捐赠方丁某",
        "3-2-502 室",
        "送到3幢2单元502",
        "3幢楼下集合",
        "江滨路九号仓库领取",
        "送市第一医院",
        "银河湾业主",
        "住户辛某",
        "登记人庚某",
        "3号楼前",
        "请到三幢楼下",
        "3-2单元门口",
        "Meet at building 3.",
        "感谢捐赠方\u{200B}丁某",
        "楼长·甲 某",
        "请拨 85551111",
        "Please ask Daiyu.",
        "ask Lin at the gate",
        "write to bay@example.org",
        "到仓库 main2 领取",
    ];
    let mut templates: Vec<(String, String)> = telling
        .iter()
        .enumerate()
        .map(|(n, text)| (format!("templates/t{n}/zh.md"), (*text).to_owned()))
        .collect();
    templates.push(("templates/t0/notice.toml".to_owned(), "title = \"x\"\n".to_owned()));
    templates.push(("templates/志愿者乙某/zh.md".to_owned(), "你好\n".to_owned()));
    let good = "明早七点，采样点，请带好口罩，每一幢都有。 Do not block a door. A linli notice.\n";
    templates.push(("templates/good/zh.md".to_owned(), good.to_owned()));
    let templates: Vec<(&str, &str)> = templates.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let clean = MAPPING.replace("# 志愿者戊某整理\n", "");
    let (book, left) = gathered(
        &templates,
        &[
            ("ledgers/imports/told.toml", MAPPING),
            ("ledgers/imports/clean.toml", &clean),
            ("ledgers/imports/x.md", ""),
        ],
    );
    let text = write_playbook(&book);
    for word in TELLING {
        assert!(!text.contains(word), "{word}: {text}");
    }
    assert_eq!(book.templates, [("templates/good/zh.md".to_owned(), good.to_owned())]);
    let kept = "ledger = \"donations\"\nskip = [ \"合计*\"]\n[defaults]\nunit = \"箱\"\n[columns.item]\nnames = [\"品名\"]\n[columns.quantity]\n";
    assert_eq!(book.mappings, [("ledgers/imports/clean.toml".to_owned(), kept.to_owned())]);
    assert_eq!(
        book.items,
        format!("{}牛奶,食品,盒,箱=12,20,纯牛奶,\n大米,食品,kg,袋=10,,米,\n", items_header())
    );
    assert_eq!((book.schedules.len(), book.schedules[0].at.as_str()), (1, "sun 20:00"));
    assert_eq!(book.groups[0].roles, [("leader".to_owned(), 1), ("member".to_owned(), 2)].into());
    assert_eq!(book.groups[1].roles, [("member".to_owned(), 1)].into());
    assert_eq!((book.groups[0].does.as_str(), book.groups[1].does.as_str()), ("", "代买代送"));
    assert_eq!((book.destinations.len(), book.stores.len()), (0, 0));
    let left: String = left.iter().map(|said| format!("{}\n", said.en)).collect();
    for named in [
        "templates/t0/zh.md was left out: it names somebody",
        "templates/t3/zh.md was left out: it holds a phone or identity number",
        "templates/t2/zh.md was left out: it holds a telephone number",
        "templates/t6/zh.md was left out: it names a place",
        "ledgers/imports/told.toml was left out",
        "ledgers/imports/clean.toml: the default of `donor` was left out",
        "ledgers/imports/clean.toml: `source` was left out",
        "ledgers/imports/clean.toml: 1 of `skip` left out",
        "items.csv, line 2: `note` was left out",
        "items.csv, line 3 was left out",
        "the does of the group logistics was left out",
        "the schedule out was left out: it writes to `../{date}.html`",
        "a schedule was left out: it names somebody",
    ] {
        assert!(left.contains(named), "{named}: {left}");
    }
    assert!(!left.contains("甲某") && !left.contains("丁某"), "{left}");
}

#[test]
fn what_a_stranger_wrote_is_looked_at_before_it_is_taken_up() {
    let good = write_playbook(&PRESETS[0].playbook(Lang::Zh));
    let refused = |from: &str, to: &str| {
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good);
        read_playbook("x.toml", &text).map(|_| ()).unwrap_err().say(Lang::En).0
    };
    assert!(refused("version = 1", "version = 2").contains("has the form 2"));
    assert!(refused("[policies]\n", "[policies]\ndeliver = \"sh\"\n").contains("deliver"));
    assert!(refused("public = true", "public = true\nrun = \"sh\"").contains("run"));
    assert!(refused("约14斤", "13800138000").contains("a phone or identity number"));
    assert!(refused("language = \"zh\"", "language = \"fr\"").contains("`fr` is no language"));
    // A role stands in a remark of community.toml, where a line break would end the remark.
    let role = "does = \"对接街道、医院和周边小区\"\nroles = { \"x\\n[[building]]\" = 1 }";
    assert!(refused("does = \"对接街道、医院和周边小区\"", role).contains("is no role"));
    assert!(read_playbook("x", "").is_err());

    let told = |more: &str| {
        let read = read_playbook("x.toml", &format!("{good}\n{more}")).unwrap();
        let told: String = read.told.iter().map(|said| said.en.clone() + "\n").collect();
        assert!(told.starts_with("the playbook x.toml was edited"), "{told}");
        assert_eq!((read.playbook.templates.len(), read.playbook.mappings.len()), (0, 0), "{more}");
        told
    };
    for path in [
        "../x.md",
        "templates/../../x.md",
        "/etc/x.md",
        "templates/.git/x.md",
        "templates/x.sh",
        ".git/hooks/pre-commit",
        "templates\\\\x.md",
        "ledgers/community.toml",
        "templates/a/.b.md",
        "templates/x/../y.md",
        "private/x.md",
    ] {
        assert!(
            told(&format!("[[template]]\npath = \"{path}\"\ntext = \"\"\n")).contains("was left out"),
            "{path}"
        );
        assert!(
            told(&format!("[[mapping]]\npath = \"{path}\"\ntext = \"\"\n")).contains("was left out"),
            "{path}"
        );
    }
    let mapping =
        |text: &str| told(&format!("[[mapping]]\npath = \"ledgers/imports/x.toml\"\ntext = \"{text}\"\n"));
    assert!(mapping("ledger = 'wealth'").contains("there is no ledger wealth"));
    assert!(mapping("ledger = 'donations'\\nsource = '0579-85550000'").contains("a telephone number"));
    let schedule =
        "[[schedule]]\nname = \"x\"\nreport = \"daily\"\npublic = true\nat = \"20:00\"\nwrite = \"/tmp/x\"\n";
    assert!(told(schedule).contains("the schedule x was left out"));
}

#[test]
fn every_preset_is_a_playbook_that_is_written_and_read_back() {
    for preset in &PRESETS {
        for lang in [Lang::Zh, Lang::En] {
            let book = preset.playbook(lang);
            let text = write_playbook(&book);
            let read = read_playbook("x", &text).unwrap();
            assert_eq!((read.playbook, read.told), (book.clone(), Vec::new()));
            assert!(book.groups.iter().all(|group| !group.does.is_empty()));
            assert!(text.starts_with(MARK) && text.contains("--from"));
            let crlf = read_playbook("x", &text.replace('\n', "\r\n")).unwrap();
            assert_eq!((crlf.playbook, crlf.told), (book, Vec::new()));
        }
    }
}

#[test]
fn a_playbook_founds_a_community_whose_playbook_is_the_same() {
    let (mut book, _) = gathered(
        &[("templates/x/zh.md", "明早\n")],
        &[("ledgers/imports/a.toml", "ledger = \"donations\"\n")],
    );
    let files = founding_files("东区", &[], &book, Lang::Zh);
    let sources: Vec<Source> =
        files.iter().map(|(p, t)| Source::new(p.clone(), t.clone().into_bytes())).collect();
    let (registers, findings) = read_registers(&sources);
    assert!(findings.is_empty(), "{findings:?}");
    let registers: Registers = registers.unwrap();
    let text = |path: &str| files.iter().find(|(p, _)| p == path).map(|(_, t)| t.clone()).unwrap();
    let (community, items) = (text("ledgers/community.toml"), text("ledgers/items.csv"));
    assert!(community.contains("# 原社区的人手：1 leader, 2 member"), "{community}");
    let below = |folder: &str| files.iter().filter(|(p, _)| p.starts_with(folder)).cloned().collect();
    let material = Material {
        registers: &registers,
        community: &community,
        items: &items,
        templates: below("templates/"),
        mappings: below("ledgers/imports/"),
    };
    let (again, left) = gather(material, &Telltales::new(&Books::read(&registers, &sources, |_| true), b""));
    // Nobody serves there yet.
    book.groups.iter_mut().for_each(|group| group.roles.clear());
    assert_eq!((again, left), (book, Vec::new()));
}

fn any_playbook() -> impl Strategy<Value = Playbook> {
    let word = "[^\r]{0,12}|[\\PC\n\t'\"\\\\]{0,20}";
    let code = "[a-z]{1,6}";
    let groups = proptest::collection::vec(
        (code, word, word, proptest::collection::btree_map("leader|deputy|member|captain", 0u32..9, 0..3)),
        0..4,
    );
    let schedules = proptest::collection::vec((word, proptest::option::of(word), any::<bool>(), word), 0..3);
    let templates = proptest::collection::btree_map(
        "templates/[a-z]{1,4}/(zh|en)\\.(md|txt)",
        "\\PC{0,40}|([^\r]{0,9}\n){0,4}|'{0,4}",
        0..4,
    );
    let mapping = Just("ledger = \"donations\"\nnote = \"a '''{b}\"\n".to_owned());
    let mappings = proptest::collection::btree_map("ledgers/imports/[a-z]{1,4}\\.toml", mapping, 0..3);
    (
        groups,
        schedules,
        templates,
        mappings,
        [word, word, word],
        "([^\r]{0,20}\n){0,4}",
        any::<bool>(),
        0u32..9,
    )
        .prop_map(|(groups, schedules, templates, mappings, limits, items, zh, small_counts)| Playbook {
            groups: groups
                .into_iter()
                .map(|(code, name, does, roles)| Group { code, name, does, roles })
                .collect(),
            schedules: schedules
                .into_iter()
                .map(|(name, report, public, at)| Plan {
                    notice: report.is_none().then(|| "bulletin".to_owned()),
                    write: "reports/{date}.html".to_owned(),
                    name,
                    report,
                    public,
                    at,
                })
                .collect(),
            templates: templates.into_iter().collect(),
            mappings: mappings.into_iter().collect(),
            mask: limits[0].clone(),
            needs: limits.to_vec(),
            round_item: limits[1].clone(),
            timezone: zh.then(|| limits[2].clone()),
            limits,
            items,
            small_counts,
            language: Some(if zh { Lang::Zh } else { Lang::En }),
            ..Playbook::default()
        })
}

proptest! {
    #[test]
    fn what_is_exported_is_taken_up_equal(book in any_playbook()) {
        let text = write_playbook(&book);
        let read = read_playbook("x", &text).map_err(|e| TestCaseError::fail(format!("{e}: {text}")))?;
        prop_assert_eq!(read.playbook, book);
        prop_assert!(read.told.is_empty(), "{:?}", read.told);
    }

    #[test]
    fn any_text_is_a_playbook_or_refused(text in "\\PC*|\\[playbook\\]\nversion = 1\n\\PC{0,20}") {
        let _ = read_playbook("x", &text);
    }
}
