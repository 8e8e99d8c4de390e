//! `linli chart NAME --out F.svg|F.png`

use super::Desk;
use super::anchor::anchor;
use super::printing::write_file;
use super::report::{asked, books, page, scope_args};
use super::verb::{Exit, Heading, Verb, option, value, word};
use crate::error::{Error, Result, did_you_mean};
use crate::model::near;
use crate::notices::refuse_numbers;
use crate::output::{Caption, picture};
use crate::registers::Registers;
use crate::reports::{self, Asked, PICTURES, Picture, by_name};
use crate::said;
use crate::words::{Lang, Said, words};
use clap::{Arg, ArgMatches};
use std::path::Path;

/// The verb.
pub const VERB: Verb = Verb {
    name: "chart",
    about: words("a picture for a chat group", "画成图片，发到群里"),
    long: words(
        "Example: linli chart testing --public --out testing.png; linli chart houses --place 3 --out 3.svg\n\
         A PNG is 1080 pixels wide. What is drawn without --public says that it is for the team only.",
        "示例：linli chart testing --public --out 检测率.png；linli chart houses --place 3 --out 3幢.svg\n\
         PNG 宽 1080 像素。不加 --public 的图片上会注明仅限工作组内部。",
    ),
    heading: Heading::Automate,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let listed = |p: &Picture| format!("{} {}", p.name, p.about.say(lang));
    let list: Vec<String> = PICTURES.iter().map(listed).collect();
    let help = format!("{}{}", lang.pick("which: ", "图名："), list.join(lang.pick("; ", "；")));
    let mut args = vec![
        word("name", "NAME", words("", ""), lang).help(help),
        option("out", "FILE", words("FILE.svg or FILE.png", "写入的文件：.svg 或 .png"), lang),
        option("font", "FILE", words("for PNG: draw with this font file", "PNG 使用这个字体文件"), lang),
    ];
    args.extend(scope_args(lang));
    args
}

/// What a file of this name is to hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Svg,
    Png,
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let wanted = named(matches)?;
    let (path, kind) = out(matches, wanted)?;
    let name = wanted.report;
    let report =
        by_name(name).ok_or_else(|| Error::usage(said!("there is no report {name}", "没有报表 {name}")))?;
    let files = super::known_at::read(desk, matches, report.needs)?;
    let read = books(report, &files, value(matches, "as-known-at").is_none(), desk)?;
    let asked = asked(report, &files.registers, matches, desk.now)?;
    let by = asked.by.clone().or_else(|| wanted.by.map(str::to_owned));
    let asked = Asked { by, ..asked };
    let drawn = wanted.of(page(report, &read, &asked)?);
    if drawn.tables.is_empty() {
        return Err(nothing(wanted, asked.by.as_deref()));
    }
    let lang = desk.ui.lang;
    let caption = caption(wanted, &asked, &files.registers, books_named(matches, desk, &files));
    let svg = picture(&drawn, &caption, lang);
    if asked.public {
        let words = svg.split('<').filter_map(|piece| piece.strip_prefix("text")?.split_once('>'));
        words.map(|(_, text)| text).try_for_each(|text| refuse_numbers(text, &files.registers))?;
    }
    let full = desk.start.join(path);
    match kind {
        Kind::Svg => {
            write_file(&full, svg.as_bytes())?;
            desk.ui.did(&said!("wrote {path}", "已写入 {path}"));
        }
        Kind::Png => {
            let font = value(matches, "font").map(|font| desk.start.join(font));
            let (bytes, size) = pixels(&svg, font.as_deref())?;
            write_file(&full, &bytes)?;
            desk.ui.did(&said!("wrote {path}, {size} pixels", "已写入 {path}（{size} 像素）"));
        }
    }
    Ok(Exit::Done)
}

/// The refusal to draw nothing.
fn nothing(wanted: &Picture, by: Option<&str>) -> Error {
    let name = wanted.report;
    let error = Error::refused(said!("there is nothing to draw", "没有可画的内容"));
    error.hint(match wanted.by.filter(|own| by != Some(*own)) {
        Some(by) => said!("it is drawn --by {by}", "请用 --by {by}"),
        None => said!(
            "linli report {name} has the figures, if there are any",
            "数字（如有）见 linli report {name}"
        ),
    })
}

/// The picture that is named.
fn named(matches: &ArgMatches) -> Result<&'static Picture> {
    let names: Vec<&str> = PICTURES.iter().map(|picture| picture.name).collect();
    let all = || said!("one of {l}", "可用图名：{l}", l = (names.join(", "), names.join("、")));
    let Some(name) = value(matches, "name") else {
        return Err(super::ask::missing("NAME", words("the name of a picture", "图名")).hint(all()));
    };
    reports::picture(name).ok_or_else(|| {
        let near = near(name, names.iter().copied());
        Error::usage(said!("there is no picture `{name}`", "没有名为“{name}”的图"))
            .hint(did_you_mean(&near).unwrap_or_else(all))
    })
}

/// Where it goes, and as what: the ending of the name says it.
fn out<'m>(matches: &'m ArgMatches, wanted: &Picture) -> Result<(&'m str, Kind)> {
    let name = wanted.name;
    let hint =
        || said!("such as --out {name}.png or --out {name}.svg", "例如 --out {name}.png 或 --out {name}.svg");
    let Some(path) = value(matches, "out") else {
        return Err(super::ask::missing("--out", words("the file to write", "要写入的文件")).hint(hint()));
    };
    let ending = Path::new(path).extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    let kind = match ending.as_deref() {
        Some("svg") => Kind::Svg,
        Some("png") => Kind::Png,
        _ => {
            return Err(Error::usage(said!(
                "{path}: a picture is .svg or .png",
                "{path}：图片只能是 .svg 或 .png"
            ))
            .hint(hint()));
        }
    };
    if kind == Kind::Svg && value(matches, "font").is_some() {
        return Err(Error::usage(said!(
            "--font is for PNG: an SVG is drawn with the fonts of whoever opens it",
            "--font 只用于 PNG：SVG 由打开它的程序选字体"
        ))
        .hint(said!("without --font, or --out {name}.png", "请去掉 --font，或改用 --out {name}.png")));
    }
    Ok((path, kind))
}

/// Which books it was made from; nothing where there is no history to name.
fn books_named(matches: &ArgMatches, desk: &Desk, files: &super::desk::Files) -> Said {
    match value(matches, "as-known-at") {
        Some(when) => said!("as known at {when}", "按 {when} 已登记的内容"),
        None => anchor(desk, files).map(|anchor| anchor.short()).unwrap_or_default(),
    }
}

fn caption(wanted: &Picture, asked: &Asked, registers: &Registers, made_from: Said) -> Caption {
    let (day, time) = (asked.as_of, asked.now.datetime().format("%H:%M").to_string());
    let when = match asked.now.day() == day {
        true => said!("as of {day} {time}", "截至 {day} {time}"),
        false => said!("as of {day} 24:00", "截至 {day} 24时"),
    };
    let name = wanted.report;
    let source = said!("linli report {name}", "linli report {name}");
    let source = match made_from.is_empty() {
        true => source,
        false => source.then(&Said::same(" · ")).then(&made_from),
    };
    Caption { community: registers.community.name.clone(), when, source, public: asked.public }
}

#[cfg(feature = "png")]
fn pixels(svg: &str, font: Option<&Path>) -> Result<(Vec<u8>, String)> {
    let (bytes, height) = crate::output::png(svg, font)?;
    Ok((bytes, format!("{} x {height}", crate::output::PNG_WIDTH)))
}

#[cfg(not(feature = "png"))]
fn pixels(_: &str, _: Option<&Path>) -> Result<(Vec<u8>, String)> {
    Err(Error::usage(said!(
        "this program was built without the feature `png`",
        "本程序编译时没有启用 png 功能"
    ))
    .hint(said!(
        "--out FILE.svg, or build it with: cargo install --path . --features png",
        "请改用 --out 文件.svg，或重新编译：cargo install --path . --features png"
    )))
}
