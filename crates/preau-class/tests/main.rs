//! Class life, seen from outside: through pages, JSON and archives, on both engines.

#[cfg(test)]
mod class;
