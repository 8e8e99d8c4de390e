//! 发放: what was handed out, and every attempt that failed.

use super::{CellFault, Cells, Outcome, Receiver, Written, goods_in, ledger};
use crate::model::{Fault, PlaceId, Quantity};
use crate::registers::{ItemId, RoundId, StoreId, UnitId};
use crate::said;

ledger! {
    /// Goods handed out at a place, or an attempt to.
    Distribution = "distributions" b'I',
    title("Distributions", "发放"),
    about("goods handed out, by place, and attempts that failed", "按位置登记的物资发放，包括未送达的情况"),
    checked(attempts_hand_nothing_over),
    {
        round: Option<RoundId>, optional, ("round", "批次"), ("the distribution round it belongs to; empty outside rounds", "所属发放批次；空为不属于批次"), ["批次"];
        place: PlaceId, required, ("place", "位置"), ("the home, unit or destination that got it", "领取的户、单元或去向"), ["位置", "房号", "楼号", "接收单位"];
        item: ItemId, required, ("item", "物品"), ("the item, as in items.csv", "物品名称，同 items.csv"), ["物品", "品名", "物资名称", "名称"];
        quantity: Quantity, required, ("quantity", "数量"), ("how much, in the unit; 0 where the attempt failed", "数量，按单位计；未送达为 0"), ["数量", "份数"];
        unit: UnitId, defaulted, ("unit", "单位"), ("the unit word; empty is the item's base unit", "单位；空为物品的基本单位"), ["单位"];
        store: StoreId, defaulted, ("store", "仓库"), ("where it was taken from; empty is the first store", "出库的仓库；空为第一个仓库"), ["仓库"];
        lot: Written<'a>, optional, ("lot", "批号"), ("the lot number on the goods", "物资批号"), ["批号"];
        outcome: Outcome, defaulted, ("outcome", "结果"), ("what came of it; empty is delivered", "发放结果；空为已送达"), ["结果"];
        receiver: Option<Receiver>, optional, ("receiver", "签收人"), ("who took it: never a name", "由谁签收（不写姓名）"), ["签收"];
    }
}

fn attempts_hand_nothing_over<'a, C: Cells<'a>>(row: &Distribution<'a>, cells: &mut C) {
    goods_in(row.quantity, 5, cells);
    if row.outcome.is_attempt() && !row.quantity.is_zero() && !cells.is_reversal() {
        let (quantity, code) = (row.quantity, row.outcome.code());
        let fault = Fault::new(said!(
            "the outcome `{code}` hands nothing over, but the quantity is {quantity}",
            "结果为 {code} 时没有发出物资，但数量是 {quantity}"
        ));
        cells.fault(5, CellFault::of_type(fault.remedy(said!("write 0", "请写 0"))));
    }
}
