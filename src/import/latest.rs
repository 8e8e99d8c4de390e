//! The same handed in again: the last by time counts, the earlier are told as replaced.

use super::cell::day;
use super::deciding::as_read;
use super::mapping::Mapping;
use super::planning::Line;
use super::row::RowFault;
use crate::ledgers::DATE;
use crate::model::{Day, Fault};
use crate::said;
use std::collections::BTreeMap;

/// What becomes of a row that was handed in more than once.
pub enum Handed {
    /// A later one counts.
    Replaced {
        /// Its number in the sheet.
        by: u32,
    },
    /// Nobody can tell which is the later.
    Unclear(RowFault),
}

/// Of rows with one key all but the last by time; rows of one second count in the order of the file.
pub fn latest(lines: &[Line], mapping: &Mapping, today: Day) -> Vec<(usize, Handed)> {
    let names = mapping.key.as_deref().unwrap_or_default();
    let mut by_key: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let mut key = match &line.read {
            Ok(read) => as_read(line.source.key.clone(), names, read),
            Err(_) => line.source.key.clone(),
        };
        // The choices of one row are one submission.
        key.truncate(names.len());
        by_key.entry(key).or_default().push(at);
    }
    let mut fates = Vec::new();
    for rows in by_key.into_values().filter(|rows| rows.len() > 1) {
        let times: Vec<Option<(Day, u32)>> =
            rows.iter().map(|&at| time(&lines[at].source.handed_in, today)).collect();
        if times.contains(&None) {
            let unclear = rows.iter().zip(&times).filter(|(_, time)| time.is_none());
            fates.extend(unclear.map(|(&at, _)| (at, Handed::Unclear(no_time(&lines[at])))));
            continue;
        }
        let last = rows.iter().zip(&times).max_by_key(|(at, time)| (**time, **at)).map(|(at, _)| *at);
        let Some(last) = last else { continue };
        let whole = |at: usize| (lines[at].grid, lines[at].place.row);
        let by = lines[last].place.row;
        let others = rows.into_iter().filter(|&at| whole(at) != whole(last));
        fates.extend(others.map(|at| (at, Handed::Replaced { by })));
    }
    fates
}

fn no_time(line: &Line) -> RowFault {
    let text = &line.source.handed_in;
    let fault = Fault::new(said!(
        "`{text}` is no time, and the same was handed in more than once: which is the last?",
        "“{text}”不是时间，而同一份内容提交了多次，无法判断哪一份最新"
    ))
    .remedy(said!("write the time, or delete the older rows", "请补上提交时间，或删去旧的行"));
    RowFault { field: &DATE, column: None, value: text.clone(), fault }
}

/// Day and second of a time as surveys write it: `2022-08-16 18:03:22`, `2022/8/16 18:03`, `2022年8月16日 18:03:22`,
/// `2022-08-16T18:00:00`, or a serial number.
pub fn time(text: &str, today: Day) -> Option<(Day, u32)> {
    if let Ok(serial) = text.parse::<f64>() {
        let seconds = ((serial - serial.floor()) * 86_400.0).round() as u32;
        return Some((day(text, today).ok()?, seconds));
    }
    let (date, clock) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
    let mut seconds = 0;
    let mut pieces = clock.split(':');
    for weight in [3600, 60, 1] {
        let Some(piece) = pieces.next() else { break };
        let whole = piece.split('.').next().unwrap_or(piece);
        let number =
            whole.parse::<u32>().ok().filter(|n| *n < 3600 / weight.max(60) || weight == 3600 && *n < 24)?;
        seconds += number * weight;
    }
    pieces.next().is_none().then_some(())?;
    Some((day(date, today).ok()?, seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_compared_to_the_second_however_they_are_written() {
        let today = Day::parse("2022-08-16").unwrap();
        let read = |text: &str| time(text, today).map(|(day, s)| format!("{day} {s}")).unwrap_or_default();
        for (text, expected) in [
            ("2022-08-16 18:03:22", "2022-08-16 65002"),
            ("2022/8/16 18:03", "2022-08-16 64980"),
            ("2022年8月16日 00:00:01", "2022-08-16 1"),
            ("2022-08-16T18:00:00", "2022-08-16 64800"),
            ("44789.5", "2022-08-16 43200"),
            ("2022-08-16", "2022-08-16 0"),
            ("2022-08-16 24:01", ""),
            ("2022-08-16 8:61", ""),
            ("昨晚", ""),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
