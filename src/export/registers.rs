//! The registers as tables: what the rows of the ledgers refer to, so that a reader elsewhere needs nothing else.

use super::table::{Rows, Table};
use crate::ledgers::{Choice, Field, Kind, Per, RoundKind};
use crate::model::{PlaceKind, Places, Tally};
use crate::registers::{Named, Registers, items, volunteers};
use crate::words::{Words, words};

/// The register that a field of this kind refers to, and its column there.
pub fn referred(kind: Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::Item => Some(("items", "item")),
        Kind::Place => Some(("places", "place")),
        Kind::Store => Some(("stores", "store")),
        Kind::Round => Some(("rounds", "round")),
        Kind::Volunteer => Some(("volunteers", "volunteer")),
        Kind::Group => Some(("groups", "group")),
        _ => None,
    }
}

/// A column of a register that is no ledger's file.
const fn column(name: &'static str, kind: Kind, heading: Words, meaning: Words) -> Field {
    Field { name, kind, required: false, heading, meaning, aliases: &[] }
}

/// The column that tells the entries of a register apart.
const fn key(name: &'static str, heading: Words, meaning: Words) -> Field {
    Field { name, kind: Kind::Text, required: true, heading, meaning, aliases: &[] }
}

const PLACE_KINDS: &[Choice] = &[
    Choice { code: "whole", words: words("the whole community", "全小区") },
    Choice { code: "building", words: words("building", "楼") },
    Choice { code: "unit", words: words("unit", "单元") },
    Choice { code: "home", words: words("home", "户") },
    Choice { code: "destination", words: words("destination", "去向") },
];

const PLACES: &[Field] = &[
    key("place", words("place", "位置"), words("its code in the ledgers", "台账中的写法")),
    column("kind", Kind::Choice(PLACE_KINDS), words("kind", "类别"), words("what it is", "是什么")),
    column(
        "building",
        Kind::Text,
        words("building", "楼"),
        words("the building it is in, or is", "所在的楼"),
    ),
    column("unit", Kind::Text, words("unit", "单元"), words("the unit it is in, or is", "所在的单元")),
    column("floor", Kind::Count, words("floor", "楼层"), words("the floor of a home", "户所在楼层")),
    column("name", Kind::Text, words("name", "名称"), words("the name of a destination", "去向的名称")),
];

const STORES: &[Field] = &[
    key("store", words("store", "仓库"), words("its code in the ledgers", "台账中的写法")),
    column("name", Kind::Text, words("name", "名称"), words("what it is called", "仓库名称")),
];

const GROUPS: &[Field] = &[
    key("group", words("group", "小组"), words("its code in the ledgers", "台账中的写法")),
    column("name", Kind::Text, words("name", "名称"), words("what it is called", "小组名称")),
];

const ROUNDS: &[Field] = &[
    key("round", words("round", "批次"), words("its code in the ledgers", "台账中的写法")),
    column(
        "kind",
        Kind::Choice(RoundKind::CHOICES),
        words("kind", "类别"),
        words("what is done in it", "做什么"),
    ),
    column("title", Kind::Text, words("title", "标题"), words("its title", "批次标题")),
    column(
        "date",
        Kind::Day,
        words("date", "日期"),
        words("its day: the census of it says who is due", "批次日期，应发应检以当日人数为准"),
    ),
    column("opened", Kind::Stamp, words("opened", "开始时间"), words("when it was opened", "何时开始")),
    column("closes", Kind::Stamp, words("closes", "截止时间"), words("when it closes", "何时截止")),
    column(
        "places",
        Kind::Text,
        words("places", "范围"),
        words("the places it covers, separated by |", "覆盖的位置，用 | 分隔"),
    ),
    column(
        "needs",
        Kind::Text,
        words("needs", "需求"),
        words("only homes with one of these needs", "只含有这些需求的户"),
    ),
];

const ALLOTMENTS: &[Field] = &[
    Field {
        required: true,
        ..column("round", Kind::Round, words("round", "批次"), words("the distribution round", "发放批次"))
    },
    Field {
        required: true,
        ..column("item", Kind::Item, words("item", "物品"), words("what is handed out", "发放的物品"))
    },
    column(
        "quantity",
        Kind::Quantity,
        words("quantity", "数量"),
        words("how much, in the item's base unit", "数量，按基本单位"),
    ),
    Field {
        required: true,
        ..column(
            "per",
            Kind::Choice(Per::CHOICES),
            words("for each", "按"),
            words("for each of what", "每户、每人或每单元"),
        )
    },
];

/// Every register as a table. For the public: nothing below the unit, no volunteers, no free text.
pub fn registers<'a>(registers: &Registers, public: bool) -> Vec<Table<'a>> {
    let community = &registers.community;
    let mut tables = vec![
        items_table(registers, public),
        rounds(registers, public),
        allotments(registers),
        places(registers.names.places(), public),
        named("stores", words("Stores", "仓库"), STORES, &["store"], &community.stores),
        named("groups", words("Groups", "小组"), GROUPS, &["group"], &community.groups),
    ];
    if !public {
        tables.push(roster(registers));
    }
    tables
}

fn held<'a>(
    (name, title, about): (&'static str, Words, Words),
    columns: &[Field],
    key: &'static [&'static str],
    rows: Vec<Vec<String>>,
) -> Table<'a> {
    Table {
        name,
        title,
        about,
        columns: columns.to_vec(),
        key,
        tally: Tally::default(),
        rows: Rows::Held(rows),
    }
}

fn items_table<'a>(registers: &Registers, public: bool) -> Table<'a> {
    let about = words("the goods that are handled", "所管理的物品");
    let shown: Vec<Field> = items::FIELDS.iter().filter(|f| !public || f.name != "note").copied().collect();
    let cell = |item: &crate::registers::Item, field: &str| match field {
        "item" => item.name.clone(),
        "category" => item.category.clone(),
        "unit" => item.unit.clone(),
        "packs" => item.packs_text.clone(),
        "minimum" => item.minimum.map(|m| m.to_string()).unwrap_or_default(),
        "aliases" => item.aliases.join("|"),
        _ => item.note.clone(),
    };
    let row = |item| shown.iter().map(|f| cell(item, f.name)).collect();
    let rows = registers.items.iter().map(row).collect();
    held(("items", words("Items", "物品"), about), &shown, &["item"], rows)
}

fn rounds<'a>(registers: &Registers, public: bool) -> Table<'a> {
    let about = words("distribution drives, testing rounds, roll-calls", "发放批次、检测轮次、点名");
    let stamp = |at: Option<crate::model::Stamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let shown = if public { &ROUNDS[..6] } else { ROUNDS };
    let row = |round: &crate::registers::Round| {
        let mut row = vec![
            round.code.clone(),
            round.kind.code().to_owned(),
            round.title.clone(),
            round.date.to_string(),
            stamp(round.opened),
            stamp(round.closes),
            round.places.join("|"),
            round.needs.join("|"),
        ];
        row.truncate(shown.len());
        row
    };
    let rows = registers.rounds.iter().map(row).collect();
    held(("rounds", words("Rounds", "批次"), about), shown, &["round"], rows)
}

fn allotments<'a>(registers: &Registers) -> Table<'a> {
    let about = words("what each gets in a distribution round", "发放批次中每户、每人或每单元的份额");
    let rows = registers.rounds.iter().flat_map(|round| {
        round.allot.iter().map(|allot| {
            let per = allot.per.code().to_owned();
            let item = registers.names.item(&allot.item).map(|item| registers.names.item_name(item));
            let item = item.unwrap_or_else(|| allot.item.clone());
            vec![round.code.clone(), item, allot.quantity.to_string(), per]
        })
    });
    let title = words("Allotments", "份额");
    held(("allotments", title, about), ALLOTMENTS, &["round", "item", "per"], rows.collect())
}

fn places<'a>(places: &Places, public: bool) -> Table<'a> {
    let about = words("every place that a row can name", "台账中可以出现的位置");
    let rows = places.all().map(|id| places.get(id)).filter(|p| !public || p.kind != PlaceKind::Home);
    let rows = rows.map(|place| {
        let kind = match place.kind {
            PlaceKind::Whole => 0,
            PlaceKind::Building => 1,
            PlaceKind::Unit => 2,
            PlaceKind::Home => 3,
            PlaceKind::Destination => 4,
        };
        let code =
            |id: Option<crate::model::PlaceId>| id.map(|id| places.code(id).to_owned()).unwrap_or_default();
        let floor = place.floor.map(|floor| floor.to_string()).unwrap_or_default();
        let kind = PLACE_KINDS[kind].code.to_owned();
        vec![place.code.clone(), kind, code(place.building), code(place.unit), floor, place.name.clone()]
    });
    held(("places", words("Places", "位置"), about), PLACES, &["place"], rows.collect())
}

fn named<'a>(
    name: &'static str,
    title: Words,
    columns: &[Field],
    key: &'static [&'static str],
    all: &[Named],
) -> Table<'a> {
    let rows = all.iter().map(|n| vec![n.code.clone(), n.name.clone()]).collect();
    held((name, title, title), columns, key, rows)
}

fn roster<'a>(registers: &Registers) -> Table<'a> {
    let about = words("who serves in which group, in which role", "谁在哪个小组任什么职务");
    let day = |day: Option<crate::model::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let cell = |service: &crate::registers::Service, field: &str| match field {
        "volunteer" => service.volunteer.clone(),
        "group" => service.group.clone(),
        "role" => service.role.code().to_owned(),
        "place" => service.place_text.clone(),
        "skills" => service.skills.clone(),
        "since" => day(service.since),
        "until" => day(service.until),
        _ => service.note.clone(),
    };
    let row = |service| volunteers::FIELDS.iter().map(|f| cell(service, f.name)).collect();
    let rows = registers.services.iter().map(row).collect();
    held(("volunteers", words("Roster", "花名册"), about), volunteers::FIELDS, &[], rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::read_registers;
    use crate::store::text::Source;

    #[test]
    fn every_column_of_a_register_file_is_exported_under_its_own_value() {
        let files = [
            (
                "ledgers/community.toml",
                "[community]\nname = \"x\"\n[[building]]\ncode = \"1\"\nunits = [\"1\"]\nfloors = 1\n\
              doors = 1\n[[building]]\ncode = \"5\"\nfloors = 1\ndoors = 1\n[[group]]\ncode = \"g\"\nname = \"组\"\n",
            ),
            (
                "ledgers/items.csv",
                "item,category,unit,packs,minimum,aliases,note\n牛奶,食品,盒,箱=24,10,鲜奶|奶,n1\n",
            ),
            (
                "ledgers/volunteers.csv",
                "volunteer,group,role,place,skills,since,until,note\n李梅,g,captain,1-1,s1,2022-08-01,2022-09-01,n2\n",
            ),
        ];
        let sources = files.map(|(path, text)| Source::new(path, text.as_bytes().to_vec()));
        let (read, _) = read_registers(&sources);
        let read = read.unwrap();
        let text = |tables: &[Table], name: &str| {
            let mut lines = Vec::new();
            let table = tables.iter().find(|t| t.name == name).unwrap();
            let take = &mut |line: &super::super::Line| {
                lines.push(line.cells.iter().map(|c| c.text.as_ref()).collect::<Vec<_>>().join(","));
                Ok(())
            };
            table.each(take).unwrap();
            lines
        };
        let all = registers(&read, false);
        assert_eq!(text(&all, "items"), ["牛奶,食品,盒,箱=24,10,鲜奶|奶,n1"]);
        assert_eq!(text(&all, "volunteers"), ["李梅,g,captain,1-1,s1,2022-08-01,2022-09-01,n2"]);
        assert_eq!(
            text(&all, "places"),
            [
                "*,whole,,,,",
                "1,building,1,,,",
                "1-1,unit,1,1-1,,",
                "1-1-101,home,1,1-1,1,",
                "5,building,5,5-0,,",
                "5-0,unit,5,5-0,,",
                "5-0-101,home,5,5-0,1,"
            ]
        );
        let public = registers(&read, true);
        assert_eq!(text(&public, "items"), ["牛奶,食品,盒,箱=24,10,鲜奶|奶"]);
        assert_eq!(
            text(&public, "places"),
            ["*,whole,,,,", "1,building,1,,,", "1-1,unit,1,1-1,,", "5,building,5,5-0,,", "5-0,unit,5,5-0,,"]
        );
        assert!(public.iter().all(|t| t.name != "volunteers"));
    }
}
