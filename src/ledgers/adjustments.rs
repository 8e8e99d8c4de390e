//! 损益调拨: opening stock, losses, findings, own use and transfers between stores.

use super::{Change, Reason, ledger};
use crate::registers::{ItemId, StoreId, UnitId};

ledger! {
    /// A change of stock that is neither a receipt nor a distribution.
    Adjustment = "adjustments" b'J',
    title("Adjustments", "损益调拨"),
    about("opening stock, losses, own use, and transfers between stores", "期初、损耗、自用以及仓库间调拨"),
    checked(|_, _| {}),
    {
        store: StoreId, defaulted, ("store", "仓库"), ("the store that changes; empty is the first store", "变动的仓库；空为第一个仓库"), ["仓库"];
        item: ItemId, required, ("item", "物品"), ("the item, as in items.csv", "物品名称，同 items.csv"), ["物品", "品名"];
        quantity: Change, required, ("quantity", "数量"), ("how much more (+) or less (-), in the unit", "增加（+）或减少（-）的数量，按单位计"), ["数量"];
        unit: UnitId, defaulted, ("unit", "单位"), ("the unit word; empty is the item's base unit", "单位；空为物品的基本单位"), ["单位"];
        reason: Reason, required, ("reason", "原因"), ("why the stock changed", "库存变动的原因"), ["原因"];
        counterpart: Option<StoreId>, optional, ("counterpart", "对方仓库"), ("in a transfer the other store", "调拨的对方仓库"), ["对方仓库"];
    }
}
