//! `linli playbook export FILE`: how this community works, without who it is, as one file; and what `linli init --from`
//! takes up: such a file, a community's folder, or a repository of either.

mod export;
mod folder;
mod taking;

pub(super) use taking::{Taken, take_over};

use super::verb::{Heading, Verb, no_args, only_subs};
use crate::words::words;

/// The verb.
pub const VERB: Verb = Verb {
    name: "playbook",
    about: words("how we work, for another community to copy", "把本社区的做法整理成秘籍，供别的社区沿用"),
    long: words("", ""),
    heading: Heading::InOut,
    args: no_args,
    subs: &[export::VERB],
    run: only_subs,
};
