//! A commit as its object says it.

use crate::store::Oid;
use chrono::{DateTime, FixedOffset};

/// One commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: Oid,
    /// Its top tree.
    pub tree: Oid,
    /// Its parents; none where this clone's history is cut.
    pub parents: Vec<Oid>,
    /// The author's name: who recorded.
    pub author: String,
    /// The author's e-mail address.
    pub email: String,
    /// When the author recorded it.
    pub when: DateTime<FixedOffset>,
    /// When it was committed (later than `when` where somebody rewrote it).
    pub committed: DateTime<FixedOffset>,
    /// The whole message.
    pub message: String,
    /// True if it bears a signature.
    pub signed: bool,
}

/// A signature and what it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The signature, armoured.
    pub signature: String,
    /// The commit without it.
    pub payload: Vec<u8>,
}

impl Commit {
    /// Reads the bytes of a commit object; `None` if it is malformed.
    pub fn parse(id: Oid, raw: &[u8]) -> Option<Commit> {
        let end = memchr::memmem::find(raw, b"\n\n").unwrap_or(raw.len());
        let (head, message) = (&raw[..end], raw.get(end + 2..).unwrap_or_default());
        let (mut tree, mut author, mut committer) = (None, None, None);
        let (mut parents, mut signed) = (Vec::new(), false);
        for line in head.split(|b| *b == b'\n') {
            let space = memchr::memchr(b' ', line).unwrap_or(line.len());
            let value = line.get(space + 1..).unwrap_or_default();
            match &line[..space] {
                b"tree" if tree.is_none() => tree = oid(value),
                b"parent" => parents.push(oid(value)?),
                b"author" if author.is_none() => author = person(value),
                b"committer" if committer.is_none() => committer = person(value),
                b"gpgsig" => signed = true,
                _ => {}
            }
        }
        let ((author, email, when), (_, _, committed)) = (author?, committer?);
        let message = String::from_utf8_lossy(message).into_owned();
        Some(Commit { id, tree: tree?, parents, author, email, when, committed, message, signed })
    }

    /// The first line of the message.
    pub fn subject(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }

    /// The values of a trailer, such as `Linli-Op`, in the order in which they stand.
    pub fn trailers<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c str> {
        let values =
            self.message.lines().skip(1).filter_map(move |line| line.strip_prefix(name)?.strip_prefix(':'));
        values.map(str::trim)
    }

    /// True if it joins several lines of history.
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }
}

fn oid(hex: &[u8]) -> Option<Oid> {
    Oid::from_str(std::str::from_utf8(hex).ok()?.trim_end()).ok()
}

/// `Name <email> 1660637100 +0800`
fn person(value: &[u8]) -> Option<(String, String, DateTime<FixedOffset>)> {
    let text = String::from_utf8_lossy(value);
    let (name, rest) = text.split_once('<')?;
    let (email, when) = rest.rsplit_once('>')?;
    let mut when = when.split_whitespace();
    let seconds: i64 = when.next()?.parse().ok()?;
    let zone: i32 = when.next().unwrap_or("+0000").parse().ok()?;
    let minutes = zone / 100 * 60 + zone % 100;
    let zone = FixedOffset::east_opt(minutes.checked_mul(60)?).unwrap_or(FixedOffset::east_opt(0)?);
    let when = DateTime::from_timestamp(seconds, 0)?.with_timezone(&zone);
    Some((name.trim().to_owned(), email.trim().to_owned(), when))
}

/// The signature in a commit object and the rest of it.
pub(super) fn signature(raw: &[u8]) -> Option<Signed> {
    let end = memchr::memmem::find(raw, b"\n\n").map_or(raw.len(), |at| at + 1);
    let (mut signature, mut payload, mut inside) = (Vec::new(), Vec::with_capacity(raw.len()), false);
    for line in raw[..end].split_inclusive(|b| *b == b'\n') {
        inside = match line {
            [b' ', ..] => inside,
            _ => line.starts_with(b"gpgsig "),
        };
        match inside {
            true => signature.extend_from_slice(line.strip_prefix(b"gpgsig ").unwrap_or(&line[1..])),
            false => payload.extend_from_slice(line),
        }
    }
    payload.extend_from_slice(&raw[end..]);
    let signature = String::from_utf8_lossy(&signature).into_owned();
    (!signature.is_empty()).then_some(Signed { signature, payload })
}
