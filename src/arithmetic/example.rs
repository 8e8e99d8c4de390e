//! A small community for the tests, made of literal ledger text.

use crate::books::{Books, read_registers};
use crate::registers::Registers;
use crate::store::text::Source;

const COMMUNITY: &str = r#"
[community]
name = "银河湾小区"
[[building]]
code = "3"
units = ["1", "2"]
floors = 2
doors = 2
[[building]]
code = "5"
floors = 2
doors = 1
captain = "欧阳淑芬"
[[building]]
code = "7"
units = ["1", "2"]
floors = 1
doors = 2
[[building]]
code = "A"
units = ["1"]
floors = 1
doors = 3
[[destination]]
code = "采样点"
[[group]]
code = "captains"
[[store]]
code = "main"
"#;

const ITEMS: &str = "item,category,unit,packs,minimum,aliases,note\n\
    蔬菜包,食品,份,,,菜包,\n牛奶,食品,盒,箱=12,,,\n大米,食品,kg,,,,\n消毒液,防疫,瓶,,,,\n";

/// Files of a community. Homes: 3-1 and 3-2 with 101, 102, 201, 202 each; 5 (no units) with 101, 201; 7-1 and 7-2 with
/// 101, 102 each; A-1 with 101, 102, 103. In all 17 homes in six units.
pub(crate) struct Example {
    sources: Vec<(String, String)>,
    documents: usize,
}

impl Example {
    /// The community, its items, and no rows.
    pub fn small() -> Example {
        Example { sources: Vec::new(), documents: 0 }
            .file("ledgers/community.toml", COMMUNITY)
            .file("ledgers/items.csv", ITEMS)
    }

    /// The sample community at the top of this project.
    pub fn galaxy_bay() -> Example {
        let top = concat!(env!("CARGO_MANIFEST_DIR"), "/ledgers");
        let mut sources = Vec::new();
        let mut folders = vec![std::path::PathBuf::from(top)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder of the sample") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let inner = path.strip_prefix(top).expect("below the top").display().to_string();
                sources.push((format!("ledgers/{inner}"), std::fs::read_to_string(&path).expect("text")));
            }
        }
        sources.sort();
        Example { sources, documents: 0 }
    }

    /// With this file, in the place of one of the same path.
    pub fn file(mut self, path: &str, text: &str) -> Example {
        self.sources.retain(|(known, _)| known != path);
        self.sources.push((path.to_owned(), text.to_owned()));
        self
    }

    /// With these words added to `rounds.toml`.
    pub fn round(mut self, text: &str) -> Example {
        let path = "ledgers/rounds.toml";
        match self.sources.iter_mut().find(|(known, _)| known == path) {
            Some((_, whole)) => whole.push_str(&format!("\n[[round]]\n{text}\n")),
            None => self.sources.push((path.to_owned(), format!("[[round]]\n{text}\n"))),
        }
        self
    }

    /// With these rows of a ledger, given as `date,<the columns named>` and a time of recording in the last cell
    /// (`HH:MM`): ids, `by` and `at` are filled in. `columns` are the ledger's own.
    pub fn rows(mut self, ledger: &str, columns: &str, rows: &[&str]) -> Example {
        let letter = crate::ledgers::by_name(ledger).expect("a ledger").letter as char;
        let header = format!("id,date,{columns},note,reverses,by,at\n");
        for row in rows {
            self.documents += 1;
            let (date, rest) = row.split_once(',').expect("a date and cells");
            let (cells, time) = rest.rsplit_once(',').expect("a time of recording");
            let code = format!("{:06}", self.documents);
            let short = date[2..].replace('-', "");
            let line = format!("{letter}{short}-{code},{date},{cells},,,甲,{date}T{time}:00+08:00\n");
            let path = format!("ledgers/{ledger}/{}.csv", &date[..7]);
            match self.sources.iter_mut().find(|(known, _)| *known == path) {
                Some((_, whole)) => whole.push_str(&line),
                None => self.sources.push((path, format!("{header}{line}"))),
            }
        }
        self
    }

    /// Rows of the census: `date,place,households,residents,present,needs,HH:MM`.
    pub fn census(self, rows: &[&str]) -> Example {
        self.rows("census", "place,households,residents,present,needs", rows)
    }

    /// Rows of tests: `date,round,place,tested,elsewhere,exempt,visitors,reason,HH:MM`.
    pub fn tests(self, rows: &[&str]) -> Example {
        self.rows("tests", "round,place,tested,elsewhere,exempt,visitors,reason", rows)
    }

    /// Rows of distributions: `date,round,place,item,quantity,unit,outcome,HH:MM`.
    pub fn goods(self, rows: &[&str]) -> Example {
        self.rows("distributions", "round,place,item,quantity,unit,outcome", rows)
    }

    /// Rows of reach: `date,notice,place,status,HH:MM`.
    pub fn reach(self, rows: &[&str]) -> Example {
        self.rows("reach", "notice,place,status", rows)
    }

    /// The same files with their rows in another order.
    pub fn shuffled(&self, seed: usize) -> Example {
        let shuffle = |(path, text): &(String, String)| {
            let mut lines: Vec<&str> = text.lines().collect();
            if path.matches('/').count() == 2 {
                let size = lines.len();
                for at in 2..size {
                    lines.swap(at, 1 + (at * 31 + seed * 17) % at);
                }
            }
            (path.clone(), lines.join("\n") + "\n")
        };
        Example { sources: self.sources.iter().map(shuffle).collect(), documents: self.documents }
    }

    fn sources(&self) -> Vec<Source> {
        self.sources.iter().map(|(path, text)| Source::new(path.clone(), text.clone().into_bytes())).collect()
    }

    /// The registers.
    pub fn registers(&self) -> Registers {
        read_registers(&self.sources()).0.expect("a community")
    }

    /// Reads everything and hands it over.
    pub fn read<T>(&self, look: impl FnOnce(&Books) -> T) -> T {
        let sources = self.sources();
        let (registers, faults) = read_registers(&sources);
        let registers = registers.expect("a community");
        assert!(faults.is_empty(), "{faults:?}");
        look(&Books::read(&registers, &sources, |_| true))
    }
}
