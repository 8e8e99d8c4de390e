//! The slots of a schedule: the moments at which it is due, in the community's time zone. A slot is named by that moment
//! (`2022-08-16T20:00+08:00`), so that every clone means the same one.
//!
//! Where clocks are put forward, a slot in the gap is at the first moment after it; where they are put back, it is at the
//! first of the two. A slot is never due before its moment, and which slots there are depends on nothing but the schedule
//! and the zone: clocks that jump make none twice and hide none.

use crate::model::{Day, Moment, Stamp};
use chrono::{DateTime, Datelike, Duration, FixedOffset, LocalResult, NaiveTime, TimeZone, Weekday};
use chrono_tz::Tz;

/// When a schedule is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The time of day; 24:00 is the end of the day.
    pub at: Moment,
    /// The day of the week; every day if absent.
    pub weekday: Option<Weekday>,
    /// The time zone.
    pub zone: Tz,
}

/// One time at which a schedule is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// The moment, with the offset of the zone at that moment.
    pub at: Stamp,
    /// The day it is about: that of the schedule, also where 24:00 or a gap lies on the next one.
    pub day: Day,
}

impl Slot {
    /// Its name: `2022-08-16T20:00+08:00`.
    pub fn name(self) -> String {
        self.at.datetime().format("%Y-%m-%dT%H:%M%:z").to_string()
    }

    /// For a person: `2022-08-16 20:00`.
    pub fn shown(self) -> String {
        self.at.datetime().format("%Y-%m-%d %H:%M").to_string()
    }
}

impl Times {
    /// What makes these times: another one is another row of slots. `20:00 Asia/Shanghai`, `sun 20:30 Europe/Rome`.
    pub fn text(self) -> String {
        let day = self.weekday.map_or_else(String::new, |day| format!("{} ", day.to_string().to_lowercase()));
        format!("{day}{} {}", self.at, self.zone)
    }

    /// The slots after one moment and up to another, in their order.
    pub fn between(self, after: Stamp, until: Stamp) -> Vec<Slot> {
        // A day on either side: zones differ, and 24:00 lies on the next day.
        let local = |at: Stamp| Day::from_date(at.datetime().with_timezone(&self.zone).date_naive());
        let (mut day, last) = (local(after).plus(-2), local(until).plus(1));
        let mut slots: Vec<Slot> = Vec::new();
        while day <= last {
            // By the moment itself: stamps of one moment with two offsets are not equal.
            let inside = |slot: &Slot| (after.seconds() + 1..=until.seconds()).contains(&slot.at.seconds());
            if let Some(slot) = self.on(day).filter(inside) {
                // Where a whole day was left out, two days end at one moment: there is one slot.
                slots.retain(|earlier| earlier.at != slot.at);
                slots.push(slot);
            }
            day = day.plus(1);
        }
        slots
    }

    /// The last slot up to a moment.
    pub fn latest(self, until: Stamp) -> Option<Slot> {
        let before = until.datetime() - Duration::days(9);
        self.between(Stamp::from_datetime(before), until).pop()
    }

    /// The slot about a day, if there is one.
    fn on(self, day: Day) -> Option<Slot> {
        if self.weekday.is_some_and(|wanted| day.date().weekday() != wanted) {
            return None;
        }
        let wall = day.date().and_time(NaiveTime::MIN) + Duration::minutes(i64::from(self.at.minutes()));
        // No gap is longer than a day.
        (0..=24 * 60).find_map(|minutes| {
            let at = match self.zone.from_local_datetime(&(wall + Duration::minutes(minutes))) {
                LocalResult::None => return None,
                LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at,
            };
            Some(Slot { at: Stamp::from_datetime(at.fixed_offset()), day })
        })
    }
}

/// Reads a slot's name.
pub fn read_slot(name: &str) -> Option<Stamp> {
    DateTime::<FixedOffset>::parse_from_str(name, "%Y-%m-%dT%H:%M%:z").ok().map(Stamp::from_datetime)
}

/// Days for which missed slots are made up for; what is older is told and not made.
pub const MADE_UP_FOR: i64 = 31;

/// The slots that may be due now: after `since`, and no more than [`MADE_UP_FOR`] days ago.
pub fn open_slots(times: Times, since: Stamp, now: Stamp) -> Vec<Slot> {
    times.between(since.max(made_up_from(now)), now)
}

/// The moment after which missed slots are made up for.
pub fn made_up_from(now: Stamp) -> Stamp {
    Stamp::from_datetime(now.datetime() - Duration::days(MADE_UP_FOR))
}

/// The moment a second before.
pub fn just_before(at: Stamp) -> Stamp {
    Stamp::from_datetime(at.datetime() - Duration::seconds(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn stamp(text: &str) -> Stamp {
        Stamp::parse(text).unwrap()
    }

    fn times(text: &str, zone: &str) -> Times {
        let (day, at) = text.rsplit_once(' ').map_or((None, text), |(day, at)| (Some(day), at));
        Times {
            at: Moment::parse(at).unwrap(),
            weekday: day.map(|d| d.parse().unwrap()),
            zone: zone.parse().unwrap(),
        }
    }

    fn names(times: Times, after: &str, until: &str) -> Vec<String> {
        times.between(stamp(after), stamp(until)).into_iter().map(Slot::name).collect()
    }

    #[test]
    fn a_daily_slot_is_due_at_its_moment_and_not_a_second_before() {
        let evening = times("20:00", "Asia/Shanghai");
        let none: [&str; 0] = [];
        assert_eq!(names(evening, "2022-08-15T20:00:00+08:00", "2022-08-16T19:59:59+08:00"), none);
        assert_eq!(
            names(evening, "2022-08-15T20:00:00+08:00", "2022-08-16T12:00:00Z"),
            ["2022-08-16T20:00+08:00"]
        );
        assert_eq!(evening.text(), "20:00 Asia/Shanghai");
    }

    #[test]
    fn a_weekly_slot_is_due_on_its_day() {
        let sunday = times("sun 20:30", "Asia/Shanghai");
        assert_eq!(
            names(sunday, "2022-08-13T00:00:00+08:00", "2022-08-22T00:00:00+08:00"),
            ["2022-08-14T20:30+08:00", "2022-08-21T20:30+08:00"]
        );
        assert_eq!(sunday.text(), "sun 20:30 Asia/Shanghai");
    }

    #[test]
    fn the_end_of_a_day_is_about_that_day() {
        let slot = times("24:00", "Asia/Shanghai").latest(stamp("2022-08-17T09:00:00+08:00")).unwrap();
        assert_eq!(
            (slot.name().as_str(), slot.day),
            ("2022-08-17T00:00+08:00", Day::parse("2022-08-16").unwrap())
        );
    }

    #[test]
    fn a_slot_in_a_gap_is_at_the_first_moment_after_it_and_in_an_overlap_there_is_one() {
        let night = times("02:30", "Europe/Rome");
        assert_eq!(
            names(night, "2022-03-26T12:00:00Z", "2022-03-28T12:00:00Z"),
            ["2022-03-27T03:00+02:00", "2022-03-28T02:30+02:00"]
        );
        assert_eq!(names(night, "2022-10-29T12:00:00Z", "2022-10-30T12:00:00Z"), ["2022-10-30T02:30+02:00"]);
        // Samoa had no 30 December 2011: its midnight is that of the 31st.
        let midnight = times("00:00", "Pacific/Apia");
        assert_eq!(
            names(midnight, "2011-12-29T11:00:00Z", "2011-12-31T11:00:00Z"),
            ["2011-12-31T00:00+14:00", "2012-01-01T00:00+14:00"]
        );
    }

    #[test]
    fn a_name_reads_back() {
        let slot = times("20:00", "America/St_Johns").latest(stamp("2022-08-17T09:00:00+08:00")).unwrap();
        assert_eq!(read_slot(&slot.name()), Some(slot.at));
        assert_eq!(read_slot("2022-08-16 20:00"), None);
    }

    proptest! {
        #[test]
        fn whatever_the_clock_does_each_slot_is_met_once_and_never_before_its_time(
            zone in 0..chrono_tz::TZ_VARIANTS.len(),
            minutes in 0_u16..=1440,
            weekday in proptest::option::of(0_u8..7),
            begin in 300_000_000_i64..2_000_000_000,
            steps in proptest::collection::vec(-3_000_000_i64..6_000_000, 1..12),
        ) {
            let weekday = weekday.map(|n| Weekday::try_from(n).unwrap());
            let at = Moment::parse(&format!("{:02}:{:02}", minutes / 60, minutes % 60)).unwrap();
            let times = Times { at, weekday, zone: chrono_tz::TZ_VARIANTS[zone] };
            let moment = |seconds| Stamp::from_datetime(DateTime::from_timestamp(seconds, 0).unwrap().fixed_offset());
            let (since, mut now, mut furthest) = (moment(begin), begin, begin);
            let mut done: BTreeSet<String> = BTreeSet::new();
            for step in steps {
                now = (now + step).max(begin);
                furthest = furthest.max(now);
                for slot in times.between(since, moment(now)) {
                    prop_assert!(slot.at <= moment(now) && slot.at > since);
                    if done.insert(slot.name()) {
                        prop_assert_eq!(read_slot(&slot.name()), Some(slot.at));
                    }
                }
            }
            let all: Vec<String> = times.between(since, moment(furthest)).into_iter().map(Slot::name).collect();
            let distinct: BTreeSet<String> = all.iter().cloned().collect();
            prop_assert_eq!(distinct.len(), all.len());
            prop_assert_eq!(&done, &distinct);
            // One for each day of the zone, but those at either end and days that a zone left out.
            let days = (furthest - begin) / 86_400 / if weekday.is_some() { 7 } else { 1 };
            prop_assert!((all.len() as i64 - days).abs() <= 2, "{} slots in {} days", all.len(), days);
        }
    }
}
