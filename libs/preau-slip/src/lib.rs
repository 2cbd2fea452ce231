//! Reply slips on paper: printed with a letter, ticked with a pen, read back from a photograph.
//!
//! Pure: pictures come in as greys and pages go out as numbers and SVG; nothing is opened or sent, and words are the
//! caller's. One [`Layout`] says where everything stands, for the page that is printed and for the reader.
//!
//! ```
//! use preau_slip::{Choice, Code, Layout, Limits, Picture, Question, Shape, Slip, State, gather, read, svg};
//!
//! // Print: one yes or no, and a signature. Keep what the code stands for.
//! let shape = Shape::smallest(vec![Question { boxes: 2, choice: Choice::One }], true)?;
//! let slip = Slip { code: Code::new(random_number_below_2_to_the_40).unwrap(), shape };
//! let layout = Layout::of(&slip.shape);
//! page.draw(svg(&slip));
//! page.write(layout.boxes[0].label, "Oui");
//! page.write(layout.code, slip.code.to_string());   // what somebody types if the QR code is spoilt
//!
//! // Read: each photograph by itself, then all together.
//! let limits = Limits::default();
//! let mut pictures = Vec::new();
//! for photo in photographs {
//!     pictures.push(read(&Picture::new(&photo.greys, photo.width, photo.height, &limits)?, &limits));
//! }
//! for reply in gather(&pictures) {
//!     match reply.states[0] {
//!         State::Ticked | State::Empty => keep(reply.slip.code, &reply.states),
//!         State::Doubtful(why) => ask_a_person(&reply, why),   // cut out by `Tick::outline`
//!     }
//! }
//! for outline in pictures.iter().flat_map(|found| &found.unread) {
//!     ask_for_the_ten_letters(outline);   // then `Code::read`
//! }
//! ```
//!
//! **Nothing is guessed.** A wrong answer costs more than a question: a pencil that barely shows, a box that was
//! blackened to take a tick back, a circle around it, a thumb over it are all [`State::Doubtful`] with a reason. A code
//! is never misread in practice: QR's own correction, a CRC of 32 bits, two check letters and a shape that must make
//! sense all have to agree.
//!
//! **Pixels.** Everything is told apart from about 5 pixels a millimetre: six slips on a photograph of 8 megapixels.
//! Codes are found from 3; boxes are then mostly doubtful. So do not shrink photographs of slips as one
//! shrinks those of an outing.
//!
//! **Dim light costs questions, never a wrong answer.** Of a class that marks as people do (every third mark is frail,
//! blackened or half outside), one mark in seven is asked about in good light, one in five in dim light: there noise looks
//! like the faintest pencil's tick. Reading such boxes as empty was tried; it lost ticks.
//!
//! **To extend it.** Something new on a slip (a row of digits, a scale) begins in [`Layout`] and in the bits of [`Shape`];
//! a new meaning of those bits is a new version letter in [`code`]; the reader then gets a module beside
//! `read/judge.rs`. [`fixtures`] draws, fills in and photographs slips: `cargo test -p preau-slip -- --ignored
//! --nocapture rates` prints how often each kind of mark is read right, doubted, or wrong (which must be never).

mod batch;
pub mod code;
pub mod fixtures;
pub mod layout;
mod number;
mod read;
mod shape;
mod svg;

pub use batch::{Reply, gather};
pub use code::{Code, Slip, Unreadable};
pub use layout::{BoxPlace, Layout, Point, Rect, Sheet};
pub use read::{
    BadPicture, Doubt, Found, Limits, Outline, Picture, Pixel, Sighting, Sign, Signature, State, Tick, read,
};
pub use shape::{Choice, MOST_BOXES, NoShape, Question, Shape, Size};
pub use svg::svg;
