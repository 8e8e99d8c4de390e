//! Who is not in a chain: homes that are due in the round and did not write, ready to paste back into the chat; and homes
//! that an earlier paste of the chain had and this one has not.

use super::fate::{Brought, earlier};
use super::frame::Rounds;
use super::reading::Chain;
use crate::arithmetic::coverage::{CoveredHome, Reckoning};
use crate::books::Books;
use crate::ledgers::{Census, Distribution, Draft, Head, Ledger, Testing};
use crate::model::{PlaceId, PlaceKind, Quantity};
use crate::recording::Setting;
use crate::registers::RoundId;
use crate::said;
use crate::words::Said;
use std::collections::BTreeSet;

/// Who is due and not in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// The homes; none if everybody who is due wrote.
    pub homes: Vec<PlaceId>,
    /// What is pasted back into the chat.
    pub text: Said,
}

/// The places of which a chain speaks.
pub struct Scope<'b> {
    books: &'b Books<'b>,
    context: Option<PlaceId>,
    named: BTreeSet<PlaceId>,
    units: BTreeSet<PlaceId>,
}

impl<'b> Scope<'b> {
    /// The building or unit given beside the chain; without one the units that occur in it.
    pub fn of(chain: &Chain, context: Option<PlaceId>, books: &'b Books<'b>) -> Scope<'b> {
        let read = chain.read.iter().map(|r| r.place);
        let others = chain.doubtful.iter().filter_map(|d| d.place);
        let named: BTreeSet<PlaceId> =
            read.chain(others).chain(chain.repeated.iter().map(|r| r.place)).collect();
        let places = books.registers.names.places();
        let units = named.iter().filter_map(|place| places.unit_of(*place)).collect();
        Scope { books, context, named, units }
    }

    fn covers(&self, place: PlaceId) -> bool {
        let places = self.books.registers.names.places();
        match self.context {
            Some(context) => places.covers(context, place),
            None => places.unit_of(place).is_some_and(|unit| self.units.contains(&unit)),
        }
    }

    fn has(&self, place: PlaceId) -> bool {
        let unit = self.books.registers.names.places().unit_of(place);
        self.named.contains(&place) || unit.is_some_and(|unit| self.named.contains(&unit))
    }

    /// Rows that an earlier paste brought and whose home this one has not.
    pub(super) fn gone(&self, rounds: Rounds, census: bool, setting: &Setting, brought: &mut Brought) {
        let books = self.books;
        if let Some(round) = rounds.testing {
            let rows = books.tests.effective().filter(|row| row.body.round == round);
            rows.for_each(|row| self.missing(&Testing::LEDGER, &row.head, row.body.place, brought));
        }
        if let Some(round) = rounds.goods {
            let rows = books.distributions.effective().filter(|row| row.body.round == Some(round));
            rows.for_each(|row| self.missing(&Distribution::LEDGER, &row.head, row.body.place, brought));
        }
        if census {
            let rows = books.census.effective().filter(|row| row.head.date == setting.day);
            rows.for_each(|row| self.missing(&Census::LEDGER, &row.head, row.body.place, brought));
        }
        brought.gone.sort_by_key(|(place, id, _)| (*place, *id));
    }

    fn missing(&self, ledger: &'static Ledger, head: &Head, place: PlaceId, brought: &mut Brought) {
        if self.named.contains(&place) || !self.covers(place) {
            return;
        }
        let row = earlier(self.books, ledger, head);
        if row.of_chain {
            brought.gone.push((place, row.id, what(&row.draft)));
        }
    }

    /// The homes that are due and not in the chain, as a text for the chat; nothing if nothing is due there.
    pub fn absent(&self, rounds: Rounds, census: bool, setting: &Setting) -> Option<Absent> {
        let books = self.books;
        let places = books.registers.names.places();
        let mut homes: BTreeSet<PlaceId> = BTreeSet::new();
        let mut titles: Vec<&str> = Vec::new();
        for id in [rounds.testing, rounds.goods].into_iter().flatten() {
            let Some(round) = books.registers.round(id) else { continue };
            titles.push(if round.title.is_empty() { &round.code } else { &round.title });
            let reckoning = Reckoning::new(books, setting.today.max(round.date));
            homes.extend(self.due(&reckoning, id));
        }
        if census {
            let rows = crate::arithmetic::census::CensusRows::of(books);
            let in_force = rows.in_force(setting.day);
            homes.extend(places.homes(PlaceId::WHOLE).filter(|home| in_force.observed(*home).is_none()));
        }
        if titles.is_empty() && !census {
            return None;
        }
        let asked = |home: &PlaceId| places.get(*home).kind == PlaceKind::Home;
        homes.retain(|home| asked(home) && self.covers(*home) && !self.has(*home));
        let homes: Vec<PlaceId> = homes.into_iter().collect();
        let title = titles.join("、");
        if homes.is_empty() {
            let text =
                said!("{title}: everybody who is due is in the chain.", "{title}：应接龙的住户都已接龙。");
            return Some(Absent { homes, text });
        }
        let mut text = String::new();
        let mut unit = None;
        for &home in &homes {
            if places.unit_of(home) != unit {
                unit = places.unit_of(home);
                let code = unit.map_or("", |unit| places.code(unit));
                text.push_str(if text.is_empty() { "" } else { "\n" });
                text.push_str(&format!("{code}："));
            } else {
                text.push('、');
            }
            text.push_str(places.get(home).part());
        }
        let en = text.replace('：', ": ").replace('、', ", ");
        let text = match title.is_empty() {
            true => said!(
                "{t}\nnot in the chain yet: please add your line.",
                "{t}\n还没有接龙，请接龙。",
                t = (en, text)
            ),
            false => said!(
                "{t}\nnot in the chain yet ({title}): please add your line.",
                "{t}\n还没有接龙（{title}），请接龙。",
                t = (en, text)
            ),
        };
        Some(Absent { homes, text })
    }

    /// The homes to which something is due in a round, or of which nobody knows.
    fn due(&self, reckoning: &Reckoning, id: RoundId) -> Vec<PlaceId> {
        let Some(coverage) = reckoning.round(id) else { return Vec::new() };
        let marks = reckoning.marks(id);
        let open = |place: PlaceId| {
            coverage.lines.iter().any(|line| {
                line.place == place && (!line.sums.missing.is_zero() || line.sums.unknown_homes > 0)
            })
        };
        let served = |home: PlaceId| {
            coverage.goods.iter().all(|goods| {
                marks.of(home, *goods).is_some_and(|mark| mark.done + mark.exempt > Quantity::ZERO)
            })
        };
        let lives =
            |home: &CoveredHome| home.people.is_none_or(|people| people.present > 0 || people.households > 0);
        let due = |home: &CoveredHome| match home.in_whole {
            true => open(home.unit) && lives(home) && !served(home.home),
            false => open(home.home),
        };
        reckoning.homes(id).into_iter().filter(due).map(|home| home.home).collect()
    }
}

fn what(row: &Draft) -> Said {
    let of = |field: &str| row.get(field).to_owned();
    match row.ledger.letter {
        b'T' => super::people::test_words(row),
        b'I' => Said::same(format!("{} {}{}", of("item"), of("quantity"), of("unit"))),
        _ => said!("residents {n}", "人数 {n}", n = (of("residents"), of("residents"))),
    }
}
