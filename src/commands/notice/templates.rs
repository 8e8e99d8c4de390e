//! `linli notice --list`, `--show`, `--eject`: the templates themselves.

use super::own::library;
use crate::commands::Desk;
use crate::commands::operation::correct;
use crate::commands::verb::Exit;
use crate::error::{Error, Result};
use crate::model::{Cell, Rows, text};
use crate::notices::Library;
use crate::output::{Format, render};
use crate::recording::Entry;
use crate::said;
use clap::ArgMatches;

/// All templates, with what each is for and needs. Also outside a community.
pub fn list(desk: &mut Desk) -> Result<Exit> {
    let library = match desk.root() {
        Ok(root) => {
            desk.files(|_| false)?;
            library(&root)?
        }
        Err(_) => Library::new([]),
    };
    let lang = desk.ui.lang;
    let mut rows = Rows {
        name: "templates",
        title: said!("Notices", "通知模板"),
        columns: vec![
            text("template", "Template", "模板"),
            text("about", "For", "用途"),
            text("scope", "Read by", "给谁看"),
            text("needs", "Needs", "所需"),
            text("takes", "May be given", "可另给"),
            text("own", "From", "来源"),
        ],
        ..Rows::default()
    };
    for name in library.names() {
        let template = library.template(name)?;
        let manifest = &template.manifest;
        let key = |key: &crate::notices::SetKey| format!("{}={}", key.name, key.about.say(lang));
        let takes: Vec<String> = manifest.set.iter().filter(|k| !k.required).map(key).collect();
        let from = match template.own {
            true => said!("own", "本小区"),
            false => said!("built in", "内置"),
        };
        rows.rows.push(vec![
            Cell::text(name),
            Cell::Said(manifest.about.clone()),
            Cell::Code(manifest.scope.code(), manifest.scope.words()),
            Cell::text(manifest.needs(lang).join(" ")),
            Cell::text(takes.join(lang.pick("; ", "；"))),
            Cell::Said(from),
        ]);
    }
    let shown = render(&rows.into(), Format::Table, &desk.ui.look);
    desk.ui.answer(&shown);
    Ok(Exit::Done)
}

/// The source of a template, file after file.
pub fn show(name: &str, desk: &mut Desk) -> Result<Exit> {
    let library = match desk.root() {
        Ok(root) => library(&root)?,
        Err(_) => Library::new([]),
    };
    library.template(name)?;
    let files =
        library.files(name).into_iter().map(|(path, text)| format!("{{# {path} #}}\n{}\n", text.trim_end()));
    desk.ui.answer(&files.collect::<Vec<_>>().join("\n"));
    Ok(Exit::Done)
}

/// Copies a template into the community's folder, as one operation.
pub fn eject(name: &str, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let root = desk.root()?;
    let library = library(&root)?;
    library.template(name)?;
    let files = library.files(name);
    if let Some((path, _)) = files.iter().find(|(path, _)| root.join(path).symlink_metadata().is_ok()) {
        return Err(Error::refused(said!("{path} is there already", "{path} 已存在"))
            .hint(said!("change it there; nothing is overwritten", "直接修改该文件即可，不会覆盖")));
    }
    let texts: Vec<(String, String)> =
        files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    correct(desk, matches, &|_, _, _| {
        Ok(Entry {
            registers: texts.clone(),
            subject: format!("templates: {name} to change"),
            effects: vec![said!(
                "templates/{name}/ is now yours; what stands there wins over what is built in",
                "templates/{name}/ 现在归你修改，优先于内置模板"
            )],
            ..Entry::default()
        })
    })
}
