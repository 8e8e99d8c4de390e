//! Presets: how a community that begins in an emergency of a kind is usually organised. Groups are those of field.md §1;
//! items and limits are where to begin, and all of it can be edited afterwards.

use super::playbook::{Group, Plan, Playbook};
use crate::model::Fault;
use crate::registers::Named;
use crate::said;
use crate::words::{Lang, Words, any_of, words};
use include_dir::{Dir, include_dir};

/// Notices of emergencies other than a lockdown, of which the built-in ones speak.
static NOTICES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/presets");

/// A kind of emergency.
pub struct Preset {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is.
    pub about: Words,
    groups: &'static [Team],
    destination: (Words, Words),
    store: Words,
    items: Words,
    limits: [&'static str; 3],
    schedules: &'static [(&'static str, &'static str, bool, &'static str, &'static str)],
    needs: &'static [&'static str],
    round: Words,
    /// Its notices beside the built-in ones: folders in `presets/`.
    notices: &'static [&'static str],
}

/// Every preset; the first is the usual one.
pub const PRESETS: [Preset; 3] = [LOCKDOWN, FLOOD, TYPHOON];

const BULLETIN: (&str, &str, bool, &str, &str) =
    ("evening-bulletin", "daily", true, "20:00", "reports/{date}.html");

/// A group: its code, its name and what it does.
type Team = (&'static str, Words, Words);

const LIAISON: Team = (
    "liaison",
    words("Liaison", "联络管理组"),
    words("speaks with the street office, the hospital and the other compounds", "对接街道、医院和周边小区"),
);
const COORDINATION: Team = (
    "coordination",
    words("Coordination", "综合协调组"),
    words("keeps the ledgers, sets the rounds, writes the evening bulletin", "管台账、定批次、发日报"),
);
const LOGISTICS: Team = (
    "logistics",
    words("Logistics", "后勤保障组"),
    words("receives, stores and packs goods; counts the store", "收货、保管、分装、盘点"),
);
const SAMPLING: Team = (
    "sampling",
    words("Sampling", "核酸采集组"),
    words("runs the test post and keeps the queue", "设采样点，维持秩序，不漏一户"),
);
const PUBLICITY: Team = (
    "publicity",
    words("Recruitment and publicity", "招募宣传组"),
    words("finds volunteers; brings every notice to every home", "招募志愿者，通知到户"),
);
const CAPTAINS: Team = (
    "captains",
    words("Building captains", "楼长管理组"),
    words(
        "one for each building: counts people, hands out, reports every evening",
        "每幢一名楼长：清点人数、发放到户、每晚报数",
    ),
);
const ERRANDS: Team = (
    "errands",
    words("Errands", "红色代跑组"),
    words("buys what is asked for and delivers it; every request gets an answer", "代买代送，事事有回音"),
);
const RESCUE: Team = (
    "rescue",
    words("Evacuation and rescue", "转移救援组"),
    words("brings people out of low homes, those who cannot walk first", "转移低洼处住户，行动不便者优先"),
);
const SHELTER: Team = (
    "shelter",
    words("Shelters", "安置点管理组"),
    words("keeps the roll of the shelter, beds and meals", "管安置点：点名、铺位、餐食"),
);
const MEDICAL: Team = (
    "medical",
    words("Medical and hygiene", "医疗防疫组"),
    words(
        "first aid, medicines, clean water, disinfecting after the water",
        "急救、药品、饮水安全、退水消毒",
    ),
);
const PATROL: Team = (
    "patrol",
    words("Patrol and inspection", "巡查排险组"),
    words(
        "walks the compound before and after: windows, trees, drains, garages",
        "台风前后巡查门窗、树木、排水、地库",
    ),
);
const REPAIR: Team =
    ("repair", words("Repairs", "抢修组"), words("power, water, lifts, windows", "抢修水电、电梯、门窗"));
const STORM_SHELTER: Team = ("shelter", words("Shelters", "避灾点管理组"), SHELTER.2);

const LOCKDOWN: Preset = Preset {
    name: "lockdown",
    about: words("a compound under lockdown", "小区封控"),
    groups: &[LIAISON, COORDINATION, LOGISTICS, SAMPLING, PUBLICITY, CAPTAINS, ERRANDS],
    destination: (words("test-post", "采样点"), words("Test post", "核酸采样点")),
    store: words("Main store", "物资仓库"),
    items: words(
        "vegetables,food,pack,,,,about 7 kg\n\
         rice,food,kg,bag=10,,,\n\
         eggs,food,tray,carton=12,,,15 eggs a tray\n\
         milk,food,box,carton=12,,,250 ml\n\
         oil,food,bottle,carton=4,,cooking oil,\n\
         water,food,bottle,carton=24,,,\n\
         noodles,food,cup,carton=12,,instant noodles,\n\
         formula,baby,tin,carton=6,,baby formula,\n\
         nappies,baby,pack,carton=4,,diapers,\n\
         disinfectant,protection,bottle,carton=12,,,\n\
         masks,protection,piece,packet=50|carton=2000,,surgical masks,\n\
         N95 masks,protection,piece,packet=20,,N95,\n\
         test kits,protection,test,packet=20|carton=500,,antigen tests,\n\
         protective suits,protection,suit,carton=50,,,\n\
         gloves,protection,pair,packet=50,,,\n\
         ibuprofen,medicine,packet,,,,on request only\n\
         toilet paper,household,bundle,,,,\n\
         rubbish bags,household,roll,carton=40,,,\n",
        "蔬菜包,食品,份,,,菜包|蔬菜礼包,约14斤\n\
         大米,食品,kg,袋=10,,米,\n\
         鸡蛋,食品,盒,箱=12,,蛋,每盒15枚\n\
         牛奶,食品,盒,箱=12,,纯牛奶,250毫升\n\
         食用油,食品,桶,箱=4,,油,\n\
         饮用水,食品,瓶,箱=24,,矿泉水|水,\n\
         方便面,食品,桶,箱=12,,泡面,\n\
         婴儿奶粉,母婴,罐,箱=6,,奶粉,\n\
         纸尿裤,母婴,包,箱=4,,尿不湿,\n\
         消毒液,防疫,瓶,箱=12,,84消毒液|84,\n\
         口罩,防疫,只,盒=50|箱=2000,,医用外科口罩|一次性口罩,\n\
         N95口罩,防疫,只,盒=20,,N95,\n\
         抗原试剂,防疫,人份,盒=20|箱=500,,抗原|抗原检测试剂,\n\
         防护服,防疫,件,箱=50,,,\n\
         一次性手套,防疫,双,盒=50,,手套,\n\
         布洛芬,药品,盒,,,布洛芬胶囊,凭登记领取\n\
         卫生纸,日用,提,,,卷纸,\n\
         垃圾袋,日用,卷,箱=40,,,\n",
    ),
    limits: ["2h", "12h", "48h"],
    schedules: &[BULLETIN, ("weekly-testing", "testing", true, "sun 20:30", "reports/testing-{date}.csv")],
    needs: &["infant", "elderly", "pregnant", "chronic", "dialysis", "disabled", "nophone"],
    round: words("vegetables", "蔬菜包"),
    notices: &[],
};

const FLOOD: Preset = Preset {
    name: "flood",
    about: words("a flood: people are moved and supplied", "洪涝转移安置"),
    groups: &[LIAISON, COORDINATION, LOGISTICS, RESCUE, SHELTER, MEDICAL, PUBLICITY, CAPTAINS, ERRANDS],
    destination: (words("shelter", "安置点"), words("Shelter", "临时安置点")),
    store: words("Main store", "物资仓库"),
    items: words(
        "water,food,bottle,carton=24,,drinking water,\n\
         bread,food,piece,carton=20,,,\n\
         noodles,food,cup,carton=12,,instant noodles,\n\
         rice,food,kg,bag=10,,,\n\
         milk,food,box,carton=12,,,\n\
         formula,baby,tin,carton=6,,baby formula,\n\
         nappies,baby,pack,carton=4,,diapers,\n\
         life jackets,rescue,piece,,,,to be returned\n\
         wellingtons,rescue,pair,,,rubber boots,\n\
         sandbags,rescue,piece,bale=50,,,\n\
         rope,rescue,coil,,,,\n\
         torches,rescue,piece,carton=50,,flashlights,\n\
         raincoats,clothing,piece,carton=100,,,\n\
         blankets,bedding,piece,bale=10,,quilts,\n\
         mats,bedding,piece,,,,\n\
         disinfectant,hygiene,bottle,carton=12,,,\n\
         water tablets,hygiene,bottle,carton=100,,,\n\
         first-aid kits,medicine,kit,,,,\n",
        "饮用水,食品,瓶,箱=24,,矿泉水|水,\n\
         面包,食品,个,箱=20,,,\n\
         方便面,食品,桶,箱=12,,泡面,\n\
         大米,食品,kg,袋=10,,米,\n\
         牛奶,食品,盒,箱=12,,纯牛奶,\n\
         婴儿奶粉,母婴,罐,箱=6,,奶粉,\n\
         纸尿裤,母婴,包,箱=4,,尿不湿,\n\
         救生衣,救援,件,,,,用后归还\n\
         雨靴,救援,双,,,雨鞋,\n\
         沙袋,救援,个,捆=50,,,\n\
         绳索,救援,捆,,,,\n\
         手电筒,救援,支,箱=50,,,\n\
         雨衣,衣物,件,箱=100,,,\n\
         棉被,被褥,床,包=10,,被子|毛毯,\n\
         防潮垫,被褥,张,,,,\n\
         消毒液,防疫,瓶,箱=12,,84消毒液|84,\n\
         净水片,防疫,瓶,箱=100,,,\n\
         急救包,药品,个,,,,\n",
    ),
    limits: ["1h", "6h", "24h"],
    schedules: &[BULLETIN, ("morning-stock", "stock", true, "08:00", "reports/stock-{date}.csv")],
    needs: &["infant", "elderly", "pregnant", "disabled", "chronic", "nophone", "ground-floor"],
    round: words("water", "饮用水"),
    notices: &["evacuation", "distribution"],
};

const TYPHOON: Preset = Preset {
    name: "typhoon",
    about: words("a typhoon: homes are checked before, supplied and repaired after", "台风防御与灾后保障"),
    groups: &[LIAISON, COORDINATION, LOGISTICS, PATROL, REPAIR, STORM_SHELTER, PUBLICITY, CAPTAINS, ERRANDS],
    destination: (words("shelter", "避灾点"), words("Shelter", "避灾安置点")),
    store: words("Main store", "物资仓库"),
    items: words(
        "water,food,bottle,carton=24,,drinking water,\n\
         bread,food,piece,carton=20,,,\n\
         noodles,food,cup,carton=12,,instant noodles,\n\
         milk,food,box,carton=12,,,\n\
         formula,baby,tin,carton=6,,baby formula,\n\
         torches,power cut,piece,carton=50,,flashlights,\n\
         batteries,power cut,pair,packet=20,,,\n\
         power banks,power cut,piece,,,,to be returned\n\
         candles,power cut,piece,packet=10,,,\n\
         sandbags,repair,piece,bale=50,,,\n\
         tape,repair,roll,carton=60,,,for windows\n\
         tarpaulins,repair,sheet,,,,\n\
         rope,repair,coil,,,,\n\
         raincoats,clothing,piece,carton=100,,,\n\
         blankets,bedding,piece,bale=10,,quilts,\n\
         first-aid kits,medicine,kit,,,,\n",
        "饮用水,食品,瓶,箱=24,,矿泉水|水,\n\
         面包,食品,个,箱=20,,,\n\
         方便面,食品,桶,箱=12,,泡面,\n\
         牛奶,食品,盒,箱=12,,纯牛奶,\n\
         婴儿奶粉,母婴,罐,箱=6,,奶粉,\n\
         手电筒,停电应急,支,箱=50,,,\n\
         电池,停电应急,对,盒=20,,,\n\
         充电宝,停电应急,个,,,,用后归还\n\
         蜡烛,停电应急,支,盒=10,,,\n\
         沙袋,抢修,个,捆=50,,,\n\
         胶带,抢修,卷,箱=60,,,贴玻璃用\n\
         防水布,抢修,块,,,篷布,\n\
         绳索,抢修,捆,,,,\n\
         雨衣,衣物,件,箱=100,,,\n\
         棉被,被褥,床,包=10,,被子|毛毯,\n\
         急救包,药品,个,,,,\n",
    ),
    limits: ["1h", "8h", "24h"],
    schedules: &[BULLETIN, ("morning-stock", "stock", true, "08:00", "reports/stock-{date}.csv")],
    needs: &["infant", "elderly", "pregnant", "disabled", "dialysis", "nophone", "top-floor"],
    round: words("water", "饮用水"),
    notices: &["storm", "evacuation", "distribution"],
};

/// The preset of this name.
///
/// # Errors
/// There is none; the message names them all.
pub fn preset(name: &str) -> Result<&'static Preset, Fault> {
    static ALL: [Preset; 3] = PRESETS;
    ALL.iter().find(|p| p.name == name.trim()).ok_or_else(|| {
        let all = any_of(&PRESETS.map(|p| p.name));
        Fault::new(said!("there is no preset `{name}`", "没有预设“{name}”")).remedy(said!(
            "--preset {a}",
            "--preset {a}",
            a = (all.en, all.zh)
        ))
    })
}

impl Preset {
    /// The way of working that it stands for, in one language.
    pub fn playbook(&self, lang: Lang) -> Playbook {
        let named =
            |code: &str, name: Words| Named { code: code.to_owned(), name: name.say(lang).to_owned() };
        let group = |code: &str, name: Words, does: Words| Group {
            code: code.to_owned(),
            name: name.say(lang).to_owned(),
            does: does.say(lang).to_owned(),
            ..Group::default()
        };
        let plan = |&(name, report, public, at, write): &(&str, &str, bool, &str, &str)| Plan {
            name: name.to_owned(),
            report: Some(report.to_owned()),
            notice: None,
            public,
            at: at.to_owned(),
            write: write.to_owned(),
        };
        Playbook {
            groups: self.groups.iter().map(|(code, name, does)| group(code, *name, *does)).collect(),
            destinations: vec![named(self.destination.0.say(lang), self.destination.1)],
            stores: vec![named("main", self.store)],
            mask: "surname".to_owned(),
            small_counts: 0,
            limits: self.limits.map(str::to_owned),
            schedules: self.schedules.iter().map(plan).collect(),
            items: format!("{}{}", super::founding::items_header(), self.items.say(lang)),
            needs: self.needs.iter().map(|n| (*n).to_owned()).collect(),
            round_item: self.round.say(lang).to_owned(),
            templates: self.templates(),
            language: Some(lang),
            ..Playbook::default()
        }
    }

    /// The notices that it brings, in both languages: path and text.
    fn templates(&self) -> Vec<(String, String)> {
        let files = self.notices.iter().filter_map(|name| NOTICES.get_dir(name)).flat_map(Dir::files);
        let text = |file: &include_dir::File<'_>| {
            let path = format!("templates/{}", file.path().display()).replace('\\', "/");
            (path, file.contents_utf8().unwrap_or_default().to_owned())
        };
        let mut all: Vec<(String, String)> = files.map(text).collect();
        all.sort();
        all
    }
}
