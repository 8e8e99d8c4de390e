//! Days as people type them: `8月16日`, `8.16`, `昨天`; and the day numbers of Excel.

use super::spoken::{spoken_number, tidied};
use super::{Day, Fault};
use crate::said;
use chrono::Datelike;

/// Reads a day as typed: `2022-8-16`, `2022/8/16`, `20220816`, `2022年8月16日`, `8月16号`, `8.16`, `16日`, `昨天`.
///
/// A year not given is that of `today`, or the year before if the day would be more than 31 days ahead (December
/// typed in January). A month not given is that of `today`. Nothing else is guessed; a day that does not exist is
/// refused. A clock time after a full day (`2022/8/16 20:31:05`, as surveys export) is left out.
pub fn typed_day(text: &str, today: Day) -> Result<Day, Fault> {
    let tidy = tidied(text);
    if let Some(days) = day_word(&tidy) {
        return Ok(today.plus(days));
    }
    let read = written(&tidy).ok_or_else(|| {
        let text = text.trim();
        Fault::new(said!("`{text}` is not a day", "“{text}” 不是日期")).remedy(said!(
            "such as 2022-08-16, 8.16, 8月16日 or today",
            "例如 2022-08-16、8.16、8月16日 或 今天"
        ))
    })?;
    resolve(read, today).ok_or_else(|| {
        let text = text.trim();
        Fault::new(said!("there is no day `{text}`", "没有“{text}”这一天"))
    })
}

/// Year, month and day as far as given.
type Written = (Option<u32>, Option<u32>, u32);

fn day_word(text: &str) -> Option<i32> {
    Some(match text.to_ascii_lowercase().as_str() {
        "今天" | "今日" | "today" => 0,
        "昨天" | "昨日" | "yesterday" => -1,
        "前天" => -2,
        "大前天" => -3,
        "明天" | "明日" | "tomorrow" => 1,
        "后天" => 2,
        _ => return None,
    })
}

fn resolve((year, month, day): Written, today: Day) -> Option<Day> {
    let (this_year, this_month) = (today.date().year(), today.date().month());
    if let Some(year) = year {
        return Day::ymd(i32::try_from(year).ok()?, month?, day);
    }
    let Some(month) = month else { return Day::ymd(this_year, this_month, day) };
    let this = Day::ymd(this_year, month, day)?;
    if this.since(today) > 31 { Day::ymd(this_year - 1, month, day) } else { Some(this) }
}

fn written(text: &str) -> Option<Written> {
    if text.contains(['月', '日', '号', '號']) {
        return in_words(text);
    }
    let text = without_clock(text);
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some((
            Some(figures(&text[..4], 4)?),
            Some(figures(&text[4..6], 2)?),
            figures(&text[6..], 2)?,
        ));
    }
    let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    match text.split(separator).map(str::trim).collect::<Vec<_>>()[..] {
        [y, m, d] if y.len() == 4 => Some((Some(figures(y, 4)?), Some(figures(m, 2)?), figures(d, 2)?)),
        [m, d] => Some((None, Some(figures(m, 2)?), figures(d, 2)?)),
        _ => None,
    }
}

/// `2022年8月16日`, `8月16号`, `八月十六`, `16日`.
fn in_words(text: &str) -> Option<Written> {
    let text = without_clock(text);
    let (year, rest) = match text.split_once('年') {
        Some((year, rest)) => (Some(year_number(year.trim())?), rest),
        None => (None, text),
    };
    let (month, rest) = match rest.split_once('月') {
        Some((month, rest)) => (Some(small_number(month.trim())?), rest),
        None => (None, rest),
    };
    let day = rest.trim();
    let bare = day.strip_suffix(['日', '号', '號']);
    if year.is_some() && month.is_none() || month.is_none() && bare.is_none() {
        return None;
    }
    Some((year, month, small_number(bare.unwrap_or(day).trim())?))
}

/// Leaves out a clock time that follows a day.
fn without_clock(text: &str) -> &str {
    let Some((day, clock)) = text.split_once([' ', 'T']) else { return text };
    let parts: Vec<&str> = clock.trim().split(':').collect();
    let is_clock =
        matches!(parts.len(), 2 | 3) && parts.iter().all(|part| figures(part, 2).is_some_and(|n| n < 60));
    if is_clock { day } else { text }
}

/// At most so many ASCII digits.
pub(super) fn figures(text: &str, most: usize) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A day, month, hour or minute in figures or in words.
pub(super) fn small_number(text: &str) -> Option<u32> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return figures(text, 2);
    }
    let spoken = spoken_number(text).ok().filter(|spoken| !spoken.approximate)?;
    spoken.value.as_whole().and_then(|n| u32::try_from(n).ok())
}

/// A year of four figures, also `二〇二二`.
fn year_number(text: &str) -> Option<u32> {
    const WORDS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let figure = |c: char| {
        let c = if c == '零' { '〇' } else { c };
        c.to_digit(10).or_else(|| WORDS.iter().position(|w| *w == c).and_then(|n| u32::try_from(n).ok()))
    };
    let read = text.chars().try_fold(0u32, |n, c| n.checked_mul(10)?.checked_add(figure(c)?))?;
    (text.chars().count() == 4).then_some(read)
}

/// The day behind an Excel serial number of the 1900 system (43860 is 2020-01-30). `None` for 60, the 29 February
/// 1900 that never was, and outside 1900–2999.
pub fn excel_day(serial: i64) -> Option<Day> {
    let (from, first) = match serial {
        1..=59 => (Day::ymd(1900, 1, 1)?, 1),
        61.. => (Day::ymd(1900, 3, 1)?, 61),
        _ => return None,
    };
    let days = i32::try_from(serial - first).ok()?;
    (days <= Day::ymd(2999, 12, 31)?.since(from)).then(|| from.plus(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Day {
        Day::parse("2022-08-16").unwrap()
    }

    fn read(text: &str) -> String {
        typed_day(text, today()).map_or_else(|_| "refused".to_owned(), |day| day.to_string())
    }

    #[test]
    fn a_day_is_read_however_it_is_typed() {
        for typed in [
            "2022-08-16",
            "2022-8-16",
            "2022/8/16",
            "2022.8.16",
            "20220816",
            "2022年8月16日",
            "8月16日",
            "8月16号",
            "8月16",
            "8.16",
            "8/16",
            "8-16",
            "16日",
            "16号",
            "今天",
            "Today",
            "２０２２／８／１６",
            "８月１６日",
            "８．１６",
            "八月十六日",
            "二〇二二年八月十六日",
            "2022 年 8 月 16 日",
            "\u{a0}8.16\u{200b}",
            "2022/8/16 20:31:05",
            "2022-08-16T20:00",
            "2022-08-16 8:05",
        ] {
            assert_eq!(read(typed), "2022-08-16", "{typed}");
        }
        assert_eq!(read("昨天"), "2022-08-15");
        assert_eq!(read("yesterday"), "2022-08-15");
        assert_eq!(read("前天"), "2022-08-14");
        assert_eq!(read("31号"), "2022-08-31");
    }

    #[test]
    fn what_is_no_day_or_may_be_two_is_refused_naming_it() {
        for typed in [
            "",
            "-",
            "16",
            "8",
            "8月",
            "816",
            "0816",
            "220816",
            "22/8/16",
            "8/16/2022",
            "16/8/2022",
            "2022-8/16",
            "2022年16日",
            "8.16.1",
            "2022",
            "2022-08",
            "8.16 25",
            "tuesday",
            "1,2",
            "半日",
            "约8月16日",
            "8月约16日",
        ] {
            assert_eq!(read(typed), "refused", "{typed}");
        }
        for typed in
            ["2月30日", "2022-02-29", "20221301", "13.1", "8.32", "0日", "8月0日", "1899-12-31", "32号"]
        {
            let fault = typed_day(typed, today()).unwrap_err();
            assert!(fault.message.en.contains("there is no day"), "{typed}: {}", fault.message.en);
            assert!(fault.message.zh.contains(typed));
        }
    }

    #[test]
    fn december_typed_in_january_is_last_year_and_nothing_else_is_guessed() {
        let january = Day::parse("2023-01-05").unwrap();
        assert_eq!(typed_day("12月30日", january).unwrap().to_string(), "2022-12-30");
        assert_eq!(
            typed_day("2.5", january).unwrap().to_string(),
            "2023-02-05",
            "31 days ahead is this year"
        );
        assert_eq!(
            typed_day("2.6", january).unwrap().to_string(),
            "2022-02-06",
            "32 days ahead is last year"
        );
        let december = Day::parse("2022-12-30").unwrap();
        assert_eq!(typed_day("1.2", december).unwrap().to_string(), "2022-01-02", "never the next year");
    }

    #[test]
    fn an_excel_serial_is_its_day() {
        let day = |serial| excel_day(serial).map(|day| day.to_string());
        assert_eq!(day(43860).as_deref(), Some("2020-01-30"));
        assert_eq!(day(1).as_deref(), Some("1900-01-01"));
        assert_eq!(day(59).as_deref(), Some("1900-02-28"));
        assert_eq!(day(60), None);
        assert_eq!(day(61).as_deref(), Some("1900-03-01"));
        assert_eq!(day(401_768).as_deref(), Some("2999-12-31"));
        assert_eq!((day(401_769), day(0), day(-1), day(i64::MAX)), (None, None, None, None));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(
            text in "[0-9一二十〇年月日号点时分半:/. TapmＴ：-]{0,12}|\\PC*", serial in any::<i64>()
        ) {
            let _ = typed_day(&text, today());
            let _ = excel_day(serial);
        }

        #[test]
        fn a_day_as_printed_is_read_as_itself(days in 0i32..300_000) {
            let day = Day::parse("1900-01-01").unwrap().plus(days);
            prop_assert_eq!(typed_day(&day.to_string(), today()), Ok(day));
        }
    }
}
