//! The template engine, held tight: strict about names, bounded in work and length, with no way to a file. A report that a
//! template asks for is made between two renderings, so that the engine never holds the books.

use super::calls::{ARGUMENTS, Answer, Call, answer};
use super::faults::{Shared, fault};
use super::values::printed;
use super::wording;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::output::markdown_text;
use crate::reports::Asked;
use crate::said;
use crate::words::{Lang, Words, words};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The functions a template may call: as it is written, and what it gives.
pub const FUNCTIONS: &[(&str, Words)] = &[
    (
        "report(NAME, by=, round=, notice=, item=, store=, place=, captain=, from=, to=, open=, overdue=, table=)",
        words(
            "the rows of a report, with its JSON keys; codes are in words, and `KEY_code` is the code",
            "报表的各行，键名同 JSON；代码列为文字，KEY_code 为代码",
        ),
    ),
    (
        "table(NAME, columns=[…], …)",
        words("the same as a table, for pages only", "同上，直接成表，只用于页面"),
    ),
    (
        "refuse(TEXT)",
        words(
            "there is nobody to tell: no notice is made, and TEXT says why",
            "无人可通知：不生成通知，并说明原因",
        ),
    ),
];

/// The filters of the template language that notices keep.
pub const BUILT_IN_FILTERS: &[&str] = &[
    "abs",
    "batch",
    "default",
    "first",
    "groupby",
    "int",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "select",
    "selectattr",
    "sort",
    "sum",
    "trim",
    "unique",
    "upper",
];

/// What one rendering may do: instructions and bytes moved, about a second of work.
const FUEL: u64 = 3_000_000;
/// How long a notice may be, in bytes.
pub(super) const LONGEST: usize = 512 * 1024;
/// How many different reports a template may ask for.
const REPORTS: usize = 40;

/// What is rendered.
pub(super) struct Engine<'e, 'a> {
    pub books: &'e Books<'a>,
    pub asked: &'e Asked,
    pub lang: Lang,
    /// The template's files, by path.
    pub files: &'e BTreeMap<String, String>,
    /// What the template knows.
    pub context: BTreeMap<String, Value>,
}

impl Engine<'_, '_> {
    /// Renders one of the files.
    ///
    /// # Errors
    /// What is wrong in the template, with its line; a report that cannot be made; a notice to nobody.
    pub fn render(&self, path: &str) -> Result<String> {
        let shared = Arc::new(Mutex::new(Shared::default()));
        let env = self.environment(&shared, None)?;
        self.again(&env, path, &shared)
    }

    /// Renders a text that stands in `notice.toml`.
    ///
    /// # Errors
    /// As [`Engine::render`].
    pub fn render_text(&self, path: &str, text: &str) -> Result<String> {
        let shared = Arc::new(Mutex::new(Shared::default()));
        let env = self.environment(&shared, Some((path, text)))?;
        self.again(&env, path, &shared)
    }

    fn again(&self, env: &Environment, path: &str, shared: &Arc<Mutex<Shared>>) -> Result<String> {
        let wrong =
            |error: minijinja::Error, shared: &Shared| fault(&error, self.files, &self.context, shared);
        for _ in 0..=REPORTS {
            let template = env.get_template(path).map_err(|e| wrong(e, &lock(shared)))?;
            let mut out = Bounded::default();
            let error = match template.render_captured_to(Value::from_pairs(self.context.clone()), &mut out) {
                Ok(_) => return Ok(String::from_utf8_lossy(&out.bytes).into_owned()),
                Err(error) => error,
            };
            let mut shared = lock(shared);
            if let Some(reason) = shared.refused.take() {
                return Err(Error::refused(said!(
                    "a notice to nobody: {reason}",
                    "不必发这份通知：{reason}"
                )));
            }
            let Some(call) = shared.wanted.take() else { return Err(wrong(error, &shared)) };
            match answer(self.books, self.asked, self.lang, &call) {
                Ok(Answer { value, keys }) => {
                    shared.keys.extend(keys);
                    shared.made.insert(call, value);
                }
                Err(why) => {
                    shared.trouble = Some(why);
                    return Err(wrong(error, &shared));
                }
            }
        }
        Err(Error::refused(said!(
            "the template asks for more than {REPORTS} different reports",
            "模板调用了 {REPORTS} 种以上的报表"
        )))
    }

    fn environment(
        &self,
        shared: &Arc<Mutex<Shared>>,
        more: Option<(&str, &str)>,
    ) -> Result<Environment<'static>> {
        let mut env = Environment::new();
        env.set_debug(true);
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_fuel(Some(FUEL));
        env.set_recursion_limit(100);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        env.set_syntax(syntax.map_err(|e| fault(&e, self.files, &self.context, &lock(shared)))?);
        env.set_auto_escape_callback(|name| match name.ends_with(".md") {
            true => AutoEscape::Custom("markdown".into()),
            false => AutoEscape::None,
        });
        // A plain name is a file of the same template; anything with a way in it is no template at all.
        env.set_path_join_callback(|name, parent| {
            match (name.contains(['/', '\\']), parent.rsplit_once('/')) {
                (false, Some((folder, _))) => format!("{folder}/{name}").into(),
                _ => format!("/{name}").into(),
            }
        });
        env.set_formatter(|out, state, value| {
            if value.is_undefined() {
                return Err(ErrorKind::UndefinedError.into());
            }
            let Some(text) = printed(value) else {
                let detail = format!("a {} cannot be printed", value.kind());
                return Err(minijinja::Error::new(ErrorKind::InvalidOperation, detail));
            };
            let escape = matches!(state.auto_escape(), AutoEscape::Custom(_)) && !value.is_safe();
            let text = if escape { markdown_text(&text) } else { text };
            out.write_str(&text).map_err(minijinja::Error::from)
        });
        keep_filters(&mut env);
        for name in ["debug", "dict", "namespace"] {
            env.remove_global(name);
        }
        env.add_global("namespace", Value::from_function(minijinja::functions::namespace));
        wording::add(&mut env, self.lang, self.asked.as_of);
        for function in ["report", "table"] {
            let shared = Arc::clone(shared);
            env.add_function(function, move |state: &minijinja::State, name: String, kwargs: Kwargs| {
                let page = matches!(state.auto_escape(), AutoEscape::Custom(_));
                called(function, page, name, &kwargs, &mut lock(&shared))
            });
        }
        let refusing = Arc::clone(shared);
        env.add_function("refuse", move |reason: String| -> std::result::Result<Value, minijinja::Error> {
            lock(&refusing).refused = Some(reason);
            Err(minijinja::Error::new(ErrorKind::InvalidOperation, "refused"))
        });
        // Each file is read when it is wanted: a slip in another language's text hinders nobody.
        let mut own = self.files.clone();
        own.retain(|path, _| path.ends_with(".md") || path.ends_with(".txt"));
        own.extend(more.map(|(path, text)| (path.to_owned(), text.to_owned())));
        env.set_loader(move |path| Ok(own.get(path).cloned()));
        Ok(env)
    }
}

fn lock(shared: &Mutex<Shared>) -> std::sync::MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A report that is made already, or the wish for it.
fn called(
    function: &'static str,
    page: bool,
    report: String,
    kwargs: &Kwargs,
    shared: &mut Shared,
) -> std::result::Result<Value, minijinja::Error> {
    let refused = |shared: &mut Shared, why: Error| {
        shared.trouble = Some(why);
        minijinja::Error::new(ErrorKind::InvalidOperation, "a call that cannot be answered")
    };
    if function == "table" && !page {
        let why = Error::usage(said!("tables are for pages (.md)", "表格只用于页面（.md）"))
            .hint(said!("in a chat: for … in report(…)", "聊天文本请用 for … in report(…)"));
        return Err(refused(shared, why));
    }
    let mut call = Call { function, report, said: BTreeMap::new() };
    for name in kwargs.args() {
        if !ARGUMENTS.contains(&name) {
            let all = crate::words::any_of(&ARGUMENTS);
            let why =
                Error::usage(said!("{function} has no argument `{name}`", "{function} 没有“{name}”这个参数"))
                    .hint(said!("one of {l}", "可用：{l}", l = (all.en, all.zh)));
            return Err(refused(shared, why));
        }
        let value: Value = kwargs.get(name)?;
        if value.is_undefined() {
            return Err(ErrorKind::UndefinedError.into());
        }
        let text = match printed(&value) {
            Some(text) => text,
            None if value.kind() == minijinja::value::ValueKind::Bool => value.is_true().to_string(),
            None => value.try_iter()?.filter_map(|part| printed(&part)).collect::<Vec<_>>().join(","),
        };
        call.said.insert(name.to_owned(), text);
    }
    match shared.made.get(&call) {
        Some(value) => Ok(value.clone()),
        None => {
            shared.wanted = Some(call);
            Err(minijinja::Error::new(ErrorKind::InvalidOperation, "a report is made"))
        }
    }
}

/// Takes away the filters that could undo the escaping or build what is not there, and those nobody has asked for.
fn keep_filters(env: &mut Environment) {
    for name in [
        "safe",
        "escape",
        "e",
        "title",
        "capitalize",
        "count",
        "dictsort",
        "items",
        "split",
        "lines",
        "d",
        "float",
        "attr",
        "string",
        "bool",
        "slice",
        "indent",
        "chain",
        "zip",
        "pprint",
        "format",
        "tojson",
        "urlencode",
    ] {
        env.remove_filter(name);
    }
}

/// Takes so many bytes and no more.
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
}

impl std::io::Write for Bounded {
    fn write(&mut self, more: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + more.len() > LONGEST {
            return Err(std::io::Error::other("too long"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
