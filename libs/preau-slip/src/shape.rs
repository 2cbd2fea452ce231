//! What stands on a slip: its size, its questions, and whether it is signed. Thirty bits say all of it.

/// Boxes of a slip, at most.
pub const MOST_BOXES: usize = 12;
/// Questions of a slip, at most: a box each.
const MOST_QUESTIONS: usize = MOST_BOXES;

/// How much of an A4 sheet a slip takes; it is always as wide as the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// 99 mm high: three on a sheet, or at the foot of a letter.
    Third,
    /// 148.5 mm high: two on a sheet, or the lower half of a letter.
    Half,
}

/// How many boxes of a question may be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// One at most; two are a doubt.
    One,
    /// Any number.
    Several,
}

/// A question and its boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// How many boxes. One alone stands before its sentence; two and more stand below it.
    pub boxes: u8,
    /// How many may be ticked.
    pub choice: Choice,
}

/// Why there is no such slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoShape {
    /// No box at all, a question without one, or more than [`MOST_BOXES`].
    #[error("a slip has 1 to {MOST_BOXES} boxes, and each question one at least")]
    Boxes,
    /// It does not fit the paper: take a larger [`Size`], or ask less.
    #[error("the questions need {needed} mm of height, and there are {there} mm")]
    Height {
        /// Whole millimetres that the questions take.
        needed: u32,
        /// Whole millimetres that there are.
        there: u32,
    },
}

/// What stands on a slip; made only if it fits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    size: Size,
    questions: Vec<Question>,
    signed: bool,
}

impl Shape {
    /// A slip of this size with these questions, and an area to sign if `signed`.
    pub fn new(size: Size, questions: Vec<Question>, signed: bool) -> Result<Self, NoShape> {
        let boxes: usize = questions.iter().map(|question| usize::from(question.boxes)).sum();
        if !(1..=MOST_BOXES).contains(&boxes) || questions.iter().any(|question| question.boxes == 0) {
            return Err(NoShape::Boxes);
        }
        let shape = Self { size, questions, signed };
        crate::layout::check_height(&shape)?;
        Ok(shape)
    }

    /// The smallest size that holds these questions.
    pub fn smallest(questions: Vec<Question>, signed: bool) -> Result<Self, NoShape> {
        Self::new(Size::Third, questions.clone(), signed).or_else(|_| Self::new(Size::Half, questions, signed))
    }

    /// How much of the sheet it takes.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Its questions, in order.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Whether it has an area to sign.
    pub fn is_signed(&self) -> bool {
        self.signed
    }

    /// How many boxes all questions have together.
    pub fn boxes(&self) -> usize {
        self.questions.iter().map(|question| usize::from(question.boxes)).sum()
    }

    /// From the lowest bit: 4 the number of boxes, 12 which box begins a question, 12 which question takes several, 1
    /// whether it is signed, 1 whether it is a half sheet.
    pub(crate) fn to_bits(&self) -> u32 {
        let mut begins = 0;
        let mut several = 0;
        let mut boxes = 0;
        for (place, question) in self.questions.iter().enumerate() {
            begins |= 1 << boxes;
            several |= u32::from(question.choice == Choice::Several) << place;
            boxes += u32::from(question.boxes);
        }
        boxes | begins << 4 | several << 16 | u32::from(self.signed) << 28 | u32::from(self.size == Size::Half) << 29
    }

    /// `None` for bits that [`Self::to_bits`] never gives.
    pub(crate) fn from_bits(bits: u32) -> Option<Self> {
        let boxes = usize::try_from(bits & 15).ok()?;
        let mut questions: Vec<Question> = Vec::with_capacity(MOST_QUESTIONS);
        for place in 0..boxes.min(MOST_BOXES) {
            if bits >> (4 + place) & 1 == 1 {
                let several = bits >> (16 + questions.len()) & 1 == 1;
                questions.push(Question { boxes: 0, choice: if several { Choice::Several } else { Choice::One } });
            }
            questions.last_mut()?.boxes += 1;
        }
        let size = if bits >> 29 & 1 == 1 { Size::Half } else { Size::Third };
        Self::new(size, questions, bits >> 28 & 1 == 1).ok().filter(|shape| shape.to_bits() == bits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_say_a_shape_or_nothing(bits in 0u32..1 << 30) {
            if let Some(shape) = Shape::from_bits(bits) {
                prop_assert_eq!(shape.to_bits(), bits);
            }
        }

        #[test]
        fn every_shape_comes_back(
            questions in proptest::collection::vec((1u8..6, any::<bool>()), 1..8),
            signed: bool,
        ) {
            let choice = |several| if several { Choice::Several } else { Choice::One };
            let questions: Vec<_> =
                questions.into_iter().map(|(boxes, several)| Question { boxes, choice: choice(several) }).collect();
            if let Ok(shape) = Shape::smallest(questions, signed) {
                prop_assert_eq!(Shape::from_bits(shape.to_bits()), Some(shape));
            }
        }
    }

    #[test]
    fn a_slip_without_boxes_or_with_thirteen_is_refused() {
        let question = |boxes| Question { boxes, choice: Choice::One };
        assert_eq!(Shape::smallest(vec![], true), Err(NoShape::Boxes));
        assert_eq!(Shape::smallest(vec![question(0), question(3)], true), Err(NoShape::Boxes));
        assert_eq!(Shape::smallest(vec![question(13)], true), Err(NoShape::Boxes));
        assert!(Shape::smallest(vec![question(12)], true).is_ok());
    }

    #[test]
    fn what_does_not_fit_a_third_goes_to_a_half() {
        let questions = vec![Question { boxes: 2, choice: Choice::One }; 6];
        assert!(matches!(Shape::new(Size::Third, questions.clone(), true), Err(NoShape::Height { .. })));
        assert_eq!(Shape::smallest(questions, true).unwrap().size(), Size::Half);
    }
}
