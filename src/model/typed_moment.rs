//! Times of day as people type them: `17：00`, `下午2点半`, `24时`.

use super::spoken::tidied;
use super::typed_day::{figures, small_number};
use super::{Fault, Moment};
use crate::said;

/// Reads a time of day as typed: `17:00`, `17：00`, `8:05`, `下午2点半`, `晚上8点`, `14时30分`, `2:30pm`, `24时` (the end of
/// the day). An hour without a word for the part of the day is one of 24. What may be either of two days
/// (`晚上1点`) is refused.
pub fn typed_moment(text: &str) -> Result<Moment, Fault> {
    let read = clock(&tidied(text).to_ascii_lowercase());
    read.ok_or_else(|| {
        let text = text.trim();
        Fault::new(said!("`{text}` is not a time of day", "“{text}” 不是时刻"))
            .remedy(said!("such as 08:30, 下午2点半 or 24:00", "例如 08:30、下午2点半 或 24:00"))
    })
}

fn clock(text: &str) -> Option<Moment> {
    const PARTS: [(&str, Part); 14] = [
        ("凌晨", Part::Small),
        ("清晨", Part::Morning),
        ("早晨", Part::Morning),
        ("早上", Part::Morning),
        ("上午", Part::Morning),
        ("中午", Part::Noon),
        ("下午", Part::Afternoon),
        ("午后", Part::Afternoon),
        ("傍晚", Part::Afternoon),
        ("晚上", Part::Evening),
        ("晚间", Part::Evening),
        ("夜里", Part::Evening),
        ("am", Part::Am),
        ("pm", Part::Pm),
    ];
    let word = PARTS.iter().find_map(|(word, part)| {
        let rest = text.strip_prefix(word).or_else(|| text.strip_suffix(word).filter(|_| word.is_ascii()));
        rest.map(|rest| (*part, rest.trim()))
    });
    let (part, rest) = word.unwrap_or((Part::Whole, text));
    let (hour, minute) = hour_and_minute(rest)?;
    let hour = part.hour(hour)?;
    Moment::parse_bytes(format!("{hour:02}:{minute:02}").as_bytes())
}

fn hour_and_minute(text: &str) -> Option<(u32, u32)> {
    if let Some((hour, minute)) = text.split_once(':') {
        let minute = minute.strip_suffix(":00").unwrap_or(minute);
        return (minute.len() == 2).then_some((figures(hour.trim(), 2)?, figures(minute, 2)?));
    }
    let (hour, rest) = text.split_once(['点', '时', '點', '時'])?;
    let rest = rest.trim().trim_start_matches('钟');
    let minute = match rest {
        "" | "整" => 0,
        "半" => 30,
        "一刻" => 15,
        "三刻" => 45,
        _ => small_number(rest.strip_suffix('分').unwrap_or(rest).trim_start_matches(['零', '〇']).trim())?,
    };
    Some((small_number(hour.trim())?, minute))
}

/// The part of the day that was said with an hour.
#[derive(Clone, Copy)]
enum Part {
    Whole,
    Small,
    Morning,
    Noon,
    Afternoon,
    Evening,
    Am,
    Pm,
}

impl Part {
    /// The hour of 24; `None` where the word and the hour do not go together, or leave the day open.
    fn hour(self, said: u32) -> Option<u32> {
        Some(match (self, said) {
            (Part::Whole, 0..=24) => said,
            (Part::Small, 12) | (Part::Am, 12) => 0,
            (Part::Small, 0..=6) => said,
            (Part::Morning, 1..=12) | (Part::Am, 0..=11) => said,
            (Part::Noon, 11..=13) => said,
            (Part::Noon, 1 | 2) => said + 12,
            (Part::Afternoon | Part::Pm, 1..=11) => said + 12,
            (Part::Afternoon | Part::Pm, 12..=23) => said,
            (Part::Evening, 5..=12) => said + 12,
            (Part::Evening, 17..=24) => said,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_is_read_however_it_is_typed() {
        for (typed, meant) in [
            ("17:00", "17:00"),
            ("17：00", "17:00"),
            ("8:05", "08:05"),
            ("08:30:00", "08:30"),
            ("下午2点半", "14:30"),
            ("下午两点", "14:00"),
            ("上午9点", "09:00"),
            ("上午12点", "12:00"),
            ("中午12点", "12:00"),
            ("中午1点", "13:00"),
            ("晚上8点", "20:00"),
            ("晚上12点", "24:00"),
            ("凌晨3点", "03:00"),
            ("20点", "20:00"),
            ("２０点", "20:00"),
            ("24时", "24:00"),
            ("0点", "00:00"),
            ("零点", "00:00"),
            ("14时30分", "14:30"),
            ("八点一刻", "08:15"),
            ("8点零5分", "08:05"),
            ("8点钟", "08:00"),
            ("2:30pm", "14:30"),
            ("12:10 AM", "00:10"),
            ("下午14:30", "14:30"),
        ] {
            assert_eq!(typed_moment(typed).map(|m| m.to_string()), Ok(meant.to_owned()), "{typed}");
        }
        for typed in [
            "",
            "-",
            "25:00",
            "24:01",
            "17:60",
            "8:5",
            "8",
            "1700",
            "晚上1点",
            "晚上0点",
            "下午",
            "上午13点",
            "24时30分",
            "半点",
        ] {
            assert!(typed_moment(typed).is_err(), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "[上下午晚凌晨0-9一二十零点时分半刻:. apmＴ：-]{0,10}|\\PC*") {
            let _ = typed_moment(&text);
        }

        #[test]
        fn a_time_as_printed_is_read_as_itself(minutes in 0u32..=1440) {
            let (hour, minute) = (minutes / 60, minutes % 60);
            let moment = Moment::parse(&format!("{hour:02}:{minute:02}")).unwrap();
            prop_assert_eq!(typed_moment(&moment.to_string()), Ok(moment));
            prop_assert_eq!(typed_moment(&format!("{hour}点{minute}分")), Ok(moment));
        }
    }
}
