//! Plots as SVG: plain lines and dots that read without colour, too.

use super::calibration::Bin;
use super::report::{Scored, Threshold};
use super::roc::Point;

const SIDE: f64 = 280.0;
const LEFT: f64 = 52.0;
const TOP: f64 = 14.0;
const BARS: usize = 20;

/// A square from 0 to 1 in both directions.
struct Frame {
    inner: String,
}

impl Frame {
    fn new() -> Self {
        Self { inner: String::new() }
    }

    fn x(value: f64) -> f64 {
        LEFT + value * SIDE
    }

    fn y(value: f64) -> f64 {
        TOP + (1.0 - value) * SIDE
    }

    fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let (x1, y1, x2, y2) = (Self::x(from.0), Self::y(from.1), Self::x(to.0), Self::y(to.1));
        self.inner +=
            &format!(r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#);
    }

    fn path(&mut self, class: &str, points: impl Iterator<Item = (f64, f64)>) {
        let places: Vec<String> =
            points.map(|(x, y)| format!("{:.1},{:.1}", Self::x(x), Self::y(y))).collect();
        self.inner += &format!(r#"<polyline class="{class}" points="{}"/>"#, places.join(" "));
    }

    fn dot(&mut self, class: &str, at: (f64, f64)) {
        self.inner += &format!(
            r#"<circle class="{class}" cx="{:.1}" cy="{:.1}" r="4"/>"#,
            Self::x(at.0),
            Self::y(at.1)
        );
    }

    fn bar(&mut self, class: &str, x: (f64, f64), y: (f64, f64)) {
        let (left, width) = (Self::x(x.0), (x.1 - x.0) * SIDE);
        let (top, height) = (Self::y(y.1), (y.1 - y.0) * SIDE);
        self.inner += &format!(
            r#"<rect class="{class}" x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{height:.1}"/>"#
        );
    }

    /// With axes; `ticks_y` says what stands at 0, ½ and 1 of the upright one.
    fn finish(self, title: &str, label_x: &str, label_y: &str, ticks_y: [&str; 3]) -> String {
        let (width, height) = (LEFT + SIDE + 16.0, TOP + SIDE + 48.0);
        let (bottom, middle_x, middle_y) = (TOP + SIDE, LEFT + SIDE / 2.0, TOP + SIDE / 2.0);
        let mut axes = format!(
            r#"<rect class="frame" x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}"/>
<text x="{middle_x}" y="{:.0}" class="axis">{label_x}</text>
<text transform="translate(13 {middle_y}) rotate(-90)" class="axis">{label_y}</text>"#,
            bottom + 38.0
        );
        for (place, text) in [(0.0, "0"), (0.5, "0.5"), (1.0, "1")].iter().zip(ticks_y) {
            let ((value, across), up) = (place, text);
            let (x, y) = (Self::x(*value), Self::y(*value));
            axes += &format!(r#"<text x="{x:.0}" y="{:.0}" class="tick">{across}</text>"#, bottom + 17.0);
            axes += &format!(r#"<text x="{:.0}" y="{:.0}" class="tick up">{up}</text>"#, LEFT - 6.0, y + 4.0);
        }
        format!(
            r#"<figure><svg viewBox="0 0 {width} {height}" role="img" aria-label="{title}">{}{axes}</svg><figcaption>{title}</figcaption></figure>"#,
            self.inner
        )
    }
}

const SHARES: [&str; 3] = ["0", "0.5", "1"];

/// ROC curve with the operating point in force and its Wilson intervals, and the bar.
pub fn roc(points: &[Point], in_force: &Threshold, bar: (f64, f64)) -> String {
    let mut frame = Frame::new();
    frame.line("faint", (0.0, 0.0), (1.0, 1.0));
    let curve = points.iter().map(|point| (1.0 - point.specificity, point.sensitivity));
    frame.path("curve", std::iter::once((0.0, 0.0)).chain(curve));
    let (sensitivity, specificity) = bar;
    frame.line("bar", (1.0 - specificity, sensitivity), (1.0 - specificity, 1.0));
    frame.line("bar", (0.0, sensitivity), (1.0 - specificity, sensitivity));
    if let (Some(sensitivity), Some(specificity)) = (&in_force.sensitivity, &in_force.specificity) {
        let at = (1.0 - specificity.value, sensitivity.value);
        frame.line("whisker", (at.0, sensitivity.wilson.low), (at.0, sensitivity.wilson.high));
        frame.line("whisker", (1.0 - specificity.wilson.high, at.1), (1.0 - specificity.wilson.low, at.1));
        frame.dot("point", at);
    }
    let title = "ROC curve. Dot: the threshold in force, with 95 % intervals. Dashed corner: the bar.";
    frame.finish(title, "1 − specificity", "sensitivity", SHARES)
}

/// Reliability diagram: a dot on the diagonal tells the truth.
pub fn reliability(bins: &[Bin]) -> String {
    let mut frame = Frame::new();
    frame.line("faint", (0.0, 0.0), (1.0, 1.0));
    frame.path("curve", bins.iter().map(|bin| (bin.mean_score, bin.observed)));
    for bin in bins {
        frame.line("whisker", (bin.mean_score, bin.wilson.low), (bin.mean_score, bin.wilson.high));
        frame.dot("point", (bin.mean_score, bin.observed));
    }
    let title = "Reliability: ten equal parts of the pictures by score, with 95 % intervals.";
    frame.finish(title, "mean score", "share with disease", SHARES)
}

/// Scores of the diseased upwards, of the healthy downwards.
pub fn histogram(scored: &Scored, threshold: f64) -> String {
    let mut counts = [[0_usize; BARS]; 2];
    for (score, label) in scored.scores.iter().zip(&scored.labels) {
        let place = ((score * BARS as f64) as usize).min(BARS - 1);
        counts[usize::from(*label)][place] += 1;
    }
    let most = counts.iter().flatten().copied().max().unwrap_or(1).max(1);
    let mut frame = Frame::new();
    for (label, counts) in counts.iter().enumerate() {
        for (place, count) in counts.iter().enumerate() {
            let (left, right) = (place as f64 / BARS as f64, (place + 1) as f64 / BARS as f64);
            let length = 0.5 * *count as f64 / most as f64;
            let (class, y) =
                if label == 1 { ("diseased", (0.5, 0.5 + length)) } else { ("healthy", (0.5 - length, 0.5)) };
            if *count > 0 {
                frame.bar(class, (left + 0.003, right - 0.003), y);
            }
        }
    }
    frame.line("axisline", (0.0, 0.5), (1.0, 0.5));
    frame.line("bar", (threshold, 0.0), (threshold, 1.0));
    let most = most.to_string();
    let title = "Scores: diseased above the line, healthy below. Dashed: the threshold in force.";
    frame.finish(title, "score", "pictures", [&most, "0", &most])
}
