//! What the words and numbers of an entry mean. Nothing is guessed: what is not understood is a fault.

use super::address::Address;
use super::amounts::{Amount, Clause, clauses};
use super::facts::{Facts, Frame, Handed};
use super::pattern::{ELSEWHERE, EXEMPT, RESIDENTS, Slot, TESTED};
use super::wording::{Class, class, person, turning, without_silent, without_verb};
use crate::ledgers::Outcome;
use crate::model::{Fault, PlaceKind, Quantity, near};
use crate::recording::captain_line::COUNTS;
use crate::recording::typed::read_item;
use crate::registers::NameKind;
use crate::said;

/// Reads what stands around an address.
///
/// # Errors
/// Anything that is not understood, a number too many or too few.
pub fn facts(address: &Address, frame: &Frame) -> Result<Facts, Fault> {
    let names = &frame.registers.names;
    let items = names.list(NameKind::Item);
    let units: Vec<String> = frame.registers.items.iter().map(|item| item.unit.clone()).collect();
    let mut reading = Reading { frame, facts: Facts::default(), plain: Vec::new(), failed: None };
    reading.facts.noted.clone_from(&address.noted);
    if !address.before.is_empty() {
        reading.name(address.before)?;
    }
    let clauses = clauses(address.rest, items, &units)?;
    let counted = clauses.iter().any(|clause| !clause.amounts.is_empty());
    for clause in &clauses {
        reading.clause(clause, counted)?;
    }
    reading.settle(address)
}

struct Reading<'f, 'a> {
    frame: &'f Frame<'a>,
    facts: Facts,
    /// Numbers that no word explains.
    plain: Vec<Amount>,
    /// An attempt that failed.
    failed: Option<Outcome>,
}

impl Reading<'_, '_> {
    /// Passes over a name.
    fn name(&mut self, words: &str) -> Result<(), Fault> {
        if turning(words) || words.contains(|c: char| c.is_ascii_digit()) {
            return Err(not_understood(words));
        }
        self.facts.passed.push(words.to_owned());
        Ok(())
    }

    fn clause(&mut self, clause: &Clause, counted: bool) -> Result<(), Fault> {
        for amount in &clause.amounts {
            self.amount(amount)?;
        }
        if clause.amounts.is_empty() {
            self.words(&clause.words, counted)?;
        }
        Ok(())
    }

    /// Words without a number.
    fn words(&mut self, words: &str, counted: bool) -> Result<(), Fault> {
        let people = self.frame.tests() || self.frame.census();
        match class(words) {
            Class::Plain | Class::Tested => {}
            Class::NotHome | Class::Away if self.frame.goods() => self.fail(Outcome::NotHome, words),
            Class::Refused if self.frame.goods() => self.fail(Outcome::Refused, words),
            Class::NotHome if people => {
                if self.frame.census() {
                    self.set(1, 0, words)?;
                }
                self.facts.notes.push("不在家".to_owned());
            }
            Class::Away | Class::Elsewhere | Class::NotDone => {
                return Err(Fault::new(said!("`{words}`: how many?", "“{words}”没有写几人"))
                    .remedy(said!("such as 2105 -2, 1人在医院做核酸", "例如 2105 -2，1人在医院做核酸")));
            }
            _ if counted && self.plain.is_empty() && (self.frame.pattern.name || !self.frame.goods()) => {
                self.name(words)?;
            }
            _ => return Err(not_understood(words)),
        }
        Ok(())
    }

    fn fail(&mut self, outcome: Outcome, words: &str) {
        self.failed = Some(outcome);
        self.facts.notes.push(words.to_owned());
    }

    /// A number with its words.
    fn amount(&mut self, amount: &Amount) -> Result<(), Fault> {
        let (label, tail) = (amount.label.as_str(), amount.tail.as_str());
        if let Some(which) = self.count_named(label)
            && class(tail) == Class::Plain
        {
            let n = people(amount)?;
            self.approximate(amount);
            return self.set(which, n, label);
        }
        if self.frame.goods() && self.goods(amount)? {
            return Ok(());
        }
        let words = format!("{label}{tail}");
        let first = self.plain.is_empty() && self.facts.people.iter().all(Option::is_none);
        match class(&words) {
            Class::Plain => self.plain.push(amount.clone()),
            Class::Tested if first => self.plain.push(amount.clone()),
            Class::Tested if self.frame.tests() && words.contains("核酸") => {
                self.set(ELSEWHERE, people(amount)?, &amount.typed)?;
            }
            Class::Elsewhere if self.frame.tests() => self.set(ELSEWHERE, people(amount)?, &words)?,
            Class::Away | Class::NotHome if self.frame.tests() => {
                self.set(EXEMPT, people(amount)?, &words)?;
                self.facts.reason = known_words(&words);
            }
            Class::Away | Class::NotHome if self.frame.census() => {
                let away = people(amount)?;
                let home = self.plain.first().map(people).transpose()?;
                let Some(left) = home.and_then(|home| home.checked_sub(away)) else {
                    return Err(Fault::new(said!("how many live there is not said", "没有写一共几人")));
                };
                self.set(1, left, &words)?;
            }
            Class::Other
                if first
                    && label_is_name(label, tail)
                    && (self.frame.pattern.name || !self.frame.goods()) =>
            {
                self.name(label)?;
                self.plain.push(Amount { label: String::new(), ..amount.clone() });
            }
            _ => return Err(not_understood(&format!("{label}{}{tail}", amount.typed))),
        }
        Ok(())
    }

    /// The count that a word names, if this chain counts it.
    fn count_named(&self, label: &str) -> Option<usize> {
        let named = |(en, zh): &(&str, &[&str])| en.eq_ignore_ascii_case(label) || zh.contains(&label);
        let which = COUNTS.iter().position(named)?;
        match self.frame.counts(which) {
            true => Some(which),
            // 人数 in a chain of tests.
            false if which == RESIDENTS && !self.frame.census() && self.frame.counts(TESTED) => Some(TESTED),
            // 外检, 免检, 访客 go with 检测.
            false if which > TESTED && self.frame.tests() => Some(which),
            false => None,
        }
    }

    /// Takes a number that stands with the name of goods; false if it has none.
    fn goods(&mut self, amount: &Amount) -> Result<bool, Fault> {
        let names = &self.frame.registers.names;
        let words: Vec<&str> = [amount.label.as_str(), amount.tail.as_str()]
            .into_iter()
            .map(without_verb)
            .filter(|words| !without_silent(words).is_empty())
            .collect();
        let known = words.iter().find(|word| names.item(word).is_some());
        let (item, others) = match (known, &words[..]) {
            (Some(item), _) => {
                ((*item).to_owned(), words.iter().filter(|w| w != &item).copied().collect::<Vec<_>>())
            }
            (None, []) => return Ok(false),
            (None, [name])
                if person(name)
                    && near(name, names.list(NameKind::Item).iter().map(String::as_str)).is_empty() =>
            {
                self.name(name)?;
                self.plain.push(Amount { label: String::new(), tail: String::new(), ..amount.clone() });
                return Ok(true);
            }
            // Counts of people stand beside goods: their words are looked at as such.
            (None, _) if self.frame.tests() || self.frame.census() => return Ok(false),
            (None, [item]) if self.frame.new_items && amount.measure.unit.is_some() => {
                ((*item).to_owned(), Vec::new())
            }
            (None, [first, ..]) => {
                return Err(read_item(first, names).err().unwrap_or_else(|| not_understood(first)));
            }
        };
        for other in others {
            match person(other) || self.frame.pattern.name {
                true => self.name(other)?,
                false => return Err(not_understood(other)),
            }
        }
        let item = names.item(&item).map_or(item, |id| names.item_name(id));
        self.hand(item, amount)?;
        Ok(true)
    }

    fn hand(&mut self, item: String, amount: &Amount) -> Result<(), Fault> {
        if self.facts.goods.iter().any(|known| known.item == item) {
            return Err(Fault::new(said!("{item} is named twice", "{item} 写了两次")));
        }
        if amount.measure.unit.as_deref().is_some_and(is_people) {
            let typed = &amount.typed;
            return Err(Fault::new(said!("`{typed}` is no quantity of goods", "“{typed}”不是物品的数量")));
        }
        if amount.measure.quantity.is_zero() || amount.measure.quantity.is_negative() {
            return Err(Fault::new(said!("the quantity of {item} is nothing", "{item} 的数量为零"))
                .remedy(said!("write 不在家 or 不要 if that is meant", "如没有领到，请写 不在家 或 不要")));
        }
        self.approximate(amount);
        self.facts.noted.extend(amount.measure.noted.iter().filter(|_| !amount.measure.approximate).cloned());
        self.facts.goods.push(Handed {
            item,
            much: Some(amount.measure.clone()),
            outcome: Outcome::Delivered,
        });
        Ok(())
    }

    fn approximate(&mut self, amount: &Amount) {
        if amount.measure.approximate {
            self.facts.notes.push(amount.typed.trim().to_owned());
        }
    }

    fn set(&mut self, which: usize, n: u32, words: &str) -> Result<(), Fault> {
        if self.facts.people[which].is_some() {
            return Err(Fault::new(said!("`{words}` is said twice", "“{words}”重复了")));
        }
        self.facts.people[which] = Some(n);
        Ok(())
    }

    /// Gives the plain numbers their meaning, in the order of the pattern.
    fn settle(mut self, address: &Address) -> Result<Facts, Fault> {
        let plain = std::mem::take(&mut self.plain);
        let open = |slot: &&Slot| match slot {
            Slot::People(which) => self.facts.people[*which].is_none(),
            Slot::Goods(Some(item)) => !self.facts.goods.iter().any(|g| g.item == *item),
            Slot::Goods(None) => self.facts.goods.is_empty(),
        };
        let slots: Vec<Slot> = self.frame.slots.iter().filter(open).cloned().collect();
        let places = self.frame.registers.names.places();
        for amount in &plain {
            let other = amount.measure.quantity >= Quantity::whole(100)
                && places.get(address.place).kind == PlaceKind::Home
                && places.typed(&amount.typed, self.frame.context).is_ok_and(|p| p.id != address.place);
            if other {
                let typed = &amount.typed;
                return Err(Fault::new(said!("`{typed}` may be another home", "“{typed}”可能是另一户"))
                    .remedy(said!("an entry for each", "请每户一条")));
            }
        }
        if !plain.is_empty() && (plain.len() != slots.len() || self.failed.is_some()) {
            let numbers: Vec<&str> = plain.iter().map(|a| a.typed.trim()).collect();
            let (wanted, list) = (slots.len(), numbers.join(", "));
            return Err(Fault::new(said!(
                "it has {n} numbers ({list}) instead of {wanted}",
                "有 {n} 个数（{list}），应为 {wanted} 个",
                n = (numbers.len(), numbers.len())
            ))
            .remedy(said!(
                "write what each of them is, or --pattern for all entries",
                "请写明各是什么，或用 --pattern 说明格式"
            )));
        }
        for (amount, slot) in plain.iter().zip(&slots) {
            match slot {
                Slot::People(which) => {
                    let n = people(amount)?;
                    self.approximate(amount);
                    self.set(*which, n, &amount.typed)?;
                }
                Slot::Goods(item) => {
                    let item = self.item(item.as_deref())?;
                    self.hand(item, amount)?;
                }
            }
        }
        self.complete(&plain)
    }

    fn item(&self, named: Option<&str>) -> Result<String, Fault> {
        let meant = self.frame.item.as_ref().map(|(item, _)| item.as_str());
        named.or(meant).map(str::to_owned).ok_or_else(|| {
            Fault::new(said!("it does not say which goods", "没有写是什么物品"))
                .remedy(said!("--item ITEM for all entries", "请用 --item 指明物品"))
        })
    }

    /// What holds where nothing was said, and what is missing.
    fn complete(mut self, plain: &[Amount]) -> Result<Facts, Fault> {
        if let Some(outcome) = self.failed {
            if !self.facts.goods.is_empty() {
                return Err(Fault::new(said!(
                    "it says a quantity and that nothing was taken",
                    "既写了数量，又写没有领取"
                )));
            }
            let item = self.item(None)?;
            self.facts.goods.push(Handed { item, much: None, outcome });
        }
        let told = self.facts.people.iter().any(Option::is_some) || !self.facts.notes.is_empty();
        if self.frame.counts(TESTED)
            && self.facts.people[TESTED].is_none()
            && told
            && plain.is_empty()
            && self.frame.slots.len() == 1
        {
            // 2403 不在家, 2204 1人不在小区: nobody was tested here.
            self.facts.people[TESTED] = Some(0);
        }
        if self.frame.goods()
            && self.frame.slots.len() == 1
            && self.facts.goods.is_empty()
            && let Some((item, Some(much))) = &self.frame.item
        {
            self.facts.goods.push(Handed {
                item: item.clone(),
                much: Some(much.clone()),
                outcome: Outcome::Delivered,
            });
        }
        if self.facts.people.iter().all(Option::is_none) && self.facts.goods.is_empty() {
            return Err(Fault::new(said!("it says no number", "没有写数目"))
                .remedy(said!("such as 2105 -2", "例如 2105 -2")));
        }
        let lives = self.facts.people[RESIDENTS].is_some();
        if !lives && self.facts.people[1].is_some() && self.frame.counts(RESIDENTS) {
            return Err(Fault::new(said!("how many live there is not said", "没有写一共几人")));
        }
        Ok(self.facts)
    }
}

fn label_is_name(label: &str, tail: &str) -> bool {
    !label.is_empty() && class(tail) == Class::Plain && label.chars().count() <= 8
}

fn is_people(unit: &str) -> bool {
    matches!(unit, "人" | "个人" | "口" | "口人" | "位" | "名" | "people" | "person" | "persons")
}

/// The count of people that a number says.
fn people(amount: &Amount) -> Result<u32, Fault> {
    let measure = &amount.measure;
    let unit =
        measure.unit.as_deref().is_none_or(|unit| is_people(unit) || matches!(unit, "个" | "户" | "人份"));
    let whole = measure.quantity.as_whole().and_then(|n| u32::try_from(n).ok());
    whole.filter(|n| unit && *n < 100_000).ok_or_else(|| {
        let typed = amount.typed.trim();
        Fault::new(said!("`{typed}` is no number of people", "“{typed}”不是人数"))
    })
}

fn known_words(words: &str) -> String {
    let known = ["不在小区", "不在本小区", "外地", "出差", "回老家", "在老家", "不在家", "没在家"];
    known
        .iter()
        .find(|known| words.contains(**known))
        .map_or_else(|| "不在小区".to_owned(), |w| (*w).to_owned())
}

fn not_understood(words: &str) -> Fault {
    let words = words.trim();
    Fault::new(said!("`{words}` is not understood", "看不懂“{words}”"))
        .remedy(said!("leave remarks out, or write it so: 2105 -2", "请去掉附言，或写成 2105 -2"))
}
