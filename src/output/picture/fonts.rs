//! Fonts for a picture of pixels. A sign without a glyph would vanish without a word, so it is known of each beforehand
//! that some font has it.

use crate::error::{Error, Result};
use crate::said;
use crate::words::Said;
use resvg::usvg::fontdb::{Database, FaceInfo, ID, Style};
use resvg::usvg::{Font, FontResolver};
use skrifa::{FontRef, MetadataProvider};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Families with the signs of mainland China, in the order in which they are taken.
const KNOWN: [&str; 12] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "Heiti SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Droid Sans Fallback",
    "SimSun",
];

/// So many signs are named where no font has them.
const NAMED: usize = 12;

/// The fonts of a picture.
pub(super) struct Fonts {
    /// All that are known, for signs that the chosen one lacks.
    pub all: Arc<Database>,
    regular: ID,
    bold: ID,
    /// Those that have what the chosen one lacks.
    others: Vec<ID>,
}

impl Fonts {
    /// Fonts for every sign of a text: those of the system, or those of one file.
    ///
    /// # Errors
    /// The file cannot be read or is no font; there is a sign that no font has.
    pub fn find(text: &str, file: Option<&Path>) -> Result<Fonts> {
        let mut all = Database::new();
        match file {
            None => all.load_system_fonts(),
            Some(path) => {
                let bytes = std::fs::read(path).map_err(|source| Error::File {
                    doing: said!("read the font", "读取字体"),
                    path: path.to_owned(),
                    source,
                })?;
                all.load_font_data(bytes);
                if all.is_empty() {
                    let shown = path.display();
                    return Err(Error::usage(said!("{shown} is not a font", "{shown} 不是字体文件")).hint(
                        said!("a file such as NotoSansCJK-Regular.ttc", "例如 NotoSansCJK-Regular.ttc"),
                    ));
                }
            }
        }
        among(all, &signs(text), file.is_some())
    }

    /// What the drawing asks for its fonts.
    pub fn resolver(&self) -> FontResolver<'static> {
        let (regular, bold, others) = (self.regular, self.bold, self.others.clone());
        FontResolver {
            select_font: Box::new(move |font: &Font, _| {
                Some(if font.weight() >= 600 { bold } else { regular })
            }),
            select_fallback: Box::new(move |sign, tried, all| {
                let has = |id: &&ID| !tried.contains(id) && lacking(all, **id, &[sign].into()).is_empty();
                others.iter().find(has).copied()
            }),
        }
    }
}

/// The family in which a text would be drawn with the fonts of the system.
///
/// # Errors
/// There is a sign that no font has.
pub fn font_family(text: &str) -> Result<String> {
    let fonts = Fonts::find(text, None)?;
    let face = fonts.all.face(fonts.regular);
    Ok(face.and_then(|face| face.families.first()).map(|(name, _)| name.clone()).unwrap_or_default())
}

/// The signs of a text that leave a mark.
fn signs(text: &str) -> BTreeSet<char> {
    let joins = |c: char| matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !joins(*c)).collect()
}

/// The signs of which a face has no outline. A bitmap is no outline: it would not be drawn.
fn lacking(all: &Database, id: ID, signs: &BTreeSet<char>) -> Vec<char> {
    let lacking = all.with_face_data(id, |data, index| {
        let font = FontRef::from_index(data, index).ok()?;
        let (map, outlines) = (font.charmap(), font.outline_glyphs());
        let has = |sign: &char| map.map(*sign).is_some_and(|glyph| outlines.get(glyph).is_some());
        Some(signs.iter().copied().filter(|sign| !has(sign)).collect())
    });
    lacking.flatten().unwrap_or_else(|| signs.iter().copied().collect())
}

/// The place of a face in the order in which they are tried.
fn order(face: &FaceInfo) -> impl Ord + use<> {
    let known = |name: &str| KNOWN.iter().position(|known| *known == name);
    let family = face.families.iter().filter_map(|(name, _)| known(name)).min();
    (family.unwrap_or(KNOWN.len()), face.weight.0.abs_diff(400), face.post_script_name.clone(), face.index)
}

fn among(all: Database, signs: &BTreeSet<char>, one_file: bool) -> Result<Fonts> {
    let mut faces: Vec<&FaceInfo> = all.faces().filter(|face| face.style == Style::Normal).collect();
    faces.sort_by_cached_key(|face| order(face));
    // The first that has all, else the first of those that lack least.
    let mut best: Option<(&FaceInfo, Vec<char>)> = None;
    for face in &faces {
        let lacks = lacking(&all, face.id, signs);
        if best.as_ref().is_none_or(|(_, least)| lacks.len() < least.len()) {
            best = Some((face, lacks));
        }
        if best.as_ref().is_some_and(|(_, least)| least.is_empty()) {
            break;
        }
    }
    let Some((chosen, lacks)) = best else {
        return Err(no_font(&signs.iter().copied().collect::<Vec<char>>(), one_file));
    };
    let (mut left, mut others) = (lacks.iter().copied().collect::<BTreeSet<char>>(), Vec::new());
    for face in faces.iter().filter(|face| face.id != chosen.id) {
        if left.is_empty() {
            break;
        }
        let still: BTreeSet<char> = lacking(&all, face.id, &left).into_iter().collect();
        if still.len() < left.len() {
            others.push(face.id);
            left = still;
        }
    }
    if !left.is_empty() {
        return Err(no_font(&left.into_iter().collect::<Vec<char>>(), one_file));
    }
    let family = |face: &FaceInfo| face.families.first().map(|(name, _)| name.clone());
    let heavy = |face: &&&FaceInfo| {
        face.weight.0 >= 600 && family(face) == family(chosen) && lacking(&all, face.id, signs) == lacks
    };
    let bold = faces.iter().filter(heavy).min_by_key(|face| face.weight.0.abs_diff(700));
    let (regular, bold) = (chosen.id, bold.map_or(chosen.id, |face| face.id));
    Ok(Fonts { all: Arc::new(all), regular, bold, others })
}

/// The refusal to draw what could not be read.
fn no_font(signs: &[char], one_file: bool) -> Error {
    let shown: Vec<String> = signs.iter().take(NAMED).map(char::to_string).collect();
    let shown = crate::output::visible(&shown.join(" ")).into_owned();
    let more = match signs.len().saturating_sub(NAMED) {
        0 => Said::default(),
        more => said!(" and {more} more", " 等另外 {more} 个字"),
    };
    let message = match one_file {
        true => said!("this font does not have: {shown}", "这个字体里没有：{shown}"),
        false => said!("no font on this machine has: {shown}", "本机没有一个字体含有：{shown}"),
    };
    Error::refused(message.then(&more)).hint(said!(
        "install a Chinese font (Debian, Ubuntu: apt install fonts-noto-cjk; Fedora: dnf install google-noto-sans-cjk-fonts), \
         or name one: --font FILE; --out FILE.svg needs none",
        "请安装中文字体（Debian、Ubuntu：apt install fonts-noto-cjk；Fedora：dnf install google-noto-sans-cjk-fonts），\
         或指定一个：--font 文件；输出 .svg 则不需要字体"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_no_font_the_refusal_names_the_signs_and_the_remedy() {
        let Err(error) = among(Database::new(), &signs("牛 奶\n"), false) else {
            panic!("a font of nothing")
        };
        let (message, hint) = error.say(crate::words::Lang::En);
        assert_eq!(message, "no font on this machine has: 奶 牛");
        assert!(hint.is_some_and(|hint| hint.contains("fonts-noto-cjk") && hint.contains("--font FILE")));
        let Err(error) = among(Database::new(), &signs(&('a'..='z').collect::<String>()), true) else {
            panic!("a font of nothing")
        };
        assert!(error.say(crate::words::Lang::Zh).0.ends_with("l 等另外 14 个字"), "{error:?}");
    }

    #[test]
    fn what_leaves_no_mark_needs_no_glyph() {
        assert_eq!(signs(" \n\u{200d}\u{fe0f}").len(), 0);
    }

    #[test]
    fn a_file_that_is_no_font_is_refused() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(
            Fonts::find("a", Some(&path)).is_err_and(|error| error.to_string().contains("is not a font"))
        );
        let nowhere = path.with_file_name("no-such-font.ttf");
        assert!(matches!(Fonts::find("a", Some(&nowhere)), Err(Error::File { .. })));
    }

    #[test]
    fn a_sign_that_no_font_has_is_found_before_it_vanishes() {
        // The last of the private use area: no font has anything there.
        assert!(Fonts::find("a\u{10fffd}", None).is_err());
    }
}
