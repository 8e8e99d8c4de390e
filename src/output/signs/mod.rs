//! Drawings made of signs, for a terminal: bars, a line of signs over days, and houses door by door. Beside every bar
//! stands its figure and on every door a letter: a colour only helps to find them.

mod bars;
mod days;
mod houses;

use super::svg::is_rates;
use super::visible::visible;
use super::{Ink, Look, paint};
use crate::model::{AtTerminal, Chart, ChartKind, Page, Rows};
use unicode_width::UnicodeWidthStr;

/// Where nothing is known of a width.
const WIDTH: usize = 80;
/// A longer bar says no more.
const LONGEST: usize = 40;

/// A table as it stands on a page at a terminal: with its drawings below it, or with them in its place.
pub(super) fn with_drawings(
    page: &Page,
    rows: &Rows,
    look: &Look,
    table: &dyn Fn(&Rows, &Look) -> String,
) -> String {
    let drawings = || drawings(page, rows, look);
    match rows.at_terminal {
        AtTerminal::Table if !look.charts => table(rows, look),
        AtTerminal::Table => [table(rows, look), drawings()].concat(),
        AtTerminal::OnlyIfDrawn if !look.charts => String::new(),
        AtTerminal::Drawn | AtTerminal::OnlyIfDrawn => {
            let drawn = drawings();
            match drawn.is_empty() {
                true => table(rows, look),
                false => around(rows, &drawn, look),
            }
        }
    }
}

/// What is drawn, with the title and the lines of the table in whose place it stands.
fn around(rows: &Rows, drawn: &str, look: &Look) -> String {
    let mut out = super::terminal::head(&rows.title, &rows.banner, look);
    out.push_str(drawn.trim_start_matches('\n'));
    out.push_str(&super::terminal::below(&rows.below, look));
    out
}

/// Everything that is drawn of a table; empty if nothing is.
fn drawings(page: &Page, rows: &Rows, look: &Look) -> String {
    let mut out = String::new();
    let charts: Vec<&Chart> =
        page.charts.iter().filter(|chart| chart.table == rows.name && !chart.is_empty()).collect();
    for charts in
        charts.chunk_by(|one, next| together(one) && together(next) && one.categories == next.categories)
    {
        if !matches!(charts, [chart] if bars::is_one_rate(chart)) {
            out.push('\n');
        }
        out.push_str(&match charts {
            [chart] if chart.kind == ChartKind::Bars => bars::draw(chart, look),
            _ => days::draw(charts, look),
        });
        charts.iter().for_each(|chart| out.push_str(&super::terminal::below(&chart.below, look)));
    }
    for houses in page.houses.iter().filter(|houses| houses.table == rows.name && !houses.is_empty()) {
        out.push('\n');
        if !houses.title.is_empty() && houses.title != rows.title {
            out.push_str(&title(houses.title.say(look.lang), look));
        }
        out.push_str(&houses::draw(houses, look));
    }
    out
}

/// True for a chart of one figure over days: several of them are lines of one drawing.
fn together(chart: &Chart) -> bool {
    chart.kind == ChartKind::Lines && chart.series.len() == 1
}

fn title(text: &str, look: &Look) -> String {
    format!("{}\n", paint(visible(text).trim_end(), Ink::Strong, look))
}

/// The title of a chart and what it is counted in.
fn named(chart: &Chart, look: &Look) -> String {
    let (title, unit) = (chart.title.say(look.lang), chart.unit.say(look.lang));
    match unit.is_empty() {
        true => title.to_owned(),
        false => look.lang.pick(format!("{title} ({unit})"), format!("{title}（{unit}）")),
    }
}

/// The columns there are.
fn columns(look: &Look) -> usize {
    look.width.map_or(WIDTH, usize::from)
}

/// So many signs of a drawing fit so many columns: half of them where the terminal may draw each two columns wide.
fn signs_in(columns: usize, look: &Look) -> usize {
    if look.blocks && !look.unicode_borders { columns / 2 } else { columns }
}

/// The ink of a series.
fn ink(series: usize) -> Ink {
    [Ink::One, Ink::Two][series % 2]
}

/// A bar of a share of so many signs; what is above nothing is seen. For rates what lacks is drawn as well.
fn bar(share: f64, signs: usize, series: usize, rates: bool, look: &Look) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let share = share.clamp(0.0, 1.0);
    let mut out = String::new();
    let whole = |sign: &str, signs: f64| sign.repeat(signs as usize);
    match (look.blocks, series % 2) {
        (true, 0) => {
            let eighths = (share * signs as f64 * 8.0).round().max(if share > 0.0 { 1.0 } else { 0.0 });
            // What lacks anything does not look whole.
            let eighths = if share < 1.0 { eighths.min(signs as f64 * 8.0 - 1.0) } else { eighths };
            out.push_str(&whole("█", (eighths / 8.0).floor()));
            out.push_str(PARTS[eighths as usize % 8]);
        }
        (blocks, _) => {
            let sign = if blocks { "▒" } else { ["#", "="][series % 2] };
            let n = (share * signs as f64).round().max(if share > 0.0 { 1.0 } else { 0.0 });
            let n = if share < 1.0 { n.min((signs as f64 - 1.0).max(1.0)) } else { n };
            out.push_str(&whole(sign, n));
        }
    }
    let rest = match rates {
        true => if look.blocks { "░" } else { "." }.repeat(signs.saturating_sub(out.chars().count())),
        false => String::new(),
    };
    paint(&out, ink(series), look) + &paint(&rest, Ink::Faint, look)
}

/// A text with blanks behind it.
fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// A text with blanks before it.
fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests;
