//! Bars lie: a line for what they are of, so that long names fit a phone, and below it a bar with its figure for each series.

use super::{WIDTH, figure, fitted, is_rates, legend, n, size, text, top, width_of};
use crate::model::Chart;
use crate::output::Look;

const NAME: f64 = 16.0;
const BAR: f64 = 11.0;
const GAP: f64 = 5.0;

/// The height and what is drawn.
pub(super) fn draw(chart: &Chart, look: &Look) -> (f64, String) {
    let mut out = String::new();
    let mut y = legend(chart, look, &mut out);
    let values = || chart.series.iter().flat_map(|series| &series.values);
    let room = values().map(|cell| width_of(&figure(cell, look))).fold(0.0, f64::max) + 16.0;
    let length = (WIDTH - 2.0 - room).max(WIDTH / 3.0);
    let end = top(values().map(size), is_rates(chart));
    for (at, category) in chart.categories.iter().enumerate() {
        out.push_str(&text(1.0, y + NAME - 4.0, "", &fitted(category.say(look.lang), WIDTH - 2.0)));
        y += NAME;
        for (nth, series) in chart.series.iter().enumerate() {
            let Some(cell) = series.values.get(at) else { continue };
            let long = (size(cell) / end * length).max(0.5);
            out.push_str(&format!(
                "<rect class=\"a{}\" x=\"1\" y=\"{}\" width=\"{}\" height=\"{BAR}\"/>\n",
                nth % 2,
                n(y + 1.0),
                n(long),
            ));
            out.push_str(&text(long + 7.0, y + BAR, "v", &figure(cell, look)));
            y += BAR + 4.0;
        }
        y += GAP;
    }
    (y, out)
}
