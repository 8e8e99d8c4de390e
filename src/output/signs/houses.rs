//! Houses: each unit floor by floor, on each door a sign and the room. As many units stand beside each other as the
//! terminal is wide, all on the ground. For the public a line a unit, with its rate.

use super::{LONGEST, bar, columns, left, right, signs_in};
use crate::model::{Block, Door, HomeState, Houses};
use crate::output::svg::{figure, size};
use crate::output::visible::visible;
use crate::output::{Ink, Look, paint};
use unicode_width::UnicodeWidthStr;

/// Columns between two doors, and between two units.
const BETWEEN: usize = 2;
const APART: usize = 4;

/// The legend with how many stand so, and everything below it.
pub(super) fn draw(houses: &Houses, look: &Look) -> String {
    let doors = || houses.blocks.iter().flat_map(|b| &b.floors).flat_map(|f| f.doors.iter().flatten());
    if doors().any(|door| door.rate.is_some()) {
        return houses.blocks.iter().map(|block| rates(block, look)).collect();
    }
    let mut out = legend(houses, look);
    let mut row: Vec<Drawn> = Vec::new();
    for block in houses.blocks.iter().filter(|block| !block.floors.is_empty()) {
        let drawn = unit(block, look);
        let taken: usize = row.iter().map(|before| before.width + APART).sum();
        if !row.is_empty() && taken + drawn.width > columns(look) {
            beside(&std::mem::take(&mut row), &mut out);
        }
        row.push(drawn);
    }
    beside(&row, &mut out);
    out
}

/// How a state is inked.
fn ink(state: HomeState) -> Option<Ink> {
    Some(match state {
        HomeState::Missing => Ink::Alarm,
        HomeState::Incomplete | HomeState::Unknown => Ink::Two,
        HomeState::Supplied | HomeState::Reached | HomeState::SuppliedAndTested => Ink::Good,
        HomeState::Tested => Ink::One,
        HomeState::Excused => return None,
        HomeState::NotThere | HomeState::NotDue => Ink::Faint,
    })
}

fn inked(text: &str, state: HomeState, look: &Look) -> String {
    ink(state).map_or_else(|| text.to_owned(), |ink| paint(text, ink, look))
}

/// What each sign means and on how many doors it stands; broken where the terminal ends.
fn legend(houses: &Houses, look: &Look) -> String {
    let doors = || houses.blocks.iter().flat_map(|b| &b.floors).flat_map(|f| f.doors.iter().flatten());
    let (mut out, mut taken) = (String::new(), 0);
    for state in houses.states() {
        let n = doors().filter(|door| door.state == state).count();
        let (sign, words) = (state.sign().say(look.lang), state.words().say(look.lang));
        let wide = format!("{sign} {words} {n}").width();
        match taken {
            0 => {}
            _ if taken + 3 + wide > columns(look) => {
                out.push('\n');
                taken = 0;
            }
            _ => {
                out.push_str("   ");
                taken += 3;
            }
        }
        out.push_str(&format!("{} {words} {n}", inked(sign, state, look)));
        taken += wide;
    }
    out.push('\n');
    out
}

/// A unit as lines, each with the columns it takes.
struct Drawn {
    lines: Vec<(String, usize)>,
    width: usize,
}

fn unit(block: &Block, look: &Look) -> Drawn {
    let doors = || block.floors.iter().flat_map(|floor| floor.doors.iter().flatten());
    let on =
        |door: &Door| visible(&format!("{} {}", door.state.sign().say(look.lang), door.label)).into_owned();
    let wide = doors().map(|door| on(door).width()).max().unwrap_or(0);
    let floor_wide = block.floors.iter().map(|floor| floor.label.width()).max().unwrap_or(0);
    let before = if floor_wide > 0 { floor_wide + BETWEEN } else { 0 };
    let fit = (columns(look).saturating_sub(before) + BETWEEN) / (wide + BETWEEN).max(1);
    let name = visible(block.title.say(look.lang)).into_owned();
    let mut lines = vec![(paint(&name, Ink::Strong, look), name.width())];
    for floor in &block.floors {
        // More doors than the terminal is wide go on in the next line.
        for (nth, doors) in floor.doors.chunks(fit.max(1)).enumerate() {
            let label = if nth == 0 { floor.label.as_str() } else { "" };
            let mut line = if before > 0 { left(&right(label, floor_wide), before) } else { String::new() };
            let (mut taken, mut owed) = (line.width(), 0);
            for door in doors {
                if let Some(door) = door {
                    let text = on(door);
                    line.push_str(&" ".repeat(owed));
                    line.push_str(&inked(&text, door.state, look));
                    taken += owed + text.width();
                    owed = wide.saturating_sub(text.width()) + BETWEEN;
                } else {
                    owed += wide + BETWEEN;
                }
            }
            let plain = line.trim_end().len();
            if doors.iter().all(Option::is_none) {
                line.truncate(plain);
                taken = line.width();
            }
            lines.push((line, taken));
        }
    }
    let width = lines.iter().map(|(_, width)| *width).max().unwrap_or(0);
    Drawn { lines, width }
}

/// Units beside each other, all on the ground, and a blank line.
fn beside(row: &[Drawn], out: &mut String) {
    let high = row.iter().map(|drawn| drawn.lines.len()).max().unwrap_or(0);
    if high > 0 {
        out.push('\n');
    }
    for at in 0..high {
        let mut blanks = 0;
        for drawn in row {
            // The lower a unit, the later it begins.
            match (at + drawn.lines.len()).checked_sub(high).and_then(|nth| drawn.lines.get(nth)) {
                Some((text, taken)) => {
                    out.push_str(&" ".repeat(blanks));
                    out.push_str(text);
                    blanks = drawn.width - taken + APART;
                }
                None => blanks += drawn.width + APART,
            }
        }
        out.push('\n');
    }
}

/// A line a unit: its code, its rate, and in words what it is if it is not complete.
fn rates(block: &Block, look: &Look) -> String {
    let doors = || block.floors.iter().flat_map(|floor| floor.doors.iter().flatten());
    let rate = |door: &Door| door.rate.as_ref().map_or(String::new(), |rate| figure(rate, look));
    let complete =
        |door: &Door| matches!(door.state, HomeState::Supplied | HomeState::Tested | HomeState::Reached);
    let words = |door: &Door| if complete(door) { "" } else { door.state.words().say(look.lang) };
    let widest = |of: &dyn Fn(&Door) -> usize| doors().map(of).max().unwrap_or(0);
    let (name, digits, say) = (
        widest(&|door| visible(&door.label).width()),
        widest(&|door| rate(door).width()),
        widest(&|door| words(door).width()),
    );
    let say = if say > 0 { say + 2 } else { 0 };
    let signs = signs_in(columns(look).saturating_sub(6 + name + digits + say), look).clamp(1, LONGEST / 2);
    let mut out = String::new();
    for door in doors() {
        let said = words(door);
        let mut line = format!("  {}  {}  ", left(&visible(&door.label), name), right(&rate(door), digits));
        line.push_str(&inked(said, door.state, look));
        line.push_str(&" ".repeat(say - said.width()));
        if let Some(rate @ crate::model::Cell::Rate(_)) = &door.rate {
            line.push_str(&bar(size(rate), signs, usize::from(!complete(door)), true, look));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
