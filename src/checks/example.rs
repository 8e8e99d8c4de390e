//! The reproducer of a check: what its ledger directory has that a sound small community has not.

use super::{Scene, check, together};
use crate::books::{Books, compare_with_head, read_registers};
use crate::model::{Day, Finding, Stamp};
use crate::store::text::Source;

/// A small ledger directory that shows one finding. Files of the sound community that it does not name stay as they are.
pub struct Example {
    /// Paths and texts.
    pub files: &'static [(&'static str, &'static str)],
    /// Paths and bytes, of files that are not text.
    pub bytes: &'static [(&'static str, &'static [u8])],
    /// What `HEAD` holds, where that is another thing.
    pub committed: &'static [(&'static str, &'static str)],
}

/// The day and the moment at which examples are looked at.
fn example_scene() -> Scene {
    Scene {
        today: Day::parse("2022-08-20").unwrap_or_default(),
        now: Stamp::parse("2022-08-20T20:00:00+08:00").unwrap_or_default(),
    }
}

/// The sound community: building 3 with two units of four homes, one captain, three items, two rounds, two units that are counted whole.
const SOUND: &[(&str, &str)] = &[
    (
        "ledgers/community.toml",
        r#"[community]
name = "银河湾小区"

[[building]]
code = "3"
units = ["1", "2"]
floors = 2
doors = 2

[[destination]]
code = "采样点"

[[group]]
code = "captains"
name = "楼长管理组"

[[group]]
code = "errands"
name = "红色代跑组"

[[store]]
code = "main"
name = "物业仓库"
"#,
    ),
    (
        "ledgers/items.csv",
        "item,category,unit,packs,minimum,aliases,note\n\
         牛奶,食品,瓶,箱=24,,,\n\
         大米,食品,kg,,,,\n\
         蔬菜包,食品,份,,,,\n",
    ),
    (
        "ledgers/volunteers.csv",
        "volunteer,group,role,place,skills,since,until,note\n\
         李梅,captains,captain,3,,,,\n\
         王强,errands,member,,,,,\n",
    ),
    (
        "ledgers/rounds.toml",
        r#"[[round]]
code = "veg-0816"
kind = "distribution"
title = "8月16日蔬菜包"
date = 2022-08-16
[[round.allot]]
item = "蔬菜包"
quantity = 1
per = "household"

[[round]]
code = "test-0816"
kind = "testing"
title = "8月16日核酸检测"
date = 2022-08-16
"#,
    ),
    (
        "ledgers/census/2022-08.csv",
        "id,date,place,households,residents,present,by,at\n\
         P220801-8M6N4B,2022-08-01,3-1,4,9,9,李梅,2022-08-01T20:00:00+08:00\n\
         P220801-3C5D7F,2022-08-01,3-2,4,9,9,李梅,2022-08-01T20:05:00+08:00\n",
    ),
];

impl Example {
    /// The sound community as it is.
    pub const NONE: Example = Example { files: &[], bytes: &[], committed: &[] };

    /// The paths and texts that the example adds or replaces; bytes that are no text as `\xNN`.
    pub fn texts(&self) -> Vec<(&'static str, String)> {
        let files = self.files.iter().map(|(path, text)| (*path, (*text).to_owned()));
        files.chain(self.bytes.iter().map(|(path, bytes)| (*path, escaped(bytes)))).collect()
    }

    /// The whole directory.
    pub fn sources(&self) -> Vec<Source> {
        let given = self.files.iter().map(|(path, text)| (*path, text.as_bytes()));
        let given: Vec<(&str, &[u8])> = given.chain(self.bytes.iter().copied()).collect();
        let sound = SOUND.iter().filter(|(path, _)| !given.iter().any(|(other, _)| other == path));
        let mut all: Vec<(&str, &[u8])> = sound.map(|(path, text)| (*path, text.as_bytes())).collect();
        all.extend(given);
        all.sort_unstable();
        all.into_iter().map(|(path, bytes)| Source::new(path, bytes.to_vec())).collect()
    }

    /// Everything that is found in it, in order.
    pub fn findings(&self) -> Vec<Finding> {
        let committed: Vec<Source> =
            self.committed.iter().map(|(path, text)| Source::new(*path, text.as_bytes().to_vec())).collect();
        findings_of(&self.sources(), &committed)
    }
}

/// Everything that is found in a directory beside what is committed of it, in order.
pub(super) fn findings_of(sources: &[Source], committed: &[Source]) -> Vec<Finding> {
    let (registers, mut findings) = read_registers(sources);
    if let Some(registers) = registers {
        let mut books = Books::read(&registers, sources, |_| true);
        findings.extend(check(&books, &example_scene()));
        findings.append(&mut books.findings);
        findings.extend(compare_with_head(committed, sources, &|item, word| books.uses_pack(item, word)));
        return together(findings, &registers);
    }
    findings
}

fn escaped(bytes: &[u8]) -> String {
    let mut text = String::new();
    for &byte in bytes {
        match byte {
            b'\n' | b' '..=b'~' => text.push(byte as char),
            _ => text.push_str(&format!("\\x{byte:02X}")),
        }
    }
    text
}
