//! Requests out of a chain that is posted again at each edit: a home and its need are the identity of an entry.

use super::chat::{Asking, Chat};
use super::find::{code_of, every_request};
use super::opening::{Opening, known_already, open};
use crate::arithmetic::requests::RequestState;
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::{Draft, Request};
use crate::model::{PlaceId, RowId};
use crate::recording::chain::{Fate, MARK, Outcome, Read, Recorded, earlier, gone_rows, replace, sentence};
use crate::recording::{Document, Entry, Setting};
use crate::said;
use crate::words::Said;

/// Opens what a chain asks for and nobody has recorded. Where the chain asked for the same before, and now more urgently,
/// that is amended; what is less urgent now, or was recorded or corrected by hand, stays, and is said.
pub fn record_requests(
    chat: &Chat,
    context: Option<PlaceId>,
    left: bool,
    books: &Books,
    setting: &Setting,
) -> Result<Recorded> {
    let all = every_request(books, setting.at);
    let (mut openings, mut outcomes, mut noted): (Vec<Opening>, Vec<Outcome>, Vec<Said>) = Default::default();
    let mut known_ones: Vec<RowId> = Vec::new();
    let mut amends: Vec<Document> = Vec::new();
    for read in &chat.read {
        let asking = &read.said;
        let known = known_already(&all, &asking.opening, setting);
        let fate = match known {
            None => Fate::New,
            Some(known) => {
                known_ones.push(known.request);
                let (fate, amend) = beside(known, asking, &all, books);
                amends.extend(amend);
                fate
            }
        };
        if fate == Fate::New {
            openings.push(asking.opening.clone());
            let code = books.registers.names.place_code(read.place);
            noted.extend(asking.noted.iter().map(|n| said!("{code}: ", "{code}：").then(n)));
        }
        outcomes.push(outcome(read, fate));
    }
    let amended = amends.len();
    let mut entry = match openings.is_empty() {
        true => Entry { subject: format!("requests: chain, {amended} amended"), ..Entry::default() },
        false => open(books, &all, &openings, setting)?,
    };
    for row in entry.documents.iter_mut().flat_map(|d| &mut d.rows) {
        row.put("note", MARK);
    }
    entry.documents.extend(amends);
    entry.doubts.splice(0..0, noted);
    if !outcomes.is_empty() {
        entry.effects.push(sentence(&outcomes));
    }
    let gone = if left { Vec::new() } else { gone(chat, context, &all, &known_ones, books) };
    Ok(Recorded { entry, outcomes, gone: gone_rows(&gone, "linli request cancel CODE", books), absent: None })
}

fn outcome(read: &Read<Asking>, fate: Fate) -> Outcome {
    let opening = &read.said.opening;
    let (kind, urgency, need) = (opening.kind.words(), opening.urgency.words(), opening.need.as_str());
    let says = said!(
        "{need} ({k}, {u})",
        "{need}（{k}，{u}）",
        k = (kind.en, kind.zh),
        u = (urgency.en, urgency.zh)
    );
    Outcome {
        place: read.place,
        spot: read.spot.clone(),
        passed: Vec::new(),
        ledger: &Request::LEDGER,
        says,
        fate,
    }
}

/// A request that is known: another urgency is no other request. What amends it, if only the chain said so before.
fn beside(
    known: &RequestState,
    asking: &Asking,
    all: &[RequestState],
    books: &Books,
) -> (Fate, Option<Document>) {
    let opening = &asking.opening;
    if !known.is_open() || known.urgency == opening.urgency && known.kind == Some(opening.kind) {
        return (Fate::Unchanged, None);
    }
    let (code, urgency) = (code_of(all, known), known.urgency.words());
    let kind = known.kind.unwrap_or(opening.kind).words();
    let before = earlier(books, &Request::LEDGER, &known.steps[0].head);
    // The choices stand from the least urgent on. One that no longer says so may only be shorter: a person decides.
    if before.of_chain && opening.urgency as usize > known.urgency as usize {
        let new = before.draft.clone().set("urgency", opening.urgency.code());
        let was = said!("{k}, {u}", "{k}，{u}", k = (kind.en, kind.zh), u = (urgency.en, urgency.zh));
        let rows = replace(&[before], new.set("id", ""));
        return (Fate::Amended(was), Some(Document { rows }));
    }
    let stays = said!(
        "recorded as {code} ({k}, {u}); if that changed: linli amend {code} urgency={new}",
        "已登记为 {code}（{k}，{u}）；如有变化：linli amend {code} urgency={new}",
        k = (kind.en, kind.zh),
        u = (urgency.en, urgency.zh),
        new = (opening.urgency.code(), opening.urgency.code())
    );
    (Fate::Kept(stays), None)
}

/// Open requests that a chain brought, of homes that this one speaks for, and that are not in it.
fn gone(
    chat: &Chat,
    context: Option<PlaceId>,
    all: &[RequestState],
    known: &[RowId],
    books: &Books,
) -> Vec<(PlaceId, RowId, Said)> {
    let places = books.registers.names.places();
    let unit = |place: PlaceId| places.unit_of(place);
    let covers = |place: PlaceId| match context {
        Some(context) => places.covers(context, place),
        None => chat.read.iter().any(|read| unit(read.place) == unit(place)),
    };
    let of_chain = |request: &&RequestState| {
        let row = request.steps[0];
        let cells = books.cells(&Request::LEDGER, row.head.origin);
        Draft { ledger: &Request::LEDGER, cells }.get("note").contains(MARK)
    };
    let doubtful = |place: PlaceId| chat.doubtful.iter().any(|d| d.place == Some(place));
    let open = all.iter().filter(|r| r.is_open() && !known.contains(&r.request)).filter(of_chain);
    let mut gone: Vec<(PlaceId, RowId, Said)> = open
        .filter_map(|r| Some((r.place?, r.request, Said::same(r.need.get().into_owned()))))
        .filter(|(place, ..)| covers(*place) && !doubtful(*place))
        .collect();
    gone.sort_by_key(|(place, id, _)| (*place, *id));
    gone
}

/// Entries that ask for the same at the same home: the later counts.
pub fn once_each(chat: &mut Chat) {
    let bare = |need: &str| -> String { need.chars().filter(|c| c.is_alphanumeric()).collect() };
    chat.last_wins(|before, later| {
        before.place == later.place && bare(&before.said.opening.need) == bare(&later.said.opening.need)
    });
}
