//! From what a template gives to a text that goes out: no control characters, no blanks that align, no gaps.

use crate::output::{html_document, visible};
use crate::words::Lang;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html::push_html};

/// Lines without trailing blanks, at most one empty line between them, one at the end; control characters shown; runs
/// of blanks within a line one blank.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for line in text.lines() {
        let line = line.replace('\t', " ");
        let indent = line.len() - line.trim_start_matches(' ').len();
        let words: Vec<&str> = line.trim().split(' ').filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push('\n');
        }
        out.push_str(&line[..indent]);
        out.push_str(&visible(&words.join(" ")));
        out.push('\n');
    }
    out
}

/// The page in HTML. Markup in the Markdown itself is text: only what Markdown makes is made.
pub(super) fn html(markdown: &str, title: &str, lang: Lang) -> String {
    let options = Options::ENABLE_TABLES;
    let plain = |event| match event {
        Event::Html(text) | Event::InlineHtml(text) if text.trim() == "<br>" => Event::HardBreak,
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        // Nothing is fetched and nothing leads away.
        Event::Start(Tag::Image { .. } | Tag::Link { .. } | Tag::HtmlBlock) => Event::Text("".into()),
        Event::End(TagEnd::Image | TagEnd::Link | TagEnd::HtmlBlock) => Event::Text("".into()),
        other => other,
    };
    let mut body = String::new();
    push_html(&mut body, Parser::new_ext(markdown, options).map(plain));
    let body = body.replace("<table>", "<div class=wide><table>").replace("</table>", "</table></div>");
    html_document(lang, title, &format!("<article>\n{body}</article>\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blanks_and_gaps_are_made_single_and_controls_are_shown() {
        let text = "\n\n一、对象   全体\t\t居民  \n\n\n\n- a\u{1b}[2J\n  - b\n\n";
        assert_eq!(tidy(text), "一、对象 全体 居民\n\n- a␛[2J\n  - b\n");
    }

    #[test]
    fn markup_that_a_template_writes_is_text_and_leads_nowhere() {
        let page = html(
            "a <script>x</script>\n\n<div>\nb\n\n[c](javascript:d) ![e](http://f)\n\n|a|\n|-|\n|x<br>y|\n",
            "t",
            Lang::En,
        );
        let body = page.split_once("<body>").unwrap().1;
        for bad in ["<script", "<div>", "href", "src=", "javascript:", "http:"] {
            assert!(!body.contains(bad), "{bad}: {body}");
        }
        assert!(body.contains("x<br />\ny") && body.contains("<div class=wide><table>"), "{body}");
    }

    proptest! {
        #[test]
        fn no_line_is_ever_aligned_with_blanks(text in "[一a \\t\u{3000}\\n-]{0,60}") {
            for line in tidy(&text).lines() {
                prop_assert!(!line.trim_start().contains("  ") && !line.contains('\t'), "{line:?}");
            }
        }
    }
}
