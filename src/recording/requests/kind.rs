//! What kind of help a need is: said in a word, told by a registered item, or by a small table of words.

use crate::ledgers::Help;
use crate::model::Fault;
use crate::registers::Registers;
use crate::said;
use crate::words::any_of;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Where a kind was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KindFrom {
    /// The line says it: `药品`, `medicine`.
    Said,
    /// The category of a registered item that it names.
    Item(String),
    /// A word that this program knows.
    Word(String),
    /// `--kind`.
    Flag,
}

/// Words that tell the kind, and words that hide another (`米粉` is not `米`). Goods and troubles only: a word for a
/// person (老人, 宝宝) tells nothing of what is needed.
const WORDS: &[(Option<Help>, &[&str])] = &[
    (None, &["米粉", "厘米", "毫米", "平米", "护理垫", "水果刀", "菜刀", "油漆", "灯油"]),
    (
        Some(Help::Medicine),
        &[
            "布洛芬",
            "对乙酰氨基酚",
            "泰诺",
            "美林",
            "胰岛素",
            "降压药",
            "血压药",
            "降糖药",
            "感冒药",
            "退烧药",
            "退热药",
            "退烧贴",
            "消炎药",
            "止痛药",
            "止咳糖浆",
            "头孢",
            "阿莫西林",
            "连花清瘟",
            "速效救心丸",
            "硝酸甘油",
            "二甲双胍",
            "硝苯地平",
            "氨氯地平",
            "阿司匹林",
            "眼药水",
            "滴眼液",
            "创可贴",
            "碘伏",
            "体温计",
            "血糖试纸",
            "血糖仪",
            "血压计",
            "维生素",
            "雾化",
            "配药",
            "买药",
            "药",
            "消食片",
            "含片",
            "胶囊",
            "颗粒",
            "口服液",
            "糖浆",
            "软膏",
            "蒙脱石散",
            "益生菌",
            "板蓝根",
            "藿香正气水",
            "抗原",
            "ibuprofen",
            "insulin",
        ],
    ),
    (
        Some(Help::Baby),
        &[
            "奶粉",
            "尿不湿",
            "纸尿裤",
            "尿布",
            "拉拉裤",
            "奶瓶",
            "奶嘴",
            "辅食",
            "吸奶器",
            "待产包",
            "产褥垫",
            "formula",
            "diapers",
        ],
    ),
    (
        Some(Help::Food),
        &[
            "菜",
            "大米",
            "小米",
            "糯米",
            "米",
            "面粉",
            "面条",
            "挂面",
            "鸡蛋",
            "肉",
            "牛奶",
            "面包",
            "水果",
            "苹果",
            "油",
            "盐",
            "酱油",
            "方便面",
            "饮用水",
            "矿泉水",
            "桶装水",
            "豆腐",
            "吃的",
            "猫粮",
            "狗粮",
            "rice",
        ],
    ),
    (
        Some(Help::Medical),
        &[
            "就诊",
            "看病",
            "医院",
            "透析",
            "化疗",
            "产检",
            "急诊",
            "复诊",
            "救护车",
            "量血压",
            "血压",
            "打针",
            "换药",
            "挂号",
            "dialysis",
        ],
    ),
    (
        Some(Help::Repair),
        &[
            "漏水",
            "停水",
            "停电",
            "断电",
            "跳闸",
            "水管",
            "下水道",
            "堵了",
            "马桶",
            "门锁",
            "电梯",
            "燃气",
            "煤气",
            "空调",
            "修",
        ],
    ),
    (Some(Help::Transport), &["用车", "接送", "送站", "通行证", "出小区", "打车", "派车", "机场", "高铁"]),
    (
        Some(Help::Other),
        &[
            "卫生巾",
            "卫生纸",
            "纸巾",
            "洗衣液",
            "洗洁精",
            "洗发水",
            "垃圾袋",
            "口罩",
            "轮椅",
            "拐杖",
            "电池",
            "充电器",
        ],
    ),
    (Some(Help::Care), &["陪护", "照看", "照顾", "敲门", "护理", "遛狗", "喂猫", "陪诊"]),
];

/// The kind that a single word says: a code or its word in either language, `药品`, `medicine`, `medicines`.
pub(super) fn kind_word(word: &str) -> Option<Help> {
    let word = folded(word);
    let bare = word.strip_suffix('类').or(word.strip_suffix("用品")).unwrap_or(&word);
    Help::ALL.iter().copied().find(|kind| [kind.code(), kind.words().en, kind.words().zh].contains(&bare))
}

/// The kind of a need: by the category of the registered items that it names, else by the table of words. `None` if
/// nothing tells it.
///
/// # Errors
/// It may be of two kinds.
pub fn kind_of(need: &str, registers: &Registers) -> Result<Option<(Help, KindFrom)>, Fault> {
    let text = folded(need);
    let mut kinds = BTreeSet::new();
    let mut first = None;
    for item in &registers.items {
        // A name of one character (米, 水) is in too many words.
        let names = std::iter::once(&item.name).chain(&item.aliases).filter(|n| n.chars().count() > 1);
        let named = names.into_iter().any(|name| text.contains(&folded(name)));
        if named && !item.category.trim().is_empty() {
            let kind = of_category(&item.category);
            kinds.insert(kind);
            first.get_or_insert((kind, KindFrom::Item(item.name.clone())));
        }
    }
    if kinds.is_empty() {
        for (kind, word) in told(&text) {
            kinds.insert(kind);
            first.get_or_insert((kind, KindFrom::Word(word)));
        }
    }
    if kinds.len() > 1 {
        let words: Vec<_> = kinds.iter().map(|kind| kind.words()).collect();
        let en = any_of(&words.iter().map(|w| w.en).collect::<Vec<_>>()).en;
        let zh = any_of(&words.iter().map(|w| w.zh).collect::<Vec<_>>()).zh;
        return Err(Fault::new(said!("`{need}` may be {en}", "“{need}”可能是 {zh}"))
            .remedy(said!("write which of them, or make it two requests", "请写明是哪一类，或分成两条")));
    }
    Ok(first)
}

/// What is neither of our kinds of goods is other help.
fn of_category(category: &str) -> Help {
    let named = kind_word(category.trim());
    named.unwrap_or_else(|| match category.trim() {
        "药" | "医药" | "药物" => Help::Medicine,
        "婴幼儿" | "婴儿" => Help::Baby,
        "粮油" | "蔬菜" | "生鲜" | "食物" | "饮料" | "米面" => Help::Food,
        _ => Help::Other,
    })
}

/// The kinds that the words of a text tell, longest words first, each part of the text read once.
fn told(text: &str) -> Vec<(Help, String)> {
    let mut words: Vec<(&str, Option<Help>)> =
        WORDS.iter().flat_map(|(kind, words)| words.iter().map(|word| (*word, *kind))).collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
    let (mut left, mut found) = (text.to_owned(), Vec::new());
    for (word, kind) in words {
        if left.contains(word) {
            left = left.replace(word, "\u{0}");
            found.extend(kind.map(|kind| (kind, word.to_owned())));
        }
    }
    found
}

/// In one width and case.
fn folded(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_kind_is_said_by_its_code_or_its_word_in_either_language() {
        for (word, kind) in [
            ("药品", Help::Medicine),
            ("Medicine", Help::Medicine),
            ("母婴用品", Help::Baby),
            ("食品类", Help::Food),
            ("mother and baby", Help::Baby),
            ("其他", Help::Other),
        ] {
            assert_eq!(kind_word(word), Some(kind), "{word}");
        }
        assert_eq!(kind_word("布洛芬"), None);
    }

    #[test]
    fn words_tell_the_kind_and_longer_ones_come_first() {
        let kinds =
            |text: &str| told(&folded(text)).into_iter().map(|(kind, _)| kind).collect::<BTreeSet<_>>();
        for (text, kind) in [
            ("布洛芬1盒", Help::Medicine),
            ("胰岛素 2支", Help::Medicine),
            ("尿不湿XL", Help::Baby),
            ("两斤青菜", Help::Food),
            ("大米10斤", Help::Food),
            ("厨房漏水", Help::Repair),
            ("每周三次透析", Help::Medical),
            ("量血压", Help::Medical),
            ("换药", Help::Medical),
            ("健胃消食片", Help::Medicine),
            ("卫生巾2包", Help::Other),
            ("血压药", Help::Medicine),
            ("接送", Help::Transport),
            ("请每天敲门看看", Help::Care),
        ] {
            assert_eq!(kinds(text), BTreeSet::from([kind]), "{text}");
        }
        for nothing in ["米粉两盒", "老人独居", "宝宝", "", "护理垫", "10厘米绳子"] {
            assert_eq!(kinds(nothing), BTreeSet::new(), "{nothing}");
        }
        assert_eq!(kinds("奶粉和布洛芬").len(), 2);
    }

    #[test]
    fn no_word_stands_in_the_table_twice() {
        let mut seen = BTreeSet::new();
        for word in WORDS.iter().flat_map(|(_, words)| words.iter()) {
            assert!(seen.insert(word), "{word}");
            assert_eq!(folded(word), **word, "{word} is compared folded");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_kind_or_none(text in "[药米菜奶粉修a-z0-9]{0,12}|\\PC{0,20}") {
            let _ = told(&folded(&text));
            let _ = kind_word(&text);
        }
    }
}
