//! 盘点: what is really there. A stock-take changes nothing by itself.

use super::{goods_in, ledger};
use crate::model::Quantity;
use crate::registers::{ItemId, StoreId, UnitId};

ledger! {
    /// A stock-take of one item in one store.
    StockTake = "counts" b'C',
    title("Stock-takes", "盘点"),
    about("what was counted in a store; compared with the books, never changing them", "仓库实盘数量；与账面核对，不改动账面"),
    checked(|row, cells| goods_in(row.quantity, 4, cells)),
    {
        store: StoreId, defaulted, ("store", "仓库"), ("the store that was counted; empty is the first store", "盘点的仓库；空为第一个仓库"), ["仓库"];
        item: ItemId, required, ("item", "物品"), ("the item, as in items.csv", "物品名称，同 items.csv"), ["物品", "品名"];
        quantity: Quantity, required, ("quantity", "实盘数"), ("how much is there, in the unit", "实际数量，按单位计"), ["数量", "实盘数"];
        unit: UnitId, defaulted, ("unit", "单位"), ("the unit word; empty is the item's base unit", "单位；空为物品的基本单位"), ["单位"];
    }
}
