//! All registers of a community, read.

use super::{Community, Item, Names, RegisterFault, Round, Service, items, rounds, table, volunteers};
use crate::ledgers::Field;
use crate::model::Fault;
use crate::said;
use crate::store::text::Source;

/// Where the community's own file stands.
pub const COMMUNITY: &str = "ledgers/community.toml";
/// Where the items stand.
pub const ITEMS: &str = "ledgers/items.csv";
/// Where the roster stands.
pub const VOLUNTEERS: &str = "ledgers/volunteers.csv";
/// Where the rounds stand.
pub const ROUNDS: &str = "ledgers/rounds.toml";

/// What is so now: everything that the rows of the ledgers refer to.
#[derive(Debug)]
pub struct Registers {
    /// The community.
    pub community: Community,
    /// The goods.
    pub items: Vec<Item>,
    /// The rounds, in the order of the file.
    pub rounds: Vec<Round>,
    /// The roster.
    pub services: Vec<Service>,
    /// All names.
    pub names: Names,
}

impl Registers {
    /// Reads the registers among these files. What is wrong is noted with its file; `None` if there is no community to
    /// speak of, and then the faults say why.
    pub fn read<'s>(sources: &'s [Source]) -> (Option<Registers>, Vec<(&'s Source, RegisterFault)>) {
        let mut noted = Vec::new();
        let find = |path: &str| sources.iter().find(|s| s.path == path);
        let mut community = match find(COMMUNITY) {
            None => return (None, noted),
            Some(source) => {
                let (community, faults) = match source.spoilt.is_empty() {
                    true => Community::parse(&source.text),
                    false => {
                        let fault = Fault::new(table::not_utf8());
                        (None, vec![RegisterFault::error("encoding", None, "community", fault)])
                    }
                };
                noted.extend(faults.into_iter().map(|f| (source, f)));
                noted.extend(table::tolerated_toml(source).into_iter().map(|f| (source, f)));
                match community {
                    Some(community) => community,
                    None => return (None, noted),
                }
            }
        };
        let mut faults = Vec::new();
        let mut read =
            |path: &str, fields: &'static [Field], noted: &mut Vec<(&'s Source, RegisterFault)>| {
                let source = find(path)?;
                let table = table::read(source, fields, &mut faults);
                noted.extend(faults.drain(..).map(|f| (source, f)));
                Some((source, table))
            };
        let mut more = Vec::new();
        let items = read(ITEMS, items::FIELDS, &mut noted).map_or_else(Vec::new, |(source, table)| {
            let items = items::read(&table, &mut more);
            noted.extend(more.drain(..).map(|f| (source, f)));
            items
        });
        let groups: Vec<&str> = community.groups.iter().map(|g| g.code.as_str()).collect();
        let services =
            read(VOLUNTEERS, volunteers::FIELDS, &mut noted).map_or_else(Vec::new, |(source, table)| {
                let services = volunteers::read(&table, &groups, &community.places, &mut more);
                noted.extend(more.drain(..).map(|f| (source, f)));
                services
            });
        let mut written = Vec::new();
        let rounds = find(ROUNDS).map_or_else(Vec::new, |source| {
            let (rounds, mut faults) = rounds::parse(&source.text);
            faults.extend(table::tolerated_toml(source));
            if !source.spoilt.is_empty() {
                let fault = Fault::new(table::not_utf8());
                faults.push(RegisterFault::error("encoding", None, "round", fault));
            }
            written = rounds::codes(&source.text);
            for round in &rounds {
                faults.extend(references(round, &items, &community));
            }
            noted.extend(faults.into_iter().map(|f| (source, f)));
            rounds
        });
        let mut names = Names::new(&mut community, &items, &rounds, &services);
        names.know_rounds(&written);
        (Some(Registers { community, items, rounds, services, names }), noted)
    }

    /// The item, if it is registered.
    pub fn item(&self, id: super::ItemId) -> Option<&Item> {
        self.items.get(id.index())
    }

    /// The round, if it is registered.
    pub fn round(&self, id: super::RoundId) -> Option<&Round> {
        self.rounds.get(id.index())
    }
}

/// What a round names that does not exist.
fn references(round: &Round, items: &[Item], community: &Community) -> Vec<RegisterFault> {
    let mut faults = Vec::new();
    for allot in &round.allot {
        let name = &allot.item;
        if !items.iter().any(|i| i.name == *name || i.aliases.contains(name)) {
            let fault = Fault::new(said!("there is no item {name}", "没有物品“{name}”"));
            faults.push(RegisterFault::error("unknown-item", Some(allot.span.clone()), "item", fault));
        }
    }
    for place in &round.places {
        if let Err(fault) = community.places.list(place, &|_| Some(Vec::new())) {
            faults.push(RegisterFault::error("unknown-place", round.places_span.clone(), "places", fault));
        }
    }
    faults
}
