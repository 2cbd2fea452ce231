//! The pages of the notices.

mod list;
mod paper;
mod wishes;

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
        .get("/notices/stop/{token}", "Where a mail's reader ends the mails", wishes::stop_page)
        .post("/notices/stop/{token}", "Ends a person's mails", wishes::stop)
        .get("/account/notices", "By which ways I am told, and when not", wishes::page)
        .json::<wishes::WishesAnswer>()
        .post("/account/notices", "Changes by which ways I am told", wishes::change)
        .post("/account/notices/mail", "Says yes or no to the day's mail", wishes::answer_mail)
        .post("/account/notices/push", "Lets this browser be woken", wishes::allow_push)
        .post("/account/notices/push/{device}/remove", "Wakes one of my browsers no more", wishes::forbid_push)
        .get("/s/{space}/notices/paper", "The sheet for families that nothing else reaches", paper::page)
        .json::<paper::PaperAnswer>()
        .post("/s/{space}/notices/paper", "Notes that a sheet was handed over", paper::handed)
}
