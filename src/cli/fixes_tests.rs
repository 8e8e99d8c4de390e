//! The remedy of every finding is a command line that this program has.

use crate::checks::CHECKS;
use crate::commands::command;
use crate::words::Lang;

/// The words of a command line as a shell takes them apart.
fn shell_words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match (c, quote) {
            (c, Some(q)) if c == q => quote = None,
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (' ', None) => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[test]
fn the_remedy_of_every_finding_is_a_command_that_exists() {
    // Named by findings before they are built; the list only shrinks.
    const TO_COME: [&str; 2] = ["resolve", "sync"];
    let mut tried = 0;
    for check in CHECKS {
        for finding in check.example.findings() {
            let Some(fix) = finding.fix else { continue };
            for (lang, fix) in [(Lang::En, fix.en), (Lang::Zh, fix.zh)] {
                let words = shell_words(&fix);
                let known = |verb: &&str| command(lang).find_subcommand(verb).is_some();
                if words[0] != "linli" || TO_COME.iter().any(|v| words[1] == *v && !known(v)) {
                    continue;
                }
                let parsed = command(lang).try_get_matches_from(&words);
                assert!(parsed.is_ok(), "{}: {fix}\n{}", check.code, parsed.unwrap_err());
                tried += 1;
            }
        }
    }
    assert!(tried > 40, "{tried}");
}

#[test]
fn words_are_taken_apart_as_a_shell_does() {
    assert_eq!(
        shell_words("linli void K7 --reason \"a b\" 'c  d' \"\""),
        ["linli", "void", "K7", "--reason", "a b", "c  d", ""]
    );
}
