//! Whatever a ledger's file holds, it is read with findings; what is read and written again is read the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linli::books::{Books, read_registers};
use linli::ledgers::{LEDGERS, unquoted};
use linli::registers::Registers;
use linli::store::text::{Form, Source, read_records, write_line};
use std::sync::LazyLock;

static REGISTERS: LazyLock<Registers> = LazyLock::new(|| {
    let community = "[community]\nname = \"x\"\n[[building]]\ncode = \"3\"\nunits = [\"1\"]\nfloors = 2\ndoors = 2\n[[store]]\ncode = \"main\"\nname = \"x\"\n";
    let items = "item,category,unit,packs,minimum,aliases,note\n牛奶,食品,盒,箱=12,,奶,\n";
    let sources = [("ledgers/community.toml", community), ("ledgers/items.csv", items)];
    let sources = sources.map(|(path, text)| Source::new(path, text.as_bytes().to_vec()));
    read_registers(&sources).0.expect("these registers are sound")
});

/// The records without a fault, each as its cells without their quotes.
fn good(text: &str) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    read_records(text, |record| {
        assert!(record.spans.is_sorted() && text.is_char_boundary(record.start as usize));
        if record.form == Form::Good {
            let cell =
                |&(from, to): &(u32, u32)| unquoted(&record.line[from as usize..to as usize]).into_owned();
            records.push(record.spans.iter().map(cell).collect());
        }
    });
    records
}

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let ledger = &LEDGERS[usize::from(*which) % LEDGERS.len()];
    let source = Source::new(format!("ledgers/{}/2022-08.csv", ledger.name), bytes.to_vec());
    let cells = good(&source.text);
    let written: String = cells.iter().map(write_line).collect();
    assert_eq!(good(&written), cells);
    let sources = [source];
    let books = Books::read(&REGISTERS, &sources, |_| true);
    assert!(
        books.findings.iter().all(|finding| finding.spot.as_ref().is_none_or(|spot| spot.line != Some(0)))
    );
});
