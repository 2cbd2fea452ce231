//! The pages of the notices.

mod list;

use preau_web::{Gives, Routes};

/// All addresses.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/notices", "What I was told", list::page)
        .json::<list::NoticesAnswer>()
        .asked(&["before"])
        .get("/notices/bell", "How much I have not read", list::bell)
        .json::<list::BellAnswer>()
        .get("/notices/live", "Tells of what I am told", list::live)
        .gives(Gives::Told)
        .post("/notices/read", "Marks all that I was told as read", list::read_all)
        .get("/notices/{notice}", "Opens what I was told of", list::open)
        .post("/notices/{notice}/read", "Marks something I was told as read", list::read)
}
