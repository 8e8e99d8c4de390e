//! What is drawn door by door, and the figures of the bulletin that other reports say line by line: whence they come.

use super::{Behind, Line};
use crate::books::Books;
use crate::reports::Asked;
use crate::words::{Words, words};

const COVERAGE: Words =
    words("linli report coverage --by home says it home by home", "逐户见 linli report coverage --by home");

/// How the homes stand.
pub fn grid(_: &Books, _: &Asked, _: &Line) -> Behind {
    let plan = words("the plan of the building, in community.toml", "community.toml 中的楼幢设置");
    Behind::default().told("floor", plan, None).told("rate", COVERAGE, None)
}

/// The tables of the bulletin that are for looking at.
pub(super) fn of_the_bulletin(table: &str) -> Behind {
    let (figures, whence): (&[&'static str], Words) = match table {
        "compared" => (
            &["today", "yesterday"],
            words("the other tables of this bulletin, and of yesterday's", "见本日报其他各表和前一天的日报"),
        ),
        "supplies" => (
            &["in", "out"],
            words(
                "linli report stock-card --item says it row by row",
                "逐笔见 linli report stock-card --item",
            ),
        ),
        "days-left" => (
            &["on_hand", "daily", "days", "expiring"],
            words(
                "linli report stock, and stock-card for each day",
                "见 linli report stock；每天的进出见 stock-card",
            ),
        ),
        "waiting" => {
            (&["hours"], words("the steps: linli report requests --open", "见 linli report requests --open"))
        }
        _ => (&["done", "missing", "excused", "unknown", "not_due", "rate"], COVERAGE),
    };
    figures.iter().fold(Behind::default(), |behind, figure| behind.told(figure, whence, None))
}
