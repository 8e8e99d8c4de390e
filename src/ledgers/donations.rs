//! 接收捐赠: goods given, with what the disclosure needs.

use super::{Money, Publish, Text, goods_in, ledger};
use crate::model::{Day, Quantity};
use crate::registers::{ItemId, StoreId, UnitId};

ledger! {
    /// A donation received.
    Donation = "donations" b'D',
    title("Donations", "接收捐赠"),
    about("goods that were donated, and how the donor wishes to be named", "接收的捐赠物资，以及捐赠方希望的公示方式"),
    checked(|row, cells| goods_in(row.quantity, 4, cells)),
    {
        donor: Text<'a>, required, ("donor", "捐赠方"), ("who gave it", "捐赠单位或个人"), ["捐赠方", "捐赠单位", "捐赠人", "捐赠单位（个人）"];
        item: ItemId, required, ("item", "物品"), ("the item, as in items.csv", "物品名称，同 items.csv"), ["物品", "品名", "物资名称", "名称"];
        quantity: Quantity, required, ("quantity", "数量"), ("how much, in the unit", "数量，按单位计"), ["数量"];
        unit: UnitId, defaulted, ("unit", "单位"), ("the unit word; empty is the item's base unit", "单位；空为物品的基本单位"), ["单位"];
        store: StoreId, defaulted, ("store", "仓库"), ("where it was put; empty is the first store", "入库的仓库；空为第一个仓库"), ["仓库"];
        lot: Text<'a>, optional, ("lot", "批号"), ("the lot number on the goods", "物资批号"), ["批号"];
        expires: Option<Day>, optional, ("expires", "有效期至"), ("the last day on which it is good", "有效期的最后一天"), ["有效期", "保质期至"];
        value: Option<Money>, optional, ("value", "价值"), ("its value, in the community's currency", "折合价值，按小区货币"), ["价值", "金额"];
        earmark: Text<'a>, optional, ("earmark", "定向用途"), ("whom or what the donor gave it for", "捐赠方指定的用途"), ["定向", "用途"];
        publish: Publish, defaulted, ("publish", "公示方式"), ("how the donor is named in public; empty is by name", "公示时如何署名；空为实名"), ["公示"];
    }
}
