//! From millimetres on a slip to pixels of a picture: the perspective of a plane (a homography).

use super::Pixel;
use crate::layout::Point;

/// The perspective of one slip.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane([[f64; 3]; 3]);

/// A point of the slip, and where it is in the picture.
pub(super) type Pair = (Point, Pixel);

impl Plane {
    /// The perspective nearest to these pairs, of which there must be four, no three in a line. Least squares on
    /// coordinates moved and scaled to about one (Hartley, 1997).
    pub(super) fn fit(pairs: &[Pair]) -> Option<Self> {
        if pairs.len() < 4 {
            return None;
        }
        let from = Frame::around(pairs.iter().map(|(point, _)| (point.x, point.y)));
        let to = Frame::around(pairs.iter().map(|(_, pixel)| (pixel.x, pixel.y)));
        let mut equations = [[0.0; 9]; 8];
        for (point, pixel) in pairs {
            let (x, y) = from.inside(point.x, point.y);
            let (u, v) = to.inside(pixel.x, pixel.y);
            add(&mut equations, [x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u]);
            add(&mut equations, [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v]);
        }
        let found = solve(equations)?;
        let rows = [[found[0], found[1], found[2]], [found[3], found[4], found[5]], [found[6], found[7], 1.0]];
        // Back out of both frames, and scaled so that the last number is one again.
        let [first, second, third] = rows.map(|[right, down, by]| {
            [right / from.size, down / from.size, by - (right * from.x + down * from.y) / from.size]
        });
        let mix = |row: [f64; 3], middle: f64| [0, 1, 2].map(|at| row[at] * to.size + middle * third[at]);
        let all = [mix(first, to.x), mix(second, to.y), third].map(|row| row.map(|value| value / third[2]));
        all.iter().flatten().all(|value| value.is_finite()).then_some(Self(all))
    }

    /// Where a place of the slip is in the picture.
    pub(super) fn pixel(&self, x: f64, y: f64) -> Pixel {
        let [right, down, depth] = self.0.map(|row| row[0] * x + row[1] * y + row[2]);
        Pixel { x: right / depth, y: down / depth }
    }

    /// The same in a picture this many times as large.
    pub(super) fn magnified(&self, times: f64) -> Self {
        let [right, down, depth] = self.0;
        Self([right.map(|value| value * times), down.map(|value| value * times), depth])
    }

    /// Pixels of a millimetre at this place, the mean of both directions.
    pub(super) fn scale(&self, at: Point) -> f64 {
        let here = self.pixel(at.x, at.y);
        let [right, down] = [self.pixel(at.x + 0.5, at.y), self.pixel(at.x, at.y + 0.5)];
        here.distance(right) + here.distance(down)
    }

    /// How far the pairs are from where this says, in pixels: the root of the mean square.
    pub(super) fn error(&self, pairs: &[Pair]) -> f64 {
        let square = |(point, pixel): &Pair| self.pixel(point.x, point.y).distance(*pixel).powi(2);
        (pairs.iter().map(square).sum::<f64>() / crate::number::real(pairs.len().max(1))).sqrt()
    }
}

/// The middle and the size of a cloud of points.
struct Frame {
    x: f64,
    y: f64,
    size: f64,
}

impl Frame {
    fn around(points: impl Iterator<Item = (f64, f64)> + Clone) -> Self {
        let many = crate::number::real(points.clone().count().max(1));
        let sum = points.clone().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        let (x, y) = (sum.0 / many, sum.1 / many);
        let far = points.map(|point| (point.0 - x).hypot(point.1 - y)).sum::<f64>() / many;
        Self { x, y, size: far.max(1e-9) }
    }

    fn inside(&self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.x) / self.size, (y - self.y) / self.size)
    }
}

/// Adds one equation (eight unknowns and what they sum to) to the normal equations.
fn add(equations: &mut [[f64; 9]; 8], one: [f64; 9]) {
    for (line, &weight) in equations.iter_mut().zip(&one) {
        for (sum, value) in line.iter_mut().zip(&one) {
            *sum += weight * value;
        }
    }
}

/// Gauss's elimination with the largest pivot; `None` if the equations do not decide.
fn solve(mut lines: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for column in 0..8 {
        let pivot = (column..8).max_by(|&a, &b| lines[a][column].abs().total_cmp(&lines[b][column].abs()))?;
        lines.swap(column, pivot);
        let chosen = lines[column];
        if chosen[column].abs() < 1e-9 {
            return None;
        }
        for (row, line) in lines.iter_mut().enumerate() {
            if row != column {
                let factor = line[column] / chosen[column];
                line.iter_mut().zip(&chosen).for_each(|(value, other)| *value -= factor * other);
            }
        }
    }
    let mut solution = [0.0; 8];
    for (row, line) in lines.iter().enumerate() {
        solution[row] = line[8] / line[row];
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_found_again_from_four_points_and_from_seven() {
        let true_plane = Plane([[7.0, -2.0, 900.0], [1.5, 6.0, 400.0], [0.0008, -0.0005, 1.0]]);
        let points =
            [(11.0, 11.0), (41.0, 11.0), (41.0, 41.0), (11.0, 41.0), (199.0, 25.0), (199.0, 88.0), (13.0, 88.0)];
        let pairs = points.map(|(x, y)| (Point { x, y }, true_plane.pixel(x, y)));
        for some in [&pairs[..4], &pairs[..]] {
            let plane = Plane::fit(some).unwrap();
            assert!(plane.error(&pairs) < 1e-6, "{}", plane.error(&pairs));
        }
    }

    #[test]
    fn points_in_a_line_give_no_plane() {
        let pairs = [0.0, 1.0, 2.0, 3.0].map(|x| (Point { x, y: x }, Pixel { x, y: 2.0 * x }));
        assert!(Plane::fit(&pairs).is_none());
        assert!(Plane::fit(&pairs[..3]).is_none());
    }
}
