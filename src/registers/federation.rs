//! `federation.toml`: the communities whose reports are read together, and where each is fetched from.

use super::RegisterFault;
use super::keys::read_toml;
use super::toml_text::{TomlText, put};
use crate::model::{Fault, holds_personal_number, near};
use crate::said;
use crate::store::refused_url;
use serde::Deserialize;
use toml::Spanned;
use toml_edit::Table;
use unicode_normalization::UnicodeNormalization;

/// Where it stands: in a community's folder, or in one that holds nothing else.
pub const FEDERATION: &str = "ledgers/federation.toml";

/// One community of the federation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What it is called in the tables of all.
    pub name: String,
    /// Where it is fetched from, as git understands it.
    pub url: String,
    /// Its folder in that repository, without slashes around it; `None` to find it.
    pub folder: Option<String>,
}

#[derive(Deserialize, Default)]
struct File {
    #[serde(default)]
    community: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: Spanned<String>,
    url: Spanned<String>,
    folder: Option<Spanned<String>>,
}

/// The keys of each table, so that a misspelt one is said.
const KEYS: &[(&str, &[&str])] = &[("", &["community"]), ("community", &["name", "url", "folder"])];

/// Reads the file's text: the communities that can be read, and everything that is wrong.
pub fn parse(text: &str) -> (Vec<Member>, Vec<RegisterFault>) {
    let (file, mut faults): (File, _) = read_toml(text, KEYS);
    let mut members: Vec<Member> = Vec::new();
    for entry in file.community {
        let mut fault = |code, of: &Spanned<String>, field, fault| {
            faults.push(RegisterFault::error(code, Some(of.span()), field, fault));
        };
        let name = name(entry.name.get_ref()).map_err(|f| fault("type", &entry.name, "name", f)).ok();
        let url = url(entry.url.get_ref()).map_err(|f| fault("type", &entry.url, "url", f)).ok();
        let folder = entry.folder.as_ref().map(|folder| {
            (self::folder(folder.get_ref())).map_err(|f| fault("type", folder, "folder", f)).ok()
        });
        let (Some(name), Some(url)) = (name, url) else { continue };
        let folder = match folder {
            None => None,
            Some(Some(folder)) => Some(folder),
            Some(None) => continue,
        };
        if members.iter().any(|member| member.name == name) {
            let twice = Fault::new(said!("the community `{name}` is there twice", "社区“{name}”重复"));
            fault("id-duplicate", &entry.name, "name", twice);
            continue;
        }
        members.push(Member { name, url, folder });
    }
    (members, faults)
}

/// A name as it stands in the file: on one line, NFC, no phone or identity number.
///
/// # Errors
/// It cannot be one.
pub fn name(typed: &str) -> Result<String, Fault> {
    let name: String = typed.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
    if name.is_empty() || name.contains(char::is_control) || name.starts_with('-') {
        return Err(Fault::new(said!("`{name}` is no name for a community", "“{name}”不能作为社区名称")));
    }
    if holds_personal_number(&name, &[]) {
        let message = said!("the name holds a phone or identity number", "名称中有手机号或身份证号");
        return Err(Fault::new(message));
    }
    Ok(name)
}

/// An address that git may be given: none that runs a program, none that holds a password, for the file is kept for ever.
///
/// # Errors
/// It is not one.
pub fn url(typed: &str) -> Result<String, Fault> {
    let url = typed.trim();
    if let Some(said) = refused_url(url) {
        return Err(
            Fault::new(said).remedy(said!("https://…, ssh, or a folder", "请用 https://…、ssh 或目录"))
        );
    }
    if url.is_empty() || url.starts_with('-') || url.contains(char::is_control) {
        return Err(Fault::new(said!("`{url}` is no address", "“{url}”不是地址")));
    }
    let login = url.split_once("://").and_then(|(_, rest)| rest.split('/').next()?.rsplit_once('@'));
    if login.is_some_and(|(login, _)| login.contains(':')) {
        let remedy = said!(
            "leave it out and let git keep it: git config credential.helper store",
            "请去掉密码，由 git 保存：git config credential.helper store"
        );
        return Err(Fault::new(said!(
            "the address holds a password, and this file is kept in the history for ever",
            "地址中含有密码，而本文件会永远留在历史记录里"
        ))
        .remedy(remedy));
    }
    Ok(url.to_owned())
}

/// A folder in a repository, with `/`, not leading out of it.
///
/// # Errors
/// It leads out of it.
pub fn folder(typed: &str) -> Result<String, Fault> {
    let folder = typed.trim().trim_matches('/');
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']);
    match folder.split('/').all(plain) {
        true => Ok(folder.to_owned()),
        false => {
            Err(Fault::new(said!("`{typed}` is no folder of a repository", "“{typed}”不是仓库中的目录")))
        }
    }
}

/// The community of this name.
///
/// # Errors
/// There is none; the nearest are named.
pub fn find<'m>(members: &'m [Member], typed: &str) -> Result<&'m Member, Fault> {
    members.iter().find(|member| member.name == typed.trim()).ok_or_else(|| {
        let near = near(typed, members.iter().map(|member| member.name.as_str()));
        Fault::new(said!("there is no community `{typed}` here", "没有社区“{typed}”")).remedy(
            crate::error::did_you_mean(&near)
                .unwrap_or_else(|| said!("linli city list shows them", "用 linli city list 查看")),
        )
    })
}

/// The file's text with one more community.
///
/// # Errors
/// The file does not have its communities as `[[community]]`.
pub fn with(text: &str, member: &Member) -> Result<String, Fault> {
    let mut file = TomlText::read(text)?;
    let mut table = Table::new();
    put(&mut table, "name", member.name.as_str());
    put(&mut table, "url", member.url.as_str());
    if let Some(folder) = &member.folder {
        put(&mut table, "folder", folder.as_str());
    }
    file.add("community", table)?;
    Ok(file.to_string())
}

/// The file's text without a community.
///
/// # Errors
/// As [`with`].
pub fn without(text: &str, name: &str) -> Result<String, Fault> {
    let mut file = TomlText::read(text)?;
    file.take_out("community", |entry| {
        entry.get("name").and_then(|n| n.as_str()).map(self::name) == Some(Ok(name.to_owned()))
    })?;
    Ok(file.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn member(name: &str, url: &str, folder: Option<&str>) -> Member {
        Member { name: name.to_owned(), url: url.to_owned(), folder: folder.map(str::to_owned) }
    }

    #[test]
    fn communities_are_added_and_taken_out_and_nothing_else_moves() {
        let text = "# the street office\n[[community]]\nname = \"银河湾\" # since May\nurl = \"https://e.org/bay.git\"\n";
        let more = with(text, &member("东苑", "/srv/east", Some("东"))).unwrap();
        assert_eq!(
            parse(&more).0,
            [member("银河湾", "https://e.org/bay.git", None), member("东苑", "/srv/east", Some("东"))]
        );
        assert!(more.starts_with(text));
        assert_eq!(without(&more, "东苑").unwrap(), text);
        assert_eq!(parse(&without(text, "银河湾").unwrap()).0, []);
    }

    #[test]
    fn everything_wrong_in_the_file_is_said_and_the_rest_is_read() {
        let text = "[[community]]\nname = \"甲\"\nurl = \"ext::sh -c x\"\n[[community]]\nname = \"乙\"\nurl = \"/b\"\n\
                    [[community]]\nname = \"乙\"\nurl = \"/c\"\n[[community]]\nname = \"丙\"\nurl = \"/d\"\nfolder = \"../e\"\nurll = \"x\"\n";
        let (members, faults) = parse(text);
        assert_eq!(members, [member("乙", "/b", None)]);
        let codes: Vec<(&str, Option<&str>)> = faults.iter().map(|f| (f.code, f.field)).collect();
        assert_eq!(
            codes,
            [
                ("header", None),
                ("type", Some("url")),
                ("id-duplicate", Some("name")),
                ("type", Some("folder"))
            ]
        );
        assert_eq!(parse("[[community]]\nname = \"甲\"\n").1[0].fault.message.zh, "TOML 内容有误：缺少 url");
    }

    #[test]
    fn an_address_neither_runs_a_program_nor_holds_a_password() {
        for good in [
            "https://e.org/a.git",
            "git@e.org:a/b.git",
            "ssh://git@e.org/a",
            "/srv/a",
            "../a",
            "https://user@e.org/a",
        ] {
            assert_eq!(url(good).as_deref(), Ok(good));
        }
        for bad in ["ext::sh", "-upload-pack=x", "", "https://user:secret@e.org/a", "fd::3"] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC*") {
            let _ = parse(&text);
        }

        #[test]
        fn what_is_added_is_read_back(names in proptest::collection::btree_set("[a-z银河]{1,6}", 1..6), folder in proptest::option::of("[a-z东]{1,3}(/[a-z]{1,3})?")) {
            let mut text = String::new();
            let members: Vec<Member> = names.iter().map(|n| member(n, "https://e.org/x", folder.as_deref())).collect();
            for one in &members {
                text = with(&text, one).unwrap();
            }
            let (read, faults) = parse(&text);
            prop_assert!(faults.is_empty());
            prop_assert_eq!(read, members);
        }
    }
}
