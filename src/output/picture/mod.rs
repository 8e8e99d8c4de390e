//! A picture that stands by itself, for a chat group: what is drawn of a page, with its title, its day, the community and
//! where its figures come from. Light, with literal colours, no wider than a phone reads.

#[cfg(feature = "png")]
mod fonts;
mod houses;
#[cfg(feature = "png")]
mod raster;
mod setting;

#[cfg(feature = "png")]
pub use fonts::font_family;
#[cfg(feature = "png")]
pub use raster::{PNG_WIDTH, png};

use super::html::escaped;
use super::svg::{self, palette};
use super::visible::visible;
use super::{Look, NOTHING};
use crate::model::{Chart, Page, Rows};
use crate::said;
use crate::words::{Lang, Said};
use setting::Sheet;

/// What stands around the drawings.
#[derive(Clone, Debug, Default)]
pub struct Caption {
    /// The community.
    pub community: String,
    /// As of when.
    pub when: Said,
    /// Where the figures come from.
    pub source: Said,
    /// It may be shown to anybody; what may not says so.
    pub public: bool,
}

/// Blank around everything.
const MARGIN: f64 = 16.0;
/// So many units are drawn on a sheet as wide as a phone; more have one twice as wide.
const FEW: usize = 4;

/// The picture as SVG: the drawings of the page's tables, in their order.
pub fn picture(page: &Page, caption: &Caption, lang: Lang) -> String {
    let look = Look::plain(lang);
    let blocks: Vec<_> = page.houses.iter().flat_map(|houses| &houses.blocks).collect();
    let many = if blocks.len() > FEW { 2.0 } else { 1.0 };
    let widest = blocks.iter().map(|block| svg::grid::drawing(block, &look).0).fold(0.0, f64::max);
    let mut sheet = Sheet::new((svg::WIDTH * many).max(widest.ceil()));
    let title = match page.tables.as_slice() {
        [only] => only.title.say(lang),
        _ => page.title.say(lang),
    };
    sheet.words(title, 17.0, "font-weight=\"600\"");
    let when = [caption.community.as_str(), caption.when.say(lang)];
    let when: Vec<&str> = when.into_iter().filter(|piece| !piece.is_empty()).collect();
    sheet.words(&when.join(" · "), 12.0, "");
    if !caption.public {
        sheet.warning(
            said!("For the team only: not for public groups", "仅限工作组内部，请勿发到公开群").say(lang),
        );
    }
    for said in page.banner.iter().chain(page.tables.iter().flat_map(|rows| &rows.banner)) {
        sheet.words(said.say(lang), 11.0, "");
    }
    for rows in &page.tables {
        section(page, rows, &look, &mut sheet);
    }
    sheet.down(4.0);
    sheet.words(caption.source.say(lang), 10.0, "fill-opacity=\"0.75\"");
    finished(sheet, title)
}

/// The drawings of one table; where the page has several, below its title.
fn section(page: &Page, rows: &Rows, look: &Look, sheet: &mut Sheet) {
    let title = rows.title.say(look.lang);
    if page.tables.len() > 1 && !title.is_empty() {
        sheet.down(8.0);
        sheet.words(title, 14.0, "font-weight=\"600\"");
    }
    for chart in page.charts.iter().filter(|chart| chart.table == rows.name) {
        draw(chart, look, sheet);
    }
    for houses in page.houses.iter().filter(|houses| houses.table == rows.name) {
        sheet.down(6.0);
        if !houses.title.is_empty() && houses.title != rows.title {
            sheet.words(houses.title.say(look.lang), 13.0, "font-weight=\"600\"");
        }
        houses::draw(houses, look, sheet);
    }
}

fn draw(chart: &Chart, look: &Look, sheet: &mut Sheet) {
    let (title, unit) = (chart.title.say(look.lang), chart.unit.say(look.lang));
    let named = match unit.is_empty() {
        true => title.to_owned(),
        false => look.lang.pick(format!("{title} ({unit})"), format!("{title}（{unit}）")),
    };
    sheet.down(6.0);
    sheet.words(&named, 13.0, "font-weight=\"600\"");
    if chart.is_empty() {
        sheet.words(NOTHING.say(look.lang), 12.0, "");
        return;
    }
    let (height, inner) = svg::inner(chart, look);
    sheet.drawing(0.0, height, &inner);
    for said in &chart.below {
        sheet.words(said.say(look.lang), 11.0, "");
    }
}

/// The sheet as a file.
fn finished(sheet: Sheet, title: &str) -> String {
    let (width, height) = (sheet.width + 2.0 * MARGIN, sheet.y + MARGIN);
    let (w, h) = (svg::n(width), svg::n(height));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
         aria-label=\"{title}\" font-family=\"'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',\
         'WenQuanYi Micro Hei',sans-serif\">\n<style>\n{}</style>\n\
         <rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>\n<g fill=\"{}\">\n{}</g>\n</svg>\n",
        palette::literal_rules(),
        palette::literal("paper"),
        palette::literal("ink"),
        sheet.out,
        title = escaped(&visible(title)),
    )
}

#[cfg(test)]
mod tests;
