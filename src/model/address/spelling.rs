//! The ways in which people write one home, composed: words, dashes, numerals, widths, what stands before and behind.

/// A home by its parts.
#[derive(Clone, Debug)]
pub(super) struct Home<'a> {
    pub(super) building: &'a str,
    /// Empty where the building has no units.
    pub(super) unit: &'a str,
    /// True where the building has no other unit, so that it need not be said.
    pub(super) only: bool,
    pub(super) room: &'a str,
}

/// Words after a building, a unit and a room; traditional characters are among them.
const BUILDING: [&str; 8] = ["幢", "栋", "座", "号楼", "#楼", "棟", "號樓", "幢楼"];
const UNIT: [&str; 5] = ["单元", "單元", "门", "梯", "号门"];
const ROOM: [&str; 7] = ["室", "户", "房", "戶", "号", "号室", ""];
/// Everything that is typed for a dash.
pub(super) const DASHES: [&str; 21] = [
    "-", "‐", "‑", "‒", "–", "—", "―", "−", "－", "～", "〜", "~", "_", "﹣", "─", "ー", "——", " - ", "- ",
    " — ", "--",
];

/// `12` → `十二`, up to 99; others digit by digit, `502` → `五〇二`.
pub(super) fn chinese(number: &str) -> Option<String> {
    const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digits: Vec<usize> =
        number.chars().map(|c| c.to_digit(10).map(|d| d as usize)).collect::<Option<_>>()?;
    Some(match digits[..] {
        [0, ..] | [] => return None,
        [ten, one] => {
            let tens = if ten == 1 { "" } else { DIGITS[ten] };
            format!("{tens}十{}", if one == 0 { "" } else { DIGITS[one] })
        }
        _ => digits.iter().map(|&d| DIGITS[d]).collect(),
    })
}

/// Full width.
pub(super) fn wide(text: &str) -> String {
    let widen = |c: char| match c {
        ' ' => '\u{3000}',
        c if c.is_ascii_graphic() => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().map(widen).collect()
}

/// The spellings that say the whole home; every one of them must be read where nothing else in the community is
/// spelt alike.
pub(super) fn spellings(home: &Home<'_>) -> Vec<String> {
    let Home { building: b, unit: u, room: r, .. } = *home;
    let mut plain = Vec::new();
    for word in BUILDING {
        for end in ROOM {
            if u.is_empty() {
                plain.extend([
                    format!("{b}{word}{r}{end}"),
                    format!("{b}{word} {r}{end}"),
                    format!("{b}{word}-{r}{end}"),
                ]);
                continue;
            }
            plain.extend(UNIT.map(|unit| format!("{b}{word}{u}{unit}{r}{end}")));
            plain.push(format!("{b}{word}{u}-{r}{end}"));
            plain.push(format!("{b}{word} {u}单元 {r}{end}"));
            plain.push(format!("第{b}{word}第{u}单元{r}{end}"));
        }
    }
    if home.only && !u.is_empty() {
        plain.extend(BUILDING.map(|word| format!("{b}{word}{r}")));
        plain.extend([format!("{b}-{r}"), format!("{b}#{r}"), format!("{b}幢{r}室")]);
    }
    let code = if u.is_empty() { format!("{b}-{r}") } else { format!("{b}-{u}-{r}") };
    plain.extend(DASHES.map(|dash| code.replace('-', dash)));
    plain.push(format!("{code}室"));
    plain.push(code.replace('-', " "));
    plain.push(code.replacen('-', "#", 1));
    plain.push(code.replacen('-', "幢-", 1));
    if let (Some(b), Some(r)) = (chinese(b), chinese(r)) {
        match chinese(u) {
            Some(u) => {
                plain.push(format!("{b}幢{u}单元{r}室"));
                plain.push(format!("第{b}栋{u}单元{r}"));
                plain.push(format!("{b}号楼{u}门{r}户"));
                plain.push(format!("{b}-{u}-{r}"));
            }
            None if u.is_empty() => plain.push(format!("{b}幢{r}室")),
            None => {}
        }
    }
    let mut all: Vec<String> = plain.iter().map(|text| wide(text)).collect();
    all.extend(decorated(&plain[0]));
    all.extend(decorated(&code));
    all.extend(plain);
    all
}

/// All digits written together, as they may be where that is one home only.
pub(super) fn glued(home: &Home<'_>) -> [String; 2] {
    let Home { building: b, unit: u, room: r, only } = *home;
    [format!("{b}{u}{r}"), if only { format!("{b}{r}") } else { format!("{b}-{u}{r}") }]
}

/// What people write before and behind an address in the compound 银河湾小区 on 江滨路.
fn decorated(address: &str) -> Vec<String> {
    const BEFORE: [&str; 11] = [
        "银河湾小区",
        "银河湾",
        "银河湾小区 ",
        "银河湾小区银河湾小区",
        "银河湾小区-",
        "义乌市江滨路银河湾小区",
        "浙江省金华市义乌市北苑街道江滨路银河湾小区",
        "浙江省义乌市江滨路88号银河湾小区",
        "中国浙江省义乌市义乌市银河湾",
        "江滨路88号",
        "  \u{FEFF}",
    ];
    const BEHIND: [&str; 8] = [
        "（李家）",
        "(自提，放门口)",
        "【有狗】",
        " 银河湾小区",
        "\u{200B}",
        "\u{3000}",
        "[已核对",
        "《急》",
    ];
    let mut all: Vec<String> = BEFORE.iter().map(|before| format!("{before}{address}")).collect();
    all.extend(BEHIND.iter().map(|behind| format!("{address}{behind}")));
    all.push(format!("银河湾小区{address}（李家）"));
    all
}

/// Spellings with slips: they may be refused, and must not be read as another home.
pub(super) fn slips(home: &Home<'_>) -> Vec<String> {
    let Home { building: b, unit: u, room: r, .. } = *home;
    let code = if u.is_empty() { format!("{b}-{r}") } else { format!("{b}-{u}-{r}") };
    let mut all: Vec<String> = [("0", "O"), ("0", "o"), ("1", "l"), ("1", "I"), ("0", "〇"), ("-", ".")]
        .map(|(from, to)| code.replace(from, to))
        .into();
    all.extend([
        code.replace('-', ""),
        code.replace('-', "/"),
        code.replace('-', "·"),
        code.replace('-', "一"),
        format!("{b}{u}-{r}"),
        format!("{b}-{u}{r}"),
        format!("{b}幢{u}{r}"),
        format!("0{b}-{u}-{r}"),
        format!("{b}（{u}单元）{r}"),
        format!("{b}幢（{u}单元）{r}室"),
        format!("{b}幢银河湾小区{u}单元{r}"),
        format!("{b}号楼银河湾{u}-{r}"),
        format!("{b}号{u}-{r}号"),
        format!("江滨路{b}号{u}-{r}"),
        format!("江滨路{b}号楼{u}-{r}"),
        format!("{b}楼{u}-{r}"),
        format!("{b}幢江滨路{u}-{r}"),
        format!("{r}室{u}单元{b}幢"),
        format!("{b}、{u}-{r}"),
        format!("{b},{u}-{r}"),
        format!("{b}期{u}幢{r}"),
        format!("{b}弄{u}号{r}室"),
        format!("{b}区{u}幢{r}室"),
        format!("{b}幢{u}单元{}楼{r}室", r.len()),
    ]);
    if let Some(numeral) = chinese(b) {
        all.push(format!("{numeral}幢银河湾小区{u}-{r}"));
        all.push(format!("{numeral}号楼银河湾{u}-{r}"));
        all.push(format!("{numeral}{u}-{r}"));
        all.push(format!("({numeral}){u}-{r}"));
    }
    // Without a unit, what would name it names nothing.
    all.retain(|text| {
        !u.is_empty() || !["单元", "幢-", "期幢", "弄号", "区幢"].iter().any(|w| text.contains(w))
    });
    all
}
