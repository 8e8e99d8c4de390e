//! What a person at the other end sees: the answer on one stream, what was done and warnings on the other. Control
//! characters in data never reach a terminal, and a reader who stops listening is no error.

use crate::error::{Error, Result};
use crate::model::Finding;
use crate::output::{FindingFormat, Look, render_findings, visible};
use crate::words::{Lang, Said, Words};
use std::io::Write;

/// What a person is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// The question itself, in the language.
    pub text: &'q str,
    /// What may be meant, for completion.
    pub names: &'q [String],
    /// True if the answer is several words, each of which is completed.
    pub words: bool,
    /// The language of what the prompt says by itself.
    pub lang: Lang,
}

/// Asks a person. Only there at a terminal.
pub trait Asker {
    /// A line of text; empty if nothing was typed, `None` if the person leaves.
    fn line(&self, question: &Question) -> Option<String>;
    /// Yes or no; `false` if the person leaves.
    fn yes(&self, question: &str, lang: Lang) -> bool;
}

/// The two streams, the language, and the person if there is one.
pub struct Ui {
    /// The language of everything said.
    pub lang: Lang,
    /// `-q`: what was done is not said.
    pub quiet: bool,
    /// How tables and findings look.
    pub look: Look,
    /// The answer.
    pub out: Box<dyn Write>,
    /// What was done, warnings, errors.
    pub err: Box<dyn Write>,
    /// Why the answer could not be written, if it could not.
    pub lost: Option<std::io::Error>,
    /// The person, at a terminal.
    pub asker: Option<Box<dyn Asker>>,
    /// Writes at once where warnings go, if that is a terminal: for what is told while a work goes on.
    pub live: Option<fn(&str)>,
}

impl Ui {
    /// Prints the answer as it is.
    pub fn answer(&mut self, text: &str) {
        if let Err(source) = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush())
            // A reader who has gone (`| head`) has all it wanted.
            && source.kind() != std::io::ErrorKind::BrokenPipe
        {
            self.lost.get_or_insert(source);
        }
    }

    /// Says what was done, unless `-q`.
    pub fn did(&mut self, said: &Said) {
        if !self.quiet {
            self.line("", said.say(self.lang).to_owned());
        }
    }

    /// Warns. Never silenced.
    pub fn warn(&mut self, said: &Said) {
        let mark = self.lang.pick("warning: ", "注意：");
        self.line(mark, said.say(self.lang).to_owned());
    }

    /// Says an error and its hint.
    pub fn error(&mut self, error: &Error) {
        if let Error::Findings(findings) = error {
            self.findings(findings);
        }
        let (message, hint) = error.say(self.lang);
        self.line(self.lang.pick("error: ", "错误："), message);
        if let Some(hint) = hint {
            self.line(self.lang.pick("hint: ", "提示："), hint);
        }
    }

    /// Shows findings where warnings go.
    pub fn findings(&mut self, findings: &[Finding]) {
        let text = render_findings(findings, FindingFormat::Human, &self.look);
        let _ = self.err.write_all(text.as_bytes());
    }

    fn line(&mut self, mark: &str, text: String) {
        let shown: Vec<_> = text.lines().map(|line| visible(line).into_owned()).collect();
        let _ = writeln!(self.err, "{mark}{}", shown.join("\n"));
    }

    /// Asks yes or no; without a person the answer is no.
    pub fn yes(&self, question: &Said) -> bool {
        self.asker.as_ref().is_some_and(|asker| asker.yes(question.say(self.lang), self.lang))
    }
}

impl Ui {
    /// Asks for a line of text; `None` without a person, or if nothing was typed.
    ///
    /// # Errors
    /// The person leaves: then nothing at all is recorded.
    pub fn ask(&self, question: Words, names: &[String]) -> Result<Option<String>> {
        self.ask_any(question, names, false)
    }

    /// The same for several words on one line, each completed from the names.
    ///
    /// # Errors
    /// As [`Ui::ask`].
    pub fn ask_words(&self, question: Words, names: &[String]) -> Result<Option<String>> {
        self.ask_any(question, names, true)
    }

    fn ask_any(&self, question: Words, names: &[String], words: bool) -> Result<Option<String>> {
        let Some(asker) = &self.asker else { return Ok(None) };
        let question = Question { text: question.say(self.lang), names, words, lang: self.lang };
        match asker.line(&question) {
            Some(line) => Ok(Some(line).filter(|l| !l.is_empty())),
            None => Err(Error::refused(crate::said!(
                "cancelled; nothing was recorded",
                "已取消，没有登记任何内容"
            ))),
        }
    }
}
