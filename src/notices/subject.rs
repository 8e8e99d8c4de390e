//! What a notice is about: the flags of the command line, looked up in the books and held to what the template needs.

use super::manifest::{Manifest, SetKind};
use crate::books::Books;
use crate::error::{Error, Result, did_you_mean};
use crate::ledgers::RoundKind;
use crate::model::{PlaceId, RowId, near};
use crate::recording::{find_rows, read_place, read_round};
use crate::registers::RoundId;
use crate::said;
use crate::words::{Lang, Said, any_of};
use std::collections::{BTreeMap, BTreeSet};

/// What was typed, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// `--round`
    pub round: Option<String>,
    /// `--place`
    pub place: Option<String>,
    /// `--request`
    pub request: Option<String>,
    /// `--donation`
    pub donation: Option<String>,
    /// `--set k=v`, each as typed.
    pub set: Vec<String>,
}

/// What a notice is about.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// The round.
    pub round: Option<RoundId>,
    /// The place.
    pub place: Option<PlaceId>,
    /// The id of the request.
    pub request: Option<RowId>,
    /// The rows of the donation: all of one donor in one document.
    pub donation: Vec<RowId>,
    /// What was set, by key; every key of the template is there.
    pub set: BTreeMap<String, Option<String>>,
    /// The notice that it is about, for corrections.
    pub issued: Option<String>,
    /// What was assumed in reading a place.
    pub noted: Vec<Said>,
}

impl Subject {
    /// Reads what was typed. `issued` gives the text of a notice that was issued, by its code, if its file is there.
    ///
    /// # Errors
    /// What the template needs and was not given, named by its flags; what is not known, with near names; a quotation
    /// that does not stand in what was issued.
    pub fn read(
        manifest: &Manifest,
        typed: &Typed,
        books: &Books,
        issued: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Subject> {
        let names = &books.registers.names;
        let mut subject = Subject { set: set(manifest, &typed.set)?, ..Subject::default() };
        if let Some(code) = &typed.round {
            let round = read_round(code, names)?;
            of_kind(books, round, manifest.kind)?;
            subject.round = Some(round);
        }
        if let Some(text) = &typed.place {
            let place = read_place(text, names, &mut subject.noted)?;
            if names.places().homes(place).next().is_none() {
                return Err(Error::refused(said!(
                    "a notice to nobody: there is no home in {text}",
                    "没有通知对象：{text} 没有住户"
                )));
            }
            subject.place = Some(place);
        }
        if let Some(code) = &typed.request {
            subject.request = Some(request(books, code)?);
        }
        if let Some(code) = &typed.donation {
            subject.donation = donation(books, code)?;
        }
        let given = [
            (manifest.round, subject.round.is_some()),
            (manifest.place, subject.place.is_some()),
            (manifest.request, subject.request.is_some()),
            (manifest.donation, !subject.donation.is_empty()),
        ];
        let keys = manifest
            .set
            .iter()
            .filter(|k| k.required)
            .map(|k| (true, subject.set.get(&k.name).is_some_and(Option::is_some)));
        let lacking: Vec<bool> =
            given.into_iter().filter(|(needed, _)| *needed).chain(keys).map(|(_, given)| given).collect();
        if lacking.contains(&false) {
            let flags = |lang| -> Vec<String> {
                manifest
                    .needs(lang)
                    .into_iter()
                    .zip(&lacking)
                    .filter(|(_, given)| !**given)
                    .map(|(flag, _)| flag)
                    .collect()
            };
            let (en, zh) = (flags(Lang::En).join(" "), flags(Lang::Zh).join(" "));
            let open = rounds_of(books, manifest);
            let hint = match open.is_empty() || subject.round.is_some() || !manifest.round {
                true => keys_in_words(manifest),
                false => {
                    Some(said!("the latest: {l}", "最近的批次：{l}", l = (open.join(", "), open.join("、"))))
                }
            };
            let error =
                Error::usage(said!("this notice still needs {f}", "这份通知还需要：{f}", f = (en, zh)));
            return Err(match hint {
                Some(hint) => error.hint(hint),
                None => error,
            });
        }
        subject.check_set(manifest, books, issued)?;
        Ok(subject)
    }

    fn check_set(
        &mut self,
        manifest: &Manifest,
        books: &Books,
        issued: &dyn Fn(&str) -> Option<String>,
    ) -> Result<()> {
        let of_kind = |kind| manifest.set.iter().filter(move |key| key.kind == kind);
        let value = |name: &str| self.set.get(name).cloned().flatten();
        let mut about = None;
        for key in of_kind(SetKind::Notice) {
            let Some(code) = value(&key.name) else { continue };
            let known: BTreeSet<String> =
                books.notices.effective().map(|row| row.body.notice.get().into_owned()).collect();
            if !known.contains(&code) {
                let near = near(&code, known.iter().map(String::as_str));
                let all =
                    || said!("linli report notices lists them", "查看已发布的通知：linli report notices");
                return Err(Error::usage(said!("no notice `{code}` was issued", "没有发布过通知“{code}”"))
                    .hint(did_you_mean(&near).unwrap_or_else(all)));
            }
            about = Some(code);
        }
        for key in of_kind(SetKind::Quote) {
            let (Some(quote), Some(code)) = (value(&key.name), &about) else { continue };
            if let Some(text) = issued(code)
                && !super::quotes::stands_in(&text, &quote)
            {
                let name = &key.name;
                return Err(Error::refused(said!(
                    "“{quote}” does not stand in {code} as it was issued",
                    "已发布的 {code} 原文中没有“{quote}”"
                ))
                .hint(said!("--set {name}=… quotes it word for word", "--set {name}=… 请照原文引用")));
            }
        }
        self.issued = about;
        Ok(())
    }
}

/// `--set k=v`: keys that the template knows; the others are absent.
fn set(manifest: &Manifest, typed: &[String]) -> Result<BTreeMap<String, Option<String>>> {
    let mut set: BTreeMap<String, Option<String>> =
        manifest.set.iter().map(|k| (k.name.clone(), None)).collect();
    for pair in typed {
        let Some((key, value)) = pair.split_once(['=', '＝']).map(|(k, v)| (k.trim(), v.trim())) else {
            return Err(Error::usage(said!("--set {pair}: there is no `=`", "--set {pair}：缺少等号"))
                .hint(said!("--set KEY=VALUE", "--set 键=值")));
        };
        let Some(slot) = set.get_mut(key) else {
            let names: Vec<&str> = manifest.set.iter().map(|k| k.name.as_str()).collect();
            let error = Error::usage(said!("this notice has no key `{key}`", "这份通知没有“{key}”这一项"));
            let all = any_of(&names);
            return Err(match did_you_mean(&near(key, names.iter().copied())) {
                Some(meant) => error.hint(meant),
                None if names.is_empty() => error,
                None => error.hint(said!("it has {l}", "可用：{l}", l = (all.en, all.zh))),
            });
        };
        *slot = Some(value.to_owned()).filter(|value| !value.is_empty());
    }
    Ok(set)
}

/// What the keys that are needed mean.
fn keys_in_words(manifest: &Manifest) -> Option<Said> {
    let keys: Vec<_> = manifest.set.iter().filter(|key| key.required).collect();
    let list = |pick: fn(&Said) -> &str, colon: &str, comma: &str| {
        keys.iter().map(|k| format!("{}{colon}{}", k.name, pick(&k.about))).collect::<Vec<_>>().join(comma)
    };
    let both = (list(|s| &s.en, ": ", "; "), list(|s| &s.zh, "：", "；"));
    (!keys.is_empty()).then_some(Said { en: both.0, zh: both.1 })
}

/// The latest rounds that would do.
fn rounds_of(books: &Books, manifest: &Manifest) -> Vec<String> {
    let fits = |round: &&crate::registers::Round| manifest.kind.is_none_or(|kind| kind == round.kind);
    let mut rounds: Vec<_> = books.registers.rounds.iter().filter(fits).collect();
    rounds.sort_by_key(|round| std::cmp::Reverse(round.date));
    rounds.into_iter().take(3).map(|round| round.code.clone()).collect()
}

fn of_kind(books: &Books, round: RoundId, wanted: Option<RoundKind>) -> Result<()> {
    let Some((round, wanted)) = books.registers.round(round).zip(wanted) else { return Ok(()) };
    if round.kind == wanted {
        return Ok(());
    }
    let (code, is, should) = (&round.code, round.kind.words(), wanted.words());
    Err(Error::usage(said!(
        "{code} is a round of another kind ({is}); this notice is for: {should}",
        "{code} 是“{is}”批次，这份通知用于“{should}”",
        is = (is.en, is.zh),
        should = (should.en, should.zh)
    )))
}

/// The request that a part of a code names, by any of its rows.
fn request(books: &Books, typed: &str) -> Result<RowId> {
    let found: BTreeSet<RowId> = find_rows(books, typed)?.into_iter().map(|(_, head)| head.id).collect();
    let steps = books.requests.all().filter(|row| found.contains(&row.head.id));
    let requests: BTreeSet<RowId> = steps.filter_map(|row| row.body.request).collect();
    let all = any_of(&requests.iter().map(RowId::to_string).collect::<Vec<_>>());
    match requests.first() {
        Some(one) if requests.len() == 1 => Ok(*one),
        Some(_) => Err(Error::usage(said!("`{typed}` names several requests", "“{typed}”对应多张求助单"))
            .hint(said!("say which: {l}", "请指明是哪一张：{l}", l = (all.en, all.zh)))),
        None => Err(Error::usage(said!("`{typed}` is no request", "“{typed}”不是求助单"))
            .hint(said!("linli report requests lists them", "查看求助单：linli report requests"))),
    }
}

/// The rows of the donation that a part of a code names: what one donor gave in one document. A document of several
/// donors wants the line, so that nobody is thanked for what another gave.
fn donation(books: &Books, typed: &str) -> Result<Vec<RowId>> {
    let found: BTreeSet<RowId> = find_rows(books, typed)?.into_iter().map(|(_, head)| head.id).collect();
    let named: Vec<_> = books.donations.effective().filter(|row| found.contains(&row.head.id)).collect();
    let Some(first) = named.first() else {
        return Err(Error::usage(said!("`{typed}` is no donation that counts", "“{typed}”不是有效的捐赠单"))
            .hint(said!("linli report disclosure lists them", "查看捐赠单：linli report disclosure")));
    };
    let donor = first.body.donor.get();
    if named.iter().any(|row| row.body.donor.get() != donor) {
        let lines: Vec<String> = named.iter().map(|row| row.head.id.to_string()).collect();
        let all = any_of(&lines);
        return Err(Error::usage(said!("`{typed}` is of several donors", "“{typed}”有多位捐赠方"))
            .hint(said!("say which line: {l}", "请指明哪一行：{l}", l = (all.en, all.zh))));
    }
    let document = first.head.id.document();
    let same = books.donations.effective();
    let same = same.filter(|row| row.head.id.document() == document && row.body.donor.get() == donor);
    Ok(same.map(|row| row.head.id).collect())
}
