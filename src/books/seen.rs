//! Which ids a file has had already. Rows mostly come in runs of a day, so the ids of a day are kept together: what is
//! looked at from row to row then is small and near.

use crate::model::{Day, RowId};

/// The ids met so far in a file, with the rows that have them. The days of a file follow one another, so that they take
/// turns with one table, which stays near; a day that is over is put away, and has a table of its own if it comes back.
#[derive(Debug, Default)]
pub struct Seen {
    days: Vec<OfDay>,
    current: usize,
    /// The table that is handed on, while no day has it: empty.
    spare: Vec<Slot>,
}

/// A number that two ids seldom share, and the row, counted from 1; a free slot has no row.
type Slot = (u32, u32);

/// The ids of one day.
#[derive(Debug)]
struct OfDay {
    day: Day,
    /// Each id at the first free slot from where its number points. A power of two of them, half of them free or more.
    /// Of a day put away, the ids one after the other.
    slots: Vec<Slot>,
    taken: usize,
    /// It came back, and keeps its table.
    back: bool,
}

/// A table of more slots than this for each id is not worth clearing.
const SPARSE: usize = 16;

impl Seen {
    /// Begins with another file.
    pub fn forget(&mut self) {
        self.put_away();
        self.days.clear();
    }

    /// Takes the id of a row, unless an earlier row has it: then that is the answer. `is` tells if a row has this id.
    #[inline]
    pub fn earlier(&mut self, id: RowId, row: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
        if self.days.get(self.current).is_none_or(|of| of.day != id.day) {
            self.turn_to(id.day);
        }
        let of = &mut self.days[self.current];
        if of.taken * 2 >= of.slots.len() {
            of.grow();
        }
        let print = print(id);
        let (mut at, last) = (print as usize, of.slots.len() - 1);
        loop {
            match &mut of.slots[at & last] {
                slot @ (_, 0) => {
                    *slot = (print, row as u32 + 1);
                    of.taken += 1;
                    return None;
                }
                (same, row) if *same == print && is(*row as usize - 1) => return Some(*row as usize - 1),
                _ => at += 1,
            }
        }
    }

    #[cold]
    fn turn_to(&mut self, day: Day) {
        self.put_away();
        if let Some(at) = self.days.iter().position(|of| of.day == day) {
            self.current = at;
            let of = &mut self.days[at];
            if !std::mem::replace(&mut of.back, true) {
                of.spread((of.taken * 4).next_power_of_two());
            }
        } else {
            self.current = self.days.len();
            let slots = std::mem::take(&mut self.spare);
            self.days.push(OfDay { day, slots, taken: 0, back: false });
        }
    }

    /// Leaves the day that is being read: what it had is kept, and its table is there for the next one.
    fn put_away(&mut self) {
        let Some(of) = self.days.get_mut(self.current).filter(|of| !of.back) else { return };
        let kept: Vec<Slot> = of.slots.iter().copied().filter(|(_, row)| *row > 0).collect();
        let mut table = std::mem::replace(&mut of.slots, kept);
        if table.len() <= of.taken * SPARSE {
            table.fill((0, 0));
            self.spare = table;
        }
    }
}

impl OfDay {
    #[cold]
    fn grow(&mut self) {
        self.spread(self.slots.len() * 2);
    }

    /// Lays out the ids in a table of so many slots, or a few more.
    fn spread(&mut self, size: usize) {
        let last = size.max(256) - 1;
        let kept = std::mem::replace(&mut self.slots, vec![(0, 0); last + 1]);
        for (print, row) in kept.into_iter().filter(|(_, row)| *row > 0) {
            let mut at = print as usize;
            while self.slots[at & last].1 > 0 {
                at += 1;
            }
            self.slots[at & last] = (print, row);
        }
    }
}

#[inline]
fn print(id: RowId) -> u32 {
    let all = id.code.bits() ^ u64::from(id.line).rotate_right(12);
    (all.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Code;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_is_told_with_the_first_row_that_has_it(
            mut picks in proptest::collection::vec((0u32..40, 0u32..40, 0u32..3), 0..3000),
            day_by_day: bool,
        ) {
            if day_by_day {
                picks.sort_by_key(|(day, ..)| *day);
            }
            let first = Day::ymd(2022, 8, 1).unwrap();
            let ids: Vec<RowId> = picks
                .iter()
                .map(|&(day, code, line)| RowId { day: first.plus(day as i32), code: Code::short(code), line, letter: b'I' })
                .collect();
            let mut seen = Seen::default();
            for &id in ids.iter().rev() {
                seen.earlier(id, 7, |_| true);
            }
            seen.forget();
            for (row, &id) in ids.iter().enumerate() {
                let expected = ids[..row].iter().position(|&other| other == id);
                prop_assert_eq!(seen.earlier(id, row, |other| ids[other] == id), expected);
            }
        }
    }
}
