//! What a person at a terminal sees while a work takes longer than a second: one line, told anew until it is done, then
//! wiped. Elsewhere nothing.

use super::ui::Ui;
use crate::model::Tally;
use crate::output::{Look, progress_line};
use crate::words::{Words, words};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a person waits before being told how far it is.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often that is told anew.
const OFTEN: Duration = Duration::from_millis(200);

/// A work that is watched for as long as this is kept. While it is, nothing else is said and nobody is asked.
pub struct Watch {
    /// Where those who work count.
    pub tally: Tally,
    watcher: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Ui {
    /// Watches the ledgers being read.
    pub fn reading(&self) -> Watch {
        self.watch(words("reading the ledgers", "正在读取台账"))
    }

    /// Watches a work, if there is somebody to tell.
    pub fn watch(&self, doing: Words) -> Watch {
        let tally = Tally::default();
        let watcher = self.live.filter(|_| !self.quiet).map(|tell| {
            let (stop, stopped) = channel();
            let (tally, look) = (tally.clone(), self.look);
            let watcher = std::thread::spawn(move || {
                let begun = Instant::now();
                let mut told = false;
                while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(OFTEN) {
                    if begun.elapsed() >= PATIENCE {
                        tell(&line(doing, &tally, begun.elapsed(), &look));
                        told = true;
                    }
                }
                if told {
                    tell("\r\u{1b}[K");
                }
            });
            (stop, watcher)
        });
        Watch { tally, watcher }
    }
}

/// The line that replaces the one before.
fn line(doing: Words, tally: &Tally, since: Duration, look: &Look) -> String {
    format!("\r\u{1b}[K{}", progress_line(doing, tally.counts(), since, look))
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some((stop, watcher)) = self.watcher.take() {
            drop(stop);
            // It only ever writes a line: if it could not, nothing is lost.
            let _ = watcher.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use std::sync::Mutex;

    static TOLD: Mutex<String> = Mutex::new(String::new());

    fn tell(text: &str) {
        TOLD.lock().unwrap().push_str(text);
    }

    fn ui(live: Option<fn(&str)>) -> Ui {
        Ui {
            lang: Lang::Zh,
            quiet: false,
            look: Look::plain(Lang::Zh),
            out: Box::new(std::io::sink()),
            err: Box::new(std::io::sink()),
            lost: None,
            asker: None,
            live,
        }
    }

    #[test]
    fn a_long_work_is_told_of_with_the_time_left_and_a_short_one_is_not() {
        let doing = words("verifying", "正在核验");
        drop(ui(Some(tell)).watch(doing));
        assert_eq!(*TOLD.lock().unwrap(), "");
        let watch = ui(Some(tell)).watch(doing);
        watch.tally.expect(10);
        watch.tally.done(5);
        std::thread::sleep(Duration::from_millis(1700));
        drop(watch);
        let told = TOLD.lock().unwrap().clone();
        assert!(told.contains("50% 5/10，约剩 "), "{told:?}");
        assert!(told.ends_with("\r\u{1b}[K"), "nothing stays behind: {told:?}");
        assert!(ui(None).watch(doing).watcher.is_none(), "without a terminal nobody watches");
    }
}
