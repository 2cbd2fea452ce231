//! Files as bytes: what they are, how a picture is drawn anew, how a film is freed of its place, and which part of one
//! is asked for. Nothing here knows the database.

pub(crate) mod film;
pub(crate) mod kind;
pub(crate) mod picture;
pub(crate) mod range;
