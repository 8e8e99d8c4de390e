//! What a chain itself tells of how its entries are written: its template (`1. 室号-人数`) or its example (`例 2105 -1`).

use super::address::addresses;
use super::facts::Frame;
use super::meaning::facts;
use super::pattern::{Pattern, Shape};
use crate::model::chain::{Piece, PieceKind};
use crate::registers::Names;

/// The pattern that a template of the chain states in words.
pub fn template(pieces: &[Piece], names: &Names) -> Option<Pattern> {
    let words = pieces
        .iter()
        .filter(|p| !matches!(p.kind, PieceKind::Silent(_)))
        .filter(|p| !p.body.contains(char::is_numeric));
    words.filter_map(|p| Pattern::parse(bare(&p.body), names).ok()).find(|p| p.shape != Shape::WholeUnit)
}

/// True for a template that is an entry by its mark: it is an example, whatever it says.
pub fn is_template(piece: &Piece, names: &Names) -> bool {
    !piece.body.contains(char::is_numeric) && Pattern::parse(bare(&piece.body), names).is_ok()
}

/// The shape of the address that an example shows, if it can be read in one way only.
pub fn example(pieces: &[Piece], frame: &Frame) -> Option<Shape> {
    let examples = pieces.iter().filter(|p| p.kind == PieceKind::Example);
    examples.filter_map(|p| shape(bare(&p.body), frame)).next()
}

fn shape(text: &str, frame: &Frame) -> Option<Shape> {
    let frame = &Frame { pattern: Pattern { shape: Shape::Any, ..frame.pattern.clone() }, ..frame.clone() };
    let all = addresses(text, frame.context, false, frame.registers.names.places());
    let mut read: Vec<usize> = all.iter().filter(|a| facts(a, frame).is_ok()).map(|a| a.numbers).collect();
    read.sort_unstable();
    read.dedup();
    match (&read[..], all.is_empty()) {
        ([numbers], _) => of_numbers(*numbers),
        // A home that does not exist here: the form alone tells, where a blank parts the address from the number.
        ([], true) => {
            let first =
                text.split(|c: char| !c.is_ascii_digit() && c != '-').find(|part| !part.is_empty())?;
            let follows = text[text.find(first)? + first.len()..].contains(|c: char| c.is_ascii_digit());
            follows.then(|| of_numbers(first.split('-').filter(|part| !part.is_empty()).count())).flatten()
        }
        _ => None,
    }
}

fn of_numbers(numbers: usize) -> Option<Shape> {
    Some(match numbers {
        1 => Shape::Room,
        2 => Shape::BuildingRoom,
        3 => Shape::Full,
        _ => return None,
    })
}

/// An example without the word that says so.
fn bare(text: &str) -> &str {
    let mut bare = text.trim();
    for word in ["示例", "例如", "格式", "例", "example", "Example", "e.g."] {
        bare = bare.strip_prefix(word).unwrap_or(bare);
    }
    bare.trim_start_matches(|c: char| c.is_whitespace() || ":：.、".contains(c))
}
