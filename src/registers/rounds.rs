//! `rounds.toml`: distribution drives, testing rounds, roll-calls.

use super::RegisterFault;
use super::keys::read_toml;
use crate::ledgers::{Per, RoundKind};
use crate::model::{Day, Fault, Quantity, Stamp};
use crate::said;
use crate::words::{Said, any_of};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::value::Datetime;

/// One round.
#[derive(Debug, Clone)]
pub struct Round {
    /// Its code.
    pub code: String,
    /// What is done in it.
    pub kind: RoundKind,
    /// Its title.
    pub title: String,
    /// Its day: the census in force on it says who is due.
    pub date: Day,
    /// When it was opened, for information.
    pub opened: Option<Stamp>,
    /// When it closes.
    pub closes: Option<Stamp>,
    /// The places it covers, as written.
    pub places: Vec<String>,
    /// Only homes with one of these needs; empty is all.
    pub needs: Vec<String>,
    /// What each gets; in distribution rounds only.
    pub allot: Vec<Allot>,
    /// Where its code stands in the file.
    pub span: Range<usize>,
    /// Where its places stand in the file.
    pub places_span: Option<Range<usize>>,
}

/// What a household, a resident or a unit gets in a round.
#[derive(Debug, Clone)]
pub struct Allot {
    /// The item, as written.
    pub item: String,
    /// Where the item stands in the file.
    pub span: Range<usize>,
    /// How much, in the item's base unit.
    pub quantity: Quantity,
    /// For each of what.
    pub per: Per,
}

#[derive(Deserialize, Default)]
struct File {
    #[serde(default)]
    round: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: Spanned<String>,
    kind: Spanned<String>,
    #[serde(default)]
    title: String,
    date: Spanned<toml::Value>,
    opened: Option<Spanned<toml::Value>>,
    closes: Option<Spanned<toml::Value>>,
    places: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    allot: Vec<AllotEntry>,
}

#[derive(Deserialize)]
struct AllotEntry {
    item: Spanned<String>,
    quantity: Spanned<toml::Value>,
    per: Option<Spanned<String>>,
}

/// The keys of each table, so that a misspelt one is said.
pub const KEYS: &[(&str, &[&str])] = &[
    ("", &["round"]),
    ("round", &["code", "kind", "title", "date", "opened", "closes", "places", "needs", "allot"]),
    ("allot", &["item", "quantity", "per"]),
];

/// Reads the file's text: the rounds that can be read, and everything that is wrong.
pub fn parse(text: &str) -> (Vec<Round>, Vec<RegisterFault>) {
    let (file, mut faults): (File, _) = read_toml(text, KEYS);
    let mut rounds: Vec<Round> = Vec::new();
    let mut known = BTreeSet::new();
    for entry in file.round {
        let code = entry.code.get_ref().clone();
        if known.contains(&code) {
            let fault = Fault::new(said!("the round `{code}` is there twice", "批次“{code}”重复"));
            faults.push(RegisterFault::error("id-duplicate", Some(entry.code.span()), "code", fault));
            continue;
        }
        match round(text, entry) {
            Ok((round, more)) => {
                known.insert(code);
                rounds.push(round);
                faults.extend(more);
            }
            Err(fault) => faults.push(*fault),
        }
    }
    (rounds, faults)
}

/// The codes of all rounds as written, also where the file or the round cannot be read.
pub fn codes(text: &str) -> Vec<String> {
    let value = |line: &str| {
        let quoted = line.trim().strip_prefix("code")?.trim_start().strip_prefix('=')?.trim_start();
        let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        quoted[1..].split(quote).next().map(str::to_owned)
    };
    text.lines().filter_map(value).collect()
}

fn round(text: &str, entry: Entry) -> Result<(Round, Vec<RegisterFault>), Box<RegisterFault>> {
    let mut faults = Vec::new();
    let kind = RoundKind::from_code(entry.kind.get_ref())
        .ok_or_else(|| not_one_of(&entry.kind, "kind", RoundKind::CHOICES))?;
    let span = entry.date.span();
    let date = day(entry.date.get_ref())
        .map_err(|f| Box::new(RegisterFault::error("type", Some(span), "date", f)))?;
    let mut moment = |given: Option<Spanned<toml::Value>>, field| {
        let given = given?;
        stamp(given.get_ref())
            .map_err(|f| faults.push(RegisterFault::error("type", Some(given.span()), field, f)))
            .ok()
    };
    let (opened, closes) = (moment(entry.opened, "opened"), moment(entry.closes, "closes"));
    let mut allot = Vec::new();
    for line in entry.allot {
        let written = &text[line.quantity.span()];
        let quantity = Quantity::parse(written.trim_matches(['"', '\'']))
            .map_err(|f| RegisterFault::error("type", Some(line.quantity.span()), "quantity", f))?;
        let per = match &line.per {
            None => Per::Household,
            Some(per) => Per::from_code(per.get_ref()).ok_or_else(|| not_one_of(per, "per", Per::CHOICES))?,
        };
        allot.push(Allot { span: line.item.span(), item: line.item.into_inner(), quantity, per });
    }
    let places_span = entry.places.as_ref().map(Spanned::span);
    let round = Round {
        span: entry.code.span(),
        code: entry.code.into_inner(),
        kind,
        title: entry.title,
        date,
        opened,
        closes,
        places: entry.places.map_or_else(|| vec!["*".to_owned()], Spanned::into_inner),
        needs: entry.needs,
        allot,
        places_span,
    };
    Ok((round, faults))
}

fn not_one_of(
    value: &Spanned<String>,
    field: &'static str,
    choices: &[crate::ledgers::Choice],
) -> RegisterFault {
    let (typed, codes) = (value.get_ref(), any_of(&choices.iter().map(|c| c.code).collect::<Vec<_>>()));
    let fault = Fault::new(said!("`{typed}` is not a choice here", "“{typed}” 不在可选范围内"));
    let fault = fault
        .remedy(Said { en: format!("one of {}", codes.en), zh: format!("请从 {} 中选择", codes.zh) });
    RegisterFault::error("bad-choice", Some(value.span()), field, fault)
}

fn day(value: &toml::Value) -> Result<Day, Fault> {
    match value {
        toml::Value::Datetime(Datetime { date: Some(date), .. }) => Day::parse(&date.to_string()),
        toml::Value::String(text) => Day::parse(text),
        other => Day::parse(&other.to_string()),
    }
}

fn stamp(value: &toml::Value) -> Result<Stamp, Fault> {
    match value {
        toml::Value::String(text) => Stamp::parse(text),
        other => Stamp::parse(&other.to_string()),
    }
}
