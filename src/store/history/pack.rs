//! Packs, read as far as needed to see how a file is stored in them: whole, or as another one and what differs. Bytes that
//! make no sense are no pack; then libgit2 reads the files, which is slower and says why.

use crate::store::Oid;
use flate2::{Decompress, FlushDecompress, Status};
use std::path::Path;

/// A pack and its index, in memory.
pub(super) struct Pack {
    index: Vec<u8>,
    bytes: Vec<u8>,
    count: usize,
}

/// Larger packs are left to libgit2.
const LARGEST: u64 = 512 << 20;
/// Where the ids begin in an index: after its head and the table of counts.
const IDS: usize = 8 + 256 * 4;

/// How an object is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    /// As it is: a file, its length, and where its compressed bytes begin.
    Whole(usize, usize),
    /// As a delta against the object at an offset of the same pack; its length, and where its compressed bytes begin.
    Offset(usize, usize, usize),
    /// As a delta against an object by its id.
    Id(Oid, usize, usize),
}

impl Pack {
    /// Every pack of a folder that can be read.
    pub(super) fn all(folder: &Path) -> Vec<Pack> {
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        paths.sort();
        paths.retain(|path| path.extension().is_some_and(|end| end == "idx"));
        paths.iter().filter_map(|path| Pack::open(path)).collect()
    }

    fn open(index: &Path) -> Option<Pack> {
        let pack = index.with_extension("pack");
        if std::fs::metadata(&pack).ok()?.len() > LARGEST {
            return None;
        }
        Pack::of(std::fs::read(index).ok()?, std::fs::read(pack).ok()?)
    }

    /// A pack out of the bytes of its index (of version 2) and its own.
    pub(super) fn of(index: Vec<u8>, bytes: Vec<u8>) -> Option<Pack> {
        let good = index.starts_with(b"\xfftOc\0\0\0\x02") && bytes.starts_with(b"PACK\0\0\0\x02");
        let count = word(&index, IDS - 4)? as usize;
        (good && index.len() >= IDS.checked_add(count.checked_mul(28)?)?).then_some(Pack {
            index,
            bytes,
            count,
        })
    }

    /// Where an object begins; `None` if it is not in this pack.
    pub(super) fn find(&self, id: Oid) -> Option<usize> {
        let first = usize::from(id.as_bytes()[0]);
        let mut low = if first == 0 { 0 } else { word(&self.index, 8 + (first - 1) * 4)? as usize };
        let mut high = (word(&self.index, 8 + first * 4)? as usize).min(self.count);
        while low < high {
            let middle = (low + high) / 2;
            let at = IDS + middle * 20;
            match self.index.get(at..at + 20)?.cmp(id.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let small = word(&self.index, IDS + self.count * 24 + middle * 4)?;
                    // Packs so large that offsets need more bits are not opened.
                    return (small >> 31 == 0).then_some(small as usize);
                }
            }
        }
        None
    }

    /// How the object at an offset is stored; `None` if it is no file.
    pub(super) fn stored(&self, offset: usize) -> Option<Stored> {
        let mut at = offset;
        let mut next = || {
            let byte = self.bytes.get(at).copied();
            at += 1;
            byte
        };
        let mut byte = next()?;
        let kind = byte >> 4 & 7;
        let (mut size, mut shift) = (usize::from(byte & 15), 4);
        while byte & 0x80 != 0 {
            byte = next()?;
            size |= usize::from(byte & 0x7f).checked_shl(shift)?;
            shift += 7;
        }
        match kind {
            3 => Some(Stored::Whole(size, at)),
            6 => {
                let mut byte = next()?;
                let mut back = usize::from(byte & 0x7f);
                while byte & 0x80 != 0 {
                    byte = next()?;
                    back = back.checked_add(1)?.checked_mul(128)? | usize::from(byte & 0x7f);
                }
                Some(Stored::Offset(offset.checked_sub(back).filter(|_| back > 0)?, size, at))
            }
            7 => {
                let id = Oid::from_bytes(self.bytes.get(at..at + 20)?).ok()?;
                Some(Stored::Id(id, size, at + 20))
            }
            _ => None,
        }
    }

    /// So many bytes, compressed from an offset on; `None` if they are not exactly as many.
    pub(super) fn inflate(&self, at: usize, size: usize, work: &mut Decompress) -> Option<Vec<u8>> {
        // What the header promises is believed only as far as so few bytes can hold it.
        let input = self.bytes.get(at..)?;
        if size / 1032 > input.len() {
            return None;
        }
        work.reset(true);
        let mut out = Vec::with_capacity(size + 1);
        let status = work.decompress_vec(input, &mut out, FlushDecompress::Finish).ok()?;
        (status == Status::StreamEnd && out.len() == size).then_some(out)
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// One instruction of a delta.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op<'d> {
    /// So many bytes of the base, from there on.
    Copy(usize, usize),
    /// These bytes.
    Insert(&'d [u8]),
}

/// Reads a delta: the length of its base, the length of what it makes, and how. `None` if it is malformed.
pub(super) fn delta(mut bytes: &[u8]) -> Option<(usize, usize, Vec<Op<'_>>)> {
    let (base, result) = (length(&mut bytes)?, length(&mut bytes)?);
    let mut ops = Vec::new();
    while let Some((&op, rest)) = bytes.split_first() {
        bytes = rest;
        if op & 0x80 == 0 {
            let (insert, rest) = bytes.split_at_checked(usize::from(op)).filter(|_| op != 0)?;
            bytes = rest;
            ops.push(Op::Insert(insert));
            continue;
        }
        let mut number = |bits: std::ops::Range<u32>| {
            let mut number = 0;
            for (place, bit) in bits.enumerate() {
                if op >> bit & 1 == 1 {
                    let (&byte, rest) = bytes.split_first()?;
                    bytes = rest;
                    number |= usize::from(byte) << (8 * place);
                }
            }
            Some(number)
        };
        let (from, size) = (number(0..4)?, number(4..7)?);
        ops.push(Op::Copy(from, if size == 0 { 0x10000 } else { size }));
    }
    Some((base, result, ops))
}

fn length(bytes: &mut &[u8]) -> Option<usize> {
    let (mut size, mut shift) = (0_usize, 0);
    loop {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        size |= usize::from(byte & 0x7f).checked_shl(shift)?;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some(size);
        }
    }
}
