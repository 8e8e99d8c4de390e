//! The words of an entry that mean something, and those that do not.

use crate::model::chain::courtesy;

/// What the words around a number, or alone, say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing but the number.
    Plain,
    /// Nobody is at home.
    NotHome,
    /// Not in the compound.
    Away,
    /// Tested at work or in hospital.
    Elsewhere,
    /// Has been tested, without where.
    Tested,
    /// Not done.
    NotDone,
    /// Does not want it.
    Refused,
    /// Something else.
    Other,
}

const AWAY: &[&str] =
    &["不在小区", "不在本小区", "外地", "出差", "回老家", "在老家", "在外面住", "out of town", "away"];
const NOT_HOME: &[&str] = &[
    "不在家",
    "没在家",
    "家里没人",
    "家中无人",
    "无人在家",
    "没人",
    "无人",
    "not home",
    "not-home",
    "not at home",
];
const ELSEWHERE: &[&str] = &[
    "医院",
    "单位",
    "公司",
    "学校",
    "别处",
    "其他地方",
    "外检",
    "在外面做",
    "外面做",
    "hospital",
    "at work",
    "elsewhere",
];
const NOT_DONE: &[&str] = &[
    "没做",
    "未做",
    "没测",
    "未测",
    "未检",
    "没检",
    "没领",
    "未领",
    "不做",
    "没有做",
    "没收到",
    "未收到",
    "缺",
    "还差",
    "少",
    "not tested",
    "not yet",
];
const REFUSED: &[&str] = &["不要", "不需要", "拒收", "放弃", "不用", "不领", "refused"];
/// Words that turn what is said around, or make it a thing of another day.
const TURNING: &[&str] = &[
    "不", "没", "未", "无", "非", "别", "取消", "作废", "删", "退", "改", "缺", "差", "少", "明天", "昨天",
    "后天", "预约", "隔离", "阳性", "确诊", "老人", "小孩", "孩子", "儿童", "大人", "保姆", "访客", "代领",
    "代做", "帮忙", "帮领", "补", "另外", "另有", "not", "no ", "cancel", "except", "tomorrow",
];
/// Words that go with a number and add nothing to it.
const SILENT: &[&str] = &[
    "已做核酸",
    "已做完",
    "都做了",
    "做核酸",
    "做完了",
    "已检测",
    "已完成",
    "已接龙",
    "接龙",
    "核酸",
    "检测",
    "已做",
    "已检",
    "做了",
    "做完",
    "完成",
    "全部",
    "都已",
    "已领取",
    "已领",
    "领取",
    "领到",
    "收到",
    "一共",
    "共计",
    "合计",
    "总共",
    "共",
    "全家",
    "本户",
    "家里",
    "家",
    "有",
    "已",
    "了",
    "的",
    "住",
    "人数",
    "人",
    "tested",
    "done",
    "all",
    "have",
];
/// How one speaks of a person: a name ends so.
const PERSON: &[&str] = &[
    "先生", "女士", "老师", "师傅", "阿姨", "大姐", "大哥", "奶奶", "爷爷", "妈妈", "爸爸", "姐", "哥", "叔",
    "姨", "婶", "妈", "爸", "总", "家",
];
/// What is said of goods before their name.
const WANTING: &[&str] = &["我要", "需要", "要买", "想要", "要", "订", "买", "领取", "领", "来"];

/// What words say.
pub(super) fn class(words: &str) -> Class {
    let lower = words.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|word| lower.contains(word));
    let left = without_silent(&lower);
    if lower.is_empty() || left.is_empty() && !lower.contains("核酸") {
        Class::Plain
    } else if has(NOT_DONE) {
        Class::NotDone
    } else if has(ELSEWHERE) && !has(REFUSED) && !has(AWAY) && !has(NOT_HOME) {
        Class::Elsewhere
    } else if has(AWAY) {
        Class::Away
    } else if has(NOT_HOME) || lower == "不在" {
        Class::NotHome
    } else if has(REFUSED) {
        Class::Refused
    } else if left.is_empty() {
        if lower.contains('已') || lower.contains("做了") { Class::Tested } else { Class::Plain }
    } else if courtesy(&left) {
        Class::Plain
    } else {
        Class::Other
    }
}

/// The words without those that add nothing.
pub(super) fn without_silent(words: &str) -> String {
    let mut left = words.to_lowercase();
    for word in SILENT {
        left = left.replace(word, "");
    }
    left.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// True if the words could turn around what is said beside them.
pub(super) fn turning(words: &str) -> bool {
    TURNING.iter().any(|word| words.contains(word)) || class(words) == Class::Elsewhere
}

/// True for a word that names a person by the way it ends.
pub(super) fn person(word: &str) -> bool {
    let letters = word.chars().count();
    (2..=5).contains(&letters) && PERSON.iter().any(|end| word.ends_with(end)) && !turning(word)
}

/// The name of goods without the verb before it.
pub(super) fn without_verb(words: &str) -> &str {
    WANTING.iter().find_map(|verb| words.strip_prefix(verb)).unwrap_or(words).trim()
}
