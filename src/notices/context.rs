//! What a template knows besides its reports: the community, the day, the round, the place, the request, the donation.

use super::calls::{Call, answer};
use super::page::Wanted;
use super::wording::said_place;
use crate::arithmetic::captain::captains;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::model::{PlaceId, PlaceKind};
use crate::registers::Round;
use crate::reports::Asked;
use crate::said;
use crate::words::{Words, words};
use minijinja::Value;
use std::collections::BTreeMap;

/// What every template is told: name, keys, meaning. A thing that the notice is not about is `none`.
pub const CONTEXT: &[(&str, &[&str], Words)] = &[
    (
        "community",
        &["name", "phone", "phones", "currency"],
        words("who we are; `phone` is the first public one", "本小区；phone 是第一个公开电话"),
    ),
    ("title", &[], words("the notice's title", "通知标题")),
    ("date", &[], words("the day it speaks of (--as-of)", "通知所述日期（--as-of）")),
    ("now", &[], words("the moment it is made", "制作时刻")),
    ("public", &[], words("true if it is for the public", "是否公开")),
    ("by", &[], words("who makes it", "制作人")),
    (
        "round",
        &[
            "code",
            "title",
            "kind",
            "kind_code",
            "date",
            "opened",
            "closes",
            "places",
            "everyone",
            "needs",
            "allot",
        ],
        words(
            "the round (--round); `allot` has item, quantity, unit, per, per_code",
            "批次（--round）；allot 每项有 item、quantity、unit、per、per_code",
        ),
    ),
    ("place", &["code", "name"], words("the place (--place)", "位置（--place）")),
    ("captain", &[], words("the captain of that place", "该位置的楼长")),
    (
        "request",
        &[
            "code",
            "place",
            "kind",
            "kind_code",
            "need",
            "urgency",
            "urgency_code",
            "status",
            "status_code",
            "opened",
            "last",
            "hours",
            "runner",
            "spent",
            "overdue",
        ],
        words("the request (--request)", "求助单（--request）"),
    ),
    (
        "donation",
        &["code", "date", "donor", "lines"],
        words(
            "the donation (--donation); `lines` has item, specification, quantity, unit, destination",
            "捐赠（--donation）；lines 每项有 item、specification、quantity、unit、destination",
        ),
    ),
    (
        "issued",
        &["code", "title", "date", "template", "audience"],
        words("the notice that this one is about", "本通知所更正的通知"),
    ),
    (
        "set",
        &[],
        words(
            "what --set gave; the keys of notice.toml, `none` where nothing was given",
            "--set 给出的内容；notice.toml 里的键，未给则为 none",
        ),
    ),
];

/// The context of one notice, without its title.
pub(super) fn context(books: &Books, asked: &Asked, wanted: &Wanted) -> Result<BTreeMap<String, Value>> {
    let community = &books.registers.community;
    let subject = wanted.subject;
    let phones = &community.public_phones;
    let by = match asked.public {
        true => community.privacy.mask.mask(wanted.by),
        false => wanted.by.to_owned(),
    };
    let mut all: BTreeMap<String, Value> = BTreeMap::new();
    let mut put = |name: &str, value: Value| all.insert(name.to_owned(), value);
    put(
        "community",
        Value::from_pairs([
            ("name", Value::from(community.name.as_str())),
            ("phone", phones.first().map_or(Value::from(()), |p| Value::from(p.as_str()))),
            ("phones", Value::from(phones.clone())),
            ("currency", Value::from(community.currency.as_str())),
        ]),
    );
    put("date", Value::from(asked.as_of.to_string()));
    put("now", Value::from(asked.now.to_string()));
    put("public", Value::from(asked.public));
    put("by", Value::from(by));
    let round = subject.round.and_then(|id| books.registers.round(id));
    put("round", round.map_or(Value::from(()), |r| round_value(books, r, wanted)));
    let place = subject.place.map(|place| shown(books, asked, place));
    put("place", place.map_or(Value::from(()), |place| place_value(books, place, wanted)));
    put("captain", place.map_or(Value::from(()), |place| captain(books, asked, place)));
    put("request", request(books, asked, wanted)?);
    put("donation", donation(books, asked, wanted)?);
    put("issued", issued(books, wanted));
    let set = subject
        .set
        .iter()
        .map(|(key, value)| (key.clone(), value.clone().map_or(Value::from(()), Value::from)));
    put("set", Value::from_pairs(set));
    Ok(all)
}

/// The place as it may be shown: for the public the unit of a home.
fn shown(books: &Books, asked: &Asked, place: PlaceId) -> PlaceId {
    let places = books.registers.names.places();
    match asked.public && places.get(place).kind == PlaceKind::Home {
        true => places.unit_of(place).unwrap_or(place),
        false => place,
    }
}

fn place_value(books: &Books, place: PlaceId, wanted: &Wanted) -> Value {
    let code = books.registers.names.place_code(place);
    let name = said_place(&code, wanted.lang);
    Value::from_pairs([("code", Value::from(code)), ("name", Value::from(name))])
}

fn captain(books: &Books, asked: &Asked, place: PlaceId) -> Value {
    let names = captains(books.registers, place, asked.as_of).into_iter();
    let mask = books.registers.community.privacy.mask;
    let names: Vec<String> = names.map(|n| if asked.public { mask.mask(n) } else { n.to_owned() }).collect();
    if names.is_empty() { Value::from(()) } else { Value::from(names.join("、")) }
}

fn round_value(books: &Books, round: &Round, wanted: &Wanted) -> Value {
    let lang = wanted.lang;
    let names = &books.registers.names;
    let moment =
        |at: Option<crate::model::Stamp>| at.map_or(Value::from(()), |at| Value::from(at.to_string()));
    let everyone = round.places.iter().any(|place| place == "*") && round.needs.is_empty();
    let place = |code: &String| match code.as_str() {
        "*" => lang.pick("the whole community", "全小区").to_owned(),
        code => said_place(code, lang),
    };
    let allot = round.allot.iter().map(|line| {
        let unit = names.item(&line.item).map(|item| names.unit_name(books.base_unit(item)));
        Value::from_pairs([
            ("item", Value::from(line.item.as_str())),
            ("quantity", super::values::number(line.quantity)),
            ("unit", Value::from(unit.unwrap_or_default())),
            ("per", Value::from(line.per.words().say(lang))),
            ("per_code", Value::from(line.per.code())),
        ])
    });
    let title = if round.title.is_empty() { &round.code } else { &round.title };
    Value::from_pairs([
        ("code", Value::from(round.code.as_str())),
        ("title", Value::from(title.as_str())),
        ("kind", Value::from(round.kind.words().say(lang))),
        ("kind_code", Value::from(round.kind.code())),
        ("date", Value::from(round.date.to_string())),
        ("opened", moment(round.opened)),
        ("closes", moment(round.closes)),
        ("places", Value::from(round.places.iter().map(place).collect::<Vec<_>>())),
        ("everyone", Value::from(everyone)),
        ("needs", Value::from(round.needs.iter().map(|n| need_in_words(n, wanted)).collect::<Vec<_>>())),
        ("allot", Value::from(allot.collect::<Vec<_>>())),
    ])
}

/// The needs that have words; others are the community's own words.
fn need_in_words(code: &str, wanted: &Wanted) -> String {
    let known = [
        ("infant", words("infants", "婴幼儿")),
        ("elderly", words("elderly people", "老人")),
        ("pregnant", words("pregnant women", "孕妇")),
        ("chronic", words("chronically ill people", "慢病患者")),
        ("dialysis", words("dialysis patients", "透析患者")),
        ("disabled", words("disabled people", "残障人士")),
        ("child", words("children", "儿童")),
        ("alone", words("people who live alone", "独居人员")),
    ];
    known
        .iter()
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, words)| words.say(wanted.lang))
        .to_owned()
}

/// The rows of a report, as values.
fn rows(books: &Books, asked: &Asked, wanted: &Wanted, report: &str) -> Result<Vec<Value>> {
    let call = Call { function: "report", report: report.to_owned(), said: BTreeMap::new() };
    let value = answer(books, asked, wanted.lang, &call)?.value;
    Ok(value.try_iter().map(Iterator::collect).unwrap_or_default())
}

fn has(row: &Value, key: &str, text: &str) -> bool {
    row.get_attr(key).is_ok_and(|value| value.as_str() == Some(text))
}

fn request(books: &Books, asked: &Asked, wanted: &Wanted) -> Result<Value> {
    let Some(id) = wanted.subject.request.map(|id| id.to_string()) else { return Ok(Value::from(())) };
    let found = rows(books, asked, wanted, "requests")?.into_iter().find(|row| has(row, "request", &id));
    let Some(row) = found else {
        return Err(Error::refused(said!(
            "{id} was cancelled, or opened later than the day the notice speaks of",
            "{id} 已冲销，或开单晚于通知所述日期"
        )));
    };
    let keys = CONTEXT.iter().find(|(name, ..)| *name == "request").map_or(&[][..], |(_, keys, _)| keys);
    let value = |key: &'static str| match key {
        "code" => (key, Value::from(id.as_str())),
        key => (key, row.get_attr(key).unwrap_or_default()),
    };
    Ok(Value::from_pairs(keys.iter().map(|key| value(key))))
}

fn donation(books: &Books, asked: &Asked, wanted: &Wanted) -> Result<Value> {
    let ids: Vec<String> = wanted.subject.donation.iter().map(ToString::to_string).collect();
    let Some(id) = wanted.subject.donation.first().map(|id| id.document().to_string()) else {
        return Ok(Value::from(()));
    };
    let lines = rows(books, asked, wanted, "disclosure")?;
    let lines: Vec<Value> =
        lines.into_iter().filter(|row| ids.iter().any(|id| has(row, "donation", id))).collect();
    let Some(first) = lines.first() else {
        return Err(Error::refused(said!(
            "{id} was cancelled, or is later than the day the notice speaks of",
            "{id} 已冲销，或晚于通知所述日期"
        )));
    };
    let of = |key| first.get_attr(key).unwrap_or_default();
    Ok(Value::from_pairs([
        ("code", Value::from(id)),
        ("date", of("date")),
        ("donor", of("donor")),
        ("lines", Value::from(lines.clone())),
    ]))
}

fn issued(books: &Books, wanted: &Wanted) -> Value {
    let Some(code) = &wanted.subject.issued else { return Value::from(()) };
    let last = books.notices.effective().filter(|row| row.body.notice.get() == code.as_str()).last();
    let Some(row) = last else { return Value::from(()) };
    Value::from_pairs([
        ("code", Value::from(code.as_str())),
        ("title", Value::from(row.body.title.get().as_ref())),
        ("date", Value::from(row.head.date.to_string())),
        ("template", Value::from(row.body.template.get().as_ref())),
        ("audience", Value::from(row.body.audience.get().as_ref())),
    ])
}
