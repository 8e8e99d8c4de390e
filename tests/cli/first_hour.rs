//! docs/first-hour.md is true: each of its commands works where it stands, in both languages, and what stands below it is what
//! the program answers. `LINLI_REWRITE=1 cargo test --test cli` writes the answers anew.

use crate::pages::{hold, page};
use crate::typist::{CHINESE, Typist, half};
use linli::words::Lang;

const PAGE: &str = "docs/first-hour.md";

/// The day of the page.
const DAY: &str = "2022-08-16";

#[test]
fn the_first_hour_can_be_typed_from_the_page_and_answers_as_it_says() {
    let text = page(PAGE);
    let halves = [Lang::En, Lang::Zh].map(|lang| {
        let locale = lang.pick("en_GB.UTF-8", "zh_CN.UTF-8");
        Typist::new(&[("LANG", locale), ("LINLI_SEED", "hour")]).types_page(half(&text, lang), DAY)
    });
    hold(PAGE, &halves.join(CHINESE));
}

/// What is typed: of each line the program and its command.
fn steps(half: &str) -> Vec<String> {
    let typed = half.lines().filter_map(|line| line.strip_prefix("$ "));
    typed.map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn both_halves_take_the_same_steps_from_nothing_to_the_first_bulletin() {
    let text = page(PAGE);
    let (en, zh) = (steps(half(&text, Lang::En)), steps(half(&text, Lang::Zh)));
    let without_folder = |steps: &[String]| -> Vec<String> {
        steps
            .iter()
            .map(|step| if step.starts_with("cd ") { "cd".to_owned() } else { step.clone() })
            .collect()
    };
    assert_eq!(without_folder(&en), without_folder(&zh));
    for step in [
        "init",
        "volunteer",
        "census",
        "donate",
        "receive",
        "round",
        "distribute",
        "captain",
        "test",
        "request",
    ] {
        assert!(en.contains(&format!("linli {step}")), "{step}");
    }
    for step in
        ["missing", "notice", "report", "print", "check", "audit", "sync", "schedule", "run", "status"]
    {
        assert!(en.contains(&format!("linli {step}")), "{step}");
    }
}
