//! Sheets for paper: one HTML file for A4, black on white, that fetches nothing. A sheet a unit, on pages of its own; the
//! head of the table, with the sheet's number, is on each of them. Nothing is said by colour.

mod receipt;
mod slips;
mod tally;
mod wording;

pub use slips::slips_of;

use super::html::escaped;
use crate::model::PlaceId;
use crate::reports::sheets::{HomeLine, Sheet, Sheets};
use crate::words::{Lang, Said, Words, words};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// For the person who counts: boxes to tick.
    Tally,
    /// For signatures, with the captain as witness.
    Receipt,
    /// A slip a home, to be cut apart.
    Slips,
}

impl Paper {
    /// Its name.
    pub fn words(self) -> Words {
        match self {
            Paper::Tally => words("Tally sheet", "划记表"),
            Paper::Receipt => words("Receipt sheet", "签收表"),
            Paper::Slips => words("Slips", "领取单"),
        }
    }
}

/// What belongs on the paper besides the sheets.
#[derive(Clone, Debug)]
pub struct Print<'x> {
    /// What is printed.
    pub paper: Paper,
    /// The language.
    pub lang: Lang,
    /// Where the books stand: the short commit and the count of rows.
    pub anchor: Said,
    /// When and where goods can be picked up; may be empty.
    pub pickup: &'x str,
    /// Only this home's slip.
    pub only: Option<PlaceId>,
    /// Phones by home; empty unless asked for.
    pub phones: &'x BTreeMap<PlaceId, Vec<String>>,
}

impl Print<'_> {
    fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        self.lang.pick(en, zh)
    }

    /// `第 14 号`
    fn number(&self, sheet: &Sheet) -> String {
        let number = sheet.number;
        self.lang.pick(format!("No. {number}"), format!("第 {number} 号"))
    }
}

const STYLE: &str = "\
@page{size:A4;margin:9mm 10mm 10mm}
@page wide{size:A4 landscape;margin:9mm 10mm 10mm}
*{box-sizing:border-box}
html{color-scheme:light}
body{margin:0;color:#000;background:#fff;font:10pt/1.25 \"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"Noto Sans SC\",\"WenQuanYi Micro Hei\",system-ui,sans-serif;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.sheet{break-after:page;page-break-after:always}
.sheet:last-child{break-after:auto;page-break-after:auto}
.wide{page:wide}
p{margin:0}
.top{display:flex;justify-content:space-between;gap:6mm;font-size:9pt;line-height:5mm}
table{border-collapse:collapse;width:calc(100% - .6mm);margin-left:.3mm}
thead{display:table-header-group}
tr{break-inside:avoid;page-break-inside:avoid}
.main th,.main td{border:.25mm solid #000;padding:0 1.2mm;height:var(--h);text-align:left;vertical-align:middle;overflow-wrap:anywhere}
.main thead th{height:6mm;font-weight:600}
.main .id th{height:9.5mm;border:0;border-bottom:.25mm solid #000;padding:0}
.id div{display:flex;justify-content:space-between;align-items:baseline;gap:5mm}
.id b{font-size:17pt;white-space:nowrap}
.id span{font-size:12pt;font-weight:600;text-align:center}
.main .sum td,.main .total td{height:7mm;font-weight:600}
.main .sum td{padding-top:.6mm;padding-bottom:.6mm}
.main .c{text-align:center}
.main .room{font-size:12pt;font-weight:600;white-space:nowrap}
.main .note{font-size:8.5pt;line-height:1.1}
.main .day{white-space:nowrap;font-size:9pt}
.fill{display:inline-block;min-width:9mm;border-bottom:.25mm solid #000;height:1em}
.box{display:inline-block;width:3.5mm;height:3.5mm;border:.3mm solid #000;margin:0 .8mm 0 0;vertical-align:-.4mm}
.sign{margin-top:2mm;break-inside:avoid;page-break-inside:avoid}
.sign th,.sign td{border:.25mm solid #000;height:5.8mm;padding:0 1.2mm;text-align:left;font-weight:400;font-size:9pt}
.foot{font-size:8pt;line-height:4.5mm;display:flex;justify-content:space-between;gap:6mm}
.slips td{width:33.33%;border:.3mm dashed #000;padding:2.2mm 2.5mm;height:34mm;vertical-align:top;font-size:9pt}
.slips .none{border:0}
.slips .line{display:flex;justify-content:space-between;gap:2mm}
.slips .home{font-size:15pt;font-weight:700;line-height:1.3}
.slips .what{font-size:11pt;font-weight:600}
@media screen{body{background:#fff;max-width:190mm;margin:6mm auto;padding:0 3mm}.sheet{margin-bottom:14mm}}
";

/// The file.
pub fn render_sheets(sheets: &Sheets, print: &Print) -> String {
    let name = print.paper.words().say(print.lang);
    let mut out = format!(
        "<!doctype html>\n<html lang={}>\n<head>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{} {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        print.lang.pick("en", "zh-CN"),
        escaped(&sheets.title),
        escaped(name),
    );
    for sheet in &sheets.sheets {
        match print.paper {
            Paper::Receipt => receipt::render(sheets, sheet, print, &mut out),
            Paper::Tally => tally::render(sheets, sheet, print, &mut out),
            Paper::Slips => slips::render(sheets, sheet, print, &mut out),
        }
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// How high a row may be so that a unit fits as few pages as it can, in tenths of a millimetre. `other` is what stands
/// on the paper besides the rows; the head comes again on each page.
fn row_height(rows: usize, other: usize) -> usize {
    let height =
        |pages: usize| (PAGE * pages).saturating_sub(other + HEAD * (pages - 1)) / (rows + pages - 1).max(1);
    let pages = (1..).find(|pages| height(*pages) >= LOWEST || *pages > rows).unwrap_or(1);
    height(pages).clamp(LOWEST, HIGHEST)
}

/// What a page holds between its margins, the head of a table, and rows at their lowest and highest, in tenths of a
/// millimetre: lower nobody can sign.
const PAGE: usize = 2780;
const HEAD: usize = 170;
const LOWEST: usize = 58;
const HIGHEST: usize = 95;

/// Opens a sheet: community and round, then the table up to the first row, with what is due to the whole unit.
fn open(sheets: &Sheets, sheet: &Sheet, print: &Print, columns: &[(String, u32)], out: &mut String) {
    let rows =
        sheet.homes.len().max(BLANK_ROWS) + usize::from(wording::for_unit(sheets, sheet, print).is_some());
    let summary = wording::summary(sheets, sheet, print);
    // A line of the summary holds about a hundred Latin letters, or half as many Chinese characters.
    let more_lines = summary.width() / 100;
    let height = row_height(rows, 640 + 45 * more_lines);
    let wide = if sheets.wares.len() > 6 { " wide" } else { "" };
    out.push_str(&format!(
        "<section class=\"sheet{wide}\" style=\"--h:{}.{}mm\">\n<p class=top><span>{}</span><span>{}</span></p>\n",
        height / 10,
        height % 10,
        escaped(&format!("{} · {} · {}", sheets.community, sheets.round, sheets.date)),
        escaped(&wording::captain(sheet, print)),
    ));
    out.push_str("<table class=main>\n<colgroup>");
    for (_, width) in columns {
        match width {
            0 => out.push_str("<col>"),
            mm => out.push_str(&format!("<col style=\"width:{mm}mm\">")),
        }
    }
    out.push_str(&format!(
        "</colgroup>\n<thead>\n<tr class=id><th colspan={}><div><b>{}</b><span>{}</span><b>{}</b></div></th></tr>\n<tr>",
        columns.len(),
        escaped(&sheet.code),
        escaped(&format!("{} · {}", print.paper.words().say(print.lang), sheets.title)),
        escaped(&print.number(sheet)),
    ));
    for (heading, _) in columns {
        out.push_str(&format!("<th scope=col>{}</th>", escaped(heading)));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    out.push_str(&format!("<tr class=sum><td colspan={}>{}</td></tr>\n", columns.len(), summary));
}

/// A unit whose homes the community does not list has so many empty rows.
const BLANK_ROWS: usize = 12;

/// The homes that stand on a sheet: none where only units get something.
fn homes<'s>(sheets: &Sheets, sheet: &'s Sheet) -> &'s [HomeLine] {
    if sheets.is_only_for_units() { &[] } else { &sheet.homes }
}

/// Empty rows for the homes of a unit that the community does not list.
fn blank_rows(sheets: &Sheets, sheet: &Sheet, columns: usize, out: &mut String) {
    if sheet.homes.is_empty() && !sheets.is_only_for_units() {
        let row = format!("<tr>{}</tr>\n", "<td></td>".repeat(columns));
        out.push_str(&row.repeat(BLANK_ROWS));
    }
}

/// Closes a sheet: who signs for it, and where the books stood when it was printed.
fn close(sheets: &Sheets, sheet: &Sheet, print: &Print, signers: &[String], out: &mut String) {
    let headings = [
        "",
        print.say("Function", "职务"),
        print.say("Name", "姓名"),
        print.say("Signature", "签名"),
        print.say("Date", "日期"),
    ];
    out.push_str("</tbody>\n</table>\n<table class=sign>\n<tr>");
    headings.iter().for_each(|heading| out.push_str(&format!("<th>{heading}</th>")));
    out.push_str("</tr>\n");
    for signer in signers {
        out.push_str(&format!(
            "<tr><td style=\"width:42mm\">{}</td><td style=\"width:30mm\"></td><td style=\"width:36mm\"></td><td></td><td style=\"width:26mm\"></td></tr>\n",
            escaped(signer)
        ));
    }
    out.push_str(&format!(
        "</table>\n<p class=foot><span>{}</span><span>{}</span></p>\n</section>\n",
        escaped(&wording::entering(sheets, sheet, print)),
        escaped(print.anchor.say(print.lang)),
    ));
}

/// A place for a number that a person writes.
const FILL: &str = "<span class=fill></span>";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::example::Example;
    use crate::model::Day;

    fn html(example: &Example, paper: Paper, pickup: &str) -> String {
        example.read(|books| {
            let id = books.registers.names.round("v").unwrap();
            let sheets = Sheets::of(books, id, Day::parse("2022-08-16").unwrap()).unwrap();
            let phones = BTreeMap::new();
            let anchor = Said::same("anchor");
            let print = Print { paper, lang: Lang::Zh, anchor, pickup, only: None, phones: &phones };
            render_sheets(&sheets, &print)
        })
    }

    const ROUND: &str = "code = \"v\"\nkind = \"distribution\"\ndate = 2022-08-16\ntitle = \"<b>&'菜\"\n\
                         [[round.allot]]\nitem = \"蔬菜包\"\nquantity = 2\nper = \"resident\"\n";

    #[test]
    fn each_unit_has_a_page_and_each_home_a_row_and_nothing_is_unescaped() {
        let example = Example::small().round(ROUND);
        for paper in [Paper::Receipt, Paper::Tally] {
            let html = html(&example, paper, "");
            assert_eq!(html.matches("<section class=\"sheet\"").count(), 6);
            assert_eq!(html.matches("<td class=room>").count(), 17);
            assert_eq!(html.matches("<thead>").count(), 6);
            assert!(html.contains("&lt;b&gt;&amp;&#39;菜") && !html.contains("<b>&'"), "{html}");
        }
        let slips = html(&example, Paper::Slips, "<i>门");
        assert_eq!(slips.matches("<p class=home>").count(), 17);
        assert!(slips.contains("&lt;i&gt;门") && !slips.contains("<i>"));
        assert!(slips.contains("蔬菜包 2 份 × <span class=fill></span> 人"), "what each gets is known");
    }

    #[test]
    fn a_tally_has_a_box_for_goods_and_for_each_person_and_a_number_where_there_are_too_many() {
        let census = ["2022-08-02,A-1-101,,1,,,09:00", "2022-08-02,A-1-102,,12,5,,09:00"];
        let places = "places = [\"A-1\"]\n";
        let example = Example::small().round(&ROUND.replace("[[", &format!("{places}[["))).census(&census);
        let goods = html(&example, Paper::Tally, "");
        assert!(goods.contains("<td><span class=box></span> 2</td>"), "{goods}");
        assert!(goods.contains("<td><span class=box></span> 24</td>"), "{goods}");
        assert!(goods.contains(&format!("<td><span class=box></span> {FILL}</td>")), "not counted: {goods}");
        let testing = format!("code = \"v\"\nkind = \"testing\"\ndate = 2022-08-16\n{places}");
        let people = html(&Example::small().round(&testing).census(&census), Paper::Tally, "");
        assert_eq!(people.matches("<span class=box></span>").count(), 1 + 5, "{people}");
        let many = html(
            &Example::small().round(&testing).census(&["2022-08-02,A-1-102,,12,,,09:00"]),
            Paper::Tally,
            "",
        );
        assert!(many.contains(&format!("{FILL} / 12")), "{many}");
    }

    #[test]
    fn a_unit_of_34_homes_fits_a_page_and_more_go_on_overleaf_evenly() {
        for rows in 1..=36 {
            assert!(row_height(rows, 640) * rows + 640 <= PAGE, "{rows} rows");
        }
        assert!(row_height(34, 640 + 45) >= LOWEST, "with a summary of two lines");
        assert!(row_height(69, 640) * 69 + 640 + HEAD <= 2 * PAGE);
        assert_eq!((row_height(1, 640), row_height(0, 640)), (HIGHEST, HIGHEST));
        assert!(row_height(100_000, 640) >= LOWEST);
    }
}
