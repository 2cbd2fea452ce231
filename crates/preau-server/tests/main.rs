//! The program itself, as an operator runs it.

mod killed;
mod program;
mod running;
