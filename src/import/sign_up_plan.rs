//! A sign-up list becomes lines of the roster. The same person, group and role again changes nothing; phones and homes go
//! to the private contacts.

use super::cell::{Canonical, Known, canonical, default_cell};
use super::grid::{Grid, column_letter};
use super::header::no_header;
use super::left::{LeftRow, source_of};
use super::mapping::Mapping;
use super::plan::{Ignored, Options, Plan, Reason, Refusal, Taken, Where};
use super::planning::{choose, nothing_in_it};
use super::sheet::{SourceRow, part};
use super::sign_up::SIGN_UP;
use crate::error::{Error, Result, did_you_mean};
use crate::ledgers::{Draft, Field, Kind, Role};
use crate::model::{Day, Fault, mask_numbers, near, personal_numbers};
use crate::registers::Registers;
use crate::registers::line::Cells;
use crate::said;
use crate::words::{Said, any_of};

/// What a sign-up list would do.
#[derive(Clone, Debug, Default)]
pub struct SignUp {
    /// What becomes of every row of the file.
    pub plan: Plan,
    /// The new lines of the roster.
    pub services: Vec<Cells>,
    /// Whom to reach where: lines of `private/contacts.csv`.
    pub contacts: Vec<Cells>,
    /// What makes one wonder: one name with two phones.
    pub doubts: Vec<Said>,
}

/// One person in one group, as a row says it.
struct Person {
    draft: Draft,
    groups: Vec<String>,
}

/// Decides about every row of the sheets.
///
/// # Errors
/// There is no such sheet, no header; a column that is not mapped holds phone numbers.
pub fn plan_sign_up(
    grids: &[Grid],
    mapping: &Mapping,
    registers: &Registers,
    options: &Options<'_>,
) -> Result<SignUp> {
    let (chosen, must) = choose(grids, mapping)?;
    let source = options.source.or(mapping.source.as_deref()).map(str::to_owned);
    let source =
        source.unwrap_or_else(|| grids.first().map_or_else(String::new, |g| source_of(&g.file).to_owned()));
    let mut all =
        SignUp { plan: Plan { source, partial: options.partial, ..Plan::default() }, ..SignUp::default() };
    let unread = (0..grids.len()).filter(|at| !chosen.contains(at) && !grids[*at].is_blank());
    all.plan.unread = unread.map(|at| grids[at].sheet.clone()).collect();
    let mut tables = 0;
    for &at in &chosen {
        tables += usize::from(sheet(grids, at, mapping, must, registers, options, &mut all)?);
    }
    if tables == 0 {
        let grid = chosen.first().map(|&at| &grids[at]);
        return Err(grid.map_or_else(nothing_in_it, |grid| no_header(grid, mapping)));
    }
    Ok(all)
}

fn sheet(
    grids: &[Grid],
    nth: usize,
    mapping: &Mapping,
    must: bool,
    registers: &Registers,
    options: &Options<'_>,
    all: &mut SignUp,
) -> Result<bool> {
    let grid = &grids[nth];
    let place = |at: usize| Where {
        file: grid.file.as_str().into(),
        sheet: grid.sheet.as_str().into(),
        row: grid.rows[at].number,
    };
    all.plan.rows += grid.rows.len();
    let left = |at: usize, reason: Reason| {
        let texts: Vec<&str> = grid.rows[at].filled().map(|(_, t)| t).collect();
        Ignored { place: place(at), reason, text: mask_numbers(&texts.join(" | "), &[]) }
    };
    let Some(parted) = part(grid, mapping, must, options.today)? else {
        all.plan.ignored.extend((0..grid.rows.len()).map(|at| left(at, Reason::NoTable)));
        return Ok(false);
    };
    all.plan.ignored.extend(parted.ignored.into_iter().map(|(at, reason)| left(at, reason)));
    refuse_unmapped_phones(grid, &parted.unmapped, &parted.rows)?;
    all.plan.unmapped.extend(parted.unmapped);
    let today = options.date.or(mapping.date).unwrap_or(options.today);
    let known = Known { registers, today, new_items: false, new_destinations: false };
    for row in &parted.rows {
        match read(row, mapping, &known, options) {
            Ok((person, noted)) => {
                all.plan.noted.extend(noted.into_iter().map(|said| (place(row.row), said)));
                take(person, place(row.row), registers, all);
            }
            Err(faults) => {
                all.plan.refused_rows += 1;
                let top = parted.tops.iter().rev().find(|top| top.header < row.row).copied();
                all.plan.left.push(LeftRow::new(nth, row, top, String::new(), grid));
                all.plan.refused.extend(faults.into_iter().map(|f| Refusal { place: place(row.row), ..f }));
            }
        }
    }
    Ok(true)
}

/// A column with phones that nobody mapped would be lost without a word, or slip into a note the next time.
fn refuse_unmapped_phones(grid: &Grid, unmapped: &[String], rows: &[SourceRow]) -> Result<()> {
    for heading in unmapped {
        let columns = grid.rows.iter().flat_map(|r| r.filled()).filter(|(_, text)| text == heading);
        let columns: Vec<usize> = columns.map(|(column, _)| column).collect();
        let holds = |r: &SourceRow| {
            columns.iter().any(|&c| !personal_numbers(grid.rows[r.row].cell(c), &[]).is_empty())
        };
        if let Some(row) = rows.iter().find(|r| holds(r)) {
            let number = grid.rows[row.row].number;
            return Err(Error::usage(said!(
                "the column {heading} holds phone or identity numbers (row {number}), and the mapping does not name it",
                "“{heading}”列含有手机号或身份证号（第 {number} 行），而映射没有写明这一列"
            ))
            .hint(said!(
                "phones: [columns.phone] names = [\"{heading}\"] keeps them in private/contacts.csv, outside git; \
                 identity numbers: delete the column",
                "手机号：映射中写 [columns.phone] names = [\"{heading}\"]，只存入 private/contacts.csv，不进 git；身份证号：请先删去该列"
            )));
        }
    }
    Ok(())
}

/// Reads one row. A group cell may name several groups, as surveys write them (`红色代跑组┋核酸采集组`).
fn read(
    source: &SourceRow,
    mapping: &Mapping,
    known: &Known<'_>,
    options: &Options<'_>,
) -> std::result::Result<(Person, Vec<Said>), Vec<Refusal>> {
    let (mut draft, mut noted, mut groups) = (Draft::new(&SIGN_UP), Vec::new(), Vec::new());
    let mut faults: Vec<Refusal> = Vec::new();
    let fault = |field: &'static Field, column: Option<usize>, value: &str, fault: Fault| Refusal {
        place: Where::default(),
        column: column.map_or_else(String::new, column_letter),
        field: field.name,
        value: mask_numbers(value, &[]),
        message: fault.message,
        remedy: fault.remedy,
    };
    for (at, map) in mapping.columns.iter().enumerate() {
        let (field, text, column) = (map.field, source.cells[at].as_str(), source.columns[at]);
        if text.is_empty() {
            continue;
        }
        if field.kind == Kind::Group {
            for one in pieces(text) {
                match canonical(field, &one, known) {
                    Ok(read) => groups.push(read.cell),
                    Err(found) => {
                        faults.push(fault(field, column, &one, with_near_groups(found, &one, known)))
                    }
                }
            }
            continue;
        }
        // A survey gives the day with its time.
        let text = match field.kind {
            Kind::Day => text.split(' ').next().unwrap_or(text),
            _ => text,
        };
        match canonical(field, text, known) {
            Ok(Canonical { cell, noted: more, .. }) => {
                noted.extend(more);
                draft.put(field.name, if field.name == "skills" { pieces(&cell).join("|") } else { cell });
            }
            Err(found) => faults.push(fault(field, column, text, found)),
        }
    }
    for (field, value) in &mapping.defaults {
        let empty =
            if field.kind == Kind::Group { groups.is_empty() } else { draft.get(field.name).is_empty() };
        if empty && !faults.iter().any(|f| f.field == field.name) {
            match default_cell(field, value, known) {
                Ok(cell) if field.kind == Kind::Group => groups.push(cell),
                Ok(cell) => draft.put(field.name, cell),
                Err(found) => faults.push(fault(field, None, value, found)),
            }
        }
    }
    if draft.get("role").is_empty() {
        draft.put("role", Role::Member.code());
    }
    if !source.note.is_empty() {
        let note =
            [draft.get("note"), &source.note].into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>();
        draft.put("note", note.join("；"));
    }
    let column_of = |name: &str| {
        let at = mapping.columns.iter().position(|c| c.field.name == name)?;
        source.columns[at]
    };
    let lacking = [("volunteer", draft.get("volunteer").is_empty()), ("group", groups.is_empty())];
    for (name, lacks) in lacking {
        if let (Some(field), true) = (SIGN_UP.field(name), lacks && !faults.iter().any(|f| f.field == name)) {
            let found =
                Fault::new(said!("the {h} is missing", "缺少{h}", h = (field.heading.en, field.heading.zh)));
            let found = match name {
                "group" => found.remedy(said!(
                    "write it, or a default into the mapping: [defaults] group = \"errands\"",
                    "请填写，或在映射中写默认值：[defaults] group = \"errands\""
                )),
                _ => found,
            };
            faults.push(fault(field, column_of(name), "", found));
        }
    }
    let name = draft.get("volunteer");
    if name.starts_with('-') || name.contains(['|', '"', '\n']) {
        let (found, text) =
            (Fault::new(said!("`{name}` cannot be a name", "“{name}”不能作为姓名")), name.to_owned());
        faults.extend(SIGN_UP.field("volunteer").map(|f| fault(f, column_of("volunteer"), &text, found)));
    }
    let exempt = &known.registers.community.public_phones;
    for field in SIGN_UP.fields.iter().filter(|f| f.kind == Kind::Text && f.name != "phone") {
        let cell = draft.get(field.name).to_owned();
        if personal_numbers(&cell, exempt).is_empty() {
            continue;
        }
        let masked = mask_numbers(&cell, exempt);
        if options.mask_numbers {
            draft.put(field.name, masked);
            continue;
        }
        let found = Fault::new(said!(
            "`{masked}` holds a personal number, which no tracked file may hold",
            "“{masked}” 含有手机号或身份证号，不得写入花名册"
        ))
        .remedy(said!(
            "put it into the phone column, or --mask-numbers",
            "请移到电话列，或加 --mask-numbers 遮盖"
        ));
        faults.push(fault(field, column_of(field.name), &masked, found));
    }
    let days = [Day::parse(draft.get("since")).ok(), Day::parse(draft.get("until")).ok()];
    if let ([Some(since), Some(until)], Some(field)) = (days, SIGN_UP.field("until"))
        && until < since
    {
        let found =
            Fault::new(said!("it ends on {until}, before {since}", "结束日期 {until} 早于开始日期 {since}"));
        faults.push(fault(field, column_of("until"), &until.to_string(), found));
    }
    groups.dedup();
    if faults.is_empty() { Ok((Person { draft, groups }, noted)) } else { Err(faults) }
}

/// The groups that may have been meant, by their names too; where none is near all there are.
fn with_near_groups(mut fault: Fault, typed: &str, known: &Known<'_>) -> Fault {
    let groups = &known.registers.community.groups;
    let names = groups.iter().flat_map(|g| [g.name.as_str(), g.code.as_str()]);
    let all: Vec<&str> =
        groups.iter().map(|g| if g.name.is_empty() { &g.code } else { &g.name }.as_str()).collect();
    let all = any_of(&all);
    let there = said!("there are {l}", "现有小组：{l}", l = (all.en, all.zh));
    fault.remedy = Some(did_you_mean(&near(typed, names)).unwrap_or(there));
    fault
}

/// Pieces of a list as sheets and surveys write them.
fn pieces(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| "|┋、，,;；/".contains(c)).map(str::trim);
    parts.filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

/// Puts a person on the roster of the plan, unless the same person, group and role is there.
fn take(person: Person, place: Where, registers: &Registers, all: &mut SignUp) {
    let (name, role) = (person.draft.get("volunteer").to_owned(), person.draft.get("role").to_owned());
    let mut new = false;
    for group in &person.groups {
        let there = registers
            .services
            .iter()
            .any(|s| s.volunteer == name && s.group == *group && s.role.code() == role);
        let is =
            |cells: &Cells, column: &str, value: &str| cells.iter().any(|(n, v)| *n == column && v == value);
        let planned = all
            .services
            .iter()
            .any(|c| is(c, "volunteer", &name) && is(c, "group", group) && is(c, "role", &role));
        if there || planned {
            continue;
        }
        new = true;
        let mut cells: Cells = vec![("volunteer", name.clone()), ("group", group.clone())];
        for column in ["role", "place", "skills", "since", "until", "note"] {
            cells.push((column, person.draft.get(column).to_owned()));
        }
        all.services.push(cells);
    }
    let (phone, home) = (person.draft.get("phone").to_owned(), person.draft.get("home").to_owned());
    if !phone.is_empty() {
        let own = |c: &Cells| c.iter().any(|(n, v)| *n == "name" && *v == name);
        let phone_of = |c: &Cells| c.iter().find(|(n, _)| *n == "phone").map(|(_, v)| v.clone());
        let before = all.contacts.iter().find(|c| own(c)).and_then(phone_of);
        match before {
            Some(before) if before != phone => {
                let row = place.row;
                all.doubts.push(said!(
                    "row {row}: another phone for {name}; if these are two people, give them different names",
                    "第 {row} 行：{name} 有两个不同的电话；如是同名的两个人，请用不同的名字登记"
                ));
                all.contacts.push(contact(home, &name, phone));
            }
            Some(_) => {}
            None => all.contacts.push(contact(home, &name, phone)),
        }
    }
    match new {
        true => all.plan.taken.push(Taken { place, draft: person.draft }),
        false => all.plan.unchanged.push((place, None)),
    }
}

fn contact(home: String, name: &str, phone: String) -> Cells {
    vec![
        ("place", home),
        ("name", name.to_owned()),
        ("phone", phone),
        ("note", "志愿者 volunteer".to_owned()),
    ]
}
