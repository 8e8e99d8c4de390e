//! One line that says how far a work is and how long it will still take.

use super::Look;
use super::visible::visible;
use crate::said;
use crate::words::{Said, Words};
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

/// The columns of a terminal of which nothing is known.
const WIDTH: usize = 80;
/// A bar of so many signs at most.
const BAR: usize = 24;
/// Before so much is done (in thousandths) nobody knows how long it will take.
const KNOWN: usize = 20;

/// What is being done, so much of so much, since so long: a bar, the share, the counts, and the time that is left at this
/// pace. Where the whole is not known (0), for how long already. Narrower than the terminal, so that it stays one line.
pub fn progress_line(doing: Words, (done, all): (usize, usize), since: Duration, look: &Look) -> String {
    let room = look.width.map_or(WIDTH, usize::from).saturating_sub(1);
    let doing = visible(doing.say(look.lang)).into_owned();
    if all == 0 {
        let for_so_long = said!(", {s}", "，已用 {s}", s = (time(since).en, time(since).zh));
        return fitting(&[doing + for_so_long.say(look.lang)], room);
    }
    let done = done.min(all);
    let percent = done * 100 / all;
    let counts = format!(" {percent}% {done}/{all}");
    let left = match done * 1000 / all {
        _ if done == all => Said::default(),
        parts if parts < KNOWN => Said::default(),
        _ => {
            let left = time(since.mul_f64((all - done) as f64 / done as f64));
            said!(", {t} left", "，约剩 {t}", t = (left.en, left.zh))
        }
    };
    let left = left.say(look.lang);
    let signs = room.saturating_sub(doing.width() + counts.width() + left.width() + 3).min(BAR);
    let full = done * signs / all;
    let bar = format!(" [{}{}]", "#".repeat(full), ".".repeat(signs - full));
    let bar = if signs >= 5 { bar } else { String::new() };
    fitting(&[format!("{doing}{bar}{counts}{left}"), format!("{doing}{counts}"), format!("{percent}%")], room)
}

/// The first that fits; nothing if none does.
fn fitting(lines: &[String], room: usize) -> String {
    lines.iter().find(|line| line.width() <= room).cloned().unwrap_or_default()
}

/// A time, as exactly as one wants to know it.
fn time(time: Duration) -> Said {
    let seconds = time.as_secs_f64().ceil() as u64;
    match seconds {
        0..=90 => said!("{seconds} s", "{seconds} 秒"),
        91..=5400 => said!("{m} min", "{m} 分钟", m = (seconds.div_ceil(60), seconds.div_ceil(60))),
        _ => said!("{h} h", "{h} 小时", h = (seconds.div_ceil(3600), seconds.div_ceil(3600))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Lang, words};
    use proptest::prelude::*;

    const VERIFYING: Words = words("verifying", "正在核验");

    fn line(counts: (usize, usize), seconds: u64, lang: Lang) -> String {
        let look = Look { width: Some(80), ..Look::plain(lang) };
        progress_line(VERIFYING, counts, Duration::from_secs(seconds), &look)
    }

    #[test]
    fn the_time_left_is_said_as_soon_as_it_can_be_known() {
        assert_eq!(
            line((250, 1000), 10, Lang::En),
            "verifying [######..................] 25% 250/1000, 30 s left"
        );
        assert_eq!(
            line((250, 1000), 10, Lang::Zh),
            "正在核验 [######..................] 25% 250/1000，约剩 30 秒"
        );
        assert_eq!(line((19, 1000), 10, Lang::En), "verifying [........................] 1% 19/1000");
        assert_eq!(line((1, 10), 60, Lang::Zh), "正在核验 [##......................] 10% 1/10，约剩 9 分钟");
        assert_eq!(line((1, 100), 120, Lang::En), "verifying [........................] 1% 1/100");
        assert_eq!(line((7, 7), 10, Lang::En), "verifying [########################] 100% 7/7");
    }

    #[test]
    fn where_the_whole_is_not_known_it_is_said_for_how_long_already() {
        assert_eq!(line((0, 0), 3, Lang::En), "verifying, 3 s");
        assert_eq!(line((0, 0), 3, Lang::Zh), "正在核验，已用 3 秒");
    }

    proptest! {
        #[test]
        fn it_is_always_one_line_narrower_than_the_terminal(
            done in 0usize..5000, all in 0usize..5000, seconds in 0u64..100_000, width in 1u16..140, zh: bool
        ) {
            let look = Look { width: Some(width), ..Look::plain(if zh { Lang::Zh } else { Lang::En }) };
            let line = progress_line(VERIFYING, (done, all), Duration::from_secs(seconds), &look);
            prop_assert!(line.width() < usize::from(width.max(1)) || line.is_empty(), "{line}");
            prop_assert!(!line.contains('\n'));
        }
    }
}
