//! Text cells: the words themselves, or only where in their line they stand.

use super::{Kind, Read, Value};
use crate::registers::Names;
use std::borrow::Cow;
use std::marker::PhantomData;

/// A text cell as it stands in the file, its quotes included; borrowed, and unquoted when asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<'a>(pub &'a str);

impl<'a> Text<'a> {
    /// The text itself.
    pub fn get(self) -> Cow<'a, str> {
        unquoted(self.0)
    }

    /// True if nothing was written.
    pub fn is_empty(self) -> bool {
        self.0.is_empty() || self.0 == "\"\""
    }
}

/// A text cell that is seldom asked for: only where in its line it stands, which takes half the room of a [`Text`] and
/// is what a million rows hold. `Books::text` has the words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written<'a> {
    /// From and to, in bytes of the line, quotes included; the same where nothing was written.
    pub span: (u32, u32),
    /// The words stay where they are.
    pub borrowed: PhantomData<&'a str>,
}

impl Written<'_> {
    /// What stands there in the line.
    pub fn at(span: (u32, u32)) -> Self {
        Written { span, borrowed: PhantomData }
    }
}

/// The text of a raw cell: without its quotes, if it has any.
pub fn unquoted(raw: &str) -> Cow<'_, str> {
    match raw.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
        None => Cow::Borrowed(raw),
        Some(inner) if inner.contains("\"\"") => Cow::Owned(inner.replace("\"\"", "\"")),
        Some(inner) => Cow::Borrowed(inner),
    }
}

impl<'a> Value<'a> for Text<'a> {
    const KIND: Kind = Kind::Text;
    fn read(raw: &'a str, _: &str, _: &Names) -> Read<Text<'a>> {
        Ok(Text(raw))
    }
}

impl<'a> Value<'a> for Written<'a> {
    const KIND: Kind = Kind::Text;
    #[inline]
    fn read(_: &'a str, _: &str, _: &Names) -> Read<Written<'a>> {
        Ok(Written::default())
    }
    #[inline]
    fn standing(self, span: (u32, u32)) -> Written<'a> {
        Written::at(span)
    }
}
