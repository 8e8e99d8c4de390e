//! 值班: who served where, from when to when.

use super::{Text, ledger};
use crate::model::Moment;
use crate::registers::{GroupId, VolunteerId};

ledger! {
    /// A shift of a volunteer.
    Shift = "shifts" b'S',
    title("Shifts", "值班"),
    about("shifts of volunteers", "志愿者值班"),
    checked(|_, _| {}),
    {
        volunteer: VolunteerId, required, ("volunteer", "志愿者"), ("who served", "值班志愿者"), ["姓名", "志愿者"];
        group: GroupId, required, ("group", "小组"), ("for which group", "所属小组"), ["小组"];
        post: Text<'a>, optional, ("post", "岗位"), ("where", "岗位"), ["岗位"];
        start: Moment, required, ("start", "开始"), ("when it began", "开始时刻"), ["开始"];
        end: Moment, required, ("end", "结束"), ("when it ended; before the start means the next day", "结束时刻；早于开始即为次日"), ["结束"];
    }
}
