//! 签收表: code, household size, ration, date, signature; the captain signs as a witness.

use super::{Print, blank_rows, close, open, wording};
use crate::ledgers::RoundKind;
use crate::output::html::escaped;
use crate::reports::sheets::{Sheet, Sheets};

/// One unit.
pub(super) fn render(sheets: &Sheets, sheet: &Sheet, print: &Print, out: &mut String) {
    let columns = columns(sheets, print);
    open(sheets, sheet, print, &columns, out);
    let wares = sheets.wares.len().max(1);
    if let Some(goods) = wording::for_unit(sheets, sheet, print) {
        out.push_str(&format!(
            "<tr><td class=room>{}</td><td colspan={}>{}</td><td class=day>{}</td><td></td></tr>\n",
            print.say("the unit", "本单元"),
            wares + 1,
            escaped(&goods),
            sheet.unit_done.map_or_else(String::new, |day| format!("✓ {}", wording::day(day)))
        ));
    }
    for home in super::homes(sheets, sheet) {
        out.push_str(&format!(
            "<tr><td class=room>{}</td><td class=c>{}</td>",
            escaped(&home.room),
            wording::size(home)
        ));
        home.shares
            .iter()
            .for_each(|share| out.push_str(&format!("<td class=c>{}</td>", wording::share(share))));
        if home.shares.is_empty() {
            out.push_str("<td></td>");
        }
        let on = wording::done_on(home).map_or_else(String::new, |day| format!("✓ {}", wording::day(day)));
        let note = wording::note(sheets, home, print);
        out.push_str(&format!("<td class=day>{on}</td><td class=note>{}</td></tr>\n", escaped(&note)));
    }
    blank_rows(sheets, sheet, columns.len(), out);
    let known: i64 = sheet.homes.iter().filter_map(|home| home.residents).sum();
    let known = if sheet.homes.iter().any(|home| home.residents.is_none()) {
        String::new()
    } else {
        known.to_string()
    };
    out.push_str(&format!("<tr class=total><td>{}</td><td class=c>{known}</td>", print.say("total", "合计")));
    for sums in &sheet.sums {
        out.push_str(&format!("<td class=c>{}</td>", sums.due));
    }
    if sheets.wares.is_empty() {
        out.push_str("<td></td>");
    }
    let signed = print.say("signed by", "实签");
    let homes = print.say("homes", "户");
    out.push_str(&format!("<td></td><td>{signed} {} {homes}</td></tr>\n", super::FILL));
    let signers = [
        print.say("Delivered by", "发放人"),
        print.say("Received by", "接收人"),
        print.say("Captain, as witness", "楼长（见证）"),
    ];
    close(sheets, sheet, print, &signers.map(str::to_owned), out);
}

fn columns(sheets: &Sheets, print: &Print) -> Vec<(String, u32)> {
    let mut columns =
        vec![(print.say("Home", "室号").to_owned(), 20), (print.say("Size", "人口").to_owned(), 15)];
    let width = match sheets.wares.len() {
        0..=2 => 34,
        3 => 26,
        _ => 18,
    };
    for ware in &sheets.wares {
        columns.push((wording::heading(ware, sheets.kind, print), width));
    }
    if sheets.wares.is_empty() {
        columns.push((print.say("What was given", "发放物资").to_owned(), 50));
    }
    columns.push((print.say("Date", "日期").to_owned(), 20));
    let signature = match sheets.kind {
        RoundKind::Rollcall => print.say("Signature or answer", "签名或回复"),
        RoundKind::Distribution | RoundKind::Testing => print.say("Signature", "签名"),
    };
    columns.push((signature.to_owned(), 0));
    columns
}
