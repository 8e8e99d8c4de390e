//! Names and values as people type them, made canonical: what stands in a ledger afterwards.

use crate::error::did_you_mean;
use crate::ledgers::{Field, Kind, Needs, Value, choose_typed, need_codes};
use crate::model::{
    Day, Fault, PlaceId, Quantity, RowId, Stamp, measure, spoken_number, typed_day, typed_moment, unit_word,
    whole_number,
};
use crate::registers::{ItemId, NameKind, Names, Registers, RoundId, StoreId, VolunteerId};
use crate::said;
use crate::words::{Said, Words, words};

fn unknown(what: Words, typed: &str, near: &[String], register: Said) -> Fault {
    let (en, zh) = (what.en, what.zh);
    let fault = Fault::new(said!("there is no {en} `{typed}`", "没有{zh}“{typed}”"));
    fault.remedy(did_you_mean(near).unwrap_or(register))
}

/// An item by name or alias.
pub fn read_item(typed: &str, names: &Names) -> Result<ItemId, Fault> {
    let typed = typed.trim();
    names.item(typed).ok_or_else(|| {
        let near = names.near(NameKind::Item, typed);
        unknown(
            words("item", "物品"),
            typed,
            &near,
            said!(
                "register it: linli item add {typed} --unit 份",
                "请先登记：linli item add {typed} --unit 份"
            ),
        )
    })
}

/// A store by code.
pub fn read_store(typed: &str, registers: &Registers) -> Result<StoreId, Fault> {
    let by_name =
        registers.community.stores.iter().position(|s| s.name == typed.trim()).map(StoreId::from_index);
    registers.names.store(typed.trim()).or(by_name).ok_or_else(|| {
        let near = registers.names.near(NameKind::Store, typed);
        unknown(
            words("store", "仓库"),
            typed,
            &near,
            said!("register it: linli store add {typed}", "请先登记：linli store add {typed}"),
        )
    })
}

/// A round by code.
pub fn read_round(typed: &str, names: &Names) -> Result<RoundId, Fault> {
    names.round(typed.trim()).ok_or_else(|| {
        let near = names.near(NameKind::Round, typed);
        unknown(
            words("round", "批次"),
            typed,
            &near,
            said!("linli round list shows the rounds", "用 linli round list 查看批次"),
        )
    })
}

/// A volunteer by name.
pub fn read_volunteer(typed: &str, names: &Names) -> Result<VolunteerId, Fault> {
    names.volunteer(typed.trim()).ok_or_else(|| {
        let near = names.near(NameKind::Volunteer, typed);
        unknown(
            words("volunteer", "志愿者"),
            typed,
            &near,
            said!("linli volunteer list shows the roster", "用 linli volunteer list 查看花名册"),
        )
    })
}

/// One place; what was assumed in reading it is added to `noted`.
pub fn read_place(typed: &str, names: &Names, noted: &mut Vec<Said>) -> Result<PlaceId, Fault> {
    let place = names.places().typed(typed, None)?;
    noted.extend(place.noted);
    Ok(place.id)
}

/// Places, ranges and groups, in place order.
pub fn read_places(
    typed: &[&str],
    names: &Names,
    needs: &dyn Fn(&str) -> Option<Vec<PlaceId>>,
) -> Result<Vec<PlaceId>, Fault> {
    let mut places = Vec::new();
    for word in typed {
        places.extend(names.places().list(word, needs)?);
    }
    places.sort();
    places.dedup();
    Ok(places)
}

/// An amount of money as people write it, exact: `45.5`, `¥45.50`, `45元`, `45块5`. Not below zero.
pub fn read_money(typed: &str, noted: &mut Vec<Said>) -> Result<Quantity, Fault> {
    let bare = typed.trim().trim_start_matches(['¥', '￥', '$']).trim_start_matches("RMB").trim();
    let bare = ["元整", "人民币", "块钱", "元", "圆", "块", "RMB", "CNY"]
        .iter()
        .find_map(|word| bare.strip_suffix(word))
        .unwrap_or(bare);
    // 45块5 is 45.5, and 45元5角 too.
    let tenths = bare.strip_suffix('角').unwrap_or(bare).split_once(['块', '元']);
    let pointed = tenths
        .filter(|(_, after)| after.len() == 1 && after.bytes().all(|b| b.is_ascii_digit()))
        .map(|(whole, after)| format!("{}.{after}", whole.trim()));
    let spoken = spoken_number(pointed.as_deref().unwrap_or(bare))?;
    if spoken.value.is_negative() {
        return Err(Fault::new(said!("{typed} is below zero", "{typed} 小于零")));
    }
    noted.extend(spoken.noted);
    Ok(spoken.value)
}

/// A value typed for a field, in the form in which the ledger holds it. Empty stays empty.
pub fn read_cell(
    field: &Field,
    typed: &str,
    registers: &Registers,
    today: Day,
    noted: &mut Vec<Said>,
) -> Result<String, Fault> {
    let (names, typed) = (&registers.names, typed.trim());
    if typed.is_empty() {
        if field.required {
            let name = field.name;
            return Err(Fault::new(said!("`{name}` may not be empty", "“{name}”不能为空")));
        }
        return Ok(String::new());
    }
    Ok(match field.kind {
        Kind::Text => typed.to_owned(),
        Kind::Unit => unit_word(typed)?,
        Kind::Id | Kind::RowRef => RowId::parse(typed)?.to_string(),
        Kind::Day => typed_day(typed, today)?.to_string(),
        Kind::Place => names.place_code(read_place(typed, names, noted)?),
        Kind::Item => names.item_name(read_item(typed, names)?),
        Kind::Store => names.store_code(read_store(typed, registers)?),
        Kind::Round => names.round_code(read_round(typed, names)?),
        Kind::Volunteer => names.volunteer_name(read_volunteer(typed, names)?),
        Kind::Group => {
            let by_name = registers.community.groups.iter().find(|g| g.name == typed || g.code == typed);
            match by_name {
                Some(group) => group.code.clone(),
                None => {
                    let near = names.near(NameKind::Group, typed);
                    return Err(unknown(
                        words("group", "小组"),
                        typed,
                        &near,
                        said!(
                            "groups stand in ledgers/community.toml",
                            "小组登记在 ledgers/community.toml 中"
                        ),
                    ));
                }
            }
        }
        Kind::Money => read_money(typed, noted)?.to_string(),
        Kind::Quantity => {
            let spoken = spoken_number(typed)?;
            if spoken.value.is_negative() {
                return Err(Fault::new(said!("{typed} is below zero", "{typed} 小于零")));
            }
            noted.extend(spoken.noted);
            spoken.value.to_string()
        }
        Kind::Change => {
            let signed = measure(typed)?;
            noted.extend(signed.noted);
            signed.quantity.to_string()
        }
        Kind::Count => whole_number(typed)?.to_string(),
        Kind::Needs => {
            let codes = need_codes(typed).join("|");
            Needs::read(&codes, &codes, names).map_err(|fault| fault.fault)?;
            codes
        }
        Kind::Moment => typed_moment(typed)?.to_string(),
        Kind::Stamp => Stamp::parse(typed)?.to_string(),
        Kind::Choice(choices) => choices[choose_typed(typed, choices)?].code.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_write_it_and_exactly() {
        let read = |text: &str| read_money(text, &mut Vec::new()).map(|m| m.to_string());
        for (typed, is) in [
            ("45.5", "45.5"),
            ("¥45.50", "45.5"),
            ("￥45", "45"),
            ("45元", "45"),
            (" 1,945.81 元 ", "1945.81"),
            ("45块5", "45.5"),
            ("45元5角", "45.5"),
            ("四十五块", "45"),
            ("0", "0"),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(is), "{typed}");
        }
        for bad in ["", "元", "-5", "五六", "45元整块", "1/2"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
