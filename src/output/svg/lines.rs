//! Lines over days: the first drawn through with full dots, the second dashed with hollow ones.

use super::{Look, WIDTH, figure, is_rates, legend, n, size, text, top, width_of};
use crate::model::{Cell, Chart, Quantity};

const HIGH: f64 = 110.0;

/// The height and what is drawn.
pub(super) fn draw(chart: &Chart, look: &Look) -> (f64, String) {
    let mut out = String::new();
    let above = legend(chart, look, &mut out) + 10.0;
    let rates = is_rates(chart);
    let end = top(chart.series.iter().flat_map(|s| &s.values).map(size), rates);
    let label = |share: f64| match rates {
        true => format!("{}%", n(end * share * 100.0)),
        false => Quantity::from_millionths((end * share * 1e6).round() as i64).to_string(),
    };
    let left = [0.0, 0.5, 1.0].map(|share| width_of(&label(share))).into_iter().fold(0.0, f64::max) + 6.0;
    for share in [0.0, 0.5, 1.0] {
        let y = above + HIGH * (1.0 - share);
        out.push_str(&format!("<path class=\"x\" d=\"M{} {}H{}\"/>\n", n(left), n(y), n(WIDTH)));
        out.push_str(&text(left - 4.0, y + 4.0, "r", &label(share)));
    }
    let many = chart.categories.len();
    let step = (WIDTH - left - 24.0) / (many.max(2) - 1) as f64;
    let x = |at: usize| left + 12.0 + step * at as f64;
    let y = |cell: &Cell| above + HIGH * (1.0 - size(cell) / end);
    for (at, series) in chart.series.iter().enumerate() {
        let known: Vec<(usize, &Cell)> =
            series.values.iter().enumerate().filter(|(_, cell)| **cell != Cell::Absent).collect();
        let path: String = known
            .iter()
            .enumerate()
            .map(|(nth, (day, cell))| {
                format!("{}{} {}", if nth == 0 { "M" } else { "L" }, n(x(*day)), n(y(cell)))
            })
            .collect();
        if known.len() > 1 {
            out.push_str(&format!("<path class=\"l{}\" d=\"{path}\"/>\n", at % 2));
        }
        for (day, cell) in &known {
            let (x, y) = (x(*day), y(cell));
            out.push_str(&format!(
                "<circle class=\"a{}\" cx=\"{}\" cy=\"{}\" r=\"3\"/>\n",
                at % 2,
                n(x),
                n(y)
            ));
            // What is not a number has no height: it is written.
            if matches!(cell, Cell::Text(_)) {
                out.push_str(&text(x, y - 6.0, "c", &figure(cell, look)));
            }
        }
    }
    let widest = chart.categories.iter().map(|c| width_of(c.say(look.lang))).fold(0.0, f64::max) + 8.0;
    let every = (widest / step).ceil().max(1.0) as usize;
    for (at, category) in chart.categories.iter().enumerate() {
        // Counted from the end, so that the last day always has its label.
        if (many - 1 - at).is_multiple_of(every) {
            let name = category.say(look.lang);
            let half = width_of(name) / 2.0;
            out.push_str(&text(x(at).min(WIDTH - half), above + HIGH + 18.0, "c", name));
        }
    }
    (above + HIGH + 24.0, out)
}
