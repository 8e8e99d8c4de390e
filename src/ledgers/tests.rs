//! 核酸检测: how many were tested, by place and round. No results are stored.

use super::{Count, Text, counted, ledger};
use crate::model::PlaceId;
use crate::registers::RoundId;

ledger! {
    /// A captain's report of one place in one testing round.
    Testing = "tests" b'T',
    title("Testing", "核酸检测"),
    about("people tested at a place in a testing round", "某位置在某轮检测中的人数"),
    checked(|row, cells| {
        counted(Some(row.tested), 4, cells);
        counted(row.elsewhere, 5, cells);
        counted(row.exempt, 6, cells);
        counted(row.visitors, 7, cells);
    }),
    {
        round: RoundId, required, ("round", "轮次"), ("the testing round", "检测轮次"), ["轮次", "批次"];
        place: PlaceId, required, ("place", "位置"), ("the home or the whole unit", "户或整个单元"), ["位置", "房号", "楼号"];
        tested: Count, required, ("tested", "已检"), ("residents tested here", "在本小区检测的住户人数"), ["检测人数", "已检", "已检人数"];
        elsewhere: Option<Count>, optional, ("elsewhere", "外检"), ("residents tested at work or in hospital", "在单位或医院检测的人数"), ["外检", "单位已检"];
        exempt: Option<Count>, optional, ("exempt", "免检"), ("residents who are not due", "不需检测的人数"), ["免检"];
        visitors: Option<Count>, optional, ("visitors", "访客"), ("people tested who are not in the census", "不在住户人数内的受检人数"), ["访客"];
        reason: Text<'a>, optional, ("reason", "原因"), ("why somebody is exempt", "免检原因"), ["原因"];
    }
}
