//! What `--help` and a wrong use say, in the language of the commands.
//!
//! clap's own texts are English and part of the program. Here each is put in from `locales/`: a command's sentence is
//! `help-NAME`, a flag's `help-NAME-FLAG`, or `help-any-FLAG` if it means the same everywhere.

use std::{ffi::OsString, process::ExitCode};

use clap::{
    Arg, ArgAction, Command, CommandFactory, Error, FromArgMatches,
    error::{ContextKind, ErrorKind},
};
use preau_web::Said;

use super::Cli;
use crate::voice::Voice;

/// The key of the program itself; commands have `help-NAME`.
const ROOT: &str = "help-preau";
/// Wrong use, as in every command of Préau.
const WRONG_USE: u8 = 2;

/// What was asked for, or the exit status once it was told that it can't be understood, or what `--help` tells.
pub(super) fn read(voice: &Voice, arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, ExitCode> {
    let command = worded(Cli::command(), ROOT.to_owned(), voice);
    let matches = command.try_get_matches_from(help_last(arguments));
    matches.and_then(|matches| Cli::from_arg_matches(&matches)).map_err(|error| tell(voice, &error))
}

/// `preau help backup` is another way to say `preau backup --help`.
fn help_last(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|first| first == "help") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

fn worded(command: Command, key: String, voice: &Voice) -> Command {
    let template = format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}\n", voice.word("help-usage"));
    let own = key.clone();
    command
        .about(voice.word(&key))
        .long_about(None)
        .help_template(template)
        .subcommand_help_heading(voice.word("help-commands"))
        .subcommand_value_name(voice.word("help-command"))
        // clap's own flags can't be worded; these do the same.
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help))
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version))
        .mut_args(move |arg| worded_flag(arg, &own, voice))
        .mut_subcommands(|inner| {
            let above = if key == ROOT { "help" } else { &key };
            let key = format!("{above}-{}", inner.get_name());
            worded(inner, key, voice)
        })
}

fn worded_flag(arg: Arg, command: &str, voice: &Voice) -> Arg {
    let name = arg.get_id().as_str().replace('_', "-");
    let own = format!("{command}-{name}");
    let key = if voice.knows(&own) { own } else { format!("help-any-{name}") };
    let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
    // A switch has a value's name too, which nobody sees.
    let values = arg.get_value_names().filter(|_| arg.get_action().takes_values()).unwrap_or_default();
    let values: Vec<String> =
        values.iter().map(|it| voice.word(&format!("help-value-{}", it.to_lowercase()))).collect();
    let arg = arg.help(voice.word(&key)).long_help(None).help_heading(voice.word(heading));
    if values.is_empty() { arg } else { arg.value_names(values) }
}

fn tell(voice: &Voice, error: &Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has gone away is no reason to fail.
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            return ExitCode::from(WRONG_USE);
        }
        _ => {}
    }
    let part = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (part(ContextKind::InvalidArg), part(ContextKind::InvalidValue));
    let said = match error.kind() {
        ErrorKind::UnknownArgument => Said::new("wrong-use-unknown"),
        ErrorKind::InvalidSubcommand => {
            Said::new("wrong-use-command").with("command", part(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => Said::new("wrong-use-missing"),
        ErrorKind::InvalidValue if value.is_empty() => Said::new("wrong-use-without-value"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => Said::new("wrong-use-value").with("value", value),
        ErrorKind::ArgumentConflict => Said::new("wrong-use-together").with("other", part(ContextKind::PriorArg)),
        _ => Said::new("wrong-use"),
    };
    voice.complain(&said.with("argument", argument));
    let suggested = part(ContextKind::SuggestedArg) + &part(ContextKind::SuggestedSubcommand);
    if !suggested.is_empty() {
        voice.complain(&Said::new("wrong-use-perhaps").with("suggested", suggested));
    }
    let usage = part(ContextKind::Usage);
    if let Some(usage) = usage.trim().strip_prefix("Usage: ") {
        voice.complain(&Said::new("wrong-use-usage").with("usage", usage));
    }
    voice.complain(&Said::new("wrong-use-more"));
    ExitCode::from(WRONG_USE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wiring;

    fn walk(command: &Command, see: &mut impl FnMut(&str)) {
        see(&command.get_about().unwrap().to_string());
        for arg in command.get_arguments() {
            see(&arg.get_help().unwrap().to_string());
            see(arg.get_help_heading().unwrap());
            let values = arg.get_value_names().filter(|_| arg.get_action().takes_values());
            values.into_iter().flatten().for_each(|name| see(name));
        }
        command.get_subcommands().for_each(|inner| walk(inner, see));
    }

    #[test]
    fn every_command_and_every_flag_is_explained_in_both_languages() {
        let [french, english] = ["fr", "en"].map(|lang| {
            let voice = Voice::speaking(lang, wiring::texts());
            let mut seen = Vec::new();
            walk(&worded(Cli::command(), ROOT.to_owned(), &voice), &mut |text| seen.push(text.to_owned()));
            seen
        });
        assert!(french.len() > 60 && french.len() == english.len());
        for (french, english) in french.iter().zip(&english) {
            assert!(!french.contains("help-") && !english.contains("help-"), "nobody wrote {french} / {english}");
            // Headings and abbreviations may be the same word in both.
            assert!(french != english || !french.contains(' '), "not said in both languages: {french}");
        }
    }
}
