//! What was published and what a correction changes in it: the notices that were issued and the reports that were written
//! while a row counted (or, of a row that counts again, while it did not).

use crate::audit::rests_on;
use crate::books::Books;
use crate::ledgers::{Draft, Notice, Row};
use crate::model::{Day, Stamp};
use crate::said;
use crate::words::Said;
use std::collections::BTreeMap;

/// A figure that was published otherwise than the rows will have it.
struct Change<'d> {
    /// The row that counts no more, or counts again.
    row: &'d Draft,
    /// What stands in its place.
    corrected: Option<&'d Draft>,
    /// Since when the published figures had it the other way.
    since: Stamp,
}

/// So many notices are named one by one.
const NAMED: usize = 6;

/// Names what was published of the figures that these rows change, each notice with the command that corrects it. `issued`
/// gives the text of a notice by its code, where it is kept; `written` are the paths of written reports; `since` is when the
/// operation that is undone was recorded.
pub fn published(
    books: &Books,
    rows: &[Draft],
    since: Option<Stamp>,
    issued: &dyn Fn(&str) -> Option<String>,
    written: &[String],
) -> Vec<Said> {
    let changes = changes(books, rows, since);
    let mut found: BTreeMap<(Stamp, String), (bool, &Row<Notice>, String)> = BTreeMap::new();
    for notice in books.notices.effective() {
        let code = notice.body.notice.get().into_owned();
        if rows.iter().any(|row| row.get("reverses") == notice.head.id.to_string()) {
            continue;
        }
        let text = issued(&code);
        for change in &changes {
            if let Some(sure) = says(books, notice, text.as_deref(), change) {
                let command = correction(&code, text.as_deref(), change);
                let known =
                    found.entry((notice.head.at, code.clone())).or_insert((sure, notice, command.clone()));
                if sure && !known.0 {
                    *known = (sure, notice, command);
                }
            }
        }
    }
    let mut told: Vec<Said> = found
        .values()
        .take(NAMED)
        .flat_map(|(sure, notice, command)| named(*sure, notice, command))
        .collect();
    if let Some(more) = found.len().checked_sub(NAMED).filter(|more| *more > 0) {
        told.push(said!(
            "and {more} more notices: linli list notices",
            "另有 {more} 份通知，见 linli list notices"
        ));
    }
    for path in written {
        let day = day_in(path);
        let shows = |change: &Change| {
            day.is_some_and(|day| {
                Day::parse(change.row.get("date")).is_ok_and(|own| own <= day) && change.since.day() <= day
            })
        };
        if changes.iter().any(shows) {
            told.push(said!("{path} may show it as it was", "{path} 里可能是更正前的数字"));
        }
    }
    told
}

/// The rows that count no more or again, each with what stands in its place.
fn changes<'d>(books: &Books, rows: &'d [Draft], since: Option<Stamp>) -> Vec<Change<'d>> {
    let recorded = |row: &Draft| {
        let id = row.get("reverses");
        books.heads(row.ledger).into_iter().find(|head| head.id.to_string() == id).map(|head| head.at)
    };
    let mut changes = Vec::new();
    let mut rows = rows.iter().peekable();
    while let Some(row) = rows.next() {
        let reverses = !row.get("reverses").is_empty();
        let since = if reverses { since.or_else(|| recorded(row)) } else { since };
        let corrected = if reverses {
            rows.next_if(|next| next.get("reverses").is_empty() && next.ledger == row.ledger)
        } else {
            None
        };
        changes.extend(since.map(|since| Change { row, corrected, since }));
    }
    changes
}

/// Whether a notice says something of a row: for sure, perhaps, or (`None`) not.
fn says(books: &Books, notice: &Row<Notice>, text: Option<&str>, change: &Change) -> Option<bool> {
    let (row, template) = (change.row, notice.body.template.get());
    let before =
        notice.head.at < change.since || Day::parse(row.get("date")).is_ok_and(|day| notice.head.date < day);
    if before || template == "correction" || !rests_on(&template, row.ledger.name) {
        return None;
    }
    let title = notice.body.title.get();
    let own = books
        .registers
        .rounds
        .iter()
        .find(|round| round.code == row.get("round"))
        .map(|round| round.title.as_str());
    let about = |round: &str| !round.is_empty() && title.contains(round);
    let of_own = own.is_some_and(about);
    if own.is_some() && !of_own && books.registers.rounds.iter().any(|round| about(&round.title)) {
        return None;
    }
    let named = ["item", "donor", "source", "place"].map(|field| row.get(field));
    let text = text.unwrap_or_default();
    let quoted = |word: &str| !word.is_empty() && (text.contains(word) || title.contains(word));
    Some(of_own || own.is_some_and(quoted) || named.into_iter().any(quoted))
}

/// The command that corrects a notice: with its words and the right ones where they can be told.
fn correction(code: &str, text: Option<&str>, change: &Change) -> String {
    let goods = |row: &Draft, negative: bool| {
        let quantity = row.get("quantity");
        let quantity = if negative { quantity.strip_prefix('-').unwrap_or(quantity) } else { quantity };
        format!("{}{quantity}{}", row.get("item"), row.get("unit"))
    };
    let old = goods(change.row, true);
    let stands = change.row.ledger.field("item").is_some()
        && text.is_some_and(|text| text.matches(old.as_str()).count() == 1);
    let (old, new) = match (stands, change.corrected) {
        (false, _) => ("…".to_owned(), "…".to_owned()),
        (true, None) => (old, "…".to_owned()),
        (true, Some(row)) => (old, goods(row, false)),
    };
    format!("linli notice correction --set notice={code} --set old={old} --set new={new} --issue")
}

fn named(sure: bool, notice: &Row<Notice>, command: &str) -> [Said; 2] {
    let body = &notice.body;
    let (code, title, day) = (body.notice.get(), body.title.get(), notice.head.date);
    let (path, digest) = (body.path.get(), body.digest.get());
    let kept = match path.is_empty() {
        true => format!("sha256 {}", digest.chars().take(12).collect::<String>()),
        false => path.into_owned(),
    };
    let what = match sure {
        true => said!(
            "published with this figure: {code} ({title}, {day}, {kept})",
            "已按原数字发布：{code}（{title}，{day}，{kept}）"
        ),
        false => said!(
            "may have been published with this figure: {code} ({title}, {day}, {kept})",
            "可能已按原数字发布：{code}（{title}，{day}，{kept}）"
        ),
    };
    [what, said!("  to correct it: {command}", "  更正：{command}")]
}

/// The day in a path such as `reports/2022-08-16.html`.
fn day_in(path: &str) -> Option<Day> {
    let starts = path.char_indices().map(|(at, _)| at);
    starts.filter_map(|at| path.get(at..at + 10)).find_map(|text| Day::parse(text).ok())
}
