//! Hours of duty: a person's shifts of a day, overlapping ones counted once.

use crate::books::Books;
use crate::ledgers::{Row, Shift};
use crate::model::Day;
use crate::registers::{GroupId, VolunteerId};
use std::collections::BTreeMap;

/// More than these minutes of duty in a day are too many.
pub const LONGEST_DAY: i64 = 12 * 60;

/// A row of `shifts`.
pub type ShiftRow<'a> = Row<'a, Shift<'a>>;

/// From when to when, in minutes from the midnight with which the shift's `date` begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// When it began.
    pub start: i64,
    /// When it ended: not before the start, and less than a day after it.
    pub end: i64,
}

impl Span {
    /// The span between two times of day, in minutes: an end before its start is on the next day.
    pub fn between(start: u16, end: u16) -> Span {
        let (start, end) = (i64::from(start), i64::from(end));
        Span { start, end: if end < start { end + 1440 } else { end } }
    }

    /// The span of a shift.
    pub fn of(shift: &Shift) -> Span {
        Span::between(shift.start.minutes(), shift.end.minutes())
    }

    /// The same, seen from a day so many days earlier.
    pub fn later(self, days: i32) -> Span {
        let by = i64::from(days) * 1440;
        Span { start: self.start + by, end: self.end + by }
    }

    /// True if the two have a minute in common.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The minutes that some spans cover, each minute once.
pub fn minutes_of(mut spans: Vec<Span>) -> i64 {
    spans.sort_unstable();
    let (mut sum, mut reached) = (0, i64::MIN);
    for span in spans {
        sum += (span.end - span.start.max(reached)).max(0);
        reached = reached.max(span.end);
    }
    sum
}

/// What one person served.
#[derive(Clone, Debug)]
pub struct Served<'b, 'a> {
    /// The shifts, from the first to begin to the last; never empty.
    pub rows: Vec<&'b ShiftRow<'a>>,
    /// The minutes they cover.
    pub minutes: i64,
}

fn served<'b, 'a, K: Ord>(
    books: &'b Books<'a>,
    wanted: impl Fn(Day) -> bool,
    key: impl Fn(&ShiftRow<'a>) -> K,
) -> BTreeMap<K, Served<'b, 'a>> {
    let mut rows: BTreeMap<K, Vec<&ShiftRow>> = BTreeMap::new();
    for row in books.shifts.effective().filter(|row| wanted(row.head.date)) {
        rows.entry(key(row)).or_default().push(row);
    }
    let sorted = |(key, mut rows): (K, Vec<&'b ShiftRow<'a>>)| {
        rows.sort_by_key(|row| (row.head.date, Span::of(&row.body), row.head.id));
        let minutes = rows
            .chunk_by(|a, b| a.head.date == b.head.date)
            .map(|day| minutes_of(day.iter().map(|row| Span::of(&row.body)).collect()))
            .sum();
        (key, Served { rows, minutes })
    };
    rows.into_iter().map(sorted).collect()
}

/// The days of each person, in whatever group: hours count to the day on which the shift began.
pub fn days<'b, 'a>(
    books: &'b Books<'a>,
    wanted: impl Fn(Day) -> bool,
) -> BTreeMap<(Day, VolunteerId), Served<'b, 'a>> {
    served(books, wanted, |row| (row.head.date, row.body.volunteer))
}

/// What each person served in each group; shifts of one day that overlap are counted once.
pub fn by_group<'b, 'a>(
    books: &'b Books<'a>,
    wanted: impl Fn(Day) -> bool,
) -> BTreeMap<(GroupId, VolunteerId), Served<'b, 'a>> {
    served(books, wanted, |row| (row.body.group, row.body.volunteer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(start: u16, end: u16) -> Span {
        Span::between(start * 60, end * 60)
    }

    #[test]
    fn an_end_before_its_start_is_on_the_next_day() {
        assert_eq!(span(22, 6), Span { start: 1320, end: 1800 });
        assert_eq!(span(0, 24), Span { start: 0, end: 1440 });
        assert_eq!(minutes_of(vec![span(22, 6)]), 480);
    }

    #[test]
    fn what_overlaps_is_counted_once_and_what_only_touches_does_not_overlap() {
        assert_eq!(minutes_of(vec![span(8, 12), span(10, 14)]), 360);
        assert_eq!(minutes_of(vec![span(8, 12), span(9, 10)]), 240);
        assert!(!span(8, 12).overlaps(span(12, 14)) && span(8, 12).overlaps(span(11, 14)));
        assert!(span(22, 6).overlaps(span(5, 9).later(1)) && !span(22, 6).overlaps(span(6, 9).later(1)));
    }

    proptest! {
        #[test]
        fn hours_do_not_depend_on_the_order_and_are_never_more_than_the_sum(
            times in prop::collection::vec((0u16..=1440, 0u16..=1440), 0..8),
            turn in 0usize..8,
        ) {
            let spans: Vec<Span> = times.iter().map(|&(a, b)| Span::between(a, b)).collect();
            let mut turned = spans.clone();
            turned.rotate_left(turn.min(spans.len()));
            turned.reverse();
            let minutes = minutes_of(spans.clone());
            prop_assert_eq!(minutes, minutes_of(turned));
            prop_assert!(minutes <= spans.iter().map(|s| s.end - s.start).sum::<i64>());
            prop_assert!(spans.iter().all(|s| s.end - s.start <= minutes && s.end - s.start <= 1440));
            prop_assert!(minutes <= 2880, "two days at most: the shifts begin on one");
            let covered = (0..2880).filter(|&m| spans.iter().any(|s| s.start <= m && m < s.end)).count();
            prop_assert_eq!(minutes, covered as i64);
        }
    }
}
