//! Several choices in one cell, as surveys write them: each is a row of the ledger.

use super::mapping::Mapping;
use super::sheet::SourceRow;

/// What stands between choices.
const BETWEEN: &[char] = &['┋', '|', '｜', '、', '，', ',', ';', '；'];

/// The row once for each choice of its cell; once where there is one, none, or no such column.
pub fn choices(row: SourceRow, mapping: &Mapping) -> Vec<SourceRow> {
    let Some(place) = mapping.columns.iter().position(|c| c.several) else { return vec![row] };
    let cell = row.cells[place].clone();
    let pieces: Vec<&str> = cell.split(BETWEEN).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    if pieces.is_empty() {
        return vec![row];
    }
    let one = |piece: &&str| {
        let mut one = row.clone();
        (*piece).clone_into(&mut one.cells[place]);
        one.key.push((*piece).to_owned());
        one
    };
    pieces.iter().map(one).collect()
}
