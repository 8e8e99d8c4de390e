//! 接收物资: what came in that was neither a donation nor bought by a resident.

use super::{Money, Text, goods_in, ledger};
use crate::model::{Day, Quantity};
use crate::registers::{ItemId, StoreId, UnitId};

ledger! {
    /// Goods received.
    Receipt = "receipts" b'R',
    title("Received supplies", "接收物资"),
    about("supplies that came in: from the street office, a depot, a purchase", "入库的物资：街道拨付、调拨、采购"),
    checked(|row, cells| goods_in(row.quantity, 4, cells)),
    {
        source: Text<'a>, required, ("source", "来源"), ("who sent or sold the goods", "物资的来源（拨付或销售方）"), ["来源", "来源单位", "供货单位"];
        item: ItemId, required, ("item", "物品"), ("the item, as in items.csv", "物品名称，同 items.csv"), ["物品", "品名", "物资名称", "名称"];
        quantity: Quantity, required, ("quantity", "数量"), ("how much, in the unit", "数量，按单位计"), ["数量"];
        unit: UnitId, defaulted, ("unit", "单位"), ("the unit word; empty is the item's base unit", "单位；空为物品的基本单位"), ["单位"];
        store: StoreId, defaulted, ("store", "仓库"), ("where it was put; empty is the first store", "入库的仓库；空为第一个仓库"), ["仓库"];
        lot: Text<'a>, optional, ("lot", "批号"), ("the lot number on the goods", "物资批号"), ["批号"];
        expires: Option<Day>, optional, ("expires", "有效期至"), ("the last day on which it is good", "有效期的最后一天"), ["有效期", "保质期至"];
        cost: Option<Money>, optional, ("cost", "费用"), ("what it cost, in the community's currency", "费用，按小区货币"), ["费用", "金额"];
        document: Text<'a>, optional, ("document", "单据号"), ("the number of the delivery note or invoice", "送货单或发票号码"), ["单据号", "单号"];
    }
}
