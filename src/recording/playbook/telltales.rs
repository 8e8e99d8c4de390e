//! What would tell who a community is: its people, donors, places, phones and name.

use crate::books::Books;
use crate::ledgers::LEDGERS;
use crate::model::{NameMask, PlaceId, personal_numbers};
use crate::notices::home_in;
use crate::recording::{PRESETS, Preset};
use crate::registers::Registers;
use crate::registers::{contacts, table};
use crate::said;
use crate::store::text::Source;
use crate::words::{Lang, Said};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// The columns of ledgers in which people stand.
const PEOPLE: [&str; 4] = ["by", "runner", "volunteer", "receiver"];
/// Those in which people or firms stand.
const GIVERS: [&str; 2] = ["donor", "source"];
/// Words behind the number of a building, which may be a Chinese numeral.
const BUILDINGS: [&str; 4] = ["幢", "栋", "棟", "号楼"];

/// What may not be in a playbook of this community.
pub struct Telltales<'a> {
    registers: &'a Registers,
    /// In one width and in small letters.
    words: BTreeSet<String>,
    /// Parts of people's names in Latin letters, as they are written.
    parts: BTreeSet<String>,
    mask: NameMask,
}

impl<'a> Telltales<'a> {
    /// Those of a community: its registers, every row of its ledgers and its private contacts.
    pub fn new(books: &Books<'a>, private: &[u8]) -> Telltales<'a> {
        let registers = books.registers;
        let community = &registers.community;
        let mut people: BTreeSet<String> = registers.services.iter().map(|s| s.volunteer.clone()).collect();
        people.extend(community.buildings.iter().map(|b| b.captain.clone()));
        let mut names: BTreeSet<String> = BTreeSet::new();
        names.insert(community.name.clone());
        names.extend(
            ["小区", "社区", "花园", "家园"]
                .iter()
                .filter_map(|end| community.name.strip_suffix(end).map(str::to_owned)),
        );
        for named in community.destinations.iter().chain(&community.stores) {
            names.extend([named.code.clone(), named.name.clone()]);
        }
        let mut phones = community.public_phones.clone();
        let source = Source::new(contacts::CONTACTS, private.to_vec());
        for entry in table::read(&source, contacts::FIELDS, &mut Vec::new()).entries {
            people.insert(entry.get("name").to_owned());
            phones.push(entry.get("phone").to_owned());
        }
        for ledger in LEDGERS {
            let columns = |names: &[&str]| -> Vec<usize> {
                names.iter().filter_map(|name| ledger.position(name)).collect()
            };
            let (of_people, of_givers) = (columns(&PEOPLE), columns(&GIVERS));
            for head in books.heads(ledger) {
                let mut cells = books.cells(ledger, head.origin);
                people.extend(of_people.iter().filter_map(|&at| cells.get_mut(at).map(std::mem::take)));
                names.extend(of_givers.iter().filter_map(|&at| cells.get_mut(at).map(std::mem::take)));
            }
        }
        // A number without its area code tells as much.
        let digits = |phone: &String| phone.split(|c: char| !c.is_ascii_digit()).map(str::to_owned).collect();
        names
            .extend(phones.iter().flat_map(|phone| -> Vec<String> { digits(phone) }).filter(|d| d.len() > 6));
        names.extend(phones);
        let common = common_words();
        let tells = |word: &String| word.chars().count() > 1 && !stands_in(word, &common);
        let parts = people.iter().flat_map(|name| name.split(|c: char| !c.is_ascii_alphabetic()));
        let is_name = |part: &&str| part.len() > 2 && part.starts_with(|c: char| c.is_ascii_uppercase());
        let parts: BTreeSet<String> =
            parts.filter(is_name).filter(|part| tells(&plain(part))).map(str::to_owned).collect();
        let words = names.iter().chain(&people).map(|name| plain(name.trim())).filter(tells).collect();
        Telltales { registers, words, parts, mask: community.privacy.mask }
    }

    /// What the text tells, if it tells anything.
    pub fn told_by(&self, text: &str) -> Option<Said> {
        if let Some(told) = number_in(text) {
            return Some(told);
        }
        let plain = plain(text);
        // Neither a blank nor a dot within it hides a name.
        let closed: String = plain.chars().filter(|c| !c.is_whitespace() && !"·•・".contains(*c)).collect();
        let stands = |word: &&String| {
            stands_in(word, &plain) || !word.is_ascii() && stands_in(&word.replace(['·', ' '], ""), &closed)
        };
        let as_written: String = text.nfkc().filter(|c| !is_invisible(*c)).collect();
        let part = |word: &&String| stands_in(word, &as_written);
        if let Some(word) = self.words.iter().find(stands).or_else(|| self.parts.iter().find(part)) {
            let shown = self.mask.mask(word);
            return Some(said!(
                "it names somebody or something of this community ({shown})",
                "出现了本社区的人或单位（{shown}）"
            ));
        }
        self.names_a_place(&plain, &as_written)
            .then(|| said!("it names a place of this community", "出现了本社区的地点"))
    }

    /// True if a building, a unit or a home stands in the text.
    fn names_a_place(&self, plain: &str, as_written: &str) -> bool {
        let places = self.registers.names.places();
        let stands = |word: &str| stands_in(word, plain);
        let building = |code: &str| {
            let small = code.to_lowercase();
            ["幢", "栋", "棟", "座", "号楼"].iter().any(|word| stands(&format!("{small}{word}")))
                // As it is written: `block A`, not to block a door.
                || ["building", "Building", "block", "Block", "tower", "Tower"]
                    .iter()
                    .any(|word| stands_in(&format!("{word} {code}"), as_written))
        };
        let mut units = places.units(PlaceId::WHOLE).map(|unit| places.code(unit).to_lowercase());
        self.registers.community.buildings.iter().any(|b| building(&b.plan.code))
            || units.any(|unit| stands(&format!("{unit}单元")))
            || BUILDINGS.iter().any(|word| plain.match_indices(word).any(|at| self.is_numeral(plain, at)))
            || home_in(plain, self.registers).is_some()
    }

    /// True for `三幢` where there is a building 3, and not for `每一幢`.
    fn is_numeral(&self, plain: &str, (at, word): (usize, &str)) -> bool {
        let before = plain[..at].trim_end_matches(|c: char| "一二三四五六七八九十百零〇".contains(c));
        let number = &plain[before.len()..at];
        let each = number == "一" && before.ends_with(['每', '这', '那', '整', '同', '任', '某', '哪']);
        let places = self.registers.names.places();
        !number.is_empty() && !each && places.typed(&format!("{number}{word}"), None).is_ok()
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
    text.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
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
    if landline {
        return Some(said!("it holds a telephone number", "含有电话号码"));
    }
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mail = plain
        .match_indices('@')
        .any(|(at, _)| letter(plain[..at].chars().next_back()) && letter(plain[at + 1..].chars().next()));
    mail.then(|| said!("it holds an e-mail address", "含有电子邮箱"))
}
