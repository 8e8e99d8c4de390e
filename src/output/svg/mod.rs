//! Drawings: charts and houses as SVG, written by hand. What is drawn is there already; here it only gets its place.

mod bars;
pub(super) mod grid;
mod lines;
pub(super) mod palette;

use super::html::escaped;
use super::{Look, cells};
use crate::model::{Cell, Chart, ChartKind};
use unicode_width::UnicodeWidthStr;

/// How wide a chart is, in its own units: a phone's.
pub(super) const WIDTH: f64 = 358.0;
/// The size of letters.
const LETTER: f64 = 12.0;

/// The chart as an `<svg>` element.
pub(super) fn chart(chart: &Chart, look: &Look) -> String {
    let (height, inner) = inner(chart, look);
    element(WIDTH, height, chart.title.say(look.lang), "chart", &inner)
}

/// How high a chart is, and what is drawn.
pub(super) fn inner(chart: &Chart, look: &Look) -> (f64, String) {
    match chart.kind {
        ChartKind::Bars => bars::draw(chart, look),
        ChartKind::Lines => lines::draw(chart, look),
    }
}

/// An `<svg>` element with its name for those who do not see it.
fn element(width: f64, height: f64, name: &str, class: &str, inner: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{class}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n{inner}</svg>\n",
        n(width),
        n(height),
        escaped(name),
    )
}

/// A coordinate with at most one digit after the point.
pub(super) fn n(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// How wide a text will be, on the safe side: Chinese is a square a sign.
fn width_of(text: &str) -> f64 {
    text.width() as f64 * LETTER * 0.58
}

/// As much of a text as fits, an ellipsis after it if something is left out (the table says it whole).
fn fitted(text: &str, room: f64) -> String {
    if width_of(text) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if width_of(&out) + LETTER > room {
            out.pop();
            break;
        }
    }
    out.push('…');
    out
}

/// A text at a place, with the classes of its looks besides `t`.
fn text(x: f64, y: f64, classes: &str, content: &str) -> String {
    let class = if classes.is_empty() { String::new() } else { format!(" {classes}") };
    format!("<text class=\"t{class}\" x=\"{}\" y=\"{}\">{}</text>\n", n(x), n(y), escaped(content))
}

/// How long a figure is drawn: nothing where it is not known or not shown.
pub(super) fn size(cell: &Cell) -> f64 {
    match cell {
        Cell::Number(quantity) => quantity.millionths() as f64 / 1e6,
        Cell::Count(count) => *count as f64,
        Cell::Rate(parts) => f64::from(*parts) / 1e4,
        _ => 0.0,
    }
}

/// The figure in words.
pub(super) fn figure(cell: &Cell, look: &Look) -> String {
    cells::for_people(cell, look.lang)
}

/// The end of the scale: all for rates, else a round number not below the largest.
fn top(figures: impl Iterator<Item = f64>, rates: bool) -> f64 {
    let largest = figures.fold(0.0, f64::max);
    if rates {
        return largest.max(1.0);
    }
    if largest <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(largest.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    steps.iter().map(|step| step * power).find(|end| *end >= largest).unwrap_or(largest)
}

pub(super) fn is_rates(chart: &Chart) -> bool {
    chart.series.iter().flat_map(|s| &s.values).any(|cell| matches!(cell, Cell::Rate(_)))
}

/// The names of the series with their looks, where there are several; how high it is.
fn legend(chart: &Chart, look: &Look, out: &mut String) -> f64 {
    if chart.series.len() < 2 {
        return 0.0;
    }
    let mut x = 1.0;
    for (at, series) in chart.series.iter().enumerate() {
        let name = series.name.say(look.lang);
        match chart.kind {
            ChartKind::Lines => {
                out.push_str(&format!("<path class=\"l{}\" d=\"M{} 10h22\"/>\n", at % 2, n(x)));
            }
            ChartKind::Bars => out.push_str(&format!(
                "<rect class=\"a{}\" x=\"{}\" y=\"5\" width=\"20\" height=\"9\"/>\n",
                at % 2,
                n(x)
            )),
        }
        out.push_str(&text(x + 28.0, 14.0, "", name));
        x += 28.0 + width_of(name) + 18.0;
    }
    22.0
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::output::samples;
    use crate::words::Lang;

    /// Reads XML so far as to know that every element is closed, every attribute quoted and every `&` an entity.
    pub(in crate::output) fn well_formed(xml: &str) -> Result<(), String> {
        let mut open: Vec<String> = Vec::new();
        let mut rest = xml;
        while let Some((words, tail)) = rest.split_once('<') {
            entities(words)?;
            let (tag, after) = tail.split_once('>').ok_or("no end of a tag")?;
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                if open.pop().as_deref() != Some(name) {
                    return Err(format!("</{name}> closes nothing"));
                }
                continue;
            }
            let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            while !attributes.trim().is_empty() {
                let (key, value) = attributes.trim().split_once("=\"").ok_or(format!("in <{tag}>"))?;
                let (value, more) = value.split_once('"').ok_or(format!("{key} in <{tag}>"))?;
                if key.is_empty() || key.contains(' ') || value.contains('<') {
                    return Err(format!("{key} in <{tag}>"));
                }
                entities(value)?;
                attributes = more;
            }
            if !closed {
                open.push(name.to_owned());
            }
        }
        entities(rest)?;
        if open.is_empty() { Ok(()) } else { Err(format!("open: {open:?}")) }
    }

    fn entities(text: &str) -> Result<(), String> {
        let known = ["lt;", "gt;", "amp;", "quot;", "#39;", "#10;"];
        match text.split('&').skip(1).find(|piece| !known.iter().any(|k| piece.starts_with(k))) {
            Some(piece) => Err(format!("&{piece}")),
            None => Ok(()),
        }
    }

    #[test]
    fn the_reader_of_these_tests_finds_what_is_not_xml() {
        for bad in ["<a>", "<a></b>", "<a b=c/>", "<a>&nbsp;</a>", "<a b=\"<\"/>", "</a>"] {
            assert!(well_formed(bad).is_err(), "{bad}");
        }
        assert!(well_formed("<a b=\"1\" c=\"2\"><d/>x &amp; y</a>").is_ok());
    }

    #[test]
    fn every_chart_is_xml_whatever_it_is_called() {
        for kind in [ChartKind::Bars, ChartKind::Lines] {
            for lang in [Lang::En, Lang::Zh] {
                let chart = Chart { kind, ..samples::moved() };
                let svg = super::chart(&chart, &Look::plain(lang));
                assert_eq!(well_formed(&svg), Ok(()), "{svg}");
                assert!(svg.contains("&lt;5"), "what is not shown stands as it is: {svg}");
            }
        }
    }

    #[test]
    fn chinese_takes_its_room_and_what_does_not_fit_is_marked() {
        assert!((width_of("蔬菜") - width_of("abcd")).abs() < 0.01);
        assert_eq!(fitted("蔬菜包", 60.0), "蔬菜包");
        let cut = fitted("蔬菜包蔬菜包蔬菜包", 60.0);
        assert!(cut.ends_with('…') && width_of(&cut) <= 60.0, "{cut}");
    }

    #[test]
    fn the_scale_ends_at_a_round_number_and_rates_at_all() {
        for (largest, end) in [(0.0, 1.0), (1.0, 1.0), (3.0, 5.0), (21.0, 25.0), (99.0, 100.0)] {
            assert!((top([largest].into_iter(), false) - end).abs() < 1e-9, "{largest}");
        }
        assert!((top([0.8].into_iter(), true) - 1.0).abs() < 1e-9);
    }
}
