//! `linli schedule install --cron|--systemd`: puts the crontab line or the user's timer in place, after showing it.

use super::units::Unit;
use super::{fit, plain, unit, ways, which};
use crate::commands::Desk;
use crate::commands::printing::write_file;
use crate::commands::verb::{Exit, Heading, Verb, given, switch};
use crate::error::{Error, Result};
use crate::said;
use crate::words::{Lang, Said, words};
use clap::{Arg, ArgMatches};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The verb.
pub const VERB: Verb = Verb {
    name: "install",
    about: words(
        "have linli run started by itself, after showing how",
        "让 linli run 自动执行（先显示再安装）",
    ),
    long: words(
        "Where there is no terminal --yes is needed. Again it changes nothing; --remove takes it away.\n\
         Example: linli schedule install --systemd --dry-run",
        "不在终端时须加 --yes。重复安装不会有变化；--remove 可移除。\n示例：linli schedule install --systemd --dry-run",
    ),
    heading: Heading::Automate,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = ways(lang);
    args.extend([
        switch("remove", words("take it away again", "移除"), lang),
        switch("dry-run", words("only show it", "只显示，不安装"), lang),
        switch("yes", words("do not ask", "不再询问"), lang),
    ]);
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    which(matches, &["cron", "systemd"])?;
    let files = desk.files(|_| false)?;
    let tasks = fit(&files.registers.community, desk);
    let unit = unit(desk.store()?.root().to_owned(), desk);
    plain(&unit.root)?;
    plain(&unit.program)?;
    let remove = given(matches, "remove");
    if tasks.is_empty() && !remove {
        return Err(Error::refused(said!("no schedule is written down", "还没有定时任务")).hint(said!(
            "a [[schedule]] in ledgers/community.toml",
            "请在 ledgers/community.toml 中写 [[schedule]]"
        )));
    }
    match given(matches, "cron") {
        true => by_cron(&unit, if remove { String::new() } else { unit.cron(&tasks) }, matches, desk),
        false => {
            let texts = [("service", unit.service()), ("timer", unit.timer(&tasks))];
            by_systemd(&unit, &texts, remove, matches, desk)
        }
    }
}

/// Whether to go on: shown only, agreed to, or refused.
fn agreed(matches: &ArgMatches, desk: &mut Desk) -> Result<bool> {
    if given(matches, "dry-run") {
        desk.ui.did(&said!("nothing was changed (--dry-run)", "未作任何改动（--dry-run）"));
        return Ok(false);
    }
    if given(matches, "yes") {
        return Ok(true);
    }
    if desk.ui.asker.is_none() {
        return Err(Error::refused(said!(
            "nobody is there to agree; nothing was changed",
            "无人确认，未作任何改动"
        ))
        .hint(said!("--yes agrees to what is shown above", "确认以上内容请加 --yes")));
    }
    match desk.ui.yes(&said!("do this?", "确定吗？")) {
        true => Ok(true),
        false => Err(Error::refused(said!("nothing was changed", "未作任何改动"))),
    }
}

/// Runs a program of the system; what it could not do is an error with its own words.
fn system(program: &str, args: &[&str], input: Option<&str>) -> Result<Output> {
    let failed = |why: Said| Error::refused(said!("{program}: ", "{program}：").then(&why));
    let mut command = Command::new(program);
    command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut run = || {
        let mut child = command.spawn()?;
        if let (Some(text), Some(mut stdin)) = (input, child.stdin.take()) {
            stdin.write_all(text.as_bytes())?;
        }
        child.wait_with_output()
    };
    run().map_err(|e| failed(said!("{e}", "{e}")))
}

fn well(program: &str, output: Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Error::refused(said!("{program} refuses: {told}", "{program} 未接受：{told}")))
}

fn by_cron(unit: &Unit, block: String, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let listed = system("crontab", &["-l"], None)?;
    let told = String::from_utf8_lossy(&listed.stderr).into_owned();
    // An empty crontab is reported as a failure; any other failure must not cost its lines.
    if !listed.status.success() && !told.contains("no crontab") {
        well("crontab", listed)?;
        return Ok(Exit::Found);
    }
    let before = match String::from_utf8(listed.stdout) {
        Ok(text) if listed.status.success() => text,
        Ok(_) => String::new(),
        Err(_) => {
            return Err(Error::refused(said!(
                "the crontab is not UTF-8; nothing was changed",
                "crontab 不是 UTF-8，未作任何改动"
            ))
            .hint(said!(
                "linli schedule print --cron, and crontab -e",
                "linli schedule print --cron，再 crontab -e"
            )));
        }
    };
    let after = unit.in_crontab(&before, &block);
    desk.ui.answer(&block);
    if after == before {
        desk.ui.did(&said!("the crontab is so already", "crontab 已经如此"));
        return Ok(Exit::Done);
    }
    if agreed(matches, desk)? {
        well("crontab", system("crontab", &["-"], Some(&after))?)?;
        desk.ui.did(&match block.is_empty() {
            true => said!("taken out of the crontab", "已从 crontab 移除"),
            false => said!(
                "in the crontab; linli status shows when it last ran",
                "已写入 crontab；linli status 可查看上次执行时间"
            ),
        });
    }
    Ok(Exit::Done)
}

fn by_systemd(
    unit: &Unit,
    texts: &[(&str, String)],
    remove: bool,
    matches: &ArgMatches,
    desk: &mut Desk,
) -> Result<Exit> {
    let folder = desk.config_folder.clone().ok_or_else(|| {
        Error::usage(said!("neither HOME nor XDG_CONFIG_HOME is set", "未设置 HOME 或 XDG_CONFIG_HOME"))
    })?;
    let folder = folder.join("systemd/user");
    let name = unit.name();
    let file = |end: &str| -> PathBuf { folder.join(format!("{name}.{end}")) };
    for (end, text) in texts {
        let path = file(end);
        desk.ui.answer(&match remove {
            true => format!("rm {}\n", path.display()),
            false => format!("# {}\n{text}\n", path.display()),
        });
    }
    let is_so = |(end, text): &(&str, String)| match std::fs::read_to_string(file(end)) {
        Ok(there) => !remove && there == *text,
        Err(_) => remove,
    };
    if texts.iter().all(is_so) {
        desk.ui.did(&said!("that is so already", "已经如此"));
        if remove || given(matches, "dry-run") {
            return Ok(Exit::Done);
        }
    } else if !agreed(matches, desk)? {
        return Ok(Exit::Done);
    }
    let timer = format!("{name}.timer");
    if remove {
        let _ = system("systemctl", &["--user", "disable", "--now", &timer], None);
        for (end, _) in texts {
            remove_file(&file(end))?;
        }
    } else {
        std::fs::create_dir_all(&folder).map_err(|source| Error::File {
            doing: said!("create", "创建"),
            path: folder.clone(),
            source,
        })?;
        for (end, text) in texts {
            write_file(&file(end), text.as_bytes())?;
        }
    }
    well("systemctl", system("systemctl", &["--user", "daemon-reload"], None)?)?;
    if remove {
        desk.ui.did(&said!("the timer {timer} is gone", "定时器 {timer} 已移除"));
        return Ok(Exit::Done);
    }
    well("systemctl", system("systemctl", &["--user", "enable", "--now", &timer], None)?)?;
    desk.ui.did(&said!(
        "the timer {timer} runs; so that it does while nobody is logged in: loginctl enable-linger",
        "定时器 {timer} 已启用；要在无人登录时也运行：loginctl enable-linger"
    ));
    Ok(Exit::Done)
}

fn remove_file(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::File { doing: said!("remove", "删除"), path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}
