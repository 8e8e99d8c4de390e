//! The reports of people, on small books and on the sample community.

use super::{Asked, by_name, missing};
use crate::arithmetic::example::Example;
use crate::error::{Error, Result};
use crate::model::{Cell, Day, Page, Stamp};
use crate::output::{Format, Look, render};
use crate::words::Lang;

fn asked(by: Option<&str>) -> Asked {
    Asked {
        by: by.map(str::to_owned),
        ..Asked::of_day(Day::parse("2022-08-16").unwrap(), Stamp::parse("2022-08-16T20:05:00+08:00").unwrap())
    }
}

fn public(by: Option<&str>) -> Asked {
    Asked { public: true, ..asked(by) }
}

fn made(example: &Example, name: &str, asked: &Asked) -> Result<Page> {
    example.read(|books| (by_name(name).unwrap().make)(books, asked))
}

fn csv(example: &Example, name: &str, asked: &Asked) -> Vec<String> {
    let page = made(example, name, asked).unwrap();
    render(&page, Format::Csv, &Look::plain(Lang::En)).lines().map(str::to_owned).collect()
}

fn of_round(example: &Example, code: &str, mut asked: Asked) -> Asked {
    asked.round = example.registers().names.round(code);
    assert!(asked.round.is_some());
    asked
}

/// Building 7 in a round of packs and a round of tests.
fn seven() -> Example {
    Example::small()
        .round("code = \"t\"\nkind = \"testing\"\ntitle = \"检测\"\ndate = 2022-08-16\nplaces = [\"7\"]")
        .round(
            "code = \"v\"\nkind = \"distribution\"\ntitle = \"蔬菜包\"\ndate = 2022-08-16\nplaces = [\"7\"]\n\
             [[round.allot]]\nitem = \"蔬菜包\"\nquantity = 1\n",
        )
        .census(&["2022-08-02,7-1-101,,3,2,,09:00", "2022-08-02,7-2,2,5,4,,09:00"])
        .tests(&["2022-08-16,t,7-2,2,1,1,1,在医院,20:00"])
        .goods(&["2022-08-16,v,7-2-101,蔬菜包,0,,not-home,18:00", "2022-08-16,v,7-2-102,蔬菜包,2,,,18:00"])
}

#[test]
fn keys_are_those_of_the_commands_page() {
    for (name, keys) in [
        ("coverage", "round,place,item,due,done,exempt,missing,over,unknown_homes,rate"),
        ("testing", "round,place,due,tested,elsewhere,exempt,visitors,missing,rate"),
        ("census", "place,homes,households,residents,present,unknown_homes"),
        ("missing", "round,place,item,due,done,missing,unknown,reason,captain"),
    ] {
        assert_eq!(csv(&Example::small(), name, &asked(None))[0], keys);
    }
}

#[test]
fn coverage_by_building_unit_and_home() {
    assert_eq!(
        csv(&seven(), "coverage", &asked(None))[1..],
        ["t,7,,6,3,1,2,,1,0.6", "v,7,蔬菜包,3,2,0,1,0,1,0.6667"]
    );
    assert_eq!(
        csv(&seven(), "coverage", &of_round(&seven(), "v", asked(Some("home"))))[1..],
        ["v,7-1-101,蔬菜包,1,0,0,1,0,0,0", "v,7-1-102,蔬菜包,,0,,,,1,", "v,7-2,蔬菜包,2,2,0,0,0,0,1"],
        "an unknown home has no figures"
    );
}

#[test]
fn a_unit_counted_whole_has_its_figures_at_every_level_though_some_homes_are_unknown() {
    let example = seven()
        .goods(&["2022-08-16,v,7-1,蔬菜包,1,,,19:00"])
        .tests(&["2022-08-16,t,7-1,1,0,0,0,,19:00", "2022-08-16,t,7-2,2,1,1,1,在医院,20:00"]);
    for (report, code) in [("coverage", "v"), ("coverage", "t"), ("missing", "v"), ("missing", "t")] {
        let at = |by| csv(&example, report, &of_round(&example, code, asked(Some(by))));
        assert_eq!(at("home"), at("unit"), "{report} {code}");
        assert!(at("unit").iter().any(|line| line.starts_with(&format!("{code},7-1,"))), "{:?}", at("unit"));
    }
    let coverage = csv(&example, "coverage", &of_round(&example, "v", asked(Some("home"))));
    assert_eq!(coverage[1], "v,7-1,蔬菜包,1,1,0,0,0,1,1");
}

#[test]
fn a_total_is_there_only_where_all_lines_are_of_one_kind() {
    let total = |asked: &Asked| match &made(&seven(), "coverage", asked).unwrap().tables[0].total {
        Some(row) => format!("{:?} {:?}", row[3], row[8]),
        None => "none".to_owned(),
    };
    assert_eq!(total(&asked(None)), "none", "tests and packs are not added up");
    assert_eq!(total(&of_round(&seven(), "v", asked(None))), "none", "one line is its own total");
    let by_unit = total(&of_round(&seven(), "v", asked(Some("unit"))));
    assert_eq!(by_unit, "Number(Quantity(3000000)) Number(Quantity(1000000))");
}

#[test]
fn testing_by_round_names_no_place() {
    assert_eq!(csv(&seven(), "testing", &asked(None))[1..], ["t,,6,2,1,1,1,2,0.6"]);
    assert_eq!(
        csv(&seven(), "testing", &asked(Some("unit")))[1..],
        ["t,7-1,2,0,0,0,0,2,0", "t,7-2,4,2,1,1,1,0,1"]
    );
    let refused = made(&seven(), "testing", &of_round(&seven(), "v", asked(None)));
    assert!(matches!(refused, Err(Error::Refused { hint: Some(_), .. })));
}

#[test]
fn census_counts_a_unit_whole_or_by_its_homes() {
    let rows = csv(&seven(), "census", &asked(Some("home")));
    assert!(rows.contains(&"7-1-101,1,1,3,2,0".to_owned()), "{rows:?}");
    assert!(rows.contains(&"7-1-102,1,,,,1".to_owned()), "an unknown home has no figures: {rows:?}");
    assert!(rows.contains(&"7-2,2,2,5,4,0".to_owned()), "{rows:?}");
    assert_eq!(csv(&seven(), "census", &asked(Some("unit")))[4], "7-1,2,1,3,2,1");
    assert_eq!(csv(&seven(), "census", &asked(None))[3], "7,4,3,8,6,1");
}

#[test]
fn missing_names_only_places_where_something_is_missing_or_unknown_in_place_order() {
    assert_eq!(
        csv(&seven(), "missing", &asked(None))[1..],
        [
            "t,7-1,,2,0,2,1,\"no report 1, not in the census 1\",",
            "v,7-1,蔬菜包,1,0,1,1,\"no report 1, not in the census 1\",",
        ]
    );
    assert_eq!(
        csv(&seven(), "missing", &asked(Some("home")))[1..],
        [
            "t,7-1-101,,2,0,2,0,no-report,",
            "v,7-1-101,蔬菜包,1,0,1,0,no-report,",
            "t,7-1-102,,,0,,1,unknown,",
            "v,7-1-102,蔬菜包,,0,,1,unknown,",
        ]
    );
}

fn below(example: &Example, asked: &Asked, code: Option<&str>, captain: Option<&str>) -> Vec<String> {
    example.read(|books| {
        let page = missing::missing(books, asked, code, captain).unwrap();
        page.tables[0].below.iter().map(|said| said.zh.clone()).collect()
    })
}

#[test]
fn each_captain_gets_one_text_with_the_homes_and_the_public_gets_numbers() {
    let roster = "volunteer,group,role,place,skills,since,until,note\n甲,captains,captain,7,,,,\n乙,captains,captain,5,,,,\n";
    let example = seven().file("ledgers/volunteers.csv", roster).census(&["2022-08-03,7-2,4,5,4,,09:00"]);
    assert_eq!(
        below(&example, &asked(None), None, None),
        ["7-1：检测还有2人未检（101未报），蔬菜包还差1份（101未报），1 户未登记人数（102）；\
          7-2：蔬菜包还差2份（101无人）。请甲今天落实并回复。"]
    );
    assert_eq!(below(&example, &asked(None), Some("v"), Some("乙")), Vec::<String>::new());
    let texts = below(&example, &public(None), None, None);
    assert_eq!(texts[0], "7-1：检测还有2人未检，蔬菜包还差1份，1 户未登记人数。还没有的住户，请联系楼长。");
    assert!(texts.iter().all(|text| !text.contains("101") && !text.contains('甲')), "{texts:?}");
    let table = csv(&example, "missing", &public(None));
    assert!(table.iter().all(|row| !row.contains('甲')), "{table:?}");
}

#[test]
fn missing_of_a_notice_and_of_a_code_that_is_none() {
    let example = seven()
        .rows(
            "notices",
            "notice,template,title,audience,path,digest",
            &["2022-08-16,n1,t,停水通知,7-2,,,12:00"],
        )
        .reach(&["2022-08-16,n1,7-2-101,told,13:00"]);
    assert_eq!(
        below(&example, &asked(None), Some("n1"), None),
        ["7-2：停水通知还有1户未通知到。暂无楼长，哪位今天能去落实？请回复。"]
    );
    example.read(|books| {
        let error = missing::missing(books, &asked(None), Some("n9"), None).unwrap_err();
        assert!(matches!(error, Error::Usage { hint: Some(_), .. }), "{error:?}");
    });
    let later = Asked { as_of: Day::parse("2022-08-20").unwrap(), ..asked(None) };
    assert!(below(&example, &later, None, None)[0].starts_with("当前没有进行中的批次"));
}

#[test]
fn nothing_public_is_below_the_unit_and_small_counts_are_hidden() {
    for name in ["coverage", "census", "missing"] {
        let refused = made(&seven(), name, &public(Some("home")));
        assert!(matches!(refused, Err(Error::Refused { hint: Some(_), .. })), "{name}");
        assert!(matches!(made(&seven(), name, &asked(Some("day"))), Err(Error::Usage { .. })), "{name}");
    }
    let mut hidden = seven();
    let privacy = "[community]\nname = \"x\"\n[[building]]\ncode = \"7\"\nunits = [\"1\", \"2\"]\nfloors = 1\ndoors = 2\n\
        [[store]]\ncode = \"main\"\n[privacy]\nsmall_counts = 3\n";
    hidden = hidden.file("ledgers/community.toml", privacy);
    assert_eq!(csv(&hidden, "testing", &public(None))[1..], ["t,,6,<3,<3,<3,<3,<3,*"]);
    assert_eq!(csv(&hidden, "testing", &asked(None))[1..], ["t,,6,2,1,1,1,2,0.6"]);
}

#[test]
fn damage_is_said_above_the_figures() {
    let example = seven().goods(&["2022-08-16,v,7-2,蔬菜包,many,,,18:00"]);
    let page = made(&example, "coverage", &asked(None)).unwrap();
    let banner = &page.tables[0].banner;
    assert!(banner[0].zh.contains("1 个文件有 1 处错误"), "{banner:?}");
}

#[test]
fn the_sample_community_is_reckoned_as_its_own_checker_reckons_it() {
    let sample = Example::galaxy_bay();
    let census = made(&sample, "census", &asked(None)).unwrap();
    let total = census.tables[0].total.clone().unwrap();
    let whole = |n: i64| Cell::Number(crate::model::Quantity::whole(n));
    assert_eq!(total[1..5], [Cell::Count(600), whole(550), whole(1583), whole(1502)]);
    let lacking = |code: &str, by: &str| -> Vec<String> {
        sample.read(|books| {
            let page = missing::missing(books, &asked(Some(by)), Some(code), None).unwrap();
            let rows = render(&page, Format::Csv, &Look::plain(Lang::En));
            let cells = |row: &str| row.split(',').map(str::to_owned).collect::<Vec<_>>();
            let rows = rows.lines().skip(1).map(cells).filter(|row| !matches!(row[5].as_str(), "" | "0"));
            rows.map(|row| format!("{} {}{} {}", row[1], row[2], row[5], row[7])).collect()
        })
    };
    assert_eq!(
        lacking("test-0816", "unit"),
        [
            "1-1 1 short",
            "3-1 7 short",
            "7-1 1 short",
            "9-2 59 no-report",
            "10-1 2 short",
            "11-2 1 short",
            "A-1 171 no-report"
        ]
    );
    assert_eq!(
        lacking("test-0812", "unit"),
        ["2-2 2 short", "9-1 1 short", "11-1 1 short", "11-2 67 no-report"]
    );
    assert_eq!(
        lacking("veg-0816", "home"),
        [
            "5-0-304 蔬菜包1 not-home",
            "5-0-702 蔬菜包1 not-home",
            "5-0-1002 蔬菜包1 not-home",
            "9-2 蔬菜包19 no-report",
            "A-1 蔬菜包63 no-report"
        ]
    );
    assert_eq!(lacking("veg-0808", "home"), Vec::<String>::new(), "one home refused");
    assert_eq!(lacking("formula-0806", "home"), Vec::<String>::new());
    assert_eq!(lacking("milk-0810", "home"), ["5-0-803 牛奶2 no-report"]);
    assert_eq!(lacking("veg-0812", "home"), ["5-0-803 蔬菜包1 no-report", "5-0-803 鸡蛋1 no-report"]);
    assert_eq!(lacking("clean-0814", "home"), ["6-2 消毒液2 no-report"]);
    assert_eq!(lacking("roll-0802", "home"), Vec::<String>::new());
}

#[test]
fn tables_of_the_sample_fit_eighty_columns_in_both_languages() {
    let sample = Example::galaxy_bay();
    for name in ["coverage", "testing", "census", "missing"] {
        let page = made(&sample, name, &asked(None)).unwrap();
        for lang in [Lang::Zh, Lang::En] {
            let look = Look { width: Some(80), ..Look::plain(lang) };
            let text = render(&page, Format::Table, &look);
            assert!(text.lines().any(|line| line.starts_with('+')), "{name} is no table:\n{text}");
        }
    }
}

#[test]
fn elders_without_a_phone_are_named_first_and_the_public_sees_numbers() {
    let example = Example::small()
        .round("code = \"r\"\nkind = \"rollcall\"\ntitle = \"停水\"\ndate = 2022-08-16\nplaces = [\"3-1\", \"7\"]")
        .census(&[
            "2022-08-02,3-1-101,,1,1,,09:00",
            "2022-08-02,3-1-102,,1,1,elderly,09:00",
            "2022-08-02,3-1-201,,1,1,nophone|elderly,09:00",
            "2022-08-02,3-1-202,,1,1,nophone,09:00",
            "2022-08-02,7-1,2,4,4,,09:00",
            "2022-08-02,7-1-101,,1,1,elderly|nophone,09:00",
            "2022-08-02,7-2,2,4,4,,09:00",
            "2022-08-02,7-2-101,,1,1,elderly,09:00",
            "2022-08-02,7-2-102,,1,1,elderly,09:01",
        ])
        .reach(&["2022-08-16,r,3-1-201,unreachable,10:00", "2022-08-16,r,7-2-102,told,10:00"]);
    assert_eq!(
        below(&example, &asked(None), Some("r"), None),
        ["3-1：停水还有4户未通知到（先找无手机的老人：201联系不上；再找老人：102；101未报、202未报）；\
             7-1：停水还有2户未通知到（先找无手机的老人：101）；7-2：停水还有1户未通知到（先找老人：101）。\
             暂无楼长，哪位今天能去落实？请回复。"]
    );
    let public = below(&example, &public(None), Some("r"), None).join(" ");
    assert!(!public.contains("老人") && !public.contains("201"), "{public}");
}

#[test]
fn a_group_without_a_leader_is_named_below_the_roster() {
    let roster = |since: &str| {
        Example::small().file(
            "ledgers/volunteers.csv",
            &format!("volunteer,group,role,place,skills,since,until,note\n甲,captains,leader,,,{since},,\n"),
        )
    };
    let said = |example: &Example| {
        made(example, "roster", &asked(None)).unwrap().tables[0].below.last().unwrap().en.clone()
    };
    assert_eq!(said(&roster("")), "1 volunteers");
    assert_eq!(said(&roster("2022-08-17")), "no leader: captains");
}
