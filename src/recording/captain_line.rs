//! A captain's line as it is typed, or pasted from a chat: `人数=41 检测=38`, `检测：38，外检：1、蔬菜包＝38份`, `检测38`.

use super::typed::read_item;
use crate::error::did_you_mean;
use crate::model::{Fault, goods_line, measure, near, whole_number};
use crate::registers::{NameKind, Names, Registers};
use crate::said;
use crate::words::{Lang, Said, any_of};

/// The words of the line that are counts of people, in both languages; the first Chinese one is shown.
pub const COUNTS: [(&str, &[&str]); 7] = [
    ("residents", &["人数", "住户人数", "居住人数"]),
    ("present", &["在住", "在家", "在住人数", "在家人数"]),
    ("households", &["户数"]),
    ("tested", &["检测", "核酸", "已检", "检测人数", "核酸检测"]),
    ("elsewhere", &["外检", "外出检测"]),
    ("exempt", &["免检"]),
    ("visitors", &["访客", "外来"]),
];

/// A word that may be two of the counts: it is not guessed which.
const AMBIGUOUS: [&str; 2] = ["住户", "户"];

/// The counts of a line, in the order of [`COUNTS`], and its goods lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaptainLine {
    /// The counts that were given.
    pub counts: [Option<u32>; 7],
    /// The goods lines, `蔬菜包=38份`.
    pub goods: Vec<String>,
}

/// The words for counts, in one language, for help and completion.
pub fn count_words(lang: Lang) -> Vec<&'static str> {
    COUNTS.iter().map(|(en, zh)| lang.pick(*en, zh[0])).collect()
}

/// Reads the words of a line. With `new`, an item that is not registered is no fault.
///
/// # Errors
/// A word that is neither a count nor goods, a count that is no whole number, a count given twice.
pub fn read_line(words: &[&str], registers: &Registers, new: bool) -> Result<CaptainLine, Fault> {
    let mut line = CaptainLine::default();
    for fact in facts(words, &registers.names) {
        let (key, value) = key_and_value(&fact, &registers.names).ok_or_else(|| {
            Fault::new(said!("`{fact}` is neither a count nor a goods line", "“{fact}”既不是人数也不是物品"))
                .remedy(said!(
                    "such as residents=41 tested=36 蔬菜包=38份",
                    "例如 人数=41 检测=36 蔬菜包=38份"
                ))
        })?;
        if AMBIGUOUS.contains(&key) {
            let value = value.trim();
            return Err(Fault::new(said!(
                "`{key}` may be the people or the households",
                "“{key}”可能是人数，也可能是户数"
            ))
            .remedy(said!(
                "write residents={value} (人数) or households={value} (户数)",
                "请写 人数={value} 或 户数={value}"
            )));
        }
        match COUNTS.iter().position(|(name, also)| name.eq_ignore_ascii_case(key) || also.contains(&key)) {
            Some(at) if line.counts[at].is_some() => {
                return Err(Fault::new(said!("`{key}` is given twice", "“{key}”写了两次")));
            }
            Some(at) => line.counts[at] = Some(whole_number(value)?),
            None => {
                let goods = format!("{key}={value}");
                let (item, measure) = goods_line(&goods).map_err(|fault| of_key(key, registers, fault))?;
                if read_item(&item, &registers.names).is_err() && !(new && measure.unit.is_some()) {
                    return Err(neither(&item, registers));
                }
                line.goods.push(goods);
            }
        }
    }
    Ok(line)
}

/// A value that cannot be read behind a key that is not known: the key is what is wrong.
fn of_key(key: &str, registers: &Registers, fault: Fault) -> Fault {
    if registers.names.item(key).is_some() { fault } else { neither(key, registers) }
}

/// A key that is neither a count nor an item: the near ones, and all counts.
fn neither(key: &str, registers: &Registers) -> Fault {
    let counts = COUNTS.iter().flat_map(|(en, zh)| std::iter::once(*en).chain(zh.iter().copied()));
    let mut names: Vec<String> = near(key, counts).into_iter().map(str::to_owned).collect();
    names.extend(registers.names.near(NameKind::Item, key));
    let list = |lang| any_of(&count_words(lang));
    let (en, zh) = (list(Lang::En).en, list(Lang::Zh).zh);
    let keys = said!("counts are {en}; anything else is an item", "人数可写 {zh}，其余须是物品名");
    let remedy = match did_you_mean(&names) {
        Some(near) => near.then(&Said { en: " ".to_owned(), zh: String::new() }).then(&keys),
        None => keys,
    };
    Fault::new(said!("`{key}` is neither a count nor an item", "“{key}”既不是人数也不是物品")).remedy(remedy)
}

const SIGNS: [char; 4] = ['=', '＝', ':', '：'];

/// The facts of a line, one by one. They are parted by blanks, commas, `、`, `；` or `。`; what follows without a sign of its own
/// still belongs to the fact before it (`1,945份`, `38 人`).
fn facts(words: &[&str], names: &Names) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    for word in words {
        let mut rest = word.trim();
        let mut parted = String::new();
        let mut first = true;
        while !rest.is_empty() {
            let end =
                rest.find(|c: char| c.is_whitespace() || "，,、；;。".contains(c)).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            let next = after.trim_start_matches(|c: char| c.is_whitespace() || "，,、；;。".contains(c));
            if !piece.is_empty() {
                let own = key_and_value(piece, names).is_some();
                match facts.last_mut() {
                    // `检测 = 38`: the sign stands alone, or at one side of a blank.
                    Some(last) if last.ends_with(SIGNS) || piece.starts_with(SIGNS) => last.push_str(piece),
                    Some(last) if !first && (!own || key_and_value(last, names).is_none()) => {
                        last.push_str(&parted);
                        last.push_str(piece);
                    }
                    _ => facts.push(piece.to_owned()),
                }
                first = false;
            }
            parted = after[..after.len() - next.len()].to_owned();
            rest = next;
        }
    }
    facts
}

/// The key and the value of a fact: parted by a sign, or a count word or a registered item followed at once by its number.
fn key_and_value<'f>(fact: &'f str, names: &Names) -> Option<(&'f str, &'f str)> {
    if let Some((key, value)) = fact.split_once(SIGNS) {
        return Some((key.trim(), value.trim())).filter(|(key, _)| !key.is_empty());
    }
    let words = COUNTS.iter().flat_map(|(_, zh)| zh.iter().copied()).chain(AMBIGUOUS);
    let mut fitting: Vec<&str> = words.filter(|word| fact.starts_with(word)).collect();
    fitting.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let value = |word: &&str| whole_number(&fact[word.len()..]).is_ok();
    let count = fitting.into_iter().find(value).map(|word| fact.split_at(word.len()));
    let item = || {
        let mut ends = fact.char_indices().map(|(at, _)| fact.split_at(at)).rev();
        ends.find(|(item, rest)| names.item(item).is_some() && measure(rest).is_ok())
    };
    count.or_else(item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::literal::with;
    use proptest::prelude::*;

    fn read(words: &[&str]) -> Result<CaptainLine, Fault> {
        with(&[], |books| read_line(words, books.registers, false))
    }

    #[test]
    fn a_line_is_read_as_it_is_typed_and_as_it_is_pasted() {
        let typed = read(&["人数=41", "tested=38", "外检=1", "牛奶=12瓶"]).unwrap();
        assert_eq!(typed.counts, [Some(41), None, None, Some(38), Some(1), None, None]);
        assert_eq!(typed.goods, ["牛奶=12瓶"]);
        for pasted in [
            &["人数：41，检测：38，外检：1，牛奶：12瓶。"][..],
            &["人数＝41、检测＝38、外检＝1、牛奶＝12瓶"],
            &["人数:41;检测:38;外检:1;牛奶:12瓶"],
            &["人数41 检测38人 外检1 牛奶=12瓶"],
            &["人数", "=", "41", "检测=", "38", "外检", "：1", "牛奶=12瓶"],
            &["人数：41，", "检测：38 人，", "外检：1，", "牛奶：12瓶"],
            &["人数41，检测：38，外检1，牛奶12瓶"],
        ] {
            assert_eq!(read(pasted).ok(), Some(typed.clone()), "{pasted:?}");
        }
    }

    #[test]
    fn a_comma_within_a_number_does_not_part_it() {
        assert_eq!(read(&["牛奶=1,945瓶，检测：3"]).unwrap().goods, ["牛奶=1,945瓶"]);
        assert_eq!(
            with(&[], |books| facts(&["N95 口罩=5，检测：3"], &books.registers.names)),
            ["N95 口罩=5", "检测：3"],
            "nor does a blank part a name"
        );
    }

    #[test]
    fn a_wrong_key_is_told_the_near_ones_and_all_counts() {
        let fault = read(&["检则=38"]).unwrap_err();
        assert_eq!(fault.message.zh, "“检则”既不是人数也不是物品");
        assert_eq!(
            fault.remedy.unwrap().zh,
            "是不是 检测？人数可写 人数、在住、户数、检测、外检、免检 或 访客，其余须是物品名"
        );
        assert!(read(&["testd=many"]).unwrap_err().remedy.unwrap().en.starts_with("did you mean tested?"));
    }

    #[test]
    fn a_word_that_may_be_people_or_households_is_asked_back() {
        assert_eq!(read(&["住户=41"]).unwrap_err().remedy.unwrap().zh, "请写 人数=41 或 户数=41");
        assert!(read(&["检测=3", "核酸=4"]).is_err(), "the same count twice");
        assert!(read(&["检测"]).is_err());
    }

    proptest! {
        #[test]
        fn any_line_is_read_or_refused(words in proptest::collection::vec("\\PC{0,12}", 0..4)) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let _ = read(&words);
        }
    }
}
