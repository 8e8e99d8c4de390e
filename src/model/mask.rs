//! Masks of names, for what is published: `王**`, `王*柳`.

use super::near::is_han;

/// How much of a name a published text shows (`[privacy] mask` in `community.toml`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameMask {
    /// The surname: `王**`, `欧阳**`.
    #[default]
    Surname,
    /// The surname and the last character: `王*柳`; a name of two characters as `王*`.
    Ends,
}

/// Surnames of two characters.
const COMPOUND: [&str; 40] = [
    "欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "司徒", "令狐", "东方",
    "西门", "南宫", "夏侯", "端木", "独孤", "申屠", "司空", "鲜于", "闻人", "赫连", "澹台", "濮阳", "钟离",
    "轩辕", "呼延", "太史", "公冶", "宗政", "万俟", "仲孙", "单于", "淳于", "公羊", "闾丘", "东郭", "百里",
    "第五",
];

impl NameMask {
    /// Reads `surname` or `ends`; `None` for anything else.
    pub fn from_code(code: &str) -> Option<NameMask> {
        match code {
            "surname" => Some(NameMask::Surname),
            "ends" => Some(NameMask::Ends),
            _ => None,
        }
    }

    /// The code that stands in `community.toml`.
    pub fn code(self) -> &'static str {
        match self {
            NameMask::Surname => "surname",
            NameMask::Ends => "ends",
        }
    }

    /// The masked name, with a star for each character hidden; something is always hidden. A name in Latin letters
    /// keeps the first letter of each word: `J*** S****`.
    pub fn mask(self, name: &str) -> String {
        let name = name.trim();
        let masked = if name.chars().any(is_han) { self.characters(name) } else { first_letters(name) };
        if masked.contains('*') { masked } else { only_first(name) }
    }

    fn characters(self, name: &str) -> String {
        let signs: Vec<char> = name.chars().collect();
        let compound = signs.len() > 2 && COMPOUND.iter().any(|surname| name.starts_with(surname));
        let shown = match signs.len() {
            1 => 0,
            _ if compound => 2,
            _ => 1,
        };
        let last = match self {
            NameMask::Ends if signs.len() > shown + 1 => signs.len() - 1,
            NameMask::Ends | NameMask::Surname => signs.len(),
        };
        let hidden = |i: usize, c: char| i >= shown && i < last && !matches!(c, '·' | ' ');
        signs.iter().enumerate().map(|(i, c)| if hidden(i, *c) { '*' } else { *c }).collect()
    }
}

fn first_letters(name: &str) -> String {
    let mut masked = String::with_capacity(name.len());
    let mut first = true;
    for c in name.chars() {
        masked.push(if !c.is_alphanumeric() || first { c } else { '*' });
        first = !c.is_alphanumeric() && c != '\'';
    }
    masked
}

/// For names of which nothing would be hidden: the first letter, if there are more.
fn only_first(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    let mut seen = if letters > 1 { 0 } else { 1 };
    let hide = |c: char| {
        let hidden = c.is_alphanumeric() && seen > 0;
        seen += usize::from(c.is_alphanumeric());
        if hidden { '*' } else { c }
    };
    name.chars().map(hide).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_surname_is_shown_and_a_star_for_each_character_of_the_rest() {
        for (name, masked) in [
            ("王小柳", "王**"),
            ("王柳", "王*"),
            ("欧阳小柳", "欧阳**"),
            ("欧阳柳", "欧阳*"),
            ("欧阳", "欧*"),
            ("王", "*"),
            ("阿卜杜拉·买买提", "阿***·***"),
            ("", ""),
        ] {
            assert_eq!(NameMask::Surname.mask(name), masked, "{name}");
        }
    }

    #[test]
    fn the_ends_are_shown_where_something_is_left_to_hide() {
        for (name, masked) in [
            ("王小柳", "王*柳"),
            ("王柳", "王*"),
            ("欧阳小柳", "欧阳*柳"),
            ("欧阳柳", "欧阳*"),
            (" 王小柳 ", "王*柳"),
        ] {
            assert_eq!(NameMask::Ends.mask(name), masked, "{name}");
        }
    }

    #[test]
    fn a_latin_name_keeps_the_first_letter_of_each_word() {
        assert_eq!(NameMask::Surname.mask("John Smith"), "J*** S****");
        assert_eq!(NameMask::Ends.mask("Anne-Marie O'Neil"), "A***-M**** O'****");
        assert_eq!(NameMask::Surname.mask("X"), "*");
        assert_eq!(NameMask::Surname.mask("J S"), "J *");
    }

    proptest! {
        #[test]
        fn something_of_a_name_is_always_hidden(name in "[王小柳欧阳]{1,6}|[A-Za-z]{1,9}( [A-Z][a-z]{1,6})?|\\PC*") {
            for mask in [NameMask::Surname, NameMask::Ends] {
                let masked = mask.mask(&name);
                prop_assert_eq!(masked.chars().count(), name.trim().chars().count());
                prop_assert!(masked.contains('*') || !name.chars().any(char::is_alphanumeric));
            }
        }
    }
}
