//! What rows of one ledger say, in a sentence for the first line of a commit.

use super::Line;
use crate::ledgers::Ledger;

/// So many names are written out before the rest is counted.
const FEW: usize = 4;

/// The sentence, without the ledger's name.
pub(super) fn of(ledger: &Ledger, rows: &[&Line]) -> String {
    if let Some(reversal) = rows.iter().find(|r| !r.get("reverses").is_empty()) {
        return correction(rows, reversal);
    }
    let places = || few(distinct(rows, "place"), "places");
    match ledger.name {
        "receipts" => format!("{} from {}", goods(rows), few(distinct(rows, "source"), "sources")),
        "donations" => format!("{} from {}", goods(rows), few(distinct(rows, "donor"), "donors")),
        "distributions" => {
            let rounds = distinct(rows, "round").join(", ");
            let what = if rounds.is_empty() { goods(rows) } else { few(distinct(rows, "item"), "items") };
            format!("{} to {}", joined(&[&rounds, &what]), places())
        }
        "adjustments" => joined(&[&distinct(rows, "reason").join(", "), &goods(rows)]),
        "counts" => goods(rows),
        "census" => places(),
        "tests" => joined(&[&distinct(rows, "round").join(", "), &places()]),
        "requests" => few(requests(rows), "requests"),
        "notices" => few(distinct(rows, "title"), "notices"),
        "reach" => {
            let notices = few(distinct(rows, "notice"), "notices");
            format!("{notices} {} {}", distinct(rows, "status").join(", "), places())
        }
        "shifts" => few(distinct(rows, "volunteer"), "volunteers"),
        _ => format!("{} rows", rows.len()),
    }
}

/// A reversal with a corrected row beside it is an amend, one without is a void.
fn correction(rows: &[&Line], reversal: &Line) -> String {
    let corrected = rows.iter().any(|r| r.get("reverses").is_empty() && r.document() == reversal.document());
    let verb = if corrected { "amend" } else { "void" };
    let reason = reversal.get("note");
    let colon = if reason.is_empty() { "" } else { ": " };
    format!("{verb} {}{colon}{reason}", reversal.get("reverses"))
}

/// `Q220802-NECVKE.1 bought, delivered`, request by request.
fn requests(rows: &[&Line]) -> Vec<String> {
    let steps = |request: &String| {
        let steps = rows.iter().filter(|r| r.get("request") == request).map(|r| r.get("step"));
        format!("{request} {}", steps.collect::<Vec<_>>().join(" "))
    };
    distinct(rows, "request").iter().map(steps).collect()
}

/// `牛奶 40箱, 大米 2袋`.
fn goods(rows: &[&Line]) -> String {
    let line = |r: &&Line| format!("{} {}{}", r.get("item"), r.get("quantity"), r.get("unit"));
    few(rows.iter().map(line).collect(), "lines")
}

/// The different values of a field, in the order of the rows.
fn distinct(rows: &[&Line], field: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in rows.iter().map(|r| r.get(field)).filter(|v| !v.is_empty()) {
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    values
}

/// A few names; of many the first, and how many there are.
fn few(names: Vec<String>, what: &str) -> String {
    match names.as_slice() {
        many if many.len() > FEW => format!("{} … ({} {what})", many[0], many.len()),
        few => few.join(", "),
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ")
}
