//! Which ids a file has had already. Rows mostly come in runs of a day, so the ids of a day are kept together: what is
//! looked at from row to row then is small and near.

use crate::model::{Day, RowId};

/// The ids met so far in a file, with the rows that have them.
#[derive(Debug, Default)]
pub struct Seen {
    days: Vec<OfDay>,
    current: usize,
    /// Empty slots of a file read before: memory that need not be asked for again.
    spare: Vec<Vec<(u32, u32)>>,
}

/// The ids of one day.
#[derive(Debug)]
struct OfDay {
    day: Day,
    /// A number that two ids seldom share and the row, counted from 1, each at the first free slot from where the
    /// number points; a free slot has no row. A power of two of them, half of them free or more.
    slots: Vec<(u32, u32)>,
    taken: usize,
}

impl Seen {
    /// Begins with another file.
    pub fn forget(&mut self) {
        for mut of in self.days.drain(..) {
            of.slots.fill((0, 0));
            self.spare.push(of.slots);
        }
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
        self.current = self.days.iter().position(|of| of.day == day).unwrap_or_else(|| {
            let slots = self.spare.pop().unwrap_or_default();
            self.days.push(OfDay { day, slots, taken: 0 });
            self.days.len() - 1
        });
    }
}

impl OfDay {
    #[cold]
    fn grow(&mut self) {
        let last = (self.slots.len() * 2).max(256) - 1;
        let smaller = std::mem::replace(&mut self.slots, vec![(0, 0); last + 1]);
        for (print, row) in smaller.into_iter().filter(|(_, row)| *row > 0) {
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
            picks in proptest::collection::vec((0u32..40, 0u32..40, 0u32..3), 0..3000)
        ) {
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
