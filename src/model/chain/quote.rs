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
