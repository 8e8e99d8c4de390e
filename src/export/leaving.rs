//! The rows of a ledger as they may leave their community: of residents nothing below the unit, no free text, no name of a
//! volunteer, and donors as they wish: the rule of what is public (`--public`), which besides hides small counts. What a text
//! column may tell outside is named here; a column that is added to a ledger stays at home.

use super::table::{Cell, Line, Rows, Table, Value};
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::{Field, Kind, Publish};
use crate::model::{PlaceKind, Tally};
use crate::words::words;
use std::borrow::Cow;

/// The columns of text that may leave: names of things, and donors as they wish.
const MAY_LEAVE: [&str; 10] =
    ["source", "donor", "lot", "document", "notice", "template", "title", "path", "digest", "post"];
/// Who took the goods at a door: nobody outside needs it.
const RECEIVER: &str = "receiver";
/// What stands for a donor who does not wish to be named.
const SOMEBODY: &str = "爱心人士";

/// `currency`: of all money of the community, which is not added to that of another.
const CURRENCY: Field = Field {
    name: "currency",
    kind: Kind::Text,
    required: true,
    heading: words("currency", "币种"),
    meaning: words("the currency of the money in this row", "本行金额的币种"),
    aliases: &[],
};

/// A ledger's rows, changed on their way out.
#[derive(Debug)]
pub(super) struct Leaving<'a> {
    inside: Table<'a>,
    /// The columns that leave, by their place in the table inside.
    kept: Vec<usize>,
    /// True if there is money among them.
    money: bool,
    books: &'a Books<'a>,
}

/// The table as it may leave the community.
pub fn leaving<'a>(inside: Table<'a>, books: &'a Books<'a>) -> Table<'a> {
    let may = |field: &Field| match field.kind {
        Kind::Text => MAY_LEAVE.contains(&field.name),
        Kind::Needs | Kind::Volunteer => false,
        _ => field.name != RECEIVER,
    };
    let money = inside.columns.iter().any(|field| field.kind == Kind::Money);
    let kept: Vec<usize> = (0..inside.columns.len()).filter(|at| may(&inside.columns[*at])).collect();
    Table {
        name: inside.name,
        title: inside.title,
        about: inside.about,
        columns: kept.iter().map(|at| inside.columns[*at]).chain(money.then_some(CURRENCY)).collect(),
        key: inside.key,
        tally: Tally::default(),
        rows: Rows::Leaving(Box::new(Leaving { inside, kept, money, books })),
    }
}

impl Leaving<'_> {
    /// How many rows are handed over.
    pub(super) fn row_count(&self) -> usize {
        self.inside.row_count()
    }

    /// Hands over every row.
    pub(super) fn each(&self, take: &mut dyn FnMut(&Line) -> Result<()>) -> Result<()> {
        let columns = &self.inside.columns;
        let (donor, publish) = (self.inside.position("donor"), self.inside.position("publish"));
        self.inside.each(&mut |line: &Line| {
            let unnamed = publish.is_some_and(|at| line.cells[at].text != Publish::Name.code());
            let cell = |at: &usize| {
                let cell = &line.cells[*at];
                match columns[*at].kind {
                    Kind::Place => self.place(cell),
                    _ if unnamed && donor == Some(*at) => Cell::text(SOMEBODY),
                    _ => Cell { text: Cow::Borrowed(cell.text.as_ref()), value: cell.value },
                }
            };
            let currency = self.money.then(|| Cell::text(self.books.registers.community.currency.as_str()));
            let cells: Vec<Cell> = self.kept.iter().map(cell).chain(currency).collect();
            take(&Line { cells: &cells, date: line.date })
        })
    }

    /// The unit of a home; nothing of what is in no register, which may be anything.
    fn place<'c>(&'c self, cell: &'c Cell) -> Cell<'c> {
        let places = self.books.registers.names.places();
        let Some(place) = places.find(cell.text.as_bytes()) else {
            return Cell { text: Cow::Borrowed(""), value: Value::Absent };
        };
        match places.get(place).kind {
            PlaceKind::Home => Cell::text(places.unit_of(place).map_or("", |unit| places.code(unit))),
            _ => Cell::text(cell.text.as_ref()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::table;
    use crate::ledgers::LEDGERS;
    use crate::model::Period;
    use crate::reports::sample;

    #[test]
    fn no_home_no_need_no_free_text_and_no_volunteer_leaves_and_no_row_is_lost() {
        sample(|books| {
            let places = books.registers.names.places();
            for ledger in LEDGERS {
                let (inside, outside) = (
                    table(books, ledger, Period::ALL).0,
                    leaving(table(books, ledger, Period::ALL).0, books),
                );
                let (mut rows, mut left) = (0, 0);
                inside
                    .each(&mut |_| {
                        rows += 1;
                        Ok(())
                    })
                    .unwrap();
                let texts = |c: &Field| {
                    matches!(c.kind, Kind::Text | Kind::Needs | Kind::Volunteer)
                        && !MAY_LEAVE.contains(&c.name)
                        && c.name != "currency"
                };
                assert!(!outside.columns.iter().any(|c| ["by", "runner", RECEIVER].contains(&c.name)));
                assert!(!outside.columns.iter().any(texts), "{}", ledger.name);
                outside
                    .each(&mut |line| {
                        left += 1;
                        assert_eq!(line.cells.len(), outside.columns.len());
                        for cell in line.cells {
                            let home = places
                                .find(cell.text.as_bytes())
                                .is_some_and(|p| places.get(p).kind == PlaceKind::Home);
                            assert!(!home, "{}: {}", ledger.name, cell.text);
                        }
                        Ok(())
                    })
                    .unwrap();
                assert_eq!((rows, rows > 0), (left, true), "{}", ledger.name);
                assert_eq!(outside.row_count(), left);
            }
        });
    }

    #[test]
    fn donors_are_named_as_they_wish() {
        sample(|books| {
            let ledger = crate::ledgers::by_name("donations").unwrap();
            let outside = leaving(table(books, ledger, Period::ALL).0, books);
            let at = |name| outside.position(name).unwrap();
            let mut seen = std::collections::BTreeSet::new();
            outside
                .each(&mut |line| {
                    let (donor, publish) = (&line.cells[at("donor")].text, &line.cells[at("publish")].text);
                    seen.insert((publish.to_string(), donor == SOMEBODY));
                    Ok(())
                })
                .unwrap();
            assert!(seen.contains(&("name".to_owned(), false)), "{seen:?}");
            assert!(seen.iter().all(|(publish, hidden)| (publish != "name") == *hidden), "{seen:?}");
            assert!(seen.len() > 1, "the sample has a donor who is not named");
        });
    }
}
