//! Whatever the file holds: no panic, and the account adds up.

use super::{Mapping, Options, adds_up, day, milk_and_rice, options, plan, read_grids, recorded};
use crate::ledgers::Donation;
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_without_a_panic(
        bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b','), Just(b'"'), Just(b'\n')], 0..200)
    ) {
        if let Ok(grids) = read_grids("x.csv", &bytes) {
            let _ = plan(&grids, &Mapping::plain(&Donation::LEDGER), &milk_and_rice(), &[], &options());
        }
    }

    #[test]
    fn whatever_stands_in_the_cells_the_account_adds_up_and_a_second_import_adds_nothing(
        rows in proptest::collection::vec(
            proptest::collection::vec("甲|乙|牛奶|大米|合计|3箱|约5袋|12|8\\.15|2020-01-02|数量|[^\"]{0,3}", 0..6), 0..12)
    ) {
        let mut text = "捐赠方,物品,数量,备注,日期\n".to_owned();
        for row in &rows {
            text += &crate::store::text::write_line(row);
        }
        let mut mapping = Mapping::plain(&Donation::LEDGER);
        mapping.quantity_with_unit = true;
        mapping.fill_down = vec!["donor", "item"];
        mapping.date = Some(day("2022-08-01"));
        let partial = Options { partial: true, mask_numbers: true, ..options() };
        if let Ok(grids) = read_grids("x.csv", text.as_bytes()) {
            let registers = milk_and_rice();
            if let Ok(first) = plan(&grids, &mapping, &registers, &[], &partial) {
                prop_assert!(adds_up(&first), "{:#?}", first);
                let ledger = recorded(&first.drafts());
                let second = plan(&grids, &mapping, &registers, &ledger, &partial).unwrap();
                prop_assert!(adds_up(&second));
                prop_assert_eq!((second.taken.len(), second.amended.len()), (0, 0));
                prop_assert_eq!(second.unchanged.len(), first.taken.len());
            }
        }
    }

    #[test]
    fn any_text_is_a_mapping_or_refused_without_a_panic(text in "\\PC*|ledger = \"donations\"\n[a-z_]{1,9} = (true|\"[{}规a]{0,4}\"|\\[\"a\"\\]|3)") {
        let _ = Mapping::parse(&text);
    }
}

#[cfg(feature = "xlsx")]
proptest! {
    #[test]
    fn a_damaged_workbook_is_read_or_refused_without_a_panic(
        keep in 0usize..=100, hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8)
    ) {
        let mut bytes = super::donation_sheet();
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() * keep / 100 + 4);
        let _ = read_grids("x.xlsx", &bytes);
    }
}
