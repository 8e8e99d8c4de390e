//! Days and moments as the ledgers hold them: ISO days, RFC 3339 moments with an offset.

use super::Fault;
use crate::said;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeZone, Timelike};
use std::fmt;

/// A calendar day, from 1900-01-01 to 2999-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Default for Day {
    fn default() -> Day {
        Day::from_date(NaiveDate::default())
    }
}

impl Day {
    /// 1970-01-01, from which other programs count days.
    pub const EPOCH: Day = Day(719_163);

    /// From a chrono date.
    pub fn from_date(date: NaiveDate) -> Day {
        Day(date.num_days_from_ce())
    }

    /// From year, month and day of the month; `None` if there is no such day or the year is outside 1900–2999.
    pub fn ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        (1900..3000)
            .contains(&year)
            .then(|| NaiveDate::from_ymd_opt(year, month, day).map(Day::from_date))
            .flatten()
    }

    /// As a chrono date.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).expect("a Day is made from a date")
    }

    /// `2022-08`, the name of the file of this day's month.
    pub fn month(self) -> String {
        let mut month = self.to_string();
        month.truncate(month.len() - "-01".len());
        month
    }

    /// `220816`, as it stands in an id.
    pub fn short(self) -> String {
        let date = self.date();
        format!("{:02}{:02}{:02}", date.year().rem_euclid(100), date.month(), date.day())
    }

    /// The day so many days later (earlier if negative).
    pub fn plus(self, days: i32) -> Day {
        Day(self.0 + days)
    }

    /// How many days from the other day to this one.
    pub fn since(self, other: Day) -> i32 {
        self.0 - other.0
    }

    /// Reads a cell: `2022-08-16` and nothing else.
    pub fn parse(cell: &str) -> Result<Day, Fault> {
        Day::parse_bytes(cell.as_bytes()).ok_or_else(|| {
            Fault::new(said!("`{cell}` is not a day", "“{cell}” 不是日期"))
                .remedy(said!("an ISO day such as 2022-08-16", "请写成 2022-08-16 这样的日期"))
        })
    }

    /// [`Day::parse`] on bytes, without a message.
    pub fn parse_bytes(cell: &[u8]) -> Option<Day> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = cell else { return None };
        let year = number(&[y1, y2, y3, y4])?;
        Day::ymd(year as i32, number(&[m1, m2])?, number(&[d1, d2])?)
    }
}

#[inline]
fn number<const N: usize>(digits: &[u8; N]) -> Option<u32> {
    let good = digits.iter().fold(true, |good, digit| good & digit.is_ascii_digit());
    good.then(|| digits.iter().fold(0, |n, digit| n * 10 + u32::from(digit - b'0')))
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        let (year, month, day) = (date.year(), date.month(), date.day());
        // Written many times a row: chrono reads its pattern anew each time.
        match (0..=9999).contains(&year) {
            true => f.pad(&format!("{year:04}-{month:02}-{day:02}")),
            false => f.pad(&date.format("%Y-%m-%d").to_string()),
        }
    }
}

/// A moment with the offset it was written with, to the second. Ordered by the moment itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(i64);

/// A stamp is its seconds since 1970 times this, plus the offset in minutes, which is far less either way: eight
/// bytes that are ordered as the moments are.
const OFFSETS: i64 = 4096;

impl Stamp {
    /// From a chrono moment; fractions of a second are dropped.
    pub fn from_datetime(at: DateTime<FixedOffset>) -> Stamp {
        Stamp::new(at.timestamp(), i64::from(at.offset().local_minus_utc() / 60))
    }

    fn new(seconds: i64, offset_minutes: i64) -> Stamp {
        Stamp(seconds * OFFSETS + offset_minutes)
    }

    fn offset_minutes(self) -> i32 {
        (self.0 - self.seconds() * OFFSETS) as i32
    }

    /// As a chrono moment.
    pub fn datetime(self) -> DateTime<FixedOffset> {
        let offset = FixedOffset::east_opt(self.offset_minutes() * 60).expect("made from an offset");
        offset.timestamp_opt(self.seconds(), 0).single().expect("made from a moment")
    }

    /// Seconds since 1970 (UTC).
    pub fn seconds(self) -> i64 {
        (self.0 + OFFSETS / 2).div_euclid(OFFSETS)
    }

    /// The calendar day at the offset it was written with.
    pub fn day(self) -> Day {
        Day::from_date(self.datetime().date_naive())
    }

    /// Reads a cell: RFC 3339 with offset, to the second: `2022-08-16T20:00:00+08:00` (or `Z`).
    pub fn parse(cell: &str) -> Result<Stamp, Fault> {
        Stamp::parse_bytes(cell.as_bytes()).ok_or_else(|| {
            Fault::new(said!("`{cell}` is not a time of recording", "“{cell}” 不是登记时间")).remedy(said!(
                "RFC 3339 with offset, such as 2022-08-16T20:00:00+08:00",
                "请写成带时区的时间，例如 2022-08-16T20:00:00+08:00"
            ))
        })
    }

    /// [`Stamp::parse`] on bytes, without a message.
    pub fn parse_bytes(cell: &[u8]) -> Option<Stamp> {
        Stamp::parse_after(cell, None)
    }

    /// Reads a moment whose day is most likely the given one (rows are mostly recorded on their day).
    #[inline]
    pub fn parse_after(cell: &[u8], likely: Option<(&[u8; 10], Day)>) -> Option<Stamp> {
        let (digits, rest) = cell.split_first_chunk::<10>()?;
        let day = match likely {
            Some((same, day)) if same == digits => day,
            _ => Day::parse_bytes(digits)?,
        };
        let &[b'T', h1, h2, b':', m1, m2, b':', s1, s2, ref offset @ ..] = rest else { return None };
        let (hour, minute, second) = (number(&[h1, h2])?, number(&[m1, m2])?, number(&[s1, s2])?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let offset_minutes = match *offset {
            [b'Z'] => 0,
            [sign @ (b'+' | b'-'), o1, o2, b':', p1, p2] => {
                let (hours, minutes) = (number(&[o1, o2])?, number(&[p1, p2])?);
                if hours > 18 || minutes > 59 {
                    return None;
                }
                let size = i64::from(hours * 60 + minutes);
                if sign == b'-' { -size } else { size }
            }
            _ => return None,
        };
        let days = i64::from(day.since(Day::EPOCH));
        let seconds = days * 86_400 + i64::from(hour * 3600 + minute * 60 + second) - offset_minutes * 60;
        Some(Stamp::new(seconds, offset_minutes))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.datetime().format("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }
}

/// A time of day, `HH:MM`: the start and end of a shift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(u16);

impl Moment {
    /// Minutes since midnight.
    pub fn minutes(self) -> u16 {
        self.0
    }

    /// From a chrono time.
    pub fn from_time(time: NaiveTime) -> Moment {
        Moment((time.hour() * 60 + time.minute()) as u16)
    }

    /// Reads a cell: `08:30`; `24:00` is the end of the day.
    pub fn parse(cell: &str) -> Result<Moment, Fault> {
        Moment::parse_bytes(cell.as_bytes()).ok_or_else(|| {
            Fault::new(said!("`{cell}` is not a time of day", "“{cell}” 不是时刻"))
                .remedy(said!("HH:MM, such as 08:30", "请写成 08:30 这样的时刻"))
        })
    }

    /// [`Moment::parse`] on bytes, without a message.
    pub fn parse_bytes(cell: &[u8]) -> Option<Moment> {
        let &[h1, h2, b':', m1, m2] = cell else { return None };
        let (hour, minute) = (number(&[h1, h2])?, number(&[m1, m2])?);
        (hour < 24 && minute < 60 || hour == 24 && minute == 0).then_some(Moment((hour * 60 + minute) as u16))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_an_iso_day_that_exists() {
        assert_eq!(Day::parse("2022-08-16").unwrap().to_string(), "2022-08-16");
        for bad in ["2022-02-30", "2022-8-16", "20220816", "2022/08/16", "", "2022-08-16 ", "0000-01-01"] {
            assert!(Day::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_moment_keeps_its_offset_and_is_ordered_by_the_moment() {
        let china = Stamp::parse("2022-08-16T20:00:00+08:00").unwrap();
        let utc = Stamp::parse("2022-08-16T12:00:01Z").unwrap();
        assert_eq!(china.to_string(), "2022-08-16T20:00:00+08:00");
        assert_eq!(china.datetime().timestamp(), china.seconds());
        assert!(china < utc);
        for bad in [
            "2022-08-16T20:00:00",
            "2022-08-16 20:00:00+08:00",
            "2022-08-16T25:00:00Z",
            "2022-08-16T20:00:00.5Z",
        ] {
            assert!(Stamp::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn midnight_at_the_end_of_the_day_is_24_00() {
        assert_eq!(Moment::parse("24:00").unwrap().minutes(), 1440);
        assert!(Moment::parse("24:01").is_err());
    }
}
