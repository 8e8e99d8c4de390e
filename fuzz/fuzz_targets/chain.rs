//! Whatever is pasted from a chat: every line is read, ignored or doubtful, once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linli::books::read_registers;
use linli::recording::requests::{Told, read_chat};
use linli::registers::Registers;
use linli::store::text::Source;
use std::sync::LazyLock;

static REGISTERS: LazyLock<Registers> = LazyLock::new(|| {
    let community = "[community]\nname = \"银河湾小区\"\n[[building]]\ncode = \"3\"\nunits = [\"1\", \"2\"]\nfloors = 17\ndoors = 2\n[[building]]\ncode = \"A\"\nfloors = 12\ndoors = 5\n";
    let sources = [Source::new("ledgers/community.toml", community.as_bytes().to_vec())];
    read_registers(&sources).0.expect("these registers are sound")
});

fuzz_target!(|data: (&str, bool)| {
    let (text, mask) = data;
    let chat = read_chat(text, &REGISTERS, &Told { mask, ..Told::default() });
    let mut lines: Vec<usize> = chat.read.iter().map(|read| read.line).collect();
    lines.extend(chat.ignored.iter().map(|ignored| ignored.line));
    lines.extend(chat.doubtful.iter().map(|doubtful| doubtful.line));
    lines.sort_unstable();
    assert!(lines.into_iter().eq(1..=text.lines().count()));
});
