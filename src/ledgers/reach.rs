//! 通知到户: who has the notice, or answered the roll-call.

use super::{Reached, Text, ledger};
use crate::model::PlaceId;

ledger! {
    /// Whether a notice reached a place.
    Reach = "reach" b'H',
    title("Reach of notices", "通知到户"),
    about("which places a notice or a roll-call has reached", "通知或点名已到达的位置"),
    checked(|_, _| {}),
    {
        notice: Text<'a>, required, ("notice", "通知"), ("the code of the notice, or of the roll-call round", "通知代码，或点名批次代码"), ["通知"];
        place: PlaceId, required, ("place", "位置"), ("the home, unit or building; it covers every home in it", "户、单元或楼；覆盖其中每一户"), ["位置", "房号"];
        status: Reached, required, ("status", "状态"), ("how far it got", "到达情况"), ["状态"];
        channel: Text<'a>, optional, ("channel", "方式"), ("by which way: group, phone, door", "通知方式：群、电话、上门"), ["方式"];
    }
}
