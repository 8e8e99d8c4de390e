//! The bulletin's page as a browser shows it: nothing wider than a phone, no complaint on the console, contrast by day and by
//! night, and every number that JSON has. Not run where no Chromium is installed, which is said.

use crate::sample::Sample;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// A phone and a desk, in CSS pixels.
const WIDTHS: [u32; 2] = [390, 1280];

/// A browser of this machine that shows a page; without one the reason why nothing is tested.
fn browser() -> Option<&'static str> {
    let folder = tempfile::TempDir::new().unwrap();
    let runs = |name: &&str| {
        let mut command = quiet(name, folder.path());
        let child =
            command.arg("data:text/html,<p>here</p>").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        child.is_ok_and(|child| String::from_utf8_lossy(&wait(child).stdout).contains("<p>here</p>"))
    };
    let found = BROWSERS.into_iter().find(runs);
    if found.is_none() {
        eprintln!("SKIPPED: no Chromium that runs here (apt install chromium); the page was not looked at");
    }
    found
}

/// A browser without a window, which prints the page that it is given.
fn quiet(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
    ]);
    command.args(["--window-size=1400,1000", "--virtual-time-budget=20000", "--dump-dom"]);
    command.arg(format!("--user-data-dir={}", folder.join("profile").display()));
    command
}

/// What the browser finds on a page, by night or by day.
fn look(browser: &str, html: &str, json: &str, dark: bool) -> Value {
    let folder = tempfile::TempDir::new().unwrap();
    let literal = |text: &str| serde_json::to_string(text).unwrap().replace("</", "<\\/");
    let script = include_str!("browser.js");
    let around = format!(
        "<!doctype html><meta charset=utf-8><body><script>\nconst page = {};\nconst answer = {};\nconst widths = {WIDTHS:?};\n{script}</script>",
        literal(html),
        json.replace("</", "<\\/"),
    );
    let file = folder.path().join("around.html");
    std::fs::write(&file, around).unwrap();
    let mut command = quiet(browser, folder.path());
    command.args(["--enable-logging=stderr", "--v=0"]);
    if dark {
        command.arg("--blink-settings=preferredColorScheme=0");
    }
    let child =
        command.arg(format!("file://{}", file.display())).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = wait(child.spawn().unwrap());
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let console: Vec<&str> = err.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(console.is_empty(), "on the console: {console:#?}");
    let result = out.split_once("<pre id=\"result\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let (result, _) = result.unwrap_or_else(|| panic!("no result: {out}\n{err}"));
    let result = result.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&result).unwrap()
}

/// A browser that does not come back in a minute is stopped.
fn wait(child: std::process::Child) -> std::process::Output {
    let (id, (done, ended)) = (child.id(), std::sync::mpsc::channel::<()>());
    std::thread::spawn(move || {
        if ended
            .recv_timeout(Duration::from_secs(60))
            .is_err_and(|e| e == std::sync::mpsc::RecvTimeoutError::Timeout)
        {
            let _ = Command::new("kill").arg("-9").arg(id.to_string()).status();
        }
    });
    let output = child.wait_with_output().unwrap();
    drop(done);
    output
}

fn is_right(args: &[&str], lang: &str, least_numbers: u64) {
    let Some(browser) = browser() else { return };
    let sample = Sample::new();
    let with = |format: &'static str| [args, &["--format", format]].concat();
    let (html, json) = (sample.answer(&with("html"), lang), sample.answer(&with("json"), lang));
    for dark in [false, true] {
        let seen = look(browser, &html, &json, dark);
        assert_eq!(seen["dark"], dark);
        assert_eq!(
            seen["found"],
            Value::Array(Vec::new()),
            "linli {} ({lang}, dark: {dark})",
            args.join(" ")
        );
        assert!(seen["compared"].as_u64().unwrap() >= least_numbers, "{} numbers compared", seen["compared"]);
    }
}

#[test]
fn the_bulletin_fits_a_phone_and_a_desk_is_readable_by_day_and_night_and_its_numbers_are_those_of_json() {
    is_right(&["report", "daily"], "en", 500);
    is_right(&["report", "daily"], "zh", 500);
}

#[test]
fn the_public_bulletin_is_as_right_in_a_browser() {
    is_right(&["report", "daily", "--public"], "en", 100);
    is_right(&["report", "daily", "--public"], "zh", 100);
}

#[test]
fn a_report_of_one_table_is_as_right_in_a_browser() {
    is_right(&["report", "coverage", "--by", "unit"], "zh", 50);
    is_right(&["report", "grid"], "en", 50);
}
