//! Finished files, handed to the command that this clone's git configuration names. It never holds up the writers: they do
//! not wait for it, and one that does not end is stopped.

use crate::commands::Desk;
use crate::error::Result;
use crate::model::Stamp;
use crate::said;
use crate::store::{Parcel, Store};
use crate::words::Said;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a command may take.
const LONGEST: Duration = Duration::from_secs(60);
/// After how many minutes it is tried again; after the last it is given up.
const AGAIN: [i64; 5] = [5, 15, 60, 240, 720];
/// How much of what a command said goes into the log, in bytes.
const KEPT: u64 = 2000;

/// Hands over what waits and is due; true if all went well.
///
/// # Errors
/// What is noted of it cannot be written.
pub fn deliver(store: &Store, desk: &mut Desk, now: Stamp) -> Result<bool> {
    let Some(_lock) = store.lock_parcels()? else { return Ok(true) };
    let mut well = true;
    for mut parcel in store.parcels() {
        let name = format!("{} {}", parcel.schedule, parcel.slot);
        if parcel.trying {
            store.end_parcel(&parcel)?;
            store.log_delivery(&format!("{now} {name}: cut off, not tried again"));
            desk.ui.warn(&said!(
                "{name}: handing it over was cut off; it may or may not have arrived, and is not tried again",
                "{name}：交付中途被打断，不知是否送达，不再重试"
            ));
            well = false;
            continue;
        }
        if parcel.next > now.seconds() {
            continue;
        }
        let Some(command) = store.delivery_command(&parcel.schedule) else {
            store.end_parcel(&parcel)?;
            store.log_delivery(&format!("{now} {name}: no command is configured any more"));
            continue;
        };
        parcel.trying = true;
        parcel.tries += 1;
        store.put_parcel(&parcel)?;
        match hand_over(store, &parcel, &command) {
            Ok(said) => {
                store.end_parcel(&parcel)?;
                store.log_delivery(&format!("{now} {name}: delivered{}", brief(&said)));
            }
            Err(why) => {
                well = false;
                store.log_delivery(&format!("{now} {name}: try {}: {}", parcel.tries, why.en));
                parcel.trying = false;
                let again = AGAIN.get(parcel.tries as usize - 1);
                let what = match again {
                    Some(minutes) => said!("tried again after {minutes} minutes", "{minutes} 分钟后再试"),
                    None => said!("given up", "不再重试"),
                };
                desk.ui.warn(&said!(
                    "{name} was not delivered: {w}; {what}",
                    "{name} 未能交付：{w}；{what}",
                    w = (&why.en, &why.zh),
                    what = (what.en, what.zh)
                ));
                match again {
                    Some(minutes) => {
                        parcel.next = now.seconds() + minutes * 60;
                        store.put_parcel(&parcel)?;
                    }
                    None => store.end_parcel(&parcel)?,
                }
            }
        }
    }
    Ok(well)
}

/// The last line of what a command said.
fn brief(said: &str) -> String {
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    if last.is_empty() { String::new() } else { format!(": {last}") }
}

/// Runs the command on the file. What it says; or why it did not work.
fn hand_over(store: &Store, parcel: &Parcel, command: &str) -> std::result::Result<String, Said> {
    let file = store.root().join(&parcel.path);
    let failed = |e: std::io::Error| said!("{e}", "{e}");
    let input = std::fs::File::open(&file).map_err(failed)?;
    let mut output = tempfile::tempfile().map_err(failed)?;
    // The path and the names go as arguments and variables, never into the command's text.
    let mut shell = Command::new("sh");
    shell.args(["-c", command, "linli"]).arg(&file).current_dir(store.root());
    shell.env("LINLI_FILE", &file).env("LINLI_SCHEDULE", &parcel.schedule).env("LINLI_SLOT", &parcel.slot);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"] {
        shell.env_remove(name);
    }
    let both = output.try_clone().and_then(|out| Ok((out, output.try_clone()?))).map_err(failed)?;
    shell.stdin(Stdio::from(input)).stdout(Stdio::from(both.0)).stderr(Stdio::from(both.1));
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let mut child = shell.spawn().map_err(failed)?;
    let ended = wait(&mut child).map_err(failed)?;
    let mut said = Vec::new();
    let length = output.metadata().map_or(0, |meta| meta.len());
    let _ = output.seek(SeekFrom::Start(length.saturating_sub(KEPT)));
    let _ = output.read_to_end(&mut said);
    let said = String::from_utf8_lossy(&said).into_owned();
    let brief = brief(&said);
    match ended {
        None => {
            let seconds = LONGEST.as_secs();
            Err(said!(
                "it did not end within {seconds} s and was stopped{brief}",
                "{seconds} 秒内没有结束，已停止{brief}"
            ))
        }
        Some(status) if status.success() => Ok(said),
        Some(status) => Err(said!("{status}{brief}", "{status}{brief}")),
    }
}

/// Waits for the end; `None` if it took too long and was stopped, with what it had started.
fn wait(child: &mut Child) -> std::io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() > LONGEST {
            let group = format!("-{}", child.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
            let _ = child.kill();
            let _ = child.wait();
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}
