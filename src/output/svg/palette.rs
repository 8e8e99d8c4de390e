//! The colours, by day and by night. As CSS custom properties of the page. A colour never says anything alone: a sign, a text or a line style stands beside it.

/// One colour.
struct Tone {
    /// Its name as a CSS property.
    name: &'static str,
    /// By day and on paper.
    light: &'static str,
    /// By night.
    dark: &'static str,
}

const fn tone(name: &'static str, light: &'static str, dark: &'static str) -> Tone {
    Tone { name, light, dark }
}

/// Ink and paper first; then for each class of shape its fill, its edge (`…e`) and what is written on it (`…t`).
const TONES: &[Tone] = &[
    tone("ink", "#1a1a1a", "#e8e8e6"),
    tone("paper", "#ffffff", "#161616"),
    tone("axis", "#8a8a8a", "#7d7d7d"),
    tone("one", "#1f5fa8", "#7fb4ec"),
    tone("two", "#b25000", "#ffb066"),
    tone("missing", "#b3261e", "#ff8a80"),
    tone("missinge", "#7d1a14", "#ffc4be"),
    tone("missingt", "#ffffff", "#1a1a1a"),
    tone("unknown", "#ffe7b0", "#4d3a0a"),
    tone("unknowne", "#8a5a00", "#ffc46b"),
    tone("unknownt", "#3d2800", "#ffe7b0"),
    tone("supplied", "#cdebd5", "#123d22"),
    tone("suppliede", "#2e7d4f", "#63c48a"),
    tone("suppliedt", "#0d3b20", "#d5f5e0"),
    tone("tested", "#cfe2f9", "#10304f"),
    tone("testede", "#1f5fa8", "#7fb4ec"),
    tone("testedt", "#0c2d54", "#d8e9fc"),
    tone("both", "#c4e8e8", "#0b3d40"),
    tone("bothe", "#0f6f73", "#5cc5ca"),
    tone("botht", "#053a3c", "#d2f4f5"),
    tone("excused", "#e6e6e6", "#363636"),
    tone("excusede", "#6b6b6b", "#a8a8a8"),
    tone("excusedt", "#2b2b2b", "#ededed"),
    tone("blank", "#ffffff", "#161616"),
    tone("blanke", "#8a8a8a", "#7d7d7d"),
    tone("blankt", "#595959", "#b0b0b0"),
];

/// The shapes of a house: the class and the tones it is drawn in.
const DOORS: &[(&str, &str)] = &[
    ("m", "missing"),
    ("u", "unknown"),
    ("s", "supplied"),
    ("d", "tested"),
    ("b", "both"),
    ("e", "excused"),
    ("n", "blank"),
];

/// The colours as properties of a page: by day, by night, and on paper.
pub(in crate::output) fn properties() -> String {
    let all = |pick: fn(&Tone) -> &'static str| -> String {
        // Ink and paper are the page's own.
        TONES[2..].iter().map(|t| format!("--{}:{};", t.name, pick(t))).collect()
    };
    let (light, dark) = (all(|t| t.light), all(|t| t.dark));
    format!(":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n")
}

/// The rules by which shapes have their colours.
pub(in crate::output) fn rules() -> String {
    rules_in(|name| format!("var(--{name})"))
}

/// The same with the colours of the day themselves, for a picture that stands by itself.
pub(in crate::output) fn literal_rules() -> String {
    rules_in(|name| literal(name).to_owned())
}

/// A colour of the day.
pub(in crate::output) fn literal(name: &str) -> &'static str {
    TONES.iter().find(|tone| tone.name == name).map_or("#000000", |tone| tone.light)
}

fn rules_in(color: impl Fn(&str) -> String) -> String {
    let (ink, paper, axis, one, two) =
        (color("ink"), color("paper"), color("axis"), color("one"), color("two"));
    let mut out = format!(
        ".t{{fill:{ink};font-size:12px}}.v{{font-weight:600}}.r{{text-anchor:end}}.c{{text-anchor:middle}}\n\
         .x{{stroke:{axis};stroke-width:1;fill:none}}\
         .a0{{fill:{one};stroke:{one}}}.a1{{fill:{paper};stroke:{two};stroke-width:2}}\n\
         .l0{{fill:none;stroke:{one};stroke-width:2}}.l1{{fill:none;stroke:{two};stroke-width:2;stroke-dasharray:5 3}}\n"
    );
    for (class, tones) in DOORS {
        let (fill, edge, text) = (color(tones), color(&format!("{tones}e")), color(&format!("{tones}t")));
        out.push_str(&format!(".h{class}{{fill:{fill};stroke:{edge}}}.w{class}{{fill:{text}}}"));
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: &str) -> f64 {
        let part = |at: usize| {
            let c = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn texts_and_shapes_stand_out_by_day_and_by_night() {
        for pick in [(|t: &Tone| t.light) as fn(&Tone) -> &'static str, |t| t.dark] {
            let of = |name: &str| pick(TONES.iter().find(|t| t.name == name).unwrap());
            let paper = of("paper");
            assert!(contrast(of("ink"), paper) >= 4.5);
            for shape in ["axis", "one", "two"] {
                assert!(contrast(of(shape), paper) >= 3.0, "{shape} {}", contrast(of(shape), paper));
            }
            for (_, tones) in DOORS {
                let (fill, edge, text) = (of(tones), of(&format!("{tones}e")), of(&format!("{tones}t")));
                assert!(contrast(edge, paper) >= 3.0, "{tones} {}", contrast(edge, paper));
                assert!(contrast(text, fill) >= 4.5, "{tones} {}", contrast(text, fill));
            }
        }
    }

    #[test]
    fn a_picture_that_stands_by_itself_has_literal_colours() {
        let rules = literal_rules();
        assert!(!rules.contains("var("), "{rules}");
        assert_eq!(rules.matches("#000000").count(), 0, "every name is known: {rules}");
    }

    #[test]
    fn every_colour_that_is_used_is_there() {
        let page = properties();
        for name in rules().split("var(--").skip(1).map(|r| r.split(')').next().unwrap()) {
            let known = ["ink", "paper"].contains(&name) || page.contains(&format!("--{name}:"));
            assert!(known, "{name}");
        }
    }
}
