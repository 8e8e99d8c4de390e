//! Filters: how days, shares, counts and places are said in a notice.

use super::values::{printed, quantity};
use crate::model::{Day, Quantity, Stamp};
use crate::words::{Lang, Words, words};
use chrono::{Datelike, Timelike};
use minijinja::{Environment, Error, ErrorKind, Value};

/// The filters that notices add to those of the template language: name, example, what it gives, what for.
pub const FILTERS: &[(&str, Words, Words)] = &[
    ("date", words("date|date → 16 August", "date|date → 8月16日"), words("a day in words", "日期")),
    (
        "fulldate",
        words("date|fulldate → 16 August 2022", "date|fulldate → 2022年8月16日"),
        words("with its year", "带年份的日期"),
    ),
    (
        "time",
        words("round.closes|time → 21:00", "round.closes|time → 21时"),
        words("the time of day", "时刻"),
    ),
    (
        "moment",
        words("round.closes|moment → 16 August, 21:00", "round.closes|moment → 8月16日21时"),
        words("day and time", "日期和时刻"),
    ),
    (
        "until",
        words(
            "round.opened|until(round.closes) → 16 August, 06:30 to 21:00",
            "round.opened|until(round.closes) → 8月16日6时30分至21时",
        ),
        words("from one moment to another", "起止时间"),
    ),
    (
        "percent",
        words("row.rate|percent → 99.8%", "row.rate|percent → 99.8%"),
        words("a rate as a share of a hundred", "比率写成百分数"),
    ),
    (
        "place",
        words("row.place|place → 3-2", "row.place|place → 3幢2单元"),
        words("a place as people say it", "位置的说法"),
    ),
    (
        "listed",
        words("rooms|listed → 501, 502", "室号|listed → 501、502"),
        words("joined for a sentence", "用顿号连接"),
    ),
    (
        "total",
        words("rows|total(\"missing\") → 71", "rows|total(\"missing\") → 71"),
        words("the exact sum of a key over rows", "逐行精确合计"),
    ),
    ("people", words("12|people → 12 people", "12|people → 12人"), words("people", "人")),
    ("visits", words("12|visits → 12 visits", "12|visits → 12人次"), words("visits", "人次")),
    (
        "households",
        words("12|households → 12 households", "12|households → 12户"),
        words("households, homes", "户"),
    ),
    ("portions", words("12|portions → 12 portions", "12|portions → 12份"), words("portions", "份")),
    ("requests", words("12|requests → 12 requests", "12|requests → 12件"), words("requests", "件")),
    ("donations", words("12|donations → 12 donations", "12|donations → 12笔"), words("donations", "笔")),
    ("kinds", words("2|kinds → 2 kinds of goods", "2|kinds → 2种物资"), words("kinds of goods", "种物资")),
];

/// Counting words: filter, one, many, Chinese.
const COUNTS: [(&str, &str, &str, &str); 7] = [
    ("people", "person", "people", "人"),
    ("visits", "visit", "visits", "人次"),
    ("households", "household", "households", "户"),
    ("portions", "portion", "portions", "份"),
    ("requests", "request", "requests", "件"),
    ("donations", "donation", "donations", "笔"),
    ("kinds", "kind of goods", "kinds of goods", "种物资"),
];

fn refused(detail: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, detail)
}

/// Adds them all.
pub(super) fn add(env: &mut Environment<'_>, lang: Lang, today: Day) {
    env.add_filter("date", move |value: Value| {
        day(&value).map(|d| said_day(d, lang, d.date().year() != today.date().year()))
    });
    env.add_filter("fulldate", move |value: Value| day(&value).map(|d| said_day(d, lang, true)));
    env.add_filter("time", move |value: Value| stamp(&value).map(|s| said_time(s, lang)));
    env.add_filter("moment", move |value: Value| stamp(&value).map(|s| said_moment(s, lang, today)));
    env.add_filter("until", move |from: Value, to: Value| until(&from, &to, lang, today));
    env.add_filter("percent", |value: Value| percent(&value));
    env.add_filter("place", move |value: Value| text_of(&value).map(|code| said_place(&code, lang)));
    env.add_filter("listed", move |value: Value| -> Result<String, Error> {
        let texts = value.try_iter()?.map(|v| text_of(&v)).collect::<Result<Vec<_>, _>>()?;
        Ok(texts.join(lang.pick(", ", "、")))
    });
    env.add_filter("total", |value: Value, key: String| total(&value, &key));
    for (name, one, many, zh) in COUNTS {
        env.add_filter(name, move |value: Value| -> Result<String, Error> {
            let n = text_of(&value)?;
            Ok(lang.pick(format!("{n} {}", if n == "1" { one } else { many }), format!("{n}{zh}")))
        });
    }
}

fn text_of(value: &Value) -> Result<String, Error> {
    if value.is_undefined() {
        return Err(ErrorKind::UndefinedError.into());
    }
    printed(value).ok_or_else(|| refused(format!("{} is no text", value.kind())))
}

fn day(value: &Value) -> Result<Day, Error> {
    let text = text_of(value)?;
    let day = text.get(..10).and_then(|day| Day::parse(day).ok());
    day.ok_or_else(|| refused(format!("`{text}` is not a day")))
}

fn stamp(value: &Value) -> Result<Stamp, Error> {
    let text = text_of(value)?;
    Stamp::parse(&text).map_err(|_| refused(format!("`{text}` is not a moment")))
}

/// A day in words, with its year or without.
pub(super) fn said_day(day: Day, lang: Lang, year: bool) -> String {
    let date = day.date();
    let format = match year {
        true => lang.pick("%-d %B %Y", "%Y年%-m月%-d日"),
        false => lang.pick("%-d %B", "%-m月%-d日"),
    };
    date.format(format).to_string()
}

fn said_time(stamp: Stamp, lang: Lang) -> String {
    let at = stamp.datetime();
    let format = lang.pick("%H:%M", if at.minute() == 0 { "%-H时" } else { "%-H时%M分" });
    at.format(format).to_string()
}

/// Midnight is the end of a day, as people say it: 8月16日24时.
fn said_moment(stamp: Stamp, lang: Lang, today: Day) -> String {
    let at = stamp.datetime();
    let midnight = at.hour() == 0 && at.minute() == 0;
    let day = if midnight { stamp.day().plus(-1) } else { stamp.day() };
    let date = said_day(day, lang, day.date().year() != today.date().year());
    let time = if midnight { lang.pick("24:00", "24时").to_owned() } else { said_time(stamp, lang) };
    format!("{date}{}{time}", lang.pick(", ", ""))
}

/// From one moment to another; the day is said once if it is the same. Without an end only the beginning.
fn until(from: &Value, to: &Value, lang: Lang, today: Day) -> Result<String, Error> {
    let from = stamp(from)?;
    let begins = said_moment(from, lang, today);
    if to.is_none() {
        return Ok(lang.pick(format!("from {begins}"), format!("{begins}起")));
    }
    let to = stamp(to)?;
    let ends = if from.day() == to.day() { said_time(to, lang) } else { said_moment(to, lang, today) };
    Ok(format!("{begins}{}{ends}", lang.pick(" to ", "至")))
}

fn percent(value: &Value) -> Result<String, Error> {
    if value.is_none() {
        return Ok(String::new());
    }
    let text = text_of(value)?;
    let rate = quantity(value).and_then(|rate| rate.times(Quantity::whole(100)));
    rate.map(|rate| format!("{rate}%")).ok_or_else(|| refused(format!("`{text}` is no rate")))
}

/// The sum over rows. Small counts that the public does not see (`<3`) make it a sum of at least so many.
fn total(rows: &Value, key: &str) -> Result<Value, Error> {
    let (mut sum, mut hidden) = (Quantity::default(), false);
    for row in rows.try_iter()? {
        let value = row.get_attr(key)?;
        if value.is_undefined() {
            return Err(refused(format!("the rows have no `{key}`")));
        }
        match quantity(&value) {
            Some(more) => {
                sum = sum.checked_add(more).ok_or_else(|| refused("the sum is too large".to_owned()))?;
            }
            None if value.is_none() => {}
            None if value.as_str().is_some_and(|text| text.starts_with('<')) => hidden = true,
            None => return Err(refused(format!("`{value}` is no number"))),
        }
    }
    Ok(if hidden { Value::from(format!("≥{sum}")) } else { super::values::number(sum) })
}

/// `3-2-502` as people say it; what is no place of the community stays as it is.
pub(super) fn said_place(code: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return code.strip_suffix("-0").unwrap_or(code).replace("-0-", "-");
    }
    let mut parts = code.splitn(3, '-');
    let building = parts.next().unwrap_or_default();
    let short = building.chars().count() <= 3 && building.chars().all(|c| c.is_ascii_alphanumeric());
    if !short || building.is_empty() {
        return code.to_owned();
    }
    let letter = building.chars().all(|c| c.is_ascii_alphabetic());
    let mut said = format!("{building}{}", if letter { "座" } else { "幢" });
    match parts.next() {
        None | Some("0") => {}
        Some(unit) => said.push_str(&format!("{unit}单元")),
    }
    if let Some(room) = parts.next() {
        said.push_str(&format!("{room}室"));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_as_people_say_them() {
        for (code, zh, en) in [
            ("3-2", "3幢2单元", "3-2"),
            ("3-2-502", "3幢2单元502室", "3-2-502"),
            ("5-0", "5幢", "5"),
            ("5-0-803", "5幢803室", "5-803"),
            ("A-1-商101", "A座1单元商101室", "A-1-商101"),
            ("采样点", "采样点", "采样点"),
            ("", "", ""),
        ] {
            assert_eq!(
                (said_place(code, Lang::Zh), said_place(code, Lang::En)),
                (zh.to_owned(), en.to_owned())
            );
        }
    }

    #[test]
    fn midnight_is_the_end_of_a_day() {
        let today = Day::ymd(2022, 8, 16).unwrap();
        let say = |at: &str, lang| said_moment(Stamp::parse(at).unwrap(), lang, today);
        assert_eq!(say("2022-08-17T00:00:00+08:00", Lang::Zh), "8月16日24时");
        assert_eq!(say("2022-08-16T21:30:00+08:00", Lang::Zh), "8月16日21时30分");
        assert_eq!(say("2023-01-02T09:00:00+08:00", Lang::En), "2 January 2023, 09:00");
    }

    #[test]
    fn a_share_keeps_its_digits_and_loses_its_noughts() {
        assert_eq!(percent(&Value::from(0.9987)).unwrap(), "99.87%");
        assert_eq!(percent(&Value::from(1)).unwrap(), "100%");
        assert_eq!(percent(&Value::from(())).unwrap(), "");
        assert!(percent(&Value::from("many")).is_err());
    }
}
