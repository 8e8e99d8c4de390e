use super::*;
use crate::model::BuildingPlan;
use proptest::prelude::*;
use std::sync::OnceLock;

/// A small community with every kind of building.
pub(in crate::model) fn sample() -> &'static Places {
    static SAMPLE: OnceLock<Places> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let plan = |code: &str, units: &[&str], floors, doors| BuildingPlan {
            code: code.to_owned(),
            units: units.iter().map(|&u| u.to_owned()).collect(),
            floors,
            doors,
            ..BuildingPlan::default()
        };
        let list = |codes: &[&str]| codes.iter().map(|&c| c.to_owned()).collect();
        let plans = [
            plan("12", &["1", "2"], 6, 2),
            BuildingPlan {
                except: list(&["3-1-1702"]),
                extra: list(&["3-1-商101"]),
                ..plan("3", &["1", "2"], 17, 2)
            },
            plan("A", &["1"], 12, 5),
            plan("东/3", &[], 6, 2),
            plan("5", &[], 17, 2),
            plan("8", &["6"], 9, 2),
            plan("2", &["1", "2"], 6, 2),
            plan("52", &[], 5, 2),
            plan("88", &[], 7, 5),
        ];
        let destinations = [("采样点".to_owned(), "核酸采样点".to_owned())];
        let (places, faults) =
            Places::new(&plans, &destinations, &list(&["银河湾小区", "江滨路", "银河路88号"]));
        assert_eq!(faults, []);
        places
    })
}

/// The code, or the message and remedy.
pub(super) fn read(text: &str, context: Option<&str>) -> Result<String, String> {
    let places = sample();
    let context = context.map(|c| places.find(c.as_bytes()).unwrap());
    match places.typed(text, context) {
        Ok(typed) => Ok(places.code(typed.id).to_owned()),
        Err(fault) => Err(format!("{}; {}", fault.message.en, fault.remedy.unwrap_or_default().en)),
    }
}

#[test]
fn what_people_type_is_read() {
    for (typed, code) in [
        ("3幢2单元502室", "3-2-502"),
        ("3栋2-502", "3-2-502"),
        ("3号楼2单元502", "3-2-502"),
        ("三幢二单元", "3-2"),
        ("３－２－５０２", "3-2-502"),
        ("3#2-502", "3-2-502"),
        ("3#2单元502", "3-2-502"),
        ("3#楼2单元502室", "3-2-502"),
        ("A座1205", "A-1-1205"),
        ("a座1205", "A-1-1205"),
        ("A-1205", "A-1-1205"),
        ("A#1205", "A-1-1205"),
        ("52－502", "52-0-502"),
        ("88–705", "88-0-705"),
        ("十二幢", "12"),
        ("第十二幢两单元", "12-2"),
        ("三幢两单元", "3-2"),
        ("三幢二单元五〇二", "3-2-502"),
        ("86801", "8-6-801"),
        ("8幢6801", "8-6-801"),
        ("8-6801室", "8-6-801"),
        ("3-2-5O2", "3-2-502"),
        ("3-2-5〇2", "3-2-502"),
        ("银河湾小区3幢2单元502室（李家）", "3-2-502"),
        ("银河湾 3幢 2单元 502室", "3-2-502"),
        ("浙江省义乌市江滨路银河湾小区3幢2单元502", "3-2-502"),
        ("江滨路88号3幢2单元502", "3-2-502"),
        ("银河路88号3-2-502", "3-2-502"),
        ("3幢2单元502 银河湾小区", "3-2-502"),
        ("浙江-义乌-银河湾3-2-502", "3-2-502"),
        ("3-2-502【门口有狗】", "3-2-502"),
        ("3/2/502", "3-2-502"),
        ("3.2.502", "3-2-502"),
        ("3·2·502", "3-2-502"),
        ("3一2一502", "3-2-502"),
        ("3——2——502", "3-2-502"),
        ("3_2_502", "3-2-502"),
        ("\u{FEFF}3-2\u{200B}-502", "3-2-502"),
        ("3 2 502", "3-2-502"),
        ("03-02-0502", "3-2-502"),
        ("3号2单元502号", "3-2-502"),
        ("3號樓2單元502戶", "3-2-502"),
        ("3栋2梯502房", "3-2-502"),
        ("3号", "3"),
        ("3", "3"),
        ("5", "5-0"),
        ("5幢", "5-0"),
        ("5-0", "5-0"),
        ("5-502", "5-0-502"),
        ("5幢502室", "5-0-502"),
        ("5-0-502", "5-0-502"),
        ("3-1-商101", "3-1-商101"),
        ("3幢1单元商101", "3-1-商101"),
        ("3幢商101", "3-1-商101"),
        ("东/3", "东/3-0"),
        ("东／3", "东/3-0"),
        ("东/3-502", "东/3-0-502"),
        ("东/3幢502室", "东/3-0-502"),
        ("银河湾小区东/3幢502室", "东/3-0-502"),
        ("东/3-5O2", "东/3-0-502"),
        ("*", "*"),
        ("＊", "*"),
        ("采样点", "采样点"),
        ("核酸采样点", "采样点"),
    ] {
        assert_eq!(read(typed, None).as_deref(), Ok(code), "{typed}");
    }
}

#[test]
fn a_place_given_beside_it_completes_an_address() {
    for (typed, beside, code) in [
        ("2-502", "3", "3-2-502"),
        ("2单元502室", "3", "3-2-502"),
        ("2502", "3", "3-2-502"),
        ("2", "3", "3-2"),
        ("二单元", "3", "3-2"),
        ("502", "3-2", "3-2-502"),
        ("五〇二室", "3-2", "3-2-502"),
        ("502号", "3-2", "3-2-502"),
        ("502", "5", "5-0-502"),
        ("1205", "A", "A-1-1205"),
        ("502", "3-2-101", "3-2-502"),
        ("2-502", "3-2", "3-2-502"),
        ("3幢2单元502", "3", "3-2-502"),
        ("3-2-502", "3-2", "3-2-502"),
        ("商101", "3-1", "3-1-商101"),
        ("3", "*", "3"),
    ] {
        assert_eq!(read(typed, Some(beside)).as_deref(), Ok(code), "{typed} beside {beside}");
    }
    let contradiction = "`5-502` is 5-0-502, which is not in 3; correct one of the two";
    assert_eq!(read("5-502", Some("3")), Err(contradiction.to_owned()));
    for (typed, beside) in [("5", "3-2"), ("1-502", "3-2"), ("采样点", "3"), ("*", "3"), ("3", "5")] {
        assert!(read(typed, Some(beside)).is_err_and(|e| e.contains("not in")), "{typed} beside {beside}");
    }
}

#[test]
fn two_readings_are_a_doubt_that_lists_both() {
    for (typed, beside, fault) in [
        ("3-502", None, "`3-502` does not say which unit; write 3-1-502 or 3-2-502"),
        ("3幢502室", None, "`3幢502室` does not say which unit; write 3-1-502 or 3-2-502"),
        ("3幢1702", None, "`3幢1702` does not say which unit; write 3-2-1702"),
        ("502", Some("3"), "`502` does not say which unit; write 3-1-502 or 3-2-502"),
        ("12-502", None, "`12-502` does not say which unit; write 12-1-502 or 12-2-502"),
    ] {
        assert_eq!(read(typed, beside), Err(fault.to_owned()), "{typed}");
    }
    let plan = |code: &str, units: &[&str]| BuildingPlan {
        code: code.to_owned(),
        units: units.iter().map(|&u| u.to_owned()).collect(),
        floors: 6,
        doors: 2,
        ..BuildingPlan::default()
    };
    let (places, _) =
        Places::new(&[plan("1", &["1"]), plan("11", &[]), plan("2", &[]), plan("3", &["2"])], &[], &[]);
    let remedy = |text: &str, beside: Option<&str>| {
        let beside = beside.map(|b| places.find(b.as_bytes()).unwrap());
        places.typed(text, beside).unwrap_err().remedy.unwrap().zh
    };
    assert_eq!(remedy("11101", None), "请写明 1-1-101 或 11-0-101");
    assert_eq!(remedy("2-502", Some("3")), "请写明 2-0-502 或 3-2-502");
    let destination = [("2幢".to_owned(), String::new()), ("二".to_owned(), "3幢".to_owned())];
    let (named, _) = Places::new(&[plan("3", &["1"])], &destination, &[]);
    assert_eq!(named.code(named.typed("2幢", None).unwrap().id), "2幢");
}

#[test]
fn what_is_not_there_is_refused_with_the_nearest() {
    for (typed, fault) in [
        (
            "3-2-l02",
            "there is no place `3-2-l02` in the community; did you mean 3-2-102, 3-1-102 or 3-2-101?",
        ),
        ("", "no place is given; places are written building-unit-room, such as 2-1-101"),
        ("\u{200B}", "no place is given; places are written building-unit-room, such as 2-1-101"),
        (
            "幸福家园",
            "there is no place `幸福家园` in the community; places are written building-unit-room, such as 2-1-101",
        ),
    ] {
        assert_eq!(read(typed, None), Err(fault.to_owned()), "{typed}");
    }
    for refused in [
        "幸福小区3幢2单元502",
        "88号3幢2单元502",
        "3-2-502-1",
        "3-2-",
        "-502",
        "3-2-1803",
        "3-1-1702",
        "99",
        "32",
        "0",
        "3楼502",
        "3幢2单元502室李家",
        "3-2-502,3-2-503",
        "3-*",
        "3..5",
        "室",
        "幢",
        "B座1205",
        "3单元2幢502",
    ] {
        assert!(
            read(refused, None).is_err_and(|e| e.contains("no place")),
            "{refused}: {:?}",
            read(refused, None)
        );
    }
}

#[test]
fn what_was_read_otherwise_than_it_stands_is_said() {
    let noted = |text: &str| -> Vec<String> {
        sample().typed(text, None).unwrap().noted.into_iter().map(|n| n.en).collect()
    };
    assert_eq!(noted("3-2-5O2"), ["read letter O as 0"]);
    assert_eq!(noted("3幢2单元1lO1"), ["read letter l as 1", "read letter O as 0"]);
    assert_eq!(noted("3-2-5〇2"), ["read `〇` as 0"]);
    assert!(sample().typed("3幢2单元110l", None).is_err(), "a letter at the end is not between digits");
}

#[test]
fn digits_taken_apart_are_said() {
    let typed = sample().typed("86801", None).unwrap();
    assert_eq!(typed.noted[0].zh, "把“86801”读作 8-6-801");
    assert_eq!(sample().typed("3幢2单元502室", None).unwrap().noted, []);
}

fn any_home() -> impl Strategy<Value = PlaceId> {
    let homes: Vec<PlaceId> = sample().homes(PlaceId::WHOLE).collect();
    (0..homes.len()).prop_map(move |i| homes[i])
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c })
        .collect()
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_a_panic(
        text in "\\PC*|[-0-9AOl#/.*幢栋座号楼单元室东商一二十百两() ]{0,14}",
        beside in proptest::option::of(0usize..300),
    ) {
        let places = sample();
        let beside = beside.map(|i| PlaceId::from_index(i % places.len()));
        if let Ok(typed) = places.typed(&text, beside) {
            prop_assert_eq!(places.typed(places.code(typed.id), None).map(|t| t.id), Ok(typed.id));
        }
        prop_assert!(places.near(&text).iter().all(|code| places.find(code.as_bytes()).is_some()));
        prop_assert!(places.near(&text).len() <= 3);
    }

    #[test]
    fn every_rendering_of_a_home_reads_as_that_home(home in any_home()) {
        let places = sample();
        let (code, room) = (places.code(home), &places.get(home).room);
        let (building, unit) = (places.building_of(home).unwrap(), places.unit_of(home).unwrap());
        let (b, u) = (places.code(building), places.get(unit).part());
        let unitless = u == "0";
        let mut forms = vec![
            code.to_owned(),
            wide(code),
            code.replace('-', " – "),
            code.replace('-', "—"),
            format!("银河湾小区{code}（自提）"),
            format!("{b}幢{u}单元{room}室"),
            wide(&format!("{b}栋{u}单元{room}户")),
            format!("{b}栋{u}-{room}"),
            format!("{b}#{u}-{room}"),
            format!("{b}号楼{u}单元{room}"),
            format!("{b}座 {u}单元 {room}房"),
        ];
        if unitless {
            forms.extend([format!("{b}-{room}"), format!("{b}幢{room}室"), format!("{b}#{room}")]);
        }
        for form in forms {
            prop_assert_eq!(places.typed(&form, None).map(|t| t.id), Ok(home), "{}", form);
        }
        prop_assert_eq!(places.typed(room, Some(unit)).map(|t| t.id), Ok(home));
        prop_assert_eq!(places.typed(&format!("{u}-{room}"), Some(building)).map(|t| t.id), Ok(home));
    }
}
