//! Chains of goods.

use super::{HANDED, Told, rows};

const PORTIONS: Told = Told { pattern: Some("室号 份数"), ..HANDED };
const NAMED: Told = Told { pattern: Some("室号 品名 数量"), ..HANDED };

#[test]
fn the_goods_are_those_of_the_round_of_the_flag_or_of_the_entry() {
    let cases = [
        (PORTIONS, "2105 2", &["1-0-2105 蔬菜包 2"][..]),
        (PORTIONS, "2105-2份", &["1-0-2105 蔬菜包 2 份"]),
        (Told { item: Some("牛奶"), ..PORTIONS }, "2105 2箱", &["1-0-2105 牛奶 2 箱"]),
        (Told { item: Some("牛奶"), ..PORTIONS }, "2105李姐2箱", &["1-0-2105 牛奶 2 箱"]),
        (Told { item: Some("牛奶"), ..PORTIONS }, "李姐 2105 半箱", &["1-0-2105 牛奶 0.5 箱"]),
        (Told { item: Some("蔬菜包=1份"), ..PORTIONS }, "1804", &["1-0-1804 蔬菜包 1 份"]),
        (Told { item: Some("蔬菜包=1份"), ..PORTIONS }, "1804 已领", &["1-0-1804 蔬菜包 1 份"]),
        (PORTIONS, "2403 不在家", &["1-0-2403 蔬菜包 0 not-home"]),
        (PORTIONS, "2403 不要", &["1-0-2403 蔬菜包 0 refused"]),
        (NAMED, "2105 五斤西瓜，十斤苹果", &["1-0-2105 西瓜 5 斤", "1-0-2105 苹果 10 斤"]),
        (NAMED, "2105 五斤西瓜 十斤苹果", &["1-0-2105 西瓜 5 斤", "1-0-2105 苹果 10 斤"]),
        (NAMED, "2105 西瓜2、5斤", &["1-0-2105 西瓜 2.5 斤"]),
        (NAMED, "2105 西瓜5斤、牛奶2箱", &["1-0-2105 西瓜 5 斤", "1-0-2105 牛奶 2 箱"]),
        (NAMED, "2105牛奶2箱", &["1-0-2105 牛奶 2 箱"]),
        (NAMED, "2105 我要牛奶两箱", &["1-0-2105 牛奶 2 箱"]),
        (NAMED, "2105 八宝粥3罐", &["1-0-2105 八宝粥 3 罐"]),
        (NAMED, "2105 约14斤西瓜", &["1-0-2105 西瓜 14 斤"]),
    ];
    wrong(&cases);
}

fn wrong(cases: &[(Told, &str, &[&str])]) {
    let read = cases.iter().map(|(told, body, is)| (body, is, rows(&format!("#接龙\n1. {body}"), *told)));
    let wrong: Vec<_> = read.filter(|(_, is, out)| out != *is).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn other_goods_and_odd_quantities_are_doubtful() {
    let milk = Told { item: Some("牛奶"), ..PORTIONS };
    let cases: [(Told, &str, &[&str]); 7] = [
        (milk, "2105 梨2箱", &["? there is no item `梨`"]),
        (milk, "2105 2人", &["? `2人` is no quantity of goods"]),
        (milk, "2105 0", &["? the quantity of 牛奶 is nothing"]),
        (milk, "2105 2箱，不要", &["? it has 1 numbers (2箱) instead of 1"]),
        (milk, "2105", &["? it says no number"]),
        (milk, "2105 2106 1箱", &["? `2106` may be another home"]),
        (NAMED, "2105 西瓜2斤，西瓜3斤", &["? 西瓜 is named twice"]),
    ];
    wrong(&cases);
}

#[test]
fn two_entries_of_a_home_about_different_goods_both_count() {
    assert_eq!(rows("1. 2105 西瓜2斤\n2. 2105 苹果3斤", NAMED), ["1-0-2105 西瓜 2 斤", "1-0-2105 苹果 3 斤"]);
    assert_eq!(
        rows("1. 2105 西瓜2斤\n2. 2105 西瓜3斤，苹果3斤", NAMED),
        ["1-0-2105 西瓜 3 斤", "1-0-2105 苹果 3 斤"]
    );
    assert_eq!(
        rows("1. 2105 西瓜2斤，苹果1斤\n2. 2105 西瓜3斤", NAMED),
        ["? a later entry of this home names only some of its goods", "1-0-2105 西瓜 3 斤"]
    );
}
