//! Whatever commands the recorder accepts, the ledger that they leave is in order.

use super::tests::{COLUMNS, order, setting};
use super::{Opening, StepOrder, every_request, open, step};
use crate::arithmetic::literal::{ledger, with};
use crate::arithmetic::requests::order_faults;
use crate::ledgers::{Draft, Help, Step, Urgency, append};
use crate::model::{Code, Stamp};
use crate::recording::{Entry, Setting};
use crate::store::text::Source;
use proptest::prelude::*;

/// What an operation does to the rows before it writes them.
fn written(source: &Source, entry: &Entry, setting: &Setting, code: &mut u32) -> Source {
    let mut rows: Vec<Draft> = Vec::new();
    for document in &entry.documents {
        *code += 1;
        for (line, row) in document.rows.iter().enumerate() {
            let mut row = row.clone();
            let line = if document.rows.len() > 1 { line as u32 + 1 } else { 0 };
            row.identify(setting.day, Code::short(*code), line);
            row.put("by", &setting.by);
            row.put("at", entry.not_before.map_or(setting.at, |at| at.max(setting.at)).to_string());
            if row.get("request").is_empty() {
                let id = row.get("id").to_owned();
                row.put("request", id);
            }
            rows.push(row);
        }
    }
    let text = append(&source.text, &rows.iter().collect::<Vec<_>>());
    Source::new(source.path.clone(), text.into_bytes())
}

#[derive(Clone, Debug)]
enum Typed {
    Open,
    Step { which: usize, step: Step, runner: usize, back: i32 },
}

fn typed() -> impl Strategy<Value = Typed> {
    let step = proptest::sample::select(Step::ALL[1..].to_vec());
    prop_oneof![
        1 => Just(Typed::Open),
        8 => (any::<usize>(), step, 0..3usize, 0..3i32)
            .prop_map(|(which, step, runner, back)| Typed::Step { which, step, runner, back: (back - 1).max(0) }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_commands_that_are_accepted_leave_a_ledger_in_order(
        commands in proptest::collection::vec((typed(), 0..3i64, any::<bool>()), 1..24),
    ) {
        let mut source = ledger("requests", COLUMNS, &["2022-08-15 12:00,Q220815-000001,opened,2-1-101,food,米,,,,"]);
        let (mut now, mut code, mut accepted) = (Stamp::parse("2022-08-15T12:00:00+08:00").unwrap(), 1000, 0);
        for (command, pause, king) in commands {
            // A clock that often stands still, and sometimes jumps to the next day.
            let seconds = [0, 1, 40_000][pause as usize];
            now = Stamp::from_datetime(now.datetime() + chrono::TimeDelta::seconds(seconds));
            let by = if king { "王强" } else { "李梅" };
            let mut at = Setting { at: now, day: now.day(), today: now.day(), ..setting(by, "15 12:00") };
            let entry = with(std::slice::from_ref(&source), |books| {
                let all = every_request(books, now);
                match &command {
                    Typed::Open => {
                        let place = books.registers.names.places().find(b"2-1-102").unwrap();
                        let opening = Opening { place, need: "奶粉".to_owned(), kind: Help::Baby, urgency: Urgency::Today };
                        open(books, &all, &[opening], &at)
                    }
                    Typed::Step { which, step: what, runner, back } => {
                        at.day = at.day.plus(-*back);
                        let meant = all[which % all.len()].request.to_string();
                        let original = all[(which / 7) % all.len()].request.to_string();
                        let runner = [None, Some("李梅"), Some("王强")][*runner].map(str::to_owned);
                        let asked = StepOrder { runner, to: "物业".to_owned(), of: Some(original), ..order(*what, &[&meant]) };
                        step(books, &asked, &at)
                    }
                }
            });
            if let Ok(entry) = entry {
                accepted += 1;
                source = written(&source, &entry, &at, &mut code);
            }
        }
        with(&[source.clone()], |books| {
            for request in every_request(books, now) {
                let steps: Vec<Step> = request.steps.iter().map(|row| row.body.step).collect();
                prop_assert!(request.illegal.is_empty() && request.undelivered.is_empty(), "{}", source.text);
                prop_assert_eq!(order_faults(&steps), 0);
            }
            Ok(())
        })?;
        prop_assert!(accepted > 0 || source.text.lines().count() == 2);
    }

    #[test]
    fn faults_of_an_order_are_counted_as_the_books_count_them(steps in proptest::collection::vec(0..10usize, 1..8)) {
        let steps: Vec<Step> = steps.into_iter().map(|n| Step::ALL[n]).collect();
        let rows: Vec<String> = [Step::Opened].iter().chain(&steps).enumerate().map(|(n, step)| {
            let own = if *step == Step::Opened { "2-1-101,food,米,,,," } else { ",,,,,," };
            format!("2022-08-15 {:02}:00,Q220815-000001,{},{own}", 8 + n, step.code())
        }).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        with(&[ledger("requests", COLUMNS, &rows)], |books| {
            let all = every_request(books, Stamp::parse("2022-08-16T12:00:00+08:00").unwrap());
            let known: Vec<Step> = all[0].steps.iter().map(|row| row.body.step).collect();
            prop_assert_eq!(order_faults(&known), all[0].illegal.len() + all[0].undelivered.len());
            Ok(())
        })?;
    }
}
