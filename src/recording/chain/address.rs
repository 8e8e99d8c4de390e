//! Whose entry it is: every way in which the beginning of an entry can be read as an address, with what then follows.

use super::pattern::Shape;
use crate::model::{PlaceId, PlaceKind, Places};
use crate::words::Said;

/// One way of reading the address of an entry.
#[derive(Clone, Debug)]
pub struct Address<'t> {
    /// The home, or the unit in a chain of units.
    pub place: PlaceId,
    /// What was read otherwise than it stands.
    pub noted: Vec<Said>,
    /// What stands before it: a nickname.
    pub before: &'t str,
    /// What stands behind it.
    pub rest: &'t str,
    /// The numbers in it.
    pub numbers: usize,
    /// It ends within numbers that a dash joins: `2606-1` cut behind 2606.
    pub cut: bool,
}

/// No address with the name before it is longer, in characters.
const LONGEST: usize = 48;

/// Every reading of a text as an address and what follows, the longest first.
pub fn addresses<'t>(
    text: &'t str,
    context: Option<PlaceId>,
    whole_units: bool,
    places: &Places,
) -> Vec<Address<'t>> {
    let mut found: Vec<Address<'t>> = Vec::new();
    for end in ends(text).into_iter().rev() {
        for start in starts(&text[..end]) {
            let typed = text[start..end].trim();
            let Ok(place) = places.typed(typed, context) else { continue };
            let kind = places.get(place.id).kind;
            let fits = match whole_units {
                true => {
                    matches!(kind, PlaceKind::Unit | PlaceKind::Building)
                        && places.unit_of(place.id).is_some()
                }
                false => kind == PlaceKind::Home,
            };
            let rest = &text[end..];
            if !fits || found.iter().any(|a| a.place == place.id && rest_is_less(a.rest, rest)) {
                continue;
            }
            found.push(Address {
                place: place.id,
                noted: place.noted,
                before: text[..start].trim(),
                rest,
                numbers: numbers(typed),
                cut: typed.ends_with(|c: char| c.is_ascii_digit()) && is_joined(rest),
            });
            break;
        }
    }
    found
}

/// True if the second rest only has a word of the address more (`502` and `502室`) than the first.
fn rest_is_less(known: &str, rest: &str) -> bool {
    let more = &rest[..rest.len() - known.len()];
    more.chars().all(|c| "室户房号)） ".contains(c))
}

/// True if a dash and a number follow at once.
fn is_joined(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(|c| "-‐‑‒–—―−".contains(c)) && chars.next().is_some_and(|c| c.is_ascii_digit())
}

/// True if the text begins with an address.
pub fn begins_with_home(text: &str, context: Option<PlaceId>, places: &Places) -> bool {
    addresses(text, context, false, places).iter().any(|a| a.before.is_empty())
}

/// Where an address may end: behind a number or a word for a room, never between two digits.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut digits = false;
    for (at, c) in text.char_indices().take(LONGEST) {
        digits |= c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        let next = text[at + c.len_utf8()..].chars().next();
        let inside = c.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
        if digits && !inside && (c.is_alphanumeric() || c == ')' || c == '）') {
            ends.push(at + c.len_utf8());
        }
    }
    ends
}

/// Where an address in this text may begin: at its beginning, else behind a name in which there are no numbers.
fn starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut before = ' ';
    for (at, c) in text.char_indices().skip(1) {
        let parted = !before.is_alphanumeric() && c.is_alphanumeric();
        let first = c.is_ascii_digit();
        if at > 0 && (parted || first) && starts.last() != Some(&at) {
            starts.push(at);
        }
        if first {
            break;
        }
        before = c;
    }
    // The first character may be a digit itself.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        starts.truncate(1);
    }
    starts
}

/// How many numbers an address has: runs of figures, or a numeral before a word such as 幢.
fn numbers(text: &str) -> usize {
    let mut count = 0;
    let mut before = false;
    for c in text.chars() {
        let now = c.is_ascii_digit() || "〇零一二三四五六七八九十".contains(c);
        count += usize::from(now && !before);
        before = now;
    }
    count
}

/// Those readings that say as much as the pattern asks for; where there is none, those that say more, or, with a building
/// given beside them, less.
pub fn of_shape<'t>(all: Vec<Address<'t>>, shape: Shape) -> Vec<Vec<Address<'t>>> {
    let Some(wanted) = shape.numbers() else { return vec![all] };
    let (exact, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|a| a.numbers == wanted);
    let (more, less): (Vec<_>, Vec<_>) = others.into_iter().partition(|a| a.numbers > wanted);
    // What the pattern counts to the address is never taken for a number of people.
    let less = less.into_iter().filter(|a| !a.cut).collect();
    vec![exact, more, less]
}
