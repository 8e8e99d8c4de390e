//! How the bytes of a file become a sheet.

use super::{GOODS, column_letter, csv, read_grids};

#[test]
fn csv_is_read_in_every_encoding_and_with_every_delimiter() {
    let (gbk, _, _) = encoding_rs::GB18030.encode(GOODS);
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(GOODS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let bom = format!("\u{feff}{}", GOODS.replace('\n', "\r\n"));
    let (tabs, semicolons) = (GOODS.replace(',', "\t"), GOODS.replace(',', ";"));
    let big: Vec<u8> = GOODS.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let expected = &csv(GOODS)[0].rows;
    for bytes in [
        &gbk[..],
        &utf16,
        &utf16[2..],
        &big,
        &[&[0xFE, 0xFF], &big[..]].concat(),
        bom.as_bytes(),
        tabs.as_bytes(),
        semicolons.as_bytes(),
    ] {
        assert_eq!(&read_grids("x.csv", bytes).unwrap()[0].rows, expected);
    }
    let one: Vec<u8> = "一,一\n一,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read_grids("x.csv", &one).unwrap()[0].rows[1].cells, ["一", "1"]);
    let broken = read_grids("x.csv", b"a,b\n\xff\xff\xff,c\n").unwrap_err();
    assert!(broken.to_string().contains("line 2"), "{broken}");
    let open = read_grids("x.csv", b"a,b\n1,2\n\"x,y\n").unwrap_err();
    assert!(open.to_string().contains("line 3"), "{open}");
    let cells = &csv("\"a\"\"b\",\"c\nd\"\n\ne\n")[0].rows;
    assert_eq!(cells.iter().map(|r| r.number).collect::<Vec<_>>(), [1, 3, 4]);
    assert_eq!(cells[0].cells, ["a\"b", "c d"]);
}

#[test]
fn patterns_and_column_letters_are_those_of_spreadsheets() {
    use crate::import::sheet::looks_like;
    assert!(looks_like("以上物资已拨付", "以上物资*") && looks_like("abc", "a?c") && looks_like("", "*"));
    assert!(!looks_like("以上", "以上物资*") && !looks_like("abc", "a?d") && looks_like("aXbXc", "a*b*c"));
    assert_eq!([0, 25, 26, 701, 702].map(column_letter), ["A", "Z", "AA", "ZZ", "AAA"]);
}
