//! Bars: what they are of, the figure, the bar. Where that does not fit in a line, the name has one of its own.

use super::{LONGEST, bar, columns, is_rates, left, named, right, signs_in, title};
use crate::model::{Cell, Chart};
use crate::output::Look;
use crate::output::svg::{figure, size};
use crate::output::visible::visible;
use unicode_width::UnicodeWidthStr;

/// A bar of fewer signs says nothing.
const SHORTEST: usize = 10;

/// True for a single rate: its table stands just above it, and it needs no title.
pub(super) fn is_one_rate(chart: &Chart) -> bool {
    chart.categories.len() == 1 && chart.series.len() == 1 && is_rates(chart)
}

/// The chart, line by line.
pub(super) fn draw(chart: &Chart, look: &Look) -> String {
    let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let names: Vec<String> =
        chart.categories.iter().map(|name| visible(name.say(look.lang)).into_owned()).collect();
    let series: Vec<String> = match chart.series.as_slice() {
        [_] => vec![String::new()],
        all => all.iter().map(|one| visible(one.name.say(look.lang)).into_owned()).collect(),
    };
    let rates = is_rates(chart);
    let values = || chart.series.iter().flat_map(|series| &series.values);
    let end = match values().map(size).fold(0.0, f64::max) {
        _ if rates => 1.0,
        largest if largest > 0.0 => largest,
        _ => 1.0,
    };
    let name = widest(&mut names.iter().map(|name| name.width()));
    let of = widest(&mut series.iter().map(|name| name.width()));
    let digits = widest(&mut values().map(|cell| figure(cell, look).width()));
    let gap = |columns: usize| if columns > 0 { columns + 2 } else { 0 };
    let beside = 2 + gap(of) + gap(digits);
    let free = columns(look).saturating_sub(beside);
    let in_a_line = signs_in(free.saturating_sub(gap(name)), look) >= SHORTEST;
    let signs = signs_in(if in_a_line { free.saturating_sub(gap(name)) } else { free }, look);
    let signs = signs.clamp(1, LONGEST);
    let mut out = if is_one_rate(chart) { String::new() } else { title(&named(chart, look), look) };
    for (at, category) in names.iter().enumerate() {
        if !in_a_line {
            out.push_str(&format!("  {}\n", category.trim_end()));
        }
        for (nth, one) in chart.series.iter().enumerate() {
            let Some(cell) = one.values.get(at) else { continue };
            // What is not there beside another figure needs no line.
            if nth > 0 && *cell == Cell::Absent {
                continue;
            }
            let mut line = String::from("  ");
            if in_a_line {
                line.push_str(&left(if nth == 0 { category } else { "" }, gap(name)));
            }
            line.push_str(&left(&series[nth], gap(of)));
            line.push_str(&right(&visible(&figure(cell, look)), digits));
            let drawn = bar(size(cell) / end, signs, nth, matches!(cell, Cell::Rate(_)), look);
            if !drawn.is_empty() {
                line.push_str("  ");
                line.push_str(&drawn);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    out
}
