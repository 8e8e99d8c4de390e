//! `personal-number`: a mobile or identity number in a tracked file.

use super::{Check, Example, Scene, Tier};
use crate::books::{Books, spot_of_line, spot_of_span};
use crate::ledgers::{Field, Head, Kind, Ledger, State, by_name, unquoted};
use crate::model::{Finding, Severity, Spot, holds_personal_number, mask_numbers, personal_numbers};
use crate::said;
use crate::store::text::{Source, read_records};
use crate::words::Said;
use crate::words::words;
use std::collections::BTreeMap;

/// The check.
pub const CHECK: Check = Check {
    code: "personal-number",
    severity: Severity::Error,
    tier: Tier::Privacy,
    title: words("a mobile or identity number in a tracked file", "文件中有手机号或身份证号"),
    meaning: words(
        "What is once in git stays in its history and on every clone. Residents' numbers belong into `private/contacts.csv`, which is never committed; public numbers of the community are listed in `public_phones`. A file of `private/` that git is about to keep is one too. Before it is committed, take the number out; `--mask-numbers` writes `138****1234` instead. If it was committed, amend the row and ask `linli doctor` what is left in history. In rows that are cancelled a number is only noted, as info: it is still there, but no command can take it out.",
        "一旦进入 git，就留在历史和每一份克隆里。住户的号码应写在从不提交的 private/contacts.csv；小区对外公布的电话写在 public_phones。git 将要保存的 private/ 文件也算。提交前请删去号码，或用 --mask-numbers 写成 138****1234。若已提交，请更正该行，并用 linli doctor 查看历史中还有哪些。已冲销的行只作提示：号码仍在其中，但没有命令能去掉它。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,note,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,送货人电话 13800138000,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, _: &Scene) -> Vec<Finding> {
    let exempt = &books.registers.community.public_phones;
    let mut found = Vec::new();
    let suspects =
        books.sources.iter().enumerate().filter(|(_, source)| holds_personal_number(&source.text, exempt));
    for (at, source) in suspects {
        if source.path.ends_with(".csv") {
            in_cells(books, at as u32, source, exempt, &mut found);
        } else {
            in_lines(source, exempt, &mut found);
        }
    }
    found
}

/// The number itself is not repeated: findings are printed, pasted and sent on.
fn told(spot: Spot, number: &str, exempt: &[String]) -> Finding {
    let masked = mask_numbers(number, exempt);
    let message = said!("a personal number ({masked}) in a tracked file", "受管文件中有个人号码（{masked}）");
    let mut finding = Finding::new("personal-number", Severity::Error, message);
    let text = mask_numbers(&spot.text, exempt);
    finding.spot = Some(Spot { text, ..spot });
    finding
}

fn in_lines(source: &Source, exempt: &[String], found: &mut Vec<Finding>) {
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        if let Some(first) = personal_numbers(line, exempt).into_iter().next() {
            let number = &line[first.clone()];
            let spot = spot_of_span(source, start + first.start..start + first.end);
            found.push(told(spot, number, exempt));
        }
        start += line.len();
    }
}

fn in_cells(books: &Books, file: u32, source: &Source, exempt: &[String], found: &mut Vec<Finding>) {
    let ledger =
        source.path.strip_prefix("ledgers/").and_then(|p| p.split_once('/')).and_then(|p| by_name(p.0));
    let fields = ledger.map_or(&[][..], |ledger| ledger.fields);
    let mut names: Option<Vec<Option<&'static Field>>> = None;
    let mut lines = None;
    read_records(&source.text, |record| {
        let cell = |&(a, b): &(u32, u32)| &record.line[a as usize..b as usize];
        let fields = names.get_or_insert_with(|| {
            let name = |span| unquoted(cell(span)).trim().to_owned();
            record.spans.iter().map(|span| fields.iter().find(|f| f.name == name(span))).collect()
        });
        if personal_numbers(record.line, exempt).is_empty() {
            return;
        }
        for (column, span) in record.spans.iter().enumerate() {
            let field = fields.get(column).copied().flatten();
            let is_code = field.is_some_and(|f| {
                matches!(f.kind, Kind::Id | Kind::RowRef | Kind::Stamp | Kind::Day) || f.name == "digest"
            });
            let Some(first) = personal_numbers(cell(span), exempt).into_iter().next().filter(|_| !is_code)
            else {
                continue;
            };
            let number = &cell(span)[first.clone()];
            let place = (span.0 + first.start as u32, span.0 + first.end as u32);
            let spot = spot_of_line(source, record.number, record.line, place);
            let mut finding = told(spot, number, exempt);
            finding.field = field.map(|f| f.name);
            let heads = lines.get_or_insert_with(|| heads_by_line(books, ledger, file));
            if let (Some(head), Some(field)) = (heads.get(&record.number), field) {
                finding.id = Some(head.id.to_string());
                if matches!(head.state, State::Reversal | State::Reversed | State::Overruled) {
                    finding.severity = Severity::Info;
                } else {
                    finding.fix = Some(fix(head, field, &unquoted(cell(span)), exempt));
                }
            }
            found.push(finding);
        }
    });
}

fn heads_by_line<'b, 'a>(
    books: &'b Books<'a>,
    ledger: Option<&Ledger>,
    file: u32,
) -> BTreeMap<u32, &'b Head<'a>> {
    let heads = ledger.map_or_else(Vec::new, |ledger| books.heads(ledger));
    heads.into_iter().filter(|h| h.origin.file == file).map(|h| (h.origin.line, h)).collect()
}

fn fix(head: &Head, field: &Field, cell: &str, exempt: &[String]) -> Said {
    let (code, name) = (head.id.reference(), field.name);
    let masked = mask_numbers(cell, exempt).replace('"', "'");
    said!(
        "linli amend {code} {name}=\"{masked}\" --reason \"personal number\"",
        "linli amend {code} {name}=\"{masked}\" --reason \"含个人号码\""
    )
}
