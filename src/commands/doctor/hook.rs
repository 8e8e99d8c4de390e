//! The check before each commit: the hook in place, and the program where git finds it.

use super::{Line, Matter, Patient, Verdict};
use crate::error::Result;
use crate::said;
use crate::store::HookState;
use crate::words::{Said, words};
use std::process::{Command, Stdio};

/// The matter.
pub const MATTER: Matter =
    Matter {
        code: "hook", title: words("check before each commit", "提交前核对"), look, mend: Some(mend)
    };

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let fix = || said!("linli doctor --fix", "linli doctor --fix");
    let problem = |found: Said, remedy: Said| Ok(vec![Line::new(Verdict::Problem, found).remedy(remedy)]);
    match store.hook()? {
        HookState::Missing(path) => {
            let path = path.display();
            return problem(
                said!(
                    "git does not look at this community's ledgers: {path}",
                    "git 提交前不核对本社区台账：{path}"
                ),
                fix(),
            );
        }
        HookState::Outdated(path) => {
            let path = path.display();
            return problem(
                said!("{path} is of an older version, or may not be run", "{path} 是旧版本，或没有执行权限"),
                fix(),
            );
        }
        HookState::Foreign(path) => {
            let path = path.display();
            let found = said!(
                "{path} is a hook of your own; whether it calls linli check is not known",
                "{path} 是你自己的钩子，无法得知其中是否调用 linli check"
            );
            let remedy = said!(
                "put this line in it: linli check --tree \"$(git write-tree)\"",
                "请在其中加一行：linli check --tree \"$(git write-tree)\""
            );
            return Ok(vec![Line::new(Verdict::Warning, found).remedy(remedy)]);
        }
        HookState::There => {}
    }
    let own = env!("CARGO_PKG_VERSION");
    // As the hook itself finds it.
    let asked = Command::new("linli").arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output();
    let answer = asked.ok().filter(|output| output.status.success());
    let answer = answer.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    match answer {
        None => problem(
            said!(
                "linli is not in PATH: the hook lets every commit pass",
                "PATH 中没有 linli，钩子会放过所有提交"
            ),
            said!("cargo install --path . --locked", "cargo install --path . --locked"),
        ),
        Some(answer) if answer.ends_with(&format!(" {own}")) => {
            let found = said!("in place; linli {own} in PATH", "已就绪；PATH 中的 linli 为 {own}");
            Ok(vec![Line::new(Verdict::Good, found)])
        }
        Some(answer) => Ok(vec![Line::new(
            Verdict::Warning,
            said!(
                "the hook runs another version: {answer}, not {own}",
                "钩子运行的是另一版本：{answer}，而非 {own}"
            ),
        )]),
    }
}

fn mend(patient: &mut Patient) -> Result<Vec<Said>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    if !matches!(store.hook()?, HookState::Missing(_) | HookState::Outdated(_)) {
        return Ok(Vec::new());
    }
    store.install_hook()?;
    Ok(vec![said!("git now looks at the ledgers before each commit", "git 今后在提交前核对台账")])
}
