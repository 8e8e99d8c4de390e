//! One notice, from its template to the bytes that go out.

use super::context::context;
use super::engine::Engine;
use super::form::Form;
use super::leaks::refuse_leaks;
use super::library::{MANIFEST, Template};
use super::subject::Subject;
use super::tidy::{html, tidy};
use super::wording::said_place;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::model::{Day, Stamp};
use crate::output::Anchor;
use crate::reports::Asked;
use crate::said;
use crate::words::Lang;
use minijinja::Value;

/// Which notice is wanted, and how.
pub struct Wanted<'w> {
    /// The template.
    pub template: &'w Template,
    /// What it is about.
    pub subject: &'w Subject,
    /// The form.
    pub form: Form,
    /// The language.
    pub lang: Lang,
    /// For the public: nothing below the unit, names masked, donors as they wish.
    pub public: bool,
    /// The day it speaks of.
    pub as_of: Day,
    /// The moment it is made.
    pub now: Stamp,
    /// Who makes it.
    pub by: &'w str,
    /// Which books it is made from.
    pub anchor: &'w Anchor,
}

/// A notice, made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its title.
    pub title: String,
    /// Whom it addresses.
    pub audience: String,
    /// The whole text, ending in one newline.
    pub text: String,
}

/// Makes the notice.
///
/// # Errors
/// What is wrong in the template, with its line; nobody to tell; a personal number or a home in a public text; an empty
/// text.
pub fn write(books: &Books, wanted: &Wanted) -> Result<Written> {
    let asked = Asked { public: wanted.public, ..Asked::of_day(wanted.as_of, wanted.now) };
    let (template, lang) = (wanted.template, wanted.lang);
    let path = template.path(lang, wanted.form)?;
    let context = context(books, &asked, wanted)?;
    let mut engine = Engine { books, asked: &asked, lang, files: &template.files, context };
    let title_path = format!("templates/{}/{MANIFEST}:title", template.name);
    let title = engine.render_text(&title_path, template.manifest.title.say(lang))?;
    let title = tidy(&title).trim().replace('\n', " ");
    engine.context.insert("title".to_owned(), Value::from(title.as_str()));
    let mut text = tidy(&engine.render(&path)?);
    if text.is_empty() {
        return Err(Error::refused(said!("the template gives an empty text", "模板没有写出任何内容")));
    }
    if wanted.public {
        refuse_leaks(&title, books.registers)?;
        refuse_leaks(&text, books.registers)?;
    }
    let anchor = match wanted.form {
        Form::Chat => said!("({a})", "（{a}）", a = (wanted.anchor.short().en, wanted.anchor.short().zh)),
        Form::Markdown | Form::Html => {
            text.push('\n');
            wanted.anchor.line()
        }
    };
    text.push_str(anchor.say(lang));
    text.push('\n');
    if wanted.form == Form::Html {
        text = html(&text, &title, lang);
    }
    Ok(Written { audience: audience(books, wanted), title, text })
}

/// Whom it addresses: the place if there is one, else what the template says.
fn audience(books: &Books, wanted: &Wanted) -> String {
    match wanted.subject.place {
        Some(place) if !wanted.public => said_place(&books.registers.names.place_code(place), wanted.lang),
        _ => wanted.template.manifest.audience.say(wanted.lang).to_owned(),
    }
}
