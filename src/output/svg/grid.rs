//! The houses: each unit floor by floor, each door with a sign and a colour. A unit is a drawing of its own, so that as
//! many stand beside each other as the page is wide.

use super::{LETTER, element, figure, fitted, n, text, width_of};
use crate::model::{Block, HomeState, Houses};
use crate::output::Look;
use crate::output::html::escaped;

const HIGH: f64 = 20.0;
const DOOR: f64 = 34.0;

/// The class of a state's shape.
fn class(state: HomeState) -> char {
    match state {
        HomeState::Missing | HomeState::Incomplete => 'm',
        HomeState::Unknown => 'u',
        HomeState::Supplied | HomeState::Reached => 's',
        HomeState::Tested => 'd',
        HomeState::SuppliedAndTested => 'b',
        HomeState::Excused => 'e',
        HomeState::NotThere | HomeState::NotDue => 'n',
    }
}

/// The legend and every block, as HTML.
pub(in crate::output) fn draw(houses: &Houses, look: &Look) -> String {
    let mut out = String::from("<ul class=legend>\n");
    let rated = houses.blocks.iter().flat_map(|b| &b.floors).flat_map(|f| f.doors.iter().flatten());
    let rated = rated.clone().any(|door| door.rate.is_some());
    for state in houses.states() {
        let sign = if rated { "%" } else { state.sign().say(look.lang) };
        let mark = mark(state, sign);
        let words = state.words().say(look.lang);
        out.push_str(&format!(
            "<li><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"22\" height=\"18\" viewBox=\"0 0 22 18\" aria-hidden=\"true\">\n{mark}</svg> {}</li>\n",
            escaped(words)
        ));
    }
    out.push_str("</ul>\n<div class=houses>\n");
    for block in &houses.blocks {
        out.push_str(&figure_of(block, look));
    }
    out.push_str("</div>\n");
    out
}

/// What a state looks like in the legend.
pub(in crate::output) fn mark(state: HomeState, sign: &str) -> String {
    format!(
        "<rect class=\"h{0}\" x=\"1\" y=\"1\" width=\"20\" height=\"16\"/>\n<text class=\"t w{0} c\" x=\"11\" y=\"13.5\">{1}</text>\n",
        class(state),
        escaped(sign),
    )
}

fn figure_of(block: &Block, look: &Look) -> String {
    let (width, height, inner) = drawing(block, look);
    let svg = element(width, height, block.says.say(look.lang), "house", &inner).replacen(
        "<svg ",
        &format!("<svg width=\"{0}\" height=\"{1}\" ", n(width), n(height)),
        1,
    );
    format!("<figure>\n<figcaption>{}</figcaption>\n{svg}</figure>\n", escaped(block.title.say(look.lang)))
}

/// The width, the height and the doors of a block.
pub(in crate::output) fn drawing(block: &Block, look: &Look) -> (f64, f64, String) {
    let label = |door: &crate::model::Door| match &door.rate {
        Some(rate) => figure(rate, look),
        None => door.label.clone(),
    };
    let doors = || block.floors.iter().flat_map(|floor| floor.doors.iter().flatten());
    let rated = doors().any(|door| door.rate.is_some());
    // A home shows its sign and its room; a unit its code above its rate.
    let widest = doors().map(|door| width_of(&label(door)).max(width_of(&door.label))).fold(0.0, f64::max);
    let wide = if rated { widest + 14.0 } else { (widest + LETTER + 14.0).max(DOOR) };
    let high = if rated { 2.0 * HIGH - 6.0 } else { HIGH };
    let left =
        if rated { 0.0 } else { block.floors.iter().map(|f| width_of(&f.label)).fold(0.0, f64::max) + 4.0 };
    let columns = block.floors.iter().map(|floor| floor.doors.len()).max().unwrap_or(0);
    let mut out = String::new();
    for (row, floor) in block.floors.iter().enumerate() {
        let y = 1.0 + (high + 3.0) * row as f64;
        if !rated && !floor.label.is_empty() {
            out.push_str(&text(left - 3.0, y + 14.0, "r", &floor.label));
        }
        for (column, door) in floor.doors.iter().enumerate() {
            let Some(door) = door else { continue };
            let (x, class) = (left + 1.0 + (wide + 3.0) * column as f64, class(door.state));
            let dashed = if door.state == HomeState::NotThere { " stroke-dasharray=\"3 2\"" } else { "" };
            out.push_str(&format!(
                "<rect class=\"h{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{dashed}/>\n",
                n(x),
                n(y),
                n(wide),
                n(high)
            ));
            let words = |x: f64, y: f64, more: &str, content: &str| {
                format!(
                    "<text class=\"t w{class}{more}\" x=\"{}\" y=\"{}\">{}</text>\n",
                    n(x),
                    n(y),
                    escaped(content)
                )
            };
            if rated {
                let middle = x + wide / 2.0;
                out.push_str(&words(middle, y + 14.0, " c", &fitted(&door.label, wide)));
                out.push_str(&words(middle, y + 29.0, " c v", &label(door)));
            } else {
                let content = format!("{} {}", door.state.sign().say(look.lang), door.label);
                out.push_str(&words(x + 4.0, y + 14.5, "", &content));
            }
        }
    }
    let width = left + (wide + 3.0) * columns as f64;
    (width, 1.0 + (high + 3.0) * block.floors.len() as f64, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;
    use crate::output::svg::tests::well_formed;
    use crate::words::Lang;

    #[test]
    fn a_house_shows_its_doors_with_a_sign_each_and_says_them_in_words() {
        let html = draw(&samples::house(), &Look::plain(Lang::Zh));
        for svg in html.split("<svg").skip(1).map(|piece| piece.split_once("</svg>").unwrap().0) {
            assert_eq!(well_formed(&format!("<svg{svg}</svg>")), Ok(()));
        }
        for wanted in
            [">缺 102<", ">全 101<", "aria-label=\"3-2：缺漏 1 户：102\"", "<figcaption>3-2</figcaption>"]
        {
            assert!(html.contains(wanted), "{wanted}: {html}");
        }
        assert_eq!(html.matches("<rect").count(), 3 + 3, "three doors, three states in the legend: {html}");
    }
}
