//! `--public`, on a community full of homes, names and needs: nothing of them is in any report, in any format.

use super::community::Community;
use linli::output::Format;
use linli::reports::REPORTS;

/// Names that the public sees masked at most.
const NAMES: [&str; 6] = ["李梅", "王小柳", "赵铁柱", "孙大圣", "周伯通", "欧阳静"];
/// Free text of every kind, and what must not be told of givers who do not wish it.
const TEXTS: [&str; 12] = [
    "透析",
    "高血压药",
    "布洛芬",
    "发烧",
    "门口有狗",
    "老人独居",
    "儿子代领",
    "床位",
    "匿名好人",
    "不留名的人",
    "便条",
    "骨折",
];

/// A community in which every cell that could tell something tells it.
pub(super) fn told_everything(small_counts: u32) -> Community {
    let community = Community::new();
    let toml = community.read("ledgers/community.toml");
    community.write(
        "ledgers/community.toml",
        format!("{toml}\n[privacy]\nmask = \"surname\"\nsmall_counts = {small_counts}\n"),
    );
    community.write(
        "ledgers/volunteers.csv",
        "volunteer,group,role,place,skills,since,until,note\n\
         李梅,logistics,captain,3-1,护士,,,便条\n\
         王小柳,logistics,member,3-1-302,,,,便条\n\
         赵铁柱,logistics,member,,,,,便条\n\
         欧阳静,logistics,captain,5,,,,便条\n",
    );
    let mut rounds = community.read("ledgers/rounds.toml");
    rounds.push_str(
        "\n[[round]]\ncode = \"baby\"\nkind = \"distribution\"\ntitle = \"奶粉\"\ndate = 2022-08-16\nneeds = [\"infant\"]\n\
         places = [\"3-1-201\", \"3-1-9909\", \"*\"]\n[[round.allot]]\nitem = \"牛奶\"\nquantity = 1\nper = \"household\"\n\
         \n[[round]]\ncode = \"call\"\nkind = \"rollcall\"\ntitle = \"点名\"\ndate = 2022-08-16\n",
    );
    community.write("ledgers/rounds.toml", rounds);
    let tail = |note: &str| format!("{note},,孙大圣,2022-08-16T09:00:00+08:00\n");
    let month = |ledger: &str, columns: &str, letter: char, rows: &[&str]| {
        let mut text = format!("id,date,{columns},note,reverses,by,at\n");
        for (at, row) in rows.iter().enumerate() {
            let code = format!("{letter}220816-AAAA{:02}", at + 10);
            let row = row.replace("SELF", &code);
            text.push_str(&format!("{code},2022-08-16,{row},{}", tail("便条")));
        }
        community.write(&format!("ledgers/{ledger}/2022-08.csv"), text);
    };
    month(
        "census",
        "place,households,residents,present,needs",
        'P',
        &[
            "3-1-101,1,3,3,infant|dialysis",
            "3-1-102,1,1,1,elderly",
            "3-1-201,1,4,2,infant",
            "3-1-202,0,0,0,",
            "3-1-301,1,2,2,",
            "3-2,8,20,19,",
            "5,5,11,10,",
            "3-1-9907,1,1,1,",
        ],
    );
    month(
        "receipts",
        "source,item,quantity,unit,document",
        'R',
        &["街道,牛奶,600,盒,便条", "街道,蔬菜包,90,份,"],
    );
    month(
        "donations",
        "donor,item,quantity,unit,value,earmark,publish",
        'D',
        &[
            "爱心企业,大米,50,kg,300,透析,name",
            "匿名好人,大米,7,kg,,,anonymous",
            "不留名的人,牛奶,3,盒,,,private",
        ],
    );
    month(
        "distributions",
        "round,place,item,quantity,unit,outcome,receiver",
        'I',
        &[
            "veg-0816,3-1-101,蔬菜包,1,份,delivered,family",
            "veg-0816,3-1-102,蔬菜包,0,份,refused,",
            "veg-0816,3-1-201,蔬菜包,0,份,not-home,",
            "veg-0816,3-2,蔬菜包,7,份,delivered,captain",
            ",3-1-9908,牛奶,2,盒,delivered,self",
            "baby,3-1-101,牛奶,1,盒,delivered,neighbour",
            ",采样点,牛奶,12,盒,delivered,",
        ],
    );
    month(
        "tests",
        "round,place,tested,elsewhere,exempt,visitors,reason",
        'T',
        &[
            "test-0816,3-1-101,2,0,1,0,发烧",
            "test-0816,3-1-102,0,0,0,1,老人独居",
            "test-0816,3-2,18,1,0,0,门口有狗",
            "test-0816,5,10,0,0,0,",
        ],
    );
    month(
        "requests",
        "request,step,place,kind,need,urgency,runner,spent,ref",
        'Q',
        &[
            "SELF,opened,3-1-102,medicine,高血压药,critical,,,",
            "SELF,opened,3-1-201,medical,布洛芬,today,,,",
            "Q220816-AAAA10,taken,,,,,赵铁柱,12.50,",
            "SELF,opened,3-1-9906,baby,床位,,,,",
            "Q220816-AAAA11,referred,,,,,,,骨折",
        ],
    );
    month(
        "notices",
        "notice,template,title,audience,path,digest",
        'N',
        &["n1,testing,明早检测,3-1-101|3-1-102,,"],
    );
    month(
        "reach",
        "notice,place,status,channel",
        'H',
        &["n1,3-1-101,told,儿子代领", "call,3-1-102,told,门口有狗"],
    );
    month(
        "shifts",
        "volunteer,group,post,start,end",
        'S',
        &["王小柳,logistics,门口有狗,08:00,12:00", "李梅,logistics,,20:00,02:00"],
    );
    month("adjustments", "store,item,quantity,unit,reason,counterpart", 'J', &["main,牛奶,-2,盒,damaged,"]);
    month("counts", "store,item,quantity,unit", 'C', &["main,牛奶,500,盒"]);
    community.git(&["add", "-A"]);
    community.git(&["commit", "-qm", "all"]);
    community
}

/// What of a text must not be public.
pub(super) fn leaks(text: &str) -> Vec<String> {
    let mut found: Vec<String> =
        NAMES.iter().chain(&TEXTS).filter(|word| text.contains(**word)).map(|w| (*w).to_owned()).collect();
    // A home: building, unit and a room of three or four digits.
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    found.extend(
        words
            .filter(|word| {
                let parts: Vec<&str> = word.split('-').collect();
                let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
                parts.len() == 3 && parts.iter().all(|p| number(p)) && parts[0].len() < 3
            })
            .map(str::to_owned),
    );
    found.extend(
        ["13800138000", "0579-85551234"].iter().filter(|n| text.contains(**n)).map(|n| (*n).to_owned()),
    );
    found
}

/// Every public report by every key it has, and the lists of what is missing.
fn public_commands() -> Vec<Vec<String>> {
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut all: Vec<Vec<String>> =
        ["missing", "missing veg-0816", "missing test-0816", "missing baby", "missing call", "missing n1"]
            .iter()
            .flat_map(|line| [words(line), words(&format!("{line} --by building"))])
            .collect();
    for report in REPORTS {
        let item = if report.name == "stock-card" { " --item 牛奶" } else { "" };
        all.push(words(&format!("report {}{item}", report.name)));
        for key in report.by.iter().filter(|key| **key != "home") {
            all.push(words(&format!("report {}{item} --by {key}", report.name)));
        }
    }
    all.push(words("report requests --open"));
    all
}

#[test]
fn no_public_report_names_a_home_a_person_or_a_need_in_any_format() {
    let mut community = told_everything(0);
    for lang in ["zh", "en"] {
        community.lang = lang.to_owned();
        for command in public_commands() {
            // What English says otherwise is seen in one format.
            for format in Format::ALL.into_iter().filter(|f| lang == "zh" || f.name() == "table") {
                let mut args: Vec<&str> = command.iter().map(String::as_str).collect();
                args.extend(["--public", "--format", format.name()]);
                let said = community.run(&args);
                assert_eq!(said.code, 0, "linli {}\n{}", args.join(" "), said.all());
                let found = leaks(&(said.out.clone() + &said.err));
                assert!(found.is_empty(), "linli {}: {found:?}\n{}", args.join(" "), said.all());
            }
        }
    }
}

#[test]
fn the_same_reports_tell_all_of_it_to_the_team() {
    // Else the test above would prove nothing.
    let community = told_everything(0);
    let mut text = String::new();
    for command in public_commands() {
        text.push_str(&community.run(&command.iter().map(String::as_str).collect::<Vec<_>>()).out);
    }
    let found = leaks(&text);
    for word in [
        "李梅",
        "王小柳",
        "赵铁柱",
        "孙大圣",
        "欧阳静",
        "高血压药",
        "匿名好人",
        "老人独居",
        "3-1-102",
        "3-1-302",
    ] {
        assert!(found.iter().any(|leak| leak == word), "{word}: {found:?}");
    }
}

#[test]
fn small_counts_stand_nowhere_in_public_where_they_are_suppressed() {
    let community = told_everything(5);
    for command in public_commands() {
        // Money, goods and the hours of volunteers are no counts of residents.
        if ["stock", "stock-card", "receipts", "donations", "errands", "volunteers", "roster", "requests"]
            .iter()
            .any(|name| command[1..].first().is_some_and(|c| c == name))
        {
            continue;
        }
        let mut args: Vec<&str> = command.iter().map(String::as_str).collect();
        args.extend(["--public", "--format", "json"]);
        let said = community.ok(&args);
        let pages: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
        let mut small = Vec::new();
        walk(&pages, "", &mut |key, value| {
            let counted = [
                "households",
                "residents",
                "present",
                "unknown_homes",
                "unknown",
                "due",
                "done",
                "missing",
                "exempt",
                "over",
                "tested",
                "elsewhere",
                "visitors",
                "places",
                "lines",
                "reached",
                "opened",
                "closed",
                "open",
                "overdue",
                "unconfirmed",
                "delivered",
            ];
            if counted.contains(&key) && value.as_f64().is_some_and(|n| n > 0.0 && n < 5.0) {
                small.push(format!("{key}={value}"));
            }
        });
        assert!(small.is_empty(), "linli {}: {small:?}\n{}", args.join(" "), said.out);
    }
    let text = community.ok(&["missing", "test-0816", "--public"]).out;
    assert!(text.contains("<5") && text.contains("不予公布"), "{text}");
}

fn walk(value: &serde_json::Value, key: &str, see: &mut dyn FnMut(&str, &serde_json::Value)) {
    match value {
        serde_json::Value::Array(all) => all.iter().for_each(|one| walk(one, key, see)),
        serde_json::Value::Object(all) => all.iter().for_each(|(key, one)| walk(one, key, see)),
        one => see(key, one),
    }
}

#[test]
fn the_public_is_told_no_figures_of_one_home_by_whatever_key() {
    let community = told_everything(0);
    for report in ["census", "coverage", "testing", "distributions", "requests", "roster"] {
        let said = community.refused(&["report", report, "--public", "--place", "3-1-102"]);
        assert!(said.err.contains("单元"), "{}", said.err);
    }
    for args in
        [&["report", "census", "--by", "home", "--public"][..], &["missing", "--by", "home", "--public"]]
    {
        community.refused(args);
    }
    community.ok(&["report", "census", "--public", "--place", "3-1"]);
}
