//! `volunteers.csv`: who serves in which group, in which role. One row for each volunteer, group and role.

use super::table::{Entry, RegisterFault, Table};
use crate::ledgers::{Field, Kind, Role, choose};
use crate::model::{Day, Fault, PlaceId, Places};
use crate::said;
use crate::words::words;

/// One service of one volunteer.
#[derive(Debug, Clone)]
pub struct Service {
    /// The volunteer's name.
    pub volunteer: String,
    /// The code of the group.
    pub group: String,
    /// The role in it.
    pub role: Role,
    /// For a captain the building or unit.
    pub place: Option<PlaceId>,
    /// The place as written.
    pub place_text: String,
    /// What the volunteer can do, separated by `|`.
    pub skills: String,
    /// From when.
    pub since: Option<Day>,
    /// Until when, the last day included.
    pub until: Option<Day>,
    /// Free text.
    pub note: String,
    /// The line it stands on.
    pub line: u32,
}

impl Service {
    /// True if the service is held on that day.
    pub fn on(&self, day: Day) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// What the volunteer can do, one after the other.
    pub fn each_skill(&self) -> impl Iterator<Item = &str> {
        self.skills.split('|').map(str::trim).filter(|s| !s.is_empty())
    }

    /// True if one of the skills is this, or says it among other things.
    pub fn can(&self, skill: &str) -> bool {
        let wanted = skill.trim().to_lowercase();
        self.each_skill().any(|s| s.to_lowercase().contains(&wanted))
    }
}

/// The columns of `volunteers.csv`.
pub static FIELDS: &[Field] = &[
    Field {
        name: "volunteer",
        kind: Kind::Text,
        required: true,
        heading: words("volunteer", "志愿者"),
        meaning: words("the volunteer's name", "志愿者姓名"),
        aliases: &["姓名", "志愿者"],
    },
    Field {
        name: "group",
        kind: Kind::Group,
        required: true,
        heading: words("group", "小组"),
        meaning: words("the group, as in community.toml", "小组，同 community.toml"),
        aliases: &["小组", "组别", "报名小组", "意向小组"],
    },
    Field {
        name: "role",
        kind: Kind::Choice(Role::CHOICES),
        required: true,
        heading: words("role", "职务"),
        meaning: words("the role in the group", "组内职务"),
        aliases: &["职务", "角色"],
    },
    Field {
        name: "place",
        kind: Kind::Place,
        required: false,
        heading: words("place", "位置"),
        meaning: words("for a captain, the building or unit", "楼长所负责的楼或单元"),
        aliases: &["楼号", "位置"],
    },
    Field {
        name: "skills",
        kind: Kind::Text,
        required: false,
        heading: words("skills", "特长"),
        meaning: words("what the volunteer can do, separated by |", "特长，用 | 分隔"),
        aliases: &["特长", "技能", "专长", "擅长"],
    },
    Field {
        name: "since",
        kind: Kind::Day,
        required: false,
        heading: words("since", "开始"),
        meaning: words("the first day of service", "开始服务的日期"),
        aliases: &["开始日期", "报名时间", "报名日期", "加入日期"],
    },
    Field {
        name: "until",
        kind: Kind::Day,
        required: false,
        heading: words("until", "结束"),
        meaning: words("the last day of service", "结束服务的日期"),
        aliases: &["结束日期"],
    },
    Field {
        name: "note",
        kind: Kind::Text,
        required: false,
        heading: words("note", "备注"),
        meaning: words("free text", "备注"),
        aliases: &["备注"],
    },
];

/// Reads the register from its table; groups and places are looked up.
pub fn read(
    table: &Table,
    groups: &[&str],
    places: &Places,
    faults: &mut Vec<RegisterFault>,
) -> Vec<Service> {
    let mut services = Vec::new();
    for entry in &table.entries {
        services.extend(service(entry, groups, places, faults));
    }
    services
}

fn service(
    entry: &Entry,
    groups: &[&str],
    places: &Places,
    faults: &mut Vec<RegisterFault>,
) -> Option<Service> {
    let volunteer = entry.required("volunteer", faults)?;
    let group = entry.required("group", faults).unwrap_or_default();
    if !group.is_empty() && !groups.contains(&group.as_str()) {
        let fault = Fault::new(said!("there is no group {group}", "没有小组“{group}”"));
        faults.push(entry.fault("unknown-group", "group", fault));
    }
    let role = match entry.required("role", faults).map(|r| choose(&r, Role::CHOICES)) {
        Some(Ok(at)) => Role::ALL[at],
        Some(Err(fault)) => {
            faults.push(entry.fault("bad-choice", "role", fault));
            Role::Member
        }
        None => Role::Member,
    };
    let place_text = entry.get("place").to_owned();
    let place = match place_text.as_str() {
        "" => None,
        text => {
            let found = places.find(text.as_bytes());
            if found.is_none() {
                let fault = Fault::new(said!("there is no place {text}", "没有位置“{text}”"));
                faults.push(entry.fault("unknown-place", "place", fault));
            }
            found
        }
    };
    let mut day = |field| match entry.get(field) {
        "" => None,
        text => Day::parse(text).map_err(|f| faults.push(entry.fault("type", field, f))).ok(),
    };
    Some(Service {
        volunteer,
        group,
        role,
        place,
        since: day("since"),
        until: day("until"),
        skills: entry.get("skills").to_owned(),
        note: entry.get("note").to_owned(),
        place_text,
        line: entry.line,
    })
}
