//! Files that git keeps besides the ledgers: templates, what was published, anything else in the community's folder.

use crate::books::spot_of_span;
use crate::model::{Finding, Severity, Spot, holds_personal_number, mask_numbers, personal_numbers};
use crate::said;
use crate::store::text::Source;

/// The finding for a file of `private/` that git keeps or is about to keep.
pub fn in_private(path: &str) -> Finding {
    let message = said!(
        "{path} must never be in git: it is for names and phones",
        "{path} 绝不能进入 git：那里是姓名和电话"
    );
    let mut finding = Finding::new("personal-number", Severity::Error, message);
    finding.spot = Some(Spot { path: path.to_owned(), ..Spot::default() });
    finding.fix = Some(said!("git rm -r --cached private", "git rm -r --cached private"));
    finding
}

/// Mobile and identity numbers in a file and in its name, one finding for each line.
pub fn in_tracked(source: &Source, exempt: &[String]) -> Vec<Finding> {
    let mut found = Vec::new();
    let path = &source.path;
    if !personal_numbers(path, exempt).is_empty() {
        found.push(told(Spot { path: mask_numbers(path, exempt), ..Spot::default() }, path, exempt));
    }
    if source.text.contains('\0') || !holds_personal_number(&source.text, exempt) {
        return found;
    }
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        if let Some(first) = personal_numbers(line, exempt).into_iter().next() {
            let spot = spot_of_span(source, start + first.start..start + first.end);
            found.push(told(spot, &line[first], exempt));
        }
        start += line.len();
    }
    found
}

/// The number itself is not repeated: findings are printed, pasted and sent on.
fn told(spot: Spot, number: &str, exempt: &[String]) -> Finding {
    let masked = mask_numbers(number, exempt);
    let message = said!("a personal number ({masked}) in a tracked file", "受管文件中有个人号码（{masked}）");
    let mut finding = Finding::new("personal-number", Severity::Error, message);
    let text = mask_numbers(&spot.text, exempt);
    finding.spot = Some(Spot { text, path: mask_numbers(&spot.path, exempt), ..spot });
    finding.label = said!(
        "take it out, or name it in public_phones if it is the community's own",
        "请删去；若是小区对外电话，请写入 public_phones"
    );
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_a_template_or_in_the_name_of_a_file_is_found_and_not_repeated() {
        let source = Source::new("templates/13800138000.txt", "您好\n请拨 138 0013 8000\n".into());
        let found = in_tracked(&source, &[]);
        assert_eq!(found.iter().map(|f| f.spot.as_ref().unwrap().line).collect::<Vec<_>>(), [None, Some(2)]);
        assert!(
            found.iter().all(|f| !format!("{f:?}").replace(' ', "").contains("13800138000")),
            "{found:?}"
        );
        assert!(in_tracked(&source, &["13800138000".to_owned()]).is_empty());
        assert!(in_tracked(&Source::new("a.xlsx", b"PK\0 13800138000".to_vec()), &[]).is_empty());
    }
}
