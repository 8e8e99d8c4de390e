//! Addresses at their worst: every home of any community, written in every way, is read as that home or refused; it is
//! never another home.

use super::spelling::{DASHES, Home, chinese, glued, slips, spellings, wide};
use super::tests::{read, sample};
use crate::model::{BuildingPlan, PlaceId, PlaceKind, Places};
use proptest::prelude::*;

fn home_of(places: &Places, home: PlaceId) -> Home<'_> {
    let unit = places.get(places.unit_of(home).unwrap()).part();
    let unit = if unit == "0" { "" } else { unit };
    let building = places.building_of(home).unwrap();
    let only = places.units(building).count() == 1;
    Home { building: places.code(building), unit, only, room: &places.get(home).room }
}

#[test]
fn every_spelling_of_the_homes_of_the_sample_is_read() {
    let mut count = 0;
    for code in ["3-2-502", "12-1-101", "A-1-1205", "5-0-1702", "52-0-502", "88-0-705", "8-6-801", "2-2-602"]
    {
        let places = sample();
        let home = places.find(code.as_bytes()).unwrap();
        for spelling in spellings(&home_of(places, home)) {
            assert_eq!(read(&spelling, None).as_deref(), Ok(code), "{spelling}");
            count += 1;
        }
    }
    assert!(count > 1000, "{count} spellings");
}

#[test]
fn nasty_spellings_are_read_as_expected() {
    for (typed, code) in [
        ("③幢②单元502", "3-2-502"),
        ("⒊⒉502", "3-2-502"),
        ("3幢2单元５０２室", "3-2-502"),
        ("三幢2单元伍零贰", "—"),
        ("3幢(2单元)502室", "3-2-502"),
        ("3（2单元）502", "3-2-502"),
        ("十二栋一单元一〇一", "12-1-101"),
        ("12棟1單元101戶", "12-1-101"),
        ("a座一单元1205", "A-1-1205"),
        ("Ａ座１２０５", "A-1-1205"),
        ("A#楼1205室", "A-1-1205"),
        ("A幢1205（自提）", "A-1-1205"),
        ("银河湾小区A座1205", "A-1-1205"),
        ("五十二幢502", "52-0-502"),
        ("52/502", "52-0-502"),
        ("52.502", "52-0-502"),
        ("52·502", "52-0-502"),
        ("52号502室", "52-0-502"),
        ("52502", "52-0-502"),
        ("88705", "88-0-705"),
        ("5幢l7O2", "—"),
        ("5幢17O2", "5-0-1702"),
        ("5-1702号", "5-0-1702"),
        ("东/3幢502", "东/3-0-502"),
        ("东／3－502", "东/3-0-502"),
        ("东/3 502", "东/3-0-502"),
        ("银河湾东/3-502室（李）", "东/3-0-502"),
        ("8幢六单元八〇一", "8-6-801"),
        ("8#6-801", "8-6-801"),
        ("8#6801", "8-6-801"),
        ("086801", "—"),
        ("86-801", "—"),
        ("32-101", "—"),
        ("A1-1205", "A-1-1205"),
        ("A1座1205", "—"),
        ("银河湾小区银河湾小区8幢6单元801室", "8-6-801"),
        ("银河湾银河湾银河湾8-6-801", "8-6-801"),
        ("浙江省义乌市浙江省义乌市江滨路88号银河湾小区8幢6单元801", "8-6-801"),
        ("8幢6单元801室，银河湾小区", "—"),
        ("88号5幢502", "—"),
        ("江滨路88号5幢502", "5-0-502"),
        ("江滨路5幢502", "5-0-502"),
        ("江滨路 52号502", "52-0-502"),
        ("3号楼银河湾2-502", "—"),
        ("三幢银河湾小区2-502", "—"),
        ("5幢银河湾小区52-502", "—"),
        ("3-2-502（3-1-502代领）", "—"),
        ("3-2-502（代5幢502领）", "—"),
        ("A座（2单元）1205", "—"),
        ("52幢（2单元）502", "—"),
        ("3幢2单元502和503", "—"),
        ("3幢2单元502、503", "—"),
        ("3-2-502/503", "—"),
        ("3/5幢", "—"),
        ("3、5幢", "—"),
        ("3,5幢", "—"),
        ("3和5幢", "—"),
        ("3²-502", "—"),
        ("3-2-５０", "—"),
        ("3-2--502", "3-2-502"),
        ("3幢2单元0502", "3-2-502"),
        ("3幢 二 单元 502", "—"),
        ("3幢两单元502", "3-2-502"),
        ("3幢俩单元502", "—"),
        ("廿一幢502", "—"),
        ("502室2单元3幢", "—"),
        ("二单元三幢五〇二", "—"),
        ("3.2单元.502", "—"),
        ("东/3.东.502", "—"),
        ("幢3单元2室502", "—"),
        ("三二五〇二", "3-2-502"),
        ("3二502", "—"),
        ("3-二-502", "3-2-502"),
        ("3一二一502", "—"),
        ("二幢二单元六〇二室", "2-2-602"),
        ("2号楼2号门602号", "2-2-602"),
        ("2栋二梯602房", "2-2-602"),
        ("阳光小区2幢2单元602", "—"),
        ("银河湾二期2幢2单元602", "—"),
        ("银河湾小区隔壁2-2-602", "—"),
        ("2幢2单元602楼下", "—"),
        ("2幢2单元6楼602", "2-2-602"),
        ("2幢2单元六层602室", "2-2-602"),
        ("2幢2单元5楼602", "—"),
        ("2幢2单元6楼6楼602", "—"),
        ("6楼602", "—"),
        ("3楼2-502", "—"),
        ("⑶2-502", "3-2-502"),
        ("3-2(502)", "3-2-502"),
        ("3-2-502(2人)", "3-2-502"),
        ("3-2-502(2)", "—"),
        ("5²-502", "—"),
        ("3银河湾2-502", "—"),
        ("A银河湾5-502", "—"),
    ] {
        match code {
            "—" => assert!(read(typed, None).is_err(), "{typed}: {:?}", read(typed, None)),
            code => assert_eq!(read(typed, None).as_deref(), Ok(code), "{typed}"),
        }
    }
}

#[test]
fn a_doubt_lists_what_it_could_be() {
    let plans = [plan("3", &["1", "2"]), plan("32", &[]), plan("2", &[]), plan("1", &["1"]), plan("11", &[])];
    let (places, faults) = Places::new(&plans, &[], &["江滨路".to_owned()]);
    assert_eq!(faults, []);
    let remedy = |text: &str| places.typed(text, None).unwrap_err().remedy.unwrap().zh;
    for (typed, candidates) in [
        ("32502", "请写明 3-2-502 或 32-0-502"),
        ("11102", "请写明 1-1-102 或 11-0-102"),
        ("3102", "请写明 3-1-102 或 3-2-102"),
        ("江滨路3号2-502", "请写明 2-0-502 或 3-2-502"),
        ("3-502", "请写明 3-1-502 或 3-2-502"),
        ("3幢502室", "请写明 3-1-502 或 3-2-502"),
        ("3号5〇2", "请写明 3-1-502 或 3-2-502"),
    ] {
        assert_eq!(remedy(typed), candidates, "{typed}");
    }
}

#[test]
fn digits_that_may_lack_a_unit_are_a_doubt_although_only_one_home_is_whole_in_them() {
    let plan = |code: &str, floors| BuildingPlan { floors, ..plan(code, &["1", "2"]) };
    let (places, _) = Places::new(&[plan("1", 6), plan("11", 6), plan("3", 12)], &[], &[]);
    let remedy = |text: &str| places.typed(text, None).unwrap_err().remedy.unwrap().zh;
    assert_eq!(remedy("11101"), "请写明 1-1-101、11-1-101 或 11-2-101");
    assert_eq!(remedy("31101"), "请写明 3-1-101、3-1-1101 或 3-2-1101");
    let read = |text: &str| places.typed(text, None).map(|typed| places.code(typed.id).to_owned());
    assert_eq!(read("12502").as_deref(), Ok("1-2-502"));
    assert_eq!(read("32502").as_deref(), Ok("3-2-502"));
}

#[test]
fn a_mark_that_is_part_of_a_code_is_a_doubt_where_it_may_be_a_mark_too() {
    let (places, _) = Places::new(&[plan("3", &["1", "2"]), plan("3#2", &[])], &[], &[]);
    let read = |text: &str| places.typed(text, None).map(|typed| places.code(typed.id).to_owned());
    for text in ["3#2-101", "３＃２－１０１"] {
        let remedy = read(text).unwrap_err().remedy.unwrap().zh;
        assert!(remedy.contains("3-2-101") && remedy.contains("3#2-0-101"), "{remedy}");
    }
    assert_eq!(read("3#2-0-101").as_deref(), Ok("3#2-0-101"));
    assert_eq!(read("3#1-101").as_deref(), Ok("3-1-101"));
    let (alone, _) = Places::new(&[plan("3", &["1"]), plan("3#2", &[])], &[], &[]);
    assert_eq!(alone.typed("3#2-101", None).map(|typed| alone.code(typed.id)), Ok("3#2-0-101"));
}

#[test]
fn numerals_and_widths_of_this_test_are_what_they_should_be() {
    for (number, text) in [("3", "三"), ("10", "十"), ("12", "十二"), ("20", "二十"), ("502", "五〇二")]
    {
        assert_eq!(chinese(number).as_deref(), Some(text));
    }
    assert_eq!((chinese("A"), chinese(""), wide("3-2 A")), (None, None, "３－２　Ａ".to_owned()));
    assert_eq!(DASHES.iter().collect::<std::collections::BTreeSet<_>>().len(), DASHES.len());
}

fn plan(code: &str, units: &[&str]) -> BuildingPlan {
    let units = units.iter().map(|&u| u.to_owned()).collect();
    BuildingPlan { code: code.to_owned(), units, floors: 6, doors: 2, ..BuildingPlan::default() }
}

/// Communities whose codes get into each other's way.
fn communities() -> impl Strategy<Value = Places> {
    let code = prop_oneof![
        3 => "[1-9]|[1-3][0-9]",
        1 => "[ABOIl]|[1-3][AB]|[AB][1-3]|东/[1-3]|东[1-3]|[1-3]期[1-3]|[一二三]|北楼|10[1-2]|3#[1-2]|[1-3]号|[1-2]/[1-2]",
    ];
    let units = prop_oneof![
        3 => (0usize..4).prop_map(|n| (1..=n).map(|u| u.to_string()).collect::<Vec<_>>()),
        1 => prop_oneof![
            Just(vec!["A".to_owned(), "B".to_owned()]),
            Just(vec!["东".to_owned(), "西".to_owned()]),
            Just(vec!["甲".to_owned()]),
            Just(vec!["01".to_owned(), "1".to_owned()]),
            Just(vec!["10".to_owned(), "12".to_owned(), "3".to_owned()]),
        ],
    ];
    let floors = prop_oneof![Just(0u32), Just(1), Just(2), Just(6), Just(12)];
    let building =
        (code, units, floors, 1u32..3, proptest::option::of("商[1-3]|[12]0[1-3]A|S[1-2]|地下室|门卫"));
    proptest::collection::vec(building, 1..6).prop_map(|buildings| {
        let plans: Vec<BuildingPlan> = buildings
            .into_iter()
            .map(|(code, units, floors, doors, extra)| {
                let first = units.first().map_or(String::new(), |u| format!("{u}-"));
                let extra = extra.iter().map(|e| format!("{code}-{first}{e}")).collect();
                BuildingPlan { code, units, floors, doors, extra, ..BuildingPlan::default() }
            })
            .collect();
        let names = ["银河湾小区", "江滨路", "江滨路88号"].map(str::to_owned);
        Places::new(&plans, &[("采样点".to_owned(), "核酸采样点".to_owned())], &names).0
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_home_in_any_spelling_is_that_home_or_refused(places in communities(), pick in any::<prop::sample::Index>()) {
        let homes: Vec<PlaceId> = places.homes(PlaceId::WHOLE).collect();
        prop_assume!(!homes.is_empty());
        let home = homes[pick.index(homes.len())];
        let parts = home_of(&places, home);
        let mut wrong = Vec::new();
        // A slip may make the right address of another home, `1-1101` of 1-1-101; nothing can tell.
        let also = |other: PlaceId, spelling: &str| {
            places.get(other).kind == PlaceKind::Home
                && spellings(&home_of(&places, other))
                    .iter()
                    .chain(&glued(&home_of(&places, other)))
                    .any(|s| s.as_str() == spelling)
        };
        let whole = spellings(&parts).into_iter().map(|s| (s, true));
        for (spelling, whole) in whole.chain(slips(&parts).into_iter().map(|s| (s, false))) {
            // Digits glued together may be the number of a room where the building is given.
            let besides = [None, places.building_of(home), places.unit_of(home)];
            for beside in besides.into_iter().take(if whole { 3 } else { 1 }) {
                match places.typed(&spelling, beside) {
                    Ok(typed) if typed.id != home && (whole || !also(typed.id, &spelling)) => {
                        wrong.push(format!("{spelling} beside {beside:?}: {}", places.code(typed.id)));
                    }
                    _ => {}
                }
            }
        }
        let codes = places.all().map(|id| places.code(id)).collect::<Vec<_>>().join(" ");
        prop_assert!(wrong.is_empty(), "{} of {codes}:\n{}", places.code(home), wrong.join("\n"));
    }

    #[test]
    fn a_canonical_code_is_read_as_itself(places in communities()) {
        for id in places.all() {
            let read = places.typed(places.code(id), None);
            let read = read.map(|t| (places.code(t.id).to_owned(), t.noted.is_empty()));
            let code = places.code(places.find(places.code(id).as_bytes()).unwrap());
            prop_assert_eq!(read, Ok((code.to_owned(), true)));
        }
    }

    #[test]
    fn any_text_is_read_or_refused_in_any_community(
        places in communities(),
        text in "\\PC{0,30}|[-0-9AOl#/.*幢栋座号楼层单元室东商期一二十百两〇() （）、]{0,16}",
        beside in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let beside = beside.map(|at| PlaceId::from_index(at.index(places.len())));
        if let Ok(typed) = places.typed(&text, beside) {
            prop_assert_eq!(places.typed(places.code(typed.id), None).map(|t| t.id), Ok(typed.id));
            prop_assert!(typed.noted.len() < 8);
        }
        prop_assert!(places.near(&text).iter().all(|code| places.find(code.as_bytes()).is_some()));
        if let Ok(list) = places.list(&text, &|_| None) {
            prop_assert!(!list.is_empty() && list.is_sorted_by(|a, b| a < b));
        }
    }
}
