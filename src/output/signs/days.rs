//! A line of signs over days, one a day, eight heights: how it went, with the last figure and the most beside it.

use super::{columns, ink, is_rates, left, named, signs_in, title};
use crate::model::{Cell, Chart, Series};
use crate::output::svg::{figure, size};
use crate::output::visible::visible;
use crate::output::{Look, paint};
use crate::said;
use unicode_width::UnicodeWidthStr;

/// Fewer days than this in a line are no line.
const FEWEST: usize = 7;

/// One line: what it is called, its chart and its figures.
struct Line<'c> {
    name: String,
    chart: &'c Chart,
    series: &'c Series,
    /// The series whose ink it has.
    nth: usize,
    /// The figure that is drawn highest.
    end: f64,
}

/// Charts over the same days: a line for each series. One chart has its title above; several of one series each are
/// lines of one drawing. More days than fit are broken into several such pieces.
pub(super) fn draw(charts: &[&Chart], look: &Look) -> String {
    let lines: Vec<Line> = charts.iter().flat_map(|chart| lines(chart, charts.len() > 1, look)).collect();
    let name = lines.iter().map(|line| line.name.width()).max().unwrap_or(0);
    let name = if name > 0 { name + 2 } else { 0 };
    let room = columns(look).saturating_sub(2 + name);
    let (days, a_sign) = (signs_in(room, look).max(FEWEST), if signs_in(2, look) == 1 { 2 } else { 1 });
    let categories = charts.first().map_or(&[][..], |chart| &chart.categories);
    let all = categories.len();
    let mut out = String::new();
    for from in (0..all).step_by(days) {
        let to = (from + days).min(all);
        let day = |at: usize| visible(categories[at].say(look.lang)).into_owned();
        let (first, last) = (day(from), day(to - 1));
        let span = said!("{first} to {last}", "{first} 至 {last}");
        let span = if first == last { first.clone() } else { span.say(look.lang).to_owned() };
        let head = match charts {
            [chart] => format!("{}{}{span}", named(chart, look), look.lang.pick(", ", "，")),
            _ => span,
        };
        out.push_str(&title(&head, look));
        for line in &lines {
            let signs = line.series.values.iter().skip(from).take(to - from);
            let signs: String = signs.map(|cell| sign(cell, line.end, look)).collect();
            let signs = signs.trim_end();
            out.push_str(
                format!("  {}{}", left(&line.name, name), paint(signs, ink(line.nth), look)).trim_end(),
            );
            let said = if to == all { in_figures(line.chart, line.series, look) } else { String::new() };
            let blanks = to - from - signs.chars().count().min(to - from);
            if said.is_empty() {
            } else if (to - from) * a_sign + 2 + said.width() <= room {
                out.push_str(&format!("{}  {said}", " ".repeat(blanks)));
            } else {
                out.push_str(&format!("\n    {said}"));
            }
            out.push('\n');
        }
    }
    out
}

/// The lines of a chart. What shares a unit shares its scale.
fn lines<'c>(chart: &'c Chart, by_title: bool, look: &Look) -> Vec<Line<'c>> {
    let largest = chart.series.iter().flat_map(|one| &one.values).map(size).fold(0.0, f64::max);
    let end = if is_rates(chart) || largest <= 0.0 { 1.0 } else { largest };
    let name = |series: &Series| match by_title {
        true => visible(&named(chart, look)).into_owned(),
        false => visible(series.name.say(look.lang)).into_owned(),
    };
    let line = |(nth, series)| Line { name: name(series), chart, series, nth, end };
    chart.series.iter().enumerate().map(line).collect()
}

/// One day: a block of its height (or a darker sign the higher it is), a point for nothing, a blank where nothing is known.
fn sign(cell: &Cell, end: f64, look: &Look) -> char {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    // No digits: they would be taken for the figures.
    const DARKER: [char; 8] = [':', '-', '=', '+', '*', '%', '#', '@'];
    match cell {
        Cell::Absent => ' ',
        // What is not shown (`<5`) has no height.
        Cell::Text(text) => text.chars().next().unwrap_or(' '),
        _ => {
            let height = size(cell);
            if height < 0.0 {
                return '-';
            } else if height == 0.0 {
                return '.';
            }
            // Only the most is full.
            let eighths = ((height / end * 8.0).ceil() as usize).clamp(1, if height < end { 7 } else { 8 });
            if look.blocks { BLOCKS[eighths - 1] } else { DARKER[eighths - 1] }
        }
    }
}

/// The last figure that is known, and the most with its day; of rates the least.
fn in_figures(chart: &Chart, series: &Series, look: &Look) -> String {
    let days = chart.categories.len();
    let known = || series.values.iter().take(days).enumerate().filter(|(_, cell)| **cell != Cell::Absent);
    let Some((at, last)) = known().next_back() else { return String::new() };
    let day = |at: usize| visible(chart.categories[at].say(look.lang)).into_owned();
    let mut text = match at + 1 == days {
        true => said!("last {l}", "最近 {l}", l = (figure(last, look), figure(last, look))),
        false => said!(
            "{d}: {l}",
            "{d}：{l}",
            d = (day(at), day(at)),
            l = (figure(last, look), figure(last, look))
        ),
    };
    let numbers = || known().filter(|(_, cell)| !matches!(cell, Cell::Text(_)));
    let rates = matches!(last, Cell::Rate(_));
    // The first of several that are equal.
    let extreme = numbers().reduce(|best, next| {
        let better = if rates { size(next.1) < size(best.1) } else { size(next.1) > size(best.1) };
        if better { next } else { best }
    });
    if let Some((at, cell)) = extreme.filter(|(_, cell)| size(cell) > 0.0 || rates) {
        let (cell, day) = (figure(cell, look), day(at));
        text = text.then(&match rates {
            true => said!(", least {cell} ({day})", "，最低 {cell}（{day}）"),
            false => said!(", most {cell} ({day})", "，最多 {cell}（{day}）"),
        });
    }
    visible(text.say(look.lang)).into_owned()
}
