/// A map of the plane that keeps straight lines straight; the last of its nine numbers is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homography([f32; 8]);

impl Homography {
    /// Takes the corners of the unit square, clockwise from its upper left, to these places; `None` when
    /// three of them lie on a line.
    ///
    /// Source: Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, section 2.2.3.
    #[must_use]
    pub fn from_unit_square(places: &[(f32, f32); 4]) -> Option<Self> {
        let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = *places;
        let (dx1, dx2, sx) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, sy) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let whole = dx1 * dy2 - dx2 * dy1;
        let g = (sx * dy2 - dx2 * sy) / whole;
        let h = (dx1 * sy - sx * dy1) / whole;
        let map = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h];
        map.iter().all(|number| number.is_finite()).then_some(Self(map))
    }

    #[must_use]
    pub fn map(&self, (u, v): (f32, f32)) -> (f32, f32) {
        let [a, b, c, d, e, f, g, h] = self.0;
        let depth = g * u + h * v + 1.0;
        ((a * u + b * v + c) / depth, (d * u + e * v + f) / depth)
    }

    /// The map back; `None` when everything falls on a line.
    #[must_use]
    pub fn inverse(&self) -> Option<Self> {
        let [a, b, c, d, e, f, g, h] = self.0;
        let adjugate = [
            e - f * h,
            c * h - b,
            b * f - c * e,
            f * g - d,
            a - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
        ];
        let last = a * e - b * d;
        let map = adjugate.map(|number| number / last);
        map.iter().all(|number| number.is_finite()).then_some(Self(map))
    }
}
