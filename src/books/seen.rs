//! Which ids a file has had already, told from a number each: fast enough for a million rows, and exact together with
//! a second look at the rows.

use crate::model::{Day, RowId};

/// The fingerprints of the ids met so far. Its memory is kept from file to file.
#[derive(Debug, Default)]
pub struct Seen {
    /// Each fingerprint at the first free slot from where it points; 0 is a free slot. A power of two of them, at
    /// most two in three taken.
    slots: Vec<u64>,
    taken: usize,
}

impl Seen {
    /// Begins anew.
    pub fn forget(&mut self) {
        self.slots.fill(0);
        self.taken = 0;
    }

    /// Takes an id. True if it is probably there already; false only if it certainly is not.
    #[inline]
    pub fn takes_again(&mut self, id: RowId) -> bool {
        if self.taken * 3 >= self.slots.len() * 2 {
            self.grow();
        }
        let again = place(&mut self.slots, fingerprint(id));
        self.taken += usize::from(!again);
        again
    }

    #[cold]
    fn grow(&mut self) {
        let larger = vec![0; (self.slots.len() * 2).max(64)];
        for print in std::mem::replace(&mut self.slots, larger) {
            if print != 0 {
                place(&mut self.slots, print);
            }
        }
    }
}

/// Puts a fingerprint where it belongs. True if it is there already.
#[inline]
fn place(slots: &mut [u64], print: u64) -> bool {
    let last = slots.len() - 1;
    let mut at = (print >> 32) as usize;
    loop {
        let slot = &mut slots[at & last];
        if *slot == 0 || *slot == print {
            return std::mem::replace(slot, print) == print;
        }
        at += 1;
    }
}

/// A number that two ids seldom share; never 0.
#[inline]
fn fingerprint(id: RowId) -> u64 {
    let day = id.day.since(Day::default()) as u64;
    let all = id.code.bits() ^ u64::from(id.line).rotate_right(12) ^ day << 30;
    all.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Code;

    #[test]
    fn an_id_is_told_the_second_time_and_forgotten_with_its_file() {
        let mut seen = Seen::default();
        let id = |n: u32| RowId {
            day: Day::ymd(2022, 8, 1 + n % 28).unwrap(),
            code: Code::short(n / 7),
            line: n % 7,
            letter: b'I',
        };
        assert!((0..10_000).all(|n| !seen.takes_again(id(n))));
        assert!((0..10_000).all(|n| seen.takes_again(id(n))));
        seen.forget();
        assert!(!seen.takes_again(id(5)));
    }
}
