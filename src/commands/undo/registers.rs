//! A register as it was before an operation, with what came after it.

use git2::{MergeFileInput, MergeFileOptions, merge_file};

/// A register's text with one operation's change taken back: it made `after` of `before`, and now there is `now`. `None`
/// where the lines that it changed were changed again.
pub fn taken_back(before: &str, after: &str, now: &str) -> Option<String> {
    if now == after {
        return Some(before.to_owned());
    }
    exchanged(before, after, now).or_else(|| merged(before, after, now))
}

/// Where what it wrote stands in one place, with whatever beside it: that is exchanged for what was there.
fn exchanged(before: &str, after: &str, now: &str) -> Option<String> {
    let lines = |text| -> Vec<&str> { str::split_inclusive(text, '\n').collect() };
    let (old, new) = (lines(before), lines(after));
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (old, new) = (old[head..old.len() - tail].concat(), new[head..new.len() - tail].concat());
    if new.is_empty() {
        return None;
    }
    let starts = |at: usize| at == 0 || now.as_bytes()[at - 1] == b'\n';
    let mut places = now.match_indices(&new).map(|(at, _)| at).filter(|at| starts(*at));
    match (places.next(), places.next()) {
        (Some(at), None) => Some(format!("{}{old}{}", &now[..at], &now[at + new.len()..])),
        _ => None,
    }
}

fn merged(before: &str, after: &str, now: &str) -> Option<String> {
    fn input(text: &str) -> MergeFileInput<'_> {
        let mut input = MergeFileInput::new();
        input.content(text.as_bytes());
        input
    }
    // Unlike the rest of libgit2's face, its merge of files does not start the library by itself.
    let _ = git2::Oid::hash_object(git2::ObjectType::Blob, b"");
    let mut options = MergeFileOptions::new();
    let merged = merge_file(&input(after), &input(now), &input(before), Some(&mut options)).ok()?;
    if !merged.is_automergeable() {
        return None;
    }
    String::from_utf8(merged.content().to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_goes_though_another_came_beside_it() {
        let (before, after) = ("h\na\n", "h\na\nb\n");
        assert_eq!(taken_back(before, after, "h\na\nb\nc\n").as_deref(), Some("h\na\nc\n"));
        assert_eq!(taken_back(before, after, "h\nx\na\nb\n").as_deref(), Some("h\nx\na\n"));
    }

    #[test]
    fn a_line_that_was_changed_again_stays() {
        assert_eq!(taken_back("h\na,1\nz\n", "h\na,2\nz\n", "h\na,3\nz\n"), None);
        assert_eq!(taken_back("h\na,1\n", "h\na,2\n", "h\na,2\nb\n").as_deref(), Some("h\na,1\nb\n"));
    }

    #[test]
    fn a_line_that_was_removed_comes_back() {
        assert_eq!(
            taken_back("a\nb\nc\nd\ne\nf\n", "a\nc\nd\ne\nf\n", "a\nc\nd\ne\nF\n").as_deref(),
            Some("a\nb\nc\nd\ne\nF\n")
        );
    }

    proptest! {
        #[test]
        fn right_after_an_operation_everything_is_as_before(before in "([ab]\n){0,6}", after in "([ab]\n){0,6}") {
            prop_assert_eq!(taken_back(&before, &after, &after), Some(before));
        }

        #[test]
        fn lines_that_others_added_are_never_lost(at in 0usize..6, new in 0usize..6) {
            let mut lines: Vec<String> = (0..6).map(|n| format!("{n}\n")).collect();
            let before = lines.concat();
            lines.insert(at, "mine\n".to_owned());
            let after = lines.concat();
            lines.insert(new, "theirs\n".to_owned());
            let back = taken_back(&before, &after, &lines.concat()).unwrap();
            prop_assert!(back.contains("theirs\n") && !back.contains("mine"));
            prop_assert_eq!(back.replace("theirs\n", ""), before);
        }
    }
}
