//! A picture as pixels.

use super::fonts::Fonts;
use crate::error::{Error, Result};
use crate::said;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use std::path::Path;

/// How wide a picture is: what chat groups show without making it smaller.
pub const PNG_WIDTH: u32 = 1080;
/// A picture taller than this is not shown by them.
const TALLEST: u32 = 20_000;

/// An SVG of [`picture`](super::picture) as a PNG, and its height; with the system's fonts, or those of one file.
///
/// # Errors
/// A sign has no font; the picture is too tall.
pub fn png(svg: &str, font: Option<&Path>) -> Result<(Vec<u8>, u32)> {
    let fonts = Fonts::find(svg, font)?;
    let options =
        Options { font_resolver: fonts.resolver(), fontdb: fonts.all.clone(), ..Options::default() };
    let broken = |what: String| Error::refused(said!("cannot draw it: {what}", "无法画出：{what}"));
    let tree = Tree::from_str(svg, &options).map_err(|error| broken(error.to_string()))?;
    let scale = PNG_WIDTH as f32 / tree.size().width();
    let height = (tree.size().height() * scale).ceil() as u32;
    if height > TALLEST {
        return Err(Error::refused(said!(
            "the picture would be {height} pixels tall, and chat groups show {TALLEST}",
            "图片将高达 {height} 像素，群聊最多显示 {TALLEST}"
        ))
        .hint(said!("less of it: --place, --round, --item", "请少画一些：--place、--round、--item")));
    }
    let mut pixels = Pixmap::new(PNG_WIDTH, height).ok_or_else(|| broken(height.to_string()))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let bytes = pixels.encode_png().map_err(|error| broken(error.to_string()))?;
    Ok((bytes, height))
}
