//! Which units of an item become its base unit, worked out once for all rows.

use crate::model::Quantity;
use crate::registers::{ItemId, Registers, UnitId};

/// A factor for every item and unit word.
#[derive(Debug, Default)]
pub struct Conversions {
    units: usize,
    /// For item × unit: numerator and denominator; 0/0 where it does not convert.
    factors: Vec<(i64, i64)>,
    bases: Vec<UnitId>,
}

impl Conversions {
    /// For all names of these registers, those included that were only met in rows.
    pub fn new(registers: &Registers) -> Conversions {
        let names = &registers.names;
        let (items, units) = (names.item_count(), names.unit_count());
        let mut factors = vec![(0, 0); items * units];
        let mut bases = vec![UnitId::default(); items];
        let words: Vec<String> = (0..units).map(|u| names.unit_name(UnitId::from_index(u))).collect();
        for (at, base) in bases.iter_mut().enumerate() {
            match registers.items.get(at) {
                None => factors[at * units] = (1, 1),
                Some(item) => {
                    *base = names.unit(&item.unit).unwrap_or_default();
                    for (unit, word) in words.iter().enumerate() {
                        factors[at * units + unit] = match unit {
                            0 => (1, 1),
                            _ => item.packs.factor(word).unwrap_or((0, 0)),
                        };
                    }
                }
            }
        }
        Conversions { units, factors, bases }
    }

    fn factor(&self, item: ItemId, unit: UnitId) -> (i64, i64) {
        if unit.index() >= self.units {
            return (0, 0);
        }
        self.factors.get(item.index() * self.units + unit.index()).copied().unwrap_or((0, 0))
    }

    /// The unit and quantity under which goods are summed.
    #[inline]
    pub fn convert(&self, item: ItemId, unit: UnitId, quantity: Quantity) -> (UnitId, Quantity) {
        match self.factor(item, unit) {
            (1, 1) => (self.base(item), quantity),
            (_, 0) => (unit, quantity),
            (numerator, denominator) => {
                let scaled = i128::from(quantity.millionths()) * i128::from(numerator);
                let by = i128::from(denominator);
                match i64::try_from(scaled / by) {
                    Ok(exact) if scaled % by == 0 => (self.base(item), Quantity::from_millionths(exact)),
                    _ => (unit, quantity),
                }
            }
        }
    }

    /// True if the unit can become the item's base unit.
    pub fn converts(&self, item: ItemId, unit: UnitId) -> bool {
        self.factor(item, unit).1 != 0
    }

    /// The item's base unit.
    pub fn base(&self, item: ItemId) -> UnitId {
        self.bases.get(item.index()).copied().unwrap_or_default()
    }
}
