//! Rows that cannot be read, or that were edited or taken away, and what of the books only follows from them: goods that
//! seem to be short, homes that seem not to be counted. Where it cannot be told what a row was about, it may have been
//! about anything; once it is mended, what is really wrong shows.

use crate::model::{Day, Finding, PlaceId, RowId, Severity};
use crate::registers::{ITEMS, ItemId, ROUNDS, Registers, StoreId, VOLUNTEERS};
use std::collections::BTreeSet;

/// Core errors after which a row counts as it stands.
const HARMLESS: &[&str] = &[
    "pack-changed",
    "wrong-month",
    "unknown-round",
    "unknown-volunteer",
    "unknown-group",
    "unknown-request",
    "unknown-notice",
    "personal-number",
    "future-date",
    "request-step-order",
    "undelivered-confirmation",
];

/// Errors that spoil more than the line they stand on.
const WHOLE: &[&str] = &["encoding", "header", "truncated", "conflict-marker"];

/// Errors in one cell of a row that is readable otherwise.
const CELL: &[&str] = &["type", "required", "bad-choice", "edited-row", "removed-row", "unknown-place"];

/// All losses among some findings.
pub struct Losses<'f> {
    registers: &'f Registers,
    losses: Vec<Loss<'f>>,
    /// Items whose packs were changed.
    packs: BTreeSet<&'f str>,
}

/// A row, or a whole file, that does not say what it did or should.
struct Loss<'f> {
    code: &'static str,
    field: Option<&'static str>,
    path: &'f str,
    /// The name of its ledger; empty for a register.
    ledger: &'f str,
    /// It may be about anything.
    whole: bool,
    cells: BTreeSet<&'f str>,
    items: BTreeSet<ItemId>,
    stores: BTreeSet<StoreId>,
    places: BTreeSet<PlaceId>,
    ids: BTreeSet<RowId>,
}

/// The cells of lines, without quotes; aliases apart.
fn cells(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '|', '\n']).map(|cell| cell.trim().trim_matches('"')).filter(|cell| !cell.is_empty())
}

/// The text of the cell at which a finding stands.
fn cell_of(finding: &Finding) -> Option<String> {
    let spot = finding.spot.as_ref()?;
    let cell: String = spot.text.chars().skip(spot.column? as usize - 1).take(spot.width as usize).collect();
    Some(cell.trim_matches('"').to_owned())
}

fn places_in(text: &str, registers: &Registers) -> BTreeSet<PlaceId> {
    let places = registers.names.places();
    cells(text).filter(|cell| cell.contains('-')).filter_map(|cell| places.find(cell.as_bytes())).collect()
}

fn ids_in(text: &str) -> BTreeSet<RowId> {
    cells(text).filter_map(|cell| RowId::parse(cell).ok()).collect()
}

impl<'f> Loss<'f> {
    fn of(finding: &'f Finding, registers: &Registers) -> Option<Loss<'f>> {
        let spot = finding.spot.as_ref()?;
        let sums_stand = finding.code == "edited-row" && finding.subject.was.is_none();
        if finding.severity != Severity::Error || HARMLESS.contains(&finding.code) || sums_stand {
            return None;
        }
        let folder = spot.path.strip_prefix("ledgers/")?.split_once('/').map_or("", |(folder, _)| folder);
        let was = finding.subject.was.as_deref().unwrap_or_default();
        let cells: BTreeSet<&str> = cells(&spot.text).chain(cells(was)).collect();
        let names = &registers.names;
        Some(Loss {
            code: finding.code,
            field: finding.field,
            path: &spot.path,
            ledger: folder,
            whole: WHOLE.contains(&finding.code) || cells.is_empty(),
            items: cells.iter().filter_map(|cell| names.item(cell)).collect(),
            stores: cells.iter().filter_map(|cell| names.store(cell)).collect(),
            places: places_in(&spot.text, registers).into_iter().chain(places_in(was, registers)).collect(),
            ids: ids_in(&spot.text).into_iter().chain(ids_in(was)).collect(),
            cells,
        })
    }

    /// True if it may be about the item.
    fn touches_item(&self, item: &str, registers: &Registers) -> bool {
        let id = registers.names.item(item);
        self.whole
            || self.items.is_empty()
            || self.cells.contains(item)
            || id.is_some_and(|id| self.items.contains(&id))
    }

    /// True if it may be about the store. A row that names none is about the first.
    fn touches_store(&self, store: &str, registers: &Registers) -> bool {
        let first = registers.community.stores.first().map_or("", |store| store.code.as_str());
        let open = self.whole || !CELL.contains(&self.code) || self.field == Some("store");
        match self.stores.is_empty() {
            true => open || store == first,
            false => registers.names.store(store).is_some_and(|id| self.stores.contains(&id)),
        }
    }

    /// True if it may be about each of these places, or something in it.
    fn touches_places(&self, places: &[String], registers: &Registers) -> bool {
        let all = registers.names.places();
        let touches = |code: &String| {
            all.find(code.as_bytes()).is_some_and(|place| {
                self.places.iter().any(|&own| all.covers(own, place) || all.covers(place, own))
            })
        };
        self.whole || self.places.is_empty() || places.iter().all(touches)
    }

    /// True if it was to cancel another row.
    fn cancels(&self) -> bool {
        self.code == "edited-row" || self.ids.len() > 1 || self.whole
    }

    /// True if it is of a day after the row at which the finding stands.
    fn is_later(&self, finding: &Finding) -> bool {
        let day = |ids: &BTreeSet<RowId>| ids.first().map(|id| id.day);
        let found: Option<Day> = finding.spot.as_ref().and_then(|spot| day(&ids_in(&spot.text)));
        matches!((day(&self.ids), found), (Some(own), Some(found)) if !self.whole && own > found)
    }

    /// True if goods may seem to be more, or less, than they are for it.
    fn explains_stock(&self, finding: &Finding, item: &str, registers: &Registers) -> bool {
        if self.path == ITEMS {
            return self.field != Some("minimum") && self.touches_item(item, registers);
        }
        let store = finding.subject.store.as_deref();
        let in_place = || {
            self.touches_item(item, registers)
                && store.is_none_or(|store| self.touches_store(store, registers))
                && !self.is_later(finding)
        };
        match (self.ledger, self.code) {
            ("receipts" | "donations" | "adjustments", _) => in_place(),
            // Goods taken under a name that is none are missing there, and nowhere else.
            ("distributions", "unknown-item") => self.cells.contains(item) && in_place(),
            ("distributions", "unknown-store") => store.is_some_and(|store| self.cells.contains(store)),
            // What was not handed out is not missing; what came back may be.
            ("distributions", _) => {
                let more = matches!(finding.code, "count-differs" | "expired-on-hand");
                (more || self.cancels() || self.cells.contains("returned")) && in_place()
            }
            _ => false,
        }
    }
}

impl<'f> Losses<'f> {
    /// Those among the findings.
    pub fn among(findings: &'f [Finding], registers: &'f Registers) -> Losses<'f> {
        let packs = findings.iter().filter(|finding| finding.code == "pack-changed");
        Losses {
            registers,
            losses: findings.iter().filter_map(|finding| Loss::of(finding, registers)).collect(),
            packs: packs.filter_map(|finding| finding.subject.item.as_deref()).collect(),
        }
    }

    fn any(&self, ledger: &str, explains: impl Fn(&Loss) -> bool) -> bool {
        self.losses.iter().any(|loss| loss.ledger == ledger && explains(loss))
    }

    /// True if the finding only follows from one of them.
    pub fn explain(&self, finding: &Finding) -> bool {
        let (registers, subject) = (self.registers, &finding.subject);
        let item = subject.item.as_deref();
        let touches_places = |loss: &Loss| loss.touches_places(&subject.places, registers);
        match finding.code {
            "negative-stock" | "below-minimum" | "count-differs" | "expired-on-hand" => {
                item.is_some_and(|item| {
                    self.packs.contains(item)
                        || self.losses.iter().any(|loss| loss.explains_stock(finding, item, registers))
                })
            }
            "unit-not-convertible" => item.is_some_and(|item| self.is_of_register(item)),
            "pack-changed" => item.is_some_and(|item| {
                let told = |loss: &Loss| loss.path == ITEMS && loss.touches_item(item, registers);
                self.losses.iter().any(told)
            }),
            "over-supplied" => {
                item.is_some_and(|item| self.is_of_register(item))
                    || self.any("census", touches_places)
                    || self.any("distributions", |loss| {
                        (loss.cancels() || loss.cells.contains("returned")) && touches_places(loss)
                    })
            }
            "home-unknown" | "census-differs" => self.any("census", touches_places),
            "tested-exceeds-present" => {
                self.any("census", touches_places)
                    || self.any("tests", |loss| loss.cancels() && touches_places(loss))
            }
            "repeated-report" | "unit-and-homes-both" | "duplicate-document" => self.is_uncancelled(finding),
            "request-step-order" | "request-overdue" | "undelivered-confirmation" => {
                let ids = finding.spot.as_ref().map(|spot| ids_in(&spot.text)).unwrap_or_default();
                self.any("requests", |loss| loss.whole || !loss.ids.is_disjoint(&ids))
            }
            "captain-missing" => {
                self.losses.iter().any(|loss| loss.path == VOLUNTEERS && touches_places(loss))
            }
            "unknown-item" => self.is_named_in(ITEMS, finding),
            "unknown-volunteer" => self.is_named_in(VOLUNTEERS, finding),
            "unknown-notice" => self.is_notice_lost(finding),
            _ => false,
        }
    }

    /// True if the register of items is not to be trusted about it.
    fn is_of_register(&self, item: &str) -> bool {
        let spoilt = |loss: &Loss| {
            loss.path == ITEMS && loss.field != Some("minimum") && loss.touches_item(item, self.registers)
        };
        self.packs.contains(item) || self.losses.iter().any(spoilt)
    }

    /// True if a row of the same ledger that was to cancel something is lost.
    fn is_uncancelled(&self, finding: &Finding) -> bool {
        let Some(spot) = &finding.spot else { return false };
        let Some((folder, _)) = spot.path.rsplit_once('/') else { return false };
        let ledger = folder.rsplit('/').next().unwrap_or_default();
        let here = places_in(&spot.text, self.registers);
        self.any(ledger, |loss| {
            let near = here.is_empty() || loss.places.is_empty() || !here.is_disjoint(&loss.places);
            loss.cancels() && near && !loss.is_later(finding)
        })
    }

    /// True if the name that is not known stands on a line of the register that cannot be read.
    fn is_named_in(&self, register: &str, finding: &Finding) -> bool {
        let Some(name) = cell_of(finding) else { return false };
        let names = |loss: &Loss| loss.whole || loss.cells.contains(name.as_str());
        let elsewhere = finding.spot.as_ref().is_some_and(|spot| spot.path != register);
        elsewhere && self.losses.iter().any(|loss| loss.path == register && names(loss))
    }

    /// True if the notice, or the roll-call, cannot be read.
    fn is_notice_lost(&self, finding: &Finding) -> bool {
        let Some(code) = cell_of(finding) else { return false };
        self.any("notices", |loss| loss.whole || loss.cells.contains(code.as_str()))
            || self.registers.names.round(&code).is_some()
                && self.losses.iter().any(|loss| loss.path == ROUNDS)
    }
}
