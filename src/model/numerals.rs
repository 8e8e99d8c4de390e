//! The grammar of numbers in figures (`1,945.81`, `1.6万`) and in words (`一百二十五`); [`spoken`](super::spoken) says
//! what stands around them.

use super::Quantity;

/// Which signs may stand for a decimal point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Points {
    /// `.` and `点` only.
    Plain,
    /// `、`, `。` and `·` too.
    Lists,
    /// And `/`, where it cannot be a fraction.
    Slashes,
}

/// True for a character with which numbers are written in words.
pub(super) fn numeral(c: char) -> bool {
    figure(c).is_some() || power(c).is_some() || matches!(c, '半' | '几' | '数')
}

/// `千克`, `千米`, `千瓦`, `千卡`: the thousand belongs to the unit.
pub(super) fn is_kilo(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('千') && chars.next().is_some_and(|c| matches!(c, '克' | '米' | '瓦' | '卡' | '焦'))
}

fn figure(c: char) -> Option<i128> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' | '俩' => 2,
        '三' | '叁' | '仨' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn power(c: char) -> Option<i128> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// A number at the beginning of a text.
pub(super) struct Number {
    /// The number; `None` if it has too many digits.
    pub(super) value: Option<Quantity>,
    /// How many bytes it takes.
    pub(super) used: usize,
    /// True if a sign was read as a decimal point that is not one.
    pub(super) slip: bool,
}

impl Number {
    /// `digits` × `times` / 10^`decimals`, if that can be held exactly.
    fn exact(digits: i128, decimals: u32, times: i128) -> Option<Quantity> {
        let millionths = digits.checked_mul(1_000_000)?.checked_mul(times)?;
        let shift = 10_i128.checked_pow(decimals)?;
        let whole = (millionths % shift == 0).then_some(millionths / shift)?;
        let value = Quantity::from_millionths(i64::try_from(whole).ok()?);
        (value <= Quantity::LARGEST).then_some(value)
    }

    /// The number with which a text begins; `None` if it begins with none, or with what may be several.
    pub(super) fn at_start(text: &str, points: Points) -> Option<Number> {
        match text.chars().next()? {
            '0'..='9' | '.' => Number::in_figures(text, points),
            '半' => Some(Number {
                value: Some(Quantity::from_millionths(500_000)),
                used: '半'.len_utf8(),
                slip: false,
            }),
            _ => Number::in_words(text),
        }
    }

    fn in_figures(text: &str, points: Points) -> Option<Number> {
        let mut digits = run(text).to_owned();
        let mut used = digits.len();
        while let Some(group) = text[used..].strip_prefix(',').map(run).filter(|g| !g.is_empty()) {
            let first = if used == digits.len() { digits.as_str() } else { "1" };
            if group.len() != 3 || first.is_empty() || first.len() > 3 || first.starts_with('0') {
                return None;
            }
            digits.push_str(group);
            used += 4;
        }
        let (mut decimals, mut slip) = (0, false);
        let mut after = text[used..].chars();
        if let Some(point) = after.next() {
            let part = run(after.as_str());
            let meant = match point {
                '.' if part.is_empty() => return None,
                '.' => true,
                '点' => !digits.is_empty(),
                '、' | '。' | '·' => points != Points::Plain,
                '/' => points == Points::Slashes && larger(&digits, part),
                _ => false,
            };
            if meant && !part.is_empty() {
                digits.push_str(part);
                decimals = u32::try_from(part.len()).ok()?;
                slip = !matches!(point, '.' | '点');
                used += point.len_utf8() + part.len();
            }
        }
        let mut times = 1;
        for _ in 0..2 {
            let rest = &text[used..];
            let Some(c) = rest.chars().next() else { break };
            let Some(by) = power(c).filter(|&by| by != 10 && !is_kilo(rest)) else { break };
            times *= by;
            used += c.len_utf8();
        }
        let value = (digits.len() <= 20)
            .then(|| digits.parse().ok().and_then(|n: i128| Number::exact(n, decimals, times)))
            .flatten();
        Some(Number { value, used, slip })
    }

    fn in_words(text: &str) -> Option<Number> {
        let mut sum = Sum::default();
        let mut used = 0;
        for (at, c) in text.char_indices() {
            let after = &text[at + c.len_utf8()..];
            let pair = after.chars().next().and_then(power).is_some_and(|p| p > 10) && !is_kilo(after);
            if let Some(n) = figure(c).filter(|_| c != '两' || at == 0 || pair) {
                sum.figure(n)?;
            } else if let Some(by) = power(c).filter(|_| !is_kilo(&text[at..]) || at == 0) {
                sum.power(by)?;
            } else {
                break;
            }
            used = at + c.len_utf8();
        }
        if used == 0 {
            return None;
        }
        let mut digits = sum.total()?;
        let mut decimals = 0;
        if let Some(part) = text[used..].strip_prefix('点') {
            let mut length = 0;
            for c in part.chars() {
                let Some(n) = figure(c).filter(|_| c != '两').or(c.to_digit(10).map(i128::from)) else {
                    break;
                };
                digits = digits.checked_mul(10)?.checked_add(n)?;
                decimals += 1;
                length += c.len_utf8();
            }
            if decimals > 0 {
                used += '点'.len_utf8() + length;
            }
        }
        Some(Number { value: Number::exact(digits, decimals, 1), used, slip: false })
    }
}

/// The ASCII digits at the beginning.
fn run(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

/// True if the first run of digits is the larger number.
fn larger(whole: &str, part: &str) -> bool {
    matches!((whole.parse::<u64>(), part.parse::<u64>()), (Ok(w), Ok(p)) if w > p)
}

/// A number in words as it adds up: `一百二十五`, `两万三千`, `一百零二`, `一百二` (120).
#[derive(Default)]
struct Sum {
    /// What stands above the present group of four: whole 万 and 亿.
    high: i128,
    /// The present group.
    group: i128,
    /// A figure that waits for its power.
    figure: Option<i128>,
    /// The last power; the next in its group must be smaller.
    last: Option<i128>,
    /// True after 零.
    zero: bool,
    /// True when 亿 (then 万) has been said.
    said: [bool; 2],
}

impl Sum {
    fn figure(&mut self, n: i128) -> Option<()> {
        if self.figure.is_some() {
            return None; // 三四: three or four
        }
        if n == 0 && self.last.is_some() {
            self.zero = true;
        } else {
            self.figure = Some(n);
        }
        Some(())
    }

    fn power(&mut self, by: i128) -> Option<()> {
        let figure = self.figure.take();
        if by < 10_000 {
            let n = figure.or((by == 10).then_some(1)).filter(|&n| n > 0)?;
            if self.last.is_some_and(|last| last < 10_000 && last <= by) {
                return None;
            }
            self.group += n * by;
        } else {
            let part = self.group + figure.unwrap_or(0);
            let (hundred_million, already) = (by > 10_000, self.said);
            if part == 0 || already[0] && hundred_million || already[1] {
                return None;
            }
            self.said[usize::from(!hundred_million)] = true;
            self.high += part * by;
            self.group = 0;
        }
        self.zero = false;
        self.last = Some(by);
        Some(())
    }

    fn total(&self) -> Option<i128> {
        let tail = match (self.figure, self.last) {
            (None, _) if self.zero => return None,
            (None, _) => 0,
            (Some(n), Some(last)) if last > 10 && !self.zero => n * last / 10,
            (Some(n), _) => n,
        };
        Some(self.high + self.group + tail)
    }
}
