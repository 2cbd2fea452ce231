//! The part of a slip that a machine reads, as a picture to place on a page.

use std::fmt::Write as _;

use qrcode::{EcLevel, QrCode, Version, types::Color};

use crate::code::Slip;
use crate::layout::{LINE, Layout, MARK, MODULE, MODULES, Rect};

/// Black on white, in millimetres: QR code, marks, boxes, the area to sign. No text, no script, no style: the caller
/// places words by [`Layout`], and prints at 100 %.
pub fn svg(slip: &Slip) -> String {
    let layout = Layout::of(&slip.shape);
    let (width, height) = (layout.paper.width, layout.paper.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} \
         {height}\" aria-hidden=\"true\"><path fill=\"#000\" shape-rendering=\"crispEdges\" d=\""
    );
    for (row, cells) in squares(&slip.text()).iter().enumerate() {
        push_row(&mut svg, &layout.qr, row, cells);
    }
    let (outer, inner) = MARK;
    let (radius, stroke) = ((outer + inner) / 4.0, (outer - inner) / 2.0);
    push(&mut svg, format_args!("\"/><g fill=\"none\" stroke=\"#000\" stroke-width=\"{stroke}\">"));
    for mark in layout.marks {
        push(&mut svg, format_args!("<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>", mark.x, mark.y));
    }
    push(&mut svg, format_args!("</g><g fill=\"none\" stroke=\"#000\" stroke-width=\"{LINE}\">"));
    let area = layout.signature.map(|(_, area)| area);
    for rect in layout.boxes.iter().map(|place| place.square).chain(area) {
        let Rect { x, y, width, height } = rect.inset(LINE / 2.0);
        push(&mut svg, format_args!("<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\"/>"));
    }
    svg.push_str("</g></svg>");
    svg
}

/// Dark squares that stand side by side are one rectangle, so that no printer leaves a gap between them.
fn push_row(svg: &mut String, qr: &Rect, row: usize, cells: &[bool]) {
    let mut column = 0;
    for run in cells.chunk_by(|a, b| a == b) {
        if run.first() == Some(&true) {
            let (x, y) = (qr.x + crate::number::real(column) * MODULE, qr.y + crate::number::real(row) * MODULE);
            let width = crate::number::real(run.len()) * MODULE;
            push(svg, format_args!("M{x:.2} {y:.2}h{width:.2}v{MODULE}h-{width:.2}z"));
        }
        column += run.len();
    }
}

fn push(svg: &mut String, part: std::fmt::Arguments<'_>) {
    // Writing to a string never fails.
    let _ = svg.write_fmt(part);
}

/// The squares of the QR code of these letters, row by row; `true` is dark. Empty for a text that is too long, which
/// no slip's is.
pub(crate) fn squares(text: &str) -> Vec<Vec<bool>> {
    let code = QrCode::with_version(text, Version::Normal(2), EcLevel::Q);
    let colours = code.map(QrCode::into_colors).unwrap_or_default();
    colours.chunks(MODULES).map(|row| row.iter().map(|colour| *colour == Color::Dark).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Choice, Code, Question, Shape};

    #[test]
    fn the_picture_has_everything_once_and_no_text() {
        let questions = vec![Question { boxes: 2, choice: Choice::One }, Question { boxes: 1, choice: Choice::One }];
        let shape = Shape::smallest(questions, true).unwrap();
        let svg = svg(&Slip { code: Code::new(1).unwrap(), shape });
        assert_eq!(svg.matches("<rect").count(), 4);
        assert_eq!(svg.matches("<circle").count(), 3);
        assert!(svg.contains("width=\"210mm\" height=\"99mm\""));
        assert!(!svg.contains("<text") && !svg.contains("style") && !svg.contains("script"));
    }

    #[test]
    fn the_qr_code_has_the_size_that_the_layout_says() {
        let squares = squares("A23456789ABCDEFGHJKLMNPQ");
        assert_eq!((squares.len(), squares[0].len()), (MODULES, MODULES));
    }
}
