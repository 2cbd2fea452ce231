//! The commands of the house: `cargo xtask COMMAND`.
//!
//! Two of them are enough to know Préau on a fresh machine: `demo` opens the demo institution, `test` runs every
//! check that a change must pass. The others are their parts. Each command is one file with one `run` function;
//! a new command is a new file and one line in [`COMMANDS`].
//!
//! What runs here starts other programs, and some of them start more. [`process`] puts each into a process group
//! of its own and ends that group whatever happens: success, failure, time limit, Ctrl-C.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to the person who typed it")]

mod bench;
mod build;
mod demo;
mod house;
mod kill;
mod layers;
mod process;
mod services;
mod shots;
mod test;
mod tools;

use std::process::ExitCode;

use house::House;

/// What a command gives back: nothing, or one sentence for the person who typed it.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

type Command = fn(&House, &[String]) -> Outcome;

const COMMANDS: [(&str, &str, Command); 8] = [
    ("demo", "builds pages and server, opens the demo institution on http://127.0.0.1:8080", demo::run),
    ("test", "[--fast] [FILTER]  runs every check and every test", test::run),
    ("kill", "[SEED]  kills the program 100 times, and looks whether anything was lost", kill::run),
    ("build", "builds the pages and the release binary target/release/preau", build::run),
    ("layers", "checks who uses whom, and how long the files are", layers::run),
    ("tools", "installs what the tests need", tools::run),
    ("bench", "[class] [--built]  measures, and writes docs/benchmarks.md", bench::run),
    ("shots", "takes the pictures of docs/screenshots", shots::run),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = args.split_first() else { return usage() };
    let Some((_, _, command)) = COMMANDS.iter().find(|(known, _, _)| known == name) else { return usage() };
    match process::end_with_me().and_then(|()| House::find()).and_then(|house| command(&house, rest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask {name}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Exit status 2 is wrong use, as in every command of Préau.
fn usage() -> ExitCode {
    eprintln!("cargo xtask COMMAND\n");
    for (name, what, _) in COMMANDS {
        eprintln!("  {name:<8}{what}");
    }
    ExitCode::from(2)
}
