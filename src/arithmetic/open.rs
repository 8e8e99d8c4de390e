//! Which rounds are open at a moment.

use crate::model::{Day, Stamp};
use crate::registers::Round;

/// True if the round is open. It opens at `opened`, or with its `date` if that is absent, and in any case by the day after
/// its `date`; it ends at `closes`. Without `closes` it is open on its `date` only: a forgotten round does not chase people for weeks.
/// Where `as_of` is not the day of `now` (looking back), the whole of that day is meant.
pub fn is_open(round: &Round, as_of: Day, now: Stamp) -> bool {
    let looking_back = as_of != now.day();
    let opened = match round.opened {
        Some(opened) if looking_back => opened.day() <= as_of || round.date <= as_of,
        Some(opened) => opened <= now || round.date < as_of,
        None => round.date <= as_of,
    };
    let closed = match round.closes {
        Some(closes) if looking_back => closes.day() < as_of,
        Some(closes) => closes <= now,
        None => round.date < as_of,
    };
    opened && !closed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::rounds::parse;

    fn open(times: &str, as_of: &str, now: &str) -> bool {
        let text = format!("[[round]]\ncode = \"r\"\nkind = \"testing\"\ndate = 2022-08-16\n{times}");
        let (rounds, faults) = parse(&text);
        assert!(faults.is_empty(), "{faults:?}");
        is_open(&rounds[0], Day::parse(as_of).unwrap(), Stamp::parse(now).unwrap())
    }

    #[test]
    fn a_round_is_open_from_opened_to_closes() {
        let times = "opened = 2022-08-16T08:00:00+08:00\ncloses = 2022-08-17T20:00:00+08:00\n";
        for (as_of, now, is) in [
            ("2022-08-16", "2022-08-16T07:59:59+08:00", false),
            ("2022-08-16", "2022-08-16T08:00:00+08:00", true),
            ("2022-08-17", "2022-08-17T19:59:59+08:00", true),
            ("2022-08-17", "2022-08-17T20:00:00+08:00", false),
            ("2022-08-15", "2022-08-20T12:00:00+08:00", false),
            ("2022-08-17", "2022-08-20T12:00:00+08:00", true),
            ("2022-08-18", "2022-08-20T12:00:00+08:00", false),
        ] {
            assert_eq!(open(times, as_of, now), is, "{as_of} {now}");
        }
    }

    #[test]
    fn without_closes_a_round_is_open_on_its_day() {
        assert!(!open("", "2022-08-15", "2022-08-15T12:00:00+08:00"));
        assert!(open("", "2022-08-16", "2022-08-16T00:00:00+08:00"));
        assert!(!open("", "2022-08-17", "2022-08-17T00:00:00+08:00"));
    }
}
