//! Any text is a place of the community or refused; a place's own code is read as that place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linli::model::{BuildingPlan, PlaceId, Places};
use std::sync::LazyLock;

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let plan = |code: &str, units: &[&str], floors| BuildingPlan {
        code: code.to_owned(),
        units: units.iter().map(|&unit| unit.to_owned()).collect(),
        floors,
        doors: 2,
        ..BuildingPlan::default()
    };
    let plans = [
        plan("3", &["1", "2"], 17),
        plan("32", &[], 6),
        plan("A", &["1"], 12),
        plan("东/3", &[], 6),
        plan("3#1", &["东"], 2),
    ];
    let names = ["银河湾小区".to_owned(), "江滨路".to_owned()];
    Places::new(&plans, &[("采样点".to_owned(), "核酸采样点".to_owned())], &names).0
});

fuzz_target!(|data: (&str, u8)| {
    let (text, beside) = data;
    let beside = (usize::from(beside) < PLACES.len()).then(|| PlaceId::from_index(beside.into()));
    if let Ok(typed) = PLACES.typed(text, beside) {
        let again = PLACES.typed(PLACES.code(typed.id), None);
        assert_eq!(again.map(|place| place.id), Ok(typed.id));
    }
    if let Ok(places) = PLACES.list(text, &|_| None) {
        assert!(!places.is_empty() && places.is_sorted_by(|a, b| a < b));
    }
    assert!(PLACES.near(text).iter().all(|code| PLACES.find(code.as_bytes()).is_some()));
});
