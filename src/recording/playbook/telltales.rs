//! What would tell who a community is: its people, donors, places, phones and name.

use crate::books::Books;
use crate::ledgers::LEDGERS;
use crate::model::{NameMask, personal_numbers};
use crate::notices::home_in;
use crate::recording::{PRESETS, Preset};
use crate::registers::Registers;
use crate::registers::{contacts, table};
use crate::said;
use crate::store::text::Source;
use crate::words::{Lang, Said};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// The columns of ledgers in which people and firms stand.
const NAMED: [&str; 6] = ["by", "donor", "source", "runner", "volunteer", "receiver"];

/// What may not be in a playbook of this community.
pub struct Telltales<'a> {
    registers: &'a Registers,
    /// In one width and in small letters.
    words: BTreeSet<String>,
    mask: NameMask,
}

impl<'a> Telltales<'a> {
    /// Those of a community: its registers, every row of its ledgers and its private contacts.
    pub fn new(books: &Books<'a>, private: &[u8]) -> Telltales<'a> {
        let registers = books.registers;
        let community = &registers.community;
        let mut names: BTreeSet<String> = registers.services.iter().map(|s| s.volunteer.clone()).collect();
        names.extend(community.buildings.iter().map(|b| b.captain.clone()));
        names.extend(community.public_phones.iter().cloned());
        names.insert(community.name.clone());
        names.extend(
            ["小区", "社区", "花园", "家园"]
                .iter()
                .filter_map(|end| community.name.strip_suffix(end).map(str::to_owned)),
        );
        for named in community.destinations.iter().chain(&community.stores) {
            names.insert(named.name.clone());
        }
        names.extend(community.destinations.iter().map(|d| d.code.clone()));
        let source = Source::new(contacts::CONTACTS, private.to_vec());
        for entry in table::read(&source, contacts::FIELDS, &mut Vec::new()).entries {
            names.extend([entry.get("name").to_owned(), entry.get("phone").to_owned()]);
        }
        for ledger in LEDGERS {
            let columns: Vec<usize> = NAMED.iter().filter_map(|name| ledger.position(name)).collect();
            for head in books.heads(ledger) {
                let mut cells = books.cells(ledger, head.origin);
                names.extend(columns.iter().filter_map(|&at| cells.get_mut(at).map(std::mem::take)));
            }
        }
        let common = common_words();
        let telling = |name: &String| name.chars().count() > 1 && !common.contains(name.as_str());
        let words = names.iter().map(|name| plain(name.trim())).filter(telling).collect();
        Telltales { registers, words, mask: community.privacy.mask }
    }

    /// What the text tells, if it tells anything.
    pub fn told_by(&self, text: &str) -> Option<Said> {
        if let Some(told) = number_in(text) {
            return Some(told);
        }
        let plain = plain(text);
        if let Some(word) = self.words.iter().find(|word| stands_in(word, &plain)) {
            let shown = self.mask.mask(word);
            return Some(said!(
                "it names somebody or something of this community ({shown})",
                "出现了本社区的人或单位（{shown}）"
            ));
        }
        let building = |code: &str| {
            ["幢", "栋", "座", "号楼"].iter().any(|word| stands_in(&format!("{code}{word}"), &plain))
        };
        let named = self.registers.community.buildings.iter().any(|b| building(&b.plan.code.to_lowercase()));
        (named || home_in(&plain, self.registers).is_some())
            .then(|| said!("it names a place of this community", "出现了本社区的地点"))
    }
}

/// Words that every copy of the program has, and that tell nobody.
fn common_words() -> String {
    let texts = PRESETS.iter().flat_map(|preset: &Preset| {
        let bare = |lang| super::Playbook { templates: Vec::new(), ..preset.playbook(lang) };
        [Lang::Zh, Lang::En].map(|lang| super::write_playbook(&bare(lang)))
    });
    let stand_ins = "self family neighbour captain door 爱心人士 爱心企业 a donor";
    plain(&texts.chain([stand_ins.to_owned()]).collect::<String>())
}

fn plain(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// True if the word stands in the text; one of Latin letters and digits as a whole word.
fn stands_in(word: &str, text: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        (!latin(word.chars().next()) || edge(text[..at].chars().next_back()))
            && (!latin(word.chars().next_back()) || edge(text[at + word.len()..].chars().next()))
    })
}

/// The number of a person or of a telephone in a text.
pub(super) fn number_in(text: &str) -> Option<Said> {
    let plain = plain(text);
    if !personal_numbers(&plain, &[]).is_empty() {
        return Some(said!("it holds a phone or identity number", "含有手机号或身份证号"));
    }
    let runs = plain.split(|c: char| !c.is_ascii_digit() && !"-() ".contains(c));
    let landline = runs.into_iter().any(|run| {
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        digits.starts_with('0') && (10..=12).contains(&digits.len())
            || digits.starts_with("400") && digits.len() == 10
    });
    landline.then(|| said!("it holds a telephone number", "含有电话号码"))
}
