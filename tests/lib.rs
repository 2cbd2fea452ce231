//! The real server, booted and used as a person would.
