//! 划记表: for the person who counts at the gate or the sampling post.

use super::{FILL, Print, blank_rows, close, open, wording};
use crate::ledgers::RoundKind;
use crate::output::html::escaped;
use crate::reports::sheets::{HomeLine, Share, Sheet, Sheets, State};

/// So many boxes at most stand in a row; more are counted in strokes.
const BOXES: i64 = 8;

/// One unit.
pub(super) fn render(sheets: &Sheets, sheet: &Sheet, print: &Print, out: &mut String) {
    let columns = columns(sheets, print);
    open(sheets, sheet, print, &columns, out);
    if let Some(goods) = wording::for_unit(sheets, sheet, print) {
        out.push_str(&format!(
            "<tr><td class=room>{}</td><td colspan={}>{} {}</td></tr>\n",
            print.say("the unit", "本单元"),
            columns.len() - 1,
            sheet.unit_done.map_or_else(
                || "<span class=box></span>".to_owned(),
                |day| format!("✓ {}", wording::day(day))
            ),
            escaped(&goods)
        ));
    }
    for home in super::homes(sheets, sheet) {
        row(sheets, home, print, out);
    }
    blank_rows(sheets, sheet, columns.len(), out);
    out.push_str(&format!("<tr class=total><td>{}</td><td></td>", print.say("total", "合计")));
    for sums in &sheet.sums {
        match sheets.kind {
            RoundKind::Distribution => out.push_str(&format!("<td>{FILL} / {}</td>", sums.due)),
            RoundKind::Testing => {
                out.push_str(&format!("<td>{FILL} / {}</td><td>{FILL}</td><td>{FILL}</td>", sums.due));
            }
            RoundKind::Rollcall => out.push_str(&format!("<td>{FILL} / {}</td><td>{FILL}</td>", sums.due)),
        }
    }
    if sheets.wares.is_empty() {
        out.push_str("<td></td>");
    }
    out.push_str("<td></td></tr>\n");
    let signers = [print.say("Counted by", "记录人"), print.say("Captain, as witness", "楼长（见证）")];
    close(sheets, sheet, print, &signers.map(str::to_owned), out);
}

fn row(sheets: &Sheets, home: &HomeLine, print: &Print, out: &mut String) {
    let size = match sheets.kind {
        RoundKind::Testing => home.present.map_or_else(|| FILL.to_owned(), |n| n.to_string()),
        RoundKind::Distribution | RoundKind::Rollcall => wording::size(home),
    };
    out.push_str(&format!("<tr><td class=room>{}</td><td class=c>{size}</td>", escaped(&home.room)));
    for share in &home.shares {
        out.push_str(&format!("<td>{}</td>", boxes(sheets, share)));
        let more = match sheets.kind {
            RoundKind::Distribution => 0,
            RoundKind::Testing => 2,
            RoundKind::Rollcall => 1,
        };
        out.push_str(&"<td></td>".repeat(more));
    }
    if home.shares.is_empty() {
        out.push_str("<td></td>");
    }
    out.push_str(&format!("<td class=note>{}</td></tr>\n", escaped(&wording::note(sheets, home, print))));
}

/// What is to be ticked: goods in one box with their amount, people and households in a box each; more than fit are a
/// number to count up to.
fn boxes(sheets: &Sheets, share: &Share) -> String {
    const BOX: &str = "<span class=box></span>";
    match share.state {
        State::Done(on) => {
            let number = !share.done.is_zero() && sheets.kind != RoundKind::Rollcall;
            let done = if number { format!(" {} ·", share.done) } else { String::new() };
            return format!("✓{done} {}", wording::day(on));
        }
        State::Nothing | State::Excused(..) => return "–".to_owned(),
        State::Open | State::Unknown | State::Part(_) | State::Tried(..) => {}
    }
    match (sheets.kind, share.left) {
        (RoundKind::Distribution, Some(left)) => format!("{BOX} {left}"),
        (RoundKind::Distribution, None) => format!("{BOX} {FILL}"),
        // Nobody knows how many: strokes are made in the gap.
        (_, None) => String::new(),
        (_, Some(left)) => match left.as_whole() {
            Some(n @ 1..=BOXES) => BOX.repeat(usize::try_from(n).unwrap_or_default()),
            _ => format!("{FILL} / {left}"),
        },
    }
}

fn columns(sheets: &Sheets, print: &Print) -> Vec<(String, u32)> {
    let size = match sheets.kind {
        RoundKind::Testing => print.say("Present", "在住"),
        RoundKind::Distribution | RoundKind::Rollcall => print.say("Size", "人口"),
    };
    let mut columns = vec![(print.say("Home", "室号").to_owned(), 20), (size.to_owned(), 15)];
    match sheets.kind {
        RoundKind::Testing => {
            columns.push((
                print.say("Tested here: tick or strokes (正)", "实检（勾选或画“正”）").to_owned(),
                62,
            ));
            columns.push((print.say("Elsewhere", "别处已检").to_owned(), 20));
            columns.push((print.say("Exempt", "免检").to_owned(), 18));
        }
        RoundKind::Rollcall => {
            columns.push((print.say("Reached", "已告知").to_owned(), 34));
            columns.push((print.say("Unreachable", "联系不上").to_owned(), 26));
        }
        RoundKind::Distribution => {
            let width = match sheets.wares.len() {
                0 | 1 => 60,
                2 => 48,
                3 => 34,
                _ => 20,
            };
            for ware in &sheets.wares {
                columns.push((wording::heading(ware, sheets.kind, print), width));
            }
            if sheets.wares.is_empty() {
                columns.push((print.say("What was given", "发放物资").to_owned(), 80));
            }
        }
    }
    columns.push((print.say("Note", "备注").to_owned(), 0));
    columns
}
