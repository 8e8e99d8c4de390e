//! What holds of any text.

use super::{HANDED, PEOPLE, TESTS, Told, made, row};
use crate::model::chain::tidied;
use crate::store::text::Source;
use proptest::prelude::*;

/// A line as people write it, or something else.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "([0-9]{1,2}[.、] ?)?(210[1-8]|1-2105|3-1-502|907)( -|-| |，|人|份)?[0-9]?(人|份|，1人在医院做核酸|不在家|谢谢)?",
        1 => "(#接龙|例 2105 -1|收到|请大家接龙|「引用|」|- - -|8\\.16)",
        1 => "[0-9一二两人份 ，。、~*·#①（）().-]{0,20}",
        1 => "\\PC{0,24}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(line(), 0..9).prop_map(|lines| lines.join("\n"))
}

/// The rows as they would stand in a file after this paste.
fn filed(drafts: &[crate::ledgers::Draft]) -> Vec<Source> {
    let mut sources = Vec::new();
    for ledger in ["tests", "distributions"] {
        let rows: Vec<crate::ledgers::Draft> =
            drafts.iter().filter(|d| d.ledger.name == ledger).cloned().collect();
        let finished: Vec<crate::ledgers::Draft> = rows
            .into_iter()
            .enumerate()
            .map(|(at, row)| {
                let letter = row.ledger.letter as char;
                row.set("id", format!("{letter}220816-AAAAAA.{}", at + 1))
                    .set("by", "李梅")
                    .set("at", "2022-08-16T20:00:00+08:00")
            })
            .collect();
        let rows: Vec<&crate::ledgers::Draft> = finished.iter().collect();
        if !rows.is_empty() {
            let text = crate::ledgers::append("", &rows);
            sources.push(Source::new(format!("ledgers/{ledger}/2022-08.csv"), text.into_bytes()));
        }
    }
    sources
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_four_lists_are_the_input_and_no_text_makes_it_stumble(text in text(), told in 0..3usize) {
        let told: Told = [PEOPLE, TESTS, HANDED][told];
        made(&text, told, &[], |chain, _| {
            let read = chain.read.iter().map(|r| &r.spot);
            let ignored = chain.ignored.iter().map(|i| &i.spot);
            let doubtful = chain.doubtful.iter().map(|d| &d.spot);
            let mut all: Vec<_> = read.chain(ignored).chain(doubtful).chain(chain.repeated.iter().map(|r| &r.spot)).collect();
            prop_assert_eq!(all.len(), chain.pieces());
            all.sort_by_key(|spot| spot.lines);
            let lines: std::collections::BTreeSet<usize> = all.iter().flat_map(|s| s.lines.0..=s.lines.1).collect();
            prop_assert_eq!(lines, (1..=text.lines().count()).collect());
            // Not a sign is lost.
            let signs = |text: &str| {
                let mut signs: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != '/').collect();
                signs.sort_unstable();
                signs
            };
            let said: String = all.iter().map(|spot| spot.text.as_str()).collect();
            let input: String = text.lines().map(tidied).collect();
            prop_assert_eq!(signs(&said), signs(&input));
            Ok(())
        })?;
    }

    #[test]
    fn a_second_paste_changes_nothing(text in text(), handed in any::<bool>()) {
        let told = if handed { HANDED } else { PEOPLE };
        let first = made(&text, told, &[], |_, recorded| recorded.entry.rows().cloned().collect::<Vec<_>>());
        let again = made(&text, told, &filed(&first), |_, recorded| {
            (recorded.entry.rows().map(row).collect::<Vec<_>>(), recorded.gone.rows.len())
        });
        prop_assert_eq!(again, (Vec::new(), 0));
    }

    #[test]
    fn the_order_of_entries_does_not_matter_but_for_the_last_of_a_home(
        entries in proptest::collection::vec((2101..2109u32, 0..5u32), 1..8).prop_shuffle(),
    ) {
        let chain = |entries: &[(u32, u32)]| {
            let line = |(at, (room, n)): (usize, &(u32, u32))| format!("{}. {room} -{n}\n", at + 1);
            let text: String = entries.iter().enumerate().map(line).collect();
            made(&text, PEOPLE, &[], |_, recorded| recorded.entry.rows().map(row).collect::<Vec<_>>())
        };
        let last: std::collections::BTreeMap<u32, u32> = entries.iter().copied().collect();
        let sorted: Vec<(u32, u32)> = last.into_iter().collect();
        prop_assert_eq!(chain(&entries), chain(&sorted));
        let mut back = sorted.clone();
        back.reverse();
        prop_assert_eq!(chain(&back), chain(&sorted));
    }
}
