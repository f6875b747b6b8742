//! From a laid-out tree to pixels. Paints only what lies in a dirty rectangle.

use super::damage::SHADOW_REACH;
use super::node::{Align, Chart, Kind, Node, Text};
use super::picture::Pictures;
use super::shape::Shapes;
use super::text::Fonts;
use super::theme::{GRID, Role, Theme};
use super::view::View;
use crate::display::{Canvas, Color, Rect};

const SCRIM: u8 = 150;
const KNOB: i32 = 28;
const TRACK: i32 = 8;

/// Everything that painting keeps between frames.
#[derive(Default)]
pub struct Painter {
    pub fonts: Fonts,
    shapes: Shapes,
    pictures: Pictures,
}

/// What a node inherits from those around it.
#[derive(Clone, Copy)]
struct Light {
    enabled: bool,
    rtl: bool,
}

impl Painter {
    /// Paints the parts of the view that lie in `dirty`.
    pub fn paint<A>(&mut self, view: &View<A>, canvas: &mut Canvas, dirty: &[Rect]) {
        let theme = view.stage.theme;
        for rect in dirty {
            let before = canvas.set_clip(*rect);
            canvas.fill(*rect, theme.colour(Role::Ground));
            self.node(&view.root, canvas, theme, Light { enabled: true, rtl: view.stage.rtl });
            canvas.set_clip(before);
        }
    }

    fn node<A>(&mut self, node: &Node<A>, canvas: &mut Canvas, theme: Theme, around: Light) {
        let light = Light { enabled: around.enabled && node.state.enabled, rtl: around.rtl && node.mirrored };
        let reach = if node.skin.shadow { node.rect.inset(-SHADOW_REACH) } else { node.rect };
        if reach.meets(canvas.clip()) {
            self.skin(node, canvas, theme, light);
            self.content(node, canvas, theme, light);
        }
        let before = node.clips.then(|| canvas.set_clip(node.rect.intersect(canvas.clip())));
        for child in &node.children {
            self.node(child, canvas, theme, light);
        }
        if let Some(clip) = before {
            canvas.set_clip(clip);
        }
    }

    fn skin<A>(&mut self, node: &Node<A>, canvas: &mut Canvas, theme: Theme, light: Light) {
        let (skin, rect) = (node.skin, node.rect);
        if skin.shadow {
            self.shapes.shadow(canvas, rect, skin.radius, Color(0, 0, 0));
        }
        let pressed = |colour: Color| {
            if node.state.pressed { colour.mix(theme.colour(Role::Ink), 44) } else { colour }
        };
        let strong = matches!(skin.fill, Some(Role::Accent | Role::Danger));
        let fill = if (strong && !light.enabled) || (skin.fill.is_none() && node.state.pressed) {
            Some(theme.colour(Role::Raised))
        } else {
            skin.fill.map(|role| pressed(theme.colour(role)))
        };
        let Some(fill) = fill else { return };
        match skin.edge {
            Some(edge) => {
                let width = skin.edge_width;
                self.shapes.rounded(canvas, rect, skin.radius, theme.colour(edge));
                self.shapes.rounded(canvas, rect.inset(width), skin.radius - width, fill);
            }
            None => self.shapes.rounded(canvas, rect, skin.radius, fill),
        }
    }

    fn content<A>(&mut self, node: &Node<A>, canvas: &mut Canvas, theme: Theme, light: Light) {
        let ink = |role: Role| theme.colour(if light.enabled { role } else { Role::FaintInk });
        match &node.kind {
            Kind::Group => {}
            Kind::Text(text) => self.text(node, text, canvas, light, ink(text.ink)),
            Kind::Icon { icon, size, ink: role } => {
                let place = node.rect.centred(*size, *size);
                let flipped = light.rtl && icon.is_directional();
                self.shapes.icon(canvas, place, *icon, flipped, ink(*role));
            }
            Kind::Picture(picture) => {
                canvas.fill(node.rect, theme.colour(Role::PictureGround));
                let clip = canvas.set_clip(node.rect.intersect(canvas.clip()));
                self.pictures.draw(canvas, node.rect, picture);
                canvas.set_clip(clip);
            }
            Kind::Progress { done, phase } => self.progress(node.rect, *done, *phase, canvas, theme, light),
            Kind::Slider { value } => self.slider(node.rect, *value, canvas, theme, light),
            Kind::Chart(chart) => self.chart(node.rect, chart, canvas, theme),
            Kind::Outline(places) => outline(node.rect, places, canvas, theme),
            Kind::Scrim => canvas.tint(node.rect, Color(0, 0, 0), SCRIM),
        }
    }

    fn text<A>(&mut self, node: &Node<A>, text: &Text, canvas: &mut Canvas, light: Light, ink: Color) {
        let Some(shaped) = &node.shaped else { return };
        let rect = node.rect;
        let top = rect.y + (rect.height - shaped.height).max(0) / 2;
        for line in &shaped.lines {
            let spare = rect.width - line.width;
            let x = match (text.align, light.rtl) {
                (Align::Centre, _) => spare / 2,
                (Align::End, false) | (Align::Start | Align::Stretch, true) => spare,
                _ => 0,
            };
            self.fonts.draw(canvas, line, rect.x + x, top, ink);
        }
    }

    fn progress(
        &mut self,
        rect: Rect,
        done: Option<u16>,
        phase: u16,
        canvas: &mut Canvas,
        theme: Theme,
        light: Light,
    ) {
        self.shapes.rounded(canvas, rect, rect.height / 2, theme.colour(Role::Raised));
        let (from, to) = if let Some(done) = done {
            (0, rect.width * i32::from(done.min(1000)) / 1000)
        } else {
            // A quarter of the bar wanders through and comes in again from the start.
            let from = (rect.width * 5 / 4) * i32::from(phase) / 1000 - rect.width / 4;
            (from.max(0), (from + rect.width / 4).min(rect.width))
        };
        let x = if light.rtl { rect.right() - to } else { rect.x + from };
        let bar = Rect { x, width: to - from, ..rect };
        self.shapes.rounded(canvas, bar, rect.height / 2, theme.colour(Role::Accent));
    }

    fn slider(&mut self, rect: Rect, value: u16, canvas: &mut Canvas, theme: Theme, light: Light) {
        let track = Rect::new(rect.x, rect.y + (rect.height - TRACK) / 2, rect.width, TRACK);
        self.shapes.rounded(canvas, track, TRACK / 2, theme.colour(Role::Raised));
        let along = (rect.width - KNOB) * i32::from(value.min(1000)) / 1000;
        let along = if light.rtl { rect.width - KNOB - along } else { along };
        let knob = Rect::new(rect.x + along, rect.y + (rect.height - KNOB) / 2, KNOB, KNOB);
        let done = if light.rtl {
            Rect { x: knob.x, width: track.right() - knob.x, ..track }
        } else {
            Rect { width: knob.right() - track.x, ..track }
        };
        let accent = theme.colour(if light.enabled { Role::Accent } else { Role::FaintInk });
        self.shapes.rounded(canvas, done, TRACK / 2, accent);
        self.shapes.rounded(canvas, knob, KNOB / 2, accent);
        self.shapes.rounded(canvas, knob.inset(4), KNOB / 2 - 4, theme.colour(Role::Surface));
    }

    fn chart(&mut self, rect: Rect, chart: &Chart, canvas: &mut Canvas, theme: Theme) {
        for line in 0..3 {
            let y = rect.y + (rect.height - 1) * line / 2;
            canvas.fill(Rect::new(rect.x, y, rect.width, 1), theme.colour(Role::Hairline));
        }
        let most = chart.values.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        let count = chart.values.len().max(1) as i32;
        let height = |value: f32| (value.max(0.0) / most * (rect.height - 1) as f32) as i32;
        let middle = |index: usize| rect.x + rect.width * (2 * index as i32 + 1) / (2 * count);
        if chart.line {
            let points: Vec<(f32, f32)> = chart
                .values
                .iter()
                .enumerate()
                .map(|(index, value)| (middle(index) as f32, (rect.bottom() - height(*value)) as f32))
                .collect();
            Shapes::line(canvas, rect.inset(-4), &points, 3.0, theme.colour(Role::AccentInk));
        }
        for (index, value) in chart.values.iter().enumerate() {
            let marked = chart.marked.is_none_or(|mark| mark == index);
            let (x, tall) = (middle(index), height(*value));
            if chart.line {
                if chart.marked == Some(index) {
                    let dot = Rect::new(x - 7, rect.bottom() - tall - 7, 14, 14);
                    self.shapes.rounded(canvas, dot, 7, theme.colour(Role::AccentInk));
                    self.shapes.rounded(canvas, dot.inset(3), 4, theme.colour(Role::Surface));
                }
                continue;
            }
            let wide = (rect.width / count * 5 / 8).clamp(2, 5 * GRID);
            let bar = Rect::new(x - wide / 2, rect.bottom() - tall, wide, tall);
            let colour = theme.colour(if marked { Role::Accent } else { Role::Edge });
            self.shapes.rounded(canvas, bar, 4, colour);
        }
    }
}

fn outline(rect: Rect, places: &[(u16, u16)], canvas: &mut Canvas, theme: Theme) {
    let at = |&(x, y): &(u16, u16)| {
        let share = |from: i32, side: i32, share: u16| from as f32 + side as f32 * f32::from(share) / 1000.0;
        (share(rect.x, rect.width, x), share(rect.y, rect.height, y))
    };
    let closed: Vec<(f32, f32)> = places.iter().chain(places.first()).map(at).collect();
    Shapes::line(canvas, rect.inset(-2), &closed, 3.0, theme.colour(Role::Refer));
}
