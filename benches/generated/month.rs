//! A month of a community of 1,040 homes: everybody counted, a parcel and a test for every home on each of 30 days, and for
//! every fourth something else.

use super::{ITEMS, code, write};
use std::fs;
use std::io;
use tempfile::TempDir;

/// The evening of its last day.
pub const EVENING: &str = "2022-08-30T20:05:00+08:00";
const DAYS: usize = 30;
const BUILDINGS: usize = 20;
const AT: &str = "李梅,2022-08-";

/// The community in a directory that goes when it is dropped; it is no repository yet.
pub fn community() -> io::Result<TempDir> {
    let root = TempDir::new()?;
    let ledgers = root.path().join("ledgers");
    let mut toml = "[community]\nname = \"银河湾小区\"\ntimezone = \"Asia/Shanghai\"\n".to_owned();
    for building in 1..=BUILDINGS {
        write(
            &mut toml,
            format_args!(
                "[[building]]\ncode = \"{building}\"\nunits = [\"1\", \"2\"]\nfloors = 13\ndoors = 2\n"
            ),
        );
    }
    toml += "[[store]]\ncode = \"main\"\nname = \"物业仓库\"\n[[group]]\ncode = \"logistics\"\nname = \"后勤\"\n\
         [[schedule]]\nname = \"evening\"\nreport = \"daily\"\nat = \"20:00\"\nwrite = \"reports/{date}.html\"\n";
    let items: String = ITEMS.iter().map(|item| format!("{item},,份,箱=24,,,\n")).collect();
    let homes: Vec<String> = (0..BUILDINGS * 52)
        .map(|home| {
            format!("{}-{}-{}{:02}", home / 52 + 1, home / 26 % 2 + 1, home / 2 % 13 + 1, home % 2 + 1)
        })
        .collect();
    let (mut rounds, mut ids) = (String::new(), 0);
    let head = "id,date,place,households,residents,present,needs,note,reverses,by,at\n";
    let (mut census, mut got, mut tests) = (head.to_owned(), String::new(), String::new());
    got += "id,date,round,place,item,quantity,unit,store,lot,outcome,receiver,note,reverses,by,at\n";
    tests += "id,date,round,place,tested,elsewhere,exempt,visitors,reason,note,reverses,by,at\n";
    let mut received =
        "id,date,source,item,quantity,unit,store,lot,expires,cost,document,note,reverses,by,at\n".to_owned();
    let mut id = || {
        ids += 1_u64;
        code(ids)
    };
    for home in &homes {
        write(
            &mut census,
            format_args!("P220801-{},2022-08-01,{home},,3,3,,,,{AT}01T08:00:00+08:00\n", id()),
        );
    }
    for day in 1..=DAYS {
        for (kind, name) in [("distribution", "veg"), ("testing", "test")] {
            let (of, date) = (format!("{name}-08{day:02}"), format!("2022-08-{day:02}"));
            write(
                &mut rounds,
                format_args!("[[round]]\ncode = \"{of}\"\nkind = \"{kind}\"\ntitle = \"x\"\ndate = {date}\n"),
            );
            rounds += "places = [\"*\"]\n";
            if kind == "distribution" {
                rounds += "[[round.allot]]\nitem = \"蔬菜包\"\nquantity = 1\nper = \"household\"\n";
            }
        }
        let date = format!("2208{day:02}");
        for item in ITEMS {
            write(
                &mut received,
                format_args!(
                    "R{date}-{},2022-08-{day:02},街道,{item},50,箱,,,,,,,,{AT}{day:02}T07:00:00+08:00\n",
                    id()
                ),
            );
        }
        // One home in fifty is missed, another one each day.
        for (at, home) in homes.iter().enumerate().filter(|(at, _)| (at + day) % 50 != 0) {
            let by = format!("{AT}{day:02}T10:00:00+08:00");
            let more = (at % 4 == 0).then(|| ("", ITEMS[1 + (at + day) % (ITEMS.len() - 1)]));
            let of = format!("veg-08{day:02}");
            for (round, item) in [(of.as_str(), ITEMS[0])].into_iter().chain(more) {
                let row =
                    format_args!("I{date}-{},2022-08-{day:02},{round},{home},{item},1,份,,,,,,,{by}\n", id());
                write(&mut got, row);
            }
            write(
                &mut tests,
                format_args!("T{date}-{},2022-08-{day:02},test-08{day:02},{home},3,,,,,,,{by}\n", id()),
            );
        }
    }
    for (ledger, text) in
        [("census", census), ("distributions", got), ("tests", tests), ("receipts", received)]
    {
        fs::create_dir_all(ledgers.join(ledger))?;
        fs::write(ledgers.join(ledger).join("2022-08.csv"), text)?;
    }
    fs::write(ledgers.join("community.toml"), toml)?;
    fs::write(
        ledgers.join("items.csv"),
        "item,category,unit,packs,minimum,aliases,note\n".to_owned() + &items,
    )?;
    let volunteers = "volunteer,group,role,place,skills,since,until,note\n李梅,logistics,member,,,,,\n";
    fs::write(ledgers.join("volunteers.csv"), volunteers)?;
    fs::write(ledgers.join("rounds.toml"), rounds)?;
    Ok(root)
}
