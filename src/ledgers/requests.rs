//! 求助: one row a step, from the opening to the acknowledgement.

use super::{CellFault, Cells, Help, Money, Step, Text, Urgency, ledger};
use crate::model::{Fault, PlaceId, RowId};
use crate::registers::VolunteerId;
use crate::said;

ledger! {
    /// A step of a request.
    Request = "requests" b'Q',
    title("Requests", "求助"),
    about("requests for help and every step up to the acknowledgement", "居民求助及其每一步，直到回执"),
    checked(an_opening_says_what_is_asked),
    {
        request: Option<RowId>, required, ("request", "求助单"), ("the full id of the opening row", "求助单首行的完整行号"), [];
        step: Step, required, ("step", "步骤"), ("what happened", "进展"), ["步骤"];
        place: Option<PlaceId>, optional, ("place", "位置"), ("whose request it is (opening row)", "求助的户（首行填写）"), ["位置", "房号"];
        kind: Option<Help>, optional, ("kind", "类别"), ("what kind of help (opening row)", "求助类别（首行填写）"), ["类别"];
        need: Text<'a>, optional, ("need", "需求"), ("what is needed (opening row)", "需要什么（首行填写）"), ["需求", "内容"];
        urgency: Urgency, optional, ("urgency", "紧急程度"), ("how urgent; empty is normal", "紧急程度；空为一般"), ["紧急程度"];
        runner: Option<VolunteerId>, optional, ("runner", "代跑员"), ("the volunteer who runs the errand", "承办的代跑员"), ["代跑员"];
        spent: Option<Money>, optional, ("spent", "花费"), ("what the runner spent, in the community's currency", "代跑员垫付的金额，按小区货币"), ["花费", "金额"];
        ref_: Text<'a>, optional, ("ref", "关联"), ("the original of a duplicate, or whom it was referred to", "重复单的原单，或转交的单位"), [];
    }
}

/// The opening row says whose request it is, of what kind, and what is needed (ledgers.md §5).
fn an_opening_says_what_is_asked<'a, C: Cells<'a>>(row: &Request<'a>, cells: &mut C) {
    if row.step != Step::Opened || cells.is_reversal() {
        return;
    }
    let empty = [(4, "place", row.place.is_none()), (5, "kind", row.kind.is_none()), (6, "need", row.need.is_empty())];
    for (position, name, _) in empty.into_iter().filter(|(_, _, empty)| *empty) {
        let fault = Fault::new(said!("an opening may not lack `{name}`", "求助单首行不能缺“{name}”"));
        cells.fault(position, Box::new(CellFault { code: "required", fault, probably: None }));
    }
}
