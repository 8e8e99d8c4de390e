//! 住户人数: who lives there, who is there now, and who needs what.

use super::{Count, Needs, counted, ledger};
use crate::model::PlaceId;

ledger! {
    /// An observation of a home or a whole unit.
    Census = "census" b'P',
    title("Census", "住户人数"),
    about("residents of a home or a whole unit, as observed that day", "某户或整个单元当日的住户人数"),
    checked(|row, cells| {
        counted(row.households, 3, cells);
        counted(Some(row.residents), 4, cells);
        counted(row.present, 5, cells);
    }),
    {
        place: PlaceId, required, ("place", "位置"), ("the home or the whole unit", "户或整个单元"), ["位置", "房号", "楼号"];
        households: Option<Count>, optional, ("households", "户数"), ("how many households; empty is 1 for a home where anyone lives, else 0", "户数；单户留空时有人住为 1，否则为 0"), ["户数"];
        residents: Count, required, ("residents", "住户人数"), ("how many people live there", "登记居住人数"), ["人数", "住户人数", "常住人数"];
        present: Option<Count>, optional, ("present", "在住人数"), ("how many are there now; empty is all residents", "目前在小区的人数；空为全部"), ["在住人数", "在家人数"];
        needs: Needs<'a>, optional, ("needs", "特殊需求"), ("need codes: infant, elderly, pregnant, chronic, dialysis, disabled, child, alone, nophone, or one of your own", "需求代码：infant 婴幼儿、elderly 老人、pregnant 孕妇、chronic 慢病、dialysis 透析、disabled 残障、child 儿童、alone 独居、nophone 无手机，也可自定"), ["需求"];
    }
}
