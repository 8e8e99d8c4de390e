//! Printing pages: `--format`, `--out`, and the banner where it belongs.

use super::Desk;
use super::verb::{given, option, value};
use crate::error::{Error, Result};
use crate::model::{Day, Page, Period, typed_day};
use crate::output::{Format, Look, render};
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// `--format` and `--out`.
pub fn printing_args(lang: Lang) -> Vec<Arg> {
    let names = Format::ALL.map(Format::name).join("|");
    vec![
        option("format", "FORMAT", words("how to print it", "输出格式"), lang).value_name(names),
        option("out", "FILE", words("write it to a file", "写入文件"), lang),
    ]
}

/// `--from` and `--to`.
pub fn period_args(lang: Lang) -> Vec<Arg> {
    vec![
        option("from", "DAY", words("from this day on", "起始日期"), lang),
        option("to", "DAY", words("up to this day", "截止日期"), lang),
    ]
}

/// The period that was asked for.
pub fn period(matches: &ArgMatches, today: Day) -> Result<Period> {
    let day = |name| value(matches, name).map(|text| typed_day(text, today)).transpose();
    Ok(Period::new(day("from")?, day("to")?)?)
}

/// Prints a page as asked. In the formats for machines the banner goes to stderr.
pub fn print(page: &Page, matches: &ArgMatches, desk: &mut Desk) -> Result<()> {
    let format = value(matches, "format").map_or(Ok(Format::Table), Format::parse)?;
    let charts = desk.ui.look.charts || given(matches, "chart");
    if given(matches, "chart") {
        refuse_drawing_in(format)?;
    }
    if format.is_for_machines() {
        for said in page.banner.iter().chain(page.tables.iter().flat_map(|t| &t.banner)) {
            desk.ui.warn(said);
        }
    }
    match value(matches, "out") {
        None => {
            let text = render(page, format, &Look { charts, ..desk.ui.look });
            desk.ui.answer(&text);
        }
        Some(path) => {
            let text = render(page, format, &Look { charts, ..Look::plain(desk.ui.lang) });
            let full = desk.start.join(path);
            write_file(&full, text.as_bytes())?;
            desk.ui.did(&said!("wrote {path}", "已写入 {path}"));
        }
    }
    Ok(())
}

/// Refuses to draw where there is nothing to draw on: programs read figures, and a page for a browser is drawn anyway.
fn refuse_drawing_in(format: Format) -> Result<()> {
    let name = format.name();
    match format {
        Format::Table | Format::Html => Ok(()),
        Format::Csv | Format::Json | Format::Markdown => Err(Error::usage(said!(
            "--chart draws at a terminal; there are no drawings in {name}",
            "--chart 画在终端里；{name} 格式里没有图"
        ))
        .hint(said!(
            "without --chart; or a picture: linli chart NAME --out FILE.svg",
            "请去掉 --chart；要图片：linli chart 图名 --out 文件.svg"
        ))),
    }
}

/// Writes a file outside the ledgers, whole or not at all.
pub fn write_file(path: &std::path::Path, bytes: &[u8]) -> Result<()> {
    let failed = |source| Error::File { doing: said!("write", "写入"), path: path.to_owned(), source };
    if std::fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
        let shown = path.display();
        return Err(Error::usage(said!("{shown} is not an ordinary file", "{shown} 不是普通文件"))
            .hint(said!("name another file, or leave --out away", "请换一个文件名，或不写 --out")));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let mut file = tempfile::Builder::new().tempfile_in(folder).map_err(failed)?;
    std::io::Write::write_all(&mut file, bytes).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644)).map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}
