//! Findings for a person at a terminal, for a program, and for the annotations of a workflow run.

use super::json::{array, object, quoted};
use super::{Ink, Look, caret, no_such_format, paint, visible};
use crate::model::{Fault, Finding, Severity};
use crate::words::{Lang, any_of, count_of};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FindingFormat {
    /// With the line, a caret under the cell and the remedy.
    #[default]
    Human,
    /// An array of objects, one a line.
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
}

impl FindingFormat {
    /// Every format, in the order in which help names them.
    pub const ALL: [FindingFormat; 3] = [FindingFormat::Human, FindingFormat::Json, FindingFormat::Github];

    /// What is typed after `--format`.
    pub fn name(self) -> &'static str {
        match self {
            FindingFormat::Human => "human",
            FindingFormat::Json => "json",
            FindingFormat::Github => "github",
        }
    }

    /// Reads what is typed after `--format`.
    pub fn parse(name: &str) -> Result<FindingFormat, Fault> {
        FindingFormat::ALL.into_iter().find(|f| f.name() == name).ok_or_else(|| {
            let known = any_of(&FindingFormat::ALL.map(FindingFormat::name));
            no_such_format(name, &known.en, &known.zh)
        })
    }
}

/// The findings in a format, in the order given. Ends in one newline, but for GitHub without findings, where
/// there is nothing to say.
pub fn render_findings(findings: &[Finding], format: FindingFormat, look: &Look) -> String {
    match format {
        FindingFormat::Human => human(findings, look),
        FindingFormat::Json => array(findings.iter().map(|f| as_object(f, look.lang)), "") + "\n",
        FindingFormat::Github => findings.iter().map(|f| workflow_command(f, look.lang)).collect(),
    }
}

fn human(findings: &[Finding], look: &Look) -> String {
    let mut out = String::new();
    for finding in findings {
        one(finding, look, &mut out);
        out.push('\n');
    }
    out.push_str(&summary(findings, look.lang));
    out.push('\n');
    out
}

fn one(finding: &Finding, look: &Look, out: &mut String) {
    let ink = match finding.severity {
        Severity::Error => Ink::Error,
        Severity::Warning => Ink::Warning,
        Severity::Info => Ink::Info,
    };
    let heading = format!("{}[{}]", finding.severity.say(look.lang), finding.code);
    let message = visible(finding.message.say(look.lang));
    let colon = look.lang.pick(": ", "：");
    out.push_str(&format!("{}{colon}{}\n", paint(&heading, ink, look), paint(&message, Ink::Strong, look)));

    let mut place: Vec<String> = Vec::new();
    if let Some(spot) = &finding.spot {
        let numbers = spot.line.into_iter().chain(spot.line.and(spot.column));
        place.push(numbers.fold(visible(&spot.path).into_owned(), |path, n| format!("{path}:{n}")));
    }
    place.extend(finding.id.as_ref().map(|id| visible(id).into_owned()));
    place.extend(finding.field.map(str::to_owned));
    if !place.is_empty() {
        out.push_str(&format!("  {}\n", place.join("  ")));
    }

    let label = visible(finding.label.say(look.lang));
    match &finding.spot {
        Some(spot) if spot.line.is_some() => out.push_str(&caret::snippet(spot, &label, ink, look)),
        _ if label.is_empty() => {}
        _ => out.push_str(&format!("  {label}\n")),
    }
    if let Some(fix) = &finding.fix {
        let word = paint(look.lang.pick("fix: ", "修正："), Ink::Remedy, look);
        out.push_str(&format!("{word}{}\n", visible(fix.say(look.lang))));
    }
}

/// `3 errors, 2 warnings, 1 note` / `3 处错误，2 处警告，1 处提示`.
fn summary(findings: &[Finding], lang: Lang) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let parts: Vec<String> = [
        (count(Severity::Error), "error", "errors", "处错误"),
        (count(Severity::Warning), "warning", "warnings", "处警告"),
        (count(Severity::Info), "note", "notes", "处提示"),
    ]
    .into_iter()
    .filter(|part| part.0 > 0)
    .map(|(n, one, many, zh)| count_of(n, one, many, zh).say(lang).to_owned())
    .collect();
    if parts.is_empty() {
        return lang.pick("nothing found", "没有发现问题").to_owned();
    }
    parts.join(lang.pick(", ", "，"))
}

fn as_object(finding: &Finding, lang: Lang) -> String {
    let spot = finding.spot.as_ref();
    let text = |t: Option<&str>| t.map_or("null".to_owned(), quoted);
    let number = |n: Option<u32>| n.map_or("null".to_owned(), |n| n.to_string());
    object(
        [
            ("code", quoted(finding.code)),
            ("severity", quoted(finding.severity.code())),
            ("path", text(spot.map(|s| s.path.as_str()))),
            ("line", number(spot.and_then(|s| s.line))),
            ("column", number(spot.and_then(|s| s.column))),
            ("field", text(finding.field)),
            ("id", text(finding.id.as_deref())),
            ("message", quoted(finding.message.say(lang))),
            ("fix", text(finding.fix.as_ref().map(|f| f.say(lang)))),
        ]
        .into_iter(),
    )
}

/// `::error file=…,line=…,col=…,title=…::message`, escaped as GitHub documents it.
fn workflow_command(finding: &Finding, lang: Lang) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = Vec::new();
    if let Some(spot) = &finding.spot {
        properties.push(format!("file={}", escaped_property(&spot.path)));
        properties.extend(spot.line.map(|n| format!("line={n}")));
        properties.extend(spot.line.and(spot.column).map(|n| format!("col={n}")));
    }
    properties.push(format!("title={}", escaped_property(finding.code)));
    format!("::{level} {}::{}\n", properties.join(","), escaped_data(finding.message.say(lang)))
}

fn escaped_data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            _ => super::visible::show(c, before, &mut out),
        }
        before = Some(c);
    }
    out
}

fn escaped_property(text: &str) -> String {
    escaped_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Spot;
    use crate::output::visible::hidden;
    use crate::said;
    use crate::words::Said;
    use proptest::prelude::*;

    fn unknown_place() -> Finding {
        Finding {
            spot: Some(Spot {
                path: "ledgers/distributions/2022-08.csv".to_owned(),
                line: Some(118),
                column: Some(36),
                width: 7,
                text: "I220816-7K2MQX,2022-08-16,veg-0816,3-2-5O2,蔬菜包,1,份,,,delivered,,,,李梅,2022-08-16T18:30:00+08:00"
                    .to_owned(),
            }),
            field: Some("place"),
            id: Some("I220816-7K2MQX".to_owned()),
            label: said!("the letter O? 3-2-502 exists", "是字母 O 吗？有 3-2-502"),
            fix: Some(said!(
                "linli amend 7K2MQX place=3-2-502 --reason \"misread\"",
                "linli amend 7K2MQX place=3-2-502 --reason \"看错\""
            )),
            ..Finding::new(
                "unknown-place",
                Severity::Error,
                said!("there is no home 3-2-5O2", "没有 3-2-5O2 这一户"),
            )
        }
    }

    fn three() -> Vec<Finding> {
        let crlf = Finding {
            spot: Some(Spot { path: "ledgers/items.csv".to_owned(), ..Spot::default() }),
            ..Finding::new("tolerated-form", Severity::Info, said!("lines end in CRLF", "行尾是 CRLF"))
        };
        let low = Finding::new("below-minimum", Severity::Warning, said!("牛奶: 3 left", "牛奶只剩 3"));
        vec![unknown_place(), crlf, low]
    }

    #[test]
    fn a_person_sees_the_line_the_caret_and_the_remedy() {
        let look = Look { width: Some(80), ..Look::plain(Lang::En) };
        insta::assert_snapshot!(render_findings(&three(), FindingFormat::Human, &look), @r#"
        error[unknown-place]: there is no home 3-2-5O2
          ledgers/distributions/2022-08.csv:118:36  I220816-7K2MQX  place
        118 | I220816-7K2MQX,2022-08-16,veg-0816,3-2-5O2,蔬菜包,1,份,,,delivered,,,,李…
            |                                    ^^^^^^^ the letter O? 3-2-502 exists
        fix: linli amend 7K2MQX place=3-2-502 --reason "misread"

        info[tolerated-form]: lines end in CRLF
          ledgers/items.csv

        warning[below-minimum]: 牛奶: 3 left

        1 error, 1 warning, 1 note
        "#);
        let look = Look { width: Some(80), ..Look::plain(Lang::Zh) };
        insta::assert_snapshot!(render_findings(&three(), FindingFormat::Human, &look), @r#"
        错误[unknown-place]：没有 3-2-5O2 这一户
          ledgers/distributions/2022-08.csv:118:36  I220816-7K2MQX  place
        118 | I220816-7K2MQX,2022-08-16,veg-0816,3-2-5O2,蔬菜包,1,份,,,delivered,,,,李…
            |                                    ^^^^^^^ 是字母 O 吗？有 3-2-502
        修正：linli amend 7K2MQX place=3-2-502 --reason "看错"

        提示[tolerated-form]：行尾是 CRLF
          ledgers/items.csv

        警告[below-minimum]：牛奶只剩 3

        1 处错误，1 处警告，1 处提示
        "#);
    }

    #[test]
    fn nothing_found_is_said() {
        let en = Look::plain(Lang::En);
        assert_eq!(render_findings(&[], FindingFormat::Human, &en), "nothing found\n");
        assert_eq!(render_findings(&[], FindingFormat::Human, &Look::plain(Lang::Zh)), "没有发现问题\n");
        assert_eq!(render_findings(&[], FindingFormat::Json, &en), "[]\n");
        assert_eq!(render_findings(&[], FindingFormat::Github, &en), "");
    }

    #[test]
    fn a_program_gets_the_nine_keys_with_null_where_there_is_nothing() {
        let json = render_findings(&three(), FindingFormat::Json, &Look::plain(Lang::En));
        insta::assert_snapshot!(json, @r#"
        [
          {"code": "unknown-place", "severity": "error", "path": "ledgers/distributions/2022-08.csv", "line": 118, "column": 36, "field": "place", "id": "I220816-7K2MQX", "message": "there is no home 3-2-5O2", "fix": "linli amend 7K2MQX place=3-2-502 --reason \"misread\""},
          {"code": "tolerated-form", "severity": "info", "path": "ledgers/items.csv", "line": null, "column": null, "field": null, "id": null, "message": "lines end in CRLF", "fix": null},
          {"code": "below-minimum", "severity": "warning", "path": null, "line": null, "column": null, "field": null, "id": null, "message": "牛奶: 3 left", "fix": null}
        ]
        "#);
        let parsed: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        assert_eq!(parsed[0]["column"], 36);
        assert!(parsed[2]["path"].is_null());
    }

    #[test]
    fn github_gets_workflow_commands_with_its_own_escapes() {
        let mut findings = three();
        findings[1].spot.as_mut().unwrap().path = "a,b:c%.csv".to_owned();
        findings[1].message = Said::same("100%\r\nsure: yes, ::error::no");
        insta::assert_snapshot!(render_findings(&findings, FindingFormat::Github, &Look::plain(Lang::Zh)), @"
        ::error file=ledgers/distributions/2022-08.csv,line=118,col=36,title=unknown-place::没有 3-2-5O2 这一户
        ::notice file=a%2Cb%3Ac%25.csv,title=tolerated-form::100%25%0D%0Asure: yes, ::error::no
        ::warning title=below-minimum::牛奶只剩 3
        ");
    }

    #[test]
    fn colours_are_there_only_when_asked_for() {
        let plain = Look::plain(Lang::En);
        let text = render_findings(&three(), FindingFormat::Human, &Look { color: true, ..plain });
        assert!(text.starts_with("\u{1b}[1;31merror[unknown-place]\u{1b}[0m: "), "{text:?}");
        assert!(!render_findings(&three(), FindingFormat::Human, &plain).contains('\u{1b}'));
    }

    #[test]
    fn every_format_is_read_by_its_name() {
        for format in FindingFormat::ALL {
            assert_eq!(FindingFormat::parse(format.name()), Ok(format));
        }
        assert!(FindingFormat::parse("html").is_err());
    }

    proptest! {
        #[test]
        fn no_control_character_survives_in_any_format(text in any::<String>(), message in any::<String>(), column in 1u32..40) {
            let mut finding = unknown_place();
            finding.spot = Some(Spot { path: message.clone(), line: Some(1), column: Some(column), width: 3, text });
            finding.message = Said::same(message.clone());
            finding.label = Said::same(message.clone());
            finding.id = Some(message.clone());
            finding.fix = Some(Said::same(message));
            for format in FindingFormat::ALL {
                let out = render_findings(&[finding.clone()], format, &Look::plain(Lang::En));
                prop_assert!(!out.chars().any(|c| c != '\n' && hidden(c)), "{out:?}");
                let lines = out.lines().count();
                prop_assert!(lines <= 8, "{lines} lines: {out:?}");
                if format == FindingFormat::Json {
                    prop_assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok());
                }
            }
        }
    }
}
