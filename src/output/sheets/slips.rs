//! 领取单: a slip a home, three in a row, to be cut along the dashed lines. Homes to which nothing is left to be done
//! need none.

use super::{FILL, Print, wording};
use crate::ledgers::{Per, RoundKind};
use crate::model::{PlaceId, Quantity};
use crate::output::html::escaped;
use crate::reports::sheets::{HomeLine, Sheet, Sheets, State, Ware};

/// So many in a row.
const ABREAST: usize = 3;

/// The homes of a sheet that get a slip.
pub fn slips_of(sheet: &Sheet, only: Option<PlaceId>) -> Vec<&HomeLine> {
    let wanted = |home: &&HomeLine| home.is_open() && only.is_none_or(|place| place == home.place);
    sheet.homes.iter().filter(wanted).collect()
}

/// One unit.
pub(super) fn render(sheets: &Sheets, sheet: &Sheet, print: &Print, out: &mut String) {
    let homes = slips_of(sheet, print.only);
    if homes.is_empty() {
        return;
    }
    out.push_str("<section class=sheet>\n<table class=slips>\n");
    for row in homes.chunks(ABREAST) {
        out.push_str("<tr>");
        row.iter().for_each(|home| slip(sheets, sheet, home, print, out));
        out.push_str(&"<td class=none></td>".repeat(ABREAST - row.len()));
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n</section>\n");
}

fn slip(sheets: &Sheets, sheet: &Sheet, home: &HomeLine, print: &Print, out: &mut String) {
    let number = format!("{} {}-{:02}", print.say("No.", "编号"), sheet.number, home.nth);
    out.push_str(&format!(
        "<td><p class=line><span>{}</span><span>{}</span></p><p class=home>{}</p><p>{}</p><p class=what>{}</p>",
        escaped(&sheets.community),
        escaped(&number),
        escaped(&home.code),
        escaped(&sheets.title),
        what(sheets, home, print),
    ));
    let note = wording::note(sheets, home, print);
    if !note.is_empty() {
        out.push_str(&format!("<p>{}</p>", escaped(&note)));
    }
    let pickup = wording::pickup(sheets, print);
    if !pickup.is_empty() {
        let label = match sheets.kind {
            RoundKind::Distribution => print.say("pick-up", "领取"),
            RoundKind::Testing | RoundKind::Rollcall => print.say("when and where", "时间地点"),
        };
        out.push_str(&format!("<p>{label}{}{}</p>", print.say(": ", "："), escaped(&pickup)));
    }
    for phone in print.phones.get(&home.place).into_iter().flatten() {
        out.push_str(&format!("<p>{} {}</p>", print.say("phone", "电话"), escaped(phone)));
    }
    out.push_str("</td>");
}

/// What the home gets, as HTML: what is still to be done, or a gap where that is not known.
fn what(sheets: &Sheets, home: &HomeLine, print: &Print) -> String {
    let mut parts = Vec::new();
    for (ware, share) in sheets.wares.iter().zip(&home.shares) {
        if share.state.is_settled() {
            if let (State::Done(_), true) = (share.state, sheets.wares.len() > 1) {
                parts.push(escaped(&format!("{} ✓", ware.item)));
            }
            continue;
        }
        match share.left {
            Some(left) => parts.push(escaped(&wording::amount(ware, sheets.kind, left, print))),
            None => parts.push(unknown(ware, sheets.kind, print)),
        }
    }
    if sheets.wares.is_empty() {
        parts.push(FILL.to_owned());
    }
    parts.join("<br>")
}

/// What a home gets of which nobody knows how many live there, as HTML: what each gets, with gaps to fill in.
fn unknown(ware: &Ware, kind: RoundKind, print: &Print) -> String {
    if kind != RoundKind::Distribution {
        let people = match kind {
            RoundKind::Testing => print.say("people", "人"),
            RoundKind::Rollcall | RoundKind::Distribution => print.say("households", "户"),
        };
        return format!("{FILL} {people}");
    }
    let each = |(per, quantity): &(Per, Quantity)| {
        let amount = escaped(&format!("{quantity} {}", ware.unit));
        match per {
            Per::Household => Some(amount.trim_end().to_owned()),
            Per::Resident => Some(format!("{amount} × {FILL} {}", print.say("people", "人"))),
            Per::Unit => None,
        }
    };
    let each: Vec<String> = ware.allot.iter().filter_map(each).collect();
    format!("{} {}", escaped(&ware.item), each.join(" + "))
}
