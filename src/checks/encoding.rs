//! `encoding`: bytes that are not UTF-8.

use super::{Check, Example, Scene, Tier};
use crate::books::Books;
use crate::model::{Finding, Severity, Spot};
use crate::said;
use crate::store::text::Source;
use crate::words::words;
use unicode_normalization::is_nfc;

/// The check.
pub const CHECK: Check = Check {
    code: "encoding",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("bytes that are not UTF-8", "不是 UTF-8 编码"),
    meaning: words(
        "The file, or a line of it, was saved in another encoding, mostly by a spreadsheet program (GB18030). The lines concerned are not counted. Save the file as CSV UTF-8, convert it (`iconv -f GB18030 -t UTF-8`), or bring the rows in with `linli import`, which reads GB18030. Tolerated forms are only noted, as info: a byte order mark, CR LF, needless quotes, characters in a decomposed form (NFC is the rule).",
        "文件或其中某行以别的编码保存，多为表格软件所致（GB18030），这些行不计入。请另存为 UTF-8 的 CSV，或用 iconv -f GB18030 -t UTF-8 转换，或用 linli import 导入，它能读 GB18030。可以容忍的形式只作提示：BOM、CRLF、不必要的引号、未按 NFC 组合的字符。",
    ),
    example: Example {
        bytes: &[(
            "ledgers/receipts/2022-08.csv",
            b"id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,Street Office,\xC5\xA3\xC4\xCC,240,Li Mei,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

/// Text that is not in NFC: one finding a file.
fn find(books: &Books, _: &Scene) -> Vec<Finding> {
    books.sources.iter().filter_map(decomposed).collect()
}

fn decomposed(source: &Source) -> Option<Finding> {
    let lines = source.text.lines().enumerate();
    let mut wrong = lines.filter(|(_, line)| may_combine(line) && !is_nfc(line)).map(|(at, _)| at + 1);
    let first = wrong.next()?;
    let count = 1 + wrong.count();
    let message = said!(
        "characters are not in composed form (NFC) on {count} lines, first on line {first}; they are read",
        "有 {count} 行的字符未按 NFC 组合（首见第 {first} 行），可以读取"
    );
    let mut finding = Finding::new("encoding", Severity::Info, message);
    finding.spot = Some(Spot { path: source.path.clone(), ..Spot::default() });
    Some(finding)
}

/// False for nearly every line: ideographs and ASCII do not combine.
fn may_combine(line: &str) -> bool {
    line.bytes().any(|b| matches!(b, 0xCC..=0xE3 | 0xEA..=0xFF))
}
