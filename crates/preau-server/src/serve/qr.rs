//! A QR code for a terminal, two rows of modules in one line of half blocks.

use preau_kernel::{Problem, Result};
use qrcode::{Color, EcLevel, QrCode};

/// Modules left light around the code; ISO/IEC 18004 §9.1 wants four, cameras are content with two.
const QUIET: usize = 2;

/// Draws `text`, light on dark: what a terminal leaves blank is its background, usually dark.
pub(super) fn terminal(text: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).map_err(Problem::internal)?;
    let side = code.width();
    let colors = code.to_colors();
    let dark = |row: usize, column: usize| {
        let inside = (QUIET..side + QUIET).contains(&row) && (QUIET..side + QUIET).contains(&column);
        inside && colors.get((row - QUIET) * side + column - QUIET) == Some(&Color::Dark)
    };
    let whole = side + 2 * QUIET;
    let line = |row: usize| {
        (0..whole).map(move |column| match (dark(row, column), row + 1 >= whole || dark(row + 1, column)) {
            (false, false) => '█',
            (false, true) => '▀',
            (true, false) => '▄',
            (true, true) => ' ',
        })
    };
    Ok((0..whole).step_by(2).map(|row| line(row).collect::<String>()).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corner_marks_stand_where_a_camera_looks_for_them() {
        let drawn = terminal("http://localhost:8080/setup/abc").unwrap();
        let lines: Vec<Vec<char>> = drawn.lines().map(|line| line.chars().collect()).collect();
        assert!(lines.iter().all(|line| line.len() == lines[0].len()));
        // Two light rows, then the upper edge of the mark: dark above, and below it its light ring.
        assert_eq!(lines[0].iter().collect::<String>().trim_matches('█'), "");
        assert_eq!(lines[1][QUIET..QUIET + 7].iter().collect::<String>(), " ▄▄▄▄▄ ");
    }
}
