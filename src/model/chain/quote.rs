//! Quoted replies: the message that is answered stands in 「…」 above a line of dashes, and says nothing new.

/// Which lines are a quotation and the dashes below it.
pub(super) fn quoted(lines: &[String]) -> Vec<bool> {
    let mut quoted = vec![false; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        let end = lines[at].starts_with('「').then(|| end_of(lines, at)).flatten();
        if let Some(end) = end {
            quoted[at..=end].fill(true);
            at = end;
        }
        at += 1;
    }
    quoted
}

/// The line of dashes that ends the quotation which begins at this line.
fn end_of(lines: &[String], start: usize) -> Option<usize> {
    let last = (start..lines.len()).find(|at| lines[*at].ends_with('」'))?;
    let next = (last + 1..lines.len()).find(|at| !lines[*at].is_empty())?;
    is_dashes(&lines[next]).then_some(next)
}

fn is_dashes(line: &str) -> bool {
    let dashes = line.chars().filter(|c| !c.is_whitespace()).count();
    dashes >= 3 && line.chars().all(|c| c.is_whitespace() || "-‐‑‒–—―−_─".contains(c))
}

/// Where a quotation ends with which a line begins, its dashes with it, and something else follows on the same line:
/// `「李楼长：2105 -2」- - - - 2106 -1`. Who is quoted stands in it; else it could be an entry in brackets.
pub(super) fn end_in_line(line: &str) -> Option<usize> {
    let inside = line.strip_prefix('「')?;
    let close = inside.find('」')?;
    inside[..close].find(['：', ':']).filter(|at| *at > 0)?;
    let end = '「'.len_utf8() + close + '」'.len_utf8();
    let rest = &line[end..];
    let reply = rest.trim_start_matches(|c: char| c.is_whitespace() || "-‐‑‒–—―−_─".contains(c));
    (!reply.is_empty()).then(|| line.len() - reply.len())
}
