//! A small community for the tests of the formats.

use super::{Export, Table, table};
use crate::books::{Books, read_registers};
use crate::ledgers::LEDGERS;
use crate::model::{Period, Stamp};
use crate::store::text::Source;
use crate::words::Lang;

/// Registers, and distributions with everything that is hard: packs, empty cells that stand for words, a reversal, a cell
/// that looks like a formula, quotes, a row in the file of another month and one that cannot be read.
pub(super) const FILES: [(&str, &str); 5] = [
    (
        "ledgers/community.toml",
        "[community]\nname = \"银河湾\"\n[[building]]\ncode = \"1\"\nunits = [\"1\"]\nfloors = 1\ndoors = 2\n\
         [[store]]\ncode = \"main\"\nname = \"物业仓库\"\n",
    ),
    ("ledgers/items.csv", "item,unit,packs\n牛奶,盒,箱=24\n"),
    ("ledgers/volunteers.csv", "volunteer,group,role\n"),
    (
        "ledgers/distributions/2022-08.csv",
        "id,date,place,item,quantity,unit,lot,note,reverses,by,at\n\
         I220816-000001,2022-08-16,1-1-101,牛奶,2,箱,007,,,李梅,2022-08-16T20:00:00+08:00\n\
         I220816-000002,2022-08-16,1-1-101,牛奶,1.5,,-5,\"=1+1, \"\"x\"\"\",,李梅,2022-08-16T20:00:00+08:00\n\
         I220816-000003,2022-08-16,1-1-102,牛奶,3,盒,,,,李梅,2022-08-16T20:00:00+08:00\n\
         I220816-000004,2022-08-16,1-1-102,牛奶,-3,盒,,写错,I220816-000003,李梅,2022-08-16T20:05:00+08:00\n\
         I220901-000005,2022-09-01,1-1-102,牛奶,0,盒,,,,李梅,2022-09-01T20:05:00+08:00\n\
         I220816-000006,2022-08-16,1-1-102,牛奶,七,盒,,,,李梅,2022-08-16T20:05:00+08:00\n",
    ),
    (
        "ledgers/shifts/2022-08.csv",
        "id,date,volunteer,group,post,start,end,note,reverses,by,at\n\
         S220816-000001,2022-08-16,李梅,g,,20:00,24:00,,,李梅,2022-08-16T20:00:00+08:00\n",
    ),
];

/// Every ledger of the sample as a table.
pub(super) fn with_tables(look: impl FnOnce(&[Table])) {
    with_export(|export| look(&export.tables));
}

/// All of the sample, to be exported.
pub(super) fn with_export(look: impl FnOnce(&Export)) {
    let sources = FILES.map(|(path, text)| Source::new(path, text.as_bytes().to_vec()));
    let (registers, _) = read_registers(&sources);
    let registers = registers.unwrap();
    let books = Books::read(&registers, &sources, |_| true);
    let export = Export {
        tables: LEDGERS.iter().map(|l| table(&books, l, Period::ALL).0).collect(),
        registers: super::registers(&registers, false),
        community: &registers.community,
        made: Stamp::parse("2022-08-16T20:05:00+08:00").unwrap(),
        lang: Lang::Zh,
        headings: None,
        excel: false,
        whole: true,
    };
    look(&export);
}
