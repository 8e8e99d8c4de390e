//! `community.toml`: who we are: buildings, groups, stores, policies, schedules.

use super::RegisterFault;
use super::keys::unknown_keys;
use crate::model::{BuildingPlan, Cell, Fault, Moment, NameMask, Places};
use crate::said;
use crate::words::Lang;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// The community, as its file says.
#[derive(Debug)]
pub struct Community {
    /// Its name.
    pub name: String,
    /// Numbers that may be published, and are no personal numbers.
    pub public_phones: Vec<String>,
    /// The language of its reports, notices and messages.
    pub language: Option<Lang>,
    /// Its time zone.
    pub timezone: chrono_tz::Tz,
    /// The currency of all money in its ledgers, an ISO code.
    pub currency: String,
    /// Its buildings, as written.
    pub buildings: Vec<Building>,
    /// Places goods can go to that are never due: code and name.
    pub destinations: Vec<Named>,
    /// Its groups.
    pub groups: Vec<Named>,
    /// Its stores; the first is the one meant by an empty cell.
    pub stores: Vec<Named>,
    /// What may be printed.
    pub privacy: Privacy,
    /// How long a request may take until its delivery.
    pub limits: Limits,
    /// Reports and notices that are made by themselves.
    pub schedules: Vec<Schedule>,
    /// All its places.
    pub places: Places,
}

impl Community {
    /// A group for a table: its code and its name, or its code alone if it is not ours.
    pub fn group_cell(&self, code: &str) -> Cell {
        named_cell(&self.groups, code)
    }

    /// A store for a table: its code and its name, or its code alone if it is not ours.
    pub fn store_cell(&self, code: &str) -> Cell {
        named_cell(&self.stores, code)
    }
}

fn named_cell(all: &[Named], code: &str) -> Cell {
    match all.iter().find(|n| n.code == code && !n.name.is_empty()) {
        Some(named) => Cell::Named(named.code.clone(), named.name.clone()),
        None => Cell::text(code),
    }
}

/// A building and its captain.
#[derive(Debug, Clone)]
pub struct Building {
    /// Its shape.
    pub plan: BuildingPlan,
    /// The volunteer who is its captain, unless the roster says otherwise; may be empty.
    pub captain: String,
    /// Where its code stands in the file.
    pub span: Range<usize>,
}

/// A code with the name people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The code in the ledgers.
    pub code: String,
    /// The name.
    pub name: String,
}

/// What public output may show.
#[derive(Debug, Clone)]
pub struct Privacy {
    /// How names are masked.
    pub mask: NameMask,
    /// Public tables show `<n` below this; 0 shows all.
    pub small_counts: u32,
}

/// How many minutes a request may take, by urgency, from its opening to its delivery.
#[derive(Debug, Clone)]
pub struct Limits {
    /// For `critical`.
    pub critical: i64,
    /// For `today`.
    pub today: i64,
    /// For `normal`.
    pub normal: i64,
}

/// When something is made by itself.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Its name.
    pub name: String,
    /// The report, or
    pub report: Option<String>,
    /// the notice template.
    pub notice: Option<String>,
    /// True (the default): nothing below the unit.
    pub public: bool,
    /// The time of day.
    pub at: Moment,
    /// The day of the week; every day if absent.
    pub weekday: Option<chrono::Weekday>,
    /// The path to write, with `{date}`.
    pub write: String,
}

#[derive(Deserialize)]
struct File {
    community: Who,
    #[serde(default)]
    building: Vec<BuildingEntry>,
    #[serde(default)]
    destination: Vec<Entry>,
    #[serde(default)]
    group: Vec<Entry>,
    #[serde(default)]
    store: Vec<Entry>,
    #[serde(default)]
    privacy: PrivacyEntry,
    #[serde(default)]
    requests: LimitEntry,
    #[serde(default)]
    schedule: Vec<ScheduleEntry>,
}

#[derive(Deserialize)]
struct Who {
    name: String,
    #[serde(default)]
    public_phones: Vec<String>,
    language: Option<Spanned<String>>,
    timezone: Option<Spanned<String>>,
    currency: Option<String>,
}

#[derive(Deserialize)]
struct BuildingEntry {
    code: Spanned<String>,
    #[serde(default)]
    units: Vec<String>,
    #[serde(default)]
    floors: u32,
    #[serde(default)]
    doors: u32,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    extra: Vec<String>,
    #[serde(default)]
    captain: String,
}

#[derive(Deserialize)]
struct Entry {
    code: Spanned<String>,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize, Default)]
struct PrivacyEntry {
    mask: Option<Spanned<String>>,
    #[serde(default)]
    small_counts: u32,
}

#[derive(Deserialize, Default)]
struct LimitEntry {
    critical: Option<Spanned<String>>,
    today: Option<Spanned<String>>,
    normal: Option<Spanned<String>>,
}

#[derive(Deserialize)]
struct ScheduleEntry {
    name: Spanned<String>,
    report: Option<String>,
    notice: Option<String>,
    public: Option<bool>,
    at: Spanned<String>,
    #[serde(default)]
    write: String,
}

/// The keys of each table, so that a misspelt one is said.
pub const KEYS: &[(&str, &[&str])] = &[
    ("", &["community", "building", "destination", "group", "store", "privacy", "requests", "schedule"]),
    ("community", &["name", "public_phones", "language", "timezone", "currency"]),
    ("building", &["code", "units", "floors", "doors", "except", "extra", "captain"]),
    ("destination", &["code", "name"]),
    ("group", &["code", "name", "does"]),
    ("store", &["code", "name"]),
    ("privacy", &["mask", "small_counts"]),
    ("requests", &["critical", "today", "normal"]),
    ("schedule", &["name", "report", "notice", "public", "at", "write"]),
];

impl Community {
    /// Reads the file's text. A community that cannot be read at all is `None`; everything wrong is in the faults.
    pub fn parse(text: &str) -> (Option<Community>, Vec<RegisterFault>) {
        let mut faults = unknown_keys(text, KEYS);
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                faults.push(RegisterFault::of_toml(&error));
                return (None, faults);
            }
        };
        let mut note = |code, span: Option<Range<usize>>, field, fault| {
            faults.push(RegisterFault::error(code, span, field, fault));
        };
        let who = file.community;
        let language = who.language.and_then(|code| {
            let known = Lang::from_code(code.get_ref());
            if known.is_none() {
                let value = code.get_ref();
                note(
                    "bad-choice",
                    Some(code.span()),
                    "language",
                    Fault::new(said!("`{value}` is not a language", "“{value}” 不是可用的语言"))
                        .remedy(said!("zh or en", "请写 zh 或 en")),
                );
            }
            known
        });
        let timezone = match &who.timezone {
            None => chrono_tz::Asia::Shanghai,
            Some(name) => name.get_ref().parse().unwrap_or_else(|_| {
                let value = name.get_ref();
                note(
                    "bad-choice",
                    Some(name.span()),
                    "timezone",
                    Fault::new(said!("`{value}` is not a time zone", "“{value}” 不是时区")).remedy(said!(
                        "an IANA name such as Asia/Shanghai",
                        "请写 IANA 时区名，例如 Asia/Shanghai"
                    )),
                );
                chrono_tz::Asia::Shanghai
            }),
        };
        let mask = match file.privacy.mask.as_ref().map(|m| (m.get_ref().as_str(), m.span())) {
            None | Some(("surname", _)) => NameMask::Surname,
            Some(("ends", _)) => NameMask::Ends,
            Some((value, span)) => {
                note(
                    "bad-choice",
                    Some(span),
                    "mask",
                    Fault::new(said!("`{value}` is not a way to mask names", "“{value}” 不是姓名遮盖方式"))
                        .remedy(said!("surname or ends", "请写 surname 或 ends")),
                );
                NameMask::Surname
            }
        };
        let mut limit = |given: &Option<Spanned<String>>, field, usual: i64| match given {
            None => usual,
            Some(text) => minutes(text.get_ref()).unwrap_or_else(|| {
                let value = text.get_ref();
                note(
                    "type",
                    Some(text.span()),
                    field,
                    Fault::new(said!("`{value}` is not a length of time", "“{value}” 不是时长"))
                        .remedy(said!("such as 2h, 90m or 2d", "例如 2h、90m 或 2d")),
                );
                usual
            }),
        };
        let limits = Limits {
            critical: limit(&file.requests.critical, "critical", 2 * 60),
            today: limit(&file.requests.today, "today", 12 * 60),
            normal: limit(&file.requests.normal, "normal", 48 * 60),
        };
        let mut schedules = Vec::new();
        for entry in file.schedule {
            match slot(entry.at.get_ref()) {
                Ok((weekday, at)) => schedules.push(Schedule {
                    name: entry.name.into_inner(),
                    report: entry.report,
                    notice: entry.notice,
                    public: entry.public.unwrap_or(true),
                    at,
                    weekday,
                    write: entry.write,
                }),
                Err(fault) => note("type", Some(entry.at.span()), "at", fault),
            }
        }
        let mut named = |entries: Vec<Entry>| {
            let mut list: Vec<Named> = Vec::new();
            for entry in entries {
                let (span, code) = (entry.code.span(), entry.code.into_inner());
                if list.iter().any(|n| n.code == code) {
                    note(
                        "id-duplicate",
                        Some(span),
                        "code",
                        Fault::new(said!("`{code}` is there twice", "“{code}” 重复")),
                    );
                    continue;
                }
                let name = if entry.name.is_empty() { code.clone() } else { entry.name };
                list.push(Named { code, name });
            }
            list
        };
        let (destinations, groups, stores) = (named(file.destination), named(file.group), named(file.store));
        let buildings: Vec<Building> = file
            .building
            .into_iter()
            .map(|b| Building {
                span: b.code.span(),
                plan: BuildingPlan {
                    code: b.code.into_inner(),
                    units: b.units,
                    floors: b.floors,
                    doors: b.doors,
                    except: b.except,
                    extra: b.extra,
                },
                captain: b.captain,
            })
            .collect();
        let plans: Vec<BuildingPlan> = buildings.iter().map(|b| b.plan.clone()).collect();
        let codes: Vec<(String, String)> =
            destinations.iter().map(|d| (d.code.clone(), d.name.clone())).collect();
        let (places, place_faults) = Places::new(&plans, &codes, std::slice::from_ref(&who.name));
        for fault in place_faults {
            note("type", None, "building", fault);
        }
        let community = Community {
            name: who.name,
            public_phones: who.public_phones,
            language,
            timezone,
            currency: who.currency.unwrap_or_else(|| "CNY".to_owned()),
            buildings,
            destinations,
            groups,
            stores,
            privacy: Privacy { mask, small_counts: file.privacy.small_counts },
            limits,
            schedules,
            places,
        };
        (Some(community), faults)
    }
}

/// `2h`, `90m`, `2d` in minutes.
fn minutes(text: &str) -> Option<i64> {
    let (digits, factor) = match text.char_indices().last()? {
        (at, 'h') => (&text[..at], 60),
        (at, 'm') => (&text[..at], 1),
        (at, 'd') => (&text[..at], 24 * 60),
        _ => return None,
    };
    digits.parse::<u32>().ok().map(|n| i64::from(n) * factor)
}

/// `20:00`, or `sun 20:00`.
fn slot(text: &str) -> Result<(Option<chrono::Weekday>, Moment), Fault> {
    match text.split_once(' ') {
        None => Ok((None, Moment::parse(text)?)),
        Some((day, time)) => {
            let weekday = day.parse().map_err(|_| {
                Fault::new(said!("`{day}` is not a day of the week", "“{day}” 不是星期"))
                    .remedy(said!("such as sun 20:00", "例如 sun 20:00"))
            })?;
            Ok((Some(weekday), Moment::parse(time.trim())?))
        }
    }
}
