//! The houses on a sheet: the legend with how many stand so, then units beside each other, all on the ground.

use super::setting::{Sheet, wide};
use crate::model::Houses;
use crate::output::Look;
use crate::output::html::escaped;
use crate::output::svg::{grid, n};

const GAP: f64 = 14.0;
/// The line of a unit's name.
const NAME: f64 = 18.0;

/// Fills the sheet with the houses.
pub(super) fn draw(houses: &Houses, look: &Look, sheet: &mut Sheet) {
    legend(houses, look, sheet);
    let mut row: Vec<(f64, f64, String)> = Vec::new();
    for block in houses.blocks.iter().filter(|block| !block.floors.is_empty()) {
        let (wide_doors, height, doors) = grid::drawing(block, look);
        let name = block.title.say(look.lang);
        let width = wide_doors.max(wide(name, 12.0));
        let taken: f64 = row.iter().map(|(width, ..)| width + GAP).sum();
        if !row.is_empty() && taken + width > sheet.width {
            stand(&std::mem::take(&mut row), sheet);
        }
        let name = format!("<text class=\"t v\" x=\"1\" y=\"12\">{}</text>\n", escaped(name));
        row.push((
            width,
            height + NAME,
            format!("{name}<g transform=\"translate(0 {})\">\n{doors}</g>\n", n(NAME)),
        ));
    }
    stand(&row, sheet);
}

/// A row of units.
fn stand(row: &[(f64, f64, String)], sheet: &mut Sheet) {
    let high = row.iter().map(|(_, height, _)| *height).fold(0.0, f64::max);
    sheet.down(8.0);
    let mut x = 0.0;
    for (width, height, inner) in row {
        sheet.put(x, high - height, inner);
        x += width + GAP;
    }
    sheet.down(high);
}

fn legend(houses: &Houses, look: &Look, sheet: &mut Sheet) {
    let doors = || houses.blocks.iter().flat_map(|b| &b.floors).flat_map(|f| f.doors.iter().flatten());
    let rated = doors().any(|door| door.rate.is_some());
    sheet.down(4.0);
    let (mut x, mut any) = (0.0, false);
    for state in houses.states() {
        let count = doors().filter(|door| door.state == state).count();
        let words = format!("{} {count}", state.words().say(look.lang));
        let width = 26.0 + wide(&words, 12.0) + 12.0;
        if any && x + width > sheet.width {
            sheet.down(22.0);
            x = 0.0;
        }
        let sign = if rated { "%" } else { state.sign().say(look.lang) };
        let mark = grid::mark(state, sign);
        let words = format!("<text class=\"t\" x=\"26\" y=\"13.5\">{}</text>\n", escaped(&words));
        sheet.put(x, 0.0, &format!("{mark}{words}"));
        x += width;
        any = true;
    }
    if any {
        sheet.down(20.0);
    }
}
