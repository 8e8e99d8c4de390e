//! Any text is a playbook or refused; one that is read is written and read again equal, and stays in its folders.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linli::recording::playbook::{read_playbook, stays_inside, write_playbook};

fuzz_target!(|text: &str| {
    let Ok(first) = read_playbook("x", text) else { return };
    for (path, _) in first.playbook.templates.iter().chain(&first.playbook.mappings) {
        assert!(
            stays_inside(path) && (path.starts_with("templates/") || path.starts_with("ledgers/imports/"))
        );
    }
    let written = write_playbook(&first.playbook);
    let again = read_playbook("x", &written).expect("what was written is read");
    assert_eq!(write_playbook(&again.playbook), written);
});
