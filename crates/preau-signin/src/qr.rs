//! QR codes as SVG: black on white with the quiet zone that ISO/IEC 18004 §9.1 wants, sized by the style sheet.

use std::fmt::Write;

use askama::filters::Safe;
use preau_kernel::{Problem, Result};
use qrcode::{Color, EcLevel, QrCode};

/// Modules left white around the code.
const QUIET: usize = 4;

/// Draws `text`. `label` is what a screen reader says instead, plain words without markup.
pub fn svg(text: &str, label: &str) -> Result<Safe<String>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Problem::internal)?;
    let width = code.width();
    let mut path = String::new();
    for (row, line) in code.to_colors().chunks(width).enumerate() {
        for (column, _) in line.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
            // Writing to a String can't fail.
            let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
        }
    }
    let side = width + 2 * QUIET;
    let label = askama::filters::escape(label, askama::filters::Html).map_err(Problem::internal)?;
    Ok(Safe(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{label}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )))
}
