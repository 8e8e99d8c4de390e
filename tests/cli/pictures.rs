//! The pictures of the terminal in README.md: what the program shows at a terminal in the demo, colours and all, as SVG with its
//! text in it. `docs/pictures/make` makes them anew, and those of the page.
#![cfg(unix)]

use crate::pages::hold;
use crate::program::EVENING;
use crate::sample::Sample;
use expectrl::{Eof, Expect, Session};
use std::process::Command;
use std::time::Duration;
use unicode_width::UnicodeWidthChar;

/// How wide the terminal is, in characters.
const COLUMNS: u16 = 100;
/// How many lines are shown at most.
const LINES: usize = 44;
/// A character's width and a line's height, in the picture's units.
const CELL: (f32, f32) = (8.4, 18.0);

/// All that is shown at a terminal, with its escape sequences.
fn at_a_terminal(sample: &Sample, args: &[&str], lang: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command
        .args(args)
        .current_dir(sample.path())
        .env_clear()
        .env("TERM", "xterm-256color")
        .env("LC_ALL", "C.UTF-8")
        .env("COLUMNS", COLUMNS.to_string())
        .env("LINLI_NOW", EVENING)
        .env("LINLI_BY", "李梅")
        .env("LINLI_LANG", lang);
    let mut session = Session::spawn(command).expect("a terminal");
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    let shown = session.expect(Eof).expect("it ends");
    let shown = String::from_utf8_lossy(shown.as_bytes()).replace("\r\n", "\n");
    assert!(shown.lines().count() > 10, "linli {}: {shown:?}", args.join(" "));
    shown
}

/// How a stretch of text looks.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Manner {
    bold: bool,
    dim: bool,
    colour: Option<u8>,
}

/// A stretch of one line that looks the same throughout: from which column on, over how many, and its text.
struct Stretch {
    column: usize,
    width: usize,
    manner: Manner,
    text: String,
}

/// One line taken apart; the manner goes on to the next.
fn stretches(line: &str, manner: &mut Manner) -> Vec<Stretch> {
    let (mut all, mut column, mut rest): (Vec<Stretch>, usize, &str) = (Vec::new(), 0, line);
    while let Some(c) = rest.chars().next() {
        if let Some(sequence) = rest.strip_prefix("\u{1b}[") {
            let end = sequence.find(|c: char| c.is_ascii_alphabetic()).expect("a sequence ends");
            if sequence[end..].starts_with('m') {
                changed(manner, &sequence[..end]);
            }
            rest = &sequence[end + 1..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let width = c.width().unwrap_or(0);
        match all.last_mut().filter(|last| last.manner == *manner && (c == ' ') == last.text.ends_with(' ')) {
            Some(last) => {
                last.text.push(c);
                last.width += width;
            }
            None => all.push(Stretch { column, width, manner: *manner, text: c.to_string() }),
        }
        column += width;
    }
    all.retain(|stretch| !stretch.text.trim().is_empty());
    all
}

fn changed(manner: &mut Manner, codes: &str) {
    let codes: Vec<u8> = codes.split(';').map(|code| code.parse().unwrap_or(0)).collect();
    let mut at = 0;
    while let Some(code) = codes.get(at) {
        match code {
            0 => *manner = Manner::default(),
            1 => manner.bold = true,
            2 => manner.dim = true,
            22 => (manner.bold, manner.dim) = (false, false),
            30..=37 => manner.colour = Some(code - 30),
            90..=97 => manner.colour = Some(code - 82),
            38 if codes.get(at + 1) == Some(&5) => {
                manner.colour = codes.get(at + 2).copied().filter(|colour| *colour < 16);
                at += 2;
            }
            39 => manner.colour = None,
            other => panic!("the picture does not know how {other} looks"),
        }
        at += 1;
    }
}

/// The sixteen colours, on a dark ground.
const COLOURS: [&str; 16] = [
    "#6b7280", "#f87171", "#4ade80", "#fbbf24", "#60a5fa", "#c084fc", "#22d3ee", "#e5e7eb", "#9ca3af",
    "#fca5a5", "#86efac", "#fde68a", "#93c5fd", "#d8b4fe", "#67e8f9", "#ffffff",
];

/// The picture of what was shown, below the command that was typed. Each word stands where the terminal had it, whatever the
/// font that shows it.
fn picture(typed: &str, shown: &str) -> String {
    let mut lines: Vec<&str> = shown.trim_end().lines().collect();
    let cut = lines.len() > LINES;
    if cut {
        // Between two tables, and not within one.
        let end = lines[..LINES].iter().rposition(|line| line.trim().is_empty()).unwrap_or(LINES);
        lines.truncate(end + 1);
    }
    let rows = lines.len() + 1 + usize::from(cut);
    let (width, height) = (f32::from(COLUMNS) * CELL.0 + 32.0, rows as f32 * CELL.1 + 28.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" \
         font-family=\"ui-monospace,'DejaVu Sans Mono','Noto Sans Mono CJK SC','Noto Sans CJK SC',monospace\" font-size=\"14\" \
         xml:space=\"preserve\">\n<title>{typed}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#111827\"/>\n"
    );
    let mut manner = Manner::default();
    let prompt = format!("\u{1b}[2m$\u{1b}[0m \u{1b}[1m{typed}\u{1b}[0m");
    let ended = cut.then_some("\u{1b}[2m…");
    for (row, line) in std::iter::once(prompt.as_str()).chain(lines).chain(ended).enumerate() {
        let y = row as f32 * CELL.1 + 26.0;
        for stretch in stretches(line, &mut manner) {
            let x = stretch.column as f32 * CELL.0 + 16.0;
            let fill = stretch.manner.colour.map_or("#e5e7eb", |colour| COLOURS[usize::from(colour)]);
            let bold = if stretch.manner.bold { " font-weight=\"bold\"" } else { "" };
            let dim = if stretch.manner.dim { " opacity=\".65\"" } else { "" };
            let text = stretch.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let length = stretch.width as f32 * CELL.0;
            svg.push_str(&format!(
                "<text x=\"{x:.1}\" y=\"{y:.0}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{fill}\"{bold}{dim}>{text}</text>\n"
            ));
        }
    }
    svg + "</svg>\n"
}

#[test]
fn the_pictures_of_the_terminal_are_what_it_shows() {
    let sample = Sample::new();
    for lang in crate::sample::LANGS {
        let shown = at_a_terminal(&sample, &["status"], lang);
        hold(&format!("docs/pictures/terminal-{lang}.svg"), &picture("linli status", &shown));
    }
}

#[test]
fn a_picture_has_each_word_in_its_column_and_colour() {
    let svg = picture("x", "\u{1b}[1;31m未检\u{1b}[0m 12 <b>\n");
    assert!(svg.contains("x=\"16.0\" y=\"44\" textLength=\"33.6\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#f87171\" font-weight=\"bold\">未检<"));
    assert!(
        svg.contains("x=\"58.0\" y=\"44\"") && svg.contains(">12<") && svg.contains("&lt;b&gt;"),
        "{svg}"
    );
}
