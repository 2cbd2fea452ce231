//! The walls on their real services, on both engines.

#[cfg(test)]
mod wall;
