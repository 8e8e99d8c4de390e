//! A community of any size to measure with: the same one every time.

pub mod month;

use linli::store::text::Source;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use tempfile::TempDir;

const ITEMS: [&str; 10] =
    ["蔬菜包", "牛奶", "大米", "口罩", "鸡蛋", "饮用水", "消毒液", "抗原试剂", "面条", "食用油"];
const CODE: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Numbers that look like chance and are the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

/// A community of twelve buildings and 624 homes with so many rows of distributions over twelve months, about 97
/// bytes each, in a directory that goes when it is dropped.
pub fn community(rows: usize) -> io::Result<TempDir> {
    let root = TempDir::new()?;
    let ledgers = root.path().join("ledgers");
    fs::create_dir_all(ledgers.join("distributions"))?;
    let mut toml = "[community]\nname = \"银河湾小区\"\ntimezone = \"Asia/Shanghai\"\n".to_owned();
    for building in 1..=12 {
        write(
            &mut toml,
            format_args!(
                "[[building]]\ncode = \"{building}\"\nunits = [\"1\", \"2\"]\nfloors = 13\ndoors = 2\n"
            ),
        );
    }
    toml +=
        "[[store]]\ncode = \"main\"\nname = \"物业仓库\"\n[[group]]\ncode = \"logistics\"\nname = \"后勤\"\n";
    let items: String = ITEMS.iter().map(|item| format!("{item},,份,箱=24,,,\n")).collect();
    let rounds: String = (0..12 * 28).map(|day| round(day / 28 + 1, day % 28 + 1)).collect();
    fs::write(ledgers.join("community.toml"), toml)?;
    fs::write(
        ledgers.join("items.csv"),
        "item,category,unit,packs,minimum,aliases,note\n".to_owned() + &items,
    )?;
    fs::write(
        ledgers.join("volunteers.csv"),
        "volunteer,group,role,place,skills,since,until,note\n李梅,logistics,member,,,,,\n",
    )?;
    fs::write(ledgers.join("rounds.toml"), rounds)?;
    let (mut chance, mut ids) = (Chance(20_220_816), 0);
    for month in 1..=12 {
        let count = rows * month / 12 - rows * (month - 1) / 12;
        let text = distributions(month, count, &mut chance, &mut ids);
        fs::write(ledgers.join(format!("distributions/2022-{month:02}.csv")), text)?;
    }
    Ok(root)
}

fn write(text: &mut String, what: std::fmt::Arguments) {
    text.write_fmt(what).expect("a string takes any text");
}

fn round(month: usize, day: usize) -> String {
    format!(
        "[[round]]\ncode = \"veg-{month:02}{day:02}\"\nkind = \"distribution\"\ntitle = \"x\"\n\
         date = 2022-{month:02}-{day:02}\nplaces = [\"*\"]\n\
         [[round.allot]]\nitem = \"蔬菜包\"\nquantity = 1\nper = \"household\"\n"
    )
}

fn distributions(month: usize, count: usize, chance: &mut Chance, ids: &mut u64) -> String {
    let mut text = String::with_capacity(count * 100 + 100);
    text += "id,date,round,place,item,quantity,unit,store,lot,outcome,receiver,note,reverses,by,at\n";
    for row in 0..count {
        let (day, home) = (1 + row * 28 / count, row % 624);
        let (building, unit, floor, door) =
            (home / 52 + 1, home / 26 % 2 + 1, home / 2 % 13 + 1, home % 2 + 1);
        *ids += 1;
        let code = code(*ids);
        let (item, quantity) = (chance.of(&ITEMS), chance.of(&["1", "1", "1", "2", "5"]));
        let (hour, minute, second) = (8 + row % 12, row % 60, row % 59);
        write(
            &mut text,
            format_args!(
                "I22{month:02}{day:02}-{code},2022-{month:02}-{day:02},veg-{month:02}{day:02},\
                 {building}-{unit}-{floor}{door:02},{item},{quantity},份,,,,,,,李梅,\
                 2022-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+08:00\n"
            ),
        );
    }
    text
}

/// A list of others with so many rows for the same homes, as they would type it: every row its own note.
pub fn list(rows: usize) -> String {
    let mut chance = Chance(20_220_816);
    let mut text = "日期,位置,物品,数量,单位,备注\n".to_owned();
    for row in 0..rows {
        let (day, home) = (1 + row * 28 / rows, row % 624);
        let (building, unit, floor, door) =
            (home / 52 + 1, home / 26 % 2 + 1, home / 2 % 13 + 1, home % 2 + 1);
        let (item, quantity) = (chance.of(&ITEMS), chance.of(&["1", "1", "1", "2", "5"]));
        write(
            &mut text,
            format_args!(
                "2022-12-{day:02},{building}幢{unit}单元{floor}{door:02}室,{item},{quantity},份,第{row}行\n"
            ),
        );
    }
    text
}

/// The code of the n-th row: they look like chance, and no two are the same.
fn code(n: u64) -> String {
    let bits = n.wrapping_mul(0x9E37_79B1);
    (0..6).map(|place| CODE[(bits >> (5 * place) & 31) as usize] as char).collect()
}

/// Makes a community's folder a repository with one commit, as its commands expect it.
pub fn commit(root: &Path) -> Result<(), Box<dyn Error>> {
    let repository = git2::Repository::init(root)?;
    let mut config = repository.config()?;
    config.set_i32("core.compression", 1)?;
    config.set_str("user.name", "李梅")?;
    config.set_str("user.email", "limei@example.org")?;
    let mut index = repository.index()?;
    index.add_all(["ledgers"], git2::IndexAddOption::DEFAULT, None)?;
    index.write()?;
    let tree = repository.find_tree(index.write_tree()?)?;
    let person = repository.signature()?;
    repository.commit(Some("HEAD"), &person, &person, "a year", &tree, &[])?;
    Ok(())
}

/// The registers and ledgers of a generated community, read from its files.
pub fn sources(root: &Path) -> io::Result<Vec<Source>> {
    let registers = ["community.toml", "items.csv", "volunteers.csv", "rounds.toml"].map(str::to_owned);
    let months = (1..=12).map(|month| format!("distributions/2022-{month:02}.csv"));
    registers
        .into_iter()
        .chain(months)
        .map(|name| {
            let path = format!("ledgers/{name}");
            let file = fs::File::open(root.join(&path))?;
            let size = file.metadata()?.len();
            Source::read(path, file, size as usize)
        })
        .collect()
}
