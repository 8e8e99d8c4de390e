//! Markdown as GitHub reads it. Our own writer: the one of comfy-table lets a `|` in a name break the table.

use super::{Look, NOTHING, cells, visible::show};
use crate::model::{Page, Rows};
use crate::words::Said;

/// The page as Markdown.
pub(super) fn render(page: &Page, look: &Look) -> String {
    let mut blocks = head("#", &page.title, &page.banner, look);
    blocks.extend(page.lead.iter().map(|said| paragraph(said.say(look.lang))));
    for rows in &page.tables {
        blocks.extend(head("##", &rows.title, &rows.banner, look));
        blocks.push(table(rows, look));
        blocks.extend(rows.below.iter().map(|said| paragraph(said.say(look.lang))));
    }
    blocks.extend(page.below.iter().map(|said| paragraph(said.say(look.lang))));
    blocks.join("\n\n")
}

fn head(mark: &str, title: &Said, banner: &[Said], look: &Look) -> Vec<String> {
    let mut blocks = Vec::new();
    if !title.is_empty() {
        blocks.push(format!("{mark} {}", escaped(title.say(look.lang))));
    }
    blocks.extend(banner.iter().map(|said| format!("> **!** {}", escaped(said.say(look.lang)))));
    blocks
}

fn table(rows: &Rows, look: &Look) -> String {
    if rows.rows.is_empty() || rows.columns.is_empty() {
        return NOTHING.say(look.lang).to_owned();
    }
    let texts = |row: &[crate::model::Cell]| -> Vec<String> {
        (0..rows.columns.len())
            .map(|i| row.get(i).map_or(String::new(), |c| escaped(&cells::for_people(c, look.lang))))
            .collect()
    };
    let mut lines = vec![
        line(rows.columns.iter().map(|c| escaped(c.heading.say(look.lang)))),
        line(rows.columns.iter().map(|c| if c.right { "--:" } else { "---" }.to_owned())),
    ];
    lines.extend(rows.rows.iter().map(|row| line(texts(row).into_iter())));
    for total in rows.all_totals() {
        lines.push(line(texts(total).into_iter().map(|t| if t.is_empty() { t } else { format!("**{t}**") })));
    }
    lines.join("\n")
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut out = "|".to_owned();
    for cell in cells {
        out.push(' ');
        out.push_str(&cell);
        out.push_str(if cell.is_empty() { "|" } else { " |" });
    }
    out
}

/// A paragraph: as a cell, and what would begin a list, a heading or a rule at its start is escaped too.
fn paragraph(text: &str) -> String {
    markdown_text(text)
}

/// Text that means itself wherever it stands in a page of Markdown.
pub fn markdown_text(text: &str) -> String {
    let text = escaped(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let ends = text.as_bytes().get(digits + 1).is_none_or(u8::is_ascii_whitespace);
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 && ends => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some(b'#' | b'-' | b'+' | b'=') if digits == 0 => format!("\\{text}"),
        _ => text,
    }
}

/// Text that means itself: what Markdown or HTML would read as markup is escaped, a line break is `<br>`, other
/// control characters are shown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    for c in text.trim().chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' => out.extend(['\\', c]),
            _ => show(c, before, &mut out),
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, text};
    use crate::output::visible::hidden;
    use crate::output::{Format, render, samples};
    use crate::said;
    use crate::words::Lang;
    use proptest::prelude::*;

    #[test]
    fn a_table_has_an_alignment_row_and_a_bold_total() {
        let page = samples::coverage().into();
        insta::assert_snapshot!(render(&page, Format::Markdown, &Look::plain(Lang::En)), @r#"
        ## Coverage of veg-0816

        > **!** 1 row could not be read

        | Place | Item | Done | Rate | Low | Outcome | Last | Note |
        | --- | --- | --: | --: | --- | --- | --- | --- |
        | 3-2 | 蔬菜包 | 20 | 95.24% | yes | delivered | 08-16 18:30 | |
        | 12-1 | 牛奶, 250ml\|箱 | 2.5 | 100.00% | no | refused | 08-16 19:05 | two &lt;b&gt;say&lt;/b&gt; "no" |
        | **total** | | **22.5** | **95.83%** | | | | |

        as of 2022-08-16
        "#);
        insta::assert_snapshot!(render(&page, Format::Markdown, &Look::plain(Lang::Zh)), @r"
        ## veg-0816 到位率

        > **!** 有 1 行无法读取

        | 地点 | 物品 | 实发 | 到位率 | 不足 | 结果 | 最近 | 备注 |
        | --- | --- | --: | --: | --- | --- | --- | --- |
        | 3-2 | 蔬菜包 | 20 | 95.24% | 是 | 已送达 | 08-16 18:30 | |
        | 12-1 | 牛奶, 250ml\|箱 | 2.5 | 100.00% | 否 | 拒收 | 08-16 19:05 | 两户说“不要” |
        | **合计** | | **22.5** | **95.83%** | | | | |

        截至 2022-08-16
        ");
    }

    #[test]
    fn a_page_of_several_tables_has_headings_of_two_sizes() {
        insta::assert_snapshot!(render(&samples::bulletin(), Format::Markdown, &Look::plain(Lang::Zh)), @"
        # 银河湾小区 8月16日日报

        > **!** 有 2 户未登记人数

        明日内用完：大米

        ## 库存

        | 物品 | 结余 | 最近到期 |
        | --- | --: | --- |
        | 大米 | 40 | |
        | 牛奶 | 12.5 | 2022-09-01 |

        ## 未结求助

        （无）

        由 3 名志愿者登记
        ");
    }

    #[test]
    fn markup_in_data_means_itself() {
        assert_eq!(
            escaped("a|b\\c `x` <img>\n*1* [t](u)"),
            "a\\|b\\\\c \\`x\\` &lt;img&gt;<br>\\*1\\* \\[t\\](u)"
        );
        assert_eq!(paragraph("1. first"), "1\\. first");
        assert_eq!(paragraph("- 3-2-501"), "\\- 3-2-501");
        assert_eq!(paragraph("# 3"), "\\# 3");
        assert_eq!(paragraph("2022-08-16"), "2022-08-16");
        let below = Rows { below: vec![said!("1) a\nb", "一\n二")], ..samples::empty() };
        let text = render(&below.into(), Format::Markdown, &Look::plain(Lang::En));
        assert_eq!(text, "## Open requests\n\n(nothing)\n\n1\\) a<br>b\n");
    }

    proptest! {
        #[test]
        fn every_line_has_the_same_number_of_columns(table in samples::any_table("[a|\\\\`<\n\r*牛 ]{0,12}".boxed())) {
            let written = render(&table.clone().into(), Format::Markdown, &Look::plain(Lang::En));
            prop_assert!(!written.chars().any(|c| c != '\n' && hidden(c)));
            let lines: Vec<&str> = written.lines().skip(2).collect();
            prop_assume!(!table.rows.is_empty());
            prop_assert_eq!(lines.len(), 2 + table.rows.len() + table.all_totals().count());
            for line in lines {
                let mut bars = 0;
                let mut chars = line.chars();
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => { chars.next(); }
                        '|' => bars += 1,
                        _ => {}
                    }
                }
                prop_assert_eq!(bars, table.columns.len() + 1, "{}", line);
            }
        }
    }

    #[test]
    fn a_single_cell_of_every_dangerous_character_stays_one_cell() {
        let table = Rows {
            columns: vec![text("note", "Note", "备注")],
            rows: vec![vec![Cell::text("|\\|`|\u{1b}\r\n<script>")]],
            ..Rows::default()
        };
        assert_eq!(
            render(&table.into(), Format::Markdown, &Look::plain(Lang::En)),
            "| Note |\n| --- |\n| \\|\\\\\\|\\`\\|␛␍<br>&lt;script&gt; |\n"
        );
    }
}
