//! How a command speaks: sentences for a person in French or English, JSON for a program.

use std::{
    io::{self, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use fluent_bundle::{FluentArgs, FluentValue};
use preau_kernel::Problem;
use preau_web::{Said, Texts, Zone};
use serde_json::{Value, json};

/// A command's way of speaking.
pub(crate) struct Voice {
    texts: Texts,
    lang: &'static str,
    json: bool,
    /// Whether a program was given its answer: there is one JSON document on standard output, never two.
    given: AtomicBool,
}

impl Voice {
    /// Speaks the language of the `LC_ALL`, `LC_MESSAGES` or `LANG` variable, as POSIX ranks them; else French.
    pub(crate) fn new(sources: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        let named = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok());
        let english = named.into_iter().find(|value| !value.is_empty()).is_some_and(|value| value.starts_with("en"));
        Self::speaking(if english { "en" } else { "fr" }, sources)
    }

    /// Speaks this language.
    pub(crate) fn speaking(
        lang: &'static str,
        sources: impl IntoIterator<Item = (&'static str, &'static str)>,
    ) -> Self {
        let (texts, _) = Texts::new(sources, Zone::default());
        Self { texts, lang, json: false, given: AtomicBool::new(false) }
    }

    /// Speaks to a program from here on.
    pub(crate) fn speak_json(&mut self) {
        self.json = true;
    }

    /// The tag of the language.
    pub(crate) fn lang(&self) -> &'static str {
        self.lang
    }

    /// The sentence of `said`.
    pub(crate) fn sentence(&self, said: &Said) -> String {
        let mut args = FluentArgs::new();
        for (name, text) in &said.args {
            let value = text.parse::<i64>().map_or_else(|_| FluentValue::from(text.as_str()), FluentValue::from);
            args.set(name.as_ref(), value);
        }
        self.texts.say(self.lang, &said.key, &args)
    }

    /// The words of `key`, which need no arguments.
    pub(crate) fn word(&self, key: &str) -> String {
        self.texts.say(self.lang, key, &FluentArgs::new())
    }

    /// Whether somebody wrote the sentence of `key`.
    pub(crate) fn knows(&self, key: &str) -> bool {
        self.texts.knows(self.lang, key)
    }

    /// Says on standard error what was not understood.
    pub(crate) fn complain(&self, said: &Said) {
        line(&mut io::stderr(), &self.sentence(said));
    }

    /// Tells a person; a program does not hear it.
    pub(crate) fn tell(&self, said: &Said) {
        if !self.json {
            line(&mut io::stdout(), &self.sentence(said));
        }
    }

    /// Prints a text that is the same in all languages.
    pub(crate) fn print(&self, text: &str) {
        if !self.json {
            line(&mut io::stdout(), text);
        }
    }

    /// Gives a program what it asked for; a person does not see it.
    pub(crate) fn give(&self, value: &Value) {
        if self.json {
            self.given.store(true, Ordering::Relaxed);
            line(&mut io::stdout(), &value.to_string());
        }
    }

    /// Says why it could not, with the causes that an operator needs.
    pub(crate) fn refuse(&self, problem: &Problem) {
        let said = problem.args.iter().fold(Said::new(""), |said, (name, value)| said.with(name, value));
        let sentence = self.sentence(&Said { key: format!("problem-{}", problem.code).into(), ..said });
        if self.json && !self.given.load(Ordering::Relaxed) {
            line(&mut io::stdout(), &json!({"code": problem.code, "detail": sentence}).to_string());
        } else {
            line(&mut io::stderr(), &sentence);
        }
        let mut cause = std::error::Error::source(problem);
        while let Some(error) = cause {
            let text = error.to_string();
            // Our own errors say what the sentence says already.
            if !error.is::<crate::ServerError>() && !sentence.contains(&text) {
                line(&mut io::stderr(), &format!("  {text}"));
            }
            cause = error.source();
        }
    }
}

/// Writes a line; a reader that has gone away is no reason to fail.
fn line(to: &mut impl Write, text: &str) {
    let _ = writeln!(to, "{text}").and_then(|()| to.flush());
}
