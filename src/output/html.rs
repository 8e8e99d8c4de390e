//! One HTML page with everything in it: no script, no fetch, readable on a phone, by night and on paper.

use super::svg::{self, palette};
use super::visible::show;
use super::{Look, NOTHING, cells};
use crate::model::{Cell, Page, Rows};
use crate::said;
use crate::words::{Lang, Said};
use unicode_width::UnicodeWidthStr;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#d0d0d0;--soft:#f4f4f2;--warn:#8a4b00;--warn-soft:#fff4e0}
@media(prefers-color-scheme:dark){:root{--ink:#e8e8e6;--paper:#161616;--line:#444;--soft:#222;--warn:#ffc46b;--warn-soft:#33270f}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:64rem;color:var(--ink);background:var(--paper);font:1rem/1.5 system-ui,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif}
h1{font-size:1.3rem;line-height:1.3;margin:.2rem 0 1rem}
.banner{margin:.5rem 0;padding:.5rem .75rem;border-left:.25rem solid var(--warn);color:var(--warn);background:var(--warn-soft)}
.wide{overflow-x:auto;margin:0 0 .5rem}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{padding:.4rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;white-space:nowrap}
th{background:var(--soft);white-space:normal}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
th.n{white-space:normal;min-width:3.2em}
.l{white-space:pre-line;overflow-wrap:anywhere;min-width:9rem}
@media(max-width:40rem){th,td{padding:.35rem .25rem}th.n{min-width:2.2em}.l{min-width:6.5rem}}
.ear{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;padding:0}
.lead{margin:.5rem 0 1rem;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.3rem}
h3{font-size:1rem;margin:.8rem 0 .2rem}
tfoot td{font-weight:600;border-top:2px solid var(--ink)}
p{margin:.4rem 0;white-space:pre-line}
h2{font-size:1.1rem;margin:1.1rem 0 .3rem;break-after:avoid}
summary{cursor:pointer;padding:.4rem 0}
ul,ol{margin:.3rem 0;padding-left:1.4rem}
article table{font-size:.9rem}
article th,article td{white-space:normal;word-break:keep-all;overflow-wrap:break-word;padding:.35rem .4rem}
article th[style*=right],article td[style*=right]{white-space:nowrap;font-variant-numeric:tabular-nums}
article>p:last-child{margin-top:1.2rem;padding-top:.4rem;border-top:1px solid var(--line);font-size:.8rem;opacity:.75}
@media print{:root{--ink:#000;--paper:#fff;--line:#999;--soft:#fff;--warn:#000;--warn-soft:#fff}body{max-width:none;padding:0;font-size:10.5pt}.wide{overflow:visible}thead{display:table-header-group}tr{break-inside:avoid}caption{break-after:avoid}@page{margin:15mm}}
";

/// A text wider than so many columns may be broken over lines.
const LONG: usize = 18;

/// Under its drawing a table of more lines is folded.
const FOLDED: usize = 40;

/// The style of a page with drawings, besides their colours.
const DRAWN: &str = "\
figure{margin:.5rem 0;break-inside:avoid}
figcaption{font-weight:600;font-size:.95rem;margin:0 0 .2rem}
svg{font-family:inherit}
svg.chart{display:block;width:100%;max-width:34rem;height:auto}
.drawn{display:inline-block;width:100%;max-width:34rem;margin-right:1rem;vertical-align:top}
.houses{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:flex-end}
.houses figure{margin:0;max-width:100%}
svg.house{display:block;max-width:100%;height:auto}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem .9rem;margin:.3rem 0 .6rem}
.legend svg{vertical-align:-.25em}
";

/// The page as HTML.
pub(super) fn render(page: &Page, look: &Look) -> String {
    let title = match page.tables.as_slice() {
        [rows] if page.title.is_empty() => &rows.title,
        _ => &page.title,
    };
    let mut out = String::from("<main>\n");
    if !title.is_empty() {
        out.push_str(&format!("<h1>{}</h1>\n", escaped(title.say(look.lang))));
    }
    paragraphs(" class=banner role=note", &page.banner, look, &mut out);
    if !page.lead.is_empty() {
        out.push_str("<div class=lead>\n");
        paragraphs("", &page.lead, look, &mut out);
        out.push_str("</div>\n");
    }
    // What is drawn is seen first, after what leads.
    let is_drawn = |rows: &Rows| {
        page.charts.iter().any(|chart| chart.table == rows.name)
            || page.houses.iter().any(|houses| houses.table == rows.name)
    };
    let mut sections: Vec<&Rows> = page.tables.iter().collect();
    sections.sort_by_key(|rows| (!rows.leads, !is_drawn(rows)));
    for rows in sections {
        section(page, rows, look, &mut out);
    }
    paragraphs("", &page.below, look, &mut out);
    out.push_str("</main>\n");
    html_document(look.lang, title.say(look.lang), &out)
}

/// A whole page in the house's style around a body that is HTML already.
pub fn html_document(lang: Lang, title: &str, body: &str) -> String {
    let drawn = match body.contains("<svg") {
        true => format!("{DRAWN}{}{}", palette::properties(), palette::rules()),
        false => String::new(),
    };
    format!(
        "<!doctype html>\n<html lang={}>\n<head>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{STYLE}{drawn}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        lang.pick("en", "zh-CN"),
        escaped(title),
    )
}

fn paragraphs(attributes: &str, lines: &[Said], look: &Look, out: &mut String) {
    for said in lines {
        out.push_str(&format!("<p{attributes}>{}</p>\n", escaped(said.say(look.lang).trim_end())));
    }
}

fn section(page: &Page, rows: &Rows, look: &Look, out: &mut String) {
    out.push_str(&format!("<section id={}>\n", escaped(rows.name)));
    // On a page of several tables each has a heading, by which a reader goes through it; the caption is for the ear.
    let title = escaped(rows.title.say(look.lang));
    if !page.title.is_empty() && !title.is_empty() {
        out.push_str(&format!("<h2>{title}</h2>\n"));
    }
    paragraphs(" class=banner role=note", &rows.banner, look, out);
    let is_drawn = drawings(page, rows, look, out);
    // Under a drawing a long table is there for who asks for it.
    let folded = is_drawn && rows.rows.len() > FOLDED;
    if folded {
        let n = rows.rows.len();
        let lines = said!("all {n} lines", "全部 {n} 行");
        out.push_str(&format!("<details>\n<summary>{}</summary>\n", lines.say(look.lang)));
    }
    out.push_str("<div class=wide>\n<table>\n");
    if !title.is_empty() {
        out.push_str(&format!("<caption class=ear>{title}</caption>\n"));
    }
    out.push_str("<thead>\n<tr>");
    for column in &rows.columns {
        let class = if column.right { " class=n" } else { "" };
        out.push_str(&format!("<th scope=col{class}>{}</th>", escaped(column.heading.say(look.lang))));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &rows.rows {
        line(rows, row, look, out);
    }
    if rows.rows.is_empty() {
        let span = rows.columns.len().max(1);
        out.push_str(&format!("<tr><td colspan={span}>{}</td></tr>\n", NOTHING.say(look.lang)));
    }
    out.push_str("</tbody>\n");
    if !rows.rows.is_empty() && rows.all_totals().next().is_some() {
        out.push_str("<tfoot>\n");
        rows.all_totals().for_each(|total| line(rows, total, look, out));
        out.push_str("</tfoot>\n");
    }
    out.push_str("</table>\n</div>\n");
    if folded {
        out.push_str("</details>\n");
    }
    paragraphs("", &rows.below, look, out);
    out.push_str("</section>\n");
}

/// What of a table is drawn, above it; true if something is.
fn drawings(page: &Page, rows: &Rows, look: &Look, out: &mut String) -> bool {
    let before = out.len();
    for chart in page.charts.iter().filter(|chart| chart.table == rows.name && !chart.is_empty()) {
        let unit = match chart.unit.is_empty() {
            true => String::new(),
            false => {
                look.lang.pick(" (", "（").to_owned() + chart.unit.say(look.lang) + look.lang.pick(")", "）")
            }
        };
        let title = escaped(&format!("{}{unit}", chart.title.say(look.lang)));
        out.push_str(&format!("<figure class=drawn>\n<figcaption>{title}</figcaption>\n"));
        out.push_str(&svg::chart(chart, look));
        out.push_str("</figure>\n");
        paragraphs("", &chart.below, look, out);
    }
    for houses in page.houses.iter().filter(|houses| houses.table == rows.name) {
        if !houses.title.is_empty() && houses.title != rows.title {
            out.push_str(&format!("<h3>{}</h3>\n", escaped(houses.title.say(look.lang))));
        }
        out.push_str(&svg::grid::draw(houses, look));
    }
    out.len() > before
}

fn line(rows: &Rows, row: &[Cell], look: &Look, out: &mut String) {
    out.push_str("<tr>");
    for (column, cell) in rows.columns.iter().zip(row) {
        let text = cells::for_people(cell, look.lang);
        let class = match column.right {
            true => " class=n",
            // A name or a code stays on one line: broken it is not read.
            false if text.width() > LONG || text.contains('\n') => " class=l",
            false => "",
        };
        out.push_str(&format!("<td{class}>{}</td>", escaped(&text)));
    }
    out.push_str("</tr>\n");
}

/// Text that means itself. Line breaks stay (the style keeps them), other control characters are shown.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    for c in text.trim_end().chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("&#10;"),
            _ => show(c, before, &mut out),
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::visible::{hidden, visible};
    use crate::output::{Format, render, samples};
    use proptest::prelude::*;

    fn body(html: &str) -> &str {
        html.split_once("<body>\n").unwrap().1
    }

    #[test]
    fn a_page_says_its_language_and_fetches_nothing() {
        let page = samples::coverage().into();
        let html = render(&page, Format::Html, &Look::plain(Lang::Zh));
        assert!(html.starts_with("<!doctype html>\n<html lang=zh-CN>\n"), "{html}");
        assert!(html.contains("<title>veg-0816 到位率</title>"));
        for word in ["prefers-color-scheme:dark", "@media print", "width=device-width"] {
            assert!(html.contains(word), "{word}");
        }
        for word in ["<script", "http:", "https:", "src=", "href=", "url("] {
            assert!(!html.contains(word), "{word}");
        }
        assert!(render(&page, Format::Html, &Look::plain(Lang::En)).contains("<html lang=en>"));
    }

    #[test]
    fn a_table_has_caption_scopes_and_a_foot() {
        let html = render(&samples::coverage().into(), Format::Html, &Look::plain(Lang::En));
        insta::assert_snapshot!(body(&html), @"
        <main>
        <h1>Coverage of veg-0816</h1>
        <section id=coverage>
        <p class=banner role=note>1 row could not be read</p>
        <div class=wide>
        <table>
        <caption class=ear>Coverage of veg-0816</caption>
        <thead>
        <tr><th scope=col>Place</th><th scope=col>Item</th><th scope=col class=n>Done</th><th scope=col class=n>Rate</th><th scope=col>Low</th><th scope=col>Outcome</th><th scope=col>Last</th><th scope=col>Note</th></tr>
        </thead>
        <tbody>
        <tr><td>3-2</td><td>蔬菜包</td><td class=n>20</td><td class=n>95.24%</td><td>yes</td><td>delivered</td><td>08-16 18:30</td><td></td></tr>
        <tr><td>12-1</td><td>牛奶, 250ml|箱</td><td class=n>2.5</td><td class=n>100.00%</td><td>no</td><td>refused</td><td>08-16 19:05</td><td class=l>two &lt;b&gt;say&lt;/b&gt; &quot;no&quot;</td></tr>
        </tbody>
        <tfoot>
        <tr><td>total</td><td></td><td class=n>22.5</td><td class=n>95.83%</td><td></td><td></td><td></td><td></td></tr>
        </tfoot>
        </table>
        </div>
        <p>as of 2022-08-16</p>
        </section>
        </main>
        </body>
        </html>
        ");
    }

    #[test]
    fn a_page_of_several_tables_has_one_heading_and_a_caption_each() {
        let page = Page { charts: Vec::new(), houses: Vec::new(), ..samples::bulletin() };
        let html = render(&page, Format::Html, &Look::plain(Lang::Zh));
        insta::assert_snapshot!(body(&html), @"
        <main>
        <h1>银河湾小区 8月16日日报</h1>
        <p class=banner role=note>有 2 户未登记人数</p>
        <div class=lead>
        <p>明日内用完：大米</p>
        </div>
        <section id=stock>
        <h2>库存</h2>
        <div class=wide>
        <table>
        <caption class=ear>库存</caption>
        <thead>
        <tr><th scope=col>物品</th><th scope=col class=n>结余</th><th scope=col>最近到期</th></tr>
        </thead>
        <tbody>
        <tr><td>大米</td><td class=n>40</td><td></td></tr>
        <tr><td>牛奶</td><td class=n>12.5</td><td>2022-09-01</td></tr>
        </tbody>
        </table>
        </div>
        </section>
        <section id=requests>
        <h2>未结求助</h2>
        <div class=wide>
        <table>
        <caption class=ear>未结求助</caption>
        <thead>
        <tr><th scope=col>求助</th></tr>
        </thead>
        <tbody>
        <tr><td colspan=1>（无）</td></tr>
        </tbody>
        </table>
        </div>
        </section>
        <p>由 3 名志愿者登记</p>
        </main>
        </body>
        </html>
        ");
    }

    #[test]
    fn charts_and_houses_stand_above_the_table_that_says_the_same() {
        let html = render(&samples::bulletin(), Format::Html, &Look::plain(Lang::En));
        let at = |word: &str| html.find(word).unwrap_or_else(|| panic!("{word}"));
        let order = [
            "<h2>Stock</h2>",
            "Days of supply (days)",
            "<h3>House by house",
            "M 102",
            "<caption class=ear>Stock",
        ];
        assert!(order.windows(2).all(|pair| at(pair[0]) < at(pair[1])));
        for word in ["<script", "https:", "src=", "href=", "url("] {
            assert!(!html.contains(word), "{word}");
        }
        let plain = render(&samples::coverage().into(), Format::Html, &Look::plain(Lang::En));
        assert!(
            html.contains("--missing:") && !plain.contains("--missing:"),
            "a page without drawings has no colours for them"
        );
    }

    /// The text of every `<td>`, entities read back.
    fn cells_of(html: &str) -> Vec<String> {
        let unescape = |t: &str| {
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#10;", "\n"), ("&amp;", "&")]
                .iter()
                .fold(t.to_owned(), |t, (from, to)| t.replace(from, to))
        };
        let cell = |piece: &str| unescape(piece.split_once('>').unwrap().1.split_once("</td>").unwrap().0);
        html.split("<td").skip(1).map(cell).collect()
    }

    proptest! {
        #[test]
        fn no_cell_is_ever_unescaped(table in samples::any_table("[a<>&\"'/\n\u{1b}\u{202e}牛 ]{0,12}".boxed())) {
            prop_assume!(!table.rows.is_empty());
            let html = render(&table.clone().into(), Format::Html, &Look::plain(Lang::En));
            prop_assert!(!html.chars().any(|c| c != '\n' && hidden(c)));
            let sent: Vec<String> = table.rows.iter().chain(table.all_totals()).flatten()
                .map(|c| {
                    let text = cells::for_people(c, Lang::En);
                    text.trim_end().split('\n').map(visible).collect::<Vec<_>>().join("\n")
                })
                .collect();
            prop_assert_eq!(cells_of(&html), sent);
            for name in body(&html).split('<').skip(1) {
                let name = name.trim_start_matches('/').split([' ', '>']).next().unwrap();
                prop_assert!(
                    ["body", "html", "main", "h1", "section", "div", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "p"].contains(&name),
                    "<{name}"
                );
            }
        }
    }
}
