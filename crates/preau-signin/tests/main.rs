//! Every way in walked as a person would, on each engine, and the attacks that each must withstand.

mod account;
mod attacks;
mod authenticator;
mod class;
mod first_run;
mod letters;
mod pages;
mod passkeys;
mod passwords;
mod world;
