//! Tables for people at a terminal, with right widths for Chinese text.

use super::layout::{Grid, Shape};
use super::visible::{visible, visible_lines};
use super::{Ink, Look, NOTHING, paint, signs};
use crate::model::{Page, Rows};
use crate::words::Said;
use comfy_table::{
    Attribute, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table,
    TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

const ASCII: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('+', '-', '+', '+'))
    .header_lines(ContentLineStyle::new('|', '|', '|'))
    .header_separator(LineStyle::new('+', '=', '+', '+'))
    .content_lines(ContentLineStyle::new('|', '|', '|'))
    .row_separator(LineStyle::new('+', '-', '+', '+'))
    .bottom_border(LineStyle::new('+', '-', '+', '+'));

const BOXES: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('┌', '─', '┬', '┐'))
    .header_lines(ContentLineStyle::new('│', '│', '│'))
    .header_separator(LineStyle::new('├', '─', '┼', '┤'))
    .content_lines(ContentLineStyle::new('│', '│', '│'))
    .row_separator(LineStyle::new('├', '─', '┼', '┤'))
    .bottom_border(LineStyle::new('└', '─', '┴', '┘'));

/// The page for a terminal.
pub(super) fn render(page: &Page, look: &Look) -> String {
    let mut blocks = vec![head(&page.title, &page.banner, look), below(&page.lead, look)];
    blocks.extend(page.tables.iter().map(|rows| signs::with_drawings(page, rows, look, &table)));
    blocks.push(below(&page.below, look));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n")
}

fn table(rows: &Rows, look: &Look) -> String {
    let mut out = head(&rows.title, &rows.banner, look);
    if rows.rows.is_empty() || rows.columns.is_empty() {
        out.push_str(NOTHING.say(look.lang));
        out.push('\n');
    } else {
        let grid = Grid::new(rows, look.lang);
        match grid.shape(look.width) {
            Shape::Table { columns, padding } => draw(rows, &grid, &columns, padding, look, &mut out),
            Shape::Cards => cards(&grid, look, &mut out),
        }
    }
    out.push_str(&below(&rows.below, look));
    out
}

pub(super) fn head(title: &Said, banner: &[Said], look: &Look) -> String {
    let mut out = String::new();
    if !title.is_empty() {
        out.push_str(&paint(visible(title.say(look.lang)).trim_end(), Ink::Strong, look));
        out.push('\n');
    }
    for said in banner {
        out.push_str(&paint(&format!("! {}", visible(said.say(look.lang)).trim_end()), Ink::Warning, look));
        out.push('\n');
    }
    out
}

pub(super) fn below(lines: &[Said], look: &Look) -> String {
    let mut out = String::new();
    for line in lines.iter().flat_map(|said| visible_lines(said.say(look.lang))) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn draw(rows: &Rows, grid: &Grid, columns: &[(usize, u16)], padding: u16, look: &Look, out: &mut String) {
    let mut table = Table::new();
    table.load_style(if look.unicode_borders { BOXES } else { ASCII });
    table.force_no_tty().set_content_arrangement(ContentArrangement::Disabled);
    if look.color {
        table.enforce_styling();
    }
    let pick = |texts: &[String], strong: bool| -> Vec<comfy_table::Cell> {
        let cell = |&(i, _): &(usize, u16)| {
            let cell = comfy_table::Cell::new(texts.get(i).map_or("", String::as_str));
            if strong && look.color { cell.add_attribute(Attribute::Bold) } else { cell }
        };
        columns.iter().map(cell).collect()
    };
    table.set_header(pick(&grid.headings, true));
    // comfy-table takes its time over each row. Where nothing is broken, it gets the last one only.
    let simple = if grid.fits(columns) { grid.rows.len() - 1 } else { 0 };
    let (plain, others) = grid.rows.split_at(simple);
    for row in others {
        table.add_row(pick(row, false));
    }
    for total in &grid.totals {
        table.add_row(pick(total, true));
    }
    for (column, &(i, width)) in table.column_iter_mut().zip(columns) {
        column.set_padding((padding, padding));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width + 2 * padding)));
        if rows.columns[i].right {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = table.lines().collect();
    for (n, line) in rule_only_above_the_total(lines, grid, look).enumerate() {
        if n == LINES_OF_A_HEADER {
            plain.iter().for_each(|row| plain_row(row, rows, columns, padding, look, out));
        }
        out.push_str(&line);
        out.push('\n');
    }
}

/// A rule, the headings where none is broken, a rule.
const LINES_OF_A_HEADER: usize = 3;

/// A row in which nothing is broken.
fn plain_row(
    texts: &[String],
    rows: &Rows,
    columns: &[(usize, u16)],
    padding: u16,
    look: &Look,
    out: &mut String,
) {
    let bar = if look.unicode_borders { '│' } else { '|' };
    let blanks = |out: &mut String, count: usize| out.extend(std::iter::repeat_n(' ', count));
    out.push(bar);
    for &(i, width) in columns {
        let text = texts.get(i).map_or("", String::as_str);
        let free = usize::from(width).saturating_sub(text.width());
        let (left, right) = if rows.columns[i].right { (free, 0) } else { (0, free) };
        blanks(out, left + usize::from(padding));
        out.push_str(text);
        blanks(out, right + usize::from(padding));
        out.push(bar);
    }
    out.push('\n');
}

/// comfy-table rules off every row or none. Rules begin with a corner, which no line of content does: of
/// those between rows only the one above the totals stays.
fn rule_only_above_the_total(lines: Vec<String>, grid: &Grid, look: &Look) -> impl Iterator<Item = String> {
    let corner = if look.unicode_borders { ['┌', '├', '└'] } else { ['+'; 3] };
    let rules: Vec<usize> =
        (0..lines.len()).filter(|&i| lines[i].starts_with(|c| corner.contains(&c))).collect();
    let total = match grid.totals.len() {
        0 => None,
        totals => rules.len().checked_sub(1 + totals),
    };
    let mut kept = vec![true; lines.len()];
    for (n, &line) in rules.iter().enumerate() {
        kept[line] = n < 2 || n + 1 == rules.len() || Some(n) == total;
    }
    lines.into_iter().zip(kept).filter_map(|(line, keep)| keep.then_some(line))
}

/// One value a line, a blank line between rows: what a very narrow terminal can still show.
fn cards(grid: &Grid, look: &Look, out: &mut String) {
    let label = grid.headings.iter().map(|h| h.width()).max().unwrap_or(0);
    let last = grid.rows.len();
    for (n, row) in grid.rows.iter().chain(&grid.totals).enumerate() {
        if n > 0 {
            out.push_str(if n == last { "---\n" } else { "\n" });
        }
        for (heading, text) in grid.headings.iter().zip(row).filter(|(_, text)| !text.is_empty()) {
            let blanks = " ".repeat(label - heading.width() + 2);
            out.push_str(&format!("{}{blanks}{text}\n", paint(heading, Ink::Strong, look)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cell;
    use crate::output::visible::hidden;
    use crate::output::{Format, render, samples};
    use crate::words::Lang;
    use proptest::prelude::*;

    fn at(width: u16, lang: Lang) -> Look {
        Look { width: Some(width), ..Look::plain(lang) }
    }

    #[test]
    fn a_table_for_people_in_english() {
        let page = samples::coverage().into();
        insta::assert_snapshot!(render(&page, Format::Table, &at(120, Lang::En)), @r#"
        Coverage of veg-0816
        ! 1 row could not be read
        +-------+----------------+------+---------+-----+-----------+-------------+---------------------+
        | Place | Item           | Done |    Rate | Low | Outcome   | Last        | Note                |
        +=======+================+======+=========+=====+===========+=============+=====================+
        | 3-2   | 蔬菜包         |   20 |  95.24% | yes | delivered | 08-16 18:30 |                     |
        | 12-1  | 牛奶, 250ml|箱 |  2.5 | 100.00% | no  | refused   | 08-16 19:05 | two <b>say</b> "no" |
        +-------+----------------+------+---------+-----+-----------+-------------+---------------------+
        | total |                | 22.5 |  95.83% |     |           |             |                     |
        +-------+----------------+------+---------+-----+-----------+-------------+---------------------+
        as of 2022-08-16
        "#);
    }

    #[test]
    fn a_table_for_people_in_chinese_with_lines_drawn() {
        let page = samples::coverage().into();
        let look = Look { unicode_borders: true, ..at(120, Lang::Zh) };
        insta::assert_snapshot!(render(&page, Format::Table, &look), @"
        veg-0816 到位率
        ! 有 1 行无法读取
        ┌──────┬────────────────┬──────┬─────────┬──────┬────────┬─────────────┬──────────────┐
        │ 地点 │ 物品           │ 实发 │  到位率 │ 不足 │ 结果   │ 最近        │ 备注         │
        ├──────┼────────────────┼──────┼─────────┼──────┼────────┼─────────────┼──────────────┤
        │ 3-2  │ 蔬菜包         │   20 │  95.24% │ 是   │ 已送达 │ 08-16 18:30 │              │
        │ 12-1 │ 牛奶, 250ml|箱 │  2.5 │ 100.00% │ 否   │ 拒收   │ 08-16 19:05 │ 两户说“不要” │
        ├──────┼────────────────┼──────┼─────────┼──────┼────────┼─────────────┼──────────────┤
        │ 合计 │                │ 22.5 │  95.83% │      │        │             │              │
        └──────┴────────────────┴──────┴─────────┴──────┴────────┴─────────────┴──────────────┘
        截至 2022-08-16
        ");
    }

    #[test]
    fn long_words_are_broken_and_figures_are_not() {
        let page = samples::coverage().into();
        insta::assert_snapshot!(render(&page, Format::Table, &at(70, Lang::En)), @r#"
        Coverage of veg-0816
        ! 1 row could not be read
        +-----+-----------+----+-------+---+---------+-----------+-----------+
        |Place|Item       |Done|   Rate|Low|Outcome  |Last       |Note       |
        +=====+===========+====+=======+===+=========+===========+===========+
        |3-2  |蔬菜包     |  20| 95.24%|yes|delivered|08-16 18:30|           |
        |12-1 |牛奶,      | 2.5|100.00%|no |refused  |08-16 19:05|two        |
        |     |250ml|箱   |    |       |   |         |           |<b>say</b> |
        |     |           |    |       |   |         |           |"no"       |
        +-----+-----------+----+-------+---+---------+-----------+-----------+
        |total|           |22.5| 95.83%|   |         |           |           |
        +-----+-----------+----+-------+---+---------+-----------+-----------+
        as of 2022-08-16
        "#);
    }

    #[test]
    fn a_very_narrow_terminal_gets_cards() {
        let page = samples::coverage().into();
        insta::assert_snapshot!(render(&page, Format::Table, &at(30, Lang::Zh)), @"
        veg-0816 到位率
        ! 有 1 行无法读取
        地点    3-2
        物品    蔬菜包
        实发    20
        到位率  95.24%
        不足    是
        结果    已送达
        最近    08-16 18:30

        地点    12-1
        物品    牛奶, 250ml|箱
        实发    2.5
        到位率  100.00%
        不足    否
        结果    拒收
        最近    08-16 19:05
        备注    两户说“不要”
        ---
        地点    合计
        实发    22.5
        到位率  95.83%
        截至 2022-08-16
        ");
    }

    #[test]
    fn a_page_of_several_tables_has_its_title_first_and_says_where_there_is_nothing() {
        insta::assert_snapshot!(render(&samples::bulletin(), Format::Table, &at(80, Lang::Zh)), @"
        银河湾小区 8月16日日报
        ! 有 2 户未登记人数

        明日内用完：大米

        库存
        +------+------+------------+
        | 物品 | 结余 | 最近到期   |
        +======+======+============+
        | 大米 |   40 |            |
        | 牛奶 | 12.5 | 2022-09-01 |
        +------+------+------------+

        未结求助
        （无）

        由 3 名志愿者登记
        ");
        insta::assert_snapshot!(render(&samples::empty().into(), Format::Table, &at(80, Lang::En)), @"
        Open requests
        (nothing)
        ");
    }

    #[test]
    fn colours_are_there_only_when_asked_for_and_change_no_width() {
        let page: Page = samples::coverage().into();
        let plain = render(&page, Format::Table, &at(100, Lang::Zh));
        let coloured = render(&page, Format::Table, &Look { color: true, ..at(100, Lang::Zh) });
        assert!(!plain.contains('\u{1b}'));
        assert!(coloured.contains("\u{1b}[1m"), "{coloured:?}");
        let mut stripped = String::new();
        let mut rest = coloured.as_str();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            stripped.push_str(before);
            rest = after.split_once('m').unwrap().1;
        }
        assert_eq!(stripped + rest, plain);
    }

    fn mixed() -> impl Strategy<Value = String> + Clone {
        let piece = prop_oneof![
            4 => "[a-zA-Z0-9]{1,9}",
            4 => "[一-龥]{1,12}",
            2 => prop_oneof![Just("👨‍👩‍👧"), Just("🇨🇳"), Just("❤️"), Just("🥛"), Just("3️⃣"), Just("👍🏽")].prop_map(str::to_owned),
            1 => "[！-～、。（）]{1,4}",
            1 => Just("é\u{301}ｶﾞ한글".to_owned()),
            2 => Just(" ".to_owned()),
        ];
        proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn all_lines_of_a_table_are_equally_wide_and_fit(
            table in samples::any_table(mixed()), width in 40u16..=120, unicode_borders: bool, zh: bool
        ) {
            let lang = if zh { Lang::Zh } else { Lang::En };
            let look = Look { unicode_borders, ..at(width, lang) };
            let text = render(&table.clone().into(), Format::Table, &look);
            let lines: Vec<&str> = text.lines().skip(1).collect();
            if table.rows.is_empty() {
                prop_assert_eq!(lines, vec![NOTHING.say(lang)]);
            } else if lines[0].starts_with(['+', '┌']) {
                let widths: Vec<usize> = lines.iter().map(|l| l.width()).collect();
                prop_assert!(widths.iter().all(|&w| w == widths[0] && w <= usize::from(width)), "{widths:?}\n{text}");
            } else {
                prop_assert!(width < 70, "cards too soon:\n{}", text);
            }
        }

        #[test]
        fn a_row_is_drawn_alike_wherever_it_stands(table in samples::any_table(mixed())) {
            let look = Look { width: None, ..Look::plain(Lang::Zh) };
            let lines = |rows: Rows| {
                let text = render(&rows.into(), Format::Table, &look);
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                lines.sort();
                lines
            };
            let mut turned = table.clone();
            turned.rows.reverse();
            prop_assert_eq!(lines(table), lines(turned));
        }

        #[test]
        fn nothing_of_a_cell_is_lost_by_breaking_it(table in samples::any_table("[一-龥a-z]{0,40}".boxed()), width in 50u16..90) {
            let text = render(&table.clone().into(), Format::Table, &at(width, Lang::Zh));
            let mut wanted: Vec<char> = Vec::new();
            for cell in table.rows.iter().flatten() {
                if let Cell::Text(text) = cell {
                    wanted.extend(text.chars());
                }
            }
            for c in wanted {
                prop_assert!(text.contains(c), "{c} is lost in\n{text}");
            }
        }

        #[test]
        fn no_control_character_survives(table in samples::any_table(any::<String>().boxed()), width in proptest::option::of(20u16..200)) {
            let look = Look { width, ..Look::plain(Lang::En) };
            let text = render(&table.into(), Format::Table, &look);
            prop_assert!(!text.chars().any(|c| c != '\n' && hidden(c)), "{text:?}");
        }
    }
}
