//! Whatever is pasted from a chat, under whatever pattern: every piece is read, ignored, doubtful or repeated, once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linli::books::{Books, read_registers};
use linli::model::{Stamp, mask_numbers};
use linli::recording::Setting;
use linli::recording::chain::{Asked, Into, frame, parted, read_chain};
use linli::recording::requests::{Told, read_chat};
use linli::registers::Registers;
use linli::store::text::Source;
use std::sync::LazyLock;

static REGISTERS: LazyLock<Registers> = LazyLock::new(|| {
    let community = "[community]\nname = \"银河湾小区\"\n[[building]]\ncode = \"3\"\nunits = [\"1\", \"2\"]\nfloors = 17\ndoors = 2\n[[building]]\ncode = \"A\"\nfloors = 12\ndoors = 5\n";
    let items = "item,category,unit,packs,minimum,aliases,note\n牛奶,食品,盒,箱=12,,奶,\n西瓜,食品,kg,,,,\n";
    let sources = [("ledgers/community.toml", community), ("ledgers/items.csv", items)];
    let sources = sources.map(|(path, text)| Source::new(path, text.as_bytes().to_vec()));
    read_registers(&sources).0.expect("these registers are sound")
});

fuzz_target!(|data: (&str, &str, u8, bool)| {
    let (text, pattern, into, mask) = data;
    let places = REGISTERS.names.places();
    let pieces = parted(text, None, places);
    let lines = text.lines().count();
    assert!(
        pieces
            .iter()
            .all(|piece| 1 <= piece.lines.0 && piece.lines.0 <= piece.lines.1 && piece.lines.1 <= lines)
    );

    let chat = read_chat(text, &REGISTERS, &Told { mask, ..Told::default() });
    assert_eq!(chat.pieces(), pieces.len());
    for doubt in &chat.doubtful {
        assert_eq!(mask_numbers(&doubt.spot.text, &[]), doubt.spot.text);
    }

    let books = Books::read(&REGISTERS, &[], |_| true);
    let at = Stamp::parse("2022-08-16T20:00:00+08:00").expect("a moment");
    let setting = Setting {
        day: at.day(),
        today: at.day(),
        at,
        by: "x".to_owned(),
        note: String::new(),
        new_items: false,
    };
    let into = [None, Some(Into::Census), Some(Into::Distributions)][usize::from(into) % 3];
    let asked = Asked { into, pattern: (!pattern.is_empty()).then_some(pattern), mask, ..Asked::default() };
    if let Ok((frame, declared, _)) = frame(&asked, &pieces, &books, &setting) {
        let chain = read_chain(&pieces, &frame, declared, mask);
        assert_eq!(chain.pieces(), pieces.len());
    }
});
