//! A period: the days from one to another, both included, either of them open.

use super::{Day, Fault};
use crate::said;
use crate::words::Said;

/// The days that a report or a list is about. Both ends are included; an absent one is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl Period {
    /// All days.
    pub const ALL: Period = Period { from: None, to: None };

    /// The days between two, both included; refused if the first is after the last.
    pub fn new(from: Option<Day>, to: Option<Day>) -> Result<Period, Fault> {
        match (from, to) {
            (Some(first), Some(last)) if first > last => Err(Fault::new(said!(
                "the period begins on {first}, after its end on {last}",
                "起始日期 {first} 晚于截止日期 {last}"
            ))
            .remedy(said!("--from {last} --to {first}", "--from {last} --to {first}"))),
            _ => Ok(Period { from, to }),
        }
    }

    /// Everything up to and including a day.
    pub fn until(day: Day) -> Period {
        Period { from: None, to: Some(day) }
    }

    /// One day.
    pub fn day(day: Day) -> Period {
        Period { from: Some(day), to: Some(day) }
    }

    /// A calendar month; `None` if there is no such month.
    pub fn month(year: i32, month: u32) -> Option<Period> {
        let first = Day::ymd(year, month, 1)?;
        let last = (28..=31).rev().find_map(|day| Day::ymd(year, month, day));
        Some(Period { from: Some(first), to: last })
    }

    /// True if the day lies within.
    pub fn contains(self, day: Day) -> bool {
        self.from.is_none_or(|first| first <= day) && self.to.is_none_or(|last| day <= last)
    }

    /// True if a day of the month (`2022-08`, the name of a file) lies within: the others need not be read.
    pub fn touches_month(self, month: &str) -> bool {
        self.from.is_none_or(|first| first.month().as_str() <= month)
            && self.to.is_none_or(|last| month <= last.month().as_str())
    }

    /// The period for a heading: `2022-08-01 to 2022-08-16`; empty for all days.
    pub fn say(self) -> Said {
        match (self.from, self.to) {
            (Some(first), Some(last)) if first == last => Said::same(first.to_string()),
            (Some(first), Some(last)) => said!("{first} to {last}", "{first} 至 {last}"),
            (Some(first), None) => said!("from {first}", "{first} 起"),
            (None, Some(last)) => said!("up to {last}", "截至 {last}"),
            (None, None) => Said::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn both_ends_belong_to_the_period_and_an_absent_one_is_open() {
        let august = Period::month(2022, 8).unwrap();
        assert!(august.contains(day("2022-08-01")) && august.contains(day("2022-08-31")));
        assert!(!august.contains(day("2022-07-31")) && !august.contains(day("2022-09-01")));
        assert!(Period::until(day("2022-08-16")).contains(day("1999-01-01")));
        assert!(!Period::until(day("2022-08-16")).contains(day("2022-08-17")));
        assert!(Period::ALL.contains(day("2999-12-31")));
    }

    #[test]
    fn february_ends_as_its_year_says() {
        assert_eq!(Period::month(2024, 2).unwrap().to, Some(day("2024-02-29")));
        assert_eq!(Period::month(2023, 2).unwrap().to, Some(day("2023-02-28")));
        assert_eq!(Period::month(2023, 13), None);
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused_naming_both_days() {
        let fault = Period::new(Some(day("2022-08-16")), Some(day("2022-08-01"))).unwrap_err();
        assert!(fault.message.zh.contains("2022-08-16") && fault.message.zh.contains("2022-08-01"));
        assert!(Period::new(Some(day("2022-08-16")), Some(day("2022-08-16"))).is_ok());
    }

    #[test]
    fn only_the_months_of_the_period_need_be_read() {
        let period = Period::new(Some(day("2022-07-31")), Some(day("2022-08-01"))).unwrap();
        let touched: Vec<&str> = ["2022-06", "2022-07", "2022-08", "2022-09"]
            .into_iter()
            .filter(|m| period.touches_month(m))
            .collect();
        assert_eq!(touched, ["2022-07", "2022-08"]);
        assert!(Period::ALL.touches_month("1999-01"));
    }
}
