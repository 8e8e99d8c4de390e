//! Which notice is meant: the codes that `reach` rows may name.

use crate::books::Books;
use crate::ledgers::RoundKind;
use crate::model::near;

/// What a typed code means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// This notice or roll-call.
    One(String),
    /// Each of these begins with it, or has it within.
    Several(Vec<String>),
    /// None; these are near.
    None(Vec<String>),
}

/// The codes of all notices issued, the latest first, then of all roll-calls, the latest first.
pub fn codes(books: &Books) -> Vec<String> {
    let mut rows: Vec<_> = books.notices.effective().collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.head.date, row.head.at, row.head.id)));
    let mut codes: Vec<String> = rows.iter().map(|row| row.body.notice.get().into_owned()).collect();
    let mut rollcalls: Vec<_> =
        books.registers.rounds.iter().filter(|r| r.kind == RoundKind::Rollcall).collect();
    rollcalls.sort_by_key(|round| std::cmp::Reverse(round.date));
    codes.extend(rollcalls.into_iter().map(|round| round.code.clone()));
    let mut seen = std::collections::BTreeSet::new();
    codes.retain(|code| seen.insert(code.clone()));
    codes
}

/// The notice or roll-call of this code, else the only one whose code begins with it, else the only one that has it
/// within.
pub fn meant(books: &Books, typed: &str) -> Meant {
    let (typed, codes) = (typed.trim(), codes(books));
    if codes.iter().any(|code| code == typed) {
        return Meant::One(typed.to_owned());
    }
    let with = |fits: &dyn Fn(&str) -> bool| -> Vec<String> {
        codes.iter().filter(|code| !typed.is_empty() && fits(code)).cloned().collect()
    };
    let begin = with(&|code| code.starts_with(typed));
    let hold = if begin.is_empty() { with(&|code| code.contains(typed)) } else { begin };
    match hold.as_slice() {
        [] => Meant::None(
            near(typed, codes.iter().map(String::as_str)).into_iter().map(str::to_owned).collect(),
        ),
        [one] => Meant::One(one.clone()),
        _ => Meant::Several(hold),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::example::Example;

    #[test]
    fn a_code_means_itself_else_what_alone_begins_with_it_or_has_it_within() {
        let notice = "notice,template,title,audience,path,digest";
        let example = Example::small()
            .round("code = \"roll\"\nkind = \"rollcall\"\ndate = 2022-08-16")
            .round("code = \"t\"\nkind = \"testing\"\ndate = 2022-08-16")
            .rows(
                "notices",
                notice,
                &["2022-08-15,water-0815,x,停水,,,,09:00", "2022-08-16,water-0816,x,停水,,,,09:00"],
            );
        example.read(|books| {
            let one = |code: &str| Meant::One(code.to_owned());
            assert_eq!(codes(books), ["water-0816", "water-0815", "roll"]);
            assert_eq!(meant(books, "water-0815"), one("water-0815"));
            assert_eq!(meant(books, "ro"), one("roll"));
            assert_eq!(meant(books, "0816"), one("water-0816"));
            assert_eq!(meant(books, "wat"), Meant::Several(vec!["water-0816".into(), "water-0815".into()]));
            assert_eq!(meant(books, "rool"), Meant::None(vec!["roll".into()]));
            assert_eq!(meant(books, "t-"), Meant::None(Vec::new()), "a round of tests reaches nobody");
            assert_eq!(meant(books, ""), Meant::None(Vec::new()));
        });
    }
}
