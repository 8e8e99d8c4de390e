//! The verbs of the command line, a verb a file.
//!
//! To add one: write its file, and add one line to [`COMMANDS`].

mod adjust;
mod amend;
mod anchor;
mod ask;
mod audit;
mod captain;
mod census;
mod chart;
mod check;
mod city;
mod close;
mod completions;
mod count;
mod demo;
mod desk;
mod distribute;
mod doctor;
mod donate;
mod drivers;
mod explain;
mod export;
mod fields;
mod heartbeat;
mod import;
mod incoming;
mod init;
mod jielong;
mod known_at;
mod landing;
mod left_file;
mod list;
mod look_back;
mod man;
mod mending;
mod missing;
mod months;
mod next;
mod notice;
mod operation;
mod personal;
mod playbook;
mod print;
mod printing;
mod reach;
mod receive;
mod recording_args;
mod register;
mod remote;
mod report;
mod request;
mod resolve;
mod run;
mod save;
mod schedule;
mod sharing;
mod shift;
mod status;
mod sync;
mod test;
mod tracked;
mod ui;
mod undo;
mod verb;
mod void;
mod watch;
mod whole;
mod why;
mod writing;

pub use desk::Desk;
pub use look_back::look_back;
pub use request::codes_of;
pub use ui::{Asker, Question, Ui};
pub use verb::{EXITS, Exit, Heading, Verb};
pub use whole::{command, in_language};

/// Every verb, in the order in which help lists them.
pub static COMMANDS: &[Verb] = &[
    init::VERB,
    demo::VERB,
    captain::VERB,
    receive::VERB,
    donate::VERB,
    distribute::VERB,
    adjust::VERB,
    count::VERB,
    census::VERB,
    test::VERB,
    request::VERB,
    reach::VERB,
    shift::VERB,
    void::VERB,
    amend::VERB,
    undo::VERB,
    save::VERB,
    register::item::VERB,
    register::home::VERB,
    register::volunteer::VERB,
    register::round::VERB,
    register::store::VERB,
    register::destination::VERB,
    list::VERB,
    report::VERB,
    why::VERB,
    missing::VERB,
    notice::VERB,
    status::VERB,
    check::VERB,
    explain::VERB,
    audit::VERB,
    sync::VERB,
    resolve::VERB,
    doctor::VERB,
    import::VERB,
    export::VERB,
    run::VERB,
    schedule::VERB,
    playbook::VERB,
    print::VERB,
    chart::VERB,
    close::VERB,
    completions::VERB,
    man::VERB,
    city::VERB,
    drivers::MERGE,
    drivers::DIFF,
];

/// The ledgers that stock is made of.
const STOCK: [&str; 4] = ["receipts", "donations", "distributions", "adjustments"];

/// True for the months of the ledgers that stock is made of.
fn stock_path(path: &str) -> bool {
    STOCK.iter().any(|name| path.strip_prefix("ledgers/").is_some_and(|p| p.starts_with(name)))
}
