//! Whether a file was only appended to, as the packs say it. Where a pack holds a file as pieces of another, two files that
//! begin with the same pieces begin with the same bytes, and neither need be read. Each file is a rope of such pieces; only
//! where pieces differ are bytes compared. What a pack says is believed: `verify --strict` hashes every object instead.

use super::History;
use super::pack::{Op, Pack, Stored, delta};
use crate::store::Oid;
use flate2::Decompress;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Where bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    source: usize,
    from: usize,
    len: usize,
    /// Where it ends in its rope.
    end: usize,
}

type Rope = Rc<[Piece]>;

/// What pieces are taken from.
enum Source {
    /// A file that is stored whole: pack, where its compressed bytes begin, its length.
    Whole(usize, usize, usize),
    /// What deltas insert.
    Inserted(Rc<Vec<u8>>),
}

/// The packs of a repository, and what was made of them so far.
pub(super) struct Ropes {
    packs: Vec<Pack>,
    work: Decompress,
    sources: Vec<Source>,
    ropes: FxHashMap<(usize, usize), Rope>,
    /// Whole files that were inflated.
    whole: FxHashMap<usize, Rc<Vec<u8>>>,
    held: usize,
    /// How many pieces all ropes have.
    pieces: usize,
}

/// So many pieces of ropes are kept, a quarter of a gigabyte: fewer, and chains are made again and again.
const PIECES: usize = 8 << 20;
/// So many bytes of whole files are kept.
const KEPT: usize = 64 << 20;
/// No chain of deltas is longer in any repository that git made.
const LONGEST: usize = 5000;

impl History {
    /// The bytes by which a file is longer than another that it begins with; `None` if it does not begin with it, or the
    /// packs do not say.
    pub fn appended(&self, old: Oid, new: Oid) -> Option<Vec<u8>> {
        if self.strict.get() {
            return None;
        }
        let mut ropes = self.ropes.borrow_mut();
        let ropes =
            ropes.get_or_insert_with(|| Ropes::new(Pack::all(&self.repo.commondir().join("objects/pack"))));
        ropes.appended(old, new)
    }
}

impl Ropes {
    pub(super) fn new(packs: Vec<Pack>) -> Ropes {
        Ropes {
            packs,
            work: Decompress::new(true),
            sources: Vec::new(),
            ropes: FxHashMap::default(),
            whole: FxHashMap::default(),
            held: 0,
            pieces: 0,
        }
    }

    pub(super) fn appended(&mut self, old: Oid, new: Oid) -> Option<Vec<u8>> {
        if self.pieces > PIECES {
            (self.ropes, self.sources, self.whole) = Default::default();
            (self.held, self.pieces) = (0, 0);
        }
        let (before, after) = (self.of(old)?, self.of(new)?);
        let mut rest = after.iter().copied();
        let mut current: Option<Piece> = None;
        for piece in before.iter() {
            let mut piece = *piece;
            while piece.len > 0 {
                let mut other = current.take().or_else(|| rest.next())?;
                let len = piece.len.min(other.len);
                let same = piece.source == other.source && piece.from == other.from;
                if !same && !self.equal(piece, other, len)? {
                    return None;
                }
                (piece.from, piece.len) = (piece.from + len, piece.len - len);
                (other.from, other.len) = (other.from + len, other.len - len);
                current = Some(other).filter(|other| other.len > 0);
            }
        }
        let mut tail = Vec::new();
        for piece in current.into_iter().chain(rest) {
            let bytes = self.bytes(piece.source)?;
            tail.extend_from_slice(bytes.get(piece.from..piece.from + piece.len)?);
        }
        Some(tail)
    }

    fn equal(&mut self, a: Piece, b: Piece, len: usize) -> Option<bool> {
        let (left, right) = (self.bytes(a.source)?, self.bytes(b.source)?);
        Some(left.get(a.from..a.from + len)? == right.get(b.from..b.from + len)?)
    }

    fn bytes(&mut self, source: usize) -> Option<Rc<Vec<u8>>> {
        let (pack, at, size) = match &self.sources[source] {
            Source::Inserted(bytes) => return Some(bytes.clone()),
            Source::Whole(pack, at, size) => (*pack, *at, *size),
        };
        if let Some(bytes) = self.whole.get(&source) {
            return Some(bytes.clone());
        }
        let bytes = Rc::new(self.packs[pack].inflate(at, size, &mut self.work)?);
        if self.held + bytes.len() > KEPT {
            self.whole.clear();
            self.held = 0;
        }
        self.held += bytes.len();
        self.whole.insert(source, bytes.clone());
        Some(bytes)
    }

    fn find(&self, id: Oid) -> Option<(usize, usize)> {
        self.packs.iter().enumerate().find_map(|(at, pack)| Some((at, pack.find(id)?)))
    }

    /// The rope of a file.
    fn of(&mut self, id: Oid) -> Option<Rope> {
        let mut at = self.find(id)?;
        // Down to a file whose rope is known or that is stored whole, then up again.
        let mut deltas = Vec::new();
        let mut rope = loop {
            if let Some(rope) = self.ropes.get(&at) {
                break rope.clone();
            }
            let (base, size, bytes) = match self.packs[at.0].stored(at.1)? {
                Stored::Whole(size, bytes) => {
                    self.sources.push(Source::Whole(at.0, bytes, size));
                    let piece = Piece { source: self.sources.len() - 1, from: 0, len: size, end: size };
                    let rope: Rope = if size == 0 { Rc::from([]) } else { Rc::from([piece]) };
                    self.ropes.insert(at, rope.clone());
                    break rope;
                }
                Stored::Offset(base, size, bytes) => ((at.0, base), size, bytes),
                Stored::Id(base, size, bytes) => (self.find(base)?, size, bytes),
            };
            deltas.push((at, size, bytes));
            at = base;
            if deltas.len() > LONGEST {
                return None;
            }
        };
        while let Some((at, size, bytes)) = deltas.pop() {
            let bytes = self.packs[at.0].inflate(bytes, size, &mut self.work)?;
            rope = self.made(&rope, &bytes)?;
            self.pieces += rope.len();
            self.ropes.insert(at, rope.clone());
        }
        Some(rope)
    }

    /// What a delta makes of its base.
    fn made(&mut self, base: &Rope, bytes: &[u8]) -> Option<Rope> {
        let (base_size, size, ops) = delta(bytes)?;
        if length(base) != base_size {
            return None;
        }
        let (mut pieces, mut inserted) = (Vec::<Piece>::new(), Vec::new());
        let source = self.sources.len();
        for op in ops {
            match op {
                Op::Insert(bytes) => {
                    push(&mut pieces, source, inserted.len(), bytes.len());
                    inserted.extend_from_slice(bytes);
                }
                Op::Copy(from, len) => copy(base, from, len, &mut pieces)?,
            }
        }
        if !inserted.is_empty() {
            self.sources.push(Source::Inserted(Rc::new(inserted)));
        }
        (length(&pieces) == size).then(|| pieces.into())
    }
}

fn length(pieces: &[Piece]) -> usize {
    pieces.last().map_or(0, |piece| piece.end)
}

/// Adds so many bytes of a rope, from there on.
fn copy(base: &[Piece], from: usize, mut len: usize, pieces: &mut Vec<Piece>) -> Option<()> {
    let first = base.partition_point(|piece| piece.end <= from);
    let mut skip = from.checked_sub(base.get(first)?.end - base.get(first)?.len)?;
    for piece in &base[first..] {
        let more = len.min(piece.len - skip);
        push(pieces, piece.source, piece.from + skip, more);
        (skip, len) = (0, len - more);
        if len == 0 {
            return Some(());
        }
    }
    None
}

/// Adds a piece, to the last one if it goes on where that ends.
fn push(pieces: &mut Vec<Piece>, source: usize, from: usize, len: usize) {
    let end = length(pieces) + len;
    match pieces.last_mut() {
        Some(last) if last.source == source && last.from + last.len == from => {
            (last.len, last.end) = (last.len + len, end);
        }
        _ if len > 0 => pieces.push(Piece { source, from, len, end }),
        _ => {}
    }
}
