//! Requests: `linli request open|take|buy|deliver|confirm|refer|unmet|duplicate|cancel|reopen`.

mod choosing;
mod open;
mod pasted;
mod steps;

pub use choosing::codes_of;

use super::verb::{Heading, Verb, no_args, only_subs};
use crate::words::words;

/// The verb.
pub const VERB: Verb = Verb {
    name: "request",
    about: words(
        "requests for help, from the opening to the acknowledgement",
        "求助：从受理到回执，件件有着落",
    ),
    long: words(
        "A request goes: open, take, buy, deliver, confirm. A skipped step is filled in (deliver records the taking).\n\
         It ends otherwise by: refer, unmet, duplicate, cancel; reopen opens it again.\n\
         CODE is any unambiguous part of the request's code, or the home if it has just one open request.\n\
         What a runner spent is owed by the home until the request is confirmed: linli report errands.",
        "求助单依次：受理 open、接单 take、已购 buy、送达 deliver、回执 confirm；跳过的步骤自动补记（送达时补记接单）。\n\
         也可以这样结束：转交 refer、未能办成 unmet、重复 duplicate、取消 cancel；reopen 重新受理。\n\
         代码写求助单编码的任意一段；某户只有一张未结求助单时，也可写户号。\n\
         代跑员的垫付，登记回执之前算作该户待还：linli report errands。",
    ),
    heading: Heading::Record,
    args: no_args,
    subs: &[
        open::VERB,
        steps::TAKE,
        steps::BUY,
        steps::DELIVER,
        steps::CONFIRM,
        steps::REFER,
        steps::UNMET,
        steps::DUPLICATE,
        steps::CANCEL,
        steps::REOPEN,
    ],
    run: only_subs,
};
