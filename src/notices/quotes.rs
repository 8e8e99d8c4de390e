//! What a correction quotes must stand in what was issued.

/// True if these words stand in the text that was issued, whatever its form: Markdown's escapes and HTML's tags are not
/// words.
pub fn stands_in(issued: &str, words: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted = bare(words);
    let in_markdown = issued.replace('\\', "");
    !wanted.is_empty()
        && [issued.to_owned(), in_markdown.clone(), unescaped(&in_markdown), unescaped(&without_tags(issued))]
            .iter()
            .any(|text| bare(text).contains(&wanted))
}

fn without_tags(html: &str) -> String {
    let (mut out, mut tag) = (String::with_capacity(html.len()), false);
    for c in html.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => tag = false,
            _ if !tag => out.push(c),
            _ => {}
        }
    }
    out
}

fn unescaped(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_every_form_and_not_where_they_are_not() {
        assert!(stands_in("饮用水30箱\n", "饮用水30箱"));
        assert!(stands_in("| 饮用水 | 30\\|箱 |", "30|箱"));
        assert!(stands_in("<td>饮用水</td><td>A &amp; B</td>", "A & B"));
        assert!(stands_in("下午 14:00 开始", "下午14:00"));
        assert!(!stands_in("饮用水36箱", "饮用水30箱"));
        assert!(!stands_in("饮用水36箱", " "));
    }
}
