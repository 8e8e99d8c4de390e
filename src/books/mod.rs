//! The books: the ledgers of one community, read. Located rows, and findings for what could not be read.

mod conversions;
mod cross;
mod head;
mod lost;
mod reader;
mod seen;
mod spots;
mod states;

pub use head::compare_with_head;
pub use lost::is_damage;
pub use spots::{spot_of_cell, spot_of_line, spot_of_span};

use crate::ledgers::{Body, Field, Head, Ledger, Origin, Row, State, Text, Written, every_ledger, unquoted};
use crate::model::{Day, Finding, Quantity, Severity, Spot};
use crate::registers::{ItemId, Registers, StoreId, UnitId};
use crate::store::text::{Source, read_records};
use conversions::Conversions;
use reader::{FileRead, read_file, register_finding};
use seen::Seen;

/// The rows of one ledger, file by file.
#[derive(Debug)]
pub struct Rows<B> {
    files: Vec<Vec<B>>,
}

impl<'a, B> Rows<Row<'a, B>> {
    /// Every row, in the order of the files.
    pub fn all(&self) -> impl Iterator<Item = &Row<'a, B>> + Clone {
        self.files.iter().flatten()
    }

    /// The rows that count: those that neither reverse nor are reversed.
    pub fn effective(&self) -> impl Iterator<Item = &Row<'a, B>> + Clone {
        self.all().filter(|row| row.head.state == State::Effective)
    }

    /// How many rows there are, of every state.
    pub fn len(&self) -> usize {
        self.files.iter().map(Vec::len).sum()
    }

    /// True if there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What moved on one day in a month that was not read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The day.
    pub date: Day,
    /// The store.
    pub store: StoreId,
    /// The item.
    pub item: ItemId,
    /// The unit, as the rows have it.
    pub unit: UnitId,
    /// How much more, or less, there was.
    pub change: Quantity,
}

macro_rules! declare_books {
    ($($folder:ident: $body:ident;)*) => {
        /// The ledgers of one community, read. Ledgers that were not asked for are empty.
        #[derive(Debug)]
        pub struct Books<'a> {
            /// The registers they refer to.
            pub registers: &'a Registers,
            /// The files that were read, ledgers and registers.
            pub sources: &'a [Source],
            $(#[doc = concat!("The rows of `ledgers/", stringify!($folder), "`.")]
            pub $folder: Rows<Row<'a, crate::ledgers::$body<'a>>>,)*
            /// Stock from months that were not read again.
            pub carried: Vec<Carried>,
            /// What could not be read, and what the rows say that cannot be.
            pub findings: Vec<Finding>,
            conversions: Conversions,
        }

        impl<'a> Books<'a> {
            /// Reads the ledgers that are wanted out of the files.
            pub fn read(registers: &'a Registers, sources: &'a [Source], wanted: impl Fn(&Ledger) -> bool) -> Books<'a> {
                let read_all = || {
                    let mut findings = Vec::new();
                    $(let $folder = if wanted(&crate::ledgers::$body::LEDGER) {
                        read_ledger::<crate::ledgers::$body>(registers, sources, &mut findings)
                    } else {
                        Rows { files: Vec::new() }
                    };)*
                    Books {
                        registers,
                        sources,
                        $($folder,)*
                        carried: Vec::new(),
                        findings,
                        conversions: Conversions::default(),
                    }
                };
                let mut books = read_all();
                if registers.names.settle() {
                    books = read_all();
                }
                books.conversions = Conversions::new(registers);
                cross::check(&mut books, &wanted);
                books
            }

            /// The common columns of every row of a ledger, whatever its kind.
            pub fn heads(&self, ledger: &Ledger) -> Vec<&Head<'a>> {
                match ledger.name {
                    $(stringify!($folder) => self.$folder.all().map(|row| &row.head).collect(),)*
                    _ => Vec::new(),
                }
            }
        }
    };
}
every_ledger!(declare_books);

impl<'a> Books<'a> {
    /// The quantity in the item's base unit where that can be said exactly, else in the unit it was written in: goods
    /// are summed by the item and the unit that come out of here.
    #[inline]
    pub fn goods(&self, item: ItemId, unit: UnitId, quantity: Quantity) -> (UnitId, Quantity) {
        self.conversions.convert(item, unit, quantity)
    }

    /// True if the unit can be converted to the item's base unit.
    pub fn converts(&self, item: ItemId, unit: UnitId) -> bool {
        self.conversions.converts(item, unit)
    }

    /// The base unit of an item; the empty word for one that is not registered.
    pub fn base_unit(&self, item: ItemId) -> UnitId {
        self.conversions.base(item)
    }

    /// The cells of a row by field, as they stand in its file, unquoted; empty for a column the file lacks.
    pub fn cells(&self, ledger: &Ledger, origin: Origin) -> Vec<String> {
        cells_of(&self.sources[origin.file as usize], ledger.fields, origin)
    }

    /// The text of a cell of this row.
    pub fn text(&self, head: &Head, cell: Written) -> Text<'a> {
        let line = &self.sources[head.origin.file as usize].text[head.origin.start as usize..];
        Text(&line[cell.span.0 as usize..cell.span.1 as usize])
    }

    /// Where a field of a row stands.
    pub fn spot(&self, ledger: &Ledger, origin: Origin, field: &str) -> Spot {
        let source = &self.sources[origin.file as usize];
        let line = source.line_at(origin.start);
        let mut span = (0, line.len() as u32);
        if let Some(column) = header_of(source, ledger.fields).columns[ledger.position(field).unwrap_or(0)] {
            read_records(line, |record| span = record.spans.get(column).copied().unwrap_or(span));
        }
        spot_of_line(source, origin.line, line, span)
    }

    /// A finding about a field of a row.
    pub fn finding(
        &self,
        code: &'static str,
        severity: Severity,
        ledger: &'static Ledger,
        head: &Head,
        field: &str,
        message: crate::words::Said,
    ) -> Finding {
        let mut finding = Finding::new(code, severity, message);
        finding.spot = Some(self.spot(ledger, head.origin, field));
        finding.field = ledger.field(field).map(|f| f.name);
        finding.id = Some(head.id.to_string());
        finding
    }

    /// True if some row, cancelled or not, has used this unit word of an item; the empty word stands for its base unit, on
    /// which all packs rest: any row of the item uses it.
    /// Names that are not registered are used by none.
    pub fn uses_pack(&self, item: &str, word: &str) -> bool {
        let names = &self.registers.names;
        let Some(item) = names.item(item) else { return false };
        let asked: Vec<UnitId> =
            (0..names.unit_count()).map(UnitId::from_index).filter(|u| names.unit_name(*u) == word).collect();
        let meant = |i: ItemId, u: UnitId| i == item && (word.is_empty() || asked.contains(&u));
        self.receipts.all().any(|r| meant(r.body.item, r.body.unit))
            || self.donations.all().any(|r| meant(r.body.item, r.body.unit))
            || self.distributions.all().any(|r| meant(r.body.item, r.body.unit))
            || self.adjustments.all().any(|r| meant(r.body.item, r.body.unit))
            || self.counts.all().any(|r| meant(r.body.item, r.body.unit))
    }

    /// True if some file could not be read as a set of rows: figures then lack something.
    pub fn is_damaged(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error && f.code != "personal-number")
    }
}

/// The header of a file.
fn header_of(source: &Source, fields: &[Field]) -> crate::ledgers::Header {
    let mut header = None;
    let end = source.text.find('\n').map_or(source.text.len(), |n| n + 1);
    read_records(&source.text[..end], |record| {
        header.get_or_insert_with(|| crate::ledgers::Header::read(record.line, record.spans, fields).0);
    });
    header
        .unwrap_or_else(|| crate::ledgers::Header { columns: vec![None; fields.len()], ..Default::default() })
}

fn cells_of(source: &Source, fields: &[Field], origin: Origin) -> Vec<String> {
    let header = header_of(source, fields);
    let mut cells = vec![String::new(); fields.len()];
    let mut first = true;
    let rest = &source.text[origin.start as usize..];
    // A record is one line, but for a line break inside a cell: the text up to the next two hundred lines is enough.
    let end = memchr::memchr_iter(b'\n', rest.as_bytes()).nth(if rest.starts_with('"') { 200 } else { 0 });
    let one = &rest[..end.unwrap_or(rest.len())];
    read_records(one, |record| {
        if std::mem::take(&mut first) {
            for (cell, column) in cells.iter_mut().zip(&header.columns) {
                if let Some(&(from, to)) = column.and_then(|c| record.spans.get(c)) {
                    *cell = unquoted(&record.line[from as usize..to as usize]).into_owned();
                }
            }
        }
    });
    cells
}

/// Reads every file of a ledger, files in parallel, and decides which rows count.
fn read_ledger<'a, B: Body<'a>>(
    registers: &'a Registers,
    sources: &'a [Source],
    findings: &mut Vec<Finding>,
) -> Rows<Row<'a, B>> {
    let folder = format!("ledgers/{}/", B::LEDGER.name);
    let files: Vec<(u32, &Source)> = sources
        .iter()
        .enumerate()
        .filter(|(_, s)| s.path.starts_with(&folder) && s.path.ends_with(".csv"))
        .map(|(at, s)| (at as u32, s))
        .collect();
    let bytes: usize = files.iter().map(|(_, s)| s.text.len()).sum();
    let threads = match bytes {
        0..1_000_000 => 1,
        _ => std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(files.len()),
    };
    let mut read: Vec<FileRead<Row<'a, B>>> = if threads < 2 {
        let mut seen = Seen::default();
        files.iter().map(|&(at, source)| read_file(source, at, &registers.names, &mut seen)).collect()
    } else {
        let next = std::sync::atomic::AtomicUsize::new(0);
        let work = || {
            let (mut done, mut seen) = (Vec::new(), Seen::default());
            while let Some(&(at, source)) = files.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
            {
                done.push((at, read_file(source, at, &registers.names, &mut seen)));
            }
            done
        };
        let mut all: Vec<(u32, FileRead<Row<'a, B>>)> = std::thread::scope(|scope| {
            let workers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut all = work();
            for worker in workers {
                all.extend(worker.join().expect("reading does not panic"));
            }
            all
        });
        all.sort_by_key(|(at, _)| *at);
        all.into_iter().map(|(_, read)| read).collect()
    };
    states::settle(&mut read, sources, findings);
    let mut rows = Rows { files: Vec::with_capacity(read.len()) };
    for mut file in read {
        lost::silence_cancelled(&mut file);
        findings.extend(file.findings);
        rows.files.push(file.rows);
    }
    rows
}

/// Reads the registers, with what is wrong in them as findings.
pub fn read_registers(sources: &[Source]) -> (Option<Registers>, Vec<Finding>) {
    let (registers, faults) = Registers::read(sources);
    let findings = faults.into_iter().map(|(source, fault)| register_finding(source, fault)).collect();
    (registers, findings)
}

/// Reads `federation.toml`, with what is wrong in it as findings.
pub fn read_federation(source: &Source) -> (Vec<crate::registers::federation::Member>, Vec<Finding>) {
    let (members, mut faults) = crate::registers::federation::parse(&source.text);
    faults.extend(crate::registers::table::tolerated_toml(source));
    if !source.spoilt.is_empty() {
        let fault = crate::model::Fault::new(crate::registers::table::not_utf8());
        faults.push(crate::registers::RegisterFault::error("encoding", None, "name", fault));
    }
    (members, faults.into_iter().map(|fault| register_finding(source, fault)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledgers::Distribution;

    const FILES: [(&str, &str); 4] = [
        (
            "ledgers/community.toml",
            "[community]\nname = \"x\"\n[[building]]\ncode = \"1\"\nunits = [\"1\"]\nfloors = 1\ndoors = 2\n\
             [[store]]\ncode = \"main\"\n",
        ),
        ("ledgers/items.csv", "item,unit\n牛奶,箱\n"),
        ("ledgers/volunteers.csv", "volunteer,group,role\n"),
        (
            "ledgers/distributions/2022-08.csv",
            "id,date,place,item,quantity,lot,note,by,at\n\
             I220816-000001,2022-08-16,1-1-101,牛奶,1,,A7,李梅,2022-08-16T20:00:00+08:00\n\
             I220816-000002,2022-08-16,1-1-101,牛奶,1,A7,,\"李,梅\",2022-08-16T20:00:00+08:00\n\
             I220816-000003,2022-08-16,1-1-102,牛奶,1,\"\",,李梅,2022-08-16T20:00:00+08:00\n\
             I220816-000004,2022-08-16,1-1-102,牛奶,1,\"A\"\"7\",,李梅,2022-08-16T20:00:00+08:00\n",
        ),
    ];

    #[test]
    fn the_words_of_a_cell_are_found_again_where_they_stand() {
        let sources = FILES.map(|(path, text)| Source::new(path, text.as_bytes().to_vec()));
        let (registers, _) = read_registers(&sources);
        let registers = registers.unwrap();
        let books = Books::read(&registers, &sources, |ledger| *ledger == Distribution::LEDGER);
        let words = |row: &Row<Distribution>| {
            [row.head.by, row.body.lot].map(|cell| books.text(&row.head, cell).get().into_owned())
        };
        let read: Vec<[String; 2]> = books.distributions.all().map(words).collect();
        assert_eq!(read, [["李梅", ""], ["李,梅", "A7"], ["李梅", ""], ["李梅", "A\"7"]]);
    }

    #[test]
    fn a_row_of_distributions_is_small_for_there_may_be_a_million() {
        assert!(size_of::<Row<Distribution>>() <= 96);
    }
}
