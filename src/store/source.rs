//! A file as it was read: its bytes made text, whatever they are.

use memchr::memchr;
use std::io::{self, Read};

/// How much of a file is read at a time, in bytes: what a processor keeps near.
const PIECE: usize = 128 * 1024;
/// The bytes of the longest character.
const MOST_BYTES: usize = 4;

/// A file as it was read, its bytes made text.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Relative to the community's directory, with `/`.
    pub path: String,
    /// The text without a byte order mark. Bytes that are not UTF-8 stand as U+FFFD.
    pub text: String,
    /// True if the file began with a byte order mark.
    pub bom: bool,
    /// The lines (from 1) that held bytes that are not UTF-8.
    pub spoilt: Vec<u32>,
}

impl Source {
    /// Takes a file's bytes. Nothing is refused: what is not UTF-8 is remembered.
    pub fn new(path: impl Into<String>, mut bytes: Vec<u8>) -> Source {
        let path = path.into();
        let bom = bytes.starts_with(b"\xEF\xBB\xBF");
        if bom {
            bytes.drain(..3);
        }
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => return Source { path, text, bom, spoilt: Vec::new() },
            Err(spoilt) => spoilt.into_bytes(),
        };
        let spoilt = bytes
            .split(|&b| b == b'\n')
            .enumerate()
            .filter(|(_, line)| std::str::from_utf8(line).is_err())
            .map(|(i, _)| i as u32 + 1)
            .collect();
        Source { path, text: String::from_utf8_lossy(&bytes).into_owned(), bom, spoilt }
    }

    /// Takes bytes that lie elsewhere, as [`Source::new`] does.
    pub fn of(path: impl Into<String>, bytes: &[u8]) -> Source {
        let path = path.into();
        // Reading a slice cannot fail, but to find the room for it.
        Source::read(path.clone(), bytes, bytes.len()).unwrap_or_else(|_| Source::new(path, bytes.to_vec()))
    }

    /// Reads a file of about so many bytes to its end, as [`Source::new`] takes them: piece by piece, each looked at while
    /// it is near.
    pub fn read(path: impl Into<String>, mut file: impl Read, size: usize) -> io::Result<Source> {
        let mut text = String::new();
        text.try_reserve_exact(size)?;
        let mut piece = vec![0; PIECE.min(size + 1)];
        let mut held = 0;
        loop {
            let more = match file.read(&mut piece[held..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                more => more?,
            };
            let have = held + more;
            let (good, wrong) = match simdutf8::compat::from_utf8(&piece[..have]) {
                Ok(good) => (good, false),
                Err(error) => {
                    let good = simdutf8::basic::from_utf8(&piece[..error.valid_up_to()]).unwrap_or_default();
                    // A character that the piece cuts in two waits for the next one.
                    (good, error.error_len().is_some() || more == 0)
                }
            };
            if wrong {
                let mut bytes = text.into_bytes();
                bytes.extend_from_slice(&piece[..have]);
                file.read_to_end(&mut bytes)?;
                return Ok(Source::new(path, bytes));
            }
            text.push_str(good);
            let done = good.len();
            if more == 0 {
                break;
            }
            piece.copy_within(done..have, 0);
            held = have - done;
            if piece.len() < held + MOST_BYTES {
                piece.resize(held + MOST_BYTES, 0);
            }
        }
        let bom = text.starts_with('\u{FEFF}');
        if bom {
            text.drain(..'\u{FEFF}'.len_utf8());
        }
        Ok(Source { path: path.into(), text, bom, spoilt: Vec::new() })
    }

    /// True if the line holds bytes that are not UTF-8.
    pub fn is_spoilt(&self, line: u32) -> bool {
        self.spoilt.binary_search(&line).is_ok()
    }

    /// The line that begins at this byte, without its end.
    pub fn line_at(&self, start: u32) -> &str {
        let rest = &self.text[start as usize..];
        let line = &rest[..memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
        line.strip_suffix('\r').unwrap_or(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives so many bytes at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let all = self.0.len().min(self.1).min(into.len());
            let (now, later) = self.0.split_at(all);
            into[..all].copy_from_slice(now);
            self.0 = later;
            Ok(all)
        }
    }

    fn is_the_same(bytes: &[u8], at_a_time: usize, size: usize) -> bool {
        let whole = Source::new("x.csv", bytes.to_vec());
        let read = Source::read("x.csv", Drip(bytes, at_a_time), size).unwrap();
        (read.path, read.text, read.bom, read.spoilt) == (whole.path, whole.text, whole.bom, whole.spoilt)
    }

    #[test]
    fn a_long_file_is_read_to_its_end_wherever_its_characters_fall_in_the_pieces() {
        for first in ["", "a", "ab"] {
            let text = first.to_owned() + &"牛奶🥛,".repeat(40_000);
            assert!(is_the_same(text.as_bytes(), usize::MAX, text.len()));
            let mut spoilt = text.into_bytes();
            spoilt.insert(300_000, 0xFF);
            assert!(is_the_same(&spoilt, usize::MAX, spoilt.len()));
        }
    }

    proptest! {
        #[test]
        fn a_file_read_piece_by_piece_is_what_its_bytes_are_at_once(
            bytes in "\u{FEFF}?[a牛🥛\n]{0,20}".prop_map(String::into_bytes),
            wrong in proptest::option::of((0usize..80, 0x80u8..)),
            at_a_time in 1usize..9,
            size in 0usize..100,
        ) {
            let mut bytes = bytes;
            if let Some((at, byte)) = wrong {
                bytes.insert(at.min(bytes.len()), byte);
            }
            prop_assert!(is_the_same(&bytes, at_a_time, size));
        }
    }
}
