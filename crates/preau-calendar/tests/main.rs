//! The calendar, seen from outside: through pages, files and archives, on both engines.

#[cfg(test)]
mod calendar;
