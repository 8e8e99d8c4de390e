//! Whatever bytes are a spreadsheet, under whatever mapping: a plan or a refusal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linli::books::read_registers;
use linli::import::{Mapping, Options, plan, read_grids};
use linli::ledgers::LEDGERS;
use linli::model::Day;
use linli::registers::Registers;
use linli::store::text::Source;
use std::sync::LazyLock;

static REGISTERS: LazyLock<Registers> = LazyLock::new(|| {
    let community =
        "[community]\nname = \"x\"\n[[building]]\ncode = \"3\"\nunits = [\"1\"]\nfloors = 2\ndoors = 2\n";
    let items = "item,category,unit,packs,minimum,aliases,note\n牛奶,食品,盒,箱=12,,奶,\n";
    let sources = [("ledgers/community.toml", community), ("ledgers/items.csv", items)];
    let sources = sources.map(|(path, text)| Source::new(path, text.as_bytes().to_vec()));
    read_registers(&sources).0.expect("these registers are sound")
});

fuzz_target!(|data: (u8, &str, &[u8])| {
    let (which, mapping, bytes) = data;
    let ledger = &LEDGERS[usize::from(which) % LEDGERS.len()];
    let mapping = Mapping::parse(mapping).unwrap_or_else(|_| Mapping::plain(ledger));
    let today = Day::parse("2022-08-16").expect("a day");
    let options = Options { partial: true, mask_numbers: true, ..Options::new(today) };
    if let Ok(grids) = read_grids("x.csv", bytes) {
        let _ = plan(&grids, &mapping, &REGISTERS, &[], &options);
    }
});
