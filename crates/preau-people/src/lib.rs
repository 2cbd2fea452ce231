//! Persons, families, spaces, roles, grants, invitations, the directory and the institution's settings.

pub mod acts;
mod error;
mod migrations;
pub mod model;
pub mod policy;
pub mod store;

pub use error::PeopleError;
