//! The people, seen from outside: through pages, JSON, archives and SQL, on both engines.

#[cfg(test)]
mod people;
