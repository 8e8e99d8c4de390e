//! The line of a ledger with the caret right under the cell, whatever stands before it.

use super::visible::show;
use super::{Ink, Look, paint};
use crate::model::Spot;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How wide a line is shown where there is no terminal.
const UNBOUNDED: usize = 160;
/// No terminal is so narrow that less of the line is shown.
const NARROWEST: usize = 24;

/// The line with its number, and under it the carets and the label; nothing where the finding has no line.
pub(super) fn snippet(spot: &Spot, label: &str, ink: Ink, look: &Look) -> String {
    let Some(number) = spot.line.filter(|_| !spot.text.is_empty() || spot.column.is_some()) else {
        return if label.is_empty() { String::new() } else { format!("  {label}\n") };
    };
    let number = number.to_string();
    let width = look.width.map_or(UNBOUNDED, usize::from);
    let room = width.saturating_sub(number.len() + 4).max(NARROWEST);
    let part = Part::around(spot, room);
    let bar = paint("|", Ink::Quiet, look);
    let gutter = format!("{} {bar}", " ".repeat(number.len()));
    let mut out = format!("{} {bar} {}", paint(&number, Ink::Quiet, look), part.text);
    out.truncate(out.trim_end().len());
    out.push('\n');
    if spot.column.is_some() {
        let carets = paint(&"^".repeat(part.carets), ink, look);
        out.push_str(&format!("{gutter} {}{carets}", " ".repeat(part.before)));
        if label.is_empty() {
            out.push('\n');
        } else if part.before + part.carets + 1 + label.width() <= room {
            out.push_str(&format!(" {}\n", paint(label, ink, look)));
        } else {
            let before = part.before.min(room.saturating_sub(label.width()));
            out.push_str(&format!("\n{gutter} {}{}\n", " ".repeat(before), paint(label, ink, look)));
        }
    } else if !label.is_empty() {
        out.push_str(&format!("{gutter} {}\n", paint(label, ink, look)));
    }
    out
}

/// What is shown of a line.
struct Part {
    text: String,
    /// Columns before the carets.
    before: usize,
    /// How many carets.
    carets: usize,
}

impl Part {
    /// The whole line if it fits in so many columns, else what stands around the cell, with `…` for the rest.
    fn around(spot: &Spot, room: usize) -> Part {
        let line = Line::near(spot, room);
        let (n, (a, b)) = (line.widths.len() - 1, line.cell);
        let wide = |from: usize, to: usize| line.widths[to] - line.widths[from];
        let from = if !line.more_before && (wide(0, n) <= room && !line.more_after || wide(0, b) < room) {
            0
        } else {
            let after = wide(a, n);
            let centred = room.saturating_sub(2 + wide(a, b)) / 2;
            let context = if line.more_after { 0 } else { room.saturating_sub(1 + after) }.max(centred);
            (0..=a).find(|&i| wide(i, a) <= context).unwrap_or(a)
        };
        let cut_before = from > 0 || line.more_before;
        let used =
            |to: usize| usize::from(cut_before) + wide(from, to) + usize::from(to < n || line.more_after);
        let to = (from..=n).rev().find(|&to| used(to) <= room).unwrap_or(from);
        let cut_after = to < n || line.more_after;
        let slice = |from: usize, to: usize| &line.text[line.starts[from]..line.starts[to]];
        let mark = |cut: bool| if cut { "…" } else { "" };
        let end = b.clamp(a, to.max(a));
        Part {
            text: format!("{}{}{}", mark(cut_before), slice(from, to), mark(cut_after)),
            before: usize::from(cut_before) + slice(from, a.min(to)).width(),
            carets: if a <= to { slice(a, end).width().max(1) } else { 1 },
        }
    }
}

/// A line as it is shown, cut into what a reader takes for one character.
struct Line {
    text: String,
    /// Where each character starts in `text`, and where the last ends.
    starts: Vec<usize>,
    /// The width of all before each character, and of all.
    widths: Vec<usize>,
    /// The characters of the cell: first, and the one after the last.
    cell: (usize, usize),
    more_before: bool,
    more_after: bool,
}

impl Line {
    /// Only what can be near enough is looked at: a line may be a whole file without a line break.
    fn near(spot: &Spot, room: usize) -> Line {
        let source = spot.text.trim_end_matches(['\n', '\r']);
        let first = spot.column.map_or(0, |c| c.saturating_sub(1) as usize);
        let reach = room * 4;
        let skipped = first.saturating_sub(reach);
        let (mut text, mut before, mut taken) = (String::new(), None, 0);
        let (mut start, mut end) = (None, None);
        let mut chars = source.chars().skip(skipped);
        for c in chars.by_ref().take(2 * reach + 1) {
            let at = skipped + taken;
            if at == first {
                start = Some(text.len());
            }
            if at == first + spot.width as usize {
                end = Some(text.len());
            }
            show(c, before, &mut text);
            before = Some(c);
            taken += 1;
        }
        let (start, end) = (start.unwrap_or(text.len()), end.unwrap_or(text.len()));
        let end = if spot.width == 0 { start } else { end.max(start) };
        let (mut starts, mut widths, mut sum) = (Vec::new(), vec![0], 0);
        for (at, piece) in text.grapheme_indices(true) {
            starts.push(at);
            sum += piece.width();
            widths.push(sum);
        }
        starts.push(text.len());
        let a = starts.partition_point(|&at| at <= start).saturating_sub(1);
        let b = starts.partition_point(|&at| at < end);
        let more_before = skipped > 0 && taken > 0;
        Line { starts, widths, cell: (a, b.max(a)), more_before, more_after: chars.next().is_some(), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use proptest::prelude::*;

    fn spot(before: &str, cell: &str, after: &str) -> Spot {
        Spot {
            path: "ledgers/distributions/2022-08.csv".to_owned(),
            line: Some(118),
            column: Some(before.chars().count() as u32 + 1),
            width: cell.chars().count() as u32,
            text: format!("{before}{cell}{after}"),
        }
    }

    fn shown(spot: &Spot, label: &str, width: Option<u16>) -> String {
        snippet(spot, label, Ink::Error, &Look { width, ..Look::plain(Lang::Zh) })
    }

    #[test]
    fn the_caret_stands_under_the_cell_after_chinese_full_width_and_emoji() {
        let text = shown(&spot("I1,蔬菜包,３－２,👨‍👩‍👧🥛,", "3-2-5O2", ",1,份"), "字母O？", None);
        insta::assert_snapshot!(text, @"
        118 | I1,蔬菜包,３－２,👨‍👩‍👧🥛,3-2-5O2,1,份
            |                       ^^^^^^^ 字母O？
        ");
        let chinese = shown(&spot("I1,", "三幢二单元", ",1,份"), "", None);
        insta::assert_snapshot!(chinese, @"
        118 | I1,三幢二单元,1,份
            |    ^^^^^^^^^^
        ");
    }

    #[test]
    fn an_empty_cell_has_one_caret_also_at_the_end_of_the_line() {
        insta::assert_snapshot!(shown(&spot("a,牛奶,", "", ",x"), "required", None), @"
        118 | a,牛奶,,x
            |        ^ required
        ");
        insta::assert_snapshot!(shown(&spot("a,牛奶,", "", ""), "必填", None), @"
        118 | a,牛奶,
            |        ^ 必填
        ");
    }

    #[test]
    fn a_long_line_is_trimmed_around_the_cell() {
        let long = spot(&"一二三四五，".repeat(9), "3-2-5O2", &",六七八九十".repeat(9));
        insta::assert_snapshot!(shown(&long, "there is 3-2-502", Some(60)), @"
        118 | …二三四五，一二三四五，3-2-5O2,六七八九十,六七八九十…
            |                        ^^^^^^^ there is 3-2-502
        ");
        let first = spot("I220816-7K2MQX,2022-08-16,", "veg", &",六七八九十".repeat(9));
        insta::assert_snapshot!(shown(&first, "", Some(60)), @"
        118 | I220816-7K2MQX,2022-08-16,veg,六七八九十,六七八九十,…
            |                           ^^^
        ");
        let last = spot(&"一二三四五，".repeat(9), "+08:00", "");
        insta::assert_snapshot!(shown(&last, "", Some(60)), @"
        118 | …二三四五，一二三四五，一二三四五，一二三四五，+08:00
            |                                                ^^^^^^
        ");
    }

    #[test]
    fn a_line_without_a_column_is_shown_without_a_caret_and_no_line_without_one() {
        let mut whole = spot("a,", "b", ",c");
        whole.column = None;
        assert_eq!(shown(&whole, "", None), "118 | a,b,c\n");
        assert_eq!(shown(&whole, "three cells", None), "118 | a,b,c\n    | three cells\n");
        whole.line = None;
        assert_eq!(shown(&whole, "", None), "");
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-z0-9,]{1,6}",
            "[一-龥]{1,4}",
            "[！-～]{1,2}",
            prop_oneof![Just("👨‍👩‍👧"), Just("🇨🇳"), Just("❤️"), Just("👍🏽"), Just("\u{1b}"), Just("\t")]
                .prop_map(str::to_owned)
        ];
        proptest::collection::vec(piece, 0..30).prop_map(|p| p.concat())
    }

    proptest! {
        #[test]
        fn the_caret_is_always_right_under_the_cell_and_the_line_fits(
            before in text(), cell in "[甲乙丙0-9Ａ]{1,5}", after in text(), width in 40u16..140
        ) {
            let spot = spot(&format!("{before},<"), &cell, &format!(">,{after}"));
            let out = shown(&spot, "", Some(width));
            let lines: Vec<&str> = out.lines().collect();
            let at = lines[0].find(&format!("<{cell}")).unwrap_or_else(|| panic!("the cell is not shown:\n{out}")) + 1;
            let caret = lines[1].find('^').unwrap();
            prop_assert_eq!(lines[0][..at].width(), lines[1][..caret].width(), "\n{}", out);
            prop_assert_eq!(lines[1].matches('^').count(), cell.width());
            prop_assert!(lines.iter().all(|l| l.width() <= usize::from(width)), "{width}\n{}", out);
        }

        #[test]
        fn any_line_and_any_column_is_shown_without_a_panic(
            text in any::<String>(), column in proptest::option::of(0u32..80), wide in 0u32..90, width in 0u16..60
        ) {
            let spot = Spot { path: String::new(), line: Some(1), column, width: wide, text };
            let _ = shown(&spot, "label", Some(width));
        }
    }
}
