//! Bars lie: a line for what they are of, so that long names fit a phone, and below it a bar with its figure.

use super::{WIDTH, figure, fitted, is_rates, legend, n, size, text, top, width_of};
use crate::model::{Cell, Chart};
use crate::output::Look;

const NAME: f64 = 16.0;
const BAR: f64 = 11.0;
const GAP: f64 = 5.0;

/// The height and what is drawn.
pub(super) fn draw(chart: &Chart, stacked: bool, look: &Look) -> (f64, String) {
    let mut out = String::new();
    let mut y = legend(chart, look, &mut out);
    let said = |at: usize| -> String {
        let figures = chart.series.iter().filter_map(|s| s.values.get(at)).map(|cell| figure(cell, look));
        figures.collect::<Vec<_>>().join(" / ")
    };
    let one = |cell: Option<&Cell>| cell.map_or(String::new(), |cell| figure(cell, look));
    let texts: Vec<Vec<String>> = (0..chart.categories.len())
        .map(|at| match stacked {
            true => vec![said(at)],
            false => chart.series.iter().map(|s| one(s.values.get(at))).collect(),
        })
        .collect();
    let room = texts.iter().flatten().map(|t| width_of(t)).fold(0.0, f64::max) + 8.0;
    let length = (WIDTH - 2.0 - room).max(WIDTH / 3.0);
    let sum = |at: usize| chart.series.iter().filter_map(|s| s.values.get(at)).map(size).sum::<f64>();
    let end = match stacked {
        true => top((0..chart.categories.len()).map(sum), is_rates(chart)),
        false => top(chart.series.iter().flat_map(|s| &s.values).map(size), is_rates(chart)),
    };
    for (at, category) in chart.categories.iter().enumerate() {
        out.push_str(&text(1.0, y + NAME - 4.0, "", &fitted(category.say(look.lang), WIDTH - 2.0)));
        y += NAME;
        let mut x = 1.0;
        for (series, values) in chart.series.iter().enumerate() {
            let long = (values.values.get(at).map_or(0.0, size) / end * length).max(0.0);
            out.push_str(&format!(
                "<rect class=\"a{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{BAR}\"/>\n",
                series % 2,
                n(x),
                n(y + 1.0),
                n(long.max(0.5)),
            ));
            x += long;
            if !stacked {
                out.push_str(&text(x + 6.0, y + BAR, "v", &texts[at][series]));
                (x, y) = (1.0, y + BAR + 4.0);
            }
        }
        if stacked {
            out.push_str(&text(x + 6.0, y + BAR, "v", &texts[at][0]));
            y += BAR + 4.0;
        }
        y += GAP;
    }
    (y, out)
}
