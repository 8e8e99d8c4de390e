//! Rounds: `linli round open`, `close`, `edit`.

use super::super::typed::read_round;
use super::allot::{allot_tables, allotments, wonder};
use super::{Flags, good_code, nothing_changes, text_of, tidy, wonder_same};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{RoundKind, choose_typed, listed, need_code, need_codes, unknown_need};
use crate::model::{Day, Fault, Moment, PlaceId, Stamp, typed_day, typed_moment};
use crate::recording::{Entry, Setting, needs_in_use};
use crate::registers::toml_text::{TomlText, list, put};
use crate::registers::{ROUNDS, Round};
use crate::said;
use chrono::TimeZone;
use toml_edit::{Table, Value};

/// What was typed of a round: `None` (or an empty list) where the flag was not given.
#[derive(Clone, Debug, Default)]
pub struct RoundFlags {
    /// Distribution, testing or roll-call.
    pub kind: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its day.
    pub date: Option<String>,
    /// When it closes.
    pub closes: Option<String>,
    /// The places it covers.
    pub places: Vec<String>,
    /// Only homes with one of these needs.
    pub needs: Vec<String>,
    /// `ITEM=QTY/household`.
    pub allot: Vec<String>,
}

/// Opens a round.
///
/// # Errors
/// The code is taken; the kind or title is missing; an item, place, quantity or time cannot be read.
pub fn open_round(books: &Books, code: &str, flags: &RoundFlags, setting: &Setting) -> Result<Entry> {
    let code = good_code(code)?;
    if let Some(id) = books.registers.names.round(&code) {
        let title = books.registers.round(id).map(|r| r.title.clone()).unwrap_or_default();
        return Err(Error::refused(said!(
            "the round {code} exists already: {title}",
            "批次“{code}”已存在：{title}"
        ))
        .hint(said!(
            "choose another code, or: linli round edit {code}",
            "请换一个代码，或用 linli round edit {code} 修改"
        )));
    }
    let typed = flags.kind.as_deref().map(tidy).unwrap_or_default();
    if typed.is_empty() {
        return Err(missing_kind());
    }
    let kind = RoundKind::ALL[choose_typed(&typed, RoundKind::CHOICES)?];
    let title = flags.title.as_deref().map(tidy).filter(|t| !t.is_empty()).ok_or_else(|| {
        Error::usage(said!("--title is missing: what people know the round by", "缺少 --title：批次的名称"))
            .hint(said!("--title 8月16日蔬菜包", "--title 8月16日蔬菜包"))
    })?;
    let codes = books.registers.rounds.iter().map(|r| r.code.as_str());
    let mut entry = Entry { doubts: wonder_same(&code, codes).into_iter().collect(), ..Entry::default() };
    let date = flags.date.as_deref().map_or(Ok(setting.day), |d| typed_day(d, setting.today))?;
    let mut table = Table::new();
    put(&mut table, "code", code.as_str());
    put(&mut table, "kind", kind.code());
    put(&mut table, "title", title.as_str());
    put(&mut table, "date", toml_time(&date.to_string())?);
    put(&mut table, "opened", toml_time(&setting.at.to_string())?);
    if let Some(typed) = &flags.closes {
        let closes = closing(typed, date, setting, books)?;
        if closes.seconds() <= setting.at.seconds() {
            entry.doubts.push(said!("it would be closed already: {closes}", "截止时间已过：{closes}"));
        }
        put(&mut table, "closes", toml_time(&closes.to_string())?);
    }
    let places = places(books, &flags.places)?;
    let needs = needs(books, &flags.needs, &mut entry);
    put(&mut table, "places", list(&places));
    if !needs.is_empty() {
        put(&mut table, "needs", list(&needs));
    }
    let homes = covered(books, &places, &needs, &mut entry)?;
    let allots = allotments(books, &flags.allot, kind)?;
    if kind == RoundKind::Distribution && allots.is_empty() {
        entry.doubts.push(said!(
            "nothing is allotted, so nothing is due: --allot ITEM=QTY/household",
            "没有写每户应发什么，应发数为零：--allot 物品=数量/户"
        ));
    }
    wonder(books, &allots, homes, setting.today, &mut entry);
    if !allots.is_empty() {
        table.insert("allot", allot_tables(&allots)?);
    }
    let mut text = TomlText::read(&text_of(books, ROUNDS)?)?;
    text.add("round", table)?;
    entry.subject = format!("round: open {code} ({title})");
    entry.registers.push((ROUNDS.to_owned(), text.to_string()));
    Ok(entry)
}

/// Closes a round now.
///
/// # Errors
/// There is no such round; it is closed already.
pub fn close_round(books: &Books, code: &str, setting: &Setting) -> Result<Entry> {
    let round = known(books, code)?;
    let code = &round.code;
    if let Some(closes) = round.closes.filter(|c| c.seconds() <= setting.at.seconds()) {
        return Err(Error::refused(said!(
            "the round {code} was closed at {closes}",
            "批次“{code}”已于 {closes} 截止"
        ))
        .hint(said!(
            "to open it again: linli round edit {code} --closes ''",
            "重新开放：linli round edit {code} --closes ''"
        )));
    }
    let mut text = TomlText::read(&text_of(books, ROUNDS)?)?;
    put(text.entry("round", code)?, "closes", toml_time(&setting.at.to_string())?);
    let subject = format!("round: close {code} ({})", round.title);
    Ok(Entry { subject, registers: vec![(ROUNDS.to_owned(), text.to_string())], ..Entry::default() })
}

/// Changes a round; `clear` names flags that were given empty (`closes`, `needs`).
///
/// # Errors
/// There is no such round; a value cannot be read; nothing would change.
pub fn edit_round(
    books: &Books,
    code: &str,
    flags: &RoundFlags,
    setting: &Setting,
    flag: &Flags,
) -> Result<Entry> {
    let round = known(books, code)?;
    let code = round.code.clone();
    let mut entry = Entry { subject: format!("round: edit {code}"), ..Entry::default() };
    let before = text_of(books, ROUNDS)?;
    let mut text = TomlText::read(&before)?;
    let table = text.entry("round", &code)?;
    if let Some(title) = flags.title.as_deref().map(tidy).filter(|t| !t.is_empty()) {
        put(table, "title", title.as_str());
    }
    let mut date = round.date;
    if let Some(typed) = &flags.date {
        date = typed_day(typed, setting.today)?;
        put(table, "date", toml_time(&date.to_string())?);
    }
    match flags.closes.as_deref().map(str::trim) {
        None => {}
        Some("") => {
            table.remove("closes");
        }
        Some(typed) => put(table, "closes", toml_time(&closing(typed, date, setting, books)?.to_string())?),
    }
    let mut covers = round.places.clone();
    if !flags.places.is_empty() {
        covers = places(books, &flags.places)?;
        put(table, "places", list(&covers));
    }
    let mut wanted = round.needs.clone();
    if !flags.needs.is_empty() {
        wanted = needs(books, &flags.needs, &mut entry);
        put(table, "needs", list(&wanted));
    } else if flag("needs").is_some_and(|n| n.trim().is_empty()) {
        wanted.clear();
        table.remove("needs");
    }
    if !flags.places.is_empty() || !flags.needs.is_empty() || !flags.allot.is_empty() {
        let homes = covered(books, &covers, &wanted, &mut entry)?;
        let allots = allotments(books, &flags.allot, round.kind)?;
        wonder(books, &allots, homes, setting.today, &mut entry);
        if !allots.is_empty() {
            table.insert("allot", allot_tables(&allots)?);
        }
    }
    let after = text.to_string();
    if after == before {
        return Err(nothing_changes().hint(said!(
            "--title, --date, --closes, --places, --needs or --allot",
            "可改 --title、--date、--closes、--places、--needs、--allot"
        )));
    }
    entry.registers.push((ROUNDS.to_owned(), after));
    Ok(entry)
}

fn known<'b>(books: &'b Books, code: &str) -> Result<&'b Round> {
    let id = read_round(&tidy(code), &books.registers.names)?;
    books.registers.round(id).ok_or_else(nothing_changes)
}

fn missing_kind() -> Error {
    let all = listed(RoundKind::CHOICES);
    Error::usage(said!("--kind is missing: what is done in the round", "缺少 --kind：批次的类型"))
        .hint(said!("one of {l}", "可用：{l}", l = (all.en, all.zh)))
}

fn toml_time(text: &str) -> Result<Value> {
    let time: toml_edit::Datetime =
        text.parse().map_err(|_| Error::usage(said!("`{text}` is not a time", "“{text}”不是时间")))?;
    Ok(Value::from(time))
}

/// When a round closes: a moment with offset, `20:00` on its day, `8.17 20:00`, `now`, or a day (its end).
fn closing(typed: &str, day: Day, setting: &Setting, books: &Books) -> Result<Stamp> {
    let typed = typed.trim();
    if matches!(typed, "now" | "现在") {
        return Ok(setting.at);
    }
    if let Ok(stamp) = Stamp::parse(typed) {
        return Ok(stamp);
    }
    if let Ok(moment) = typed_moment(typed) {
        return at(day, moment.minutes(), books);
    }
    let both = |head: &str, tail: &str| -> Option<(Day, Moment)> {
        let tail = tail.strip_prefix(['T', 't']).unwrap_or(tail);
        Some((typed_day(head, setting.today).ok()?, typed_moment(tail).ok()?))
    };
    let by_blank = typed.split_once(char::is_whitespace).and_then(|(head, tail)| both(head, tail));
    let mut anywhere = typed.char_indices().filter_map(|(at, _)| both(&typed[..at], &typed[at..]));
    if let Some((day, moment)) = by_blank.or_else(|| anywhere.next()) {
        return at(day, moment.minutes(), books);
    }
    // A clock time that was not understood is not left out: the round would stay open until midnight.
    let day =
        typed_day(typed, setting.today).ok().filter(|_| !typed.contains([':', '：'])).ok_or_else(|| {
            Fault::new(said!("`{typed}` is not a time at which a round closes", "“{typed}”不是截止时间"))
                .remedy(said!(
                    "such as 20:00, 8.17 20:00 or 2022-08-17T20:00:00+08:00",
                    "例如 20:00、8.17 20:00、8月17日24时"
                ))
        })?;
    at(day, 24 * 60, books)
}

fn at(day: Day, minutes: u16, books: &Books) -> Result<Stamp> {
    let midnight = day.date().and_time(chrono::NaiveTime::MIN);
    let local = midnight + chrono::Duration::minutes(i64::from(minutes));
    let moment = books.registers.community.timezone.from_local_datetime(&local).earliest();
    moment
        .map(|m| Stamp::from_datetime(m.fixed_offset()))
        .ok_or_else(|| Error::usage(said!("there is no such moment on {day}", "{day} 没有这个时刻")))
}

/// Places as the register holds them: codes, ranges and groups, checked.
fn places(books: &Books, typed: &[String]) -> Result<Vec<String>> {
    let all = books.registers.names.places();
    let mut places = Vec::new();
    for word in typed.iter().flat_map(|t| t.split([',', '，', '、'])).map(tidy).filter(|w| !w.is_empty()) {
        let place = match all.typed(&word, None) {
            Ok(place) => all.code(place.id).to_owned(),
            Err(_) => {
                all.list(&word, &|_| Some(Vec::new()))?;
                word
            }
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(if places.is_empty() { vec!["*".to_owned()] } else { places })
}

/// Need codes, each once. One that no home has is probably a slip.
fn needs(books: &Books, typed: &[String], entry: &mut Entry) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for code in typed.iter().flat_map(|t| need_codes(t)).filter(|c| !c.is_empty()) {
        if !codes.contains(&code) {
            let none = || {
                homes_with(books, &code)
                    .is_empty()
                    .then(|| said!("no home has the need {code}", "没有一户登记了需求“{code}”"))
            };
            entry.doubts.extend(unknown_need(&code, &needs_in_use(books)).or_else(none));
            codes.push(code);
        }
    }
    codes
}

/// The homes whose latest census row names a need.
fn homes_with(books: &Books, need: &str) -> Vec<PlaceId> {
    let mut homes = Vec::new();
    for (place, row) in super::latest(books) {
        if row.body.needs.0.get().split('|').any(|n| need_code(n) == need_code(need)) {
            homes.push(place);
        }
    }
    homes
}

/// How many homes the round covers; none is probably a slip.
fn covered(books: &Books, words: &[String], needs: &[String], entry: &mut Entry) -> Result<usize> {
    let places = books.registers.names.places();
    let mut homes: Vec<PlaceId> = Vec::new();
    for word in words {
        let found = places.list(word, &|need| Some(homes_with(books, need)));
        homes.extend(found.unwrap_or_default().into_iter().flat_map(|p| places.homes(p).collect::<Vec<_>>()));
    }
    homes.sort();
    homes.dedup();
    if !needs.is_empty() {
        let with: Vec<PlaceId> = needs.iter().flat_map(|n| homes_with(books, n)).collect();
        homes.retain(|h| with.contains(h));
    }
    let count = homes.len();
    if count == 0 {
        entry.doubts.push(said!("the round covers no home", "该批次没有覆盖任何一户"));
    } else {
        let n = crate::words::count_of(count, "home", "homes", "户");
        entry.effects.push(said!("covers {n}", "覆盖 {n}", n = (n.en, n.zh)));
    }
    Ok(count)
}
