//! The two languages. A text that a person reads exists in both, side by side, where it is used:
//! [`Words`] for a fixed text, [`Said`] for one with values in it. Neither can be made with one language missing.

/// A language of the program's own words. Data is never translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// Reads `zh`, `en`, or a locale such as `zh_CN.UTF-8`; `None` for anything else.
    pub fn from_code(code: &str) -> Option<Lang> {
        match code.split(['_', '-', '.']).next() {
            Some("zh") => Some(Lang::Zh),
            Some("en" | "C" | "POSIX") => Some(Lang::En),
            _ => None,
        }
    }

    /// The code that stands in `community.toml` and in `--lang`.
    pub fn code(self) -> &'static str {
        self.pick("en", "zh")
    }

    /// The one of two things that belongs to this language.
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

/// A fixed text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// English
    pub en: &'static str,
    /// 中文
    pub zh: &'static str,
}

/// The same text in English and in Chinese.
pub const fn words(en: &'static str, zh: &'static str) -> Words {
    Words { en, zh }
}

impl Words {
    /// The text in one language.
    pub fn say(self, lang: Lang) -> &'static str {
        lang.pick(self.en, self.zh)
    }
}

/// A text with values in it, made in both languages at once by [`said!`](crate::said).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Said {
    /// English
    pub en: String,
    /// 中文
    pub zh: String,
}

impl Said {
    /// The text in one language.
    pub fn say(&self, lang: Lang) -> &str {
        lang.pick(&self.en, &self.zh)
    }

    /// The same in both languages: for pieces of data, which are not translated.
    pub fn same(text: impl Into<String>) -> Said {
        let text = text.into();
        Said { en: text.clone(), zh: text }
    }

    /// This text, then another, without anything between.
    pub fn then(mut self, more: &Said) -> Said {
        self.en.push_str(&more.en);
        self.zh.push_str(&more.zh);
        self
    }

    /// True if there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }
}

impl From<Words> for Said {
    fn from(words: Words) -> Said {
        Said { en: words.en.to_owned(), zh: words.zh.to_owned() }
    }
}

/// `said!("{n} rows", "{n} 行")`: a text in both languages, with values named inline. A value that is itself said in
/// two languages is given as a pair: `said!("one of {list}", "从 {list} 中选", list = (said.en, said.zh))`.
#[macro_export]
macro_rules! said {
    ($en:literal, $zh:literal $(, $name:ident = ($one:expr, $other:expr))* $(,)?) => {
        $crate::words::Said { en: format!($en $(, $name = $one)*), zh: format!($zh $(, $name = $other)*) }
    };
}

/// Joins names for a sentence: ``a, b or c`` / `a、b 或 c`.
pub fn any_of<S: AsRef<str>>(names: &[S]) -> Said {
    let joined = |comma: &str, last: &str| {
        let mut text = String::new();
        for (i, name) in names.iter().enumerate() {
            text.push_str(match i {
                0 => "",
                _ if i + 1 == names.len() => last,
                _ => comma,
            });
            text.push_str(name.as_ref());
        }
        text
    };
    Said { en: joined(", ", " or "), zh: joined("、", " 或 ") }
}

/// `1 row`, `2 rows` / `2 行`: a count with its noun.
pub fn count_of(n: usize, one: &str, many: &str, zh: &str) -> Said {
    Said { en: format!("{n} {}", if n == 1 { one } else { many }), zh: format!("{n} {zh}") }
}
