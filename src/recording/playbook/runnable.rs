//! What a playbook would have made by itself: a schedule that could not be run is not taken up.

use super::Playbook;
use crate::notices::Library;
use crate::recording::scheduled::tasks;
use crate::registers::Registers;
use crate::said;
use crate::words::{Lang, Said};

/// Takes out the schedules that could not be run in the community that the playbook founds, whose registers are these:
/// no such report or notice, a path elsewhere than in `reports/`, a name twice. What was taken out is told.
pub fn keep_runnable(book: &mut Playbook, registers: &Registers) -> Vec<Said> {
    let library = Library::new(book.templates.clone());
    let mut told = Vec::new();
    let mut tasks = tasks(&registers.community).into_iter();
    book.schedules.retain(|plan| {
        let why = match tasks.next() {
            Some(Err(error)) => Said { en: error.say(Lang::En).0, zh: error.say(Lang::Zh).0 },
            _ => match &plan.notice {
                Some(notice) if library.files(notice).is_empty() => {
                    said!("there is no notice `{notice}`", "没有通知模板“{notice}”")
                }
                _ => return true,
            },
        };
        let name = &plan.name;
        told.push(said!("the schedule {name} was left out: ", "定时任务 {name} 未采用：").then(&why));
        false
    });
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::read_registers;
    use crate::recording::playbook::Plan;
    use crate::recording::{PRESETS, founding_files};
    use crate::store::text::Source;

    #[test]
    fn schedules_that_could_not_be_run_are_left_out_and_told() {
        let mut book = PRESETS[0].playbook(Lang::Zh);
        let good = book.schedules.clone();
        let plan =
            |name: &str, write: &str| Plan { name: name.into(), write: write.into(), ..good[0].clone() };
        let nonsense = Plan { report: Some("nonsense".into()), ..plan("a", "reports/a.html") };
        let no_notice = Plan { report: None, notice: Some("nowhere".into()), ..plan("b", "reports/b.txt") };
        let wrong = [nonsense, no_notice, plan("c", "ledgers/community.toml"), plan("d", &good[0].write)];
        book.schedules.extend(wrong);
        let files = founding_files("x", &[], &book, Lang::Zh);
        let sources: Vec<Source> =
            files.iter().map(|(path, text)| Source::new(path.clone(), text.clone().into_bytes())).collect();
        let told = keep_runnable(&mut book, &read_registers(&sources).0.unwrap());
        assert_eq!(book.schedules, good);
        let told: Vec<&str> = told.iter().map(|said| said.en.as_str()).collect();
        for (told, part) in
            told.iter().zip(["no report `nonsense`", "no notice `nowhere`", "below reports/", "writes"])
        {
            assert!(told.contains(part), "{told}");
        }
        assert_eq!(told.len(), 4);
    }
}
