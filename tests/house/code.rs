//! Rust source as words, texts and marks, without comments: what the fences read. It knows in which inline module a
//! token stands and whether that is a test.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier, a keyword or a number.
    Word,
    /// The inside of a string literal, as typed.
    Text,
    /// One character of punctuation.
    Mark,
}

/// One token of a file.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// The inline modules around it, outermost first.
    pub inside: Vec<String>,
    /// True within anything marked `#[cfg(test)]`.
    pub test: bool,
}

impl Token {
    /// True for this word.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    /// True for this mark.
    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark && self.text.starts_with(mark)
    }
}

/// Reads a file. Text that is not Rust is read too, without sense but without a panic.
pub fn read(text: &str) -> Vec<Token> {
    let mut tokens = split(text);
    mark_regions(&mut tokens);
    tokens
}

/// True if tokens from `at` on are these: a letter or `_` begins a word, everything else is a mark.
pub fn matches(tokens: &[Token], at: usize, wanted: &[&str]) -> bool {
    wanted.iter().enumerate().all(|(i, want)| {
        tokens.get(at + i).is_some_and(|token| token.kind != Kind::Text && token.text == *want)
    })
}

fn split(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let (mut at, mut line, mut tokens) = (0, 1, Vec::new());
    while at < chars.len() {
        let start = at;
        let next = chars.get(at + 1).copied();
        let (kind, inner) = match chars[at] {
            '/' if next == Some('/') => {
                at = find(&chars, at, |c| c == '\n');
                continue;
            }
            '/' if next == Some('*') => {
                at = block_comment(&chars, at);
                (None, start..start)
            }
            c if c.is_whitespace() => {
                at += 1;
                (None, start..start)
            }
            '"' => {
                let close = close(&chars, at + 1, '"');
                at = (close + 1).min(chars.len());
                (Some(Kind::Text), start + 1..close)
            }
            '\'' if next == Some('\\') || chars.get(at + 2) == Some(&'\'') => {
                at = (close(&chars, at + 1, '\'') + 1).min(chars.len());
                (None, start..start)
            }
            'r' | 'b' | 'c' if raw_string(&chars, at).is_some() => {
                let (inner, end) = raw_string(&chars, at).expect("just looked");
                at = end;
                (Some(Kind::Text), inner)
            }
            'b' | 'c' if next == Some('"') => {
                let close = close(&chars, at + 2, '"');
                at = (close + 1).min(chars.len());
                (Some(Kind::Text), start + 2..close)
            }
            c if c.is_alphanumeric() || c == '_' => {
                at = find(&chars, at, |c| !(c.is_alphanumeric() || c == '_'));
                (Some(Kind::Word), start..at)
            }
            _ => {
                at += 1;
                (Some(Kind::Mark), start..at)
            }
        };
        if let Some(kind) = kind {
            let text = chars[inner].iter().collect();
            tokens.push(Token { kind, text, line, inside: Vec::new(), test: false });
        }
        line += chars[start..at].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

/// The first place from `at` on where this holds, or the end.
fn find(chars: &[char], at: usize, wanted: impl Fn(char) -> bool) -> usize {
    (at..chars.len()).find(|i| wanted(chars[*i])).unwrap_or(chars.len())
}

/// Where the closing quote stands, or the end of an unclosed text.
fn close(chars: &[char], mut at: usize, quote: char) -> usize {
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at.min(chars.len())
}

/// Behind a block comment; they nest.
fn block_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at.min(chars.len())
}

/// `r"…"`, `br#"…"#`: where its inside is, and the place behind it.
fn raw_string(chars: &[char], at: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let r = if chars[at] == 'r' { at } else { at + 1 };
    if chars.get(r) != Some(&'r') {
        return None;
    }
    let open = find(chars, r + 1, |c| c != '#');
    let hashes = open - r - 1;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let closes = |i: usize| {
        chars[i] == '"' && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
    };
    let close = (open + 1..chars.len()).find(|i| closes(*i)).unwrap_or(chars.len());
    Some((open + 1..close, (close + 1 + hashes).min(chars.len())))
}

/// Notes for each token its inline modules, and whether it is within `#[cfg(test)]`.
fn mark_regions(tokens: &mut [Token]) {
    // What each open brace is: a module's name or nothing, and whether it is a test.
    let mut open: Vec<(Option<String>, bool)> = Vec::new();
    let (mut pending_test, mut pending_name) = (false, None);
    for at in 0..tokens.len() {
        if matches(tokens, at, &["#", "[", "cfg", "("]) {
            let attribute = tokens[at..].iter().take_while(|t| !t.is_mark(']'));
            let words: Vec<&str> = attribute.map(|t| t.text.as_str()).collect();
            pending_test |= words.contains(&"test") && !words.contains(&"not");
        }
        if tokens[at].is_word("mod") && tokens.get(at + 2).is_some_and(|t| t.is_mark('{')) {
            pending_name = Some(tokens[at + 1].text.clone());
        }
        let closes = tokens[at].is_mark('}');
        let inside_test = open.last().is_some_and(|(_, test)| *test);
        tokens[at].test = inside_test || pending_test;
        tokens[at].inside = open.iter().filter_map(|(name, _)| name.clone()).collect();
        if tokens[at].is_mark('{') {
            open.push((pending_name.take(), inside_test || pending_test));
            pending_test = false;
        } else if closes {
            open.pop();
        } else if tokens[at].is_mark(';') {
            pending_test = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        read(text).into_iter().filter(|t| t.kind == Kind::Word).map(|t| t.text).collect()
    }

    #[test]
    fn comments_are_not_read() {
        assert_eq!(words("a // b\n/* c /* d */ e */ f /// g\n//! h"), ["a", "f"]);
    }

    #[test]
    fn texts_are_read_whole_and_are_not_code() {
        let texts = |text: &str| -> Vec<String> {
            read(text).into_iter().filter(|t| t.kind == Kind::Text).map(|t| t.text).collect()
        };
        assert_eq!(
            texts(r##"f("a \" b", r"c\", r#"d " e"#, b"f", br"g")"##),
            ["a \\\" b", "c\\", "d \" e", "f", "g"]
        );
        assert_eq!(words(r#"let x = "use crate::cli; // no";"#), ["let", "x"]);
        assert_eq!(words("'a' b '\\'' c &'life d"), ["b", "c", "life", "d"]);
    }

    #[test]
    fn lines_are_counted_through_texts_and_comments() {
        let last = read("a\n\"b\nc\"\n/*\n*/ d").pop().expect("there is a d");
        assert_eq!((last.text.as_str(), last.line), ("d", 5));
    }

    #[test]
    fn tests_and_inline_modules_are_known() {
        let tokens =
            read("mod a { mod b { x } } y\n#[cfg(test)]\nmod t { z } #[cfg(not(test))] fn f() { w }");
        let of = |word: &str| tokens.iter().find(|t| t.is_word(word)).expect("it is there");
        assert_eq!(of("x").inside, ["a", "b"]);
        assert!(of("y").inside.is_empty());
        assert_eq!(["x", "y", "z", "w"].map(|word| of(word).test), [false, false, true, false]);
    }

    #[test]
    fn a_broken_file_is_read_to_its_end() {
        for text in ["\"", "'", "r#\"", "/*", "}}}", "'\\", "b\"x\\", "#[cfg(test", "mod", "r", "b"] {
            read(text);
        }
    }
}
